from __future__ import annotations

import numpy as np
import pytest

from tumen import names
from tumen.errors import NamesError

WRITTEN = [
    "김영희",
    "Kim Yong Hui",
    "金英姬",
    "Ким Ён Хи",
    "Ri Chol|리철",
    "John Smith",
    "Jon Smith",
    "박",
    "?",
]


def test_what_was_kept_of_names_says_the_same_under_other_names() -> None:
    read = names.roll(WRITTEN)
    kept = names.Roll.of_columns(read.columns, read.units)
    # Strings never read before, known from now on as what was kept.
    new = [f"kept-{at}" for at in range(len(WRITTEN))]
    names.remember(new, kept)
    x, y = np.triu_indices(len(WRITTEN))
    assert (names.compare_at(new, x, y) == names.compare_at(WRITTEN, x, y)).all()
    assert [names.keys(text) for text in new] == [names.keys(text) for text in WRITTEN]


def test_a_few_of_the_kept_names_can_be_taken() -> None:
    some = np.array([6, 0, 4])
    taken = names.roll(WRITTEN).take(some)
    new = [f"taken-{at}" for at in range(len(some))]
    names.remember(new, taken)
    x, y = np.triu_indices(len(some))
    assert (names.compare_at(new, x, y) == names.compare_at(WRITTEN, some[x], some[y])).all()


def test_units_that_no_table_holds_are_refused() -> None:
    read = names.roll(["Kim Yong Hui"])
    changed = tuple(tuple((kind, text and f"{text}qq") for kind, text in place) for place in read.units)
    with pytest.raises(NamesError, match="other tables"):
        names.remember(["changed"], names.Roll.of_columns(read.columns, changed))


def test_texts_are_read_one_by_one_or_all() -> None:
    texts = names.Texts.of(["a", "", "류", "bc"])
    assert list(texts) == [texts[at] for at in range(4)] == ["a", "", "류", "bc"]
    assert list(texts.take(np.array([2, 0]))) == ["류", "a"]
    with pytest.raises(IndexError):
        texts[4]
