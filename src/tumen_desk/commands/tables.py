"""Tables over the record from the command line: the same narrowing, consent and small cells as on their pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tumen.errors import UnknownField
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.commands.opening import Answer
from tumen_desk.record import tables
from tumen_desk.record.models import Release
from tumen_desk.record.table_forms import TableForm

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


def all_of(user: User) -> Answer:
    """Which tables there are, and by what each is narrowed."""
    require(user, Door.RECORD_READ)
    told = [
        {"name": k.name, "title": str(k.title), "asks": list(k.asks), "needs": list(k.needs)}
        for k in tables.KINDS.values()
    ]
    return {"tables": told}, [f"{t['name']}: {t['title']}. Narrowed by: {_options(t['asks'])}." for t in told]


def one(user: User, name: str, given: Mapping[str, Any], *, csv: Path | None, inside: str = "") -> Answer:
    """One table, with `csv` written to a file. What a command prints can be kept, so small cells are covered in both.

    With the reason `inside` every number stands as it is, for work that stays in the house. Logged, with that.

    Raises:
        UnknownField: no such table, it cannot be narrowed so, or a reason that is none.
        PermissionDenied: the role may not read the record.
    """
    require(user, Door.RECORD_READ)
    if name not in tables.KINDS:
        raise _no_table(name)
    if inside and len(" ".join(inside.split())) < tables.LEAST_REASON:
        raise UnknownField(
            "This is no reason.", hint="Say in a sentence why the exact numbers are needed.", field="inside"
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
    why = " ".join(inside.split())
    if why:
        log.write(user, "record.table_export", f"table:{name}", rows=len(found.rows), inside=why)
        shown = found
    else:
        shown = tables.table_leave(actor=user, name=name, table=found, narrowing=chosen)
    file = None if why else Release.objects.filter(table=name, by=user).latest("pk")
    if csv is not None:
        csv.write_text(tables.as_csv(shown), encoding="utf-8", newline="")
        covered = f"cells of {tables.FEW} people covered; {file}" if file else "every number as it is"
        told = {"table": name, "out": str(csv), "rows": len(found.rows), "file": file and file.pk}
        return told, [f"{csv} is written: {len(found.rows)} rows, {covered}."]
    result: dict[str, Any] = {
        "table": name, "columns": [str(c) for c in shown.columns], "rows": [list(row) for row in shown.rows],
        "notes": [str(note) for note in shown.notes], "file": file and file.pk,
    }  # fmt: skip
    lines = ["\t".join(result["columns"]), *("\t".join(_cell(value) for value in row) for row in shown.rows)]
    return result, [*lines, *result["notes"]]


def files(user: User, name: str = "") -> Answer:
    """Files of a table, or of all, that left and with which later ones are compared; the last first."""
    require(user, Door.RECORD_READ)
    if name and name not in tables.KINDS:
        raise _no_table(name)
    left = Release.objects.filter(void_at__isnull=True).select_related("by")
    found = list(left.filter(table=name) if name else left)
    told = [
        {"file": f.pk, "table": f.table, "at": f.at.isoformat(timespec="seconds"), "by": f.by.username,
         "narrowing": f.narrowing}
        for f in found
    ]  # fmt: skip
    lines = [
        f"{f}: {' '.join([f.table, *_given(f.narrowing)])}, {f.at:%Y-%m-%d %H:%M}, {f.by.username}"
        for f in found
    ]
    return {"files": told}, lines or ["No file of a table left yet."]


def never_left(user: User, number: int, why: str) -> Answer:
    """Say that a file never left, or was destroyed: later ones are not compared with it.

    Raises:
        UnknownField: no such file, somebody else's, or no reason.
    """
    require(user, Door.RECORD_READ)
    release = Release.objects.filter(pk=number, void_at__isnull=True).first()
    if release is None:
        raise UnknownField(f"There is no file {number}.", hint="--left lists the files.", field="never_left")
    tables.release_void(actor=user, release=release, why=why)
    return {"file": number, "table": release.table}, [f"Later files are not compared with {release}."]


def _no_table(name: str) -> UnknownField:
    return UnknownField(
        f"There is no table {name!r}.", hint="Without a name the command lists all of them.", field=name
    )


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _given(narrowing: Mapping[str, Any]) -> list[str]:
    return [f"{_options([part])} {value}" for part, value in narrowing.items()]


def _options(parts: Any) -> str:
    return ", ".join(f"--{part.replace('_', '-')}" for part in parts) or "nothing"
