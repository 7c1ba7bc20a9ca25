"""Figures of a draft beside the ledger: the same number, of others, of another year, in vintages, its weaknesses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tumen import dates, figures, reading
from tumen.checking.finding import Draft, Finding, Outcome
from tumen.checking.same_number import (
    distinct,
    ends,
    of_one_series,
    same_number,
    same_row,
    speaks_of,
    stated,
    stems,
    subject,
    units_fit,
    whole_number,
    whom,
)
from tumen.checking.told import date_of, line, paragraph_of, remark, row_line, sentence_of
from tumen.dates import Date, Truth
from tumen.errors import UnknownFacts
from tumen.patterns import later

FLAGS = {
    "outlier": "The ledger marks this number as far outside all others; do not use it without saying so.",
    "arithmetic": "The numbers of its source do not add up.",
    "advocacy-without-method": "The source is an advocacy estimate that gives no method.",
    "denominator-unclear": "It is not clear of whom this is a share.",
    "denominator-conflict": "It has been retold as a share of other people than the source says.",
    "definition-differs": "Two populations are counted together in this number; other sources count only one of them.",
    "flow-as-stock": "The number is that of arrivals over all years, but is told as if so many lived there.",
    "stock-or-flow": "It is not clear whether this counts people on a day or crossings over years.",
    "date-from-publication": "The source gives no date; the time of publication stands in for it.",
    "no-definition": "The source does not say whom it counts.",
    "source-does-not-show": "The source that is cited does not show this.",
    "country-conflict": "The present data give this number to another country.",
    "unit-slippage": "Events have been retold as people.",
    "attribution-conflict": "Sources disagree about who said this.",
    "computed-here": "Computed from parts, stated by nobody.",
}
"""What a flag of a claim means for somebody who is about to use the number."""


def against_ledger(draft: Draft) -> Iterator[Finding]:
    """Every figure of the draft that the ledger knows, with what it knows."""
    try:
        ledger = draft.ledger or figures.ledger(draft.pack)
    except UnknownFacts:
        return
    places = frozenset(word for c in ledger.claims for word in stems(c.place.name()))
    for claim in draft.reading.claims or ():
        if claim.quantity.kind != "duration" and not claim.duplicate_of:
            yield from _of_claim(draft, claim, ledger, places)


def _of_claim(
    draft: Draft, claim: reading.Claim, ledger: figures.Ledger, places: frozenset[str]
) -> Iterator[Finding]:
    around = sentence_of(draft, claim)
    words, when = stems(around), date_of(claim.setting.as_of)
    same = [c for c in ledger.claims if same_number(claim, c)]
    if claim.quantity.kind == "count" and max(stated(claim), default=0) < _SMALL:
        same = [c for c in same if when is not None and dates.overlaps(when, c.as_of) is not Truth.NO]
    theirs = [c for c in same if _of_those(draft, claim, c, ledger, places)]
    rows = [
        (s, r)
        for s in ledger.series.values()
        for r in s.rows
        if same_row(claim, r)
        and (
            of_one_series(words, s) or (s.population is not None and figures.spoken_of(s.population, around))
        )
        and (r.value >= 1_000 or _at(when, r))
    ]
    if theirs and not rows and not any(whole_number(claim, c) for c in theirs):
        yield _an_end(draft, claim, theirs)
        return
    theirs = [c for c in theirs if whole_number(claim, c)]
    if theirs or rows:
        yield _known(draft, claim, theirs, rows, when)
        yield from _weaknesses(draft, claim, theirs)
        yield from _vintages(draft, claim, rows)
        yield from _left_or_arrived(draft, claim, theirs, rows)
        return
    others = [c for c in same if whole_number(claim, c) and words & subject(c)]
    if others:
        yield _of_others(draft, claim, others)
        return
    near = [c for c in ledger.claims if c.ends and units_fit(claim, c) and len(words & subject(c)) >= _MANY]
    near = [c for c in near if when is None or dates.overlaps(when, c.as_of) is not Truth.NO]
    if near:
        yield _beside(draft, claim, near)


def _of_those(
    draft: Draft, claim: reading.Claim, known: figures.Claim, ledger: figures.Ledger, places: frozenset[str]
) -> bool:
    """Whether the draft's words speak of whom a claim counts; the place alone, where many live, does not say it.

    The paragraph is asked for a large number in a sentence that speaks of nothing that the ledger counts.
    """
    around = sentence_of(draft, claim)
    if distinct(known) or stems(around) & (whom(known) - places) or speaks_of(around, known):
        return True
    if max(map(abs, stated(claim)), default=0) < _LARGE:
        return False
    if any(figures.spoken_of(q, around) for q in ledger.quantities.values()):
        return False
    paragraph = paragraph_of(draft, claim)
    return bool(stems(paragraph) & (whom(known) - places)) or speaks_of(paragraph, known)


_LARGE = 1_000
"""From here on the paragraph, too, tells whom a number counts; smaller ones are too many."""
_SMALL = 100
"""Fewer than this are a claim's number only at the claim's own time; too many numbers are small."""
_MANY = 3
"""Words that a sentence and a subject of the ledger have to share before a number is put beside others about it."""


def _known(
    draft: Draft, claim: reading.Claim, same: Sequence[figures.Claim], rows: Sequence[tuple[figures.Series,
                                                                                            figures.SeriesRow]],
                                                                                            when: Date | None
) -> Finding:  # fmt: skip
    known = tuple(dict.fromkeys([*(line(c) for c in same), *(row_line(s, r) for s, r in rows)]))[:6]
    times = [*(c.as_of for c in same), *(r.period for _, r in rows)]
    if when is None:
        return remark(
            draft,
            claim,
            "figure.undated",
            Outcome.ASK,
            "The text gives no date for this number; the "
            "ledger has it for the times below. Say for when "
            "it holds.",
            known,
        )
    if all(dates.overlaps(when, t) is Truth.NO for t in times) and not _close(when, times):
        return remark(
            draft,
            claim,
            "figure.other-year",
            Outcome.CONFLICTS,
            f"The text ties this number to {when}; the ledger has it for another time.",
            known,
        )
    both = [t for t in times if dates.overlaps(when, t) is Truth.NO]
    said = "The ledger has the same number." + (" It also has it for another time." if both else "")
    return remark(draft, claim, "figure.known", Outcome.AGREES, said, known)


def _of_others(draft: Draft, claim: reading.Claim, same: Sequence[figures.Claim]) -> Finding:
    """A number that the ledger has of others than the text speaks of: no agreement, and easily taken for one."""
    return remark(
        draft,
        claim,
        "figure.of-others",
        Outcome.ASK,
        "The ledger has this number, but of those below. Say whom the text counts, and who says so.",
        tuple(line(c) for c in same)[:6],
    )


def _an_end(draft: Draft, claim: reading.Claim, same: Sequence[figures.Claim]) -> Finding:
    """A number that the ledger has only as one end of a range, or a range of which it has one end."""
    says = "One end of this range stands in the ledger as a number of its own. Say whose range it is."
    if len(stated(claim)) == 1:
        says = (
            "The ledger has this number only as one end of a range. Say whether the other end was left out."
        )
    return remark(draft, claim, "figure.one-end", Outcome.ASK, says, tuple(line(c) for c in same)[:6])


def _at(when: Date | None, row: figures.SeriesRow) -> bool:
    """A small number is that of a row only at the row's own time; there are too many small numbers."""
    return when is not None and dates.overlaps(when, row.period) is not Truth.NO


