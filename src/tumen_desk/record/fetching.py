"""One page, fetched because somebody asked for it: the only door through which the desk reaches another machine.

Plain HTTP of the standard library. No cookie, no referrer, no proxy, and nothing of what the page refers to. The number
that is connected to is the one that was looked at, also after the site sends on. What went out and what came back is
kept byte for byte.

Source: RFC 9110 and 9112 (HTTP); RFC 6052 (IPv4 inside IPv6); the registries of special addresses behind `ipaddress`.
"""

from __future__ import annotations

import io
import ipaddress
import socket
import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException, HTTPResponse
from typing import Final
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from tumen.errors import CaptureRefused

MOST_SENT_ON: Final = 5
SECONDS: Final = 30.0
_KNOCK: Final = 10.0
_PORTS: Final = {"http": 80, "https": 443}
_SENDS_ON: Final = (301, 302, 303, 307, 308)
_FOUND: Final = range(200, 300)
_PAGES: Final = ("text/html", "application/xhtml+xml", "text/plain")
_AS_IT_IS: Final = "/%:@!$&'()*+,;=~-._"
_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
_EMBEDDED: Final = ipaddress.IPv6Network("64:ff9b::/96")
# It names no program: whoever watches should not learn that a desk like this one reads here.
_HEADERS: Final = (
    "User-Agent: Mozilla/5.0\r\nAccept: text/html, text/plain;q=0.9, */*;q=0.1\r\n"
    "Accept-Encoding: identity\r\nConnection: close\r\n\r\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An address that may be asked for: its parts, and how they are written in a request."""

    address: str
    scheme: str
    host: str
    port: int
    target: str

    @property
    def request(self) -> bytes:
        """What is sent, whole."""
        named = f"[{self.host}]" if ":" in self.host else self.host
        if self.port != _PORTS[self.scheme]:
            named = f"{named}:{self.port}"
        return f"GET {self.target} HTTP/1.1\r\nHost: {named}\r\n{_HEADERS}".encode("ascii")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One question to a site and its answer, as both went over the line.

    Attributes:
        address: what was asked for.
        at: when, in UTC.
        number: the machine that answered.
        request, answer: bytes, heads and all.
    """

    address: str
    at: datetime
    number: str
    request: bytes
    answer: bytes


class _TooMuch(Exception):
    """More came than is taken in."""


def wanted(address: str) -> Wanted:
    """Take an address apart; nobody is asked.

    Raises:
        CaptureRefused: no address of a web page, or one with a name and password in it.
    """
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise CaptureRefused("This is no address of a page.") from None
    if parts.scheme not in _PORTS:
        raise CaptureRefused(
            "Only a page of the web is captured.", hint="Its address begins with https:// or http://."
        )
    if "@" in parts.netloc:
        raise CaptureRefused(
            "The address holds a name or password, which would lie in the record.",
            hint="Take away what stands before the @. A page behind a sign-in is saved with a browser.",
        )
    if not host or any(not (c.isalnum() or c in "-._:") for c in host):
        raise CaptureRefused("This is no address of a page.")
    path, query = quote(parts.path or "/", safe=_AS_IT_IS), quote(parts.query, safe=_AS_IT_IS + "?")
    plain = urlunsplit((parts.scheme, parts.netloc, path, query, ""))
    target = f"{path}?{query}" if query else path
    return Wanted(address=plain, scheme=parts.scheme, host=host, port=port, target=target)


def fetch(address: str, *, largest: int, seconds: float = SECONDS, here: bool = False) -> list[Exchange]:
    """Ask for one page, and for what it sends on to; the last exchange has the page.

    Args:
        largest: bytes of an answer.
        seconds: for all of it.
        here: whether this machine itself may be asked. Only a test, whose site stands there, says so.

    Raises:
        CaptureRefused: a place that is not open to everybody, too slow, too much, no page, or no answer.
    """
    ends, exchanges, next_one = time.monotonic() + seconds, list[Exchange](), wanted(address)
    try:
        while len(exchanges) <= MOST_SENT_ON:
            exchange, onward = _exchange(next_one, largest, ends, here=here)
            exchanges.append(exchange)
            if not onward:
                return exchanges
            before, next_one = next_one, wanted(urljoin(next_one.address, onward))
            if (before.scheme, next_one.scheme) == ("https", "http"):
                raise CaptureRefused(
                    "The site sends on to an address that everybody on the line can read.",
                    hint="Give that address, beginning with http://, if you want it nevertheless.",
                )
    except TimeoutError:
        raise CaptureRefused(f"The page did not come within {seconds:g} seconds.") from None
    except _TooMuch:
        raise CaptureRefused(
            f"The page is larger than {largest // 1024**2} MB.", hint="Save it with a browser."
        ) from None
    except ssl.SSLError:
        raise CaptureRefused(
            "The site does not prove who it is. Somebody may stand between it and you.",
            hint="Do not sign in there from here. Open it with a browser on another line and compare.",
        ) from None
    except socket.gaierror:
        raise CaptureRefused("There is no such site, or this machine has no way to the network.") from None
    except (OSError, HTTPException):
        raise CaptureRefused("The site cannot be reached, or broke off.") from None
    raise CaptureRefused(f"The site sends on more than {MOST_SENT_ON} times.")


def is_open(number: str) -> bool:
    """True for a machine of the open network; False for this one, a private network, and whatever leads into either.

    Example:
        >>> [is_open(n) for n in ("9.9.9.9", "127.0.0.1", "192.168.1.1", "64:ff9b::10.0.0.1")]
        [True, False, False, False]
    """
    address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address in _EMBEDDED:
            return is_open(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
        if address not in _UNICAST or address.sixtofour is not None:
            return False
    return address.is_global and not address.is_multicast


def _exchange(asked: Wanted, largest: int, ends: float, *, here: bool) -> tuple[Exchange, str]:
    """One question and its answer, and where the site sends on, if it does."""
    with _connected(asked, ends, here=here) as connection:
        number, at = connection.getpeername()[0], datetime.now(UTC)
        connection.settimeout(_left(ends))
        connection.sendall(asked.request)
        wire = _Wire(connection, ends, largest)
        response = HTTPResponse(wire, method="GET")  # type: ignore[arg-type]  # asks of it only what it reads from
        with response:
            response.begin()
            onward = _look(response, largest)
            response.read()
    exchange = Exchange(
        address=asked.address, at=at, number=number, request=asked.request, answer=bytes(wire.taken)
    )
    return exchange, onward


def _look(response: HTTPResponse, largest: int) -> str:
    """Refuse by the head what need not be read; where the site sends on, else nothing."""
    if (response.length or 0) > largest:
        raise _TooMuch
    if response.status in _SENDS_ON and (onward := response.headers.get("Location", "")):
        return onward.encode("latin-1", "replace").decode("utf-8", "replace")
    if response.status not in _FOUND:
        raise CaptureRefused(
            f"The site answered with the status {response.status}, and no page.",
            hint="Open it in a browser: is the page still there, and open to everybody?",
        )
    if response.headers.get_content_type() not in _PAGES or "Content-Type" not in response.headers:
        raise CaptureRefused(
            "At this address stands no page of text.",
            hint="Save the file with a browser and bring it in under Add documents.",
        )
    return ""


def _connected(asked: Wanted, ends: float, *, here: bool) -> socket.socket:
    """A connection to the first machine of the site that answers; every one of them must be open to everybody."""
    numbers = _numbers(asked, ends)
    if not all(is_open(n) or (here and ipaddress.ip_address(n).is_loopback) for n in numbers):
        raise CaptureRefused(
            "This address leads to this machine or into a private network.",
            hint="Only what is open to everybody is captured. Save other pages with a browser.",
        )
    for number in numbers:
        try:
            connection = socket.create_connection((number, asked.port), timeout=min(_KNOCK, _left(ends)))
        except OSError:
            if number == numbers[-1]:
                raise
            continue
        if asked.scheme == "http":
            return connection
        try:
            connection.settimeout(_left(ends))
            return ssl.create_default_context().wrap_socket(connection, server_hostname=asked.host)
        except BaseException:
            connection.close()
            raise
    raise socket.gaierror


def _numbers(asked: Wanted, ends: float) -> list[str]:
    """Where the site is. Looking that up knows no end of its own; after ours it is left alone."""
    try:
        return [str(ipaddress.ip_address(asked.host))]
    except ValueError:
        pool = ThreadPoolExecutor(1)
    try:
        looked = pool.submit(socket.getaddrinfo, asked.host, asked.port, type=socket.SOCK_STREAM)
        found = looked.result(timeout=_left(ends))
    finally:
        pool.shutdown(wait=False)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Wire(io.RawIOBase):
    """What comes over a connection, kept as it came: no longer than the time that is left, no more than is taken in."""

    def __init__(self, connection: socket.socket, ends: float, largest: int) -> None:
        self._connection, self._ends, self._largest = connection, ends, largest
        self.taken = bytearray()

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, room: memoryview) -> int:  # type: ignore[override]  # what io.BufferedReader gives
        self._connection.settimeout(_left(self._ends))
        count = self._connection.recv_into(room)
        self.taken += room[:count]
        if len(self.taken) > self._largest:
            raise _TooMuch
        return count
