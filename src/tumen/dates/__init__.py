"""Dates of any precision, as told: parse, compare, reckon with them, say them in English, Korean and Chinese.

A `Date` holds what the source says in Extended Date/Time Format (EDTF): a year, a season, "around March 1998",
"before 2004", one of two years, the late 1990s. Comparisons have three answers, and reckoning returns ranges.

Never does: fill in a month or day that was not told, read the clock, guess what a relative date is relative to.

Begin with `parse`, then `before`, `overlaps`, `age_at`, `say`; `find` for running text; `compare_identity` and
`IdentityTable` for whether two dates may be one person's. See docs/methods/dates.md.
"""

from tumen.dates.age import Reckoning, age_at, birth_from_age
from tumen.dates.agreement import DATE_LEVELS, Agreement, DateLevel, LevelMeaning, Told
from tumen.dates.arithmetic import Range, duration, hull, intersect, shift, union
from tumen.dates.calendars import LunarCalendar, juche_year, lunar
from tumen.dates.compare import Truth, after, before, contains, equal, overlaps, sort_key
from tumen.dates.date import Date, Precision, plain_day
from tumen.dates.identity import DateComparison, Habits, IdentityTable, compare_age, compare_identity
from tumen.dates.impossible import NoSuchDay, no_such_days
from tumen.dates.marks import mark
from tumen.dates.say import say
from tumen.dates.told_age import parse_birth
from tumen.dates.written import LANGUAGES, Found, find, parse

__all__ = [
    "DATE_LEVELS",
    "LANGUAGES",
    "Agreement",
    "Date",
    "DateComparison",
    "DateLevel",
    "Found",
    "Habits",
    "IdentityTable",
    "LevelMeaning",
    "LunarCalendar",
    "NoSuchDay",
    "Precision",
    "Range",
    "Reckoning",
    "Told",
    "Truth",
    "after",
    "age_at",
    "before",
    "birth_from_age",
    "compare_age",
    "compare_identity",
    "contains",
    "duration",
    "equal",
    "find",
    "hull",
    "intersect",
    "juche_year",
    "lunar",
    "mark",
    "no_such_days",
    "overlaps",
    "parse",
    "parse_birth",
    "plain_day",
    "say",
    "shift",
    "sort_key",
    "union",
]
