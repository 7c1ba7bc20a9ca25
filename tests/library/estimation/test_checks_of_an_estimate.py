"""Hidden lists, replayed tables, other decisions and the verdict: each finds what it is there to find."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from tumen.errors import MethodError, OverlapTableError
from tumen.estimation import (
    METHODS,
    LatentClass,
    OverlapTable,
    Several,
    Verdict,
    appraise,
    estimate,
    internal_consistency,
    merged,
    posterior_predictive,
    published_table,
    sensitivity,
    without,
)

LIGHT = LatentClass(chains=4, first_sweeps=2000, max_sweeps=8000, rhat_limit=1.2, ess_limit=30)


def drawn(rates: list[float], people: int, *, seed: int = 1, copy: bool = False) -> OverlapTable:
    """People whom lists record independently; with `copy` the last list copies nine in ten of the first."""
    rng = np.random.default_rng(seed)
    on = (rng.random((people, len(rates))) < rates).astype(np.int64)
    if copy:
        on[:, -1] = on[:, 0] & (rng.random(people) < 0.9)
    return OverlapTable.from_people([f"L{j}" for j in range(len(rates))], on)


def test_hidden_lists_are_found_where_the_model_is_true() -> None:
    table = drawn([0.3, 0.25, 0.35, 0.2, 0.3], 4000)
    found = internal_consistency(table, method="independence")
    assert len(found.hidden) == len(found.answered) == 5
    assert found.covered >= 4
    assert abs(found.mean_log_ratio or 1.0) < 0.06
    assert [each.size for each in found.hidden] == list(table.sizes.values())


def test_hidden_lists_are_not_found_where_lists_avoid_each_other() -> None:
    rng = np.random.default_rng(2)
    town = rng.random(4000) < 0.5
    rates = np.where(town[:, None], [0.4, 0.4, 0.05, 0.05], [0.05, 0.05, 0.4, 0.4])
    table = OverlapTable.from_people(list("ABCD"), (rng.random((4000, 4)) < rates).astype(np.int64))
    found = internal_consistency(table, method="independence")
    assert found.covered < len(found.answered)


def test_the_population_of_a_hidden_list_is_its_own_size_and_nobody_else() -> None:
    table = OverlapTable.from_patterns(
        ["A", "B", "C", "D"],
        {"1000": 40, "1100": 30, "1010": 30, "1110": 30, "0101": 50, "0111": 20, "0001": 5},
    )
    hidden = {each.name: each for each in internal_consistency(table, method="independence").hidden}
    assert hidden["A"].size == 130
    assert hidden["A"].seen == 90
    assert hidden["A"].left_out == ("D",)
    assert hidden["A"].point == pytest.approx(61 * 61 / 31 - 1)  # Chapman over B and C


def test_short_lists_are_named_and_not_tried() -> None:
    table = OverlapTable.from_patterns(["A", "B", "C"], {"110": 50, "100": 20, "010": 20, "001": 8, "011": 3})
    found = internal_consistency(table, method="independence")
    assert found.too_short == ("C",)
    assert [each.name for each in found.hidden] == ["A", "B"]


@pytest.mark.parametrize("method", ["independence", "stepwise", "best-model", "graph-averaging"])
def test_a_true_model_replays_its_table(method: str) -> None:
    found = posterior_predictive(drawn([0.3, 0.25, 0.35, 0.2], 3000), method=method)
    assert len(found.outside) <= 0.15 * len(found.compared)
    assert found.tail > 0.01
    assert "says nothing about people on no list" in found.words


def test_latent_classes_replay_classes_and_independence_does_not() -> None:
    table = published_table("kosovo_4").table
    classes = posterior_predictive(table, method=LIGHT, drawn=200)
    alike = posterior_predictive(table, method="independence", drawn=200)
    assert classes.from_posterior
    assert not alike.from_posterior
    assert len(classes.outside) <= 2
    assert len(alike.outside) > 10
    assert alike.tail < 0.01


def test_wide_tables_are_replayed_person_by_person_like_narrow_ones() -> None:
    rates = [0.2, 0.15, 0.25, 0.1, 0.2, 0.15, 0.2, 0.1, 0.15, 0.2, 0.25, 0.1]
    found = posterior_predictive(drawn(rates, 800), method="independence", drawn=200)
    assert len(found.outside) <= 0.15 * len(found.compared)


def test_replayed_tables_have_as_many_people() -> None:
    found = posterior_predictive(drawn([0.3, 0.2, 0.3], 900), method="graph-averaging", drawn=200)
    numbers = [c for c in found.compared if c.kind == "number of lists"]
    assert sum(c.observed for c in numbers) == drawn([0.3, 0.2, 0.3], 900).observed
    assert sum(c.median for c in numbers) == pytest.approx(sum(c.observed for c in numbers), rel=0.02)


@pytest.mark.parametrize("method", ["chao-mth", "no-highest-interaction", "sample-coverage"])
def test_a_method_without_a_model_of_the_combinations_cannot_be_replayed(method: str) -> None:
    with pytest.raises(MethodError, match="no model"):
        posterior_predictive(published_table("kosovo_4").table, method=method)


def test_equal_seeds_give_equal_checks() -> None:
    table = drawn([0.3, 0.2, 0.3], 900)
    one, two, other = (
        posterior_predictive(table, method="graph-averaging", seed=seed, drawn=100).as_dict()
        for seed in (1, 1, 2)
    )
    assert one == two
    assert one != other


def test_without_a_list_its_own_people_are_not_seen() -> None:
    table = OverlapTable.from_patterns(["A", "B", "C"], {"100": 5, "010": 7, "110": 3, "011": 2})
    left = without(table, "A")
    assert left.lists == ("B", "C")
    assert left.observed == 12
    with pytest.raises(OverlapTableError, match="no list 'X'"):
        without(table, "X")


def test_merged_lists_lose_nobody() -> None:
    table = OverlapTable.from_patterns(["A", "B", "C"], {"100": 5, "010": 7, "110": 3, "011": 2, "001": 1})
    one = merged(table, {"AB": ("A", "B")})
    assert one.observed == table.observed
    assert one.sizes == {"AB": 17, "C": 3}
    assert one == OverlapTable.from_patterns(["AB", "C"], {"10": 15, "11": 2, "01": 1})
    with pytest.raises(OverlapTableError, match="one other only"):
        merged(table, {"X": ("A", "B"), "Y": ("B", "C")})


def test_a_copied_list_is_named_and_merging_it_raises_the_number() -> None:
    table = drawn([0.25, 0.2, 0.25, 0.2], 4000, copy=True)
    found = appraise(table, method="independence", methods=["chao-mth", "stepwise"])
    assert any("L0 and L3" in words and "merge them" in words for words in found.reasons)
    rows = {row.words: row for row in found.sensitivity.rows}
    assert (rows["L0 and L3 as one"].point or 0) > 1.15 * (rows["as it is"].point or 0)
    assert found.verdict is not Verdict.HOLDS


def test_where_the_model_is_true_the_checks_hold_together() -> None:
    table = drawn([0.4, 0.35, 0.45, 0.4], 6000)
    found = appraise(table, method="graph-averaging", methods=["chao-mth", "stepwise", "best-model"])
    assert found.verdict is Verdict.HOLDS, found.reasons
    assert json.loads(json.dumps(found.as_dict(), default=vars))["verdict"] == "the checks hold together"


def test_no_number_is_a_verdict_too() -> None:
    table = OverlapTable.from_patterns(["A", "B", "C"], {"100": 40, "010": 30, "001": 30})
    found = appraise(table, method="independence", methods=["chao-mth"])
    assert found.verdict is Verdict.NONE
    assert "no overlap" in found.reasons[0]


def test_far_apart_methods_leave_only_the_lower_end() -> None:
    found = appraise(
        published_table("australia_4").table,
        method="graph-averaging",
        methods=["chao-mth", "stepwise", "best-model"],
    )
    assert found.verdict is Verdict.LOWER_ONLY
    assert any("Show the lower bound" in words for words in found.reasons)


def test_other_priors_and_assumed_ratios_are_among_the_decisions() -> None:
    table = published_table("kosovo_4").table
    graphs = sensitivity(table, method="graph-averaging")
    priors = {row.words: row.status for row in graphs.rows if row.kind == "prior"}
    # with a whole person in each combination the prior alone speaks: there is no number, and that is a result
    assert list(priors.values()) == ["not determined by these data", "ok"]
    ratios = sensitivity(table, method="no-highest-interaction")
    assert [round(row.point or 0) for row in ratios.of("assumption")][1:4] == [10671, 16942, 29484]


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_estimate_is_frozen_drawn_in_one_call_and_told_in_a_paragraph(method: str) -> None:
    chosen = {"latent-class": LIGHT, "several": Several(quick=True, max_sweeps=200)}.get(method, method)
    found = estimate(published_table("kosovo_4").table, method=chosen, rng=np.random.default_rng(1))
    with pytest.raises(FrozenInstanceError):
        found.point = 1.0  # type: ignore[misc]
    chart = found.plot()
    assert "text/plain" in chart._repr_mimebundle_()
    told = found.methods_paragraph()
    assert "4,400 stand on at least one of 4 lists" in told
    assert "References: " in told
    assert (found.point is None) or f"{found.point:,.0f}" in told
    drawn_lines = found.draws_csv().splitlines()
    assert len(drawn_lines) == 1 + (0 if found.draws is None else len(found.draws))


def test_every_chart_can_be_drawn() -> None:
    vl_convert = pytest.importorskip("vl_convert", reason="charts come with the desk")
    table = published_table("kosovo_4").table
    found = appraise(table, method="graph-averaging", methods=["chao-mth"])
    assert found.predictive is not None
    for chart in (
        found.plot(),
        found.consistency.plot(),
        found.predictive.plot(),
        found.sensitivity.plot(),
        found.main.plot(),
    ):
        assert chart.svg().startswith("<svg")
        assert chart.words
    assert vl_convert
