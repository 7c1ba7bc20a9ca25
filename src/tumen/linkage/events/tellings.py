"""How many informants tell of a kind of happening, how many tellings that makes, and how many happenings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from tumen.linkage.events.result import EventLinkage
from tumen.model import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Tellings:
    """Three counts that are easily taken for one another.

    Attributes:
        kinds: the kinds counted; empty for all.
        informants: people who tell anything in the table.
        witnesses: those who lived through such a happening or saw one.
        accounts: tellings of such happenings.
        events: distinct happenings behind them, the median of the draws.
        events_interval: over the draws; it holds what linking does not know, and not what nobody told.
    """

    kinds: tuple[str, ...]
    informants: int
    witnesses: int
    accounts: int
    events: float
    events_interval: Interval

    @property
    def share_of_informants(self) -> float:
        """Share of informants who lived through or saw such a happening, 0 to 1."""
        return self.witnesses / self.informants

    def as_dict(self) -> dict[str, object]:
        """The counts as plain data."""
        return {**asdict(self), "share_of_informants": self.share_of_informants}


def tellings(linkage: EventLinkage, *, kinds: Sequence[str] = (), level: float = 0.95) -> Tellings:
    """Count informants, tellings and distinct happenings of some kinds; accounts that deny one are left out.

    Args:
        linkage: the linked accounts.
        kinds: codes of kinds as told; empty for all.
        level: of the interval.
    """
    rows = linkage.accounts.rows
    kept = [at for at, row in enumerate(rows) if not row.denies and (not kinds or row.kind in kinds)]
    counts = np.array([len(np.unique(draw[kept])) for draw in linkage.draws.labels])
    low, high = np.quantile(counts, [(1 - level) / 2, (1 + level) / 2])
    return Tellings(
        kinds=tuple(kinds),
        informants=len({row.teller for row in rows}),
        witnesses=len({rows[at].teller for at in kept if rows[at].first_hand}),
        accounts=len(kept),
        events=float(np.median(counts)),
        events_interval=Interval(level=level, low=float(low), high=float(high)),
    )
