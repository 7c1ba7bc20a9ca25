"""Links made-up accounts of happenings and scores the result against the truth, beside what anybody would try first.

    .venv/bin/python benchmarks/linkage/events.py               # 40 happenings, seeds 1 to 5
    .venv/bin/python benchmarks/linkage/events.py 60 1 2 3      # happenings, then seeds
    .venv/bin/python benchmarks/linkage/events.py acts 200 1 2  # acts of the journeys of 200 people, then seeds

The peer of the same run joins accounts of one place, one month and one kind. Where Splink is installed it is run too,
on the same columns, with its own training. A line of JSON for each seed and one for all.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from tumen import synth
from tumen.linkage import events


def main(happenings: int, seeds: list[int]) -> None:
    _warm_up()
    results = []
    for seed in seeds:
        results.append(one(happenings, seed))
        print(json.dumps(results[-1]), flush=True)
    print(json.dumps(_together(results)))


def _warm_up() -> None:
    """The sampler is compiled once an installation; that is not what is timed."""
    rows = synth.tell_happenings(synth.Happenings(events=5, seed=1))["accounts"]
    quick = events.EventSettings(draws=2, chains=1, burn_in=1, learning_rounds=0)
    events.link_events(events.Accounts.from_rows(rows), settings=quick, rng=np.random.default_rng(1))


def one(happenings: int, seed: int) -> dict[str, object]:
    world = synth.tell_happenings(synth.Happenings(events=happenings, seed=seed))
    truth = {row["account_id"]: row["event_id"] for row in world["truth/accounts"]}
    accounts = events.Accounts.from_rows(world["accounts"])
    began = time.process_time()
    found = events.link_events(accounts, rng=np.random.default_rng(1))
    ours = time.process_time() - began
    began = time.process_time()
    naive = events.same_place_month_kind(accounts)
    baseline = time.process_time() - began
    ids = accounts.ids
    right = [truth[ids[a]] == truth[ids[b]] for a, b in zip(found.pairs.a, found.pairs.b, strict=True)]
    interval, true = found.events_interval(), len(set(truth.values()))
    return {
        "happenings": happenings, "seed": seed, "accounts": len(accounts), "cpu_seconds": round(ours, 1),
        "ratio_to_baseline": round(ours / max(baseline, 1e-6)),
        "tumen": _rounded(events.evaluate_events({r.account_id: r.event_id for r in found.clusters}, truth)),
        "same_place_month_kind": _rounded(events.evaluate_events(naive, truth)),
        "splink": "not installed" if find_spec("splink") is None else _splink(world["accounts"], truth),
        "events_interval": [interval.low, interval.high], "covered": interval.low <= true <= interval.high,
        "calibration_error": round(events.calibration_error(list(found.pairs.probability), right), 3),
    }  # fmt: skip


def acts(people: int, seeds: list[int]) -> None:
    """What is done to one person on a journey, told by few: many like acts of one body in one manner."""
    _warm_up()
    for seed in seeds:
        rows, truth = told_acts(people, seed)
        began = time.process_time()
        found = events.link_events(events.Accounts.from_rows(rows), rng=np.random.default_rng(1))
        seconds = time.process_time() - began
        score = events.evaluate_events({r.account_id: r.event_id for r in found.clusters}, truth)
        print(json.dumps({"people": people, "seed": seed, "acts": len(rows), "cpu_seconds": round(seconds, 1),
                          "tumen": _rounded(score)}), flush=True)  # fmt: skip


def told_acts(people: int, seed: int) -> tuple[list[dict[str, str]], dict[str, str]]:
    """The acts of a made-up world as accounts, with their persons known, and the event of each."""
    with tempfile.TemporaryDirectory() as folder:
        synth.write(synth.World(people=people, seed=seed, texts=0), Path(folder))
        told, mentions, persons, true = (
            list(csv.DictReader((Path(folder) / name).read_text("utf-8").splitlines()))
            for name in ("acts.csv", "mentions.csv", "truth/mentions.csv", "truth/acts.csv")
        )
    names = {row["mention_id"]: row["name"] for row in mentions}
    person = {row["mention_id"]: row["person_id"] for row in persons}
    event = {row["act_id"]: row["event_id"] for row in true}
    gathered: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for row in told:
        gathered[row["account_id"], row["type"], row["place"], row["date"]].append(row)
    rows = []
    for of_one in gathered.values():
        first, victims = of_one[0], list(dict.fromkeys(row["mention_id"] for row in of_one))
        rows.append({
            "account_id": first["act_id"], "kind": first["type"],
            "number": str(len(victims)) if len(of_one) > 1 else "",
            "participants": "; ".join(filter(None, (names[v] for v in victims))),
            "persons": "; ".join(sorted({person[v] for v in victims})),
            **{field: first[field] for field in ("source_id", "place", "date", "agency", "method", "outcome")},
        })  # fmt: skip
    return rows, {row["account_id"]: event[row["account_id"]] for row in rows}


def _rounded(score: events.EventEvaluation) -> dict[str, float]:
    return {name: round(value, 3) for name, value in asdict(score).items()}


def _splink(rows: list[dict[str, str]], truth: dict[str, str]) -> dict[str, float]:
    import pandas as pd
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    table = pd.DataFrame(rows).replace("", None)
    table["year"] = table["date"].str[:4]
    columns = ("kind", "place", "date", "year", "number", "participants", "agency", "outcome")
    settings = SettingsCreator(
        link_type="dedupe_only", unique_id_column_name="account_id",
        comparisons=[cl.ExactMatch(column) for column in columns],
        blocking_rules_to_generate_predictions=[block_on("place"), block_on("year"), block_on("number", "kind")],
    )  # fmt: skip
    linker = Linker(table, settings, db_api=DuckDBAPI())
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in (block_on("place", "kind"), block_on("year", "kind")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    pairs = linker.inference.predict(threshold_match_probability=0.01)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, 0.95).as_pandas_dataframe()
    found = dict(zip(clusters["account_id"], clusters["cluster_id"].astype(str), strict=True))
    return _rounded(events.evaluate_events(found, truth))


def _together(results: list[dict[str, object]]) -> dict[str, object]:
    def mean(of: str, what: str) -> float:
        return round(float(np.mean([result[of][what] for result in results])), 3)  # type: ignore[index]  # scores

    return {
        "seeds": len(results), "covered": sum(bool(result["covered"]) for result in results),
        "f1": mean("tumen", "f1"), "exact": mean("tumen", "exact"),
        "baseline_f1": mean("same_place_month_kind", "f1"), "baseline_exact": mean("same_place_month_kind", "exact"),
        "calibration_error": round(float(np.mean([result["calibration_error"] for result in results])), 3),
    }  # fmt: skip


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:] if word != "acts"]
    if "acts" in sys.argv:
        acts(given[0] if given else 200, given[1:] or [1, 2])
        sys.exit()
    main(given[0] if given else 40, given[1:] or [1, 2, 3, 4, 5])
