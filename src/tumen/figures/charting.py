"""Rows a chart can draw without knowing what a claim is. No interval is invented: open ends stay open."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from typing import Any

from tumen.figures.nouns import Claim, Series


def chart_rows(claims: Iterable[Claim], *, language: str = "en") -> list[dict[str, Any]]:
    """One row a claim that gives a number; what gives none cannot be drawn and is left out.

    Returns:
        Rows with `id`, `quantity`, `unit`, `value` (a stated point or None), `low` and `high` (None where open),
        `open_low`, `open_high`, `qualifier`, `start` and `end` (ISO dates or None), `as_of` (EDTF), labels of
        population and place, `measure`, `method`, `sources`, `flags`, `confidence`, `verified`.
    """
    return [_claim_row(c, ends, language) for c in claims if (ends := c.ends) is not None]


def _claim_row(claim: Claim, ends: tuple[float, float], language: str) -> dict[str, Any]:
    low, high = (None if math.isinf(end) else end for end in ends)
    return {
        "id": claim.code, "quantity": claim.quantity.name(language), "unit": claim.unit, "value": claim.value,
        "low": low, "high": high, "open_low": low is None, "open_high": high is None, "qualifier": claim.qualifier,
        "start": _iso(claim.as_of.earliest), "end": _iso(claim.as_of.latest), "as_of": claim.as_of.edtf,
        "population": claim.population.name(language), "place": claim.place.name(language), "measure": claim.measure,
        "method": claim.method, "sources": list(claim.sources), "flags": list(claim.flags),
        "confidence": claim.confidence, "verified": claim.verified,
    }  # fmt: skip


def series_chart_rows(series: Series, *, language: str = "en") -> list[dict[str, Any]]:
    """One row a number and vintage.

    Returns:
        Rows with `series`, `unit`, `period` (EDTF), `start` and `end` (ISO dates or None), `of`, `value`, `published`
        (EDTF, None for the one that stands now), `current`, `status`, `place`, `sources`, `verified`.
    """
    return [
        {
            "series": series.name(language), "unit": series.unit, "period": r.period.edtf,
            "start": _iso(r.period.earliest), "end": _iso(r.period.latest), "of": r.of, "value": r.value,
            "published": None if r.published is None else r.published.edtf, "current": r.published is None,
            "status": r.status, "place": r.place, "sources": list(r.sources), "verified": r.verified,
        }
        for r in series.rows
    ]  # fmt: skip


def _iso(day: datetime.date | None) -> str | None:
    return None if day is None else day.isoformat()
