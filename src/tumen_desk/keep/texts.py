"""Free text anywhere in the store in which a name stands: finding it, covering it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.db import models
from django.db.models import Q

from tumen_desk.store.sealed import SealedTextField

if TYPE_CHECKING:
    from tumen_desk.keep.spellings import Spellings

Where = tuple[type[models.Model], str, int]
"""Model, column, row."""
_ROOMS: Final = ("record", "find", "link", "count", "act", "read", "jobs", "keep")


def _columns() -> Iterator[tuple[type[models.Model], Sequence[models.Field[Any, Any]]]]:
    """Every column of the store that may hold words of people."""
    for label in _ROOMS:
        for model in apps.get_app_config(label).get_models():
            wordy = [
                f
                for f in model._meta.concrete_fields
                if isinstance(f, (models.CharField, models.TextField, models.JSONField))
                and not isinstance(f, SealedTextField)
                and not f.choices
                and (isinstance(f, (models.TextField, models.JSONField)) or (f.max_length or 0) >= 80)
            ]
            if wordy:
                yield model, wordy


def naming(spellings: Spellings) -> Iterator[Where]:
    """Every title, note and reason in which one of the spellings stands."""
    if not spellings.given:
        return
    # SQL cannot look between syllables: it finds rows by the first syllables, Python decides.
    for model, columns in _columns():
        near = Q()
        for column in columns:
            for beginning in {_beginning(g) for g in spellings.given}:
                # JSON is kept in ASCII.
                written = (
                    {beginning, json.dumps(beginning)[1:-1]}
                    if isinstance(column, models.JSONField)
                    else {beginning}
                )
                for form in written:
                    near |= Q(**{f"{column.name}__icontains": form})
        fields = [c.name for c in columns]
        for row in model._default_manager.filter(near).values("pk", *fields):
            for name in fields:
                if row[name] and spellings.stands_in(str(row[name])):
                    yield model, name, row["pk"]


def _beginning(given: str) -> str:
    """The first letters of a spelling, as many as stand together however it is written."""
    return given.split()[0].split("-")[0][: 1 if not given.isascii() else 12]


def cover(places: Iterable[Where], spellings: Spellings) -> int:
    """Cover the name in each; returns in how many."""
    covered = 0
    for model, column, pk in places:
        value = model._default_manager.filter(pk=pk).values_list(column, flat=True).first()
        if value is not None:
            changed = _covered(value, spellings)
            model._default_manager.filter(pk=pk).update(**{column: changed})
            covered += 1
    return covered


def _covered(value: Any, spellings: Spellings) -> Any:
    if isinstance(value, str):
        return spellings.cover(value)
    if isinstance(value, dict):
        return {_covered(k, spellings): _covered(v, spellings) for k, v in value.items()}
    if isinstance(value, list):
        return [_covered(v, spellings) for v in value]
    return value
