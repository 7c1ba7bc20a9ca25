"""References in the text of a report, such as `{figure:12}`: what each stands for, asked anew whenever it is printed.

`{figure:12}` a number with its interval, `{figure:12.observed}` one part of it; `{claim:ID}` a published number;
`{quote:34}` the words of a passage, unchanged; `{passage:34}` and `{source:5}` a footnote; `{case:ID}` a public case;
`{law:STATE INSTRUMENT DATE}` who was bound by what on that day; `{position:ID}` what a state or body said, in its
words where the log has them; `{report:3}` another report that was published.
What may not stand in a report resolves to a fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tumen import dates, law
from tumen.errors import TumenError
from tumen.figures import Claim, ledger
from tumen_desk.accounts.models import Enclosed
from tumen_desk.act import cases as public
from tumen_desk.act import positions, queries
from tumen_desk.act.models import Report
from tumen_desk.count.claims_sources import Cited, cited
from tumen_desk.count.claims_words import amount
from tumen_desk.count.models import Figure
from tumen_desk.count.withdrawals import WITHDREW, is_public
from tumen_desk.record import standing
from tumen_desk.record.models import Definition, Passage, Source
from tumen_desk.record.queries import allowed_passages, archived_copy
from tumen_desk.shell import terms
from tumen_desk.shell.languages import said_in

if TYPE_CHECKING:
    from django.db.models import QuerySet

MARK: Final = re.compile(r"\{(figure|claim|quote|passage|source|case|law|position|report):([^{}\n]+)\}")
CHANNEL: Final = "REPORT"
"""The channel of a pack that reports go through; it says whose consent they need."""
_INTERVAL: Final = {
    "en": "{level} interval {low} to {high}",
    "ko": "{level} 구간 {low}–{high}",
    "zh": "{level}区间{low}至{high}",
}
_CLAIM: Final = {"en": "published number", "ko": "공표된 수치", "zh": "已公布数字"}
_PARTS: Final = ("point", "low", "high", "observed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a reference gives.

    Attributes:
        text: Words that stand in the sentence; empty when it only makes a footnote.
        note: Footnote; empty without one.
        quoted: Whether `text` is somebody's words, which nothing may alter.
        fault: Why it may not be printed; empty when it may.
    """

    text: str = ""
    note: str = ""
    quoted: bool = False
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred:
    """Numbers of the rows that a text refers to."""

    figures: frozenset[int]
    passages: frozenset[int]
    sources: frozenset[int]


def referred(text: str) -> Referred:
    """Every row of the record that a text refers to."""

    def numbers(*kinds: str) -> frozenset[int]:
        found = (m for m in MARK.finditer(text) if m[1] in kinds)
        return frozenset(int(head) for m in found if (head := m[2].partition(".")[0].strip()).isdigit())

    return Referred(
        figures=numbers("figure"), passages=numbers("quote", "passage"), sources=numbers("source")
    )


def resolve(mark: re.Match[str], language: str) -> Told:
    """What a reference stands for today."""
    try:
        return _KINDS[mark[1]](mark[2].strip(), language)
    except TumenError as error:
        return Told(fault=f"{mark[0]}: {error.message}")


def purposes() -> tuple[str, ...]:
    """Purposes to which somebody must have agreed before their words or their case stand in a report.

    Raises:
        UnknownChannel: The pack knows no reports.
    """
    return law.channel(CHANNEL, queries.pack()).consent


def quotable() -> QuerySet[Passage]:
    """Passages whose words may stand in a report today: consent is a condition of the query."""
    found = Passage.objects.all()
    for purpose in purposes():
        found = found.filter(pk__in=allowed_passages(purpose).values("pk"))
    return found


def definitions(language: str) -> list[str]:
    """How this organisation uses its words, each with whose definition it is; for whoever reads a report.

    Of a source that lies in a circle nothing is printed.
    """
    enclosed = Enclosed.objects.values("source")
    house = Definition.objects.filter(house=True).exclude(source__in=enclosed)
    return [
        f"{terms.vocabulary(d.vocabulary)[d.code].label(language)}: “{d.words}” ({cite(d.source, d.where).rstrip('.')})"
        for d in house.select_related("source__issuer")
        if d.code in terms.vocabulary(d.vocabulary)
    ]


def figure_fault(figure: Figure) -> str:
    """Why a figure may not stand in a report today; empty when it may."""
    if WITHDREW in figure.caveats:
        return f"Figure {figure.pk}: somebody who was counted has withdrawn. Count again."
    again = Figure.objects.filter(run__again_of=figure.run_id).order_by("-pk").first()
    if again is not None:
        return f"Figure {figure.pk} is stale: it was counted again as figure {again.pk}."
    if not is_public(figure):
        return f"Figure {figure.pk} may not be published, or nobody decided that it may."
    return ""


def figure_note(figure: Figure, language: str = "en") -> str:
    """The footnote of a number: what it counts, how, and by which run."""
    told = (
        f"{figure.population}; as of {_day(figure.as_of, language)}.",
        f"Method {figure.method}; {figure.observed:,} {figure.unit} seen on {len(figure.sources)} lists.",
        f"Figure {figure.pk}, run {figure.run.run_id}.",
    )
    return " ".join((f"{figure.title}.", *(said_in(sentence, language) for sentence in told)))


