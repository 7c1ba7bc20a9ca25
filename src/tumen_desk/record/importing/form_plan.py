"""A form becomes fields and lists of this organisation: looked at first, all or nothing, never by taking away.

A question or choice that a new version of the same form does not have any more is not asked any more; what was
answered stays. Nothing is written here: see `form_write`. Remarks are words of the catalogue, or fit its patterns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings

from tumen_desk.record import asking, lists, xlsform
from tumen_desk.record.importing.questions import CHOICES, KINDS, SURVEY, Question, XlsForm, read_form
from tumen_desk.record.importing.table import Fault
from tumen_desk.record.models import LocalField, LocalTerm
from tumen_desk.shell import terms

NOUNS: Final = ("mention", "act", "stay", "leg", "transfer")
_YES_NO: Final = {"yes", "no"}
_STATES: Final = ("new", "changed", "same", "ended", "left out")
_OF_FIELD: Final = ("about", "kind", "vocabulary", "labels", "several", "retired", "asked_as")
_OF_TERM: Final = ("labels", "deprecated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes of one row of a form.

    Attributes:
        sheet, row: where it stands; row 0 for what stands in the desk alone.
        name: of the field, or `list code` of a term.
        state: `new`, `changed`, `same`, `ended` (not asked any more), `left out`.
        message: why, for a person.
        before, after: values of the row of the desk; None where there is none.
    """

    sheet: str
    row: int
    name: str
    state: str
    message: str = ""
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPlan:
    """What reading a form would do."""

    title: str
    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """Questions and choices by what becomes of them, without what is not there."""
        found: dict[str, int] = {}
        for what, sheet in (("questions", SURVEY), ("choices", CHOICES)):
            for state in _STATES:
                number = sum(c.sheet == sheet and c.state == state for c in self.changes)
                if number:
                    found[f"{what} {state}"] = number
        return found

    @property
    def writes(self) -> list[Change]:
        """Changes that are written, terms before the fields that need them."""
        wanted = [c for c in self.changes if c.after is not None and c.state != "same"]
        return sorted(wanted, key=lambda c: (c.sheet == SURVEY, c.row))


def check(content: bytes, *, about: str = "mention") -> FormPlan:
    """Read a form and hold it against this desk; nothing is written. Cost: a child process.

    Args:
        content: the workbook.
        about: what questions ask of that stand in no group named `act`, `stay`, `leg` or `transfer`.

    Raises:
        TableUnreadable: see `questions.read_form`.
    """
    form = read_form(content)
    plan = FormPlan(title=form.title or form.form_id, faults=list(form.faults))
    asides = xlsform.guide_names()
    for sheet, number, name, why in form.left:
        ours = name in asides
        state, message = ("same", "") if ours else ("left out", why)
        plan.changes.append(Change(sheet=sheet, row=number, name=name, state=state, message=message))
    if form.faults:
        return plan
    used: set[str] = set()
    for question in form.questions:
        plan.changes.append(_of_question(form, question, about, plan, used))
    for list_name in sorted(used):
        plan.changes.extend(_of_list(form, list_name, plan))
    plan.changes.extend(_ended(form, {c.name for c in plan.changes if c.sheet == SURVEY}))
    return plan


def report(plan: FormPlan, *, shown: int) -> dict[str, Any]:
    """What a person reads of a plan, and a job keeps: counts, every row that is not the same, faults."""
    told = sorted((c for c in plan.changes if c.state != "same" or c.message), key=lambda c: (c.sheet, c.row))
    return {
        "form": plan.title,
        "counts": plan.counts,
        "changes": [
            {"sheet": c.sheet, "row": c.row, "name": c.name, "state": c.state, "message": c.message}
            for c in told[:shown]
        ],
        "faults": [
            {"table": f.table, "row": f.row, "column": f.column, "message": f.message}
            for f in plan.faults[:shown]
        ],
        "fault_count": len(plan.faults),
    }


