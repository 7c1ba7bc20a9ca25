"""How far numbers moved, what sources put beside them, what became of forecasts: checked against known answers."""

from __future__ import annotations

import datetime
import json

import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from tumen import figures
from tumen.cli.main import build
from tumen.dates import parse
from tumen.errors import FiguresError
from tumen.figures.context import Context

KNOWN = figures.ledger("dprk")
CLAIMS = {c.code: c for c in KNOWN.claims}
ARRIVALS = figures.yearly(KNOWN.series["ARRIVALS"])


def entry(code: str, when: str, *follows: str) -> Context:
    return Context(
        code=code, kind="event", names={"en": code}, when=parse(when), on=("A",), follows=follows
    )  # fmt: skip


def test_the_interval_of_a_ratio_is_that_of_the_exact_test() -> None:
    found = figures.moved(40, 20)
    exact = scipy.stats.binomtest(20, 60).proportion_ci(0.95)
    assert found.ratio == 0.5
    assert found.low == pytest.approx(exact.low / (1 - exact.low))
    assert found.high == pytest.approx(exact.high / (1 - exact.high))
    assert figures.moved(20, 20, days=(10, 20)).ratio == 0.5


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_a_ratio_lies_within_its_interval_and_turns_over_with_its_ends(a: int, b: int) -> None:
    if a + b == 0:
        with pytest.raises(FiguresError):
            figures.moved(a, b)
        return
    there, back = figures.moved(a, b), figures.moved(b, a)
    assert there.low <= there.ratio <= there.high
    if a and b:
        assert there.low == pytest.approx(1 / back.high)


def test_intervals_of_a_ratio_hold_the_truth() -> None:
    rng = np.random.default_rng(3)
    held = 0
    for _ in range(400):
        found = figures.moved(int(rng.poisson(60)), int(rng.poisson(30)))
        held += found.low <= 0.5 <= found.high
    assert held >= 368


@pytest.mark.parametrize(
    ("word", "counts", "fit"),
    [
        ("slight fall", (100_000, 95_000), "fits"),
        ("slight fall", (1502, 1137), "does not fit"),
        ("slight fall", (100, 95), "cannot be told"),
        ("by about half", (20_000, 10_000), "fits"),
        ("more than 40 %", (2706, 1509), "fits"),
    ],
)
def test_whether_a_word_fits_is_told_by_the_interval(word: str, counts: tuple[int, int], fit: str) -> None:
    assert figures.fits(word, figures.moved(*counts)) == fit


def test_an_unknown_word_and_a_share_are_refused() -> None:
    with pytest.raises(FiguresError, match="no word"):
        figures.fits("a bit", figures.moved(2, 1))
    with pytest.raises(FiguresError, match="between two counts"):
        figures.moved(0.5, 0.2)


def test_the_same_months_are_compared_and_no_others() -> None:
    """S3.32: months add up to a quarter; the nine months of which no year before is known stay alone."""
    found = {m.after[1]: m for m in figures.same_months(KNOWN.series["ARRIVALS-PARTS"])}
    assert found["2019-01/2019-03"].before == (192, "2018-01/2018-03")
    assert found["2020-01/2020-03"].ratio == pytest.approx(135 / 229)
    assert set(found) == {"2019-01/2019-03", "2020-01/2020-03"}
    half = CLAIMS["Q10"]
    assert half.ends == (-0.55, -0.45)
    assert figures.fits("by about half", figures.moved(ARRIVALS[2011], ARRIVALS[2012])) == "cannot be told"


def test_months_one_after_the_other_make_up_a_quarter() -> None:
    rows = [
        figures.SeriesRow(period=parse(p), of="total", value=v)
        for p, v in (("2010-01", 5), ("2010-02", 6), ("2010-03", 7), ("2011-01/2011-03", 9), ("2011-02", 3))
    ]
    series = figures.Series(
        code="X", names={"en": "X"}, unit="persons", population=None, place=CLAIMS["N01"].place, definition="",
        rows=tuple(rows),
    )  # fmt: skip
    found = {m.after[1]: m.before[0] for m in figures.same_months(series)}
    assert found == {"2011-01/2011-03": 18, "2011-02": 6}


