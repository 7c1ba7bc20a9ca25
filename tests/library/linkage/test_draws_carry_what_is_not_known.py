"""Draws vary by more than chance: rates, and how far all evidence is trusted."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tumen.linkage import Linkage, LinkSettings, Mentions, link, model_from_json, model_to_json

VARIED = LinkSettings(draws=40, parameter_draws=40)


@pytest.fixture(scope="module")
def linked(world: Callable[..., object]) -> dict[int, Linkage]:
    found = {}
    for persons in (25, 100):
        rows = world(persons, seed=4).rows  # type: ignore[attr-defined]
        found[persons] = link(Mentions.from_rows(rows), settings=VARIED, rng=np.random.default_rng(7))
    return found


def test_what_is_reported_trusts_the_evidence_as_it_is(linked: dict[int, Linkage]) -> None:
    assert all(found.model.trust == 1.0 for found in linked.values())


def test_draws_trust_it_more_or_less_and_less_widely_the_more_has_taught(linked: dict[int, Linkage]) -> None:
    spread = {}
    for persons, found in linked.items():
        trust = np.log([drawn.model.trust for drawn in found.state.drawn])
        assert len(set(trust.tolist())) == VARIED.parameter_draws
        assert abs(trust.mean()) < trust.std()
        spread[persons] = trust.std()
    assert spread[100] < spread[25]


def test_how_far_a_draw_trusts_the_evidence_is_kept_with_its_rates(linked: dict[int, Linkage]) -> None:
    drawn = linked[25].state.drawn[0].model
    assert model_from_json(model_to_json(drawn)).trust == drawn.trust
