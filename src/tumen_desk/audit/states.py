"""What a row looked like when it was last written, by digest: an old page of the database put back in its place passes
every seal of the database, and is found here.

Rooms say which kinds of rows are watched: `watch("act", Act)`; the subject `act:17` of an entry then carries the state
of that row. Values that are sealed under a person's own key are left out: they are destroyed on purpose one day, and
their seals protect them. What rewrites rows by right says so: `rewriting("keep.")`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Max

from tumen.progress import SILENT, Progress, check
from tumen_desk.audit.models import Entry
from tumen_desk.store.sealed import SealedTextField

if TYPE_CHECKING:
    from django.db.models import Model

_CHUNK: Final = 500
_watched: dict[str, type[Model]] = {}
_rewriting: list[str] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Rows held against the log.

    Attributes:
        rows: how many were compared.
        altered: subjects whose row is not what was logged last, or is missing.
    """

    rows: int
    altered: tuple[str, ...]


def watch(kind: str, model: type[Model]) -> None:
    """From now on each entry about `kind:<number>` carries the state of that row of `model`."""
    _watched[kind] = model


def rewriting(prefix: str) -> None:
    """Actions that begin so may change or remove other rows than the one they name: erasing, taking an import back."""
    if prefix not in _rewriting:
        _rewriting.append(prefix)


def state_of(subject: str) -> str:
    """Digest of the row a subject names, as hex; empty where there is none or its kind is not watched."""
    kind, _, number = subject.partition(":")
    if kind not in _watched or not number.isdecimal():
        return ""
    return _states(_watched[kind], [int(number)]).get(int(number), "")


def compare(*, progress: Progress = SILENT) -> Compared:
    """Hold every watched row against the last entry that carries its state.

    Rows that something rewrote by right since are left out. Cost: one look at each watched row that was ever written
    by itself; rows of an import are covered by the digest of the imported table instead.
    """
    since = Entry.objects.filter(_any_rewriting()).aggregate(last=Max("sequence"))["last"] or 0
    rows, altered = 0, []
    for kind, model in sorted(_watched.items()):
        last = dict(
            Entry.objects.filter(subject__startswith=f"{kind}:")
            .exclude(state="")
            .order_by("sequence")
            .values_list("subject", "sequence")
        )
        fresh = sorted(sequence for sequence in last.values() if sequence > since)
        for at in range(0, len(fresh), _CHUNK):
            check(progress)
            logged = dict(
                Entry.objects.filter(sequence__in=fresh[at : at + _CHUNK]).values_list("subject", "state")
            )
            numbers = [int(subject.partition(":")[2]) for subject in logged]
            present = _states(model, numbers)
            altered += [s for s, state in logged.items() if present.get(int(s.partition(":")[2])) != state]
            rows += len(logged)
    return Compared(rows=rows, altered=tuple(altered))


def _any_rewriting() -> Any:
    from django.db.models import Q

    found = Q(pk__in=[])
    for prefix in _rewriting:
        found |= Q(action__startswith=prefix)
    return found


def _states(model: type[Model], numbers: list[int]) -> dict[int, str]:
    plain = [f.attname for f in model._meta.concrete_fields if not isinstance(f, SealedTextField)]
    rows = model._base_manager.filter(pk__in=numbers).values(*plain)
    return {row[model._meta.pk.attname]: _digest(row) for row in rows}


def _digest(row: dict[str, Any]) -> str:
    text = json.dumps(row, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
