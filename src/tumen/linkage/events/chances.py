"""How often accounts of different events agree by chance, given what they told.

That two accounts name one small town says more than that both name the capital; that both tell a day says more than
that both tell a decade; and a province in which half of everything happened says next to nothing (Winkler 1988 on
frequency-based weights). Accounts of a much-told event would make its values look common, so each account counts
for its share of its event.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.events.comparing import Comparer
from tumen.linkage.events.levels import SAME_KIND

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_PLACE, _DATE, _KIND, _AGENCY = 0, 1, 2, 5
_OF_A_KIND: Final = 5.0
"""Events for which the shares of the whole table stand among those of one kind."""
_LEAST: Final = 1e-4
_PRECISE: Final = 370.0
_OPEN: Final = 30 * 366.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """Chance agreement.

    Attributes:
        shares: for each field the share of events that fit what each account told, shape (fields, accounts); not
            used for dates.
        of_a_kind: share of the events of an account's kind that are by the body which it told, shape (accounts,).
        low, high: first and last possible day of each account, shape (accounts,); NaN where not stated.
        days: days of the accounts that tell the time to the year or better, ascending.
        passed: share of events up to each of them.
    """

    shares: Floats
    of_a_kind: Floats
    low: Floats
    high: Floats
    days: Floats
    passed: Floats

    @classmethod
    def of_accounts(cls, comparer: Comparer, worth: Floats) -> Chances:
        """Chances from a table.

        Args:
            comparer: the accounts.
            worth: one over the expected number of accounts of each account's event, shape (accounts,).
        """
        shares = np.stack([_shares(at, worth) for at in comparer.values])
        shares[_PLACE] = _place_shares(comparer, worth)
        low, high = comparer.days
        with np.errstate(invalid="ignore"):
            precise = np.flatnonzero(high - low <= _PRECISE)
        middle = (low[precise] + high[precise]) / 2
        order = np.argsort(middle, kind="stable")
        passed = np.cumsum(worth[precise][order])
        total = passed[-1] if len(passed) else 1.0
        of_a_kind = _shares_of_a_kind(
            comparer.values[_KIND], comparer.values[_AGENCY], worth, shares[_AGENCY]
        )
        return cls(
            shares=shares, of_a_kind=of_a_kind, low=low, high=high, days=middle[order], passed=passed / total
        )

    def of(self, field: int, level: int, a: Ints, b: Ints) -> Floats:
        """Chance that accounts of different events agree as these do, shape (pairs,).

        Args:
            field: which field.
            level: the level of agreement.
            a, b: the accounts, by position.
        """
        if field == _DATE:
            found = self._same_time(a, b)
        else:
            shares = self.of_a_kind if field == _AGENCY and level == SAME_KIND else self.shares[field]
            found = np.maximum(shares[a], shares[b])
        return np.asarray(np.clip(found, _LEAST, 1.0), dtype=np.float64)

    def _same_time(self, a: Ints, b: Ints) -> Floats:
        """Share of events whose days lie so near to those of `a` that an account like `b` would still fit."""
        if len(self.days) < 2:
            return np.full(len(a), 0.1)
        width = np.clip(self.high[b] - self.low[b], 0.0, _OPEN) / 2
        first, last = self.low[a] - width - 0.5, self.high[a] + width + 0.5
        share = np.interp(last, self.days, self.passed, left=0.0) - np.interp(
            first, self.days, self.passed, left=0.0
        )
        # nobody knows the density better than the table shows; half an event stands for what was not seen
        span = max(self.days[-1] - self.days[0], 366.0)
        smooth = np.clip((last - first) / span, 0.0, 1.0)
        events = len(self.days) + 20.0
        return np.asarray((share * len(self.days) + smooth * 20.0) / events, dtype=np.float64)


def _shares(at: Ints, worth: Floats) -> Floats:
    """Share of events at which each account's own value is told, half an event added."""
    told = at >= 0
    if not told.any():
        return np.ones(len(at))
    counts = np.bincount(at[told], weights=worth[told]) + 0.5
    return np.asarray(np.where(told, (counts / counts.sum())[at], 1.0), dtype=np.float64)


def _shares_of_a_kind(kind: Ints, at: Ints, worth: Floats, shares: Floats) -> Floats:
    """Share of events of each account's kind at which its own value is told; of all events where no kind is told."""
    told = (kind >= 0) & (at >= 0)
    if not told.any():
        return shares
    pair = kind * (at.max() + 1) + at
    both = np.bincount(pair[told], weights=worth[told])
    alone = np.bincount(kind[told], weights=worth[told])
    found = shares.copy()
    found[told] = (both[pair[told]] + _OF_A_KIND * shares[told]) / (alone[kind[told]] + _OF_A_KIND)
    return found


def _place_shares(comparer: Comparer, worth: Floats) -> Floats:
    """Share of events in each account's place, or in places inside it."""
    at, inside = comparer.values[_PLACE], comparer.places_inside
    if not len(inside):
        return np.ones(len(at))
    told = at >= 0
    counts = np.bincount(at[told], weights=worth[told], minlength=len(inside)) + 0.5
    cover = inside @ counts / counts.sum()
    return np.asarray(np.where(told, cover[at], 1.0), dtype=np.float64)
