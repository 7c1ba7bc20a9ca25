"""Linking tellings into events, and judging them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import numpy as np
from django.conf import settings
from django.db import transaction

from tumen.errors import LinkageError
from tumen.linkage import events as library
from tumen.progress import SILENT, Progress, check
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.link.events.tellings import accounts_value, allowed_acts, key, pk_of, tellings, tellings_of
from tumen_desk.link.models import Event, EventJudgement, EventPair, EventRun, Known, Telling
from tumen_desk.link.reasons import reasons_to_choose
from tumen_desk.record.models import Account, Act

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

SEED: Final = 1
_CHUNK: Final = 2000
_LISTED_PAIRS: Final = 50_000
_NEEDS_WHAT: Final = frozenset(Known.Kind.values) - {Known.Kind.DENIES}


def event_run(*, actor: User, kinds: Sequence[str] = (), progress: Progress = SILENT) -> EventRun:
    """Link every telling whose consent allows it, with all judgements; the result becomes the current one. Logged.

    Args:
        actor: who asks.
        kinds: codes of the kinds of acts looked at; empty for all.
        progress: told of each step; may stop between steps, and then nothing is kept.

    Raises:
        LinkageError: there is nothing to link, or judgements contradict each other.
    """
    require(actor, Door.LINK_JUDGE)
    progress.start(None, "Collecting what may be linked")
    acts = allowed_acts()
    told = tellings(acts.filter(type__in=list(kinds)) if kinds else acts)
    if not told:
        raise LinkageError(
            "There is no telling to link.",
            hint="Code acts in accounts, and record the consent for linkage with other lists.",
        )
    check(progress)
    accounts = accounts_value(told)
    known = {act.pk: each.pk for each in told for act in each.acts}
    found = library.link_events(
        accounts,
        judgements=_judgements(known),
        settings=library.EventSettings(pack=settings.CONFIG.pack),
        rng=np.random.default_rng(SEED),
        progress=progress,
    )
    return _keep(actor, found, kinds, progress)


def _judgements(telling_of: Mapping[int, int]) -> list[library.EventJudgement]:
    """What holds, of tellings that are there; a verdict on any act of a telling is one on the telling."""
    found = []
    for (a, b), verdict in verdicts_in_force().items():
        one, other = telling_of.get(a), telling_of.get(b)
        if one is not None and other is not None and one != other:
            found.append(library.EventJudgement(account_a=key(one), account_b=key(other), verdict=verdict))  # type: ignore[arg-type]  # the choices of the column
    return found


def verdicts_in_force() -> dict[tuple[int, int], str]:
    """What holds for each judged pair of tellings: what more reviewers say, `unsure` where as many say the one."""
    votes: Counter[tuple[int, int]] = Counter()
    for (a, b, _), verdict in opinions().items():
        votes[a, b] += {"same": 1, "different": -1}.get(verdict, 0)
    return {pair: "same" if n > 0 else "different" if n < 0 else "unsure" for pair, n in votes.items()}


def opinions(*, by: User | None = None) -> dict[tuple[int, int, int], str]:
    """(telling, telling, reviewer) → the latest verdict that was not taken back."""
    standing = EventJudgement.objects.filter(takes_back=None, taken_back_by=None).order_by("pk")
    if by is not None:
        standing = standing.filter(by=by)
    return {
        (a, b, who): verdict for a, b, who, verdict in standing.values_list("act_a", "act_b", "by", "verdict")
    }


@transaction.atomic
def _keep(
    actor: User, found: library.EventLinkage, kinds: Sequence[str], progress: Progress
) -> EventRun:  # fmt: skip
    EventRun.objects.filter(is_current=True).update(is_current=False)
    counts = library.tellings(found)
    run = EventRun.objects.create(
        run_id=found.run.id,
        manifest={**found.run.as_dict(), "notes": list(found.notes)},
        kinds=list(kinds),
        tellings=len(found.clusters),
        informants=counts.informants,
        events=found.event_count,
        low=counts.events_interval.low,
        high=counts.events_interval.high or counts.events_interval.low,
        is_current=True,
        created_by=actor,
    )
    listed = found.pairs[:_LISTED_PAIRS]
    progress.start(found.event_count + len(listed), "Keeping events and pairs")
    least: dict[str, float] = defaultdict(lambda: 1.0)
    for member in found.clusters:
        least[member.event_id] = min(least[member.event_id], member.probability)
    _kept(progress, (_event(run, each, least[each.event_id]) for each in library.corroborations(found)))
    _kept(progress, (_telling(run, member) for member in found.clusters))
    _kept(progress, (_pair(run, pair) for pair in listed))
    log.write(
        actor, "link.event_run", f"event_run:{run.pk}", tellings=run.tellings, events=run.events, run_id=run.run_id,
        kinds=list(kinds),
    )  # fmt: skip
    return run


def _kept(progress: Progress, rows: Iterable[Event] | Iterable[Telling] | Iterable[EventPair]) -> None:
    waiting: list[Event | Telling | EventPair] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == _CHUNK:
            _write(waiting, progress)
    _write(waiting, progress)


def _write(waiting: list[Event | Telling | EventPair], progress: Progress) -> None:
    check(progress)
    if waiting:
        type(waiting[0])._default_manager.bulk_create(waiting, batch_size=500)  # type: ignore[arg-type]  # all of one table
        progress.advance(len(waiting))
        waiting.clear()


def event_key(event_id: str) -> str:
    """The key of an event of the library: `e-` and the number of its first telling."""
    return f"e-{pk_of(event_id.removeprefix('e-'))}"


def _event(run: EventRun, carried: library.Corroboration, probability: float) -> Event:
    return Event(run=run, key=event_key(carried.event_id), probability=probability, **event_counts(carried))


def event_counts(carried: library.Corroboration) -> dict[str, object]:
    """The columns of an event that count."""
    low, high = carried.independent_first_hand
    return {
        "tellings": len(carried.accounts) + len(carried.denials), "first_hand": len(carried.first_hand),
        "independent_low": low, "independent_high": high, "denials": len(carried.denials),
        "contradictions": [element.field for element in carried.contradictions],
    }  # fmt: skip


def _telling(run: EventRun, member: library.EventMembership) -> Telling:
    return Telling(
        run=run, act_id=pk_of(member.account_id), event=event_key(member.event_id),
        probability=member.probability,
    )  # fmt: skip


def _pair(run: EventRun, pair: library.EventPair) -> EventPair:
    p = pair.probability
    a, b = sorted((pk_of(pair.account_a), pk_of(pair.account_b)))
    doubt = 0.0 if p <= 0 or p >= 1 else -(p * math.log2(p) + (1 - p) * math.log2(1 - p))
    return EventPair(
        run=run, act_a_id=a, act_b_id=b, weight_log2=pair.weight_log2, probability=p, doubt=doubt,
        reasons=[{"field": r.field, "words": r.words, "bits": round(r.weight_log2, 2)} for r in pair.reasons],
    )  # fmt: skip


@transaction.atomic
def event_judgement_add(
    *, actor: User, act_a: Act, act_b: Act, verdict: str, reason: str = "", why: str = ""
) -> EventJudgement:
    """Say whether two tellings are of one event. Only added; it binds the next linkage. Logged.

    Raises:
        LinkageError: a telling and itself, a reason that the pack does not have, or consent that does not stand.
        ContradictionError: with this verdict, what holds could not be true together; nothing is kept.
    """
    require(actor, Door.LINK_JUDGE)
    if reason and reason not in reasons_to_choose():
        raise LinkageError("There is no such reason.", hint="Choose one of the list, or say it in words.")
    if allowed_acts().filter(pk__in=(act_a.pk, act_b.pk)).count() != len({act_a.pk, act_b.pk}):
        raise LinkageError(
            "There is no consent to link these two.",
            hint="Go on to the next pair, or record the consent first.",
        )
    if len(tellings_of((act_a.pk, act_b.pk))) < 2:
        raise LinkageError("These are one telling: one account of one kind of act at one place and time.")
    first, second = sorted((act_a, act_b), key=lambda act: act.pk)
    judgement = EventJudgement.objects.create(
        act_a=first,
        act_b=second,
        verdict=EventJudgement.Verdict(verdict),
        reason=reason,
        why=why.strip(),
        by=actor,
    )
    refuse_contradiction()
    log.write(
        actor,
        "link.event_judgement_add",
        f"event_judgement:{judgement.pk}",
        a=first.pk,
        b=second.pk,
        verdict=verdict,
    )
    return judgement


@transaction.atomic
def event_judgement_take_back(*, actor: User, judgement: EventJudgement | None = None) -> EventJudgement:
    """Take back a verdict of one's own on tellings (default: one's latest). A new entry. Logged.

    Raises:
        LinkageError: there is nothing of this reviewer's to take back.
        ContradictionError: the verdict that would stand again contradicts what was judged since.
    """
    require(actor, Door.LINK_JUDGE)
    standing = EventJudgement.objects.filter(by=actor, takes_back=None, taken_back_by=None)
    found = standing.filter(pk=judgement.pk).first() if judgement else standing.first()
    if found is None:
        raise LinkageError(
            "There is no verdict of yours to take back.",
            hint="A verdict can be taken back once, by whoever gave it.",
        )
    back = EventJudgement.objects.create(act_a=found.act_a, act_b=found.act_b, takes_back=found, by=actor)
    refuse_contradiction()
    log.write(
        actor, "link.event_judgement_take_back", f"event_judgement:{found.pk}", a=found.act_a_id, b=found.act_b_id,
        verdict=found.verdict,
    )  # fmt: skip
    return back


def refuse_contradiction() -> None:
    """Check that everything judged of tellings can be true together.

    Raises:
        ContradictionError: with the shortest chain.
    """
    held = [(pair, verdict) for pair, verdict in verdicts_in_force().items() if verdict != "unsure"]
    acts = Act.objects.filter(pk__in={pk for pair, _ in held for pk in pair}).select_related("account")
    rows = [{"account_id": key(a.pk), "source_id": f"S-{a.account.source_id}", "kind": a.type} for a in acts]
    if rows:
        library.hold(
            library.Accounts.from_rows(rows),
            [library.EventJudgement(account_a=key(a), account_b=key(b), verdict=v) for (a, b), v in held],  # type: ignore[arg-type]  # the choices of the column
        )


@transaction.atomic
def known_add(*, actor: User, account: Account, kind: str, what: str = "") -> Known:
    """Say what is known of how an account depends on others. Logged, without the words.

    Raises:
        LinkageError: no such kind of dependence, or the words that say with whom are missing.
    """
    require(actor, Door.LINK_JUDGE)
    what = " ".join(what.split())
    if kind not in Known.Kind.values or bool(what) != (kind in _NEEDS_WHAT):
        raise LinkageError(
            "This does not say on whom the account depends.",
            hint="Choose what is known, and give the word that other accounts with the same dependence get too.",
        )
    known = Known.objects.create(account=account, kind=kind, what=what[:80], by=actor)
    log.write(actor, "link.known_add", f"account:{account.pk}", kind=kind)
    return known


@transaction.atomic
def known_take_back(*, actor: User, known: Known) -> None:
    """Take back something known of an account; the entry stays. Logged."""
    require(actor, Door.LINK_JUDGE)
    Known.objects.filter(pk=known.pk, taken_back_at=None).update(
        taken_back_by=actor, taken_back_at=datetime.now(UTC)
    )
    log.write(actor, "link.known_take_back", f"account:{known.account_id}", kind=known.kind)