def _close(when: Date, times: Sequence[Date]) -> bool:
    """A figure as of a year, told within half a year after it, is no conflict: the text says when it was published."""
    return len(when.edtf) > 4 and any(
        t.latest and when.earliest and 0 <= (when.earliest - t.latest).days < 200 for t in times
    )


def _weaknesses(draft: Draft, claim: reading.Claim, same: Sequence[figures.Claim]) -> Iterator[Finding]:
    for known in same:
        flags = [FLAGS[f] for f in known.flags if f in FLAGS]
        if known.derived_from:
            flags.append(
                f"It is computed from {', '.join(known.derived_from)}: together they are one confirmation, "
                f"not two."
            )
        if any(f.startswith("year-conflict") for f in known.flags):
            flags.append("Sources give this number to different years.")
        if flags or known.note:
            says = " ".join([*flags, known.note]).strip()
            yield remark(draft, claim, "figure.weak", Outcome.ASK, says, (line(known),))


def _vintages(
    draft: Draft, claim: reading.Claim, rows: Sequence[tuple[figures.Series, figures.SeriesRow]]
) -> Iterator[Finding]:
    for series, row in rows:
        versions = {r.value for r in series.vintages(row.period.edtf, row.of) if r.place == row.place}
        if len(versions) > 1:
            told = " and ".join(f"{v:,g}" for v in sorted(versions))
            yield remark(
                draft,
                claim,
                "figure.vintages",
                Outcome.ASK,
                f"For {row.period} more than one number was published: {told}. Say which vintage this is.",
                (row_line(series, row),),
            )
            return


_LEFT = later(r"\b(?:escap|fled\b|flee|defect|left\b|leav|cross)", re.IGNORECASE)
_ARRIVED = later(r"\b(?:arriv|reach|enter|came\b|settl|resettl|liv(?:e|ing)\b)", re.IGNORECASE)


def _left_or_arrived(
    draft: Draft,
    claim: reading.Claim,
    same: Sequence[figures.Claim],
    rows: Sequence[tuple[figures.Series, figures.SeriesRow]],
) -> Iterator[Finding]:
    """A number of arrivals that the draft tells of people who left: two populations with a journey between them."""
    around = sentence_of(draft, claim)
    if not _LEFT.search(around) or _ARRIVED.search(around):
        return
    counted = [c.population.name() for c in same] + [s.name() for s, _ in rows]
    arrived = next((name for name in counted if _ARRIVED.search(name)), None)
    if arrived is not None:
        says = (
            f"The ledger's number is of those who arrived ({arrived}); the text speaks of leaving. Not everybody who "
            "leaves arrives, and whoever arrives may have left years before. Say which is meant."
        )
        yield remark(draft, claim, "figure.left-or-arrived", Outcome.ASK, says, ())


def _beside(draft: Draft, claim: reading.Claim, near: Sequence[figures.Claim]) -> Finding:
    low, high = ends(claim)
    apart = [c for c in near if c.ends and (c.ends[1] < low or c.ends[0] > high)]
    known = tuple(line(c) for c in near[:6])
    if len(apart) == len(near):
        return remark(
            draft,
            claim,
            "figure.beside",
            Outcome.ASK,
            "The ledger has other numbers about this; look at "
            "whom, where and when each counts before using "
            "one.",
            known,
        )
    return remark(
        draft,
        claim,
        "figure.beside",
        Outcome.AGREES,
        "Nothing in the ledger speaks against this number.",
        known,
    )
