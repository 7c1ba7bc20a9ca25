"""How many told agencies, groups and facilities are found, how many wrongly, and how fast?

python benchmarks/bodies/run.py            the tables of README.md, seconds; writes results.json
python benchmarks/bodies/run.py --check    exit 1 if quality fell or look-ups are slower than the peer's
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from tumen import dates
from tumen.bodies import Register, register
from tumen.vocab import load_pack

HERE = Path(__file__).resolve().parent
CUTOFFS = (80, 90, 95, 100)
ROUNDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One told body; `answers` is empty where none may be chosen, and has several where all must be shown."""

    text: str
    kind: str
    on: str
    answers: tuple[str, ...]


Chosen = dict[Query, str | None]


def main() -> int:
    """Measure, print, keep or check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    asked, known = queries(), register(load_pack())
    found, ratio = quality(asked, known), speed(asked, known)
    print(
        json.dumps(
            found | {"time of a look-up as a share of the peer's": ratio}, ensure_ascii=False, indent=2
        )
    )
    kept = HERE / "results.json"
    if not check:
        kept.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return 0
    before = json.loads(kept.read_text(encoding="utf-8"))["tumen"]
    fallen = [f for f in ("recall", "precision", "ambiguous shown whole") if found["tumen"][f] < before[f]]
    print(f"fell: {fallen or 'nothing'}; time against the peer's: {ratio}", file=sys.stderr)
    return int(bool(fallen) or ratio > 1)


def queries() -> list[Query]:
    """The labelled questions."""
    lines = (HERE / "queries.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return [
        Query(text=text, kind=kind, on=on, answers=() if answer == "-" else tuple(answer.split("|")))
        for text, kind, on, answer in rows
    ]


def quality(asked: list[Query], known: Register) -> dict[str, Any]:
    """What is chosen, ours and the peer's, and whether all meanings of the ambiguous are shown."""
    found = {query: look_up(query, known) for query in asked}
    ours: Chosen = {query: None if f.body is None else f.body.code for query, f in found.items()}
    unclear = [query for query in asked if query.kind == "ambiguous"]
    whole = [
        query
        for query in unclear
        if ours[query] is None and set(query.answers) <= {match.body.code for match in found[query]}
    ]
    return {
        "queries": {kind: sum(q.kind == kind for q in asked) for kind in sorted({q.kind for q in asked})},
        "tumen": figures(ours) | {"ambiguous shown whole": len(whole), "of": len(unclear)},
        "rapidfuzz weighted ratio over all names": {
            f"at {cutoff} or more": figures(peer(asked, known, cutoff)) for cutoff in CUTOFFS
        },
        "missed": sorted(q.text for q, code in ours.items() if len(q.answers) == 1 and code is None),
        "wrongly chosen": sorted(
            q.text for q, code in ours.items() if code is not None and (code,) != q.answers
        ),
    }


def look_up(query: Query, known: Register) -> Any:
    return known.find(query.text, on=dates.parse(query.on) if query.on else None)


def figures(chosen: Chosen) -> dict[str, float]:
    """Recall: right at rank 1 among questions with one answer. Precision: right among all choices made."""
    right = sum(code is not None and (code,) == query.answers for query, code in chosen.items())
    made = sum(code is not None for code in chosen.values())
    due = sum(len(query.answers) == 1 for query in chosen)
    return {
        "recall": round(right / due, 4),
        "precision": round(right / max(made, 1), 4),
        "wrong": made - right,
    }


def peer(asked: list[Query], known: Register, cutoff: float) -> Chosen:
    """The body of the name with the best weighted ratio, case set aside."""
    names = {name.text.casefold(): body.code for body in known for name in body.names}
    found: Chosen = {}
    for query in asked:
        best = process.extractOne(
            query.text.casefold(), names.keys(), scorer=fuzz.WRatio, score_cutoff=cutoff
        )
        found[query] = None if best is None else names[best[0]]
    return found


def speed(asked: list[Query], known: Register) -> float:
    """CPU time of our look-ups over that of the peer's scan of all names, the same questions in the same run."""
    ours = cpu_seconds(lambda: [look_up(query, known) for _ in range(ROUNDS) for query in asked])
    theirs = cpu_seconds(lambda: [peer(asked, known, 90) for _ in range(ROUNDS)])
    return round(ours / theirs, 2)


def cpu_seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    sys.exit(main())
