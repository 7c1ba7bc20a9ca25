"""Which pairs are compared at all: those that share a key of a rule.

A rule is a combination of coarse attributes: a key of the name, the surname, two years of birth, the exact
birthday, the region of birth … A key that too many mentions share says little; it is refined by one more
attribute, and what is still too full is left out and said so. So the pairs are at most a fixed number for
each key of a mention. What is left out still counts in the draws, see `unseen`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.attributes import Attribute, spread
from tumen.linkage.columns import BlockingRule, Columns
from tumen.linkage.mixing import mixed
from tumen.linkage.settings import LinkSettings

Ints = NDArray[np.int64]
Short = NDArray[np.int32]

_ALL_PAIRS: Final = -1
"""Every bit: found by whatever rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Pairs to compare: positions `a` < `b`, shape (pairs,), each pair once.

    `rules` holds one bit per rule that found the pair.
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
        rule: number of the rule behind each block, see `Columns.rules`.
        key: what the mentions of each block share, as a number that is the same in every table.
        full: the keys of the blocks that were too full.
        notes: what was refined or left out, in plain words.
    """

    mention: Short
    start: Ints
    rule: Ints
    key: Ints
    full: Ints
    notes: tuple[str, ...]


def all_pairs(columns: Columns) -> Candidates:
    """Every pair of mentions that do not share a source."""
    a, b = np.triu_indices(len(columns), k=1)
    allowed = columns.source[a] != columns.source[b]
    a, b = a[allowed].astype(np.int64), b[allowed].astype(np.int64)
    return Candidates(a=a, b=b, rules=np.full(len(a), _ALL_PAIRS, dtype=np.int64))


def teaching(rules: Ints, columns: Columns, field: str) -> NDArray[np.bool_]:
    """Pairs found without regard to a field: these teach how often it agrees; shape (pairs,)."""
    bits = sum(1 << number for number, rule in enumerate(columns.rules) if field in rule.teaches)
    return np.asarray((rules & bits) != 0, dtype=np.bool_)


def blocks(columns: Columns, settings: LinkSettings, *, fewest: int = 2) -> Blocks:
    """The blocks that are not too full, after refining.

    Args:
        columns: the records.
        settings: how full a block may be.
        fewest: blocks of fewer mentions are left out.
    """
    everyone = np.arange(len(columns))
    # Rows of too full blocks, for the rules that refine them: record, and key of the block.
    crowded: list[tuple[Ints, Ints]] = []
    kept: list[_Block] = []
    full: list[Ints] = []
    for number, rule in enumerate(columns.rules):
        before = (everyone, np.zeros_like(everyone)) if rule.of is None else crowded[rule.of]
        record, key = keyed(columns, number, *before)
        back = np.unique(key, return_inverse=True)[1]
        size = np.bincount(back)[back] if len(back) else back
        too_full = size > cap_of(rule, settings)
        crowded.append((record[too_full], key[too_full]))
        full.append(np.unique(key[too_full]))
        usable = np.flatnonzero((size >= fewest) & ~too_full)
        usable = usable[np.lexsort((record[usable], key[usable]))]
        kept.append(_blocks_of(record[usable], key[usable]))
    offset = np.cumsum([0, *(len(each.mention) for each in kept)])
    return Blocks(
        mention=np.concatenate([each.mention for each in kept]),
        start=np.concatenate(
            [*(each.start + at for each, at in zip(kept, offset, strict=False)), offset[-1:]]
        ),
        rule=np.repeat(np.arange(len(kept)), [len(each.start) for each in kept]),
        key=np.concatenate([each.key for each in kept]),
        full=np.concatenate(full),
        notes=tuple(_notes(columns, [len(keys) for keys in full], crowded, settings)),
    )


class _Block(NamedTuple):
    """The blocks of one rule: members, where those of each begin, and the key of each."""

    mention: Short
    start: Ints
    key: Ints


def _blocks_of(record: Ints, key: Ints) -> _Block:
    start = np.flatnonzero(np.append(True, np.diff(key) != 0)[: len(key)])
    return _Block(record.astype(np.int32), start, key[start])


def cap_of(rule: BlockingRule, settings: LinkSettings) -> int:
    """How many mentions a block of a rule may hold."""
    return settings.block_cap if rule.by_name else settings.field_block_cap


def keyed(columns: Columns, number: int, record: Ints, key: Ints) -> tuple[Ints, Ints]:
    """A row for every key that a rule gives to records.

    Args:
        columns: all records.
        number: which rule.
        record: positions of the records.
        key: for each the key of the block that is refined; anything for a rule of its own.

    Returns:
        The positions, and the keys: numbers that are the same in every table.
    """
    parts = [columns.coarse[part] for part in columns.rules[number].parts]
    at, values = spread(record, parts)
    found = mixed(key[at].view(np.uint64), np.uint64(number + 1))
    for part, value in zip(parts, values, strict=True):
        found = mixed(found, _lasting(part)[value] if part.words else value.view(np.uint64))
    return record[at], found.view(np.int64)


def _lasting(part: Attribute) -> NDArray[np.uint64]:
    """A number for each word of an attribute that is the same in every table."""
    digests = b"".join(blake2b(word.encode(), digest_size=8).digest() for word in part.words)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def _notes(
    columns: Columns, full: Sequence[int], crowded: Sequence[tuple[Ints, Ints]], settings: LinkSettings
) -> Iterator[str]:
    for number, rule in enumerate(columns.rules):
        if not full[number]:
            continue
        finer = [each for each in columns.rules if each.of == number]
        cap = cap_of(rule, settings)
        done = f"refined by {', '.join(each.words for each in finer)}" if finer else "left out"
        yield f"{full[number]} blocks by {rule.words} held more than {cap} mentions each and were {done}."
        bare = np.unique(crowded[number][0])
        for each in finer:
            bare = bare[~_states(columns, each.parts)[bare]]
        if finer and len(bare):
            yield f"{len(bare)} mentions in them state nothing to refine by; they were compared through other keys."


def _states(columns: Columns, parts: Sequence[str]) -> NDArray[np.bool_]:
    """Whether each record states all of some attributes."""
    return np.asarray(
        np.all([np.diff(columns.coarse[part].start) > 0 for part in parts], axis=0), dtype=np.bool_
    )
