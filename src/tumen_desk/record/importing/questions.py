"""An XLSForm as questions: sheets `survey`, `choices` and `settings`, made or changed in Excel, Kobo or ODK.

Nothing of the desk is looked at here. What a form says in formulas (conditions, constraints) is kept as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from tumen.errors import TableUnreadable
from tumen_desk.record.importing.apart import read_sheets
from tumen_desk.record.importing.table import Fault, Rows

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
MOST_BYTES: Final = 16 * 1024 * 1024
MOST_QUESTIONS: Final = 5_000
MOST_CHOICES: Final = 50_000
KINDS: Final = {
    "text": "text", "string": "text", "integer": "number", "int": "number", "decimal": "number", "range": "number",
    "date": "date", "datetime": "text", "time": "text", "select_one": "term", "select_multiple": "term",
}  # fmt: skip
"""Type of a question to the kind of field that keeps its answer."""

_SELECT: Final = re.compile(
    r"(select[_ ]one|select1|select[_ ]multiple|select[_ ]all[_ ]that[_ ]apply)(?:[_ ]from)?\s+(\S+)(\s+or[_ ]other)?"
)
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,49}")
_SPOKEN: Final = re.compile(r"(label|hint|constraint_message|required_message)(?:\s*::?\s*(.+))?")
_LANGUAGES: Final = {
    "english": "en",
    "korean": "ko",
    "한국어": "ko",
    "chinese": "zh",
    "中文": "zh",
    "汉语": "zh",
}
_REFERENCE: Final = re.compile(r"\$\{\s*([^}]*?)\s*\}")
KEPT: Final = ("required", "relevant", "constraint", "choice_filter", "appearance", "default")
"""Columns that are kept as they are written."""
_OTHER_NAMES: Final = {"relevance": "relevant", "list name": "list_name", "value": "name", "caption": "label"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group, or a part that may be filled in several times."""

    name: str
    labels: Mapping[str, str]
    repeat: bool = False
    relevant: str = ""

    def plain(self) -> dict[str, object]:
        """As it is kept."""
        return {
            "name": self.name,
            "labels": dict(self.labels),
            "repeat": self.repeat,
            "relevant": self.relevant,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question that somebody answers.

    Attributes:
        row: of its sheet, as a spreadsheet counts.
        type: as XLSForm calls it, without its list: `integer`, `select_one`.
        list_name: of its choices; empty without.
        groups: in which it stands, outermost first.
        spoken: `label`, `hint`, `constraint_message`, `required_message` by language.
        written: the other columns of `KEPT` that are filled.
    """

    row: int
    type: str
    name: str
    list_name: str
    groups: tuple[Group, ...]
    spoken: Mapping[str, Mapping[str, str]]
    written: Mapping[str, str]

    @property
    def labels(self) -> Mapping[str, str]:
        """Language to what is asked."""
        return self.spoken.get("label", {})

    @property
    def repeats(self) -> bool:
        """Whether it may be answered several times."""
        return self.type == "select_multiple" or any(g.repeat for g in self.groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice of a list; `further` are the columns by which it may be filtered, headings as they are written."""

    row: int
    code: str
    labels: Mapping[str, str]
    further: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class XlsForm:
    """A form that was read.

    Attributes:
        form_id: its name for machines; empty if it has none.
        choices: list to its choices by code.
        left: (sheet, row, name, why) of what is no question to anybody.
        faults: what is wrong; `table` is the sheet.
    """

    form_id: str
    title: str
    questions: list[Question] = field(default_factory=list)
    choices: dict[str, dict[str, Choice]] = field(default_factory=dict)
    left: list[tuple[str, int, str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_form(content: bytes) -> XlsForm:
    """Read a form. What is wrong in a row is a fault of the result.

    Raises:
        TableUnreadable: no workbook, damaged, too large, or without a sheet of questions.
    """
    if len(content) > MOST_BYTES:
        raise TableUnreadable(
            "A form of more than 16 MiB is no form.", hint="Take pictures and media out of it."
        )
    if content[:4] != b"PK\x03\x04":
        raise TableUnreadable(
            "This is no workbook in XLSX.", hint="Save the form as .xlsx, or export it so from Kobo."
        )
    return of_sheets(read_sheets(content, (SURVEY, CHOICES, SETTINGS)))


def of_sheets(sheets: Mapping[str, Rows]) -> XlsForm:
    """The form of these sheets.

    Raises:
        TableUnreadable: no sheet of questions, or more than a form may have.
    """
    if SURVEY not in sheets or not {"type", "name"} <= {_plain(c) for c in sheets[SURVEY].columns}:
        raise TableUnreadable(
            "The workbook has no sheet “survey” with the columns “type” and “name”.",
            hint="An XLSForm has its questions there; a list of people comes in as a table.",
        )
    for name, most in ((SURVEY, MOST_QUESTIONS), (CHOICES, MOST_CHOICES)):
        if name in sheets and len(sheets[name].rows) > most:
            raise TableUnreadable(f"The sheet “{name}” has more than {most:,} rows.", hint="Split the form.")
    about = next((_named(cells) for _, cells in sheets[SETTINGS].rows), {}) if SETTINGS in sheets else {}
    found = XlsForm(
        form_id=about.get("form_id") or about.get("id_string") or "",
        title=about.get("form_title") or about.get("title") or "",
        faults=[fault for rows in sheets.values() for fault in rows.faults],
    )
    language = about.get("default_language", "")
    if CHOICES in sheets:
        _read_choices(found, sheets[CHOICES], language)
    _read_survey(found, sheets[SURVEY], language)
    _look_over(found)
    return found


def _plain(column: str) -> str:
    small = column.strip().lower()
    return _OTHER_NAMES.get(small, small)


def _named(cells: Mapping[str, str]) -> dict[str, str]:
    """Filled cells by the name of the column, as XLSForm writes it today."""
    return {_plain(column): text for column, text in cells.items() if text}


def _language(written: str, text: str) -> str:
    """`en`, `ko` or another code of a heading such as `label::한국어 (ko)`; without one, by the letters of the text."""
    code = re.search(r"\(([A-Za-z-]{2,12})\)\s*$", written)
    if code:
        return code[1].lower().split("-")[0]
    if written and written.lower() != "default":
        return _LANGUAGES.get(written.lower(), written.lower()[:20])
    if re.search("[가-힣]", text):
        return "ko"
    return "zh" if re.search("[一-鿿]", text) else "en"


def _spoken(cells: Mapping[str, str], default: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for column, text in cells.items():
        told = _SPOKEN.fullmatch(column)
        if told:
            found.setdefault(told[1], {})[_language(told[2] or default, text)] = text
    # A label that repeats the English one only fills the cell: the desk falls back to English by itself.
    return {
        what: {code: text for code, text in by.items() if code == "en" or text != by.get("en")}
        for what, by in found.items()
    }


def _read_choices(form: XlsForm, rows: Rows, language: str) -> None:
    for number, cells in rows.rows:
        named = _named(cells)
        list_name, code = named.get("list_name", ""), named.get("name", "")
        if not list_name or not code:
            if list_name or code:
                _fault(form, CHOICES, number, "list_name", "A choice needs the name of its list and its own.")
            continue
        there = form.choices.setdefault(list_name, {})
        if code in there:
            _fault(form, CHOICES, number, "name", f"{code} stands twice in the list {list_name}.")
        labels = _spoken(named, language).get("label", {})
        further = {c: text for c, text in cells.items() if text and not _of_choice(_plain(c))}
        there[code] = Choice(row=number, code=code, labels=labels, further=further)


def _of_choice(column: str) -> bool:
    return column in ("list_name", "name") or _SPOKEN.fullmatch(column) is not None


def _read_survey(form: XlsForm, rows: Rows, language: str) -> None:
    open_groups: list[tuple[int, Group]] = []
    seen: dict[str, int] = {}
    for number, cells in rows.rows:
        named = _named(cells)
        kind, name = " ".join(named.get("type", "").split()), named.get("name", "")
        bracket = re.fullmatch(r"(begin|end)[_ ](group|repeat)", kind.lower())
        if not kind:
            _fault(form, SURVEY, number, "type", "The row has no type.")
        elif bracket and bracket[1] == "end":
            if not open_groups or open_groups[-1][1].repeat != (bracket[2] == "repeat"):
                _fault(form, SURVEY, number, "type", f"This ends no {bracket[2]} that is open here.")
            else:
                open_groups.pop()
        elif not _NAME.fullmatch(name) and not _is_aside(kind):
            message = (
                "A name is up to 50 Latin letters, digits, hyphens and underscores, and begins with a letter."
            )
            _fault(form, SURVEY, number, "name", message)
        elif bracket:
            labels = _spoken(named, language).get("label", {})
            relevant = named.get("relevant", "")
            group = Group(name=name, labels=labels, repeat=bracket[2] == "repeat", relevant=relevant)
            open_groups.append((number, group))
        elif name in seen and not _is_aside(kind):
            _fault(form, SURVEY, number, "name", f"Row {seen[name]} has this name already.")
        else:
            seen.setdefault(name, number)
            _read_question(form, number, kind, named, tuple(g for _, g in open_groups), language)
    for number, group in open_groups:
        _fault(
            form,
            SURVEY,
            number,
            "type",
            f"The {'repeat' if group.repeat else 'group'} {group.name} has no end.",
        )


def _is_aside(kind: str) -> bool:
    """Whether nobody answers this: remarks, and what the telephone fills in."""
    return kind.lower().split(" ")[0].replace("_", "") not in {
        *(known.replace("_", "") for known in KINDS), "select1", "select", "begin", "end", "begingroup", "beginrepeat",
    }  # fmt: skip


def _read_question(
    form: XlsForm, number: int, kind: str, named: Mapping[str, str], groups: tuple[Group, ...], language: str
) -> None:
    name, spoken = named.get("name", ""), _spoken(named, language)
    chosen = _SELECT.fullmatch(kind)
    if chosen and chosen[3]:
        message = (
            "Write the choice “other” into its list, and a question in words behind it, instead of or_other."
        )
        _fault(form, SURVEY, number, "type", message)
    elif chosen:
        several = "multiple" in chosen[1] or "all" in chosen[1]
        written_kind = "select_multiple" if several else "select_one"
        if chosen[2] not in form.choices:
            _fault(form, SURVEY, number, "type", f"The sheet “choices” has no list {chosen[2]}.")
        form.questions.append(_question(number, written_kind, name, chosen[2], groups, spoken, named))
    elif kind.lower() in KINDS and not kind.lower().startswith("select"):
        form.questions.append(_question(number, kind.lower(), name, "", groups, spoken, named))
    elif kind.lower().startswith("select"):
        _fault(form, SURVEY, number, "type", "A choice needs its list: select_one and the name of the list.")
    else:
        why = (
            "a remark" if kind.lower() == "note" else f"“{kind}” is no answer that the desk keeps in a field"
        )
        form.left.append((SURVEY, number, name, f"{why}."))


def _question(
    number: int,
    kind: str,
    name: str,
    list_name: str,
    groups: tuple[Group, ...],
    spoken: Mapping[str, Mapping[str, str]],
    named: Mapping[str, str],
) -> Question:
    written = {column: named[column] for column in KEPT if column in named}
    return Question(
        row=number, type=kind, name=name, list_name=list_name, groups=groups, spoken=spoken, written=written
    )


def references(texts: Iterable[str]) -> set[str]:
    """Names of questions that formulas speak of, as `${name}`."""
    return {name.rpartition("#")[2] for text in texts for name in _REFERENCE.findall(text)}


def _look_over(form: XlsForm) -> None:
    """What can only be seen when everything is read: questions without words, formulas that speak of nothing."""
    names = {q.name for q in form.questions} | {name for _, _, name, _ in form.left}
    names |= {g.name for q in form.questions for g in q.groups}
    for question in form.questions:
        if not question.labels:
            _fault(form, SURVEY, question.row, "label", f"{question.name} asks nothing: it has no label.")
        formulas = [*question.written.values(), *(g.relevant for g in question.groups)]
        for missing in sorted(references(formulas) - names):
            _fault(form, SURVEY, question.row, "relevant", f"${{{missing}}} names no question of this form.")


def _fault(form: XlsForm, sheet: str, row: int, column: str, message: str) -> None:
    form.faults.append(Fault(table=sheet, row=row, column=column, message=message))
