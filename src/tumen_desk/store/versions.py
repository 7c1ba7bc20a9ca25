"""Of which version a store is, by the steps that its tables went through: an earlier one is brought up to date when it
is opened, a later one is left alone."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.migrations.loader import MigrationLoader

from tumen.errors import LaterVersion


def refuse_later(applied: Iterable[tuple[str, str]]) -> None:
    """Stop before anything is read or written that this version does not know.

    Args:
        applied: app and name of each step that the tables went through.

    Raises:
        LaterVersion: there is one that this version has not.
    """
    known = set(MigrationLoader(None).disk_migrations or ())
    if set(applied) - known:
        raise LaterVersion("A later version of Tumen wrote this; this one would not understand all of it.")
