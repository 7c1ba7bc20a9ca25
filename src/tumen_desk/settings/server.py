"""Where the databases lie when a server keeps them: two schemas of one PostgreSQL database."""

from __future__ import annotations

from typing import Any, Final

from psycopg.conninfo import conninfo_to_dict

_SCHEMAS: Final = {"default": "tumen", "jobs": "tumen_jobs"}
_NAMES: Final = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}


def databases(told: str) -> dict[str, dict[str, Any]]:
    """Django's `DATABASES` for a server, told as libpq does (`host=/run/postgresql dbname=tumen`).

    Raises:
        psycopg.ProgrammingError: it cannot be read.
    """
    given = conninfo_to_dict(told)
    named = {ours: str(given.pop(theirs, None) or "") for ours, theirs in _NAMES.items()}
    return {
        alias: {
            "ENGINE": "tumen_desk.store.postgresql",
            **named,
            "SCHEMA": schema,
            "OPTIONS": dict(given),
            "CONN_MAX_AGE": None,
            "ATOMIC_REQUESTS": False,
        }
        for alias, schema in _SCHEMAS.items()
    }
