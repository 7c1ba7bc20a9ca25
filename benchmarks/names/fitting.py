"""Were the rates set to these people? Choose them on half of the people and judge them on the others; and folds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

import numpy as np
from measures import auc, f1
from people import Row, Scored, among, half, part, scored_by, tables_of

from tumen import names
from tumen.names.evidence import DEFAULT_RATES, Rates
from tumen.names.tables import Tables

# The rates that look at different people with like names, and those of slips of ear and pen.
CHOSEN = ("family", "generation", "most_by_neighbour", "neighbour", "unrelated")
FACTORS = (0.25, 0.5, 2.0, 4.0)
FOLDS = 5
# Another split than that of the halves.
SALT = 7


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
    truth = np.array([row["match"] == "1" for row, _ in found])
    said = np.clip(names.probabilities(np.array([score for _, score in found])), 1e-6, 1 - 1e-6)
    return float(-np.mean(np.where(truth, np.log(said), np.log(1 - said))))


def figures(found: list[Scored]) -> dict[str, float]:
    truth = np.array([int(row["match"]) for row, _ in found])
    score = np.array([score for _, score in found])
    return {
        "pairs": len(found),
        "auc": round(auc(score, truth), 4),
        "f1_default": round(f1(score >= -names.PRIOR_LOG_ODDS, truth), 4),
        "loss": round(loss(found), 4),
    }


def folds() -> dict[str, Any]:
    """Five parts of the people, each scored with the shipped rates and tables of the other four."""
    each = []
    for which in range(FOLDS):
        tables = tables_of(lambda person, which=which: part(person, FOLDS, salt=SALT) != which)
        rows = among(lambda person, which=which: part(person, FOLDS, salt=SALT) == which)
        each.append(figures(scored([(tables, rows)], DEFAULT_RATES)))
    spread = {
        measure: {
            "mean": round(float(np.mean([fold[measure] for fold in each])), 4),
            "standard deviation": round(float(np.std([fold[measure] for fold in each], ddof=1)), 4),
        }
        for measure in ("auc", "f1_default")
    }
    return {"folds": each, **spread}
