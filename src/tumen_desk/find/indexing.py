"""The file of the index: opened, kept in step with the texts, thrown away when it cannot be trusted.

Nothing in it is original. It lies under a key that is made anew when the keys of the store are, so that an old copy of
it is worth no more than an old copy of the store; whoever is erased leaves it at once.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from sqlcipher3 import dbapi2

from tumen import search, vocab
from tumen.progress import SILENT, Progress, check
from tumen_desk.find import registered
from tumen_desk.record.models import Document
from tumen_desk.store import folder, keyring

_NAME: Final = "search.db"
_BESIDE: Final = ("-wal", "-shm", "-journal")
_BUSY_SECONDS: Final = 30
_VERSION: Final = 1
_local = threading.local()


def path() -> Path:
    """Where the index lies."""
    return folder.root() / _NAME


def by() -> search.Analyser:
    """The analyser, which knows the names of bodies of this desk's pack as words."""
    pack = vocab.load_pack(settings.CONFIG.pack)
    return search.analyser(*(str(term.label("ko")) for term in pack.vocabulary("agency")))


@contextmanager
def opened() -> Iterator[search.Index]:
    """The index, for one piece of work; what is written stays if the work ends well.

    Raises:
        Sealed: the desk is locked.
    """
    connection = _connection()
    try:
        yield search.Index(connection, by=by())
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def forget() -> None:
    """Take the index away; it is made anew from what is there."""
    _close()
    for name in (_NAME, *(f"{_NAME}{end}" for end in _BESIDE)):
        (folder.root() / name).unlink(missing_ok=True)


def behind() -> int:
    """How many documents and tellings are not in the index, or stand there with another text."""
    with opened() as index:
        return len(_changed(index)[0])


def catch_up(*, progress: Progress = SILENT, most: int | None = None) -> int:
    """Bring the index in step with the texts; returns how many documents were read. May be stopped at any document.

    Args:
        progress: as everywhere.
        most: so many documents at once.
    """
    with opened() as index:
        changed, gone = _changed(index)
        for number in gone:
            _take_out(index, number)
    progress.start(len(changed), "Reading for the index")
    wanted = changed if most is None else changed[:most]
    for number in wanted:
        check(progress)
        with opened() as index:
            _put_in(index, number)
        progress.advance()
    return len(wanted)


def _connection() -> Any:
    """This thread's connection, opened anew after each locking; a file that does not open is thrown away."""
    held = getattr(_local, "held", None)
    if held is not None and held[0] == (keyring.generation(), _file()):
        return held[1]
    _close()
    try:
        connection = _open()
    except dbapi2.DatabaseError:  # under keys that are no more, or damaged
        forget()
        connection = _open()
    _local.held = ((keyring.generation(), _file()), connection)
    return connection


def _file() -> int:
    """Which file lies there: another process may have taken the index away and begun a new one."""
    try:
        return path().stat().st_ino
    except FileNotFoundError:
        return 0


def _open() -> Any:
    secret = keyring.key("search index")
    connection = dbapi2.connect(str(path()), timeout=_BUSY_SECONDS)
    connection.execute(f"PRAGMA key = \"x'{secret.hex()}'\"")
    for pragma in (
        "cipher_log_level = NONE",
        "temp_store = MEMORY",
        "secure_delete = ON",
        "cache_size = -32768",
    ):
        connection.execute(f"PRAGMA {pragma}")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version not in (0, _VERSION):
        connection.close()
        raise dbapi2.DatabaseError("The index was made by another version.")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA user_version = {_VERSION}")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS done (document INTEGER PRIMARY KEY, text_sha256 TEXT NOT NULL)"
    )
    connection.commit()
    path().chmod(0o600)
    return connection


def _close() -> None:
    held = getattr(_local, "held", None)
    _local.held = None
    if held is not None:
        held[1].close()


def _changed(index: search.Index) -> tuple[list[int], list[int]]:
    """Documents and tellings to read, those that came in last first, and those that are no more."""
    there = dict(Document.objects.order_by("-pk").values_list("pk", "text_sha256")) | registered.digests()
    done = dict(_connection().execute("SELECT document, text_sha256 FROM done").fetchall())
    changed = [pk for pk, sha256 in there.items() if done.get(pk) != sha256]
    return changed, [pk for pk in done if pk not in there]


def _put_in(index: search.Index, number: int) -> None:
    _take_out(index, number)
    if number < 0:
        _put_in_told(index, number)
        return
    document = Document.objects.filter(pk=number).first()
    if document is None:
        return
    text = document.text
    spans = [(p["start"], p["end"]) for p in document.layout.get("paragraphs", ())] or [(0, len(text))]
    pieces = (search.Piece(text=text[start:end], start=start, end=end) for start, end in spans)
    index.add(number, pieces, source=document.source_id)
    _done(number, document.text_sha256)


def _put_in_told(index: search.Index, number: int) -> None:
    telling = registered.found([number]).get(number)
    if telling is not None:
        text = registered.text_of(telling)
        index.add(number, [search.Piece(text=text, start=0, end=len(text))], source=telling.source_id)
        _done(number, registered.digest(text))


def _done(number: int, sha256: str) -> None:
    _connection().execute("INSERT INTO done VALUES (?, ?)", (number, sha256))


def _take_out(index: search.Index, number: int) -> None:
    index.remove(number)
    _connection().execute("DELETE FROM done WHERE document = ?", (number,))
