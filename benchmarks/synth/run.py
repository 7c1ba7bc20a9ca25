"""How fast and in how much memory a made-up world is written. Usage: python run.py [people ...] [--workers N]."""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tumen import synth

_SAMPLE_BLOCKS = 10
_EVERY_SECONDS = 0.25


def loop_seconds() -> float:
    """CPU seconds of ten million additions: how fast this machine is at this moment."""
    start, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    return time.process_time() - start


def csv_seconds(world: synth.World, folder: Path) -> float:
    """CPU seconds a person in which `csv.writer` writes such rows from memory: the limit for any way to make them."""
    sample = [synth.make_block(world, number) for number in range(min(_SAMPLE_BLOCKS, synth.blocks(world)))]
    start = time.process_time()
    for name in synth.COLUMNS:
        with (folder / f"{name.replace('/', '-')}.csv").open("w", newline="", encoding="utf-8") as file:
            for chunk in sample:
                csv.writer(file).writerows(chunk.tables[name])
    return (time.process_time() - start) / sum(chunk.people for chunk in sample)


def cpu_seconds() -> float:
    """CPU seconds of this process and of every worker that has ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def write(people: int, workers: int) -> dict[str, object]:
    """Write one world in this process and say what it took."""
    world = synth.World(people=people, seed=1, texts=0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        limits, loops = [csv_seconds(world, folder)], [loop_seconds()]
        wall, cpu = time.perf_counter(), cpu_seconds()
        run = synth.write(world, folder / "world", workers=workers)
        wall, cpu = time.perf_counter() - wall, cpu_seconds() - cpu
        limits.append(csv_seconds(world, folder))
        loops.append(loop_seconds())
        size = sum(file.stat().st_size for file in (folder / "world").rglob("*") if file.is_file())
    rows = {
        name: what["rows"] for name, what in run.outputs.items() if isinstance(what, dict) and "rows" in what
    }
    return {
        "people": people,
        "workers": workers,
        "wall_seconds": round(wall, 2),
        "cpu_seconds": round(cpu, 2),
        "people_per_wall_second": round(people / wall),
        "people_per_cpu_second": round(people / cpu),
        "times_csv_writer": round(cpu / people / (sum(limits) / 2), 1),
        "loop_seconds": round(sum(loops) / 2, 2),
        "rows": sum(rows.values()),
        "written_megabytes": round(size / 1e6, 1),
        "mentions": run.outputs["mentions.csv"],
    }


def resident_kilobytes(process: int) -> int:
    """Memory of a process and of all that it started, pages they share counted once (Linux)."""
    own = Path(f"/proc/{process}")
    try:
        lines = (own / "smaps_rollup").read_text().splitlines()
        children = " ".join(task.read_text() for task in own.glob("task/*/children")).split()
    except OSError:  # it has ended in between
        return 0
    shared_once = sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return shared_once + sum(resident_kilobytes(int(child)) for child in children)


def measure(people: int, workers: int) -> dict[str, object]:
    """Write one world in a process of its own and watch the memory of all its processes."""
    command = [sys.executable, __file__, str(people), "--workers", str(workers), "--within"]
    peak = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        while child.poll() is None:
            peak = max(peak, resident_kilobytes(child.pid))
            time.sleep(_EVERY_SECONDS)
        answer = child.communicate()[0]
    return {**json.loads(answer), "peak_megabytes": round(peak / 1024)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("people", type=int, nargs="*", default=[2_000, 20_000])
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--within", action="store_true", help="write in this process, memory unwatched")
    arguments = parser.parse_args()
    for people in arguments.people:
        print(json.dumps((write if arguments.within else measure)(people, arguments.workers)), flush=True)
