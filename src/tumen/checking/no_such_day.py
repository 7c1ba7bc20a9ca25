"""Days that the calendar does not have, such as 31 June: a slip of the pen that every reader would find."""

from __future__ import annotations

from collections.abc import Iterator

from tumen import dates
from tumen.checking.finding import Draft, Finding, Outcome


def no_such_day(draft: Draft) -> Iterator[Finding]:
    """Each date whose month does not have that day; lunar dates, whose months are others, are left alone."""
    for day in dates.no_such_days(draft.text):
        yield Finding(
            start=day.start,
            end=day.end,
            text=day.text,
            rule="date.impossible",
            outcome=Outcome.CONFLICTS,
            says=f"There is no such day: that month has {day.last} days.",
        )
