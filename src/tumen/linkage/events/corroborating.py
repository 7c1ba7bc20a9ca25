"""For one event: who tells it, how many of them are independent and first-hand, and where they contradict each other.

Counts, never a verdict: how many independent people say that they lived through something or saw it is a fact about
the record; whether it happened is for a person to judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Final, Literal

import numpy as np

from tumen.errors import LinkageError
from tumen.linkage.events.accounts import Account, Accounts
from tumen.linkage.events.comparing import Comparer, values_told
from tumen.linkage.events.dependence import Dependence, dependence
from tumen.linkage.events.levels import FIELDS, MISSING
from tumen.linkage.events.result import EventLinkage

Agreement = Literal["told once", "agrees", "fits", "differs"]

# Levels at which two values may both be true of one happening, as opposed to the same or contradicting.
_SAME: Final = {"place": (1,), "date": (1,), "kind": (1,), "number": (1,), "participants": (1, 2), "agency": (1, 5),
                "method": (1, 3), "outcome": (1, 3)}  # fmt: skip
_FITS: Final = {"place": (2, 3, 6), "date": (7, 11, 15), "kind": (2,), "number": (2,), "participants": (3, 4),
                "agency": (2, 6), "method": (), "outcome": ()}  # fmt: skip
# What two accounts must have in common to agree in outline, where they differ in detail.
_OUTLINE: Final = {
    "place": (1, 2, 3, 4, 5, 6),
    "date": (1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 15),
    "kind": (1, 2, 3),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldValue:
    """One value of an element, and which accounts say it."""

    value: tuple[str, ...]
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element of an event as its accounts tell it.

    Attributes:
        field: place, date, kind, number, participants, agency, method or outcome.
        agreement: all alike; not alike but possibly all true; or two at least that cannot both be true.
        values: every value told, the most told first; nothing is left out or merged.
        reasons: how the values differ, in plain words.
    """

    field: str
    agreement: Agreement
    values: tuple[ToldValue, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corroboration:
    """What carries one event, in counts.

    Attributes:
        event_id: the event, empty where the accounts were given by hand.
        accounts: ids of the accounts that say it happened.
        denials: ids of accounts that say it did not; a denial is a source, not a proof.
        first_hand: ids of those told by people who lived through it or saw it.
        independent_first_hand: how many independent parties those make, the least (ties that only may break
            independence do) and the most.
        hearsay_only: the same of accounts that are not first-hand and lead back to none that is.
        unclear: ids of accounts that do not say how their informant knows.
        elements: what is told of each element, contradictions included.
        outline_agrees: every two accounts agree in kind, region and about the time, as far as they tell it.
        dependence: the graph behind the counts.
    """

    event_id: str
    accounts: tuple[str, ...]
    denials: tuple[str, ...]
    first_hand: tuple[str, ...]
    independent_first_hand: tuple[int, int]
    hearsay_only: tuple[int, int]
    unclear: tuple[str, ...]
    elements: tuple[Element, ...]
    outline_agrees: bool
    dependence: Dependence

    @property
    def contradictions(self) -> tuple[Element, ...]:
        """The elements in which two values cannot both be true."""
        return tuple(element for element in self.elements if element.agreement == "differs")

    @property
    def words(self) -> str:
        """The counts as a sentence."""
        said = [f"{_count(len(self.accounts), 'account')}, {len(self.first_hand)} of them first-hand, by "
                f"{_span(self.independent_first_hand)} independent of one another"]  # fmt: skip
        if self.hearsay_only[1]:
            said.append(f"hearsay of {_span(self.hearsay_only)} further origins")
        if self.unclear:
            said.append(f"{len(self.unclear)} that do not say how they know")
        if self.denials:
            said.append(f"{_count(len(self.denials), 'denial')}")
        differing = ", ".join(element.field for element in self.contradictions)
        said.append(f"contradictions in {differing}" if differing else "no contradiction")
        return "; ".join(said) + "."

    def as_dict(self) -> dict[str, object]:
        """Everything as plain data."""
        return {
            **asdict(self), "dependence": self.dependence.as_dict(), "words": self.words,
            "contradictions": [element.field for element in self.contradictions],
        }  # fmt: skip


def corroboration(linkage: EventLinkage, event_id: str) -> Corroboration:
    """What carries one event of a linkage.

    Raises:
        LinkageError: there is no such event.
    """
    if event_id not in linkage.events:
        raise LinkageError(f"There is no event {event_id}.", event=event_id)
    return _corroborated(linkage.events[event_id], linkage.comparer, linkage.accounts, event_id)


def corroborations(linkage: EventLinkage) -> Iterator[Corroboration]:
    """What carries each event, in the order of event ids."""
    for event_id, told in linkage.events.items():
        yield _corroborated(told, linkage.comparer, linkage.accounts, event_id)


def corroboration_of(accounts: Accounts, *, pack: str) -> Corroboration:
    """What carries an event whose accounts somebody put together by hand."""
    return _corroborated(accounts.rows, Comparer(accounts, pack=pack), accounts, "")


def _corroborated(
    told: Sequence[Account], comparer: Comparer, accounts: Accounts, event_id: str
) -> Corroboration:
    says, denials = [row for row in told if not row.denies], [row for row in told if row.denies]
    first_hand = [row for row in says if row.first_hand]
    ties = dependence(told)
    hearsay = _hearsay_only(says, ties)
    return Corroboration(
        event_id=event_id,
        accounts=_ids(says), denials=_ids(denials), first_hand=_ids(first_hand),
        independent_first_hand=_parties(ties, first_hand),
        hearsay_only=_parties(ties, hearsay),
        unclear=_ids([row for row in says if not row.knowledge]),
        elements=_elements(says, comparer, accounts),
        outline_agrees=_outline_agrees(says, comparer, accounts),
        dependence=ties,
    )  # fmt: skip


def _ids(rows: Sequence[Account]) -> tuple[str, ...]:
    return tuple(row.account_id for row in rows)


def _parties(ties: Dependence, rows: Sequence[Account]) -> tuple[int, int]:
    return len(ties.parties(rows, strictly=True)), len(ties.parties(rows, strictly=False))


def _hearsay_only(says: Sequence[Account], ties: Dependence) -> list[Account]:
    """Accounts that know from others and do not depend on any first-hand account of the event."""
    parts = ties.parties(says, strictly=False)
    by_id = {row.account_id: row for row in says}
    own = {each for part in parts if any(by_id[other].first_hand for other in part) for each in part}
    return [row for row in says if row.knowledge and not row.first_hand and row.account_id not in own]


def _elements(says: Sequence[Account], comparer: Comparer, accounts: Accounts) -> tuple[Element, ...]:
    names = [field.name for field in FIELDS if field.name in _SAME]
    told = [values_told(row) for row in says]
    found = []
    for at, name in enumerate(names):
        by_value: dict[tuple[str, ...], list[int]] = {}
        for row, values in enumerate(told):
            if values[at]:
                by_value.setdefault(values[at], []).append(row)
        if by_value:
            found.append(_element(name, at, by_value, says, comparer, accounts))
    return tuple(found)


def _element(
    name: str, at: int, by_value: dict[tuple[str, ...], list[int]], says: Sequence[Account], comparer: Comparer,
    accounts: Accounts,
) -> Element:  # fmt: skip
    position = {account: index for index, account in enumerate(accounts.ids)}
    one_each = [position[says[rows[0]].account_id] for rows in by_value.values()]
    levels = [int(comparer.levels(np.array([a]), np.array([b]))[0, at]) for a, b in combinations(one_each, 2)]
    values = sorted(by_value.items(), key=lambda item: (-len(item[1]), item[0]))
    return Element(
        field=name,
        agreement=_agreement(name, levels, several=sum(map(len, by_value.values())) > 1),
        values=tuple(
            ToldValue(value=value, accounts=tuple(says[row].account_id for row in rows)) for value, rows in values
        ),
        reasons=tuple(FIELDS[at].levels[level].words for level in sorted(set(levels)) if level != MISSING),
    )  # fmt: skip


def _agreement(name: str, levels: Sequence[int], *, several: bool) -> Agreement:
    if not several:
        return "told once"
    if all(level in _SAME[name] for level in levels):
        return "agrees"
    # a place that nobody knows says nothing against another
    return "fits" if all(level in (MISSING, *_SAME[name], *_FITS[name]) for level in levels) else "differs"


def _outline_agrees(says: Sequence[Account], comparer: Comparer, accounts: Accounts) -> bool:
    position = {account: index for index, account in enumerate(accounts.ids)}
    at = np.array([position[row.account_id] for row in says], dtype=np.int64)
    x, y = np.triu_indices(len(at), 1)
    levels = comparer.levels(at[x], at[y])
    names = [field.name for field in FIELDS]
    return all(
        bool(np.isin(levels[:, names.index(name)], (MISSING, *fine)).all()) for name, fine in _OUTLINE.items()
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _span(counts: tuple[int, int]) -> str:
    return str(counts[0]) if counts[0] == counts[1] else f"{counts[0]} to {counts[1]}"
