"""What a figure is asked to count: everything that decides the number, as plain data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from tumen.errors import RecipeError


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRecipe:
    """One question to the linked record.

    Attributes:
        title: the question as a sentence.
        population: exactly who is meant.
        as_of: EDTF date or interval the number refers to.
        act_types: count people to whom at least one of these acts was done; empty = not asked.
        leg_kinds: count people who made at least one of these steps; empty = not asked.
        since, until: only acts or steps that can have happened in between, EDTF; empty = any time.
        sex: `f`, `m` or empty for everybody.
        method: id of the estimator.
        level: of the interval, 0–1.
        seed: of every random step.
        link_draws: how many partitions of the linkage to carry into the interval.
        unit: what is counted.
    """

    title: str
    population: str
    as_of: str
    act_types: tuple[str, ...] = ()
    leg_kinds: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    sex: str = ""
    method: str = "latent-class"
    level: float = 0.95
    seed: int = 1
    link_draws: int = 20
    unit: str = "persons"

    def __post_init__(self) -> None:
        if not self.act_types and not self.leg_kinds:
            raise RecipeError(
                "The recipe counts nobody.", hint="Choose at least one act or one step of a journey."
            )

    def as_dict(self) -> dict[str, object]:
        """Plain data for the run."""
        return asdict(self)

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> CountRecipe:
        """The recipe back from a run."""
        lists = {name: tuple(plain.get(name, ())) for name in ("act_types", "leg_kinds")}
        return cls(**{**plain, **lists})
