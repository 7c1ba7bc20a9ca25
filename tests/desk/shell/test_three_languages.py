"""The desk in English, Korean and Chinese: switching stays on the page, and the catalogues are what is written."""

from __future__ import annotations

import gettext
import importlib.util
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.template import Context, Engine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tumen_desk.accounts.models import User
from tumen_desk.jobs.models import Job, State
from tumen_desk.shell.spoken import SpokenTemplate, phrases, spoken

ROOT = Path(__file__).parents[3]
MAY_BE_ENGLISH = 10
"""Phrases of templates without a translation: this number only goes down."""


@pytest.fixture(scope="module")
def strings() -> Any:
    spec = importlib.util.spec_from_file_location("docs_strings", ROOT / "docs" / "strings.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def words(source: str, *, inside: bool = False) -> list[str]:
    return [source[start:end] for start, end in sorted(phrases(source, inside=inside))]


def test_words_are_taken_from_between_tags_and_from_what_is_read_out() -> None:
    assert words('<p class="open">Who <b>told</b> it</p>') == ["Who", "told", "it"]
    assert words('<a title="Leave it" data-key="open">x</a>') == ["Leave it"]
    assert words(' yes" id="open">Coded</b>', inside=True) == ["Coded"]
    assert words("quiet", inside=True) == []


def test_a_class_is_never_translated() -> None:
    source = '<b class="tag{% if a %} open{% else %} Search{% endif %}">Search</b>'
    made = SpokenTemplate(source, engine=Engine())
    with translation.override("ko"):
        assert made.render(Context({"a": False})) == '<b class="tag Search">검색</b>'
    assert made.render(Context({"a": True})) == '<b class="tag open">Search</b>'


def drawn(template: str, **values: Any) -> str:
    with translation.override("ko"):
        engine = Engine(builtins=["tumen_desk.shell.templatetags.tumen"])
        return SpokenTemplate(template, engine=engine).render(Context(values))


def test_choices_and_what_stands_for_a_missing_value_are_said_in_the_language_of_the_page() -> None:
    job = Job(state=State.RUNNING)
    assert drawn("{{ job.get_state_display }}", job=job) == "실행 중"
    assert drawn('{{ day|default:"not stated" }}', day="") == "언급 없음"
    assert drawn('{{ ready|yesno:"yes,no" }}', ready=False) == "아니오"
    assert drawn('<b class="{{ ready|default:"open" }}">{{ n }} pair{{ n|pluralize }}</b>', n=2) == (
        '<b class="open">2 쌍</b>'
    )


def test_what_people_wrote_is_never_translated() -> None:
    assert (
        drawn("{{ source.title }} {{ name }}", source={"title": "Search"}, name="Search") == "Search Search"
    )


def test_a_message_with_values_in_it_is_said_by_its_pattern() -> None:
    assert drawn("{{ text|tr }}", text="7 documents were drawn.") == "문서 7건을 뽑았습니다."
    assert drawn("{{ e.message }}", e={"message": "There are 7 moons."}) == "There are 7 moons."
    found = (
        "This may amount to torture (R10): Salt was bound by CAT, art. 1(1), ICCPR, art. 7. "
        "3 of 5 elements are met as coded."
    )
    assert drawn("{{ text|tr }}", text=found) == (
        "고문(R10)에 해당할 수 있습니다. Salt은(는) CAT, 제1(1)조, ICCPR, 제7조의 구속을 받고 있었습니다. "
        "코딩된 바로는 요건 5개 중 3개가 충족됩니다."
    )
    refused = "Your role may not read the record. Ask a colleague whose role is: Analyst."
    assert "기록 읽기" in drawn("{{ text|tr }}", text=refused)


def test_fields_speak_and_so_do_their_errors() -> None:
    class Asked(forms.Form):
        how = forms.ChoiceField(
            choices=[("a", "Same person"), ("b", "Open Ledger Fund")], widget=forms.RadioSelect
        )
        words = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "Search", "name": "Search"}))

        def clean(self) -> None:
            raise forms.ValidationError("Choose at least one act.")

    with translation.override("ko"):
        made = Asked({"how": "a", "words": "Search"}).as_p()
    assert "같은 사람" in made
    assert "Open Ledger Fund" in made
    assert 'placeholder="검색"' in made
    assert 'value="Search"' in made
    assert "행위를 하나 이상 고르십시오." in made


