"""Measures of a score against the truth: area under the curve, F1, Brier score, reliability, slope."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Truth = NDArray[np.int64]

BINS = (0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1.0)


def auc(score: Floats, truth: Truth) -> float:
    """Probability that a pair of one person scores above a pair of two (ties count half)."""
    _, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    positive = int(truth.sum())
    return float(
        (rank[truth == 1].sum() - positive * (positive + 1) / 2) / (positive * (len(truth) - positive))
    )


def f1(chosen: NDArray[np.bool_], truth: Truth) -> float:
    """Harmonic mean of precision and recall."""
    return float(2 * (chosen & (truth == 1)).sum() / max(chosen.sum() + truth.sum(), 1))


def best_f1(score: Floats, truth: Truth) -> float:
    """The best F1 that any threshold would give, chosen on these very pairs."""
    order = np.argsort(-score, kind="stable")
    hits = np.cumsum(truth[order])
    last = np.append(np.diff(score[order]) != 0, True)
    return float((2 * hits / (np.arange(len(score)) + 1 + truth.sum()))[last].max())


def best_threshold(score: Floats, truth: Truth) -> float:
    """The threshold, in tenths, with the best F1 on these very pairs; the middle one of equals."""
    tried = np.round(np.arange(0.0, 10.0, 0.1), 1)
    reached = np.array([f1(score >= threshold, truth) for threshold in tried])
    equals = tried[reached == reached.max()]
    return float(equals[len(equals) // 2])


def brier(probability: Floats, truth: Truth) -> float:
    """Mean squared difference of probability and truth (Brier 1950)."""
    return float(np.mean((probability - truth) ** 2))


def reliability(probability: Floats, truth: Truth) -> list[dict[str, float]]:
    """Per bin of probability: pairs, mean probability, share that are truly one person's. Data for a plot."""
    at = np.clip(np.searchsorted(BINS, probability, side="right") - 1, 0, len(BINS) - 2)
    return [
        {
            "from": BINS[i],
            "to": BINS[i + 1],
            "pairs": int((at == i).sum()),
            "probability": round(float(probability[at == i].mean()), 4),
            "truly one person's": round(float(truth[at == i].mean()), 4),
        }
        for i in range(len(BINS) - 1)
        if (at == i).any()
    ]


def logistic(score: Floats, truth: Truth) -> tuple[float, float]:
    """(intercept, slope) of log odds on the score, by Newton's method; a slope of 1 is a score that means what it says.

    Source: Cox, Two further applications of a model for binary regression, Biometrika 45 (1958).
    """
    columns = np.column_stack([np.ones(len(score)), np.clip(score, -20, 20)])
    weight = np.zeros(2)
    for _ in range(60):
        expected = 1 / (1 + np.exp(-columns @ weight))
        curvature = (columns * (expected * (1 - expected))[:, None]).T @ columns
        weight += np.linalg.solve(curvature, columns.T @ (truth - expected))
    return float(weight[0]), float(weight[1])
