"""Bags: originals with their hashes, custody and time stamps, and a checker that needs nothing but Python.

A bag shows accidents by itself. That nobody made the whole bag anew is shown by the time stamp over its hashes, by the
SHA-256 of the tag manifest on the printed certificate, and by whoever else keeps a copy.

Source: RFC 8493 (Kunze, Littman, Madden, Scancella & Adams, 2018).
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import Final

from tumen.errors import BagBroken

_DECLARED: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_PAYLOAD: Final = ("sha256", "sha512")
CHECKER: Final = "check.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bag:
    """A packed bag.

    Attributes:
        content: a ZIP file.
        seal: SHA-256 of its tag manifest: whoever has it on paper can tell this bag from every other.
    """

    content: bytes
    seal: str


def pack(
    payload: Mapping[str, bytes],
    *,
    tags: Mapping[str, bytes],
    facts: Mapping[str, str],
    folder: str = "evidence",
) -> Bag:
    """A bag of `payload` (name → bytes, under `data/`), `tags` (further files beside it) and `facts` (bag-info).

    The checker that goes with it is `check.py`.
    """
    size = sum(len(content) for content in payload.values())
    told = {
        **facts,
        "Payload-Oxum": f"{size}.{len(payload)}",
        "Bagging-Date": datetime.now(UTC).date().isoformat(),
    }
    inside = {f"data/{name}": content for name, content in payload.items()}
    beside: dict[str, bytes] = {
        "bagit.txt": _DECLARED,
        "bag-info.txt": "".join(f"{name}: {_line(value)}\n" for name, value in told.items()).encode(),
        **{f"manifest-{name}.txt": _manifest(inside, name) for name in _PAYLOAD},
        CHECKER: (files("tumen.evidence") / "checker.py").read_bytes(),
        **tags,
    }
    seal = _manifest(beside, "sha256")
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**beside, "tagmanifest-sha256.txt": seal, **inside}.items():
            archive.writestr(zipfile.ZipInfo(f"{folder}/{name}", _EPOCH), data)
    return Bag(content=content.getvalue(), seal=hashlib.sha256(seal).hexdigest())


def _line(value: str) -> str:
    return " ".join(value.split())


def _manifest(contents: Mapping[str, bytes], algorithm: str) -> bytes:
    lines = (
        f"{hashlib.new(algorithm, data).hexdigest()}  {name}\n" for name, data in sorted(contents.items())
    )
    return "".join(lines).encode()


def check_bag(content: bytes) -> list[str]:
    """What is wrong with a bag, each with the name of the file; empty when nothing is.

    Raises:
        BagBroken: it is no bag at all.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            held = {name.split("/", 1)[-1]: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
        raise BagBroken("This is not a bag, or it was cut.") from error
    except Exception as error:  # zlib and zipfile raise many things at altered bytes
        raise BagBroken("A file of this bag was altered so far that it cannot be unpacked.") from error
    if "tagmanifest-sha256.txt" not in held or "manifest-sha256.txt" not in held:
        raise BagBroken("A bag has lists of hashes; here they are missing.")
    return list(_faults(held))


def _faults(held: Mapping[str, bytes]) -> Iterator[str]:
    listed: set[str] = {"tagmanifest-sha256.txt"}
    for name in sorted(n for n in held if n.startswith(("manifest-", "tagmanifest-"))):
        algorithm = name.rsplit("-", 1)[1].removesuffix(".txt")
        for line in held[name].decode("utf-8", "replace").splitlines():
            digest, _, path = line.partition("  ")
            listed.add(path)
            if path not in held:
                yield f"{path} is missing"
            elif hashlib.new(algorithm, held[path]).hexdigest() != digest:
                yield f"{path} was altered ({algorithm})"
    for path in sorted(set(held) - listed):
        yield f"{path} was added"
