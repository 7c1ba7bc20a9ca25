"""The numbers of the documents of this field: each in the ledger with what it counts, when, how and by whom."""

from __future__ import annotations

import pytest

from tumen import checking, figures, reading
from tumen.checking import Outcome
from tumen.figures import Why

KNOWN = figures.ledger("dprk")
LEDGER = {c.code: c for c in KNOWN.claims}

# row, claim, its ends, unit, population, the time it holds for, what kind of method, the source that states it
NUMBERS = [
    ("S0.22", "A06", (16_500, 16_500), "persons", "ESCAPED-SAFELY", "2009~", "not stated", "NKN-2009"),
    ("S0.45", "N12", (100_000, 100_000), "persons", "HIDDEN", "2008~/2009~", "not stated", "NKN-2009"),
    ("S0.60", "X06", (14, 14), "ratio", "LOCAL-POPULATION", "2009", "not stated", "NKN-2009"),
    ("S1.28", "X05", (0.8, None), "share", "FLED", "2018", "not stated", "CSW-2018"),
    ("S1.30", "T01", (0.8, None), "share", "WOMEN-LEAVING", "2018", "not stated", "CSW-2018"),
    ("S2.2", "A03", (1509, 1509), "persons", "ARRIVED", "2012", "administrative", "STP-2014"),
    ("S2.3", "A09", (None, -0.4), "ratio", "ARRIVED", "2011/2013", "not stated", "STP-2014"),
    ("S2.23", "X01", (16_000_000, 16_000_000), "persons", "PEOPLE-DPRK", "2013-03", "official", "STP-2014"),
    ("S2.24", "K04", (80_000, 200_000), "persons", "KWANLISO-AND-OTHER", "2014", "not stated", "STP-2014"),
    ("S2.32", "D01", (10_000, None), "deaths/year", "DEATHS-CAMPS", "2014", "not stated", "STP-2014"),
    ("S2.33", "D02", (400_000, None), "deaths", "DEATHS-CAMPS", "1974~/2014", "not stated", "STP-2014"),
    ("S2.36", "W02", (None, 0.8), "share", "FLED", "2014", "not stated", "STP-2014"),
    ("S2.39", "T02", (0.7, 0.8), "share", "WOMEN-IN-CHINA", "2014", "not stated", "STP-2014"),
    ("S2.45", "N16", (50_000, 50_000), "persons", "HIDDEN", "2014", "not stated", "STP-2014"),
    ("S2.59", "A07", (25_500, 26_500), "persons", "RESIDENT-ROK", "2014", "not stated", "STP-2014"),
    ("S3.28", "W01", (0.7, 0.7), "share", "HIDDEN", "2012", "official", "ISN-2012"),
    ("S3.35", "P01", (500, 500), "USD", "BUYERS", "2012", "press", "ISN-2012"),
    ("S3.49", "G01", (1052, 1052), "persons", "REFUGEES", "2011-12-31", "administrative", "ISN-2012"),
    ("S4.2", "N01", (10_000, 300_000), "persons", "HIDDEN", "2002", "range of others", "HRW-2002"),
    ("S4.2 again", "N07", (10_000, 300_000), "persons", "HIDDEN", "2002", "range of others", "MAHR-2002"),
    ("S4.31", "N02", (10_000, 10_000), "persons", "HIDDEN-LONG", "2001/2002", "official", "HRW-2002"),
    ("S4.32", "N03", (None, 300_000), "persons", "HIDDEN", "1999", "extrapolation", "HRW-2002"),
    ("S4.123", "X03", (2.9, 2.9), "Mt", "HARVEST", "2000", "official", "HRW-2002"),
    ("S4.124", "X02", (0.57, 0.57), "share", "PEOPLE-DPRK", "2002", "official", "HRW-2002"),
    ("S4.125", "X04", (258, 258), "MUSD", "APPEAL", "2002", "official", "HRW-2002"),
    ("S4.128", "X08", (121, 121), "persons", "VIA-MISSIONS", "2002-03/2002-09", "press", "HRW-2002"),
]  # fmt: skip


@pytest.mark.parametrize("row", NUMBERS, ids=[row[0] for row in NUMBERS])
def test_a_number_stands_in_the_ledger_with_what_it_counts_and_on_the_chart_of_its_quantity(
    row: tuple[str, str, tuple[float | None, float | None], str, str, str, str, str],
) -> None:
    _, code, ends, unit, population, as_of, how, source = row
    claim = LEDGER[code]
    assert (claim.unit, claim.population.code, claim.as_of.edtf, claim.method_kind) == (
        unit,
        population,
        as_of,
        how,
    )
    assert source in claim.sources
    drawn = {r["id"]: r for r in figures.chart_rows(figures.by_quantity(claim.quantity.code, "dprk"))}
    assert (drawn[code]["low"], drawn[code]["high"]) == ends
    told = [q for q in figures.quotations(KNOWN.claims, KNOWN) if code in q.claims]
    assert [q.first is not None for q in told] == [True]


