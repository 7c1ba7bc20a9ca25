"""Words of the situation pack in the reader's language: what it says in several languages itself, and its list `words`.

A pack keeps names, rules, elements and questions in English, the language of its sources. Rows that carry other
languages beside the English (`en`, `ko`, `zh`) are found wherever they stand; the rest is in the pack's own list of
words, a file of facts called `words` with a table of that name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from django.conf import settings

from tumen import vocab

_OWN: Final = "words"


def said(words: str, language: str) -> str:
    """English words of the pack in a language; empty if it does not have them."""
    pack = settings.CONFIG.pack
    return _own(pack, language).get(words, "") or _elsewhere(pack, language).get(words, "")


def labelled(found: vocab.Vocabulary) -> vocab.Vocabulary:
    """A vocabulary of the pack, with labels out of its list of words where a term has none in a language."""
    terms = {code: _labelled(term, found.languages) for code, term in found.terms.items()}
    return replace(found, terms=MappingProxyType(terms))


def _labelled(term: vocab.Term, languages: tuple[str, ...]) -> vocab.Term:
    english, pack = term.labels.get("en", ""), settings.CONFIG.pack
    missing = [language for language in languages if language not in term.labels]
    more = {language: known for language in missing if (known := _own(pack, language).get(english))}
    return replace(term, labels=MappingProxyType({**term.labels, **more})) if more else term


@lru_cache(maxsize=8)
def _own(pack: str, language: str) -> Mapping[str, str]:
    loaded = vocab.load_pack(pack)
    return dict(_pairs(loaded.facts(_OWN)["tables"], language)) if _OWN in loaded.facts_files else {}


@lru_cache(maxsize=8)
def _elsewhere(pack: str, language: str) -> Mapping[str, str]:
    loaded = vocab.load_pack(pack)
    tables = (loaded.facts(name)["tables"] for name in loaded.facts_files)
    return {english: there for found in tables for english, there in _pairs(found, language)}


def _pairs(node: Any, language: str) -> Iterator[tuple[str, str]]:
    """Every place that says the same in English and in this language."""
    if isinstance(node, Mapping):
        english, there = node.get("en"), node.get(language)
        if isinstance(english, str) and isinstance(there, str):
            yield " ".join(english.split()), there
        children: Any = node.values()
    else:
        children = node if isinstance(node, list | tuple) else ()
    for child in children:
        yield from _pairs(child, language)
