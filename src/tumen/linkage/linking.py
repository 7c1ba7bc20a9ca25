"""Puts the steps together: keys → candidate pairs → comparison → model → partitions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.dates import DateLevel
from tumen.errors import LinkageError
from tumen.linkage.blocking import Blocks, Candidates, all_pairs, blocks, candidates, teaching
from tumen.linkage.columns import Columns
from tumen.linkage.comparison import Comparisons, chosen, compare, joined
from tumen.linkage.components import Cut, Groups, cut
from tumen.linkage.consensus import consensus
from tumen.linkage.faint import Faint
from tumen.linkage.judgements import Constraints, Judgement, constraints
from tumen.linkage.mentions import Mentions
from tumen.linkage.records import Records, record_columns
from tumen.linkage.resolution import Resolution, allowed_pairs, draw_as_before, resolve
from tumen.linkage.result import Linkage, Membership, Pairs
from tumen.linkage.sample import met, sample
from tumen.linkage.settings import LinkSettings
from tumen.linkage.state import State, rarity_in, rarity_of
from tumen.linkage.told import mention_columns
from tumen.linkage.weights import (
    Model,
    Teaching,
    field_weights,
    first_model,
    learn,
    logistic,
    pair_weight,
    telling,
)
from tumen.model import LinkDraws, Run, input_sha256
from tumen.progress import SILENT, Progress, check

_NO_MATTER: Final = 1e-5


def link(
    mentions: Mentions | Records,
    *,
    judgements: Sequence[Judgement] = (),
    settings: LinkSettings | None = None,
    like: Linkage | None = None,
    rng: np.random.Generator,
    progress: Progress = SILENT,
) -> Linkage:
    """Resolve mentions into persons, or records of any kind into what they are of.

    Equal mentions, judgements, settings and generator give equal results, whatever the order of rows.

    Args:
        mentions: the mentions; see `Mentions.from_csv`, and `Records.from_csv` for other tables.
        judgements: verdicts of people; `same` and `different` hold in every partition.
        settings: see `LinkSettings`; None for the defaults, or for those of `like`.
        like: an earlier linkage of mentions by whose rates these are linked; nothing is learnt. None to learn.
        rng: the only source of randomness.
        progress: told of each step; may stop between steps.

    Raises:
        JudgementsError: a judgement names a mention that is not there.
        ContradictionError: judgements that cannot be true together.
        Stopped: the person asked to stop.
    """
    settings = settings or (LinkSettings() if like is None else like.state.settings)
    held = constraints(mentions, judgements, pack=settings.pack)
    seed = _seed(rng)
    progress.start(None, "Reading names and dates")
    numbers = _numbers(mentions, settings, like)
    check(progress)
    learnt = (
        _learn(numbers, settings, rng, progress)
        if like is None
        else _known(numbers, settings, like.model, progress)
    )
    found, model = chosen(learnt.found, held.possible(learnt.found.a, learnt.found.b)), learnt.model
    weight = pair_weight(model, found)
    probability = logistic(weight + model.prior_log_odds)
    parts = _cut(found, weight, probability, held, settings)
    faint = _faint(found, probability, parts.groups, held, learnt.never)
    resolution = (
        resolve(parts.groups, faint, numbers, held, model, settings, rng, progress)
        if like is None
        else draw_as_before(parts.groups, faint, numbers, held, like.state.drawn, rng, progress)
    )
    notes = _notes(numbers, learnt.notes, parts, float(faint.expected(model).sum()))
    for note in notes:
        progress.note(note)
    return Linkage(
        clusters=_clusters(mentions, parts.groups, resolution, held),
        pairs=_pairs(mentions, parts.groups, resolution, held, found, model, probability, settings),
        draws=LinkDraws(mention_ids=mentions.mention_id, labels=resolution.labels),
        run=_run(mentions, judgements, settings, seed),
        model=model, notes=notes, columns=numbers, held=held,
        state=State(
            mentions=mentions, judgements=tuple(judgements), settings=settings, groups=parts.groups,
            drawn=resolution.drawn,
        ),
    )  # fmt: skip


def _numbers(mentions: Mentions | Records, settings: LinkSettings, like: Linkage | None) -> Columns:
    if isinstance(mentions, Records):
        if like is not None:
            raise LinkageError("Only mentions of persons can be linked by the rates of an earlier linkage.")
        return record_columns(mentions)
    if like is None:
        return mention_columns(mentions, pack=settings.pack)
    if not isinstance(like.state.mentions, Mentions):
        raise LinkageError("The earlier linkage is not one of mentions of persons.")
    known = rarity_in(rarity_of(like.columns, like.state.mentions), mentions)
    return mention_columns(mentions, pack=settings.pack, rarity=known)


def _seed(rng: np.random.Generator) -> int | None:
    """The seed, where the generator comes from a single one."""
    entropy = getattr(getattr(rng.bit_generator, "seed_seq", None), "entropy", None)
    return int(entropy) if isinstance(entropy, int) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Learnt:
    """The telling pairs, what they taught, and what was never compared.

    Attributes:
        never: pairs that stand for those never compared.
        notes: what blocking left out, in plain words.
    """

    found: Comparisons
    model: Model
    never: Faint | None
    notes: tuple[str, ...]


def _learn(numbers: Columns, settings: LinkSettings, rng: np.random.Generator, progress: Progress) -> _Learnt:
    """Compare and learn. Hopeless pairs are dropped batch by batch, so memory holds only those that matter."""
    allowed = allowed_pairs(numbers.source)
    if len(numbers) <= settings.all_pairs_up_to:
        tried, keyed = all_pairs(numbers), None
        random = compare(numbers, tried.a, tried.b, progress)
        weight = np.ones(len(random))
        first = first_model(random, weight, allowed, settings)
        compared: Iterable[tuple[Candidates, Comparisons]] = [(tried, random)]
    else:
        progress.start(None, "Finding candidate pairs")
        keyed = blocks(numbers, settings)
        drawn = sample(numbers, rng, count=settings.training_pairs)
        random, weight = compare(numbers, drawn.a, drawn.b, progress), drawn.weight
        first = first_model(random, weight, allowed, settings)
        compared = ((each, compare(numbers, each.a, each.b, progress)) for each in candidates(keyed, numbers))
    found, rules = _telling(first, compared)
    teach = _teaching(numbers, found, rules)
    model = learn(first, found, teach, random, weight, allowed, settings, progress)
    return _Learnt(
        found=found, model=model, never=_never(random, weight, keyed, len(numbers)),
        notes=() if keyed is None else keyed.notes,
    )  # fmt: skip


def _known(numbers: Columns, settings: LinkSettings, model: Model, progress: Progress) -> _Learnt:
    """Compare by rates that are known; hopeless pairs are dropped batch by batch."""
    small = len(numbers) <= settings.all_pairs_up_to
    keyed = None if small else blocks(numbers, settings)
    tried = [all_pairs(numbers)] if keyed is None else candidates(keyed, numbers)
    compared = (compare(numbers, each.a, each.b, progress) for each in tried)
    kept = [
        chosen(pairs, logistic(pair_weight(model, pairs) + model.prior_log_odds) > _NO_MATTER)
        for pairs in compared
    ]
    found = joined(kept)
    order = np.lexsort((found.b, found.a))
    return _Learnt(
        found=chosen(found, order), model=model, never=None, notes=() if keyed is None else keyed.notes
    )


def _teaching(numbers: Columns, found: Comparisons, rules: NDArray[np.int64]) -> Teaching:
    vouched = np.zeros(len(found), dtype=bool)
    for row, field in enumerate(found.fields):
        if field.name == "birth":
            vouched |= found.levels[row] == DateLevel.SAME_DAY
    by_field = [teaching(rules, numbers, field.name) for field in found.fields]
    return Teaching(fields=np.array(by_field), names=np.all(by_field, axis=0), vouched=vouched)


def _never(
    random: Comparisons, weight: NDArray[np.float64], keyed: Blocks | None, mentions: int
) -> Faint | None:
    """The sampled pairs that stand for those never compared; None where all were."""
    if keyed is None:
        return None
    unseen = ~met(random.a, random.b, keyed, mentions)
    return Faint(pairs=chosen(random, unseen), weight=weight[unseen])


def _faint(
    found: Comparisons,
    probability: NDArray[np.float64],
    groups: Groups,
    held: Constraints,
    never: Faint | None,
) -> Faint:
    """Pairs outside all groups: those compared and found too weak for a tie, and those never compared."""
    group_of = np.full(len(held.unit), -1, dtype=np.int64)
    group_of[groups.members] = np.repeat(np.arange(len(groups.group_start) - 1), np.diff(groups.member_start))
    outside = (group_of[found.a] < 0) | (group_of[found.a] != group_of[found.b])
    outside &= (probability > _NO_MATTER) & held.allowed(found.a, found.b)
    compared = chosen(found, outside)
    weight = np.ones(len(compared))
    if never is None:
        return Faint(pairs=compared, weight=weight)
    return Faint(pairs=joined([compared, never.pairs]), weight=np.concatenate([weight, never.weight]))


def _telling(
    first: Model, compared: Iterable[tuple[Candidates, Comparisons]]
) -> tuple[Comparisons, NDArray[np.int64]]:
    """The pairs that can teach or link something, in the order of mentions; and the rules that found them."""
    kept: list[Comparisons] = []
    rules: list[NDArray[np.int64]] = []
    for tried, pairs in compared:
        which = telling(first, pairs)
        kept.append(chosen(pairs, which))
        rules.append(tried.rules[which])
    found, by = joined(kept), np.concatenate(rules)
    order = np.lexsort((found.b, found.a))
    return chosen(found, order), by[order]


def _cut(
    found: Comparisons, weight: NDArray[np.float64], probability: NDArray[np.float64], held: Constraints,
    settings: LinkSettings,
) -> Cut:  # fmt: skip
    unit = np.array(held.unit, dtype=np.int64)
    # In a small table any two mentions may well be one person; but a tie needs evidence that says so.
    tied = (weight > 0) & (probability >= settings.edge_probability) & (unit[found.a] != unit[found.b])
    tied &= held.allowed(found.a, found.b)
    return cut(found.a[tied], found.b[tied], probability[tied], held, settings.group_cap)


def _clusters(
    mentions: Mentions | Records, groups: Groups, resolution: Resolution, held: Constraints
) -> tuple[Membership, ...]:
    label = np.array(held.unit, dtype=np.int64)
    label[groups.members] = consensus(groups, resolution.together)
    share = agreeing(label, resolution.labels)
    return tuple(
        Membership(mention_id=mention, person_id=f"p-{mentions.mention_id[first]}", probability=agreed)
        for mention, first, agreed in zip(mentions.mention_id, label.tolist(), share.tolist(), strict=True)
    )


def agreeing(label: NDArray[np.int64], draws: NDArray[np.int64]) -> NDArray[np.float64]:
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
    mentions: Mentions | Records, groups: Groups, resolution: Resolution, held: Constraints, found: Comparisons,
    model: Model, probability: NDArray[np.float64], settings: LinkSettings,
) -> Pairs:  # fmt: skip
    chance = settled(groups, resolution, held, found, probability)
    listed = np.flatnonzero(chance >= settings.listed_probability)
    order = listed[np.lexsort((found.b[listed], found.a[listed], -chance[listed]))]
    shown = chosen(found, order)
    return Pairs(
        mention_ids=mentions.mention_id,
        compared=shown,
        weights=field_weights(model, shown),
        probability=chance[order],
    )


def settled(
    groups: Groups, resolution: Resolution, held: Constraints, found: Comparisons,
    probability: NDArray[np.float64],
) -> NDArray[np.float64]:  # fmt: skip
    """Probability of each pair with everything considered: inside a group that of its partitions."""
    sizes = np.diff(groups.group_start)
    group_of, unit_of = (np.full(len(held.unit), -1, dtype=np.int64) for _ in range(2))
    members_of = np.diff(groups.unit_start)
    group_of[groups.members] = np.repeat(np.repeat(np.arange(len(sizes)), sizes), members_of)
    local = np.arange(len(members_of)) - np.repeat(groups.group_start[:-1], sizes)
    unit_of[groups.members] = np.repeat(local, members_of)
    settled = probability.copy()
    inside = np.flatnonzero((group_of[found.a] >= 0) & (group_of[found.a] == group_of[found.b]))
    x, y = unit_of[found.a[inside]], unit_of[found.b[inside]]
    inside, low, high = inside[x != y], np.minimum(x, y)[x != y], np.maximum(x, y)[x != y]
    group = group_of[found.a[inside]]
    row = low * (2 * sizes[group] - low - 1) // 2 + high - low - 1
    settled[inside] = resolution.together[groups.unit_pair_start[group] + row]
    unit = np.array(held.unit, dtype=np.int64)
    settled[unit[found.a] == unit[found.b]] = 1.0
    return settled


def _notes(numbers: Columns, blocking: tuple[str, ...], parts: Cut, faint: float) -> tuple[str, ...]:
    notes = list(blocking)
    if faint >= 1:
        notes.append(
            f"About {faint:.0f} pairs of one person are too faint to be found one by one, or were never compared; "
            "the draws join mentions for them, so that persons are not counted too often."
        )
    if numbers.unread_names:
        notes.append(f"{numbers.unread_names} names could not be read; these mentions were compared without.")
    if parts.left_out:
        notes.append(
            f"{parts.left_out} ties between large groups were left out; the most probable has probability "
            f"{parts.strongest_left_out:.3f}."
        )
    return tuple(notes)


def _run(
    mentions: Mentions | Records, judgements: Sequence[Judgement], settings: LinkSettings, seed: int | None
) -> Run:
    decided = sorted((*sorted((j.mention_a, j.mention_b)), j.verdict) for j in judgements)
    inputs = {"mentions": mentions.sha256, "judgements": input_sha256(repr(decided).encode())}
    return Run(kind="link", recipe=settings.as_dict(), inputs=inputs, seed=seed)
