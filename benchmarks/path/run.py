"""Time and memory of the whole path, tables to figure, each step as a child process beside a named limit.

python benchmarks/path/run.py [--people N]
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TUMEN = [sys.executable, "-m", "tumen"]

RECIPE = """\
title = "People who crossed the border out of the country at least once (made-up world)"
unit = "persons"
population = "ever crossed, in a made-up world"
as_of = "../2024-06-30"
seed = 1

[inputs]
mentions = "mentions.csv"
sources = "sources.csv"
links = "../links"

[[filters]]
table = "legs.csv"
column = "kind"
any_of = ["LEG-CROSS"]

[estimate]
methods = ["latent-class"]
link_draws = 5
"""

# The limit: plain SQLite reads the same tables, joins mentions with sources, and groups by organisation.
LIMIT = """\
import csv, sqlite3, sys
db = sqlite3.connect(":memory:")
for name in ("mentions", "sources", "legs"):
    with open(f"{sys.argv[1]}/{name}.csv", encoding="utf-8", newline="") as file:
        rows = csv.reader(file); head = next(rows)
        db.execute(f"CREATE TABLE {name} ({', '.join(chr(34) + h + chr(34) for h in head)})")
        db.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(head))})", rows)
print(db.execute("SELECT s.organisation, count(DISTINCT m.mention_id) FROM mentions m JOIN sources s USING (source_id)"
    " JOIN legs l ON l.mention_id = m.mention_id WHERE l.kind = 'LEG-CROSS' GROUP BY 1").fetchall())
"""


def timed(command: list[str]) -> dict[str, float]:
    """Wall and CPU seconds and peak resident MB of one child process."""
    started = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return {
        "wall": time.monotonic() - started,
        "cpu": usage.ru_utime + usage.ru_stime,
        "mb": usage.ru_maxrss / 1024,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    people = parser.parse_args().people
    with tempfile.TemporaryDirectory() as scratch:
        world = Path(scratch) / "world"
        making = ["--people", str(people), "--seed", "1", "--texts", "none", "--out", str(world)]
        steps = {
            "synth": [*TUMEN, "synth", *making],
            "limit": [sys.executable, "-c", LIMIT, str(world)],
            "link": [*TUMEN, "link", str(world / "mentions.csv"), "--out", f"{scratch}/links"],
            "study": [*TUMEN, "study", "run", str(world / "study.toml"), "--out", f"{scratch}/study"],
        }
        found = {}
        for name, command in steps.items():
            if name == "limit":
                (world / "study.toml").write_text(RECIPE, "utf-8")
            found[name] = timed(command)
            print(f"{name} done", file=sys.stderr)
        report(people, world, Path(scratch) / "study", found)


def report(people: int, world: Path, study: Path, found: dict[str, dict[str, float]]) -> None:
    with (world / "mentions.csv").open(encoding="utf-8", newline="") as file:
        mentions = sum(1 for _ in csv.reader(file)) - 1
    truth = json.loads((world / "truth" / "world.json").read_text("utf-8"))["populations"]["ever_crossed"]
    figure = json.loads((study / "figures.json").read_text("utf-8"))
    first = figure[0] if isinstance(figure, list) else figure["figures"][0]
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(
        f"{people:,} people, {mentions:,} mentions; {os.cpu_count()} cores, load of 1, 5, 15 minutes {load}"
    )
    print(f"{'step':8}{'wall s':>10}{'cpu s':>10}{'peak MB':>10}{'cpu / limit':>14}")
    for name, row in found.items():
        ratio = row["cpu"] / found["limit"]["cpu"]
        print(f"{name:8}{row['wall']:>10.1f}{row['cpu']:>10.1f}{row['mb']:>10.0f}{ratio:>14.1f}")
    print(f"truth {truth:,}; figure {first['point']} {first['interval']} ({first['status']})")


if __name__ == "__main__":
    main()
