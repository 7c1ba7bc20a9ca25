"""Files of tables that left before, so that no new one can be taken from one of them.

Somebody who has a table since 2010 and the same table since 2011 knows whom it counts in 2010, and whoever has it of
two days knows who withdrew in between. So each file is remembered with its narrowing and its numbers, and a number that
differs by one to four people from what another file of a wider, a narrower or the same narrowing tells is written “…”
in the next one, with what would give it away. Compared is in one language whatever the file speaks. A file that never
left can be taken out of the comparison by whoever made it.

Files of periods that lie within one another are also added up, two and three of them (`together`). Not seen: what more
of them tell, what files of several kinds add up to, and files whose periods only overlap.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import translation

from tumen.errors import UnknownField
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record.models import Release
from tumen_desk.record.tables.cells import People, told_of
from tumen_desk.record.tables.guarded import LEAST, guarded
from tumen_desk.record.tables.table import KINDS, Asked, Cell, Table
from tumen_desk.record.tables.together import together
from tumen_desk.shell import terms

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

LEAST_REASON: Final = 10  # characters: words, not "ok"
_LISTS: Final = {"act_type": "act_type", "leg_kind": "journey_leg", "facility_type": "facility_type"}
_QUESTION: Final = ("field", "by")
"""Parts that say what is asked, not of whom."""


@transaction.atomic
def table_leave(*, actor: User, name: str, table: Table, narrowing: Mapping[str, Any]) -> Table:
    """The table as it may leave: without small cells, and without what an earlier file gives away. Remembered, logged.

    Args:
        actor: who makes the file.
        name: of the table.
        table: as `tables.table` made it for them.
        narrowing: what was chosen, part → value.
    """
    require(actor, Door.RECORD_READ)
    with translation.override("en"):
        known = KINDS[name].make(Asked(user=actor, **narrowing))
        cells = {key: (row, at) for key, row, at in _keyed(known)}
        numbers = {key: int(str(row[at])) for key, (row, at) in cells.items()}
        close = dict(_close(name, narrowing, numbers))
        leaves = guarded(known, close={id(cells[key][0][cells[key][1]]): span for key, span in close.items()})
    told = _told(known, leaves)
    release = Release.objects.create(
        table=name,
        narrowing=dict(narrowing),
        numbers={key: numbers[key] for key, (row, at) in sorted(cells.items()) if told(row)[at] is row[at]},
        by=actor,
    )
    log.write(
        actor, "record.table_export", f"table:{name}", rows=len(table.rows), release=release.pk,
        narrowing=dict(narrowing), close=len(close),
    )  # fmt: skip
    return replace(table, rows=tuple(told(row) for row in table.rows))


@transaction.atomic
def release_void(*, actor: User, release: Release, why: str) -> Release:
    """Say that a file never left, or was destroyed: later ones are not compared with it. Logged.

    Raises:
        UnknownField: no reason, or somebody else made the file.
    """
    require(actor, Door.RECORD_READ)
    if release.by_id != actor.pk:
        raise UnknownField("Only whoever made this file knows that it never left.", field="release")
    if len(" ".join(why.split())) < LEAST_REASON:
        raise UnknownField("Say in a sentence what became of the file.", field="why")
    release.void_at, release.void_why = datetime.now(UTC), " ".join(why.split())[:300]
    release.save(update_fields=["void_at", "void_why"])
    log.write(actor, "record.release_void", f"release:{release.pk}")
    return release


def _close(
    name: str, narrowing: Mapping[str, Any], numbers: Mapping[str, int]
) -> Iterator[tuple[str, tuple[int, int]]]:
    """Cells of which an earlier file tells nearly the same number, and between what they then lie for its reader."""
    spans: dict[str, tuple[int, int]] = {}
    left = [
        (r.narrowing, r.numbers) for r in Release.objects.filter(table=name, void_at__isnull=True).iterator()
    ]
    nested = (told for other, told in left if within(other, narrowing) or within(narrowing, other))
    for known in itertools.chain(nested, together(narrowing, left)):
        for key, before in known.items():
            now = numbers.get(key, 0)
            if now >= LEAST and 0 < abs(now - before) < LEAST:
                low, high = spans.get(key, (LEAST, now + 2 * LEAST))
                spans[key] = max(low, before - LEAST + 1), min(high, before + LEAST - 1)
    yield from spans.items()


def within(wide: Mapping[str, Any], narrow: Mapping[str, Any]) -> bool:
    """Whether everybody whom the narrow choice keeps is kept by the wide one."""
    if any(wide.get(part) != narrow.get(part) for part in _QUESTION):
        return False
    since, until = wide.get("since"), wide.get("until")
    if since and not (narrow.get("since") and narrow["since"] >= since):
        return False
    if until and not (narrow.get("until") and narrow["until"] <= until):
        return False
    rest = set(wide) - {"since", "until", *_QUESTION}
    return all(not wide[part] or _below(part, wide[part], narrow.get(part)) for part in rest)


def _below(part: str, wide: str, narrow: str | None) -> bool:
    if wide == narrow:
        return True
    if not narrow or part not in _LISTS:
        return False
    known = terms.vocabulary(_LISTS[part])
    return narrow in known and wide in {term.code for term in known.ancestors(narrow)}


def _told(known: Table, leaves: Table) -> Callable[[tuple[Cell, ...]], tuple[Cell, ...]]:
    """What is told of a row: what is left out in any row of the same numbers is left out in it.

    Rows may stand in another order in another language, and a row is known in both by its numbers.
    """
    left_out: dict[tuple[int, ...], dict[int, Cell]] = {}
    for row, shown in zip(known.rows, leaves.rows, strict=True):
        without = {at: value for at, value in enumerate(shown) if value is not row[at]}
        left_out.setdefault(_counts(row), {}).update(without)
    return lambda row: tuple(left_out.get(_counts(row), {}).get(at, value) for at, value in enumerate(row))


def _keyed(table: Table) -> Iterator[tuple[str, tuple[Cell, ...], int]]:
    """Each number of people with its key: a digest of what its row and its column are called. No word is kept."""
    seen: dict[str, int] = {}
    for row in table.rows:
        first = next((at for at, value in enumerate(row) if isinstance(value, People)), len(row))
        for at, value in enumerate(row):
            if isinstance(value, People):
                # What tells of people changes with them: it is no name of the row.
                named = (word for word in row[:first] if not told_of(word))
                words = "\x1f".join(str(word) for word in (*named, table.columns[at]))
                seen[words] = seen.get(words, 0) + 1
                key = hashlib.sha256(f"{words}\x1f{seen[words]}".encode()).hexdigest()[:24]
                yield key, row, at


def _counts(row: Collection[Cell]) -> tuple[int, ...]:
    return tuple(int(value) for value in row if isinstance(value, People))
