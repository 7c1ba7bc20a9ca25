"""A table of further places, made from a GeoNames dump that somebody has. Nothing is fetched.

The dump (`KP.txt`, `allCountries.zip` ...) is read as a stream into one SQLite file, with every form of every name
under its folded key; memory does not grow with the dump. Layout of the dump: GeoNames, "Readme for GeoNames Gazetteer
extract files", table `geoname` (19 columns). Licence of the data: CC BY 4.0.
"""

from __future__ import annotations

import io
import os
import sqlite3
import zipfile
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import IO, Final

from tumen.errors import FurtherTableError
from tumen.places.folding import fold, tidy
from tumen.places.kinds import stem
from tumen.places.place import Form, Place
from tumen.progress import SILENT, Progress, check
from tumen.vocab import Term

PREFIX: Final = "GN-"
CREDIT: Final = "Further places: GeoNames (https://www.geonames.org), CC BY 4.0."
_COLUMNS: Final = 19
_CHUNK: Final = 5_000
_CLASSES: Final = frozenset({"P", "A"})
_SCHEMA: Final = """
CREATE TABLE place (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, forms TEXT NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL,
    feature TEXT NOT NULL, country TEXT NOT NULL, admin1 TEXT NOT NULL
);
CREATE TABLE name (
    key TEXT NOT NULL, place INTEGER NOT NULL, form TEXT NOT NULL, PRIMARY KEY (key, place)
) WITHOUT ROWID;
CREATE INDEX area ON place (country, admin1) WHERE feature = 'ADM1';
PRAGMA user_version = 1;
"""
_VERSION: Final = 1
# feature code → kind, what the point is, how far a happening may be from it: our own rule by kind
_KINDS: Final = (
    ("ADM1", "province", "middle of the province", 60_000),
    ("ADM", "county", "middle of the area", 25_000),
    ("PPLC", "city", "city centre", 15_000),
    ("PPLA", "city/town", "town centre", 10_000),
    ("", "settlement", "settlement", 3_000),
)

Row = tuple[int, str, str, float, float, str, str, str]


def build_further(
    dump: Path, table: Path, *, countries: Collection[str] = (), progress: Progress = SILENT
) -> int:
    """Read a GeoNames dump into a table of further places.

    The table appears only when it is whole; one that stood there is replaced.

    Args:
        dump: A text file of GeoNames, or a ZIP file that holds one.
        table: Where to write.
        countries: ISO 3166-1 codes of two letters; all countries without any.
        progress: Told about every thousand places.

    Returns:
        How many places the table has: settlements and areas; other features are left out.

    Raises:
        FurtherTableError: The dump cannot be read or is none.
        Stopped: The person asked to stop.
    """
    scratch = table.with_name(f"{table.name}.part")
    scratch.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(scratch)) as database:
            database.executescript(_SCHEMA)
            number = _fill(database, dump, {code.upper() for code in countries}, progress)
            database.commit()
        if not number:
            raise FurtherTableError(
                "The dump has no settlements or areas of these countries.", file=dump.name
            )
        os.replace(scratch, table)
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError) as fault:
        raise FurtherTableError(
            f"The dump cannot be read: {type(fault).__name__}.", file=dump.name
        ) from fault
    finally:
        scratch.unlink(missing_ok=True)
    return number


def _fill(database: sqlite3.Connection, dump: Path, countries: Collection[str], progress: Progress) -> int:
    number = 0
    progress.start(None, "Reading places")
    with _lines(dump) as lines:
        rows = _rows(lines, countries, dump.name)
        while chunk := list(islice(rows, _CHUNK)):
            check(progress)
            database.executemany("INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?)", chunk)
            database.executemany(
                "INSERT OR IGNORE INTO name VALUES (?, ?, ?)", (key for row in chunk for key in _keys(row))
            )
            number += len(chunk)
            progress.advance(len(chunk))
    return number


@contextmanager
def _lines(dump: Path) -> Iterator[IO[str]]:
    """The lines of the dump, whether it is packed or not."""
    if not zipfile.is_zipfile(dump):
        with dump.open(encoding="utf-8-sig", newline="\n") as lines:
            yield lines
        return
    with zipfile.ZipFile(dump) as packed:
        inside = [
            name for name in packed.namelist() if name.endswith(".txt") and "readme" not in name.lower()
        ]
        if len(inside) != 1:
            raise FurtherTableError("The ZIP file does not hold one table of places.", file=dump.name)
        with packed.open(inside[0]) as stream:
            yield io.TextIOWrapper(stream, encoding="utf-8-sig", newline="\n")


