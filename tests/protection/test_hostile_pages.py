"""Every page as a hostile one would find it: headers, stored scripts, names where none belong, foreign origins."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.db import connection, models
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.protection.conftest import NAMES, Links, Seen, Small, walk

from tumen_desk.accounts.models import Role, User
from tumen_desk.store.sealed import SealedTextField

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
Come = Callable[[User], Client]
ARGUMENTS = {
    "pk": 1, "job_id": 1, "a": 1, "b": 2, "position": 1, "key": "p-1", "code": "NONE", "table": "mentions",
    "sha256": "ab" * 32, "sequence": 1, "part": "head",
}  # fmt: skip
WANTED = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
# The map of the world is the same for everybody; a browser may keep it for a day.
BASEMAP = "private, max-age=86400"
POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "connect-src": "'self'",
    "font-src": "'self'", "img-src": "'self' data:", "object-src": "'none'", "base-uri": "'none'",
    "frame-ancestors": "'none'", "form-action": "'self'",
}  # fmt: skip


def _views(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _views(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        else:
            yield f"{prefix}{entry.name}", entry


def addresses() -> dict[str, str]:
    """Every address of the desk, with some argument where one is needed."""
    return {
        name: reverse(name, kwargs={n: ARGUMENTS.get(n, 1) for n in entry.pattern.converters})
        for name, entry in _views(get_resolver())
    }


def faults_of(answer: HttpResponse) -> list[str]:
    """What is missing among the headers of one answer."""
    wanted = WANTED | ({"Cache-Control": BASEMAP} if answer.headers.get("Cache-Control") == BASEMAP else {})
    faults = [
        f"{n}: {answer.headers.get(n)}" for n, value in wanted.items() if answer.headers.get(n) != value
    ]
    given = answer.headers.get("Content-Security-Policy", "")
    policy = {d.split(" ", 1)[0]: d.split(" ", 1)[1] for d in given.split("; ") if " " in d}
    faults += [f"CSP {d}: {policy.get(d)}" for d, value in POLICY.items() if policy.get(d) != value]
    faults += [f"CSP allows {word}" for word in ("unsafe", "http:", "https:", "*") if word in given]
    faults += [n for n in answer.headers if n.lower().startswith("access-control-")]
    if "camera=()" not in answer.headers.get("Permissions-Policy", ""):
        faults.append("Permissions-Policy")
    for cookie in answer.cookies.values():
        if not cookie["httponly"] or cookie["samesite"] != "Strict":
            faults.append(f"cookie {cookie.key}")
    return faults


def test_every_address_answers_with_every_header_whoever_asks_and_however(
    small: Small, signed_in: Come
) -> None:
    clients = {"nobody": Client(), "lead": signed_in(small.people[Role.PROTECTION])}
    found = {}
    for name, address in addresses().items():
        for who, client in clients.items():
            if name in ("accounts:sign-out", "shell:lock") and who == "lead":
                continue
            for method in ("get", "post"):
                answer = getattr(client, method)(address, headers={"Origin": "https://elsewhere.example"})
                if faults := faults_of(answer):
                    found[name, who, method] = faults
                assert answer.status_code < 500, (name, who, method)
                if answer.streaming:
                    answer.getvalue()  # read to its end, which closes the file behind it
    assert found == {}


def test_every_address_refuses_a_change_that_another_page_sent(small: Small, signed_in: Come) -> None:
    signed = signed_in(small.people[Role.PROTECTION])
    for name, address in addresses().items():
        for headers in ({}, {"Origin": "https://elsewhere.example"}):
            strict = Client(enforce_csrf_checks=True)
            strict.cookies = signed.cookies
            assert strict.post(address, headers=headers).status_code == 403, name


@pytest.mark.parametrize("host", ["elsewhere.example", "127.0.0.1.elsewhere.example", "localhost@elsewhere"])
def test_a_request_under_another_name_is_refused(host: str, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]  # type: ignore[attr-defined]
    assert Client().get("/accounts/sign-in/", headers={"Host": host}).status_code == 400


TRICKS = [
        "/static/../../etc/passwd", "/static/%2e%2e/%2e%2e/etc/passwd", "/static/..%2f..%2fetc%2fpasswd",
        "/static/shell/%00", "/record/documents/../../../etc/passwd", "/record//mentions/",
        "/record/imports/table/mentions/..%2f..%2f/", "/log/heads/1/..%2fhead/", "/\\elsewhere.example",
]  # fmt: skip


def test_tricks_in_an_address_lead_nowhere(small: Small, signed_in: Come) -> None:
    client = signed_in(small.people[Role.PROTECTION])
    for path in TRICKS:
        answer = client.get(path)
        assert answer.status_code in (301, 302, 400, 404), path
        target = answer.headers.get("Location", "/")
        assert target.startswith("/"), path
        assert not target.startswith("//"), path


SCRIPT = "\"'><canary-tag onclick=x()></script></title><script>canary()</script>{{7*7}}${7*7}"
# Texts that are not a person's words: digests, dates and codes of the desk's own, or what somebody signs in with.
NOT_WORDS = re.compile(
    r"sha256|digest|password|key$|^person$|root|credential|^state$|previous|^content$|^deed$|^action$|session_key|^text_sha"
)


def _poison() -> int:
    """Put a script into every text that a person can have written, in every table."""
    poisoned = 0
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith("tumen_desk."):
            continue
        for column in model._meta.concrete_fields:
            words = isinstance(column, (models.CharField, models.TextField)) and not column.choices
            if not words or isinstance(column, SealedTextField) or NOT_WORDS.search(column.name):
                continue
            if type(column) not in (models.CharField, models.TextField) or not _free(model, column):
                continue
            room = getattr(column, "max_length", None) or 10_000
            alias = "jobs" if model._meta.app_label == "jobs" else "default"
            unique = column.unique or any(
                column.name in (c.fields or ()) for c in model._meta.constraints if hasattr(c, "fields")
            )
            rows = model._base_manager.using(alias)
            for row in rows.all()[: 1 if unique else None]:
                poisoned += rows.filter(pk=row.pk).update(**{column.name: SCRIPT[:room]})
    return poisoned


def _free(model: type[models.Model], column: models.Field[object, object]) -> bool:
    """True if the desk shows this text as words: neither a code of the pack nor a date nor a name of its own."""
    own = {
        "kind",
        "type",
        "purpose",
        "media_type",
        "script",
        "language",
        "role",
        "status",
        "state",
        "method",
        "locator",
    }
    dated = column.help_text == "EDTF" or column.name in (
        "birth",
        "left",
        "died",
        "date",
        "ended",
        "retrieved",
    )
    return column.name not in own and not dated


def test_a_script_stored_in_every_text_runs_on_no_page(small: Small, signed_in: Come) -> None:
    assert _poison() > 30
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM record_source WHERE title LIKE '%canary-tag%'")
        assert cursor.fetchone()[0] > 0
    shown = 0
    for seen in walk(signed_in(small.people[Role.PROTECTION])):
        assert seen.answer.status_code < 500, seen.address
        shown += "canary-tag" in seen.text
        bad = [
            tag
            for tag, given in seen.page.tags
            if tag == "canary-tag" or any(n.startswith("on") for n in given)
        ]
        assert bad == [], seen.address
        assert "<canary-tag" not in seen.text, seen.address
        scripts = [given for tag, given in seen.page.tags if tag == "script"]
        assert all(
            s.get("src", "").startswith("/static/") or s.get("type") == "application/json" for s in scripts
        )
        assert "49" not in re.findall(r"\$?\{?49\}?", seen.page.title)
    assert shown > 8, "the script must have been shown as text somewhere"


def _told(seen: Seen) -> str:
    headers = " ".join(f"{name}: {value}" for name, value in seen.answer.headers.items())
    return f"{seen.address} {headers} {seen.page.title}"


@pytest.mark.parametrize("role", Role.values)
def test_names_are_in_no_title_address_header_or_list_and_for_some_roles_nowhere(
    small: Small, signed_in: Come, role: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    seen = walk(signed_in(small.people[role]))
    assert len(seen) > 25
    opens = role in (Role.OFFICER, Role.PROTECTION)
    for each in seen:
        for name in NAMES:
            assert name not in _told(each), each.address
            if not opens or re.fullmatch(r"/(record|link)/[a-z]+/(\?.*)?", each.address):
                assert name not in each.text, each.address
    assert any(name in each.text for each in seen for name in NAMES) == opens
    assert not any(name in line.getMessage() for line in caplog.records for name in NAMES)


def test_an_error_page_repeats_nothing_of_what_was_asked(small: Small, signed_in: Come) -> None:
    client = signed_in(small.people[Role.PROTECTION])
    for answer in (
        client.get(f"/record/{NAMES[0]}/"),
        client.get("/record/documents/", {"text": NAMES[0], "page": "x"}),
        client.post("/accounts/people/999/role/", {"role": NAMES[0]}),
        client.post("/log/heads/against/", {"text": NAMES[0]}),
    ):
        assert NAMES[0] not in Links(answer.content.decode()).title
        if answer.status_code >= 400:
            assert NAMES[0] not in answer.content.decode()


def test_other_methods_than_those_of_a_browser_do_nothing(small: Small, signed_in: Come) -> None:
    client = signed_in(small.people[Role.PROTECTION])
    for method in ("TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "PROPFIND"):
        for address in (
            "/accounts/people/new/",
            "/record/sources/new/",
            "/accounts/sign-out/",
            "/log/check/",
        ):
            assert client.generic(method, address).status_code in (403, 404, 405), (method, address)
        assert client.get("/").status_code == 200
