"""Puts the steps together: keys → candidate pairs → comparison → model → partitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tumen.errors import LinkageError
from tumen.linkage.columns import Columns
from tumen.linkage.comparison import Comparisons, chosen, joined
from tumen.linkage.components import Cut, Groups, cut
from tumen.linkage.consensus import consensus
from tumen.linkage.engine import Engine, Memory, Plan
from tumen.linkage.faint import Faint
from tumen.linkage.judgements import Constraints, Judgement, constraints
from tumen.linkage.keeping import NO_MATTER, standing_for
from tumen.linkage.learning import compared_by, learnt_from, plan_of
from tumen.linkage.mentions import Mentions
from tumen.linkage.model import (
    Model,
    field_weights,
    logistic,
    pair_weight,
)
from tumen.linkage.records import Records, record_columns
from tumen.linkage.resolution import Resolution, draw_as_before, resolve
from tumen.linkage.result import Linkage, Membership, Pairs
from tumen.linkage.settings import LinkSettings
from tumen.linkage.state import State, rarity_in, rarity_of
from tumen.linkage.told import mention_columns, spoken
from tumen.model import LinkDraws, Run, input_sha256
from tumen.progress import SILENT, Progress, check


def link(
    mentions: Mentions | Records,
    *,
    judgements: Sequence[Judgement] = (),
    settings: LinkSettings | None = None,
    like: Linkage | None = None,
    engine: Engine | None = None,
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
        engine: where names are read and pairs compared, see `tumen.linkage.engine`; None for this machine. It changes
            no number.
        rng: the only source of randomness.
        progress: told of each step; may stop between steps.

    Raises:
        JudgementsError: a judgement names a mention that is not there.
        ContradictionError: judgements that cannot be true together.
        LinkageError: the earlier linkage has no draws.
        Stopped: the person asked to stop.
    """
    settings = settings or (LinkSettings() if like is None else like.state.settings)
    if like is not None and not len(like.draws.labels):
        raise LinkageError(
            "The earlier linkage was made without draws.",
            hint="Link it again with draws=100, then link by it.",
        )
    held = constraints(mentions, judgements, pack=settings.pack)
    seed = _seed(rng)
    engine = engine or Memory()
    numbers = _numbers(mentions, settings, like, engine, progress)
    check(progress)
    learnt = (
        learnt_from(numbers, settings, rng, engine, progress)
        if like is None
        else compared_by(like.model, numbers, settings, engine, progress)
    )
    possible = held.possible(learnt.found.a, learnt.found.b)
    if not possible.all():
        learnt = replace(learnt, found=chosen(learnt.found, possible))
    found, model, never, blocked, whole = learnt.found, learnt.model, learnt.never, learnt.notes, learnt.whole
    del learnt, possible  # what is found is let go below, once it is known which of it matters
    weight = pair_weight(model, found)
    probability = logistic(weight + model.prior_log_odds)
    parts = _cut(found, weight, probability, held, settings)
    faint = _faint(found, probability, parts.groups, held, never, whole)
    matter = _inside(found, parts.groups, held) | (probability >= settings.listed_probability)
    found, probability = chosen(found, matter), probability[matter]
    del weight, matter
    resolution = (
        resolve(parts.groups, faint, numbers, held, model, settings, rng, progress)
        if like is None
        else draw_as_before(parts.groups, faint, numbers, held, like.state.drawn, rng, progress)
    )
    notes = _notes(numbers, blocked, parts, float(faint.expected(model).sum()), drawn=settings.draws > 0)
    for note in notes:
        progress.note(note)
    return Linkage(
        clusters=_clusters(mentions, parts.groups, resolution, held),
        pairs=_pairs(mentions, parts.groups, resolution, held, found, model, probability, settings),
        draws=LinkDraws(mention_ids=mentions.mention_id, labels=_asked_for(resolution, settings, like)),
        run=_run(mentions, judgements, settings, seed),
        model=model, notes=notes, columns=numbers, held=held,
        state=State(
            mentions=mentions, judgements=tuple(judgements), settings=settings, groups=parts.groups,
            drawn=resolution.drawn,
        ),
    )  # fmt: skip


