"""What a row of each table of a figures file may hold; a row that does not fit is a fault of the file."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Row(BaseModel):
    """Unknown keys are faults: a misspelt one would have no effect."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sources: list[str]


class SubjectRow(Row):
    """A quantity, a population or a place."""

    id: str
    en: str
    ko: str = ""
    zh: str = ""
    within: str | None = None
    under: list[str] = []
    told: list[str] = []


class ClaimRow(Row):
    """A published number, or a saying."""

    id: str
    quantity: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str
    measure: Literal["stock", "flow", "cumulative", "rate", "share", "price", "ratio", "change"]
    population: str
    place: str
    as_of: str
    qualifier: Literal["about", "at-least", "more-than", "up-to", ""] = ""
    method: str = ""
    method_kind: str = ""
    quoted_by: list[str] = []
    flags: list[str] = []
    note: str = ""
    confidence: Literal["high", "medium", "low"]
    verified: bool = True
    nature: Literal["", "forecast", "impression", "opinion", "consensus", "well-known"] = ""
    words: str = ""
    expects: Literal["", "rise", "fall", "go-on"] = ""
    series: str = ""
    review: str | None = None


class SeriesHeadRow(Row):
    """What a series counts."""

    id: str
    en: str
    ko: str = ""
    zh: str = ""
    unit: str
    population: str | None = None
    place: str
    definition: str


class NumberRow(Row):
    """One number of a series."""

    series: str
    period: str
    of: str
    value: float
    published: str | None = None
    status: Literal["provisional", "forecast", ""] = ""
    place: str = ""
    verified: bool = True


class TotalRow(Row):
    """A published total of a series."""

    series: str
    as_of: str
    of: str
    value: float


class QuotationRow(Row):
    """A source and what it repeats."""

    source: str
    repeats: str
    why: str = ""


class HeadRow(Row):
    """Two bodies under one head."""

    a: str
    b: str
    why: str = ""


class ContextRow(Row):
    """An entry of the line of context."""

    id: str
    kind: Literal["phase", "policy", "event", "driver"]
    en: str
    ko: str = ""
    zh: str = ""
    when: str
    on: list[str]
    because: str = ""
    follows: list[str] = []
    note: str = ""
    verified: bool = True


class AgainstRow(Row):
    """What a statement is set against: a series, a table of a record, or nothing that decides."""

    claim: str
    en: str
    ko: str = ""
    zh: str = ""
    series: str = ""
    of: str = "total"
    place: str = ""
    table: str = ""


class MoneyRow(Row):
    """A rate or a price level of one year."""

    kind: Literal["rate", "index"]
    unit: str
    year: int
    value: float
    verified: bool = True
