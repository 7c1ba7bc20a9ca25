"""The interview and consent forms of this desk as an XLSForm, to be filled in offline with ODK or Kobo Collect.

Every question has a name that the desk knows again: `q_` before a field of a person, `w_` before a question of a guide
that is answered in words, `c_` before a purpose of consent. So a form that somebody rearranged can still come in.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from tumen import vocab
from tumen_desk.record import asking, guides

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELD, WORDS, CONSENT = "q_", "w_", "c_"
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
_CONSENT: Final = {"en": "What it may be used for", "ko": "사용 목적에 대한 동의", "zh": "同意的用途"}
_PERSON: Final = {"en": "The person", "ko": "본인", "zh": "本人"}
_HINT: Final = {
    "en": "As told, any precision: 2009, spring 2004",
    "ko": "말한 그대로: 2009년, 2004년 봄",
    "zh": "按所述：2009年，2004年春",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One row of the sheet of questions; `labels` by language."""

    type: str
    name: str
    labels: Mapping[str, str]
    hint: Mapping[str, str] | None = None


def purposes() -> list[vocab.Term]:
    """Purposes of consent that the pack has."""
    return [
        t for t in vocab.load_pack(settings.CONFIG.pack).vocabulary("consent_purpose") if not t.deprecated
    ]


def word_questions() -> dict[str, str]:
    """Questions of the guides that are answered in words, by name: what is asked, in English."""
    return {name: texts["en"] for name, texts, field in _guide_questions() if field is None}


def workbook(*, interview: bool, consent: bool) -> bytes:
    """The form as XLSX: sheets `survey`, `choices` and `settings`."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101  (narrowing: a new workbook has a sheet)
    sheet.title = "survey"
    labels, hints = [f"label::{s}" for s in SPOKEN.values()], [f"hint::{s}" for s in SPOKEN.values()]
    sheet.append(["type", "name", *labels, *hints])
    asked = [*_person(), *(_topics() if interview else ()), *(_consents() if consent else ())]
    for row in asked:
        sheet.append([row.type, row.name, *_in_each(row.labels), *_in_each(row.hint or {})])
    choices = book.create_sheet("choices")
    choices.append(["list_name", "name", *labels])
    for name in dict.fromkeys(r.type.split()[1] for r in asked if r.type.startswith("select_")):
        for code, spoken in _choices(name).items():
            choices.append([name, code, *_in_each(spoken)])
    about = book.create_sheet("settings")
    about.append(["form_title", "form_id", "version", "default_language"])
    kind = "-".join(["tumen", *(["interview"] if interview else []), *(["consent"] if consent else [])])
    about.append([kind.replace("-", " "), kind, "1", SPOKEN["en"]])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _in_each(labels: Mapping[str, str]) -> list[str]:
    return [str(labels.get(code) or labels.get("en", "")) for code in SPOKEN]


def _person() -> Iterator[Asked]:
    yield Asked(type="begin_group", name="person", labels=_PERSON)
    yield Asked(type="text", name="given_name", labels=_OWN["given_name"])
    yield Asked(type="select_one name_kind", name="name_kind", labels=_OWN["name_kind"])
    for field in asking.asked_of("mention"):
        yield _of_field(field)
    yield Asked(type="end_group", name="", labels={})


def _of_field(field: asking.Field) -> Asked:
    kinds = {"number": "decimal", "yes_no": "select_one yes_no", "sex": "select_one sex"}
    several = "select_multiple" if field.several else "select_one"
    kind = f"{several} {field.vocabulary}" if field.kind == "term" else kinds.get(field.kind, "text")
    return Asked(
        type=kind,
        name=f"{FIELD}{field.id}",
        labels=field.labels,
        hint=_HINT if field.kind == "date" else None,
    )


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
        for name, texts, field in questions:
            if name.rpartition("_")[0] == f"{WORDS}{topic}":
                about_person = field is not None and field.about == "mention"
                yield Asked(type="note" if about_person else "text", name=name, labels=texts)
        yield Asked(type="end_group", name="", labels={})


def _consents() -> Iterator[Asked]:
    yield Asked(type="begin_group", name="consent", labels=_CONSENT)
    for term in purposes():
        spoken = {code: term.label(code) for code in SPOKEN}
        yield Asked(type="select_one yes_no", name=f"{CONSENT}{term.code}", labels=spoken)
    yield Asked(type="end_group", name="", labels={})


def _choices(name: str) -> Mapping[str, Mapping[str, str]]:
    own: dict[str, Any] = {"yes_no": _YES_NO, "sex": _SEXES, "name_kind": _NAME_KINDS}
    if name in own:
        found: Mapping[str, Mapping[str, str]] = own[name]
        return found
    terms = vocab.load_pack(settings.CONFIG.pack).vocabulary(name)
    return {t.code: {code: t.label(code) for code in SPOKEN} for t in terms if not t.deprecated}
