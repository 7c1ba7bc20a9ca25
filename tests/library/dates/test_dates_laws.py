"""Laws that hold for every date: normal form, order, three-valued answers, reckoning, saying."""

from __future__ import annotations

import datetime
from collections import Counter
from contextlib import suppress
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tumen import dates
from tumen.dates import Date, Truth
from tumen.errors import DateImpossible, DateOrder, DatesError, DateUnreadable

QUICK = settings(deadline=None, max_examples=80)


def _points(rng: np.random.Generator, count: int) -> list[str]:
    """EDTF points of every kind: plain, masked, seasons and other parts, marked as a whole or in parts."""
    return [_point(rng) for _ in range(count)]


def _point(rng: np.random.Generator) -> str:
    year = rng.integers(1900, 2031) if rng.random() < 0.8 else rng.integers(1, 10_000)
    parts = [
        f"{year:04d}" if rng.random() < 0.8 else str(rng.choice(["199X", "200X", "000X", "19XX", "XXXX"]))
    ]
    if rng.random() < 0.7:
        kind = rng.random()
        parts.append(
            f"{rng.integers(1, 13):02d}" if kind < 0.6
            else str(rng.integers(21, 42)) if kind < 0.85
            else str(rng.choice(["XX", "0X", "1X"]))
        )  # fmt: skip
        if not "21" <= parts[1] <= "41" and rng.random() < 0.6:
            plain = rng.random() < 0.8
            parts.append(
                f"{rng.integers(1, 32):02d}" if plain else str(rng.choice(["XX", "0X", "1X", "2X", "3X"]))
            )
    marks = ["", "", "", "~", "?", "%"]
    if rng.random() < 0.1:
        return "-".join(rng.choice(marks) + part + rng.choice(marks) for part in parts)
    return "-".join(parts) + str(rng.choice(marks))


@cache
def pool() -> list[Date]:
    """Dates of every form, made once: drawing from a list keeps the laws quick."""
    rng = np.random.default_rng(20_040_506)
    points = _points(rng, 1500)
    texts = points[:600]
    pick = lambda *more: str(rng.choice([*rng.choice(points, 12), *more]))  # noqa: E731
    texts += [f"{pick('..', '', '..', '')}/{pick('..', '', '..', '')}" for _ in range(900)]
    runs = [pick() if rng.random() < 0.5 else f"{pick('', '')}..{pick('', '')}" for _ in range(1500)]
    texts += [f"[{','.join(rng.choice(runs, rng.integers(1, 4)))}]" for _ in range(900)]
    return [date for text in texts if (date := _date_or_none(text)) is not None]


def _date_or_none(text: str) -> Date | None:
    try:
        return dates.parse(text)
    except (DateImpossible, DateOrder, DateUnreadable):
        return None


def any_dates() -> st.SearchStrategy[Date]:
    return st.deferred(lambda: st.sampled_from(pool()))


def test_the_pool_holds_every_form_in_number() -> None:
    kinds = Counter(type(date.form).__name__ for date in pool())
    assert min(kinds[kind] for kind in ("Point", "Interval", "OneOf")) > 150
    assert {date.precision for date in pool()} == set(dates.Precision)


@given(any_dates())
@QUICK
def test_the_normal_form_reads_back_to_an_equal_date(date: Date) -> None:
    again = dates.parse(date.edtf)
    assert again == date
    assert hash(again) == hash(date)
    assert again.edtf == date.edtf
    assert (again.earliest, again.latest) == (date.earliest, date.latest)


@given(any_dates())
@QUICK
def test_bounds_are_in_order_and_margins_only_widen(date: Date) -> None:
    if date.earliest and date.latest:
        assert date.earliest <= date.latest
    if date.fuzzy_earliest:
        assert date.earliest is not None
        assert date.fuzzy_earliest <= date.earliest
    if date.fuzzy_latest:
        assert date.latest is not None
        assert date.latest <= date.fuzzy_latest
    if not (date.approximate or date.uncertain):
        assert (date.fuzzy_earliest, date.fuzzy_latest) == (date.earliest, date.latest)


@given(any_dates(), any_dates(), st.booleans())
@QUICK
def test_before_is_antisymmetric_and_after_mirrors_it(a: Date, b: Date, lasting: bool) -> None:
    assert not (
        dates.before(a, b, lasting=lasting) is Truth.YES and dates.before(b, a, lasting=lasting) is Truth.YES
    )
    if dates.before(a, b, lasting=lasting) is Truth.YES:
        assert dates.before(b, a, lasting=lasting) is Truth.NO
        assert dates.overlaps(a, b, lasting=lasting) is Truth.NO
        assert dates.equal(a, b) is Truth.NO
    assert dates.after(a, b, lasting=lasting) is dates.before(b, a, lasting=lasting)


@given(any_dates(), any_dates())
@QUICK
def test_overlap_and_equality_do_not_depend_on_the_order(a: Date, b: Date) -> None:
    assert dates.overlaps(a, b) is dates.overlaps(b, a)
    assert dates.equal(a, b) is dates.equal(b, a)


@given(any_dates(), any_dates(), any_dates())
@QUICK
def test_making_a_date_vaguer_only_withholds_answers(a: Date, other: Date, b: Date) -> None:
    try:
        vaguer = dates.hull(a, other)
    except DateUnreadable:
        assume(False)
    for relation in (dates.before, dates.after, dates.overlaps, dates.equal):
        sharp, blurred = relation(a, b), relation(vaguer, b)
        assert blurred in (sharp, Truth.CANNOT_TELL)


