"""One list with repeated events: the peers' numbers, laws that must hold, and tables that are refused in words."""

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
    REPEAT_METHODS,
    ChaoCounts,
    ChaoOneInflated,
    Estimate,
    RepeatCounts,
    RepeatModel,
    RepeatShape,
    Sheet,
    Zelterman,
    estimate_from,
    frequency_table,
)

PEERS: dict[str, Any] = json.loads(Path(__file__).with_name("peer_results.json").read_text("utf-8"))[
    "frequencies"
]
DUTCH = PEERS["netherlandsimmigrant_freq"]
PEER_METHODS: dict[str, Any] = {
    "ztpoisson": RepeatModel(),
    "ztgeom": RepeatModel(family="geometric"),
    "chao": ChaoCounts(),
    "zelterman": Zelterman(),
    "oiztpoisson": RepeatModel(one_inflation="never-again"),
    "zotpoisson": RepeatModel(one_inflation="left-out"),
    "ztoigeom": RepeatModel(family="geometric", one_inflation="always-once"),
    "oichao": ChaoOneInflated(),
    "Chao lower bound f1^2/(2 f2), classical": ChaoCounts(),
    "Zelterman": Zelterman(),
}
OTHER_VARIANCE = {"zotpoisson", "ztoigeom", "oichao"}  # docs/methods/samples.md derives ours


def frequencies(name: str) -> RepeatCounts:
    return RepeatCounts.from_frequencies({int(k): n for k, n in PEERS[name]["frequencies"].items()})


def of(sample: RepeatCounts, method: Any, **options: Any) -> Estimate:
    return estimate_from(sample, method=method, **options)


CASES = [
    (name, reference)
    for name, entry in PEERS.items()
    for reference in entry["references"]
    if reference["method"] in PEER_METHODS
]


def test_there_is_something_to_compare_with() -> None:
    assert len(CASES) == 19
    assert {reference["method"] for _, reference in CASES} == set(PEER_METHODS)


@pytest.mark.parametrize(("name", "reference"), CASES, ids=[f"{n}-{r['method'][:12]}" for n, r in CASES])
def test_numbers_are_the_published_ones(name: str, reference: dict[str, Any]) -> None:
    found = of(frequencies(name), PEER_METHODS[reference["method"]])
    assert found.point == pytest.approx(reference["estimate"], rel=1e-7)
    if "AIC" in reference:
        assert found.diagnostics["aic"] == pytest.approx(reference["AIC"], rel=1e-7)
    if "lower" in reference and found.interval is not None:
        near = 1e-2 if reference["method"] in OTHER_VARIANCE else 1e-4
        assert found.interval.low == pytest.approx(reference["lower"], rel=near)
        assert found.interval.high == pytest.approx(reference["upper"], rel=near)


SHAPES = {
    "M0": "alike", "Mh Chao (LB)": "lower-bound", "Mh Poisson2": "poisson", "Mh Darroch": "darroch",
    "Mh Gamma3.5": "gamma",
}  # fmt: skip
LOG_LINEAR = [
    (name, reference)
    for name, entry in PEERS.items()
    for reference in entry["references"]
    if reference["tool"].startswith("Rcapture")
]


def shape_of(reference: dict[str, Any]) -> RepeatShape:
    given = dict(each.split("=") for each in reference["settings"].split(","))
    shape = "lower-bound" if "h" in given else SHAPES[reference["method"].removeprefix("closedp.0 ")]
    return RepeatShape(
        shape=shape,
        occasions=None if given["t"] == "Inf" else int(given["t"]),
        up_to=int(given["t0"]) if "t0" in given else None,
    )


@pytest.mark.parametrize(
    ("name", "reference"), LOG_LINEAR, ids=[f"{n}-{r['method']}-{r['settings']}" for n, r in LOG_LINEAR]
)
def test_each_shape_of_differences_gives_the_published_population(
    name: str, reference: dict[str, Any]
) -> None:
    method = shape_of(reference)
    found = of(frequencies(name), method)
    if "lower" not in reference:
        shapes = found.diagnostics["other_shapes"]
        assert shapes[method.shape] == pytest.approx(reference["estimate"], rel=1e-4)  # type: ignore[index]
        assert found.point is None or found.point == shapes[method.shape]  # type: ignore[index]
        return
    near = 1e-4 if "t=Inf" in reference["settings"] else 4e-4  # theirs is interpolated between few points
    assert found.interval is not None
    assert found.diagnostics["multinomial_most_likely"] == pytest.approx(reference["estimate"], rel=1e-4)
    assert found.interval.low == pytest.approx(reference["lower"], rel=near)
    assert found.interval.high == pytest.approx(reference["upper"], rel=near)


