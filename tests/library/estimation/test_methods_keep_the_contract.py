"""What holds for every method on every well-formed table: a number with its reasons, or the reason for none."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen.errors import OverlapTableError, SettingsError
from tumen.estimation import (
    METHODS,
    BestModel,
    Estimate,
    GraphAveraging,
    LatentClass,
    Method,
    OverlapTable,
    SampleCoverage,
    Several,
    Stepwise,
    estimate,
    method_settings,
    published_table,
)
from tumen.progress import SILENT

# Few draws: the promises below do not depend on how many there are.
LIGHT: Mapping[str, Method] = {
    "latent-class": LatentClass(first_sweeps=200, max_sweeps=200, explorers=4, rhat_limit=3.0, ess_limit=1.0),
    "best-model": BestModel(samples=100),
    "stepwise": Stepwise(samples=100),
    "sample-coverage": SampleCoverage(samples=50),
    "several": Several(quick=True, max_sweeps=200),
}
STATUSES = ("ok", "not determined by these data", "not converged")


def run(table: OverlapTable, method: str) -> Estimate:
    return estimate(table, method=LIGHT.get(method, method), rng=np.random.default_rng(1))


def check(found: Estimate, table: OverlapTable) -> None:
    """The contract."""
    assert found.status in STATUSES or found.status.startswith("refused: ")
    assert found.is_ok == (found.point is not None) == (found.interval is not None)
    assert found.observed == table.observed
    assert found.assumptions
    assert "cautions" in found.diagnostics or not found.is_ok
    if found.point is not None and found.interval is not None:
        assert found.interval.high is not None
        assert table.observed <= found.interval.low <= found.point <= found.interval.high <= 1e9
    if found.draws is not None:
        assert found.is_ok
        assert found.draws.min() >= table.observed
    found.as_dict()


def pairs(lists: int, people: int) -> dict[str, int]:
    """Everybody on exactly two neighbouring lists."""
    rows = {}
    for j in range(lists):
        row = ["0"] * lists
        row[j] = row[(j + 1) % lists] = "1"
        rows["".join(row)] = people
    return rows


def full(lists: int, people: Callable[[int], int]) -> dict[str, int]:
    """Every pattern, with a number that depends on how many lists it has."""
    cells = (format(cell, f"0{lists}b") for cell in range(1, 2**lists))
    return {cell: people(cell.count("1")) for cell in cells}


def many(lists: int, *, rows: int, seed: int = 5) -> dict[str, int]:
    """Random patterns on many lists."""
    drawn = np.random.default_rng(seed).random((rows, lists)) < 0.15
    found: dict[str, int] = {}
    for row in drawn[drawn.any(axis=1)]:
        key = "".join("1" if on else "0" for on in row)
        found[key] = found.get(key, 0) + 3
    return found


HOSTILE: Mapping[str, Mapping[str, int]] = {
    "two lists": {"10": 60, "01": 40, "11": 20},
    "two lists, one shared person": {"10": 60, "01": 40, "11": 1},
    "two lists, nobody shared": {"10": 60, "01": 40},
    "two lists, one within the other": {"10": 60, "11": 40},
    "two lists, copies": {"11": 100},
    "three lists, one within another": {"111": 40, "110": 30, "100": 50, "011": 0},
    "three lists, nested like dolls": {"111": 50, "110": 40, "100": 30},
    "three lists, one pair apart": {"100": 40, "010": 30, "001": 20, "110": 6},
    "three lists, only all three": {"100": 40, "010": 40, "001": 40, "111": 1},
    "three lists, no singles": {"110": 30, "101": 30, "011": 30, "111": 30},
    "three lists, no pairs": {"100": 30, "010": 30, "001": 30, "111": 30},
    "three lists, all cells one": full(3, lambda _: 1),
    "three lists, all cells equal": full(3, lambda _: 50),
    "three lists, one huge cell": {**full(3, lambda _: 5), "111": 10**7},
    "three lists, one huge single": {**full(3, lambda _: 5), "100": 10**7},
    "three lists, a billion in a cell": {**full(3, lambda _: 40), "110": 10**9},
    "three lists, a billion everywhere": full(3, lambda _: 10**9),
    "three lists, a trillion": {"100": 10**12, "010": 10**12, "001": 10**12, "111": 1},
    "three lists, ten million strangers": {"100": 10**7, "010": 10**7, "001": 10**7, "110": 5, "011": 5},
    "three lists, thirty people": {"100": 10, "010": 9, "001": 8, "110": 2, "101": 1},
    "three lists, almost everybody on all": {"111": 400, "110": 1},
    "three lists, a list of one": {"100": 60, "010": 50, "110": 20, "111": 1},
    "three lists, a list of everybody": {"100": 60, "110": 50, "101": 20, "111": 9},
    "three lists, two that exclude": {"100": 60, "010": 50, "001": 40, "101": 20, "011": 20},
    "four lists in a ring": pairs(4, 30),
    "four lists, two islands": {"1100": 30, "0011": 30, "1000": 9, "0001": 9},
    "four lists, a small island": {"1100": 300, "1000": 200, "0100": 200, "0011": 5, "0001": 3, "0010": 2},
    "four lists, copies": {"1111": 40, "1100": 30, "0011": 30, "1000": 0},
    "four lists, everything rare": {**full(4, lambda k: 300 if k == 1 else 0), "1100": 1, "0011": 1, "1001": 1},
    "four lists, everything common": full(4, lambda k: 10**k),
    "four lists, singles and everybody": full(4, lambda k: 90 if k in {1, 4} else 0),
    "five lists, a star": {"11000": 20, "10100": 20, "10010": 20, "10001": 20, "10000": 50},
    "five lists, exact independence": full(5, lambda k: 4 ** (5 - k)),
    "five lists, no zero anywhere": full(5, lambda k: 1 + (k == 1) * 100),
        "six lists, all patterns": full(6, lambda k: 2 ** (6 - k)),
    "seven lists in a ring": pairs(7, 20),
    "nine lists, random": many(9, rows=120),
    "thirteen lists, random": many(13, rows=150),
    "forty lists, random": many(40, rows=80),
    "twenty lists in a ring": pairs(20, 5),
    "one list": {"1": 80},
    "nobody": {"110": 0},
    "an empty list": {"110": 40, "100": 9, "010": 8},
}  # fmt: skip


def table_of(rows: Mapping[str, int]) -> OverlapTable:
    width = len(next(iter(rows)))
    return OverlapTable.from_patterns([f"list {j:02d}" for j in range(width)], dict(rows))


# its members go through all of them by themselves
MIXED_ON = {"four lists, two islands", "four lists, everything common", "one list", "nobody", "an empty list"}
TRIED = [(m, case) for m in sorted(METHODS) for case in sorted(HOSTILE) if m != "several" or case in MIXED_ON]


@pytest.mark.parametrize(("method", "case"), TRIED)
def test_hostile_tables_end_in_a_sound_number_or_a_reason(method: str, case: str) -> None:
    table = table_of(HOSTILE[case])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check(run(table, method), table)


BROKEN = {
    "a fraction": "a,b,count\n1,0,1.5\n0,1,3\n",
    "less than nothing": "a,b,count\n1,0,-4\n0,1,3\n",
    "not a number": "a,b,count\n1,0,many\n",
    "people on no list": "a,b,count\n0,0,7\n1,1,4\n",
    "twice the same list": "a,a,count\n1,0,7\n",
    "no count": "a,b\n1,0\n",
    "nothing": "",
    "infinitely many": "a,b,count\n1,1,inf\n",
    "half on a list": "a,b,count\n0.5,1,4\n",
    "ragged": "a,b,count\n1,0\n",
}


@pytest.mark.parametrize("case", sorted(BROKEN))
def test_what_is_no_table_is_an_input_error(case: str) -> None:
    with pytest.raises(OverlapTableError):
        OverlapTable.from_csv(BROKEN[case])


def test_rows_that_repeat_a_pattern_are_one_pattern() -> None:
    once = OverlapTable.from_csv("a,b,c,count\n1,0,0,50\n0,1,0,40\n0,0,1,30\n1,1,0,9\n0,1,1,8\n")
    twice = OverlapTable.from_csv(
        "a,b,c,count\n1,0,0,20\n0,1,0,40\n1,0,0,30\n0,0,1,30\n1,1,0,9\n0,1,1,8\n0,1,1,0\n"
    )
    for method in METHODS:
        assert run(once, method).as_dict() == run(twice, method).as_dict()


TABLES = st.fixed_dictionaries(
    {format(cell, "03b"): st.integers(0, 60) for cell in range(1, 8)}
) | st.fixed_dictionaries({format(cell, "04b"): st.integers(0, 25) for cell in range(1, 16)})
QUICK = sorted(set(METHODS) - {"latent-class", "several"})


@pytest.mark.parametrize("method", QUICK)
@settings(deadline=None, max_examples=15)
@given(rows=TABLES)
def test_any_table_ends_in_a_sound_number_or_a_reason(method: str, rows: dict[str, int]) -> None:
    table = table_of(rows)
    check(run(table, method), table)


@pytest.mark.parametrize("method", sorted(METHODS))
@settings(deadline=None, max_examples=4)
@given(rows=TABLES, shuffle=st.randoms(use_true_random=False))
def test_the_order_of_columns_and_rows_changes_nothing(
    method: str, rows: dict[str, int], shuffle: object
) -> None:
    width = len(next(iter(rows)))
    lists = [f"list {j:02d}" for j in range(width)]
    order = list(range(width))
    shuffle.shuffle(order)  # type: ignore[attr-defined]  # hypothesis gives a Random
    mixed = [("".join(row[j] for j in order), n) for row, n in rows.items()]
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]
    plain = run(table_of(rows), method)
    again = run(OverlapTable.from_patterns([lists[j] for j in order], dict(mixed)), method)
    assert plain.as_dict() == again.as_dict()


NAMES_DO_NOT_MATTER = sorted(set(QUICK) - {"sample-coverage", "stepwise", "best-model"})


@pytest.mark.parametrize("method", NAMES_DO_NOT_MATTER)
@settings(deadline=None, max_examples=8)
@given(rows=TABLES, shuffle=st.randoms(use_true_random=False))
def test_what_the_lists_are_called_changes_no_number(
    method: str, rows: dict[str, int], shuffle: object
) -> None:
    width = len(next(iter(rows)))
    order = list(range(width))
    shuffle.shuffle(order)  # type: ignore[attr-defined]
    plain = run(table_of(rows), method)
    again = run(table_of({"".join(row[j] for j in order): n for row, n in rows.items()}), method)
    assert plain.status.split(":")[0] == again.status.split(":")[0]
    if plain.point is not None:
        assert again.point == pytest.approx(plain.point, rel=1e-6, abs=1.0)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_a_list_that_holds_nobody_is_named_and_not_dropped_in_silence(method: str) -> None:
    rows = {f"{row}0": n for row, n in full(3, lambda k: 10 * (4 - k)).items()}
    found, without = (
        run(table_of(rows), method),
        run(table_of({row[:-1]: n for row, n in rows.items()}), method),
    )
    words = "nobody stands on list list 03, which counts as not there"
    assert (found.point, found.interval) == (without.point, without.interval)
    assert found.assumptions == without.assumptions
    assert found.status.split(";")[0] == without.status.split(";")[0]
    told = found.diagnostics["cautions"]
    assert isinstance(told, tuple)
    assert words in (*told, *found.status.split("; "))


@pytest.mark.parametrize("method", QUICK)
@pytest.mark.parametrize("times", [10, 1000, 10_000])
def test_a_table_many_times_as_large_gives_a_population_as_many_times_as_large(
    method: str, times: int
) -> None:
    rows = {"10": 60, "01": 40, "11": 20} if method == "odds-ratio" else {
        "100": 600, "010": 500, "001": 700, "110": 201, "011": 148, "101": 180, "111": 94,
    }  # fmt: skip
    one = run(table_of(rows), method)
    larger = run(table_of({row: n * times for row, n in rows.items()}), method)
    if method in {"graph-averaging", "best-model", "stepwise"} and not larger.is_ok:
        # with so many people every dependence is certain, and what is left says nothing of the unseen
        assert larger.status == "not determined by these data"
        return
    if method in {"best-model", "stepwise"} and one.diagnostics["model"] != larger.diagnostics["model"]:
        return
    assert one.point is not None
    assert larger.point is not None
    # Chapman's form and medians of whole people differ by a little
    assert larger.point / times == pytest.approx(one.point, rel=0.05)
    assert one.interval is not None and larger.interval is not None  # noqa: PT018  (narrows both)
    narrower = math.log(larger.interval.high / larger.interval.low)  # type: ignore[operator]
    assert narrower < math.log(one.interval.high / one.interval.low)  # type: ignore[operator]


def test_averages_over_graphs_stay_right_where_numbers_overflow() -> None:
    """Kosovo times 20 is the largest at which the other program still gives 254,623; at 200 it gives n."""
    rows = {
        "".join(map(str, pattern)): int(count)
        for pattern, count in zip(
            published_table("kosovo_4").table.patterns, published_table("kosovo_4").table.counts, strict=True
        )
    }
    twenty = run(table_of({row: 20 * n for row, n in rows.items()}), "graph-averaging")
    assert twenty.diagnostics["posterior"]["median"] == pytest.approx(254_623, rel=0.002)  # type: ignore[index]
    for times in (50, 200):
        found = run(table_of({row: times * n for row, n in rows.items()}), "graph-averaging")
        # the complete graph is all but certain then, under which the data do not speak of the unseen at all
        assert found.status == "not determined by these data"
        assert found.diagnostics["share_of_complete_graph"] == pytest.approx(1.0, abs=0.01)
        posterior = found.diagnostics["posterior"]
        assert posterior["low"] < posterior["median"] < posterior["high"]  # type: ignore[index]


def test_too_many_lists_are_refused_with_what_to_use_instead() -> None:
    forty = table_of(HOSTILE["forty lists, random"])
    for method in ("best-model", "stepwise", "graph-averaging", "no-highest-interaction", "odds-ratio"):
        found = run(forty, method)
        assert found.status.startswith("refused: 40 lists")
        assert "Use" in found.status or "Merge" in found.status or "use" in found.status


def test_zero_overlaps_are_taken_as_such() -> None:
    """A published example of three models on one table: none with a unique fit, none that exists, one that does."""
    table = OverlapTable.from_patterns(["A", "B", "C"], {"100": 40, "010": 30, "001": 20, "110": 6})
    assert run(table, "best-model").status.startswith("refused: no overlap")
    found = BestModel().answer(table, level=0.95, rng=np.random.default_rng(1), progress=SILENT)
    models = found.diagnostics["best_models"]
    fits = {row["model"]: row["fit"] for row in models}  # type: ignore[attr-defined]
    assert fits["[A*B, A*C, B*C]"] == "more than one best fit"
    assert fits["[A*B, C]"] == "no finite best fit"
    assert fits["[A*C, B*C]"] == "one finite best fit"


@pytest.mark.parametrize(
    ("method", "setting"),
    [
        ("best-model", {"samples": 10.5}),
        ("best-model", {"max_order": 9}),
        ("stepwise", {"threshold": 2}),
        ("graph-averaging", {"prior_count": -1}),
        ("graph-averaging", {"step": True}),
        ("sample-coverage", {"form": "best"}),
        ("no-highest-interaction", {"xi": 0}),
        ("no-highest-interaction", {"grid": []}),
        ("odds-ratio", {"psi": "two"}),
        ("heterogeneity", {"shape": "normal"}),
    ],
)
def test_settings_out_of_range_are_named(method: str, setting: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match=next(iter(setting))):
        method_settings(method, setting)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_a_level_nearer_to_certainty_never_gives_a_narrower_interval(method: str) -> None:
    rows = HOSTILE["two lists"] if method == "odds-ratio" else full(4, lambda k: (90, 30, 12, 5)[k - 1])
    ends = []
    for level in (0.5, 0.8, 0.95):
        found = estimate(
            table_of(rows), method=LIGHT.get(method, method), level=level, rng=np.random.default_rng(1)
        )
        if found.interval is None:
            return
        ends.append(found.interval)
    assert ends[0].low >= ends[1].low >= ends[2].low
    assert ends[0].high <= ends[1].high <= ends[2].high  # type: ignore[operator]  # ok estimates have both ends


@pytest.mark.parametrize("method", ["best-model", "stepwise"])
def test_a_model_that_does_not_fit_says_so(method: str) -> None:
    """Two classes of people, simulated with 200,000: the best model of pairs is 20% off and sure of itself."""
    found = run(published_table("simulated_big6").table, method)
    assert found.point == pytest.approx(243_202, rel=1e-5)
    assert any("does not fit the table" in words for words in found.diagnostics["cautions"])  # type: ignore[attr-defined]
    fair = run(published_table("simulated_independent5").table, method)
    assert not any("does not fit" in words for words in fair.diagnostics["cautions"])  # type: ignore[attr-defined]


def test_graphs_are_not_counted_twice() -> None:
    found = [
        run(table_of(full(lists, lambda _: 20)), "graph-averaging").diagnostics["graphs"]
        for lists in (3, 4, 5)
    ]
    assert found == [8, 61, 822]
    settings = GraphAveraging(try_priors=False)
    six = estimate(table_of(full(6, lambda _: 9)), method=settings, rng=np.random.default_rng(1))
    assert six.diagnostics["graphs"] == 18_154


def test_a_mixture_is_as_wide_as_its_members_disagree() -> None:
    table = table_of(full(4, lambda k: (90, 30, 12, 5)[k - 1]))
    found = estimate(table, method=Several(quick=True), rng=np.random.default_rng(1))
    members = found.diagnostics["members"]
    assert isinstance(members, dict)
    assert list(members) == ["latent-class", "heterogeneity", "sample-coverage", "graph-averaging"]
    good = [each for each in members.values() if each["status"] == "ok"]
    assert len(good) >= 3
    assert found.interval is not None
    assert found.point is not None
    assert min(each["low"] for each in good) <= found.interval.low
    assert (found.interval.high or 0) <= max(each["high"] for each in good)
    assert found.interval.low <= min(each["point"] for each in good) <= found.point
    assert max(each["point"] for each in good) <= (found.interval.high or 0)
    assert found.draws is not None
    assert len(found.draws) == 1000 * len(good)
    assert (np.diff(found.draws) < 0).any()  # in no order: draws of several tables may be added one by one


def test_a_mixture_gives_no_number_where_its_members_tell_different_stories() -> None:
    table = OverlapTable.from_patterns("abcd", {
        "1000": 300, "0100": 280, "0010": 260, "0001": 310, "1100": 1, "0011": 2, "1111": 60, "1110": 3,
    })  # fmt: skip
    found = estimate(table, method=Several(quick=True), rng=np.random.default_rng(1))
    assert found.status == "not determined by these data"
    assert found.point is None
    members = found.diagnostics["members"]
    assert isinstance(members, dict)
    assert (
        found.diagnostics["factor"] is None
        or float(str(found.diagnostics["factor"])) > 4.0
        or (sum(each["status"] == "ok" for each in members.values()) < 2)
    )
    assert "at most 12" in run(table_of(HOSTILE["thirteen lists, random"]), "several").status