def series_of(code: str, rows: dict[str, float]) -> figures.Series:
    made = [figures.SeriesRow(period=parse(p), of="total", value=v) for p, v in rows.items()]
    return figures.Series(
        code=code, names={"en": code}, unit="persons", population=None, place=CLAIMS["N01"].place, definition="",
        rows=tuple(made),
    )  # fmt: skip


def test_the_season_is_found_from_years_of_which_only_parts_are_known() -> None:
    """S4.46: the quarter is held against the year it belongs to; what is not known of a year is dealt out."""
    shares, totals = (0.1, 0.2, 0.3, 0.4), {2001: 1000, 2002: 500, 2003: 2000, 2004: 800}
    parts = {f"2001-{3 * q + 1:02d}/2001-{3 * q + 3:02d}": 1000 * shares[q] for q in range(4)}
    parts |= {"2002-01/2002-03": 50, "2003-10": 500, "2003-11": 200, "2003-12": 100, "2004-04/2004-06": 160}
    whole = series_of("YEARS", {str(y): n for y, n in totals.items()})
    found = figures.seasons(series_of("PARTS", parts), {"YEARS": whole})
    assert found is not None
    assert found.years == (2001, 2002, 2003, 2004)
    assert [found.shares[q] for q in (1, 2, 3, 4)] == pytest.approx(shares, abs=1e-6)
    assert found.expected(4, 300)[0] == pytest.approx(120, abs=1e-3)
    assert all(low <= found.shares[q] <= high for q, (low, high) in found.ranges.items())
    assert figures.seasons(series_of("PARTS", {"2002-01/2002-03": 50}), {"YEARS": whole}) is None
    assert figures.seasons(series_of("PARTS", parts), {}) is None


def test_arrivals_have_a_season_that_one_year_carries() -> None:
    found = figures.seasons(KNOWN.series["ARRIVALS-PARTS"], KNOWN.series)
    assert found is not None
    assert found.years == (2011, 2018, 2019, 2020)
    assert sum(found.shares.values()) == pytest.approx(1)
    assert found.ranges[2][0] < 0.28 < found.shares[2]  # without 2019 little is left of it
    assert "one year left out" in found.said


def test_a_change_of_level_is_found_where_it_was_put_and_not_where_there_is_none() -> None:
    rng = np.random.default_rng(5)
    found = right = alarms = 0
    for _ in range(40):
        two = {
            2000 + i: int(rng.negative_binomial(20, 20 / (20 + (400 if i < 8 else 200)))) for i in range(16)
        }
        one = {2000 + i: int(rng.negative_binomial(20, 20 / 320)) for i in range(16)}
        jump, none = figures.shift(two), figures.shift(one)
        assert jump is not None
        assert none is not None
        found += jump.p < 0.05
        right += 2008 in jump.years
        alarms += none.p < 0.05
    assert found >= 30
    assert right >= 34
    assert alarms <= 6
    assert figures.shift({2000: 1, 2001: 5}) is None


def test_arrivals_changed_level_when_the_border_was_shut() -> None:
    found = figures.shift(ARRIVALS)
    assert found is not None
    assert found.year == 2020
    assert found.p < 0.01
    assert found == figures.shift(ARRIVALS)


def test_before_and_after_are_compared_with_a_lag() -> None:
    """S3.31: arrivals stand for crossings only some time later."""
    found = {a.lag: a.change for a in figures.around(ARRIVALS, 2012)}
    assert found[0].before[0] == sum(ARRIVALS[y] for y in (2009, 2010, 2011))
    assert found[1].after[0] == sum(ARRIVALS[y] for y in (2013, 2014, 2015))
    assert found[1].ratio < found[0].ratio < 1
    assert figures.around(ARRIVALS, 1950) == ()


