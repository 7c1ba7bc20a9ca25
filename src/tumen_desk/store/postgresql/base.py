"""The backend: as the embedded one, nothing opens before the keys are there, and one writes at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg
from django.db import DatabaseError
from django.db.backends.postgresql import base as postgresql
from psycopg import sql

from tumen.errors import ServerOutOfReach
from tumen_desk.store import keyring
from tumen_desk.store.guarded import Guarded
from tumen_desk.store.postgresql import carrying

_TURN: Final = 0x74756D656E


@contextmanager
def _answering() -> Iterator[None]:
    """A server that is not there is told of in a sentence, without where it was looked for."""
    try:
        yield
    except psycopg.OperationalError as error:
        raise ServerOutOfReach("The PostgreSQL server that keeps this desk does not let it in.") from error


class DatabaseWrapper(Guarded, postgresql.DatabaseWrapper):
    """One schema of a PostgreSQL database."""

    display_name = "PostgreSQL"

    @property
    def schema(self) -> str:
        """Where the tables of this alias lie."""
        return str(self.settings_dict["SCHEMA"])

    def get_connection_params(self) -> dict[str, Any]:
        given = super().get_connection_params()
        return {**given, "options": f"-c search_path={self.schema}"}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        keyring.ring()
        with _answering():
            connection = super().get_new_connection(conn_params)
        self.keyring_generation = keyring.generation()
        return connection

    def set_autocommit(self, autocommit: bool, *args: Any, **options: Any) -> None:  # noqa: FBT001  (Django's)
        """A transaction begins by taking its turn, as in the embedded store: whoever counts tries, spends an approval
        or adds to the log sees everything that was written before, and nobody writes in between."""
        super().set_autocommit(autocommit, *args, **options)
        if not autocommit:
            with self.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_TURN % 2**31, self.schema])

    def make_room(self) -> None:
        """The schema is there afterwards."""
        with closing(self.plain()) as connection:
            connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(self.schema)))

    def lies_there(self) -> bool:
        """True if anything stands in the schema. Needs no key."""
        with closing(self.plain()) as connection:
            found = connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = %s LIMIT 1", [self.schema])
            return found.fetchone() is not None

    def throw_away(self) -> None:
        """Remove the schema with everything in it. Needs no key."""
        self.close()
        with closing(self.plain()) as connection:
            connection.execute(
                sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(self.schema))
            )

    def copy_into(self, target: Path) -> None:
        """Write one consistent state into a new encrypted file, as the embedded store has it, while others write."""
        carrying.out(self, target)

    def copy_from(self, source: Path) -> None:
        """Fill the empty schema from such a file, whole or not at all."""
        carrying.into(self, source)

    def faults(self) -> list[str]:
        """What is wrong with the tables. The server keeps them in order; what it can tell is asked."""
        try:
            with self.cursor() as cursor:
                cursor.execute("SHOW data_checksums")
                if cursor.fetchone()[0] != "on":
                    return []
                cursor.execute(
                    "SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()"
                )
                failures = cursor.fetchone()[0]
                return [f"{self.alias}: the server met {failures} altered page(s)"] if failures else []
        except DatabaseError as error:
            self.close()
            return [f"{self.alias}: cannot be read: {error}"]

    def write_over(self) -> None:
        """Let the server use the room of deleted rows again; when it does is its own affair."""
        with self.cursor() as cursor:
            cursor.execute("VACUUM")

    def last_issued(self, table: str) -> int:
        """Nothing: numbers of a server are drawn before a transaction holds. Heads tell whether an end was cut off."""
        return 0

    def plain(self) -> Any:
        """A connection of psycopg's own, outside Django; the caller closes it."""
        given = {
            k: v
            for k, v in super().get_connection_params().items()
            if k in ("dbname", "user", "password", "host", "port")
        }
        with _answering():
            return psycopg.connect(**given, autocommit=True)
