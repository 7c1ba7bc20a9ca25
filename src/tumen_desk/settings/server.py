"""Where the databases lie when a server keeps them: two schemas of one PostgreSQL database."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any, Final

from tumen.errors import ServerOutOfReach

_SCHEMAS: Final = {"default": "tumen", "jobs": "tumen_jobs"}
_NAMES: Final = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}


def databases(told: str) -> dict[str, dict[str, Any]]:
    """Django's `DATABASES` for a server, told as libpq does (`host=/run/postgresql dbname=tumen`).

    Raises:
        ServerOutOfReach: it cannot be read, or there is no driver for it.
    """
    if find_spec("psycopg") is None:
        raise ServerOutOfReach(
            "TUMEN_DATABASE needs the driver for PostgreSQL.", hint="Install it: pip install 'tumen[server]'"
        )
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        given = conninfo_to_dict(told)
    except ProgrammingError as error:
        # What was written may hold a password; it is not repeated.
        raise ServerOutOfReach(
            "TUMEN_DATABASE cannot be read.", hint="Write it as words: host=/run/postgresql dbname=tumen"
        ) from error
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
