"""Opponents: what one would use today. Likeness of two names, 0 to 1, higher for one person.

String ratios run here. Matchers of other projects run in an environment of their own, so that they are never
installed beside the library:

python -m venv peers && peers/bin/pip install nomenklatura metaphone
python benchmarks/names/run.py --peers peers/bin/python
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

Pair = tuple[str, str]
Likeness = Callable[[str, str], float]


def string_ratios(pairs: Sequence[Pair]) -> dict[str, list[float]]:
    """rapidfuzz on the letters as written, and after hanja → Hangul → Revised Romanisation."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import JaroWinkler, Levenshtein

    ratios: dict[str, Likeness] = {
        "Jaro-Winkler": JaroWinkler.similarity,
        "Levenshtein": Levenshtein.normalized_similarity,
        "token sort": lambda a, b: fuzz.token_sort_ratio(a, b) / 100,
        "weighted": lambda a, b: fuzz.WRatio(a, b) / 100,
    }
    found = {}
    plain = [(a.casefold(), b.casefold()) for a, b in pairs]
    romanised = [(revised(a), revised(b)) for a, b in pairs]
    for name, ratio in ratios.items():
        found[f"{name}, as written"] = [ratio(a, b) for a, b in plain]
        found[f"{name}, after Revised Romanisation"] = [ratio(a, b) for a, b in romanised]
    return found


def revised(name: str) -> str:
    """A name in letters as a careful clerk would write it: characters read, Hangul romanised, the rest left alone."""
    from tumen import names
    from tumen.names.tables import default_tables

    readings = default_tables().readings
    hangul = "".join(max(readings[c], key=lambda r: readings[c][r]) if c in readings else c for c in name)
    if any("가" <= c <= "힣" for c in hangul):
        return names.romanise(hangul).casefold()
    return hangul.casefold()


def others(python: Path, pairs: Sequence[Pair]) -> dict[str, list[float]]:
    """Likenesses by the matchers that the other environment has."""
    told = subprocess.run(
        [str(python), __file__], input=json.dumps(list(pairs)), capture_output=True, text=True, check=True
    )
    return dict(json.loads(told.stdout.splitlines()[-1]))


def _matchers() -> dict[str, Likeness]:
    """What is installed here; the names carry the versions."""
    from importlib.metadata import PackageNotFoundError, version

    found: dict[str, Likeness] = {}
    try:
        found[f"Double Metaphone {version('metaphone')}"] = _metaphone()
    except PackageNotFoundError:
        sys.stderr.write("metaphone is not installed\n")
    try:
        release = version("nomenklatura")
        for algorithm in ("name-based", "logic-v1", "logic-v2"):
            found[f"nomenklatura {release} {algorithm}"] = _nomenklatura(algorithm)
    except PackageNotFoundError:
        sys.stderr.write("nomenklatura is not installed\n")
    return found


def _metaphone() -> Likeness:
    from metaphone import doublemetaphone

    def likeness(a: str, b: str) -> float:
        one = [doublemetaphone(word)[0] for word in a.split()]
        other = [doublemetaphone(word)[0] for word in b.split()]
        shared = sum(1 for code in one if code and code in other)
        return 2 * shared / max(len(one) + len(other), 1)

    return likeness


def _nomenklatura(algorithm: str) -> Likeness:
    from followthemoney import EntityProxy
    from nomenklatura.matching import get_algorithm

    matcher = get_algorithm(algorithm)

    def person(name: str) -> object:
        return EntityProxy.from_dict({"id": name, "schema": "Person", "properties": {"name": [name]}})

    def likeness(a: str, b: str) -> float:
        return float(matcher.compare(person(a), person(b), matcher.default_config()).score)

    return likeness


if __name__ == "__main__":
    given = [(a, b) for a, b in json.load(sys.stdin)]
    answers = {name: [likeness(a, b) for a, b in given] for name, likeness in _matchers().items()}
    sys.stdout.write(json.dumps(answers) + "\n")
