"""Dates."""

from __future__ import annotations

from tumen.errors.base import InputError

__all__ = [
    "DateCalendarMismatch",
    "DateImpossible",
    "DateLanguage",
    "DateLunar",
    "DateNeedsReference",
    "DateOrder",
    "DateOutOfRange",
    "DateUnreadable",
    "DatesError",
]


class DatesError(InputError):
    """A date that cannot be read or does not exist."""

    code = "dates"


class DateUnreadable(DatesError):
    """A text that is not a date in any form that is read."""

    code = "dates.unreadable"
    default_hint = "Write it as EDTF (2004, 2004-05, 2004-05-06, 1998~, 2003/2004) or as one date in words."


class DateImpossible(DatesError):
    """A day or month that no calendar has."""

    code = "dates.impossible"
    default_hint = "Check the day and month against the source; leave out what the source does not say."


class DateOutOfRange(DatesError):
    """A date before the year 1 or after the year 9999."""

    code = "dates.range"
    default_hint = "Give years as 0001 to 9999."


class DateOrder(DatesError):
    """An interval that ends before it begins, or an event before a birth."""

    code = "dates.order"
    default_hint = "Check which date is the first."


class DateNeedsReference(DatesError):
    """A relative date ("last May") with nothing to reckon it from."""

    code = "dates.reference"
    default_hint = "Say which date it is reckoned from, for example the date of the interview."


class DateCalendarMismatch(DatesError):
    """One date given in two calendars that disagree."""

    code = "dates.mismatch"
    default_hint = "Check both years in the source; a Juche year is the year less 1911."


class DateLunar(DatesError):
    """A lunar date that does not exist or lies outside the tables."""

    code = "dates.lunar"
    default_hint = "Check the month, the leap month and the year; the tables reach from 1900 to 2049."


class DateLanguage(DatesError):
    """A language in which dates are not read or said."""

    code = "dates.language"
    default_hint = "Use en, ko or zh."
