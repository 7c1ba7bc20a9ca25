"""What a person may set about a desk: declared once, read from the environment once, at start."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from platformdirs import user_data_path

from tumen import local
from tumen.errors import SettingUnreadable
from tumen.vocab import DEFAULT_PACK


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskConfig:
    """One desk.

    Attributes:
        folder: the data folder (`TUMEN_DATA`): encrypted database, sealed files, key capsule.
        pack: the situation pack (`TUMEN_PACK`).
        demo: made-up world, public passphrase, a banner on every page (`TUMEN_DEMO`).
        database: a PostgreSQL server for several people instead of encrypted files (`TUMEN_DATABASE`), as libpq writes
            it: `host=/run/postgresql dbname=tumen`. Its password belongs into libpq's own password file.
        largest_file: bytes of the largest file that comes in (`TUMEN_LARGEST_FILE`), written as `8 GB`; else 2 GB.
            Films and sounds may be so large; a file that is read for its words has limits of its own.
        speech: address of a program on this machine that writes down what is said in a film or sound
            (`TUMEN_SPEECH`), as `http://127.0.0.1:8080`; without it transcripts are brought in.
        model: address of a language model on this machine that drafts translations and, where it is asked, adds
            candidates (`TUMEN_LOCAL_MODEL`).
        capture: 1 lets somebody have a page of the web fetched, address by address (`TUMEN_CAPTURE`); without it the
            desk reaches no other machine.
        debug: Django's debug pages, for people who change the code (`TUMEN_DEBUG`).
    """

    folder: Path
    pack: str
    demo: bool
    database: str
    largest_file: int
    speech: str
    model: str
    capture: bool
    debug: bool

    @classmethod
    def from_environment(cls) -> DeskConfig:
        """Read the nine variables; everything has a default that is safe.

        Raises:
            SettingUnreadable: one of them cannot be understood.
            LocalModelRefused: an address is not on this machine.
        """
        env = os.environ
        demo = env.get("TUMEN_DEMO") == "1"
        default = user_data_path("tumen", appauthor=False) / ("demo" if demo else "desk")
        return cls(
            folder=Path(env.get("TUMEN_DATA") or default).absolute(),
            pack=env.get("TUMEN_PACK") or DEFAULT_PACK,
            demo=demo,
            database=env.get("TUMEN_DATABASE") or "",
            largest_file=_bytes(env.get("TUMEN_LARGEST_FILE") or "2 GB"),
            speech=_here(env.get("TUMEN_SPEECH") or ""),
            model=_here(env.get("TUMEN_LOCAL_MODEL") or ""),
            capture=env.get("TUMEN_CAPTURE") == "1",
            debug=env.get("TUMEN_DEBUG") == "1",
        )


_UNITS: Final = {"MB": 1024**2, "GB": 1024**3}
_SIZE: Final = re.compile(r"(\d{1,6})\s*(MB|GB)", re.IGNORECASE)


def _here(told: str) -> str:
    """An address on this machine, or none."""
    if told:
        local.loopback(told)
    return told


def _bytes(told: str) -> int:
    """A size, as `500 MB` or `8 GB`."""
    found = _SIZE.fullmatch(told.strip())
    if found is None or int(found[1]) == 0:
        raise SettingUnreadable(
            f"TUMEN_LARGEST_FILE is {told!r}, which is no size.",
            hint="Write it as 500 MB or 8 GB, or leave it away.",
        )
    return int(found[1]) * _UNITS[found[2].upper()]
