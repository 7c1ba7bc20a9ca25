"""What no rule of wording foresees is weighed by its words, learnt from practice texts."""

from __future__ import annotations

import math
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tumen import reading
from tumen.reading import asking_words, by_words
from tumen.reading.recommendations import by_rules
from tumen.reading.sentences import Sentences
from tumen.reading.spans import Words

ASKED = [
    "Nothing prevents the ministry from opening the register to families this very week.",
    "Enough delay: the two governments have it in their hands to let these children go home.",
    "Better an empty camp than another winter like the last one.",
]
TOLD = [
    "She crossed the river in the winter of 2009 and worked for three years in a restaurant.",
    "The broker was paid in two parts, and the second was never handed over.",
    "In the spring the guards moved the women to another building, where they were counted twice a day.",
]


def chances_of(text: str) -> list[float]:
    return asking_words.chances(asking_words.signs(text, Sentences(text), {}))


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("told", TOLD)
def test_a_sentence_that_asks_is_more_likely_to_than_one_that_tells(asked: str, told: str) -> None:
    (likely,), (unlikely,) = chances_of(asked), chances_of(told)
    assert likely > 3 * unlikely


UNFORESEEN = [
    "Until then, no more flights.",
    "Stay away from the bridge until the list is open.",
    "A word from the minister to the embassy, and the flight stays on the ground.",
    "Without an interpreter at every hearing the new law is not worth its paper.",
    "Time for the council to put its own house in order.",
    "Any agreement that leaves the fishermen out is no agreement.",
]


def test_what_no_rule_finds_is_offered_with_the_words_that_speak_for_it() -> None:
    offered = []
    for asked in UNFORESEEN:
        text = " ".join([TOLD[0], asked, TOLD[1]])
        found, _ = by_rules(text, Sentences(text), Words(text))
        if not any(found.values()):
            offered += reading.read(text, language="en").recommendations or ()
    assert offered
    assert all(one.reason.startswith("words that often ask: “") for one in offered)
    assert all(one.confidence >= by_words.LIKELY for one in offered)


@given(st.text(alphabet="abc deXYZ 12.?!:\n•“”", max_size=200))
def test_every_sentence_is_weighed_once_and_its_chance_is_one(text: str) -> None:
    chances = chances_of(text)
    assert len(chances) == len(Sentences(text).all)
    assert all(0 < chance < 1 for chance in chances)


def test_a_long_sentence_asks_no_more_for_its_length() -> None:
    short, long = (
        asking_words.Signs(frozenset(map(str, range(n))), frozenset(), frozenset()) for n in (36, 3_600)
    )
    assert sum(w**2 for w in short.named().values()) == pytest.approx(
        sum(w**2 for w in long.named().values())
    )


def test_the_table_of_weights_can_be_read_and_names_nobody() -> None:
    lines = resources.files("tumen.data").joinpath(asking_words.TABLE).read_text("utf-8").splitlines()
    rows = dict(line.split("\t") for line in lines)
    assert "" in rows
    assert len(rows) == len(lines)
    assert all(math.isfinite(float(weight)) for weight in rows.values())
    words = {word for sign in rows for word in sign.partition(":")[2].split()}
    assert not words & {"korea", "korean", "china", "chinese", "beijing", "seoul", "pyongyang"}
