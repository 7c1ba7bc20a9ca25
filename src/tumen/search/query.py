"""What somebody typed, as a question to the index."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tumen.errors import EmptyQuery
from tumen.search.analyser import Analyser, analyser, composed, hangul_of

_PART: Final = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_OR: Final = frozenset(("OR", "|", "또는", "或"))
_LEAST_CHANCE: Final = 0.05
_MOST_WORDS: Final = 60
_MOST_IN_NAME: Final = 4
_HAN: Final = re.compile("[\u3400-\u9fff]")
_HANGUL: Final = re.compile("[\uac00-\ud7a3]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question to the index.

    Attributes:
        match: in the language of FTS5 (sqlite.org/fts5.html, section 3).
        terms: what to mark where something was found.
        names: Hangul of the name that was typed, if it may be one.
    """

    match: str
    terms: frozenset[str]
    names: tuple[str, ...] = ()


def parse(text: str, *, by: Analyser | None = None) -> Query:
    """Read a typed question.

    All words must stand in a passage. `"…"` asks for words next to each other, `-word` for passages without it, `OR`
    between two words for either. What may be a name is looked for in every script.

    Raises:
        EmptyQuery: nothing that could be looked for.
    """
    by = by or analyser()
    terms: set[str] = set()
    wanted: list[list[str]] = []
    unwanted: list[str] = []
    either = False
    for part in list(_PART.finditer(composed(text)))[:_MOST_WORDS]:
        if part["word"] in _OR and wanted:
            either = True
            continue
        told = _told(part["phrase"] if part["phrase"] is not None else part["word"], by, terms)
        if told and part["minus"]:
            unwanted.append(told)
        elif told and either:
            wanted[-1].append(told)
        elif told:
            wanted.append([told])
        either = False
    if not wanted:
        raise EmptyQuery("There is no word to look for.")
    named = _name(text, by)
    return Query(match=_match(wanted, unwanted, named), terms=frozenset(terms), names=named)


def _told(words: str, by: Analyser, terms: set[str]) -> str:
    """One typed word or phrase in each of its readings, and as it was typed."""
    cuts = by.readings(words) or []
    plain = words.casefold().strip()
    if " " not in plain and [plain] not in cuts and any(c.isalnum() for c in plain):
        cuts.append([plain])
    cuts = [cut for cut in cuts if cut]
    terms.update(term for cut in cuts for term in cut)
    return " OR ".join(_phrase(cut) for cut in cuts)


def _phrase(cut: list[str]) -> str:
    """Terms next to each other. The last character of a Chinese word stands before any other character in the text."""
    if len(cut) > 1 and len(cut[-1]) == 1 and _HAN.match(cut[-1]) and len(cut[-2]) > 1:
        cut = cut[:-1]
    begins = "*" if len(cut) == 1 and len(cut[0]) == 1 and _HAN.match(cut[0]) else ""
    return " + ".join('"{}"'.format(term.replace('"', '""')) for term in cut) + begins


def _name(text: str, by: Analyser) -> tuple[str, ...]:
    plain = composed(text).replace('"', " ").strip()
    if not plain or len(plain.split()) > _MOST_IN_NAME or any(mark in plain for mark in ('-"', " -", " OR ")):
        return ()
    if _is_a_word(plain, by):
        return ()
    return hangul_of(" ".join(plain.split()), least=_LEAST_CHANCE)


def _is_a_word(plain: str, by: Analyser) -> bool:
    """One Korean word of the dictionary, such as a verb: not asked for as a name, though nearly any could be one."""
    cut = by.words(plain) if _HANGUL.match(plain) else []
    return len(cut) == 1 and not cut[0].proper


def _match(wanted: list[list[str]], unwanted: list[str], named: tuple[str, ...]) -> str:
    said = " AND ".join("({})".format(" OR ".join(options)) for options in wanted)
    match = f"{{terms}} : ({said})"
    if named:
        match = f"({match}) OR ({{names}} : ({' OR '.join(map(_quoted, named))}))"
    for told in unwanted:
        match = f"({match}) NOT ({{terms}} : ({told}))"
    return match


def _quoted(term: str) -> str:
    return '"{}"'.format(term.replace('"', '""'))
