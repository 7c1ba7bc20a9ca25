"""Published numbers, dates and comparisons in words, in the language of the page. The library gives the reasons."""

from __future__ import annotations

from collections.abc import Mapping

from tumen import dates
from tumen.dates import Date
from tumen.figures import Claim
from tumen_desk.shell.spoken import spoken
from tumen_desk.shell.terms import language

_TITLES = "…"
_QUALIFIERS = {"about": "about", "at-least": "at least", "more-than": "more than", "up-to": "up to"}


def said(date: Date) -> str:
    """A date as one says it in the language of the page."""
    return dates.say(date, language())


def number(value: float, unit: str = "") -> str:
    """Digits in groups, a share as per cent, no digit that was not stated.

    Example:
        >>> number(34538.0), number(0.722, "share"), number(2.5)
        ('34,538', '72.2 %', '2.5')
    """
    if unit == "share":
        return f"{round(100 * value, 6):g} %"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.10g}"


def amount(claim: Claim) -> str:
    """What a claim states: `about 26,000`, `10,000–300,000`, `at least 20,000`, or that it gives no number."""
    word = _QUALIFIERS.get(claim.qualifier, claim.qualifier)
    low, high = claim.low, claim.high
    if claim.value is not None:
        text = number(claim.value, claim.unit)
        if claim.nature == "own" and low is not None and high is not None:
            text = f"{text} ({number(round(low), claim.unit)}–{number(round(high), claim.unit)})"
    elif low is not None and high is not None:
        text = f"{number(low, claim.unit)}–{number(high, claim.unit)}"
    elif low is not None:
        word, text = word or "at least", number(low, claim.unit)
    elif high is not None:
        word, text = word or "up to", number(high, claim.unit)
    else:
        return "no number"
    return f"{word} {text}".strip()


def flag(text: str) -> str:
    """A flag of the ledger, readable: `date-from-publication`, `derived:D01`, `year-conflict:2013`."""
    kind, _, of = text.partition(":")
    return spoken(kind.replace("-", " ")) + (f": {of}" if of else "")


def with_dates_said(text: str, a: Claim, b: Claim) -> str:
    """A reason or hint that ends in two dates in notation, with the dates said."""
    written = f"{a.as_of} and {b.as_of}"
    if not text.endswith(written):
        return text
    return f"{text.removesuffix(written)}{said(a.as_of)} and {said(b.as_of)}"


def reason(why: str, text: str, a: Claim, b: Claim) -> str:
    """Why two claims are not compared: dates and names said, which may have an “and” of their own."""
    text = with_dates_said(text, a, b)
    for x, y in ((a.population, b.population), (a.place, b.place)):
        text = text.replace(f"{x.name()} and {y.name()}", f"{spoken(x.name())} and {spoken(y.name())}")
    return spoken(f"{why}: {text}")


def hint(text: str, a: Claim, b: Claim, *, titles: Mapping[str, str]) -> str:
    """A hint of a comparison: dates said, flags readable, shared sources by title."""
    code, _, rest = text.partition(": ")
    if code in (a.code, b.code):
        return f"{code}: {flag(rest)}"
    head, both, sources = text.partition("both from ")
    if both:
        # Titles stay as they are: they are put in when the rest has been said.
        named = ", ".join(titles.get(s, s) for s in sources.split(", "))
        return spoken(f"{head}{both}{_TITLES}").replace(_TITLES, named)
    return spoken(with_dates_said(text, a, b))


def counted(n: int, one: str, many: str = "") -> str:
    """`1 claim`, `2 claims`."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"
