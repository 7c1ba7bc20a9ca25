"""How far two partitions of the same mentions agree: in pairs, whole persons, mentions and bits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from tumen.errors import EvaluationError
from tumen.linkage.evaluation.looking import Source, look
from tumen.linkage.evaluation.partitions import Ints, labels, pair_count


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Agreement with the truth, each from 0 to 1 where not said otherwise.

    Attributes:
        precision, recall, f1: over pairs of mentions.
        cluster_precision, cluster_recall, cluster_f1: over persons that have exactly the right mentions.
        b3_precision, b3_recall, b3_f1: B-cubed, averaged over mentions (A. Bagga and B. Baldwin, 1998).
        persons_found, persons_true: numbers of persons.
        variation_of_information: bits that are needed to tell one partition from the other, 0 where they are equal;
            the sum of the two parts below.
        bits_joined: the part that comes of persons wrongly joined.
        bits_parted: the part that comes of persons wrongly parted.
        pairs_found, pairs_true, pairs_right: numbers of linked pairs, of pairs of one person, and of those that are
            both.

    Source of the variation of information: M. Meilă, "Comparing clusterings – an information based distance", Journal
        of Multivariate Analysis 98 (2007), 873.
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
    variation_of_information: float
    bits_joined: float
    bits_parted: float
    pairs_found: int
    pairs_true: int
    pairs_right: int

    def as_dict(self) -> dict[str, float | int]:
        """As plain data."""
        return asdict(self)


def evaluate(linkage: Source, truth: Mapping[str, str]) -> Evaluation:
    """Compare the reported persons with the truth.

    Args:
        linkage: what was found, or the folder it was written to.
        truth: mention id → true person, for every mention; others are ignored.

    Raises:
        EvaluationError: the truth does not know some mention.
    """
    found = look(linkage)
    return agreement(found.label, true_labels(found.mention_ids, truth))


def true_labels(mention_ids: Sequence[str], truth: Mapping[str, str]) -> Ints:
    """The true partition, in the order of mentions.

    Raises:
        EvaluationError: the truth does not know some mention.
    """
    unknown = [mention for mention in mention_ids if mention not in truth]
    if unknown:
        raise EvaluationError(
            f"The truth does not know {len(unknown)} of the mentions.", mentions=unknown[:20]
        )
    return labels([truth[mention] for mention in mention_ids])


def agreement(found: Ints, true: Ints) -> Evaluation:
    """Compare two partitions of the same mentions.

    Args:
        found: number of the person of each mention, from 0 and without gaps, shape (mentions,).
        true: the same for the partition it is measured by.
    """
    n = len(found)
    said, there = np.bincount(found), np.bincount(true)
    cell, both = np.unique(found * (int(true.max()) + 1) + true, return_counts=True)
    f, t = cell // (int(true.max()) + 1), cell % (int(true.max()) + 1)
    exact = int(((both == said[f]) & (both == there[t])).sum())
    right = pair_count(both)
    precision, recall = _share(right, pair_count(said)), _share(right, pair_count(there))
    cluster_precision, cluster_recall = exact / len(said), exact / len(there)
    b3_precision, b3_recall = float((both**2 / said[f]).sum() / n), float((both**2 / there[t]).sum() / n)
    joined = float((both / n * np.log2(said[f] / both)).sum())
    parted = float((both / n * np.log2(there[t] / both)).sum())
    return Evaluation(
        precision=precision, recall=recall, f1=_f1(precision, recall),
        cluster_precision=cluster_precision, cluster_recall=cluster_recall,
        cluster_f1=_f1(cluster_precision, cluster_recall),
        b3_precision=b3_precision, b3_recall=b3_recall, b3_f1=_f1(b3_precision, b3_recall),
        persons_found=len(said), persons_true=len(there),
        variation_of_information=joined + parted, bits_joined=joined, bits_parted=parted,
        pairs_found=pair_count(said), pairs_true=pair_count(there), pairs_right=right,
    )  # fmt: skip


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
