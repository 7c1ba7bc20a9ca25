from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen.errors import ContradictionError, JudgementsError
from tumen.linkage import Judgement, Linkage, LinkSettings, Mentions, judgements_from_csv, link

QUICK = LinkSettings(draws=20, parameter_draws=2)


def table(count: int, *, sources: dict[int, str] | None = None) -> Mentions:
    """Mentions that all look alike, each in a source of its own unless said otherwise."""
    shared = sources or {}
    return Mentions.from_rows(
        {
            "mention_id": f"m{i}",
            "source_id": shared.get(i, f"s{i}"),
            "name": "김영희",
            "sex": "f",
            "birth": f"{1970 + i % 3}",
        }
        for i in range(count)
    )


def judged(a: int, b: int, verdict: str) -> Judgement:
    return Judgement(mention_a=f"m{a}", mention_b=f"m{b}", verdict=verdict)  # type: ignore[arg-type]


def together(found: Linkage, a: str, b: str) -> list[bool]:
    """Whether two mentions are one person: in the reported partition, then in each draw."""
    position = {mention: index for index, mention in enumerate(found.draws.mention_ids)}
    person = {row.mention_id: row.person_id for row in found.clusters}
    drawn = found.draws.labels[:, position[a]] == found.draws.labels[:, position[b]]
    return [person[a] == person[b], *drawn.tolist()]


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from(["same", "different", "unsure"]))
    )
)
def test_verdicts_hold_in_every_draw_or_are_refused(raw: list[tuple[int, int, str]]) -> None:
    judgements = [judged(a, b, verdict) for a, b, verdict in raw if a != b]
    try:
        found = link(table(7), judgements=judgements, settings=QUICK, rng=np.random.default_rng(1))
    except ContradictionError as refused:
        chain = refused.fields["chain"]
        said = {frozenset((j.mention_a, j.mention_b)) for j in judgements if j.verdict == "same"}
        assert all(frozenset(step) in said for step in pairwise(chain))  # type: ignore[arg-type]
        return
    for judgement in judgements:
        if judgement.verdict != "unsure":
            expected = judgement.verdict == "same"
            assert set(together(found, judgement.mention_a, judgement.mention_b)) == {expected}


def test_mentions_of_one_source_are_never_one_person(world: Callable[..., object]) -> None:
    found = link(table(6, sources={0: "s", 3: "s", 5: "s"}), settings=QUICK, rng=np.random.default_rng(2))
    for a, b in (("m0", "m3"), ("m0", "m5"), ("m3", "m5")):
        assert not any(together(found, a, b))


def test_a_person_may_judge_that_one_source_speaks_of_somebody_twice() -> None:
    mentions = table(4, sources={0: "s", 1: "s"})
    found = link(mentions, judgements=[judged(0, 1, "same")], settings=QUICK, rng=np.random.default_rng(2))
    assert all(together(found, "m0", "m1"))


def test_the_shortest_contradicting_chain_is_shown() -> None:
    judgements = [judged(a, a + 1, "same") for a in range(5)] + [
        judged(0, 5, "different"),
        judged(1, 3, "different"),
    ]
    with pytest.raises(ContradictionError) as caught:
        link(table(6), judgements=judgements, rng=np.random.default_rng(1))
    assert caught.value.fields["chain"] == ["m1", "m2", "m3"]
    assert "m1 = m2 = m3" in caught.value.message


def test_a_chain_may_not_join_two_mentions_of_one_source() -> None:
    mentions = table(4, sources={0: "s", 2: "s"})
    with pytest.raises(ContradictionError, match="one source speaks of both"):
        link(mentions, judgements=[judged(0, 1, "same"), judged(1, 2, "same")], rng=np.random.default_rng(1))


def test_one_pair_judged_both_ways_is_a_contradiction() -> None:
    with pytest.raises(ContradictionError):
        link(
            table(3),
            judgements=[judged(0, 1, "same"), judged(1, 0, "different")],
            rng=np.random.default_rng(1),
        )


def test_unsure_changes_nothing() -> None:
    plain = link(table(5), settings=QUICK, rng=np.random.default_rng(3))
    unsure = link(table(5), judgements=[judged(0, 1, "unsure")], settings=QUICK, rng=np.random.default_rng(3))
    assert (plain.draws.labels == unsure.draws.labels).all()


def test_judgements_must_name_mentions_that_are_there() -> None:
    with pytest.raises(JudgementsError, match="m9"):
        link(table(3), judgements=[judged(0, 9, "same")], rng=np.random.default_rng(1))
    with pytest.raises(JudgementsError, match="themselves"):
        link(table(3), judgements=[judged(1, 1, "same")], rng=np.random.default_rng(1))


def test_a_file_of_judgements_is_checked_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "judged.csv"
    path.write_text("mention_a,mention_b,verdict\nm0,m1,same\nm0,,same\nm1,m2,perhaps\n", encoding="utf-8")
    with pytest.raises(JudgementsError) as caught:
        judgements_from_csv(path)
    assert [fault["row"] for fault in caught.value.fields["faults"]] == [3, 4]  # type: ignore[attr-defined]
    path.write_text("mention_a,mention_b,verdict\nm0,m1,same\n", encoding="utf-8")
    assert judgements_from_csv(path) == (judged(0, 1, "same"),)
