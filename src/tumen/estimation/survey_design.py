"""A sample drawn by a plan: strata, clusters within clusters, weights, and how many clusters there were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tumen.estimation.sheet import Sheet, raise_faults

__all__ = ["Plan", "Stage", "SurveySample"]

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
_UNKNOWN = "na"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which columns of a table say how the sample was drawn.

    Attributes:
        strata: column of the stratum from which the first units were drawn.
        clusters: columns of the units, from the first drawn (village) to the last (household); without any, each
            row was drawn by itself.
        populations: columns of how many units there were to draw from, in the stratum for the first, in the unit
            before for the next; at most as many as there are stages.
        weight: column of how many each row stands for; without it, weights follow from `populations`.
    """

    strata: str | None = None
    clusters: Sequence[str] = ()
    populations: Sequence[str] = ()
    weight: str | None = None

    def roles(self) -> dict[str, str]:
        """Role → column, for `Sheet.take`."""
        roles = {"stratum": self.strata} if self.strata else {}
        roles |= {"weight": self.weight} if self.weight else {}
        roles |= {f"cluster {j}": name for j, name in enumerate(self.clusters)}
        return roles | {f"population {j}": name for j, name in enumerate(self.populations)}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stage:
    """One step of drawing, for every row of the sample (n rows).

    Attributes:
        group: int array (n,), code of the stratum, or of the unit drawn before, within which units were drawn.
        unit: int array (n,), code of the unit drawn.
        parent: int array (units,), the group of each unit.
        sampled: float array (groups,), units drawn in each group.
        population: float array (groups,), units there were; infinite where not known.
    """

    group: Codes
    unit: Codes
    parent: Codes
    sampled: Floats
    population: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SurveySample:
    """Answers of a drawn sample; made by `from_csv` or `from_sheet`.

    Attributes:
        values: float array (n,), what is added up or averaged; nan where not known.
        per: float array (n,), what ratios are taken per; ones if no column was named.
        weights: float array (n,), how many each row stands for.
        stages: the steps of drawing.
        strata: names of the strata, in the order of the codes of the first stage.
        domain: bool array (n,), rows of the part of the population that is asked about.
        degrees: clusters less strata, of the part asked about, whether or not its values are known.
        missing_between: what the value of a row that could not be asked lies between; None: there is none such.
        sha256: hash of the canonical table.
    """

    values: Floats
    per: Floats
    weights: Floats
    stages: tuple[Stage, ...]
    strata: tuple[str, ...]
    domain: NDArray[np.bool_]
    degrees: int
    missing_between: tuple[float, float] | None
    sha256: str

    @property
    def observed(self) -> int:
        """Rows in the domain whose value is known."""
        return int((self.domain & ~np.isnan(self.values)).sum())

    @classmethod
    def from_csv(
        cls,
        text: str,
        *,
        value: str,
        per: str | None = None,
        plan: Plan,
        where: tuple[str, str] | None = None,
        missing: str | tuple[float, float] = "refuse",
    ) -> SurveySample:
        """Read one row a unit that was asked (village, household, person).

        Args:
            text: CSV with a header row.
            value: column of what is counted or measured.
            per: column of what ratios are taken per.
            plan: how the sample was drawn.
            where: (column, text): only the part of the population for which it holds is asked about. The rest
                stays in the sample, as it must for the variance.
            missing: what an empty value or NA means: `refuse`; `leave-out`, the row tells nothing of the part asked
                about; or (low, high), between which the value lies although nobody could ask.

        Raises:
            SampleError: every fault at once.
        """
        sheet = Sheet.from_csv(text)
        return cls.from_sheet(sheet, value=value, per=per, plan=plan, where=where, missing=missing)

    @classmethod
    def from_sheet(
        cls,
        sheet: Sheet,
        *,
        value: str,
        per: str | None = None,
        plan: Plan,
        where: tuple[str, str] | None = None,
        missing: str | tuple[float, float] = "refuse",
    ) -> SurveySample:
        """As `from_csv`, from a `Sheet`."""
        roles = {"value": value, **plan.roles()} | ({"per": per} if per else {})
        sheet = sheet.take(roles | ({"where": where[0]} if where else {}))
        faults = _missing_faults(missing)
        values = sheet.numbers("value", faults, empty="" if missing == "refuse" else _UNKNOWN)
        below = sheet.numbers("per", faults, low=0) if per else np.ones(len(values))
        return cls.drawn(
            sheet, values=values, per=below, plan=plan, where=where, missing=missing, faults=faults
        )

    @classmethod
    def drawn(
        cls,
        sheet: Sheet,
        *,
        values: Floats,
        per: Floats,
        plan: Plan,
        where: tuple[str, str] | None,
        faults: list[str],
        missing: str | tuple[float, float] = "refuse",
    ) -> SurveySample:
        """From columns that were read already; `sheet` has those of `plan.roles()` and `where`, in the same order.

        Raises:
            SampleError: every fault at once, those in `faults` among them.
        """
        stages, strata = _stages(sheet, plan, faults)
        weights = _weights(sheet, plan, stages, faults)
        asked = np.ones(len(values), dtype=bool)
        if where:
            asked = np.array([cell == where[1] for cell in sheet.text("where")])
            faults += [] if asked.any() else [f"No row has {where[0]} = {where[1]!r}."]
        raise_faults(faults)
        first = stages[0]
        return cls(
            values=values,
            per=per,
            weights=weights,
            stages=stages,
            strata=strata,
            domain=asked & ~np.isnan(values) if missing == "leave-out" else asked,
            degrees=len(np.unique(first.unit[asked])) - len(np.unique(first.group[asked])),
            missing_between=None if isinstance(missing, str) else missing,
            sha256=Sheet.from_columns(
                {"table": [sheet.sha256], "where": [where], "missing": [missing]}
            ).sha256,
        )


