"""A log-linear model grown pair by pair."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.estimation.contract import CLOSED, LINKED, NOT_DETERMINED, Answer, Method, refused, require
from tumen.estimation.loglinear import (
    EXISTS,
    STATUS_WORDS,
    Fits,
    Sparse,
    columns,
    counts_of,
    fit_sparse,
    model_name,
    sound,
    status,
)
from tumen.estimation.model_choice import (
    CHOICE,
    bic,
    check_samples,
    drawn_anew,
    goodness,
    profiled,
    terms_up_to,
)
from tumen.estimation.table import OverlapTable
from tumen.progress import SILENT, Progress, check

__all__ = ["Stepwise"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_DRAWN_UP_TO = 8  # lists; beyond, the interval is that of the chosen model


@dataclass(frozen=True, slots=True, kw_only=True)
class Stepwise:
    """Log-linear model grown pair by pair from independence, while a pair overlaps too much or too little.

    At each step the pair of lists whose overlap is least likely under the model (smaller Poisson tail) is added, if
    that is below `threshold` and the larger model has one finite best fit. The search may stop short of the best
    model. The interval draws tables anew and repeats the whole search in each (up to eight lists).

    Attributes:
        threshold: Poisson tail below which a pair is added.
        samples: tables drawn for the interval; 0 for the profile interval of the chosen model, which is too narrow.
        min_observed: fewest people for which a number is given.

    Source: Chan, Silverman and Vincent (2021), Journal of the American Statistical Association 116, 1297.
    """

    id: ClassVar[str] = "stepwise"
    title: ClassVar[str] = "Log-linear model grown pair by pair"
    needs_rng: ClassVar[bool] = True
    min_lists: ClassVar[int] = 3
    max_lists: ClassVar[int] = 12

    threshold: float = 0.02
    samples: int = 1000
    min_observed: int = 30

    def __post_init__(self) -> None:
        require(0 < self.threshold < 0.5, "threshold must be between 0 and 0.5.")
        check_samples(self.samples)
        require(self.min_observed >= 1, "min_observed must be at least 1.")

    def for_pooling(self) -> Method:
        """Without drawing tables: the pooled tables vary by themselves, and the search is made in each."""
        return replace(self, samples=0)

    def assumptions(self, table: OverlapTable) -> tuple[str, ...]:
        return (
            *CHOICE,
            "Dependence is between pairs of lists only.",
            CLOSED,
            LINKED,
        )

    def answer(
        self, table: OverlapTable, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        lists = len(table.lists)
        if lists > self.max_lists:
            return refused(
                f"{lists} lists have too many overlaps; at most {self.max_lists}. Merge lists, or use latent-class"
            )
        design, counts = columns(terms := terms_up_to(lists, 2), lists), counts_of(table)
        chosen, left, fits, word = self._grow(design, counts, lists, progress)
        model = tuple(term for term, kept in zip(terms, chosen, strict=True) if kept)
        diagnostics: dict[str, object] = {
            "model": model_name(model, table.lists),
            "fit": STATUS_WORDS[word],
            "bic": float(bic(counts, fits, chosen[None, :])[0]),
        }
        if word != EXISTS:
            return Answer(status=NOT_DETERMINED, diagnostics=diagnostics)
        diagnostics |= goodness(counts, left, fits, 0)
        if not self.samples or lists > _DRAWN_UP_TO:
            return profiled(table, design, counts, left, fits, 0, level=level, diagnostics=diagnostics)
        point = table.observed + float(fits.fitted[0, 0])

        def again(drawn: Floats) -> Floats:
            return self._grow_many(design, drawn, lists, progress)

        return drawn_anew(
            table,
            counts,
            again,
            point=point,
            samples=self.samples,
            level=level,
            rng=rng,
            diagnostics=diagnostics,
        )

    def fitted_cells(self, table: OverlapTable, progress: Progress = SILENT) -> Floats:
        """(2^lists,) expected people under the chosen model; list j is bit j, cell 0 the people on no list."""
        lists = len(table.lists)
        _, left, fits, _ = self._grow(
            columns(terms_up_to(lists, 2), lists), counts_of(table), lists, progress
        )
        cells = np.where(left.cells[0], fits.fitted[0], 0.0)
        cells[0] = fits.fitted[0, 0]
        return np.asarray(cells)

    def _grow(
        self, design: Floats, counts: Floats, lists: int, progress: Progress
    ) -> tuple[Flags, Sparse, Fits, int]:
        """The search on one table, with every model's existence checked in full."""
        chosen = np.arange(design.shape[1]) <= lists
        left, fits = fit_sparse(design, counts[None, :], chosen[None, :])
        word = status(design, counts, left, fits, 0)
        while True:
            check(progress)
            tails = _tails(design, counts[None, :], left, fits, chosen[None, :])[0]
            for at in np.argsort(tails, kind="stable"):
                if tails[at] >= self.threshold:
                    return chosen, left, fits, word
                larger = chosen.copy()
                larger[at] = True
                left_larger, fits_larger = fit_sparse(design, counts[None, :], larger[None, :])
                if status(design, counts, left_larger, fits_larger, 0) == EXISTS:
                    chosen, left, fits, word = larger, left_larger, fits_larger, EXISTS
                    break
            else:
                return chosen, left, fits, word

    def _grow_many(self, design: Floats, drawn: Floats, lists: int, progress: Progress) -> Floats:
        """The search on many tables at once; a pair that leads to no sound fit is not tried again."""
        chosen = np.tile(np.arange(design.shape[1]) <= lists, (len(drawn), 1))
        barred = np.zeros_like(chosen)
        left, fits = fit_sparse(design, drawn, chosen)
        unseen = np.where(sound(design, left, fits), fits.fitted[:, 0], np.inf)
        tails = _tails(design, drawn, left, fits, chosen)
        growing = np.arange(len(drawn))
        while True:
            check(progress)
            open_tails = np.where(barred[growing], 1.0, tails[growing])
            going = open_tails.min(1) < self.threshold
            growing, at = growing[going], open_tails[going].argmin(1)
            if not growing.size:
                break
            larger = chosen[growing]
            larger[np.arange(len(growing)), at] = True
            left, fits = fit_sparse(design, drawn[growing], larger)
            good = sound(design, left, fits)
            barred[growing[~good], at[~good]] = True
            taken = growing[good]
            chosen[taken] = larger[good]
            unseen[taken] = fits.fitted[good, 0]
            tails[growing[good]] = _tails(design, drawn[growing], left, fits, larger)[good]
        return np.asarray(drawn.sum(1) + unseen)


def _tails(design: Floats, counts: Floats, left: Sparse, fits: Fits, chosen: Flags) -> Floats:
    """(B, terms) smaller Poisson tail of each overlap that is not in the model; 1 for those that are."""
    overlap = counts @ design
    expected = np.where(left.cells, fits.fitted, 0.0) @ design
    above = np.where(overlap > 0, scipy.special.pdtrc(np.maximum(overlap - 1, 0), expected), 1.0)
    tails = np.minimum(scipy.special.pdtr(overlap, expected), above)
    return np.where(chosen, 1.0, np.nan_to_num(tails, nan=1.0))
