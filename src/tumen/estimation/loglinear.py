"""Hierarchical Poisson log-linear models over inclusion patterns: many fits at once, and whether they exist.

Cells and terms are numbered by bits: list j is bit j, cell 0 is the unseen one, term 0 the intercept. A person
in cell c has log mean equal to the sum of the terms t with `c & t == t`, so the intercept is the log mean of
the unseen cell. A model is a set of terms closed under taking subsets.

If nobody stands on all lists of a term, its best value is minus infinity: the term and every cell that holds it
are taken out, and the rest is fitted. What is left has a finite best fit unless the likelihood grows for
ever in some direction (a linear programme), and only one if its columns are independent.

Source: Fienberg and Rinaldo (2012), Annals of Statistics 40, 996 (existence); Chan, Silverman and Vincent (2021),
    Journal of the American Statistical Association 116, 1297 (extended fit of sparse tables).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.estimation.profile import Limits, limits, multinomial
from tumen.estimation.table import OverlapTable

__all__ = [
    "EXISTS",
    "STATUS_WORDS",
    "Fits",
    "Model",
    "Sparse",
    "all_models",
    "columns",
    "counts_of",
    "factorials",
    "fit_many",
    "fit_sparse",
    "has",
    "model_name",
    "profile",
    "sound",
    "sparse",
    "status",
]

Floats = NDArray[np.float64]
Bits = NDArray[np.int64]
Flags = NDArray[np.bool_]
Model = tuple[int, ...]  # terms, sorted, the intercept first

EXISTS, NO_FIT, NOT_IDENTIFIED = 0, 1, 2
STATUS_WORDS = (
    "one finite best fit",
    "no finite best fit",
    "more than one best fit",
    "no finite best fit and more than one",
)
_STEPS = 60
_GAIN = 1e-10  # of the log likelihood: a step that gains less was the last
_CLEAR = 1e-4  # people: a fitted cell above this shows that the fit is finite
_FAR = 15.0  # log units: no honest term is as far from zero
_SINGULAR = 1e-9
_DENSE = 4_000_000  # cells times terms squared up to which outer products are kept


def columns(terms: Sequence[int], lists: int) -> Floats:
    """Design matrix, shape (2^lists, terms): which cells a term reaches."""
    cells = np.arange(1 << lists)[:, None]
    each = np.asarray(terms, dtype=np.int64)[None, :]
    return np.asarray((cells & each) == each, dtype=np.float64)


def counts_of(table: OverlapTable) -> Floats:
    """People in each of the 2^lists cells; cell 0 holds 0 because nobody counted it."""
    found = np.zeros(1 << len(table.lists))
    np.add.at(found, table.patterns @ (1 << np.arange(len(table.lists))), table.counts)
    return found


@cache
def all_models(lists: int, max_order: int) -> tuple[Model, ...]:
    """Every hierarchical model with all main effects and no term of more than `max_order` lists."""
    everything = [t for t in range(1, 1 << lists) if 2 <= t.bit_count() <= max_order]
    everything.sort(key=lambda t: (t.bit_count(), t))
    found: list[frozenset[int]] = [frozenset()]
    for order in range(2, max_order + 1):
        level = [t for t in everything if t.bit_count() == order]
        grown: list[frozenset[int]] = []
        for model in found:
            free = [t for t in level if order == 2 or all(t & ~(1 << j) in model for j in _lists(t))]
            for k in range(len(free) + 1):
                grown += [model | frozenset(part) for part in combinations(free, k)]
        found = grown
    main = (0, *(1 << j for j in range(lists)))
    return tuple(tuple(sorted((*main, *model))) for model in found)


def _lists(term: int) -> list[int]:
    return [j for j in range(term.bit_length()) if term >> j & 1]


def model_name(model: Sequence[int], lists: Sequence[str]) -> str:
    """The largest terms of a model, such as `[A*B, B*C, D]`."""
    largest = [t for t in model if t and not any(t != u and t & u == t for u in model)]
    words = ["*".join(lists[j] for j in _lists(t)) for t in largest]
    return f"[{', '.join(sorted(words, key=lambda w: (-w.count('*'), w)))}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fits:
    """Many fitted models, one a row.

    Attributes:
        parameters: (B, terms); 0 for terms that are left out.
        fitted: (B, cells) expected people, in left-out cells too.
        log_likelihood: (B,) Poisson log likelihood over the cells kept, without the factorials.
        converged: (B,) whether the score is zero to working precision.
    """

    parameters: Floats
    fitted: Floats
    log_likelihood: Floats
    converged: Flags


def fit_many(
    design: Floats,
    counts: Floats,
    *,
    cells: Flags,
    terms: Flags,
    offset: Floats | None = None,
    start: Floats | None = None,
) -> Fits:
    """Maximum likelihood of many Poisson models on one design, by Newton's method with halved steps.

    Args:
        design: (cells, terms).
        counts: (B, cells) people.
        cells: (B, cells) which cells count as observed.
        terms: (B, terms) which terms the model has.
        offset: (cells,) known part of the log mean.
        start: (B, terms) where to begin.
    """
    known = np.zeros(len(design)) if offset is None else offset
    counted = np.where(cells, counts, 0.0)
    if start is None:
        guess = np.log(np.maximum(counted, 0.5)) - known
        weight = np.where(cells, np.maximum(counted, 0.5), 0.0)
        theta = _solve(_information(design, weight, terms), ((weight * guess) @ design) * terms)
    else:
        theta = start * terms
    theta = np.clip(theta, -30.0, 40.0)
    likelihood, mean = _value(design, counted, cells, known, theta)
    active = np.ones(len(theta), dtype=bool)
    scale = np.maximum(1.0, counted.sum(1))
    for _ in range(_STEPS):
        at = np.flatnonzero(active)
        score = ((counted[at] - mean[at]) @ design) * terms[at]
        small = np.abs(score).max(1) < 1e-10 * scale[at]
        active[at[small]] = False
        at, score = at[~small], score[~small]
        if not at.size:
            break
        step = _solve(_information(design, mean[at], terms[at]), score)
        step *= np.minimum(1.0, 5.0 / np.maximum(np.abs(step).max(1), 1e-12))[:, None]
        before = likelihood[at]
        moved = _line(design, counted, cells, known, theta, likelihood, mean, at, step)
        # a fit that runs away gains ever less for ever; a fit that exists doubles its digits in a step
        gained = likelihood[at] - before > _GAIN * (1.0 + scale[at])
        active[at[~(moved & gained)]] = False
    score = np.abs(((counted - mean) @ design) * terms).max(1)
    return Fits(
        parameters=theta,
        fitted=np.exp(np.minimum(theta @ design.T + known, 700.0)),
        log_likelihood=likelihood,
        converged=score < 1e-6 * scale,
    )


def _value(
    design: Floats, counted: Floats, cells: Flags, known: Floats, theta: Floats
) -> tuple[Floats, Floats]:
    """Log likelihood and expected people in the cells kept."""
    linear = theta @ design.T + known
    with np.errstate(over="ignore"):
        mean = np.where(cells, np.exp(np.minimum(linear, 700.0)), 0.0)
    return (counted * linear).sum(1) - mean.sum(1), mean


def _information(design: Floats, weight: Floats, terms: Flags) -> Floats:
    """(B, terms, terms), the unit matrix in what is left out."""
    size = design.shape[1]
    if design.shape[0] * size * size <= _DENSE:
        outer = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
        found = (weight @ outer).reshape(-1, size, size)
    else:
        found = np.stack([design.T @ (row[:, None] * design) for row in weight])
    found *= terms[:, :, None] & terms[:, None, :]
    diagonal = np.arange(size)
    found[:, diagonal, diagonal] *= 1.0 + 1e-12
    found[:, diagonal, diagonal] += np.where(terms, 1e-13, 1.0)
    return np.asarray(found)


def _solve(information: Floats, score: Floats) -> Floats:
    try:
        return np.asarray(np.linalg.solve(information, score[:, :, None])[:, :, 0])
    except np.linalg.LinAlgError:
        return np.asarray((np.linalg.pinv(information, hermitian=True) @ score[:, :, None])[:, :, 0])


def _line(
    design: Floats, counted: Floats, cells: Flags, known: Floats,
    theta: Floats, likelihood: Floats, mean: Floats, at: NDArray[np.intp], step: Floats,
) -> Flags:  # fmt: skip
    """Move every row as far along its step as the likelihood does not fall; which rows moved at all."""
    moved = np.zeros(len(at), dtype=bool)
    waiting = np.arange(len(at))
    for _ in range(30):
        rows = at[waiting]
        ahead = theta[rows] + step[waiting]
        value, fitted = _value(design, counted[rows], cells[rows], known, ahead)
        good = np.isfinite(value) & (value >= likelihood[rows] - 1e-11 * np.abs(likelihood[rows]) - 1e-12)
        theta[rows[good]], likelihood[rows[good]], mean[rows[good]] = ahead[good], value[good], fitted[good]
        moved[waiting[good]] = np.abs(step[waiting[good]]).max(1) > 1e-13
        waiting = waiting[~good]
        if not waiting.size:
            break
        step[waiting] /= 2.0
    return moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Sparse:
    """What is left of models after terms at minus infinity are taken out.

    Attributes:
        terms: (B, terms) terms with a finite value.
        cells: (B, cells) cells that can hold people; the unseen cell is never among them.
    """

    terms: Flags
    cells: Flags


def sparse(design: Floats, counts: Floats, terms: Flags) -> Sparse:
    """Take out terms whose lists nobody stands on together, and the cells that hold them.

    Args:
        design: (cells, terms).
        counts: (B, cells) or (1, cells).
        terms: (B, terms).
    """
    empty = terms & ((counts @ design) == 0)
    cells = (empty.astype(float) @ design.T) == 0
    cells[:, 0] = False
    return Sparse(terms=terms & ~empty, cells=cells)


def status(design: Floats, counts: Floats, left: Sparse, fits: Fits, row: int) -> int:
    """0 if model `row` has one finite best fit; 1 none; 2 more than one; 3 neither holds.

    Args:
        design: (cells, terms).
        counts: (cells,).
        left: of `sparse`.
        fits: of `fit_many`; a converged fit with no tiny cell shows by itself that it exists.
        row: which model.
    """
    cells, terms = left.cells[row], left.terms[row]
    part = design[np.ix_(cells, terms)]
    identified = bool(np.linalg.matrix_rank(part) == part.shape[1])
    clear = bool(fits.converged[row] and fits.fitted[row][cells].min(initial=np.inf) > _CLEAR)
    exists = clear or not runs_away(part, counts[cells])
    return (EXISTS if exists else NO_FIT) + (0 if identified else NOT_IDENTIFIED)


def sound(design: Floats, left: Sparse, fits: Fits) -> Flags:
    """Which fits look finite and unique, without a linear programme each; for tables drawn by the thousand.

    A fit that runs away leaves terms far from zero and information that is nearly singular.
    """
    small = (np.abs(fits.parameters[:, 1:]) < _FAR).all(1) & fits.converged
    found = np.zeros(len(small), dtype=bool)
    at = np.flatnonzero(small)
    information = _information(design, np.where(left.cells[at], fits.fitted[at], 0.0), left.terms[at])
    scale = np.sqrt(np.maximum(np.diagonal(information, axis1=1, axis2=2), 1e-300))
    information /= scale[:, :, None] * scale[:, None, :]
    found[at] = np.linalg.eigvalsh(information)[:, 0] > _SINGULAR
    return found


def runs_away(design: Floats, counts: Floats) -> bool:
    """Whether the likelihood keeps growing along some direction of the terms, so that no finite fit is best.

    Such a direction leaves every cell with people as it is and lowers some empty cell. Only which cells are empty
    matters, so counts of any size are judged alike.

    Source: Fienberg and Rinaldo (2012), Annals of Statistics 40, 996 (in its dual form).
    """
    empty = counts == 0
    if not empty.any():
        return False
    held, free = design[~empty], design[empty]
    found = scipy.optimize.linprog(
        free.sum(0),
        A_ub=np.vstack([free, -free]),
        b_ub=np.append(np.zeros(len(free)), np.ones(len(free))),
        A_eq=held if len(held) else None,
        b_eq=np.zeros(len(held)) if len(held) else None,
        bounds=(None, None),
        method="highs",
    )
    return found.status != 0 or found.fun is None or found.fun < -1e-6


def has(models: Sequence[Model], terms: Sequence[int]) -> Flags:
    """(models, terms) which terms each model has."""
    place = {term: at for at, term in enumerate(terms)}
    found = np.zeros((len(models), len(terms)), dtype=bool)
    for row, model in enumerate(models):
        found[row, [place[term] for term in model]] = True
    return found


def fit_sparse(
    design: Floats, counts: Floats, terms: Flags, *, start: Floats | None = None
) -> tuple[Sparse, Fits]:
    """Take out what is at minus infinity and fit the rest.

    Args:
        design: (cells, terms).
        counts: (B, cells) or (1, cells).
        terms: (B, terms).
        start: (B, terms) where to begin.
    """
    left = sparse(design, counts, terms)
    rows = np.broadcast_to(counts, (len(terms), counts.shape[1]))
    return left, fit_many(design, rows, cells=left.cells, terms=left.terms, start=start)


def profile(
    design: Floats, counts: Floats, left: Sparse, fits: Fits, row: int, *, level: float, largest: float
) -> Limits:
    """Profile-likelihood interval of the unseen people under one model."""
    cells, terms = left.cells[[row]].copy(), left.terms[[row]]
    cells[:, 0] = True
    start = fits.parameters[[row]]

    def curve(unseen: float) -> float:
        held = np.append(unseen, counts[1:])[None, :]
        found = fit_many(design, held, cells=cells, terms=terms, start=start)
        return multinomial(float(found.log_likelihood[0]), float(counts.sum()), unseen)

    return limits(curve, level=level, start=float(fits.fitted[row, 0]), largest=largest)


def factorials(counts: Floats) -> Floats:
    """Sum of log factorials, which the log likelihood leaves out."""
    return np.asarray(scipy.special.gammaln(counts + 1.0).sum(-1))
