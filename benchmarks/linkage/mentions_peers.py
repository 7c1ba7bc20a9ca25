"""Runs Splink, recordlinkage or dedupe on a table of mentions of persons, with the best that is public for such names.

    PYTHON mentions_peers.py METHOD MENTIONS OUT [TRUTH]     # METHOD is splink, splink-large, recordlinkage or dedupe

MENTIONS is a table as `tumen.linkage.Mentions.from_csv` reads it. Into the folder OUT go `clusters.csv` (record,
cluster), `pairs.csv` (a, b, probability; from 0.01 on) and `compared.csv` (a, b: what was compared at all). TRUTH
(mention_id, person_id) is read by `dedupe` alone, which cannot work without labels. Needs nothing of Tumen.

Names are romanised once: Hangul by `hangul-romanize`, Chinese characters as read in Korean by `hanja` and in Chinese by
`pypinyin`. All spellings of a mention are compared with all of the other, which is more than most would do.

`splink-large` is for a million mentions: narrower blocking rules, rates learnt from at most a million pairs a rule, 6
GB for its database, and twenty minutes. What was compared is not written.
"""

from __future__ import annotations

import csv
import re
import signal
import sys
import tempfile
from functools import cache, partial
from pathlib import Path

import pandas as pd
from public_peers import LISTED, THRESHOLD, by_expectation, limited, taught, told, write

