"""What several files of one table tell together, where their periods are parts of one another's.

Whoever has a table of 2005 to 2007, one of 2008 to 2009 and one of 2005 to 2010 can add and subtract: what is left is
the year 2010. So a new file is also held against the sum of two or three earlier ones that lie apart within its period,
and against what an earlier wider one leaves beside one or two that lie apart from it. The rest of their narrowing must
be the same. Somebody may be counted in two periods, so a sum can come too high; it is compared all the same.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

Numbers = Mapping[str, int]
"""A key of a row and column → how many people."""
Period = tuple[float, float]
_MOST: Final = 3
_FEW: Final = 16
"""Among more files than this only two are added up, so that a file is made in no time."""


def together(
    narrowing: Mapping[str, Any], earlier: Sequence[tuple[Mapping[str, Any], Numbers]]
) -> Iterator[Numbers]:
    """Numbers that follow from several earlier files for a file of this narrowing.

    Args:
        narrowing: of the file to be made, part → value.
        earlier: the files of the same table that left, each with its narrowing and its numbers.
    """
    mine = _period(narrowing)
    alike = [(_period(n), numbers) for n, numbers in earlier if _rest(n) == _rest(narrowing)]
    inside = [file for file in alike if _holds(mine, file[0]) and file[0] != mine]
    for parts in _apart(inside, least=2, most=_MOST):
        yield _added(parts)
    for period, whole in alike:
        if _holds(period, mine) and period != mine:
            beside = [file for file in alike if _holds(period, file[0]) and _are_apart(file[0], mine)]
            for parts in _apart(beside, least=1, most=_MOST - 1):
                known = _added(parts)
                yield {key: whole[key] - known[key] for key in whole.keys() & known.keys()}


def _period(narrowing: Mapping[str, Any]) -> Period:
    return narrowing.get("since") or -math.inf, narrowing.get("until") or math.inf


def _rest(narrowing: Mapping[str, Any]) -> dict[str, Any]:
    return {part: value for part, value in narrowing.items() if part not in ("since", "until")}


def _holds(wide: Period, narrow: Period) -> bool:
    return wide[0] <= narrow[0] and narrow[1] <= wide[1]


def _are_apart(one: Period, other: Period) -> bool:
    return one[1] < other[0] or other[1] < one[0]


def _apart(files: Sequence[tuple[Period, Numbers]], *, least: int, most: int) -> Iterator[list[Numbers]]:
    """Every choice of files whose periods have no day in common."""
    for size in range(least, (most if len(files) <= _FEW else min(most, 2)) + 1):
        for chosen in itertools.combinations(files, size):
            if all(_are_apart(a[0], b[0]) for a, b in itertools.combinations(chosen, 2)):
                yield [numbers for _, numbers in chosen]


def _added(parts: Sequence[Numbers]) -> dict[str, int]:
    """The sum of what all of them tell; a number left out in one of them leaves the sum open."""
    keys = set(parts[0]).intersection(*parts[1:])
    return {key: sum(part[key] for part in parts) for key in keys}
