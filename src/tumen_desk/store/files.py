"""Sealed files: addressed by their content, readable by nobody without the key.

A file's address is a keyed digest of its SHA-256: equal contents share one sealed file, and the name on the
disk tells a thief nothing, not even whether a known document is there.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
import secrets
from typing import BinaryIO

from tumen import vault
from tumen.errors import SealBroken
from tumen_desk.store import keyring
from tumen_desk.store.folder import root


def address(sha256: str) -> str:
    """Where the file with this SHA-256 (hex) lies, relative to the folder of files."""
    digest = hmac.new(keyring.key("file names"), bytes.fromhex(sha256), hashlib.sha256).hexdigest()
    return f"{digest[:2]}/{digest[2:40]}"


def put(content: bytes) -> str:
    """Seal `content`; returns its SHA-256 as hex. Putting the same bytes twice keeps one file."""
    sha256 = hashlib.sha256(content).hexdigest()
    target = root() / "files" / address(sha256)
    if target.exists():
        return sha256
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("wb") as sealed:
            vault.encrypt_stream(keyring.key("files"), io.BytesIO(content), sealed, context=sha256.encode())
            sealed.flush()
            os.fsync(sealed.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return sha256


def get(sha256: str) -> bytes:
    """The bytes whose SHA-256 is `sha256`, checked.

    Raises:
        SealBroken: missing, altered, or sealed under another key.
    """
    plain = io.BytesIO()
    try:
        with (root() / "files" / address(sha256)).open("rb") as sealed:
            copy(sealed, plain, sha256)
    except FileNotFoundError as error:
        raise SealBroken("A sealed file of this store is missing.", sha256=sha256[:12]) from error
    if hashlib.sha256(plain.getvalue()).hexdigest() != sha256:
        raise SealBroken("A sealed file opens to other bytes than were put in.", sha256=sha256[:12])
    return plain.getvalue()


def copy(sealed: BinaryIO, plain: BinaryIO, sha256: str) -> None:
    """Open one sealed file into `plain`."""
    vault.decrypt_stream(keyring.key("files"), sealed, plain, context=sha256.encode())
