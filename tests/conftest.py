"""The whole suite works offline: a connection to anything but this machine is an error, whoever asks for it."""

from __future__ import annotations

import ipaddress
import sys

import pytest
from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling

ROOMS = ("browser", "docs", "protection", "desk", "house", "library")


class OutboundCall(RuntimeError):
    """Something under test reached for the network."""


def _is_local(host: object) -> bool:
    text = host.decode() if isinstance(host, bytes) else str(host)
    if text in ("", "localhost", "None"):
        return True
    try:
        return ipaddress.ip_address(text.split("%", 1)[0]).is_loopback
    except ValueError:
        return False


def _watch(event: str, args: tuple[object, ...]) -> None:
    # An audit hook sees every call of the interpreter, also through references taken before this file was read.
    if event in ("socket.connect", "socket.sendto"):
        address = args[-1]
        if isinstance(address, tuple) and not _is_local(address[0]):
            raise OutboundCall(f"An outbound call to port {address[1]} of another machine was refused.")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname") and not _is_local(args[0]):
        raise OutboundCall("Looking up the address of another machine was refused.")


sys.addaudithook(_watch)


class ByFile(LoadScopeScheduling):
    """A file of tests stays on one process, and so does all that shares the one demonstration in a browser."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return "tests/browser" if file.startswith("tests/browser/") else file


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Longest first, so that no process works alone at the end: the browser, real desks, and last the library."""
    items.sort(key=lambda item: ROOMS.index(item.nodeid.split("/")[1]) if "/" in item.nodeid else 0)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Files in the order that they were put into, which `--no-loadscope-reorder` keeps."""
    return ByFile(config, log)
