"""Name tables: spellings, surnames, given syllables, hanja, variants, pinyin. See README.md for the sources."""

from __future__ import annotations

import math
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from learn import People, learn_spellings, read_people  # noqa: E402  (a sibling script, not a package)

FOLDER = HERE.parent
TARGET = Path("src/tumen/data")
OUTPUTS = ("src/tumen/data/names_*.tsv",)

Weights = dict[str, float]
Part = tuple[str, str]

# How much the hand-set weights count against what the frozen pairs show, in observations.
PRIOR = 25.0
# Hanja: pseudo-observations spread over the characters of a reading, favouring those that come first.
HANJA_PRIOR = 6.0
# How much less often a character is used in a name with a reading that the court does not list for it.
UNLISTED = 0.02
# Given syllables: pseudo-observations spread over every reading that the court admits in names.
SYLLABLE_PRIOR = 90.0
# Sino-Japanese readings kept of a character; the later ones are hardly met in names.
MOST_ONYOMI = 3


def build(out: Path) -> None:
    """Write every table below `out`, which stands for the repository root."""
    build_from(read_people(FOLDER / "frozen/pairs.csv"), out / TARGET)


def build_from(people: People, target: Path) -> None:
    """Write the tables into `target`, learning from `people` only (the benchmark passes one half of them)."""
    target.mkdir(parents=True, exist_ok=True)
    latin = read_spellings(FOLDER / "hand/spellings.tsv")
    surname = read_weights(FOLDER / "hand/surname_spellings.tsv")
    northern = read_spellings(FOLDER / "hand/spellings_northern.tsv")
    seen, seen_surname = learn_spellings(people, latin, surname, northern)
    write_spellings(target / "names_spellings_latin.tsv", latin, seen)
    for alphabet in ("northern", "continental", "cyrillic", "kana"):
        hand = read_spellings(FOLDER / f"hand/spellings_{alphabet}.tsv")
        write_spellings(target / f"names_spellings_{alphabet}.tsv", hand, {})
    write_spellings(target / "names_spellings_surname.tsv", {("surname", s): w for s, w in surname.items()},
                    {("surname", s): c for s, c in seen_surname.items()})  # fmt: skip
    readings, court = read_readings(), read_court()
    write_surnames(target / "names_surnames.tsv")
    write_given(target / "names_given.tsv", people, court)
    write_hanja(target / "names_hanja.tsv", people, readings, court)
    write_rows(target / "names_variants.tsv", "form\ttraditional", read_variants())
    write_rows(target / "names_pinyin.tsv", "character\tpinyin", rows(FOLDER / "frozen/pinyin.tsv"))
    onyomi = ([c, " ".join(text.split()[:MOST_ONYOMI])] for c, text in rows(FOLDER / "frozen/onyomi.tsv"))
    write_rows(target / "names_onyomi.tsv", "character\tSino-Japanese readings, most usual first", onyomi)


def rows(path: Path) -> list[list[str]]:
    """Tab-separated rows without the comment lines."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def weights(text: str) -> Weights:
    """`a:2 b:1` as a mapping; a weight before nothing (`:3`) is that of the empty spelling."""
    pairs = (item.rsplit(":", 1) for item in text.split())
    return {spelling: float(weight) for spelling, weight in pairs}


def read_spellings(path: Path) -> dict[Part, Weights]:
    return {(part, jamo): weights(text) for part, jamo, text in rows(path)}


def read_weights(path: Path) -> dict[str, Weights]:
    return {key: weights(text) for key, text in rows(path)}


def read_readings() -> dict[str, dict[str, int]]:
    """For each character its readings with the character's place among those of the reading."""
    found: dict[str, dict[str, int]] = {}
    for character, text in rows(FOLDER / "frozen/hanja_readings.tsv"):
        found[character] = {reading: int(place) for reading, place in (r.split(":") for r in text.split())}
    return found


def read_court() -> dict[str, set[str]]:
    """For each character the readings that the court admits in names."""
    return {c: set(text.replace(",", " ").split()) for c, text in rows(FOLDER / "frozen/court_names.tsv")}


def read_variants() -> list[list[str]]:
    """Each other form with the traditional characters that it may stand for."""
    stands_for: dict[str, list[str]] = defaultdict(list)
    for form, traditional, *_ in (*rows(FOLDER / "frozen/variants.tsv"), *rows(FOLDER / "hand/variants.tsv")):
        stands_for[form].append(traditional)
    return [[form, " ".join(sorted(set(stands_for[form])))] for form in sorted(stands_for)]


