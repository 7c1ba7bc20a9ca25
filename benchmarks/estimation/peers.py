"""Speed against the R packages, in one run where R and they are installed; else against what was recorded of them.

python benchmarks/estimation/peers.py                          a few CPU minutes with R, one without
python benchmarks/estimation/peers.py --library FOLDER         R packages that stand in a folder of their own

R is looked for on the path. The packages are LCMCR, dga, Rcapture and SparseMSE; each that is missing is named, and its
line then holds the CPU seconds recorded on another machine, which say little of a ratio. CPU seconds, one thread, work
compiled before.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tumen.estimation import (
    BestModel,
    GraphAveraging,
    LatentClass,
    OverlapTable,
    Stepwise,
    estimate,
    published_table,
)
from tumen.estimation.convergence import ess_bulk
from tumen.progress import SILENT

SWEEPS, BURNT, CHAINS = 20_000, 5_000, 4
SCRIPT = Path(__file__).with_suffix(".R")
LATENT = {  # table: sweeps and effective draws of N a CPU second, recorded of LCMCR 0.4.14 on another machine
    "kosovo_4": (74_813, 121),
    "simulated_big6": (23_256, 109),
    "philippines_caloocan_unidentified": (31_226, 379),
}
GRAPHS = {"kosovo_4": (29_334, 0.16), "simulated_sim4": (2_889, 0.116)}  # populations, CPU s of dga 2.0.2
MODELS = {"kosovo_4": None, "simulated_sim4": 5.0}  # 3.0 to 7.7 CPU s, MultipleSystemsEstimation 1.2.0
STEPWISE = {"kosovo_4": 7.0, "simulated_sim4": 43.3}  # 200 tables drawn, the same package


def spent(work: Callable[[], object]) -> float:
    """CPU seconds."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


class Peers:
    """R, if there is one, with the packages it has."""

    def __init__(self, library: str) -> None:
        self.library = library
        self.program = shutil.which("Rscript")
        self.packages: dict[str, str] = {}
        for name in ("LCMCR", "dga", "Rcapture", "SparseMSE") if self.program else ():
            said = self._run(
                "-e", f'.libPaths(c("{library}", .libPaths())); cat(as.character(packageVersion("{name}")))'
            )
            if said:
                self.packages[name] = said[-1]

    def _run(self, *given: str) -> list[str]:
        done = subprocess.run([str(self.program), *given], capture_output=True, text=True, check=False)
        return done.stdout.strip().split("\n") if done.returncode == 0 else []

    def measure(self, package: str, job: str, table: OverlapTable, *more: float) -> list[list[str]]:
        """The lines that `peers.R` prints of a job; none without the package."""
        if package not in self.packages:
            return []
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "table.csv"
            with path.open("w", newline="") as stream:
                writer = csv.writer(stream)
                writer.writerow([*(f"l{each}" for each in range(len(table.lists))), "count"])
                writer.writerows(
                    [*map(int, pattern), int(count)]
                    for pattern, count in zip(table.patterns, table.counts, strict=True)
                )
            said = self._run(str(SCRIPT), job, str(path), self.library, *map(str, more))
        return [each.split("\t") for each in said if "\t" in each]


def latent(peers: Peers) -> None:
    """Sweeps, and effective draws of four plain chains that start apart, with and without collapsed moves."""
    for name, (sweeps, draws) in LATENT.items():
        table = published_table(name).table
        said = peers.measure("LCMCR", "latent-class", table)
        if said:
            seconds = sum(float(each[1]) for each in said)
            sweeps = len(said) * SWEEPS / seconds
            draws = ess_bulk(np.array([each[3].split() for each in said], dtype=float)) / seconds
        for moves in (0, 6):
            runner = LatentClass(collapsed_moves=moves)._runner(table)
            chains = runner.scattered(np.random.default_rng(1).spawn(CHAINS), SILENT)
            runner.sweeps(chains, sweeps=BURNT, progress=SILENT)
            begun = time.process_time()
            states = runner.sweeps(chains, sweeps=SWEEPS, progress=SILENT)
            seconds = time.process_time() - begun
            ours = CHAINS * SWEEPS / seconds, ess_bulk(states[:, :, 0]) / seconds
            what = f"latent classes, {name}, {moves} collapsed moves"
            line(f"{what}: sweeps a CPU s", sweeps, ours[0], ours[0] / sweeps, here=bool(said))
            line(f"{what}: effective draws a CPU s", draws, ours[1], ours[1] / draws, here=bool(said))


def graphs(peers: Peers) -> None:
    """Averages over graphs: theirs on every population up to a ceiling, ours where the posterior lies."""
    for name, (most, recorded) in GRAPHS.items():
        table = published_table(name).table
        method = GraphAveraging(try_priors=False)
        said = peers.measure("dga", "graphs", table, most)
        ours = spent(
            lambda table=table, method=method: estimate(table, method=method, rng=np.random.default_rng(1))
        )
        theirs = float(said[0][1]) if said else recorded
        line(f"averages over graphs, {name}: CPU s", theirs, ours, theirs / ours, here=bool(said))


def chosen(peers: Peers) -> None:
    """Every model of pairs by BIC; stepwise choice with 200 tables drawn and chosen anew."""
    for name, recorded in MODELS.items():
        table = published_table(name).table
        said = peers.measure("Rcapture", "models", table)
        ours = spent(
            lambda table=table: estimate(
                table, method=BestModel(max_order=2, samples=0), rng=np.random.default_rng(1)
            )
        )
        if said or recorded:
            theirs = float(said[0][1]) if said else float(recorded or 0)
            line(f"all models of pairs, {name}: CPU s", theirs, ours, theirs / ours, here=bool(said))
    for name, seconds in STEPWISE.items():
        table = published_table(name).table
        said = peers.measure("SparseMSE", "stepwise", table, 200)
        ours = spent(
            lambda table=table: estimate(table, method=Stepwise(samples=200), rng=np.random.default_rng(1))
        )
        theirs = float(said[0][1]) if said else seconds
        line(f"stepwise with 200 drawn tables, {name}: CPU s", theirs, ours, theirs / ours, here=bool(said))


def line(what: str, theirs: float, ours: float, times: float, *, here: bool) -> None:
    """One row of the table."""
    print(
        f"{what}\t{theirs:.3g}\t{ours:.3g}\t{times:.2f}\t{'this run' if here else 'recorded elsewhere'}",
        flush=True,
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--library", default="", help="a folder of R packages")
    peers = Peers(parser.parse_args().library)
    if peers.program is None:
        print("# There is no R on the path: theirs is what was recorded on another machine.")
    for name in ("LCMCR", "dga", "Rcapture", "SparseMSE"):
        print(f"# {name} {peers.packages.get(name, 'not installed')}")
    small = published_table("korea_palembang_3").table
    for method in (BestModel(samples=200), Stepwise(samples=200), GraphAveraging(try_priors=False)):
        estimate(small, method=method, rng=np.random.default_rng(1))
    print("what\ttheirs\tours\ttimes as fast\twhere theirs was measured")
    latent(peers)
    graphs(peers)
    chosen(peers)


if __name__ == "__main__":
    main()
