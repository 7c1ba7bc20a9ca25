"""Figures of a draft beside series by year: a number of a year held against the year, a bare one against the sum."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tumen import figures, reading
from tumen.checking.finding import Draft, Finding, Outcome
from tumen.checking.same_number import stated, stems
from tumen.checking.told import remark, row_line, sentence_of
from tumen.errors import UnknownFacts

_UP_TO_THEN = re.compile(
    r"\b(?:since|so far|until|till|to date|cumulat\w+|all told|altogether"
    r"|by (?:the )?(?:end|start|beginning|mid|\d{4}|\w+ \d{4})|has reached|had reached|live|lives|living)\b"
    r"|누적|까지|이후|이래|거주",
    re.IGNORECASE,
)
"""A number beside these is a sum over years, or of those who are there."""
_PEOPLE = re.compile(
    r"\b(?:people|persons?|refugees?|migrants?|wom[ae]n|m[ae]n|girls?|boys?|children|child|defectors?|escapees?|arrivals"
    r"|families|seekers?|nationals|citizens|[A-Z]\w+(?:ans|ese))\b|[명인]$"
)
_A_YEAR = re.compile(r"\d{4}")
_NEAR = 0.05
"""A rounded number within so much of the exact one is the same."""
_APART = 0.1


def against_series(draft: Draft) -> Iterator[Finding]:
    """A number of one year, held against the series that counts the same people year by year."""
    try:
        known = (draft.ledger or figures.ledger(draft.pack)).series
    except UnknownFacts:
        return
    for claim in draft.reading.claims or ():
        year, numbers = claim.setting.as_of or "", stated(claim)
        if claim.quantity.kind != "count" or not numbers or not _A_YEAR.fullmatch(year) or claim.duplicate_of:
            continue
        around, unit = sentence_of(draft, claim), claim.quantity.unit
        if _UP_TO_THEN.search(around) or (unit and not _PEOPLE.search(unit)):
            continue
        for series in known.values():
            rows = series.vintages(year) if _counts_those(series, claim, around) else ()
            if rows and not numbers & {r.value for r in rows}:
                yield _beside_year(draft, claim, series, rows)
                break


def _counts_those(series: figures.Series, claim: reading.Claim, around: str) -> bool:
    """Whether a series counts the people of a figure, where it counts them."""
    if series.unit != "persons" or series.population is None:
        return False
    place = (claim.setting.place or "").casefold().removeprefix("the ")
    called = {n.strip().casefold() for n in (*series.place.names.values(), *series.place.told)}
    return (not place or place in called) and bool(figures.spoken_of(series.population, around))


def _beside_year(
    draft: Draft, claim: reading.Claim, series: figures.Series, rows: tuple[figures.SeriesRow, ...]
) -> Finding:
    """More than the whole contradicts it; less may be a part; near it, rounded, is the same."""
    numbers, values = stated(claim), [r.value for r in rows]
    known = tuple(row_line(series, r) for r in rows)[:6]
    if any(abs(n - v) <= _NEAR * v for n in numbers for v in values):
        return remark(
            draft, claim, "figure.series-near", Outcome.AGREES,
            "Rounded, this is a number of the series; the exact ones stand below.", known,
        )  # fmt: skip
    if min(numbers) > (1 + _APART) * max(values):
        return remark(
            draft, claim, "figure.series", Outcome.CONFLICTS,
            "That is more than the whole series has for that time. Is it a sum over years, or another year?", known,
        )  # fmt: skip
    return remark(
        draft, claim, "figure.series-part", Outcome.ASK,
        "The series has another number for that time. If a part is meant, say which.", known,
    )  # fmt: skip


def passing_dates(draft: Draft) -> Iterator[Finding]:
    """For a number of arrivals without a date: when the sum over the years passed it."""
    try:
        known = (draft.ledger or figures.ledger(draft.pack)).series
    except UnknownFacts:
        return
    for claim in draft.reading.claims or ():
        low, high = claim.quantity.low, claim.quantity.high
        if low is None or low != high or low < 1_000 or claim.quantity.kind != "count" or claim.setting.as_of:
            continue
        around = sentence_of(draft, claim)
        if not re.search(r"\b(?:escap|arriv|safe|reached|settled|liv(?:e|ing)\b|resettl)", around, re.I):
            continue
        for series in known.values():
            passed = _passed(series, low)
            if (
                passed
                and series.unit == "persons"
                and len(stems(around) & stems(series.definition + " " + series.name())) >= 1
            ):
                yield remark(
                    draft,
                    claim,
                    "figure.passed",
                    Outcome.ASK,
                    f"“{series.name()}” passed this number in "
                    f"{passed}. If that is what is counted, "
                    f"say so; arrivals over all years are not "
                    f"the people who live there today.",
                    (),
                )
                break


def _passed(series: figures.Series, number: float) -> str | None:
    total = 0.0
    if not series.totals:
        return None
    for row in series.current("total"):
        total += row.value
        if total >= number:
            return row.period.edtf if row.period.edtf[:2] != ".." else None
    return None
