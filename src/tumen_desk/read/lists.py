"""The lists of candidates: what each is called, which key opens it, and each candidate in one line."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from tumen import dates
from tumen.errors import DatesError
from tumen.figures import share
from tumen.reading import Reading
from tumen_desk.shell.spoken import spoken
from tumen_desk.shell.terms import language

Content = Mapping[str, Any]
MODEL: Final = "model"
"""The list of what a language model on this computer added; there only where one was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One list.

    Attributes:
        name: As the library calls it.
        label: As people call it.
        one: What accepting one of them does, in a sentence.
        normal: The normal form of a candidate, in one line.
    """

    name: str
    label: str
    one: str
    normal: Callable[[Content], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A candidate as it was read, not yet a row."""

    list: str
    key: str
    start: int
    end: int
    confidence: float
    content: Content


def number(value: float | None) -> str:
    """Digits in groups; empty for an open end."""
    return "" if value is None else f"{value:,.0f}" if float(value).is_integer() else f"{value:,.10g}"


def bounds(low: float | None, high: float | None) -> str:
    """`300`, `10–20`, `300 or more`, `up to 20`."""
    if low is not None and high is not None:
        return number(low) if low == high else f"{number(low)}–{number(high)}"
    if low is not None:
        return f"{number(low)} or more"
    return f"up to {number(high)}" if high is not None else "no number"


def _said(edtf: str | None) -> str:
    if not edtf:
        return ""
    try:
        return dates.say(dates.parse(edtf), language())
    except DatesError:
        return edtf


def _joined(*parts: object) -> str:
    return " · ".join(str(p) for p in parts if p)


def of_base(c: Content) -> str:
    """`12 of 150, 8.0%`, with the interval where people were asked; empty where the text gives no whole."""
    base, low = c.get("base"), c.get("value_low")
    if not base:
        return ""
    whole = bounds(base["low"], base["high"])
    if c["kind"] != "count" or low is None or low != c.get("value_high") or base["low"] != base["high"]:
        return f"of {whole}"
    one = share(low, base["low"])
    return one.said if base["sampled"] else f"{number(low)} of {whole}, {one.share:.1%}"


def _claim(c: Content) -> str:
    sign = " %" if c["kind"] == "percent" else ""
    number_of = f"{spoken(bounds(c['value_low'], c['value_high']))}{sign} {c.get('unit') or ''}".strip()
    by = c.get("attributed_to") and spoken(f"says {c['attributed_to']}")
    return _joined(number_of, _said(c.get("as_of")), c.get("place"), spoken(of_base(c)), by)


def _date(c: Content) -> str:
    day = _said(c["edtf"]) or spoken("hangs on something undated")
    return _joined(day, c["edtf"], spoken(c["basis"]))


def _happening(c: Content) -> str:
    low, high = c.get("victims_range") or (c.get("victims_count"), c.get("victims_count"))
    victims = "" if low is None and high is None else spoken(f"{bounds(low, high)} people")
    return _joined(c["what"], victims, _said(c.get("date")), c.get("place"), ", ".join(c.get("actors") or ()))


def _asked(c: Content) -> str:
    via = spoken(f"through {c['via']}") if c.get("via") else ""
    return _joined(c.get("addressee") or spoken("nobody named"), via, spoken(c["status"]))


def _legal(c: Content) -> str:
    article = spoken(f"article {c['article']}") if c.get("article") else ""
    return _joined(c["instrument"], article, c.get("state"), spoken(c["kind"]))


def _citation(c: Content) -> str:
    return _joined(c.get("author"), c.get("title"), c.get("publisher"), c.get("date"), spoken(c["form"]))


def _named(c: Content) -> str:
    other = c["canonical"] if c["canonical"] != c["name"] else ""
    return _joined(
        c["name"],
        other and spoken(f"may be {other}"),
        spoken(c["kind"]),
        c.get("country"),
        spoken(f"{c['mentions']} times"),
    )


def _hinted(c: Content) -> str:
    return _joined(spoken(_LABELS.get(c["of"]) or str(c["of"])), c["by"])


LISTS: Final = (
    Listed(name="claims", label="Figures", one="It goes into the ledger of published figures.", normal=_claim),
    Listed(name="dates", label="Dates", one="It is offered where this passage is coded.",
           normal=_date),
    Listed(name="incidents", label="Incidents", one="It waits to be coded as an account.", normal=_happening),
    Listed(name="recommendations", label="Recommendations", one="It is followed from now on.", normal=_asked),
    Listed(name="legal", label="Law", one="It is kept as what the document relies on.", normal=_legal),
    Listed(name="citations", label="Citations", one="It is kept as what the document cites.", normal=_citation),
    Listed(name="people_orgs", label="People and bodies", one="It is kept as named in the document.", normal=_named),
    Listed(name="places", label="Places", one="It is offered where this passage is coded.", normal=_named),
    Listed(name="patterns", label="Practices", one="It is kept as told in general terms.", normal=_happening),
    Listed(name=MODEL, label="By the model", normal=_hinted,
           one="A language model on this computer named it; nobody else did. It is kept with its passage."),
)  # fmt: skip
_LABELS: Final = {listed.name: listed.label for listed in LISTS}
BY_NAME: Final = {listed.name: listed for listed in LISTS}


def found(reading: Reading) -> Iterator[Found]:
    """Every candidate of a reading, one for each place and what is read there."""
    taken: set[tuple[str, str]] = set()
    for name, rows in reading.as_dict().items():
        if name in BY_NAME and isinstance(rows, list):
            for row in rows:
                made = _found(name, row)
                if (name, made.key) not in taken:
                    taken.add((name, made.key))
                    yield made
    for hint in reading.model.suggested if reading.model else ():
        made = _found(
            MODEL, {**asdict(hint), "name": hint.list}
        )  # one passage may be offered for several lists
        yield replace(
            made,
            content={"of": hint.list, "by": hint.by, "reason": hint.reason, "confidence": hint.confidence},
        )


def absent(reading: Reading) -> list[str]:
    """Lists that cannot be read in the language of the text."""
    return [listed.name for listed in LISTS if listed.name != MODEL and getattr(reading, listed.name) is None]


def _found(name: str, row: dict[str, Any]) -> Found:
    start, end = _span(row)
    # Two references may stand on the same words: the article tells them apart. A name stands in many places.
    apart = row.get("article") or row.get("name") or ""
    key = hashlib.blake2b(f"{start}:{end}:{apart}".encode(), digest_size=16).hexdigest()
    content = {name: value for name, value in row.items() if name not in ("id", "start", "end", "text")}
    return Found(list=name, key=key, start=start, end=end, confidence=row["confidence"], content=content)


def _span(row: Content) -> tuple[int, int]:
    if "start" in row:
        return row["start"], row["end"]
    first = row["spans"][0]
    return (first["start"], first["end"]) if isinstance(first, dict) else (first[0], first[1])