# what must be said beside a number: the claim, a flag of it, words of its note
SAID = [
    ("S0.22", "A06", "no-definition", "cumulative arrivals"),
    ("S0.45", "N12", "date-from-publication", "no year"),
    ("S0.60", "X06", "outlier", "outside any official figure"),
    ("S1.28", "X05", "advocacy-without-method", ""),
    ("S1.30", "T01", "advocacy-without-method", ""),
    ("S2.2", "A03", "year-conflict:2013", "one source gives this number for 2012"),
    ("S2.24", "K04", "definition-differs", "re-education camps together"),
    ("S2.33", "D02", "derived:D01", "times forty"),
    ("S2.36", "W02", "denominator-unclear", "not defined"),
    ("S2.59", "A07", "flow-as-stock", "worded as residents"),
    ("S3.50", "G01", "country-conflict", "64 is canada"),
    ("S4.31", "N02", "attribution-conflict", "unification ministry"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "flag", "words"), [row[1:] for row in SAID], ids=[row[0] for row in SAID])
def test_what_a_reader_must_know_of_a_number_stands_beside_it(code: str, flag: str, words: str) -> None:
    assert flag in LEDGER[code].flags
    assert words in LEDGER[code].note.lower()


def test_ten_thousand_of_one_population_is_not_ten_thousand_of_another() -> None:
    reasons = {why for why, _ in figures.compare(LEDGER["N02"], LEDGER["N14"]).reasons}
    assert Why.POPULATION in reasons
    assert LEDGER["N02"].value == LEDGER["N14"].value == LEDGER["N01"].low
    assert LEDGER["N02"].quoted_by


def test_a_range_of_others_has_no_middle() -> None:
    for code in ("N01", "N07"):
        assert LEDGER[code].value is None
        (row,) = figures.chart_rows([LEDGER[code]])
        assert row["value"] is None
    assert "do not average" in LEDGER["N01"].note.lower()


def test_the_number_of_those_who_live_there_is_that_of_all_who_ever_arrived() -> None:
    arrived = [r for r in KNOWN.series["ARRIVALS"].current("total") if r.period.latest is not None]
    by_end_of_2013 = sum(r.value for r in arrived if r.period.latest.year <= 2013)  # type: ignore[union-attr]
    ends = LEDGER["A07"].ends
    assert ends is not None
    assert ends[0] <= by_end_of_2013 <= ends[1]


def test_the_same_refugees_counted_twice_contradict_and_a_state_has_its_own_number() -> None:
    assert figures.compare(LEDGER["G01"], LEDGER["G02"]).verdict is figures.Verdict.CONFLICT
    now = {
        r.place: r.value
        for r in KNOWN.series["UNHCR-STOCK-BY-COUNTRY"].current("refugees")
        if r.period.edtf == "2011"
    }
    assert (now["GBR"], now["CAN"], now["DEU"]) == (603, 64, 193)


def test_prices_keep_their_currency_their_day_and_stand_side_by_side() -> None:
    prices = figures.by_quantity("BRIDE-PRICE", "dprk")
    assert {c.code: c.unit for c in prices} == {"P01": "USD", "P02": "USD", "P03": "USD", "P04": "CNY"}
    assert all(c.as_of.edtf and c.measure == "price" for c in prices)


def said(text: str) -> dict[str, checking.Finding]:
    return {f.rule: f for f in checking.check(text, language="en").findings}


def test_a_bare_total_is_told_when_the_curve_passed_it_and_that_nobody_knows_whom_it_counts() -> None:
    found = said("Only 16,500 refugees have arrived in safety in the Republic of Korea.")
    assert "passed this number in 2009" in found["figure.passed"].says
    assert "does not say whom it counts" in found["figure.weak"].says


def test_a_change_is_computed_and_a_year_in_doubt_is_said() -> None:
    found = checking.check(
        "Arrivals fell from 2,706 to 1,509, by more than 40 percent.", language="en"
    ).findings
    assert any(f.rule == "figure.change" and "-44.2 %" in f.says for f in found)
    assert any("2012, another for 2013" in f.says for f in found)


def test_a_cause_told_with_a_share_is_asked_about_apart_from_the_number() -> None:
    found = said("Over eighty percent of women are trafficked because of this policy, the group says.")
    assert found["figure.cause"].outcome is Outcome.ASK


# a number in words, its bounds, and the time it holds for: made-up sentences
WORDS = [
    ("S0.5", "By 2006 tens of thousands of people had crossed into China.26 Nobody knows more. It went on.27\n\n26 "
             "Writer, A. “Crossing.” Review, 2007.\n27 Writer, B. “More.” Review, 2009.\n",
     20_000, 99_999, "2006", "26"),
    ("S1.32", "In 2017 dozens of missionaries were deported from the border cities.", 24, 99, "2017", None),
    ("S4.34", "In 1997 hundreds of thousands of people looked for food across the river.",
     200_000, 999_999, "1997", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "low", "high", "as_of", "note"), [row[1:] for row in WORDS], ids=[row[0] for row in WORDS]
)
def test_a_number_in_words_is_read_with_bounds_and_never_as_a_point(
    text: str, low: float, high: float, as_of: str, note: str | None
) -> None:
    (claim,) = [c for c in reading.read(text, language="en").claims or () if c.quantity.vague]
    assert (claim.quantity.low, claim.quantity.high) == (low, high)
    assert (claim.setting.as_of, claim.setting.footnote) == (as_of, note)
