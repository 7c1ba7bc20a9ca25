"""Published numbers: what may be compared, what contradicts what."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen import dates, figures, vocab
from tumen.errors import UnknownQuantity
from tumen.figures import Claim, Subject, Verdict, Why
from tumen.figures.comparing import days_apart

LEDGER = {c.code: c for c in figures.claims("dprk")}
ALL, SMALL = (
    Subject(code="ALL", names={"en": "all"}),
    Subject(code="SMALL", names={"en": "small"}, wholes=("ALL",)),
)


def made(
    code: str,
    *,
    value: float | None = None,
    low: float | None = None,
    high: float | None = None,
    as_of: str = "2004",
    measure: str = "stock",
    unit: str = "persons",
    population: Subject = ALL,
    qualifier: str = "",
    flags: tuple[str, ...] = (),
    sources: tuple[str, ...] = ("A",),
) -> Claim:
    return Claim(
        code=code, quantity=ALL, value=value, low=low, high=high, unit=unit, measure=measure, population=population,
        place=ALL, as_of=dates.parse(as_of), qualifier=qualifier, flags=flags, sources=sources,
    )  # fmt: skip


def why(a: str, b: str) -> set[Why]:
    return {reason for reason, _ in figures.compare(LEDGER[a], LEDGER[b]).reasons}


def test_stock_and_cumulative_crossings_are_not_compared() -> None:
    assert why("N03", "N05") >= {Why.MEASURE, Why.POPULATION}


def test_events_and_people_are_not_compared() -> None:
    assert why("RP01", "RP04") >= {Why.UNIT, Why.POPULATION}


def test_prices_in_other_currencies_are_not_compared() -> None:
    assert Why.UNIT in why("P08", "P11")


def test_shares_of_other_denominators_are_not_compared() -> None:
    assert Why.POPULATION in why("T01", "T05")


def test_a_claim_without_a_number_contradicts_nothing() -> None:
    assert Why.NO_NUMBER in why("N21", "N16")
    assert LEDGER["N21"].ends is None


def test_famine_estimates_contradict_each_other_and_all_stay() -> None:
    found = figures.conflicts(figures.by_quantity("FAMINE-DEATHS", "dprk"))
    (group,) = found.groups
    assert ("F03", "F06") in {(p.a, p.b) for p in group.pairs}
    assert ("F02", "F04") in {(p.a, p.b) for p in found.agreeing}
    assert {c.code for c in group.claims} == {"F02", "F03", "F04", "F05", "F06"}


def test_years_next_to_one_another_are_compared_only_when_asked() -> None:
    strict = figures.compare(LEDGER["K02"], LEDGER["K03"])
    assert strict.verdict is Verdict.NOT_COMPARABLE
    wider = figures.compare(LEDGER["K02"], LEDGER["K03"], within_days=31)
    assert wider.verdict is Verdict.CONFLICT
    assert any("times differ" in hint for hint in wider.hints)


def test_two_vintages_of_one_number_contradict_and_say_that_one_was_provisional() -> None:
    found = figures.compare(LEDGER["A01"], LEDGER["A02"])
    assert found.verdict is Verdict.CONFLICT
    assert "A02: provisional" in found.hints


def test_a_number_computed_from_another_is_no_second_confirmation() -> None:
    assert any("computed from" in hint for hint in figures.compare(LEDGER["D01"], LEDGER["D02"]).hints)


def test_a_part_larger_than_its_whole_is_found() -> None:
    (pair,) = figures.conflicts(figures.claims("example")).part_exceeds_whole
    assert {pair.a, pair.b} == {"B1", "B3"}


def test_a_part_smaller_than_its_whole_is_no_contradiction() -> None:
    found = figures.compare(made("a", value=5, population=SMALL), made("b", value=50))
    assert found.verdict is Verdict.NOT_COMPARABLE


def test_a_share_of_a_part_may_exceed_the_share_of_the_whole() -> None:
    part = made("a", value=0.9, measure="share", unit="share", population=SMALL)
    assert (
        figures.compare(part, made("b", value=0.5, measure="share", unit="share")).verdict
        is Verdict.NOT_COMPARABLE
    )


def test_a_flow_over_part_of_the_time_is_a_part() -> None:
    year, month = made("a", value=10, measure="flow"), made("b", value=30, measure="flow", as_of="2004-05")
    assert figures.compare(year, month).verdict is Verdict.PART_EXCEEDS_WHOLE


def test_about_is_read_with_half_of_the_last_digit() -> None:
    about, exact = made("a", value=26_000, qualifier="about"), made("b", value=26_028)
    assert figures.compare(about, exact).verdict is Verdict.AGREE
    assert figures.compare(made("a", value=26_000), exact).verdict is Verdict.CONFLICT
    assert figures.compare(about, made("b", value=26_514)).verdict is Verdict.CONFLICT


@pytest.mark.parametrize(
    ("value", "half"), [(26_000, 500), (2_706, 0.5), (0.7, 0.05), (0.72, 0.005), (0, 0), (-0.4, 0.05)]
)
def test_rounding(value: float, half: float) -> None:
    assert figures.rounding(value) == half


def test_open_ends_stay_open() -> None:
    assert LEDGER["D02"].ends == (400_000, math.inf)
    assert LEDGER["N18"].ends == (-math.inf, 200_000)
    row = next(r for r in figures.chart_rows([LEDGER["N18"]]))
    assert (row["low"], row["open_low"], row["high"]) == (None, True, 200_000)


def test_every_claim_says_what_it_counts_and_every_source_exists() -> None:
    for name in vocab.packs():
        known = figures.ledger(name)
        for claim in known.claims:
            assert claim.unit
            assert claim.population.name()
            assert set(claim.sources) | set(claim.quoted_by) <= set(known.sources)
    assert len(LEDGER) == 114


def test_an_unknown_quantity_lists_what_there_is() -> None:
    with pytest.raises(UnknownQuantity) as error:
        figures.by_quantity("unicorns", "dprk")
    assert "CAMP-POPULATION" in error.value.hint
    assert figures.by_quantity("강제송환", "dprk")


bounds = st.one_of(st.none(), st.integers(0, 1000).map(float))
years = st.sampled_from(["2003", "2004", "2004-06", "2003/2005", "2004~", "../2004"])


@st.composite
def any_claim(draw: st.DrawFn, code: str) -> Claim:
    low, high = draw(bounds), draw(bounds)
    if low is not None and high is not None and low > high:
        low, high = high, low
    measure = draw(st.sampled_from(["stock", "flow", "share", "cumulative"]))
    return made(
        code, low=low, high=high, as_of=draw(years), measure=measure,
        population=draw(st.sampled_from([ALL, SMALL])), unit=draw(st.sampled_from(["persons", "events"])),
    )  # fmt: skip


@settings(deadline=None, max_examples=120)
@given(a=any_claim("a"), b=any_claim("b"), within=st.integers(0, 800))
def test_comparison_is_symmetric(a: Claim, b: Claim, within: int) -> None:
    one, other = figures.compare(a, b, within_days=within), figures.compare(b, a, within_days=within)
    assert one.verdict is other.verdict
    assert {w for w, _ in one.reasons} == {w for w, _ in other.reasons}
    assert days_apart(a, b) == days_apart(b, a)


@settings(deadline=None, max_examples=50)
@given(a=any_claim("a"))
def test_no_claim_contradicts_itself(a: Claim) -> None:
    assert figures.compare(a, a).verdict in (Verdict.AGREE, Verdict.NOT_COMPARABLE)


@settings(deadline=None, max_examples=20)
@given(shuffled=st.permutations(sorted(LEDGER)[::4]))
def test_conflicts_do_not_depend_on_the_order_of_claims(shuffled: list[str]) -> None:
    first = figures.conflicts(LEDGER[c] for c in sorted(shuffled))
    assert first.as_dict() == figures.conflicts(LEDGER[c] for c in shuffled).as_dict()


def test_plain_data_is_json() -> None:
    told = figures.conflicts(LEDGER.values()).as_dict()
    assert json.loads(json.dumps(told))["groups"]
    json.dumps([c.as_dict() for c in LEDGER.values()])


def test_what_holds_for_no_time_is_compared_with_nothing() -> None:
    one, other = LEDGER["N03"], LEDGER["N06"]
    undated = replace(one, as_of=dates.parse("XXXX"))
    told = figures.compare(undated, other)
    assert told.verdict is Verdict.NOT_COMPARABLE
    assert (Why.NO_TIME, "N03 gives no time") in told.reasons
    both = figures.compare(undated, replace(other, as_of=dates.parse("XXXX")))
    assert (Why.NO_TIME, "N03 and N06 give no time") in both.reasons
