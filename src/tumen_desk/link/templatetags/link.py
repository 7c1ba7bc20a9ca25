"""Filters for the pages of the link room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import template

from tumen_desk.link.models import Known
from tumen_desk.shell.spoken import spoken
from tumen_desk.shell.templatetags.tumen import said, term

register = template.Library()

_SHOWN: Final = 3
_SIGNS: Final = {"agree": "=", "near": "≈", "differ": "≠", "silent": "·"}


@register.filter
def sign(mark: str) -> str:
    """How two values stand to each other, as a sign: colour is never the only thing that says so."""
    return _SIGNS.get(mark, "")


@register.filter
def bits(weight: float) -> str:
    """A weight in bits with its sign."""
    return f"{weight:+.1f}".replace("-", "\N{MINUS SIGN}")


@register.simple_tag
def middle(one: float, other: float) -> str:
    """Half-way between two places of a drawing."""
    return f"{(one + other) / 2:.1f}"


@register.filter
def ordered(mentions: Iterable[int]) -> list[int]:
    """Numbers of mentions, the smallest first."""
    return sorted(mentions)


@register.filter
def codes(rows: Iterable[Any], field: str) -> list[str]:
    """The different stated values of a column of some rows, the first three."""
    return list(dict.fromkeys(value for row in rows if (value := getattr(row, field))))[:_SHOWN]


_ELEMENTS: Final = {
    "kind": "What was done", "place": "Where", "date": "When", "number": "How many", "participants": "To whom",
    "agency": "By whom", "method": "Manner", "outcome": "Outcome", "origin": "Where it comes from",
}  # fmt: skip
_VOCABULARIES: Final = {
    "kind": "act_type", "place": "place", "agency": "agency", "method": "torture_method", "outcome": "victim_outcome",
}  # fmt: skip


@register.filter
def elementname(field: str) -> str:
    """What a person reads for an element of an event, in their language."""
    return spoken(_ELEMENTS.get(field, field.capitalize()))


@register.filter
def elementvalue(value: str | tuple[str, ...], field: str) -> str:
    """A told element in words."""
    if isinstance(value, tuple):
        return ", ".join(elementvalue(each, field) for each in value)
    if field == "date":
        return said(value)
    return term(value, _VOCABULARIES[field]) if field in _VOCABULARIES else value


@register.filter
def knownname(kind: str) -> str:
    """What a person reads for something known of an account: its kind, without what to write beside it."""
    return Known.Kind(kind).label.partition(" (")[0].lower()


@register.filter
def strongest(reasons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The two reasons of a pair that weigh most, for or against."""
    return sorted(reasons, key=lambda reason: -abs(reason["bits"]))[:2]
