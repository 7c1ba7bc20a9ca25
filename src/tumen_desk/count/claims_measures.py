"""What states agreed and enacted in the years of a series: shown beside its numbers, never as their cause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from tumen import law
from tumen.dates import Date
from tumen.errors import UnknownFacts
from tumen.vocab import Pack
from tumen_desk.count.claims_words import said
from tumen_desk.shell.spoken import spoken

MOST = len(ascii_uppercase)
"""How many measures of one series are marked; each has a letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A law or agreement of a known year.

    Attributes:
        letter: Its mark on the picture.
        year: Where it stands on the picture.
        when: Its date, in words.
        who: The states whose act it is.
        what: Its title.
        unsure: Whether no source was found that carries it.
    """

    letter: str
    year: int
    when: str
    who: str
    what: str
    unsure: bool


def measures(pack: Pack, years: Sequence[int]) -> tuple[Measure, ...]:
    """The dated laws and agreements of a pack from the first of some years to the last, in order."""
    if not years:
        return ()
    try:
        register = law.register(pack)
    except UnknownFacts:
        return ()
    rows = sorted(_dated(register), key=lambda row: (row[0].edtf, row[2]))
    inside = [row for row in rows if (year := _year(row[0])) is not None and min(years) <= year <= max(years)]
    return tuple(
        Measure(
            letter=letter, year=_year(date) or 0, when=said(date), who=who, what=what, unsure=not verified
        )
        for letter, (date, who, what, verified) in zip(ascii_uppercase, inside[:MOST], strict=False)
    )


def _dated(register: law.Register) -> Iterator[tuple[Date, str, str, bool]]:
    for act in register.domestic:
        if act.since is not None:
            yield act.since, _names(register, [act.state]), act.title, act.verified
    for one in register.instruments.values():
        if one.signed is not None:
            yield one.signed, _names(register, one.parties), one.title, one.verified


def _names(register: law.Register, codes: Sequence[str]) -> str:
    """States by name; a body that is no state of the register by its code."""
    return ", ".join(spoken(register.states[c].names["en"]) if c in register.states else c for c in codes)


def _year(date: Date) -> int | None:
    first = date.earliest
    return first.year if first is not None else None
