"""Which pairs are compared at all: those that share a key of a rule.

Keys of names, bands of birth years with sex and birthplace, years of leaving and dying. A key that too
many mentions share says little; it is refined by birth year or birthplace, and what is still too full
is left out and said so. So the pairs are at most a fixed number for each key of a mention.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.compiled import compiled
from tumen.linkage.columns import Columns
from tumen.linkage.settings import LinkSettings

RULES: Final = (
    "name key",
    "name key and birth year",
    "name key and region of birth",
    "birth year, sex and region of birth",
    "year of leaving, sex and region of birth",
    "birth year, sex and year of leaving",
    "year of dying, sex and region of birth",
    "birth year, sex and birthplace",
    "year of leaving, sex and birthplace",
)
NAME_RULE: Final = 0
_LAST_NAME_RULE: Final = 2
ALL_PAIRS: Final = 1 << len(RULES)
_REFINED_BY: Final = {0: (1, 2), 3: (7,), 4: (8,)}
_WIDEST_BAND: Final = 6
_PAIRS_A_BATCH: Final = 1_000_000
_EPOCH: Final = 719_163  # 1970-01-01 as a day number

Ints = NDArray[np.int64]


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
        mention: positions, block by block.
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
    a, b = np.triu_indices(len(columns.names), k=1)
    allowed = columns.source[a] != columns.source[b]
    a, b = a[allowed].astype(np.int64), b[allowed].astype(np.int64)
    return Candidates(a=a, b=b, rules=np.full(len(a), ALL_PAIRS, dtype=np.int64))


def taught_by(found: Candidates) -> NDArray[np.bool_]:
    """Pairs found without regard to birth, place or leaving: these teach how often those agree."""
    bits = ALL_PAIRS | (1 << NAME_RULE)
    return np.asarray((found.rules & bits) != 0, dtype=np.bool_)


def candidates(blocks: Blocks, columns: Columns) -> Iterator[Candidates]:
    """The pairs within blocks, about a million at a time; mentions of one name come in one batch."""
    order = np.lexsort((np.arange(len(columns.names)), columns.name_number))
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


def blocks(columns: Columns, settings: LinkSettings) -> Blocks:
    """The blocks that are not too full, after refining."""
    caps = np.full(len(RULES), settings.field_block_cap)
    caps[: _LAST_NAME_RULE + 1] = settings.block_cap
    mention, rule, key = _keys(columns)
    block, size = _numbered(rule, key)
    crowded = size[block] > caps[rule]
    full = [_distinct(block[crowded & (rule == each)]) for each in range(len(RULES))]
    finer = [
        _refined(columns, by, mention[at], block[at])
        for each, kinds in _REFINED_BY.items()
        for at in [np.flatnonzero(crowded & (rule == each))]
        for by in kinds
    ]
    unrefined = mention[crowded & (rule == NAME_RULE)]
    mention, rule, key = (
        np.concatenate([old[~crowded], *new])
        for old, new in zip((mention, rule, block), zip(*finer, strict=True), strict=True)
    )
    block, size = _numbered(rule, key)
    for each in (1, 2, 7, 8):
        full[each] = _distinct(block[(rule == each) & (size[block] > caps[each])])
    usable = np.flatnonzero((size[block] > 1) & (size[block] <= caps[rule]))
    usable = usable[np.lexsort((mention[usable], block[usable]))]
    starts = np.flatnonzero(np.diff(block[usable], prepend=-1))
    return Blocks(
        mention=mention[usable], start=np.append(starts, len(usable)), rule=rule[usable][starts],
        notes=tuple(_notes(full, caps, _distinct(unrefined[~_states_more(columns)[unrefined]]))),
    )  # fmt: skip


def _distinct(values: Ints) -> int:
    return len(np.unique(values))


def _numbered(rule: Ints, key: Ints) -> tuple[Ints, Ints]:
    """A number for each rule and key, and how many rows have it."""
    _, block, size = np.unique(key * len(RULES) + rule, return_inverse=True, return_counts=True)
    return block.astype(np.int64), size.astype(np.int64)


def _notes(full: Sequence[int], caps: Ints, coarse: int) -> Iterator[str]:
    if full[0]:
        yield f"{full[0]} name keys shared by more than {caps[0]} mentions each were refined by birth year or region."
    if coarse:
        yield f"{coarse} mentions with such a name state neither; they were compared through other keys only."
    for rule, words in enumerate(RULES[1:], start=1):
        if full[rule]:
            refined_by = "refined by birthplace" if rule in _REFINED_BY else "left out"
            yield f"{full[rule]} blocks by {words} held more than {caps[rule]} mentions each and were {refined_by}."


def _keys(columns: Columns) -> tuple[Ints, Ints, Ints]:
    """Every blocking key as (mention, rule, key), each once. A mention without a sex stands under both."""
    everyone, region = np.arange(len(columns)), columns.region
    born, left, died = (_band(columns, field) for field in ("birth", "left", "died"))
    placed = np.flatnonzero(region >= 0)
    found = [(*_name_keys(columns.keys), NAME_RULE)]
    for rule, band in ((3, born), (4, left), (6, died)):
        mention, (sex, year) = _spread(placed, _sexes(columns), band)
        found.append((mention, _combined(year, sex, region[mention]), rule))
    mention, (sex, year, gone) = _spread(everyone, _sexes(columns), born, left)
    found.append((mention, _combined(year, sex, gone), 5))
    return (
        np.concatenate([mention for mention, _, _ in found]),
        np.concatenate([np.full(len(mention), rule) for mention, _, rule in found]),
        np.concatenate([key for _, key, _ in found]),
    )


def _name_keys(keys: Sequence[Sequence[str]]) -> tuple[Ints, Ints]:
    distinct = [sorted(set(each)) for each in keys]
    number: dict[str, int] = {}
    for each in distinct:
        for key in each:
            number.setdefault(key, len(number))
    mention = np.repeat(np.arange(len(keys)), [len(each) for each in distinct])
    return mention, np.array([number[key] for each in distinct for key in each], dtype=np.int64)


def _refined(columns: Columns, by: int, mention: Ints, block: Ints) -> tuple[Ints, Ints, Ints]:
    """Rows of too full blocks under finer keys: birth year (rule 1), region (2) or birthplace (7, 8)."""
    if by == 1:
        at, (finer,) = _spread(np.arange(len(mention)), _only(_band(columns, "birth"), mention))
    else:
        finer = (columns.region if by == 2 else columns.column("birthplace").number)[mention]
        at = np.flatnonzero(finer >= 0)
        finer = finer[at]
    return mention[at], np.full(len(at), by), _combined(block[at], finer)


def _states_more(columns: Columns) -> NDArray[np.bool_]:
    """Mentions that state a birth year or a birthplace by which a name key can be refined."""
    return np.asarray((_band(columns, "birth")[1] > 0) | (columns.column("birthplace").number >= 0))


Spans = tuple[Ints, Ints]
"""For each mention the first of consecutive numbers, and how many."""


def _spread(mention: Ints, *spans: Spans) -> tuple[Ints, tuple[Ints, ...]]:
    """A row for each way to take one number of each span, for each of the mentions."""
    chosen: tuple[Ints, ...] = ()
    for low, count in spans:
        several = count[mention]
        back = np.repeat(np.arange(len(mention)), several)
        step = np.arange(len(back)) - np.repeat(np.cumsum(several) - several, several)
        mention = mention[back]
        chosen = (*(each[back] for each in chosen), low[mention] + step)
    return mention, chosen


def _only(spans: Spans, mention: Ints) -> Spans:
    return spans[0][mention], spans[1][mention]


def _combined(*parts: Ints) -> Ints:
    """One number for each combination."""
    code = np.zeros(len(parts[0]), dtype=np.int64)
    for part in parts:
        code = code * (int(part.max(initial=0)) + 1) + part
    return code


def _sexes(columns: Columns) -> Spans:
    sex = columns.column("sex").number
    return np.maximum(sex, 0), np.where(sex < 0, 2, 1)


def _band(columns: Columns, field: str) -> Spans:
    """Two-year bands that the date may fall in, each named by its second year; none for a loose date."""
    first, last = columns.days[field]
    known = np.isfinite(first) & np.isfinite(last)
    low, high = _years(first, known), _years(last, known)
    count = np.where(known, high + 2 - low, 0)
    return low, np.where(count <= _WIDEST_BAND, count, 0)


def _years(day: NDArray[np.float64], known: NDArray[np.bool_]) -> Ints:
    """Years from 1 on of day numbers; 0 where not known."""
    days = (np.where(known, day, 1.0).astype(np.int64) - _EPOCH).astype("datetime64[D]")
    return np.where(known, days.astype("datetime64[Y]").astype(np.int64) + 1970, 0)
