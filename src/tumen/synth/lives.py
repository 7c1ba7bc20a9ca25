"""Lives on the move: a walk through the pack's steps, with what happened at each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tumen.synth.dice import Dice, Weighted
from tumen.synth.situation import ActRule, Condition, Situation, StayRule, Step, TransferRule
from tumen.synth.situation_file import ActFile, PriceFile, StepFile

if TYPE_CHECKING:
    from tumen.synth.people import Person

_MOST_STEPS = 90
_NOWHERE = ""


class TrueAct(NamedTuple):
    """An act that was done to the person."""

    rule: ActFile
    day: int
    place: str
    agency: str
    method: str


class TrueStay(NamedTuple):
    """A stay."""

    rule: StayRule
    facility: str
    kind: str
    reason: str
    outcome: str


class TrueTransfer(NamedTuple):
    """A sale of the person."""

    seller: str
    buyer: str
    purpose: str
    price: str
    currency: str


class Episode(NamedTuple):
    """One step that was really taken."""

    step: Step
    journey: int
    sequence: int
    start: int
    end: int
    origin: str
    place: str
    mode: str
    helper: str
    price: str
    currency: str
    acts: list[TrueAct]
    stay: TrueStay | None
    transfer: TrueTransfer | None


class Birth(NamedTuple):
    """A child born on the way."""

    mother: Person
    day: int
    place: str


@dataclass(slots=True, kw_only=True)
class _Walk:
    person: Person
    here: str
    crossing: tuple[str, str]
    day: int
    journey: int = 0
    sequence: int = 0


def pick_crossing(dice: Dice, situation: Situation, home: str) -> tuple[str, str]:
    """Where somebody from `home` crosses: mostly near by."""
    near = situation.crossings_near.get(home)
    close = dice.chance(0.7)
    return dice.pick(near) if near is not None and close else dice.pick(situation.crossings)


def live(
    dice: Dice, situation: Situation, person: Person, *, day: int, crossing: tuple[str, str]
) -> list[Birth]:
    """Walk a life from its first leaving to where it stands when the world stops; returns births on the way."""
    walk = _Walk(person=person, here=person.home, crossing=crossing, day=day)
    births: list[Birth] = []
    name: str | None = situation.file.first_step
    while name is not None and walk.day < situation.stop and len(person.episodes) < _MOST_STEPS:
        step = situation.steps[name]
        name = _follow(dice, person, step, walk.day)
        episode = _take(dice, situation, walk, step, name)
        person.episodes.append(episode)
        _note(dice, situation, person, episode)
        if (
            step.spec.birth
            and person.sex == "f"
            and dice.chance(step.spec.birth)
            and episode.end - episode.start > 300
        ):
            births.append(Birth(person, dice.between(episode.start + 270, episode.end), episode.place))
        if step.spec.dies:
            person.died = episode.end
            break
        walk.day = episode.end
    return births


def _follow(dice: Dice, person: Person, step: Step, day: int) -> str | None:
    if step.next is None:
        return None
    for _ in range(8):
        branch = dice.pick(step.next)
        if branch.condition is None or _open(branch.condition, person, day):
            return branch.to
    return next((branch.to for branch in step.next.items if _open(branch.condition, person, day)), None)


def _open(condition: Condition | None, person: Person, day: int) -> bool:
    if condition is None:
        return True
    fits = condition.sex is None or condition.sex == person.sex
    return fits and condition.youngest <= day - person.born <= condition.oldest


def _take(dice: Dice, situation: Situation, walk: _Walk, step: Step, following: str | None) -> Episode:
    spec = step.spec
    if spec.begins:
        if walk.journey:
            walk.crossing = pick_crossing(dice, situation, walk.person.home)
        walk.journey, walk.sequence = walk.journey + 1, 0
    walk.sequence += 1
    origin = walk.here
    low, high = spec.lasts
    end = min(walk.day + low + int((high - low) * dice.unit() ** 2), situation.stop)
    stay, place = (
        (None, _NOWHERE) if step.stay is None else _stay(dice, situation, step.stay, following or "")
    )
    walk.here = place or _place(dice, situation, walk, spec)
    price, currency = ("", "") if spec.price is None else _price(dice, spec.price)
    return Episode(
        step, walk.journey, walk.sequence, walk.day, end, origin, walk.here,
        dice.pick(step.modes) if step.modes is not None else "",
        dice.pick(step.helpers) if step.helpers is not None else "",
        price, currency,
        _acts(dice, situation, step.acts, walk, end) if step.acts else [],
        stay,
        _transfer(dice, step.transfer) if step.transfer is not None else None,
    )  # fmt: skip


def _place(dice: Dice, situation: Situation, walk: _Walk, spec: StepFile) -> str:
    if spec.to == "here":
        return walk.here
    if spec.to == "home":
        return walk.person.home
    if spec.to == "near_bank":
        return walk.crossing[0]
    if spec.to == "far_bank":
        return walk.crossing[1]
    return dice.pick(situation.groups[spec.to])


def _acts(
    dice: Dice, situation: Situation, rules: tuple[ActRule, ...], walk: _Walk, end: int
) -> list[TrueAct]:
    unit = dice.unit
    return [
        _act(dice, situation, rule, walk, end)
        for rule in rules
        if unit() < rule.spec.chance
        and (rule.condition is None or _open(rule.condition, walk.person, walk.day))
    ]


def _act(dice: Dice, situation: Situation, rule: ActRule, walk: _Walk, end: int) -> TrueAct:
    day = dice.between(walk.day, end)
    return TrueAct(
        rule.spec,
        day,
        walk.here,
        _agency(dice, situation, rule.agencies, day),
        dice.pick(rule.methods) if rule.methods is not None else "",
    )


def _agency(dice: Dice, situation: Situation, agencies: Weighted[str] | None, day: int) -> str:
    if agencies is None:
        return ""
    limited = situation.file.agency_years
    for _ in range(6):
        agency = dice.pick(agencies)
        if agency not in limited or limited[agency][0] <= date.fromordinal(day).year <= limited[agency][1]:
            return agency
    return ""


def _stay(dice: Dice, situation: Situation, rule: StayRule, following: str) -> tuple[TrueStay, str]:
    kind = dice.pick(rule.types)
    known = situation.facilities.get(kind)
    code, place = dice.pick(known) if known is not None else ("", _NOWHERE)
    named = dice.chance(situation.file.facility_named)
    reason = dice.pick(rule.reasons) if rule.reasons is not None else ""
    return TrueStay(rule, code if named else "", kind, reason, rule.spec.outcomes.get(following, "")), place


def _price(dice: Dice, price: PriceFile) -> tuple[str, str]:
    if not dice.chance(price.chance):
        return "", ""
    low, high = price.between
    return str(round(dice.between(low, high), -2) or low), price.currency


def _transfer(dice: Dice, rule: TransferRule) -> TrueTransfer:
    price, currency = _price(dice, rule.price)
    return TrueTransfer(
        dice.pick(rule.sellers), dice.pick(rule.buyers), dice.pick(rule.purposes), price, currency
    )


def _note(dice: Dice, situation: Situation, person: Person, episode: Episode) -> None:
    spec = episode.step.spec
    if person.left is None and spec.counts:
        person.left = episode.start
    person.where = spec.where
    if spec.counts:
        person.populations.update(spec.counts)
    if spec.adopts_name and dice.chance(spec.adopts_name) and not person.name.adopted:
        person.name.adopt(dice, situation)
