"""What would the number be, had something been decided otherwise: without one list, two lists as one, other priors?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from tumen.errors import OverlapTableError
from tumen.estimation.charts import Chart, band_chart
from tumen.estimation.contract import Estimate, Method
from tumen.estimation.graph_averaging import GraphAveraging
from tumen.estimation.latent_class import LatentClass
from tumen.estimation.methods import estimate, method_settings
from tumen.estimation.table import OverlapTable
from tumen.progress import SILENT, Progress, check

__all__ = ["Otherwise", "Sensitivity", "merged", "sensitivity", "without"]

_MOST_MERGES = 10  # pairs tried, those that share most people for their size first


@dataclass(frozen=True, slots=True, kw_only=True)
class Otherwise:
    """The number under one other decision.

    Attributes:
        kind: `as it is`, `without a list`, `two lists as one`, `prior` or `assumption`.
        words: which decision.
        point, low, high: the estimate; None unless status is `ok`.
        observed: people on at least one list.
        status: of the estimate.
    """

    kind: str
    words: str
    point: float | None
    low: float | None
    high: float | None
    observed: int
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """The number under other decisions, the one as it is first.

    Attributes:
        method: id of the method.
        level: of the intervals, 0-1.
        rows: one a decision.
        input_sha256: hash of the table.
        seed: of every estimate.
    """

    method: str
    level: float
    rows: tuple[Otherwise, ...]
    input_sha256: str
    seed: int

    def of(self, kind: str) -> tuple[Otherwise, ...]:
        """The rows of one kind that have a number."""
        return tuple(row for row in self.rows if row.kind == kind and row.point is not None)

    @property
    def words(self) -> str:
        """The result in sentences."""
        numbers = [row for row in self.rows[1:] if row.point is not None]
        silent = len(self.rows) - 1 - len(numbers)
        if not numbers:
            return "No other decision gives a number."
        least, most = (pick(numbers, key=lambda row: row.point or 0.0) for pick in (min, max))
        end = f" {silent} other decisions give no number." if silent else ""
        return f"Other decisions give {least.point:,.0f} ({least.words}) to {most.point:,.0f} ({most.words}).{end}"

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON."""
        rows = [{name: getattr(row, name) for name in row.__slots__} for row in self.rows]
        return {
            "method": self.method, "level": self.level, "rows": rows, "words": self.words,
            "input_sha256": self.input_sha256, "seed": self.seed,
        }  # fmt: skip

    def plot(self) -> Chart:
        """One line a decision; the line through all is the number as it is."""
        rows = [{"who": row.words, "point": row.point, "low": row.low, "high": row.high} for row in self.rows]
        return band_chart(
            rows, title="The number under other decisions", words=self.words, axis="population", line=self.rows[0].point
        )  # fmt: skip


def without(table: OverlapTable, name: str) -> OverlapTable:
    """The table had one list never been made: who stood on it alone is not seen.

    Raises:
        OverlapTableError: there is no such list.
    """
    _known(table, name)
    keep = [at for at, each in enumerate(table.lists) if each != name]
    patterns = table.patterns[:, keep]
    seen = patterns.any(axis=1)
    return OverlapTable(
        lists=tuple(table.lists[at] for at in keep), patterns=patterns[seen], counts=table.counts[seen]
    )


def merged(table: OverlapTable, groups: Mapping[str, tuple[str, ...]]) -> OverlapTable:
    """The table with some lists taken for one: new name → its lists. Nobody is lost.

    Raises:
        OverlapTableError: a list that does not exist, stands in two groups, or bears the new name outside its group.
    """
    old = [name for names in groups.values() for name in names]
    for name in old:
        _known(table, name)
    if len(set(old)) < len(old):
        raise OverlapTableError("A list can be merged into one other only.")
    kept = [at for at, name in enumerate(table.lists) if name not in old]
    columns = [table.patterns[:, at] for at in kept]
    columns += [
        table.patterns[:, [table.lists.index(n) for n in names]].max(axis=1) for names in groups.values()
    ]
    lists = (*(table.lists[at] for at in kept), *groups)
    return OverlapTable(lists=lists, patterns=np.stack(columns, axis=1), counts=table.counts)


def _known(table: OverlapTable, name: str) -> None:
    if name not in table.lists:
        raise OverlapTableError(f"There is no list {name!r}.", hint=f"Lists: {', '.join(table.lists)}.")


