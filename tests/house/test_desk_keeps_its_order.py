"""What import-linter cannot see in the desk: foreign keys written as text, templates, hooks without a word."""

import html.parser
import inspect
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.template.loader import get_template

DESK = Path(__file__).parents[2] / "src" / "tumen_desk"
TEMPLATES = sorted(DESK.rglob("templates/**/*.html"))

# Lower rooms first; a table may refer to its own room and to those below. Django's own tables lie beneath all.
ORDER = (
    "store",
    "accounts",
    "audit",
    "jobs",
    "shell",
    "record",
    "find",
    "coding",
    "link",
    "count",
    "act",
    "read",
    "keep",
)


def _rank(label: str) -> int:
    return ORDER.index(label) if label in ORDER else -1


def _references():
    for config in apps.get_app_configs():
        if config.name.startswith("tumen_desk."):
            for model in config.get_models(include_auto_created=True):
                for field in model._meta.get_fields():
                    if field.is_relation and field.concrete and field.related_model is not None:
                        yield model, field


def test_every_room_of_the_desk_has_its_place_in_the_order():
    rooms = {c.label for c in apps.get_app_configs() if c.name.startswith("tumen_desk.")}
    assert rooms == set(ORDER)


def test_tables_refer_sideways_or_down_never_up():
    references = list(_references())
    assert len(references) > 30
    upward = [
        f"{model.__name__}.{field.name} → {field.related_model._meta.label}"
        for model, field in references
        if _rank(field.related_model._meta.app_label) > _rank(model._meta.app_label)
    ]
    assert upward == []


def test_the_jobs_database_refers_to_nothing_outside_itself():
    # Two database files: a foreign key between them could never be checked.
    across = [
        f"{model.__name__}.{field.name}"
        for model, field in _references()
        if (model._meta.app_label == "jobs") != (field.related_model._meta.app_label == "jobs")
    ]
    assert across == []


def _hooked():
    from tumen_desk.accounts import hooks as accounts
    from tumen_desk.jobs import registry
    from tumen_desk.record import hooks as record
    from tumen_desk.shell import hooks as shell

    yield from accounts._listeners
    yield from registry._kinds.values()
    yield from record._rows_leaving
    yield from record._consent_changed
    yield from (make for _, _, make in shell._cards)


def test_every_function_on_a_hook_says_what_it_does():
    hooked = list(_hooked())
    assert len(hooked) >= 8
    assert [f.__qualname__ for f in hooked if not inspect.getdoc(f)] == []


class _Page(html.parser.HTMLParser):
    """Collects what the content security policy would refuse, or what would reach out of this machine."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if "style" in given:
            self.faults.append(f"<{tag} style=…>")
        self.faults += [f"<{tag} {name}=…>" for name in given if re.fullmatch(r"on[a-z]+", name)]
        self.faults += [
            f"<{tag} {name}={given[name]}>"
            for name in ("src", "href", "action", "srcset", "poster", "data")
            if re.match(r"\s*(https?:)?//", given.get(name) or "")
        ]
        if tag == "script" and "src" not in given and given.get("type") not in ("application/json",):
            self.faults.append("<script> without src")
        if tag == "style":
            self.faults.append("<style>")
        if any((value or "").strip().lower().startswith("javascript:") for value in given.values()):
            self.faults.append(f"<{tag}> javascript:")


def _faults(source: str) -> list[str]:
    page = _Page()
    # Template tags stand inside attributes and between them; quotes within them must not confuse the parser.
    page.feed(re.sub(r"{%.*?%}|{#.*?#}|{{.*?}}", "", source, flags=re.DOTALL))
    return page.faults


@pytest.mark.parametrize(
    "source",
    [
        '<p style="color:red">',
        "<script>alert(1)</script>",
        '<button onclick="x()">',
        '<img src="https://cdn.example/x.png">',
        '<link href="//fonts.example/a.css">',
        '<a href="javascript:x()">',
        "<style>p{}</style>",
    ],
)
def test_the_search_of_templates_would_notice(source):
    assert _faults(source) != []


def test_no_template_holds_inline_code_or_style_or_an_asset_from_elsewhere():
    assert len(TEMPLATES) > 25
    found = {t.relative_to(DESK).as_posix(): f for t in TEMPLATES if (f := _faults(t.read_text("utf-8")))}
    # A report that leaves as one file is no page of the desk: what it looks like goes with it.
    assert found == {"act/templates/act/printed_report.html": ["<style>"]}


def test_every_template_compiles():
    for template in TEMPLATES:
        get_template(template.as_posix().split("/templates/", 1)[1])


# File: why text may be put into a page unescaped there.
UNESCAPED = {
    "count/charts.py": "SVG that was rebuilt from a list of allowed elements and attributes",
    "shell/templatetags/tumen.py": "asks whether a label is markup already, and then leaves it; marks nothing",
    "shell/widgets.py": "the type of what format_html, which escapes, returns",
}
_UNESCAPES = re.compile(r"\|\s*safe\b|\bmark_safe\b|{%\s*autoescape off|\bSafeString\b|\|\s*safeseq\b")


def test_text_is_put_into_pages_escaped_with_no_exception_that_is_not_listed():
    found = {
        path.relative_to(DESK).as_posix()
        for path in (*TEMPLATES, *sorted(DESK.rglob("*.py")))
        if _UNESCAPES.search(path.read_text("utf-8"))
    }
    assert found == set(UNESCAPED)


def test_no_script_of_the_desk_reaches_out_or_writes_markup():
    scripts = sorted(DESK.rglob("static/**/*.js"))
    assert scripts
    words = re.compile(
        r"https?://|\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write"
    )
    found = {s.name: hits for s in scripts if (hits := sorted(set(words.findall(s.read_text("utf-8")))))}
    assert found == {}
