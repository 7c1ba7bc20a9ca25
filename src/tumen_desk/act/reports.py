"""Reading reports: who may know of them, what stands in the way of publishing one. Nothing here writes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tumen import checking, law
from tumen.checking import Finding, Outcome
from tumen.law import Fault
from tumen_desk.accounts import circles
from tumen_desk.act import known, queries, report_marks, report_text
from tumen_desk.act.models import Case, Report, ReportSection
from tumen_desk.act.report_marks import MARK, Referred
from tumen_desk.act.report_set import Set
from tumen_desk.count.models import Figure
from tumen_desk.record.models import Mention, Name, Passage, Source
from tumen_desk.record.queries import allowed_mentions

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tumen_desk.accounts.models import User

_NOT_A_COUNT: Final = re.compile(
    r"^\s*(?:\d+[.)]\s|- )|\b\d{4}-\d\d(?:-\d\d)?\b|\b(?:1[5-9]|20)\d\d(?:s\b|[–/-]\d\d(?:\d\d)?)?"
    r"|\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\b"
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w* \d{1,2}\b"
    r"|\b(?:art(?:icle)?s?|paras?|paragraphs?|rules?|sections?|chapters?|annex|nos?|conclusions?|resolutions?|protocols?)"
    r"\.? \d+(?:\(\d+\))*(?:(?:,| and|–|-) ?\d+(?:\(\d+\))*)*|\b[A-Z][A-Z0-9]*(?:/[A-Z0-9.]+)+"
    r"|\d+[년월일年月日条조호]|第\d+|제\d+",
    re.IGNORECASE | re.MULTILINE,
)
"""Numbers that count nobody: of a day, a year, an article, a paragraph, a document."""
_QUOTED: Final = re.compile(r"[“\"「『]([^”\"」』\n]{12,})[”\"」』]")
_AT_ONCE: Final = 40  # remarks of the checks that a page shows


def all_reports(user: User) -> QuerySet[Report]:
    """Reports that rest on nothing in a circle closed to this user."""
    return Report.objects.filter(
        circles.known_to(user, "passages__document__source", "sources", "cases__persons__mention__source")
    ).select_related("made_by")


def refers_to(report: Report) -> tuple[Referred, frozenset[int]]:
    """Rows of the record that the sections of a report refer to, and its case files."""
    figures, cases, texts = set[int](), set[int](), list[str]()
    for section in report.sections.all():
        texts.append(section.text)
        for kind, words, found in (("figures", "figure", figures), ("cases", "case|fate", cases)):
            if section.kind == kind:
                found |= {
                    int(n)
                    for n in re.findall(rf"^\s*(?:{words})[ :]+(?:K-)?(\d+)\s*$", section.text, re.I | re.M)
                }
    told = report_marks.referred("\n".join(texts))
    return (
        Referred(figures=told.figures | figures, passages=told.passages, sources=told.sources),
        frozenset(cases),
    )


def closed_to(user: User, told: Referred, cases: frozenset[int]) -> list[str]:
    """What a report refers to that is not there for this user."""
    passages = Passage.objects.filter(circles.known_to(user, "document__source"), pk__in=told.passages)
    sources = Source.objects.exclude(pk__in=circles.closed_sources(user)).filter(pk__in=told.sources)
    files = known.cases(user).filter(pk__in=cases)
    figures = Figure.objects.filter(pk__in=told.figures)
    missing = [
        *(f"P-{n}" for n in sorted(told.passages - set(passages.values_list("pk", flat=True)))),
        *(f"S-{n}" for n in sorted(told.sources - set(sources.values_list("pk", flat=True)))),
        *(f"K-{n}" for n in sorted(cases - set(files.values_list("pk", flat=True)))),
        *(f"figure {n}" for n in sorted(told.figures - set(figures.values_list("pk", flat=True)))),
    ]
    return missing


def faults(report: Report, made: Set | None = None) -> tuple[Fault, ...]:
    """Everything that stops a report from being published, and advice; what stops it first."""
    made = made or report_text.set_up(report, draw=False)
    found = [Fault(code="reference", field=str(at), message=text) for at, text in made.faults]
    for section in report.sections.all():
        found += _typed(section)
    found += [*_names(report, made), *_states(made), *_parts(report, made)]
    return tuple(sorted(found, key=lambda f: not f.stops))


def remarks(made: Set) -> list[Finding]:
    """What the checks of a draft say of what the authors wrote, conflicts first; agreements are left out.

    In Korean and Chinese they read figures and dates only.
    """
    found = checking.check(made.written(), pack=queries.pack().name, language=made.language).findings
    telling = [f for f in found if f.outcome is not Outcome.AGREES]
    return sorted(telling, key=lambda f: (f.outcome is not Outcome.CONFLICTS, f.start))[:_AT_ONCE]


def content(report: Report, made: Set) -> dict[str, object]:
    """Exactly what a second person agrees to: another word, number or footnote is another request."""
    return {
        "report": str(report), "title": report.title, "language": report.language,
        "figures": [f.pk for f in report_text.used_figures(report)],
        "quotations": len(made.quotes), "footnotes": len(made.notes),
        "text": hashlib.sha256(made.plain().replace(made.day, "").encode()).hexdigest(),
    }  # fmt: skip


def _typed(section: ReportSection) -> Iterator[Fault]:
    """Numbers and quotations typed by hand, in what the authors write."""
    if section.kind == ReportSection.Kind.THANKS:
        return
    for line in section.text.splitlines():
        if section.kind in ("figures", "tables", "cases") and re.fullmatch(r"\s*\w+[ :]+\S+\s*", line):
            continue
        own = MARK.sub(" ", line)
        if number := re.search(r"\d[\d,.]*", _NOT_A_COUNT.sub(" ", own)):
            yield Fault(
                code="number", field=str(section.pk),
                message=f"“{number[0]}” is typed by hand: put it in from a figure or a claim.",
            )  # fmt: skip
        if any(not _stands(quoted[1]) for quoted in _QUOTED.finditer(own)):
            yield Fault(
                code="quotation",
                field=str(section.pk),
                message="A quotation is typed by hand: put it in from a passage.",
            )


def _stands(quoted: str) -> bool:
    """Whether these are, word for word, the words of a treaty or report that the pack keeps."""
    found = law.compare_quotation(quoted, queries.pack())
    return found is not None and found.exact


def _names(report: Report, made: Set) -> Iterator[Fault]:
    """Names of people of the record who did not agree to be named."""
    rests_on = {
        *report.sources.values_list("pk", flat=True),
        *report.passages.values_list("document__source", flat=True),
    }
    rests_on |= set(report.cases.values_list("persons__mention__source", flat=True))
    people = Mention.objects.filter(source__in=[s for s in rests_on if s])
    naming = law.channel(report_marks.CHANNEL, queries.pack()).consent_name
    if naming:
        people = people.exclude(pk__in=allowed_mentions(naming).values("pk"))
    text = made.plain()
    for name in Name.objects.filter(mention__in=people):
        if name.text and law.stands_in(name.text, text):
            yield Fault(
                code="name",
                message=f"A name of M-{name.mention_id}, who did not agree to be named, stands in the report.",
            )


def _states(made: Set) -> Iterator[Fault]:
    own = made.plain()
    for quote in made.quotes:
        own = own.replace(quote, "")
    for wrong in law.wrong_state_names(own, queries.pack()):
        meant = f" Meant may be: {', '.join(wrong.near)}." if wrong.near else ""
        yield Fault(code="state-name", message=f"No state is called “{wrong.text}”.{meant}")


def _parts(report: Report, made: Set) -> Iterator[Fault]:
    kinds = {p.kind for p in made.parts}
    if not made.parts:
        yield Fault(code="missing", message="The report says nothing yet: write a section.")
    if report.figures.exists():
        for kind in ("methods", "limits"):
            if kind not in kinds:
                yield Fault(code="missing", message=f"A report with figures needs a section of {kind}.")
    if not made.authors:
        yield Fault(code="wanted", message="Nobody stands as author.", stops=False)


def insertable(user: User) -> dict[str, list[tuple[str, str]]]:
    """What can be put into a text: (reference, words), the newest first; only what may stand in a report today."""
    figures = [
        f
        for f in Figure.objects.select_related("run").order_by("-pk")[:60]
        if not report_marks.figure_fault(f)
    ]
    passages = report_marks.quotable().filter(circles.known_to(user, "document__source"))
    quotes = passages.select_related("document__source").order_by("-pk")[:20]
    return {
        "Figures": [(f"{{figure:{f.pk}}}", f.title) for f in figures[:20]],
        "Passages": [(f"{{quote:{p.pk}}}", f"{p.document.source.title}: {p.text[:80]}") for p in quotes],
        "Sources": [
            (f"{{source:{s.pk}}}", s.title)
            for s in Source.objects.exclude(pk__in=circles.closed_sources(user)).order_by("-pk")[:20]
        ],
        "Case files": [(f"case {c}", c.title) for c in known.cases(user)[:20]],
    }  # fmt: skip


def cases_of(numbers: frozenset[int]) -> QuerySet[Case]:
    """Case files by number."""
    return Case.objects.filter(pk__in=numbers)
