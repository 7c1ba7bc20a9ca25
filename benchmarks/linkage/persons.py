"""Does the interval of the number of persons hold the truth as often as it says? Many small tables, one line each.

    .venv/bin/python benchmarks/linkage/persons.py world --sets 1 100 --out persons.jsonl
    .venv/bin/python benchmarks/linkage/persons.py RLdata10000 --folder FOLDER --sets 1 25 --out persons.jsonl
    .venv/bin/python benchmarks/linkage/persons.py --sheet benchmarks/linkage/persons.jsonl

`world` is a world of `tumen.synth` with 200 to 500 people, another for each set. The other names are public tables
(README.md), of which each set is all records of some hundred entities drawn at random. Default settings, no labels, no
threshold. What is in the file already is not done again, so it can be stopped at any time.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from public import rows_of
from public_tables import TABLES, Table

from tumen import linkage, synth

LEVEL = 0.95
ENTITIES = {"RLdata10000": 500, "fake_1000": 120, "febrl3": 200, "historical_50k": 100}
Truth = dict[str, str]


def main(given: argparse.Namespace) -> None:
    done = set()
    if given.out.exists():
        done = {(row["design"], row["set"]) for row in _lines(given.out)}
    table = None if given.design == "world" else TABLES[given.design](given.design, [given.folder])
    if table is None and given.design != "world":
        sys.exit(f"{given.design} is not in {given.folder}.")
    for number in range(given.sets[0], given.sets[1] + 1):
        if (given.design, number) in done:
            continue
        mentions, truth = _world(number) if table is None else _part(table, given.design, number)
        row = {"design": given.design, "set": number, **_covered(mentions, truth, number), **_when()}
        with given.out.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(row) + "\n")


def _world(number: int) -> tuple[linkage.Mentions, Truth]:
    people = int(np.random.default_rng(number).integers(200, 501))
    with tempfile.TemporaryDirectory() as folder:
        synth.write(synth.World(people=people, seed=1000 + number, texts=0), Path(folder) / "world")
        truth = rows_of(Path(folder) / "world" / "truth" / "mentions.csv")
        mentions = linkage.Mentions.from_csv(Path(folder) / "world" / "mentions.csv")
    return mentions, {row["mention_id"]: row["person_id"] for row in truth}


def _part(table: Table, name: str, number: int) -> tuple[linkage.Records, Truth]:
    entities = sorted(set(table.truth.values()))
    chosen = set(np.random.default_rng(number).choice(entities, ENTITIES[name], replace=False).tolist())
    rows = [row for row in table.rows if row["true"] in chosen]
    records = linkage.Records.from_rows(
        rows, kinds=table.kinds, record="record", source=table.source, exchanged=table.exchanged
    )
    return records, {row["record"]: row["true"] for row in rows}


def _covered(mentions: linkage.Mentions | linkage.Records, truth: Truth, number: int) -> dict[str, object]:
    began = time.process_time()
    found = linkage.link(mentions, rng=np.random.default_rng(number))
    cpu = time.process_time() - began
    score, interval = linkage.evaluate(found, truth), found.persons_interval(level=LEVEL)
    drawn = np.mean([len(np.unique(row)) for row in found.draws.labels])
    said, person = found.pairs.probability, np.array([truth[each] for each in found.pairs.mention_ids])
    right = person[found.pairs.compared.a] == person[found.pairs.compared.b]
    return {
        "records": len(mentions),
        "true": score.persons_true,
        "found": score.persons_found,
        "drawn": round(float(drawn), 2),
        "interval": [interval.low, interval.high],
        "holds": interval.low <= score.persons_true <= interval.high,
        "f1": round(score.f1, 4),
        "bands": _bands(said, right),
        "cpu_seconds": round(cpu, 2),
    }


def _bands(said: np.ndarray, right: np.ndarray) -> list[list[float]]:
    """In ten equal bands of probability: pairs, expected and true ones."""
    band = np.minimum((said * 10).astype(int), 9)
    counted = [np.bincount(band, weights=each, minlength=10) for each in (np.ones(len(said)), said, right)]
    return [
        [int(pairs), round(float(sure), 2), int(true)] for pairs, sure, true in zip(*counted, strict=True)
    ]


def _when() -> dict[str, str]:
    told = subprocess.run(
        ["git", "log", "-1", "--format=%h", "--", "src/tumen/linkage"],
        check=True, capture_output=True, text=True, cwd=Path(linkage.__file__).parents[3],
    )  # fmt: skip
    return {"date": datetime.now(UTC).date().isoformat(), "commit": told.stdout.strip()}


# --- The table of README.md ----------------------------------------------------------------------------------------


HEAD = (
    "| tables | sets | records | coverage | ± | too low, too high | persons drawn, beside the true "
    "| high / low | F1 | calibration error |"
)


def sheet(results: Path) -> None:
    """Print frozen results as Markdown."""
    designs = defaultdict(list)
    for row in _lines(results):
        designs[row["design"]].append(row)
    print(HEAD, "|" + "---|" * (HEAD.count("|") - 1), sep="\n")
    for design, rows in designs.items():
        true, low, high = (np.array(each) for each in zip(*_ends(rows), strict=True))
        share = np.mean((low <= true) & (true <= high))
        error = 1.96 * np.sqrt((share * (1 - share) + 0.96 / len(rows)) / (len(rows) + 4))
        cells = (
            design, len(rows), f"{min(r['records'] for r in rows):,}–{max(r['records'] for r in rows):,}",
            f"{share:.2f}", f"{error:.2f}", f"{np.sum(high < true)}, {np.sum(low > true)}",
            f"{100 * (np.mean([r['drawn'] / r['true'] for r in rows]) - 1):+.1f} %", f"{np.mean(high / low):.3f}",
            f"{np.mean([r['f1'] for r in rows]):.3f}", f"{_calibration(rows):.3f}",
        )  # fmt: skip
        print(f"| {' | '.join(map(str, cells))} |")


def _ends(rows) -> Iterator[tuple[float, float, float]]:
    return ((row["true"], *row["interval"]) for row in rows)


def _calibration(rows) -> float:
    pairs, sure, true = np.sum([row["bands"] for row in rows], axis=0).T
    return float(np.abs(sure - true).sum() / pairs.sum())


def _lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--sheet"]:
        sheet(Path(sys.argv[2]))
    else:
        parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
        parser.add_argument("design", choices=("world", *ENTITIES))
        parser.add_argument("--folder", type=Path, default=Path())
        parser.add_argument("--sets", nargs=2, type=int, default=(1, 100))
        parser.add_argument("--out", type=Path, required=True)
        main(parser.parse_args())
