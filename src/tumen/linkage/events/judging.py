"""What people decided about pairs of accounts, and which accounts must stay together or apart."""

from __future__ import annotations

import csv
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, NoReturn, get_args

from tumen.errors import ContradictionError, JudgementsError
from tumen.linkage.events.accounts import Accounts

Verdict = Literal["same", "different", "unsure"]
_VERDICTS: Final = get_args(Verdict)
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class EventJudgement:
    """One person's verdict on two accounts: of one event, of two, or cannot tell (which changes nothing).

    `same` on two accounts of one source says that the source tells the event twice.
    """

    account_a: str
    account_b: str
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What every partition respects, in positions of the accounts.

    Attributes:
        unit: for each account the first account that it must stay with.
        source: for each account a number for its source; two accounts of one source are two events.
        together: pairs judged the same (low, high).
        apart: pairs judged different (low, high).
    """

    unit: tuple[int, ...]
    source: tuple[int, ...]
    together: frozenset[tuple[int, int]]
    apart: frozenset[tuple[int, int]]

    def clash(self, a: int, b: int) -> bool:
        """Whether two accounts cannot be of one event, looking at these two alone."""
        pair = (min(a, b), max(a, b))
        return pair in self.apart or (self.source[a] == self.source[b] and pair not in self.together)


def event_judgements_from_csv(path: Path | str) -> tuple[EventJudgement, ...]:
    """Judgements from a UTF-8 CSV file with the columns account_a, account_b, verdict.

    Raises:
        JudgementsError: the file cannot be read, or rows are at fault; all at once with their row numbers.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise JudgementsError(f"The judgements cannot be read: {type(fault).__name__}.") from fault
    return _from_rows(rows)


def _from_rows(rows: Iterable[Mapping[str, str | None]]) -> tuple[EventJudgement, ...]:
    found: list[EventJudgement] = []
    faults: list[dict[str, object]] = []
    for number, row in enumerate(rows, start=2):
        a, b, verdict = ((row.get(key) or "").strip() for key in ("account_a", "account_b", "verdict"))
        if a and b and verdict in _VERDICTS:
            found.append(EventJudgement(account_a=a, account_b=b, verdict=verdict))  # type: ignore[arg-type]  # checked
            continue
        fault = "needs account_a, account_b and a verdict: same, different or unsure"
        faults.append({"row": number, "fault": fault})
    if faults:
        numbers = ", ".join(str(fault["row"]) for fault in faults[:_SHOWN])
        raise JudgementsError(
            f"{len(faults)} judgement(s) cannot be read (rows {numbers}).",
            hint="Give account_a, account_b and a verdict: same, different or unsure.", faults=faults,
        )  # fmt: skip
    return tuple(found)


def hold(accounts: Accounts, judgements: Sequence[EventJudgement]) -> Held:
    """The judgements and the rule "two accounts of one source are two events", checked together.

    Raises:
        JudgementsError: a judgement names an account that is not there, or one account twice.
        ContradictionError: some of it cannot be true together; carries the shortest such chain.
    """
    position = {account: index for index, account in enumerate(accounts.ids)}
    _check_ids(judgements, position)
    same, different = (_pairs(judgements, position, verdict) for verdict in ("same", "different"))
    numbers = {source: i for i, source in enumerate(sorted({row.source_id for row in accounts}))}
    held = Held(
        unit=_units(len(accounts), same),
        source=tuple(numbers[row.source_id] for row in accounts),
        together=same,
        apart=different,
    )
    _check_contradictions(accounts, held)
    return held


def _check_ids(judgements: Sequence[EventJudgement], position: Mapping[str, int]) -> None:
    named = {account for j in judgements for account in (j.account_a, j.account_b)}
    unknown = sorted(named - position.keys())
    itself = sorted({j.account_a for j in judgements if j.account_a == j.account_b})
    said = [f"unknown accounts: {', '.join(unknown[:_SHOWN])}"] if unknown else []
    said += [f"accounts judged against themselves: {', '.join(itself[:_SHOWN])}"] if itself else []
    if said:
        raise JudgementsError(f"Judgements name {'; '.join(said)}.", unknown=unknown, itself=itself)


def _pairs(
    judgements: Sequence[EventJudgement], position: Mapping[str, int], verdict: str
) -> frozenset[tuple[int, int]]:
    found = ((position[j.account_a], position[j.account_b]) for j in judgements if j.verdict == verdict)
    return frozenset((min(pair), max(pair)) for pair in found)


def _units(count: int, same: frozenset[tuple[int, int]]) -> tuple[int, ...]:
    root = list(range(count))

    def find(index: int) -> int:
        while root[index] != index:
            index = root[index]
        return index

    for a, b in same:
        low, high = sorted((find(a), find(b)))
        root[high] = low
    return tuple(find(index) for index in range(count))


def _check_contradictions(accounts: Accounts, held: Held) -> None:
    members: dict[int, list[int]] = defaultdict(list)
    for index, unit in enumerate(held.unit):
        members[unit].append(index)
    clashes = [
        (a, b) for group in members.values() for a in group for b in group if a < b and held.clash(a, b)
    ]
    if clashes:
        _refuse(accounts, held, min((_chain(held.together, *clash) for clash in clashes), key=len))


def _chain(same: frozenset[tuple[int, int]], start: int, end: int) -> list[int]:
    """The shortest chain of judgements that says two accounts are of one event."""
    came = {start: start}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        near = sorted(b if a == here else a for a, b in same if here in (a, b))
        fresh = [other for other in near if other not in came]
        came |= dict.fromkeys(fresh, here)
        queue.extend(fresh)
    chain = [end]
    while chain[-1] != start:
        chain.append(came[chain[-1]])
    return chain[::-1]


def _refuse(accounts: Accounts, held: Held, chain: list[int]) -> NoReturn:
    ids = [accounts.ids[index] for index in chain]
    if (min(chain[0], chain[-1]), max(chain[0], chain[-1])) in held.apart:
        why, hint = (
            "were judged different",
            "Take back one judgement of the chain, or the one that says different.",
        )
    else:
        why = "stand in one source, where two accounts are two events"
        hint = "Take back one judgement, or judge the two ends same if the source tells the event twice."
    raise ContradictionError(
        f"Judged the same: {' = '.join(ids)}; but {ids[0]} and {ids[-1]} {why}.", hint=hint, chain=ids
    )
