"""Writing who stands in what relation to whom: involvements with degree, ties, structures over time, consequences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from tumen import dates
from tumen.dates import Truth
from tumen.errors import UnitRefused, UnknownPassage
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record.adapters import date_columns, edtf_text, last_day
from tumen_desk.record.models import (
    Account,
    Act,
    Chain,
    Intervention,
    Involvement,
    Mention,
    Post,
    Source,
    Subordination,
    Tie,
    Unit,
)
from tumen_desk.record.services import check_code

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


def _same_source(source: int, *others: Mention | None) -> None:
    if any(m is not None and m.source_id != source for m in others):
        raise UnknownPassage("Both must be mentions of the same source.")


@transaction.atomic
def involvement_add(
    *,
    actor: User,
    act: Act,
    degree: str,
    mention: Mention | None = None,
    agency: str = "",
    unit: Unit | None = None,
    post: Post | None = None,
) -> Involvement:
    """One more who took part in an act, and to what degree: a person, an agency, a unit, the holder of a post. Logged.

    Raises:
        UnknownPassage: nobody is named, or the person is of another source.
    """
    require(actor, Door.RECORD_WRITE)
    if mention is None and unit is None and post is None and not agency:
        raise UnknownPassage("Say who took part: an agency, a unit, a post or a person.")
    _same_source(act.account.source_id, mention)
    made = Involvement.objects.create(
        act=act,
        mention=mention,
        agency=check_code("agency", agency or (unit.agency if unit else "")),
        unit=unit or (post.unit if post else None),
        post=post,
        degree=check_code("perpetrator_role", degree),
    )
    log.write(actor, "record.involvement_add", f"act:{act.pk}", degree=degree, agency=made.agency)
    return made


@transaction.atomic
def tie_add(
    *, actor: User, mention: Mention, other: Mention, relation: str, since: str = "", until: str = ""
) -> Tie:
    """`mention` is the `relation` of `other`, as their source says. Logged.

    Raises:
        UnknownPassage: they are of different sources, or one and the same.
    """
    require(actor, Door.RECORD_WRITE)
    _same_source(mention.source_id, other)
    if mention == other:
        raise UnknownPassage("Nobody is their own relative.")
    made = Tie.objects.create(
        mention=mention,
        other=other,
        relation=check_code("relation", relation),
        since=edtf_text(since),
        until=edtf_text(until),
    )
    log.write(actor, "record.tie_add", f"mention:{mention.pk}", other=other.pk, relation=relation)
    return made


@transaction.atomic
def group_describe(
    *,
    actor: User,
    mention: Mention,
    counting_unit: str,
    number_low: int | None = None,
    number_high: int | None = None,
    number_words: str = "",
) -> Mention:
    """A mention is a group: what one of the number is, how many as a range, and the words for it. Logged.

    A group that nobody counted has words and no number.

    Raises:
        UnknownPassage: the smaller number is missing or not the smaller, or nothing says how many.
    """
    require(actor, Door.RECORD_WRITE)
    if number_high is not None and (number_low is None or number_high < number_low):
        raise UnknownPassage("Give the smaller number first.")
    if number_low is None and not number_words.strip():
        raise UnknownPassage("Say how many: a number, a range, or the words of the source.")
    mention.is_group, mention.counting_unit = True, check_code("counting_unit", counting_unit)
    mention.number_low, mention.number_high = number_low, number_high or number_low
    mention.number_words = number_words.strip()
    mention.save()
    log.write(actor, "record.group_describe", f"mention:{mention.pk}", low=number_low, high=number_high)
    return mention


@transaction.atomic
def chain_add(*, actor: User, account: Account, other: Account, kind: str) -> Chain:
    """One happening led to another. Logged; the same twice is once.

    Raises:
        UnknownPassage: an account cannot lead to itself.
    """
    require(actor, Door.RECORD_WRITE)
    if account == other:
        raise UnknownPassage("A happening does not lead to itself.")
    made, new = Chain.objects.get_or_create(account=account, other=other, kind=check_code("chain_kind", kind))
    if new:
        log.write(actor, "record.chain_add", f"account:{account.pk}", other=other.pk, kind=kind)
    return made


@transaction.atomic
def intervention_add(
    *,
    actor: User,
    account: Account,
    kind: str,
    mention: Mention | None = None,
    by: str = "",
    addressed_to: str = "",
    date: str = "",
    response: str = "",
    answered: str = "",
    effect: str = "",
) -> Intervention:
    """Somebody stepped in, and how it was answered; no answer is an answer too. Logged."""
    require(actor, Door.RECORD_WRITE)
    _same_source(account.source_id, mention)
    made = Intervention.objects.create(
        account=account,
        mention=mention,
        kind=check_code("intervention_kind", kind),
        by=by.strip(),
        addressed_to=check_code("agency", addressed_to),
        response=check_code("intervention_response", response),
        answered=edtf_text(answered),
        effect=check_code("intervention_effect", effect),
        **date_columns(date),
    )
    log.write(actor, "record.intervention_add", f"account:{account.pk}", kind=kind, response=response)
    return made


@transaction.atomic
def unit_add(
    *, actor: User, title: str, agency: str = "", kind: str = "", place: str = "", facility: str = ""
) -> Unit:
    """A unit that sources speak of. Logged."""
    require(actor, Door.RECORD_WRITE)
    made = Unit.objects.create(
        title=title.strip(),
        agency=check_code("agency", agency),
        kind=check_code("unit_kind", kind),
        place=check_code("place", place),
        facility=check_code("named_facility", facility),
    )
    log.write(actor, "record.unit_add", f"unit:{made.pk}", agency=agency)
    return made


@transaction.atomic
def subordination_add(
    *,
    actor: User,
    unit: Unit,
    under: Unit,
    source: Source,
    date: str = "",
    ended: str = "",
    connection: str = "",
) -> Subordination:
    """A source says that a unit stood under another, from when to when. Logged.

    Raises:
        UnitRefused: the other one stands under this unit already, at a time that may overlap.
    """
    require(actor, Door.RECORD_WRITE)
    if unit == under or any(step.unit == unit for step in command(under, date or ended)):
        raise UnitRefused("A unit cannot stand under itself.")
    made = Subordination.objects.create(
        unit=unit,
        under=under,
        source=source,
        ended=edtf_text(ended),
        ended_high=last_day(ended),
        connection=check_code("information_form", connection),
        **date_columns(date),
    )
    log.write(actor, "record.subordination_add", f"unit:{unit.pk}", under=under.pk, source=source.pk)
    return made


@transaction.atomic
def post_add(
    *,
    actor: User,
    unit: Unit,
    source: Source,
    standing: str = "",
    title: str = "",
    holder: Mention | None = None,
    date: str = "",
    ended: str = "",
    connection: str = "",
) -> Post:
    """A source says that somebody held a post in a unit, from when to when. Logged.

    Raises:
        UnknownPassage: the holder is a mention of another source.
    """
    require(actor, Door.RECORD_WRITE)
    _same_source(source.pk, holder)
    made = Post.objects.create(
        unit=unit,
        source=source,
        standing=check_code("post_rank", standing),
        title=title.strip(),
        holder=holder,
        ended=edtf_text(ended),
        ended_high=last_day(ended),
        connection=check_code("information_form", connection),
        **date_columns(date),
    )
    log.write(actor, "record.post_add", f"unit:{unit.pk}", post=made.pk, source=source.pk)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step up the chain of command: the unit above, who says so, and how sure it held on that day."""

    unit: Unit
    says: Subordination
    depth: int
    held: Truth


