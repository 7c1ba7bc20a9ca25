"""How sure one must be to link, given what a false link and a missed link cost.

A false link hides a person behind another; a missed link counts one person twice. If a false link costs a and a missed
one b, two mentions are best linked from probability a / (a + b) on: each such quotient is a threshold, and has its own
partition. Here those partitions are made, each is charged with what the draws expect of it, and the cheapest is named.

Source: D. A. Binder, Biometrika 65 (1978), 31 (the loss); J. W. Lau and P. J. Green, Journal of Computational and
Graphical Statistics 16 (2007), 526, for K = a / (a + b).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.errors import EvaluationError
from tumen.linkage.evaluation.looking import Found, Source, look
from tumen.linkage.evaluation.partitions import Ints, Ties, labels_of, pair_count, pairs_within, together
from tumen.linkage.result import Membership
from tumen.progress import SILENT, Progress, check

Floats = NDArray[np.float64]
THRESHOLDS: Final = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"
_FIRST, _SECOND, _SOFT = "#0f6b6b", "#b3541e", "#52606d"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The partition of one threshold and what the draws expect of it.

    Attributes:
        threshold: mentions are linked from about this probability on; None for the reported partition.
        persons, links: of the partition.
        false_links, missed_links: expected numbers of pairs.
        precision, recall: expected, over pairs.
        cost: expected.
    """

    threshold: float | None
    persons: int
    links: int
    false_links: float
    missed_links: float
    precision: float
    recall: float
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CostCurve:
    """What each threshold costs.

    Attributes:
        false_link, missed_link: what one of each costs.
        choices: from the lowest threshold to the highest.
        best: the cheapest of them.
        reported: the partition of the linkage.
        clusters: the mentions in the persons of `best`; `probability` is the share of draws in which a mention has
            exactly this company.
    """

    false_link: float
    missed_link: float
    choices: tuple[Choice, ...]
    best: Choice
    reported: Choice
    clusters: tuple[Membership, ...]

    def as_dict(self) -> dict[str, object]:
        """As plain data."""
        return asdict(self)

    @property
    def words(self) -> str:
        """What the curve says, in sentences."""
        gain = self.reported.cost - self.best.cost
        return (
            f"A false link costs {self.false_link:g}, a missed one {self.missed_link:g}: cheapest is to link from "
            f"{self.best.threshold:.2f} on. That expects {self.best.false_links:.1f} false and "
            f"{self.best.missed_links:.1f} missed links, and costs {self.best.cost:.1f}, {gain:.1f} less than the "
            "reported persons do."
        )

    def chart(self) -> dict[str, Any]:
        """Vega-Lite: cost by threshold, the two parts it is made of, and a line at the cheapest. Nothing is fetched."""
        parts = ("cost", "of false links", "of missed links")
        rows = [
            {"threshold": one.threshold, "part": part, "cost": cost}
            for one in self.choices
            for part, cost in zip(parts, self._parts(one), strict=True)
        ]
        across = {"field": "threshold", "type": "quantitative", "title": "linked from this probability on"}
        colour = {"domain": list(parts), "range": [_FIRST, _SECOND, _SOFT]}
        return {
            "$schema": _SCHEMA,
            "title": "Expected cost of linking",
            "description": self.words,
            "width": 480,
            "height": 260,
            "layer": [
                {
                    "data": {"values": rows},
                    "mark": {"type": "line", "point": True},
                    "encoding": {
                        "x": across,
                        "y": {"field": "cost", "type": "quantitative", "title": "expected cost"},
                        "color": {"field": "part", "type": "nominal", "title": None, "scale": colour},
                    },
                },
                {
                    "data": {"values": [{"threshold": self.best.threshold}]},
                    "mark": {"type": "rule", "strokeDash": [5, 4], "color": _FIRST},
                    "encoding": {"x": across},
                },
            ],
        }

    def _parts(self, one: Choice) -> tuple[float, float, float]:
        return one.cost, one.false_links * self.false_link, one.missed_links * self.missed_link


