"""How fast and in how much memory a made-up world is written. Usage: python run.py [people ...] [--workers N]."""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path

from tumen import synth


def loop_seconds() -> float:
    """CPU seconds of ten million additions: how fast this machine is at this moment."""
    start, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    return time.process_time() - start


def measure(people: int, workers: int) -> dict[str, object]:
    """Write one world and say what it took."""
    with tempfile.TemporaryDirectory() as folder:
        before, wall, cpu = loop_seconds(), time.perf_counter(), time.process_time()
        run = synth.write(
            synth.World(people=people, seed=1, texts=0), Path(folder) / "world", workers=workers
        )
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        size = sum(f.stat().st_size for f in Path(folder).rglob("*") if f.is_file())
        mentions = run.outputs["mentions.csv"]
    return {
        "people": people,
        "workers": workers,
        "wall_seconds": round(wall, 2),
        "cpu_seconds": round(cpu, 2),
        "people_per_wall_second": round(people / wall),
        "people_per_cpu_second": round(people / cpu),
        "loop_seconds": round((before + loop_seconds()) / 2, 2),
        "peak_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "written_megabytes": round(size / 1e6, 1),
        "mentions": mentions,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("people", type=int, nargs="*", default=[2_000, 20_000])
    parser.add_argument("--workers", type=int, default=1)
    arguments = parser.parse_args()
    for people in arguments.people:
        print(json.dumps(measure(people, arguments.workers)))
