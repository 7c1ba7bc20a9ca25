"""The interview and consent forms of this desk as an XLSForm, to be filled in offline with ODK or Kobo Collect.

Every question has a name that the desk knows again: `q_` before a field of a person, `w_` before a question of a guide
that is answered in words, `c_` before a purpose of consent. So a form that somebody rearranged can still come in.
A field that was itself read from a form goes out as it came: its own name, groups, hints and conditions.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from tumen import vocab
from tumen_desk.record import asking, guides
from tumen_desk.shell import terms

if TYPE_CHECKING:
    from collections.abc import Mapping

FORM_ID: Final = "tumen"
"""With which the name of every form of a desk begins."""
FIELD, WORDS, CONSENT = "q_", "w_", "c_"
WRITTEN: Final = ("required", "relevant", "constraint", "choice_filter", "appearance", "default")
"""Columns that go out as they came in."""
_REFERENCE: Final = re.compile(r"\$\{\s*([^}]*?)\s*\}")
SPOKEN: Final = {"en": "English (en)", "ko": "한국어 (ko)", "zh": "中文 (zh)"}
_OWN: Final = {
    "given_name": {"en": "Name as given, or a pseudonym", "ko": "이름 또는 가명", "zh": "姓名或化名"},
    "name_kind": {"en": "Kind of name", "ko": "이름의 종류", "zh": "姓名类别"},
}
_NAME_KINDS: Final = {
    "given": {"en": "as given", "ko": "말한 그대로", "zh": "原样"},
    "pseudonym": {"en": "pseudonym", "ko": "가명", "zh": "化名"},
    "partial": {"en": "partial", "ko": "일부", "zh": "部分"},
}
_YES_NO: Final = {
    "yes": {"en": "yes", "ko": "예", "zh": "是"},
    "no": {"en": "no", "ko": "아니요", "zh": "否"},
}
_SEXES: Final = {
    "f": {"en": "female", "ko": "여성", "zh": "女"},
    "m": {"en": "male", "ko": "남성", "zh": "男"},
}
OWN_LISTS: Final = {"yes_no": _YES_NO, "sex": _SEXES, "name_kind": _NAME_KINDS}
"""Lists of choices that only the form has."""
_CONSENT: Final = {"en": "What it may be used for", "ko": "사용 목적에 대한 동의", "zh": "同意的用途"}
_PERSON: Final = {"en": "The person", "ko": "본인", "zh": "本人"}
HINT: Final = {
    "en": "As told, any precision: 2009, spring 2004",
    "ko": "말한 그대로: 2009년, 2004년 봄",
    "zh": "按所述：2009年，2004年春",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One row of the sheet of questions; `labels` by language, `written` for the columns of formulas, `choices` for the
    columns by which its choices are filtered, by code."""

    type: str
    name: str
    labels: Mapping[str, str]
    hint: Mapping[str, str] | None = None
    message: Mapping[str, str] | None = None
    written: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def purposes() -> list[vocab.Term]:
    """Purposes of consent that the pack has."""
    return [
        t for t in vocab.load_pack(settings.CONFIG.pack).vocabulary("consent_purpose") if not t.deprecated
    ]


def word_questions() -> dict[str, str]:
    """Questions of the guides that are answered in words, by name: what is asked, in English."""
    return {name: texts["en"] for name, texts, told in _guide_questions() if told is None}


def guide_names() -> set[str]:
    """Names of all questions of the guides, also of those that are only read out."""
    return {name for name, _, _ in _guide_questions()}


def is_own_group(name: str) -> bool:
    """Whether the form of this desk has a group of this name."""
    return name in ("person", "consent") or name.startswith("guide_")


