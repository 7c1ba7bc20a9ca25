"""What a person may set about a desk: declared once, read from the environment once, at start."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

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
        debug: Django's debug pages, for people who change the code (`TUMEN_DEBUG`).
    """

    folder: Path
    pack: str
    demo: bool
    database: str
    debug: bool

    @classmethod
    def from_environment(cls) -> DeskConfig:
        """Read the five variables; everything has a default that is safe."""
        env = os.environ
        demo = env.get("TUMEN_DEMO") == "1"
        default = user_data_path("tumen", appauthor=False) / ("demo" if demo else "desk")
        return cls(
            folder=Path(env.get("TUMEN_DATA") or default).absolute(),
            pack=env.get("TUMEN_PACK") or DEFAULT_PACK,
            demo=demo,
            database=env.get("TUMEN_DATABASE") or "",
            debug=env.get("TUMEN_DEBUG") == "1",
        )
