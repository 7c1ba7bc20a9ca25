"""Times linkage on made-up worlds, scores it against the truth, and checks that its probabilities mean what they say.

    .venv/bin/python benchmarks/linkage/run.py             # the 2,000-person world
    .venv/bin/python benchmarks/linkage/run.py 500 2000 12000
    .venv/bin/python benchmarks/linkage/run.py /tmp/world         # one that is there (`tumen synth`), however large

Each world is linked in a fresh process, so that peak memory is its own. The limit to compare with is the
least any method must do: the self-join of the same blocking keys in DuckDB and nothing else.
"""

from __future__ import annotations

import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np

from tumen import linkage, synth
from tumen.linkage.blocking import blocks
from tumen.linkage.told import mention_columns

JOINED = 200_000
"""Larger tables are not joined: all their pairs at once do not fit into memory."""
BANDS = (0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 1.0001)


def main(worlds: list[str]) -> None:
    for world in worlds:
        done = subprocess.run(
            [sys.executable, __file__, "--one", world], check=True, stdout=subprocess.PIPE, text=True
        )
        print(done.stdout, end="")


def one(named: str) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        world = Path(named)
        if named.isdigit():
            world = Path(folder) / "world"
            synth.write(synth.World(people=int(named), seed=1, texts=0), world)
        people = json.loads((world / "truth" / "world.json").read_text("utf-8"))["settings"]["people"]
        mentions = linkage.Mentions.from_csv(world / "mentions.csv")
        truth = _truth(world)
    # A first linkage compiles the sampler, once an installation; it is not what is timed.
    few = linkage.Mentions.from_rows({"mention_id": i, "source_id": i, "name": "김영희"} for i in range(40))
    linkage.link(few, settings=linkage.LinkSettings(all_pairs_up_to=0), rng=np.random.default_rng(1))
    told = Told()
    wall, cpu = time.perf_counter(), _cpu()
    found = linkage.link(mentions, rng=np.random.default_rng(1), progress=told)
    wall, cpu = time.perf_counter() - wall, _cpu() - cpu
    told.start(None, "linked")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    joining = _joining(mentions) if len(mentions) <= JOINED else None
    score = linkage.evaluate(found, truth)
    interval = found.persons_interval()
    said, right = _pairs(found, truth)
    return {
        "people": people,
        "mentions": len(mentions),
        "wall_seconds": round(wall, 1),
        "cpu_seconds": round(cpu, 1),
        "join_seconds": joining and round(joining, 2),
        "ratio_to_join": joining and round(cpu / joining, 1),
        "steps": told.steps,
        "notes": told.notes,
        "peak_megabytes": round(peak),
        "load": [round(each, 1) for each in os.getloadavg()],
        "pair_precision": round(score.precision, 3),
        "pair_recall": round(score.recall, 3),
        "pair_f1": round(score.f1, 3),
        "cluster_f1": round(score.cluster_f1, 3),
        "b3_f1": round(score.b3_f1, 3),
        "persons": {
            "true": score.persons_true,
            "found": score.persons_found,
            "interval": [interval.low, interval.high],
        },
        "calibration_error": round(_error(said, right), 4),
        "reliability": _reliability(said, right),
    }


class Told:
    """Keeps the CPU seconds and the peak of memory up to which each step came, and says them on standard error."""

    should_stop = False

    def __init__(self) -> None:
        self.began, self.label = _cpu(), ""
        self._seconds: dict[str, float] = defaultdict(float)
        self._peaks: dict[str, int] = {}
        self.notes: list[str] = []

    def start(self, total: int | None, label: str) -> None:
        now, peak = _cpu(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        if self.label:
            self._seconds[self.label] += now - self.began
            self._peaks[self.label] = peak
            print(f"{self.label}: {now - self.began:.0f} CPU s, peak {peak} MB", file=sys.stderr, flush=True)
        self.began, self.label = now, label

    @property
    def steps(self) -> dict[str, list[float]]:
        """Of each step its CPU seconds, all times together, and the peak until then."""
        return {label: [round(cpu, 1), self._peaks[label]] for label, cpu in self._seconds.items()}

    def advance(self, n: int = 1) -> None: ...

    def note(self, text: str) -> None:
        self.notes.append(text)


def _cpu() -> float:
    """CPU seconds of this process and those it began."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in both)


def _truth(world: Path) -> dict[str, str]:
    with (world / "truth" / "mentions.csv").open(encoding="utf-8", newline="") as stream:
        return {row["mention_id"]: row["person_id"] for row in csv.DictReader(stream)}


def _joining(mentions: linkage.Mentions) -> float:
    """CPU seconds of the self-join of all blocking keys in DuckDB, the keys being at hand."""
    settings = linkage.LinkSettings()
    numbers = mention_columns(mentions, pack=settings.pack)
    keyed = blocks(numbers, settings)
    began = time.process_time()
    with duckdb.connect() as database:
        block = np.repeat(np.arange(len(keyed.rule)), np.diff(keyed.start))
        database.register("keyed", {"block": block, "mention": keyed.mention})
        database.register("told", {"mention": np.arange(len(mentions)), "source": numbers.source})
        database.execute(_JOIN).fetchnumpy()
    return time.process_time() - began


_JOIN = """
    WITH usable AS (SELECT * FROM keyed JOIN told USING (mention))
    SELECT DISTINCT x.mention AS a, y.mention AS b FROM usable x JOIN usable y USING (block)
    WHERE x.mention < y.mention AND x.source <> y.source ORDER BY a, b
"""


def _pairs(found: linkage.Linkage, truth: dict[str, str]) -> tuple[np.ndarray, np.ndarray]:
    said = found.pairs.probability
    person = np.array([truth[mention] for mention in found.pairs.mention_ids])
    right = person[found.pairs.compared.a] == person[found.pairs.compared.b]
    return said, right


def _error(said: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error over ten equal bands of probability, weighted by pairs."""
    band = np.minimum((said * 10).astype(int), 9)
    return sum(
        abs(said[band == b].mean() - right[band == b].mean()) * (band == b).mean() for b in set(band.tolist())
    )


def _reliability(said: np.ndarray, right: np.ndarray) -> list[dict[str, object]]:
    rows = []
    for low, high in pairwise(BANDS):
        inside = (said >= low) & (said < high)
        if inside.any():
            rows.append(
                {
                    "from": low,
                    "to": min(high, 1.0),
                    "pairs": int(inside.sum()),
                    "said": round(float(said[inside].mean()), 3),
                    "true": round(float(right[inside].mean()), 3),
                }
            )
    return rows


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(one(sys.argv[2]), indent=1))
    else:
        main(sys.argv[1:] or ["2000"])
