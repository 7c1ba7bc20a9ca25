"""Programs that listen on this machine, such as a language model: asked over loopback, and nowhere else.

What it never does: connect to another machine, use a proxy, follow a redirection, wait longer than it was told to, or
hold a larger answer than it was told to.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

from tumen.errors import LocalModelRefused

if TYPE_CHECKING:
    from http.client import HTTPConnection, HTTPResponse

_PIECE: Final = 65_536


class NoAnswer(Exception):
    """Why a program gave nothing that can be used: the end of a sentence."""


def loopback(address: str) -> tuple[SplitResult, str]:
    """The parts of an address, and the number to connect to.

    Raises:
        LocalModelRefused: it is no plain HTTP address of this machine.
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
        number = "127.0.0.1" if host == "localhost" else host
        local = ipaddress.ip_address(number).is_loopback
    except ValueError:
        local, parts, number = False, urlsplit(""), ""
    if not local or parts.scheme != "http" or parts.username or parts.query or parts.fragment:
        raise LocalModelRefused(f"{address!r} is no address of a program on this machine.")
    return parts, number


def post(
    address: str,
    path: str,
    body: str | Iterable[bytes],
    headers: Mapping[str, str],
    *,
    seconds: float,
    ends: float,
    largest: int,
) -> bytes:
    """What the program answers to one request.

    Args:
        address: loopback address, with or without a path before `/v1`.
        path: under `/v1/`.
        body: the request; pieces of bytes need their `Content-Length` among the headers.
        seconds: how long all of the work may take, for the sentence that says it took longer.
        ends: when that is over, by `time.monotonic`.
        largest: bytes of an answer.

    Raises:
        LocalModelRefused: see `loopback`.
        NoAnswer: it cannot be reached, is too slow, says too much, or refuses.
    """
    from http.client import HTTPConnection, HTTPException  # and with it TLS, which no start should wait for

    parts, number = loopback(address)
    under = parts.path.rstrip("/").removesuffix("/v1")
    connection = HTTPConnection(number, parts.port or 80, timeout=_left(ends))
    try:
        connection.request("POST", f"{under}/v1/{path}", body, dict(headers))
        response = connection.getresponse()
        answer = _body(connection, response, ends, largest)
    except TimeoutError:
        raise NoAnswer(f"did not answer within {seconds:g} seconds") from None
    except (OSError, HTTPException):
        raise NoAnswer("cannot be reached") from None
    finally:
        connection.close()
    if response.status != HTTPStatus.OK:
        raise NoAnswer(f"answered with the status {response.status}")
    return answer


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _body(connection: HTTPConnection, response: HTTPResponse, ends: float, largest: int) -> bytes:
    """All bytes, also from a server that lets them drip: each part gets only the time that is left."""
    parts: list[bytes] = []
    while sum(map(len, parts)) <= largest:
        if isinstance(connection.sock, socket.socket):
            connection.sock.settimeout(_left(ends))
        part = response.read1(_PIECE)
        if not part:
            return b"".join(parts)
        _left(ends)
        parts.append(part)
    raise NoAnswer(f"answered with more than {largest // 1_000_000} MB")
