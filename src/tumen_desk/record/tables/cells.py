"""Cells that know of how many people they tell, so that a table can leave the house without giving one of them away."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any


class People(int):
    """A number of people in a cell: a number like any other, with its place among the sums of its table.

    Attributes:
        name: what other cells are parts of, where this is a sum; the same name means the same people.
        of: names of the sums of which it is a part.
        by: along what the sum is divided, where one sum is divided in several ways.
    """

    name: Hashable
    of: tuple[Hashable, ...]
    by: str

    def __new__(
        cls, number: int, *, name: Hashable = None, of: tuple[Hashable, ...] = (), by: str = ""
    ) -> People:
        made = super().__new__(cls, number)
        made.name, made.of, made.by = name, of, by
        return made


class _Telling:
    people: tuple[People, ...]


class _Words(_Telling, str):
    pass


class _Whole(_Telling, int):
    pass


class _Number(_Telling, float):
    pass


def telling(cell: Any, *people: People) -> Any:
    """The same cell, as one that tells of these numbers of people: of their share, their days, their middle."""
    if cell is None or isinstance(cell, bool):
        return cell
    kind = _Words if isinstance(cell, str) else _Whole if isinstance(cell, int) else _Number
    made = kind(cell)
    made.people = people
    return made


def told_of(cell: object) -> tuple[People, ...]:
    """The numbers of people of which a cell tells, itself if it is one."""
    if isinstance(cell, People):
        return (cell,)
    return cell.people if isinstance(cell, _Telling) else ()
