"""Puts the steps together: compare → learn from partitions → draw partitions → report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.events.accounts import Accounts
from tumen.linkage.events.blocking import keyed_pairs
from tumen.linkage.events.chances import Chances
from tumen.linkage.events.comparing import Comparer
from tumen.linkage.events.judging import EventJudgement, Held, hold
from tumen.linkage.events.pairing import Grouped, Pairs, all_pairs, compare, group
from tumen.linkage.events.rates import Rates, chance, hand_set, shares, tally
from tumen.linkage.events.result import EventLinkage, EventMembership, EventPairs
from tumen.linkage.events.sampling import Sampled, sample
from tumen.linkage.events.settings import EventSettings
from tumen.model import LinkDraws, Run, input_sha256
from tumen.progress import SILENT, Progress

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_HOPELESS: Final = -4.0
_LEARNING_DRAWS: Final = 10


def link_events(
    accounts: Accounts,
    *,
    judgements: Sequence[EventJudgement] = (),
    settings: EventSettings | None = None,
    rng: np.random.Generator,
    progress: Progress = SILENT,
) -> EventLinkage:
    """Resolve accounts into events.

    Equal accounts, judgements, settings and generator give equal results, whatever the order of rows.

    Args:
        accounts: see `Accounts.from_csv` and `Accounts.from_rows`.
        judgements: verdicts of people; `same` and `different` hold in every partition.
        settings: see `EventSettings`; None for the defaults.
        rng: the only source of randomness.
        progress: told of each step; may stop between steps.

    Raises:
        JudgementsError: a judgement names an account that is not there.
        ContradictionError: judgements that cannot be true together.
        UnknownPack: the settings name a pack that does not exist.
        Stopped: the person asked to stop.
    """
    settings = settings or EventSettings()
    held = hold(accounts, judgements)
    seed = _seed(rng)
    progress.start(None, "Reading places, dates and names")
    comparer = Comparer(accounts, pack=settings.pack)
    found, notes = _compared(accounts, comparer, held, settings, progress)
    learnt = _learn(accounts, comparer, found, held, settings, rng, progress)
    sampled = sample(learnt.grouped, held, learnt.rates, settings, rng, progress)
    notes += _left_out(learnt.grouped)
    for note in notes:
        progress.note(note)
    return EventLinkage(
        accounts=accounts,
        clusters=_clusters(accounts, sampled, learnt.grouped, held),
        pairs=_pairs(accounts, comparer, found, learnt, sampled, held, settings),
        draws=LinkDraws(mention_ids=accounts.ids, labels=sampled.labels),
        run=_run(accounts, judgements, settings, seed),
        rates=learnt.rates, notes=notes, comparer=comparer,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Learnt:
    rates: Rates
    grouped: Grouped


def _compared(
    accounts: Accounts, comparer: Comparer, held: Held, settings: EventSettings, progress: Progress
) -> tuple[Pairs, tuple[str, ...]]:
    """Every pair in a table of ordinary size; in a large one those that share a key."""
    count = len(accounts)
    u = chance(_first_counts(comparer, count))
    chances = Chances.of_accounts(comparer, np.ones(count))
    start = Rates(m=hand_set()[0], u=u, chances=chances)
    if count <= settings.all_pairs_up_to:
        progress.start(count * (count - 1) // 2, "Comparing accounts")
        return compare(comparer, all_pairs(count), held, start, _HOPELESS, progress), ()
    keyed = keyed_pairs(accounts, settings.pack)
    progress.start(keyed.count, "Comparing accounts")
    return compare(comparer, keyed.batches(), held, start, _HOPELESS, progress), keyed.notes


def _first_counts(comparer: Comparer, count: int) -> Floats:
    """Levels of a sample of pairs, before anything is known."""
    pairs = np.random.default_rng(0).integers(count, size=(2, 40_000))
    a, b = pairs[:, pairs[0] != pairs[1]]
    return tally(comparer.levels(a.astype(np.int64), b.astype(np.int64)))


def _learn(
    accounts: Accounts, comparer: Comparer, found: Pairs, held: Held, settings: EventSettings,
    rng: np.random.Generator, progress: Progress,
) -> _Learnt:  # fmt: skip
    """Rounds of: resolve with the rates at hand, then read the rates off the partitions."""
    short = replace(settings, draws=_LEARNING_DRAWS, chains=1, burn_in=15, thin=2)
    rates = _rates(comparer, found, None, settings)
    grouped = _group(comparer, found, rates, held, len(accounts), settings)
    for _ in range(settings.learning_rounds):
        sampled = sample(grouped, held, rates, short, rng, progress)
        rates = _rates(comparer, found, sampled, settings)
        grouped = _group(comparer, found, rates, held, len(accounts), settings)
    return _Learnt(rates=rates, grouped=grouped)


def _rates(comparer: Comparer, found: Pairs, sampled: Sampled | None, settings: EventSettings) -> Rates:
    """The rates that partitions show; at first, where there are none, the hand-set ones."""
    m, worth = settings.prior_strength * hand_set()[0], np.ones(len(comparer.stated))
    if sampled is not None:
        m, worth = m + sampled.counts, _worth(sampled.labels)
    chances = Chances.of_accounts(comparer, worth)
    return Rates(m=shares(m), u=chance(found.all_levels), chances=chances)


def _worth(labels: Ints) -> Floats:
    """One over the number of accounts of each account's event, the mean over draws."""
    return np.asarray(
        np.mean([1.0 / np.bincount(row, minlength=labels.shape[1])[row] for row in labels], axis=0),
        dtype=np.float64,
    )


