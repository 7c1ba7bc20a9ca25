"""Django's `migrate`, which lays an empty database out at once."""

from __future__ import annotations

from typing import Any, Final

from django.core.management.commands import migrate
from django.db import connections

from tumen_desk.store import fresh

_STEP_BY_STEP: Final = ("migration_name", "fake", "fake_initial", "plan", "check_unapplied", "prune")


class Command(migrate.Command):
    """As Django's."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        if not any(options.get(name) for name in _STEP_BY_STEP):
            fresh.lay_out(connections[options["database"]], options["app_label"])
        return super().handle(*args, **options)
