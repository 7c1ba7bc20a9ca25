"""One encrypted database file that nobody else has open: copies on their way, never the live one."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2


def connect(path: Path, key: bytes) -> Any:
    """Open a file with a raw key, as the desk's backend does; the caller closes it."""
    connection = dbapi2.connect(str(path))
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return connection


def rekey(path: Path, old: bytes, new: bytes) -> None:
    """Bring a file under another key. Rekeying beside open connections breaks them: never call this on a live file."""
    with closing(connect(path, old)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"")


def opens(path: Path, key: bytes) -> bool:
    """True if the file is there, holds anything, and is under this key."""
    try:
        with closing(connect(path, key)) as connection:
            return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    except dbapi2.DatabaseError:
        return False


def faults(path: Path, key: bytes) -> list[str]:
    """What is wrong with a file: seals of pages, structure."""
    try:
        with closing(connect(path, key)) as connection:
            altered = [
                f"{path.name}: {row[0]}" for row in connection.execute("PRAGMA cipher_integrity_check")
            ]
            whole = [str(row[0]) for row in connection.execute("PRAGMA quick_check")]
            return altered + [f"{path.name}: {said}" for said in whole if said != "ok"]
    except dbapi2.DatabaseError as error:
        return [f"{path.name}: cannot be read: {error}"]