@pytest.mark.parametrize("written", ['"not stated"', '_("not stated")'])
def test_a_template_first_read_in_one_language_stays_readable_in_the_others(written: str) -> None:
    with translation.override("ko"):
        made = SpokenTemplate("{{ day|default:" + written + " }}", engine=Engine())
        assert made.render(Context({"day": ""})) == "언급 없음"
    with translation.override("en"):
        assert made.render(Context({"day": ""})) == "not stated"


@pytest.mark.django_db(databases=["default", "jobs"])
def test_switching_keeps_the_page_and_its_language(
    officer: User, client_of: Callable[[User], Client]
) -> None:
    client, address = client_of(officer), reverse("find:waiting")
    answer = client.post(reverse("shell:language"), {"language": "ko", "next": address})
    assert answer.headers["Location"] == address
    page = client.get(address).content.decode()
    assert '<html lang="ko">' in page
    assert "작업 목록" in page
    assert "Work lists" not in page
    client.post(reverse("shell:language"), {"language": "zh-hans", "next": address})
    assert "待办清单" in client.get(address).content.decode()
    client.post(reverse("shell:language"), {"language": "xx", "next": address})
    assert "待办清单" in client.get(address).content.decode()


@pytest.mark.django_db(databases=["default", "jobs"])
def test_switching_leads_nowhere_outside(officer: User, client_of: Callable[[User], Client]) -> None:
    for back in ("https://example.org/", "//example.org", "javascript:x()", ""):
        answer = client_of(officer).post(reverse("shell:language"), {"language": "ko", "next": back})
        assert answer.headers["Location"] == reverse("shell:home")


def test_catalogues_are_compiled_and_hold_both_languages(strings: Any) -> None:
    held = {}
    for language in strings.LANGUAGES:
        folder = strings.LOCALE / language / "LC_MESSAGES"
        held[language] = {str(m.id): str(m.string) for m in strings.catalogue(language) if m.id}
        with (folder / "django.mo").open("rb") as file:
            made = gettext.GNUTranslations(file)
        assert {text: made.gettext(text) for text in held[language]} == held[language], "run docs/strings.py"
        assert all(held[language].values())
    assert held["ko"].keys() == held["zh_Hans"].keys()


def test_the_list_for_native_readers_is_what_the_catalogues_hold(strings: Any) -> None:
    said = strings.PAGE.read_text("utf-8")
    assert "| Search | 검색 | 搜索 |" in said
    assert said.count("\n| ") == len([m for m in strings.catalogue("ko") if m.id]) + 1


def test_hardly_a_phrase_of_a_template_is_left_in_english(strings: Any) -> None:
    said = {str(m.id) for m in strings.catalogue("ko")}
    left = sorted(strings.in_templates() - said)
    assert len(left) <= MAY_BE_ENGLISH, f"translate some in src/tumen_desk/locale: {left}"


def test_patterns_are_those_of_the_catalogues_and_keep_their_values(strings: Any) -> None:
    assert (strings.LOCALE / "patterns.txt").read_text("utf-8") == strings.patterns(), "run docs/strings.py"
    for language in strings.LANGUAGES:
        for message in strings.catalogue(language):
            asked, given = (set(re.findall(r"\{\d:?\}", str(text))) for text in (message.id, message.string))
            assert given <= asked, message.id


def _reasons() -> list[str]:
    """Every way in which a field of two mentions, or of two tellings, may stand; some with a rarity."""
    from tumen.linkage import kin, register, standing, told
    from tumen.linkage.events.levels import FIELDS
    from tumen.linkage.fields import Field

    of_people = [
        f for room in (kin, register, standing, told) for f in vars(room).values() if isinstance(f, Field)
    ]
    ways = {level.words for field in (*of_people, *FIELDS) for level in field.levels}
    assert len(ways) > 100
    return [*ways, "left: they may be one day, loosely told (3 times as rare as for other values)"]


@pytest.mark.parametrize("language", ["ko", "zh-hans"])
def test_every_reason_for_a_link_is_said_with_its_weight(language):
    with translation.override(language):
        said = [spoken(f"{way}: +1.2 bits") for way in _reasons()]
        row = spoken(
            "names fit: +12.1 bits; sex: the same: +0.9 bits; told of: both by kin, with a leaving: −0.2 bits"
        )
    assert [one for one in [*said, row] if re.search("[a-z]{3}", one)] == []
