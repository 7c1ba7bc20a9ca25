"""Filters of the claims pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django import template

from tumen.figures import SeriesRow, Share, Why
from tumen_desk.count.claims_words import number
from tumen_desk.shell.spoken import spoken

register = template.Library()


@register.filter
def figure(value: float, unit: str) -> str:
    """A number with its digits in groups, or a share as per cent."""
    return number(value, unit)


@register.filter
def moved(changes: Mapping[tuple[str, str, str], float], row: SeriesRow) -> str:
    """The change of a number from the year before, `+12 %`; empty where there is none."""
    found = (changes or {}).get((row.period.edtf, row.place, row.of))
    return "" if found is None else f"{100 * found:+.0f} %"


@register.filter
def share_said(found: Share) -> str:
    """A share with its interval: `53.0 % (50.2–55.9)`."""
    return f"{100 * found.share:.1f} % ({100 * found.low:.1f}–{100 * found.high:.1f})"


@register.filter
def words(code: str) -> str:
    """`asylum_seekers` as words."""
    return code.replace("_", " ").capitalize()


@register.filter
def nature(code: str) -> str:
    """What sort of saying a claim is, in a word or two."""
    return code.replace("-", " ")


@register.filter
def apart(why: str) -> str:
    """The kinds of reason why two claims are not comparable, one of which has a comma of its own."""
    kinds = sorted((each.value for each in Why if each.value in why), key=why.index)
    return ", ".join(spoken(kind) for kind in kinds)


_QUALIFIERS: Final = ("about", "at least", "more than", "up to")


@register.filter
def amount(words: str) -> str:
    """What a claim states: its number as it is, what goes before it in the language of this page."""
    said = next((each for each in _QUALIFIERS if words.startswith(f"{each} ")), "")
    return f"{spoken(said)} {words.removeprefix(said).strip()}" if said else spoken(words)


@register.filter
def listed(value: object) -> object:
    """The entries of a list with commas between; anything else as it is."""
    return ", ".join(str(each) for each in value) if isinstance(value, list | tuple) else value
