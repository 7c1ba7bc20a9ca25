"""Drawn samples and households' deaths: the peers' numbers to 1e-9, laws, missing villages, hostile input."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from tumen.cli.main import build
from tumen.errors import SampleError, SettingsError
from tumen.estimation import (
    Estimate,
    HouseholdDeaths,
    MortalityRate,
    Plan,
    Sheet,
    SurveyMean,
    SurveyRatio,
    SurveySample,
    SurveyTotal,
    estimate_from,
)

PEERS: dict[str, Any] = json.loads(Path(__file__).with_name("peer_results.json").read_text("utf-8"))["survey"]
VILLAGES = PEERS["village_survey"]
SHEET = Sheet.from_columns({key: [row[key] for row in VILLAGES["rows"]] for key in VILLAGES["rows"][0]})
PLAN = Plan(strata="stratum", clusters=["village"], populations=["N_villages"])
SCHOOL_PLANS = {
    "apiclus1": Plan(clusters=["dnum"], weight="pw", populations=["fpc"]),
    "apistrat": Plan(strata="stype", weight="pw", populations=["fpc"]),
    "apiclus2": Plan(clusters=["dnum", "snum"], populations=["fpc1", "fpc2"]),
}


def villages(**options: Any) -> SurveySample:
    return SurveySample.from_sheet(SHEET, **{"value": "migrants", "per": "residents", "plan": PLAN} | options)


def agree(found: Estimate, reference: dict[str, Any]) -> None:
    told: dict[str, Any] = dict(found.diagnostics)
    assert found.point == pytest.approx(reference["estimate"], rel=1e-9)
    assert told["se"] == pytest.approx(reference["se"], rel=1e-9)
    if "deff" in reference:
        assert told["design_effect"] == pytest.approx(reference["deff"], rel=1e-9)
    if "ci95_t" in reference:
        assert told["interval_plain"] == pytest.approx(reference["ci95_t"], rel=1e-9)
    if "ci95_log_t" in reference:
        assert told["interval_log"] == pytest.approx(reference["ci95_log_t"], rel=1e-9)


def test_a_survey_of_villages_gives_the_numbers_of_the_other_program() -> None:
    total = estimate_from(villages(), method=SurveyTotal())
    agree(total, VILLAGES["total"])
    assert total.diagnostics["degrees_of_freedom"] == VILLAGES["total"]["df"]
    assert total.interval is not None
    assert (total.interval.low, total.interval.high) == pytest.approx(VILLAGES["total"]["ci95_log_t"])
    agree(estimate_from(villages(), method=SurveyRatio()), VILLAGES["ratio"])
    known = sum(VILLAGES["known_residents"].values())
    agree(estimate_from(villages(), method=SurveyRatio(known_total=known)), VILLAGES["ratio_total"])


def test_parts_of_the_population_give_the_numbers_of_the_other_program() -> None:
    for part in VILLAGES["by_stratum"]:
        found = estimate_from(villages(where=("stratum", part["stratum"])), method=SurveyTotal())
        agree(found, {"estimate": part["total"], "se": part["se"]})


def test_known_numbers_belong_to_strata_by_name_not_by_position() -> None:
    known = VILLAGES["known_residents"]
    # The other program took the numbers by position, in the order of the alphabet: far and inner changed places.
    by_position = {"border": known["border"], "far": known["inner"], "inner": known["far"]}
    agree(
        estimate_from(villages(), method=SurveyRatio(known_by_stratum=by_position)),
        VILLAGES["separate_ratio_total"],
    )
    found = estimate_from(villages(), method=SurveyRatio(known_by_stratum=known))
    assert found.point == pytest.approx(8497.596926746284)


@pytest.mark.parametrize("name", sorted(PEERS["api_data_results"]))
def test_samples_of_schools_give_the_numbers_of_the_other_program(name: str) -> None:
    drawn, _, what = name.partition("_")
    columns: dict[str, str] = (
        {"value": "api.stu", "per": "enroll"} if what == "ratio" else {"value": what[-6:]}
    )
    columns["value"] = {"_api00": "api00"}.get(columns["value"], columns["value"])
    sheet = Sheet.from_columns(PEERS["api"][drawn])
    sample = SurveySample.from_sheet(sheet, plan=SCHOOL_PLANS[drawn], missing="leave-out", **columns)  # type: ignore[arg-type]
    methods: dict[str, Any] = {"ratio": SurveyRatio(), "mean": SurveyMean(), "total": SurveyTotal()}
    agree(estimate_from(sample, method=methods[what.split("_")[0]]), PEERS["api_data_results"][name])


ROWS = st.lists(
    st.tuples(
        st.integers(0, 30), st.integers(1, 40), st.integers(0, 2), st.integers(0, 4), st.integers(1, 9)
    ),
    min_size=12,
    max_size=40,
).filter(
    lambda rows: (
        all(len({r[3] for r in rows if r[2] == h}) > 1 for h in {r[2] for r in rows})
        and len({r[0] for r in rows}) > 1
    )
)


def sampled(rows: Any, *, times: float = 1.0, **options: Any) -> SurveySample:
    columns = {
        "y": [r[0] for r in rows], "x": [r[1] for r in rows], "h": [f"h{r[2]}" for r in rows],
        "c": [f"h{r[2]}c{r[3]}" for r in rows], "w": [r[4] * times for r in rows],
    }  # fmt: skip
    plan = Plan(strata="h", clusters=["c"], weight="w")
    given = {"value": "y", "per": "x", "plan": plan} | options
    return SurveySample.from_sheet(Sheet.from_columns(columns), **given)


def se(found: Estimate) -> float:
    return float(str(found.diagnostics["se"]))


@settings(deadline=None, max_examples=25)
@given(ROWS, st.integers(2, 9))
def test_weights_times_a_number_are_totals_times_it_and_the_same_means(rows: Any, times: int) -> None:
    one, many = sampled(rows), sampled(rows, times=times)
    total, more = (estimate_from(s, method=SurveyTotal()) for s in (one, many))
    assert more.point == pytest.approx(times * (total.point or 0))
    assert se(more) == pytest.approx(times * se(total), abs=1e-9)
    for method in (SurveyMean(), SurveyRatio()):
        first, second = (estimate_from(s, method=method) for s in (one, many))
        assert second.point == pytest.approx(first.point)
        assert se(second) == pytest.approx(se(first), abs=1e-9)


@settings(deadline=None, max_examples=25)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows: Any, shuffle: Any) -> None:
    mixed = list(rows)
    shuffle.shuffle(mixed)
    first, second = (estimate_from(sampled(r), method=SurveyTotal()).as_dict() for r in (rows, mixed))
    assert first == second


@settings(deadline=None, max_examples=25)
@given(ROWS)
def test_parts_add_up_to_the_whole_and_so_do_the_variances_of_strata(rows: Any) -> None:
    whole = estimate_from(sampled(rows), method=SurveyTotal())
    parts = [
        estimate_from(sampled(rows, where=("h", h)), method=SurveyTotal())
        for h in sorted({f"h{r[2]}" for r in rows})
    ]
    if all(part.is_ok for part in parts):
        assert sum(part.point or 0 for part in parts) == pytest.approx(whole.point)
        assert math.hypot(*map(se, parts)) == pytest.approx(se(whole), abs=1e-9)


@settings(deadline=None, max_examples=25)
@given(ROWS)
def test_merging_strata_changes_no_total_and_only_the_sum_of_a_cluster_counts(rows: Any) -> None:
    whole = estimate_from(sampled(rows), method=SurveyTotal())
    merged = sampled(rows, plan=Plan(clusters=["c"], weight="w"))
    assert estimate_from(merged, method=SurveyTotal()).point == pytest.approx(whole.point)
    sums: dict[tuple[int, int], float] = {}
    for y, _, h, c, w in rows:
        sums[h, c] = sums.get((h, c), 0) + y * w
    clusters = [(total, 1, h, c, 1) for (h, c), total in sums.items()]
    again = estimate_from(sampled(clusters), method=SurveyTotal())
    assert again.point == pytest.approx(whole.point)
    assert se(again) == pytest.approx(se(whole), abs=1e-9)


def test_a_census_has_no_sampling_error() -> None:
    sheet = Sheet.from_columns({"y": [3, 5, 7, 2], "N": [4, 4, 4, 4]})
    found = estimate_from(
        SurveySample.from_sheet(sheet, value="y", plan=Plan(populations=["N"])), method=SurveyTotal()
    )
    assert found.interval is not None
    assert (found.point, found.interval.low, found.interval.high) == (17, 17, 17)


def test_the_interval_of_a_total_does_not_go_below_what_the_sample_holds() -> None:
    sheet = Sheet.from_columns({"y": [0, 0, 0, 0, 90], "N": [8] * 5})
    found = estimate_from(
        SurveySample.from_sheet(sheet, value="y", plan=Plan(populations=["N"])), method=SurveyTotal()
    )
    assert found.interval is not None
    assert found.interval.low >= 90
    assert found.diagnostics["interval_plain"][0] < 0  # type: ignore[index]


def test_a_stratum_of_one_village_is_refused_until_somebody_chooses() -> None:
    text = "y,h,N\n1,a,9\n4,a,9\n2,a,9\n7,b,5\n"
    sample = SurveySample.from_csv(text, value="y", plan=Plan(strata="h", populations=["N"]))
    assert "1 strata or units from which a single unit" in estimate_from(sample, method=SurveyTotal()).status
    errors = [
        se(estimate_from(sample, method=SurveyTotal(single=s))) for s in ("certainty", "average", "centre")
    ]
    first = 9**2 * (1 - 3 / 9) * np.var([1, 4, 2], ddof=1) / 3
    totals = np.array([3, 12, 6, 35.0])
    far = (1 - 1 / 5) * (35 - totals.mean()) ** 2
    assert errors == pytest.approx([math.sqrt(first), math.sqrt(2 * first), math.sqrt(first + far)])


def test_villages_nobody_could_enter_widen_the_interval_by_what_they_may_hold() -> None:
    text = "y,h,N\n1,a,9\n4,a,9\n,a,9\n7,b,5\n9,b,5\n3,b,5\n"
    plan = Plan(strata="h", populations=["N"])
    with pytest.raises(SampleError, match="Row 3, value: empty"):
        SurveySample.from_csv(text, value="y", plan=plan)
    sample = SurveySample.from_csv(text, value="y", plan=plan, missing=(0, 50))
    found = estimate_from(sample, method=SurveyTotal())
    alike = found.diagnostics["interval_if_missing_are_alike"]
    assert found.point == pytest.approx(9 * 2.5 + 5 * 19 / 3)
    assert found.interval is not None
    assert found.interval.low < alike.low < alike.high < (found.interval.high or 0)  # type: ignore[attr-defined]
    assert found.diagnostics["missing_rows"] == 1
    assert found.observed == 5


def test_nothing_seen_is_not_an_estimate_of_zero() -> None:
    sheet = Sheet.from_columns({"y": [0] * 6, "N": [60] * 6})
    sample = SurveySample.from_sheet(sheet, value="y", plan=Plan(populations=["N"]))
    found = estimate_from(sample, method=SurveyTotal())
    assert found.status == "not determined by these data"
    assert found.diagnostics["why"] == "nothing was seen in the sample"


@pytest.mark.parametrize(
    ("text", "plan", "words"),
    [
        ("y\n1\n2\n", Plan(), "Name a column of weights"),
        ("y,w\n1,0\n2,1\n", Plan(weight="w"), "Weights must be greater than 0"),
        ("y,w\n1,-1\n", Plan(weight="w"), "w.*: less than 0|weight: less than 0"),
        ("y,N\n1,1\n2,1\n", Plan(populations=["N"]), "smaller than the number of units drawn"),
        ("y,N\n1,5\n2,6\n", Plan(populations=["N"]), "differs between rows"),
        (
            "y,h,c,w\n1,a,k,1\n2,b,k,1\n",
            Plan(strata="h", clusters=["c"], weight="w"),
            "more than one stratum",
        ),
        ("y,c,w\n1,,1\n2,k,1\n", Plan(clusters=["c"], weight="w"), "cluster 0: empty"),
        ("y,w\n1,1\n", Plan(weight="w", populations=["a", "b"]), "no column 'a', 'b'"),
        ("y,w\nNA,1\n", Plan(weight="w"), "Row 1, value: not a number"),
    ],
)
def test_a_plan_that_cannot_be_is_not_read(text: str, plan: Plan, words: str) -> None:
    with pytest.raises(SampleError, match=words):
        SurveySample.from_csv(text, value="y", plan=plan)


def test_one_cluster_shows_no_differences() -> None:
    sheet = Sheet.from_columns({"y": [1, 2], "c": ["k", "k"], "w": [3, 3]})
    sample = SurveySample.from_sheet(sheet, value="y", plan=Plan(clusters=["c"], weight="w"))
    assert "refused" in estimate_from(sample, method=SurveyMean()).status


def test_known_totals_must_fit_the_strata() -> None:
    assert (
        "exactly the strata border, far, inner"
        in estimate_from(villages(), method=SurveyRatio(known_by_stratum={"far": 3})).status
    )
    with pytest.raises(SettingsError, match="above 0"):
        SurveyRatio(known_total=-1)
    with pytest.raises(SettingsError, match="single is one of"):
        SurveyMean(single="ignore")


HOUSEHOLDS = "village,present,joined,left,born,died,days\n" + "\n".join(
    f"v{v},{5 + h % 3},{h % 2},{(h + v) % 2},{int(h == 3)},{int((h * 7 + v) % 9 == 0)},90"
    for v in range(12)
    for h in range(8)
)


def households(text: str = HOUSEHOLDS) -> Estimate:
    rows = text.splitlines()
    weighted = "\n".join([rows[0] + ",w", *(row + ",25" for row in rows[1:])])
    sample = HouseholdDeaths.from_csv(weighted, plan=Plan(clusters=["village"], weight="w"))
    return estimate_from(sample, method=MortalityRate())


def test_a_death_rate_is_deaths_over_the_time_people_lived() -> None:
    found, told = households(), dict(households().diagnostics)
    rows = [list(map(int, row.split(",")[1:])) for row in HOUSEHOLDS.splitlines()[1:]]
    lived = sum((p + d / 2 + out / 2 - j / 2 - b / 2) * days for p, j, out, b, d, days in rows)
    deaths = sum(row[4] for row in rows)
    assert told["person_days"] == pytest.approx(lived)
    assert found.observed == told["deaths"] == deaths
    assert found.point == pytest.approx(deaths / lived * 10_000)
    assert told["deaths_per_1000_person_years"] == pytest.approx(deaths / lived * 365_250)
    vanished: Any = told["if_households_vanished"]
    assert (found.point or 0) < vanished["1%"] < vanished["2%"] < vanished["5%"]
    assert told["degrees_of_freedom"] == 11


def test_the_error_of_a_death_rate_is_that_of_its_clusters() -> None:
    rows = [list(map(int, row.split(",")[1:])) for row in HOUSEHOLDS.splitlines()[1:]]
    deaths = np.array([r[4] for r in rows]).reshape(12, 8).sum(1)
    lived = (
        np.array([(r[0] + r[4] / 2 + r[2] / 2 - r[1] / 2 - r[3] / 2) * r[5] for r in rows])
        .reshape(12, 8)
        .sum(1)
    )
    left = deaths - deaths.sum() / lived.sum() * lived
    expected = math.sqrt(12 / 11 * (left**2).sum()) / lived.sum() * 10_000
    assert se(households()) == pytest.approx(expected)


def test_no_death_in_the_sample_is_not_a_rate_of_zero() -> None:
    quiet = "\n".join(
        row if n == 0 else ",".join([*row.split(",")[:5], "0", "90"])
        for n, row in enumerate(HOUSEHOLDS.splitlines())
    )
    found = households(quiet)
    assert found.point is None
    assert found.diagnostics["why"] == "nobody died in the sample"
    high = float(str(found.diagnostics["high_if_deaths_were_independent"]))
    assert high == pytest.approx(3.0 / float(str(found.diagnostics["person_days"])) * 10_000, rel=0.01)


def test_members_from_nowhere_are_a_fault() -> None:
    with pytest.raises(SampleError, match="Row 1: more joined, or were born, than can be there"):
        households("village,present,joined,left,born,died,days\nv,1,3,0,0,0,90\n")


def test_the_commands_give_totals_by_part_and_rates(tmp_path: Path) -> None:
    run, path = CliRunner(), tmp_path / "villages.csv"
    lines = [",".join(SHEET.names), *(",".join(row) for row in SHEET.rows)]
    path.write_text("\n".join(lines))
    plan = ["--stratum", "stratum", "--cluster", "village", "--population", "N_villages"]
    base = ["extrapolate", "survey", str(path), "--value", "migrants", *plan]
    told = json.loads(run.invoke(build(), [*base, "--by", "stratum", "--json"]).stdout)
    assert [(one["part"], one["point"]) for one in told] == [
        ("stratum=border", 3997.5), ("stratum=far", 1850.0), ("stratum=inner", 3045.0),
    ]  # fmt: skip
    ratio = [*base, "--estimate", "ratio", "--per", "residents", "--known", "731000"]
    assert "8,607" in run.invoke(build(), ratio).stdout
    assert run.invoke(build(), [*base, "--by", "stratum", "--where", "a=b"]).exit_code == 2
    told_of = tmp_path / "households.csv"
    told_of.write_text(HOUSEHOLDS.replace("days", "days,w", 1).replace(",90", ",90,25"))
    args = ["extrapolate", "mortality", str(told_of), "--cluster", "village", "--weight", "w", "--json"]
    assert json.loads(run.invoke(build(), args).stdout)["method"] == "mortality-rate"
