"""Words anywhere in the store in which a name stands: finding it, covering it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from tumen_desk.keep.places import DROPPED, columns
from tumen_desk.store.sealed import SealedTextField

if TYPE_CHECKING:
    from tumen_desk.keep.spellings import Spellings

    _Fields = Sequence[models.Field[Any, Any]]

Where = tuple[type[models.Model], str, int]
"""Model, column, row."""


def naming(spellings: Spellings) -> Iterator[Where]:
    """Every title, note, reason and sealed word in which one of the spellings stands.

    Cost: one pass over all text; each sealed value is opened.
    """
    if not spellings.given:
        return
    for model, swept in columns():
        sealed = [f for f in swept if isinstance(f, SealedTextField)]
        plain = [f for f in swept if f not in sealed]
        # SQL cannot look between syllables: it finds rows by the first syllables, Python decides.
        if plain:
            yield from _standing(model, plain, spellings, _near(plain, spellings))
        # It cannot look under seals at all.
        if sealed:
            yield from _standing(model, sealed, spellings, Q())


def _standing(model: type[models.Model], swept: _Fields, spellings: Spellings, near: Q) -> Iterator[Where]:
    names = [f.name for f in swept]
    for pk, *values in model._base_manager.filter(near).values_list("pk", *names).iterator(chunk_size=2000):
        for name, value in zip(names, values, strict=True):
            if value and spellings.stands_in(str(value)):
                yield model, name, pk


def _near(swept: _Fields, spellings: Spellings) -> Q:
    near = Q()
    for column in swept:
        for beginning in {_beginning(g) for g in spellings.given}:
            # JSON is kept in ASCII.
            in_json = isinstance(column, models.JSONField)
            for form in {beginning, json.dumps(beginning)[1:-1]} if in_json else {beginning}:
                near |= Q(**{f"{column.name}__icontains": form})
    return near


def _beginning(given: str) -> str:
    """The first letters of a spelling, as many as stand together however it is written."""
    return given.split()[0].split("-")[0][: 1 if not given.isascii() else 12]


def cover(places: Iterable[Where], spellings: Spellings) -> int:
    """Cover the name in each; returns in how many."""
    covered = 0
    for model, column, pk in places:
        row = model._base_manager.filter(pk=pk).first()
        if row is None:
            continue
        if model._meta.label in DROPPED:
            model._base_manager.filter(pk=pk).delete()
        else:
            _rewrite(row, column, covering(getattr(row, column), spellings))
        covered += 1
    return covered


def covering(value: Any, spellings: Spellings) -> Any:
    """A text, or JSON of texts, with the name covered wherever it stands."""
    if isinstance(value, str):
        return spellings.cover(value)
    if isinstance(value, dict):
        return {covering(k, spellings): covering(v, spellings) for k, v in value.items()}
    if isinstance(value, list):
        return [covering(v, spellings) for v in value]
    return value


def _rewrite(row: models.Model, column: str, value: Any) -> None:
    field: Any = row._meta.get_field(column)
    if isinstance(field, SealedTextField):
        setattr(row, column, value)
        row.save(update_fields=[column])
        return
    if field.unique:
        # Two rows whose names were of one length must stay apart.
        value = f"{value[: (field.max_length or 500) - 24]} ({row.pk})"
    # Not through `save`: many of these rows are never changed by anybody else.
    type(row)._base_manager.filter(pk=row.pk).update(**{column: value})