def choose_threshold(
    linkage: Source, *, false_link: float = 1.0, missed_link: float = 1.0,
    thresholds: Sequence[float] = THRESHOLDS, progress: Progress = SILENT,
) -> CostCurve:  # fmt: skip
    """Find the threshold, and so the partition, of least expected cost.

    Two mentions that no draw puts together are never put together: so sources and verdicts stay respected.

    Args:
        linkage: what was found, or the folder it was written to.
        false_link, missed_link: what one wrong pair of each kind costs; only their quotient matters for the choice.
        thresholds: tried besides the one that belongs to these costs, each between 0 and 1.
        progress: told of each threshold; may stop between two.

    Raises:
        EvaluationError: costs or thresholds out of their range.
        Stopped: the person asked to stop.
    """
    if min(false_link, missed_link) <= 0 or not all(0 < each < 1 for each in thresholds):
        raise EvaluationError("Costs must be above 0, and thresholds between 0 and 1.")
    found = look(linkage)
    tied = together(found.draws)
    tried = sorted({*thresholds, round(false_link / (false_link + missed_link), 6)})
    progress.start(len(tried), "Trying thresholds")
    made = []
    for threshold in tried:
        check(progress)
        made.append(_partition(tied, len(found.mention_ids), threshold))
        progress.advance()
    cost = (false_link, missed_link)
    choices = [_charged(label, tied, at, cost) for label, at in zip(made, tried, strict=True)]
    best = min(range(len(choices)), key=lambda at: choices[at].cost)
    return CostCurve(
        false_link=false_link, missed_link=missed_link, choices=tuple(choices), best=choices[best],
        reported=_charged(found.label, tied, None, cost), clusters=_clusters(found, made[best]),
    )  # fmt: skip


def _partition(tied: Ties, mentions: int, threshold: float) -> Ints:
    """Join two persons while that gains: the sum of (probability − threshold) over the pairs between them."""
    strong = tied.share > threshold
    graph = scipy.sparse.coo_array(
        (tied.share[strong], (tied.a[strong], tied.b[strong])), shape=(mentions, mentions)
    )
    part = np.asarray(scipy.sparse.csgraph.connected_components(graph, directed=False)[1], dtype=np.int64)
    label = np.arange(mentions)
    inside = np.flatnonzero(part[tied.a] == part[tied.b])
    inside = inside[np.argsort(part[tied.a[inside]], kind="stable")]
    for rows in np.split(inside, np.flatnonzero(np.diff(part[tied.a[inside]])) + 1):
        if len(rows):
            _join(label, tied, rows, threshold)
    return labels_of(label)


def _join(label: Ints, tied: Ties, rows: Ints, threshold: float) -> None:
    """The greedy joining within one part, in place."""
    members = np.union1d(tied.a[rows], tied.b[rows])
    gain = np.full((len(members), len(members)), -np.inf)
    a, b = np.searchsorted(members, tied.a[rows]), np.searchsorted(members, tied.b[rows])
    gain[a, b] = gain[b, a] = tied.share[rows] - threshold
    while True:
        x, y = divmod(int(gain.argmax()), len(members))
        if not gain[x, y] > 0:
            return
        label[label == label[members[y]]] = label[members[x]]
        # Minus infinity stays: no draw puts some of the two persons together.
        gain[x] += gain[y]
        gain[:, x] = gain[x]
        gain[y] = gain[:, y] = gain[x, x] = -np.inf


def _charged(label: Ints, tied: Ties, threshold: float | None, cost: tuple[float, float]) -> Choice:
    n = len(label)
    a, b = pairs_within(label)
    right, total = float(tied.of(a, b, n).sum()), float(tied.share.sum())
    links, missed = pair_count(np.bincount(label)), total - right
    return Choice(
        threshold=threshold, persons=len(np.unique(label)), links=links, false_links=links - right,
        missed_links=missed, precision=right / links if links else 1.0, recall=right / total if total else 1.0,
        cost=cost[0] * (links - right) + cost[1] * missed,
    )  # fmt: skip


def _clusters(found: Found, label: Ints) -> tuple[Membership, ...]:
    first = np.full(int(label.max()) + 1, -1)
    for at in range(len(label) - 1, -1, -1):
        first[label[at]] = at
    marks = np.random.default_rng(0).integers(1 << 52, size=len(label)).astype(np.uint64)
    mine = _company(label, marks)
    share = np.mean([_company(labels_of(row), marks) == mine for row in found.draws.labels], axis=0)
    return tuple(
        Membership(mention_id=mention, person_id=f"p-{found.mention_ids[first[at]]}", probability=float(seen))
        for mention, at, seen in zip(found.mention_ids, label.tolist(), share.tolist(), strict=True)
    )


def _company(label: Ints, marks: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """For each mention a number that is equal where the set of its person's mentions is (sums of random marks)."""
    total = np.zeros(int(label.max()) + 1, dtype=np.uint64)
    np.add.at(total, label, marks)
    return total[label]
