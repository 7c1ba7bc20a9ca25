"""Two dates told of somebody: the same, explained by a known habit, near, or apart; the same in batches."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen import dates
from tumen.dates import Agreement, DateLevel, Habits, IdentityTable, Truth, compare_age, compare_identity
from tumen.errors import DateUnreadable

QUICK = settings(deadline=None, max_examples=120)
NONE = Habits(lunar=(), year_off=False)

TOLD = (
    "1985-03-04", "1985-04-03", "1986-03-04", "1975-03-04", "1985-03-05", "1985-03", "1985-05", "1986-03",
    "1985", "1986", "1985~", "198X", "1985-21", "[1985-03-04,1985-04-03]", "[1984,1986]", "../1983", "1990/..",
    "XXXX-03-04", "199X-05", "1985-03-04?", "19XX", "1985-02-20/1985-03-10",
)  # fmt: skip


def days() -> st.SearchStrategy[datetime.date]:
    return st.dates(min_value=datetime.date(1925, 1, 1), max_value=datetime.date(2020, 12, 31))


def told() -> st.SearchStrategy[dates.Date | None]:
    exact = days().map(dates.plain_day)
    parts = (
        days()
        .flatmap(
            lambda day: st.sampled_from([f"{day:%Y-%m}", f"{day:%Y}", f"{day:%Y}~", f"{day:%Y}"[:3] + "X"])
        )
        .map(dates.parse)
    )
    return st.one_of(st.none(), exact, parts, st.sampled_from(TOLD).map(dates.parse))


def level(a: str, b: str, *, habits: Habits | None = None) -> DateLevel:
    return compare_identity(dates.parse(a), dates.parse(b), habits=habits).level


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("1985-03-04", "1985-03-04", DateLevel.SAME_DAY),
        ("1985-03-04", "1985-04-03", DateLevel.SWAPPED),
        ("1979-12-11", "1979-11-12", DateLevel.SWAPPED),
        # the fifteenth of the eighth lunar month of 2003 was 11 September
        ("2003-08-15", "2003-09-11", DateLevel.LUNAR),
        # the lunar twelfth month reaches into the next solar year: 29 December 1985 (lunar) was 7 February 1986
        ("1985-12-29", "1986-02-07", DateLevel.LUNAR),
        ("1985-03-04", "1986-03-04", DateLevel.YEAR_OFF),
        ("1985-03-04", "1991-03-04", DateLevel.SAME_BIRTHDAY),
        ("1985-03-12", "1985-03-17", DateLevel.SLIP),
        ("1985-03-12", "1985-08-12", DateLevel.SLIP),
        ("1985-03-12", "1985-03-21", DateLevel.SLIP),
        ("1958-03-12", "1985-03-12", DateLevel.SAME_BIRTHDAY),
        ("1985-03-12", "1985-05-17", DateLevel.TWO_SLIPS),
        ("1985-03-12", "1985-11-30", DateLevel.SAME_YEAR),
        ("1985-12-31", "1986-02-07", DateLevel.WITHIN_YEAR),
        ("1985-12-31", "1987-06-08", DateLevel.WITHIN_THREE),
        ("1985-12-31", "1999-06-08", DateLevel.APART),
        ("1985-03", "1985-03-21", DateLevel.MONTH_FITS),
        ("1985-03", "1985-04", DateLevel.MONTH_NEAR),
        ("1985-03", "1986-03-15", DateLevel.MONTH_YEAR_OFF),
        ("1985-03", "1985-09-15", DateLevel.MONTH_WITHIN_YEAR),
        ("1985-03", "1987-01", DateLevel.MONTH_WITHIN_THREE),
        ("1985-03", "1997-01", DateLevel.MONTH_APART),
        ("1985", "1985-12-31", DateLevel.YEAR_FITS),
        ("1985", "1986", DateLevel.YEAR_NEXT),
        ("1985", "1987", DateLevel.YEAR_WITHIN_THREE),
        ("1985", "1995", DateLevel.YEAR_APART),
        ("about 1985", "1986-05-01", DateLevel.LOOSE_FITS),
        ("198X", "1991", DateLevel.LOOSE_WITHIN_THREE),
        ("198X", "1999", DateLevel.LOOSE_APART),
        ("../1983", "1970-05-05", DateLevel.LOOSE_FITS),
        ("[2004-05-06,2004-06-05]", "2004-06-05", DateLevel.MONTH_FITS),
        ("[2004-05-06,2004-06-05]", "2004-05-20", DateLevel.MONTH_NEAR),
        ("XXXX-03-04", "1985-03-04", DateLevel.MISSING),
    ],
)
def test_dates_of_one_person_come_out_in_known_ways(a: str, b: str, expected: DateLevel) -> None:
    assert level(a, b) is expected
    assert level(b, a) is expected


def test_habits_that_a_place_does_not_have_explain_nothing() -> None:
    assert level("2003-08-15", "2003-09-11", habits=NONE) is not DateLevel.LUNAR
    assert level("1985-03-04", "1986-03-04", habits=NONE) is DateLevel.SAME_BIRTHDAY
    assert level("1985-03", "1986-03-15", habits=NONE) is DateLevel.MONTH_WITHIN_YEAR


def test_habits_follow_from_the_calendars_of_a_situation() -> None:
    assert Habits.of_calendars(["gregorian"]) == NONE
    assert Habits.of_calendars(["gregorian", "lunar_korean"]).lunar == ("korean",)


def test_reasons_are_words_without_the_dates() -> None:
    found = compare_identity(dates.parse("1985-03-12"), dates.parse("1985-03-21"))
    assert found.reasons == ("one digit differs, or two neighbouring digits are exchanged", "9 days apart")
    assert found.agreement is Agreement.EXPLAINED
    assert compare_identity(dates.parse("1985"), dates.parse("1986")).reasons[1] == "at least 1 day apart"
    for meaning in dates.DATE_LEVELS:
        assert meaning.words
        assert dates.DATE_LEVELS[meaning.level] is meaning


@QUICK
@given(told(), told())
def test_comparison_is_symmetric_and_what_is_missing_says_nothing(
    a: dates.Date | None, b: dates.Date | None
) -> None:
    found = compare_identity(a, b)
    assert found == compare_identity(b, a)
    assert compare_identity(a, None).agreement is Agreement.MISSING
    if a is None or b is None:
        assert found.level is DateLevel.MISSING


@QUICK
@given(told(), told())
def test_levels_agree_with_the_room_s_own_answers(a: dates.Date | None, b: dates.Date | None) -> None:
    found = compare_identity(a, b)
    if a is None or b is None or found.level is DateLevel.MISSING:
        return
    possible = dates.overlaps(a, b) is not Truth.NO
    assert possible == (found.agreement in (Agreement.SAME, Agreement.FITS))
    assert (found.level is DateLevel.SAME_DAY) == (dates.equal(a, b) is Truth.YES)


@settings(deadline=None, max_examples=40)
@given(st.lists(told(), min_size=1, max_size=12))
def test_a_batch_gives_what_each_pair_gives(stated: list[dates.Date | None]) -> None:
    table = IdentityTable(stated)
    a, b = (grid.ravel() for grid in np.meshgrid(np.arange(len(stated)), np.arange(len(stated))))
    levels = table.levels(a, b)
    for left, right, found in zip(a, b, levels, strict=True):
        assert compare_identity(stated[left], stated[right]).level == found
    assert (table.levels(np.full(len(b), -1), b) == DateLevel.MISSING).all()
    assert len(table) == len(stated)


@QUICK
@given(days(), st.integers(min_value=0, max_value=90))
def test_an_age_that_was_true_on_the_day_always_fits(born: datetime.date, years: int) -> None:
    on = datetime.date(born.year + years, 12, 31)
    completed = on.year - born.year
    birth = dates.plain_day(born)
    assert compare_age(birth, completed, dates.plain_day(on), reckoning="completed").agreement in (
        Agreement.SAME, Agreement.FITS,
    )  # fmt: skip
    assert (
        compare_age(birth, completed + 1, dates.plain_day(on), reckoning="korean").agreement is Agreement.FITS
    )


def test_an_age_says_how_it_must_have_been_counted() -> None:
    born, on = dates.parse("1990-11-20"), dates.parse("2010-03-01")
    assert compare_age(born, 21, on).reasons[-1] == (
        "the age fits if counted from one at birth, not in completed years"
    )
    assert compare_age(born, 19, on).reasons[-1].startswith("the age fits in completed years")
    assert compare_age(born, 40, on).agreement is Agreement.DIFFERENT
    assert compare_age(None, 40, on).agreement is Agreement.MISSING
    with pytest.raises(DateUnreadable):
        compare_age(born, 30, dates.parse("../2010"))


def test_tables_that_were_kept_taken_apart_and_joined_compare_like_one() -> None:
    read = [dates.parse(text) for text in TOLD]
    whole = IdentityTable(read)
    a, b = (part.ravel() for part in np.indices((len(read), len(read))))
    kept = IdentityTable.of_columns(whole.columns, habits=whole.habits)
    assert (kept.levels(a, b) == whole.levels(a, b)).all()
    order = np.random.default_rng(1).permutation(len(read))
    some, others = order[:9], order[9:]
    # One of the two tables has no date that leaves days out, so that it holds fewer spans a date.
    joined = kept.take(some).with_more(IdentityTable([read[at] for at in others]))
    assert len(joined) == len(read)
    assert (joined.levels(a, b) == whole.levels(order[a], order[b])).all()
    assert (joined.levels(a, np.full(len(a), -1)) == DateLevel.MISSING).all()
