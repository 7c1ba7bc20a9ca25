"""Bags: originals with their hashes, custody and time stamps, and a checker that needs nothing but Python.

A bag shows accidents by itself. That nobody made the whole bag anew is shown by the time stamp over its hashes, by the
SHA-256 of the tag manifest on the printed certificate, and by whoever else keeps a copy.

Source: RFC 8493 (Kunze, Littman, Madden, Scancella & Adams, 2018).
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.resources import files
from typing import IO, Any, BinaryIO, Final

from tumen.errors import BagBroken

_DECLARED: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_PAYLOAD: Final = ("sha256", "sha512")
CHECKER: Final = "check.py"
_PIECE: Final = 256 * 1024


Held = bytes | Callable[[], IO[bytes]]
"""What goes into a bag: bytes, or what opens it anew each time, for what is too long to hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bag:
    """A packed bag.

    Attributes:
        seal: SHA-256 of its tag manifest: whoever has it on paper can tell this bag from every other.
        members: what is in it, in order, by its name in the ZIP file.
    """

    seal: str
    members: Mapping[str, Held]

    def pieces(self) -> Iterator[bytes]:
        """The ZIP file in pieces of at most some hundred kilobytes, of which one is in memory.

        Example:
            >>> from tumen import evidence
            >>> bag = evidence.pack({"a.txt": b"Told."}, tags={}, facts={})
            >>> b"".join(bag.pieces())[:2]
            b'PK'
        """
        out = _Sink()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, held in self.members.items():
                member = zipfile.ZipInfo(name, _EPOCH)
                member.compress_type = zipfile.ZIP_DEFLATED
                with archive.open(member, "w", force_zip64=True) as into:
                    for piece in _pieces(held):
                        into.write(piece)
                        yield out.taken()
        yield out.taken()

    @property
    def content(self) -> bytes:
        """The ZIP file, the whole of it in memory."""
        return b"".join(self.pieces())


class _Sink(io.RawIOBase):
    """Where a ZIP file is written to, and taken from piece by piece."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._held += piece
        return len(piece)

    def taken(self) -> bytes:
        taken = bytes(self._held)
        self._held.clear()
        return taken


def pack(
    payload: Mapping[str, Held],
    *,
    tags: Mapping[str, Held],
    facts: Mapping[str, str],
    folder: str = "evidence",
) -> Bag:
    """A bag of `payload` (under `data/`), `tags` (further files beside it) and `facts` (bag-info).

    The checker that goes with it is `check.py`. Whatever is given as something to open is read here once, for its
    hashes, and again by whoever takes the bag; it must be the same both times.
    """
    inside = {f"data/{name}": _listed(held) for name, held in payload.items()}
    told = {
        **facts,
        "Payload-Oxum": f"{sum(one.size for one in inside.values())}.{len(payload)}",
        "Bagging-Date": datetime.now(UTC).date().isoformat(),
    }
    beside: dict[str, Held] = {
        "bagit.txt": _DECLARED,
        "bag-info.txt": "".join(f"{name}: {_line(value)}\n" for name, value in told.items()).encode(),
        **{f"manifest-{name}.txt": _manifest(inside, name) for name in _PAYLOAD},
        CHECKER: (files("tumen.evidence") / "checker.py").read_bytes(),
        **tags,
    }
    seal = _manifest({name: _listed(held) for name, held in beside.items()}, "sha256")
    members: dict[str, Held] = {**beside, "tagmanifest-sha256.txt": seal}
    members |= {f"data/{name}": held for name, held in payload.items()}
    return Bag(
        seal=hashlib.sha256(seal).hexdigest(),
        members={f"{folder}/{name}": held for name, held in members.items()},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    size: int
    digests: Mapping[str, str]


def _listed(held: Held) -> _Listed:
    digests = {name: hashlib.new(name) for name in _PAYLOAD}
    size = 0
    for piece in _pieces(held):
        size += len(piece)
        for digest in digests.values():
            digest.update(piece)
    return _Listed(size=size, digests={name: digest.hexdigest() for name, digest in digests.items()})


def _pieces(held: Held) -> Iterator[bytes]:
    with io.BytesIO(held) if isinstance(held, bytes) else held() as file:
        while piece := file.read(_PIECE):
            yield piece


def _line(value: str) -> str:
    return " ".join(value.split())


def _manifest(listed: Mapping[str, _Listed], algorithm: str) -> bytes:
    return "".join(f"{one.digests[algorithm]}  {name}\n" for name, one in sorted(listed.items())).encode()


def check_bag(content: bytes | BinaryIO) -> list[str]:
    """What is wrong with a bag, each with the name of the file; empty when nothing is. Memory stays flat.

    Raises:
        BagBroken: it is no bag at all.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content) if isinstance(content, bytes) else content) as archive:
            members = {name.split("/", 1)[-1]: name for name in archive.namelist()}
            lists = {name: archive.read(members[name]) for name in members if _is_list(name)}
            found = {name: _listed(partial(archive.open, member)) for name, member in members.items()}
    except (zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
        raise BagBroken("This is not a bag, or it was cut.") from error
    except Exception as error:  # zlib and zipfile raise many things at altered bytes
        raise BagBroken("A file of this bag was altered so far that it cannot be unpacked.") from error
    if "tagmanifest-sha256.txt" not in lists or "manifest-sha256.txt" not in lists:
        raise BagBroken("A bag has lists of hashes; here they are missing.")
    return list(_faults(lists, found))


def _is_list(name: str) -> bool:
    return name.startswith(("manifest-", "tagmanifest-"))


def _faults(lists: Mapping[str, bytes], found: Mapping[str, _Listed]) -> Iterator[str]:
    listed: set[str] = {"tagmanifest-sha256.txt"}
    for name in sorted(lists):
        algorithm = name.rsplit("-", 1)[1].removesuffix(".txt")
        for line in lists[name].decode("utf-8", "replace").splitlines():
            digest, _, path = line.partition("  ")
            listed.add(path)
            if path not in found:
                yield f"{path} is missing"
            elif found[path].digests[algorithm] != digest:
                yield f"{path} was altered ({algorithm})"
    for path in sorted(set(found) - listed):
        yield f"{path} was added"
