"""Numbers are read as people tell them, and agree as people mean them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen.linkage.events import NumberLevel, agree, told


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("7", 7, 7), ("1,200", 1200, 1200), ("seven people", 7, 7), ("thirty-two", 32, 32), ("6-8", 6, 8),
        ("between 6 and 8", 6, 8), ("at least 20", 20, math.inf), ("more than 100", 101, math.inf),
        ("up to ten", 0, 10), ("dozens", 24, 99), ("약 30명", 30, 30), ("20~30명", 20, 30), ("세 명", 3, 3),
        ("수십 명", 20, 99), ("二十多人", 20, 20), ("约三十人", 30, 30), ("十几人", 11, 19),
    ],
)  # fmt: skip
def test_a_number_is_read_in_three_languages(text, low, high):
    found = told(text)
    assert found is not None
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("text", ["many", "", "nobody knows", "3 or so dozens of", "9-3"])
def test_what_is_no_number_is_not_guessed(text):
    assert told(text) is None


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("7", "seven", "EQUAL"), ("7", "9", "OFF"), ("7", "8", "NEAR"), ("about thirty", "28", "FITS"),
        ("30", "27", "FITS"), ("30", "40", "OFF"), ("6-8", "7", "FITS"), ("at least 20", "55", "FITS"),
        ("at least 20", "9", "FAR"), ("about 7", "9", "OFF"), ("12", "60", "FAR"),
    ],
)  # fmt: skip
def test_ranges_and_ordinary_rounding_are_allowed_for(one, other, level):
    assert agree(told(one), told(other)) is NumberLevel[level]


def test_what_is_not_told_says_nothing():
    assert agree(told("7"), None) is NumberLevel.MISSING


numbers = st.builds(
    lambda low, more, about: f"{'about ' if about else ''}{low}{f'-{low + more}' if more else ''}",
    st.integers(1, 300), st.integers(0, 20), st.booleans(),
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(numbers, numbers)
def test_agreement_is_the_same_both_ways_and_best_with_itself(one, other):
    a, b = told(one), told(other)
    assert agree(a, b) is agree(b, a)
    assert agree(a, a) in (NumberLevel.EQUAL, NumberLevel.FITS)
