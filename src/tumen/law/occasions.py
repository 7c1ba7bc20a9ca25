"""Days and seasons that come round each year, and a calendar file of them: sessions, deadlines, anniversaries, seasons.

All of them are read from the pack. Sessions stand there as the weeks in which they usually are; the exact days are
for a person to look up.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from tumen import vocab
from tumen.dates import Precision
from tumen.errors import LawError, UnknownFacts
from tumen.law import rows
from tumen.law.cases import public_cases
from tumen.law.channels import channels
from tumen.law.positions import positions
from tumen.law.register import AnyPack, PackKey

_TALKS = ("talks", "summit", "meeting", "hearing")
_MONTH = 31
_FOLD = 74  # octets of a line; RFC 5545, section 3.1, allows 75


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Something that comes round each year.

    Attributes:
        code: Id in the pack.
        kind: `anniversary`, `session`, `deadline` or `season`.
        label: Language to name.
        start: (month, day) on which it begins.
        end: (month, day) of its last day; before `start` when it runs over the new year.
        since: First year of what is remembered; None where nothing is counted.
        channel: Code of the channel it matters for; may be empty.
        note: What follows from it; may be empty.
        prepare_days: How long before it somebody has to begin; None where nothing is to be prepared.
    """

    code: str
    kind: str
    label: Mapping[str, str]
    start: tuple[int, int]
    end: tuple[int, int]
    since: int | None = None
    channel: str = ""
    note: str = ""
    prepare_days: int | None = None
    sources: tuple[str, ...] = ()
    verified: bool = True

    def title(self, language: str = "en") -> str:
        """Its name, in English if need be."""
        return self.label.get(language) or self.label.get("en") or self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a calendar.

    Attributes:
        code: Stable id of the entry.
        kind: As of its occasion, or a word of the desk.
        title: What it is; never a person's name.
        start: First day.
        end: Last day.
        years: How many years ago it was; None where nothing is counted.
        note: May be empty.
        verified: Whether a source, not memory, carries it.
    """

    code: str
    kind: str
    title: str
    start: datetime.date
    end: datetime.date
    years: int | None = None
    note: str = ""
    verified: bool = True


def occasions(pack: AnyPack) -> tuple[Occasion, ...]:
    """Everything that comes round each year, in pack order; nothing when the pack knows of none.

    Raises:
        UnknownPack: There is no such pack.
        LawError: The rows do not fit.
    """
    return _occasions(PackKey(vocab.load_pack(pack) if isinstance(pack, str) else pack))


def calendar_of(year: int, month: int, pack: AnyPack, *, language: str = "en") -> tuple[Entry, ...]:
    """What the pack has for a month, in order of days: occasions, deadlines, anniversaries, talks of states.

    Args:
        year: Of the month.
        month: 1 to 12.
        pack: The situation pack, or its name.
        language: Of the titles; a case has its title in English.

    Raises:
        UnknownPack: There is no such pack.
        LawError: There is no such month.
    """
    if not 1 <= month <= 12 or not datetime.MINYEAR < year < datetime.MAXYEAR:  # months of a year
        raise LawError(f"There is no month {year}-{month}.", hint="Write it as 2027-02.")
    first = datetime.date(year, month, 1)
    last = datetime.date(year, month, calendar.monthrange(year, month)[1])
    found = [
        e for at in (year - 1, year, year + 1) for o in occasions(pack) for e in _of(o, at, pack, language)
    ]
    found += [*_anniversaries(year, pack), *_talks(pack)]
    inside = (e for e in found if e.start <= last and e.end >= first)
    return tuple(sorted(inside, key=lambda e: (e.start, e.code)))


def as_ics(entries: Iterable[Entry], *, stamp: datetime.datetime, name: str) -> str:
    """A calendar file of whole-day entries that other programs read.

    Args:
        entries: What stands in it.
        stamp: When it was made, in UTC.
        name: Of the calendar.

    Source: RFC 5545 (Desruisseaux, 2009), sections 3.1, 3.3.11, 3.6.1.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tumen//calendar//EN",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for entry in entries:
        after = entry.end + datetime.timedelta(days=1)  # the end of a whole day is the day after
        lines += [
            "BEGIN:VEVENT", f"UID:{entry.code}-{entry.start:%Y%m%d}@tumen", f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{entry.start:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}",
            f"SUMMARY:{_escaped(entry.title)}", f"CATEGORIES:{entry.kind.upper()}",
            *([f"DESCRIPTION:{_escaped(entry.note)}"] if entry.note else []), "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def _escaped(text: str) -> str:
    for old, new in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(old, new)
    return text.replace("\r", "")


def _folded(line: str) -> list[str]:
    """Lines of at most 75 octets, no character cut in two; every line after the first begins with a space."""
    made, now = [], ""
    for c in line:
        if len((now + c).encode()) > _FOLD:
            made.append(now)
            now = " "
        now += c
    return [*made, now]


def _of(occasion: Occasion, year: int, pack: AnyPack, language: str) -> list[Entry]:
    start = _day(year, occasion.start)
    end = _day(year + (occasion.end < occasion.start), occasion.end)
    years = None if occasion.since is None else year - occasion.since
    if years is not None and years < 0:
        return []
    made = [
        Entry(
            code=occasion.code, kind=occasion.kind, title=occasion.title(language), start=start, end=end,
            years=years, note=occasion.note, verified=occasion.verified,
        )
    ]  # fmt: skip
    if occasion.prepare_days:
        begin = start - datetime.timedelta(days=occasion.prepare_days)
        made.append(
            Entry(
                code=f"{occasion.code}-PREPARE", kind="deadline", title=f"→ {occasion.title(language)}", start=begin,
                end=begin, note=f"begin now: {occasion.prepare_days} days are left", verified=occasion.verified,
            )
        )  # fmt: skip
    way = channels(pack).channels.get(occasion.channel)
    if occasion.kind == "session" and way is not None and way.before_session_days:
        due = start - datetime.timedelta(days=way.before_session_days)
        made.append(
            Entry(
                code=f"{occasion.code}-DUE", kind="deadline",
                title=f"{way.title(language)} ← {occasion.title(language)}",
                start=due, end=due, note=f"{way.before_session_days} days before the session begins", verified=False,
            )
        )  # fmt: skip
    return made


def _anniversaries(year: int, pack: AnyPack) -> list[Entry]:
    """Public cases known to the day, in each later year."""
    try:
        known = public_cases(pack)
    except UnknownFacts:
        return []
    made = []
    for case in known:
        day = case.date.earliest
        if case.date.precision is not Precision.DAY or day is None or day.year >= year:
            continue
        at = _day(year, (day.month, day.day))
        made.append(
            Entry(
                code=case.code, kind="anniversary", title=case.title, start=at, end=at, years=year - day.year
            )
        )
    return made


def _talks(pack: AnyPack) -> list[Entry]:
    """Talks, summits, meetings and hearings of the log known at least to the month, and whether rights came up."""
    try:
        known = positions(pack)
    except UnknownFacts:
        return []
    raised = {
        "yes": "rights were raised",
        "no": "rights were not raised",
        "": "not told whether rights were raised",
    }
    return [
        Entry(
            code=e.code, kind=e.kind, title=f"{', '.join((e.by, *e.to))}: {e.what}", start=e.date.earliest,
            end=e.date.latest, note=raised[e.rights_raised] if e.kind in ("talks", "summit") else "",
            verified=e.verified,
        )
        for e in known.entries.values()
        if e.kind in _TALKS and e.date is not None and e.date.earliest is not None and e.date.latest is not None
        and (e.date.latest - e.date.earliest).days <= _MONTH
    ]  # fmt: skip


def _day(year: int, at: tuple[int, int]) -> datetime.date:
    """A day of a year; the last of its month where the month is shorter."""
    return datetime.date(year, at[0], min(at[1], calendar.monthrange(year, at[0])[1]))


@lru_cache(maxsize=8)
def _occasions(key: PackKey) -> tuple[Occasion, ...]:
    try:
        facts: Mapping[str, Any] = vocab.thaw(key.pack.facts("channels"))
        found = [rows.Occasion.model_validate(r) for r in facts["tables"].get("occasions", [])]
    except UnknownFacts:
        return ()
    except ValidationError as error:
        places = tuple(".".join(map(str, e["loc"])) for e in error.errors())
        raise LawError(f"The occasions do not fit: {', '.join(places)}.", faults=places) from None
    return tuple(_occasion(r) for r in found)


def _occasion(row: rows.Occasion) -> Occasion:
    month, _, day = row.begins.partition("-")
    to_month, _, to_day = (row.to or row.begins).partition("-")
    return Occasion(
        code=row.id, kind=row.kind, label=row.label, start=(int(month), int(day or 1)),
        end=(int(to_month), int(to_day or 31)),
        since=row.since, channel=row.channel, note=row.note,
        prepare_days=row.prepare_days, sources=tuple(row.sources), verified=row.verified,
    )  # fmt: skip
