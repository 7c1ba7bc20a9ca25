"""Papers that leave: prepared by one person, agreed to by another, sealed as sent, followed until answered.

A name stands in a paper only when it leaves, put in by somebody who may see names.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from tumen import dates, law
from tumen.errors import PaperRefused
from tumen_desk.accounts import approvals
from tumen_desk.accounts.access import Door, require
from tumen_desk.accounts.deeds import Deed, deed
from tumen_desk.act import filling, papers, queries
from tumen_desk.act.models import Case, Paper, Petition, Reply, Task
from tumen_desk.act.printing import as_docx, as_pdf
from tumen_desk.act.services import task_done, today
from tumen_desk.audit import log
from tumen_desk.record.models import Act, Consent, Mention
from tumen_desk.record.services import check_code
from tumen_desk.store import files

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

SEND = deed(
    Deed(
        code="act.paper_send",
        label="Send a paper",
        asks=Door.ACT_WRITE,
        warns="Whoever reads it may act on it. Read it as the other side would: can anybody be found by it?",
        hours=72,
    )
)


@transaction.atomic
def paper_begin(
    *,
    actor: User,
    channel: str,
    title: str = "",
    case: Case | None = None,
    act: Act | None = None,
    persons: Iterable[Mention] = (),
    concerns: str = "",
    addressee: str = "",
    language: str = "en",
    variant_of: Paper | None = None,
) -> Paper:
    """Begin a paper, filled from the record. Whoever did not agree to this channel is left out, and said to be.

    Raises:
        UnknownChannel: The pack has no such channel.
    """
    require(actor, Door.ACT_WRITE)
    way = law.channel(channel, queries.pack())
    wanted = list(persons) or ([act.mention] if act else [])
    agreed = papers.agreed(way, wanted)
    office = law.channels(queries.pack()).addressees.get(addressee)
    paper = Paper.objects.create(
        channel=channel, case=case, act=act, language=language, addressee=addressee, variant_of=variant_of,
        concerns=concerns or (office.state if office else "") or (case.state if case else ""), made_by=actor,
        title=title.strip() or f"{way.title()}{f', {case}' if case else ''}"[:200],
    )  # fmt: skip
    paper.persons.set(agreed)
    paper.answers = filling.fill(papers.ground(paper))
    paper.save(update_fields=["answers"])
    left_out = sorted({m.pk for m in wanted} - {m.pk for m in agreed})
    log.write(actor, "act.paper_begin", f"paper:{paper.pk}", channel=channel, left_out=left_out)
    return paper


@transaction.atomic
def paper_write(
    *, actor: User, paper: Paper, answers: Mapping[str, str], sender_status: str = "", language: str = ""
) -> None:
    """Change what stands in a paper that has not left.

    Raises:
        PaperRefused: It was sent; make a new one.
    """
    require(actor, Door.ACT_WRITE)
    if paper.state == Paper.State.SENT:
        raise PaperRefused("What was sent is never changed.", hint="Begin a new paper.")
    paper.answers = {k: v.strip() for k, v in answers.items() if v.strip()}
    paper.sender_status, paper.language = sender_status, language or paper.language
    paper.save(update_fields=["answers", "sender_status", "language"])
    log.write(actor, "act.paper_write", f"paper:{paper.pk}", fields=sorted(paper.answers))


def paper_ask(*, actor: User, paper: Paper, reason: str) -> None:
    """Ask a second person to agree that the paper leaves, as it stands now.

    Raises:
        PaperRefused: Something is missing that stops it.
    """
    require(actor, Door.ACT_WRITE)
    _refuse_faults(paper)
    approvals.ask(
        actor=actor, deed=SEND.code, subject=f"paper:{paper.pk}", content=papers.content(paper), reason=reason
    )


@transaction.atomic
def paper_send(*, actor: User, paper: Paper) -> Paper:
    """Seal the paper as it leaves, with names where its form asks for them, and start the clock of the answer.

    Needs the agreement of a second person to exactly this content. Who sends a form with names must be somebody who may
    see names. Consent and completeness are asked again at this moment.

    Raises:
        SecondPersonNeeded: Nobody agreed to this content.
        PaperRefused: Something is missing, or somebody withdrew.
        PermissionDenied: The form asks for a name and this role may not see names.
    """
    found = Paper.objects.select_for_update().get(pk=paper.pk)
    require(actor, Door.ACT_WRITE)
    if found.state == Paper.State.SENT:
        raise PaperRefused("This paper was sent already.")
    _refuse_faults(found)
    approvals.spend(actor=actor, deed=SEND.code, subject=f"paper:{found.pk}", content=papers.content(found))
    way = law.channel(found.channel, queries.pack())
    names = papers.names_for(actor, found)
    printed = papers.printed(found, names=names)
    found.docx_sha256, found.pdf_sha256 = (files.put(b) for b in papers.both(printed))
    found.state, found.sent_by = Paper.State.SENT, actor
    found.sent_at = datetime.datetime.now(datetime.UTC)
    found.reply_due = (
        today() + datetime.timedelta(days=way.reply_days) if way.reply_days else _asked_by(found)
    )
    found.save()
    if found.reply_due:
        Task.objects.create(
            case=found.case, paper=found, kind="reply", due=found.reply_due,
            text=f"Answer to {found} is due: follow it up",
        )  # fmt: skip
    log.write(
        actor, "act.paper_send", f"paper:{found.pk}", channel=found.channel, persons=sorted(_numbers(found)),
        named=bool(names), pdf_sha256=found.pdf_sha256, docx_sha256=found.docx_sha256,
    )  # fmt: skip
    return found


def paper_open(*, actor: User, paper: Paper, kind: str) -> bytes:
    """The sealed copy of what was sent. Each opening is logged; one with names only for who may see names."""
    require(actor, Door.NAMES_SEE if papers.is_named(paper) else Door.ACT_READ)
    sha256 = paper.pdf_sha256 if kind == "pdf" else paper.docx_sha256
    log.write(actor, "act.paper_open", f"paper:{paper.pk}", sha256=sha256)
    return files.get(sha256)


def paper_file(*, actor: User, paper: Paper, kind: str) -> bytes:
    """A paper as `pdf` or `docx`: the sealed copy of what was sent, else a draft without names."""
    if paper.state == Paper.State.SENT:
        return paper_open(actor=actor, paper=paper, kind=kind)
    require(actor, Door.ACT_READ)
    return (as_pdf if kind == "pdf" else as_docx)(papers.printed(paper))


@transaction.atomic
def reply_add(*, actor: User, paper: Paper, on: datetime.date, text: str, kind: str = "") -> Reply:
    """What came back. The clock stops."""
    require(actor, Door.ACT_WRITE)
    made = Reply.objects.create(
        paper=paper, on=on, text=text.strip(), kind=check_code("intervention_response", kind), by=actor
    )
    for task in Task.objects.filter(paper=paper, kind="reply", done_at__isnull=True):
        task_done(actor=actor, task=task)
    log.write(actor, "act.reply_add", f"paper:{paper.pk}", reply=made.pk)
    return made


@transaction.atomic
def petition_count(
    *, actor: User, paper: Paper, on: datetime.date, collected: int, place: str = ""
) -> Petition:
    """How many signatures under a letter were counted on a day. Sheets and names of signers stay on paper."""
    require(actor, Door.ACT_WRITE)
    made = Petition.objects.create(paper=paper, on=on, collected=collected, place=place.strip(), by=actor)
    log.write(actor, "act.petition_count", f"paper:{paper.pk}", collected=collected)
    return made


@transaction.atomic
def variants_make(
    *, actor: User, paper: Paper, addressees: Iterable[str], languages: Iterable[str]
) -> list[Paper]:
    """The same letter to other offices and in other languages; each is filled anew and written on its own."""
    require(actor, Door.ACT_WRITE)
    made = []
    for addressee in addressees:
        for language in languages:
            if (addressee, language) == (paper.addressee, paper.language):
                continue
            made.append(
                paper_begin(
                    actor=actor, channel=paper.channel, case=paper.case, act=paper.act, persons=paper.persons.all(),
                    concerns=paper.concerns, addressee=addressee, language=language, variant_of=paper,
                )
            )  # fmt: skip
    return made


def consent_withdrawn(consent: Consent) -> None:
    """A decision changed: papers that may no longer speak of somebody are halted; for those sent, a task is set."""
    if consent.granted:
        return
    touched = Paper.objects.filter(persons__source=consent.source_id).distinct()
    for paper in touched.prefetch_related("persons"):
        way = law.channels(queries.pack()).channels.get(paper.channel)
        if way is None or len(papers.agreed(way, paper.persons.all())) == paper.persons.count():
            continue
        if paper.state == Paper.State.SENT:
            Task.objects.create(
                case=paper.case, paper=paper, kind="withdrawn", due=today(),
                text=f"Somebody withdrew after {paper} was sent: tell whoever received it",
            )  # fmt: skip
        else:
            Paper.objects.filter(pk=paper.pk).update(state=Paper.State.HALTED)
            log.write(None, "act.paper_halt", f"paper:{paper.pk}", consent=consent.pk)


def _refuse_faults(paper: Paper) -> None:
    stops = [f for f in papers.faults(paper) if f.stops]
    if stops:
        raise PaperRefused(
            f"This paper may not leave yet: {stops[0].message}", faults=[f.code for f in stops]
        )


def _numbers(paper: Paper) -> list[int]:
    return list(paper.persons.values_list("pk", flat=True))


def _asked_by(paper: Paper) -> datetime.date | None:
    """The day by which a letter asks for an answer."""
    text = paper.answers.get("reply_by", "")
    return dates.parse(text).latest if text else None
