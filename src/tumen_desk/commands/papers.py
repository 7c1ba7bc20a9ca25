"""Forms, letters and alerts from the command line: the same services, checks and second person as in the desk."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tumen import law
from tumen.errors import PaperRefused
from tumen_desk.accounts import approvals
from tumen_desk.act import case_queries, known, papers, queries, sending
from tumen_desk.act.models import Paper
from tumen_desk.commands.opening import Answer
from tumen_desk.record.models import Act

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_KINDS = (".pdf", ".docx", ".json")


def all_of(user: User) -> Answer:
    """Every paper that this user may know of, newest first."""
    found = [_told(p) for p in known.papers(user)]
    lines = [f"{p['paper']}: {p['title']} ({p['channel']}, {p['state']})" for p in found]
    return {"papers": found}, lines or ["There is no paper yet. Begin one: --begin CHN-WGEID --act 12."]


def begin(
    actor: User, channel: str, *, case: str, act: int, addressee: str, concerns: str, language: str
) -> Paper:
    """A paper begun from a case file or an act, filled from the record.

    Raises:
        PaperRefused: no such case file or act for this user; an office or a language that is not known.
    """
    way, pack = law.channel(channel, queries.pack()), queries.pack()
    if addressee and addressee not in law.channels(pack).addressees:
        raise PaperRefused(
            f"There is no office {addressee!r}.", hint=f"Offices: {', '.join(law.channels(pack).addressees)}."
        )
    if language not in way.languages:
        raise PaperRefused(
            f"{way.title()} is not written in {language!r}.", hint=f"Languages: {', '.join(way.languages)}."
        )
    file = _numbered(known.cases(actor), "K", case, "case file") if case else None
    one = _numbered(Act.objects.filter(known.told(actor)), "", str(act), "act") if act else None
    one, persons = case_queries.whom(file, one, way)
    return sending.paper_begin(
        actor=actor, channel=channel, case=file, act=one, persons=persons, addressee=addressee, concerns=concerns,
        language=language,
    )  # fmt: skip


def one(user: User, number: str) -> Paper:
    """The paper of a number.

    Raises:
        PaperRefused: there is none for this user.
    """
    found: Paper = _numbered(known.papers(user), "L", number, "paper")
    return found


def answer(actor: User, paper: Paper, text: str) -> None:
    """Write into fields of a paper; those that are not named keep what they have.

    Raises:
        PaperRefused: it is no JSON of texts, a field is not one of the channel, or it was sent.
    """
    try:
        told = json.loads(text)
    except ValueError:
        told = None
    if not isinstance(told, dict) or not all(isinstance(v, str) for v in told.values()):
        raise PaperRefused("The answers are no JSON of names and texts.", hint='Write {"place": "…"}.')
    way = law.channel(paper.channel, queries.pack())
    fields = [f.name for f in way.fields if not (f.fill == "person.name" and way.named)]
    if strange := sorted(set(told) - set(fields)):
        raise PaperRefused(
            f"{way.title()} asks for no {', '.join(strange)}.", hint=f"Fields: {', '.join(fields)}."
        )
    sending.paper_write(
        actor=actor, paper=paper, answers={**paper.answers, **told}, sender_status=paper.sender_status
    )


def go_on(actor: User, paper: Paper, *, out: Path | None, reason: str, send: bool) -> Answer:
    """Ask a second person (with a `reason`), seal it as it leaves, write it into a file; and say what is missing.

    Returns:
        the result, and the same in sentences.

    Raises:
        PaperRefused, SecondPersonNeeded: see `sending`.
    """
    if out is not None and out.suffix.lower() not in _KINDS:
        raise PaperRefused(f"A paper has no form {out.suffix}.", hint=f"Endings: {', '.join(_KINDS)}.")
    if reason:
        sending.paper_ask(actor=actor, paper=paper, reason=reason)
    if send:
        paper = sending.paper_send(actor=actor, paper=paper)
    draft = paper.state != Paper.State.SENT
    faults = papers.faults(paper) if draft else ()
    left_out = _left_out(paper) if draft else []
    result = {
        **_told(paper), "left_out": left_out, "fields": _fields(paper),
        "faults": [{"code": f.code, "message": f.message, "stops": f.stops} for f in faults], "asked": bool(reason),
        "agreed": draft and approvals.is_granted(
            actor=actor, deed=sending.SEND.code, subject=f"paper:{paper.pk}", content=papers.content(paper)
        ),
    }  # fmt: skip
    lines = [f"{paper}: {paper.title} ({paper.get_state_display()}), {paper.persons.count()} persons in it"]
    lines += [f"{m} did not agree to this channel, and is left out." for m in left_out]
    lines += [f"{'Stops it' if f.stops else 'Advice'}: {f.message}" for f in faults]
    if draft:
        lines.append(_next(result))
    elif paper.reply_due:
        lines.append(f"An answer is due by {paper.reply_due.isoformat()}.")
    if out is not None:
        _write_out(actor, paper, out)
        result["out"] = str(out)
        lines.append(f"{out} is written.")
    return result, lines


def _next(result: dict[str, Any]) -> str:
    if result["agreed"]:
        return "A second person agreed: --send seals it as it leaves."
    if result["asked"]:
        return "A second person is asked. They answer in the desk, under Second person."
    if any(f["stops"] for f in result["faults"]):
        return (
            "It may not leave as it stands. Write what is missing: --out FILE.json, then --answers FILE.json."
        )
    return "Nothing stops it: --ask asks a second person."


def _told(paper: Paper) -> dict[str, Any]:
    return {
        "paper": str(paper), "title": paper.title, "channel": paper.channel, "concerns": paper.concerns,
        "language": paper.language, "state": paper.state, "reply_due": paper.reply_due and paper.reply_due.isoformat(),
    }  # fmt: skip


def _left_out(paper: Paper) -> list[str]:
    """Numbers of those whom the case file or the act is about and who are not in the paper."""
    act, wanted = case_queries.whom(paper.case, paper.act, law.channel(paper.channel, queries.pack()))
    people = wanted or ([act.mention] if act is not None else [])
    inside = set(paper.persons.values_list("pk", flat=True))
    return [str(m) for m in people if m.pk not in inside]


def _fields(paper: Paper) -> list[dict[str, str]]:
    """What its channel asks for, and what is written there; a name is sealed and not among them."""
    way = law.channel(paper.channel, queries.pack())
    return [
        {"name": f.name, "asks": f.title(paper.language), "need": f.need, "text": paper.answers.get(f.name, "")}
        for f in way.fields
        if not (f.fill == "person.name" and way.named)
    ]  # fmt: skip


def _numbered(rows: Any, letter: str, number: str, what: str) -> Any:
    found = re.fullmatch(rf"(?:{letter}-)?(\d+)" if letter else r"(\d+)", number, re.IGNORECASE)
    row = rows.filter(pk=int(found[1]) if found else 0).first()
    if row is None:
        raise PaperRefused(f"There is no {what} {number}.", hint="Give its number as the desk shows it.")
    return row


def _write_out(actor: User, paper: Paper, out: Path) -> None:
    kind = out.suffix.lower()
    if kind == ".json":
        told = {f["name"]: f["text"] for f in _fields(paper)}
        out.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    else:
        out.write_bytes(sending.paper_file(actor=actor, paper=paper, kind=kind.removeprefix(".")))
