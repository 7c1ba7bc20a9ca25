"""Would a method's model, run again, give a table like the one that was seen?

Tables of as many seen people are drawn from the model and compared with the one at hand. A model that fails is wrong
about the seen; one that passes may still be wrong about the unseen, because tables say nothing of those.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from tumen.errors import MethodError
from tumen.estimation.charts import Chart, band_chart
from tumen.estimation.contract import Method, require
from tumen.estimation.methods import method_settings
from tumen.estimation.replaying import REPLAYED, replays
from tumen.estimation.table import OverlapTable
from tumen.progress import SILENT, Progress

__all__ = ["PASSING", "Compared", "PosteriorPredictive", "posterior_predictive"]

PASSING = "Passing says nothing about people on no list: models that replay the table alike can differ in their number."
Ints = NDArray[np.int64]
_PATTERNS = 20  # largest combinations compared one by one
_BAND = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One thing counted in the table and in the drawn ones.

    Attributes:
        kind: `combination`, `pair` or `number of lists`.
        label: which lists, or how many.
        observed: people in the table.
        low, median, high: of the drawn tables; 95% lie between low and high.
        tail: two-sided share of drawn tables at least as far out, 0-1.
    """

    kind: str
    label: str
    observed: int
    low: float
    median: float
    high: float
    tail: float

    @property
    def outside(self) -> bool:
        """Whether the table lies outside the band."""
        return not self.low <= self.observed <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class PosteriorPredictive:
    """A table beside tables drawn from a model of it.

    Attributes:
        method: id of the method.
        drawn: number of tables.
        from_posterior: whether parameters were drawn too; otherwise the fitted ones were used.
        compared: what was counted.
        tail: share of drawn tables that are further from their average than the table is, 0-1.
        input_sha256: hash of the table.
        seed: of the draws.
    """

    method: str
    drawn: int
    from_posterior: bool
    compared: tuple[Compared, ...]
    tail: float
    input_sha256: str
    seed: int

    @property
    def outside(self) -> tuple[Compared, ...]:
        """What lies outside its band."""
        return tuple(each for each in self.compared if each.outside)

    @property
    def words(self) -> str:
        """The result in sentences."""
        worst = sorted(self.outside, key=lambda each: each.tail)[:3]
        named = "; ".join(
            f"{c.label}: {c.observed:,} where {c.low:,.0f} to {c.high:,.0f} were expected" for c in worst
        )
        fits = f"{len(self.outside)} of {len(self.compared)} counts lie outside what the model expects"
        return f"{fits}{f' ({named})' if named else ''}. {PASSING}"

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON."""
        return {
            "method": self.method, "drawn": self.drawn, "from_posterior": self.from_posterior,
            "compared": [asdict(each) | {"outside": each.outside} for each in self.compared], "tail": self.tail,
            "words": self.words, "input_sha256": self.input_sha256, "seed": self.seed,
        }  # fmt: skip

    def plot(self, *, least: int = 0) -> Chart:
        """Bands of the drawn tables, and the table as diamonds; each over its median.

        Args:
            least: counts of fewer people are left out, so that the picture may be shown.
        """
        rows = [
            {
                "who": f"{c.label}: {c.observed:,}", "point": 1.0, "low": c.low / _scale(c), "high": c.high / _scale(c),
                "seen": c.observed / _scale(c),
            }
            for c in self.compared
            if c.observed >= least
        ]  # fmt: skip
        return band_chart(
            rows, title="The table beside tables drawn from the model", words=self.words,
            axis="over the expected number", mark_at="seen",
        )  # fmt: skip


def _scale(one: Compared) -> float:
    return max(one.median, 0.5)


def posterior_predictive(
    table: OverlapTable,
    *,
    method: str | Method = "latent-class",
    seed: int = 1,
    drawn: int = 400,
    progress: Progress = SILENT,
) -> PosteriorPredictive:
    """Draw tables of as many seen people from a method's model and compare.

    Counted are the largest combinations, every pair of lists, and people on one list, two lists and so on.

    Args:
        table: the overlaps; one that the method does not refuse.
        method: an id or a settings object of one of `REPLAYED`; the others have no model of the combinations, or
            one that fits every table.
        seed: of the draws.
        drawn: tables, at least 100.
        progress: told of the work.

    Raises:
        MethodError: the method cannot be replayed, or does not fit this table.
        SettingsError: a setting outside its range.
        Stopped: the person asked to stop.

    Source: Gelman, Meng and Stern (1996), Statistica Sinica 6, 733.
    """
    require(drawn >= 100, "drawn must be at least 100.")
    chosen = method_settings(method) if isinstance(method, str) else method
    if chosen.id not in REPLAYED:
        raise MethodError(
            f"{chosen.id} has no model of who stands on which lists that could be replayed.",
            hint=f"Methods that have one: {', '.join(sorted(REPLAYED))}.",
        )
    counted = _Counted(table)
    rows = _stacked(
        counted, replays(table, chosen, drawn=drawn, rng=np.random.default_rng(seed), progress=progress)
    )
    seen = counted.count(_codes(table.patterns), table.counts)
    return PosteriorPredictive(
        method=chosen.id,
        drawn=drawn,
        from_posterior=REPLAYED[chosen.id],
        compared=tuple(
            _compare(kind, label, int(n), column)
            for (kind, label), n, column in zip(counted.labels, seen, rows.T, strict=True)
        ),
        tail=_distance_tail(seen, rows),
        input_sha256=table.sha256,
        seed=seed,
    )


def _stacked(counted: _Counted, drawn: Iterator[tuple[Ints, Ints]]) -> Ints:
    return np.stack([counted.count(codes, people) for codes, people in drawn])


def _codes(patterns: Ints) -> Ints:
    """Each pattern as bits."""
    return np.asarray(patterns @ (1 << np.arange(patterns.shape[1], dtype=np.int64)))


class _Counted:
    """What is counted of a table given as codes (bits of lists) and people."""

    def __init__(self, table: OverlapTable) -> None:
        lists = table.lists
        largest = np.argsort(-table.counts, kind="stable")[:_PATTERNS]
        self._wanted = _codes(table.patterns)[largest]
        self._pairs = list(combinations(range(len(lists)), 2))
        self._bits = np.arange(len(lists))
        named = [" + ".join(n for n, on in zip(lists, table.patterns[i], strict=True) if on) for i in largest]
        self.labels = [
            *(("combination", f"exactly {words}") for words in named),
            *(("pair", f"{lists[i]} and {lists[j]}") for i, j in self._pairs),
            *(("number of lists", f"on {k} of the lists") for k in range(1, len(lists) + 1)),
        ]

    def count(self, codes: Ints, people: Ints) -> Ints:
        """Everything in the order of `labels`."""
        order = np.argsort(codes, kind="stable")
        sorted_codes, sorted_people = codes[order], people[order]
        at = np.minimum(np.searchsorted(sorted_codes, self._wanted), len(codes) - 1)
        exact = np.where(sorted_codes[at] == self._wanted, sorted_people[at], 0)
        on = (codes[:, None] >> self._bits) & 1
        both = on.T @ (on * people[:, None])
        number = np.bincount(on.sum(axis=1), people, len(self._bits) + 1)[1:].astype(np.int64)
        return np.concatenate([exact, [both[i, j] for i, j in self._pairs], number])


def _compare(kind: str, label: str, observed: int, column: Ints) -> Compared:
    low, median, high = np.quantile(column, [(1 - _BAND) / 2, 0.5, (1 + _BAND) / 2])
    tail = min(1.0, 2.0 * min(float((column >= observed).mean()), float((column <= observed).mean())))
    return Compared(
        kind=kind,
        label=label,
        observed=observed,
        low=float(low),
        median=float(median),
        high=float(high),
        tail=tail,
    )


def _distance_tail(seen: Ints, rows: Ints) -> float:
    """Share of drawn tables further from their average (Freeman and Tukey's distance) than the table is."""
    middle = np.sqrt(rows.mean(axis=0))
    distances = ((np.sqrt(rows) - middle) ** 2).sum(axis=1)
    return float((distances >= ((np.sqrt(seen) - middle) ** 2).sum()).mean())
