"""Puts the steps together: keys → candidate pairs → comparison → model → partitions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.blocking import Candidates, candidates, taught_by
from tumen.linkage.columns import Columns, columns
from tumen.linkage.comparison import Comparisons, chosen, compare
from tumen.linkage.components import Cut, Group, cut
from tumen.linkage.consensus import consensus
from tumen.linkage.judgements import Constraints, Judgement, constraints
from tumen.linkage.mentions import Mentions
from tumen.linkage.resolution import Resolution, allowed_pairs, resolve
from tumen.linkage.result import Linkage, Membership, Pairs
from tumen.linkage.settings import LinkSettings
from tumen.linkage.weights import Model, field_weights, learn, logistic
from tumen.model import LinkDraws, Run, input_sha256
from tumen.progress import SILENT, Progress, check


def link(
    mentions: Mentions,
    *,
    judgements: Sequence[Judgement] = (),
    settings: LinkSettings | None = None,
    rng: np.random.Generator,
    progress: Progress = SILENT,
) -> Linkage:
    """Resolve mentions into persons.

    Equal mentions, judgements, settings and generator give equal results, whatever the order of rows.

    Args:
        mentions: the mentions; see `Mentions.from_csv` and `Mentions.from_rows`.
        judgements: verdicts of people; `same` and `different` hold in every partition.
        settings: see `LinkSettings`; None for the defaults.
        rng: the only source of randomness.
        progress: told of each step; may stop between steps.

    Raises:
        JudgementsError: a judgement names a mention that is not there.
        ContradictionError: judgements that cannot be true together.
        Stopped: the person asked to stop.
    """
    settings = settings or LinkSettings()
    held = constraints(mentions, judgements)
    seed = _seed(rng)
    progress.start(None, "Reading names and dates")
    numbers = columns(mentions, pack=settings.pack)
    check(progress)
    progress.start(None, "Finding candidate pairs")
    tried = candidates(numbers, settings)
    found = compare(numbers, tried.a, tried.b, progress)
    model = _learn(numbers, tried, found, settings, rng, progress)
    weights = field_weights(model, found)
    probability = logistic(weights.sum(axis=0) + model.prior_log_odds)
    parts = _cut(found, weights.sum(axis=0), probability, held, settings)
    resolution = resolve(parts.groups, numbers, held, model, settings, rng, progress)
    notes = _notes(numbers, tried, parts)
    for note in notes:
        progress.note(note)
    return Linkage(
        clusters=_clusters(mentions, parts.groups, resolution, held),
        pairs=_pairs(mentions, parts.groups, resolution, held, found, weights, probability, settings),
        draws=LinkDraws(mention_ids=mentions.mention_id, labels=resolution.labels),
        run=_run(mentions, judgements, settings, seed),
        model=model, notes=notes, columns=numbers,
    )  # fmt: skip


def _seed(rng: np.random.Generator) -> int | None:
    """The seed, where the generator comes from a single one."""
    entropy = getattr(getattr(rng.bit_generator, "seed_seq", None), "entropy", None)
    return int(entropy) if isinstance(entropy, int) else None


def _learn(
    numbers: Columns, tried: Candidates, found: Comparisons, settings: LinkSettings,
    rng: np.random.Generator, progress: Progress,
) -> Model:  # fmt: skip
    allowed = allowed_pairs(numbers.source)
    random = found
    if len(found) < allowed:
        a, b = rng.integers(len(numbers.names), size=(2, settings.training_pairs))
        usable = numbers.source[a] != numbers.source[b]
        random = compare(numbers, a[usable].astype(np.int64), b[usable].astype(np.int64), progress)
    return learn(found, taught_by(tried), random, allowed, settings, progress)


def _cut(
    found: Comparisons, weight: NDArray[np.float64], probability: NDArray[np.float64], held: Constraints,
    settings: LinkSettings,
) -> Cut:  # fmt: skip
    unit = np.array(held.unit, dtype=np.int64)
    # In a small table any two mentions may well be one person; but a tie needs evidence that says so.
    tied = (weight > 0) & (probability >= settings.edge_probability) & (unit[found.a] != unit[found.b])
    a, b, likely = found.a[tied], found.b[tied], probability[tied]
    free = np.array([held.allows(x, y) for x, y in zip(a.tolist(), b.tolist(), strict=True)], dtype=bool)
    return cut(a[free], b[free], likely[free], held, settings.group_cap)


def _clusters(
    mentions: Mentions, groups: tuple[Group, ...], resolution: Resolution, held: Constraints
) -> tuple[Membership, ...]:
    label = np.array(held.unit, dtype=np.int64)
    for group, together in zip(groups, resolution.together, strict=True):
        for places, first in zip(group.units, consensus(group, together), strict=True):
            label[group.members[list(places)]] = group.members[group.units[first][0]]
    agreeing = _agreeing(label, resolution.labels)
    return tuple(
        Membership(mention_id=mention, person_id=f"p-{mentions.mention_id[first]}", probability=share)
        for mention, first, share in zip(mentions.mention_id, label.tolist(), agreeing.tolist(), strict=True)
    )


def _agreeing(label: NDArray[np.int64], draws: NDArray[np.int64]) -> NDArray[np.float64]:
    """Share of draws in which each mention has exactly the company it is reported with.

    Sets are compared by sums of random 52-bit marks: sums that are equal come from equal sets.
    """
    marks = np.random.default_rng(0).integers(1 << 52, size=len(label)).astype(np.uint64)
    reported = _sums(label, marks)
    return np.asarray(np.mean([_sums(row, marks) == reported for row in draws], axis=0), dtype=np.float64)


def _sums(label: NDArray[np.int64], marks: NDArray[np.uint64]) -> NDArray[np.uint64]:
    total = np.zeros(len(label), dtype=np.uint64)
    np.add.at(total, label, marks)
    return total[label]


def _pairs(
    mentions: Mentions, groups: tuple[Group, ...], resolution: Resolution, held: Constraints, found: Comparisons,
    weights: NDArray[np.float64], probability: NDArray[np.float64], settings: LinkSettings,
) -> Pairs:  # fmt: skip
    settled = _settled(groups, resolution, held, found, probability)
    listed = np.flatnonzero(settled >= settings.listed_probability)
    order = listed[np.lexsort((found.b[listed], found.a[listed], -settled[listed]))]
    return Pairs(
        mention_ids=mentions.mention_id,
        compared=chosen(found, order),
        weights=weights[:, order],
        probability=settled[order],
    )


def _settled(
    groups: tuple[Group, ...], resolution: Resolution, held: Constraints, found: Comparisons,
    probability: NDArray[np.float64],
) -> NDArray[np.float64]:  # fmt: skip
    """Probability of each pair with everything considered: inside a group that of its partitions."""
    group_of = np.full(len(held.unit), -1, dtype=np.int64)
    unit_of = np.zeros(len(held.unit), dtype=np.int64)
    for number, group in enumerate(groups):
        group_of[group.members] = number
        for place, places in enumerate(group.units):
            unit_of[group.members[list(places)]] = place
    settled = probability.copy()
    inside = np.flatnonzero((group_of[found.a] >= 0) & (group_of[found.a] == group_of[found.b]))
    for row, number in zip(inside.tolist(), group_of[found.a[inside]].tolist(), strict=True):
        settled[row] = resolution.together[number][unit_of[found.a[row]], unit_of[found.b[row]]]
    unit = np.array(held.unit, dtype=np.int64)
    settled[unit[found.a] == unit[found.b]] = 1.0
    return settled


def _notes(numbers: Columns, tried: Candidates, parts: Cut) -> tuple[str, ...]:
    notes = list(tried.notes)
    if numbers.unread_names:
        notes.append(f"{numbers.unread_names} names could not be read; these mentions were compared without.")
    if parts.left_out:
        notes.append(
            f"{parts.left_out} ties between large groups were left out; the most probable has probability "
            f"{parts.strongest_left_out:.3f}."
        )
    return tuple(notes)


def _run(
    mentions: Mentions, judgements: Sequence[Judgement], settings: LinkSettings, seed: int | None
) -> Run:
    decided = sorted((*sorted((j.mention_a, j.mention_b)), j.verdict) for j in judgements)
    inputs = {"mentions": mentions.sha256, "judgements": input_sha256(repr(decided).encode())}
    return Run(kind="link", recipe=settings.as_dict(), inputs=inputs, seed=seed)
