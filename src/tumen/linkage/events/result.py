"""What a linkage of accounts hands back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, overload

import numpy as np
from numpy.typing import NDArray

from tumen.errors import LinkageError
from tumen.linkage.events.accounts import Account, Accounts
from tumen.linkage.events.comparing import Comparer
from tumen.linkage.events.levels import FIELDS, MISSING
from tumen.linkage.events.rates import Rates
from tumen.model import Interval, LinkDraws, Run

_BITS: Final = float(1 / np.log(2))


@dataclass(frozen=True, slots=True, kw_only=True)
class EventReason:
    """Why two accounts look like one event, or do not: one field.

    Attributes:
        field: the compared field.
        words: what was found, in plain words, without the values themselves.
        weight_log2: bits for one event (above 0) or for two (below 0).
    """

    field: str
    words: str
    weight_log2: float

    def __str__(self) -> str:
        return f"{self.field}: {self.words}: {self.weight_log2:+.1f} bits"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMembership:
    """One account tells of one event.

    `event_id` is `e-` and the smallest account id of the event. `probability` is the share of draws in which this
    account's event has exactly these accounts.
    """

    account_id: str
    event_id: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPair:
    """Two accounts that may be of one event.

    Attributes:
        weight_log2: bits for one event against two, from these two accounts alone.
        probability: that they are of one event, all other accounts and judgements considered.
        reasons: the steps behind the weight, in plain words.
    """

    account_a: str
    account_b: str
    weight_log2: float
    probability: float
    reasons: tuple[EventReason, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EventPairs(Sequence[EventPair]):
    """The listed pairs, most probable first; reasons are put into words when a pair is looked at."""

    account_ids: tuple[str, ...]
    a: NDArray[np.int64]
    b: NDArray[np.int64]
    levels: NDArray[np.int8]
    weights: NDArray[np.float64]
    probability: NDArray[np.float64]
    comparer: Comparer

    def __len__(self) -> int:
        return len(self.a)

    @overload
    def __getitem__(self, index: int) -> EventPair: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[EventPair]: ...
    def __getitem__(self, index: int | slice) -> EventPair | Sequence[EventPair]:
        if isinstance(index, slice):
            return [self._pair(row) for row in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return self._pair(index % len(self))

    def __iter__(self) -> Iterator[EventPair]:
        return (self._pair(row) for row in range(len(self)))

    def __repr__(self) -> str:
        return f"EventPairs({len(self)} pairs)"

    def _pair(self, row: int) -> EventPair:
        a, b = int(self.a[row]), int(self.b[row])
        return EventPair(
            account_a=self.account_ids[a],
            account_b=self.account_ids[b],
            weight_log2=float(self.weights[row].sum()) * _BITS,
            probability=float(self.probability[row]),
            reasons=_reasons(self.levels[row], self.weights[row], self.comparer.reasons(a, b)),
        )


def _reasons(
    levels: NDArray[np.int8], weights: NDArray[np.float64], more: dict[str, str]
) -> tuple[EventReason, ...]:
    return tuple(
        EventReason(
            field=field.name,
            words=more.get(field.name, field.levels[level].words),
            weight_log2=float(weight) * _BITS,
        )
        for field, level, weight in zip(FIELDS, levels.tolist(), weights, strict=True)
        if level != MISSING
    )


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EventLinkage:
    """Accounts resolved into events, with what is not certain about it.

    Attributes:
        accounts: what was linked.
        clusters: one row per account, in the order of account ids.
        pairs: pairs that may be of one event, most probable first.
        draws: draws from the posterior over partitions.
        run: what was computed from what.
        rates: what agreement is worth, as learnt.
        notes: what a careful reader must know.
        comparer: the accounts as they were compared; for `explain`.
    """

    accounts: Accounts
    clusters: tuple[EventMembership, ...]
    pairs: EventPairs
    draws: LinkDraws
    run: Run
    rates: Rates
    notes: tuple[str, ...]
    comparer: Comparer

    def __repr__(self) -> str:
        count = f"{len(self.clusters)} accounts, {self.event_count} events, {len(self.draws.labels)} draws"
        return f"EventLinkage({count})"

    @property
    def event_count(self) -> int:
        """Number of events in the reported partition."""
        return len({row.event_id for row in self.clusters})

    @property
    def events(self) -> dict[str, tuple[Account, ...]]:
        """Event id → its accounts, in the order of ids."""
        found: dict[str, list[Account]] = {}
        for row, account in zip(self.clusters, self.accounts.rows, strict=True):
            found.setdefault(row.event_id, []).append(account)
        return {event: tuple(told) for event, told in sorted(found.items())}

    def counts(self, *, kinds: Sequence[str] = ()) -> NDArray[np.int64]:
        """Distinct events in each draw, shape (draws,); with `kinds` those that an account tells as one of them."""
        keep = [at for at, row in enumerate(self.accounts.rows) if not kinds or row.kind in kinds]
        return np.array([len(np.unique(row[keep])) for row in self.draws.labels], dtype=np.int64)

    def events_interval(self, *, level: float = 0.95, kinds: Sequence[str] = ()) -> Interval:
        """Interval of the number of distinct events told of, over the draws."""
        low, high = np.quantile(self.counts(kinds=kinds), [(1 - level) / 2, (1 + level) / 2])
        return Interval(level=level, low=float(low), high=float(high))

    def explain(self, account_a: str, account_b: str) -> tuple[EventReason, ...]:
        """What each field says of any two accounts; the weights add up to the bits for one event against two.

        Raises:
            LinkageError: an account is not there.
        """
        position = {account: index for index, account in enumerate(self.accounts.ids)}
        unknown = [account for account in (account_a, account_b) if account not in position]
        if unknown:
            raise LinkageError(f"There is no account {', '.join(unknown)}.", accounts=unknown)
        a, b = sorted((position[account_a], position[account_b]))
        levels = self.comparer.levels(np.array([a]), np.array([b]))
        weights = self.rates.of_pairs(levels, np.array([a]), np.array([b]))
        return _reasons(levels[0], weights[0], self.comparer.reasons(a, b))

    def probability(self, account_a: str, account_b: str) -> float:
        """Share of draws in which two accounts are of one event.

        Raises:
            LinkageError: an account is not there.
        """
        position = {account: index for index, account in enumerate(self.accounts.ids)}
        if account_a not in position or account_b not in position:
            raise LinkageError("There is no such account.", accounts=[account_a, account_b])
        a, b = position[account_a], position[account_b]
        return float((self.draws.labels[:, a] == self.draws.labels[:, b]).mean())
