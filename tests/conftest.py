"""The whole suite works offline: a connection to anything but this machine is an error, whoever asks for it."""

from __future__ import annotations

import ipaddress
import sys


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
