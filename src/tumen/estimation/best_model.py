"""All hierarchical log-linear models by BIC."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

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
from tumen.estimation.loglinear import (
    EXISTS,
    STATUS_WORDS,
    Fits,
    Model,
    Sparse,
    all_models,
    columns,
    counts_of,
    fit_sparse,
    has,
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

__all__ = ["BestModel"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_FITS_AT_ONCE = 4096
_CANDIDATES = 20  # models among which drawn tables choose anew
_LOOKED_AT = 200  # models in order of BIC whose existence is checked at most
_LISTED = 8
_WORTH = 10.0  # BIC units within which models are averaged


@dataclass(frozen=True, slots=True)
class _Ranked:
    """The best of `total` models in order of BIC, and which of them have one finite best fit."""

    total: int
    models: tuple[Model, ...]
    scores: Floats
    unseen: Floats
    checked: tuple[int, ...]
    left: Sparse
    fits: Fits

    @property
    def valid(self) -> list[int]:
        return [i for i, word in enumerate(self.checked) if word == EXISTS]


@dataclass(frozen=True, slots=True, kw_only=True)
class BestModel:
    """The hierarchical log-linear model with the lowest BIC among all that have one finite best fit.

    Overlaps that nobody fills are treated as such and not as very small numbers; models without a finite or a unique
    best fit are passed over. The interval draws tables anew and lets the 20 best models compete again in each, so that
    it knows of the choice. `average` weighs models by exp(-BIC/2).

    Attributes:
        max_order: most lists in one interaction; None for one less than there are lists, up to four lists, and pairs
            beyond.
        samples: tables drawn for the interval; 0 for the profile interval of the chosen model, which is too narrow.
        min_observed: fewest people for which a number is given.

    Source: Fienberg (1972), Biometrika 59, 591; Silverman, Chan and Vincent (2024), Statistics and Computing 34, 44;
        existence: Fienberg and Rinaldo (2012), Annals of Statistics 40, 996.
    """

    id: ClassVar[str] = "best-model"
    title: ClassVar[str] = "Log-linear model with the lowest BIC"
    needs_rng: ClassVar[bool] = True
    min_lists: ClassVar[int] = 3
    max_lists: ClassVar[int] = 6

    max_order: int | None = None
    samples: int = 1000
    min_observed: int = 30

    def __post_init__(self) -> None:
        require(self.max_order is None or 1 <= self.max_order <= 4, "max_order must be between 1 and 4.")
        check_samples(self.samples)
        require(self.min_observed >= 1, "min_observed must be at least 1.")

    def for_pooling(self) -> Method:
        """Without drawing tables: the pooled tables vary by themselves, and the choice is made in each."""
        return replace(self, samples=0)

    def assumptions(self, table: OverlapTable) -> tuple[str, ...]:
        return (*CHOICE, CLOSED, LINKED)

    def answer(
        self, table: OverlapTable, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        lists = len(table.lists)
        if lists > self.max_lists:
            return refused(
                f"{lists} lists have too many models; at most {self.max_lists} lists. Use stepwise"
            )
        order = self._order(lists)
        if order > 2 and lists == self.max_lists:
            return refused("6 lists have too many models beyond pairs. Set max_order to 2, or use stepwise")
        design, counts = columns(terms := terms_up_to(lists, order), lists), counts_of(table)
        found = _rank(table, design, counts, all_models(lists, order), terms, progress)
        diagnostics = _described(table, found) | {"max_order": order}
        if not found.valid:
            return Answer(status=NOT_DETERMINED, diagnostics=diagnostics)
        best = found.valid[0]
        diagnostics |= goodness(counts, found.left, found.fits, best)
        point = table.observed + float(found.unseen[best])
        if not self.samples:
            return profiled(
                table, design, counts, found.left, found.fits, best, level=level, diagnostics=diagnostics
            )
        rivals = found.valid[:_CANDIDATES]
        rows = has([found.models[i] for i in rivals], terms)

        def again(drawn: Floats) -> Floats:
            return _choose(design, drawn, rows, found.fits.parameters[rivals], progress)

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
        order = self._order(lists)
        design, counts = columns(terms := terms_up_to(lists, order), lists), counts_of(table)
        found = _rank(table, design, counts, all_models(lists, order), terms, progress)
        best = found.valid[0]
        cells = np.where(found.left.cells[best], found.fits.fitted[best], 0.0)
        cells[0] = found.fits.fitted[best, 0]
        return np.asarray(cells)

    def _order(self, lists: int) -> int:
        if self.max_order is not None:
            return min(self.max_order, lists - 1)
        return lists - 1 if lists <= 4 else 2


def _rank(
    table: OverlapTable, design: Floats, counts: Floats, models: tuple[Model, ...], terms: list[int],
    progress: Progress,
) -> _Ranked:  # fmt: skip
    """Fit all models; check the existence of the best ones until enough are found."""
    scores, unseen = np.empty(len(models)), np.empty(len(models))
    progress.start(len(models), "Fitting models")
    for begin in range(0, len(models), _FITS_AT_ONCE):
        check(progress)
        rows = has(models[begin : begin + _FITS_AT_ONCE], terms)
        _, fits = fit_sparse(design, counts[None, :], rows)
        here = slice(begin, begin + len(rows))
        scores[here], unseen[here] = bic(counts, fits, rows), fits.fitted[:, 0]
        progress.advance(len(rows))
    order = np.argsort(scores, kind="stable")[:_LOOKED_AT]
    best = tuple(models[i] for i in order)
    left, fits = fit_sparse(design, counts[None, :], has(best, terms))
    words: list[int] = []
    for row in range(len(best)):
        check(progress)
        words.append(status(design, counts, left, fits, row))
        if words.count(EXISTS) == _CANDIDATES:
            break
    return _Ranked(len(models), best, scores[order], unseen[order], tuple(words), left, fits)


def _described(table: OverlapTable, found: _Ranked) -> dict[str, object]:
    """The best models in words, and their average."""
    valid = found.valid
    shown = sorted({*range(min(_LISTED, len(found.checked))), *valid[:_LISTED]})
    diagnostics: dict[str, object] = {
        "models": found.total,
        "best_models": [
            {
                "model": model_name(found.models[i], table.lists),
                "bic": float(found.scores[i]),
                "point": _shown(table.observed + float(found.unseen[i])),
                "fit": STATUS_WORDS[found.checked[i]],
            }
            for i in shown
        ],
    }
    if valid:
        near = [i for i in valid if found.scores[i] - found.scores[valid[0]] < _WORTH]
        weight = np.exp(-(found.scores[near] - found.scores[valid[0]]) / 2.0)
        points = table.observed + found.unseen[near]
        diagnostics |= {
            "model": model_name(found.models[valid[0]], table.lists),
            "average": _shown(float(weight @ points / weight.sum())),
            "models_within_10_bic": len(near),
            "their_range": [_shown(float(points.min())), _shown(float(points.max()))],
        }
    return diagnostics


def _shown(population: float) -> float | None:
    return population if population <= LARGEST else None


def _choose(design: Floats, drawn: Floats, rows: Flags, starts: Floats, progress: Progress) -> Floats:
    """For each drawn table the population under the candidate with the lowest BIC and a sound fit."""
    best = np.full(len(drawn), np.inf)
    found = np.full(len(drawn), np.inf)
    for row, start in zip(rows, starts, strict=True):
        check(progress)
        # the same model for every table: its columns alone keep the systems small
        part = design[:, row]
        terms = np.ones((len(drawn), part.shape[1]), dtype=bool)
        left, fits = fit_sparse(part, drawn, terms, start=np.tile(start[row], (len(drawn), 1)))
        scores = np.where(sound(part, left, fits), bic(drawn, fits, terms), np.inf)
        better = scores < best
        best[better], found[better] = scores[better], fits.fitted[better, 0]
    return np.asarray(drawn.sum(1) + found)
