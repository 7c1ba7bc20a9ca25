"""Shares with their base: the exact interval, and the parts of a series beside their whole."""

from __future__ import annotations

import pytest

from tumen import dates, figures
from tumen.errors import FiguresError
from tumen.figures import Series, SeriesRow, Subject, series_shares, share

PLACE = Subject(code="X", names={"en": "X"}, wholes=(), under=())


def a_series(*rows: tuple[str, str, float, str | None]) -> Series:
    return Series(
        code="S", names={"en": "S"}, unit="persons", population=None, place=PLACE, definition="d", sources=(),
        rows=tuple(
            SeriesRow(period=dates.parse(p), of=of, value=v, published=None if at is None else dates.parse(at))
            for p, of, v, at in rows
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(12, 150, 0.0420, 0.1355), (0, 10, 0.0, 0.3085), (10, 10, 0.6915, 1.0), (1, 2, 0.0126, 0.9874)],
)
def test_the_interval_of_a_share_is_the_exact_one(part: int, whole: int, low: float, high: float) -> None:
    # Expected values: binom.test of R 4.3.
    found = share(part, whole)
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@pytest.mark.parametrize(("part", "whole"), [(3, 2), (-1, 5), (1.5, 3), (0, 0)])
def test_what_is_no_share_is_refused_with_what_to_give(part: float, whole: float) -> None:
    with pytest.raises(FiguresError) as error:
        share(part, whole)
    assert "whole numbers" in str(error.value.hint)


def test_parts_stand_beside_the_whole_of_their_own_period_and_vintage() -> None:
    found = a_series(
        ("2001", "total", 10, None), ("2001", "women", 4, None), ("2001", "total", 8, "2001-06"),
        ("2001", "women", 2, "2001-06"), ("2002", "women", 5, None),
        ("2001", "age: 20s", 3, None), ("2001", "age: 30s", 1, None),
    )  # fmt: skip
    told = [(r.of, r.published is None, one.part, one.whole) for r, one in series_shares(found)]
    assert told == [
        ("women", True, 4, 10),
        ("women", False, 2, 8),
        ("age: 20s", True, 3, 4),
        ("age: 30s", True, 1, 4),
    ]


def test_no_share_of_the_pack_exceeds_its_whole() -> None:
    told = [one for s in figures.series("dprk") for _, one in series_shares(s)]
    assert len(told) > 100
    assert all(0 <= one.low <= one.share <= one.high <= 1 for one in told)
