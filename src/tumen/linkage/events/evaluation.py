"""How right a linkage of accounts is, where the truth is known; and the baseline that anybody would try first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tumen import dates
from tumen.errors import LinkageError
from tumen.linkage.events.accounts import Account, Accounts


@dataclass(frozen=True, slots=True, kw_only=True)
class EventEvaluation:
    """Agreement with the truth.

    Attributes:
        precision, recall, f1: over pairs of accounts, 0 to 1.
        exact: F1 over events that have exactly the right accounts.
        events_found, events_true: numbers of events.
    """

    precision: float
    recall: float
    f1: float
    exact: float
    events_found: int
    events_true: int


def evaluate_events(found: Mapping[str, str], truth: Mapping[str, str]) -> EventEvaluation:
    """Compare a partition with the truth.

    Args:
        found: account id → event, as found.
        truth: account id → event, for every account of `found`.

    Raises:
        LinkageError: the truth does not know some account.
    """
    unknown = sorted(found.keys() - truth.keys())
    if unknown:
        raise LinkageError(f"The truth does not know {len(unknown)} of the accounts.", accounts=unknown[:20])
    both = Counter((event, truth[account]) for account, event in found.items())
    sizes, true = Counter(found.values()), Counter(truth[account] for account in found)
    hits, said, there = _pairs(both.values()), _pairs(sizes.values()), _pairs(true.values())
    exact = sum(1 for (f, t), size in both.items() if size == sizes[f] == true[t])
    precision, recall = _share(hits, said), _share(hits, there)
    return EventEvaluation(
        precision=precision, recall=recall, f1=_f1(precision, recall),
        exact=_f1(exact / len(sizes), exact / len(true)), events_found=len(sizes), events_true=len(true),
    )  # fmt: skip


def same_place_month_kind(accounts: Accounts) -> dict[str, str]:
    """The baseline: accounts of one place, one month and one kind are one event; others are alone."""
    return {row.account_id: _key(row) for row in accounts.rows}


def _key(row: Account) -> str:
    date = dates.parse(row.date) if row.date else None
    first, last = (None, None) if date is None else (date.earliest, date.latest)
    if not row.place or first is None or last is None or (first.year, first.month) != (last.year, last.month):
        return row.account_id
    return f"{row.place}|{first.year}-{first.month:02d}|{row.kind}"


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def calibration_error(said: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error over ten equal bands of probability, weighted by pairs (Naeini et al. 2015)."""
    bands: dict[int, list[tuple[float, bool]]] = {}
    for chance, hit in zip(said, right, strict=True):
        bands.setdefault(min(int(chance * 10), 9), []).append((chance, bool(hit)))
    gaps = (abs(sum(c for c, _ in band) - sum(h for _, h in band)) for band in bands.values())
    return sum(gaps) / max(len(said), 1)