def sensitivity(
    table: OverlapTable,
    *,
    method: str | Method = "latent-class",
    level: float = 0.95,
    seed: int = 1,
    progress: Progress = SILENT,
) -> Sensitivity:
    """Estimate again without each list, with pairs of lists as one, with other priors, with other assumed ratios.

    Args:
        table: the overlaps.
        method: an id or a settings object; it works with the settings of `for_pooling`.
        level: of the intervals, 0-1.
        seed: of every estimate.
        progress: told of each decision.

    Raises:
        MethodError: there is no such method.
        SettingsError: level outside 0-1.
        Stopped: the person asked to stop.

    Example:
        >>> table = OverlapTable.from_patterns(
        ...     ["A", "B", "C"], {"100": 60, "010": 55, "001": 70, "110": 20, "011": 15, "101": 18, "111": 9}
        ... )
        >>> found = sensitivity(table, method="independence")
        >>> [(row.words, round(row.point)) for row in found.rows[:3]]
        [('as it is', 430), ('without A', 362), ('without B', 406)]
    """
    chosen = (method_settings(method) if isinstance(method, str) else method).for_pooling()
    tried = list(_decisions(table, chosen))
    progress.start(len(tried), "Deciding otherwise")
    rows: list[Otherwise] = []
    for kind, words, other, settings in tried:
        check(progress)
        found = estimate(other, method=settings, level=level, rng=np.random.default_rng(seed))
        rows.append(_row(kind, words, found))
        rows += _grid(found) if len(rows) == 1 else ()
        progress.advance()
    return Sensitivity(method=chosen.id, level=level, rows=tuple(rows), input_sha256=table.sha256, seed=seed)


def _row(kind: str, words: str, found: Estimate) -> Otherwise:
    ends = found.interval
    return Otherwise(
        kind=kind, words=words, point=found.point, low=None if ends is None else ends.low,
        high=None if ends is None else ends.high, observed=found.observed, status=found.status,
    )  # fmt: skip


def _decisions(table: OverlapTable, method: Method) -> Iterator[tuple[str, str, OverlapTable, Method]]:
    yield "as it is", "as it is", table, method
    if len(table.lists) > method.min_lists:
        for name in table.lists:
            yield "without a list", f"without {name}", without(table, name), method
        for first, second in _closest_pairs(table):
            one = merged(table, {f"{first} + {second}": (first, second)})
            yield "two lists as one", f"{first} and {second} as one", one, method
    for words, other in _other_settings(method):
        yield "prior", words, table, other


def _closest_pairs(table: OverlapTable) -> list[tuple[str, str]]:
    """Pairs of lists, those first where most of the shorter stands on the longer: the likeliest copies."""
    both = table.patterns.T @ (table.patterns * table.counts[:, None])
    sizes = np.maximum(np.diagonal(both), 1)
    pairs = list(combinations(range(len(table.lists)), 2))
    pairs.sort(key=lambda p: (-both[p] / min(sizes[p[0]], sizes[p[1]]), p))
    return [(table.lists[i], table.lists[j]) for i, j in pairs[:_MOST_MERGES]]


def _other_settings(method: Method) -> list[tuple[str, Method]]:
    if isinstance(method, LatentClass):
        return [
            (
                "few classes expected (concentration 0.05 on average)",
                replace(method, alpha_shape=0.25, alpha_rate=5.0),
            ),
            (
                "many classes expected (concentration 4 on average)",
                replace(method, alpha_shape=4.0, alpha_rate=1.0),
            ),
            (
                f"at most {max(2, method.classes // 2)} classes",
                replace(method, classes=max(2, method.classes // 2)),
            ),
        ]
    if isinstance(method, GraphAveraging):
        return [
            ("a prior of one person in each combination", replace(method, prior_count=1.0)),
            (
                "a ceiling of the population 2.5 times as high",
                replace(method, max_unseen_ratio=2.5 * method.max_unseen_ratio),
            ),
        ]  # fmt: skip
    return []


def _grid(found: Estimate) -> list[Otherwise]:
    """Assumed ratios (xi, psi, a shape) that the method varies by itself."""
    rows: Any = found.diagnostics.get("sensitivity")
    if not isinstance(rows, list):
        return []
    return [
        Otherwise(
            kind="assumption", words=_named(row), point=row["point"], low=row["low"], high=row["high"],
            observed=found.observed, status="ok",
        )
        for row in rows
    ]  # fmt: skip


def _named(row: Mapping[str, Any]) -> str:
    kept = {name: value for name, value in row.items() if name not in {"point", "low", "high"}}
    return ", ".join(
        f"{name} {value:g}" if isinstance(value, float | int) else f"{name} {value}"
        for name, value in kept.items()
    )
