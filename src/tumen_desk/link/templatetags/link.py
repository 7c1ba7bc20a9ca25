"""Filters for the pages of the link room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django import template

register = template.Library()

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
