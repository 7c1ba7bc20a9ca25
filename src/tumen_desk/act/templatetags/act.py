"""Filters of the pages of law and cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django import forms, template
from django.conf import settings

from tumen import vocab
from tumen.errors import LawError
from tumen.law import Number
from tumen.law.conditions import BEARER, Part, condition
from tumen_desk.shell import terms
from tumen_desk.shell.spoken import spoken

register = template.Library()


@register.filter
def named(names: Mapping[str, str], code: str) -> str:
    """The name of a code, or the code."""
    return names.get(code, code)


@register.filter
def howmany(number: Number) -> str:
    """A number as told; not stated when neither end is."""
    return spoken("not stated") if number.low is None and number.high is None else number.text


@register.filter
def daysin(days: tuple[int, int]) -> str:
    """Least and most days in words."""
    low, high = days
    return spoken(f"{low} days" if low == high else f"{low} to {high} days")


@register.filter
def numbered(field: forms.BoundField, prefix: str) -> str:
    """A field whose id begins with `prefix`, for pages on which one form stands often."""
    return field.as_widget(attrs={"id": f"{prefix}{field.html_name}"})


@register.filter
def in_words(text: str) -> str:
    """A condition of the pack as somebody reads it; a sentence of a person stays as it is."""
    try:
        found = condition(text)
    except LawError:
        return text
    return f" {spoken('and')} ".join(_part(part) for part in found.parts)


@register.filter
def ways(reason: str) -> str:
    """Why a way is open or not, door by door: each door and each reason in the language of this page."""
    doors: list[str] = []
    for piece in reason.split("; "):
        colon = "): " in piece
        if colon or not doors:
            doors.append(piece)
        else:
            doors[-1] += f"; {piece}"
    return "; ".join(_door(door) for door in doors)


def _door(words: str) -> str:
    head, colon, reason = words.partition(": ")
    return f"{spoken(head)}: {spoken(reason)}" if colon and spoken(words) == words else spoken(words)


_SHOWN: Final = 4
ANY_LIST: Final = "*"  # a pack keeps these codes in a list of its own
_FIELDS: Final = {
    "act": ("coded as", "act_type"), "also": ("also told", "act_type"), "later_act": ("told of later", "act_type"),
    "method": ("method", "torture_method"), "outcome": ("outcome", "victim_outcome"), "sex": ("sex", ""),
    "agency_state": ("an agency", ""), "place_state": ("done", ""), "facility": ("held in", "facility_type"),
    "agency": ("done by", "agency"), "charge": ("charged with", ANY_LIST), "label": ("called", "host_label"),
    "status": ("status on that day", "legal_status"),
    "stay_reason": ("held on the charge of", ANY_LIST), "leg": ("journey", "journey_leg"),
    "transfer": ("a transfer", ""), "purpose": ("purpose", "trafficking_means_purpose"), "price": ("a price", ""),
    "factor": ("factor", "sur_place_factor"), "crossings": ("crossings", ""), "months_abroad": ("months abroad", ""),
    "age": ("age", ""),
}  # fmt: skip
_BEARER: Final = {
    "agency_state": "an agency of that state is named",
    "place_state": "it was done in that state",
}


def _named(code: str, lists: Sequence[vocab.Vocabulary]) -> str:
    """A code in words, from the first list that has it."""
    return next((str(known[code].label(terms.language())) for known in lists if code in known), code)


def _part(part: Part) -> str:
    word, vocabulary = _FIELDS.get(part.field, (part.field.replace("_", " "), ""))
    if BEARER in part.codes:
        return spoken(_BEARER.get(part.field, word))
    if part.most is not None:
        return f"{spoken(word)}: {spoken('at most')} {part.most}"
    if part.least is not None:
        return f"{spoken(word)}: {spoken('at least')} {part.least}"
    if not part.codes:
        return f"{spoken(word)}: {spoken('is told')}"
    pack = vocab.load_pack(settings.CONFIG.pack)
    lists = (
        pack.vocabularies if vocabulary == ANY_LIST else [v for v in (vocabulary,) if v in pack.vocabularies]
    )
    named = [_named(c, [terms.vocabulary(name) for name in lists]) for c in sorted(part.codes)]
    told = ", ".join(named[:_SHOWN])
    if len(named) > _SHOWN:
        told = f"{told} {spoken(f'or {len(named) - _SHOWN} more')}"
    return f"{spoken(word)}: {told}"
