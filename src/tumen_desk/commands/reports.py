"""Reports from the command line: the same services, checks and second person as in the desk."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tumen.errors import PaperRefused
from tumen_desk.accounts import approvals
from tumen_desk.act import report_services, report_source, report_text, reports
from tumen_desk.act.models import Report
from tumen_desk.commands.opening import Answer

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_TEXT = ".txt"


def all_of(user: User) -> Answer:
    """Every report that this user may know of, newest first."""
    found = [_told(r) for r in reports.all_reports(user)]
    lines = [f"{r['report']}: {r['title']} ({r['state']})" for r in found]
    return {"reports": found}, lines or ["There is no report yet. Write one in a text file: --from FILE."]


def write(actor: User, number: str, text: str | None) -> Report:
    """The report of a number; with a text the one written from it, new where there is no number.

    Raises:
        PaperRefused: no such report for this user; see also `report_services.report_from_text`.
    """
    report = _one(actor, number) if number else None
    if text is not None:
        return report_services.report_from_text(actor=actor, text=text, report=report)
    if report is None:
        raise PaperRefused("Which report?", hint="Give its number, such as R-3, or a text with --from.")
    return report


def go_on(actor: User, report: Report, *, out: Path | None, reason: str, publish: bool) -> Answer:
    """Ask a second person (with a `reason`), publish, write it into a file; and say what stops it.

    Returns:
        the result, and the same in sentences.

    Raises:
        PaperRefused, SecondPersonNeeded: see `report_services`.
    """
    if out is not None:
        _kind(out)  # a wrong ending is said before anything is asked or sealed
    if reason:
        report_services.report_ask(actor=actor, report=report, reason=reason)
    if publish:
        report = report_services.report_publish(actor=actor, report=report)
    made = report_text.set_up(report, draw=False)
    draft = report.state == Report.State.DRAFT
    faults = reports.faults(report, made) if draft else ()
    content = reports.content(report, made)
    result = {
        **_told(report), "footnotes": len(made.notes), "figures": content["figures"],
        "faults": [{"code": f.code, "message": f.message, "stops": f.stops} for f in faults],
        "asked": bool(reason),
        "agreed": draft and approvals.is_granted(
            actor=actor, deed=report_services.PUBLISH.code, subject=f"report:{report.pk}", content=content
        ),
    }  # fmt: skip
    lines = [f"{report}: {report.title} ({report.get_state_display()})"]
    lines += [f"{'Stops it' if f.stops else 'Advice'}: {f.message}" for f in faults]
    if draft:
        lines.append(_next(result))
    if out is not None:
        _write_out(actor, report, out)
        result["out"] = str(out)
        lines.append(f"{out} is written: {'a draft' if draft else 'the sealed copy'}.")
    return result, lines


def _next(result: dict[str, Any]) -> str:
    if result["agreed"]:
        return "A second person agreed: --publish seals it."
    if result["asked"]:
        return "A second person is asked. They answer in the desk, under Second person."
    if any(f["stops"] for f in result["faults"]):
        return "It may not be published as it stands."
    return "Nothing stops it: --ask asks a second person."


def _told(report: Report) -> dict[str, Any]:
    return {"report": str(report), "title": report.title, "language": report.language, "state": report.state}


def _one(actor: User, number: str) -> Report:
    found = re.fullmatch(r"(?:R-)?(\d+)", number, re.IGNORECASE)
    report = reports.all_reports(actor).filter(pk=int(found[1]) if found else 0).first()
    if report is None:
        raise PaperRefused(
            f"There is no report {number}.", hint="Without a number the command lists all of them."
        )
    return report


def _kind(out: Path) -> str:
    kind = out.suffix.lower().removeprefix(".")
    if kind not in report_services.KINDS and out.suffix.lower() != _TEXT:
        raise PaperRefused(
            f"A report has no form {out.suffix or 'without an ending'}.",
            hint=f"Endings: {', '.join(f'.{k}' for k in report_services.KINDS)}, {_TEXT}.",
        )
    return kind


def _write_out(actor: User, report: Report, out: Path) -> None:
    if out.suffix.lower() == _TEXT:
        out.write_text(report_source.as_text(report), encoding="utf-8")
    else:
        out.write_bytes(report_services.report_file(actor=actor, report=report, kind=_kind(out)))
