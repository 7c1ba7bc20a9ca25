"""The library runs in a notebook: what import-linter cannot see (late and indirect imports) is seen here."""

import json
import subprocess
import sys

NEVER = ("django", "tumen_desk", "requests", "httpx", "urllib3", "aiohttp")
SCIENCE = ("numpy", "scipy", "duckdb", "numba", "pandas", "django")

EVERY_MODULE = """
import importlib, json, pkgutil, sys
import tumen
names = [m.name for m in pkgutil.walk_packages(tumen.__path__, "tumen.") if not m.name.endswith("__main__")]
found = {}
for name in names:
    importlib.import_module(name)
    for bad in NEVER:
        if bad in sys.modules and bad not in found:
            found[bad] = name
print(json.dumps({"modules": len(names), "found": found}))
"""

COMMAND_LINE = """
import json, sys
from tumen.cli.main import build
import typer
typer.main.get_command(build())
print(json.dumps([s for s in SCIENCE if s in sys.modules]))
"""


def _child(code: str, **names: object):
    head = "".join(f"{name} = {value!r}\n" for name, value in names.items())
    run = subprocess.run(
        [sys.executable, "-c", head + code], capture_output=True, text=True, check=True, timeout=300
    )
    return json.loads(run.stdout)


def test_no_module_of_the_library_loads_a_web_framework_or_an_http_client():
    seen = _child(EVERY_MODULE, NEVER=NEVER)
    assert seen["modules"] > 100
    assert seen["found"] == {}


def test_the_command_line_starts_without_loading_any_science():
    assert _child(COMMAND_LINE, SCIENCE=SCIENCE) == []
