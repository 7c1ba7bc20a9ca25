"""Is what people look for found, and how fast among a million passages? See README.md.

python benchmarks/search/run.py [--passages 1000000]
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import sqlcipher3

from tumen import search

HERE = Path(__file__).parent
WORDS = 20_000
LENGTH = 30
QUERIES = 60
OTHERS = 400


def recall() -> dict[str, object]:
    """Share of inflected forms found by their dictionary form, against indexes of the bare engine."""
    rows = list(csv.DictReader((HERE / "forms.csv").open(encoding="utf-8")))
    sentences = [row["sentence"] for row in rows]
    bare = sqlite3.connect(":memory:")
    bare.execute("CREATE VIRTUAL TABLE plain USING fts5(t, tokenize='unicode61')")
    bare.execute("CREATE VIRTUAL TABLE pieces USING fts5(t, tokenize='trigram')")
    for number, sentence in enumerate(sentences):
        bare.execute("INSERT INTO plain (rowid, t) VALUES (?, ?)", (number, sentence))
        bare.execute("INSERT INTO pieces (rowid, t) VALUES (?, ?)", (number, sentence))
    index = search.Index(sqlite3.connect(":memory:"))
    for number, sentence in enumerate(sentences):
        index.add(number, [search.Piece(text=sentence, start=0, end=len(sentence))])

    def ours(lemma: str) -> set[int]:
        return {f.document for f in index.find(search.parse(lemma), limit=len(rows))}

    def prefix(lemma: str) -> set[int]:
        stem = lemma[:-1] if lemma.endswith("다") else lemma
        return {n for (n,) in bare.execute("SELECT rowid FROM plain WHERE plain MATCH ?", (f'"{stem}"*',))}

    def trigram(lemma: str) -> set[int]:
        stem = lemma[:-1] if lemma.endswith("다") else lemma
        return {n for (n,) in bare.execute("SELECT rowid FROM pieces WHERE pieces MATCH ?", (f'"{stem}"',))}

    return {
        "forms": len(rows),
        "lemmas": len({row["lemma"] for row in rows}),
        **{
            name: _scores(rows, find)
            for name, find in (("tumen", ours), ("prefix", prefix), ("trigram", trigram))
        },
    }


def _scores(rows: Sequence[dict[str, str]], find: Callable[[str], set[int]]) -> dict[str, object]:
    found = {lemma: find(lemma) for lemma in {row["lemma"] for row in rows}}
    hit = [n in found[row["lemma"]] for n, row in enumerate(rows)]
    # Every sentence that holds the lemma by design is a right answer, whichever row asks for it.
    right = {
        lemma: {n for n, row in enumerate(rows) if lemma in (row["lemma"], *_told(row))} for lemma in found
    }
    wrong = sum(len(found[lemma] - right[lemma]) for lemma in found)
    missed = sorted({f"{row['lemma']}: {row['form']}" for ok, row in zip(hit, rows, strict=True) if not ok})
    return {"recall": round(sum(hit) / len(rows), 3), "others found": wrong, "missed": missed}


def _told(row: dict[str, str]) -> set[str]:
    """Other words of the list that stand in the same sentence, as the list's author reads it."""
    return {"수용소", "보위부", "어머니", "고문", "묻다", "죽다"} & {
        word for word in ("수용소", "보위부", "어머니", "고문") if word in row["sentence"]
    } | ({"묻다"} if "묻었다" in row["sentence"] else set())


def speed(passages: int, folder: Path) -> dict[str, object]:
    """Milliseconds of processor time for a page of twenty and its counts: ours and the bare engine, in turns."""
    rng = random.Random(1)  # noqa: S311  (made-up words)
    ranks = [1 / (n + 2) for n in range(WORDS)]
    connection = sqlcipher3.connect(str(folder / "search.db"))
    connection.execute(f"PRAGMA key = \"x'{'1f' * 32}'\"")
    connection.execute("PRAGMA cache_size = -32768")
    index = search.Index(connection)
    began = time.process_time()
    for start in range(0, passages, 1000):
        texts = rng.choices(range(WORDS), weights=ranks, k=1000 * LENGTH)
        for offset in range(min(1000, passages - start)):
            words = " ".join(f"w{n}" for n in texts[offset * LENGTH : (offset + 1) * LENGTH])
            piece = search.Piece(text="", start=0, end=LENGTH)
            number = start + offset
            index.add_terms(number // 20, piece, words, "", source=number // 40)
    connection.commit()
    filling = time.process_time() - began
    common, rare = range(20, 200), range(2000, 18000)
    questions = [
        (kind, " ".join(f"w{rng.choice(rank)}" for _ in range(size)))
        for _ in range(QUERIES)
        for kind, rank, size in (
            ("common word", common, 1),
            ("rare word", rare, 1),
            ("two common words", common, 2),
        )
    ]
    without = frozenset(rng.sample(range(passages // 40), min(OTHERS, passages // 40)))
    took: dict[str, dict[str, list[float]]] = {}
    for kind, words in questions:
        query = search.parse(words)
        bare = " AND ".join(f'"{word}"' for word in words.split())
        _timed(took, kind, "page", lambda q=query: index.find(q, limit=20, without=without))
        _timed(took, kind, "counts", lambda q=query: index.count(q, without=without))
        _timed(
            took, kind, "bare page", lambda b=bare: _bare(connection, b, "ORDER BY rank LIMIT 20", "rowid")
        )
        _timed(took, kind, "bare count", lambda b=bare: _bare(connection, b, "", "count(*)"))
    return {
        "passages": passages,
        "CPU s to fill": round(filling, 1),
        "MB": round((folder / "search.db").stat().st_size / 1e6),
        "ms": {kind: {what: _quantiles(ms) for what, ms in of.items()} for kind, of in took.items()},
    }


def _bare(connection: object, match: str, how: str, what: str) -> object:
    return connection.execute(f"SELECT {what} FROM words WHERE words MATCH ? {how}", (match,)).fetchall()  # type: ignore[attr-defined]


def _timed(took: dict[str, dict[str, list[float]]], kind: str, what: str, work: Callable[[], object]) -> None:
    began = time.process_time()
    work()
    took.setdefault(kind, {}).setdefault(what, []).append((time.process_time() - began) * 1000)


def _quantiles(ms: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(ms, n=20)
    return {"p50": round(statistics.median(ms), 1), "p95": round(cuts[18], 1)}


def main() -> None:
    """Measure, print, freeze."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--passages", type=int, default=1_000_000)
    asked.add_argument("--out", type=Path)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="tumen-bench-") as folder:
        result = {"recall": recall(), "speed": speed(given.passages, Path(folder))}
    text = json.dumps(result, ensure_ascii=False, indent=1)
    print(text)
    if given.out:
        given.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
