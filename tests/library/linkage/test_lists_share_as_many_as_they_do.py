"""Where few sets of mentions can be one person, each of them is that much more probable."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen.linkage.resolution import log_allowed_share


@settings(deadline=None, max_examples=50)
@given(several=st.lists(st.integers(1, 4), min_size=2, max_size=5), largest=st.integers(2, 4))
def test_share_of_possible_persons_is_that_of_all_sets_counted(several, largest):
    source = np.repeat(np.arange(len(several)), several)
    shares = np.exp(log_allowed_share(np.array(several), largest))
    for size in range(1, min(largest, len(several)) + 1):
        sets = list(combinations(source.tolist(), size))
        possible = [one for one in sets if len(set(one)) == size]
        assert shares[size] == pytest.approx(len(possible) / len(sets), rel=1e-9)


def test_two_lists_leave_half_of_all_pairs_and_many_interviews_nearly_all():
    lists = log_allowed_share(np.array([500, 500]), 3)
    assert np.exp(lists[2]) == pytest.approx(0.5, abs=0.001)
    assert lists[3] < -15
    interviews = log_allowed_share(np.full(20_000, 2), 150)
    assert np.exp(interviews[2]) == pytest.approx(1, abs=1e-4)
    assert np.isfinite(interviews).all()
