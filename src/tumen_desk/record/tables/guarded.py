"""Tables as they leave the house: nobody can be picked out of a small cell, nor by taking cells away from their sum.

A cell of one to four people is written 1–4. What would give such a cell away is written …: another part of the same
sum, the smallest that will do, or the sum itself where all other parts would have to go. Shares, days and middle
values of such cells are left empty. That no small cell can be worked out again is tried with linear programs over all
sums of the table: each must still be able to hold three different numbers, or as many as its sum allows at all.

Two tables narrowed in different ways can be taken from each other: `leaving` says which cells are then too near to what
an earlier file tells, and these are guarded like small ones. Numbers for the public are made and checked by counting.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Final

from tumen_desk.record.tables.cells import People, told_of
from tumen_desk.record.tables.table import Cell, Table
from tumen_desk.shell.cells import inert

LEAST: Final = 5
"""People from which on a number is told as it is."""
FEW: Final = f"1–{LEAST - 1}"
HIDDEN: Final = "…"
_APART: Final = 2.0  # between the least and the greatest number that a small cell must be able to hold

_Key = Hashable


def guarded(table: Table, *, close: Mapping[int, tuple[int, int]] | None = None) -> Table:
    """The table without what tells of fewer people than `LEAST`.

    Args:
        table: as it is.
        close: further cells that must not be told, by their `id`, and between what each lies for whoever knows why.
    """
    hidden = _hidden(table.rows, close or {})

    def shown(value: Cell) -> Cell:
        people = told_of(value)
        if not any(_key(one) in hidden for one in people):
            return value
        if not isinstance(value, People):
            return ""
        return FEW if value < LEAST else HIDDEN

    rows = tuple(tuple(shown(value) for value in row) for row in table.rows)
    return Table(columns=table.columns, rows=rows, notes=table.notes)


def as_csv(table: Table) -> str:
    """Headings and rows, safe to open in a spreadsheet."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(table.columns)
    writer.writerows([inert(value) for value in row] for row in table.rows)
    return out.getvalue()


def _key(people: People) -> _Key:
    """Cells with a name are one wherever they stand; others are themselves."""
    return ("named", people.name) if people.name is not None else ("alone", id(people))


def _hidden(rows: Iterable[Sequence[Cell]], close: Mapping[int, tuple[int, int]]) -> set[_Key]:
    """Cells that must not be told: the small ones, and what would give them away."""
    cells = {_key(one): one for row in rows for value in row for one in told_of(value)}
    near = {_key(one): close[id(one)] for row in rows for v in row for one in told_of(v) if id(one) in close}
    small = [key for key, one in cells.items() if 0 < one < LEAST or key in near]
    hidden = set(small)
    if not small:
        return hidden
    sums = _sums(cells)
    # To hide more never tells more, so that each small cell is looked at until it is safe, and then left.
    for key in sorted(small, key=lambda k: (int(cells[k]), str(k))):
        while not _open_enough(key, cells, hidden, sums, near):
            more = _next(key, cells, hidden, sums)
            if more is None:
                break
            hidden.add(more)
    return hidden


def _sums(cells: Mapping[_Key, People]) -> list[tuple[_Key, list[_Key]]]:
    """Each sum that is told in the table, with its parts."""
    parts: dict[tuple[_Key, str], list[_Key]] = {}
    for key, one in cells.items():
        for name in one.of:
            if ("named", name) in cells:
                parts.setdefault((("named", name), one.by), []).append(key)
    return [(whole, found) for (whole, _by), found in parts.items()]


def _next(
    key: _Key, cells: Mapping[_Key, People], hidden: set[_Key], sums: Sequence[tuple[_Key, list[_Key]]]
) -> _Key | None:
    """What is hidden next for a small cell: the smallest other part, or the sum if no part would stay."""
    for whole, parts in _near(key, hidden, sums):
        left = sorted((int(cells[p]), str(p), p) for p in parts if p not in hidden and cells[p])
        if len(left) > 1:
            return left[0][2]
        if whole not in hidden:
            return whole
        if left:
            return left[0][2]
    return None


def _near(
    key: _Key, hidden: set[_Key], sums: Sequence[tuple[_Key, list[_Key]]]
) -> list[tuple[_Key, list[_Key]]]:
    """Sums that bear on a cell: its own first, then those that share hidden cells with them."""
    reached = {key}
    found: list[tuple[_Key, list[_Key]]] = []
    open_sums = list(sums)
    while True:
        fresh = [(w, p) for w, p in open_sums if reached & {w, *p}]
        if not fresh:
            return found
        found += fresh
        open_sums = [one for one in open_sums if one not in fresh]
        reached |= {k for w, p in fresh for k in (w, *p) if k in hidden}


def _open_enough(
    key: _Key,
    cells: Mapping[_Key, People],
    hidden: set[_Key],
    sums: Sequence[tuple[_Key, list[_Key]]],
    known: Mapping[_Key, tuple[int, int]],
) -> bool:
    """Whether somebody who knows all that is told, and how it was guarded, cannot tell what a small cell holds."""
    near = _near(key, hidden, sums)
    if not near:
        return True
    import numpy as np  # loaded when something is reckoned
    from scipy.optimize import linprog

    unknown = sorted({k for w, p in near for k in (w, *p) if k in hidden}, key=str)
    at = {k: n for n, k in enumerate(unknown)}
    rows, right = np.zeros((len(near), len(unknown))), np.zeros(len(near))
    for n, (whole, parts) in enumerate(near):
        for k, sign in ((whole, -1.0), *((p, 1.0) for p in parts)):
            if k in at:
                rows[n, at[k]] += sign
            else:
                right[n] -= sign * int(cells[k])
        # People with several answers stand in several parts; whoever is after them is taken to know by how much.
        right[n] += sum(int(cells[p]) for p in parts) - int(cells[whole])
    bounds = [known.get(k, (1, LEAST - 1) if cells[k] < LEAST else (LEAST, None)) for k in unknown]
    aim = np.zeros(len(unknown))
    aim[at[key]] = 1.0
    ends = [linprog(sign * aim, A_eq=rows, b_eq=right, bounds=bounds, method="highs") for sign in (1.0, -1.0)]
    if any(end.status != 0 or end.fun is None for end in ends):
        return False
    return -float(ends[1].fun or 0) - float(ends[0].fun or 0) >= _APART - 1e-6
