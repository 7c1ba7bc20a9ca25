"""What a made-up world does not bring by itself: interviews with their conditions, values that differ, units, rules.

A few of each, written by the desk's own services, so that every page of the record has something to show. All of it is
made up; which words it takes is drawn from the pack, so that any pack gives a demonstration.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import islice, pairwise

from django.db import transaction

from tumen.progress import SILENT, Progress, check
from tumen_desk.accounts.models import User
from tumen_desk.record import asking, interviewing, policies, relating, saying
from tumen_desk.record.models import Account, Act, ImportBatch, Mention, Said, Unit
from tumen_desk.shell import terms

INTERVIEWS = 24
_TITLES = ("a guard post", "a local office", "a provincial office", "a central office")
_RULES = (
    ("papers asked for at the bridges", "2003", "2008", "2009-06"),
    ("a reward for whoever reports a helper", "2010", "", "2014"),
    ("houses searched before holidays", "1999", "2005", ""),
    ("fewer guards in winter", "2006", "2007", "2007"),
    ("a fine instead of a camp for the first time", "2012", "2016", "2015"),
)


@transaction.atomic
def add_telling(actor: User, batch: ImportBatch, *, progress: Progress = SILENT) -> None:
    """Interviews, further values, structures and consequences for the first interviews of an imported world."""
    tellers = list(
        Mention.objects.filter(batch=batch, role=Mention.Role.INTERVIEWEE)
        .select_related("source")
        .order_by("pk")[:INTERVIEWS]
    )
    progress.start(len(tellers), "Adding conditions of interviews")
    units = _units(actor, tellers)
    for number, teller in enumerate(tellers):
        check(progress)
        _interview(actor, teller, number)
        _characteristics(actor, teller, number)
        progress.advance()
    _involve(actor, tellers, units)
    _rules(actor, tellers)


def nth(vocabulary: str, number: int) -> str:
    """A term of a list, another for each number; empty if the pack has no such list."""
    codes = [term.code for term in terms.vocabulary(vocabulary) if not term.deprecated]
    return codes[number % len(codes)] if codes else ""


def _interview(actor: User, teller: Mention, number: int) -> None:
    made = interviewing.interview_open(
        actor=actor,
        source=teller.source,
        person=teller,
        adds="Made up: nobody else had told of this place and time.",
        referral=nth("referral", number),
        wave=f"round {number % 3 + 1}",
    )
    interviewing.session_add(
        actor=actor,
        interview=made,
        date=teller.source.date,
        place=teller.source.place,
        setting=nth("interview_setting", number % 3),
        language=teller.source.language or "en",
        interpreter=nth("interpreter_kind", number),
        recording=nth("recording_kind", number),
        minutes=60 + 15 * (number % 5),
        present=[p for p in (nth("presence", number),) if p] if number % 2 else (),
        alone=not number % 2,
    )
    if number % 3 == 0:
        kind = nth("earlier_kind", number)
        interviewing.heard_before_add(actor=actor, interview=made, kind=kind)
    for at in range(number % 4 + 1):
        piece = nth("record_kind", at)
        if piece:
            interviewing.piece_add(actor=actor, interview=made, kind=piece, where="made up: cabinet 2")
    if number % 4 == 0:
        interviewing.wellbeing_write(actor=actor, interview=made, text="Made up: tired, asked for a pause.")
        due = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=7 * (number % 5) - 7)
        interviewing.follow_up_promise(
            actor=actor,
            mention=teller,
            kind=nth("follow_up_kind", number),
            due=due,
            how="Made up: by the shelter.",
        )
    if number % 2 and not interviewing.missing(made):
        interviewing.interview_close(actor=actor, interview=made)


def _characteristics(actor: User, teller: Mention, number: int) -> None:
    """Some fields of the pack, one of them refused: an answer too."""
    fields = [f for f in asking.asked_of("mention") if f.kind == "term" and f.id not in asking.COLUMNS]
    for at, told in enumerate(islice(fields, 6)):
        refused = (number + at) % 5 == 4
        saying.value_say(
            actor=actor,
            thing=teller,
            field=told.id,
            how=Said.How.REFUSED if refused else Said.How.STATED,
            answer="" if refused else nth(told.vocabulary, number + at),
            connection=nth("information_form", 0),
        )
    for act in Act.objects.filter(mention=teller).order_by("pk")[:2]:
        for told in [f for f in asking.asked_of("act", act_type=act.type) if f.kind == "yes_no"][:2]:
            answer = "yes" if number % 2 else "no"
            saying.value_say(actor=actor, thing=act, field=told.id, answer=answer)


def _units(actor: User, tellers: Sequence[Mention]) -> list[Unit]:
    """A chain of command that two sources tell differently."""
    made = [
        relating.unit_add(
            actor=actor, title=f"Made up: {title}", agency=nth("agency", 0), kind=nth("unit_kind", 3 - n)
        )
        for n, title in enumerate(_TITLES)
    ]
    for teller, (lower, upper), years in zip(
        tellers,
        ((0, 1), (1, 2), (2, 3), (0, 2)),
        (("1998", "2009"), ("1995", "2015"), ("1990", "2018"), ("2004", "2011")),
        strict=False,
    ):
        relating.subordination_add(
            actor=actor,
            unit=made[lower],
            under=made[upper],
            source=teller.source,
            date=years[0],
            ended=years[1],
            connection=nth("information_form", 1),
        )
        relating.post_add(
            actor=actor,
            unit=made[lower],
            source=teller.source,
            standing=nth("post_rank", lower),
            date=years[0],
            ended=years[1],
        )
    return made


def _involve(actor: User, tellers: Sequence[Mention], units: Sequence[Unit]) -> None:
    acts = list(
        Act.objects.filter(mention__in=tellers)
        .select_related("account__source", "mention")
        .order_by("pk")[:8]
    )
    for number, act in enumerate(acts):
        relating.involvement_add(
            actor=actor, act=act, degree=nth("perpetrator_role", number % 2), unit=units[number % 2]
        )
        relating.intervention_add(
            actor=actor,
            account=act.account,
            mention=act.mention,
            kind=nth("intervention_kind", number),
            response=nth("intervention_response", number),
            effect=nth("intervention_effect", number),
        )
    for one, other in pairwise(acts):
        if one.account.source_id == other.account.source_id and one.account_id != other.account_id:
            relating.chain_add(
                actor=actor, account=one.account, other=other.account, kind=nth("chain_kind", 0)
            )


def _rules(actor: User, tellers: Sequence[Mention]) -> None:
    """Rules and practices that two sources tell differently, some with what followed for the teller."""
    state = min(policies.states())
    for number, (title, since, until, another) in enumerate(_RULES):
        made = policies.policy_add(
            actor=actor,
            title=f"Made up: {title}",
            kind=nth("policy_kind", number + 2),
            topic=nth("policy_topic", number),
            state=state,
        )
        for at, ended in enumerate((until, another)):
            teller = tellers[(2 * number + at) % len(tellers)]
            told = policies.Told(
                date=since,
                ended=ended,
                standing=nth("policy_standing", at),
                connection=nth("information_form", at),
                basis=nth("policy_basis", number + at),
                rule=f"Made up: {title}.",
            )
            telling = policies.policy_tell(actor=actor, policy=made, source=teller.source, told=told)
            account = Account.objects.filter(source=teller.source).order_by("pk").first()
            kind = nth("policy_link", number)
            if account is not None and kind:
                policies.policy_link(actor=actor, telling=telling, kind=kind, account=account)
