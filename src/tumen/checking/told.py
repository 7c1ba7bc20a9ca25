"""What the checks of figures share: the words around a figure, its date, a remark on it, a row in one line."""

from __future__ import annotations

from tumen import dates, figures, reading
from tumen.checking.finding import Draft, Finding, Outcome
from tumen.dates import Date
from tumen.errors import DatesError


def remark(
    draft: Draft, claim: reading.Claim, rule: str, outcome: Outcome, says: str, known: tuple[str, ...]
) -> Finding:
    """A remark on a figure of the draft."""
    q = claim.quantity
    return Finding(
        start=q.start,
        end=q.end,
        text=draft.text[q.start : q.end],
        rule=rule,
        outcome=outcome,
        says=says,
        known=known,
    )


def paragraph_of(draft: Draft, claim: reading.Claim) -> str:
    """The paragraph in which a figure stands."""
    inside = draft.sentences.paragraph(draft.sentences.at(claim.quantity.value_start))
    return draft.text[inside[0].start : inside[-1].end]


def sentence_of(draft: Draft, claim: reading.Claim) -> str:
    """The sentence in which a figure stands."""
    sentence = draft.sentences.at(claim.quantity.value_start)
    return draft.text[sentence.start : sentence.end]


def date_of(edtf: str | None) -> Date | None:
    """The time of a figure; None without one, or where a part of it is not known."""
    try:
        return dates.parse(edtf) if edtf and "XX" not in edtf else None
    except DatesError:
        return None


def line(known: figures.Claim) -> str:
    """A row of the ledger in one line."""
    ends = [v for v in (known.low, known.high) if v is not None] if known.value is None else [known.value]
    told = (
        f"{known.qualifier.replace('-', ' ')} {' to '.join(f'{v:,.10g}' for v in ends)} {known.unit}".strip()
    )
    where = f"{known.population.name()}, {known.place.name()}, {known.as_of}"
    return f"{known.code}: {told}, {where} ({', '.join(known.sources)})"


def row_line(series: figures.Series, row: figures.SeriesRow) -> str:
    """A number of a series in one line."""
    published = "stands now" if row.published is None else f"published {row.published}"
    what = f"{row.value:,.10g} {row.of} {row.place}".strip()
    return f"{series.code}: {what}, {row.period}, {published} ({', '.join(row.sources)})"
