"""Six digits that change every thirty seconds, from a secret that a telephone and the desk share."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
from typing import Final
from urllib.parse import quote

STEP_SECONDS: Final = 30
DIGITS: Final = 6
DRIFT: Final = 1
"""Steps a telephone's clock may be wrong, either way."""


def code_at(secret: bytes, step: int, *, digits: int = DIGITS) -> str:
    """The code of one step.

    Source: RFC 4226 (2005), section 5.3 (truncation of HMAC-SHA-1), with the counter of RFC 6238 (2011).
    """
    mac = hmac.new(secret, struct.pack(">Q", step), hashlib.sha1).digest()
    at = mac[-1] & 15
    number = int.from_bytes(mac[at : at + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_at(seconds: float) -> int:
    """The number of the step at a time (seconds since 1970)."""
    return int(seconds // STEP_SECONDS)


def fitting_step(secret: bytes, code: str, *, now: float, after: int) -> int | None:
    """The step whose code this is, within the drift and later than `after`; None if there is none."""
    present, found = step_at(now), None
    for step in range(present - DRIFT, present + DRIFT + 1):
        # Every step is looked at, so that the time it takes tells nothing.
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode()) and step > after:
            found = step
    return found


def as_text(secret: bytes) -> str:
    """The secret for typing into a telephone by hand, in groups of four."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def as_link(secret: bytes, *, account: str, issuer: str = "Tumen") -> str:
    """The address that authenticator apps read from a square code."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return (
        f"otpauth://totp/{quote(issuer)}:{quote(account)}?secret={text}&issuer={quote(issuer)}"
        f"&digits={DIGITS}&period={STEP_SECONDS}"
    )
