"""Which results of other software our methods reach, by each result's own gate; and what two of our devices save.

python benchmarks/estimation/gates.py            about a CPU minute
python benchmarks/estimation/gates.py --command  the same through `tumen estimate TABLE.csv --json`, each table in
                                                 another shape of file than the one before
python benchmarks/estimation/gates.py --costs    ratios against the plain way, in one run
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from typer.testing import CliRunner

from tumen.cli.main import build
from tumen.estimation import (
    BestModel,
    GraphAveraging,
    Heterogeneity,
    Method,
    NoHighestInteraction,
    SampleCoverage,
    Stepwise,
    estimate,
    published_table,
    published_tables,
)

SHAPES = {"Poisson2": "poisson", "Darroch": "darroch", "Gamma3.5": "gamma", "Chao (LB)": "lower bound"}
FORMS = {"Indep": "independent", "HSC": "high", "LSC": "low"}
Pairs = list[tuple[Any, Any]]


THROUGH_THE_COMMAND = False


@cache
def run(name: str, method: str | Method) -> Any:
    """An `Estimate`; or what the command prints, with the same names."""
    if THROUGH_THE_COMMAND:
        return commanded(name, method)
    return estimate(published_table(name).table, method=method, rng=np.random.default_rng(1))


def commanded(name: str, method: str | Method) -> SimpleNamespace:
    """What `tumen estimate` says of a file."""
    asked = ["estimate", str(written(name)), "--json"]
    asked += ["--method", method if isinstance(method, str) else method.id]
    plain = {} if isinstance(method, str) else asdict(method)  # type: ignore[call-overload]  # methods are dataclasses
    for setting, value in plain.items():
        asked += ["--set", f"{setting}={value if isinstance(value, str) else json.dumps(value)}"]
    done = CliRunner().invoke(build(), asked)
    if done.exit_code:
        raise SystemExit(f"{' '.join(asked)}: {done.output}")
    found = json.loads(done.stdout)
    found["interval"] = SimpleNamespace(**found["interval"]) if found["interval"] else None
    return SimpleNamespace(**found)


@cache
def written(name: str) -> Path:
    """The table as a file, as one of those who write tables would have it."""
    published, folder = published_table(name), Path(tempfile.mkdtemp())
    way = published_tables().index(name) % 6
    order = [published.table.lists.index(each) for each in published.printed_lists]
    rows = [
        [*row, n]
        for row, n in zip(
            published.table.patterns[:, order].tolist(), published.table.counts.tolist(), strict=True
        )
    ]
    heading = [*published.printed_lists, ("count", "Freq", "n", "weight", "COUNT", "count")[way]]
    if way == 1:  # a spreadsheet where the decimal comma is used
        text = "\ufeff" + "\r\n".join(";".join(map(str, row)) for row in [heading, *rows])
    elif way == 2:  # a statistics program that numbers the rows
        numbered = [["", *heading], *([i, *row] for i, row in enumerate(rows, 1))]
        text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in numbered)
    elif way == 3:  # words for marks, tabs, and people on no list
        words = [[*("TRUE" if mark else "FALSE" for mark in row[:-1]), row[-1]] for row in rows]
        words += [[*("FALSE" for _ in published.printed_lists), "NA"]]
        text = "\n".join("\t".join(map(str, row)) for row in [heading, *words])
    elif way == 4:  # the other way round, last row first
        text = "\n".join(",".join(map(str, row[::-1])) for row in [heading, *rows[::-1]])
    elif way == 5 and published.table.observed < 20_000:  # a row a person
        people = [row[:-1] for row in rows for _ in range(row[-1])]
        text = "\n".join(
            ",".join(map(str, row))
            for row in [["id", *heading[:-1]], *([i, *p] for i, p in enumerate(people, 1))]
        )
    else:
        text = "\n".join(",".join(map(str, row)) for row in [heading, *rows])
    path = folder / f"{name}.csv"
    path.write_bytes(text.encode())
    return path


def shapes(name: str, reference: Mapping[str, Any]) -> Pairs:
    model = reference["method"].removeprefix("loglinear closed-population ")
    for theirs, ours in SHAPES.items():
        model = model.replace(theirs, ours)
    return [(run(name, Heterogeneity()).diagnostics["other_shapes"][model], reference["estimate"])]  # type: ignore[index]


def interval(name: str, reference: Mapping[str, Any]) -> Pairs:
    found = run(name, "chao-mth" if "Chao" in reference["method"] else "independence")
    ends = (found.interval.low, found.interval.high) if found.interval else (None, None)
    likely = found.diagnostics.get("multinomial_most_likely")
    return [
        (likely, reference["estimate"]), (ends[0], reference["lower"]), (ends[1], reference["upper"]),
    ]  # fmt: skip


def ranked(name: str, reference: Mapping[str, Any]) -> Pairs:
    rank = int(re.search(r"rank (\d)", reference["method"])[1])  # type: ignore[index]  # all match
    row = run(name, BestModel(samples=0)).diagnostics["best_models"][rank - 1]  # type: ignore[index]
    return [(row["point"], reference["estimate"]), (row["bic"], reference["bic"])]


def best(name: str, reference: Mapping[str, Any]) -> Pairs:
    return [(run(name, BestModel(samples=0)).point, reference["estimate"])]


def stepwise(name: str, reference: Mapping[str, Any]) -> Pairs:
    return [(run(name, Stepwise(samples=0)).point, reference["estimate"])]


def coverage(name: str, reference: Mapping[str, Any]) -> Pairs:
    form = FORMS[reference["method"].split()[-1]]
    return [(run(name, SampleCoverage(form=form, samples=100)).point, reference["estimate"])]


def product(name: str, reference: Mapping[str, Any]) -> Pairs:
    xi = float(reference["method"].split("xi=")[1])
    return [(run(name, NoHighestInteraction(xi=xi)).point, reference["estimate"])]


def graphs(name: str, reference: Mapping[str, Any]) -> Pairs:
    prior, ratio, step = re.match(
        r"delta=([\d.]+),Nmissing=0\.\.(\d+)n step (\d+)", reference["settings"]
    ).groups()  # type: ignore[union-attr]  # all match
    method = GraphAveraging(
        prior_count=float(prior), max_unseen_ratio=float(ratio), step=int(step), try_priors=False
    )
    found: Any = run(name, method).diagnostics["posterior"]
    return [(found["low"], reference["lower"]), (found["median"], reference["estimate"]),
            (found["high"], reference["upper"])]  # fmt: skip


ANSWERS: Mapping[str, tuple[str, Callable[[str, Mapping[str, Any]], Pairs]]] = {
    "Rcapture::closedp.t": ("shapes of differences, Rcapture", shapes),
    "Rcapture::closedpCI.t": ("profile intervals, Rcapture", interval),
    "Rcapture::closedpMS.t": ("models ranked by BIC, Rcapture", ranked),
    "MultipleSystemsEstimation::estimate_population_bic": ("lowest BIC, MultipleSystemsEstimation", best),
    "MultipleSystemsEstimation::estimate_population_stepwise": (
        "stepwise, MultipleSystemsEstimation", stepwise,
    ),
    "SparseMSE::estimatepopulation.0": ("stepwise, SparseMSE", stepwise),
    "CARE1::estN": ("sample coverage, CARE1", coverage),
    "closed form": ("no highest interaction, closed form", product),
    "dga::bma.cr": ("averages over graphs, dga", graphs),
}  # fmt: skip


def gates() -> None:
    """One line a kind of result: how many, how many within the gate, and the rest by name."""
    held: dict[str, list[bool]] = defaultdict(list)
    worst: dict[str, float] = defaultdict(float)
    missed = []
    for name in published_tables():
        for reference in published_table(name).references:
            if reference["tool"] not in ANSWERS or (
                reference["tool"] == "closed form" and "xi=" not in reference["method"]
            ):
                continue
            kind, answer = ANSWERS[reference["tool"]]
            pairs = answer(name, reference)
            off = max(abs(ours / theirs - 1) if ours is not None else np.inf for ours, theirs in pairs)
            good = off <= max(reference.get("tolerance_rel", 1e-4), 1e-4)
            held[kind].append(good)
            if good:
                worst[kind] = max(worst[kind], off)
            else:
                missed.append((name, reference["method"], pairs[0]))
    print("results\tcompared\twithin\tlargest difference within")
    for kind, each in held.items():
        print(f"{kind}\t{len(each)}\t{sum(each)}\t{worst[kind]:.1e}")
    print("\nnot within\ttable\tours\ttheirs")
    for name, method, (ours, theirs) in missed:
        print(f"{method}\t{name}\t{ours}\t{theirs}")


def seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def costs() -> None:
    """Nodes where the posterior lies, against every population up to the ceiling; fits together, against one by one."""
    from tumen.estimation.loglinear import all_models, columns, counts_of, fit_sparse, has

    print("what\tplain CPU s\tours CPU s\tratio")
    for name in ("kosovo_4", "simulated_sim4"):
        table = published_table(name).table
        plain = GraphAveraging(step=1, try_priors=False)
        ours = GraphAveraging(try_priors=False)
        estimate(table, method=ours, rng=np.random.default_rng(1))
        slow, fast = (
            seconds(partial(estimate, table, method=how, rng=np.random.default_rng(1)))
            for how in (plain, ours)
        )
        print(f"graphs, {name}\t{slow:.2f}\t{fast:.2f}\t{slow / fast:.1f}")
    table = published_table("simulated_sim4").table
    models = all_models(5, 2)
    terms = sorted({term for model in models for term in model})
    design, counts, rows = columns(terms, 5), counts_of(table)[None, :], has(models, terms)
    slow = seconds(lambda: [fit_sparse(design, counts, row[None, :]) for row in rows])
    fast = seconds(lambda: fit_sparse(design, counts, rows))
    print(f"1,024 models on five lists\t{slow:.2f}\t{fast:.2f}\t{slow / fast:.1f}")


def main() -> None:
    """Print tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--costs", action="store_true", help="ratios of CPU seconds instead")
    parser.add_argument("--command", action="store_true", help="ask the command, with files of six shapes")
    asked = parser.parse_args()
    global THROUGH_THE_COMMAND  # noqa: PLW0603  (a choice of the whole run, made once)
    THROUGH_THE_COMMAND = asked.command
    (costs if asked.costs else gates)()


if __name__ == "__main__":
    main()
