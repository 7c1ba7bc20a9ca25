"""The tables of an empty database, all at once.

Django draws every model anew after each single step of a migration: some seven seconds of a first start, for a result
that is known before. Here the steps are followed on paper only, and what stands at their end is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import router
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.special import RunPython, RunSQL, SeparateDatabaseAndState

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.migrations import Migration

_OURS = "tumen_desk."


def lay_out(connection: BaseDatabaseWrapper, app: str | None = None) -> int:
    """Make every table that belongs into an empty database, and note its migrations as applied; whole or not at all.

    Args:
        connection: of the database.
        app: only what this app and those it stands on need.

    Returns:
        how many migrations were noted; 0 if the database is not empty, or if one of our migrations does more than
        describe tables: then they must be walked one by one.
    """
    if set(connection.introspection.table_names()) - {"django_migrations"}:
        return 0
    executor = MigrationExecutor(connection)
    targets = [node for node in executor.loader.graph.leaf_nodes() if app is None or node[0] == app]
    plan = [migration for migration, _ in executor.migration_plan(targets, clean_start=True)]
    if any(_does_more(migration) for migration in plan):
        return 0
    state = executor.loader.project_state(targets)
    executor.recorder.ensure_schema()
    with connection.schema_editor() as editor:
        for model in state.apps.get_models():
            if model._meta.can_migrate(connection) and router.allow_migrate_model(connection.alias, model):
                editor.create_model(model)
        for migration in plan:
            executor.recorder.record_applied(migration.app_label, migration.name)
    return len(plan)


def _does_more(migration: Migration) -> bool:
    """Steps of Django's own apps that do more only mend rows, and an empty database has none."""
    special: tuple[type[Any], ...] = (RunPython, RunSQL, SeparateDatabaseAndState)
    return migration.__module__.startswith(_OURS) and any(
        isinstance(step, special) for step in migration.operations
    )
