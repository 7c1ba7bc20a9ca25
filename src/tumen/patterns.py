"""Regular expressions that are compiled when they are first used.

The rooms that read text hold hundreds of long ones. Compiling all of them would make every start wait, also that of a
command which asks none of them.
"""

from __future__ import annotations

import re
from typing import Any, cast

__all__ = ["later", "small"]

_ASKED = frozenset(
    (
        "search",
        "match",
        "fullmatch",
        "finditer",
        "findall",
        "sub",
        "subn",
        "split",
        "pattern",
        "flags",
        "groupindex",
    )
)


def later(text: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile(text, flags)`, later: a text that is no regular expression fails at its first use."""
    return cast("re.Pattern[str]", _Pattern(text, flags))


def small(text: str) -> str:
    """In small letters, each at its place: a pattern that tells letters apart reads them in a third of the time.

    Example:
        >>> small("The Ministry")
        'the ministry'
    """
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(letter if len(letter.lower()) > 1 else letter.lower() for letter in text)


class _Pattern:
    """Stands for a compiled pattern. From the first use on its methods are that pattern's own, at no further cost."""

    def __init__(self, text: str, flags: int) -> None:
        self._how = (text, flags)

    def __getattr__(self, name: str) -> Any:
        if name not in _ASKED:
            raise AttributeError(name)
        compiled = re.compile(*self._how)
        vars(self).update((asked, getattr(compiled, asked)) for asked in _ASKED)
        return getattr(compiled, name)

    def __repr__(self) -> str:
        return f"later({self._how[0]!r})"
