"""Links a world in this process and on a Spark cluster with workers of its own, and holds the two together.

    .venv/bin/python benchmarks/linkage/on_spark.py FOLDER              # a world that is there (`tumen synth`)
    .venv/bin/python benchmarks/linkage/on_spark.py FOLDER --master "local-cluster[2,1,2048]" --draws 0
    .venv/bin/python benchmarks/linkage/on_spark.py FOLDER --against LINKS    # one that was written (`linkage.write`)

Prints one document: how far weights and probabilities lie apart, whether clusters and draws are the same, and the time
and memory of each. CPU seconds are those of this process and of the Spark it began, workers among them; they are read
after Spark has ended. Needs Java.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import os
import resource
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import duckdb
import numpy as np

from tumen.linkage import Linkage, LinkSettings, Memory, Mentions, Spark, link, write


def main(given: argparse.Namespace) -> None:
    mentions = Mentions.from_csv(given.world / "mentions.csv")
    settings = LinkSettings(draws=given.draws)
    seconds: dict[str, dict[str, float]] = {}
    if not given.against:
        with timed(seconds, "here"):
            here = link(mentions, settings=settings, engine=Memory(), rng=np.random.default_rng(1))
    with timed(seconds, "spark"), started(given.master, given.executor_memory) as spark:
        there = link(mentions, settings=settings, engine=spark, rng=np.random.default_rng(1))
    held = held_against_written(given.against, there) if given.against else held_against(here, there)
    print(json.dumps({
        "mentions": len(mentions), "master": given.master, "draws": given.draws, **held, **seconds,
        "peak_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "load": [round(each, 1) for each in os.getloadavg()],
    }))  # fmt: skip


def held_against(one: Linkage, other: Linkage) -> dict[str, object]:
    """How far two linkages of one table lie apart."""
    pairs = [
        list(zip(each.pairs.compared.a.tolist(), each.pairs.compared.b.tolist(), strict=True))
        for each in (one, other)
    ]
    same = pairs[0] == pairs[1]
    return {
        "same_pairs": same,
        "pairs": len(pairs[0]),
        "weights_apart": same and float(np.abs(one.pairs.weights - other.pairs.weights).max(initial=0.0)),
        "probabilities_apart": same
        and float(np.abs(one.pairs.probability - other.pairs.probability).max(initial=0.0)),
        "same_clusters": one.clusters == other.clusters,
        "same_draws": bool(np.array_equal(one.draws.labels, other.draws.labels)),
    }


def held_against_written(folder: Path, other: Linkage) -> dict[str, object]:
    """The same for a linkage that was written before, too large to be held beside another one."""
    with tempfile.TemporaryDirectory() as there, duckdb.connect() as database:
        write(other, Path(there) / "links")
        files = {
            name: [f"read_parquet('{at}/{name}.parquet')" for at in (folder, Path(there) / "links")]
            for name in ("pairs", "clusters", "draws")
        }

        def missing(name: str, columns: str) -> int:
            one, two = files[name]
            ways = [
                f"SELECT count(*) FROM (SELECT {columns} FROM {x} EXCEPT SELECT {columns} FROM {y})"
                for x, y in ((one, two), (two, one))
            ]
            return sum(int(database.execute(way).fetchone()[0]) for way in ways)

        one, two = files["pairs"]
        pairs, weights, probabilities = database.execute(
            "SELECT count(*), max(abs(x.weight_log2 - y.weight_log2)), max(abs(x.probability - y.probability))"
            f" FROM {one} x JOIN {two} y USING (mention_a, mention_b)"
        ).fetchone()
        draws = [Path(at) / "draws.parquet" for at in (folder, Path(there) / "links")]
        return {
            "same_pairs": missing("pairs", "mention_a, mention_b") == 0,
            "pairs": pairs,
            "weights_apart": weights * float(np.log(2)),
            "probabilities_apart": probabilities,
            "same_clusters": missing("clusters", "mention_id, person_id") == 0,
            "same_draws": filecmp.cmp(*draws, shallow=False),
        }


@contextmanager
def timed(seconds: dict[str, dict[str, float]], what: str):
    began, before = time.perf_counter(), cpu()
    yield
    seconds[what] = {
        "wall_seconds": round(time.perf_counter() - began, 1),
        "cpu_seconds": round(cpu() - before, 1),
    }


def cpu() -> float:
    """CPU seconds of this process and of those it began that have ended."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in both)


@contextmanager
def started(master: str, memory: str):
    """A session on a cluster of this machine, whose workers run this interpreter."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    told = {
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.pyspark.python": sys.executable,
        "spark.executorEnv.PYTHONPATH": ":".join(filter(None, sys.path)),
        "spark.executor.memory": memory,
    }
    builder = SparkSession.builder.appName("tumen link").master(master)
    for key, value in told.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    try:
        yield Spark(session)
    finally:
        gateway = session.sparkContext._gateway
        session.stop()
        gateway.shutdown()
        gateway.proc.stdin.close()
        gateway.proc.wait(60)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("world", type=Path)
    parser.add_argument("--master", default="local-cluster[2,1,1024]")
    parser.add_argument("--executor-memory", default="1g")
    parser.add_argument("--draws", type=int, default=100)
    parser.add_argument("--against", type=Path, help="a written linkage of the same mentions with seed 1")
    main(parser.parse_args())