def test_every_log_linear_reference_is_compared() -> None:
    assert len(LOG_LINEAR) == 33


@pytest.mark.parametrize(
    "text",
    [
        "times,count\n1,1645\n2,183\n3,37\n4,13\n5,1\n6,1\n",
        "count,people\n1,1645\n2,183\n3,37\n4,13\n5,1\n6,1\n",
        "\ufefffreq;captures\r\n1645;1\r\n183;2\r\n37;3\r\n13;4\r\n1;5\r\n1;6\r\n",
        "k\tn\n6\t1\n5\t1\n4\t13\n3\t37\n2\t183\n1\t1645\n",
    ],
)
def test_a_table_of_times_and_people_is_told_by_its_two_columns(text: str) -> None:
    found = frequency_table(text)
    assert found is not None
    assert found.sha256 == frequencies("netherlands_undocumented_freq").sha256


@pytest.mark.parametrize(
    "text",
    [
        "A,B,count\n1,0,5\n0,1,6\n1,1,2\n",
        "A,count\n1,30\n0,2\n",
        "A,B\n1,0\n0,1\n1,1\n1,1\n",
        "times,count\n1,5\n1,6\n2,7\n",
        "times,other\n1,5\n2,6\n",
        "pattern,count\n10,60\n01,40\n11,20\n",
    ],
)
def test_other_tables_are_not_taken_for_times_and_people(text: str) -> None:
    assert frequency_table(text) is None


@pytest.mark.parametrize("name", sorted(PEERS))
def test_the_bias_corrected_bound_stands_beside_the_bound(name: str) -> None:
    wanted = next(r["estimate"] for r in PEERS[name]["references"] if "bias-corrected" in r["method"])
    assert of(frequencies(name), ChaoCounts()).diagnostics["bias_corrected"] == pytest.approx(
        wanted, rel=1e-9
    )


def dutch() -> RepeatCounts:
    rows = DUTCH["covariate_table"]
    sheet = Sheet.from_columns({key: [row[key] for row in rows] for key in rows[0]})
    return RepeatCounts.from_sheet(
        sheet, count="capture", people="Freq", covariates=["nation", "gender", "age"]
    )


def test_covariates_give_the_published_twelve_thousand() -> None:
    found = of(dutch(), RepeatModel())
    assert found.interval is not None
    assert found.point == pytest.approx(12690.35365257, rel=1e-9)
    assert found.diagnostics["se"] == pytest.approx(2808.168836, rel=1e-7)
    assert found.interval.low == pytest.approx(8431.27518368, rel=1e-7)
    assert found.interval.high == pytest.approx(19718.32045168, rel=1e-7)
    assert found.diagnostics["aic"] == pytest.approx(1712.900802, rel=1e-9)


def test_one_inflation_is_noticed_where_it_is_and_not_where_it_is_not() -> None:
    told = of(frequencies("netherlandsimmigrant_freq"), RepeatModel()).diagnostics
    assert told["one_inflation"]["chance"] < 1e-10  # type: ignore[index]
    assert "recorded once" in told["cautions"][0]  # type: ignore[index]
    quiet = RepeatCounts.from_frequencies({1: 271, 2: 271, 3: 180, 4: 90, 5: 36, 6: 12, 7: 3, 8: 1})
    assert of(quiet, RepeatModel()).diagnostics["cautions"] == ()


def test_a_known_population_lies_in_the_interval_of_the_true_model() -> None:
    rng, hits = np.random.default_rng(7), 0
    for _ in range(60):
        rate = np.where(rng.random(2000) < 0.5, 0.4, 1.2)
        count = rng.poisson(rate)
        kind = np.where(rate > 1, "b", "a")
        sheet = Sheet.from_columns({"count": count[count > 0].tolist(), "kind": kind[count > 0].tolist()})
        found = of(RepeatCounts.from_sheet(sheet, covariates=["kind"]), RepeatModel())
        assert found.interval is not None
        assert found.interval.high is not None
        hits += found.interval.low <= 2000 <= found.interval.high
    assert hits >= 52  # fewer than 52 of 60 has a chance below 0.01 at 95% coverage


