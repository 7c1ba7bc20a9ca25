"""Which pairs are compared at all: those that share a key of a rule.

A rule is a combination of coarse attributes: a key of the name, the surname, two years of birth, the exact
birthday, the region of birth … A key that too many mentions share says little; it is refined by one more
attribute, and what is still too full is left out and said so. So the pairs are at most a fixed number for
each key of a mention. What is left out still counts in the draws, see `unseen`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.compiled import compiled
from tumen.linkage.attributes import Attribute, combined, spread
from tumen.linkage.columns import Columns
from tumen.linkage.settings import LinkSettings

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Mentions that agree in all `parts` are compared.

    Attributes:
        parts: names of attributes, see `attributes`; for a refining rule those it adds.
        words: what it is, in plain words.
        of: the number of the rule whose too full blocks it refines; None for a rule of its own.
    """

    parts: tuple[str, ...]
    words: str
    of: int | None = None


RULES: Final = (
    Rule(parts=("name",), words="name key"),
    Rule(parts=("birth",), words="name key and birth year", of=0),
    Rule(parts=("region",), words="name key and region of birth", of=0),
    Rule(parts=("left",), words="name key and year of leaving", of=0),
    Rule(parts=("region",), words="name key, birth year and region of birth", of=1),
    Rule(parts=("left",), words="name key, region of birth and year of leaving", of=2),
    Rule(parts=("birthday",), words="day of birth"),
    Rule(parts=("birth", "sex", "region"), words="birth year, sex and region of birth"),
    Rule(parts=("birthplace",), words="birth year, sex and birthplace", of=7),
    Rule(parts=("left", "sex", "region"), words="year of leaving, sex and region of birth"),
    Rule(parts=("birthplace",), words="year of leaving, sex and birthplace", of=9),
    Rule(parts=("birth", "sex", "left"), words="birth year, sex and year of leaving"),
    Rule(parts=("died", "sex", "region"), words="year of dying, sex and region of birth"),
    Rule(parts=("surname", "birth", "sex"), words="surname, birth year and sex"),
    Rule(parts=("region",), words="surname, birth year, sex and region of birth", of=13),
    Rule(parts=("surname", "left", "region"), words="surname, year of leaving and region of birth"),
)
NAME_RULE: Final = 0
_NAME_RULES: Final = frozenset(range(6))
ALL_PAIRS: Final = 1 << len(RULES)
_FIELD_RULES: Final = ALL_PAIRS | sum(
    1 << each for each, rule in enumerate(RULES) if each not in _NAME_RULES and "surname" not in rule.parts
)
_PAIRS_A_BATCH: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Pairs to compare: positions `a` < `b`, shape (pairs,), each pair once.

    `rules` holds one bit per rule of `RULES` that found the pair.
    """

    a: Ints
    b: Ints
    rules: Ints

    def __len__(self) -> int:
        return len(self.a)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """Mentions that share a key.

    Attributes:
        mention: positions, block by block, ascending in each.
        start: where the mentions of each block begin, and the end.
        rule: number of the rule behind each block, see `RULES`.
        notes: what was refined or left out, in plain words.
    """

    mention: Ints
    start: Ints
    rule: Ints
    notes: tuple[str, ...]


def all_pairs(columns: Columns) -> Candidates:
    """Every pair of mentions that do not share a source."""
    a, b = np.triu_indices(len(columns), k=1)
    allowed = columns.source[a] != columns.source[b]
    a, b = a[allowed].astype(np.int64), b[allowed].astype(np.int64)
    return Candidates(a=a, b=b, rules=np.full(len(a), ALL_PAIRS, dtype=np.int64))


def found_by_name(rules: Ints) -> NDArray[np.bool_]:
    """Pairs found without regard to birth, place or leaving: these teach how often those agree."""
    return np.asarray((rules & (ALL_PAIRS | (1 << NAME_RULE))) != 0, dtype=np.bool_)


def found_by_fields(rules: Ints) -> NDArray[np.bool_]:
    """Pairs found without regard to names: these teach how often names have nothing to do with each other."""
    return np.asarray((rules & _FIELD_RULES) != 0, dtype=np.bool_)


def candidates(blocks: Blocks, columns: Columns) -> Iterator[Candidates]:
    """The pairs within blocks, about a million at a time; mentions of one name come in one batch."""
    order = np.lexsort((np.arange(len(columns)), columns.name_number))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    size = np.diff(blocks.start)
    number = np.repeat(np.arange(len(size)), size)
    by_mention = np.lexsort((number, rank[blocks.mention]))
    block_of = number[by_mention]
    begin = np.searchsorted(rank[blocks.mention][by_mention], np.arange(len(order) + 1))
    most = np.bincount(rank[blocks.mention], weights=size[number] - 1, minlength=len(order)).cumsum()
    batch = (most // _PAIRS_A_BATCH).astype(np.int64)
    cuts = np.append(np.flatnonzero(np.diff(batch, prepend=-1)), len(order))
    seen = np.empty(len(order), dtype=np.int64)
    for first, last in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        room = int(most[last - 1] - (most[first - 1] if first else 0))
        low, high, rules = (np.empty(room, dtype=np.int64) for _ in range(3))
        count = _meet(first, last, order, rank, columns.source, block_of, begin, blocks.mention, blocks.start,
                      blocks.rule, seen, low, high, rules)  # fmt: skip
        low, high = low[:count], high[:count]
        yield Candidates(a=np.minimum(low, high), b=np.maximum(low, high), rules=rules[:count])


@compiled
def _meet(
    first: int, last: int, order: Ints, rank: Ints, source: Ints, block_of: Ints, begin: Ints,
    mention: Ints, start: Ints, rule: Ints, seen: Ints, low: Ints, high: Ints, rules: Ints,
) -> int:  # fmt: skip
    """List whom the mentions of rank `first` to before `last` meet among those of higher rank; how many."""
    count = 0
    seen[:] = -1
    for at in range(first, last):
        one, floor = order[at], count
        for place in range(begin[at], begin[at + 1]):
            block = block_of[place]
            for other in mention[start[block] : start[block + 1]]:
                if rank[other] > at and source[other] != source[one]:
                    # `seen` holds where the pair stands, if it was met for this mention already.
                    if seen[other] < floor:
                        seen[other] = count
                        low[count], high[count], rules[count] = one, other, 0
                        count += 1
                    rules[seen[other]] |= 1 << rule[block]
    return count


def blocks(attributes: dict[str, Attribute], settings: LinkSettings) -> Blocks:
    """The blocks that are not too full, after refining."""
    everyone = np.arange(len(next(iter(attributes.values()))))
    # Rows of too full blocks, for the rules that refine them: mention, and number of the block.
    crowded: list[tuple[Ints, Ints]] = []
    kept: list[tuple[Ints, Ints]] = []
    full: list[int] = []
    for number, rule in enumerate(RULES):
        cap = settings.block_cap if number in _NAME_RULES else settings.field_block_cap
        mention, key = (everyone, np.zeros_like(everyone)) if rule.of is None else crowded[rule.of]
        at, values = spread(mention, [attributes[part] for part in rule.parts])
        mention, block = mention[at], _numbered(combined(key[at], *values))
        size = np.bincount(block)
        too_full = size[block] > cap
        crowded.append((mention[too_full], block[too_full]))
        full.append(int((size > cap).sum()))
        usable = np.flatnonzero((size[block] > 1) & ~too_full)
        usable = usable[np.lexsort((mention[usable], block[usable]))]
        kept.append((mention[usable], block[usable]))
    starts = [np.flatnonzero(np.diff(block, prepend=-1)) for _, block in kept]
    offset = np.cumsum([0, *(len(mention) for mention, _ in kept)])
    return Blocks(
        mention=np.concatenate([mention for mention, _ in kept]),
        start=np.concatenate([*(s + o for s, o in zip(starts, offset[:-1], strict=True)), offset[-1:]]),
        rule=np.repeat(np.arange(len(RULES)), [len(start) for start in starts]),
        notes=tuple(_notes(full, settings, _coarse(attributes, crowded[NAME_RULE][0]))),
    )  # fmt: skip


def _numbered(key: Ints) -> Ints:
    """A number for each distinct key."""
    return np.asarray(np.unique(key, return_inverse=True)[1], dtype=np.int64)


def _coarse(attributes: dict[str, Attribute], mention: Ints) -> int:
    """How many of these mentions state nothing by which a name key could be refined."""
    stated = np.zeros(len(attributes["name"]), dtype=bool)
    for part in ("birth", "region", "left"):
        stated |= np.diff(attributes[part].start) > 0
    return len(np.unique(mention[~stated[mention]]))


def _notes(full: Sequence[int], settings: LinkSettings, coarse: int) -> Iterator[str]:
    refined = {rule.of for rule in RULES}
    if full[0]:
        yield (
            f"{full[0]} name keys shared by more than {settings.block_cap} mentions each were refined by birth year, "
            "region or year of leaving."
        )
    if coarse:
        yield f"{coarse} mentions with such a name state none of these; they were compared through other keys only."
    for number, rule in enumerate(RULES[1:], start=1):
        if full[number]:
            done = "refined" if number in refined else "left out"
            cap = settings.block_cap if number in _NAME_RULES else settings.field_block_cap
            yield f"{full[number]} blocks by {rule.words} held more than {cap} mentions each and were {done}."
