"""Sealed files: addressed by their content, readable by nobody without the key of that one file.

A file's address is a keyed digest of its SHA-256: equal contents share one sealed file, and the name on the
disk tells a thief nothing, not even whether a known document is there.
"""

from __future__ import annotations

import hashlib
import hmac
import io
from pathlib import Path
from typing import BinaryIO, Final

from tumen import vault
from tumen.errors import SealBroken
from tumen_desk.store import keyring
from tumen_desk.store.folder import root, sync, writing

_HEADER: Final = b"TUMENf2\x00"
_EPOCH: Final = 4
_PIECE: Final = 1024 * 1024


def address(sha256: str) -> str:
    """Where the file with this SHA-256 (hex) lies, relative to the folder of files."""
    key = keyring.ring().standing_key("file names")
    digest = hmac.new(key, bytes.fromhex(sha256), hashlib.sha256).hexdigest()
    return f"{digest[:2]}/{digest[2:40]}"


def path_of(sha256: str) -> Path:
    """The sealed file with this SHA-256 (hex)."""
    return root() / "files" / address(sha256)


def put(content: bytes | BinaryIO) -> str:
    """Seal `content`, or a file from its beginning on; returns its SHA-256 as hex.

    Putting the same bytes twice keeps one file. Of a file only a small piece is in memory.

    Raises:
        KeyDestroyed: these very bytes were erased; they cannot come back into this store.
    """
    plain = io.BytesIO(content) if isinstance(content, bytes) else content
    plain.seek(0)
    sha256 = digest_of(plain)
    plain.seek(0)
    target = path_of(sha256)
    if target.exists():
        return sha256
    key, epoch = keyring.file_key(sha256), keyring.ring().epoch
    _make_folder(target.parent)
    with writing(target) as sealed:
        sealed.write(_HEADER + epoch.to_bytes(_EPOCH, "big"))
        vault.encrypt_stream(key, plain, sealed, context=sha256.encode())
    return sha256


def _make_folder(parent: Path) -> None:
    """A folder that was just made outlasts a power cut only once the folder around it was written too."""
    if not parent.exists():
        parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        sync(parent.parent)
        sync(root())


def digest_of(plain: BinaryIO) -> str:
    """SHA-256 of what is left to read, as hex."""
    digest = hashlib.sha256()
    while piece := plain.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def get(sha256: str) -> bytes:
    """The bytes whose SHA-256 is `sha256`, checked. All of them are in memory: for what may be long there is `opened`.

    Raises:
        SealBroken: missing, altered, or sealed under another key.
        KeyDestroyed: erased.
    """
    with opened(sha256) as plain:
        content = plain.read()
    _refuse_other(hashlib.sha256(content).hexdigest(), sha256)
    return content


def opened(sha256: str) -> io.BufferedReader:
    """The file whose SHA-256 is `sha256`, to read and to seek in; only the chunks that are read are opened.

    Raises:
        SealBroken: missing, altered, or sealed under another key; or, while it is read, altered there.
        KeyDestroyed: erased.
    """
    try:
        sealed = path_of(sha256).open("rb")
    except FileNotFoundError as error:
        keyring.file_key(sha256)  # an erased file is not a missing one
        raise SealBroken("A sealed file of this store is missing.", sha256=sha256[:12]) from error
    try:
        key = keyring.file_key(sha256, epoch=_epoch(sealed, sha256))
        return vault.open_anywhere(key, sealed, context=sha256.encode())
    except BaseException:
        sealed.close()
        raise


def check(sha256: str) -> None:
    """Open the whole file and compare, with flat memory; errors are those of `get`."""
    with opened(sha256) as plain:
        _refuse_other(digest_of(plain), sha256)


def _refuse_other(found: str, sha256: str) -> None:
    if found != sha256:
        raise SealBroken("A sealed file opens to other bytes than were put in.", sha256=sha256[:12])


def copy(sealed: BinaryIO, plain: BinaryIO, sha256: str) -> None:
    """Open one sealed file into `plain`.

    Raises:
        SealBroken: altered, or sealed under another key.
        KeyDestroyed: erased.
    """
    key = keyring.file_key(sha256, epoch=_epoch(sealed, sha256))
    vault.decrypt_stream(key, sealed, plain, context=sha256.encode())


def _epoch(sealed: BinaryIO, sha256: str) -> int:
    """Read the head of a sealed file: since when its key holds."""
    head = sealed.read(len(_HEADER) + _EPOCH)
    epoch = int.from_bytes(head[len(_HEADER) :], "big")
    if not head.startswith(_HEADER) or not 0 < epoch <= keyring.ring().epoch:
        raise SealBroken("These bytes are not a sealed file of this store.", sha256=sha256[:12])
    return epoch


def remove(sha256: str) -> None:
    """Take the sealed file away. What makes it unreadable is its key; destroy that first."""
    path = path_of(sha256)
    path.unlink(missing_ok=True)
    path.with_name(path.name + ".waiting").unlink(missing_ok=True)
