"""Filters and tags for every template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import QueryDict
from django.template.defaultfilters import pluralize
from django.utils.safestring import SafeString

from tumen import dates
from tumen_desk.shell import terms
from tumen_desk.shell.spoken import spoken

register = template.Library()


@register.filter
def term(code: str, vocabulary: str) -> str:
    """The label of a pack's term: `{{ act.type|term:"act_type" }}`; an unknown code is shown as it is."""
    if not code:
        return ""
    known = terms.vocabulary(vocabulary)
    return known[code].label(terms.language()) if code in known else code


@register.filter
def tr(text: object) -> str:
    """A label or message that comes from Python, in the language of this page: `{{ field.label|tr }}`."""
    if isinstance(text, SafeString) and "<" in text:
        return text
    return spoken(str(text)) if text else ""


@register.filter
def said(edtf: str) -> str:
    """An EDTF date in words: `{{ act.date|said }}`; empty means not stated."""
    return dates.say(dates.parse(edtf), terms.language()) if edtf else ""


@register.filter(name="pluralize")
def plural(count: object, endings: str = "s") -> str:
    """Django's `pluralize` where the page is in English; Korean and Chinese nouns stay as they are."""
    return pluralize(count, endings) if terms.language() == "en" else ""


_FIELD_NAMES = {"left": "Left home", "birth": "Born", "died": "Died", "birthplace": "Place of birth"}
_SEXES = {"f": "female", "m": "male"}


@register.filter
def fieldname(field: str) -> str:
    """What a person reads for a column of a mention."""
    return spoken(_FIELD_NAMES.get(field, field.capitalize()))


@register.filter
def fieldvalue(value: str, field: str) -> str:
    """A column of a mention in words."""
    if not value:
        return spoken("not stated")
    if field == "birthplace":
        return term(value, "place")
    if field in ("birth", "left", "died"):
        return said(value)
    return spoken(_SEXES.get(value, value.replace("_", " ")))


@register.filter
def chance(probability: float) -> str:
    """A probability 0–1 as a percentage that never claims certainty."""
    if probability > 0.99:
        return spoken("over 99 %")
    if probability < 0.01:
        return spoken("under 1 %")
    return f"{100 * probability:.0f} %"


@register.filter
def percentage(share: float) -> str:
    """A share 0–1 as a percentage."""
    return f"{100 * share:g} %"


@register.filter
def addid(text: str, number: int) -> str:
    """Text with a number behind it."""
    return f"{text}{number}"


@register.filter
def of(found: Mapping[object, object], key: object) -> object:
    """What a mapping has under a key; nothing where it has none."""
    return found.get(key, ())


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The present query string with some values changed; `None` or empty removes one."""
    current: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        current.pop(name, None)
        if value not in (None, ""):
            current[name] = str(value)
    return urlencode(sorted((k, v) for k, values in current.lists() for v in values))
