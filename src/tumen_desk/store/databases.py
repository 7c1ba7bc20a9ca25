"""The databases of the store, whichever backend keeps them: files of its own, or a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Protocol, cast

from django.db import connections

FILES: Final = {"default": "tumen.db", "jobs": "jobs.db"}
"""Alias → what its encrypted file is called, in the data folder and in every backup."""


class StoreDatabase(Protocol):
    """What a backend can do beside what Django asks of it. The first three need no key."""

    vendor: str
    in_atomic_block: bool

    def make_room(self) -> None:
        """There is a place for tables afterwards."""

    def lies_there(self) -> bool:
        """True if somebody's tables are there already."""

    def throw_away(self) -> None:
        """Remove everything."""

    def copy_into(self, target: Path) -> None:
        """Write one consistent state to a new encrypted file, under the present key, while others write."""

    def copy_from(self, source: Path) -> None:
        """Take over such a file."""

    def faults(self) -> list[str]:
        """What is wrong, in words; empty when nothing is."""

    def write_over(self) -> None:
        """Let nothing of deleted rows lie about, as far as this backend can."""

    def last_issued(self, table: str) -> int:
        """The highest number ever given to a row; 0 where the backend cannot tell."""

    def cursor(self) -> Any:
        """Django's."""


def each() -> Iterator[tuple[str, StoreDatabase]]:
    """Alias and database, the record first."""
    for alias in FILES:
        yield alias, of(alias)


def of(alias: str) -> StoreDatabase:
    """One database, as this thread is connected to it."""
    return cast("StoreDatabase", connections[alias])


def in_files() -> bool:
    """True if the databases are encrypted files of this store; on a server they lie outside the data folder."""
    return of("default").vendor == "sqlite"
