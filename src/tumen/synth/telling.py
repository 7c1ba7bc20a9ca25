"""What a source says of what happened to a person: rows of accounts, legs, acts, stays and transfers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from tumen.synth.dice import Dice
from tumen.synth.interviews import Interview, Mention
from tumen.synth.lives import Episode, TrueAct, TrueStay, TrueTransfer
from tumen.synth.rows import Row, Rows
from tumen.synth.settings import World
from tumen.synth.situation import Situation, Step
from tumen.synth.voice import HEARD, OWN, Voice


@dataclass(slots=True, kw_only=True)
class Desk:
    """What is needed to write down a block.

    Attributes:
        events: number of a person, an episode and an act → id of the event.
        own: the voice of people who speak of themselves.
        heard: the voice of people who speak of others.
    """

    dice: Dice
    world: World
    situation: Situation
    rows: Rows
    events: dict[tuple[int, int, int], str]
    own: Voice = field(init=False)
    heard: Voice = field(init=False)

    def __post_init__(self) -> None:
        known = self.situation.file.places
        self.own = Voice(memory=OWN, dice=self.dice, known=known)
        self.heard = Voice(memory=HEARD, dice=self.dice, known=known)

    def voice(self, mention: Mention) -> Voice:
        """The voice in which a person is spoken of."""
        return self.own if mention.own else self.heard


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
    voice: Voice
    own: bool
    shift: int
    head: tuple[str, str, str]

    def when(self, day: int) -> str:
        return self.voice.when(day + self.shift)

    def add(self, table: str, cells: Row) -> Row:
        """Write a row: its id, the account's, and what was told."""
        row = (self.desk.rows.ids.new(table), *self.head, *cells)
        self.desk.rows.tables[table].append(row)
        return row


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
    voice = desk.voice(mention)
    wrong = desk.dice.chance(voice.memory.wrong_year)
    shift = (365 if desk.dice.chance(0.5) else -365) if wrong else 0
    head = (desk.rows.ids.new("accounts"), interview.id, mention.id)
    return _Account(desk=desk, interview=interview, mention=mention, voice=voice, own=mention.own, shift=shift,
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
    spec, voice = episode.step.spec, account.voice
    price = voice.detail(episode.price)
    return account.add("legs", (
        str(episode.journey), str(episode.sequence), spec.leg,
        voice.where(episode.origin), voice.where(episode.place),
        account.when(episode.start), account.when(episode.end) if episode.end - episode.start > 25 else "",
        voice.detail(episode.mode), voice.detail(episode.helper),
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
    voice = account.voice
    row = account.add("acts", (
        act.rule.type, voice.where(act.place), account.when(act.day), voice.detail(act.agency),
        voice.detail(act.method), act.rule.outcome,
    ))  # fmt: skip
    account.desk.rows.tables["truth/acts"].append((row[0], event))
    return row


def _stay(account: _Account, episode: Episode, stay: TrueStay) -> Row:
    voice = account.voice
    open_ended = stay.rule.spec.open or episode.end >= account.interview.day
    return account.add("stays", (
        voice.detail(stay.facility), stay.kind, account.when(episode.start),
        "" if open_ended else account.when(episode.end), voice.detail(stay.reason), stay.outcome,
    ))  # fmt: skip


def _transfer(account: _Account, episode: Episode, sale: TrueTransfer) -> Row:
    voice = account.voice
    price = voice.detail(sale.price)
    return account.add("transfers", (
        sale.seller, sale.buyer, price, sale.currency if price else "", sale.purpose, voice.where(episode.place),
        account.when(episode.start),
    ))  # fmt: skip


def _home_death(desk: Desk, interview: Interview, mention: Mention) -> Iterator[Telling]:
    person = mention.person
    if not desk.dice.chance(0.7) or person.died is None:
        return
    account = _account(desk, interview, mention)
    row = account.add("acts", (person.home_death_act, account.voice.where(person.home), account.when(person.died),
                               "", "", ""))  # fmt: skip
    desk.rows.tables["truth/acts"].append((row[0], desk.events[person.number, -1, 0]))
    step = desk.situation.steps[desk.situation.file.first_step]
    yield _close(account, [ToldStep(step, None, [row], None, None)], 0)