def command(unit: Unit, on: str = "") -> list[Step]:
    """Who stood above a unit on a day (EDTF; empty for any time), nearest first, every version of every source.

    What surely did not hold then is left out; what may have is marked. Circles in what sources say are walked once.
    """
    day = dates.parse(on) if on else None
    found: list[Step] = []
    seen, level, depth = {unit.pk}, [unit], 0
    while level:
        depth += 1
        above = Subordination.objects.filter(unit__in=level).select_related("under", "source")
        steps = [
            Step(unit=row.under, says=row, depth=depth, held=held)
            for row in above
            if (held := _held(row, day)) is not Truth.NO
        ]
        found += steps
        level = list({s.unit.pk: s.unit for s in steps if s.unit.pk not in seen}.values())
        seen |= {u.pk for u in level}
    return found


def _held(row: Subordination | Post, day: dates.Date | None) -> Truth:
    if day is None:
        return Truth.CANNOT_TELL
    if (row.date_low and day.latest and day.latest < row.date_low) or (
        row.ended_high and day.earliest and day.earliest > row.ended_high
    ):
        return Truth.NO
    sure = row.date_high and day.earliest and row.date_high <= day.earliest
    end = dates.parse(row.ended).earliest if row.ended else None
    return Truth.YES if sure and end and day.latest and day.latest <= end else Truth.CANNOT_TELL


def posts_on(unit: Unit, on: str = "") -> list[tuple[Post, Truth]]:
    """Posts of a unit that may have been held on a day, as every source tells them."""
    day = dates.parse(on) if on else None
    rows = unit.posts.select_related("holder", "source")
    return [(post, held) for post in rows if (held := _held(post, day)) is not Truth.NO]