def test_the_standard_error_with_singles_left_out_is_that_of_repeated_sampling() -> None:
    rng, points, said = np.random.default_rng(3), [], []
    for _ in range(300):
        counts = rng.poisson(1.0, 1500)
        sample = RepeatCounts.from_frequencies(
            {int(k): int((counts == k).sum()) for k in np.unique(counts) if k}
        )
        found = of(sample, RepeatModel(one_inflation="left-out"))
        points.append(found.point)
        said.append(found.diagnostics["se"])
    assert float(np.mean(said)) == pytest.approx(float(np.std(points)), rel=0.12)


TABLES = st.tuples(
    st.integers(20, 400), st.integers(5, 200), st.integers(1, 60), st.integers(0, 20), st.integers(0, 9)
).map(lambda f: {k: n for k, n in enumerate(f, 1) if n})


@settings(deadline=None, max_examples=25)
@given(TABLES, st.sampled_from(REPEAT_METHODS))
def test_nothing_below_what_was_seen_and_nothing_infinite(table: dict[int, int], method: Any) -> None:
    sample = RepeatCounts.from_frequencies(table)
    found = of(sample, method)
    assert found.is_ok == (found.point is not None) == (found.interval is not None)
    if found.interval is not None and found.point is not None and found.interval.high is not None:
        assert sample.observed <= found.interval.low <= found.point <= found.interval.high < 1e12
    json.dumps(found.as_dict())


@settings(deadline=None, max_examples=15)
@given(TABLES, st.randoms(use_true_random=False))
def test_rows_may_come_in_any_order_and_grouped_or_not(table: dict[int, int], shuffle: Any) -> None:
    people = [count for count, n in table.items() for _ in range(n)]
    shuffle.shuffle(people)
    single = RepeatCounts.from_csv("count\n" + "\n".join(map(str, people)))
    grouped = RepeatCounts.from_frequencies(table)
    assert single.sha256 == grouped.sha256
    assert of(single, RepeatModel()).as_dict() == of(grouped, RepeatModel()).as_dict()


@settings(deadline=None, max_examples=10)
@given(st.integers(2, 50))
def test_as_many_times_the_people_are_as_many_times_the_population(times: int) -> None:
    sample = frequencies("netherlands_undocumented_freq").frequencies
    more = RepeatCounts.from_frequencies({k: n * times for k, n in sample.items()})
    for method in (ChaoCounts(), Zelterman(), RepeatModel(family="geometric")):
        one, many = of(RepeatCounts.from_frequencies(sample), method), of(more, method)
        assert many.point == pytest.approx(times * (one.point or 0), rel=1e-6)
        assert many.diagnostics["se"] == pytest.approx(math.sqrt(times) * one.diagnostics["se"], rel=1e-4)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("table", "method", "words"),
    [
        ({1: 500}, ChaoCounts(), "nobody was recorded more than once"),
        ({1: 5, 2: 3}, RepeatModel(), "only 8 people observed"),
        ({1: 50, 3: 4}, ChaoCounts(), "needs 2 different counts among those it learns from; there are: 1"),
        ({1: 50, 2: 9}, ChaoOneInflated(), "there are: 2"),
        ({1: 50, 2: 9}, RepeatModel(one_inflation="never-again"), "needs 3 different counts"),
        ({5: 100}, RepeatModel(), "needs 2 different counts"),
        ({1: 50, 2: 9}, RepeatShape(), "needs 3 different counts"),
        ({1: 50, 2: 9, 3: 2}, RepeatShape(occasions=2), "recorded 3 times on 2 occasions"),
        ({1: 50, 2: 9, 3: 2, 4000: 1}, RepeatShape(), "say up to how many times"),
    ],
)
def test_what_teaches_nothing_is_refused_in_words(table: dict[int, int], method: Any, words: str) -> None:
    found = of(RepeatCounts.from_frequencies(table), method)
    assert found.status.startswith("refused: ")
    assert words in found.status
    assert found.point is None


