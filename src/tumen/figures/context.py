"""What sources put beside the numbers: phases by name, policies, events, what drives a trade. Never their cause.

An entry says when, who says so, and of which series or quantity; where a source names a cause, the cause stands as its
words. Entries that are said to follow on others have a lag, told as the range that their dates leave open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tumen import dates
from tumen.dates import Date, sort_key
from tumen.errors import FiguresError

__all__ = ["Context", "Lag", "beside", "lags", "read_context"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One entry of the line of context.

    Attributes:
        code: Id in the pack.
        kind: `phase`, `policy`, `event` or `driver` (of a trade, a price, a share).
        names: Language to label.
        when: The time it holds for.
        on: Codes of the series and quantities that its source puts it beside.
        because: The cause that its source states; empty where it states none.
        follows: Codes of the entries on which it is said to follow.
        note: What a reader must know.
        sources: Ids of those who say so.
        verified: Whether a source, not memory, carries it.
    """

    code: str
    kind: str
    names: Mapping[str, str] = field(compare=False)
    when: Date
    on: tuple[str, ...]
    because: str = ""
    follows: tuple[str, ...] = ()
    note: str = ""
    sources: tuple[str, ...] = ()
    verified: bool = True

    def name(self, language: str = "en") -> str:
        """Its label, in English if need be."""
        return self.names.get(language) or self.names["en"]

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; dates as EDTF."""
        return {
            "id": self.code, "kind": self.kind, "label": self.name(), "when": self.when.edtf, "on": list(self.on),
            "because": self.because, "follows": list(self.follows), "note": self.note, "sources": list(self.sources),
            "verified": self.verified,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """How long after one entry another began.

    Attributes:
        first: The earlier entry.
        then: The one that is said to follow.
        least: Days that lie between at the least; below 0 where the dates leave open which came first.
        most: Days at the most; None where a date is open.
    """

    first: Context
    then: Context
    least: int | None
    most: int | None

    @property
    def said(self) -> str:
        """In words."""
        if self.least is None or self.most is None:
            return "how long after cannot be told"
        if self.least < 0:
            return f"at most {self.most} days after; the dates leave open which came first"
        return (
            f"{self.least} days after"
            if self.least == self.most
            else f"{self.least} to {self.most} days after"
        )


def read_context(rows: Iterable[Any], known: set[str]) -> tuple[Context, ...]:
    """Entries in order of time.

    Args:
        rows: as the ledger reads them: `id`, `kind`, a label in each language, `when` (EDTF), `on`, `because`,
            `follows`, `note`, `sources`, `verified`.
        known: codes of the series and quantities that there are.

    Raises:
        FiguresError: one stands beside a series or quantity that there is not, or follows on nothing.
    """
    found = [
        Context(
            code=r.id, kind=r.kind, names={k: v for k in ("en", "ko", "zh") if (v := getattr(r, k))},
            when=dates.parse(r.when), on=tuple(r.on), because=r.because, follows=tuple(r.follows), note=r.note,
            sources=tuple(r.sources), verified=r.verified,
        )
        for r in rows
    ]  # fmt: skip
    codes = {entry.code for entry in found}
    faults = [f"{e.code}: no {code}" for e in found for code in e.on if code not in known]
    faults += [f"{e.code}: follows no {code}" for e in found for code in e.follows if code not in codes]
    if faults:
        raise FiguresError(f"The context does not fit: {'; '.join(faults[:5])}.", faults=tuple(faults))
    return tuple(sorted(found, key=lambda entry: (sort_key(entry.when), entry.code)))


def beside(entries: Iterable[Context], code: str) -> tuple[Context, ...]:
    """The entries that stand beside one series or quantity."""
    return tuple(entry for entry in entries if code in entry.on)


def lags(entries: Iterable[Context]) -> tuple[Lag, ...]:
    """Every entry that is said to follow on another, with the days between their beginnings."""
    by_code = {entry.code: entry for entry in entries}
    return tuple(
        _lag(by_code[code], entry) for entry in by_code.values() for code in entry.follows if code in by_code
    )


def _lag(first: Context, then: Context) -> Lag:
    """From the beginning of one to that of the other: each began somewhere within the precision of its date."""
    (a, b), (c, d) = _begun(first.when), _begun(then.when)
    least = None if b is None or c is None else (c - b).days
    most = None if a is None or d is None else (d - a).days
    return Lag(first=first, then=then, least=least, most=most)


def _begun(when: Date) -> tuple[Any, Any]:
    """First and last day on which it can have begun."""
    start, slash, _ = when.edtf.partition("/")
    begun = dates.parse(start) if slash and start not in ("", "..") else when
    return begun.fuzzy_earliest, begun.fuzzy_latest
