"""What people decided about pairs of mentions, and which of it cannot be true together."""

from __future__ import annotations

import csv
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from tumen.errors import ContradictionError, JudgementsError
from tumen.linkage.bounds import Bar, Bounds, bounds_of
from tumen.linkage.mentions import Mentions
from tumen.linkage.records import Records

Verdict = Literal["same", "different", "unsure"]
_VERDICTS: Final = get_args(Verdict)
_SHOWN_FAULTS: Final = 20
JUDGED: Final = "a person judged that they are two"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One person's verdict on two mentions.

    `same` and `different` bind every partition; `unsure` changes nothing. A `same` on two mentions of one
    source is allowed: it says that the source speaks of one person twice.
    """

    mention_a: str
    mention_b: str
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraints:
    """What every partition must respect, in positions of the mentions.

    Attributes:
        unit: for each mention the smallest position among the mentions it must stay with.
        source: for each mention a number for its source.
        together: pairs judged the same, or kept under one number by an organisation (low, high).
        apart: pairs judged different (low, high).
        bounds: what no one person can be.
    """

    unit: tuple[int, ...]
    source: tuple[int, ...]
    together: frozenset[tuple[int, int]]
    apart: frozenset[tuple[int, int]]
    bounds: Bounds

    @property
    def apart_codes(self) -> NDArray[np.int64]:
        """Pairs judged different as `low * mentions + high`, ascending."""
        codes = sorted(low * len(self.source) + high for low, high in self.apart)
        return np.array(codes, dtype=np.int64)

    def allowed(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether two mentions each may be one person, looking at these two alone; shape (pairs,)."""
        code = np.minimum(a, b) * len(self.source) + np.maximum(a, b)
        return np.asarray(self.possible(a, b) & ~np.isin(code, self.apart_codes), dtype=np.bool_)

    def possible(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether no rule parts two mentions each, whatever was judged different; shape (pairs,)."""
        return np.asarray(self.bounds.rules(a, b) == Bar.NONE, dtype=np.bool_)

    def why_apart(self, a: int, b: int) -> str:
        """Why two mentions cannot be one person, in plain words; empty where they may be."""
        if self.unit[a] == self.unit[b]:
            return ""
        if (min(a, b), max(a, b)) in self.apart:
            return JUDGED
        rule = Bar(int(self.bounds.rules(np.array([a]), np.array([b]))[0]))
        return "" if rule is Bar.NONE else rule.words


def judgements_from_csv(path: Path | str) -> tuple[Judgement, ...]:
    """Judgements from a UTF-8 CSV file with the columns mention_a, mention_b, verdict.

    Raises:
        JudgementsError: the file cannot be read, a column is missing, or a verdict is not one of
            same, different, unsure; all faults at once with their row numbers.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise JudgementsError(f"The judgements cannot be read: {type(fault).__name__}.") from fault
    return judgements_from_rows(rows, first_row=2)


def judgements_from_rows(
    rows: Iterable[Mapping[str, object]], *, first_row: int = 1
) -> tuple[Judgement, ...]:
    """Judgements from rows with mention_a, mention_b and verdict; faults as in `judgements_from_csv`."""
    found: list[Judgement] = []
    faults: list[dict[str, object]] = []
    for number, row in enumerate(rows, start=first_row):
        a, b, verdict = (str(row.get(key) or "").strip() for key in ("mention_a", "mention_b", "verdict"))
        if not a or not b or verdict not in _VERDICTS:
            faults.append(
                {
                    "row": number,
                    "fault": "needs mention_a, mention_b and a verdict: same, different or unsure",
                }
            )
            continue
        found.append(Judgement(mention_a=a, mention_b=b, verdict=verdict))  # type: ignore[arg-type]  # checked above
    if faults:
        numbers = ", ".join(str(fault["row"]) for fault in faults[:_SHOWN_FAULTS])
        raise JudgementsError(f"{len(faults)} judgement(s) cannot be read (rows {numbers}).", faults=faults)
    return tuple(found)


def constraints(
    mentions: Mentions | Records, judgements: Sequence[Judgement], *, pack: str | None = None
) -> Constraints:
    """The judgements, the numbers of organisations and the rules that part mentions, checked together.

    Args:
        mentions: the mentions.
        judgements: verdicts of people.
        pack: situation pack that says which relations are kin.

    Raises:
        JudgementsError: a judgement names a mention that is not there, or one mention twice.
        ContradictionError: some of it cannot be true together; carries the shortest such chain.
    """
    together, apart = said_of(mentions, judgements)
    return held_by(mentions.mention_id, together, apart, bounds_of(mentions, together, pack))


def said_of(
    mentions: Mentions | Records, judgements: Sequence[Judgement]
) -> tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int]]]:
    """Pairs (low, high) judged the same or kept under one number, and pairs judged different.

    Raises:
        JudgementsError: a judgement names a mention that is not there, or one mention twice.
    """
    position = {mention: index for index, mention in enumerate(mentions.mention_id)}
    _check_ids(judgements, position)
    same, different = (_pairs(judgements, position, verdict) for verdict in ("same", "different"))
    return same | _numbered_alike(mentions, different), different


