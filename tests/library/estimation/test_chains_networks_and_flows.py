"""Respondent-driven sampling, network scale-up and balances: the peers' numbers, laws and hostile input."""

from __future__ import annotations

import json
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
    FlowTable,
    GeneralisedScaleUp,
    NetworkReports,
    ReferralChains,
    ReferralShare,
    ScaleUp,
    Sheet,
    StockBalance,
    estimate_from,
)

PEERS: dict[str, Any] = json.loads(Path(__file__).with_name("peer_results.json").read_text("utf-8"))["survey"]


def of(sample: Any, method: Any, *, seed: int = 1) -> Estimate:
    return estimate_from(sample, method=method, rng=np.random.default_rng(seed))


def faux(seeds: int = 6) -> dict[str, list[str]]:
    """The people of the other program's example; who brought whom is not printed and made up here."""
    people = [(row["degree"], row["X"]) for row in PEERS["rds2_faux"]["table"] for _ in range(row["Freq"])]
    people = [people[i] for i in np.random.default_rng(5).permutation(len(people))]
    return {
        "id": [f"p{i:03d}" for i in range(len(people))],
        "recruiter": ["" if i < seeds else f"p{(i - seeds) // 2:03d}" for i in range(len(people))],
        "degree": [degree for degree, _ in people],
        "colour": [colour for _, colour in people],
    }


def chains(columns: dict[str, list[str]], trait: str = "blue") -> ReferralChains:
    return ReferralChains.from_sheet(Sheet.from_columns(columns), trait=("colour", trait))


def test_a_share_is_that_of_the_other_program() -> None:
    found = of(chains(faux()), ReferralShare())
    assert found.point == pytest.approx(PEERS["rds2_faux"]["rds2_blue"], rel=1e-9)
    assert found.interval is not None
    assert found.interval.low < found.point < (found.interval.high or 0)
    told: dict[str, Any] = dict(found.diagnostics)
    assert told["first_people"] == 6
    assert sum(told["people_by_wave"]) == found.observed == 389
    assert told["share_by_wave"][-1] == found.point


def test_shares_of_a_trait_and_of_its_absence_make_one() -> None:
    blue, red = (of(chains(faux(), colour), ReferralShare(replicates=200)) for colour in ("blue", "red"))
    assert (blue.point or 0) + (red.point or 0) == pytest.approx(1)
    assert blue.diagnostics["se"] == pytest.approx(red.diagnostics["se"])


@settings(deadline=None, max_examples=8)
@given(st.randoms(use_true_random=False), st.integers(2, 9))
def test_neither_order_nor_a_common_factor_of_degrees_changes_a_share(shuffle: Any, times: int) -> None:
    columns = faux()
    order = list(range(len(columns["id"])))
    shuffle.shuffle(order)
    mixed = {name: [column[i] for i in order] for name, column in columns.items()}
    method = ReferralShare(replicates=200)
    assert of(chains(mixed), method).as_dict() == of(chains(columns), method).as_dict()
    scaled = columns | {"degree": [str(int(d) * times) for d in columns["degree"]]}
    assert of(chains(scaled), method).point == pytest.approx(of(chains(columns), method).point)


def test_a_known_population_leads_from_the_weighted_to_the_plain_share() -> None:
    def share(population: float | None) -> float:
        return of(chains(faux()), ReferralShare(population=population, replicates=100)).point or 0

    plain = float(np.mean([c == "blue" for c in faux()["colour"]]))
    path = [share(n) for n in (389, 400, 800, 4000, 1e6, 1e9 - 1, None)]
    assert path[0] == pytest.approx(plain)
    assert path == sorted(path, reverse=path[0] > path[-1])
    assert path[-2] == pytest.approx(path[-1], rel=1e-6)
    assert "larger than the population" in of(chains(faux()), ReferralShare(population=388)).status