def workbook(*, interview: bool, consent: bool) -> bytes:
    """The form as XLSX: sheets `survey`, `choices` and `settings`."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101  (narrowing: a new workbook has a sheet)
    sheet.title = "survey"
    labels = [f"label::{s}" for s in SPOKEN.values()]
    asked = [*_person(), *_read(), *(_topics() if interview else ()), *(_consents() if consent else ())]
    # A column that nobody fills would be taken for a translation that is missing.
    spoken = {"hint": any(r.hint for r in asked), "constraint_message": any(r.message for r in asked)}
    further = [f"{what}::{s}" for what, any_ in spoken.items() if any_ for s in SPOKEN.values()]
    written = [column for column in WRITTEN if any(column in row.written for row in asked)]
    sheet.append(["type", "name", *labels, *further, *written])
    for row in asked:
        told = [row.hint] * spoken["hint"] + [row.message] * spoken["constraint_message"]
        texts = [text for by in told for text in _in_each(by or {})]
        formulas = [row.written.get(column) for column in written]
        sheet.append([row.type, row.name, *_in_each(row.labels), *texts, *formulas])
    choices = book.create_sheet("choices")
    by_list = _filtered(asked)
    filters = list(dict.fromkeys(c for told in by_list.values() for cells in told.values() for c in cells))
    choices.append(["list_name", "name", *labels, *filters])
    for name, filtered in by_list.items():
        for code, label in _choices(name).items():
            cells = filtered.get(code, {})
            choices.append([name, code, *_in_each(label), *(cells.get(column) for column in filters)])
    about = book.create_sheet("settings")
    about.append(["form_title", "form_id", "version", "default_language"])
    kind = "-".join([FORM_ID, *(["interview"] if interview else []), *(["consent"] if consent else [])])
    about.append([kind.replace("-", " "), kind, "1", SPOKEN["en"]])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _filtered(asked: list[Asked]) -> dict[str, dict[str, Mapping[str, str]]]:
    """Every list that is chosen from, with the columns by which its choices are filtered, by code."""
    found: dict[str, dict[str, Mapping[str, str]]] = {}
    for row in asked:
        if row.type.startswith("select_"):
            there = found.setdefault(row.type.split()[1], {})
            for code, cells in row.choices.items():
                there[code] = {**there.get(code, {}), **cells}
    return found


def _in_each(labels: Mapping[str, str]) -> list[str]:
    return [str(labels.get(code) or labels.get("en", "")) for code in SPOKEN]


def _person() -> Iterator[Asked]:
    yield Asked(type="begin_group", name="person", labels=_PERSON)
    yield Asked(type="text", name="given_name", labels=_OWN["given_name"])
    yield Asked(type="select_one name_kind", name="name_kind", labels=_OWN["name_kind"])
    for told in asking.asked_of("mention"):
        if not told.asked_as:
            yield _of_field(told)
    yield Asked(type="end_group", name="", labels={})


def _of_field(told: asking.Field) -> Asked:
    hint = HINT if told.kind == "date" else None
    return Asked(type=type_of(told), name=f"{FIELD}{told.id}", labels=told.labels, hint=hint)


def type_of(told: asking.Field) -> str:
    """How a form asks for a field, its list included."""
    kinds = {"number": "decimal", "yes_no": "select_one yes_no", "sex": "select_one sex"}
    several = "select_multiple" if told.several else "select_one"
    kind = told.asked_as.get("type")
    if told.kind == "term":
        return f"{kind or several} {told.vocabulary}"
    return kinds["yes_no"] if told.kind == "yes_no" else str(kind or kinds.get(told.kind, "text"))


def _read() -> Iterator[Asked]:
    """Fields that were read from forms, each form in its order, in its groups."""
    asked = asking.asked_of("mention")
    told = sorted(
        (f for f in asked if f.asked_as), key=lambda f: (f.asked_as.get("form", ""), f.asked_as.get("row", 0))
    )
    names = {f.id if f.asked_as else f"{FIELD}{f.id}" for f in asked} | {"given_name", "name_kind"}
    taken = set[str]()
    inside: list[dict[str, Any]] = []
    for one in told:
        groups = [{**group, "form": one.asked_as.get("form", "")} for group in one.asked_as.get("groups", [])]
        stays = sum(1 for _ in takewhile(lambda two: two[0] == two[1], zip(inside, groups, strict=False)))
        yield from _closing(inside[stays:])
        for group in groups[stays:]:
            yield _opening(group, taken, names)
        inside = groups
        yield Asked(
            type=type_of(one), name=one.id, labels=one.labels, hint=one.asked_as.get("hint"),
            message=one.asked_as.get("constraint_message"), written=_formulas(one.asked_as, names),
            choices=one.asked_as.get("choices", {}),
        )  # fmt: skip
    yield from _closing(inside)


def _opening(group: Mapping[str, Any], taken: set[str], names: set[str]) -> Asked:
    name = str(group["name"])
    while name in taken or name in names:
        name += "_"
    taken.add(name)
    kind = "begin_repeat" if group["repeat"] else "begin_group"
    return Asked(type=kind, name=name, labels=group["labels"], written=_formulas(group, names))


def _closing(groups: list[dict[str, Any]]) -> Iterator[Asked]:
    for group in reversed(groups):
        yield Asked(type="end_repeat" if group["repeat"] else "end_group", name="", labels={})


def _formulas(told: Mapping[str, Any], names: set[str]) -> dict[str, str]:
    """What a form says in formulas, but for those that speak of a question which does not go out."""
    given = {column: str(told[column]) for column in WRITTEN if told.get(column)}
    return {column: text for column, text in given.items() if set(_REFERENCE.findall(text)) <= names}


def _guide_questions() -> Iterator[tuple[str, dict[str, str], asking.Field | None]]:
    """Name, text by language and field of every question of the guides."""
    spoken = {code: guides.topics(code) for code in SPOKEN}
    for at, topic in enumerate(spoken["en"]):
        for number, question in enumerate(topic.questions):
            texts = {code: spoken[code][at].questions[number].text for code in SPOKEN}
            yield f"{WORDS}{topic.id}_{number + 1}", texts, question.field


def _topics() -> Iterator[Asked]:
    titles = {code: {t.id: t.title for t in guides.topics(code)} for code in SPOKEN}
    questions = list(_guide_questions())
    for topic in titles["en"]:
        yield Asked(type="begin_group", name=f"guide_{topic}", labels={c: titles[c][topic] for c in SPOKEN})
        for name, texts, told in questions:
            if name.rpartition("_")[0] == f"{WORDS}{topic}":
                about_person = told is not None and told.about == "mention"
                yield Asked(type="note" if about_person else "text", name=name, labels=texts)
        yield Asked(type="end_group", name="", labels={})


def _consents() -> Iterator[Asked]:
    yield Asked(type="begin_group", name="consent", labels=_CONSENT)
    for term in purposes():
        spoken = {code: term.label(code) for code in SPOKEN}
        yield Asked(type="select_one yes_no", name=f"{CONSENT}{term.code}", labels=spoken)
    yield Asked(type="end_group", name="", labels={})


def _choices(name: str) -> Mapping[str, Mapping[str, str]]:
    if name in OWN_LISTS:
        return OWN_LISTS[name]
    known = terms.vocabulary(name)
    return {t.code: {code: t.label(code) for code in SPOKEN} for t in known if not t.deprecated}