def write_rows(path: Path, header: str, table: Iterable[Iterable[str]]) -> None:
    lines = [f"# {header}", *("\t".join(row) for row in table)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def write_spellings(path: Path, prior: dict[Part, Weights], seen: dict[Part, Counter[str]]) -> None:
    """Shares of each spelling: hand-set weights as pseudo-observations, plus what was seen."""
    table = []
    for (part, jamo), given in prior.items():
        total = sum(given.values())
        found = seen.get((part, jamo), Counter())
        # the pairs are mostly of Southern politicians: they never outweigh the other systems by more than 3 to 2
        prior = max(PRIOR, 2 / 3 * sum(found.values()))
        mixed = {s: prior * w / total for s, w in given.items()}
        for spelling, count in found.items():
            mixed[spelling] = mixed.get(spelling, 0.0) + count
        table.append([part, jamo, shares(mixed)])
    write_rows(path, "part\tjamo\tspelling:share", table)


def shares(found: Weights) -> str:
    total = sum(found.values())
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return " ".join(f"{key}:{value / total:.5g}" for key, value in ordered)


def write_surnames(path: Path) -> None:
    """Share of bearers, and the share of each hanja among them."""
    table = rows(FOLDER / "hand/surnames.tsv")
    total = sum(float(count) for _, count, _ in table)
    write_rows(path, "surname\tshare\thanja:share within the surname",
               ([s, f"{float(count) / total:.5g}", shares(weights(hanja))] for s, count, hanja in table))  # fmt: skip


def write_given(path: Path, people: People, court: dict[str, set[str]]) -> None:
    """Shares of a syllable as first and as later syllable of a given name."""
    first, later, single = Counter[str](), Counter[str](), 0.0
    for given, weight in [*((p.given, 1.0) for p in people), *((n, float(w)) for n, w in common_names())]:
        if not given:
            continue
        first[given[0]] += weight
        single += weight * (len(given) == 1)
        for syllable in given[1:]:
            later[syllable] += weight
    characters = Counter(reading for readings in court.values() for reading in readings)
    scale = sum(math.sqrt(n) for n in characters.values())
    table = []
    for s in sorted({*first, *later, *characters}):
        # a native syllable (빛) has no character, and is not impossible at the other place
        base = SYLLABLE_PRIOR * math.sqrt(max(characters[s], 0.01)) / scale
        table.append((s, first[s] + base, later[s] + base))
    sums = sum(r[1] for r in table), sum(r[2] for r in table)
    write_rows(path, "syllable\tshare as first syllable\tshare as later syllable",
               ([s, f"{f / sums[0]:.5g}", f"{n / sums[1]:.5g}"] for s, f, n in table))  # fmt: skip


def common_names() -> list[tuple[str, str]]:
    return [(name, weight) for name, weight in rows(FOLDER / "hand/given_names.tsv")]


def write_hanja(
    path: Path, people: People, readings: dict[str, dict[str, int]], court: dict[str, set[str]]
) -> None:
    """For each character its readings, and how usual it is in given names among characters of that reading."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for person in people:
        for characters in person.given_hanja:
            if len(characters) == len(person.given):
                for syllable, character in zip(person.given, characters, strict=True):
                    seen[syllable][character] += 1 / len(person.given_hanja)
    usual: dict[str, Weights] = defaultdict(dict)
    for character in sorted({*readings, *court}):
        for reading in sorted({*readings.get(character, {}), *court.get(character, set())}):
            place = readings.get(character, {}).get(reading, 60)
            # a reading outside the court's list is seldom in a name; a character deep in the list is seldom chosen
            listed = reading in court.get(character, set())
            usual[reading][character] = (1.0 if listed else UNLISTED) / (place + 3)
    table: dict[str, list[str]] = defaultdict(list)
    for reading, found in usual.items():
        total = sum(found.values())
        mixed = {c: HANJA_PRIOR * w / total + seen[reading][c] for c, w in found.items()}
        everything = sum(mixed.values())
        for c, weight in mixed.items():
            table[c].append(f"{reading}:{weight / everything:.4g}")
    write_rows(path, "character\treading:share among the characters of that reading, in given names",
               ([c, " ".join(sorted(table[c]))] for c in sorted(table)))  # fmt: skip


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
