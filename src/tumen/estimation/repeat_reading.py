"""A table of how many people were recorded once, twice, …, told from a table of lists."""

from __future__ import annotations

from collections.abc import Sequence

from tumen.estimation.repeat_counts import RepeatCounts
from tumen.estimation.table_reading import COUNT, OTHER_COUNTS, PATTERNS, split_rows

__all__ = ["frequency_table"]

_PEOPLE = (*OTHER_COUNTS, "f", COUNT)  # `count` last: beside another of these names it is the times recorded


def frequency_table(text: str) -> RepeatCounts | None:
    """How often people were recorded, if that is what a table says; None for any other table.

    It has two columns: times recorded, each number from 1 once and one of them at least 2, and the people recorded so
    often. The second is called `people`, `freq`, `n`, `count` or the like.

    Args:
        text: CSV with a header row; commas, semicolons or tabs.

    Raises:
        SampleError: the people are no whole numbers.

    Example:
        >>> frequency_table("times,people\\n1,1645\\n2,183\\n3,37\\n").observed
        1865
    """
    rows = split_rows(text)
    if len(rows) < 3 or any(len(row) != 2 for row in rows):
        return None
    at = _people_column(rows[0])
    times = [row[1 - at] for row in rows[1:]] if at is not None else []
    if at is None or not all(cell.isdecimal() and len(cell) < 10 for cell in times):
        return None
    if rows[0][1 - at].lower() in PATTERNS:
        return None
    numbers = [int(cell) for cell in times]
    if min(numbers) < 1 or max(numbers) < 2 or len({*numbers}) < len(numbers):
        return None
    body = "\n".join(f"{row[1 - at]},{row[at]}" for row in rows[1:])
    return RepeatCounts.from_csv(f"count,people\n{body}\n", people="people")


def _people_column(header: Sequence[str]) -> int | None:
    """Which of the two columns holds the people; None if no name says so."""
    names = [name.lower() for name in header]
    for name in _PEOPLE:
        if name in names:
            return names.index(name)
    return None
