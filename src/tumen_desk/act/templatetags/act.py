"""Filters of the pages of law and cases."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from tumen.law import Number

register = template.Library()


@register.filter
def named(names: Mapping[str, str], code: str) -> str:
    """The name of a code, or the code."""
    return names.get(code, code)


@register.filter
def howmany(number: Number) -> str:
    """A number as told; not stated when neither end is."""
    return "not stated" if number.low is None and number.high is None else number.text
