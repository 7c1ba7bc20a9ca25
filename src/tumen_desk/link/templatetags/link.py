"""Filters for the pages of the link room."""

from __future__ import annotations

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
