"""Packs and their vocabularies."""

from __future__ import annotations

from tumen.errors.base import InputError

__all__ = [
    "InvalidPack",
    "OverlayRefused",
    "RetiredTerm",
    "UnknownFacts",
    "UnknownPack",
    "UnknownTerm",
    "UnknownVocabulary",
    "VocabError",
]


class VocabError(InputError):
    """An unknown or retired term, or a pack that does not validate."""

    code = "vocab"


class UnknownPack(VocabError):
    """There is no pack of this name."""

    code = "vocab.pack"


class UnknownVocabulary(VocabError):
    """The pack has no vocabulary of this name."""

    code = "vocab.vocabulary"
    default_hint = "`tumen vocab PACK` lists the vocabularies of a pack."


class UnknownFacts(VocabError):
    """The pack has no file of facts of this name."""

    code = "vocab.facts"
    default_hint = "`pack.facts_files` lists the files of facts."


class UnknownTerm(VocabError):
    """The vocabulary has no such term."""

    code = "vocab.term"
    default_hint = "`tumen vocab PACK VOCABULARY` lists its terms."


class RetiredTerm(VocabError):
    """The code was a term once and is not one any more."""

    code = "vocab.retired"


class InvalidPack(VocabError):
    """A file of a pack does not validate; `faults` lists every place."""

    code = "vocab.invalid"
    default_hint = "Mend the file at the places listed, then load the pack again."


class OverlayRefused(VocabError):
    """Local terms would change what the pack says; nothing was added."""

    code = "vocab.overlay"
    default_hint = "Give local terms codes that begin with LOCAL- and sources of their own."
