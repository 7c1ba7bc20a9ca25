"""An index of passages in an SQLite connection: full text search 5, over terms that were cut before.

SQLite's own tokenisers cut Korean at spaces, which hides every inflected form; here it is given terms divided by
spaces. Of the words themselves the index keeps nothing but the terms.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tumen.search.analyser import Analyser, analyser
from tumen.search.query import Query

_CONTENTLESS_DELETE: Final = (3, 43)
_RANK: Final = "bm25(1.0, 4.0)"
_SPARE: Final = 10
"""So many times more than asked for are ranked at first, because some may lie where one may not look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A passage to be found: its words, and where in its document it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A passage that fits. `rank` is lower for a better fit (BM25, negative; a name weighs four times a word)."""

    number: int
    document: int
    source: int
    start: int
    end: int
    rank: float


class Index:
    """Passages of documents, found by their terms.

    Args:
        connection: of `sqlite3` or a library with the same face, such as SQLCipher; it stays the caller's, and so do
            its transactions.
        by: how text is cut; the process's own analyser if not given.
    """

    def __init__(self, connection: Any, *, by: Analyser | None = None) -> None:
        self._connection = connection
        self._by = by or analyser()
        self._make()

    def _make(self) -> None:
        version = self._connection.execute("SELECT sqlite_version()").fetchone()[0]
        whole = tuple(map(int, version.split(".")[:2])) < _CONTENTLESS_DELETE
        content = "" if whole else ", content='', contentless_delete=1"
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS piece (number INTEGER PRIMARY KEY, document INTEGER NOT NULL,"
            " source INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL)"
        )
        self._connection.execute("CREATE INDEX IF NOT EXISTS piece_of ON piece (document)")
        self._connection.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(terms, names, tokenize='ascii'{content})"
        )
        self._connection.execute("INSERT INTO words (words, rank) VALUES ('rank', ?)", (_RANK,))

    def add(self, document: int, pieces: Iterable[Piece], *, source: int = 0) -> None:
        """Put the passages of one document into the index, beside what is there."""
        for piece in pieces:
            terms = " ".join(word.term for word in self._by.words(piece.text))
            self.add_terms(document, piece, terms, " ".join(self._by.names(piece.text)), source=source)

    def add_terms(self, document: int, piece: Piece, terms: str, named: str, *, source: int = 0) -> None:
        """Put in a passage whose terms are already cut."""
        made = self._connection.execute(
            "INSERT INTO piece (document, source, start, stop) VALUES (?, ?, ?, ?)",
            (document, source, piece.start, piece.end),
        )
        self._connection.execute(
            "INSERT INTO words (rowid, terms, names) VALUES (?, ?, ?)", (made.lastrowid, terms, named)
        )

    def remove(self, document: int) -> None:
        """Take the passages of one document out."""
        self._connection.execute(
            "DELETE FROM words WHERE rowid IN (SELECT number FROM piece WHERE document = ?)", (document,)
        )
        self._connection.execute("DELETE FROM piece WHERE document = ?", (document,))

    def find(
        self,
        query: Query,
        *,
        limit: int = 20,
        offset: int = 0,
        sources: Collection[int] | None = None,
        without: Collection[int] = (),
        since: int = 0,
    ) -> list[Found]:
        """The passages that fit best.

        Args:
            query: what to look for.
            limit, offset: which of them, counted from 0.
            sources: look in these sources only.
            without: leave these sources out.
            since: only passages that came in after this number.
        """
        where = self._where(sources, without, since)
        wanted, ranked = offset + limit, (offset + limit) * _SPARE
        # The engine orders by rank best without a join; what is then taken out leaves gaps, and a longer list is asked.
        rows = self._ranked(query, where, ranked) if where else self._ranked(query, where, wanted)
        if len(rows) < wanted and where:
            rows = self._ranked(query, where, None)
        names = ("number", "document", "source", "start", "end", "rank")
        return [Found(**dict(zip(names, row, strict=True))) for row in rows[offset:wanted]]

    def _ranked(self, query: Query, where: str, most: int | None) -> Sequence[Sequence[Any]]:
        limit = "" if most is None else f"LIMIT {int(most)}"
        found: Sequence[Sequence[Any]] = self._connection.execute(
            "SELECT piece.number, document, source, start, stop, fit FROM"
            " (SELECT rowid AS number, rank AS fit FROM words"
            f" WHERE words MATCH ? ORDER BY rank {limit}) AS ranked JOIN piece ON piece.number = ranked.number"
            f" {where} ORDER BY fit, piece.number",
            [query.match],
        ).fetchall()
        return found

    def count(
        self,
        query: Query,
        *,
        sources: Collection[int] | None = None,
        without: Collection[int] = (),
        since: int = 0,
        most: int | None = None,
    ) -> dict[int, int]:
        """How many passages fit in each source.

        Args:
            query: what to look for.
            sources, without, since: as in `find`.
            most: stop after so many passages, those that came in last first: what is asked of a great store is
                whether there are many, and counting every one would cost more than finding the best.
        """
        # The engine walks its rows backwards by number without sorting them, and stops where the limit is reached.
        limit = "" if most is None else f"ORDER BY words.rowid DESC LIMIT {int(most)}"
        rows = self._connection.execute(
            "SELECT source, count(*) FROM (SELECT source FROM words JOIN piece ON piece.number = words.rowid"
            f" {self._where(sources, without, since) or 'WHERE 1'} AND words MATCH ? {limit}) GROUP BY source",
            [query.match],
        ).fetchall()
        return {int(source): int(number) for source, number in rows}

    def latest(self) -> int:
        """The number of the passage that came in last; 0 if there is none."""
        return int(self._connection.execute("SELECT coalesce(max(number), 0) FROM piece").fetchone()[0])

    def documents(self) -> set[int]:
        """Which documents are in it."""
        return {int(row[0]) for row in self._connection.execute("SELECT DISTINCT document FROM piece")}

    @staticmethod
    def _where(sources: Collection[int] | None, without: Collection[int], since: int) -> str:
        conditions = []
        if since:
            conditions.append(f"piece.number > {int(since)}")
        if sources is not None:
            conditions.append(f"source IN ({_numbers(sources)})")
        if without:
            conditions.append(f"source NOT IN ({_numbers(without)})")
        return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def _numbers(values: Iterable[int]) -> str:
    # Numbers alone, written out: a list can be longer than the parameters that a statement may have.
    return ",".join(str(int(value)) for value in sorted(values))
