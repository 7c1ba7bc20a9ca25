"""Names are told well, loosely, or have nothing to do with each other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen.linkage.name_weight import first_name_weight


@settings(deadline=None, max_examples=50)
@given(
    scores=st.lists(st.floats(-30, 20), min_size=2, max_size=30),
    loose=st.floats(0.001, 0.5),
    unrelated=st.floats(0.001, 0.3),
)
def test_a_better_fit_never_weighs_less_and_no_name_excludes_a_person(scores, loose, unrelated):
    ranked = np.sort(np.array(scores))
    weight = first_name_weight(loose, unrelated).among(ranked, np.ones(len(ranked)))(ranked)
    assert (np.diff(weight) > -1e-9).all()
    assert weight[0] >= np.log(unrelated) - 1e-9


def test_what_is_not_stated_weighs_nothing():
    assert first_name_weight(0.05, 0.01)(np.array([np.nan]))[0] == 0.0


def test_the_table_teaches_how_many_names_are_mistyped():
    rng = np.random.default_rng(1)
    strangers = rng.normal(-14, 5, size=200_000)
    before = first_name_weight(0.05, 0.01).among(strangers, np.ones(len(strangers)))
    # One person's scores: well told around 9, a fifth mistyped around 0, a few unrelated.
    scores = np.concatenate([rng.normal(9, 1, 760), rng.normal(0, 2, 200), rng.choice(strangers, 40)])
    after = before
    for _ in range(50):
        after = after.taught(scores, np.ones(len(scores)), before)
    assert after.shares.sum() == pytest.approx(1)
    assert after.shares[1] == pytest.approx(0.2, abs=0.04)
    assert after.shares[2] == pytest.approx(0.04, abs=0.015)
    assert after(np.array([0.0]))[0] > before(np.array([0.0]))[0]


def test_shares_are_drawn_as_far_as_they_are_known():
    rng = np.random.default_rng(2)
    before = first_name_weight(0.05, 0.01)
    drawn = np.array([before.redraw(rng).shares for _ in range(2000)])
    assert drawn.mean(axis=0) == pytest.approx(before.shares, abs=0.01)
    assert drawn[:, 1].std() > 0.02