def plan(
    mentions: Mentions | Records,
    *,
    settings: LinkSettings | None = None,
    engine: Engine | None = None,
    progress: Progress = SILENT,
) -> Plan | None:
    """What linking would take, without doing it: pairs, time and memory.

    Names are read and keys counted, which is part of the work; a few pairs are compared to measure.

    Args:
        mentions: the mentions or records.
        settings: see `LinkSettings`; None for the defaults.
        engine: where names are read; None for this machine.
        progress: told of each step.

    Returns:
        The plan; None for a table so small that every pair is compared at once.
    """
    settings = settings or LinkSettings()
    numbers = _numbers(mentions, settings, None, engine or Memory(), progress)
    return plan_of(numbers, settings, np.random.default_rng(0), progress)


def _numbers(
    mentions: Mentions | Records,
    settings: LinkSettings,
    like: Linkage | None,
    engine: Engine,
    progress: Progress,
) -> Columns:
    if isinstance(mentions, Records):
        if like is not None:
            raise LinkageError("Only mentions of persons can be linked by the rates of an earlier linkage.")
        return record_columns(mentions)
    engine.read(sorted(set(spoken(mentions)) - {""}), progress)
    progress.start(None, "Reading names and dates")
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


def _faint(
    found: Comparisons,
    probability: NDArray[np.float64],
    groups: Groups,
    held: Constraints,
    never: Faint | None,
    whole: float,
) -> Faint:
    """Pairs outside all groups: those compared and found too weak for a tie, and those never compared.

    Args:
        whole: of those less probable than this a share was kept, see `keeping.standing_for`.
    """
    outside = ~_inside(found, groups, held)
    outside &= (probability > NO_MATTER) & held.allowed(found.a, found.b)
    compared = chosen(found, outside)
    weight = standing_for(probability[outside], whole)
    if never is None:
        return Faint(pairs=compared, weight=weight)
    return Faint(pairs=joined([compared, never.pairs]), weight=np.concatenate([weight, never.weight]))


def _inside(found: Comparisons, groups: Groups, held: Constraints) -> NDArray[np.bool_]:
    """Pairs of mentions of one group, shape (pairs,)."""
    group_of = np.full(len(held.unit), -1, dtype=np.int32)
    group_of[groups.members] = np.repeat(np.arange(len(groups.group_start) - 1), np.diff(groups.member_start))
    of = group_of[found.a]
    return np.asarray((of >= 0) & (of == group_of[found.b]), dtype=np.bool_)


def _asked_for(resolution: Resolution, settings: LinkSettings, like: Linkage | None) -> NDArray[np.int32]:
    """The draws, of which there may be none."""
    if like is not None or settings.draws:
        return resolution.labels
    return resolution.labels[:0].copy()


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


def agreeing(label: NDArray[np.int64], draws: NDArray[np.signedinteger[Any]]) -> NDArray[np.float64]:
    """Share of draws in which each mention has exactly the company it is reported with.

    Sets are compared by sums of random 52-bit marks: sums that are equal come from equal sets.
    """
    marks = np.random.default_rng(0).integers(1 << 52, size=len(label)).astype(np.uint64)
    reported = _sums(label, marks)
    agreed = np.zeros(len(label))
    for row in draws:
        agreed += _sums(row, marks) == reported
    return agreed / len(draws)


def _sums(label: NDArray[np.signedinteger[Any]], marks: NDArray[np.uint64]) -> NDArray[np.uint64]:
    total = np.zeros(len(label), dtype=np.uint64)
    np.add.at(total, label, marks)
    return np.asarray(total[label], dtype=np.uint64)


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


def _notes(
    numbers: Columns, blocking: tuple[str, ...], parts: Cut, faint: float, *, drawn: bool
) -> tuple[str, ...]:
    notes = list(blocking)
    if faint >= 1:
        notes.append(
            f"About {faint:.0f} pairs of one person are too faint to be found one by one, or were never compared; "
            + (
                "the draws join mentions for them, so that persons are not counted too often."
                if drawn
                else "without draws nothing stands for them, so that persons are counted too often."
            )
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
