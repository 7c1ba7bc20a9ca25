"""A quantity in short: what a reader must know before using any of its figures, in plain sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tumen.figures import Claim
from tumen_desk.count.claims_queries import Axis, QuantityPage
from tumen_desk.count.claims_words import counted, number, said

_STITCHED = "range of others"
_UNSTATED = ("", "not stated")
_WORTH_SAYING = 1.5
_MOST_REPEATED = 5


def in_short(page: QuantityPage) -> list[str]:
    """Sentences about the claims of a quantity, the farthest apart first."""
    claims = [line.claim for axis in page.axes for line in axis.lines]
    return [
        *(told for axis in page.axes[:1] for told in _apart(axis)),
        *_scopes(page.axes[0] if page.axes else None),
        *_stitched(claims),
        *_without_method(claims),
        *_undated(claims),
        *_again(claims),
        *_part_years(claims),
    ]


def _apart(axis: Axis) -> Iterator[str]:
    """How far the numbers of the fullest axis lie apart."""
    stated = [
        (end, line)
        for line in axis.lines
        for end in (line.claim.value, line.claim.low, line.claim.high)
        if end
    ]
    if len(stated) < 2:
        return
    (low, first), (high, last) = min(stated, key=lambda e: e[0]), max(stated, key=lambda e: e[0])
    if first is not last and low > 0 and high / low >= _WORTH_SAYING:
        least = f"{number(low, axis.unit)} ({first.claim.code}, {first.as_of})"
        most = f"{number(high, axis.unit)} ({last.claim.code}, {last.as_of})"
        if high / low >= 2:
            yield f"From {least} to {most}, {high / low:,.0f} times as much."
        else:
            yield f"From {least} to {most}."


def _scopes(axis: Axis | None) -> Iterator[str]:
    if axis is not None and len(axis.scopes) > 1:
        whom = len({scope.population for scope in axis.scopes})
        where = len({scope.place for scope in axis.scopes})
        yield (
            f"They count {counted(whom, 'group')} of people in {counted(where, 'place')}: much of the difference is "
            "whom they count, not who is right."
        )


def _stitched(claims: Sequence[Claim]) -> Iterator[str]:
    found = [c.code for c in claims if c.method_kind == _STITCHED]
    if found:
        yield f"{_listed(found)}: the ends of this range come from different bodies. It is nobody's interval."


def _without_method(claims: Sequence[Claim]) -> Iterator[str]:
    silent = sum(c.method in _UNSTATED and c.method_kind in _UNSTATED for c in claims)
    if silent:
        yield f"How the number came about is not said in {silent} of {counted(len(claims), 'claim')}."


def _undated(claims: Sequence[Claim]) -> Iterator[str]:
    borrowed = [c.code for c in claims if {"date-from-publication", "undated"} & set(c.flags)]
    if borrowed:
        yield f"{_listed(borrowed)}: no date of its own; the number may be older than the text."


def _again(claims: Sequence[Claim]) -> Iterator[str]:
    """The very same number, told for several times or by several: it may be one number that is repeated."""
    same: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for c in claims:
        if c.ends is not None:
            same[c.value, c.low, c.high, c.unit, c.population.code].append(c)
    for found in [f for f in same.values() if len({said(c.as_of) for c in f}) > 1][:_MOST_REPEATED]:
        times = "; ".join(dict.fromkeys(said(c.as_of) for c in found))
        yield (
            f"{_listed([c.code for c in found])}: the same number for several times ({times}). It may be one number "
            "repeated, or put on the wrong year."
        )


def _part_years(claims: Sequence[Claim]) -> Iterator[str]:
    """Flows over less than a year beside flows over whole ones."""
    flows = [c for c in claims if c.measure == "flow" and c.as_of.earliest and c.as_of.latest]
    days = {
        c.code: (c.as_of.latest - c.as_of.earliest).days for c in flows if c.as_of.latest and c.as_of.earliest
    }
    part = [code for code, length in days.items() if length < 360]
    if part and len(part) < len(days):
        yield f"{_listed(part)} count only a part of a year; do not put them beside whole years."


def _listed(codes: Sequence[str]) -> str:
    shown = ", ".join(codes[:6])
    return f"{shown} and {len(codes) - 6} more" if len(codes) > 6 else shown
