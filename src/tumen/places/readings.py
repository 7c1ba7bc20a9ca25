"""Ways to read a text as a name and what lies around it: `small, large`; `large small`; `largesmall`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from tumen.places.folding import tidy

Context: TypeAlias = tuple[frozenset[str], ...]
"""For each thing named around a place the codes it may mean."""

Known = Callable[[str], frozenset[str]]
"""Codes of the places of a name."""

_BETWEEN = re.compile(r"[,，、/;()（）\[\]·]|\s+-\s+|\s+in\s+|\s+of\s+")
_MOST_WORDS = 10


def readings(text: str, known: Known) -> Iterator[tuple[str, Context]]:
    """Names with what the text puts around them, likeliest first; everything around must be known."""
    parts = [part.strip() for part in _BETWEEN.split(text) if part and part.strip()]
    if len(parts) > 1:
        yield from _with_context(parts[0], parts[1:], known)
        yield from _with_context(parts[-1], parts[:-1], known)
    words = " ".join(parts).split()[:_MOST_WORDS]
    for cut in range(len(words) - 1, 0, -1):
        # large small, as in Korean and Chinese; then small large, as in English
        yield from _with_context(" ".join(words[cut:]), [" ".join(words[:cut])], known)
        yield from _with_context(" ".join(words[:cut]), [" ".join(words[cut:])], known)
    plain = tidy("".join(words))
    if not plain.isascii():
        yield from _peeled(plain, known, ())


def _with_context(name: str, around: Sequence[str], known: Known) -> Iterator[tuple[str, Context]]:
    context: list[frozenset[str]] = []
    for part in around:
        segments = _segments(part.split(), known)
        if segments is None:
            return
        context += segments
    yield name, tuple(context)


def _segments(words: Sequence[str], known: Known) -> list[frozenset[str]] | None:
    """Words taken apart into known names, the longest first; None if some are no name."""
    if not words:
        return []
    for end in range(len(words), 0, -1):
        found = known(" ".join(words[:end]))
        if found and (rest := _segments(words[end:], known)) is not None:
            return [found, *rest]
    if len(words) == 1 and not words[0].isascii():
        # 함경북도온성군 among other words
        for _, context in _peeled(words[0], known, ()):
            return list(context)
    return None


def _peeled(text: str, known: Known, around: Context) -> Iterator[tuple[str, Context]]:
    """Written without spaces: take known names off the front, longest first, until a name is left."""
    for end in range(len(text) - 2, 1, -1):
        if found := known(text[:end]):
            rest = text[end:].strip()
            yield rest, (*around, found)
            yield from _peeled(rest, known, (*around, found))
