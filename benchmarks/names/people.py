"""The pairs, their people, and matchers whose tables never saw some of them."""

from __future__ import annotations

import csv
import hashlib
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

REPOSITORY = Path(__file__).resolve().parent.parent.parent
REFERENCE = REPOSITORY / "reference/names"
PAIRS = REFERENCE / "frozen/pairs.csv"
sys.path.insert(0, str(REFERENCE / "src"))

from build import build_from  # noqa: E402  (the tables' own build script)
from learn import read_people  # noqa: E402

from tumen.names.evidence import DEFAULT_RATES, Rates  # noqa: E402
from tumen.names.matching import Matcher  # noqa: E402
from tumen.names.tables import Tables, load_tables  # noqa: E402

Row = dict[str, str]
Scored = tuple[Row, float]
FOLDS = 5
# Another split than that of the halves.
SALT = 7


def rows() -> list[Row]:
    """All pairs but those of pure pseudonyms, which no model of spelling can join."""
    with PAIRS.open(encoding="utf-8", newline="") as f:
        return [row for row in csv.DictReader(f) if row["category"] != "pseudonym"]


def part(person: str, parts: int, *, salt: int = 0) -> int:
    """Which of so many parts a person is in, by a hash of the id."""
    return hashlib.sha256(f"{salt}:{person}".encode()).digest()[-1] % parts


def half(person: str) -> int:
    """Which half a person is in."""
    return part(person, 2)


def folds_of(row: Row) -> tuple[int, ...]:
    """The one or two of five parts of the people that the persons of a pair are in."""
    return tuple(sorted({part(row[side], FOLDS, salt=SALT) for side in ("id_a", "id_b")}))


def held_out() -> list[Scored]:
    """All pairs, each scored with tables that saw nobody of the folds of its two persons: 15 sets of tables."""
    grouped: dict[tuple[int, ...], list[Row]] = defaultdict(list)
    for row in rows():
        grouped[folds_of(row)].append(row)
    scored: list[Scored] = []
    for out, chosen in sorted(grouped.items()):
        tables = tables_of(lambda person, out=out: part(person, FOLDS, salt=SALT) not in out)
        scored += scored_by(tables, chosen)
    return scored


def among(chosen: Callable[[str], bool]) -> list[Row]:
    """Pairs both of whose people are chosen."""
    return [row for row in rows() if chosen(row["id_a"]) and chosen(row["id_b"])]


def tables_of(chosen: Callable[[str], bool]) -> Tables:
    """Tables learned from the chosen people only."""
    with tempfile.TemporaryDirectory() as scratch:
        build_from([p for p in read_people(PAIRS) if chosen(p.id)], Path(scratch))
        return load_tables(Path(scratch))


def matcher_without(held_out: int) -> Matcher:
    """A matcher whose tables never saw the held-out half."""
    return Matcher(tables_of(lambda person: half(person) != held_out))


def scored_by(tables: Tables, chosen: list[Row], rates: Rates = DEFAULT_RATES) -> list[Scored]:
    """The pairs with their scores."""
    found = Matcher(tables, rates).scores([r["name_a"] for r in chosen], [r["name_b"] for r in chosen])
    return list(zip(chosen, found.tolist(), strict=True))


def columns(scored: list[Scored]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Truth and score of pairs."""
    return np.array([int(r["match"]) for r, _ in scored]), np.array([s for _, s in scored])
