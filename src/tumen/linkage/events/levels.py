"""What is compared, and which levels the answer can have: the vocabulary of evidence about events.

Each level has a hand-set share of pairs of accounts of one event that show it (`m`) and of two events (`u`). They are
what the model begins from; `u` is soon outweighed by the table, `m` is held near. Dates are judged only against what
was possible with dates of that precision, so a vague date neither helps nor hurts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MISSING: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One way in which a field may agree or differ.

    Attributes:
        words: in plain words, without the values.
        m: share among pairs of one event, within the level's group.
        u: share among pairs of two events, likewise.
        group: levels of one group are alternatives to one another.
    """

    words: str
    m: float
    u: float
    group: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One compared field; `levels[0]` is "not stated by both" and weighs nothing.

    Attributes:
        fits: levels whose chance depends on what was told, not on the level alone: that two accounts of a rare place
            agree says more than that two of a common one do, and a day says more than a year.
    """

    name: str
    levels: tuple[Level, ...]
    fits: tuple[int, ...] = ()


def _levels(*rows: tuple[str, float, float] | tuple[str, float, float, int]) -> tuple[Level, ...]:
    found = [Level(words=row[0], m=row[1], u=row[2], group=row[3] if len(row) > 3 else 0) for row in rows]
    return (Level(words="not stated by both", m=1.0, u=1.0, group=-1), *found)


FIELDS: Final[tuple[Field, ...]] = (
    Field(name="place", fits=(1, 3), levels=_levels(
        ("the same place", .58, .06), ("a name that fits several places may mean the same one", .03, .01),
        ("one place lies in the other", .17, .07), ("near one another", .08, .05), ("in the same region", .07, .12),
        ("one names only the country that the other lies in", .02, .03),
        ("in different regions of one country", .03, .36), ("in different countries", .02, .30),
    )),
    Field(name="date", fits=(1, 7, 11, 15), levels=_levels(
        ("the same day", .70, .003, 0), ("a few days apart", .08, .01, 0),
        ("days that a slip, an exchange or the lunar calendar explains", .05, .012, 0),
        ("within a month", .05, .03, 0), ("within a year", .05, .12, 0), ("more than a year apart", .07, .825, 0),
        ("they fit to the month", .72, .02, 1), ("a month or two apart", .11, .04, 1), ("within a year", .08, .12, 1),
        ("more than a year apart", .09, .82, 1),
        ("they fit to the year", .80, .10, 2), ("a year apart", .12, .13, 2), ("up to three years apart", .05, .20, 2),
        ("more than three years apart", .03, .57, 2),
        ("they may be one time, loosely told", .88, .35, 3),
        ("up to three years apart, though loosely told", .08, .25, 3),
        ("further apart, though loosely told", .04, .40, 3),
    )),
    Field(name="kind", fits=(1,), levels=_levels(
        ("the same kind of act", .78, .20), ("one kind includes the other", .07, .03), ("related kinds", .11, .25),
        ("different kinds", .04, .52),
    )),
    Field(name="number", fits=(1,), levels=_levels(
        ("the same number", .55, .15), ("numbers that may be one, a range or rounding counted", .18, .15),
        ("numbers one apart or within a seventh", .12, .15), ("numbers two apart or within a half", .08, .20),
        ("quite different numbers", .07, .35),
    )),
    Field(name="participants", levels=_levels(
        ("the same linked person", .45, .010), ("a name in common, clearly", .30, .004),
        ("a name in common, perhaps", .08, .03), ("names that say little", .07, .10), ("no name in common", .10, .856),
    )),
    # Who does something, how, and to what end go with what is done: chance agreement is another among acts of one kind.
    Field(name="agency", fits=(1, 5), levels=_levels(
        ("the same body", .62, .50, 0), ("bodies that may be one", .14, .15, 0),
        ("different bodies of one side", .16, .25, 0), ("different bodies", .08, .10, 0),
        ("the same body", .62, .25, 1), ("bodies that may be one", .14, .15, 1),
        ("different bodies of one side", .16, .37, 1), ("different bodies", .08, .23, 1),
    )),
    Field(name="method", levels=_levels(
        ("a manner in common", .80, .45, 0), ("different manners", .20, .55, 0),
        ("a manner in common", .80, .25, 1), ("different manners", .20, .75, 1),
    )),
    Field(name="outcome", levels=_levels(
        ("the same outcome", .75, .50, 0), ("different outcomes", .25, .50, 0),
        ("the same outcome", .75, .37, 1), ("different outcomes", .25, .63, 1),
    )),
    Field(name="origin", levels=_levels(
        ("one quotes the other, or was told by whoever tells the other", .60, .002),
        ("told after somebody else", .40, .998),
    )),
)  # fmt: skip

KIND: Final = 2
SAME_KIND: Final = 1
BY_KIND: Final = {5: 4, 6: 2, 7: 2}
"""Fields with levels apart for acts of one kind, and how many: the others stand behind these."""

NAMES: Final = tuple(field.name for field in FIELDS)
WIDEST: Final = max(len(field.levels) for field in FIELDS)