def test_a_known_population_mends_the_share_where_half_of_it_was_asked() -> None:
    rng, n, asked = np.random.default_rng(11), 4000, 2000
    degree = rng.integers(1, 30, n)
    blue = rng.random(n) < degree / 30  # the well connected have the trait
    with_size, without = [], []
    for _ in range(5):
        order = np.argsort(rng.exponential(size=n) / degree)[:asked]  # brought without replacement by degree
        columns = {
            "id": [f"p{i:04d}" for i in range(asked)],
            "recruiter": ["" if i < 10 else f"p{(i - 10) // 2:04d}" for i in range(asked)],
            "degree": [str(d) for d in degree[order]],
            "colour": ["blue" if b else "red" for b in blue[order]],
        }
        with_size.append(of(chains(columns), ReferralShare(population=n, replicates=100)).point or 0)
        without.append(of(chains(columns), ReferralShare(replicates=100)).point or 0)
    assert float(np.mean(with_size)) == pytest.approx(blue.mean(), abs=0.01)
    assert abs(float(np.mean(without)) - blue.mean()) > 0.04


def test_chains_of_one_kind_are_seen_as_homophily_and_widen_the_interval() -> None:
    n = 240
    apart = {
        "id": [f"p{i:03d}" for i in range(n)],
        "recruiter": ["" if i < 12 else f"p{i - 12:03d}" for i in range(n)],
        "degree": ["10"] * n,
        "colour": ["blue" if i % 12 < 6 else "red" for i in range(n)],
    }
    found = of(chains(apart), ReferralShare())
    told: dict[str, Any] = dict(found.diagnostics)
    assert told["recruitment"]["with"]["homophily"] == pytest.approx(1.0)
    assert told["design_effect"] > 15
    mixed = apart | {"colour": ["blue" if (i // 12) % 2 else "red" for i in range(n)]}
    assert of(chains(mixed), ReferralShare()).diagnostics["recruitment"]["with"]["homophily"] == -1  # type: ignore[index]
    assert float(str(of(chains(mixed), ReferralShare()).diagnostics["design_effect"])) < 0.1


def test_the_tree_bootstrap_of_one_wave_is_that_of_clusters() -> None:
    n = 400  # 40 first people, each brought 9
    columns = {
        "id": [f"p{i:03d}" for i in range(n)],
        "recruiter": ["" if i < 40 else f"p{(i - 40) // 9:03d}" for i in range(n)],
        "degree": ["5"] * n,
        "colour": ["blue" if i >= 40 and (i - 40) // 9 % 2 and i % 3 else "red" for i in range(n)],
    }
    found = of(chains(columns), ReferralShare(replicates=8000))
    blue = np.array([c == "blue" for c in columns["colour"]], dtype=float)
    trees = np.array([blue[40 + 9 * s : 49 + 9 * s].sum() for s in range(40)])
    within = np.array([9 * blue[40 + 9 * s : 49 + 9 * s].var() for s in range(40)])
    expected = np.sqrt(40 * trees.var() + within.sum()) / n
    assert found.diagnostics["se"] == pytest.approx(expected, rel=0.04)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"degree": ["0"] * 389}, "degree: less than 1"),
        ({"degree": [""] * 389}, "degree: empty"),
        ({"recruiter": ["nobody"] * 389}, "389 rows name a recruiter who is not in the table"),
        ({"recruiter": ["p001", "p000"] + [""] * 387}, "2 people brought each other in a circle"),
        ({"id": ["p000"] * 389}, "388 codes of persons stand twice"),
    ],
)
def test_chains_that_cannot_be_are_not_read(change: dict[str, list[str]], words: str) -> None:
    with pytest.raises(SampleError, match=words):
        chains(faux() | change)


def test_what_is_no_chain_or_shows_no_difference_gives_no_share() -> None:
    assert "this is no chain" in of(chains(faux() | {"recruiter": [""] * 389}), ReferralShare()).status
    alike = of(chains(faux() | {"colour": ["blue"] * 389}), ReferralShare())
    assert alike.status == "not determined by these data"
    line = faux() | {"recruiter": [""] + [f"p{i:03d}" for i in range(388)]}
    alone = of(chains(line), ReferralShare())
    assert alone.point is None
    assert "only 0 first people or people who brought several" in str(alone.diagnostics["why"])
    few = {name: column[:12] for name, column in faux().items()}
    assert "only 12 people" in of(chains(few), ReferralShare()).status
    with pytest.raises(SettingsError, match="needs a generator"):
        estimate_from(chains(faux()), method=ReferralShare())