def cite(source: Source, locator: str = "") -> str:
    """A source as a footnote cites it: issuer, title, date, address and day of retrieval, place in it."""
    day = _day(source.date) if source.date else "undated"
    parts = [source.issuer.name if source.issuer else "", f"“{source.title}”", day]
    if source.address:
        read = f" (read {_day(source.retrieved)})" if source.retrieved else ""
        kept = archived_copy(source)
        copy = f" (archived copy {kept}, SHA-256 {kept.file_sha256[:16]}…)" if kept else ""
        parts.append(f"{source.address}{read}{copy}")
    return ", ".join(p for p in (*parts, locator) if p) + "."


def _figure(given: str, language: str) -> Told:
    number, _, part = given.partition(".")
    figure = Figure.objects.select_related("run").filter(pk=_number(number)).first()
    if figure is None:
        return Told(fault=f"There is no figure {number}.")
    if part and part not in _PARTS:
        return Told(fault=f"A figure has {', '.join(_PARTS)}, not {part}.")
    value = getattr(figure, part or "point")
    fault = figure_fault(figure) or ("" if value is not None else f"Figure {number} has no such number.")
    if fault:
        return Told(fault=fault)
    return Told(text=_number_said(figure, part, language), note=figure_note(figure, language))


def _number_said(figure: Figure, part: str, language: str) -> str:
    if part:
        return f"{getattr(figure, part):,.0f}"
    said = f"{figure.point:,.0f}"
    if figure.low is None or figure.high is None:
        return said
    form = _INTERVAL.get(language, _INTERVAL["en"])
    return f"{said} ({form.format(level=f'{figure.level:.0%}', low=f'{figure.low:,.0f}', high=f'{figure.high:,.0f}')})"


def _claim(given: str, language: str) -> Told:
    book = ledger(queries.pack())
    found: Claim | None = next((c for c in book.claims if c.code == given), None)
    if found is None:
        return Told(fault=f"The ledger has no claim {given}.")
    by, day = _cited(cited(found.sources, book.sources)), dates.say(found.as_of, "en")
    note = f"{_CLAIM.get(language, _CLAIM['en'])}: {by}, {day}"
    return Told(text=amount(found), note=f"{note}{f' ({found.note})' if found.note else ''} [{found.code}]")


def _quote(given: str, language: str) -> Told:
    passage = quotable().select_related("document__source__issuer").filter(pk=_number(given)).first()
    if passage is None:
        return Told(
            fault=f"Passage {given} may not be quoted: it is not there, or nobody agreed to its words in a report."
        )
    source = passage.document.source
    teller = standing.called(source)
    note = cite(source, passage.locator or str(passage))
    told_by = said_in(f"Told by {teller}.", language) if teller else ""
    return Told(text=passage.text, note=f"{note} {told_by}".strip(), quoted=True)


def _passage(given: str, language: str) -> Told:
    told = _quote(given, language)
    return Told(note=told.note, fault=told.fault)


def _source(given: str, language: str) -> Told:
    source = Source.objects.select_related("issuer").filter(pk=_number(given)).first()
    return Told(fault=f"There is no source {given}.") if source is None else Told(note=cite(source))


def _case(given: str, language: str) -> Told:
    found = public.case(given)
    if found is None:
        return Told(fault=f"The pack has no public case {given}.")
    return Told(
        text=f"{found.case.title} ({dates.say(found.case.date, language)})",
        note=_cited(found.sources) or found.case.code,
    )


def _law(given: str, language: str) -> Told:
    words = given.split(maxsplit=2)
    if len(words) != 3:  # state, instrument, day
        return Told(fault=f"{given}: write state, instrument and day.")
    found = law.bound(words[0], words[1], dates.parse(words[2]), queries.pack())
    known = law.register(queries.pack())
    name = known.instruments[found.instrument].short
    unsure = "" if found.verified else " (from memory; not verified)"
    sources = _cited(cited(found.sources, known.sources))
    return Told(text=f"{name}: {found.reason}", note=f"{sources}{unsure}")


def _position(given: str, language: str) -> Told:
    """The words of the speaker as a quotation, else what was said or done in the words of the log."""
    found = positions.entry(given)
    day = dates.say(found.date, language) if found.date is not None else ""
    who = ", ".join(p for p in (positions.name(found.by), found.speaker, day, found.symbol) if p)
    unsure = "" if found.verified else " (from memory; not verified)"
    note = f"{who}. {_cited(cited(found.sources, positions.log().sources))}{unsure}"
    quoted = found.quoted and bool(found.wording)
    return Told(text=found.wording if quoted else found.what, note=note, quoted=quoted)


def _report(given: str, language: str) -> Told:
    """Another report by its title; one that was not published, or no longer stands, cannot be referred to."""
    found = Report.objects.filter(pk=_number(given.removeprefix("R-"))).first()
    if found is None or found.state != Report.State.PUBLISHED or found.published_at is None:
        return Told(fault=f"Report {given} is not there, or is not published: a reader could not follow.")
    day = dates.say(dates.parse(found.published_at.date().isoformat()), "en")
    return Told(
        text=f"“{found.title}”", note=f"“{found.title}”, {found}, {day}, SHA-256 {found.pdf_sha256[:16]}…"
    )


def _cited(sources: tuple[Cited, ...]) -> str:
    return "; ".join(", ".join(p for p in (s.publisher, s.title, s.year, s.address) if p) for s in sources)


def _day(text: str, language: str = "en") -> str:
    return dates.say(dates.parse(text), language)


def _number(text: str) -> int:
    return int(text) if text.strip().isdigit() else 0


_KINDS: Final[dict[str, Callable[[str, str], Told]]] = {
    "figure": _figure, "claim": _claim, "quote": _quote, "passage": _passage, "source": _source, "case": _case,
    "law": _law, "position": _position, "report": _report,
}  # fmt: skip
