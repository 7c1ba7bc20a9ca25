"""Between a server and an encrypted file: every row of every table, as it stands, sealed values unopened.

A backup of a server is therefore the same file as one of an embedded store: it is restored on a laptop, or on another
server, and a desk moves from one to the other.
"""

from __future__ import annotations

import datetime
import decimal
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.core.management import call_command
from django.db import connections, models, router
from django.db.migrations.recorder import MigrationRecorder
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from psycopg import IsolationLevel, sql

from tumen.errors import BackupUnusable
from tumen_desk.store import fresh

if TYPE_CHECKING:
    from tumen_desk.store.postgresql.base import DatabaseWrapper
    from tumen_desk.store.sqlcipher.base import DatabaseWrapper as Encrypted

_CHUNK: Final = 2000


def out(server: DatabaseWrapper, target: Path) -> None:
    """One state of a schema, into a new encrypted file under the present key."""
    with closing(_file(server.alias, target)) as file, closing(server.plain()) as source:
        with _in_place_of(server.alias, file):
            fresh.lay_out(file, _app(server.alias))
        source.autocommit = False
        source.isolation_level = IsolationLevel.REPEATABLE_READ
        source.execute(sql.SQL("SET LOCAL search_path = {}").format(sql.Identifier(server.schema)))
        with file.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            for model in _tables(server.alias):
                cursor.execute(f'DELETE FROM "{model._meta.db_table}"')
                fields = model._meta.local_concrete_fields
                asked = ", ".join(
                    f'"{f.column}"{"::text" if _kind(f) == "JSONField" else ""}' for f in fields
                )
                put = f'INSERT INTO "{model._meta.db_table}" ({_columns(fields)}) VALUES ({_marks(fields, "%s")})'
                rows = source.execute(f'SELECT {asked} FROM "{model._meta.db_table}"')
                while some := rows.fetchmany(_CHUNK):
                    cursor.executemany(put, [[_plain(v) for v in row] for row in some])
            cursor.execute("COMMIT")
            cursor.execute("PRAGMA journal_mode = DELETE")


def into(server: DatabaseWrapper, source: Path) -> None:
    """Every row of an encrypted file under the present key, into an empty schema; whole or not at all.

    Raises:
        BackupUnusable: the file was written by an earlier version of the desk.
    """
    server.make_room()
    _prepare(server.alias)
    with closing(_file(server.alias, source)) as file, closing(server.plain()) as target:
        ours = set(MigrationRecorder(connections[server.alias]).applied_migrations())
        with _in_place_of(server.alias, file):
            theirs = set(MigrationRecorder(file).applied_migrations())
        if ours != theirs:
            raise BackupUnusable(
                "This backup was written by an earlier version.",
                hint="Restore it without a server first, open it once with this version, and write a new backup.",
            )
        target.autocommit = False
        target.execute(sql.SQL("SET LOCAL search_path = {}").format(sql.Identifier(server.schema)))
        tables = list(_tables(server.alias))
        names = ", ".join(f'"{m._meta.db_table}"' for m in tables)
        target.execute(f"TRUNCATE {names} CASCADE")
        target.execute("SET CONSTRAINTS ALL DEFERRED")
        for model in tables:
            _fill(file, target, model)
        target.commit()


def _fill(file: Encrypted, target: Any, model: type[models.Model]) -> None:
    fields, table = model._meta.local_concrete_fields, model._meta.db_table
    readers = [_READ.get(_kind(f), _as_it_is) for f in fields]
    with file.cursor() as cursor, target.cursor() as writing:
        cursor.execute(f'SELECT {", ".join(_raw(f) for f in fields)} FROM "{table}"')
        with writing.copy(f'COPY "{table}" ({_columns(fields)}) FROM STDIN') as copying:
            for row in _rows(cursor):
                copying.write_row(
                    [None if v is None else read(v) for read, v in zip(readers, row, strict=True)]
                )
        for field in fields:
            if isinstance(field, models.AutoField):
                writing.execute(
                    f'SELECT setval(pg_get_serial_sequence(%s, %s), max("{field.column}")) FROM "{table}"',
                    [f'"{table}"', field.column],
                )


def _rows(cursor: Any) -> Iterator[Any]:
    while some := cursor.fetchmany(_CHUNK):
        yield from some


def _file(alias: str, path: Path) -> Encrypted:
    from tumen_desk.store.sqlcipher.base import DatabaseWrapper as Encrypted

    given = {**connections[alias].settings_dict, "ENGINE": "tumen_desk.store.sqlcipher", "NAME": str(path)}
    return Encrypted({**given, "OPTIONS": {"transaction_mode": "IMMEDIATE"}}, alias)


@contextmanager
def _in_place_of(alias: str, file: Encrypted) -> Iterator[None]:
    """What is known of migrations is asked by alias: for a moment, in this thread, it means the file."""
    server = connections[alias]
    connections[alias] = file
    try:
        yield
    finally:
        connections[alias] = server


def _app(alias: str) -> str | None:
    return "jobs" if alias == "jobs" else None


def _prepare(alias: str) -> None:
    words = ["jobs"] if alias == "jobs" else []
    call_command("migrate", *words, database=alias, interactive=False, verbosity=0)


def _tables(alias: str) -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and router.allow_migrate_model(alias, model):
            yield model


def _kind(field: models.Field[Any, Any]) -> str:
    while field.remote_field is not None:
        field = field.target_field  # type: ignore[attr-defined]  # of a key to another table
    return field.get_internal_type()


def _columns(fields: Any) -> str:
    return ", ".join(f'"{f.column}"' for f in fields)


def _marks(fields: Any, mark: str) -> str:
    return ", ".join([mark] * len(fields))


def _raw(field: models.Field[Any, Any]) -> str:
    """Behind a `+` SQLite forgets what the column was declared as, and gives the value as it lies there."""
    return f'+"{field.column}"' if _kind(field) in _READ else f'"{field.column}"'


def _plain(value: Any) -> Any:
    """A value of the server as SQLite keeps it."""
    if isinstance(value, datetime.datetime):
        return str(value.astimezone(datetime.UTC).replace(tzinfo=None))
    if isinstance(value, (datetime.date, datetime.time, decimal.Decimal)):
        return str(value)
    if isinstance(value, uuid.UUID):
        return value.hex
    return int(value) if isinstance(value, bool) else value


def _as_it_is(value: Any) -> Any:
    return value


def _moment(value: str) -> datetime.datetime | None:
    found = parse_datetime(value)
    return found.replace(tzinfo=datetime.UTC) if found else None


_READ: Final[dict[str, Callable[[Any], Any]]] = {
    "BooleanField": bool,
    "DateTimeField": _moment,
    "DateField": parse_date,
    "TimeField": parse_time,
    "DecimalField": lambda value: decimal.Decimal(str(value)),
    "UUIDField": lambda value: uuid.UUID(hex=value),
}