NSUM = PEERS["nsum"]
ARD = {f"g{j + 1}": [row[j] for row in NSUM["ard"]] for j in range(5)}
SIZES = {f"g{j}": float(NSUM["sizes"][j - 1]) for j in NSUM["known_columns"]}


def reports(hidden: str = "g3", **options: Any) -> NetworkReports:
    return NetworkReports.from_sheet(
        Sheet.from_columns(ARD), hidden=hidden, **{"known": SIZES, "population": NSUM["N"]} | options
    )


@pytest.mark.parametrize(("form", "key"), [("ratio-of-sums", "mle"), ("mean-of-ratios", "pimle")])
def test_scale_up_gives_the_printed_numbers(form: str, key: str) -> None:
    for hidden, printed in zip(("g3", "g5"), NSUM[key], strict=True):
        found = of(reports(hidden), ScaleUp(form=form))
        assert found.point == pytest.approx(printed, rel=1e-9)
        assert found.interval is not None
        assert found.interval.low < found.point < (found.interval.high or 0)


def test_what_is_not_told_makes_the_group_larger_and_the_grid_says_how_much() -> None:
    plain, half = of(reports(), ScaleUp()), of(reports(), ScaleUp(told=0.5, degree_ratio=0.8))
    assert half.point == pytest.approx((plain.point or 0) / 0.4)
    grid: Any = half.diagnostics["grid"]
    assert {g["told"]: g["people"] for g in grid if g["degree_ratio"] == 1.0}[0.25] == pytest.approx(
        4 * (plain.point or 0)
    )


def test_known_groups_are_estimated_back() -> None:
    back: Any = of(reports(), ScaleUp()).diagnostics["back_estimates"]
    assert set(back) == set(SIZES)
    by_hand = sum(ARD["g1"]) / (sum(ARD["g2"]) + sum(ARD["g4"])) * (SIZES["g2"] + SIZES["g4"]) / SIZES["g1"]
    assert back["g1"] == pytest.approx(by_hand)
    wrong = of(reports(known=SIZES | {"g1": 15550.0}), ScaleUp())
    assert "g1 would be wrong" in str(wrong.diagnostics["cautions"])


@settings(deadline=None, max_examples=10)
@given(st.integers(2, 20), st.randoms(use_true_random=False))
def test_scale_up_follows_the_scale_and_not_the_order_or_unit_of_weights(times: int, shuffle: Any) -> None:
    plain = of(reports(), ScaleUp(replicates=100))
    larger = reports(known={k: n * times for k, n in SIZES.items()}, population=NSUM["N"] * times)
    assert of(larger, ScaleUp(replicates=100)).point == pytest.approx(times * (plain.point or 0))
    order = list(range(50))
    shuffle.shuffle(order)
    columns = {name: [column[i] for i in order] for name, column in ARD.items()} | {"w": [times] * 50}
    mixed = NetworkReports.from_sheet(
        Sheet.from_columns(columns), hidden="g3", known=SIZES, population=NSUM["N"], weight="w"
    )
    assert of(mixed, ScaleUp(replicates=100)).point == pytest.approx(plain.point)


def test_measured_visibility_finds_a_group_that_is_mostly_hidden_from_its_friends() -> None:
    rng, population, size, told = np.random.default_rng(2), 50_000, 800, 0.3
    groups = {"a": 900.0, "b": 1500.0, "c": 700.0}
    knows = rng.gamma(4, 50, 600)
    asked = {g: rng.poisson(knows * n / population).tolist() for g, n in groups.items()}
    asked |= {"hidden": rng.poisson(knows * told * size / population).tolist()}
    aware = {
        g: rng.poisson(rng.gamma(4, 50, 200) * told * n / population).tolist() for g, n in groups.items()
    }
    sample = NetworkReports.from_sheet(
        Sheet.from_columns(asked), hidden="hidden", known=groups, population=population,
        members=Sheet.from_columns(aware),
    )  # fmt: skip
    measured, plain = of(sample, GeneralisedScaleUp()), of(sample, ScaleUp())
    assert measured.interval is not None
    assert measured.interval.low < size < (measured.interval.high or 0)
    assert plain.point == pytest.approx(told * size, rel=0.15)


