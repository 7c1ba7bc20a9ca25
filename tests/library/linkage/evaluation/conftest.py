"""Made-up linkages whose probabilities and truth are known, made without linking: hundreds cost a second."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from tumen.linkage import Judgement, Links, Membership
from tumen.model import LinkDraws, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Mentions two by two: `m0000a` and `m0000b` may be one person, with a probability the linkage knows."""

    links: Links
    truth: dict[str, str]

    def verdict(self, a: str, b: str) -> Judgement:
        same = self.truth[a] == self.truth[b]
        return Judgement(mention_a=a, mention_b=b, verdict="same" if same else "different")


def make_links(twos: int, *, seed: int, boast: float = 1.0, draws: int = 60) -> Made:
    """`boast` above 1 makes the linkage surer of itself than it may be: it multiplies its log odds."""
    rng = np.random.default_rng(seed)
    odds = np.where(rng.random(twos) < 0.5, rng.normal(3, 1.5, twos), rng.normal(-2.5, 1.5, twos))
    true = rng.random(twos) < 1 / (1 + np.exp(-odds))
    believed = 1 / (1 + np.exp(-boast * odds))
    ids = tuple(f"m{number:04d}{end}" for number in range(twos) for end in "ab")
    apart = np.arange(2 * twos)
    joined = apart - apart % 2
    labels = np.where(np.repeat(rng.random((draws, twos)) < believed, 2, axis=1), joined, apart)
    said = np.where(np.repeat(believed >= 0.5, 2), joined, apart)
    clusters = tuple(
        Membership(mention_id=mention, person_id=f"p-{ids[first]}", probability=1.0)
        for mention, first in zip(ids, said.tolist(), strict=True)
    )
    run = Run(kind="link", recipe={}, inputs={"mentions": f"{seed}", "judgements": ""}, seed=seed)
    truth = np.where(np.repeat(true, 2), joined, apart)
    return Made(
        links=Links(clusters=clusters, draws=LinkDraws(mention_ids=ids, labels=labels), run=run),
        truth={mention: str(first) for mention, first in zip(ids, truth.tolist(), strict=True)},
    )


@pytest.fixture(scope="session")
def made() -> Callable[..., Made]:
    return make_links
