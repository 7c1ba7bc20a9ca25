"""The dates that rules of every language make alike: doubt around a date, one date to another, one date or another."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from tumen.dates.arithmetic import union
from tumen.dates.date import Date
from tumen.dates.marks import mark
from tumen.dates.phrases import Make, Reader, alternatives, stretch

Side: TypeAlias = Callable[[Reader, str], Date]
"""Reads one side of two dates, which may leave out what the other side says."""


def same(m: re.Match[str], reader: Reader) -> Date:
    """The date inside words that change nothing."""
    return reader.read(m["x"])


def around(m: re.Match[str], reader: Reader) -> Date:
    """About that date."""
    return mark(reader.read(m["x"]), "~")


def doubtful(m: re.Match[str], reader: Reader) -> Date:
    """That date, perhaps."""
    return mark(reader.read(m["x"]), "?")


def from_to(side: Side) -> Make:
    """What a rule with the sides `a` and `b` makes of "from a to b"."""
    return lambda m, reader: stretch(side(reader, m["a"]), side(reader, m["b"]))


def one_or_other(side: Side) -> Make:
    """What a rule with the sides `a` and `b` makes of "a or b"."""
    return lambda m, reader: union(*alternatives(side(reader, m["a"]), side(reader, m["b"])))
