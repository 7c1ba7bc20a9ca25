"""What a figure is asked to count: everything that decides the number, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from tumen.errors import RecipeError

PERSONS, EPISODES = "persons", "episodes"
_LISTS = ("act_types", "leg_kinds", "leave_out")


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
        place: only acts or steps in this place of the pack or within it; empty = anywhere.
        sex: `f`, `m` or empty for everybody.
        counting: `persons`, each once; or `episodes`: what happened to one person in different years counts
            for each year.
        merge: groups of lists that count as one: one was copied from another, or they hand people on.
        leave_out: lists that are not used.
        answers: what was answered about eligibility and closure: code of the question → `yes`, `no` or `unknown`.
        notes: what was written to each answer.
        method: id of the estimator.
        level: of the interval, 0–1.
        seed: of every random step.
        link_draws: how many partitions of the linkage to carry into the interval.
        unit: what is counted, as it stands beside the number.
    """

    title: str
    population: str
    as_of: str
    act_types: tuple[str, ...] = ()
    leg_kinds: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    place: str = ""
    sex: str = ""
    counting: str = PERSONS
    merge: tuple[tuple[str, ...], ...] = ()
    leave_out: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    method: str = "several"
    level: float = 0.95
    seed: int = 1
    link_draws: int = 20
    unit: str = "persons"

    def __post_init__(self) -> None:
        if not self.act_types and not self.leg_kinds:
            raise RecipeError(
                "The recipe counts nobody.", hint="Choose at least one act or one step of a journey."
            )
        if self.counting not in (PERSONS, EPISODES):
            raise RecipeError("The recipe counts neither persons nor episodes.")
        merged = [name for group in self.merge for name in group]
        if len(set(merged)) < len(merged):
            raise RecipeError("A list stands in two groups of merged lists.")

    @property
    def list_names(self) -> dict[str, str]:
        """List → the list it counts as, where that is another."""
        return {name: " + ".join(sorted(group)) for group in self.merge for name in group}

    def as_dict(self) -> dict[str, object]:
        """Plain data for the run."""
        return asdict(self)

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> CountRecipe:
        """The recipe back from a run."""
        lists = {name: tuple(plain.get(name, ())) for name in _LISTS}
        groups = tuple(tuple(group) for group in plain.get("merge", ()))
        return cls(**{**plain, **lists, "merge": groups})
