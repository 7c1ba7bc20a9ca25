"""A dispatch about another situation gives no remark that only chance suggests."""

from __future__ import annotations

import pytest

from tumen import checking

DISPATCH = """\
(Nairobi) – Guards in Kenya returned nine families to the border on May 3, 2016, Ona Vell, director of Tide Watch, said
today. “Four women and two men were arrested in the market and beaten,” said Ila Reed, who speaks for the group.

The authorities released three people on May 9, 2016. They had been held in a police station in Mombasa.
"""


def rules(text: str) -> set[str]:
    return {f.rule for f in checking.check(text, language="en").findings}


def test_equal_small_numbers_elsewhere_are_no_known_case() -> None:
    assert not rules(DISPATCH) & {"case.told-differently", "case.same-number"}


def test_who_speaks_of_an_abuse_is_not_taken_for_its_victim() -> None:
    assert "name.victim" not in rules(DISPATCH)
    assert "name.victim" in rules("In May 2013 Ona Vell was arrested and beaten near Mombasa.")


@pytest.mark.parametrize("place", ["Mombasa", "Xanxiang", "Nairobi"])
def test_a_place_elsewhere_is_no_misspelling_of_one_here(place: str) -> None:
    assert "place.spelling" not in rules(f"They were held in {place} for weeks.")
