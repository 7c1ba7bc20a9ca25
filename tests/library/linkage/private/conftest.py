"""Two small made-up lists of one population, one in Hangul and one in Latin letters, and a finished step or two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tumen import names
from tumen.linkage import private

NOW = datetime(2030, 5, 1, 12, 0, tzinfo=UTC)
SURNAMES = "김이박최정강조윤장임한오서신권황"
SYLLABLES = "영철희순금옥춘화명숙광수혁미란경남일성호"
PLACES = ("Hoeryong", "Musan", "Hyesan", "Chongjin")


def person(number: int) -> dict[str, str]:
    """A made-up person; every number another name and day."""
    surname = SURNAMES[number * 7 % len(SURNAMES)]
    first, later = SYLLABLES[number * 3 % 20], SYLLABLES[(number * 11 + number // 20 + 1) % 20]
    return {
        "person_id": f"n{number:04d}",
        "may_compare": "yes",
        "name": surname + first + later,
        "birth": f"{1950 + number * 13 % 50}-{1 + number * 5 % 12:02d}-{1 + number * 17 % 28:02d}",
        "birthplace": PLACES[number % 4],
        "sex": "fm"[number % 2],
    }


def in_latin(row: dict[str, str]) -> dict[str, str]:
    """The same person as another organisation writes it."""
    return {
        **row,
        "person_id": "x" + row["person_id"],
        "name": names.write(row["name"], names.Style(system="dprk")),
    }


@dataclass
class Organisation:
    """One side: a folder, a list."""

    name: str
    folder: Path
    records: private.Records

    def begin(self, terms: private.Terms, secret: bytes, **options: object) -> private.Step:
        return private.begin(self.folder, self.records, terms=terms, secret=secret, now=NOW, **options)

    def answer(self, file: Path, secret: bytes, **options: object) -> private.Step:
        options = {"records": self.records, "now": NOW, **options}
        return private.answer(self.folder, file, me=self.name, secret=secret, **options)


@dataclass
class Table:
    """Everything on the table of a test."""

    south: Organisation
    north: Organisation
    secret: bytes
    words: str
    terms: private.Terms
    steps: list[private.Step] = field(default_factory=list)
    now: datetime = NOW

    def people(self, first: int, last: int, **values: str) -> list[dict[str, str]]:
        """Persons with the numbers from `first` up to `last`, without it, in Hangul."""
        return [{**person(number), **values} for number in range(first, last)]

    def in_latin(self, first: int, last: int) -> list[dict[str, str]]:
        """The same as another organisation writes them."""
        return [in_latin(each) for each in self.people(first, last)]

    def organisation(self, name: str, rows: list[dict[str, str]]) -> Organisation:
        """A further side, with a folder of its own."""
        return Organisation(name, self.south.folder.parent / f"of-{name}-{len(rows)}", records(rows))

    def agreed(self, **changes: object) -> private.Terms:
        return private.agreed(replace(self.terms, **changes), now=NOW)

    def to_the_end(
        self, terms: private.Terms | None = None, **options: object
    ) -> tuple[private.Step, private.Step]:
        """All three files; the last steps of both."""
        first = self.south.begin(terms or self.agreed(), self.secret)
        second = self.north.answer(first.file, self.secret, **options)
        third = self.south.answer(second.file, self.secret)
        return third, self.north.answer(third.file, self.secret)


def records(rows: list[dict[str, str]]) -> private.Records:
    return private.Records.from_rows(rows)


def table_in(folder: Path) -> Table:
    """Forty persons each; twenty-five on both lists, the second list in Latin letters."""
    words = "hahaha hahaha hahaha hahaha hahaha hahaha " + _check_word()
    return Table(
        south=Organisation("South Archive", folder / "south", records([person(n) for n in range(40)])),
        north=Organisation(
            "North Archive", folder / "north", records([in_latin(person(n)) for n in range(15, 55)])
        ),
        secret=private.read_secret(words),
        words=words,
        terms=private.Terms(
            organisations=("South Archive", "North Archive"), smallest=20, largest=60, exposure=1.0
        ),
    )


@pytest.fixture(scope="session")
def make_table() -> Callable[[Path], Table]:
    """Lays a table in a folder: for what several tests of a file begin from."""
    return table_in


@pytest.fixture
def table(tmp_path) -> Table:
    """A table of its own for each test."""
    return table_in(tmp_path)


def _check_word() -> str:
    from tumen.linkage.private.secret import _check_word as check

    return check(0)
