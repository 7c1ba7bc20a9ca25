"""How right a linkage is, where the truth is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tumen.errors import LinkageError
from tumen.linkage.result import Linkage


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Agreement with the truth, each from 0 to 1.

    Attributes:
        precision, recall, f1: over pairs of mentions.
        cluster_precision, cluster_recall, cluster_f1: over persons that have exactly the right mentions.
        b3_precision, b3_recall, b3_f1: B-cubed, averaged over mentions (A. Bagga and B. Baldwin, 1998).
        persons_found, persons_true: numbers of persons.
    """

    precision: float
    recall: float
    f1: float
    cluster_precision: float
    cluster_recall: float
    cluster_f1: float
    b3_precision: float
    b3_recall: float
    b3_f1: float
    persons_found: int
    persons_true: int


def evaluate(linkage: Linkage, truth: Mapping[str, str]) -> Evaluation:
    """Compare the reported clusters with the truth.

    Args:
        linkage: what was found.
        truth: mention id → true person, for every mention; others are ignored.

    Raises:
        LinkageError: the truth does not know some mention.
    """
    unknown = [row.mention_id for row in linkage.clusters if row.mention_id not in truth]
    if unknown:
        raise LinkageError(f"The truth does not know {len(unknown)} of the mentions.", mentions=unknown[:20])
    found = [row.person_id for row in linkage.clusters]
    true = [truth[row.mention_id] for row in linkage.clusters]
    both = Counter(zip(found, true, strict=True))
    sizes_found, sizes_true = Counter(found), Counter(true)
    hits, said = _pairs(both.values()), _pairs(sizes_found.values())
    there = _pairs(sizes_true.values())
    exact = sum(1 for (f, t), size in both.items() if size == sizes_found[f] == sizes_true[t])
    b3_precision = sum(size * size / sizes_found[f] for (f, _), size in both.items()) / len(found)
    b3_recall = sum(size * size / sizes_true[t] for (_, t), size in both.items()) / len(found)
    precision, recall = _share(hits, said), _share(hits, there)
    cluster_precision, cluster_recall = exact / len(sizes_found), exact / len(sizes_true)
    return Evaluation(
        precision=precision, recall=recall, f1=_f1(precision, recall),
        cluster_precision=cluster_precision, cluster_recall=cluster_recall,
        cluster_f1=_f1(cluster_precision, cluster_recall),
        b3_precision=b3_precision, b3_recall=b3_recall, b3_f1=_f1(b3_precision, b3_recall),
        persons_found=len(sizes_found), persons_true=len(sizes_true),
    )  # fmt: skip


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