def test_what_follows_on_something_has_the_lag_that_its_dates_leave_open() -> None:
    """S4.10."""
    days = [
        entry("a", "2002-03-14"),
        entry("b", "2002-04", "a"),
        entry("c", "2002", "a"),
        entry("d", "../2003", "a"),
    ]
    found = {lag.then.code: lag for lag in figures.lags(days)}
    assert (found["b"].least, found["b"].most) == (18, 47)
    assert found["c"].least == -72
    assert "which came first" in found["c"].said
    assert found["d"].said == "how long after cannot be told"
    (crackdown,) = [lag for lag in figures.lags(KNOWN.context) if lag.then.code == "CX07"]
    assert (crackdown.first.code, crackdown.most) == ("CX06", 364)


# row, entry, its kind, words of its name, what it stands beside, the source
BESIDE = [
    ("S0.12", "CX09", "policy", "order to shoot", "ARRIVALS", "NKN-2009"),
    ("S0.53", "CX08", "policy", "deterrence", "EXECUTED", "NKN-2009"),
    ("S0.61", "CX10", "driver", "demand for brides", "TRAFFICKED-SHARE", "NKN-2009"),
    ("S2.4", "CX13", "event", "new leader", "ARRIVALS", "STP-2014"),
    ("S2.38", "CX11", "driver", "single men", "TRAFFICKED-SHARE", "STP-2014"),
    ("S3.30", "CX12", "driver", "imbalance", "SEX-RATIO", "ISN-2012"),
    ("S4.33", "CX01", "event", "famine", "ARRIVALS", "HRW-2002"),
    ("S4.36", "CX02", "phase", "loosened", "ARRIVALS", "HRW-2002"),
    ("S4.37", "CX04", "phase", "goes on", "ARRIVALS", "HRW-2002"),
    ("S4.40", "CX05", "phase", "chronic", "ARRIVALS", "HRW-2002"),
    ("S4.47", "CX03", "policy", "not monitored", "FAMINE-DEATHS", "HRW-2002"),
]


@pytest.mark.parametrize("row", BESIDE, ids=[row[0] for row in BESIDE])
def test_an_entry_stands_beside_its_numbers_with_time_and_source(row: tuple[str, ...]) -> None:
    _, code, kind, words, on, source = row
    (found,) = [e for e in figures.beside(KNOWN.context, on) if e.code == code]
    assert found.kind == kind
    assert words in found.name().lower()
    assert source in found.sources
    assert found.when.edtf
    assert set(found.names) == {"en", "ko", "zh"}


def test_the_cause_of_an_order_is_what_its_source_states() -> None:
    (order,) = [e for e in KNOWN.context if e.code == "CX09"]
    assert (order.when.edtf, order.because) == ("2008-06", "food deficits and more people leaving")


def test_context_that_leads_nowhere_stops_the_ledger() -> None:
    from tumen.figures.rows import ContextRow

    row = ContextRow(id="x", kind="phase", en="x", when="2001", on=["NOWHERE"], follows=["y"], sources=["s"])
    with pytest.raises(FiguresError, match="no NOWHERE; x: follows no y"):
        figures.context.read_context([row], {"A"})


def test_a_forecast_is_held_against_what_came() -> None:
    """S2.7 did not come true; S1.43 held in part; that of a season has no series."""
    found = {f.claim.code: f for f in figures.check_forecasts(KNOWN.claims, KNOWN.series)}
    assert found["Q01"].base == (2013, 1514)
    assert list(found["Q01"].years) == [2014, 2015, 2016, 2017, 2018, 2019]
    assert found["Q01"].held == ()
    assert found["Q01"].says.startswith("It did not come true")
    assert found["Q02"].held == (2019,)
    assert found["Q02"].says.startswith("It held in part")
    assert "no series" in found["Q05"].says


