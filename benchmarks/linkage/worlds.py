"""Links made-up worlds, or mentions of your own, beside Splink, recordlinkage and dedupe, all in one run.

    .venv/bin/python benchmarks/linkage/worlds.py 2000 12000 --peers PYTHON
    .venv/bin/python benchmarks/linkage/worlds.py --mentions mentions.csv --peers PYTHON --methods tumen splink
    .venv/bin/python benchmarks/linkage/worlds.py --sheet benchmarks/linkage/worlds.jsonl

A number is the people of a world of `tumen.synth`. PYTHON is an interpreter that has the peers and what they need to
read Korean and Chinese names (README.md). Every method reads the same table in a fresh process and is scored by the
same lines. One JSON document a table and method is printed. `--truth` holds mention_id and person_id; without it the
documents say how far each method agrees with Tumen.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import numpy as np
from public import METHODS, Said, numbered, rows_of, run, scored, served, sheet, show, skip, write

from tumen import linkage, synth
from tumen.linkage.blocking import blocks
from tumen.linkage.evaluation.agreement import agreement
from tumen.linkage.told import mention_columns

HERE = Path(__file__).parent


def main(given: argparse.Namespace) -> None:
    for people in given.people:
        with tempfile.TemporaryDirectory() as there:
            world = Path(there) / "world"
            synth.write(synth.World(people=people, seed=given.seed, texts=0), world)
            truth = world / "truth" / "mentions.csv"
            beside(f"world {people:,}", world / "mentions.csv", truth, given.methods, given.peers)
    if given.mentions:
        beside(given.mentions.name, given.mentions, given.truth, given.methods, given.peers)


def beside(name: str, mentions: Path, truth: Path | None, methods: Sequence[str], peers: str | None) -> None:
    """Link one table by every method and print what each found."""
    with tempfile.TemporaryDirectory() as there:
        ran: dict[str, tuple[Path, Said]] = {}
        for method in methods:
            out = Path(there) / method
            out.mkdir()
            said = _ran(name, method, mentions, truth, peers, out)
            if said is not None:
                ran[method] = out, said
        known = {} if truth is None else {row["mention_id"]: row["person_id"] for row in rows_of(truth)}
        show(name, _scores(ran, known) if known else _beside_tumen(ran))


def _ran(
    name: str, method: str, mentions: Path, truth: Path | None, peers: str | None, out: Path
) -> Said | None:
    if method == "tumen":
        return run([sys.executable, __file__, "--tumen", str(mentions), str(out)], f"{name}, {method}")
    if peers is None:
        return skip(f"{name}, {method}", "no interpreter was given with --peers")
    if method == "dedupe" and truth is None:
        return skip(f"{name}, {method}", "it needs labels")
    labels = [str(truth)] if method == "dedupe" else []
    return run(
        [peers, str(HERE / "mentions_peers.py"), method, str(mentions), str(out), *labels],
        f"{name}, {method}",
    )


# --- Tumen -----------------------------------------------------------------------------------------------------------


def tumen(table: Path, out: Path) -> Said:
    """Link the table, without labels or threshold, and write what was found as the peers do."""
    # A first linkage compiles the sampler, once an installation; it is not what is timed.
    few = linkage.Mentions.from_rows(rows_of(table)[:100])
    linkage.link(few, settings=linkage.LinkSettings(all_pairs_up_to=0), rng=np.random.default_rng(1))
    began = time.process_time()
    mentions = linkage.Mentions.from_csv(table)
    found = linkage.link(mentions, rng=np.random.default_rng(1))
    cpu = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ids, pairs = found.pairs.mention_ids, found.pairs
    a, b = ([ids[row] for row in side.tolist()] for side in (pairs.compared.a, pairs.compared.b))
    write(
        out / "clusters.csv",
        ("record", "cluster"),
        [(row.mention_id, row.person_id) for row in found.clusters],
    )
    write(out / "pairs.csv", ("a", "b", "probability"), zip(a, b, pairs.probability.tolist(), strict=True))
    write(out / "compared.csv", ("a", "b"), _compared(mentions))
    interval = found.persons_interval()
    return {
        "cpu_seconds": cpu, "peak_megabytes": peak,
        "interval": [interval.low, interval.high], "notes": list(found.notes),
    }  # fmt: skip


def _compared(mentions: linkage.Mentions) -> Iterator[tuple[str, str]]:
    """The pairs of mentions of two sources that share a key; in a small table all of them."""
    settings = linkage.LinkSettings()
    columns = mention_columns(mentions, pack=settings.pack)
    keyed = blocks(columns, settings)
    block, mention = np.repeat(np.arange(len(keyed.rule)), np.diff(keyed.start)), keyed.mention
    if len(mentions) <= settings.all_pairs_up_to:
        block, mention = np.zeros(len(mentions), dtype=np.int64), np.arange(len(mentions))
    with duckdb.connect() as database:
        database.register("keyed", {"block": block, "mention": mention})
        database.register("told", {"mention": np.arange(len(mentions)), "source": columns.source})
        for a, b in database.execute(_SHARING).fetchall():
            yield mentions.mention_id[a], mentions.mention_id[b]


_SHARING = """
    WITH usable AS (SELECT * FROM keyed JOIN told USING (mention))
    SELECT DISTINCT x.mention AS a, y.mention AS b FROM usable x JOIN usable y USING (block)
    WHERE x.mention < y.mention AND x.source <> y.source
"""


# --- Scores ----------------------------------------------------------------------------------------------------------


def _scores(ran: Mapping[str, tuple[Path, Said]], truth: Mapping[str, str]) -> dict[str, Said]:
    found = {}
    for method, (out, said) in ran.items():
        looked_at = {} if method == "dedupe" else {"blocking": _blocking(out / "compared.csv", truth)}
        found[method] = {**scored(truth, out, said, thresholds=method != "tumen"), **looked_at}
    return found


def _blocking(compared: Path, truth: Mapping[str, str]) -> Said:
    """Share of the true pairs that were compared at all, and share of all pairs that were."""
    right = count = 0
    for row in rows_of(compared):
        count += 1
        right += truth[row["a"]] == truth[row["b"]]
    there = sum(size * (size - 1) // 2 for size in Counter(truth.values()).values())
    return {
        "recall": round(right / there, 4),
        "share": float(f"{count / (len(truth) * (len(truth) - 1) / 2):.3g}"),
    }


def _beside_tumen(ran: Mapping[str, tuple[Path, Said]]) -> dict[str, Said]:
    """Persons found by each, and how far they agree with Tumen in pairs."""
    who = {
        method: {row["record"]: row["cluster"] for row in rows_of(out / "clusters.csv")}
        for method, (out, _) in ran.items()
    }
    first = next(iter(who))
    labels = {method: numbered([found[record] for record in who[first]]) for method, found in who.items()}
    return {
        method: {
            "records": len(label),
            "found": len(set(label.tolist())),
            **(
                {"agrees_with_" + first: round(agreement(label, labels[first]).f1, 4)}
                if method != first
                else {}
            ),
            "cpu_seconds": round(float(str(ran[method][1]["cpu_seconds"])), 2),
        }
        for method, label in labels.items()
    }


if __name__ == "__main__":
    if not served(tumen, sheet):
        parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
        parser.add_argument("people", nargs="*", type=int)
        parser.add_argument("--mentions", type=Path)
        parser.add_argument("--truth", type=Path)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--methods", nargs="+", choices=METHODS, default=METHODS)
        parser.add_argument("--peers", metavar="PYTHON")
        main(parser.parse_intermixed_args())
