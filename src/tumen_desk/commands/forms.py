"""XLSForms from the command line: the questions of the desk go out, those of a form come in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tumen.errors import TableUnreadable, UnknownField
from tumen_desk.accounts.access import Door, require
from tumen_desk.commands.opening import Answer
from tumen_desk.record import xlsform
from tumen_desk.record.importing import form_plan, form_write
from tumen_desk.store import files

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_OF = ("interview", "consent", "both")
_SHOWN = 500


def write(user: User, out: Path | None, *, of: str) -> Answer:
    """The form of the desk, as its page gives it.

    Raises:
        TableUnreadable: no file, or one of another kind.
        UnknownField: a form that there is not.
    """
    require(user, Door.RECORD_READ)
    if out is None or out.suffix.lower() != ".xlsx":
        raise TableUnreadable("Which form?", hint="Give an XLSForm to read, or --out form.xlsx to write one.")
    if of not in _OF:
        raise UnknownField(f"There is no form of {of!r}.", hint=f"There are {', '.join(_OF)}.", field=of)
    out.write_bytes(xlsform.workbook(interview=of != "consent", consent=of != "interview"))
    return {"out": str(out), "of": of}, [f"{out} is written: questions and terms, nothing that was told."]


def read(user: User, path: Path, *, about: str, now: bool) -> Answer:
    """Look at a form, and with `now` make fields and lists of it, if nothing is wrong in it.

    Raises:
        TableUnreadable: no form.
        UnknownField: questions are asked of no such thing.
        ImportRefused: `now`, and there are faults.
        PermissionDenied: the role may not change fields and lists.
    """
    require(user, Door.DESK_MANAGE)
    if about not in form_plan.NOUNS:
        nouns = ", ".join(form_plan.NOUNS)
        raise UnknownField(f"Nothing is asked of {about!r}.", hint=f"There are {nouns}.", field=about)
    content = path.read_bytes()
    plan = form_plan.check(content, about=about)
    result = form_plan.report(plan, shown=_SHOWN)
    lines = [f"{number} {what}" for what, number in plan.counts.items()]
    lines += [f"{c['sheet']} row {c['row'] or '–'}: {c['name']}: {c['state']}. {c['message']}".rstrip(". ") + "."
              for c in result["changes"]]  # fmt: skip
    lines += [f"Wrong: {f.table} row {f.row}, {f.column}: {f.message}" for f in plan.faults[:_SHOWN]]
    if now:
        batch = form_write.apply_form(
            actor=user, plan=plan, title=plan.title or path.stem, content_sha256=files.put(content)
        )
        result["import"] = batch.pk
        lines.append(f"Done, as import {batch.pk}.")
    elif plan.faults:
        lines.append(f"{len(plan.faults)} faults: nothing comes in while there is one.")
    else:
        lines.append("Nothing was changed. --now does it.")
    return result, lines