def test_reports_that_teach_nothing_give_no_number() -> None:
    few = reports().observed
    assert f"only {few} respondents" in of(reports(), ScaleUp(min_observed=99)).status
    nobody = Sheet.from_columns(ARD | {"h": [0] * 50, "z": [0] * 50})
    common: dict[str, Any] = {"population": 1e5}
    found = of(NetworkReports.from_sheet(nobody, hidden="h", known=SIZES, **common), ScaleUp())
    assert found.diagnostics["why"] == "nobody knows anybody of the hidden group"
    found = of(NetworkReports.from_sheet(nobody, hidden="g3", known={"z": 10.0}, **common), ScaleUp())
    assert "nobody knows anybody of the known groups" in found.status
    assert "only 0 members" in of(reports(), GeneralisedScaleUp()).status


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"population": 0}, "population is a number above 0"),
        ({"known": {}}, "at least one group"),
        ({"known": {"g1": -3.0}}, "size of a known group"),
        ({"known": {"g1": 1e9}}, "as large as the population"),
        ({"hidden": "nothing"}, "no column 'nothing'"),
    ],
)
def test_reports_that_cannot_be_are_not_read(options: dict[str, Any], words: str) -> None:
    with pytest.raises(SampleError, match=words):
        reports(**options)


HEAD = "year,kind,flow,low,best,high\n"
FLOWS = (
    HEAD
    + "1997,start,,1000,,1000\n"
    + "".join(
        f"{y},in,crossed,200,250,400\n{y},out,returned,50,60,90\n{y},out,died,10,,20\n"
        for y in (1998, 1999, 2000)
    )
)


def test_a_balance_lies_between_what_the_ranges_allow_at_most() -> None:
    found = of(FlowTable.from_csv(FLOWS), StockBalance())
    told: dict[str, Any] = dict(found.diagnostics)
    assert found.interval is not None
    last = told["years"][-1]
    assert last["year"] == 2000
    assert (last["lowest_possible"], last["highest_possible"]) == (1000 + 3 * 90, 1000 + 3 * 340)
    assert last["lowest_possible"] < found.interval.low < (found.point or 0) < (found.interval.high or 0)
    assert (found.interval.high or 0) < last["highest_possible"]
    assert found.draws is not None
    assert float(np.median(found.draws)) == pytest.approx(found.point or 0, abs=1)
    mean = 1000 + 3 * (850 / 3 - 200 / 3 - 15)
    assert float(found.draws.mean()) == pytest.approx(mean, rel=0.01)


def test_errors_of_a_source_that_last_make_the_interval_wider() -> None:
    table = FlowTable.from_csv(FLOWS)
    shared, separate = (of(table, StockBalance(errors=e)).interval for e in ("shared", "separate"))
    assert shared is not None
    assert separate is not None
    assert (shared.high or 0) - shared.low > 1.4 * ((separate.high or 0) - separate.low)


def test_a_known_stock_narrows_the_years_around_it() -> None:
    free = of(FlowTable.from_csv(FLOWS), StockBalance())
    tied = of(FlowTable.from_csv(FLOWS + "1999,known,,1500,,1600\n"), StockBalance())
    assert free.interval is not None
    assert tied.interval is not None
    assert tied.interval.low > free.interval.low
    assert float(str(tied.diagnostics["kept"])) < 1
    past = of(FlowTable.from_csv(FLOWS + "1999,known,,1500,,1600\n"), StockBalance(year=1999))
    assert past.interval is not None
    assert 1500 <= past.interval.low <= (past.interval.high or 0) <= 1600


def test_ranges_that_contradict_each_other_give_no_number() -> None:
    found = of(FlowTable.from_csv(FLOWS + "2000,known,,90000,,90001\n"), StockBalance())
    assert found.status == "not determined by these data"
    assert "contradict each other: 0 of 20000 draws" in str(found.diagnostics["why"])
    vast = of(FlowTable.from_csv(HEAD + "1,start,,5,,9\n2,in,came,0,,1e12\n"), StockBalance())
    assert vast.point is None
    emptied = of(FlowTable.from_csv(HEAD + "1,start,,5,,9\n2,out,left,10,,20\n"), StockBalance())
    assert emptied.point is None