def _rows(lines: IO[str], countries: Collection[str], file: str) -> Iterator[Row]:
    for number, line in enumerate(lines, start=1):
        cells = line.rstrip("\n").split("\t")
        if len(cells) != _COLUMNS:
            raise FurtherTableError(
                f"Line {number} has {len(cells)} columns instead of {_COLUMNS}.", file=file, line=number
            )
        if cells[6] in _CLASSES and (not countries or cells[8] in countries):
            yield _row(cells, number, file)


def _row(cells: list[str], number: int, file: str) -> Row:
    try:
        code, latitude, longitude = int(cells[0]), float(cells[4]), float(cells[5])
    except ValueError:
        raise FurtherTableError(
            f"Line {number} has no number where one must stand.", file=file, line=number
        ) from None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise FurtherTableError(f"Line {number} has a point that is not on Earth.", file=file, line=number)
    # alternative names are parted by commas, which none of them holds; links to pages are no names
    other = [form for form in (cells[2], *cells[3].split(",")) if form and "://" not in form]
    forms = "\t".join(form for form in dict.fromkeys(other) if form != cells[1])
    return code, cells[1], forms, latitude, longitude, cells[7], cells[8], cells[10]


def _keys(row: Row) -> Iterator[tuple[str, int, str]]:
    for form in (row[1], *row[2].split("\t")):
        plain = tidy(form)
        for key in {fold(plain), fold(stem(plain))} - {""}:
            yield key, row[0], form


class FurtherTable:
    """A table made by `build_further`, opened for reading.

    Args:
        path: The file.
        country_of: The code of a country in the gazetteer for its two letters in the dump, or None.
        area_of: A province of the gazetteer and what contains it, for its name and country; empty if none fits.

    Raises:
        FurtherTableError: The file is no such table.
    """

    def __init__(
        self,
        path: Path,
        *,
        country_of: Callable[[str], str | None],
        area_of: Callable[[str, str], tuple[str, ...]],
    ) -> None:
        self._country_of = country_of
        self._area_of = area_of
        try:
            self._database = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False
            )
            (version,) = self._database.execute("PRAGMA user_version").fetchone()
        except sqlite3.Error:
            raise FurtherTableError("The table of further places cannot be opened.", file=path.name) from None
        if version != _VERSION:
            raise FurtherTableError("This is no table of further places.", file=path.name)

    def named(self, key: str) -> list[tuple[Place, str]]:
        """Places under a folded key, each with the form of its name that has it."""
        rows = self._database.execute(
            "SELECT place.*, name.form FROM name JOIN place ON place.id = name.place WHERE key = ? ORDER BY place.id",
            (key,),
        )
        return [(self._place(row[:-1]), row[-1]) for row in rows.fetchall()]

    def get(self, code: str) -> Place | None:
        """The place with a code (`GN-2042738`), or None."""
        number = code.removeprefix(PREFIX)
        if number == code or not number.isdigit():
            return None
        row = self._database.execute("SELECT * FROM place WHERE id = ?", (int(number),)).fetchone()
        return None if row is None else self._place(row)

    @cached_property
    def _areas(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """What contains a place, by country and first division: the gazetteer's province, else its country."""
        rows = self._database.execute("SELECT country, admin1, name, forms FROM place WHERE feature = 'ADM1'")
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for letters, admin1, name, forms in rows.fetchall():
            if (country := self._country_of(letters)) is not None:
                chains = (self._area_of(form, country) for form in (name, *forms.split("\t")))
                found[letters, admin1] = next((chain for chain in chains if chain), (country,))
        return found

    def _place(self, row: Row) -> Place:
        number, name, forms, latitude, longitude, feature, letters, admin1 = row
        country = self._country_of(letters)
        admin = self._areas.get((letters, admin1), () if country is None else (country,))
        _, kind, point, precision = next(kind for kind in _KINDS if feature.startswith(kind[0]))
        code = f"{PREFIX}{number}"
        return Place(
            code=code, labels={"en": name}, kind=kind, country=country or letters,
            parent=admin[0] if admin else None, admin=admin,
            latitude=latitude, longitude=longitude, precision_m=precision, point=point, point_verified=True,
            forms=tuple(Form(text=form) for form in forms.split("\t") if form), formerly=(), community="", fields={},
            term=_term(code, name),
        )  # fmt: skip


def _term(code: str, name: str) -> Term:
    return Term(
        vocabulary="place", code=code, labels={"en": name}, languages=("en",), note="", sources=("GEONAMES",),
        verified=True, unreviewed=(), group=None, parent=None, mappings={}, fields={}, deprecated=False,
        replaced_by=None, local=True,
    )  # fmt: skip