def _of_question(form: XlsForm, question: Question, about: str, plan: FormPlan, used: set[str]) -> Change:
    known = _known(question.name)
    if known is not None:
        return _of_pack(question, known, plan)
    name = _own_name(question.name)
    kind, vocabulary = _kind(form, question)
    after: dict[str, Any] = {
        "about": _about(question, about), "kind": kind, "vocabulary": vocabulary, "labels": dict(question.labels),
        "several": question.repeats, "retired": False, "asked_as": _asked_as(form, question),
    }  # fmt: skip
    row = LocalField.objects.filter(name=name).first()
    if row is not None and row.asked_as and form.form_id.startswith(xlsform.FORM_ID):
        # The form of the desk holds the questions of many forms: each stays with that from which it came.
        after["asked_as"] |= {key: row.asked_as[key] for key in ("form", "row")}
    if row is not None and not row.asked_as:
        # Made by hand: what it is asked of, and whether several answers fit, were decided in the desk.
        after |= {"about": row.about, "several": row.several}
        after["asked_as"] = after["asked_as"] if _of_meaning("asked_as", after["asked_as"]) else {}
    if row is not None and _written(question) == xlsform.type_of(asking.field(name)):
        after |= {"kind": row.kind, "vocabulary": row.vocabulary}
    if kind == "term" and vocabulary in xlsform.OWN_LISTS and after["kind"] == "term":
        message = f"The form of the desk has a list {vocabulary} of its own: give yours another name."
        plan.faults.append(Fault(table=SURVEY, row=question.row, column="type", message=message))
    about_it, kept_as = str(after["about"]), str(after["kind"])
    for fault in lists.field_faults(name, about=about_it, kind=kept_as, labels=question.labels):
        plan.faults.append(Fault(table=SURVEY, row=question.row, column="name", message=_hinted(name, fault)))
    if after["vocabulary"]:
        used.add(str(after["vocabulary"]))
    before = _plain(row, _OF_FIELD) if row is not None else None
    return _compared(SURVEY, question.row, name, before, after)


def _known(name: str) -> str | None:
    """What a question of the pack's own form is, in its type; None if it is none."""
    if name in ("given_name", "name_kind"):
        return "text" if name == "given_name" else "select_one name_kind"
    told = asking.of_pack(settings.CONFIG.pack).get(name.removeprefix(xlsform.FIELD))
    if name.startswith(xlsform.FIELD) and told is not None:
        return xlsform.type_of(told)
    if name in xlsform.guide_names():
        return ""
    code = name.removeprefix(xlsform.CONSENT)
    return (
        "select_one yes_no"
        if name.startswith(xlsform.CONSENT) and any(t.code == code for t in xlsform.purposes())
        else None
    )


def _of_pack(question: Question, known: str, plan: FormPlan) -> Change:
    written = _written(question)
    if known and written != known:
        message = (
            f"The desk asks this as “{known}”, not as “{written}”: give a question of your own another name."
        )
        plan.faults.append(Fault(table=SURVEY, row=question.row, column="type", message=message))
    said = bool(question.written)
    message = "of the pack: conditions written to it stay in your form" if said else ""
    return Change(sheet=SURVEY, row=question.row, name=question.name, state="same", message=message)


def _written(question: Question) -> str:
    return f"{question.type} {question.list_name}".strip()


def _own_name(name: str) -> str:
    """Under which a question is kept: a field made by hand goes out with `q_` before its name."""
    short = name.removeprefix(xlsform.FIELD)
    made_here = short != name and LocalField.objects.filter(name=short).exists()
    return short if made_here and not LocalField.objects.filter(name=name).exists() else name


def _hinted(name: str, fault: str) -> str:
    if name not in asking.of_pack(settings.CONFIG.pack):
        return fault
    meant = f"{xlsform.FIELD}{name}"
    return " ".join((fault, f"Write {meant} if that is meant, or give it another name."))


def _kind(form: XlsForm, question: Question) -> tuple[str, str]:
    if KINDS[question.type] != "term":
        return KINDS[question.type], ""
    if question.type == "select_one" and set(form.choices.get(question.list_name, ())) == _YES_NO:
        return "yes_no", ""
    return "term", question.list_name


def _about(question: Question, otherwise: str) -> str:
    """The innermost group that is named for a noun of the record decides."""
    named = [g.name.lower().removesuffix("s") for g in question.groups]
    return next((name for name in reversed(named) if name in NOUNS), otherwise)


