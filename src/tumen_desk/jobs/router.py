"""Job rows live in a database of their own, so that progress shows while the record is being written."""

from __future__ import annotations

from typing import Any


class JobsRouter:
    """`jobs` ↔ the jobs database, everything else ↔ the record."""

    def db_for_read(self, model: Any, **_: Any) -> str:
        return "jobs" if model._meta.app_label == "jobs" else "default"

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **_: Any) -> bool:
        return bool((one._meta.app_label == "jobs") == (other._meta.app_label == "jobs"))

    def allow_migrate(self, db: str, app_label: str, **_: Any) -> bool:
        return (db == "jobs") == (app_label == "jobs")