def test_a_day_of_review_comes_and_is_told() -> None:
    """S3.52: an opinion is looked at again."""
    day = datetime.date(2014, 12, 31)
    assert "Q06" in {c.code for c in figures.due(KNOWN.claims, day)}
    assert "Q06" not in {c.code for c in figures.due(KNOWN.claims, day - datetime.timedelta(days=1))}
    assert CLAIMS["Q06"].nature == "opinion"


# row, claim, its nature, words of it, its ends
SAID = [
    ("S0.41", "Q03", "consensus", "commonly accepted", None),
    ("S1.14", "Q11", "", "slight fall", (-0.1, 0)),
    ("S2.63", "Q08", "well-known", "well known", None),
    ("S3.31", "Q09", "", "fewer cross", (-np.inf, 0)),
    ("S1.15", "Q14", "impression", "remains strong", None),
    ("S4.3", "Q12", "", "along the border", (0.5, 1)),
    ("S4.3 again", "Q13", "", "korean ethnicity", (0.5, 1)),
    ("S4.12", "Q07", "", "some, though not most", (0, 0.5)),
    ("S4.45", "Q04", "impression", "fallen off", None),
]


@pytest.mark.parametrize("row", SAID, ids=[row[0] for row in SAID])
def test_what_is_said_without_a_number_is_kept_as_what_it_is(
    row: tuple[str, str, str, str, tuple[float, float] | None],
) -> None:
    _, code, nature, words, ends = row
    claim = CLAIMS[code]
    assert (claim.nature, claim.ends) == (nature, ends)
    assert words in claim.words.lower()
    assert claim.note


def test_an_attitude_told_by_those_who_left_says_so() -> None:
    """S1.15: who did not wish to leave was not asked."""
    wish = CLAIMS["Q14"]
    assert wish.flags == ("only-those-who-left",)
    assert "nothing of a share of all" in wish.note
    assert wish.population.code == "PEOPLE-DPRK"


def test_where_people_hide_is_a_part_of_the_country_and_of_its_communities() -> None:
    """S4.3."""
    assert "CHN" in CLAIMS["Q12"].place.wholes
    assert CLAIMS["Q13"].population.wholes[0] == "HIDDEN"


def test_thousands_have_a_lower_end_and_are_drawn() -> None:
    """S3.27: a number in words of the pack; where "thousands" end nobody says."""
    assert CLAIMS["N17"].words == "thousands"
    assert CLAIMS["N17"].value is None
    (row,) = figures.chart_rows([CLAIMS["N17"]])
    assert (row["low"], row["high"], row["open_high"]) == (2_000, None, True)
    assert figures.compare(CLAIMS["N17"], CLAIMS["N02"]).reasons


def test_an_impression_and_a_forecast_are_not_compared_with_numbers() -> None:
    reasons = {why for why, _ in figures.compare(CLAIMS["Q04"], CLAIMS["Q09"]).reasons}
    assert figures.Why.NATURE in reasons


def test_movement_and_forecasts_are_told_on_the_command_line() -> None:
    app, run = build(), CliRunner()
    said = run.invoke(
        app, ["claims", "--series", "ARRIVALS", "--between", "2012:2018", "--word", "slight fall"]
    )
    assert said.output.strip().endswith("The word 'slight fall': does not fit.")
    told = json.loads(run.invoke(app, ["claims", "--series", "ARRIVALS", "--movement", "--json"]).output)
    assert told["shift"]["year"] == 2020
    assert {"CX13", "CX14"} <= {e["id"] for e in told["context"]}
    kept = json.loads(run.invoke(app, ["claims", "--forecasts", "--json"]).output)
    assert {f["forecast"] for f in kept["forecasts"]} == {"Q01", "Q02", "Q05"}
    wrong = run.invoke(app, ["claims", "--series", "ARRIVALS", "--between", "1900:2018"])
    assert wrong.exit_code != 0
    assert "does not name two years" in str(wrong.exception or wrong.output)
