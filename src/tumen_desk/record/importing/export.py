"""Rows of the record as the tables in which they can come in again: the same columns, the same codes and dates.

Sources are called as the list that delivered them calls them, or by their number (`S-12`), by which this desk knows
them when the table comes back. Names are in no such table: they leave through their own door.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from tumen.errors import TableUnreadable
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record.importing.tables import TABLES
from tumen_desk.record.models import Policy, PolicyLink, Telling

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

Cells = Iterable[Mapping[str, object]]


def as_csv(actor: User, table: str, *, only: QuerySet[Policy] | None = None) -> str:
    """A table of the record with everything in it that this user may know of. Logged.

    Args:
        actor: who takes it out.
        table: which.
        only: for policies, these alone.

    Raises:
        TableUnreadable: this table is not written.
    """
    require(actor, Door.RECORD_READ)
    if table not in WRITTEN:
        raise TableUnreadable(
            f"The table {table!r} is not written.", hint=f"Written are {', '.join(WRITTEN)}."
        )
    names = [column.name for column in TABLES[table]]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    number = 0
    for row in WRITTEN[table](actor, only):
        writer.writerow({name: cell(row.get(name)) for name in names})
        number += 1
    log.write(actor, "record.table_export", f"table:{table}", rows=number)
    return out.getvalue()


def cell(value: object) -> str:
    """A cell; what a spreadsheet would take for a formula is disarmed."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def number_of(row: Any) -> str:
    """How a row is called in a table: as the list that delivered it calls it, or by its number."""
    return str(getattr(row, "external_id", "") or row)


def _policies(actor: User, only: QuerySet[Policy] | None) -> Cells:
    rows = Telling.objects.filter(circles.known_to(actor, "source")).select_related("policy", "source")
    if only is not None:
        rows = rows.filter(policy__in=only)
    for t in rows.order_by("policy", "pk"):
        p = t.policy
        yield {
            "telling_id": number_of(t),
            "policy_id": number_of(p), "source_id": number_of(t.source),
            **{name: getattr(p, name) for name in ("title", "kind", "topic", "state", "agency", "toward")},
            **{
                name: getattr(t, name)
                for name in (
                    "standing", "connection", "basis", "credibility", "speaker", "spoken_by", "stance", "rule",
                    "exceptions", "penalty", "price", "currency", "stated_motive", "imputed_motive",
                )
            },
            "from": t.date, "to": t.ended, "places": "|".join(t.places),
        }  # fmt: skip


def _policy_links(actor: User, only: QuerySet[Policy] | None) -> Cells:
    rows = PolicyLink.objects.filter(circles.known_to(actor, "telling__source"))
    rows = rows.exclude(account__source__in=circles.closed_sources(actor))
    for link in rows.select_related("telling", "account", "other"):
        yield {
            "telling_id": number_of(link.telling),
            "kind": link.kind,
            "account_id": number_of(link.account) if link.account else "",
            "other_id": number_of(link.other) if link.other else "",
        }


WRITTEN: Mapping[str, Callable[[User, QuerySet[Policy] | None], Cells]] = {
    "policies": _policies,
    "policy_links": _policy_links,
}
