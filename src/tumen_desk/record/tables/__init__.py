"""Tables over the whole record: who was heard, which ways led out, what followed a return.

Every table counts people once, of those who agreed to be counted and of whom the reader may know, and says what is not
in it. They are for those who work with the record; as a file they leave without small cells (`guarded`, `as_csv`).
Numbers for the public are made and checked by counting. Begin with `table`; `KINDS` lists what there is.
"""

from __future__ import annotations

from tumen.errors import UnknownField
from tumen_desk.accounts.access import Door, may, require
from tumen_desk.record import asking
from tumen_desk.record.standing import HELPER_FIELDS
from tumen_desk.record.tables import claims, hearings, returns, ways  # noqa: F401  (they register their tables)
from tumen_desk.record.tables.guarded import FEW, as_csv, guarded
from tumen_desk.record.tables.leaving import LEAST_REASON, release_void, table_leave
from tumen_desk.record.tables.table import KINDS, Asked, Kind, Table

__all__ = [
    "FEW",
    "KINDS",
    "LEAST_REASON",
    "Asked",
    "Kind",
    "Table",
    "as_csv",
    "guarded",
    "release_void",
    "table",
    "table_leave",
]


def table(name: str, asked: Asked) -> Table:
    """One table, as far as whoever asks may know of it.

    Raises:
        UnknownField: there is no such table, something must be chosen first, or the field is for those who see names.
        PermissionDenied: the role of whoever asks may not read the record.
    """
    require(asked.user, Door.RECORD_READ)
    if name not in KINDS:
        raise UnknownField(f"There is no table {name!r}.", hint=f"Tables: {', '.join(KINDS)}.", field=name)
    needs = KINDS[name].needs
    if needs and not any(getattr(asked, part) for part in needs):
        raise UnknownField("Choose first what the table is about.", field=needs[0])
    if (
        asked.field
        and (found := asking.field(asked.field))
        and (found.restricted or found.about != "mention")
    ):
        open_to = found.about == "mention" and may(asked.user, Door.NAMES_SEE)
        open_to &= found.id not in HELPER_FIELDS
        if not open_to:
            raise UnknownField(f"{found.label} is not asked in a table.", field=asked.field)
    return KINDS[name].make(asked)
