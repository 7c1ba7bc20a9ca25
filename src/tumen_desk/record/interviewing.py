"""Writing about an interview: its conditions, what was made of it, how the person was, what was promised.

An interview is closed once everything stands that a reader must know: who was in the room, and what was consented to.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from tumen.errors import InterviewNotReady, UnknownPassage
from tumen_desk.accounts import identities
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record.adapters import edtf_text
from tumen_desk.record.models import (
    Document,
    FollowUp,
    HeardBefore,
    ImportBatch,
    Interview,
    Mention,
    Piece,
    Present,
    Session,
    Source,
    Wellbeing,
)
from tumen_desk.record.services import check_code, mention_create

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


@transaction.atomic
def interview_open(
    *,
    actor: User,
    source: Source,
    person: Mention | None = None,
    adds: str,
    referral: str = "",
    wave: str = "",
    expenses: str = "",
) -> Interview:
    """Say that a source is an interview; without `person` a new mention of it tells. Logged.

    Args:
        actor: who says so.
        source: the source.
        person: who tells; a mention of this source.
        adds: why this person was heard: what it adds to what others already recorded.
        referral: how the person was found (a term).
        wave: which round of interviews.
        expenses: what was paid, never for the story.

    Raises:
        InterviewNotReady: no reason was given for hearing the person.
        UnknownPassage: the person is of another source.
    """
    require(actor, Door.RECORD_WRITE)
    if not adds.strip():
        raise InterviewNotReady(
            _("Say first why this person is heard."),
            hint=_("Being asked again and again hurts: look whether others recorded it already."),
        )
    person = person or mention_create(actor=actor, source=source, role=Mention.Role.INTERVIEWEE)
    if person.source_id != source.pk:
        raise UnknownPassage("Who tells must be a mention of the same source.")
    made = Interview.objects.create(
        source=source,
        person=person,
        adds=adds.strip(),
        referral=check_code("referral", referral),
        wave=wave.strip(),
        expenses=expenses.strip(),
    )
    log.write(actor, "record.interview_open", f"interview:{made.pk}", source=source.pk)
    return made


@transaction.atomic
def session_add(
    *,
    actor: User,
    interview: Interview,
    date: str = "",
    place: str = "",
    setting: str = "",
    language: str = "",
    interpreter: str = "",
    recording: str = "",
    minutes: int | None = None,
    present: Sequence[str] = (),
    alone: bool = False,
    watched: str = "",
) -> Session:
    """One sitting; `present` are the roles of others in the room, `alone` says that there were none. Logged."""
    require(actor, Door.RECORD_WRITE)
    _still_open(interview)
    session = Session(
        interview=interview,
        date=edtf_text(date),
        place=check_code("place", place),
        setting=check_code("interview_setting", setting),
        language=language,
        interpreter=check_code("interpreter_kind", interpreter),
        recording=check_code("recording_kind", recording),
        minutes=minutes,
        alone=alone and not present,
        watched=watched.strip(),
    )
    session.save()
    Present.objects.bulk_create(
        Present(session=session, role=check_code("presence", role)) for role in dict.fromkeys(present)
    )
    if session.watched:
        identities.wrote(actor, f"mention:{interview.person_id}")
    log.write(actor, "record.session_add", f"interview:{interview.pk}", session=session.pk)
    return session


@transaction.atomic
def present_add(
    *, actor: User, session: Session, role: str, number: int = 1, batch: ImportBatch | None = None
) -> Present:
    """That others were in the room at a session that is kept already: in what role and how many. Logged.

    Raises:
        InterviewNotReady: the interview is closed, nobody else is said to have been there, or the role is told already.
    """
    require(actor, Door.RECORD_WRITE)
    _still_open(session.interview)
    if session.alone:
        raise InterviewNotReady(_("The session says that nobody else was there."))
    if session.present.filter(role=role).exists():
        raise InterviewNotReady(_("That somebody in this role was there stands there already."))
    made = Present.objects.create(
        session=session, role=check_code("presence", role), number=max(1, number), batch=batch
    )
    log.write(actor, "record.present_add", f"interview:{session.interview_id}", session=session.pk, role=role)
    return made


@transaction.atomic
def heard_before_add(
    *,
    actor: User,
    interview: Interview,
    kind: str,
    by: str = "",
    date: str = "",
    batch: ImportBatch | None = None,
) -> HeardBefore:
    """That somebody else heard the person before. Logged."""
    require(actor, Door.RECORD_WRITE)
    made = HeardBefore.objects.create(
        interview=interview,
        kind=check_code("earlier_kind", kind),
        by=by.strip(),
        date=edtf_text(date),
        batch=batch,
    )
    log.write(actor, "record.heard_before_add", f"interview:{interview.pk}", kind=kind)
    return made


@transaction.atomic
def piece_add(
    *,
    actor: User,
    interview: Interview,
    kind: str,
    document: Document | None = None,
    where: str = "",
    made_on: str = "",
    batch: ImportBatch | None = None,
) -> Piece:
    """One record that was made of the interview: a document here, or paper that lies elsewhere. Logged.

    Raises:
        UnknownPassage: the document is of another source.
    """
    require(actor, Door.RECORD_WRITE)
    if document is not None and document.source_id != interview.source_id:
        raise UnknownPassage("The document belongs to another source.")
    made = Piece.objects.create(
        interview=interview,
        kind=check_code("record_kind", kind),
        document=document,
        where=where.strip(),
        made_on=edtf_text(made_on),
        batch=batch,
    )
    log.write(actor, "record.piece_add", f"interview:{interview.pk}", kind=kind)
    return made


@transaction.atomic
def wellbeing_write(
    *, actor: User, interview: Interview, text: str, batch: ImportBatch | None = None
) -> Wellbeing:
    """How the person was, for those who look after them; sealed, and read by few. Logged without its words."""
    require(actor, Door.RECORD_WRITE)
    made = Wellbeing.objects.create(
        interview=interview, mention=interview.person, text=text.strip(), by=actor, batch=batch
    )
    identities.wrote(actor, f"mention:{interview.person_id}")
    log.write(actor, "record.wellbeing_write", f"interview:{interview.pk}")
    return made


@transaction.atomic
def care_of(*, actor: User, interview: Interview) -> tuple[list[Wellbeing], list[tuple[Session, str]]]:
    """Notes on how the person was, and on who was watching: behind the door of names, each look logged.

    Raises:
        PermissionDenied: this role may not.
        CeilingReached: this user opened as many identities as they may today.
    """
    require(actor, Door.NAMES_SEE)
    identities.require_open(actor, f"mention:{interview.person_id}", reason="notes of care")
    log.write(actor, "record.care_read", f"interview:{interview.pk}")
    watched = [(s, s.watched) for s in interview.sessions.all() if s.watched]
    return list(interview.wellbeing.select_related("by")), watched


def missing(interview: Interview) -> list[str]:
    """What must still be said before the interview can be closed, in sentences."""
    sessions = list(interview.sessions.prefetch_related("present"))
    found = []
    if not sessions:
        found.append(_("No session is recorded."))
    if any(not s.alone and not s.present.all() for s in sessions):
        found.append(_("Of a session it is not said who else was in the room, or that nobody was."))
    if any(not s.language for s in sessions):
        found.append(_("Of a session the language is missing."))
    if not interview.source.consents.exists():
        found.append(_("No decision on consent is recorded, neither yes nor no."))
    if not interview.referral:
        found.append(_("It is not said how the person was found."))
    return found


@transaction.atomic
def interview_close(*, actor: User, interview: Interview) -> Interview:
    """Close an interview: from now on its conditions stand. Logged.

    Raises:
        InterviewNotReady: something is missing; the message lists it.
    """
    require(actor, Door.RECORD_WRITE)
    _still_open(interview)
    if lacking := missing(interview):
        raise InterviewNotReady(" ".join(lacking))
    interview.closed_at, interview.closed_by = datetime.datetime.now(datetime.UTC), actor
    interview.save(update_fields=["closed_at", "closed_by"])
    log.write(actor, "record.interview_close", f"interview:{interview.pk}")
    return interview


def _still_open(interview: Interview) -> None:
    if interview.closed_at is not None:
        raise InterviewNotReady(_("This interview is closed."), hint=_("Open another one for a new sitting."))


@transaction.atomic
def follow_up_promise(
    *, actor: User, mention: Mention, kind: str, due: datetime.date | None = None, how: str = ""
) -> FollowUp:
    """Keep what was promised, until when, and how the person is safely reached (sealed). Logged without its words."""
    require(actor, Door.RECORD_WRITE)
    made = FollowUp(
        mention=mention, kind=check_code("follow_up_kind", kind), due=due, how=how.strip(), made_by=actor
    )
    made.save()
    if made.how:
        identities.wrote(actor, f"mention:{mention.pk}")
    log.write(actor, "record.follow_up_promise", f"follow_up:{made.pk}", mention=mention.pk, kind=kind)
    return made


@transaction.atomic
def follow_up_done(*, actor: User, follow_up: FollowUp, outcome: str = "") -> FollowUp:
    """It was done: today, with what came of it (sealed). Logged."""
    require(actor, Door.RECORD_WRITE)
    follow_up.done_on, follow_up.done_by = datetime.datetime.now(datetime.UTC).date(), actor
    follow_up.outcome = outcome.strip()
    follow_up.save()
    log.write(actor, "record.follow_up_done", f"follow_up:{follow_up.pk}")
    return follow_up


@transaction.atomic
def contact_of(*, actor: User, follow_up: FollowUp) -> str:
    """How the person is reached: behind the door of names, each look logged.

    Raises:
        PermissionDenied: this role may not.
        CeilingReached: this user opened as many identities as they may today.
    """
    require(actor, Door.NAMES_SEE)
    identities.require_open(actor, f"mention:{follow_up.mention_id}", reason="contact")
    log.write(actor, "record.contact_read", f"follow_up:{follow_up.pk}")
    return follow_up.how or ""
