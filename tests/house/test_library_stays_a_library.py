"""The library runs in a notebook: what import-linter cannot see (late and indirect imports) is seen here."""

import json
import subprocess
import sys

import pytest

NEVER = ("django", "tumen_desk", "requests", "httpx", "urllib3", "aiohttp")
SCIENCE = ("numpy", "scipy", "duckdb", "numba", "pandas", "django")
CALCULATING = ("numba", "scipy.optimize", "scipy.sparse", "scipy.special", "scipy.stats")

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
early = [s for s in CALCULATING if s in sys.modules]
print(json.dumps({"modules": len(names), "found": found, "early": early}))
"""

DESK = """
import json, sys
import django
django.setup()
import tumen_desk.urls
print(json.dumps([s for s in LATER if s in sys.modules]))
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


@pytest.fixture(scope="module")
def every_module():
    """What is loaded after each module of the library was imported and nothing was called."""
    return _child(EVERY_MODULE, NEVER=NEVER, CALCULATING=CALCULATING)


def test_no_module_of_the_library_loads_a_web_framework_or_an_http_client(every_module):
    assert every_module["modules"] > 100
    assert every_module["found"] == {}


def test_what_only_calculating_needs_is_loaded_when_something_is_calculated(every_module):
    # Seconds at each start of a desk, a worker or a command: `import scipy` loads its rooms when they are named.
    assert every_module["early"] == []


def test_a_desk_opens_without_what_only_calculating_or_reading_workbooks_needs():
    assert _child(DESK, LATER=(*CALCULATING, "openpyxl")) == []


def test_the_command_line_starts_without_loading_any_science():
    assert _child(COMMAND_LINE, SCIENCE=SCIENCE) == []
