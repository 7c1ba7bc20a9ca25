"""Who was bound by what on a day, from the depositary's dates."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen import dates, law
from tumen.dates import Truth
from tumen.errors import UnknownInstrument, UnknownState

YES, NO, CANNOT_TELL = Truth.YES, Truth.NO, Truth.CANNOT_TELL


def bound(state: str, instrument: str, on: str, pack: str = "dprk") -> law.Bound:
    return law.bound(state, instrument, dates.parse(on), pack)


@pytest.mark.parametrize(
    ("state", "instrument", "on", "truth"),
    [
        ("CHN", "REFCONV", "1982-09-24", NO),  # acceded that day, not yet in force
        ("CHN", "REFCONV", "1982-12-22", NO),
        ("CHN", "REFCONV", "1982-12-23", YES),
        ("CHN", "REFPROT", "1982-09-24", YES),  # the Protocol enters into force on the day of deposit
        ("CHN", "CAT", "1988-11-02", NO),
        ("CHN", "CAT", "1988-11-03", YES),
        ("PRK", "ICCPR", "1981-12-13", NO),
        ("PRK", "ICCPR", "1981-12-14", YES),
        ("CHN", "VCCR", "1979-08-01", YES),
        ("PRK", "VCCR", "1984-09-07", YES),
        ("CHN", "CRC", "1992-04-01", YES),
        ("PRK", "CEDAW", "2001-03-29", YES),
        ("CHN", "TIP", "2010-03-09", NO),
        ("LAO", "ICCPR", "2009-12-25", YES),
        ("KHM", "CAT", "1992-11-14", YES),
        ("THA", "ICPPED", "2024-06-12", NO),
        ("THA", "ICPPED", "2024-06-13", YES),
        ("KOR", "ICPPED", "2023-02-03", YES),
        ("USA", "REFCONV", "2010", NO),  # party to the Protocol only
        ("USA", "REFPROT", "2010", YES),
        ("LAO", "REFCONV", "2013-05-27", NO),
    ],
)
def test_entry_into_force_for_the_state_decides(state: str, instrument: str, on: str, truth: Truth) -> None:
    assert bound(state, instrument, on).truth is truth


@pytest.mark.parametrize("on", ["1982", "1982-12", "1982-10/1983-01", "198X", "1982-12-20~"])
def test_a_date_that_straddles_entry_into_force_cannot_tell(on: str) -> None:
    found = bound("CHN", "REFCONV", on)
    assert found.truth is CANNOT_TELL
    assert found.basis is law.Basis.DATE_TOO_VAGUE
    assert "1982-12-23" in found.reason


def test_a_party_is_bound_on_a_month_after_entry_into_force() -> None:
    found = bound("China", "1951 convention", "2013-11")
    assert (found.truth, found.act, found.signed) == (YES, "accession", None)
    assert (str(found.deposited), str(found.since), found.computed) == ("1982-09-24", "1982-12-23", "43")
    assert found.sources == ("UNTC-2015",)
    assert found.confidence == "high"


def test_a_signature_alone_does_not_bind() -> None:
    found = bound("CHN", "ICCPR", "2013-11")
    assert (found.truth, found.basis) == (NO, law.Basis.SIGNED_ONLY)
    assert bound("CHN", "ICCPR", "1990").basis is law.Basis.NO_ACT


def test_absence_of_an_act_is_not_claimed_beyond_the_day_it_was_checked() -> None:
    assert bound("PRK", "CAT", "2010").truth is NO
    later = bound("PRK", "CAT", "2020")
    assert (later.truth, later.basis) == (CANNOT_TELL, law.Basis.NOT_CHECKED)
    assert "2015-03" in later.reason


def test_nobody_was_bound_before_the_text_was_adopted() -> None:
    assert bound("PRK", "ICPPED", "1990").truth is NO
    assert bound("CHN", "ILO-29", "1920").basis is law.Basis.NOT_YET


def test_a_withdrawal_without_effect_is_told_and_changes_nothing() -> None:
    found = bound("PRK", "ICCPR", "1999-06-01")
    assert found.truth is YES
    assert [(d.notified.edtf, d.effect) for d in found.denunciations] == [("1997-08", "none")]


def test_an_effective_withdrawal_ends_the_duty() -> None:
    assert bound("SAL", "SEA", "2008-12-31", "example").truth is YES
    assert bound("SAL", "SEA", "2008/2010", "example").truth is CANNOT_TELL
    ended = bound("SAL", "SEA", "2009-01-01", "example")
    assert (ended.truth, ended.basis, str(ended.until)) == (NO, law.Basis.ENDED, "2009-01-01")


def test_custom_binds_everybody_and_a_declaration_nobody() -> None:
    for state in law.register("dprk").states:
        assert bound(state, "CUSTOM", "2013").basis is law.Basis.CUSTOM
        assert (bound(state, "UDHR", "2013").truth, bound(state, "UDHR", "2013").basis) == (
            NO,
            law.Basis.SOFT_LAW,
        )


def test_an_agreement_binds_its_parties_only_and_only_if_its_entry_into_force_is_known() -> None:
    assert bound("CHN", "UNHCR-CN-1995", "1999").truth is YES
    assert bound("CHN", "UNHCR-CN-1995", "1995-11-30").truth is NO
    assert bound("RUS", "UNHCR-CN-1995", "1999").basis is law.Basis.NOT_A_PARTY
    assert bound("CHN", "CN-PRK-1986", "1999").basis is law.Basis.ENTRY_NOT_STATED
    assert bound("CHN", "CN-PRK-1986", "1980").truth is NO


def test_a_reservation_stands_until_it_is_withdrawn() -> None:
    def refugee_children(on: str) -> list[Truth]:
        return [
            law.in_effect(r, dates.parse(on))
            for r in bound("THA", "CRC", on).reservations
            if "22" in r.articles
        ]

    assert refugee_children("2010") == [YES]
    assert refugee_children("2024") == [CANNOT_TELL]
    assert refugee_children("2024-08-30") == []


def test_what_memory_alone_carries_is_not_verified() -> None:
    assert not bound("JPN", "TIP", "2019").verified
    assert bound("CHN", "TIP", "2019").verified


def test_unknown_names_raise_with_near_matches() -> None:
    with pytest.raises(UnknownState) as state:
        bound("Chna", "CAT", "2000")
    assert "CHN (China)" in state.value.hint
    with pytest.raises(UnknownInstrument) as instrument:
        bound("CHN", "refugee conventoin", "2000")
    assert "REFCONV" in instrument.value.hint


@pytest.mark.parametrize("name", ["CHN", "chn", " China ", "중국", "中国", "PRC"])
def test_a_state_is_found_in_every_language(name: str) -> None:
    assert bound(name, "CAT", "2000").state == "CHN"


def test_entry_into_force_was_computed_and_never_precedes_the_treatys_own() -> None:
    known = law.register("dprk")
    computed = [s for s in known.status.values() if s.computed]
    assert len(computed) > 190
    for row in computed:
        treaty = known.instruments[row.instrument]
        assert row.in_force is not None
        if treaty.in_force is not None:
            assert dates.before(row.in_force, treaty.in_force) is NO
        assert row.deposited is not None
        assert dates.before(row.in_force, row.deposited) is NO


@settings(deadline=None, max_examples=80)
@given(
    pair=st.sampled_from(sorted(law.register("dprk").status)),
    first=st.dates(datetime.date(1945, 1, 1), datetime.date(2030, 1, 1)),
    length=st.integers(0, 4000),
)
def test_a_vaguer_date_never_knows_more(pair: tuple[str, str], first: datetime.date, length: int) -> None:
    last = first + datetime.timedelta(days=length)
    vague = bound(*pair, f"{first}/{last}").truth
    for day in (first, first + (last - first) / 2, last):
        assert vague in (CANNOT_TELL, bound(*pair, day.isoformat()).truth)


@settings(deadline=None, max_examples=30)
@given(
    state=st.sampled_from(sorted(law.register("dprk").states)),
    day=st.dates(datetime.date(1945, 1, 1), datetime.date(2030, 1, 1)),
)
def test_every_answer_gives_a_ground_and_every_party_says_since_when(state: str, day: datetime.date) -> None:
    for found in law.bound_by(state, dates.parse(day.isoformat()), "dprk"):
        assert found.reason
        if found.basis is law.Basis.PARTY:
            assert found.since is not None
            assert found.sources
        if found.truth is NO:
            assert not found.reservations