def _asked_as(form: XlsForm, question: Question) -> dict[str, Any]:
    groups = [g.plain() for g in question.groups if not xlsform.is_own_group(g.name)]
    spoken = {what: dict(by) for what, by in question.spoken.items() if what != "label"}
    if spoken.get("hint") == xlsform.HINT:
        del spoken["hint"]
    return {
        "form": form.form_id, "row": question.row, "type": question.type,
        "groups": groups, **spoken, **question.written, **_filtered(form, question),
    }  # fmt: skip


def _filtered(form: XlsForm, question: Question) -> dict[str, Any]:
    """The columns of its choices by which a question filters them, by code."""
    if "choice_filter" not in question.written:
        return {}
    listed = form.choices.get(question.list_name, {})
    return {"choices": {code: dict(choice.further) for code, choice in listed.items() if choice.further}}


def _of_list(form: XlsForm, list_name: str, plan: FormPlan) -> Iterator[Change]:
    """Choices of one list; terms of a list of the organisation that are not there any more are not chosen any more."""
    known = terms.vocabulary(list_name)
    rows = {t.code: t for t in LocalTerm.objects.filter(vocabulary=list_name)}
    for choice in form.choices.get(list_name, {}).values():
        name = f"{list_name} {choice.code}"
        if choice.code in known and not known[choice.code].local:
            yield Change(sheet=CHOICES, row=choice.row, name=name, state="same")
            continue
        for fault in lists.term_faults(list_name, choice.code, choice.labels):
            column = "name" if choice.labels else "label"
            plan.faults.append(
                Fault(
                    table=CHOICES,
                    row=choice.row,
                    column=column,
                    message=f"The choice “{name}” cannot stand so. {fault}",
                )
            )
        before = _plain(rows[choice.code], _OF_TERM) if choice.code in rows else None
        after = {"labels": dict(choice.labels), "deprecated": False}
        yield _compared(CHOICES, choice.row, name, before, after)
    if not lists.of_pack(list_name) and not _shared(list_name, form.form_id):
        for row in rows.values():
            if row.code not in form.choices.get(list_name, {}) and not row.deprecated:
                before = _plain(row, _OF_TERM)
                yield Change(
                    sheet=CHOICES, row=0, name=f"{list_name} {row.code}", state="ended", before=before,
                    after={**before, "deprecated": True}, message="not in the form any more: not chosen any more",
                )  # fmt: skip


def _shared(list_name: str, form_id: str) -> bool:
    """Whether a field that was not read from this form takes its answers from the list."""
    using = LocalField.objects.filter(vocabulary=list_name, retired=False)
    return any(row.asked_as.get("form") != form_id for row in using)


def _ended(form: XlsForm, named: set[str]) -> Iterator[Change]:
    """Fields that an earlier version of this form had, and this one has not."""
    for row in LocalField.objects.filter(retired=False).exclude(name__in=named):
        if form.form_id and row.asked_as.get("form") == form.form_id:
            before = _plain(row, _OF_FIELD)
            yield Change(
                sheet=SURVEY, row=0, name=row.name, state="ended", before=before, after={**before, "retired": True},
                message="not in the form any more: not asked any more; what was answered stays",
            )  # fmt: skip


def _plain(row: LocalField | LocalTerm, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _compared(
    sheet: str, row: int, name: str, before: dict[str, Any] | None, after: dict[str, Any]
) -> Change:
    if before is None:
        return Change(sheet=sheet, row=row, name=name, state="new", after=after)
    differing = [key for key in after if _of_meaning(key, before[key]) != _of_meaning(key, after[key])]
    if not differing:
        return Change(sheet=sheet, row=row, name=name, state="same", before=before, after=after)
    message = "changes: " + ", ".join(_CHANGED.get(key, key) for key in differing)
    return Change(
        sheet=sheet, row=row, name=name, state="changed", message=message, before=before, after=after
    )


_CHANGED: Final = {
    "about": "what it is asked of", "kind": "how it is answered", "vocabulary": "its list", "labels": "its words",
    "several": "how many answers", "retired": "asked again", "deprecated": "chosen again",
    "asked_as": "its hint or group or conditions",
}  # fmt: skip


def _of_meaning(key: str, value: Any) -> Any:
    """Without what says nothing: the row, and labels that only repeat the English one."""
    if key == "asked_as":
        told = {k: v for k, v in value.items() if v and k != "row"}
        return told if set(told) - {"form", "type"} else {}
    if key == "labels":
        return {code: text for code, text in value.items() if code == "en" or text != value.get("en")}
    return value
