"""Two told places: the same, one in the other, near, in one region, across a border, or elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen import dates
from tumen.places import PLACE_LEVELS, PlaceLevel, PlaceTable, gazetteer
from tumen.vocab import DEFAULT_PACK, load_pack

FULL = gazetteer(load_pack(DEFAULT_PACK))
TOLD = [
    *(place.code for place in FULL),
    "Tumen",
    "Jilin",
    "함북",
    "Hyesan city",
    "nowhere known",
    "Nowhere Known",
    "",
    None,
]
told = st.sampled_from(TOLD)


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("회령", "Hoeryong", PlaceLevel.SAME),
        ("Tumen", "도문시", PlaceLevel.MAY_BE_SAME),
        ("Tumen", "Tumen", PlaceLevel.MAY_BE_SAME),
        ("온성군", "Namyang", PlaceLevel.INSIDE),
        ("Hyesan", "Ryanggang", PlaceLevel.INSIDE),
        ("Hyesan", "South Hamgyong", PlaceLevel.INSIDE_THEN),
        ("Sinuiju", "Uiju", PlaceLevel.NEAR),
        ("Musan", "Hoeryong", PlaceLevel.SAME_REGION),
        ("Hyesan", "DPRK", PlaceLevel.IN_COUNTRY),
        ("Namyang", "Tumen city", PlaceLevel.ACROSS_BORDER),
        ("Musan", "Hyesan", PlaceLevel.OTHER_REGION),
        ("Musan", "Shenyang", PlaceLevel.OTHER_COUNTRY),
        ("Musan", "nowhere known", PlaceLevel.UNKNOWN),
        ("nowhere known", "Nowhere  known", PlaceLevel.SAME),
        ("Musan", None, PlaceLevel.MISSING),
        ("", "Musan", PlaceLevel.MISSING),
    ],
)
def test_two_told_places_agree_in_a_way_that_has_a_name(a, b, level):
    assert FULL.compare(a, b).level is level
    assert FULL.compare(a, b).reasons[0] == PLACE_LEVELS[level]


def test_reasons_name_the_distance_and_the_change_of_borders():
    near = FULL.compare("Sinuiju", "Uiju")
    assert near.metres == pytest.approx(FULL.distance("KP-SINUIJU", "KP-UIJU").metres)
    assert "km apart, give or take" in near.reasons[1]
    assert "until 1954-10 (not verified)" in FULL.compare("Hyesan", "South Hamgyong").reasons[-1]


def test_every_level_has_words():
    assert set(PLACE_LEVELS) == set(PlaceLevel)


@settings(deadline=None, max_examples=100)
@given(told, told)
def test_comparison_is_symmetric_and_what_is_missing_says_nothing(a, b):
    found = FULL.compare(a, b)
    assert (found.level, found.metres) == (FULL.compare(b, a).level, FULL.compare(b, a).metres)
    if not a or not b:
        assert found.level is PlaceLevel.MISSING


@settings(deadline=None, max_examples=30)
@given(st.lists(told, min_size=1, max_size=8))
def test_a_batch_gives_what_each_pair_gives(some):
    table = PlaceTable(FULL, some)
    a, b = (grid.ravel() for grid in np.meshgrid(np.arange(len(some)), np.arange(len(some))))
    for left, right, level in zip(a, b, table.levels(a, b), strict=True):
        assert FULL.compare(some[left], some[right]).level == level
    assert (table.levels(np.full(len(b), -1), b) == PlaceLevel.MISSING).all()
    assert len(table) == len(some)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from([place.code for place in FULL]), st.sampled_from([place.code for place in FULL]))
def test_what_contains_a_place_is_never_said_to_be_elsewhere(a, b):
    level = FULL.compare(a, b).level
    nested = FULL.contains(a, b) or FULL.contains(b, a)
    assert nested == (level in (PlaceLevel.SAME, PlaceLevel.INSIDE, PlaceLevel.IN_COUNTRY))


@pytest.mark.parametrize(
    ("code", "on", "areas"),
    [
        ("KP-WONSAN", "1940", ["KP-P-HN", "PRK"]),
        ("KP-WONSAN", "1946-09", ["KP-P-KW", "PRK", "KP-P-HN"]),
        ("KP-WONSAN", "1947", ["KP-P-KW", "PRK"]),
        ("KP-RASON", "1990", ["KP-P-HB", "PRK"]),
        ("KP-RASON", "2000", ["KP-P-RS", "PRK"]),
        ("KP-RASON", "2007", ["KP-P-HB", "PRK"]),
        ("KP-RASON", "2015", ["KP-P-RS", "PRK"]),
        ("KP-HYESAN", "1950", ["KP-P-HN", "PRK", "KP-P-HB"]),
        ("KP-KIMHJ", "1951", ["KP-P-JG", "PRK"]),
        ("KP-KIMHJ", "1940", ["KP-P-PB", "PRK"]),
        ("KP-SINUIJU-PORT", "1940", ["KP-SINUIJU", "KP-P-PB", "PRK"]),
    ],
)
def test_what_contained_a_place_depends_on_the_date(code, on, areas):
    assert [area.code for area in FULL.areas_on(code, dates.parse(on))] == areas


@settings(deadline=None, max_examples=60)
@given(st.sampled_from([place.code for place in FULL]), st.integers(min_value=1900, max_value=2030))
def test_every_place_lay_somewhere_or_is_outermost(code, year):
    areas = [area.code for area in FULL.areas_on(code, dates.parse(str(year)))]
    assert len(areas) == len(set(areas))
    assert bool(areas) == bool(FULL.get(code).admin)
    if areas:
        assert FULL.get(code).country in areas
