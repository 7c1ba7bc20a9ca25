"""Which figures, dates, laws, demands, citations and incidents of a report are found? And how fast?

python benchmarks/reading/run.py KEYS TEXTS           score every document that has a key; prints tables, writes nothing
python benchmarks/reading/run.py KEYS TEXTS --show    also the words that were missed or found too much (not to be kept)
python benchmarks/reading/run.py --korean             score made-up Korean reports, whose key is made with them
python benchmarks/reading/run.py --made-up             score made-up English and Korean texts with keys by hand
python benchmarks/reading/run.py --speed              pages a second and memory, on made-up text; writes results.json

KEYS is a folder of answer keys (one JSON file a document), TEXTS one of the documents with the same names. Neither is
part of the repository: the texts belong to their publishers. The candidates are those of `tumen read DOCUMENT --json`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

import annotated
from scoring import Record, Score, alike, number_of, same_bounds, score, spans_of, touch

from tumen import documents, reading
from tumen.synth import make_report

HERE = Path(__file__).resolve().parent
MADE_UP = HERE / "made_up"
PAGE = 3_000
"""Characters; what a page of an A4 report holds."""


def main() -> int:
    """Score or time."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("keys", nargs="?", type=Path)
    parser.add_argument("texts", nargs="?", type=Path)
    parser.add_argument("--show", default="", help="lists whose misses are shown, comma between, or all")
    parser.add_argument(
        "--only", default="", help="beginning of the names of the documents, or of a folder of made-up texts"
    )
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--korean", action="store_true")
    parser.add_argument("--made-up", action="store_true")
    asked = parser.parse_args()
    if asked.speed:
        found = speed()
        print(json.dumps(found, indent=2))
        (HERE / "results.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
        return 0
    if asked.korean:
        _print("made-up Korean reports", korean(), asked.show)
        return 0
    if asked.made_up:
        for folder in (
            MADE_UP,
            *(
                MADE_UP / name
                for name in ("held", "second", "third", "fifth", "fourth", "sixth", "seventh", "eighth")
            ),
        ):
            if not folder.name.startswith(asked.only):
                continue
            _print(f"made-up texts: {folder.name}", made_up_texts(folder, asked.show), asked.show)
        return 0
    if asked.keys is None or asked.texts is None:
        parser.error("give the folder of keys and the folder of texts")
    totals: dict[str, Score] = {}
    for file in sorted(asked.keys.glob(f"{asked.only}*.json")):
        scores = of_document(json.loads(file.read_text(encoding="utf-8")), asked.texts / f"{file.stem}.txt")
        _print(file.stem, scores, asked.show)
        totals = {name: totals.get(name, Score()) + s for name, s in scores.items()}
    _print("all", totals, "")
    return 0


def korean(reports: int = 5) -> dict[str, Score]:
    """The scores of made-up Korean reports, added up."""
    totals: dict[str, Score] = {}
    for seed in range(1, reports + 1):
        made = make_report(np.random.default_rng(seed), language="ko")
        scores = of_text(made.text, {**made.key, "footnotes": ()})
        totals = {name: totals.get(name, Score()) + s for name, s in scores.items()}
    return totals


def made_up_texts(folder: Path, show: str = "") -> dict[str, Score]:
    """The scores of a folder of texts with keys written by hand, added up; names only where a key lists them."""
    totals: dict[str, Score] = {}
    for text, answers in annotated.documents(folder).values():
        scores = of_text(text, answers)
        for name, wanted in (("people, bodies", "people_orgs"), ("places", "places")):
            if not answers[wanted]:
                del scores[name]
        totals = {
            name: totals.get(name, Score()) + scores.get(name, Score()) for name in {**totals, **scores}
        }
    return totals


def of_document(key: Mapping[str, Any], path: Path) -> dict[str, Score]:
    """The scores of every list of one document."""
    document = documents.read(path.read_bytes())
    if len(document.text) != key["document"]["chars"]:
        print(
            f"{path.name}: {len(document.text)} characters, the key has {key['document']['chars']}",
            file=sys.stderr,
        )
    return of_text(document.text, key)


def of_text(text: str, key: Mapping[str, Any]) -> dict[str, Score]:
    """The scores of every list of one text."""
    given: Mapping[str, Any] = json.loads(json.dumps(reading.read(text).as_dict()))
    return {
        "claims": score(text, key["claims"], given.get("claims", []), required=lambda r: r["required"],
                        where=number_of, grade=_grade_claim),
        "dates": score(text, key["dates"], given.get("dates", []), grade=_grade_date),
        "legal": score(text, key["legal"], given.get("legal", []), grade=_grade_legal),
        "recommendations": score(text, key["recommendations"], given.get("recommendations", []),
                                 grade=_grade_recommendation),
        "citations": score(text, key["citations"], given.get("citations", [])),
        "footnotes": score(text, [_body(f) for f in key["footnotes"]], [_body(f) for f in given.get("footnotes", [])]),
        "people, bodies": _mentions(text, key["people_orgs"], given.get("people_orgs", [])),
        "places": _mentions(text, key["places"], given.get("places", [])),
        "incidents": incidents(text, key, given),
    }  # fmt: skip


def incidents(text: str, key: Mapping[str, Any], given: Mapping[str, Any]) -> Score:
    """Core incidents found; what is labelled as a practice is no fault, nor is an incident that is not core."""
    told: Sequence[Record] = given.get("incidents", [])
    practices: Sequence[Record] = given.get("patterns", [])
    result = Score(given=len(told))
    for record in key["incidents"]:
        if record["core"]:
            hit = any(touch(spans_of(record), spans_of(g)) > 0 for g in told)
            result.wanted += 1
            result.found += hit
            if not hit:
                result.missed.append(text[record["spans"][0]["start"] : record["spans"][0]["end"]][:140])
    for candidate in told:
        hit = any(touch(spans_of(r), spans_of(candidate)) > 0 for r in key["incidents"])
        result.right += hit
        if not hit:
            result.extra.append(text[slice(*spans_of(candidate)[0])][:140])
    for record in key["patterns"]:
        result.grade(
            "practices found, either way",
            right=any(touch(spans_of(record), spans_of(g)) > 0 for g in [*practices, *told]),
        )
    return result


def _mentions(text: str, wanted: Sequence[Record], given: Sequence[Record]) -> Score:
    """Names: a record is found when one of its first mentions is, with its very ends."""
    spans = {span for g in given for span in spans_of(g)}
    keyed = {span for w in wanted for span in spans_of(w)}
    result = Score(wanted=len(wanted), given=len(given))
    for record in wanted:
        hit = any(span in spans for span in spans_of(record))
        result.found += hit
        if not hit:
            result.missed.append(record["name"])
    for candidate in given:
        hit = any(touch([span], [k]) > 0 for span in spans_of(candidate) for k in keyed)
        result.right += hit
        if not hit:
            result.extra.append(text[slice(*spans_of(candidate)[0])])
    return result


def _body(note: Record) -> Record:
    return {"start": note["body"][0], "end": note["body"][1]}


def _grade_claim(result: Score, key: Record, candidate: Record) -> None:
    if key["value_span"]:
        result.grade("bounds", right=same_bounds(key, candidate))
        result.grade("attribution", right=alike(key["attributed_to"], candidate.get("attributed_to")))
        if key["attributed_to"]:
            result.grade(
                "attribution, where there is one",
                right=alike(key["attributed_to"], candidate.get("attributed_to")),
            )
        if key["as_of"]:
            result.grade("as of, where there is one", right=_same_year(key["as_of"], candidate.get("as_of")))
        if key["place"]:
            result.grade("place, where there is one", right=alike(key["place"], candidate.get("place")))
        if key["footnote"]:
            result.grade("footnote", right=str(key["footnote"]) == str(candidate.get("footnote")))


def _same_year(a: str | None, b: str | None) -> bool:
    return (a or "")[-4:] == (b or "")[-4:] or (a or "")[:4] == (b or "")[:4]


def _grade_date(result: Score, key: Record, candidate: Record) -> None:
    if key["edtf"]:
        result.grade("value", right=key["edtf"] == candidate["edtf"])


def _grade_legal(result: Score, key: Record, candidate: Record) -> None:
    if not key["generic"] and key["instrument"]:
        result.grade("instrument", right=alike(key["instrument"], candidate.get("instrument")))
    if not key["generic"]:
        result.grade("article", right=str(key["article"] or "") == str(candidate.get("article") or ""))


def _grade_recommendation(result: Score, key: Record, candidate: Record) -> None:
    result.grade("addressee", right=alike(key["addressee"], candidate.get("addressee")))
    result.grade("via", right=alike(key["via"], candidate.get("via")))


def _print(title: str, scores: Mapping[str, Score], show: str) -> None:
    print(f"\n{title}")
    for name, s in scores.items():
        details = "; ".join(f"{n} {good}/{all_}" for n, (good, all_) in s.details.items())
        print(
            f"  {name:16} recall {s.found:3}/{s.wanted:<3} {s.recall:.2f}  precision {s.right:3}/{s.given:<3} "
            f"{s.precision:.2f}  F1 {s.f1:.2f}  {details}"
        )
        if show == "all" or name in show.split(","):
            for missed in s.missed:
                print(f"      missed: {missed}")
            for extra in s.extra:
                print(f"      extra:  {extra}")


def speed() -> dict[str, Any]:
    """Pages a CPU second at two lengths, beside a split of the same text into words, and memory a page.

    The candidates themselves grow with the text, so memory is given for a page: flat means equal at both lengths.
    """
    found: dict[str, Any] = {}
    reading.read(made_up(2))
    for pages in (50, 400):
        text = made_up(pages)
        ours, peer = (
            _cpu(lambda text=text: reading.read(text)),
            _cpu(lambda text=text: re.findall(r"\w+", text)),
        )
        tracemalloc.start()
        reading.read(text)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        found[f"{pages} pages"] = {
            "pages a CPU second": round(pages / ours, 1), "times as long as splitting into words": round(ours / peer,
                                                                                                         1),
            "kilobytes a page at most": round(peak / pages / 1024, 1),
        }  # fmt: skip
    return found


def made_up(pages: int) -> str:
    """Made-up report text of so many pages, as dense in figures, dates and law as a report of this kind."""
    rng = np.random.default_rng(7)
    text, length = [], 0
    while length < pages * PAGE:
        sentence = PATTERNS[rng.integers(len(PATTERNS))].format(
            n=rng.integers(2, 900),
            y=rng.integers(1990, 2020),
            who=NAMES[rng.integers(len(NAMES))],
            a=rng.integers(1, 40),
        )
        text.append(sentence + ("\n\n" if rng.random() < 0.15 else " "))
        length += len(text[-1])
    return "".join(text)[: pages * PAGE]


NAMES = (
    "Tide Watch",
    "Human Rights Watch",
    "the Ministry of Ports",
    "UNHCR",
    "Ona Vell",
    "the Haven Committee",
)
PATTERNS = (
    "In May {y}, guards arrested {n} people near the river and sent them back.",
    "According to {who}, about {n} people were held in that year, among them many women and children.",
    "The house stood at the end of a long road, and nobody who passed it in the evening looked up at its windows.",
    "Article {a} of the Convention against Torture forbids this, and the authorities know it.",
    "The government should release those who are held and allow {who} to see them.",
    "She told her story slowly, with long pauses, and came back again and again to the morning on which her brother "
    "left.",
    "People who are sent back are often imprisoned, and few of them speak of what they have seen there.",
    "{who} found in its {y} report that more than {n} percent of families had lost somebody.",
    "The road to the coast is long, the winters are hard, and food has been short for as long as most can remember.",
)


def _cpu(work: Callable[[], object]) -> float:
    """CPU seconds, the best of three."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


if __name__ == "__main__":
    raise SystemExit(main())
