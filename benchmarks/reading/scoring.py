"""How candidates are compared with an answer key: which of its records were found, and what was right about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

Record = Mapping[str, Any]
Span = tuple[int, int]

ALIKE = 60
"""Of 100: two names for one source, person or instrument share at least this much after sorting their words."""


@dataclass
class Score:
    """Counts of one list in one document, or of several documents added up.

    Attributes:
        wanted: Records of the key that have to be found.
        found: How many of them were.
        given: Candidates handed out that count (a general practice handed out as such does not).
        right: How many of them point at a record of the key, required or not.
        details: What else is graded of the matched records: name to (right, graded).
        missed: Text of what was not found; for a person at a terminal, never kept.
        extra: Text of what no record answers to; likewise.
    """

    wanted: int = 0
    found: int = 0
    given: int = 0
    right: int = 0
    details: dict[str, tuple[int, int]] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of what has to be found that was; 1 where nothing has to be."""
        return self.found / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        """Share of what was handed out that answers to a record; 1 where nothing was."""
        return self.right / self.given if self.given else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0

    def grade(self, name: str, *, right: bool) -> None:
        """One more graded detail."""
        good, all_ = self.details.get(name, (0, 0))
        self.details[name] = (good + right, all_ + 1)

    def __add__(self, other: Score) -> Score:
        names = {**self.details, **other.details}
        return Score(
            wanted=self.wanted + other.wanted, found=self.found + other.found, given=self.given + other.given,
            right=self.right + other.right, missed=self.missed + other.missed, extra=self.extra + other.extra,
            details={
                n: (
                    self.details.get(n, (0, 0))[0] + other.details.get(n, (0, 0))[0],
                    self.details.get(n, (0, 0))[1] + other.details.get(n, (0, 0))[1],
                )
                for n in names
            },
        )  # fmt: skip


def spans_of(record: Record) -> list[Span]:
    """Where a record stands: one span, or several."""
    if record.get("spans"):
        return [(s["start"], s["end"]) if isinstance(s, Mapping) else (s[0], s[1]) for s in record["spans"]]
    return [(record["start"], record["end"])]


def number_of(record: Record) -> list[Span]:
    """Where the number of a claim stands, or the claim when it has none."""
    return [tuple(record["value_span"])] if record.get("value_span") else spans_of(record)


def touch(a: Sequence[Span], b: Sequence[Span]) -> int:
    """How many characters two records share at most."""
    return max((min(x[1], y[1]) - max(x[0], y[0]) for x in a for y in b), default=0)


def pairs(
    wanted: Sequence[Record], given: Sequence[Record], where: Callable[[Record], list[Span]] = spans_of
) -> list[tuple[int, int]]:
    """One candidate for each record, those that share most first."""
    shared = [
        (-(touch(where(w), where(g)) / max(1, _length(where(w)), _length(where(g)))), i, j)
        for i, w in enumerate(wanted)
        for j, g in enumerate(given)
        if touch(where(w), where(g)) > 0
    ]
    taken_w: set[int] = set()
    taken_g: set[int] = set()
    chosen = []
    for _, i, j in sorted(shared):
        if i not in taken_w and j not in taken_g:
            chosen.append((i, j))
            taken_w.add(i)
            taken_g.add(j)
    return chosen


def _length(spans: Sequence[Span]) -> int:
    return max(end - start for start, end in spans)


def score(
    text: str,
    wanted: Sequence[Record],
    given: Sequence[Record],
    *,
    required: Callable[[Record], bool] = lambda record: True,
    where: Callable[[Record], list[Span]] = spans_of,
    grade: Callable[[Score, Record, Record], None] = lambda score, key, candidate: None,
) -> Score:
    """Compare one list of one document with its key, one candidate to one record."""
    matched = pairs(wanted, given, where)
    left, right = {i for i, _ in matched}, {j for _, j in matched}
    result = Score(given=len(given), right=len(right))
    for i, record in enumerate(wanted):
        if required(record):
            result.wanted += 1
            result.found += i in left
            if i not in left:
                result.missed.append(_said(text, where(record)[0]))
    result.extra = [_said(text, where(g)[0]) for j, g in enumerate(given) if j not in right]
    for i, j in matched:
        grade(result, wanted[i], given[j])
    return result


def _said(text: str, span: Span) -> str:
    start, end = max(span[0] - 25, 0), min(span[1] + 25, span[0] + 140)
    return " ".join(
        (text[start : span[0]] + "[" + text[span[0] : span[1]] + "]" + text[span[1] : end]).split()
    )


def same_bounds(key: Record, candidate: Record) -> bool:
    """Equal ends; a word for an order of magnitude may have any low end of that order and an open upper end."""
    low, high = candidate.get("value_low"), candidate.get("value_high")
    if key["vague"] and key["value_low"]:
        wanted = key["value_low"]
        return low is not None and wanted / 2.01 <= low <= wanted * 2.01 and (high is None or high >= low)
    return _near(low, key["value_low"]) and _near(high, key["value_high"])


def _near(a: float | None, b: float | None) -> bool:
    return (a is None) == (b is None) and (
        a is None or b is None or abs(a - b) <= 0.01 * max(abs(a), abs(b), 1)
    )


def alike(a: str | None, b: str | None) -> bool:
    """Both not stated, or two ways of writing one name."""
    if not a or not b:
        return not a and not b
    return fuzz.token_set_ratio(a.casefold(), b.casefold()) >= ALIKE