def test_a_number_the_data_do_not_determine_is_not_given() -> None:
    found = of(frequencies("netherlandsimmigrant_freq"), RepeatModel(family="negative-binomial"))
    assert found.status == "not determined by these data"
    assert "no sharp top" in str(found.diagnostics["why"])
    assert found.point is None


def test_a_covariate_that_says_the_same_twice_is_refused() -> None:
    text = "count,a,b\n" + "\n".join(f"{1 + i % 3},{i % 2},{i % 2}" for i in range(60))
    found = of(RepeatCounts.from_csv(text, covariates=["a", "b"]), RepeatModel())
    assert "say the same twice" in found.status


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no rows"),
        ("count\n", "no rows"),
        ("times\n1\n", "no column 'count'"),
        ("count\n0\n", "Row 1, count: less than 1"),
        ("count\n1\n-3\n", "Row 2, count: less than 1"),
        ("count\n1.5\n", "records are whole numbers"),
        ("count\nnan\n", "not a number up to"),
        ("count\n1e300\n", "not a number up to"),
        ("count\none\n", "Row 1, count: not a number"),
        ("count,count\n1,1\n", "Two columns are called 'count'"),
        ("count,x\n1\n", "1 cells under 2 headings"),
        ('count\n"1\n', "not CSV"),
    ],
)
def test_a_table_with_faults_is_not_read(text: str, words: str) -> None:
    with pytest.raises(SampleError, match=words):
        RepeatCounts.from_csv(text)


def test_shapes_know_no_covariates() -> None:
    assert "shapes know no covariates" in of(dutch(), RepeatShape()).status


def test_settings_outside_their_range_are_named() -> None:
    with pytest.raises(SettingsError, match="shape is one of"):
        RepeatShape(shape="bell")
    with pytest.raises(SettingsError, match="family is one of"):
        RepeatModel(family="weibull")
    with pytest.raises(SettingsError, match="one_inflation is one of"):
        RepeatModel(one_inflation="often")
    with pytest.raises(SettingsError, match="between 0 and 1"):
        of(frequencies("cottontail_freq"), ChaoCounts(), level=1.0)


def test_the_command_shows_all_methods_side_by_side(tmp_path: Path) -> None:
    path = tmp_path / "arrests.csv"
    path.write_text("count,people\n1,1645\n2,183\n3,37\n4,13\n5,1\n6,1\n")
    run = CliRunner()
    told = json.loads(
        run.invoke(build(), ["extrapolate", "repeats", str(path), "--people", "people", "--json"]).stdout
    )
    assert len(told) == len(REPEAT_METHODS)
    assert round(told[0]["point"]) == 9274
    one = ["extrapolate", "repeats", str(path), "--people", "people", "--method", "counts"]
    shown = run.invoke(build(), [*one, "--family", "geometric"])
    assert "13,468" in shown.stdout
    assert shown.stdout.count("Counts of reports about one event") == 1
    assert "Not for:" in shown.stdout
    wrong = run.invoke(build(), ["extrapolate", "repeats", str(path), "--method", "guess"])
    assert "There is no method 'guess'" in str(wrong.exception)


def test_the_command_for_lists_takes_a_table_of_times_recorded_too(tmp_path: Path) -> None:
    path = tmp_path / "arrests.csv"
    path.write_text("times,count\n1,1645\n2,183\n3,37\n4,13\n5,1\n6,1\n")
    run = CliRunner()
    told = json.loads(run.invoke(build(), ["estimate", str(path), "--json"]).stdout)
    assert [each["method"] for each in told] == [method.id for method in REPEAT_METHODS]
    shape = ["estimate", str(path), "--method", "shape", "--set", "shape=darroch", "--json"]
    assert json.loads(run.invoke(build(), shape).stdout)["point"] == pytest.approx(15562.098, rel=1e-6)
    for wrong, words in (
        (["--method", "stepwise"], "no method 'stepwise' for times recorded"),
        (["--method", "shape", "--set", "occasions=many"], "occasions is int"),
        (["--method", "shape", "--set", "bell=1"], "shape has no setting bell"),
        (["--set", "occasions=5"], "--set goes with one method"),
    ):
        assert words in str(run.invoke(build(), ["estimate", str(path), *wrong]).exception)
