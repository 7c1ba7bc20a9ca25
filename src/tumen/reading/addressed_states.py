"""Which state an addressee is: `France`, `the French government` and `the authorities of France` are one."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from tumen.patterns import later
from tumen.reading.lexicon import Lexicon, add_states, folded_words

_BODY: Final = r"(?:(?:central|national|federal)\s)?(?:governments?|authorities|regime|leadership)"
_FORMS: Final = (
    later(rf"(?:{_BODY}|state)\s(?:of|in)\s(?:the\s)?(?P<state>.+)", re.I),
    later(rf"(?P<state>.+?)(?:[’']s?)?\s{_BODY}", re.I),
    later(r"(?P<state>.+?)\s?(?:정부|당국)"),
    later(r"(?P<state>.+?)(?:政府|当局|當局)"),
)


def addressed_state(words: str) -> str | None:
    """Name of the state that an addressee is, or whose government it is; None for anybody else.

    A name in English comes back in one form. One in another script comes back as it stands before the word for the
    government, and the register of a pack says whether it is a state (`tumen.law.find_state`).

    Example:
        >>> [addressed_state(who) for who in ("The French government", "Government of the UK", "UNHCR")]
        ['France', 'United Kingdom', None]
    """
    bare = " ".join(words.split()).strip(" .,:;")
    bare = bare[4:] if bare[:4].lower() == "the " else bare
    for form in _FORMS:
        if match := form.fullmatch(bare):
            state = match["state"]
            return _named(state) or (None if state.isascii() else state)
    return _named(bare)


def _named(words: str) -> str | None:
    known = _states().names.get(folded_words(words)) or _states().adjectives.get(words)
    return known.canonical if known is not None and known.country else None


@lru_cache(maxsize=1)
def _states() -> Lexicon:
    made = Lexicon()
    add_states(made)
    return made
