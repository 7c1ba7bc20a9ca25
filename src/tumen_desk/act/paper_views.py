"""Pages of papers: begun from a case or an act, checked, agreed to by a second person, sent, followed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tumen import law
from tumen.errors import TumenError
from tumen_desk.accounts import approvals
from tumen_desk.accounts.access import Door, behind, may
from tumen_desk.accounts.models import Approval
from tumen_desk.act import case_queries, deliveries, known, papers, queries, report_forms, sending, work_forms
from tumen_desk.act.models import Paper
from tumen_desk.act.printing import petition_pdf
from tumen_desk.act.services import today
from tumen_desk.act.typesetting import MEDIA_TYPES
from tumen_desk.act.work_views import posted, user_of
from tumen_desk.record.models import Act
from tumen_desk.shell.downloads import download

ALERT = "ALERT"
"""The channel of a pack that an urgent alert uses."""


@behind(Door.ACT_READ)
@require_safe
def paper_list(request: HttpRequest) -> HttpResponse:
    """Every paper, with its clock."""
    return render(
        request, "act/papers.html", {"papers": case_queries.paper_list(user_of(request)), "today": today()}
    )


@behind(Door.ACT_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def paper_new(request: HttpRequest) -> HttpResponse:
    """Begin a paper from a case, an act, or from nothing. Closed doors are shown first, with their reason."""
    user = user_of(request)
    case = known.cases(user).filter(pk=_number(request, "case")).first()
    act = Act.objects.filter(known.told(user), pk=_number(request, "act")).first()
    given = {k: request.GET[k] for k in ("channel", "addressee", "concerns", "language") if k in request.GET}
    given.setdefault("concerns", case.state if case else "")
    form = work_forms.PaperBeginForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        way = law.channel(form.cleaned_data["channel"], queries.pack())
        act, persons = case_queries.whom(case, act, way)
        paper = sending.paper_begin(actor=user, case=case, act=act, persons=persons, **form.cleaned_data)
        return redirect("act:paper", paper.pk)
    state = given["concerns"]
    context = {
        "form": form, "case": case, "act": act,
        "ways": case_queries.offered(act, state) if act and state else [],
    }  # fmt: skip
    return render(request, "act/paper_new.html", context, status=422 if form.errors else 200)


@behind(Door.ACT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper: what stands in it, what is missing, who agreed, what came back."""
    user = user_of(request)
    found = get_object_or_404(known.papers(user).select_related("case", "act"), pk=pk)
    way = law.channel(found.channel, queries.pack())
    form = work_forms.PaperForm(request.POST or None, paper=found, way=way)
    if request.method == "POST" and form.is_valid():
        sending.paper_write(
            actor=user, paper=found, answers=form.answers(), language=form.cleaned_data["language"],
            sender_status=form.cleaned_data.get("sender_status", ""),
        )  # fmt: skip
        messages.success(request, "Saved.")
        return redirect("act:paper", pk)
    draft = papers.draft(found)
    faults = papers.faults(found) if found.state != Paper.State.SENT else ()
    content = papers.content(found)
    asked = Approval.objects.filter(deed=sending.SEND.code, subject=f"paper:{pk}").order_by("-id")[:5]
    context = {
        "paper": found, "way": way, "form": form, "faults": faults, "stops": any(f.stops for f in faults),
        "words": law.length_of(draft), "limit": law.limit_of(draft), "named": papers.is_named(found), "asked": asked,
        "granted": approvals.is_granted(actor=user, deed=sending.SEND.code, subject=f"paper:{pk}", content=content),
        "may_send": not papers.is_named(found) or may(user, Door.NAMES_SEE), "persons": found.persons.all(),
        "office": law.channels(queries.pack()).addressees.get(found.addressee), "today": today(),
        "urgent": case_queries.is_urgent(way, found.act) if found.act else "",
        "reason": work_forms.ReasonForm(), "reply": work_forms.ReplyForm(),
        "delivery": report_forms.DeliveryForm(contacts=deliveries.receivers(found.channel, found)),
        "petition": work_forms.PetitionForm(), "variants": work_forms.VariantsForm(),
        "signatures": sum(p.collected for p in found.petitions.all()),
    }  # fmt: skip
    return render(request, "act/paper.html", context)


@behind(Door.ACT_READ)
@require_safe
def paper_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The paper as a file: the sealed copy of what was sent, or a draft without names."""
    found = get_object_or_404(known.papers(user_of(request)), pk=pk)
    if kind not in MEDIA_TYPES:
        raise Http404
    content = sending.paper_file(actor=user_of(request), paper=found, kind=kind)
    return download(content, f"{found}.{kind}", kind=MEDIA_TYPES[kind])


@behind(Door.ACT_WRITE)
@require_POST
def paper_do(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Ask for agreement, send, note a delivery or a reply."""
    found = get_object_or_404(known.papers(user_of(request)), pk=pk)
    try:
        if what == "ask":
            form = work_forms.ReasonForm(request.POST)
            posted(request, form, sending.paper_ask, "Asked: a second person must agree.", paper=found)
        elif what == "send":
            sending.paper_send(actor=user_of(request), paper=found)
            messages.success(request, "Sealed as it leaves. Bring it to its channel, and note how.")
        elif what == "delivery":
            form = report_forms.DeliveryForm(request.POST)  # type: ignore[assignment]  # each branch has its own form
            posted(request, form, deliveries.delivery_add, "Delivery noted.", paper=found)
        elif what == "petition":
            form = work_forms.PetitionForm(request.POST)  # type: ignore[assignment]  # each branch has its own form
            posted(request, form, sending.petition_count, "Signatures noted.", paper=found)
        elif what == "variants":
            form = work_forms.VariantsForm(request.POST)  # type: ignore[assignment]  # each branch has its own form
            posted(request, form, sending.variants_make, "Variants begun: read each on its own.", paper=found)
        elif what == "reply":
            form = work_forms.ReplyForm(request.POST)  # type: ignore[assignment]  # each branch has its own form
            posted(request, form, sending.reply_add, "Reply noted; the clock stops.", paper=found)
        else:
            raise Http404
    except TumenError as error:
        messages.error(request, f"{error.message} {error.hint}".strip())
    return redirect("act:paper", pk)


@behind(Door.ACT_READ)
@require_safe
def petition_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet to sign under a letter that two people agreed to; what is signed stays on paper."""
    found = get_object_or_404(known.papers(user_of(request)), pk=pk)
    if law.channel(found.channel, queries.pack()).kind != "letter" or found.state != Paper.State.SENT:
        raise Http404
    return download(petition_pdf(papers.printed(found)), f"{found}-petition.pdf", kind=MEDIA_TYPES["pdf"])


@behind(Door.ACT_WRITE)
@require_safe
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known and not known of a case, who can act tonight, and the text in every language of the pack."""
    case = get_object_or_404(known.cases(user_of(request)), pk=pk)
    pack = queries.pack()
    if ALERT not in law.channels(pack).channels:
        raise Http404
    texts = papers.alert_texts(case, ALERT)
    context = {"case": case, "texts": texts, "way": law.channel(ALERT, pack)}
    return render(request, "act/alert.html", context)


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdigit() else 0
