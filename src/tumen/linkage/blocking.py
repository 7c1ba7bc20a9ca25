"""Which pairs are compared at all: those that share a key of a rule, found by a join in DuckDB.

Keys of names, bands of birth years with sex and birthplace, years of leaving and dying. A key that too
many mentions share says little; it is refined by birth year or birthplace, and what is still too full
is left out and said so.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import duckdb
import numpy as np
from numpy.typing import NDArray

from tumen.linkage.columns import Columns
from tumen.linkage.settings import LinkSettings

RULES: Final = (
    "name key",
    "name key and birth year",
    "name key and region of birth",
    "birth year, sex and region of birth",
    "year of leaving, sex and region of birth",
    "birth year, sex and year of leaving",
    "year of dying, sex and region of birth",
    "birth year, sex and birthplace",
    "year of leaving, sex and birthplace",
)
NAME_RULE: Final = 0
_LAST_NAME_RULE: Final = 2
ALL_PAIRS: Final = 1 << len(RULES)
_WIDEST_BAND: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Pairs to compare: positions `a` < `b`, shape (pairs,), sorted.

    `rules` holds one bit per rule of `RULES` that found the pair. `notes` says in plain words what was
    left out.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    rules: NDArray[np.int64]
    notes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.a)


def candidates(columns: Columns, settings: LinkSettings) -> Candidates:
    """The candidate pairs: all pairs of a small table, else those that share a key."""
    count = len(columns.names)
    if count <= settings.all_pairs_up_to:
        a, b = np.triu_indices(count, k=1)
        allowed = columns.source[a] != columns.source[b]
        a, b = a[allowed].astype(np.int64), b[allowed].astype(np.int64)
        return Candidates(a=a, b=b, rules=np.full(len(a), ALL_PAIRS, dtype=np.int64), notes=())
    return _blocked(columns, settings)


def taught_by(found: Candidates) -> NDArray[np.bool_]:
    """Pairs found without regard to birth, place or leaving: these teach how often those agree."""
    bits = ALL_PAIRS | (1 << NAME_RULE)
    return np.asarray((found.rules & bits) != 0, dtype=np.bool_)


def _blocked(columns: Columns, settings: LinkSettings) -> Candidates:
    with duckdb.connect() as database:
        _load(database, "keyed", sorted(_keys(columns)))
        _load(database, "refiner", sorted(_refiners(columns)))
        source = {"mention": np.arange(len(columns.source)), "source": columns.source}
        database.register("source_in", source)
        notes = _refine(database, settings)
        found = database.execute(_PAIRS, [settings.block_cap, settings.field_block_cap]).fetchnumpy()
    a, b, rules = (np.asarray(found[column], dtype=np.int64) for column in ("a", "b", "rules"))
    return Candidates(a=a, b=b, rules=rules, notes=notes)


_PAIRS: Final = """
    WITH usable AS (
        SELECT k.*, s.source FROM keyed k JOIN source_in s USING (mention)
        WHERE (rule, key) IN (
            SELECT (rule, key) FROM keyed GROUP BY rule, key
            HAVING count(*) BETWEEN 2 AND CASE WHEN rule <= 2 THEN ? ELSE ? END))
    SELECT x.mention AS a, y.mention AS b, CAST(bit_or(1 << x.rule) AS BIGINT) AS rules
    FROM usable x JOIN usable y USING (rule, key)
    WHERE x.mention < y.mention AND x.source <> y.source
    GROUP BY a, b ORDER BY a, b
