"""The backend. The key comes from the keyring when a connection opens, and from nowhere else."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Callable, Mapping
from itertools import tee
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base as sqlite
from django.db.backends.sqlite3._functions import (  # type: ignore[import-untyped]  # no stubs for it
    register as register_functions,
)
from django.db.backends.sqlite3.features import DatabaseFeatures as SQLiteFeatures
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from sqlcipher3 import dbapi2 as Database

from tumen_desk.store import keyring, values

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


class DatabaseWrapper(sqlite.DatabaseWrapper):
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

    def ensure_connection(self) -> None:
        self._close_if_locked_since()
        super().ensure_connection()

    def close_if_unusable_or_obsolete(self) -> None:
        # Called between requests. Without this the parent would open a connection again just to look at it: a thread
        # that served somebody before the desk was locked could not even serve the unlocking page.
        self._close_if_locked_since()
        super().close_if_unusable_or_obsolete()

    def _close_if_locked_since(self) -> None:
        """A connection of an earlier unlocking must not outlive the lock."""
        if self.connection is not None and self.keyring_generation != keyring.generation():
            self.close()
