"""How many verdicts of a person does a table need? Somebody who knows the truth answers the queue of review.

    .venv/bin/python benchmarks/linkage/verdicts.py FOLDER fake_1000 RLdata10000 --at 50 100 150 300
    .venv/bin/python benchmarks/linkage/verdicts.py --sheet benchmarks/linkage/verdicts.jsonl

A table of `public.py` is linked without labels. Then the pairs whose verdict is expected to tell most of the number of
persons (`tumen_desk.link.worth`, the order of the desk's queue) are answered from the truth, the table is linked again
with the verdicts, and so on. Of pairs that hang together only the first is asked in a round. One JSON document a step.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import numpy as np
from public_tables import TABLES, Table

from tumen import linkage
from tumen_desk.link.worth import groups, worths

Verdicts = list[linkage.Judgement]


def main(folder: Path, name: str, steps: list[int]) -> None:
    table = TABLES[name](name, [folder])
    if table is None:
        sys.exit(f"{name} is not in {folder}.")
    judged: Verdicts = []
    for step in [*steps, None]:
        found, cpu = _linked(table, judged)
        print(json.dumps({"table": name, **_row(found, table.truth, judged, cpu)}), flush=True)
        if step is not None:
            judged += _answered(found, table.truth, judged, step - len(judged))


def _linked(table: Table, judged: Verdicts) -> tuple[linkage.Linkage, float]:
    began = time.process_time()
    records = linkage.Records.from_rows(
        table.rows, kinds=table.kinds, record="record", source=table.source, exchanged=table.exchanged
    )
    found = linkage.link(records, judgements=judged, rng=np.random.default_rng(1))
    return found, time.process_time() - began


def _answered(found: linkage.Linkage, truth: dict[str, str], judged: Verdicts, count: int) -> Verdicts:
    """The true answers to the pairs that tell most, one of each group of records that hang together."""
    ids = found.pairs.mention_ids
    asked = {frozenset((verdict.mention_a, verdict.mention_b)) for verdict in judged}
    group = groups(found.draws.labels)
    said: Verdicts = []
    taken: set[int] = set()
    for row in _by_worth(found):
        a, b = int(found.pairs.compared.a[row]), int(found.pairs.compared.b[row])
        if {group[a], group[b]} & taken or frozenset((ids[a], ids[b])) in asked:
            continue
        same = truth[ids[a]] == truth[ids[b]]
        said.append(
            linkage.Judgement(mention_a=ids[a], mention_b=ids[b], verdict="same" if same else "different")
        )
        taken |= {group[a], group[b]}
        if len(said) == count:
            break
    return said


def _by_worth(found: linkage.Linkage) -> np.ndarray:
    pairs, draws = found.pairs, found.draws
    position = {mention: at for at, mention in enumerate(draws.mention_ids)}
    at = np.array([position[mention] for mention in pairs.mention_ids])
    nobody = np.full(len(at), -1, dtype=np.int64)
    worth = worths(draws, at[pairs.compared.a], at[pairs.compared.b], pairs.probability, nobody)
    return np.argsort(-worth.persons, kind="stable")


def _row(found: linkage.Linkage, truth: dict[str, str], judged: Verdicts, cpu: float) -> dict[str, object]:
    score, interval = linkage.evaluate(found, truth), found.persons_interval()
    return {
        "verdicts": len(judged),
        "same": Counter(verdict.verdict for verdict in judged)["same"],
        "f1": round(score.f1, 4),
        "cluster_f1": round(score.cluster_f1, 4),
        "entities": {
            "true": score.persons_true, "found": score.persons_found, "interval": [interval.low, interval.high],
        },
        "cpu_seconds": round(cpu, 1),
        "date": datetime.now(UTC).date().isoformat(),
    }  # fmt: skip


# --- The table of README.md ----------------------------------------------------------------------------------------


def sheet(results: Path) -> None:
    """Print frozen results as Markdown; `of the last` is F1 beside that after the most verdicts."""
    print(
        "| table | verdicts (same) | F1 | of the last | cluster F1 | entities: true, found, 95 % interval |"
    )
    print("|" + "---|" * 6)
    rows = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]
    for name, steps in groupby(rows, key=lambda row: row["table"]):
        told = list(steps)
        for row in told:
            who = row["entities"]
            low, high = who["interval"]
            print(
                f"| {name} | {row['verdicts']} ({row['same']}) | {row['f1']:.3f} | {row['f1'] / told[-1]['f1']:.3f} "
                f"| {row['cluster_f1']:.3f} | {who['true']:,}, {who['found']:,}, {low:,.0f}–{high:,.0f} |"
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--sheet"]:
        sheet(Path(sys.argv[2]))
    else:
        parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
        parser.add_argument("folder", type=Path)
        parser.add_argument("names", nargs="+", metavar="TABLE", help=", ".join(TABLES))
        parser.add_argument("--at", nargs="+", type=int, default=[50, 100, 150, 300])
        given = parser.parse_intermixed_args()
        for each in given.names:
            main(given.folder, each, given.at)
