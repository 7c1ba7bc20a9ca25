"""How many told places are found, how many wrongly, and how fast are places compared?

python benchmarks/places/run.py            the tables of README.md, under half a minute; writes results.json
python benchmarks/places/run.py --check    exit 1 if quality fell below results.json or speed below its limit
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from tumen.places import Gazetteer, PlaceTable, gazetteer
from tumen.vocab import load_pack

HERE = Path(__file__).resolve().parent
PEER_CUTOFFS = (80, 85, 90, 95, 100)
PAIRS = 1_000_000
LEAST_PAIRS_A_SECOND = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One told place; `answers` is empty where nothing may be chosen, and has a bar where several must be shown."""

    text: str
    kind: str
    answer: str
    country: str | None

    @property
    def chosen(self) -> str | None:
        """The code that must be chosen, or None."""
        open_question = self.answer == "-" or self.kind == "ambiguous"
        return None if open_question else self.answer

    @property
    def shown(self) -> set[str]:
        """Codes that must be among those shown."""
        return set() if self.answer == "-" else set(self.answer.split("|"))


def main() -> int:
    """Measure, print, keep or check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    known = gazetteer(load_pack())
    found: dict[str, Any] = {
        name: quality(list(queries(HERE / f"{name}.tsv")), known) for name in ("queries", "held_out")
    }
    timings = speed(known)
    print(json.dumps(found | {"speed": timings}, ensure_ascii=False, indent=2))
    kept = HERE / "results.json"
    if not check:
        kept.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return 0
    before = json.loads(kept.read_text(encoding="utf-8"))
    fallen = [
        f"{name} {figure}"
        for name in found
        for figure in ("recall", "precision")
        if found[name]["tumen"][figure] < before[name]["tumen"][figure]
    ]
    slow = timings["pairs a CPU second"] < LEAST_PAIRS_A_SECOND
    print(f"fell: {fallen or 'nothing'}; slow: {slow}", file=sys.stderr)
    return int(bool(fallen) or slow)


def queries(path: Path) -> Iterator[Query]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            text, kind, answer, country = [*line.split("\t"), ""][:4]
            yield Query(text=text, kind=kind, answer=answer, country=country or None)


def quality(asked: list[Query], known: Gazetteer) -> dict[str, Any]:
    """Recall and precision of what is chosen, ours and the peer's, and what of the ambiguous is shown."""
    answered = {query: known.find(query.text, country=query.country) for query in asked}
    ours = {query: None if found.place is None else found.place.code for query, found in answered.items()}
    unclear = [query for query in asked if query.kind == "ambiguous"]
    shown = sum(q.shown <= {match.place.code for match in answered[q]} and ours[q] is None for q in unclear)
    return {
        "queries": len(asked),
        "with one answer": sum(query.chosen is not None for query in asked),
        "tumen": figures(ours),
        "rapidfuzz best match over all forms": {
            f"at {cutoff} or more": figures(peer(asked, known, cutoff)) for cutoff in PEER_CUTOFFS
        },
        "ambiguous names of which all meanings are shown and none is chosen": f"{shown} of {len(unclear)}",
        "missed": sorted(q.text for q, code in ours.items() if q.chosen is not None and code is None),
        "wrongly chosen": sorted(q.text for q, code in ours.items() if code is not None and code != q.chosen),
    }


def figures(chosen: dict[Query, str | None]) -> dict[str, float]:
    """Recall: right choices among queries with an answer. Precision: right choices among choices."""
    right = sum(code is not None and code == query.chosen for query, code in chosen.items())
    due = sum(query.chosen is not None for query in chosen)
    made = sum(code is not None for code in chosen.values())
    return {
        "recall": round(right / due, 4),
        "precision": round(right / max(made, 1), 4),
        "wrong": made - right,
    }


def peer(asked: list[Query], known: Gazetteer, cutoff: float) -> dict[Query, str | None]:
    """The place of the form with the best weighted ratio, case and accents removed by rapidfuzz's usual processor."""
    forms = {
        text.casefold(): place.code
        for place in known
        for text in (*place.labels.values(), *(form.text for form in place.forms))
    }
    found: dict[Query, str | None] = {}
    for query in asked:
        best = process.extractOne(
            query.text.casefold(), forms.keys(), scorer=fuzz.WRatio, score_cutoff=cutoff
        )
        code = None if best is None else forms[best[0]]
        outside = code is not None and query.country not in (None, known.get(code).country)
        found[query] = None if outside else code
    return found


def speed(known: Gazetteer) -> dict[str, float]:
    """Look-ups and comparisons a CPU second, beside the peer's in the same run."""
    asked = list(queries(HERE / "queries.tsv"))
    ours = cpu_seconds(lambda: [known.find(query.text, country=query.country) for query in asked])
    theirs = cpu_seconds(lambda: peer(asked, known, 90))
    table = PlaceTable(known, [place.code for place in known])
    rng = np.random.default_rng(3)
    a, b = rng.integers(0, len(table), PAIRS), rng.integers(0, len(table), PAIRS)
    comparing = cpu_seconds(lambda: table.levels(a, b))
    return {
        "look-ups a CPU second": round(len(asked) / ours),
        "time of a look-up as a share of the peer's": round(ours / theirs, 2),
        "pairs a CPU second": round(PAIRS / comparing),
    }


def cpu_seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    sys.exit(main())
