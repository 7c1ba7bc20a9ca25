from __future__ import annotations

import numpy as np
import pytest

from tumen.errors import LinkageError
from tumen.linkage import Judgement, Linkage, LinkSettings, Mentions, evaluate, link


@pytest.fixture(scope="module")
def three_and_one() -> Linkage:
    """a, b and c judged one person; d alone."""
    rows = [{"mention_id": m, "source_id": m, "name": ""} for m in "abcd"]
    judged = [Judgement(mention_a=a, mention_b=b, verdict="same") for a, b in ("ab", "bc")]
    quick = LinkSettings(draws=10, parameter_draws=1)
    return link(Mentions.from_rows(rows), judgements=judged, settings=quick, rng=np.random.default_rng(1))


def test_a_worked_example(three_and_one: Linkage) -> None:
    score = evaluate(three_and_one, {"a": "1", "b": "1", "c": "2", "d": "2"})
    assert (score.precision, score.recall) == (pytest.approx(1 / 3), pytest.approx(1 / 2))
    assert score.f1 == pytest.approx(0.4)
    assert (score.cluster_precision, score.cluster_recall, score.cluster_f1) == (0, 0, 0)
    assert score.b3_precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert score.b3_recall == pytest.approx((1 + 1 + 1 / 2 + 1 / 2) / 4)
    assert (score.persons_found, score.persons_true) == (2, 2)


def test_the_truth_scores_one(three_and_one: Linkage) -> None:
    score = evaluate(three_and_one, {"a": "1", "b": "1", "c": "1", "d": "2", "elsewhere": "9"})
    assert (score.f1, score.cluster_f1, score.b3_f1) == (1, 1, 1)


def test_a_truth_with_gaps_is_refused(three_and_one: Linkage) -> None:
    with pytest.raises(LinkageError):
        evaluate(three_and_one, {"a": "1"})
