"""One file of an exchange: sealed, signed, numbered, dated, for one receiver. A bit altered anywhere is noticed.

Layout: a line that says what it is; the header (JSON, one line, readable: who to whom, turn, last day); the sealed
body (a line of JSON, then the masked lists as bytes); 64 bytes of signature over everything before.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from tumen.errors import ExchangeDamaged, ExchangeExpired, ExchangeSecretError

_MAGIC: Final = b"TUMEN-OVERLAP-1\n"
_SIGNATURE: Final = 64
_NONCE: Final = 12
_LONGEST_HEADER: Final = 4_096


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What stands on the outside. `turn` counts the files of an exchange from 0."""

    exchange: str
    turn: int
    sender: str
    receiver: str
    expires: str
    check: str
    length: int

    def as_line(self) -> bytes:
        """The header as one line."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return json.dumps(plain, ensure_ascii=False).encode() + b"\n"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Opened:
    """A file whose seal was opened; the signature is checked by `verify`."""

    header: Header
    meta: dict[str, Any]
    parts: tuple[bytes, ...]
    sha256: str
    signed: bytes
    signature: bytes


class Lock:
    """Opens and seals the files of one exchange with the secret of the organisations.

    Source: Argon2id, RFC 9106 (2021); HKDF-SHA-256, RFC 5869 (2010); AES-256-GCM, NIST SP 800-38D (2007).
    """

    def __init__(self, secret: bytes, exchange: str) -> None:
        # Ninety random bits need no slowing down; a little of it costs nothing.
        slow = Argon2id(salt=bytes.fromhex(exchange), length=32, iterations=1, lanes=1, memory_cost=16 * 1024)
        self._root = slow.derive(secret)

    def key(self, purpose: str) -> bytes:
        """An independent 32-byte key for one purpose."""
        return HKDF(
            algorithm=SHA256(), length=32, salt=None, info=b"tumen overlap " + purpose.encode()
        ).derive(self._root)

    @property
    def check(self) -> str:
        """Tells another secret from an altered file."""
        return self.key("check")[:6].hex()

    def seal(self, plain: bytes, context: bytes) -> bytes:
        """Sealed bytes, bound to where they stand."""
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self.key("body")).encrypt(nonce, plain, context)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """What `seal` hid.

        Raises:
            ExchangeDamaged: altered, or from another place.
        """
        try:
            return AESGCM(self.key("body")).decrypt(sealed[:_NONCE], sealed[_NONCE:], context)
        except (InvalidTag, ValueError) as fault:
            raise ExchangeDamaged("The file was altered after it was written.") from fault


def for_third(box: str, plain: bytes) -> bytes:
    """Bytes that only the third opens (X25519, XSalsa20-Poly1305)."""
    return bytes(SealedBox(PublicKey(bytes.fromhex(box))).encrypt(plain))


def open_by_third(box: bytes, sealed: bytes) -> bytes:
    """What `for_third` sealed.

    Raises:
        ExchangeDamaged: altered, or for somebody else.
    """
    try:
        return bytes(SealedBox(PrivateKey(box)).decrypt(sealed))
    except (CryptoError, ValueError) as fault:
        raise ExchangeDamaged("The file was altered, or is for somebody else.") from fault


def pack(
    *,
    exchange: str,
    turn: int,
    sender: str,
    receiver: str,
    expires: str,
    check: str,
    meta: Mapping[str, Any],
    parts: tuple[bytes, ...],
    seal: Callable[[bytes, bytes], bytes],
    sign: bytes,
) -> bytes:
    """A signed file."""
    inner = {**meta, "lengths": [len(part) for part in parts]}
    plain = json.dumps(inner, ensure_ascii=False).encode() + b"\n" + b"".join(parts)
    context = f"{exchange}:{turn}:{sender}:{receiver}".encode()
    sealed = seal(plain, context)
    header = Header(
        exchange=exchange, turn=turn, sender=sender, receiver=receiver, expires=expires, check=check,
        length=len(sealed),
    )  # fmt: skip
    body = _MAGIC + header.as_line() + sealed
    return body + Ed25519PrivateKey.from_private_bytes(sign).sign(hashlib.sha256(body).digest())


def read_header(raw: bytes, *, now: datetime) -> Header:
    """The outside of a file.

    Raises:
        ExchangeDamaged: no file of an exchange, or cut short.
        ExchangeExpired: its last day has passed.
    """
    if not raw.startswith(_MAGIC):
        raise ExchangeDamaged("This is not a file of an exchange.")
    end = raw.find(b"\n", len(_MAGIC), len(_MAGIC) + _LONGEST_HEADER)
    try:
        header = Header(**json.loads(raw[len(_MAGIC) : end]))
        last = datetime.fromisoformat(header.expires)
        bytes.fromhex(header.exchange)
        whole = len(raw) == end + 1 + int(header.length) + _SIGNATURE
    except (ValueError, TypeError) as fault:
        raise ExchangeDamaged("The outside of this file cannot be read.") from fault
    if not whole:
        raise ExchangeDamaged("The file is cut short, or something was added to it.")
    if now > last:
        raise ExchangeExpired(f"This exchange ended on {last:%Y-%m-%d}.")
    return header


def unpack(raw: bytes, header: Header, unseal: Callable[[bytes, bytes], bytes], *, check: str) -> Opened:
    """The inside of a file.

    Raises:
        ExchangeSecretError: sealed with another secret.
        ExchangeDamaged: altered.
    """
    if not hmac.compare_digest(header.check, check):
        raise ExchangeSecretError("This file was sealed with another secret.")
    body, signature = raw[:-_SIGNATURE], raw[-_SIGNATURE:]
    context = f"{header.exchange}:{header.turn}:{header.sender}:{header.receiver}".encode()
    plain = unseal(body[-header.length :], context)
    line, _, rest = plain.partition(b"\n")
    meta = json.loads(line)
    parts, at = [], 0
    for length in meta.pop("lengths"):
        parts.append(rest[at : at + length])
        at += length
    return Opened(
        header=header,
        meta=meta,
        parts=tuple(parts),
        sha256=hashlib.sha256(raw).hexdigest(),
        signed=hashlib.sha256(body).digest(),
        signature=signature,
    )


def verify(opened: Opened, sign: str) -> None:
    """Whether the file was signed by the holder of this public key.

    Raises:
        ExchangeDamaged: it was not.
    """
    if not signed_by(sign, opened.signature.hex(), opened.signed):
        raise ExchangeDamaged("The signature does not fit: the file was altered, or another wrote it.")


def signed_by(sign: str, signature: str, content: bytes) -> bool:
    """Whether a signature over some bytes fits a public key; both as hexadecimal digits."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(sign)).verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_sign(sign: bytes) -> str:
    """The public key of a signing key, as hexadecimal digits."""
    return Ed25519PrivateKey.from_private_bytes(sign).public_key().public_bytes_raw().hex()


def signature(sign: bytes, content: bytes) -> str:
    """A signature as hexadecimal digits."""
    return Ed25519PrivateKey.from_private_bytes(sign).sign(content).hex()