def _group(
    comparer: Comparer, found: Pairs, rates: Rates, held: Held, count: int, settings: EventSettings
) -> Grouped:
    weight = rates.of_pairs(found.levels, found.a, found.b).sum(axis=1)
    # with about one in `count` pairs of one event, a pair of this weight is that with `edge_probability`
    least = max(0.0, float(np.log(settings.edge_probability * count / 2)))
    return group(comparer, found, weight, held, least=least, cap=settings.group_cap)


def _clusters(
    accounts: Accounts, sampled: Sampled, grouped: Grouped, held: Held
) -> tuple[EventMembership, ...]:
    """The draw with the smallest expected number of wrongly joined and parted pairs, group by group (Binder 1978)."""
    label = np.array(held.unit, dtype=np.int64)
    for laid, together in zip(grouped.groups, sampled.together, strict=True):
        drawn = np.unique(sampled.labels[:, laid.accounts], axis=0)
        losses = [np.abs((row[:, None] == row[None, :]) - together).sum() for row in drawn]
        label[laid.accounts] = drawn[int(np.argmin(losses))]
    agree = _agreeing(label, sampled.labels)
    return tuple(
        EventMembership(account_id=account, event_id=f"e-{accounts.ids[first]}", probability=float(share))
        for account, first, share in zip(accounts.ids, label.tolist(), agree, strict=True)
    )


def _agreeing(label: Ints, draws: Ints) -> Floats:
    """Share of draws in which each account has exactly the company it is reported with."""
    marks = np.random.default_rng(0).integers(1 << 52, size=len(label)).astype(np.uint64)

    def sums(row: Ints) -> NDArray[np.uint64]:
        total = np.zeros(len(row), dtype=np.uint64)
        np.add.at(total, row, marks)
        return total[row]

    reported = sums(label)
    return np.asarray(np.mean([sums(row) == reported for row in draws], axis=0), dtype=np.float64)


def _pairs(
    accounts: Accounts, comparer: Comparer, found: Pairs, learnt: _Learnt, sampled: Sampled, held: Held,
    settings: EventSettings,
) -> EventPairs:  # fmt: skip
    """Pairs that may be one event, most probable first."""
    a, b, probability = _probable(learnt.grouped, sampled, settings.listed_probability)
    order = np.lexsort((b, a, -probability))
    a, b, probability = a[order], b[order], probability[order]
    levels = comparer.levels(a, b)
    return EventPairs(
        account_ids=accounts.ids, a=a, b=b, levels=levels, weights=learnt.rates.of_pairs(levels, a, b),
        probability=probability, comparer=comparer,
    )  # fmt: skip


def _probable(grouped: Grouped, sampled: Sampled, least: float) -> tuple[Ints, Ints, Floats]:
    parts: list[tuple[Ints, Ints, Floats]] = []
    for laid, together in zip(grouped.groups, sampled.together, strict=True):
        x, y = np.nonzero(np.triu(together >= least, 1))
        one, other = laid.accounts[x], laid.accounts[y]
        parts.append((np.minimum(one, other), np.maximum(one, other), together[x, y]))
    if not parts:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0)
    a, b, probability = (np.concatenate(each) for each in zip(*parts, strict=True))
    return a, b, probability


def _left_out(grouped: Grouped) -> tuple[str, ...]:
    if not grouped.left_out:
        return ()
    return (
        f"{grouped.left_out} ties between large groups were left out; the strongest weighs "
        f"{grouped.strongest_left_out / np.log(2):.1f} bits.",
    )


def _seed(rng: np.random.Generator) -> int | None:
    """The seed, where the generator comes from a single one."""
    entropy = getattr(getattr(rng.bit_generator, "seed_seq", None), "entropy", None)
    return int(entropy) if isinstance(entropy, int) else None


def _run(
    accounts: Accounts, judgements: Sequence[EventJudgement], settings: EventSettings, seed: int | None
) -> Run:
    decided = sorted((*sorted((j.account_a, j.account_b)), j.verdict) for j in judgements)
    inputs = {"accounts": accounts.sha256, "judgements": input_sha256(repr(decided).encode())}
    return Run(kind="link-events", recipe=settings.as_dict(), inputs=inputs, seed=seed)