def _missing_faults(missing: str | tuple[float, float]) -> list[str]:
    if isinstance(missing, str):
        return (
            []
            if missing in ("refuse", "leave-out")
            else [f"missing is refuse or leave-out, not {missing!r}."]
        )
    low, high = missing
    return (
        [] if np.isfinite([low, high]).all() and low <= high else ["missing runs backwards or is not finite."]
    )


def _codes(keys: ArrayLike) -> Codes:
    found: Codes = np.unique(np.asarray(keys), return_inverse=True)[1].reshape(-1).astype(np.int64)
    return found


def _within(group: Codes, cells: NDArray[np.str_]) -> Codes:
    """Codes of units of which each belongs to one group, whatever other groups call theirs."""
    inner = _codes(cells)
    return _codes(group * (inner.max() + 1) + inner)


def _stages(sheet: Sheet, plan: Plan, faults: list[str]) -> tuple[tuple[Stage, ...], tuple[str, ...]]:
    """The steps of drawing, and the names of the strata."""
    n = len(sheet.rows)
    names = np.array(sheet.known("stratum", faults)) if plan.strata else np.full(n, "")
    group, made = _codes(names), []
    levels = max(len(plan.clusters), 1)
    if len(plan.populations) > levels:
        faults.append(f"{len(plan.populations)} columns of populations for {levels} stages of drawing.")
    for j in range(levels):
        cells = np.array(sheet.known(f"cluster {j}", faults) if plan.clusters else [str(i) for i in range(n)])
        _check_nesting(group, cells, faults) if j == 0 and plan.clusters else None
        unit = _within(group, cells)
        given = f"population {j}" if j < len(plan.populations) else ""
        made.append(_stage(sheet, group, unit, given, faults))
        group = unit
    return tuple(made), tuple(np.unique(names).tolist())


def _check_nesting(group: Codes, cells: NDArray[np.str_], faults: list[str]) -> None:
    """A cluster whose name stands in two strata: a slip of the pen, or two clusters that need two names."""
    names, code = np.unique(cells, return_inverse=True)
    pairs = np.unique(code.reshape(-1) * (group.max() + 1) + group) // (group.max() + 1)
    times = np.bincount(pairs, minlength=len(names))
    faults += [f"Cluster {name} stands in more than one stratum." for name in names[times > 1]]


def _stage(sheet: Sheet, group: Codes, unit: Codes, given: str, faults: list[str]) -> Stage:
    parent = np.zeros(unit.max() + 1, dtype=np.int64)
    parent[unit] = group
    sampled = np.bincount(parent, minlength=group.max() + 1).astype(float)
    population = np.full(len(sampled), np.inf)
    if given:
        cells = sheet.numbers(given, faults, low=1, whole="units")
        population[group] = cells
        if (population[group] != cells).any():
            faults.append(f"The {given} differs between rows of one stratum or unit.")
        elif (population < sampled).any():
            faults.append(f"The {given} is smaller than the number of units drawn.")
    return Stage(group=group, unit=unit, parent=parent, sampled=sampled, population=population)


def _weights(sheet: Sheet, plan: Plan, stages: tuple[Stage, ...], faults: list[str]) -> Floats:
    if plan.weight:
        found = sheet.numbers("weight", faults, low=0)
        faults += ["Weights must be greater than 0."] if (found <= 0).any() else []
        return found
    if len(plan.populations) < len(stages):
        faults.append("Name a column of weights, or of the population of every stage.")
        return np.ones(len(sheet.rows))
    product = np.ones(len(sheet.rows))
    for stage in stages:
        product = product * (stage.population / stage.sampled)[stage.group]
    return product
