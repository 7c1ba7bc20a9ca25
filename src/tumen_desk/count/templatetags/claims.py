"""Filters of the claims pages."""

from __future__ import annotations

from django import template

from tumen_desk.count.claims_words import number

register = template.Library()


@register.filter
def figure(value: float, unit: str) -> str:
    """A number with its digits in groups, or a share as per cent."""
    return number(value, unit)


@register.filter
def words(code: str) -> str:
    """`asylum_seekers` as words."""
    return code.replace("_", " ").capitalize()
