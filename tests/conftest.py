"""The whole suite works offline: a connection to anything but this machine is an error, whoever asks for it."""

from __future__ import annotations

import ipaddress
import sys

import pytest
from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling


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


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """In the order of names, so that the browser, which takes longest, does not begin when all else is done."""
    return ByFile(config, log)
