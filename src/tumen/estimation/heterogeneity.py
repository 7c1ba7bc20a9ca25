"""People who differ in how findable they are, with the shape of their differences assumed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.estimation import capture_counts
from tumen.estimation.contract import (
    CLOSED,
    LARGEST,
    LINKED,
    NOT_DETERMINED,
    Answer,
    Method,
    refused,
    require,
)
from tumen.estimation.list_effects import bounded_design, effects_answer
from tumen.estimation.loglinear import Fits, fit_many
from tumen.estimation.shapes import shape_column
from tumen.estimation.table import OverlapTable
from tumen.progress import Progress

__all__ = ["Heterogeneity"]

Floats = NDArray[np.float64]
_WORDS = {
    "poisson": "People differ little in how findable they are, and a few are very easy to find.",
    "darroch": "People differ in how findable they are like a bell curve (on the logit scale, among those observed).",
    "gamma": "People differ much in how findable they are, and many are very hard to find.",
}


def _fit_alike(table: OverlapTable, extra: Floats) -> Fits:
    """If all lists catch alike: effects of the number of lists only, in the columns from the third on."""
    lists = len(table.lists)
    number = np.arange(lists + 1, dtype=float)
    design = np.column_stack([np.ones(lists + 1), number / lists, extra])
    gammaln = scipy.special.gammaln
    ways = gammaln(lists + 1) - gammaln(number + 1) - gammaln(lists - number + 1)
    counts = np.bincount(table.patterns.sum(1), table.counts, lists + 1)[None, :].astype(float)
    cells = np.ones_like(counts, dtype=bool)
    cells[:, 0] = False
    return fit_many(design, counts, cells=cells, terms=np.ones((1, design.shape[1]), dtype=bool), offset=ways)


def _alike(table: OverlapTable, extra: Floats) -> float | None:
    """Population if all lists catch alike; None without a finite fit."""
    fits = _fit_alike(table, extra)
    found = table.observed + float(fits.fitted[0, 0])
    return found if fits.converged[0] and found <= LARGEST else None


def _listed(table: OverlapTable, extra: Floats) -> float | None:
    """Population with an effect for every list; None without a finite fit."""
    fitted = capture_counts.fit(table, extra)
    found = table.observed + capture_counts.unseen(fitted)
    return found if fitted.converged and found <= LARGEST else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heterogeneity:
    """Lists that differ and people who differ, where the number of lists somebody is on has an effect of known shape.

    The shape cannot be tested: other shapes fit the same table and give other populations. `other_shapes` lists them
    all, with and without differences between lists; where they lie far apart, show the lower bound instead. The
    interval is the profile interval for this shape alone. An effect below zero cannot come from differences between
    people, and gives no number.

    Attributes:
        shape: `poisson` (2^h - 1 for h lists), `darroch` (h^2 / 2) or `gamma` (-log(1 + h / 3.5)).
        min_observed: fewest people for which a number is given.

    Source: Darroch and others (1993), Journal of the American Statistical Association 88, 1137; Rivest and Baillargeon
        (2007), Biometrics 63, 999 (Poisson, gamma).
    """

    id: ClassVar[str] = "heterogeneity"
    title: ClassVar[str] = "People who differ, with an assumed shape (log-linear)"
    needs_rng: ClassVar[bool] = False
    min_lists: ClassVar[int] = 3
    max_lists: ClassVar[int] = 20

    shape: str = "poisson"
    min_observed: int = 30

    def __post_init__(self) -> None:
        require(self.shape in _WORDS, f"shape must be one of {', '.join(_WORDS)}.")
        require(self.min_observed >= 1, "min_observed must be at least 1.")

    def for_pooling(self) -> Method:
        """The same: it costs little."""
        return self

    def assumptions(self, table: OverlapTable) -> tuple[str, ...]:
        return (
            f"{_WORDS[self.shape]} The data cannot test this; `other_shapes` shows what others give.",
            "For a given person the lists are independent.",
            CLOSED,
            LINKED,
        )

    def answer(
        self, table: OverlapTable, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        if len(table.lists) > self.max_lists:
            return refused(
                f"{len(table.lists)} lists: no shape is known to hold for more than {self.max_lists}. Use chao-mth"
            )
        column = shape_column(self.shape, len(table.lists))
        effect = float(capture_counts.fit(table, column).effects[0])
        diagnostics: dict[str, object] = {
            "shape": self.shape, "effect": effect, "other_shapes": self._others(table),
        }  # fmt: skip
        if effect < 0:
            diagnostics["cautions"] = (
                "fewer people are on many lists than if all were alike; no differences between people do that",
            )
            return Answer(status=NOT_DETERMINED, diagnostics=diagnostics)
        return effects_answer(table, column, level=level, diagnostics=diagnostics)

    def _others(self, table: OverlapTable) -> dict[str, float | None]:
        lists = len(table.lists)
        none = np.zeros((lists + 1, 0))
        bound_alike = bounded_design(lists, lambda tried: _fit_alike(table, tried).parameters[0, 2:])
        bound_listed = bounded_design(lists, lambda tried: capture_counts.fit(table, tried).effects)
        found = {
            "M0": _alike(table, none),
            "Mt": _listed(table, none),
            "Mh lower bound": _alike(table, bound_alike),
            "Mth lower bound": _listed(table, bound_listed),
        }
        for shape in _WORDS:
            found[f"Mh {shape}"] = _alike(table, shape_column(shape, lists))
            found[f"Mth {shape}"] = _listed(table, shape_column(shape, lists))
        return found
