"""The order of the queue: what a verdict is expected to tell, against enumeration; and agreement beyond chance."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen.model import LinkDraws
from tumen_desk.link.agreement import kappa
from tumen_desk.link.worth import groups, worths


def _draws(rows):
    return LinkDraws(mention_ids=tuple(f"m{i}" for i in range(len(rows[0]))), labels=np.array(rows))


def _worth(rows, pairs, lists=None):
    draws = _draws(rows)
    a, b = (np.array(side) for side in zip(*pairs, strict=True))
    p = (draws.labels[:, a] == draws.labels[:, b]).mean(axis=0)
    lists = np.zeros(draws.labels.shape[1], dtype=np.int64) if lists is None else np.array(lists)
    return worths(draws, a, b, p, lists)


def test_a_pair_alone_is_worth_at_most_a_quarter_of_a_person_squared():
    rows = [[0, 0, 2], [0, 1, 2]] * 200
    assert _worth(rows, [(0, 1)]).persons[0] == pytest.approx(0.25)


def test_a_pair_on_which_a_larger_group_hangs_is_worth_more_than_an_equally_doubtful_one():
    # 0–1 decides whether 0..3 are one person or four; 4–5 stands alone; both are as doubtful.
    whole, apart = [0, 0, 0, 0], [0, 1, 2, 3]
    rows = [[*(whole if i % 2 else apart), 4, 4 if (i // 2) % 2 else 5] for i in range(400)]
    worth = _worth(rows, [(0, 1), (4, 5)]).persons
    assert worth[0] == pytest.approx(0.25 * 9, rel=0.05)
    assert worth[1] == pytest.approx(0.25, rel=0.05)


def test_what_is_certain_is_worth_nothing():
    assert _worth([[0, 0, 2]] * 50, [(0, 1), (0, 2)]).persons.tolist() == [0.0, 0.0]


def test_a_link_across_two_lists_tells_more_of_the_estimate_than_one_within_a_list():
    rows = [[0, 0 if i % 2 else 1, 2, 2 if (i // 2) % 2 else 3, 4, 4] for i in range(400)]
    worth = _worth(rows, [(0, 1), (2, 3)], lists=[0, 1, 0, 0, 0, 1])
    assert worth.persons[0] == pytest.approx(worth.persons[1], rel=0.05)
    assert worth.estimate[0] > 2 * worth.estimate[1]


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_the_worth_is_the_part_of_the_variance_between_the_two_answers(seed):
    """Against the definition, over a single group with many draws."""
    rng = np.random.default_rng(seed)
    kinds = rng.integers(0, 4, size=(4, 4))
    labels = kinds[rng.integers(0, 4, size=3000)]
    persons = np.array([len(set(row)) for row in labels])
    together = labels[:, 0] == labels[:, 1]
    if len(set(groups(labels).tolist())) > 1 or together.all() or not together.any():
        return
    p = together.mean()
    means = persons[together].mean(), persons[~together].mean()
    between = p * (means[0] - persons.mean()) ** 2 + (1 - p) * (means[1] - persons.mean()) ** 2
    assert _worth(labels, [(0, 1)]).persons[0] == pytest.approx(between, abs=0.02)


def test_groups_are_what_some_draw_puts_together_round_corners():
    labels = np.array([[0, 0, 2, 3, 4], [0, 1, 1, 3, 4]])
    assert groups(labels).tolist() == [0, 0, 0, 1, 2]


def test_kappa_is_agreement_beyond_chance():
    said = [("same", "same")] * 20 + [("same", "different")] * 5
    said += [("different", "same")] * 10 + [("different", "different")] * 15
    found = kappa(said)
    assert (found.pairs, found.agreed) == (50, 35)
    assert found.value == pytest.approx(0.4)
    assert found.low < 0.4 < found.high


def test_who_always_says_the_same_word_cannot_be_told_from_chance():
    assert kappa([("same", "same")] * 10).value is None
    assert kappa([]).value is None


def test_full_agreement_is_one_and_chance_is_nought():
    assert kappa([("same", "same"), ("different", "different"), ("unsure", "unsure")]).value == 1.0
    verdicts = ("same", "different")
    assert kappa([(a, b) for a in verdicts for b in verdicts]).value == pytest.approx(0.0)


def test_the_interval_holds_the_true_kappa_as_often_as_it_says():
    rng = np.random.default_rng(5)
    verdicts = ("same", "different", "unsure")
    p = np.array([0.45, 0.45, 0.1])
    joint = 0.6 * np.diag(p) + 0.4 * np.outer(p, p)  # kappa is 0.6 by construction
    hits = 0
    for _ in range(400):
        cells = rng.choice(9, size=150, p=joint.ravel())
        found = kappa([(verdicts[c // 3], verdicts[c % 3]) for c in cells.tolist()])
        hits += found.low <= 0.6 <= found.high
    assert 0.91 < hits / 400 < 0.985
