"""A real PostgreSQL server of the tests' own: a throw-away cluster that listens on a socket in its folder only."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

NEWEST = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))


def _program(name: str) -> str | None:
    return str(NEWEST[-1] / name) if NEWEST else shutil.which(name)


@pytest.fixture(scope="session")
def server() -> Iterator[Callable[[str], str]]:
    """`server("one")`: an empty database of this name, as `TUMEN_DATABASE` says where it is."""
    if _program("initdb") is None or find_spec("psycopg") is None:
        pytest.skip("no PostgreSQL server, or no driver for it, is installed here")
    base = Path(tempfile.mkdtemp(prefix="tumen-pg-"))
    # A server refuses to run as root.
    whose = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    if whose is not None:
        os.chown(base, whose.pw_uid, whose.pw_gid)
    user = {"user": whose.pw_uid, "group": whose.pw_gid} if whose is not None else {}

    def run(name: str, *words: object) -> None:
        done = subprocess.run(
            [_program(name), *map(str, words)], cwd=base, check=False, capture_output=True, text=True, **user
        )
        assert done.returncode == 0, done.stdout + done.stderr

    options = f"-c listen_addresses='' -c unix_socket_directories='{base}' -c fsync=off -c max_connections=40"
    run(
        "initdb", "-D", base / "cluster", "-U", "tumen", "--auth=trust", "--encoding=UTF8", "--locale=C", "-N"
    )
    run("pg_ctl", "-D", base / "cluster", "-l", base / "log", "-w", "-o", options, "start")

    def database(name: str) -> str:
        run("createdb", "-h", base, "-U", "tumen", name)
        return f"host={base} user=tumen dbname={name}"

    try:
        yield database
    finally:
        run("pg_ctl", "-D", base / "cluster", "-m", "immediate", "stop")
        shutil.rmtree(base, ignore_errors=True)
