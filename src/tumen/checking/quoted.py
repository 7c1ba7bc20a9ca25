"""Quotations of a draft beside the words of treaties and reports that are kept: word for word, or what differs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tumen import law
from tumen.checking.finding import Draft, Finding, Outcome
from tumen.patterns import later

_QUOTED = later(r"“(?P<curly>(?:[^“”]|“[^“”]{1,80}”){20,2000})”|\"(?P<plain>[^\"]{20,2000})\"")
_SURE: Final = 0.7
"""Share of its pairs of words from which on a quotation is taken to mean the text."""
_SHOWN: Final = 3


def quotations_kept(draft: Draft) -> Iterator[Finding]:
    """Every quotation that is, or is nearly, one of the texts that the pack keeps."""
    if draft.reading.language != "en":
        return
    for match in _QUOTED.finditer(draft.text):
        group = "curly" if match["curly"] else "plain"
        found = law.compare_quotation(match[group], draft.pack)
        if found is None:
            continue
        kept = found.quotable
        known = (f"{kept.place}: “{kept.words}” ({', '.join(kept.sources)})",)
        if found.exact:
            outcome, rule = Outcome.AGREES, "quote.word-for-word"
            says = f"Word for word {kept.place}."
        elif found.share >= _SURE:
            outcome, rule = Outcome.CONFLICTS, "quote.differs"
            says = f"Not word for word {kept.place}: {_told(found)}."
        else:
            outcome, rule = Outcome.ASK, "quote.near"
            says = f"Near to {kept.place}, and not its words: is it meant to be quoted?"
        yield Finding(
            start=match.start(group), end=match.end(group), text=match[group], rule=rule, outcome=outcome,
            says=says, known=known,
        )  # fmt: skip


def _told(found: law.Compared) -> str:
    parts = []
    for said, stands in found.differences[:_SHOWN]:
        if said and stands:
            parts.append(f"“{said}” stands for “{stands}”")
        else:
            parts.append(f"“{said}” was put in" if said else f"“{stands}” was left out without a mark")
    more = len(found.differences) - _SHOWN
    return "; ".join(parts) + (f"; and {more} more" if more > 0 else "")
