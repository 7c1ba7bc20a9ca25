"""Names of states as letters write them: what looks like an official name and is nobody's is caught beforehand."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tumen.law.register import AnyPack, Register, register
from tumen.patterns import later

# a long name in English: capitalised words, then Republic, Kingdom … `of` a capitalised word (or `Republic` at the end)
_WORD: Final = r"[A-Z][\w-]*(?:['’]s)?"
_LONG: Final = later(
    rf"(?:{_WORD}\s+)*(?:Republic|Kingdom|Union|Federation|State)\s+of\s+(?:the\s+)?{_WORD}(?:\s+of\s+{_WORD})?"
    rf"|(?:{_WORD}\s+)+(?:Republic|Federation|Kingdom)\b(?!\s+of)"
)
_QUALIFIERS: Final = frozenset(
    {"people's", "democratic", "socialist", "federal", "united", "islamic", "popular", "soviet", "new"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongName:
    """A name that no state bears.

    Attributes:
        text: As it stands.
        start, end: Where, in characters.
        near: Official names that may be meant, best first. More than one means: ask, do not correct.
    """

    text: str
    start: int
    end: int
    near: tuple[str, ...]


def wrong_state_names(text: str, pack: AnyPack) -> tuple[WrongName, ...]:
    """Every name in a text that looks like a state's long name and is wrong, in order.

    A name is wrong when the register lists it as such, or when it has the form of a long name, ends like a state of the
    register, and is none of its names. States that the register does not know are left alone.
    """
    known = register(pack)
    right, wrong, ends = _names(known.pack, known.version, _Holder(known))
    found = list(_listed(text, right, wrong, known))
    taken = [(w.start, w.end) for w in found]
    for match in _LONG.finditer(text):
        if any(s < match.end() and match.start() < e for s, e in taken):
            continue
        words = match[0].split()
        if words[-1] not in ends or _ends_rightly(words, right):
            continue
        found.append(_wrong(match[0], match.start(), known))
    return tuple(sorted(found, key=lambda w: w.start))


class _Holder:
    """Lets a register be a key of a cache: its pack and version stand beside it."""

    def __init__(self, known: Register) -> None:
        self.known = known

    def __hash__(self) -> int:
        return hash((self.known.pack, self.known.version))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Holder) and other.known is self.known


@lru_cache(maxsize=8)
def _names(
    pack: str, version: str, holder: _Holder
) -> tuple[frozenset[str], tuple[str, ...], frozenset[str]]:
    del pack, version  # they are part of the key alone
    states = holder.known.states.values()
    right = frozenset(
        _folded(n) for s in states for n in (*s.names.values(), *s.also, *s.official.values()) if n
    )
    wrong = tuple(sorted({w for s in states for w in s.wrong}, key=len, reverse=True))
    ends = frozenset(n.split()[-1] for s in states for n in (*s.official.values(), *s.also) if n.isascii())
    return right, wrong, ends


def _listed(text: str, right: frozenset[str], wrong: tuple[str, ...], known: Register) -> Iterator[WrongName]:
    """Names listed as wrong, unless they are the end of a right and longer one."""
    taken: list[tuple[int, int]] = []
    for name in wrong:
        pattern = re.escape(name).replace("'", "['’]")
        for match in re.finditer(
            rf"(?<!\w){pattern}(?!\w)" if name.isascii() else pattern, text, re.IGNORECASE
        ):
            before = text[: match.start()].split()[-3:]
            longer = [" ".join((*before[i:], match[0])) for i in range(len(before))]
            if any(s < match.end() and match.start() < e for s, e in taken):
                continue
            if not any(_folded(f) in right for f in longer):
                taken.append((match.start(), match.end()))
                yield _wrong(match[0], match.start(), known)


def _ends_rightly(words: list[str], right: frozenset[str]) -> bool:
    """Whether a right name stands at the end, with no word before it that would make another state of it."""
    return any(
        _folded(" ".join(words[i:])) in right and (i == 0 or _folded(words[i - 1]) not in _QUALIFIERS)
        for i in range(len(words) - 1)
    )


def _wrong(text: str, start: int, known: Register) -> WrongName:
    listed = [s for s in known.states.values() if _folded(text) in {_folded(w) for w in s.wrong}]
    official = {n: s.code for s in known.states.values() for n in s.official.values() if n}
    near = [n for s in listed for n in s.official.values() if n and n.isascii() == text.isascii()]
    near += difflib.get_close_matches(
        text, [n for n in official if n.isascii() == text.isascii()], n=3, cutoff=0.6
    )
    return WrongName(text=text, start=start, end=start + len(text), near=tuple(dict.fromkeys(near)))


def _folded(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())
