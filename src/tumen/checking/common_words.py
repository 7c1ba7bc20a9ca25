"""Words that a draft and anything about the same situation share anyway, so that sharing them says nothing."""

from __future__ import annotations

from collections.abc import Iterator

from tumen import law, vocab
from tumen.errors import UnknownFacts
from tumen.patterns import later

_WORD = later(r"[A-Za-z]{4,}")


def common_words(pack: vocab.Pack) -> frozenset[str]:
    """Words in the names of a situation and of the states in it, and of their people; in lower case."""
    return frozenset(
        form for name in _names(pack) for word in _WORD.findall(name.lower()) for form in _forms(word)
    )


def _names(pack: vocab.Pack) -> Iterator[str]:
    yield from (*pack.names.values(), *pack.made_for.values())
    try:
        states = law.register(pack).states.values()
    except UnknownFacts:
        return
    for state in states:
        yield from (*state.names.values(), *state.official.values())


def _forms(word: str) -> tuple[str, ...]:
    """A state's name and its people: Austria, Austrian, Austrians; China, Chinese."""
    return word, f"{word}n", f"{word}ns", f"{word}ese", f"{word[:-1]}ese"
