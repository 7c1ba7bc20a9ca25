"""Rates by period when who could be interviewed changes: published arithmetic, known truth, laws, hostile input."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from tumen.cli.main import build
from tumen.errors import SampleError, SettingsError, WorldError, WorldExists
from tumen.estimation import Arrivals, RateTrend, ToldEvents, Trend, gamma_interval, trend
from tumen.synth import ChangingAccess, tell_years

# Births and children with a birth defect by age of the mother (rows: order of birth, 1 to 5 and more), as printed in
# Fleiss (1981), Statistical Methods for Rates and Proportions; standardised in Fay and Feuer (1997).
BIRTHS = np.array([
    [230061, 329449, 114920, 39487, 14208, 3052], [72202, 326701, 208667, 83228, 28466, 5375],
    [15050, 175702, 207081, 117300, 45026, 8660], [2293, 68800, 132424, 98301, 46075, 9834],
    [327, 30666, 123419, 149919, 104088, 34392],
])  # fmt: skip
CASES = np.array([
    [107, 141, 60, 40, 39, 25], [25, 150, 110, 84, 82, 39], [3, 71, 114, 103, 108, 75],
    [1, 26, 64, 89, 137, 96], [0, 8, 63, 112, 262, 295],
])  # fmt: skip


def table(header: str, rows: list[tuple[object, ...]]) -> str:
    return "\n".join([header, *(",".join(map(str, row)) for row in rows)]) + "\n"


def people_of_cells(births: np.ndarray, cases: np.ndarray, *, scale: float) -> tuple[str, str]:
    """One long stay a cell, so many years long as births by `scale`; periods are orders of birth."""
    people, events = [], []
    for order in range(len(births)):
        for age in range(births.shape[1]):
            for part in range(math.ceil(births[order, age] / scale)):
                length = min(1.0, births[order, age] / scale - part)
                name = f"{order}-{age}-{part}"
                days = max(round(length * 365), 1)
                until = np.datetime64(f"{2001 + order}-01-01") + (days - 1)
                people.append((name, f"{2001 + order}-01-01", until, f"a{age}"))
            events += [(f"{order}-{age}-0", f"{2001 + order}-01-01")] * int(cases[order, age])
    return table("person,from,until,age", people), table("person,date", events)


def test_a_direct_rate_is_the_published_one() -> None:
    standard = BIRTHS.mean(0)
    share = standard / standard.sum()
    rates = [float((share / births * cases).sum()) for births, cases in zip(BIRTHS, CASES, strict=True)]
    assert rates[0] == pytest.approx(92.3e-5, abs=0.05e-5)  # as printed
    people, events = people_of_cells(BIRTHS, CASES, scale=20_000.0)
    told = ToldEvents.from_csv(people, events, keep=("age",))
    found = trend(
        told,
        method=RateTrend(years=(2001, 2005), standardise=("age",), form="direct", per=5.0, least_time=0.0),
    )
    assert [one.rate for one in found.periods] == pytest.approx([rate * 1e5 for rate in rates], rel=0.01)
    assert [one.told for one in found.periods] == CASES.sum(1).tolist()


def test_the_interval_of_a_plain_count_is_the_exact_one() -> None:
    # Garwood (1936): the exact limits of a Poisson mean
    assert gamma_interval(10.0, 10.0, 1.0, level=0.95) == pytest.approx((4.795, 18.390), abs=1e-3)
    assert gamma_interval(0.0, 0.0, 1.0, level=0.95) == pytest.approx((0.0, 3.689), abs=1e-3)
    wider = gamma_interval(10.0, 10.0, 1.0, level=0.95, freedom=3)
    assert wider[0] < 4.795
    assert wider[1] > 18.390


@pytest.fixture(scope="module")
def made_up() -> dict[str, str]:
    return tell_years(ChangingAccess(people=1500, seed=1, factor=2.0, rate=0.15))


def read(tables: dict[str, str], **given: object) -> ToldEvents:
    return ToldEvents.from_csv(tables["people"], tables["events"], keep=("region", "sex", "arrived"), **given)  # type: ignore[arg-type]  # options


LIKE = RateTrend(
    years=(2000, 2023), width=2, standardise=("region", "sex"), before_leaving=(1.0, 4.0), windows=(2016, 2021),
    compare=((2002, 2007), (2014, 2019)),
)  # fmt: skip


@pytest.fixture(scope="module")
def found(made_up: dict[str, str]) -> Trend:
    return trend(read(made_up), method=LIKE, arrivals=Arrivals.from_csv(made_up["arrivals"]))


def true_change(made_up: dict[str, str]) -> float:
    years = {
        int(row["year"]): float(row["times_the_first_year"])
        for row in csv.DictReader(io.StringIO(made_up["truth"]))
    }
    early, late = (
        np.mean([years[y] for y in range(first, last + 1)]) for first, last in ((2002, 2007), (2014, 2019))
    )
    return float(late / early)


def test_the_naive_trend_says_it_fell_where_it_rose(made_up: dict[str, str], found: Trend) -> None:
    true = true_change(made_up)
    assert true > 1.4
    assert found.change.naive is not None
    assert found.change.naive < 0.6
    assert found.change.interval is not None
    assert found.change.interval.low < true < (found.change.interval.high or 0)
    assert "would say 0." in found.change.words


@pytest.mark.slow
@pytest.mark.parametrize("factor", [0.5, 1.0, 2.0])
def test_the_interval_holds_the_true_change_nearly_always(factor: float) -> None:
    held = 0
    for seed in range(20):
        tables = tell_years(ChangingAccess(people=3000, seed=100 + seed, factor=factor))
        change = trend(read(tables), method=LIKE).change
        assert change.interval is not None
        held += change.interval.low <= true_change(tables) <= (change.interval.high or 0)
    assert held >= 17


def test_every_period_has_what_belongs_to_it(found: Trend) -> None:
    assert [one.name for one in found.periods][:2] == ["2000–2001", "2002–2003"]
    for one in found.periods:
        if one.rate is not None and one.interval is not None:
            assert one.interval.low <= one.rate <= (one.interval.high or 0)
    assert sum(one.told for one in found.periods) == pytest.approx(found.events)
    assert sum(one.person_years for one in found.periods) == pytest.approx(found.person_years)
    assert found.assumptions
    assert found.avoid
    assert any("nobody was interviewed" in words for words in found.cautions)
    assert json.loads(json.dumps(found.as_dict(), default=str))["change"]["naive"] < 0.6
    assert len(found.to_csv().splitlines()) == len(found.periods) + 1
    assert "References: Breslow and Day (1987)" in found.methods_paragraph()
    assert found.plot().svg().startswith("<svg")


def test_the_order_of_rows_changes_nothing(made_up: dict[str, str]) -> None:
    turned = {}
    for name in ("people", "events"):
        header, *rows = made_up[name].splitlines()
        turned[name] = "\n".join([header, *reversed(rows)]) + "\n"
    one, other = (trend(read(tables), method=LIKE) for tables in (made_up, turned))
    assert one.to_csv() == other.to_csv()
    assert one.input_sha256 == other.input_sha256


def test_people_interviewed_under_other_conditions_are_compared_with_the_others(
    made_up: dict[str, str],
) -> None:
    header, *rows = made_up["events"].splitlines()
    late = {
        row["person"]
        for row in csv.DictReader(io.StringIO(made_up["people"]))
        if row["interviewed"] >= "2016"
    }
    silent = [row for at, row in enumerate(rows) if row.split(",")[0] not in late or at % 3 == 0]
    said = trend(
        read({**made_up, "events": "\n".join([header, *silent]) + "\n"}),
        method=replace(LIKE, windows=(2016,)),
    )
    (window,) = said.windows
    assert window.differs
    assert window.ratio is not None
    assert window.ratio < 0.6
    assert window.words in said.cautions
    assert not trend(read(made_up), method=replace(LIKE, windows=(2016,))).windows[0].differs


def test_an_event_dated_to_two_years_counts_in_both_and_one_outside_is_left_out() -> None:
    people = "person,from,until\na,2000-01-01,2003-12-31\nb,2000-01-01,2003-12-31\n"
    events = "person,date\na,2001/2002\na,2009\nb,\nc,2001\n"
    said = trend(ToldEvents.from_csv(people, events), method=RateTrend(years=(2000, 2003), least_time=0.0))
    assert [one.told for one in said.periods] == pytest.approx([0.0, 0.5, 0.5, 0.0], abs=1e-3)
    assert (
        "3 of 4 events are left out: 1 without a date, 1 outside the person's own time at risk, 1 of people"
        in said.cautions[0]
    )
    assert any("dated to several periods" in words for words in said.cautions)
    assert said.periods[0].crude == 0.0
    assert said.periods[0].person_years == pytest.approx(2.0, abs=0.01)


def test_a_group_that_is_missing_is_not_filled_in_unless_asked() -> None:
    people = [(f"n{n}", "2000", "2009", "north") for n in range(40)] + [
        (f"s{n}", "2000", "2004", "south") for n in range(40)
    ]
    events = [(f"n{n}", 2001 + n % 7) for n in range(0, 40, 2)] + [
        (f"s{n}", 2001 + n % 3) for n in range(0, 40, 2)
    ]
    told = ToldEvents.from_csv(
        table("person,from,until,home", people), table("person,date", events), keep=("home",)
    )
    direct = trend(told, method=RateTrend(years=(2001, 2008), standardise=("home",), form="direct"))
    assert direct.periods[0].rate is not None
    assert direct.periods[-1].rate is None
    assert direct.periods[-1].covered < 0.9
    assert any(words.startswith("No rate for 2005") for words in direct.cautions)
    filled = trend(told, method=RateTrend(years=(2001, 2008), standardise=("home",)))
    assert filled.periods[-1].rate is not None
    assert any("differ by the same factor" in words for words in filled.assumptions)
    assert filled.otherwise == direct.change


def test_weights_bring_the_interviewed_to_the_arrivals() -> None:
    people = [(f"n{n}", "2000", "2002", "north") for n in range(10)] + [
        (f"s{n}", "2000", "2002", "south") for n in range(10)
    ]
    events = [(f"n{n}", "2001-06") for n in range(8)] + [(f"s{n}", "2001-06") for n in range(2)]
    told = ToldEvents.from_csv(
        table("person,from,until,home", people), table("person,date", events), keep=("home",)
    )
    method = RateTrend(years=(2001, 2001), per=1.0)
    plain = trend(told, method=method).periods[0].rate
    counted = Arrivals.from_csv("home,count\nnorth,10\nsouth,90\n")
    weighed = trend(told, method=method, arrivals=counted).periods[0].rate
    assert plain is not None
    assert weighed is not None
    assert plain == pytest.approx(0.5, rel=0.01)
    assert weighed == pytest.approx(0.26, rel=0.01)


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 4), st.integers(2, 6), st.integers(0, 2**16))
def test_alike_groups_make_both_forms_the_crude_rate(groups: int, years: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    people = [
        (f"{g}-{n}", "2000-01-01", f"{2000 + years - 1}-12-31", f"g{g}")
        for g in range(groups)
        for n in range(8)
    ]
    events = [(person[0], 2000 + int(rng.integers(years))) for person in people if rng.random() < 0.7]
    told = ToldEvents.from_csv(
        table("person,from,until,home", people), table("person,date", events), keep=("home",)
    )
    for form in ("factors", "direct"):
        said = trend(told, method=RateTrend(years=(2000, 1999 + years), standardise=("home",), form=form))
        for one in said.periods:
            assert one.rate == pytest.approx(one.crude, rel=1e-6)
            assert one.interval is not None
            assert one.interval.low <= (one.rate or 0.0) <= (one.interval.high or 0.0)


@pytest.mark.parametrize(
    ("people", "events", "words"),
    [
        ("person,from\na,2000\n", "person,date\na,2002\n", "no column 'until'"),
        ("person,from,until\na,2004,2001\n", "person,date\na,2002\n", "until is not after from"),
        ("person,from,until\na,soon,2001\n", "person,date\na,2002\n", "no date with a beginning"),
        ("person,from,until\na,2000,2001\n", "person,date\na,once\n", "Row 1 of events"),
        ("person,from,until\na,2000,2005\na,2004,2008\n", "person,date\na,2002\n", "1 stays overlap"),
        ("person,from,until\n,2000,2005\n", "person,date\na,2002\n", "person: empty"),
    ],
)
def test_faulty_tables_are_refused_in_words(people: str, events: str, words: str) -> None:
    with pytest.raises(SampleError, match=words):
        ToldEvents.from_csv(people, events)


def test_settings_and_arrivals_that_cannot_be_are_refused(made_up: dict[str, str]) -> None:
    for wrong in (
        {"years": (2005, 2000)}, {"width": 99}, {"before_leaving": (3.0, 1.0)}, {"windows": (2020, 2016)}, {"per": 0.0},
        {"coverage": 0.0}, {"form": "other"},
    ):  # fmt: skip
        with pytest.raises(SettingsError):
            RateTrend(**{"years": (2000, 2010), **wrong})  # type: ignore[arg-type]  # on purpose
    told = read(made_up)
    with pytest.raises(SettingsError):
        trend(told, method=LIKE, level=1.0)
    with pytest.raises(SampleError, match="no column 'colour'"):
        trend(told, method=replace(LIKE, standardise=("colour",)))
    with pytest.raises(SampleError, match="were interviewed, and 1 arrived"):
        trend(told, method=LIKE, arrivals=Arrivals.from_csv("sex,count\nf,1\nm,9000\n"))
    with pytest.raises(SampleError, match="told twice"):
        Arrivals.from_csv("sex,count\nf,1\nf,2\n")
    with pytest.raises(WorldError):
        ChangingAccess(people=10)


def test_periods_of_which_nobody_tells_have_no_rate_and_no_number_is_infinite() -> None:
    said = trend(
        ToldEvents.from_csv("person,from,until\na,2000,2002\n", "person,date\nb,2001\n"),
        method=RateTrend(years=(1990, 2010), windows=(2001,)),
    )
    assert {one.rate for one in said.periods} == {None}
    assert said.change.ratio is None
    assert "do not say how the rate changed" in said.change.words
    assert said.windows[0].ratio is None
    assert "Infinity" not in json.dumps(said.as_dict(), default=str)


def test_the_commands_make_up_people_and_show_both_trends(tmp_path: Path) -> None:
    runner, out = CliRunner(), tmp_path / "years"
    made = runner.invoke(build(), ["trend", "make-up", "--people", "600", "--factor", "2", "--out", str(out)])
    assert made.exit_code == 0, made.output
    assert (out / "truth" / "years.csv").exists()
    asked = [
        "trend", "rates", str(out / "people.csv"), str(out / "events.csv"), "--years", "2000-2020", "--width", "3",
        "--alike", "region", "--before-leaving", "1,4", "--arrivals", str(out / "arrivals.csv"), "--window", "2016",
        "--compare", "2000-2005,2012-2017",
    ]  # fmt: skip
    shown = runner.invoke(build(), asked)
    assert shown.exit_code == 0, shown.output
    assert "The events told, taken as they are, would say" in shown.output
    assert "By the other form:" in shown.output
    plain = json.loads(runner.invoke(build(), [*asked, "--json"]).stdout)
    rows = list(csv.DictReader(io.StringIO(runner.invoke(build(), [*asked, "--csv"]).stdout)))
    assert len(rows) == len(plain["periods"]) == 7
    assert isinstance(
        runner.invoke(build(), ["trend", "rates", "none.csv", "x.csv", "--years", "2000"]).exception,
        SampleError,
    )
    for wrong in (["--years", "soon"], ["--compare", "2000"], ["--before-leaving", "x"], ["--where", "type"]):
        assert runner.invoke(build(), [*asked, *wrong]).exit_code == 2
    (out / "manifest.json").unlink()
    again = runner.invoke(build(), ["trend", "make-up", "--out", str(out)])
    assert isinstance(again.exception, WorldExists)
