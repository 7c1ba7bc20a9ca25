"""What a source says of what happened to a person: rows of accounts, legs, acts, stays and transfers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from tumen.synth import vague
from tumen.synth.dice import Dice, Weighted
from tumen.synth.interviews import Interview, Mention
from tumen.synth.lives import Episode, TrueAct, TrueStay, TrueTransfer
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
    """How well a teller knows, by own experience or by hearsay.

    Attributes:
        precisions: how exactly dates are told.
        wrong_year: share of accounts told a year too early or too late.
        places: bounds of one draw: below the first no place is told, below the second only the area around it,
            below the third another one, and from there on the place itself.
        no_detail: share of other values left out.
    """

    precisions: Weighted[str]
    wrong_year: float
    places: tuple[float, float, float]
    no_detail: float


OWN = Memory(precisions=vague.OWN, wrong_year=0.05, places=(0.03, 0.11, 0.14), no_detail=0.12)
HEARD = Memory(precisions=vague.HEARD, wrong_year=0.12, places=(0.12, 0.40, 0.46), no_detail=0.45)


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
    """What is needed to write one account.

    Attributes:
        head: ids of the account, the source and the mention, with which every row of it begins after its own id.
        shift: days by which every date is told wrong.
    """

    desk: Desk
    interview: Interview
    mention: Mention
    memory: Memory
    own: bool
    shift: int
    head: tuple[str, str, str]

    def when(self, day: int) -> str:
        return vague.at(day + self.shift, self.desk.dice.pick(self.memory.precisions))

    def where(self, place: str) -> str:
        return place_told(self.desk, place, self.memory)

    def detail(self, value: str) -> str:
        """The value, or nothing; a value that is not there costs no draw."""
        return value if value and self.desk.dice.unit() >= self.memory.no_detail else ""

    def add(self, table: str, cells: Row) -> Row:
        """Write a row: its id, the account's, and what was told."""
        row = (self.desk.rows.ids.new(table), *self.head, *cells)
        self.desk.rows.tables[table].append(row)
        return row


def place_told(desk: Desk, place: str, memory: Memory) -> str:
    """A place as somebody tells it: exactly, only the area around it, another one, or not at all."""
    unit = desk.dice.unit()
    nothing, wider, other = memory.places
    if unit >= other:
        return place
    if unit < nothing:
        return ""
    places = desk.situation.file.places
    return (places.wider if unit < wider else places.mixed_up).get(place, place)


def tell(desk: Desk, interview: Interview, mention: Mention) -> Iterator[Telling]:
    """Write down everything that an interview says of one person, journey by journey."""
    person = mention.person
    known = [pair for pair in enumerate(person.episodes) if pair[1].start < interview.day]
    for journey, numbered in groupby(known, key=lambda pair: pair[1].journey):
        account = _account(desk, interview, mention)
        steps = [step for number, episode in numbered if (step := _step(account, number, episode))]
        if steps:
            yield _close(account, steps, journey)
    if person.home_death_act and person.died is not None and person.died < interview.day:
        yield from _home_death(desk, interview, mention)


def _account(desk: Desk, interview: Interview, mention: Mention) -> _Account:
    memory = OWN if mention.own else HEARD
    wrong = desk.dice.chance(memory.wrong_year)
    shift = (365 if desk.dice.chance(0.5) else -365) if wrong else 0
    head = (desk.rows.ids.new("accounts"), interview.id, mention.id)
    return _Account(desk=desk, interview=interview, mention=mention, memory=memory, own=mention.own, shift=shift,
                    head=head)  # fmt: skip


def _close(account: _Account, steps: list[ToldStep], journey: int) -> Telling:
    desk, mention = account.desk, account.mention
    if account.own:
        key = "self"
    else:
        together = mention.relation in ("cellmate", "group")
        key = "seen" if desk.dice.chance(0.5 if together else 0.15) else "heard"
    connection = desk.situation.file.connections[
        "self" if key == "self" else "seen" if key == "seen" else "heard"
    ]
    titles = desk.situation.words.titles
    title = titles[account.interview.language].format(journey=journey)
    desk.rows.tables["accounts"].append((*account.head, title, connection))
    return Telling(mention, journey, steps)


def _step(account: _Account, number: int, episode: Episode) -> ToldStep | None:
    own, unit, spec = account.own, account.desk.dice.unit, episode.step.spec
    leg = stay = transfer = None
    if unit() < (spec.told if own else spec.heard) and spec.leg:
        leg = _leg(account, episode)
    acts = _acts(account, number, episode.acts) if episode.acts else []
    if episode.stay is not None:
        rule = episode.stay.rule.spec
        if unit() < (rule.told if own else rule.heard):
            stay = _stay(account, episode, episode.stay)
    if episode.transfer is not None and unit() < (0.85 if own else 0.4):
        transfer = _transfer(account, episode, episode.transfer)
    told = leg is not None or acts or stay is not None or transfer is not None
    return ToldStep(episode.step, leg, acts, stay, transfer) if told else None


def _leg(account: _Account, episode: Episode) -> Row:
    spec = episode.step.spec
    price = account.detail(episode.price)
    return account.add("legs", (
        str(episode.journey), str(episode.sequence), spec.leg,
        account.where(episode.origin), account.where(episode.place),
        account.when(episode.start), account.when(episode.end) if episode.end - episode.start > 25 else "",
        account.detail(episode.mode), account.detail(episode.helper),
        price, episode.currency if price else "", spec.intercepted, spec.outcome,
    ))  # fmt: skip


def _acts(account: _Account, number: int, acts: list[TrueAct]) -> list[Row]:
    own, unit, day = account.own, account.desk.dice.unit, account.interview.day
    person = account.mention.person.number
    return [
        _act(account, account.desk.events[person, number, index], act)
        for index, act in enumerate(acts)
        if unit() < (act.rule.told if own else act.rule.heard) and act.day < day
    ]


def _act(account: _Account, event: str, act: TrueAct) -> Row:
    row = account.add("acts", (
        act.rule.type, account.where(act.place), account.when(act.day), account.detail(act.agency),
        account.detail(act.method), act.rule.outcome,
    ))  # fmt: skip
    account.desk.rows.tables["truth/acts"].append((row[0], event))
    return row


def _stay(account: _Account, episode: Episode, stay: TrueStay) -> Row:
    open_ended = stay.rule.spec.open or episode.end >= account.interview.day
    return account.add("stays", (
        account.detail(stay.facility), stay.kind, account.when(episode.start),
        "" if open_ended else account.when(episode.end), account.detail(stay.reason), stay.outcome,
    ))  # fmt: skip


def _transfer(account: _Account, episode: Episode, sale: TrueTransfer) -> Row:
    price = account.detail(sale.price)
    return account.add("transfers", (
        sale.seller, sale.buyer, price, sale.currency if price else "", sale.purpose, account.where(episode.place),
        account.when(episode.start),
    ))  # fmt: skip


def _home_death(desk: Desk, interview: Interview, mention: Mention) -> Iterator[Telling]:
    person = mention.person
    if not desk.dice.chance(0.7) or person.died is None:
        return
    account = _account(desk, interview, mention)
    row = account.add("acts", (person.home_death_act, account.where(person.home), account.when(person.died),
                               "", "", ""))  # fmt: skip
    desk.rows.tables["truth/acts"].append((row[0], desk.events[person.number, -1, 0]))
    step = desk.situation.steps[desk.situation.file.first_step]
    yield _close(account, [ToldStep(step, None, [row], None, None)], 0)