"""


def _load(database: duckdb.DuckDBPyConnection, table: str, rows: list[tuple[int, int, str]]) -> None:
    mention = np.array([row[0] for row in rows], dtype=np.int64)
    rule = np.array([row[1] for row in rows], dtype=np.int64)
    key = np.array([row[2] for row in rows], dtype=object)
    database.register("rows_in", {"mention": mention, "rule": rule, "key": key})
    database.execute(
        f"CREATE TABLE {table} AS SELECT DISTINCT mention, rule::INTEGER AS rule, key::VARCHAR AS key FROM rows_in"
    )
    database.unregister("rows_in")


def _refine(database: duckdb.DuckDBPyConnection, settings: LinkSettings) -> tuple[str, ...]:
    """Split keys that are too full into finer ones; say what stays out."""
    caps = [
        settings.block_cap if rule <= _LAST_NAME_RULE else settings.field_block_cap
        for rule in range(len(RULES))
    ]
    database.register("cap_in", {"rule": np.arange(len(caps)), "cap": np.array(caps)})
    database.execute("""
        CREATE TABLE crowded AS
        SELECT rule, key FROM keyed JOIN cap_in USING (rule) GROUP BY rule, key, cap HAVING count(*) > cap
    """)
    database.execute("""
        INSERT INTO keyed SELECT k.mention, r.rule, k.key || ' & ' || r.key
        FROM keyed k JOIN crowded USING (rule, key) JOIN refiner r USING (mention)
        WHERE (k.rule = 0 AND r.rule <= 2) OR (k.rule = 3 AND r.rule = 7) OR (k.rule = 4 AND r.rule = 8)
    """)
    return tuple(_notes(database, settings.block_cap, caps))


def _notes(database: duckdb.DuckDBPyConnection, cap: int, caps: list[int]) -> Iterator[str]:
    refined = _number(database, "SELECT count(*) FROM crowded WHERE rule = 0")
    coarse = _number(database, """
        SELECT count(DISTINCT mention) FROM keyed JOIN crowded USING (rule, key)
        WHERE rule = 0 AND mention NOT IN (SELECT mention FROM refiner WHERE rule <= 2)
    """)  # fmt: skip
    if refined:
        yield f"{refined} name keys shared by more than {cap} mentions each were refined by birth year or region."
    if coarse:
        yield f"{coarse} mentions with such a name state neither; they were compared through other keys only."
    for rule, words in enumerate(RULES[1:], start=1):
        query = f"SELECT key FROM keyed WHERE rule = {rule} GROUP BY key HAVING count(*) > {caps[rule]}"
        crowded = _number(database, f"SELECT count(*) FROM ({query})")
        if crowded:
            refined_by = "refined by birthplace" if rule in (3, 4) else "left out"
            yield f"{crowded} blocks by {words} held more than {caps[rule]} mentions each and were {refined_by}."


def _number(database: duckdb.DuckDBPyConnection, query: str) -> int:
    row = database.execute(query).fetchone()
    return int(row[0]) if row else 0


def _keys(columns: Columns) -> Iterator[tuple[int, int, str]]:
    """Every blocking key as (mention, rule, key). A mention without a sex stands under both."""
    sex, place = columns.values["sex"], _regions(columns)
    for index, named in enumerate(columns.keys):
        born, left, died = (_band(columns, field, index) for field in ("birth", "left", "died"))
        for key in named:
            yield index, NAME_RULE, key
        for each in (0, 1) if sex[index] < 0 else (int(sex[index]),):
            if place[index] >= 0:
                at = f"{each} {place[index]}"
                yield from ((index, 3, f"{year} {at}") for year in born)
                yield from ((index, 4, f"{year} {at}") for year in left)
                yield from ((index, 6, f"{year} {at}") for year in died)
            yield from ((index, 5, f"{year} {each} {gone}") for year in born for gone in left)


def _refiners(columns: Columns) -> Iterator[tuple[int, int, str]]:
    region, place = _regions(columns), columns.values["birthplace"]
    for index in range(len(columns.names)):
        yield from ((index, 1, str(year)) for year in _band(columns, "birth", index))
        if place[index] >= 0:
            yield index, 2, f"in {region[index]}"
            yield from ((index, rule, f"at {place[index]}") for rule in (7, 8))


def _regions(columns: Columns) -> NDArray[np.int64]:
    """Region of each mention's birthplace, -1 where not stated: the finest place that sources agree on."""
    place = columns.values["birthplace"]
    region = np.full(len(place), -1, dtype=np.int64)
    region[place >= 0] = columns.region[place[place >= 0]]
    return region


def _band(columns: Columns, field: str, index: int) -> range:
    """Two-year bands that the date may fall in, each named by its second year; none for a loose date."""
    first, last = (days[index] for days in columns.days[field])
    if not np.isfinite(first) or not np.isfinite(last):
        return range(0)
    years = range(_year(first), _year(last) + 2)
    return years if len(years) <= _WIDEST_BAND else range(0)


def _year(day: float) -> int:
    return datetime.date.fromordinal(int(day)).year
