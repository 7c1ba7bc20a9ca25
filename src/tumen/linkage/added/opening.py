"""Where the arrays of an index lie: in a folder, mapped into memory, or in one archive, from which they are read."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from tumen.errors import LinkFolderError
from tumen.linkage.added.keeping import FOLDER, FORMAT, MANIFEST
from tumen.linkage.mentions import FIELDS
from tumen.linkage.told import RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An index that was found.

    Attributes:
        array: gives an array by its name.
        plain: what is small.
    """

    array: Callable[[str], NDArray[Any]]
    plain: dict[str, Any]


def in_folder(folder: Path) -> Opened:
    """The index that `keep_index` wrote.

    Raises:
        LinkFolderError: there is none, or one that another version wrote.
    """
    lies = folder / FOLDER
    try:
        told = (lies / "manifest.json").read_bytes()
    except OSError:
        raise _none() from None
    return Opened(
        array=lambda name: np.asarray(np.load(lies / f"{name}.npy", mmap_mode="r", allow_pickle=False)),
        plain=_plain(told),
    )


def in_archive(archive: BinaryIO) -> Opened:
    """The index that `pack_index` wrote; errors are those of `in_folder`."""
    try:
        packed = np.load(archive, allow_pickle=False)
        told = packed[MANIFEST].tobytes()
    except (OSError, EOFError, ValueError, LookupError, BadZipFile):
        raise _none() from None
    return Opened(array=packed.__getitem__, plain=_plain(told))


def _plain(told: bytes) -> dict[str, Any]:
    try:
        plain: dict[str, Any] = json.loads(told)
    except ValueError:
        raise _none() from None
    same = (FORMAT, list(FIELDS), [[*rule.parts] for rule in RULES])
    if (plain["format"], plain["fields"], plain["rules"]) != same:
        raise LinkFolderError(
            "Another version wrote this index.", hint="Link the whole table again with --index."
        )
    return plain


def _none() -> LinkFolderError:
    return LinkFolderError(
        "There is no index in this folder.", hint="Link the table with --index, and link new ones into that."
    )
