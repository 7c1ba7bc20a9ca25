"""Whether the sources of a draft can carry what they stand behind: order in time, subject, one source told as two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tumen import dates
from tumen.checking.arithmetic import latest_day
from tumen.checking.common_words import common_words
from tumen.checking.finding import Draft, Finding, Outcome
from tumen.errors import DatesError
from tumen.patterns import later
from tumen.reading import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """A citation given for a stretch of the running text: from the mark before it in its sentence up to its own."""

    citation: Citation
    number: str
    mark: tuple[int, int]
    told: tuple[int, int]


def sources_of_notes(draft: Draft) -> Iterator[Finding]:
    """Footnotes and reports: older than what they prove, about something else, or a copy of another."""
    passed_over = _SAY_NOTHING | _MONTHS | common_words(draft.pack)
    for given in _given(draft):
        yield from _before_the_fact(draft, given)
        yield from _other_subject(draft, given, passed_over)
    yield from _release_before_data(draft)
    yield from _reposts(draft)


def _given(draft: Draft) -> Iterator[_Given]:
    marks = {note.number: note.mark for note in draft.reading.footnotes or () if note.mark}
    for citation in draft.reading.citations or ():
        mark = marks.get(citation.number or "")
        if citation.cited_for is None or mark is None:
            continue
        start = citation.cited_for[0]
        earlier = [end for _, end in marks.values() if start <= end < mark[0]]
        yield _Given(
            citation=citation, number=citation.number or "", mark=mark, told=(max([start, *earlier]), mark[0])
        )


def _before_the_fact(draft: Draft, given: _Given) -> Iterator[Finding]:
    """A source dated before the fact for which it is given."""
    published, (start, end) = _day(given.citation.date), given.told
    if published is None:
        return
    for told in draft.reading.dates:
        if not start <= told.start < end or not told.edtf or told.basis not in ("explicit", "inferred"):
            continue
        fact = _first_day(told.edtf)
        if fact is not None and published < fact:
            yield Finding(start=told.start, end=told.end, text=told.text, rule="source.before-fact",
                          outcome=Outcome.CONFLICTS,
                          says=f"Note {given.number} is dated {given.citation.date}, before this date: it cannot show "
                               f"what happened then.")  # fmt: skip


def _first_day(edtf: str) -> date | None:
    try:
        return dates.parse(edtf).earliest
    except DatesError:
        return None


def _day(words: str | None) -> date | None:
    try:
        return latest_day(dates.parse(words, language="en").edtf) if words else None
    except DatesError:
        return None


_WORD = later(r"[A-Za-z]{5,}")
_SAY_NOTHING = frozenset(("report", "evidence", "about", "their", "people", "human", "rights"))
_MONTHS = frozenset(
    ("january", "february", "march", "april", "august", "september", "october", "november", "december")
)


def _other_subject(draft: Draft, given: _Given, passed_over: frozenset[str]) -> Iterator[Finding]:
    """A title that shares no word with what it is given for: a reviewer should look whether it shows it."""
    if not given.citation.title:
        return
    title, told = (
        {word.lower()[:6] for word in _WORD.findall(text) if word.lower() not in passed_over}
        for text in (given.citation.title, draft.text[slice(*given.told)])
    )
    if title and told and not title & told:
        yield Finding(start=given.mark[0], end=given.mark[1], text=draft.text[slice(*given.mark)],
                      rule="source.other-subject", outcome=Outcome.ASK,
                      says=f"The title in note {given.number} shares no word with the sentence. Does the source show "
                           f"this? Mark it if it does not.")  # fmt: skip


_AS_OF = later(r"\bas\s+of\s+(?P<day>(?:\d{1,2}\s+)?[A-Z][a-z]+(?:\s+\d{1,2})?,?\s+(?:19|20)\d\d)")


_RELEASED = later(r"\b(?:press\s+release|released?|dated|issued|published|statement)\b[^.;]{0,60}$", re.I)


def _release_before_data(draft: Draft) -> Iterator[Finding]:
    """A release with data of a later day than its own."""
    for match in _AS_OF.finditer(draft.text):
        data = _day(match["day"])
        stretch = (max(match.start() - 250, 0), min(match.end() + 250, len(draft.text)))
        near = (d for d in draft.reading.dates if stretch[0] <= d.start < stretch[1])
        apart = (d for d in near if not match.start() <= d.start < match.end())
        released = [
            (d, _day(d.text)) for d in apart if _RELEASED.search(draft.text[max(d.start - 90, 0) : d.start])
        ]
        for release, day in released:
            if data is not None and day is not None and day < data and len(release.edtf or "") >= 10:
                yield Finding(start=match.start(), end=match.end(), text=match.group(), rule="source.before-data",
                              outcome=Outcome.CONFLICTS,
                              says=f"The release of {release.text} cannot hold data of {match['day']}: one of the two "
                                   f"days is wrong.")  # fmt: skip


_REPOST = later(
    r"\b(?:originally|first|previously)\s+(?:published|posted|appeared)\s+(?:on|in|by"
    r"|at)\b[^.\n]{3,100}",
    re.I,
)


def _reposts(draft: Draft) -> Iterator[Finding]:
    for match in _REPOST.finditer(draft.text):
        yield Finding(start=match.start(), end=match.end(), text=match.group(), rule="source.repost",
                      outcome=Outcome.ASK,
                      says="This is a copy of another publication: the two are one source.")  # fmt: skip
