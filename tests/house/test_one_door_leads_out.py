"""Of all the code one file reaches another machine, and one service opens that file; whatever else listens is here."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"
DOOR = "tumen_desk/record/fetching.py"

# File that can speak to a network at all: to whom it does.
SPEAKS = {
    DOOR: "the site of a page that somebody asked for, where the desk was opened for that",
    "tumen/local.py": "programs on this machine, by a loopback number",
    "tumen/documents/cells.py": "the processes that read files, by a pair of sockets without an address",
    "tumen/documents/warden.py": "the same",
    "tumen_desk/commands/serving.py": "the browser on this machine: it listens",
}
# What a browser on this machine is shown, and where PostgreSQL is, whoever starts the desk says: neither is here.
NETWORK = {
    "socket", "_socket", "ssl", "asyncio", "http.client", "http.cookiejar", "urllib.request", "ftplib", "smtplib",
    "poplib", "imaplib", "telnetlib", "nntplib", "socketserver", "xmlrpc.client", "requests", "httpx", "urllib3",
    "aiohttp", "websockets",
}  # fmt: skip


def _imports(source: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def _speaking(wanted: set[str]) -> dict[str, set[str]]:
    files = (p for room in ("tumen", "tumen_desk") for p in sorted((SOURCE / room).rglob("*.py")))
    found = {p.relative_to(SOURCE).as_posix(): _imports(p.read_text("utf-8")) & wanted for p in files}
    return {name: modules for name, modules in found.items() if modules}


def test_no_other_file_can_speak_to_a_network() -> None:
    speaking = _speaking(NETWORK)
    assert set(speaking) == set(SPEAKS), speaking


def test_one_service_opens_the_door_and_asks_first_whether_it_may() -> None:
    door = "tumen_desk.record.fetching"
    at = set(_speaking({door}))
    assert at == {
        "tumen_desk/record/capturing.py", "tumen_desk/record/capture_views.py", "tumen_desk/commands/bringing.py",
    }  # fmt: skip
    calls = {name: (SOURCE / name).read_text("utf-8").count("fetching.fetch(") for name in at}
    assert {name for name, count in calls.items() if count} == {"tumen_desk/record/capturing.py"}


def test_the_search_would_notice() -> None:
    found = _imports(
        "def f():\n    from urllib import request\n    import http.client\n    from ssl import SSLContext"
    )
    assert {"urllib.request", "http.client", "ssl"} <= found
