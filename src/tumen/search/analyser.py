"""Text to terms under which words meet, however they are inflected."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import snowballstemmer

from tumen import names

if TYPE_CHECKING:
    from kiwipiepy import Kiwi

_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HANGUL: Final = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3"
_IS_KOREAN: Final = re.compile(f"[{_HANGUL}]")
_RUN: Final = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<number>\d+)|(?P<word>[^\W\d_{_HAN}]+(?:['’][^\W\d_]+)?)")
_POSSESSIVE: Final = re.compile(r"['’]s?$")
# What carries meaning: nouns and numerals, verbs and adjectives, adverbs, roots; not particles, endings, auxiliaries.
_KEPT: Final = ("NNG", "NNP", "NP", "NR", "VV", "VA", "MAG", "XR", "W_")
_INFLECTED: Final = ("VV", "VA")
_SPELLED: Final = ("SL", "SH", "SN")
_LONGEST: Final = 20_000

_LATIN_NAME: Final = re.compile(r"\b[A-Z][\w’'-]*(?:[ \u00a0]+[A-Z][\w’'-]*){1,2}")
_HAN_RUN: Final = re.compile(f"[{_HAN}]{{2,}}")
_HANGUL_RUN: Final = re.compile("[\uac00-\ud7a3]{3,}")
LEAST_CHANCE: Final = 0.1
"""A reading of a written name that is less likely is not kept."""

_SURNAMED: Final = (3, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One term and where in the text it stands (`text[start:end]`, of the text in Unicode form C).

    `proper`: a proper noun of Korean; other scripts do not tell.
    """

    term: str
    start: int
    end: int
    proper: bool = False


class Analyser:
    """Cuts text into terms.

    Korean comes as dictionary forms of what carries meaning (Kiwi 0.24, its model without the list of foreign titles);
    Chinese characters as overlapping pairs, so that no compound can be cut wrongly; anything else as Snowball stems of
    English without accents. Making one costs nothing; the first Korean text loads the model: about a second of
    processor time and 250 MB.

    Args:
        words: names of bodies and places that are one word each, such as the terms of a pack.
    """

    def __init__(self, *, words: Iterable[str] = ()) -> None:
        self._stemmer = snowballstemmer.stemmer("english")
        self._own = tuple(words)
        self._kiwi: Kiwi | None = None
        self._loading = threading.Lock()

    def ready(self) -> None:
        """Load the model of Korean now, instead of with the first Korean text. From any thread."""
        self._model()

    def words(self, text: str) -> list[Word]:
        """The terms of a text, in order."""
        text = composed(text)
        if not _IS_KOREAN.search(text):
            return list(self._spelled(text, 0))
        found: list[Word] = []
        for start in range(0, len(text), _LONGEST):
            found += self._korean(text[start : start + _LONGEST], start)
        return found

    def readings(self, word: str, *, most: int = 3) -> list[list[str]]:
        """How one typed word may be cut, likeliest first: a lone word is more easily misread than one in a sentence."""
        word = composed(word)
        if not _IS_KOREAN.search(word):
            return [[w.term for w in self._spelled(word, 0)]]
        analyses = self._model().analyze(word, top_n=most)
        cuts = [[w.term for w in self._terms(tokens, word, 0)] for tokens, _ in analyses]
        return [cut for n, cut in enumerate(cuts) if cut and cut not in cuts[:n]]

    def names(self, text: str) -> list[str]:
        """What may be names in a text, as Hangul; each once.

        Every stretch that reads as a surname and a given name is taken: a word too many costs a row, a name too few
        would not be found.
        """
        found: dict[str, None] = {}
        text = composed(text)
        for start, end in like_names(text):
            found.update(dict.fromkeys(hangul_of(text[start:end], least=LEAST_CHANCE)))
        return list(found)

    def _model(self) -> Kiwi:
        with self._loading:
            if self._kiwi is None:
                from kiwipiepy import Kiwi

                kiwi = Kiwi(num_workers=1, load_multi_dict=False, load_typo_dict=False)
                for word in self._own:
                    if _IS_KOREAN.search(word) and " " not in word:
                        kiwi.add_user_word(word, "NNP")
                self._kiwi = kiwi
            return self._kiwi

    def _korean(self, text: str, offset: int) -> Iterator[Word]:
        return self._terms(self._model().tokenize(text), text, offset)

    def _terms(self, tokens: Iterable[Any], text: str, offset: int) -> Iterator[Word]:
        for token in tokens:
            start, end = token.start, token.start + token.len
            if token.tag in _SPELLED:
                yield from self._spelled(text[start:end], offset + start)
            elif token.tag.startswith(_KEPT):
                term = token.lemma if token.tag.startswith(_INFLECTED) else token.form
                yield Word(term=term, start=offset + start, end=offset + end, proper=token.tag == "NNP")

    def _spelled(self, text: str, offset: int) -> Iterator[Word]:
        for run in _RUN.finditer(text):
            start = offset + run.start()
            if run["han"]:
                yield from _pairs(run["han"], start)
            else:
                yield Word(term=self._stem(run[0]), start=start, end=offset + run.end())

    def _stem(self, word: str) -> str:
        plain = _POSSESSIVE.sub("", word.casefold())
        if not plain.isascii():
            plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
        return str(self._stemmer.stemWord(plain))


def _pairs(run: str, start: int) -> Iterator[Word]:
    """Each character with its successor; the last stands alone, so that a single one can be found by its beginning."""
    for at in range(len(run)):
        yield Word(term=run[at : at + 2], start=start + at, end=start + min(at + 2, len(run)))


def like_names(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that may be a surname and a given name: capitalised words, first syllables of a Korean word (a particle
    may follow), two and three Chinese characters."""
    yield from (found.span() for found in _LATIN_NAME.finditer(text))
    yield from ((run.start(), run.start() + 3) for run in _HANGUL_RUN.finditer(text))
    for run in _HAN_RUN.finditer(text):
        for at in range(run.start(), run.end() - 1):
            yield from ((at, at + length) for length in (2, 3) if at + length <= run.end())


@lru_cache(maxsize=200_000)
def hangul_of(name: str, *, least: float) -> tuple[str, ...]:
    """The Hangul that a written name may mean, likeliest first; empty when it reads as no surname with a given name."""
    readings = names.parse(name).likeliest()
    return tuple(hangul for hangul, chance in readings if chance >= least and len(hangul) in _SURNAMED)


def composed(text: str) -> str:
    """Text in Unicode form C; nearly every text is already."""
    return (
        text
        if text.isascii() or unicodedata.is_normalized("NFC", text)
        else unicodedata.normalize("NFC", text)
    )


@lru_cache(maxsize=4)
def analyser(*words: str) -> Analyser:
    """The analyser of this process, so that the model is loaded once."""
    return Analyser(words=words)
