"""Learn from pairs of spellings of one person how each part of a syllable is written in Latin letters."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ONSETS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
NUCLEI = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
CODAS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
# How much more seldom spellings are of a strict system than not, as `tumen.names.lattice` has it.
STRICT = 1 / 3
DOUBLE_SURNAMES = ("남궁", "황보", "선우", "제갈", "독고", "사공", "서문", "동방")

Weights = dict[str, float]
Part = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One public figure of the frozen pairs: the Hangul, and how others spelled it."""

    id: str
    surname: str
    given: str
    given_hanja: tuple[str, ...]
    latin: tuple[str, ...]


People = list[Person]


def read_people(path: Path, *, only: frozenset[str] | None = None) -> People:
    """Everybody with a Hangul form; `only` keeps those ids."""
    forms: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    with path.open(encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            sources = row["source"].split("|")
            sides = ((row["name_a"], row["id_a"], sources[0]), (row["name_b"], row["id_b"], sources[-1]))
            for name, person, source in sides:
                forms[person][script(name, source)].add(unicodedata.normalize("NFC", name))
    chosen = sorted(forms) if only is None else sorted(only & set(forms))
    return [p for person in chosen for p in [as_person(person, forms[person])] if p is not None]


def script(name: str, source: str) -> str:
    """hangul, han (as attested), latin (attested), or other; derived forms teach nothing."""
    if source.startswith("derived:"):
        return "derived"
    if re.search("[가-힣]", name):
        return "hangul"
    if re.search("[\u3400-\u9fff\uf900-\ufaff]", name):
        return "han"
    return "latin" if re.search("[A-Za-z]", name) else "other"


def as_person(person: str, forms: dict[str, set[str]]) -> Person | None:
    if not forms["hangul"]:
        return None
    hangul = sorted(forms["hangul"])[0].replace(" ", "")
    cut = 2 if hangul[:2] in DOUBLE_SURNAMES and len(hangul) > 2 else 1
    given = hangul[cut:]
    hanja = tuple(sorted(h[cut:] for h in forms["han"] if len(h) == len(hangul)))
    return Person(
        id=person, surname=hangul[:cut], given=given, given_hanja=hanja, latin=tuple(sorted(forms["latin"]))
    )


def learn_spellings(
    people: People, parts: dict[Part, Weights], surnames: dict[str, Weights], northern: dict[Part, Weights]
) -> tuple[dict[Part, Counter[str]], dict[str, Counter[str]]]:
    """Counts of the spelling of each part in the best alignment; a person's spellings share a weight of two.

    A spelling counts as far as it is of no strict system, which have tables of their own.
    """
    seen: dict[Part, Counter[str]] = defaultdict(Counter)
    seen_surname: dict[str, Counter[str]] = defaultdict(Counter)
    for person in people:
        for text in person.latin:
            weight = min(1.0, 2 / len(person.latin))
            for surname, given in orders(text):
                aligned = align(person.given, given, parts)
                if aligned is None:
                    continue
                chance, spelled = aligned
                strict = align(person.given, given, northern)
                free = chance / (chance + STRICT * (strict[0] if strict else 0.0))
                if surname in surnames.get(person.surname, {}):
                    seen_surname[person.surname][surname] += weight * free
                elif align(person.surname, surname, parts) is None:
                    continue
                for part, spelling in spelled:
                    seen[part][spelling] += weight * free
                break
    return seen, seen_surname


def orders(text: str) -> list[tuple[str, str]]:
    """(surname, given) in plain letters, surname first and then last."""
    words = [letters(w) for w in re.split(r"[\s,]+", text) if letters(w)]
    if len(words) < 2:
        return []
    return [(words[0], "".join(words[1:])), (words[-1], "".join(words[:-1]))]


def letters(word: str) -> str:
    """Lower case; breves written as apostrophes restored; aspirate marks kept; the rest dropped."""
    word = unicodedata.normalize("NFC", word.casefold()).replace("’", "'").replace("ʼ", "'")
    word = re.sub(r"o'(?!e)", "ŏ", word).replace("u'", "ŭ")
    word = re.sub(r"(?<=[chktp])'(?=[aeiouyŏŭw])", "\0", word)
    return re.sub(r"[^a-zŏŭäöü\0]", "", word).replace("\0", "'")


def align(hangul: str, text: str, parts: dict[Part, Weights]) -> tuple[float, list[tuple[Part, str]]] | None:
    """The likeliest way in which the letters spell the syllables, with its probability, or None."""
    sequence = [part for syllable in hangul for part in split(syllable)]
    # inside a name some onsets have spellings of their own
    sequence = [
        ("inside", jamo) if i > 2 and part == "onset" and ("inside", jamo) in parts else (part, jamo)
        for i, (part, jamo) in enumerate(sequence)
    ]

    @cache
    def best(i: int, at: int) -> tuple[float, tuple[str, ...]] | None:
        if i == len(sequence):
            return (1.0, ()) if at == len(text) else None
        options = parts.get(sequence[i], {})
        total = sum(options.values()) or 1.0
        found = None
        for spelling, weight in options.items():
            if text.startswith(spelling, at):
                rest = best(i + 1, at + len(spelling))
                if rest is not None and (found is None or weight / total * rest[0] > found[0]):
                    found = (weight / total * rest[0], (spelling, *rest[1]))
        return found

    answer = best(0, 0)
    return None if answer is None else (answer[0], list(zip(sequence, answer[1], strict=True)))


def split(syllable: str) -> tuple[Part, Part, Part]:
    """Onset, vowel (`initial` when nothing is sounded before it) and coda."""
    code = ord(syllable) - 0xAC00
    onset = ONSETS[code // 588]
    return (
        ("onset", onset),
        ("initial" if onset == "ㅇ" else "nucleus", NUCLEI[code % 588 // 28]),
        ("coda", CODAS[code % 28]),
    )
