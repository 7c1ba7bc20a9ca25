"""Does the interval of the whole path hold the true population?

python benchmarks/end_to_end/run.py --designs two-lists --seeds 1 20     run and add to results.jsonl
python benchmarks/end_to_end/run.py --table                              what results.jsonl says, as a table

One data set goes through `tumen.study.run`, as `tumen study run` does it. Beside the figure stand the same estimator
on the reported partition (as if linkage were certain) and on the true one (as if somebody knew who is who).
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from designs import DESIGNS, World
from lists import Design, make

from tumen import study, synth
from tumen.estimation import Estimate, OverlapTable, estimate, method_settings
from tumen.model import Interval, ListMembership
from tumen.study.reading import memberships, read_inputs

RESULTS = Path(__file__).with_name("results.jsonl")
LINK_DRAWS = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--designs", nargs="+", choices=sorted(DESIGNS), default=["two-lists"])
    parser.add_argument("--seeds", nargs=2, type=int, default=(1, 4), metavar=("FIRST", "LAST"))
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--table", action="store_true", help="print what the results say, and run nothing")
    asked = parser.parse_args()
    if not asked.table:
        with asked.out.open("a", encoding="utf-8") as stream:
            for name in asked.designs:
                for seed in range(asked.seeds[0], asked.seeds[1] + 1):
                    stream.write(json.dumps(one(name, seed)) + "\n")
                    stream.flush()
    print_table([json.loads(line) for line in asked.out.read_text("utf-8").splitlines()])


def one(name: str, seed: int) -> dict[str, object]:
    """One data set: the three paths, and what they say of the overlap."""
    design = DESIGNS[name]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if isinstance(design, World):
            recipe, truth, population = write_world(design, seed, folder)
        else:
            recipe, truth, population = write_lists(design, seed, folder)
        started = time.process_time()
        result = study.run(recipe)
        seconds = time.process_time() - started
        members = memberships(recipe, read_inputs(recipe))
    found: dict[str, object] = {
        "design": name,
        "seed": seed,
        "population": population,
        "cpu": round(seconds, 1),
    }
    return found | paths(result, members, truth, seed)


def paths(
    result: study.StudyResult, members: Sequence[ListMembership], truth: dict[str, str], seed: int
) -> dict[str, object]:
    """Numbers of the whole, the naive and the oracle path, and where the true overlap lies in the draws."""
    pooled = result.pooled[0]
    true_table = study.overlap(members, truth)
    method = method_settings(pooled.method, _settings(pooled.reported))
    oracle = estimate(true_table, method=method, rng=np.random.default_rng(seed))
    drawn = [
        study.overlap_of_draw(members, result.links.draws, row)
        for row in range(len(result.links.draws.labels))
    ]
    return {
        "mentions": len(members),
        "whole": number(pooled.status, pooled.point, pooled.interval),
        "naive": number(pooled.reported.status, pooled.reported.point, pooled.reported.interval),
        "oracle": number(oracle.status, oracle.point, oracle.interval),
        "linkage_share": pooled.linkage_share,
        "tables": pooled.distinct_tables,
        "observed": against([each.observed for each in drawn], true_table.observed, result.table.observed),
        "overlap": against([several(each) for each in drawn], several(true_table), several(result.table)),
    }


def _settings(one: Estimate) -> dict[str, object]:
    return {name: value for name, value in one.settings.items() if name not in ("level", "method")}


def several(table: OverlapTable) -> int:
    """People on more than one list."""
    return int(table.counts[table.patterns.sum(axis=1) > 1].sum())


def against(drawn: Sequence[int], true: int, reported: int) -> dict[str, float]:
    """The draws of a count beside the truth."""
    low, high = np.quantile(drawn, [0.025, 0.975])
    return {
        "true": true, "reported": reported, "mean": float(np.mean(drawn)), "low": float(low), "high": float(high),
    }  # fmt: skip


def number(status: str, point: float | None, interval: Interval | None) -> dict[str, object]:
    ends = None if interval is None else [interval.low, interval.high]
    return {"status": status, "point": point, "interval": ends}


def write_lists(design: Design, seed: int, folder: Path) -> tuple[study.StudyRecipe, dict[str, str], int]:
    made = make(design, seed)
    with (folder / "mentions.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, made.rows[0].keys())
        writer.writeheader()
        writer.writerows(made.rows)
    inputs = {"mentions": "mentions.csv"}
    return recipe_of(folder, seed, inputs, design.method, design.settings), made.truth, made.population


def write_world(world: World, seed: int, folder: Path) -> tuple[study.StudyRecipe, dict[str, str], int]:
    synth.write(world.world(seed), folder / "world")
    made = folder / "world"
    inputs = {"mentions": "mentions.csv", "sources": "sources.csv"}
    filters = [{"table": "legs.csv", "column": "kind", "any_of": ["LEG-CROSS"]}]
    with (made / "truth/mentions.csv").open(encoding="utf-8", newline="") as stream:
        truth = {row["mention_id"]: row["person_id"] for row in csv.DictReader(stream)}
    populations = json.loads((made / "truth/world.json").read_text("utf-8"))["populations"]
    recipe = recipe_of(made, seed, inputs, world.method, world.settings, filters)
    return recipe, truth, int(populations["ever_crossed"])


def recipe_of(
    folder: Path, seed: int, inputs: dict[str, str], method: str, settings: dict[str, object],
    filters: Sequence[dict[str, object]] = (),
) -> study.StudyRecipe:  # fmt: skip
    estimating = {"methods": [method], "link_draws": LINK_DRAWS, "settings": {method: settings}}
    return study.StudyRecipe(
        title="A made-up population", unit="persons", population="made up", as_of="2024", seed=seed,
        inputs=inputs, filters=tuple(filters), estimate=estimating, folder=folder,
    )  # type: ignore[arg-type]  # fmt: skip


def print_table(rows: list[dict[str, object]]) -> None:
    """One line per design and path."""
    head = f"{'design':22}{'path':8}{'sets':>5}{'number':>7}{'cover':>7}{'±':>6}{'bias %':>8}{'±':>6}{'high/low':>9}"
    print(head)
    for design in dict.fromkeys(row["design"] for row in rows):
        of = [row for row in rows if row["design"] == design]
        for path in ("whole", "naive", "oracle"):
            print(f"{design:22}{path:8}{line(of, path)}")
        print(f"{'':22}{linked(of)}")


def line(rows: list[dict], path: str) -> str:  # type: ignore[type-arg]
    good = [(row["population"], row[path]) for row in rows if row[path]["status"] == "ok"]
    if not good:
        return f"{len(rows):5}{0:7}"
    covered = np.array([one["interval"][0] <= true <= one["interval"][1] for true, one in good])
    ratio = np.array([100 * (one["point"] / true - 1) for true, one in good])
    width = np.median([one["interval"][1] / one["interval"][0] for _, one in good])
    return (
        f"{len(rows):5}{len(good):7}{covered.mean():7.2f}{error(covered):6.2f}"
        f"{ratio.mean():8.1f}{error(ratio):6.1f}{width:9.2f}"
    )


def linked(rows: list[dict]) -> str:  # type: ignore[type-arg]
    """How linkage did: cover and bias of the overlap and of the people seen, and its share of the variance."""
    said = []
    for what in ("overlap", "observed"):
        each = [row[what] for row in rows]
        covered = np.array([one["low"] <= one["true"] <= one["high"] for one in each])
        off = [np.mean([100 * (one[key] / one["true"] - 1) for one in each]) for key in ("mean", "reported")]
        said.append(f"{what} cover {covered.mean():.2f}, draws {off[0]:+.1f} %, reported {off[1]:+.1f} %")
    shares = [row["linkage_share"] for row in rows if row["linkage_share"] is not None]
    share = f"linkage share {np.mean(shares):.2f}" if shares else ""
    return "; ".join((*said, share, f"cpu {np.mean([row['cpu'] for row in rows]):.1f} s"))


def error(values: np.ndarray) -> float:
    """Monte Carlo standard error of a mean; of a share with one success and failure added."""
    n = len(values)
    if values.dtype == bool:
        share = (values.sum() + 1) / (n + 2)
        return float(np.sqrt(share * (1 - share) / n))
    return float(values.std(ddof=1) / np.sqrt(n)) if n > 1 else float("nan")


if __name__ == "__main__":
    main()
