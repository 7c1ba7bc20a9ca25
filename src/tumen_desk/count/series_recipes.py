"""What a series of numbers is asked to say: one figure part by part, or a rate year by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tumen.errors import RecipeError

PERIOD, PLACE, SEX = "period", "place", "sex"
DIMENSIONS = {PERIOD: "when", PLACE: "where", SEX: "sex"}
BEFORE, SINCE = "before", "since"


@dataclass(frozen=True, slots=True, kw_only=True)
class StrataRecipe:
    """A question, estimated for each part of the people it asks about.

    Attributes:
        by: what tells the parts apart: `period`, `place`, `sex`.
        years: years in a period.
    """

    by: tuple[str, ...]
    years: int = 5

    def __post_init__(self) -> None:
        if not self.by or not set(self.by) <= set(DIMENSIONS):
            raise RecipeError("The parts are told apart by when, where or sex.")
        if not 1 <= self.years <= 50:
            raise RecipeError("A period has 1 to 50 years.")

    def as_dict(self) -> dict[str, object]:
        """Plain data for the run."""
        return asdict(self)

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> StrataRecipe:
        """The recipe back from a run."""
        return cls(by=tuple(plain["by"]), years=int(plain["years"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendRecipe:
    """How often something happened, year by year.

    Attributes:
        title: the question as a sentence.
        act_types: what happened.
        place: only in this place or within it; empty = anywhere.
        risk: the time in which it could happen to those interviewed: `before` they left, or `since`.
        first, last: years asked about.
        width: years in a period.
        alike: what weighs the same in every period: `sex`, `place` (where somebody is from).
        leaving: whether years before leaving weigh the same in every period, too.
        windows: years from which interviews were made under other conditions.
        arrivals: CSV of how many arrived, by `left`, `place` or `sex`, and `count`; empty = not known.
    """

    title: str
    act_types: tuple[str, ...]
    first: int
    last: int
    place: str = ""
    risk: str = BEFORE
    width: int = 3
    alike: tuple[str, ...] = (SEX,)
    leaving: bool = True
    windows: tuple[int, ...] = ()
    arrivals: str = ""

    def __post_init__(self) -> None:
        if not self.act_types:
            raise RecipeError("The recipe asks about nothing.", hint="Choose at least one act.")
        if self.risk not in (BEFORE, SINCE) or not set(self.alike) <= {SEX, PLACE}:
            raise RecipeError("The recipe asks for something that is not kept.")

    def as_dict(self) -> dict[str, object]:
        """Plain data for the run."""
        return asdict(self)

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> TrendRecipe:
        """The recipe back from a run."""
        lists = {name: tuple(plain[name]) for name in ("act_types", "alike", "windows")}
        return cls(**{**plain, **lists})
