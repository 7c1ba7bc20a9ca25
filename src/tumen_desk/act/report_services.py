"""Writing, publishing and withdrawing reports. Each function checks the door, changes, logs; all or nothing."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction

from tumen import law
from tumen.errors import PaperRefused
from tumen_desk.accounts import approvals
from tumen_desk.accounts.access import Door, require
from tumen_desk.accounts.deeds import Deed, deed
from tumen_desk.act import queries, report_marks, report_printing, report_source, report_text, reports
from tumen_desk.act.models import Report, ReportSection, Task
from tumen_desk.act.report_set import Set
from tumen_desk.act.services import today
from tumen_desk.audit import log
from tumen_desk.record import themes
from tumen_desk.record.models import Consent, Theme
from tumen_desk.store import files

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

PUBLISH = deed(
    Deed(
        code="act.report_publish",
        label="Publish a report",
        asks=Door.ACT_WRITE,
        warns="It cannot be called back. Read it as somebody who looks for the people in it.",
        hours=72,
    )
)
OUTLINE: Final = (
    (ReportSection.Kind.TEXT, "Summary"), (ReportSection.Kind.TEXT, "Findings"),
    (ReportSection.Kind.FIGURES, "Figures"),
    (ReportSection.Kind.METHODS, "Methods"), (ReportSection.Kind.LIMITS, "Limits"), (ReportSection.Kind.TERMS, "Terms"),
    (ReportSection.Kind.THANKS, "Thanks"),
)  # fmt: skip
DRAFT: Final = "DRAFT. It may not leave."
KINDS: Final = ("pdf", "docx", "html")


@transaction.atomic
def report_begin(*, actor: User, title: str, language: str = "en") -> Report:
    """A report with the usual sections, all empty."""
    require(actor, Door.ACT_WRITE)
    report = Report.objects.create(title=title.strip(), language=language, made_by=actor)
    for position, (kind, name) in enumerate(OUTLINE, start=1):
        ReportSection.objects.create(report=report, position=position, kind=kind, title=name)
    log.write(actor, "act.report_begin", f"report:{report.pk}")
    return report


@transaction.atomic
def report_write(
    *,
    actor: User,
    report: Report,
    title: str,
    language: str,
    subtitle: str = "",
    authors: str = "",
    house_terms: str = "",
) -> None:
    """Change what stands above a report, and its house terms.

    Raises:
        PaperRefused: It was published.
    """
    require(actor, Door.ACT_WRITE)
    _refuse_published(report)
    report.title, report.language, report.subtitle = title.strip(), language, subtitle.strip()
    report.authors, report.house_terms = authors.strip(), house_terms.strip()
    report.save(update_fields=["title", "language", "subtitle", "authors", "house_terms"])
    log.write(actor, "act.report_write", f"report:{report.pk}")


@transaction.atomic
def report_from_text(*, actor: User, text: str, report: Report | None = None) -> Report:
    """Begin a report from a text of `report_source`, or write a draft anew from one.

    Raises:
        PaperRefused: The text cannot be read, the report was published, or it names what is not there for this user.
    """
    require(actor, Door.ACT_WRITE)
    told = report_source.read(text)
    if report is None:
        report = Report.objects.create(title=told.head["title"][:200], made_by=actor)
    report_write(actor=actor, report=report, **told.head)
    report.sections.all().delete()
    for position, section in enumerate(told.sections, start=1):
        ReportSection.objects.create(
            report=report, position=position, kind=section.kind, title=section.title[:200], text=section.text
        )
    _refer(actor, report)
    log.write(actor, "act.report_from_text", f"report:{report.pk}", sections=len(told.sections))
    return report


@transaction.atomic
def section_add(*, actor: User, report: Report, kind: str, title: str = "") -> ReportSection:
    """A section at the end."""
    require(actor, Door.ACT_WRITE)
    _refuse_published(report)
    last = report.sections.order_by("-position").values_list("position", flat=True).first() or 0
    made = ReportSection.objects.create(
        report=report, kind=ReportSection.Kind(kind), title=title.strip(), position=last + 1
    )
    log.write(actor, "act.section_add", f"report:{report.pk}", section=made.pk)
    return made


@transaction.atomic
def report_outline(*, actor: User, report: Report) -> list[ReportSection]:
    """A section for each theme of the record, in their order, with references to passages that may be quoted and speak
    of its acts; one whose title is there already is left as it is. Logged with each section.

    Raises:
        PaperRefused: It was published, or there is no theme.
    """
    require(actor, Door.ACT_WRITE)
    _refuse_published(report)
    there = set(report.sections.values_list("title", flat=True))
    found = [theme for theme in Theme.objects.all() if theme.title not in there]
    if not found:
        raise PaperRefused("There is no theme to make a section of.", hint="Keep themes in the record first.")
    quotable = report_marks.quotable()
    made = []
    for theme in found:
        section = section_add(actor=actor, report=report, kind=ReportSection.Kind.TEXT, title=theme.title)
        passages = quotable.filter(pk__in=themes.acts_of(actor, theme).order_by().values("passage"))
        section.text = "\n".join(
            f"{{quote:{pk}}}" for pk in passages.order_by("pk").values_list("pk", flat=True)[:20]
        )
        section.save(update_fields=["text"])
        made.append(section)
    _refer(actor, report)
    return made


@transaction.atomic
def section_write(*, actor: User, section: ReportSection, title: str, text: str) -> None:
    """Change a section. What it refers to must be there for whoever writes.

    Raises:
        PaperRefused: The report was published, or the text refers to what is not there for this user.
    """
    require(actor, Door.ACT_WRITE)
    _refuse_published(section.report)
    section.title, section.text = title.strip(), text.strip()
    section.save(update_fields=["title", "text"])
    _refer(actor, section.report)
    log.write(actor, "act.section_write", f"report:{section.report_id}", section=section.pk)


@transaction.atomic
def section_move(*, actor: User, section: ReportSection, up: bool) -> None:
    """One place up or down."""
    require(actor, Door.ACT_WRITE)
    _refuse_published(section.report)
    order = list(section.report.sections.all())
    at = order.index(section)
    to = max(at - 1, 0) if up else min(at + 1, len(order) - 1)
    order.insert(to, order.pop(at))
    for position, each in enumerate(order, start=1):
        ReportSection.objects.filter(pk=each.pk).update(position=position)
    log.write(actor, "act.section_move", f"report:{section.report_id}", section=section.pk, to=to + 1)


@transaction.atomic
def section_remove(*, actor: User, section: ReportSection) -> None:
    """Take a section out."""
    require(actor, Door.ACT_WRITE)
    _refuse_published(section.report)
    log.write(actor, "act.section_remove", f"report:{section.report_id}", section=section.pk)
    report = section.report
    section.delete()
    _refer(actor, report)


def report_ask(*, actor: User, report: Report, reason: str) -> None:
    """Ask a second person to agree that the report is published as it reads now.

    Raises:
        PaperRefused: Something stops it.
    """
    require(actor, Door.ACT_WRITE)
    made = report_text.set_up(report, draw=False)
    _refuse_faults(report, made)
    approvals.ask(
        actor=actor,
        deed=PUBLISH.code,
        subject=f"report:{report.pk}",
        content=reports.content(report, made),
        reason=reason,
    )


@transaction.atomic
def report_publish(*, actor: User, report: Report) -> Report:
    """Seal the report in its three forms. Every number and quotation is asked for once more at this moment.

    Raises:
        SecondPersonNeeded: Nobody agreed to exactly this text.
        PaperRefused: Something stops it, such as a figure that is stale or a consent that was withdrawn.
    """
    require(actor, Door.ACT_WRITE)
    found = Report.objects.select_for_update().get(pk=report.pk)
    _refuse_published(found)
    made = report_text.set_up(found)
    _refuse_faults(found, made)
    approvals.spend(
        actor=actor, deed=PUBLISH.code, subject=f"report:{found.pk}", content=reports.content(found, made)
    )
    found.docx_sha256 = files.put(report_printing.as_docx(made))
    found.pdf_sha256 = files.put(report_printing.as_pdf(made))
    found.html_sha256 = files.put(report_printing.as_html(made).encode())
    found.state, found.published_by = Report.State.PUBLISHED, actor
    found.published_at = datetime.datetime.now(datetime.UTC)
    found.save()
    log.write(
        actor, "act.report_publish", f"report:{found.pk}", pdf=found.pdf_sha256, docx=found.docx_sha256,
        html=found.html_sha256, figures=[f.pk for f in report_text.used_figures(found)],
    )  # fmt: skip
    return found


@transaction.atomic
def report_withdraw(*, actor: User, report: Report, why: str) -> None:
    """Say that a published report no longer stands; the sealed copies stay, so that it is known what it said."""
    require(actor, Door.ACT_WRITE)
    if report.state != Report.State.PUBLISHED:
        raise PaperRefused("Only a published report can be withdrawn.")
    if not why.strip():
        raise PaperRefused(
            "A report is withdrawn with a reason.", hint="Say what no longer holds, in a sentence."
        )
    report.state, report.withdrawn_why = Report.State.WITHDRAWN, why.strip()
    report.save(update_fields=["state", "withdrawn_why"])
    log.write(actor, "act.report_withdraw", f"report:{report.pk}")


def report_file(*, actor: User, report: Report, kind: str) -> bytes:
    """A form of the report: the sealed copy of what was published, logged; else a draft as it reads today.

    Raises:
        PaperRefused: There is no such form.
    """
    require(actor, Door.ACT_READ)
    if kind not in KINDS:
        raise PaperRefused(f"A report has no form {kind}.", hint=f"There are: {', '.join(KINDS)}.")
    if report.state != Report.State.DRAFT:
        sha256 = getattr(report, f"{kind}_sha256")
        log.write(actor, "act.report_open", f"report:{report.pk}", sha256=sha256)
        return files.get(str(sha256))
    made = report_text.set_up(report, draft=DRAFT)
    if kind == "html":
        return report_printing.as_html(made).encode()
    return report_printing.as_pdf(made) if kind == "pdf" else report_printing.as_docx(made)


def consent_withdrawn(consent: Consent) -> None:
    """Somebody took back that their words or their case stand in a report: for those published, a task is set."""
    known = law.channels(queries.pack()).channels.get("REPORT")
    if consent.granted or known is None or consent.purpose not in known.consent:
        return
    touched = Report.objects.filter(state=Report.State.PUBLISHED)
    by_source = touched.filter(passages__document__source=consent.source_id)
    by_case = touched.filter(cases__persons__mention__source=consent.source_id)
    for report in (by_source | by_case).distinct():
        Task.objects.create(
            kind=f"report:{report.pk}", due=today(),
            text=f"Somebody withdrew after {report} was published: withdraw it or tell whoever received it",
        )  # fmt: skip


def _refer(actor: User, report: Report) -> None:
    """Keep what the sections refer to beside the report, after asking whether it is there for this user."""
    told, cases = reports.refers_to(report)
    if missing := reports.closed_to(actor, told, cases):
        raise PaperRefused(
            f"It refers to what is not there: {', '.join(missing)}.",
            hint="Choose from the lists beside the text.",
        )
    report.passages.set(told.passages)
    report.sources.set(told.sources)
    report.figures.set(told.figures)
    report.cases.set(cases)


def _refuse_published(report: Report) -> None:
    if report.state != Report.State.DRAFT:
        raise PaperRefused("What was published is never changed.", hint="Begin a new report.")


def _refuse_faults(report: Report, made: Set) -> None:
    stops = [f for f in reports.faults(report, made) if f.stops]
    if stops:
        raise PaperRefused(
            f"This report may not be published yet: {stops[0].message}", faults=[f.code for f in stops]
        )
