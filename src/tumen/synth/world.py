"""Makes a world block by block. A block is the same whatever was made before it, beside it or after it."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tumen.synth.dice import Dice, block_dice
from tumen.synth.interviews import plan
from tumen.synth.lives import Birth, live, pick_crossing
from tumen.synth.loading import load
from tumen.synth.people import Person, die_at_home, family, leaving_day, newborn
from tumen.synth.reach import assign
from tumen.synth.recording import record_interview, record_truth
from tumen.synth.rows import COLUMNS, Chunk, Ids, Rows
from tumen.synth.settings import World
from tumen.synth.situation import Situation
from tumen.synth.telling import Desk
from tumen.synth.texts import compose

BLOCK = 500
_LIVES, _RECORDS, _TEXTS = 0, 1, 2


def blocks(world: World) -> int:
    """How many blocks of people a world has."""
    return -(-world.people // BLOCK)


def make(world: World) -> Iterator[Chunk]:
    """Make a world, one block of people after the other.

    Args:
        world: settings.

    Yields:
        One chunk per block, in order. Nothing of earlier blocks is kept.

    Raises:
        SituationError: the pack has no synth files, or they do not fit its vocabularies.
        VocabError: there is no such pack.
    """
    load(world.pack, world.organisations)
    left = world.text_limit
    for number in range(blocks(world)):
        chunk = make_block(world, number, texts=left)
        left -= len(chunk.texts)
        yield chunk


def make_block(world: World, number: int, *, texts: int = 0) -> Chunk:
    """One block of a world, independent of every other block.

    Args:
        world: settings of the whole world.
        number: 0 … `blocks(world)` - 1.
        texts: how many of its interviews get a readable text.
    """
    situation = load(world.pack, world.organisations)
    with _collected_later():
        return _block(world, situation, number, texts)


@contextmanager
def _collected_later() -> Iterator[None]:
    """No garbage collection: a block is no garbage until it is whole, and looking through it costs a sixth of the time.

    The families of a block are cycles; the first collection afterwards frees them.
    """
    wanted = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if wanted:
            gc.enable()


def _block(world: World, situation: Situation, number: int, texts: int) -> Chunk:
    size = min(BLOCK, world.people - number * BLOCK)
    people = _people(
        block_dice(world.seed, number, _LIVES), world, situation, first=number * BLOCK, size=size
    )
    desk = Desk(
        dice=block_dice(world.seed, number, _RECORDS),
        world=world,
        situation=situation,
        rows=Rows(ids=Ids(seed=world.seed, block=number)),
        events={},
    )
    record_truth(desk, people)
    written: list[tuple[str, str]] = []
    pen = block_dice(world.seed, number, _TEXTS)
    for interview in plan(desk.dice, world, situation, people):
        before = len(desk.rows.tables["mentions"])
        tellings = record_interview(desk, interview)
        if len(written) < texts:
            mentions = desk.rows.tables["mentions"][before:]
            written.append((interview.id, compose(pen, situation, interview, tellings, mentions)))
    return Chunk(
        block=number,
        people=size,
        tables=desk.rows.tables,
        texts=written,
        populations={
            name: sum(name in person.populations for person in people) for name in _populations(situation)
        },
        seen=_seen(situation, desk.rows),
        reachable=sum(person.reachable for person in people),
    )


def tables(world: World) -> dict[str, list[dict[str, str]]]:
    """A whole small world in memory: table name → rows as dictionaries.

    Example:
        >>> world = tables(World(people=200, seed=3, texts=0))
        >>> len(world["truth/persons"]), world["sources"][0]["made_up"]
        (200, 'yes')
    """
    found: dict[str, list[dict[str, str]]] = {name: [] for name in COLUMNS}
    for chunk in make(world):
        for name, rows in chunk.tables.items():
            found[name] += [dict(zip(COLUMNS[name], row, strict=True)) for row in rows]
    return found


def _populations(situation: Situation) -> Mapping[str, object]:
    return situation.file.populations


def _people(dice: Dice, world: World, situation: Situation, *, first: int, size: int) -> list[Person]:
    people: list[Person] = []
    while len(people) < size:
        members = family(dice, situation, first=first + len(people), room=size - len(people))
        people += members
        for birth in _leave(dice, situation, members):
            if len(people) < size and birth.day < situation.stop:
                people.append(newborn(dice, situation, mother=birth.mother, day=birth.day, place=birth.place,
                                      number=first + len(people)))  # fmt: skip
    for person in people:
        if not person.episodes:
            die_at_home(dice, situation, person)
        assign(dice, world, situation, person)
    return people


def _leave(dice: Dice, situation: Situation, members: list[Person]) -> list[Birth]:
    """Let the members of a family leave, some of them together; returns births on the way."""
    lead: tuple[int, tuple[str, str]] | None = None
    births: list[Birth] = []
    together = situation.file.people.leaving.together
    for person in members:
        day = leaving_day(dice, situation, person)
        crossing = pick_crossing(dice, situation, person.home)
        joins = dice.chance(together)
        if day is None:
            continue
        if lead is not None and joins and person.born < lead[0]:
            day, crossing = lead
        lead = lead or (day, crossing)
        births += live(dice, situation, person, day=day, crossing=crossing)
    return births


def _seen(situation: Situation, rows: Rows) -> dict[str, dict[str, int]]:
    """For each population, how many of its people each organisation recorded as belonging to it."""
    person_of = {row[0]: row[1] for row in rows.tables["truth/mentions"]}
    organisation_of = {row[0]: row[1] for row in rows.tables["sources"]}
    seen: dict[str, dict[str, int]] = {}
    for name, population in situation.file.populations.items():
        where = population.seen_in
        columns = COLUMNS[where.table]
        column, codes = columns.index(where.column), set(where.codes)
        source, mention = columns.index("source_id"), columns.index("mention_id")
        found = {
            (organisation_of[row[source]], person_of[row[mention]])
            for row in rows.tables[where.table]
            if row[column] in codes
        }
        counts = {organisation.name: 0 for organisation in situation.organisations}
        for organisation, _ in found:
            counts[organisation] += 1
        seen[name] = {**counts, "": len({person for _, person in found})}
    return seen


__all__ = ["BLOCK", "blocks", "make", "make_block", "tables"]
