"""What a source says of what happened to a person: rows of accounts, legs, acts, stays and transfers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from tumen.synth import vague
from tumen.synth.dice import Dice, Weighted
from tumen.synth.interviews import Interview, Mention
from tumen.synth.lives import Episode, TrueAct
from tumen.synth.rows import Row, Rows
from tumen.synth.settings import World
from tumen.synth.situation import Situation, Step


@dataclass(slots=True, kw_only=True)
class Desk:
    """What is needed to write down a block."""

    dice: Dice
    world: World
    situation: Situation
    rows: Rows
    events: dict[tuple[int, int, int], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """How well a teller knows: shares of values left out or wrong, by own experience or by hearsay."""

    precisions: Weighted[str]
    wrong_year: float
    no_place: float
    wider_place: float
    other_place: float
    no_detail: float


OWN = Memory(
    precisions=vague.OWN, wrong_year=0.05, no_place=0.03, wider_place=0.08, other_place=0.03, no_detail=0.12
)
HEARD = Memory(
    precisions=vague.HEARD, wrong_year=0.12, no_place=0.12, wider_place=0.28, other_place=0.06, no_detail=0.45
)


class ToldStep(NamedTuple):
    """One step as told: the rows that were written for it."""

    step: Step
    leg: Row | None
    acts: list[Row]
    stay: Row | None
    transfer: Row | None


class Telling(NamedTuple):
    """One account as told."""

    mention: Mention
    journey: int
    steps: list[ToldStep]


@dataclass(slots=True, kw_only=True)
class _Account:
    desk: Desk
    interview: Interview
    mention: Mention
    memory: Memory
    shift: int
    id: str = ""

    def when(self, day: int) -> str:
        return vague.told(self.desk.dice, day + self.shift, self.memory.precisions)

    def where(self, place: str) -> str:
        return place_told(self.desk, place, self.memory)

    def detail(self, value: str) -> str:
        return "" if self.desk.dice.chance(self.memory.no_detail) else value

    def head(self, table: str) -> tuple[str, str, str, str]:
        return self.desk.rows.ids.new(table), self.id, self.interview.id, self.mention.id


def place_told(desk: Desk, place: str, memory: Memory) -> str:
    """A place as somebody tells it: exactly, only the area around it, another one, or not at all."""
    unit = desk.dice.unit()
    if unit < memory.no_place:
        return ""
    places = desk.situation.file.places
    unit -= memory.no_place
    if unit < memory.wider_place:
        return places.wider.get(place, place)
    if unit < memory.wider_place + memory.other_place:
        return places.mixed_up.get(place, place)
    return place


def tell(desk: Desk, interview: Interview, mention: Mention) -> Iterator[Telling]:
    """Write down everything that an interview says of one person, journey by journey."""
    person = mention.person
    known = [
        (number, episode) for number, episode in enumerate(person.episodes) if episode.start < interview.day
    ]
    for journey, numbered in groupby(known, key=lambda pair: pair[1].journey):
        account = _account(desk, interview, mention)
        steps = [
            step for number, episode in numbered if (step := _step(account, number, episode)) is not None
        ]
        if steps:
            yield _close(account, steps, journey)
    if person.home_death_act and person.died is not None and person.died < interview.day:
        yield from _home_death(desk, interview, mention)


def _account(desk: Desk, interview: Interview, mention: Mention) -> _Account:
    memory = OWN if mention.own else HEARD
    wrong = desk.dice.chance(memory.wrong_year)
    shift = (365 if desk.dice.chance(0.5) else -365) if wrong else 0
    return _Account(desk=desk, interview=interview, mention=mention, memory=memory, shift=shift,
                    id=desk.rows.ids.new("accounts"))  # fmt: skip


def _close(account: _Account, steps: list[ToldStep], journey: int) -> Telling:
    desk, mention = account.desk, account.mention
    if mention.own:
        key = "self"
    else:
        together = mention.relation in ("cellmate", "group")
        key = "seen" if desk.dice.chance(0.5 if together else 0.15) else "heard"
    connection = desk.situation.file.connections[
        "self" if key == "self" else "seen" if key == "seen" else "heard"
    ]
    titles = desk.situation.words.titles
    title = titles[account.interview.language].format(journey=journey)
    desk.rows.tables["accounts"].append((account.id, account.interview.id, mention.id, title, connection))
    return Telling(mention, journey, steps)


def _step(account: _Account, number: int, episode: Episode) -> ToldStep | None:
    own, dice, spec = account.mention.own, account.desk.dice, episode.step.spec
    leg = _leg(account, episode) if dice.chance(spec.told if own else spec.heard) and spec.leg else None
    acts = [
        _act(account, (account.mention.person.number, number, index), act)
        for index, act in enumerate(episode.acts)
        if dice.chance(act.rule.told if own else act.rule.heard) and act.day < account.interview.day
    ]
    stay = transfer = None
    if episode.stay is not None:
        rule = episode.stay.rule.spec
        stay = _stay(account, episode) if dice.chance(rule.told if own else rule.heard) else None
    if episode.transfer is not None and dice.chance(0.85 if own else 0.4):
        transfer = _transfer(account, episode)
    told = leg is not None or acts or stay is not None or transfer is not None
    return ToldStep(episode.step, leg, acts, stay, transfer) if told else None


def _leg(account: _Account, episode: Episode) -> Row:
    spec = episode.step.spec
    price = account.detail(episode.price) if episode.price else ""
    row = (
        *account.head("legs"), str(episode.journey), str(episode.sequence), spec.leg,
        account.where(episode.origin), account.where(episode.place),
        account.when(episode.start), account.when(episode.end) if episode.end - episode.start > 25 else "",
        account.detail(episode.mode) if episode.mode else "",
        account.detail(episode.helper) if episode.helper else "",
        price, episode.currency if price else "", spec.intercepted, spec.outcome,
    )  # fmt: skip
    account.desk.rows.tables["legs"].append(row)
    return row


def _act(account: _Account, key: tuple[int, int, int], act: TrueAct) -> Row:
    row = (
        *account.head("acts"), act.rule.type, account.where(act.place), account.when(act.day),
        account.detail(act.agency) if act.agency else "", account.detail(act.method) if act.method else "",
        act.rule.outcome,
    )  # fmt: skip
    account.desk.rows.tables["acts"].append(row)
    account.desk.rows.tables["truth/acts"].append((row[0], account.desk.events[key]))
    return row


def _stay(account: _Account, episode: Episode) -> Row | None:
    stay = episode.stay
    if stay is None:
        return None
    open_ended = stay.rule.spec.open or episode.end >= account.interview.day
    row = (
        *account.head("stays"), account.detail(stay.facility) if stay.facility else "", stay.kind,
        account.when(episode.start), "" if open_ended else account.when(episode.end),
        account.detail(stay.reason) if stay.reason else "", stay.outcome,
    )  # fmt: skip
    account.desk.rows.tables["stays"].append(row)
    return row


def _transfer(account: _Account, episode: Episode) -> Row | None:
    sale = episode.transfer
    if sale is None:
        return None
    price = account.detail(sale.price) if sale.price else ""
    row = (
        *account.head("transfers"), sale.seller, sale.buyer, price, sale.currency if price else "", sale.purpose,
        account.where(episode.place), account.when(episode.start),
    )  # fmt: skip
    account.desk.rows.tables["transfers"].append(row)
    return row


def _home_death(desk: Desk, interview: Interview, mention: Mention) -> Iterator[Telling]:
    person = mention.person
    if not desk.dice.chance(0.7) or person.died is None:
        return
    account = _account(desk, interview, mention)
    row = (*account.head("acts"), person.home_death_act, account.where(person.home), account.when(person.died),
           "", "", "")  # fmt: skip
    desk.rows.tables["acts"].append(row)
    desk.rows.tables["truth/acts"].append((row[0], desk.events[person.number, -1, 0]))
    step = desk.situation.steps[desk.situation.file.first_step]
    yield _close(account, [ToldStep(step, None, [row], None, None)], 0)
