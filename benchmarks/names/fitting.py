"""Were the rates set to these people? Choose them on half of the people and judge them on the others; and folds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

import numpy as np
from measures import auc, best_threshold, f1
from people import FOLDS, SALT, Row, Scored, among, columns, folds_of, half, part, scored_by, tables_of

from tumen import names
from tumen.names.evidence import DEFAULT_RATES, Rates
from tumen.names.tables import Tables

# The rates that look at different people with like names, and those of slips of ear and pen.
CHOSEN = ("family", "generation", "most_by_neighbour", "neighbour", "unrelated")
FACTORS = (0.25, 0.5, 2.0, 4.0)


def chosen_on_half() -> list[dict[str, Any]]:
    """Rates chosen on one half of the people and judged on the other, both ways round, beside those that ship."""
    return [fitted(which) for which in (0, 1)]


def fitted(which: int) -> dict[str, Any]:
    """Rates chosen on one half, by the loss on people whose spellings the tables did not learn, judged on both."""
    inner = [_quarter(which, side) for side in (0, 1)]
    rates = choose(lambda tried: loss(scored(inner, tried)))
    fit_tables = tables_of(lambda person: half(person) == which)
    test = [(fit_tables, among(lambda person: half(person) != which))]
    return {
        "chosen on half": which,
        "rates": {name: asdict(rates)[name] for name in CHOSEN},
        "fit half": {
            "chosen": figures(scored(inner, rates)),
            "shipped": figures(scored(inner, DEFAULT_RATES)),
        },
        "test half": {
            "chosen": figures(scored(test, rates)),
            "shipped": figures(scored(test, DEFAULT_RATES)),
        },
    }


def _quarter(which: int, side: int) -> tuple[Tables, list[Row]]:
    """Tables of one side of a half of the people, and the pairs of its other side."""
    learned = tables_of(lambda person: half(person) == which and part(person, 2, salt=SALT) != side)
    return learned, among(lambda person: half(person) == which and part(person, 2, salt=SALT) == side)


def choose(cost: Callable[[Rates], float]) -> Rates:
    """Coordinate descent from the shipped rates over factors of each, one round."""
    best, least = DEFAULT_RATES, cost(DEFAULT_RATES)
    for name in CHOSEN:
        start = asdict(DEFAULT_RATES)[name]
        for factor in FACTORS:
            tried = replace(best, **{name: start * factor})
            if (found := cost(tried)) < least:
                best, least = tried, found
    return best


def scored(settings: list[tuple[Tables, list[Row]]], rates: Rates) -> list[Scored]:
    return [pair for tables, rows in settings for pair in scored_by(tables, rows, rates)]


def loss(found: list[Scored]) -> float:
    """Mean logarithmic loss of the probabilities with the shipped prior odds."""
    truth, score = columns(found)
    said = np.clip(names.probabilities(score), 1e-6, 1 - 1e-6)
    return float(-np.mean(np.where(truth == 1, np.log(said), np.log(1 - said))))


def figures(found: list[Scored]) -> dict[str, float]:
    truth, score = columns(found)
    return {
        "pairs": len(found),
        "auc": round(auc(score, truth), 4),
        "f1_default": round(f1(score >= -names.PRIOR_LOG_ODDS, truth), 4),
        "loss": round(loss(found), 4),
    }


def folds(found: list[Scored]) -> dict[str, Any]:
    """Pairs that touch each of the five folds: the decision that ships, and a threshold chosen on all other pairs."""
    each = [_fold(found, which) for which in range(FOLDS)]
    spread = {
        measure: {
            "mean": round(float(np.mean([fold[measure] for fold in each])), 4),
            "standard deviation": round(float(np.std([fold[measure] for fold in each], ddof=1)), 4),
        }
        for measure in ("auc", "f1_default", "f1_chosen")
    }
    return {"folds": each, **spread}


def _fold(found: list[Scored], which: int) -> dict[str, float]:
    touching = [pair for pair in found if which in folds_of(pair[0])]
    other_truth, other_score = columns([pair for pair in found if which not in folds_of(pair[0])])
    chosen = best_threshold(other_score, other_truth)
    truth, score = columns(touching)
    return figures(touching) | {"chosen": chosen, "f1_chosen": round(f1(score >= chosen, truth), 4)}
