"""Every result of other software that may be compared exactly, and which of our numbers answers it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest

from tumen.estimation import (
    BestModel,
    Estimate,
    GraphAveraging,
    Heterogeneity,
    Method,
    NoHighestInteraction,
    SampleCoverage,
    Stepwise,
    estimate,
    published_table,
    published_tables,
)

SHAPES = {"Poisson2": "poisson", "Darroch": "darroch", "Gamma3.5": "gamma"}
FORMS = {"Indep": "independent", "HSC": "high", "LSC": "low"}
Reference = Mapping[str, Any]


@cache
def run(name: str, method: str | Method) -> Estimate:
    return estimate(published_table(name).table, method=method, rng=np.random.default_rng(1))


def cases(*tools: str) -> list[Any]:
    return [
        pytest.param(name, reference, id=f"{name}-{reference['method'][:48]}-{number}")
        for name in published_tables()
        for number, reference in enumerate(published_table(name).references)
        if reference["tool"] in tools
    ]


def close(found: object, reference: Reference, *, key: str = "estimate") -> None:
    assert found == pytest.approx(reference[key], rel=reference.get("tolerance_rel", 1e-4))


def one_letter(model: str, name: str) -> str:
    """`[12,13]` of the printed order as the words we use for the same model."""
    lists = published_table(name).printed_lists
    words = [
        "*".join(sorted(lists[int(digit) - 1] for digit in term)) for term in model.strip("[]").split(",")
    ]
    return f"[{', '.join(sorted(words, key=lambda w: (-w.count('*'), w)))}]"


FIXED = cases("Rcapture::closedp.t")


@pytest.mark.parametrize(("name", "reference"), FIXED)
def test_each_shape_of_differences_gives_the_published_population(name: str, reference: Reference) -> None:
    model = (
        reference["method"].removeprefix("loglinear closed-population ").replace("Chao (LB)", "lower bound")
    )
    for theirs, ours in SHAPES.items():
        model = model.replace(theirs, ours)
    found = run(name, Heterogeneity())
    shapes = found.diagnostics["other_shapes"]
    assert isinstance(shapes, dict)
    close(shapes[model], reference)
    if model.startswith("Mth ") and model[4:] in SHAPES.values():
        own = run(name, Heterogeneity(shape=model[4:]))
        assert own.point is None or own.point == pytest.approx(shapes[model], rel=1e-9)


RANKED = cases("Rcapture::closedpMS.t")


@pytest.mark.parametrize(("name", "reference"), RANKED)
def test_the_models_ranked_by_bic_are_the_published_ones(name: str, reference: Reference) -> None:
    rank, model = re.fullmatch(r".*BIC rank (\d): (\[.*\])", reference["method"]).groups()  # type: ignore[union-attr]  # all match
    ranked = run(name, BestModel(samples=0)).diagnostics["best_models"]
    assert isinstance(ranked, list)
    ours = ranked[int(rank) - 1]
    assert ours["model"] == one_letter(model, name)
    assert ours["bic"] == pytest.approx(reference["bic"], rel=1e-6)
    if ours["fit"] == "one finite best fit":
        close(ours["point"], reference)
    else:
        # the other program climbs towards infinity and stops somewhere; where we see the end of it, we say none
        assert (
            ours["point"] is None
            or ours["point"] > 1e8
            or ours["point"] == pytest.approx(reference["estimate"], rel=1e-4)
        )


CHOSEN = cases(
    "SparseMSE::estimatepopulation.0",
    "MultipleSystemsEstimation::estimate_population_stepwise",
    "MultipleSystemsEstimation::estimate_population_bic",
)


@pytest.mark.parametrize(("name", "reference"), CHOSEN)
def test_models_chosen_by_search_are_the_published_ones(name: str, reference: Reference) -> None:
    by_bic = "bic" in reference["tool"]
    found = run(name, BestModel(samples=0) if by_bic else Stepwise(samples=0))
    close(found.point, reference)
    if "model" in reference:
        assert found.diagnostics["model"] == one_letter(reference["model"], name)
    if "bic" in reference:
        ranked = found.diagnostics["best_models"]
        assert isinstance(ranked, list)
        first = next(each for each in ranked if each["fit"] == "one finite best fit")
        assert first["bic"] == pytest.approx(reference["bic"], rel=1e-6)


COVERAGE = cases("CARE1::estN")


@pytest.mark.parametrize(("name", "reference"), COVERAGE)
def test_sample_coverage_gives_the_published_points(name: str, reference: Reference) -> None:
    form = FORMS[reference["method"].split()[-1]]
    found = run(name, SampleCoverage(form=form, samples=100))
    if reference["estimate"] == found.observed:
        # the equation has no solution; the other program shows the people observed as if they were all
        assert found.status == "not determined by these data"
        assert found.point is None
    else:
        close(found.point, reference)


CLOSED = [case for case in cases("closed form") if "no-highest" in case.values[1]["method"]]


@pytest.mark.parametrize(("name", "reference"), CLOSED)
def test_the_highest_interaction_gives_the_published_products(name: str, reference: Reference) -> None:
    xi = float(reference["method"].split("xi=")[1])
    close(run(name, NoHighestInteraction(xi=xi)).point, reference)
    rows = run(name, NoHighestInteraction()).diagnostics["sensitivity"]
    assert isinstance(rows, list)
    close(next(row["point"] for row in rows if row["xi"] == xi), reference)


GRAPHS = cases("dga::bma.cr")
_SETTINGS = re.compile(r"delta=([\d.]+),Nmissing=0\.\.(\d+)n step (\d+)")


@pytest.mark.parametrize(("name", "reference"), GRAPHS)
def test_averages_over_graphs_are_the_published_ones(name: str, reference: Reference) -> None:
    prior, ratio, step = _SETTINGS.match(reference["settings"]).groups()  # type: ignore[union-attr]  # all match
    settings = {"prior_count": float(prior), "max_unseen_ratio": float(ratio), "try_priors": False}
    same = run(name, GraphAveraging(**settings, step=int(step))).diagnostics  # type: ignore[arg-type]
    posterior = same["posterior"]
    assert posterior == {
        "low": reference["lower"], "median": reference["estimate"], "high": reference["upper"],
    }  # fmt: skip
    assert same["mean"] == pytest.approx(reference["mean"], abs=1e-5)
    ours = run(name, GraphAveraging(**settings)).diagnostics["posterior"]  # type: ignore[arg-type]
    assert isinstance(ours, dict)
    assert isinstance(posterior, dict)
    for key in posterior:
        # every population against every step-th: most of the difference is theirs
        assert ours[key] == pytest.approx(posterior[key], abs=2 * float(step), rel=0.006)


@pytest.mark.parametrize("name", ["australia_4", "kosovo_4", "new_orleans_5"])
def test_looking_closely_where_it_matters_is_as_good_as_looking_everywhere(name: str) -> None:
    everywhere, closely = (
        run(name, GraphAveraging(step=step, try_priors=False)).diagnostics["posterior"] for step in (1, None)
    )
    assert closely == pytest.approx(everywhere, abs=1)


def test_nothing_that_can_be_compared_is_left_out() -> None:
    found = [len(each) for each in (FIXED, RANKED, CHOSEN, COVERAGE, CLOSED, GRAPHS)]
    assert found == [150, 30, 39, 30, 15, 30]
