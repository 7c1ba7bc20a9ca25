from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen.errors import LinkageError, Stopped
from tumen.linkage import Linkage, LinkSettings, Mentions, evaluate, link

QUICK = LinkSettings(draws=20, parameter_draws=2)


@pytest.fixture(scope="module")
def linked(world: Callable[..., object]) -> tuple[Linkage, dict[str, str]]:
    made = world(150, seed=4)
    found = link(Mentions.from_rows(made.rows), rng=np.random.default_rng(7))  # type: ignore[attr-defined]
    return found, made.truth  # type: ignore[attr-defined]


def test_persons_told_in_several_scripts_are_found(linked: tuple[Linkage, dict[str, str]]) -> None:
    score = evaluate(*linked)
    assert score.f1 > 0.9
    assert score.b3_f1 > 0.93
    assert score.cluster_f1 > 0.85


def test_the_interval_of_the_number_of_persons_is_near_the_truth(
    linked: tuple[Linkage, dict[str, str]],
) -> None:
    found, truth = linked
    interval = found.persons_interval()
    persons = len(set(truth.values()))
    assert interval.low < interval.high
    assert 0.95 * persons < interval.low
    assert interval.high < 1.05 * persons


def test_pairs_said_to_be_certain_are_nearly_always_right(linked: tuple[Linkage, dict[str, str]]) -> None:
    found, truth = linked
    right = [truth[p.mention_a] == truth[p.mention_b] for p in found.pairs if p.probability > 0.95]
    wrong = [truth[p.mention_a] == truth[p.mention_b] for p in found.pairs if p.probability < 0.2]
    assert np.mean(right) > 0.95
    assert np.mean(wrong) < 0.1


def test_draws_are_partitions_of_all_mentions(linked: tuple[Linkage, dict[str, str]]) -> None:
    found, truth = linked
    assert found.draws.labels.shape == (100, len(truth))
    assert len(found.run.inputs["mentions"]) == 64
    assert found.run.seed == 7
    assert [row.mention_id for row in found.clusters] == sorted(truth)


def test_the_probability_of_a_cluster_is_the_share_of_draws_that_agree(
    linked: tuple[Linkage, dict[str, str]],
) -> None:
    found, _ = linked
    ids = found.draws.mention_ids
    company: dict[str, set[str]] = {}
    for row in found.clusters:
        company.setdefault(row.person_id, set()).add(row.mention_id)
    for place, row in list(enumerate(found.clusters))[::40]:
        agreeing = [
            {ids[i] for i in np.flatnonzero(draw == draw[place])} == company[row.person_id]
            for draw in found.draws.labels
        ]
        assert row.probability == pytest.approx(np.mean(agreeing))
        assert row.person_id == f"p-{min(company[row.person_id])}"


def test_reasons_add_up_to_the_weight(linked: tuple[Linkage, dict[str, str]]) -> None:
    found, _ = linked
    for pair in found.pairs[::50]:
        steps = found.explain(pair.mention_a, pair.mention_b)
        assert steps == found.explain(pair.mention_b, pair.mention_a)
        assert steps[0].field == "prior"
        assert sum(step.weight_log2 for step in steps[1:]) == pytest.approx(pair.weight_log2)
        assert len(pair.reasons) == len(steps) - 1
    with pytest.raises(LinkageError):
        found.explain("nobody", pair.mention_b)


@settings(max_examples=4, deadline=None)
@given(order=st.randoms(use_true_random=False), blocked=st.booleans())
def test_the_order_of_rows_changes_nothing(
    world: Callable[..., object], order: object, blocked: bool
) -> None:
    rows = list(world(20, seed=3).rows)  # type: ignore[attr-defined]
    chosen = replace(QUICK, all_pairs_up_to=0 if blocked else 600, training_pairs=20_000)
    first = link(Mentions.from_rows(rows), settings=chosen, rng=np.random.default_rng(5))
    order.shuffle(rows)  # type: ignore[attr-defined]
    second = link(Mentions.from_rows(rows), settings=chosen, rng=np.random.default_rng(5))
    assert first.clusters == second.clusters
    assert (first.draws.labels == second.draws.labels).all()
    assert list(first.pairs) == list(second.pairs)
    assert first.run.id == second.run.id


def test_blocking_loses_little(world: Callable[..., object]) -> None:
    made = world(120, seed=6)
    mentions = Mentions.from_rows(made.rows)  # type: ignore[attr-defined]
    blocked = link(
        mentions,
        settings=LinkSettings(draws=20, parameter_draws=2, all_pairs_up_to=0, training_pairs=20_000),
        rng=np.random.default_rng(1),
    )
    full = link(mentions, settings=QUICK, rng=np.random.default_rng(1))
    truth = made.truth  # type: ignore[attr-defined]
    assert evaluate(blocked, truth).f1 > evaluate(full, truth).f1 - 0.03
    assert evaluate(blocked, truth).f1 > 0.88


