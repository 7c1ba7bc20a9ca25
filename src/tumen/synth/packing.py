"""Blocks ready for the disk: rows become CSV in the process that made them, so that workers hand over bytes only."""

from __future__ import annotations

import csv
import io
import signal
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing import get_context

from tumen.synth.rows import Chunk, Row
from tumen.synth.settings import World
from tumen.synth.world import blocks, make, make_block

_UNIT = "\x1f"  # stands between cells while it is asked whether any of them holds what CSV must quote
_QUOTED = ',"\r'


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """One block, with its rows as CSV.

    Attributes:
        chunk: the block without its rows.
        tables: table name → its rows as CSV, in UTF-8.
        rows: table name → how many rows.
    """

    chunk: Chunk
    tables: Mapping[str, bytes]
    rows: Mapping[str, int]


def as_csv(rows: Sequence[Row]) -> bytes:
    """Rows as CSV. Most tables hold codes only, and joining those is several times as fast as asking of every cell."""
    joined = "\n".join(map(_UNIT.join, rows)) + "\n" if rows else ""
    cells = sum(map(len, rows))
    if joined.count("\n") == len(rows) == cells - joined.count(_UNIT) and not any(
        m in joined for m in _QUOTED
    ):
        return joined.replace(_UNIT, ",").encode()
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def pack(chunk: Chunk) -> Packed:
    """The block as it goes to the disk."""
    return Packed(
        chunk=replace(chunk, tables={}),
        tables={name: as_csv(rows) for name, rows in chunk.tables.items()},
        rows={name: len(rows) for name, rows in chunk.tables.items()},
    )


def packed(world: World, *, workers: int) -> Iterator[Packed]:
    """Make a world, one packed block after the other; it is the same for any number of workers.

    Args:
        world: settings.
        workers: how many processes make blocks. Worth it from some ten thousand people on, because each
            process loads the pack anew.
    """
    return map(pack, make(world)) if workers <= 1 else _made_by(world, workers)


def _leave_interrupts_to_the_writer() -> None:
    """Ctrl-C reaches every process of a terminal; one answer is enough, and workers would give tracebacks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _packed_block(world: World, number: int, texts: int) -> Packed:
    return pack(make_block(world, number, texts=texts))


def _made_by(world: World, workers: int) -> Iterator[Packed]:
    """Blocks from several processes, in order, never more than two a worker waiting in memory."""
    left = world.text_limit
    numbers = iter(range(blocks(world)))
    context = get_context("spawn")
    with ProcessPoolExecutor(
        workers, mp_context=context, initializer=_leave_interrupts_to_the_writer
    ) as pool:
        try:
            waiting = deque(
                pool.submit(_packed_block, world, number, left) for number in islice(numbers, 2 * workers)
            )
            while waiting:
                block = _shortened(waiting.popleft().result(), left)
                left -= len(block.chunk.texts)
                waiting.extend(
                    pool.submit(_packed_block, world, number, left) for number in islice(numbers, 1)
                )
                yield block
        finally:
            pool.shutdown(cancel_futures=True)


def _shortened(block: Packed, texts: int) -> Packed:
    """The block with at most `texts` texts: a worker does not know how many earlier blocks had."""
    return replace(block, chunk=replace(block.chunk, texts=block.chunk.texts[:texts]))
