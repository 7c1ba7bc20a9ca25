"""Whether the sources of a draft can carry what they stand behind: order in time, subject, one source told as two."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tumen import dates
from tumen.checking.arithmetic import latest_day
from tumen.checking.finding import Draft, Finding, Outcome
from tumen.errors import DatesError


def sources_of_notes(draft: Draft) -> Iterator[Finding]:
    """Footnotes and reports: older than what they prove, about something else, or a copy of another."""
    found = draft.reading
    notes = {n.number: n for n in found.footnotes or ()}
    for citation in found.citations or ():
        note = notes.get(citation.number or "")
        if citation.cited_for is None or note is None or note.mark is None:
            continue
        yield from _before_the_fact(draft, citation, note)
        yield from _other_subject(draft, citation, note)
    yield from _release_before_data(draft)
    yield from _reposts(draft)


def _told(draft: Draft, citation, note):  # type: ignore[no-untyped-def]
    """The stretch that a mark covers: from the mark before it in its sentence up to it."""
    start = citation.cited_for[0]
    earlier = [
        n.mark[1] for n in draft.reading.footnotes or () if n.mark and start <= n.mark[1] < note.mark[0]
    ]
    return max([start, *earlier]), note.mark[0]


def _before_the_fact(draft: Draft, citation, note) -> Iterator[Finding]:  # type: ignore[no-untyped-def]
    """A source dated before the fact for which it is given."""
    published = _day(citation.date)
    if published is None:
        return
    start, end = _told(draft, citation, note)
    for date in draft.reading.dates:
        if start <= date.start < end and date.edtf and date.basis in ("explicit", "inferred"):
            try:
                fact = dates.parse(date.edtf).earliest
            except DatesError:
                continue
            if fact is not None and published < fact:
                yield Finding(start=date.start, end=date.end, text=date.text, rule="source.before-fact",
                              outcome=Outcome.CONFLICTS,
                              says=f"Note {note.number} is dated {citation.date}, before this date: it cannot show "
                                   f"what happened then.")  # fmt: skip


def _day(words: str | None):  # type: ignore[no-untyped-def]
    try:
        return latest_day(dates.parse(words, language="en").edtf) if words else None
    except DatesError:
        return None


_WORD = re.compile(r"[A-Za-z]{5,}")
_COMMON = frozenset(
    [
        "north",
        "south",
        "korea",
        "korean",
        "koreans",
        "report",
        "evidence",
        "about",
        "their",
        "people",
        "human",
        "rights",
        "march",
        "april",
        "august",
        "january",
        "february",
        "september",
        "october",
        "november",
        "december",
    ]
)


def _other_subject(draft: Draft, citation, note) -> Iterator[Finding]:  # type: ignore[no-untyped-def]
    """A title that shares no word with what it is given for: a reviewer should look whether it shows it."""
    if not citation.title:
        return
    start, end = _told(draft, citation, note)
    title, told = (
        {w.lower()[:6] for w in _WORD.findall(t) if w.lower() not in _COMMON}
        for t in (citation.title, draft.text[start:end])
    )
    if title and told and not title & told:
        yield Finding(start=note.mark[0], end=note.mark[1], text=draft.text[slice(*note.mark)],
                      rule="source.other-subject", outcome=Outcome.ASK,
                      says=f"The title in note {note.number} shares no word with the sentence. Does the source show "
                           f"this? Mark it if it does not.")  # fmt: skip


_AS_OF = re.compile(r"\bas\s+of\s+(?P<day>(?:\d{1,2}\s+)?[A-Z][a-z]+(?:\s+\d{1,2})?,?\s+(?:19|20)\d\d)")


_RELEASED = re.compile(
    r"\b(?:press\s+release|released?|dated|issued|published|statement)\b[^.;]{0,60}$", re.I
)


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
        for date, day in released:
            if data is not None and day is not None and day < data and len(date.edtf or "") >= 10:
                yield Finding(start=match.start(), end=match.end(), text=match.group(), rule="source.before-data",
                              outcome=Outcome.CONFLICTS,
                              says=f"The release of {date.text} cannot hold data of {match['day']}: one of the two "
                                   f"days is wrong.")  # fmt: skip


_REPOST = re.compile(
    r"\b(?:originally|first|previously)\s+(?:published|posted|appeared)\s+(?:on|in|by"
    r"|at)\b[^.\n]{3,100}",
    re.I,
)


def _reposts(draft: Draft) -> Iterator[Finding]:
    for match in _REPOST.finditer(draft.text):
        yield Finding(start=match.start(), end=match.end(), text=match.group(), rule="source.repost",
                      outcome=Outcome.ASK,
                      says="This is a copy of another publication: the two are one source.")  # fmt: skip
