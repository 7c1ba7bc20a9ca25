"""Times how long one new interview takes to be linked into a linkage that is there, in an index that is open.

    .venv/bin/python benchmarks/linkage/added.py /tmp/added 2000 12000
    .venv/bin/python benchmarks/linkage/added.py /tmp/added 12000 --queries 300

For each size a world is made, some of its interviews are held out and the rest is linked, once: what lies in the
folder is used again. Then the interviews are linked one by one, each by itself, none is kept. Two limits are
measured in the same process: to look up in DuckDB, by the same keys, whom the new mentions meet and nothing else, which
any method must do; and the whole linkage that is saved. One document a size is printed.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import duckdb
import numpy as np

from tumen import linkage, synth
from tumen.linkage.mentions import FIELDS
from tumen.linkage.result import Linkage

Found = TypeVar("Found")
HELD_OUT = 300
WARM = 30
"""The first queries load tables of names and compiled code; they are timed apart."""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("people", type=int, nargs="+")
    asked.add_argument("--queries", type=int, default=HELD_OUT)
    asked.add_argument("--one", action="store_true", help="do not begin a process for each size")
    given = asked.parse_args()
    for people in given.people:
        if given.one:
            print(json.dumps(one(given.folder / str(people), people, given.queries)))
            continue
        command = [sys.executable, __file__, str(given.folder), str(people), "--one"]
        subprocess.run([*command, "--queries", str(given.queries)], check=True)


def one(folder: Path, people: int, queries: int) -> dict[str, object]:
    there, new = _tables(folder, people)
    saved = _linked(folder, there)
    index, opening = _timed(lambda: linkage.Index(folder / "links"))
    found, cpu, wall, met = [], [], [], []
    for interview in new[:queries]:
        began = time.perf_counter()
        added, seconds = _timed(
            lambda interview=interview: index.link(interview, rng=np.random.default_rng(1))
        )
        found.append(added)
        cpu.append(seconds)
        wall.append(time.perf_counter() - began)
        met.append(len(added.position) - len(interview))
    looking = _looking_up(folder / "links" / "index", [added.key for added in found[WARM:]])
    timed = np.array(cpu[WARM:])
    return {
        "people": people,
        "mentions": len(index),
        "interviews": len(timed),
        "mentions_an_interview": round(float(np.mean([len(each) for each in new[WARM:queries]])), 2),
        "touched_p50": int(np.median(met[WARM:])),
        "open_cpu_seconds": round(opening, 3),
        "first_cpu_seconds": round(cpu[0], 2),
        "cpu_p50": round(float(np.quantile(timed, 0.5)), 4),
        "cpu_p95": round(float(np.quantile(timed, 0.95)), 4),
        "wall_p50": round(float(np.quantile(wall[WARM:], 0.5)), 4),
        "wall_p95": round(float(np.quantile(wall[WARM:], 0.95)), 4),
        "looking_up_p50": round(float(np.median(looking)), 5),
        "ratio_to_looking_up": round(float(np.median(timed) / np.median(looking)), 1),
        "whole_linkage_cpu_seconds": saved or None,
        "interviews_for_one_linkage": round(saved / float(timed.mean())) if saved else None,
        "index_megabytes": round(
            sum(f.stat().st_size for f in (folder / "links" / "index").iterdir()) / 2**20
        ),
        "peak_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "load": [round(each, 1) for each in os.getloadavg()],
    }


def _tables(folder: Path, people: int) -> tuple[list[dict[str, str]], list[linkage.Mentions]]:
    """What is linked, and the interviews that are held out."""
    if not (folder / "world").exists():
        synth.write(synth.World(people=people, seed=1, texts=0), folder / "world")
    told = linkage.Mentions.from_csv(folder / "world" / "mentions.csv", beside=folder / "world")
    sources = sorted(set(told.source_id))
    some = np.random.default_rng(1).choice(sources, min(HELD_OUT, len(sources) // 10), replace=False)
    held: dict[str, list[dict[str, str]]] = {source: [] for source in sorted(some.tolist())}
    there = []
    for row in zip(*(getattr(told, field) for field in FIELDS), strict=True):
        mention = dict(zip(FIELDS, row, strict=True))
        held.get(mention["source_id"], there).append(mention)
    return there, [linkage.Mentions.from_rows(rows) for rows in held.values()]


def _linked(folder: Path, there: Sequence[dict[str, str]]) -> float:
    """CPU seconds that linking the others took; 0 where it was not done by this script."""
    if not (folder / "links").exists():
        linkage.write(_link(folder, there), folder / "links", index=True)
    saved = folder / "linked.csv"
    return float(next(csv.reader(saved.open(encoding="utf-8")))[0]) if saved.exists() else 0.0


def _link(folder: Path, there: Sequence[dict[str, str]]) -> Linkage:
    mentions = linkage.Mentions.from_rows(there)
    found, seconds = _timed(lambda: linkage.link(mentions, rng=np.random.default_rng(1)))
    (folder / "linked.csv").write_text(f"{seconds:.1f}\n", encoding="utf-8")
    return found


def _looking_up(index: Path, keys: Sequence[np.ndarray]) -> list[float]:
    """CPU seconds to find, for each interview, whom its keys bring it together with."""
    key, start = np.load(index / "key.npy"), np.load(index / "key_start.npy")
    mention = np.load(index / "key_mention.npy")
    seconds = []
    with duckdb.connect() as database:
        database.execute("SET threads = 1")
        database.register("told", {"key": np.repeat(key, np.diff(start)), "mention": mention})
        database.execute("CREATE TABLE keyed AS SELECT * FROM told ORDER BY key")
        database.execute("CREATE INDEX by_key ON keyed (key)")
        for wanted in keys:
            listed = ", ".join(map(str, np.unique(wanted).tolist())) or "0"
            ask = f"SELECT DISTINCT mention FROM keyed WHERE key IN ({listed})"
            seconds.append(_timed(lambda ask=ask: database.execute(ask).fetchnumpy())[1])
    return seconds


def _timed(done: Callable[[], Found]) -> tuple[Found, float]:
    began = _spent()
    return done(), _spent() - began


def _spent() -> float:
    """CPU seconds of this process, and of those that it began and that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


if __name__ == "__main__":
    main()
