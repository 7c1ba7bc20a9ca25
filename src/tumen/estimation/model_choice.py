"""What methods share that choose a log-linear model: terms, BIC, and two kinds of interval."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.estimation.contract import LARGEST, NOT_DETERMINED, Answer, published, require
from tumen.estimation.loglinear import Fits, Sparse, factorials, profile
from tumen.estimation.resampling import Repeated, resample
from tumen.estimation.table import OverlapTable

__all__ = ["CHOICE", "bic", "check_samples", "drawn_anew", "goodness", "profiled", "terms_up_to"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_NO_CHANCE = 1e-3
_MAY_FAIL = 0.1  # share of drawn tables that may be without a number

CHOICE = (
    "Everybody follows the same dependence between lists; people do not differ otherwise in how easily they are "
    "recorded.",
    "Interactions that the data do not demand are taken to be absent, above all among people on no list.",
)


def check_samples(samples: int) -> None:
    require(samples == 0 or 100 <= samples <= 100_000, "samples must be 0 or between 100 and 100,000.")


def terms_up_to(lists: int, order: int) -> list[int]:
    """Intercept, lists, then interactions by size."""
    return [sum(1 << j for j in part) for k in range(order + 1) for part in combinations(range(lists), k)]


def bic(counts: Floats, fits: Fits, terms: Flags) -> Floats:
    """Poisson BIC with as many units as people; a term at minus infinity counts as a term."""
    people = counts.sum(-1)
    return np.asarray(
        -2.0 * (fits.log_likelihood - factorials(counts)) + np.log(np.maximum(people, 1.0)) * terms.sum(1)
    )


def goodness(counts: Floats, left: Sparse, fits: Fits, row: int) -> dict[str, object]:
    """Deviance of one model from the seen patterns, and a caution where it is past all chance.

    A model that fits may still be wrong about the unseen; one that does not fit is wrong about the seen.
    """
    cells = left.cells[row]
    seen, expected = counts[cells], fits.fitted[row][cells]
    deviance = max(0.0, float(2.0 * (scipy.special.xlogy(seen, seen / expected) - seen + expected).sum()))
    freedom = int(cells.sum() - left.terms[row].sum())
    found: dict[str, object] = {"deviance": round(deviance, 3), "degrees_of_freedom": freedom}
    if freedom > 0 and scipy.special.chdtrc(freedom, deviance) < _NO_CHANCE:
        found["cautions"] = (
            f"even the chosen model does not fit the table (deviance {deviance:,.0f} on {freedom} degrees of freedom), "
            "so the interval is too narrow",
        )
    return found


def profiled(
    table: OverlapTable, design: Floats, counts: Floats, left: Sparse, fits: Fits, row: int, *, level: float,
    diagnostics: dict[str, object],
) -> Answer:  # fmt: skip
    unseen = float(fits.fitted[row, 0])
    if unseen > LARGEST:
        return Answer(status=NOT_DETERMINED, diagnostics=diagnostics)
    found = profile(design, counts, left, fits, row, level=level, largest=LARGEST)
    diagnostics = diagnostics | {"interval_from": "profile likelihood of the chosen model"}
    if found.high is None or not found.low <= unseen <= found.high:
        return Answer(status=NOT_DETERMINED, diagnostics=diagnostics)
    return published(
        table,
        point=table.observed + unseen,
        low=table.observed + found.low,
        high=table.observed + found.high,
        level=level,
        diagnostics=diagnostics,
    )


def drawn_anew(
    table: OverlapTable, counts: Floats, again: Repeated, *, point: float, samples: int, level: float,
    rng: np.random.Generator, diagnostics: dict[str, object],
) -> Answer:  # fmt: skip
    found = resample(counts, again, point=point, samples=samples, level=level, rng=rng)
    diagnostics = diagnostics | {
        "interval_from": "tables drawn anew, the choice repeated in each",
        "drawn_without_number": round(found.without, 4),
    }
    if found.without > _MAY_FAIL:
        return Answer(status=NOT_DETERMINED, diagnostics=diagnostics)
    return published(table, point=point, low=found.low, high=found.high, level=level, diagnostics=diagnostics)
