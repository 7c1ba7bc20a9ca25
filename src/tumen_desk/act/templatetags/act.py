"""Filters of the pages of law and cases."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms, template
from django.utils.safestring import SafeString

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


@register.filter
def numbered(field: forms.BoundField, prefix: str) -> SafeString:
    """A field whose id begins with `prefix`, for pages on which one form stands often."""
    return field.as_widget(attrs={"id": f"{prefix}{field.html_name}"})


@register.filter
def shortened(condition: str) -> str:
    """A condition of the pack, its list of codes cut where it is long."""
    return condition if len(condition) <= 60 else f"{condition[:57].rsplit(' ', 1)[0]} …"
