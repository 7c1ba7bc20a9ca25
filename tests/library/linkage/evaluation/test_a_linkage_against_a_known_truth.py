from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen.errors import LinkageError
from tumen.linkage import (
    Judgement,
    Linkage,
    Links,
    LinkSettings,
    Membership,
    Mentions,
    evaluate,
    link,
)
from tumen.linkage.evaluation import calibration
from tumen.model import LinkDraws, Run


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


def test_variation_of_information_is_a_distance_in_bits(three_and_one: Linkage) -> None:
    same = evaluate(three_and_one, {"a": "1", "b": "1", "c": "1", "d": "2"})
    assert same.variation_of_information == 0
    # Everybody alone: what is wrong is joining only. Three of four mentions need log2(3) bits each.
    alone = evaluate(three_and_one, dict(zip("abcd", "1234", strict=True)))
    assert alone.bits_joined == pytest.approx(3 / 4 * np.log2(3))
    assert alone.bits_parted == 0
    one = evaluate(three_and_one, dict.fromkeys("abcd", "1"))
    assert one.bits_joined == 0
    assert one.bits_parted == pytest.approx(3 / 4 * np.log2(4 / 3) + 1 / 4 * np.log2(4))


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=12), st.integers(0, 10**6)
)
@settings(deadline=None, max_examples=60)
def test_exchanging_found_and_true_exchanges_precision_and_recall(
    both: list[tuple[int, int]], seed: int
) -> None:
    ids = tuple(f"m{number:02d}" for number in range(len(both)))
    one, two = (dict(zip(ids, (str(pair[end]) for pair in both), strict=True)) for end in (0, 1))
    there, back = evaluate(_links(ids, one), two), evaluate(_links(ids, two), one)
    assert (there.precision, there.cluster_precision) == (back.recall, back.cluster_recall)
    assert there.b3_precision == pytest.approx(back.b3_recall)
    assert there.variation_of_information == pytest.approx(back.variation_of_information)
    assert (there.variation_of_information < 1e-12) == (there.f1 == 1 and there.cluster_f1 == 1)


def _links(ids: tuple[str, ...], person: dict[str, str]) -> Links:
    clusters = tuple(Membership(mention_id=each, person_id=person[each], probability=1.0) for each in ids)
    draws = LinkDraws(mention_ids=ids, labels=np.array([[int(person[each]) for each in ids]]))
    return Links(clusters=clusters, draws=draws, run=Run(kind="link", recipe={}, inputs={"mentions": ""}))


def test_the_reliability_table_shows_who_boasts(made: Callable[..., Any]) -> None:
    honest, boasting = (made(1000, seed=2, boast=boast, draws=400) for boast in (1.0, 2.5))
    fine, off = (calibration(each.links, each.truth) for each in (honest, boasting))
    assert off.error > 2 * fine.error
    assert off.z > 4 > abs(fine.z)
    assert not off.holds
    told = [band for band in fine.bands if band.pairs >= 40]
    inside = sum(band.interval.low <= band.expected <= band.interval.high for band in told)
    assert len(told) >= 5
    assert inside >= len(told) - 1
    assert fine.pairs == sum(band.pairs for band in fine.bands)
