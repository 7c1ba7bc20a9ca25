"""Statements beside what can be counted, as the page of their quantity shows them; the record's own table by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tumen import figures
from tumen.figures import Claim, Ledger, Measured
from tumen_desk.record import tables
from tumen_desk.record.tables.table import Cell, share
from tumen_desk.record.tables.ways import ways
from tumen_desk.shell import terms
from tumen_desk.shell.spoken import spoken

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_MOST_ROWS = 10
_ROUTES = "routes"
"""The table of which it can be told how many were in one country on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One part of a series: a number, or None, for each year of the table."""

    beside: Measured
    numbers: tuple[float | None, ...]
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement with everything it is set beside.

    Attributes:
        claim: The statement.
        years: The years that the table has.
        series: Parts of series, in the order of the pack.
        records: (name, title, how it differs) of each table of the record.
        undecided: What none of it decides.
    """

    claim: Claim
    years: tuple[int, ...]
    series: tuple[Counted, ...]
    records: tuple[tuple[str, str, str], ...]
    undecided: tuple[str, ...]


def statements(claims: Iterable[Claim], books: Ledger) -> tuple[Statement, ...]:
    """The statements among some claims that the pack sets beside something."""
    found = ((claim, figures.against(claim, books.against, books.series)) for claim in claims)
    return tuple(_statement(claim, beside) for claim, beside in found if beside)


def _statement(claim: Claim, beside: tuple[Measured, ...]) -> Statement:
    language = terms.language()
    counted = [b for b in beside if b.kind == "series"]
    years = tuple(sorted({year for b in counted for year in b.years}))
    return Statement(
        claim=claim,
        years=years,
        series=tuple(
            Counted(beside=b, numbers=tuple(b.years.get(y) for y in years), says=b.what.says(language))
            for b in counted
        ),
        records=tuple(
            (b.what.table, spoken(str(tables.KINDS[b.what.table].title)), b.what.says(language))
            for b in beside
            if b.kind == "record" and b.what.table in tables.KINDS
        ),
        undecided=tuple(b.what.says(language) for b in beside if b.kind == "open"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OfRecord:
    """The first rows of a table of the record, and what it says of the place of the statement."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: int
    notes: tuple[str, ...]


def of_record(claim: Claim, name: str, user: User) -> OfRecord:
    """A table of the record as far as this person may know of it.

    Raises:
        PermissionDenied: This person may not read the record.
    """
    found = tables.table(name, tables.Asked(user=user))
    passed = (_passed(claim, user),) if name == _ROUTES and found.rows else ()
    return OfRecord(
        name=name, columns=found.columns, rows=found.rows[:_MOST_ROWS], more=len(found.rows[_MOST_ROWS:]),
        notes=(*passed, *found.notes),
    )  # fmt: skip


def _passed(claim: Claim, user: User) -> str:
    """How many of those who arrived were in the country of the statement on the way."""
    arrived = [way for way in ways(user) if way.arrived]
    everybody = {way.person for way in arrived}
    there = {way.person for way in arrived if claim.place.code in way.journey.countries}
    percent, between = share(len(there), len(everybody))
    return _(
        "%(n)s of %(all)s people who arrived were in %(place)s on the way: %(percent)s %% (%(between)s)."
    ) % {
        "n": len(there),
        "all": len(everybody),
        "place": claim.place.name(terms.language()),
        "percent": percent,
        "between": between,
    }
