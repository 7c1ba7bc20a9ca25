"""Learns what words of a sentence weigh for its asking something, and says how well that goes on texts kept apart.

    .venv/bin/python benchmarks/reading/learn_asking.py          # each writer's texts by weights learnt from all others
    .venv/bin/python benchmarks/reading/learn_asking.py --write  # and the table of weights that reading uses

Practice texts are passages parted by `=== what they are`; every sentence or item that asks stands in `[[` and `]]`.
The texts of `made_up` with their keys are learnt from as well, but for the newest set. Which rules found a demand is
learnt from practice texts alone, since the rules were made with `made_up` in view.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from annotated import documents
from numpy.typing import NDArray

from tumen import reading
from tumen.reading import asking_words, by_words
from tumen.reading.recommendation import Recommendation
from tumen.reading.recommendations import by_rules
from tumen.reading.sentences import Sentences
from tumen.reading.spans import Words
from tumen.reading.weighing import only_signs

HERE = Path(__file__).parent
TABLE = HERE.parents[1] / "src" / "tumen" / "data" / asking_words.TABLE
APART = ("eighth",)
"""Sets of `made_up` that nothing is learnt from."""
RIDGE, ROUNDS, RATE, LEAST = 1.0, 400, 0.5, 2
_NO_NAME = frozenset(["i"])
KEPT = 0.05
"""Smaller weights are left out of the table."""
LEVELS = (0.1, 0.2, 0.35, 0.5)


@dataclass(frozen=True)
class Row:
    """One sentence: who wrote it, what is weighed, whether it asks, whether a rule says so, and one of wording."""

    writer: str
    signs: asking_words.Signs
    asks: bool
    ruled: bool
    worded: bool


@dataclass(frozen=True)
class Learnt:
    """Weights by sign, and the base."""

    weights: dict[str, float]
    base: float

    def chance(self, row: Row) -> float:
        """How likely a row asks."""
        told = row.signs.named().items()
        return float(1 / (1 + np.exp(-self.base - sum(self.weights.get(s, 0.0) * v for s, v in told))))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--write", action="store_true", help="write the table of weights")
    given = asked.parse_args()
    rows = [*_practice(), *_made_up()]
    for writer in sorted({row.writer for row in rows if not row.writer.startswith("made_up")}):
        learnt = learn([row for row in rows if row.writer != writer])
        _show(writer, learnt, [row for row in rows if row.writer == writer])
    if given.write:
        learnt, named = learn(rows), _names()
        kept = {
            s: w
            for s, w in learnt.weights.items()
            if abs(w) >= KEPT and not named & set(s.partition(":")[2].split())
        }
        lines = [f"\t{learnt.base:.2f}", *(f"{s}\t{w:.2f}" for s, w in sorted(kept.items()))]
        TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{len(kept)} weights of {len(learnt.weights)} signs in {TABLE.name}")


def _practice() -> Iterator[Row]:
    for path in sorted((HERE / "practice").glob("*.txt")):
        for passage in re.split(r"^=== .*\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
            text, asks = _unmarked(passage)
            if text.strip():
                found, _ = by_rules(text, Sentences(text), Words(text))
                yield from _rows(text, asks, found, path.stem.partition("_")[0])


def _made_up() -> Iterator[Row]:
    folders = [
        HERE / "made_up",
        *(f for f in sorted((HERE / "made_up").iterdir()) if f.is_dir() and f.name not in APART),
    ]
    for folder in folders:
        for text, key in documents(folder).values():
            if reading.language_of(text) == "en":
                asks = [(r["start"], r["end"]) for r in key["recommendations"]]
                yield from _rows(text, asks, {}, f"made_up {folder.name}")


def _names() -> set[str]:
    """Words that hardly ever stand without a capital: they are names at the head of a sentence as well."""
    capital, small = Counter[str](), Counter[str]()
    texts = [path.read_text(encoding="utf-8") for path in (HERE / "practice").glob("*.txt")]
    texts += [path.read_text(encoding="utf-8") for path in (HERE / "made_up").rglob("*.txt")]
    for word in (word for text in texts for word in re.findall(r"[A-Za-z]+", text)):
        (capital if word[0].isupper() else small)[word.lower()] += 1
    return {word for word in capital if capital[word] > 4 * small[word] and word not in _NO_NAME}


def _unmarked(passage: str) -> tuple[str, list[tuple[int, int]]]:
    text, asks, begun = "", [], 0
    for piece in re.split(r"(\[\[|\]\])", passage):
        if piece == "[[":
            begun = len(text)
        elif piece == "]]":
            asks.append((begun, len(text)))
        else:
            text += piece
    return text, asks


def _rows(
    text: str, asks: Sequence[tuple[int, int]], found: Mapping[int, Sequence[Recommendation]], writer: str
) -> Iterator[Row]:
    sentences = Sentences(text)
    ruled = {start: [r.reason for r in rows] for start, rows in found.items() if rows}
    for one, row in zip(sentences.all, asking_words.signs(text, sentences, ruled), strict=True):
        # A demand may be a part of a sentence, or a sentence a part of a demand: half of the shorter is enough.
        half = [0.5 * min(b - a, one.end - one.start) for a, b in asks]
        there = any(min(b, one.end) - max(a, one.start) >= h for (a, b), h in zip(asks, half, strict=True))
        worded = not all(map(only_signs, ruled.get(one.start, ())))
        yield Row(writer, row, there, one.start in ruled, worded)


def learn(rows: Sequence[Row]) -> Learnt:
    """Logistic regression with a ridge, by AdaGrad (Duchi, Hazan and Singer, 2011); the same rows give the same."""
    often = Counter(sign for row in rows for sign in row.signs.named())
    number = {sign: n for n, sign in enumerate(sorted(s for s, count in often.items() if count >= LEAST))}
    held = [{number[s]: v for s, v in row.signs.named().items() if s in number} for row in rows]
    column = np.array([n for row in held for n in sorted(row)], dtype=np.int64)
    value = np.array([row[n] for row in held for n in sorted(row)])
    line = np.repeat(np.arange(len(rows)), [len(row) for row in held])
    asks = np.array([row.asks for row in rows], dtype=np.float64)
    weight, base = np.zeros(len(number)), -2.0
    steep, steep_base = np.full(len(number), 1e-8), 1e-8
    for _ in range(ROUNDS):
        wrong = _logistic(np.bincount(line, value * weight[column], len(rows)) + base) - asks
        down = np.bincount(column, value * wrong[line], len(number)) + RIDGE * weight
        steep += down**2
        steep_base += float(wrong.sum()) ** 2
        weight -= RATE * down / np.sqrt(steep)
        base -= RATE * float(wrong.sum()) / steep_base**0.5
    return Learnt({sign: float(weight[n]) for sign, n in number.items()}, float(base))


def _logistic(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-odds)))


def _show(writer: str, learnt: Learnt, rows: Sequence[Row]) -> None:
    asks, ruled, worded = (np.array([getattr(r, part) for r in rows]) for part in ("asks", "ruled", "worded"))
    chance = np.array([learnt.chance(r) for r in rows])
    print(f"{writer}: {len(rows)} sentences, {asks.sum()} ask; rules {_right(ruled, asks)}")
    for level in LEVELS:
        both = (ruled & (chance >= by_words.UNLIKELY)) | worded | (chance >= level)
        print(
            f"  words from {level:.2f}: {_right(chance >= level, asks)}; with the rules {_right(both, asks)}"
        )


def _right(said: NDArray[np.bool_], true: NDArray[np.bool_]) -> str:
    both = (said & true).sum()
    return f"recall {both / max(true.sum(), 1):.2f}, precision {both / max(said.sum(), 1):.2f}"


if __name__ == "__main__":
    main()