LABELS = 100
MOST_SECONDS = 1200
EM_PAIRS = 1_000_000
_TITLES = re.compile(r"\b(mr|mrs|ms|miss)\b|\(.*?\)|씨$", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-(0\d|1[0-2])-\d\d$")
_MONTH = re.compile(r"\d{4}-(0\d|1[0-2])(-\d\d)?$")
_DATES = ("birth", "left", "died")
_LISTS = ("surnames", "givens", "sounds")


def main(method: str, mentions: str, out: str, truth: str = "") -> None:
    if method == "splink-large":
        signal.alarm(MOST_SECONDS)
    else:
        limited()
    with Path(mentions).open(encoding="utf-8-sig", newline="") as stream:
        rows = prepared(list(csv.DictReader(stream)))
    persons = dict(_rows(truth, "mention_id", "person_id")) if truth else {}
    run = {
        "splink": by_splink,
        "splink-large": partial(by_splink, large=True),
        "recordlinkage": by_recordlinkage,
        "dedupe": by_dedupe,
    }[method]
    clusters, pairs, compared, cpu, notes = run(rows, persons)
    folder = Path(out)
    write(folder / "clusters.csv", ("record", "cluster"), clusters)
    write(folder / "pairs.csv", ("a", "b", "probability"), pairs)
    write(folder / "compared.csv", ("a", "b"), compared)
    told(cpu, notes)


def _rows(path: str, *columns: str):
    with Path(path).open(encoding="utf-8", newline="") as stream:
        return [tuple(row[column] for column in columns) for row in csv.DictReader(stream)]


# --- Mentions as other programs can compare them ---------------------------------------------------------------------


def prepared(mentions: list[dict[str, str]]) -> pd.DataFrame:
    """One row a mention: surnames and given names in Latin letters, dates by their parts, place and sex."""
    rows = []
    for told_ in mentions:
        said = {column: (value or "").strip() or None for column, value in told_.items() if column}
        surnames, givens = _spellings(said)
        row = {
            "record": said["mention_id"], "source": said["source_id"], "sex": said.get("sex"),
            "birthplace": said.get("birthplace"),
            "surname": surnames[0] if surnames else None, "given": givens[0] if givens else None,
            "surnames": surnames or None, "givens": givens or None, "sounds": _sounds(givens),
        }  # fmt: skip
        for column in _DATES:
            date = said.get(column) or ""
            row[f"{column}_day"] = date if _DAY.match(date) else None
            row[f"{column}_month"] = date[:7] if _MONTH.match(date) else None
            row[f"{column}_year"] = date[:4] if date[:4].isdigit() else None
        rows.append(row)
    return pd.DataFrame(rows, dtype=object)


def _spellings(said) -> tuple[list[str], list[str]]:
    """Surnames and given names of all spellings, the one the mention is told under first."""
    if said.get("name_kind") == "pseudonym":
        return [], []
    spelled = [said["name"] or "", *(said.get("name_other") or "").split("|")]
    parts = [part for each in spelled for part in _parted(_TITLES.sub("", each).strip(), said)]
    return tuple(list(dict.fromkeys(filter(None, column))) for column in zip(*parts, strict=True)) or ([], [])


def _parted(name: str, said) -> list[tuple[str, str]]:
    """Surname and given name in Latin letters; a name in Chinese characters is read in two languages."""
    if not name:
        return [("", "")]
    if re.search("[가-힣]", name):
        known = name.replace(" ", "")
        return [(_latin(known[:1]), _latin(known[1:]))]
    if re.search("[㐀-鿿]", name):
        return [*_parted(_read_in_korean(name), said), _in_pinyin(name)]
    words = [_plain(word) for word in name.replace(",", " ").split()]
    if len(words) == 1:
        return [(words[0], "")] if said.get("name_kind") == "partial" else [("", words[0])]
    # The surname comes last where the first word is the one that is hyphened.
    if "-" in name.split()[0]:
        words = [words[-1], *words[:-1]]
    return [(words[0], "".join(words[1:]))]


@cache
def _latin(hangul: str) -> str:
    from hangul_romanize import Transliter
    from hangul_romanize.rule import academic

    return _plain(Transliter(academic).translit(hangul))


@cache
def _read_in_korean(name: str) -> str:
    import hanja

    read = hanja.translate(name, "substitution")
    return read if re.fullmatch("[가-힣 ]+", read) else ""


@cache
def _in_pinyin(name: str) -> tuple[str, str]:
    from pypinyin import lazy_pinyin

    first, *rest = lazy_pinyin(name)
    return _plain(first), _plain("".join(rest))


def _plain(word: str) -> str:
    return re.sub("[^a-z]", "", word.casefold())


def _sounds(givens: list[str]) -> list[str] | None:
    from doublemetaphone import doublemetaphone

    return sorted({sound for given in givens for sound in doublemetaphone(given) if sound}) or None


# --- Splink ---------------------------------------------------------------------------------------------------------


BROAD = (
    ("givens",), ("sounds", "sex"), ("sounds", "birth_year"), ("sounds", "birthplace"), ("sounds", "left_year"),
    ("birth_year", "birthplace"), ("birth_year", "surnames"), ("birth_month",), ("birthplace", "left_year"),
    ("birthplace", "surnames", "sex"), ("left_month", "surnames"),
)  # fmt: skip
NARROW = (
    ("givens", "birth_year"), ("sounds", "birth_month"), ("birth_day", "sex"), ("birth_month", "birthplace"),
    ("sounds", "left_month"), ("givens", "birthplace", "left_year"),
)  # fmt: skip


def by_splink(rows, _, *, large=False):
    import time

    import duckdb
    import splink
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    keys = NARROW if large else BROAD
    began = time.process_time()
    connection = duckdb.connect()
    # Splink compares lists of spellings by a syntax that this DuckDB reads only when told to.
    connection.execute("SET lambda_syntax = 'ENABLE_SINGLE_ARROW'")
    if large:
        connection.execute("SET memory_limit = '6GB'")
        connection.execute(f"SET temp_directory = '{tempfile.mkdtemp()}'")
    database = DuckDBAPI(connection)
    settings = SettingsCreator(
        unique_id_column_name="record",
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[_rule(*columns) for columns in keys],
        comparisons=[
            _spelled("given", "givens"),
            _spelled("surname", "surnames"),
            *(_dated(column) for column in ("birth", "left")),
            cl.ExactMatch("birthplace").configure(term_frequency_adjustments=True),
            cl.ExactMatch("sex"),
        ],
    )
    linker = Linker([database.register(rows)], settings)
    train = linker.training
    surely = [
        _rule("given", "surname", "birth_year"),
        _rule("given", "birth_day"),
        _rule("surname", "birth_day"),
    ]
    train.estimate_probability_two_random_records_match(surely, recall=0.5)
    train.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
    for columns in (("given", "surname"), ("birth_day",), ("birthplace", "birth_year")):
        train.estimate_parameters_using_expectation_maximisation(
            block_on(*columns),
            estimate_without_term_frequencies=True,
            **({"max_pairs": EM_PAIRS} if large else {}),
        )
    predicted = linker.inference.predict(**({"threshold_match_probability": LISTED} if large else {}))
    clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(
        predicted, threshold_match_probability=THRESHOLD
    )
    cpu = time.process_time() - began
    found = predicted.as_pandas_dataframe()[["record_l", "record_r", "match_probability"]]
    clusters = [(row["record"], row["cluster_id"]) for row in clustered.as_record_list()]
    likely = found[found["match_probability"] >= LISTED]
    compared = [] if large else found[["record_l", "record_r"]].itertuples(index=False)
    notes = {"version": splink.__version__, "threshold": THRESHOLD}
    return clusters, likely.itertuples(index=False), compared, cpu, notes


def _rule(*columns: str) -> dict:
    """What two mentions of two sources must share; of lists any one."""
    sql = " and ".join([*(f"l.{column} = r.{column}" for column in columns), "l.source <> r.source"])
    lists = [column for column in columns if column in _LISTS]
    return {"blocking_rule": sql, "sql_dialect": "duckdb", **({"arrays_to_explode": lists} if lists else {})}


def _spelled(column: str, spellings: str):
    """The same as written, by how rare it is; or the nearest two of all spellings."""
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl

    near = (
        cll.PairwiseStringDistanceFunctionLevel(spellings, "jaro_winkler", alike)
        for alike in (0.99, 0.92, 0.88, 0.8, 0.7)
    )  # fmt: skip
    return cl.CustomComparison(
        output_column_name=column,
        comparison_levels=[
            cll.NullLevel(column),
            cll.ExactMatchLevel(column, term_frequency_adjustments=True),
            *near,
            cll.ElseLevel(),
        ],
    )


def _dated(column: str):
    """Dates of which often only the month or the year is told."""
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl

    day, month, year = (f"{column}_{part}" for part in ("day", "month", "year"))
    off = f"abs(cast({year}_l as int) - cast({year}_r as int)) <= 1"
    # Leaving is remembered to the month at best; with a level that no pair reaches Splink stops with an error.
    mistyped = [cll.DamerauLevenshteinLevel(day, 1)] if column == "birth" else []
    return cl.CustomComparison(
        output_column_name=column,
        comparison_levels=[
            cll.NullLevel(year),
            cll.ExactMatchLevel(day),
            *mistyped,
            cll.ExactMatchLevel(month),
            cll.ExactMatchLevel(year),
            cll.CustomLevel(off, label_for_charts="a year off"),
            cll.ElseLevel(),
        ],
    )


# --- recordlinkage --------------------------------------------------------------------------------------------------


def by_recordlinkage(rows, _):
    import time

    import recordlinkage

    rows = rows.set_index("record")
    source = rows["source"].to_dict()
    began = time.process_time()
    index = recordlinkage.Index()
    for columns in (["given"], ["surname", "birth_year"], ["birth_day"], ["birthplace", "birth_year"]):
        index.block(columns)
    candidates = index.index(rows)
    candidates = candidates[[source[a] != source[b] for a, b in candidates]]
    compare = recordlinkage.Compare()
    for column in ("given", "surname"):
        compare.string(column, column, method="jarowinkler", threshold=0.88, label=column)
    for column in ("birth_day", "birth_year", "left_year", "birthplace", "sex"):
        compare.exact(column, column, label=column)
    clusters, pairs, cpu, notes = by_expectation(rows.index, compare.compute(candidates, rows), began)
    return clusters, pairs, candidates, cpu, notes


# --- dedupe ---------------------------------------------------------------------------------------------------------


def by_dedupe(rows, persons):
    columns = ("given", "surname", "birth_day", "birth_year", "left_year", "birthplace", "sex")
    clusters, pairs, cpu = taught(rows[["record", *columns]], columns, persons, [])
    return clusters, pairs, [], cpu, {"labels": LABELS, "threshold": 0.5}


if __name__ == "__main__":
    main(*sys.argv[1:])
