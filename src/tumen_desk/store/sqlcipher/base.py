"""The backend. The key comes from the keyring when a connection opens, and from nowhere else."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Callable, Mapping
from itertools import tee
from pathlib import Path
from typing import Any

from django.db import DatabaseError
from django.db.backends.sqlite3 import base as sqlite
from django.db.backends.sqlite3._functions import (  # type: ignore[import-untyped]  # no stubs for it
    register as register_functions,
)
from django.db.backends.sqlite3.features import DatabaseFeatures as SQLiteFeatures
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from sqlcipher3 import dbapi2 as Database

from tumen_desk.store import keyring, values
from tumen_desk.store.guarded import Guarded

Database.register_converter("bool", b"1".__eq__)
Database.register_converter("date", sqlite.decoder(parse_date))
Database.register_converter("time", sqlite.decoder(parse_time))
Database.register_converter("datetime", sqlite.decoder(parse_datetime))
Database.register_converter("timestamp", sqlite.decoder(parse_datetime))
Database.register_adapter(decimal.Decimal, str)
Database.register_adapter(datetime.date, sqlite.adapt_date)
Database.register_adapter(datetime.datetime, sqlite.adapt_datetime)

# Found by attack: ATTACH with an empty key writes a readable copy; temp_store=FILE writes readable spills.
_DENIED_PRAGMAS = {"key", "rekey", "temp_store", "temp_store_directory", "cipher_plaintext_header_size"}


def _authorise(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    if action in (Database.SQLITE_ATTACH, Database.SQLITE_DETACH):
        return int(Database.SQLITE_DENY)
    if action == Database.SQLITE_PRAGMA and (first or "").lower() in _DENIED_PRAGMAS and second is not None:
        return int(Database.SQLITE_DENY)
    return int(Database.SQLITE_OK)


def _authorise_copy(target: str) -> Callable[..., int]:
    """As `_authorise`, but one file may be attached: VACUUM INTO attaches what it writes."""

    def authorise(action: int, first: str | None, second: str | None, *rest: str | None) -> int:
        if action == Database.SQLITE_ATTACH and first == target:
            return int(Database.SQLITE_OK)
        return _authorise(action, first, second, *rest)

    return authorise


_QUESTIONS: dict[str, Callable[[tuple[Any, ...]], str]] = {
    "wal_checkpoint(TRUNCATE)": lambda row: "",
    "cipher_integrity_check": lambda row: f"a page was altered: {row[0]}",
    "integrity_check": lambda row: "" if row[0] == "ok" else str(row[0]),
    "foreign_key_check": lambda row: f"a row of {row[0]} refers to nothing",
}


class CipherCursor(Database.Cursor):  # type: ignore[misc]  # the extension module has no types
    """Django's parameter style on an SQLCipher cursor."""

    convert_query = sqlite.SQLiteCursorWrapper.convert_query

    def execute(self, query: str, params: Any = None) -> Any:
        if params is None:
            return super().execute(query)
        names = list(params) if isinstance(params, Mapping) else None
        return super().execute(self.convert_query(query, param_names=names), params)

    def executemany(self, query: str, param_list: Any) -> Any:
        peekable, param_list = tee(iter(param_list))
        first = next(peekable, None)
        names = list(first) if isinstance(first, Mapping) else None
        return super().executemany(self.convert_query(query, param_names=names), param_list)


class DatabaseFeatures(SQLiteFeatures):
    """What the encrypted library can do."""

    # Compiled into the wheel (MAX_VARIABLE_NUMBER); Django's default of 999 would cut bulk inserts into slivers.
    max_query_params = 250_000


class DatabaseWrapper(Guarded, sqlite.DatabaseWrapper):
    """SQLite, encrypted."""

    Database = Database
    features_class = DatabaseFeatures
    display_name = "SQLCipher"

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        secret = keyring.key("database")
        connection = Database.connect(**conn_params)
        connection.execute(f"PRAGMA key = \"x'{secret.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for pragma in (
            "cipher_log_level = NONE",
            "temp_store = MEMORY",
            "secure_delete = ON",
            "trusted_schema = OFF",
            "foreign_keys = ON",
            "journal_mode = WAL",
            "synchronous = FULL",
            "cache_size = -65536",
        ):
            connection.execute(f"PRAGMA {pragma}")
        register_functions(connection)
        for name, function in values.functions().items():
            connection.create_function(name, 1, function, deterministic=True)
        connection.set_authorizer(_authorise)
        self.keyring_generation = keyring.generation()
        return connection

    def copy_into(self, target: Path) -> None:
        """Write one consistent state of this database to a new file under the same key, while others write.

        VACUUM INTO without a KEY clause keeps the key (SQLCipher's ATTACH inherits it); outside transactions only.
        """
        self.ensure_connection()
        connection = self.connection
        try:
            connection.set_authorizer(_authorise_copy(str(target)))
            connection.execute("VACUUM INTO ?", [str(target)])
        finally:
            connection.set_authorizer(_authorise)

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=CipherCursor)

    def make_room(self) -> None:
        """Nothing to do: the folder is there."""

    def lies_there(self) -> bool:
        """True if the file is there. Needs no key."""
        return any(path.exists() for path in self._files())

    def throw_away(self) -> None:
        """Remove the file and what belongs to it. Needs no key."""
        self.close()
        for path in self._files():
            path.unlink(missing_ok=True)

    def copy_from(self, source: Path) -> None:
        """Put such a file in place of this one."""
        self.close()
        source.replace(self._files()[0])

    def faults(self) -> list[str]:
        """What is wrong with the file: pages that were altered, structure, rows that refer to nothing."""
        problems: list[str] = []
        for question, say in _QUESTIONS.items():
            try:
                with self.cursor() as cursor:
                    cursor.execute(f"PRAGMA {question}")
                    problems += [f"{self.alias}: {said}" for row in cursor.fetchall() if (said := say(row))]
            except DatabaseError as error:
                # The answer to an altered page may be no answer, and this connection will not read on.
                self.close()
                problems.append(f"{self.alias}: cannot be read to its end: {error}")
        return problems

    def write_over(self) -> None:
        """What was deleted is overwritten in the file; the log of writes before would still hold its pages."""
        with self.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def last_issued(self, table: str) -> int:
        """The highest number ever given to a row of a table."""
        with self.cursor() as cursor:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
        return int(row[0]) if row else 0

    def _files(self) -> list[Path]:
        live = Path(str(self.settings_dict["NAME"]))
        return [live.with_name(live.name + suffix) for suffix in ("", "-wal", "-shm")]