@settings(deadline=None, max_examples=20)
@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(0, 300)), min_size=1, max_size=6),
    st.integers(0, 5000),
)
def test_certain_flows_are_added_up_exactly(flows: list[tuple[int, int]], start: int) -> None:
    text = HEAD + f"0,start,,{start},{start},{start}\n"
    text += "".join(f"{y},in,a,{a},{a},{a}\n{y},out,b,{b},{b},{b}\n" for y, (a, b) in enumerate(flows, 1))
    found = of(FlowTable.from_csv(text), StockBalance(replicates=1000))
    stocks = start + np.cumsum([a - b for a, b in flows])
    assert found.diagnostics["best"] == stocks.tolist()
    assert found.is_ok == bool((stocks >= 0).all())
    if found.is_ok:
        assert found.point == stocks[-1]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("1,in,a,1,,2\n", "Exactly one row of kind start"),
        ("0,start,,1,,2\n", "There is no flow"),
        ("0,start,,1,,2\n1,in,a,5,,2\n", "not in that order"),
        ("0,start,,1,,2\n1,in,a,1,9,2\n", "not in that order"),
        ("0,start,,1,,2\n1,in,a,-1,,2\n", "low: less than 0"),
        ("0,start,,1,,2\n1,sideways,a,1,,2\n", "kind is one of start, in, out, known"),
        ("0,start,,1,,2\n1,in,a,1,,2\n1,in,a,1,,2\n", "Flow 'a' has two rows for 1"),
        ("0,start,,1,,2\n1,in,a,1,,2\n3,in,a,1,,2\n", "No flow at all is told for 2"),
        ("0,start,,1,,2\n1,in,a,1,,2\n2,in,b,1,,2\n", "Flow 'a' has no row for 2"),
        ("0,start,,1,,2\n1,in,a,1,,2\n9,known,,1,,2\n", "A stock of 9 is told, but no flow"),
        ("0,start,,1,,2\n1,in,a,1,,2\n900,in,a,1,,2\n", "more than 300"),
        ("x,start,,1,,2\n", "year: not a number"),
    ],
)
def test_flows_with_faults_are_not_read(rows: str, words: str) -> None:
    with pytest.raises(SampleError, match=words):
        FlowTable.from_csv(HEAD + rows)


def test_a_year_outside_the_table_is_refused() -> None:
    assert "not for 1950" in of(FlowTable.from_csv(FLOWS), StockBalance(year=1950)).status


def test_the_commands_give_the_same_numbers_for_the_same_seed(tmp_path: Path) -> None:
    run = CliRunner()

    def told(*words: str) -> Any:
        return json.loads(run.invoke(build(), ["extrapolate", *words, "--json"]).stdout)

    def written(name: str, columns: dict[str, Any]) -> str:
        rows = zip(*columns.values(), strict=True)
        path = tmp_path / name
        path.write_text("\n".join([",".join(columns), *(",".join(map(str, row)) for row in rows)]))
        return str(path)

    people = written("chains.csv", faux())
    first, second = (told("referrals", people, "--trait", "colour=blue", "--seed", "4") for _ in range(2))
    assert first == second
    assert first["point"] == pytest.approx(0.3103341127785)
    asked = written("asked.csv", ARD)
    known = [word for name, size in SIZES.items() for word in ("--known", f"{name}={size}")]
    both = told("network", asked, "--hidden", "g3", *known, "--population", "100000")
    assert [round(one["point"], 2) for one in both] == [1526.36, 1644.94]
    flows = tmp_path / "flows.csv"
    flows.write_text(FLOWS)
    years = told("balance", str(flows), "--by-year")
    assert [one["part"] for one in years] == ["1998", "1999", "2000"]
    assert years[2]["point"] == told("balance", str(flows))["point"]
    assert "stock-balance" in run.invoke(build(), ["extrapolate", "balance", str(flows)]).stdout
