"""Of which version a store is, by the steps that its tables went through: an earlier one is brought up to date when it
is opened, a later one is left alone."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.db import connections, router
from django.db.migrations.loader import MigrationLoader

from tumen.errors import LaterVersion, OtherBuild


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


def refuse_other_build(alias: str) -> None:
    """Stop where the tables are not those of this build, though they went through steps of the same names.

    A build on the way to a version may change its steps without giving them new names. What it made cannot be used
    here: a page would fail in its middle. Costs one look at the columns of each table.

    Args:
        alias: of the database, whose steps were all taken.

    Raises:
        OtherBuild: a table is missing, or has other columns.
    """
    connection = connections[alias]
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for model in apps.get_models(include_auto_created=True):
            if not model._meta.managed or not router.allow_migrate_model(alias, model):
                continue
            table = model._meta.db_table
            wanted = {field.column for field in model._meta.local_concrete_fields}
            found = (
                {column.name for column in connection.introspection.get_table_description(cursor, table)}
                if table in there
                else set()
            )
            if wanted != found:
                raise OtherBuild(
                    "This desk was made by another build of Tumen: its tables are not those of this one.",
                    table=table,
                )