def test_what_blocking_caps_is_said_without_names(world: Callable[..., object]) -> None:
    made = world(60, seed=8)
    capped = LinkSettings(draws=10, parameter_draws=1, all_pairs_up_to=0, block_cap=2, training_pairs=20_000)
    found = link(Mentions.from_rows(made.rows), settings=capped, rng=np.random.default_rng(1))  # type: ignore[attr-defined]
    assert any("refined" in note for note in found.notes)
    assert any("left out" in note for note in found.notes)
    assert not any(row["name"] in note for row in made.rows for note in found.notes)  # type: ignore[attr-defined]


def rows_with(kind: str, **same: str) -> list[dict[str, str]]:
    """Thirty persons each told once, and two more mentions that share a name."""
    family = "김이박최정강조윤장임"
    rows = [
        {
            "mention_id": f"x{i:02}",
            "source_id": f"s{i}",
            "name": f"{family[i % 10]}철{'수호진'[i % 3]}",
            "birth": f"{1950 + i}",
        }
        for i in range(30)
    ]
    alike = [
        {"mention_id": m, "source_id": m, "name": "류금란", "name_kind": kind, **same} for m in ("a", "b")
    ]
    return rows + alike


def joined(found: Linkage) -> bool:
    person = {row.mention_id: row.person_id for row in found.clusters}
    return person["a"] == person["b"]


def test_a_pseudonym_says_nothing_on_who_somebody_is() -> None:
    named = link(Mentions.from_rows(rows_with("given")), settings=QUICK, rng=np.random.default_rng(1))
    veiled = link(Mentions.from_rows(rows_with("pseudonym")), settings=QUICK, rng=np.random.default_rng(1))
    assert joined(named)
    assert not joined(veiled)
    assert "name" not in {step.field for step in veiled.explain("a", "b")}


def test_other_evidence_links_people_under_pseudonyms() -> None:
    said = {"birth": "1961-03-05", "left": "2003-08-09", "birthplace": "somewhere rare", "sex": "f"}
    rows = rows_with("pseudonym", **said)
    assert joined(link(Mentions.from_rows(rows), settings=QUICK, rng=np.random.default_rng(1)))


def test_what_is_not_stated_weighs_nothing() -> None:
    rows = [{"mention_id": f"m{i}", "source_id": f"s{i}", "name": ""} for i in range(12)]
    found = link(Mentions.from_rows(rows), settings=QUICK, rng=np.random.default_rng(1))
    assert found.person_count == 12
    assert [step.field for step in found.explain("m0", "m1")] == ["prior"]


def test_a_single_mention_is_a_person() -> None:
    found = link(
        Mentions.from_rows([{"mention_id": "m", "source_id": "s", "name": "김영희"}]),
        rng=np.random.default_rng(1),
    )
    assert [(row.person_id, row.probability) for row in found.clusters] == [("p-m", 1.0)]


def test_no_two_mentions_of_one_source_leave_nothing_to_link() -> None:
    rows = [{"mention_id": f"m{i}", "source_id": "s", "name": "김영희"} for i in range(4)]
    found = link(Mentions.from_rows(rows), settings=QUICK, rng=np.random.default_rng(1))
    assert found.person_count == 4


class StopsAt:
    """Asks to stop when a step of this name begins."""

    def __init__(self, label: str) -> None:
        self._label = label
        self.should_stop = False

    def start(self, total: int | None, label: str) -> None:
        self.should_stop = label == self._label

    def advance(self, n: int = 1) -> None: ...

    def note(self, text: str) -> None: ...


@pytest.mark.parametrize("label", ["Comparing names", "Learning agreement rates", "Drawing partitions"])
def test_it_stops_when_asked(world: Callable[..., object], label: str) -> None:
    mentions = Mentions.from_rows(world(30, seed=1).rows)  # type: ignore[attr-defined]
    with pytest.raises(Stopped):
        link(mentions, settings=QUICK, rng=np.random.default_rng(1), progress=StopsAt(label))


@pytest.mark.parametrize("wrong", [{"draws": -1}, {"edge_probability": 1.0}, {"prior_strength": 0.0}])
def test_settings_out_of_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(LinkageError, match=next(iter(wrong))):
        LinkSettings(**wrong)  # type: ignore[arg-type]
