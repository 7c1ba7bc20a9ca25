"""Dates and places told of one person come out differently in known ways; the reasons say which."""

from __future__ import annotations

import numpy as np
import pytest

from tumen.linkage import Linkage, LinkSettings, Mentions, link

QUICK = LinkSettings(draws=10, parameter_draws=1)


def linked(field: str, one: str, other: str) -> Linkage:
    """Two mentions that say this of a field, among thirty others."""
    rows = [
        {
            "mention_id": f"x{i:02}",
            "source_id": f"s{i}",
            "name": f"{'김이박최정강조윤장임'[i % 10]}철{'수호진'[i % 3]}",
            "birth": f"{1950 + i}-{1 + i % 12:02}-{1 + i % 28:02}",
            "birthplace": ("KP-CHONGJIN", "KP-SINUIJU", "KP-HYESAN")[i % 3],
            "left": f"{1995 + i % 20}",
        }
        for i in range(30)
    ]
    alike = [
        {"mention_id": m, "source_id": m, "name": "류금란", field: said}
        for m, said in (("a", one), ("b", other))
    ]
    return link(Mentions.from_rows(rows + alike), settings=QUICK, rng=np.random.default_rng(1))


def reason(found: Linkage, field: str) -> tuple[str, float] | None:
    return next(((s.words, s.weight_log2) for s in found.explain("a", "b") if s.field == field), None)


@pytest.mark.parametrize(
    ("field", "one", "other", "words"),
    [
        ("birth", "1985-03-04", "1985-03-04", "the same day"),
        ("birth", "1985-03-04", "1985-04-03", "day and month are exchanged"),
        ("birth", "1985-03-04", "1986-03-04", "the same day of the year before or after"),
        ("birth", "1985-01-21", "1985-03-12", "one is the lunar date of the other"),
        ("birth", "1985-03-04", "1985", "they fit"),
        ("birth", "1985", "1986", "a year apart"),
        ("left", "2003-08-09", "2003-08-09", "the same day"),
        ("birthplace", "KP-CHONGJIN", "청진", "the same place"),
        ("birthplace", "KP-CHONGJIN", "함경북도", "one lies in the other"),
    ],
)
def test_what_fits_or_differs_in_a_known_way_speaks_for_one_person(
    field: str, one: str, other: str, words: str
) -> None:
    said = reason(linked(field, one, other), field)
    assert said is not None
    assert words in said[0]
    assert said[1] > 0


@pytest.mark.parametrize(
    ("field", "one", "other", "words"),
    [
        ("birth", "1985-03-04", "1971-10-11", "more than three years apart"),
        ("birthplace", "KP-CHONGJIN", "KP-SINUIJU", "in different regions of one country"),
    ],
)
def test_what_differs_speaks_for_two(field: str, one: str, other: str, words: str) -> None:
    said = reason(linked(field, one, other), field)
    assert said is not None
    assert words in said[0]
    assert said[1] < 0


def test_events_are_not_dated_by_an_age() -> None:
    said = reason(linked("left", "2003-08-09", "2004-08-09"), "left")
    assert said is not None
    assert "year before or after" not in said[0]


def test_a_country_says_nothing_on_where_in_it() -> None:
    found = linked("birthplace", "KP-CHONGJIN", "PRK")
    assert reason(found, "birthplace") is None


def test_where_no_gazetteer_is_at_hand_places_are_the_same_or_not() -> None:
    rows = [
        {"mention_id": f"m{i}", "source_id": f"s{i}", "name": "", "birthplace": place}
        for i, place in enumerate(["harbour", "harbour", "hill", "mill", "hill", "dale", "mill", "dale"])
    ]
    bare = LinkSettings(draws=10, parameter_draws=1, pack=None)
    found = link(Mentions.from_rows(rows), settings=bare, rng=np.random.default_rng(1))
    words = {pair: found.explain(*pair)[1].words for pair in (("m0", "m1"), ("m0", "m2"))}
    assert words[("m0", "m1")].startswith("birthplace: the same")
    assert words[("m0", "m2")] == "birthplace: different"
