"""Pages of reports: written section by section, checked, agreed to by a second person, published, brought."""

from __future__ import annotations

from collections.abc import Callable

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tumen.errors import TumenError
from tumen_desk.accounts import approvals
from tumen_desk.accounts.access import Door, behind
from tumen_desk.accounts.models import Approval
from tumen_desk.act import deliveries, report_forms, report_services, report_text, reports, work_forms
from tumen_desk.act.models import Report, ReportSection
from tumen_desk.act.report_marks import CHANNEL
from tumen_desk.act.typesetting import MEDIA_TYPES
from tumen_desk.act.work_views import posted, user_of
from tumen_desk.shell.downloads import download


@behind(Door.ACT_READ)
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """Every report, newest first."""
    return render(request, "act/reports.html", {"reports": reports.all_reports(user_of(request))})


@behind(Door.ACT_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def report_new(request: HttpRequest) -> HttpResponse:
    """Begin a report with the usual sections."""
    form = report_forms.ReportNewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = report_services.report_begin(actor=user_of(request), **form.cleaned_data)
        return redirect("act:report", made.pk)
    context = {"form": form, "title": "Begin a report", "button": "Begin"}
    return render(request, "act/form.html", context, status=422 if form.errors else 200)


@behind(Door.ACT_READ)
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: its sections, how it reads today, what stops it, what the checks say."""
    user = user_of(request)
    found = get_object_or_404(reports.all_reports(user), pk=pk)
    made = report_text.set_up(found, draw=False)
    draft = found.state == Report.State.DRAFT
    faults = reports.faults(found, made) if draft else ()
    head = {k: getattr(found, k) for k in ("title", "subtitle", "language", "authors", "house_terms")}
    subject, content = f"report:{pk}", reports.content(found, made)
    deed = report_services.PUBLISH.code
    context = {
        "report": found, "made": made, "draft": draft, "faults": faults, "stops": any(f.stops for f in faults),
        "by_section": {s.pk: [f for f in faults if f.field == str(s.pk)] for s in found.sections.all()},
        "sections": [(s, _section_form(s), [f for f in faults if f.field == str(s.pk)]) for s in found.sections.all()],
        "head": report_forms.ReportForm(initial=head), "add": report_forms.SectionNewForm(),
        "insert": reports.insertable(user) if draft else {}, "remarks": reports.remarks(made) if draft else [],
        "asked": Approval.objects.filter(deed=deed, subject=subject).order_by("-id")[:5],
        "granted": approvals.is_granted(actor=user, deed=deed, subject=subject, content=content),
        "reason": work_forms.ReasonForm(), "withdraw": report_forms.WithdrawForm(),
        "delivery": report_forms.DeliveryForm(contacts=deliveries.receivers(CHANNEL)),
        "deliveries": found.deliveries.select_related("contact"),
    }  # fmt: skip
    return render(request, "act/report.html", context)


def _section_form(section: ReportSection) -> report_forms.SectionForm:
    made = report_forms.SectionForm(
        initial={"title": section.title, "text": section.text}, auto_id=f"id_{section.pk}_%s"
    )
    made.fields["text"].help_text = _HINTS.get(section.kind, "")
    return made


_LINES = "A line such as “{} 12” puts it in; other lines are text."
_HINTS = {
    "figures": _LINES.format("figure"), "tables": _LINES.format("series"),
    "cases": " ".join(
        (_LINES.format("case"), "“fate 12” puts in what is known of their fate and who was asked.")
    ),
    "methods": "How each figure was made is put in below what you write.",
    "limits": "What must stand beside each figure is put in below what you write.",
    "terms": "A line a term: - term: what is meant by it.",
    "standard": "The code of the standard reached in the first line, such as PS-REASON; below it what is still open.",
    "funders": "One a line: who paid, for what, from when to when.",
    "thanks": "One a line: Name | agreed 2026-01-31. Write “unnamed: refugees who told us” for those without a name.",
}  # fmt: skip


@behind(Door.ACT_READ)
@require_safe
def report_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The report as a file: the sealed copy of what was published, or a draft as it reads today."""
    user = user_of(request)
    found = get_object_or_404(reports.all_reports(user), pk=pk)
    if kind not in MEDIA_TYPES:
        raise Http404
    content = report_services.report_file(actor=user, report=found, kind=kind)
    return download(content, f"{found}.{kind}", kind=MEDIA_TYPES[kind])


@behind(Door.ACT_WRITE)
@require_POST
def report_do(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Write the head, add a section, ask, publish, withdraw, note a delivery."""
    found = get_object_or_404(reports.all_reports(user_of(request)), pk=pk)
    done: dict[str, Callable[[HttpRequest, Report], None]] = {
        "head": _head, "add": _add, "outline": _outline,
        "ask": _ask, "publish": _publish, "withdraw": _withdraw, "delivery": _delivery,
    }  # fmt: skip
    if what not in done:
        raise Http404
    try:
        done[what](request, found)
    except TumenError as error:
        messages.error(request, f"{error.message} {error.hint}".strip())
    return redirect("act:report", pk)


def _head(request: HttpRequest, report: Report) -> None:
    form = report_forms.ReportForm(request.POST)
    posted(request, form, report_services.report_write, "Saved.", report=report)


def _add(request: HttpRequest, report: Report) -> None:
    form = report_forms.SectionNewForm(request.POST)
    posted(request, form, report_services.section_add, "A section more, at the end.", report=report)


def _outline(request: HttpRequest, report: Report) -> None:
    form = django_forms.Form(request.POST)
    said = "A section for each theme stands at the end."
    posted(request, form, report_services.report_outline, said, report=report)


def _ask(request: HttpRequest, report: Report) -> None:
    form = work_forms.ReasonForm(request.POST)
    posted(request, form, report_services.report_ask, "Asked: a second person must agree.", report=report)


def _publish(request: HttpRequest, report: Report) -> None:
    report_services.report_publish(actor=user_of(request), report=report)
    messages.success(request, "Published: three forms are sealed as they read now.")


def _withdraw(request: HttpRequest, report: Report) -> None:
    form = report_forms.WithdrawForm(request.POST)
    posted(
        request, form, report_services.report_withdraw, "Withdrawn. Tell whoever received it.", report=report
    )


def _delivery(request: HttpRequest, report: Report) -> None:
    form = report_forms.DeliveryForm(request.POST)
    posted(request, form, deliveries.delivery_add, "Delivery noted.", report=report)


@behind(Door.ACT_WRITE)
@require_POST
def section_do(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Save a section, move it, or take it out."""
    mine = ReportSection.objects.filter(report__in=reports.all_reports(user_of(request)))
    section = get_object_or_404(mine.select_related("report"), pk=pk)
    actor, at = user_of(request), f"#section-{pk}"
    try:
        if what == "write":
            form = report_forms.SectionForm(request.POST)
            posted(request, form, report_services.section_write, "Saved.", section=section)
        elif what in ("up", "down"):
            report_services.section_move(actor=actor, section=section, up=what == "up")
        elif what == "remove":
            report_services.section_remove(actor=actor, section=section)
            messages.success(request, "Taken out.")
            at = ""
        else:
            raise Http404
    except TumenError as error:
        messages.error(request, f"{error.message} {error.hint}".strip())
    response = redirect("act:report", section.report_id)
    response["Location"] += at
    return response
