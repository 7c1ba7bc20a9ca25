"""Tables over the record from the command line: the same narrowing, consent and small cells as on their pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tumen.errors import UnknownField
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record import tables
from tumen_desk.record.table_forms import TableForm

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

Answer = tuple[dict[str, Any], list[str]]


def all_of(user: User) -> Answer:
    """Which tables there are, and by what each is narrowed."""
    require(user, Door.RECORD_READ)
    told = [
        {"name": k.name, "title": str(k.title), "asks": list(k.asks), "needs": list(k.needs)}
        for k in tables.KINDS.values()
    ]
    return {"tables": told}, [f"{t['name']}: {t['title']}. Narrowed by: {_options(t['asks'])}." for t in told]


def one(user: User, name: str, given: Mapping[str, Any], *, csv: Path | None) -> Answer:
    """One table; with `csv` written to a file, without small cells, which is logged.

    On the screen of whoever signed in numbers stand as they are, as on the page.

    Raises:
        UnknownField: no such table, or it cannot be narrowed so.
        PermissionDenied: the role may not read the record.
    """
    require(user, Door.RECORD_READ)
    if name not in tables.KINDS:
        raise UnknownField(
            f"There is no table {name!r}.", hint="Without a name the command lists all of them.", field=name
        )
    kind = tables.KINDS[name]
    wanted = {part: value for part, value in given.items() if value not in (None, "")}
    useless = sorted(set(wanted) - set(kind.asks))
    if useless:
        raise UnknownField(
            f"The table {name} is not narrowed by {_options(useless)}.", hint=f"It asks for {_options(kind.asks)}.",
            field=useless[0],
        )  # fmt: skip
    form = TableForm(wanted, kind=kind, user=user)
    if not form.is_valid():
        part, wrong = next(iter(form.errors.items()))
        raise UnknownField(f"{_options([part])}: {wrong[0]}", hint="Give a code of its list.", field=part)
    chosen = {part: value for part, value in form.cleaned_data.items() if value}
    found = tables.table(name, tables.Asked(user=user, **chosen))
    result: dict[str, Any] = {
        "table": name, "columns": [str(c) for c in found.columns], "rows": [list(row) for row in found.rows],
        "notes": [str(note) for note in found.notes],
    }  # fmt: skip
    if csv is not None:
        log.write(user, "record.table_export", f"table:{name}", rows=len(found.rows))
        csv.write_text(tables.as_csv(tables.guarded(found)), encoding="utf-8", newline="")
        told = {"table": name, "out": str(csv), "rows": len(found.rows)}
        return told, [f"{csv} is written: {len(found.rows)} rows, cells of {tables.FEW} people covered."]
    lines = ["\t".join(result["columns"]), *("\t".join(_cell(value) for value in row) for row in found.rows)]
    return result, [*lines, *result["notes"]]


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _options(parts: Any) -> str:
    return ", ".join(f"--{part.replace('_', '-')}" for part in parts) or "nothing"
