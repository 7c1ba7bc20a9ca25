"""Who depends on whom among the accounts of one event: quotation, hearsay, kinship, shared texts, referral, issuers.

It is a graph that can be drawn: a node for each account and for each outside source or informant that accounts lead
back to, and an edge for each tie, in words. Some ties break independence by themselves (one quotes the other, both are
of one household); others only may (one broker, one publisher, a journey made together), so that what is independent is
a count from a least to a most.

Source of the rules: what bodies of inquiry hold not to be independent: one household, one broker's or shelter's
telling, one heard from the other, one publication quoted by both, one statement signed by all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Final, Literal

from tumen.linkage.events.accounts import Account

TieKind = Literal[
    "quotes", "heard from", "same informant", "shared statement", "same household", "relatives", "same origin",
    "together", "same referral", "same issuer",
]  # fmt: skip
_WORDS: Final[dict[TieKind, str]] = {
    "quotes": "one quotes the other",
    "heard from": "one was told by whoever tells the other",
    "same informant": "one person tells both",
    "shared statement": "both give one text",
    "same household": "both are of one household",
    "relatives": "they are relatives",
    "same origin": "both lead back to one origin",
    "together": "they went through it together or talked it over",
    "same referral": "they came through one broker, shelter or office",
    "same issuer": "both were published by one issuer",
}
_MAY: Final = frozenset({"together", "same referral", "same issuer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An account, or an outside source or informant that accounts lead back to.

    Attributes:
        id: of the account, or of the outside source or informant.
        outside: not an account of this event.
        first_hand: whether the informant lived through it or saw it; False outside.
    """

    id: str
    outside: bool
    first_hand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One reason why two accounts are not, or may not be, independent.

    Attributes:
        a, b: ids of nodes; for `quotes` and `heard from` b is where a has it from.
        kind: what ties them.
        certain: it breaks independence; otherwise it only may.
    """

    a: str
    b: str
    kind: TieKind
    certain: bool

    @property
    def words(self) -> str:
        """The tie in plain words."""
        return _WORDS[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependence:
    """The graph of dependence among the accounts of one event."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]

    def as_dict(self) -> dict[str, object]:
        """Nodes and edges as plain data, for drawing."""
        return {
            "nodes": [asdict(node) for node in self.nodes],
            "edges": [{**asdict(tie), "words": tie.words} for tie in self.ties],
        }

    def parties(self, accounts: Sequence[Account], *, strictly: bool) -> tuple[tuple[str, ...], ...]:
        """The given accounts parted into sets that do not depend on one another.

        Args:
            accounts: some of the accounts of the event.
            strictly: ties that only may break independence do break it.
        """
        ids = [account.account_id for account in accounts]
        root = {each: each for each in ids}

        def find(each: str) -> str:
            while root[each] != each:
                each = root[each]
            return each

        for tie in self.ties:
            if (tie.certain or strictly) and tie.a in root and tie.b in root:
                low, high = sorted((find(tie.a), find(tie.b)))
                root[high] = low
        parts: dict[str, list[str]] = {}
        for each in ids:
            parts.setdefault(find(each), []).append(each)
        return tuple(tuple(part) for part in parts.values())


def dependence(accounts: Sequence[Account]) -> Dependence:
    """Every tie among the accounts of one event."""
    told = {name: [] for row in accounts for name in (row.source_id, row.teller)}  # type: dict[str, list[str]]
    for row in accounts:
        for name in dict.fromkeys((row.source_id, row.teller)):
            told[name].append(row.account_id)
    led = [tie for row in accounts for tie in _led(row, told)]
    ties = [*led, *(tie for a, b in combinations(accounts, 2) for tie in _between(a, b))]
    ties += _one_origin(accounts, led)
    outside = sorted({tie.b for tie in led} - {row.account_id for row in accounts})
    nodes = [Node(id=row.account_id, outside=False, first_hand=row.first_hand) for row in accounts]
    nodes += [Node(id=each, outside=True, first_hand=False) for each in outside]
    return Dependence(nodes=tuple(nodes), ties=tuple(dict.fromkeys(ties)))


def _led(row: Account, told: dict[str, list[str]]) -> Iterator[Tie]:
    """Where an account says it has it from: other accounts, or somebody outside."""
    for kind, names in (("quotes", row.cites), ("heard from", row.heard_from)):
        for name in names:
            for origin in told.get(name, [name]):
                if origin != row.account_id:
                    yield Tie(a=row.account_id, b=origin, kind=kind, certain=True)  # type: ignore[arg-type]  # two of them


def _between(a: Account, b: Account) -> Iterator[Tie]:
    shared: tuple[tuple[TieKind, bool], ...] = (
        ("same informant", a.teller == b.teller),
        ("shared statement", bool(a.statement) and a.statement == b.statement),
        ("same household", bool(a.household) and a.household == b.household),
        ("relatives", a.teller in b.kin or b.teller in a.kin),
        ("together", _met(a, b)),
        ("same referral", bool(a.referral) and a.referral == b.referral),
        ("same issuer", bool(a.issuer) and a.issuer == b.issuer),
    )
    for kind, holds in shared:
        if holds:
            yield Tie(a=a.account_id, b=b.account_id, kind=kind, certain=kind not in _MAY)


def _met(a: Account, b: Account) -> bool:
    return a.teller in b.together or b.teller in a.together or bool({*a.together} & {*b.together})


def _one_origin(accounts: Sequence[Account], led: Sequence[Tie]) -> Iterator[Tie]:
    """Pairs of accounts that both lead back, over however many hands, to one account or outside source."""
    above: dict[str, set[str]] = {}
    for tie in led:
        above.setdefault(tie.a, set()).add(tie.b)
    origins = {row.account_id: _ancestors(row.account_id, above) for row in accounts}
    for a, b in combinations(accounts, 2):
        one, other = origins[a.account_id], origins[b.account_id]
        if one & other:
            yield Tie(a=a.account_id, b=b.account_id, kind="same origin", certain=True)


def _ancestors(start: str, above: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(above.get(start, ()))
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting.extend(above.get(here, ()))
    return found
