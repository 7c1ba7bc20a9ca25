"""Library values ↔ table columns."""

from __future__ import annotations

import datetime

from tumen import dates


def date_columns(written: str, *, name: str = "date", low: str = "", high: str = "") -> dict[str, object]:
    """The EDTF text of a written date and the days it can mean, as column values.

    Raises:
        DatesError: it cannot be read as a date.
    """
    low, high = low or f"{name}_low", high or f"{name}_high"
    written = written.strip()
    if not written:
        return {name: "", low: None, high: None}
    date = dates.parse(written)
    return {name: date.edtf, low: date.earliest, high: date.latest}


def edtf_text(written: str) -> str:
    """The EDTF text of a written date; empty stays empty."""
    return dates.parse(written.strip()).edtf if written.strip() else ""


def last_day(written: str) -> datetime.date | None:
    """The last day a written date can mean; None = open or not stated."""
    return dates.parse(written).latest if written.strip() else None