@given(any_dates(), any_dates())
@QUICK
def test_answers_are_true_of_every_day_the_dates_may_be(a: Date, b: Date) -> None:
    low_a, high_a = a.possible_spans[0][0], a.possible_spans[-1][1]
    low_b, high_b = b.possible_spans[0][0], b.possible_spans[-1][1]
    answer = dates.before(a, b)
    corners = {x < y for x in (low_a, high_a) for y in (low_b, high_b)}
    expected = {frozenset({True}): Truth.YES, frozenset({False}): Truth.NO}
    assert answer is expected.get(frozenset(corners), Truth.CANNOT_TELL)


@given(any_dates(), any_dates())
@QUICK
def test_hull_and_union_contain_both(a: Date, b: Date) -> None:
    either = dates.union(a, b)
    assert dates.contains(either, a)
    assert dates.contains(either, b)
    try:
        whole = dates.hull(a, b)
    except DateUnreadable:
        assert None in (a.earliest, b.earliest)
        assert None in (a.latest, b.latest)
        return
    assert dates.contains(whole, either)
    assert len(whole.possible_spans) == 1
    assert dates.hull(b, a) == whole


@given(any_dates(), any_dates())
@QUICK
def test_intersection_commutes_and_lies_in_both(a: Date, b: Date) -> None:
    both = dates.intersect(a, b)
    assert dates.intersect(b, a) == both
    if both is None:
        assert dates.overlaps(a, b) is Truth.NO
    else:
        assert dates.contains(a, both)
        assert dates.contains(b, both)


@given(any_dates())
@QUICK
def test_a_date_meets_and_joins_itself_unchanged(date: Date) -> None:
    assert dates.intersect(date, date) == date
    assert dates.union(date, date) == date
    assert dates.contains(date, date)


@given(any_dates(), st.sampled_from(dates.LANGUAGES))
@QUICK
def test_every_date_can_be_said_and_reads_back_to_one_that_contains_it(date: Date, language: str) -> None:
    words = dates.say(date, language)
    assert words
    assert dates.contains(dates.parse(words, language=language), date), words


@given(st.lists(any_dates(), max_size=8), st.randoms(use_true_random=False))
@QUICK
def test_sorting_gives_one_order_whatever_the_input_order(many: list[Date], shuffler: object) -> None:
    ordered = sorted(many, key=dates.sort_key)
    shuffled = list(many)
    shuffler.shuffle(shuffled)  # type: ignore[attr-defined]
    assert sorted(shuffled, key=dates.sort_key) == ordered
    assert all((dates.sort_key(a) == dates.sort_key(b)) == (a == b) for a in many for b in many)


_DAY = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))


@given(_DAY, st.integers(-40, 40), st.integers(-40, 40), st.integers(-400, 400))
@QUICK
def test_moving_a_vaguer_date_contains_the_moved_sharper_one(
    day: datetime.date, years: int, months: int, days: int
) -> None:
    sharp = dates.plain_day(day)
    moved = dates.shift(sharp, years=years, months=months, days=days)
    assert moved.precision == "day"
    for vaguer in (day.strftime("%Y-%m"), day.strftime("%Y"), f"{day:%Y}"[:3] + "X", f"{day:%Y-%m-%d}~"):
        wide = dates.shift(dates.parse(vaguer), years=years, months=months, days=days)
        assert dates.contains(wide, moved)


@given(_DAY, _DAY)
@QUICK
def test_duration_between_days_is_exact_and_reversible(a: datetime.date, b: datetime.date) -> None:
    first, second = dates.plain_day(a), dates.plain_day(b)
    there, back = dates.duration(first, second), dates.duration(second, first)
    assert there.low == there.high == (b - a).days
    assert back.low == -(b - a).days
    assert dates.shift(first, days=(b - a).days) == second


@given(_DAY, st.integers(0, 100), st.integers(0, 364), st.sampled_from(["completed", "korean"]))
@QUICK
def test_a_birth_told_by_age_contains_every_birth_of_that_age(
    born: datetime.date, years: int, days: int, reckoning: dates.Reckoning
) -> None:
    birth = dates.plain_day(born)
    on = dates.shift(birth, years=years, days=days)
    age = dates.age_at(birth, on, reckoning=reckoning)
    assert age.low == age.high
    assert age.low is not None
    for told in (on.edtf, on.edtf[:7], on.edtf[:4]):
        birth_again = dates.birth_from_age(age.low, dates.parse(told), reckoning=reckoning)
        assert dates.contains(birth_again, birth)
        assert age.low in dates.age_at(birth_again, on, reckoning=reckoning)


@given(st.text(alphabet="0123456789X~?%[]./-, 년월일봄초말年月日春early sprinof", max_size=30))
@settings(deadline=None, max_examples=200)
def test_any_text_is_a_date_or_a_named_error(text: str) -> None:
    with suppress(DatesError):
        date = dates.parse(text)
        assert dates.parse(date.edtf) == date


@given(
    st.text(alphabet="in May 2004년 5월 作二〇年late'90s–-,.() ", max_size=60),
    st.sampled_from(dates.LANGUAGES),
)
@QUICK
def test_found_dates_lie_where_they_say_and_do_not_overlap(text: str, language: str) -> None:
    found = dates.find(text, language, reference="2010-06-15")
    for one in found:
        assert text[one.start : one.end] == one.text
        assert one.text.strip() == one.text != ""
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_truth_refuses_to_be_read_as_two_valued() -> None:
    with pytest.raises(TypeError, match="three values"):
        bool(dates.before(dates.parse("2004"), dates.parse("2005")))
    assert ~Truth.YES is Truth.NO
    assert ~Truth.CANNOT_TELL is Truth.CANNOT_TELL
