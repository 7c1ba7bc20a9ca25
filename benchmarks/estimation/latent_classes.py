"""Does the latent-class estimator say the same for every seed, does it own up to hard tables, and what does it cost?

python benchmarks/estimation/latent_classes.py --seeds 3          made-up hard tables, by seed
python benchmarks/estimation/latent_classes.py --seeds 3 --published kosovo_4 diabetes_piedmont_4
python benchmarks/estimation/latent_classes.py --seeds 10 --hard 10 16 24   some of them: ten CPU seconds each
python benchmarks/estimation/latent_classes.py --speed            sweeps and effective draws per CPU second

A hard table is one whose lists divide the people between them: each list meets its own class, and a few small classes
stand on several lists. Table r is drawn with seed 7000 + r.
"""

from __future__ import annotations

import argparse
import time
from typing import Any

import numpy as np

from tumen.estimation import LatentClass, OverlapTable, estimate, published_table, sample
from tumen.estimation.convergence import ess_bulk

HARD = (5, 10, 16, 20, 24)  # by eye, from the first forty
CHECKS = ("rhat", "ess_bulk", "rungs", "sweeps_per_chain", "explorers_elsewhere")
RECORDED = {  # CPU seconds of the other program on another machine: sweeps, effective draws of N
    "kosovo_4": (74_813, 121), "simulated_big6": (23_256, 109), "philippines_caloocan_unidentified": (31_226, 379),
}  # fmt: skip


def hard_table(number: int) -> OverlapTable:
    """Four to six lists that divide the people between them."""
    rng = np.random.default_rng(7000 + number)
    lists = int(rng.integers(4, 7))
    base = 10 ** rng.uniform(-2.7, -1.7)
    classes = []
    for own in range(lists):
        rates = np.clip(base * rng.gamma(1, 1, lists), 0, 0.2)
        rates[own] = rng.uniform(0.1, 0.6)
        classes.append((int(10 ** rng.uniform(2.7, 4.0)), rates))
    for _ in range(int(rng.integers(1, 5))):
        rates = np.clip(base * rng.gamma(1, 1, lists), 0, 0.2)
        for each in rng.choice(lists, int(rng.integers(2, lists)), replace=False):
            rates[each] = rng.uniform(0.05, 0.8)
        classes.append((int(10 ** rng.uniform(1.7, 3.0)), rates))
    draw = np.random.default_rng(number)
    people = np.concatenate(
        [(draw.random((size, lists)) < rates).astype(np.int64) for size, rates in classes]
    )
    return OverlapTable.from_people([f"list {j + 1:02d}" for j in range(lists)], people)


def seeds(names: list[str], count: int, hard: list[int]) -> None:
    """One line a table and seed."""
    print(
        "table\tseed\tstatus\tmedian\tlow\thigh\trhat\tess\trungs\tsweeps\telsewhere\t"
        "modes (population, weight, fit, classes)\tcpu"
    )
    tables = {f"hard {each}": hard_table(each) for each in hard or ([] if names else HARD)}
    tables |= {name: published_table(name).table for name in names}
    for name, table in tables.items():
        for seed in range(1, count + 1):
            begun = time.process_time()
            found = estimate(table, rng=np.random.default_rng(seed))
            told = found.diagnostics
            posterior: Any = told.get("posterior", {})
            modes = [
                (round(m.population), round(m.weight, 2), m.log_likelihood, m.classes) for m in found.modes
            ]
            row = (name, seed, found.status, *(posterior.get(each) for each in ("median", "low", "high")),
                   *(told.get(each) for each in CHECKS),
                   modes, round(time.process_time() - begun, 1))  # fmt: skip
            print("\t".join(map(str, row)), flush=True)


def speed() -> None:
    """Sweeps and effective draws per CPU second: of all rungs, against those recorded of the other program."""
    print("table\trungs' sweeps / CPU s\ttheirs\teffective draws / CPU s\ttheirs")
    for name, (their_sweeps, their_draws) in RECORDED.items():
        table = published_table(name).table
        method = LatentClass()
        sample(table, method, rng=np.random.default_rng(1), sweeps=30)
        begun = time.process_time()
        states = sample(table, method, rng=np.random.default_rng(1), sweeps=3_000)
        spent = time.process_time() - begun
        rungs = len(method._runner(table).rungs(np.random.default_rng(1).spawn(1)[0]))
        done = method.chains * 3_000 * rungs
        print(
            f"{name}\t{done / spent:.0f}\t{their_sweeps}\t{ess_bulk(states[:, :, 0]) / spent:.0f}\t{their_draws}",
            flush=True,
        )


def main() -> None:
    """Print tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument(
        "--published", nargs="+", default=[], help="published tables instead of the made-up ones"
    )
    parser.add_argument("--hard", nargs="+", type=int, default=[], help="these made-up tables")
    parser.add_argument("--speed", action="store_true")
    asked = parser.parse_args()
    if asked.speed:
        speed()
    else:
        seeds(asked.published, asked.seeds, asked.hard)


if __name__ == "__main__":
    main()