def held_by(
    mention_id: Sequence[str],
    together: frozenset[tuple[int, int]],
    apart: frozenset[tuple[int, int]],
    bounds: Bounds,
) -> Constraints:
    """What was said of mentions and what bounds them, checked together.

    Raises:
        ContradictionError: some of it cannot be true together; carries the shortest such chain.
    """
    found = Constraints(
        unit=_units(len(mention_id), together), source=tuple(bounds.source.tolist()), together=together,
        apart=apart, bounds=bounds,
    )  # fmt: skip
    _check_contradictions(mention_id, found)
    return found


def _numbered_alike(
    mentions: Mentions | Records, apart: frozenset[tuple[int, int]]
) -> frozenset[tuple[int, int]]:
    """Pairs that one organisation keeps under one number, which it gives to one person.

    A number under which a person judged two to be different was given twice, and binds nobody.
    """
    if isinstance(mentions, Records):
        return frozenset()
    kept: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, number in enumerate(mentions.deponent):
        if number:
            kept[mentions.organisation[at], number].append(at)
    sets = [frozenset(combinations(same, 2)) for same in kept.values()]
    return frozenset().union(*(pairs for pairs in sets if not pairs & apart))


def _check_ids(judgements: Sequence[Judgement], position: Mapping[str, int]) -> None:
    named = {mention for judgement in judgements for mention in (judgement.mention_a, judgement.mention_b)}
    unknown = sorted(named - position.keys())
    itself = sorted({j.mention_a for j in judgements if j.mention_a == j.mention_b})
    if unknown or itself:
        said = [f"unknown mentions: {', '.join(unknown[:_SHOWN_FAULTS])}"] if unknown else []
        said += [f"judged against themselves: {', '.join(itself[:_SHOWN_FAULTS])}"] if itself else []
        raise JudgementsError(f"Judgements name {'; '.join(said)}.", unknown=unknown, itself=itself)


def _pairs(
    judgements: Sequence[Judgement], position: Mapping[str, int], verdict: str
) -> frozenset[tuple[int, int]]:
    found = ((position[j.mention_a], position[j.mention_b]) for j in judgements if j.verdict == verdict)
    return frozenset((min(pair), max(pair)) for pair in found)


def _units(count: int, same: frozenset[tuple[int, int]]) -> tuple[int, ...]:
    root = list(range(count))

    def find(index: int) -> int:
        while root[index] != index:
            root[index] = root[root[index]]
            index = root[index]
        return index

    for a, b in same:
        low, high = sorted((find(a), find(b)))
        root[high] = low
    return tuple(find(index) for index in range(count))


def _check_contradictions(mention_id: Sequence[str], found: Constraints) -> None:
    members: dict[int, list[int]] = defaultdict(list)
    for index, unit in enumerate(found.unit):
        members[unit].append(index)
    clashes = {pair for pair in found.apart if found.unit[pair[0]] == found.unit[pair[1]]}
    inside = [pair for group in members.values() for pair in combinations(group, 2)]
    low, high = np.array(inside, dtype=np.int64).reshape(-1, 2).T
    # Dates are often wrong: a chain of verdicts outweighs what they say, as one verdict does.
    told = np.isin(found.bounds.rules(low, high), [Bar.SOURCE, Bar.GROUP, Bar.KIN])
    clashes |= {pair for pair, parted in zip(inside, told, strict=True) if parted}
    if clashes:
        chains = (_shortest_chain(found.together, *clash) for clash in sorted(clashes))
        _raise_contradiction(mention_id, found, min(chains, key=len))


def _shortest_chain(same: frozenset[tuple[int, int]], start: int, end: int) -> list[int]:
    near: dict[int, list[int]] = defaultdict(list)
    for a, b in sorted(same):
        near[a].append(b)
        near[b].append(a)
    came: dict[int, int] = {start: start}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for other in near[here]:
            if other not in came:
                came[other] = here
                queue.append(other)
    chain = [end]
    while chain[-1] != start:
        chain.append(came[chain[-1]])
    return chain[::-1]


def _raise_contradiction(mention_id: Sequence[str], found: Constraints, chain: list[int]) -> None:
    ids = [mention_id[index] for index in chain]
    rule = Bar(int(found.bounds.rules(np.array(chain[:1]), np.array(chain[-1:]))[0]))
    if (min(chain[0], chain[-1]), max(chain[0], chain[-1])) in found.apart:
        why = JUDGED
        hint = "Take back one judgement of the chain, or the one that says different."
    elif rule.unless_said:
        why = rule.words
        hint = "Take back one judgement, or judge the two ends same if the source speaks of one person twice."
    else:
        why = rule.words
        hint = "Take back one judgement; this rule holds whatever was judged."
    raise ContradictionError(
        f"Judged or numbered the same: {' = '.join(ids)}; but {ids[0]} and {ids[-1]} are two people: {why}.",
        hint=hint,
        chain=ids,
    )
