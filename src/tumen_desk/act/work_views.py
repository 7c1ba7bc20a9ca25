"""Pages of case files, of an act held against the law, of the refugee checklist."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tumen import law
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, behind
from tumen_desk.act import case_queries, deliveries, known, queries, services, work_forms
from tumen_desk.act.models import Contact, Inquiry
from tumen_desk.record.models import Act, Mention
from tumen_desk.shell.spoken import spoken

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


def user_of(request: HttpRequest) -> User:
    """Who asks; the middleware leaves only users."""
    return request.user  # type: ignore[return-value]


def posted(request: HttpRequest, form: forms.Form, write: Callable[..., Any], said: str, **more: Any) -> bool:
    """Write what a small form says, and say so; a form that is wrong says why."""
    if not form.is_valid():
        for name, errors in form.errors.items():
            label = form.fields[name].label if name in form.fields else ""
            wrong = " ".join(spoken(str(each)) for each in errors)
            messages.error(request, f"{spoken(str(label or name.replace('_', ' ').strip()))}: {wrong}")
        return False
    write(actor=user_of(request), **form.cleaned_data, **more)
    messages.success(request, said)
    return True


@behind(Door.ACT_READ)
@require_safe
def files(request: HttpRequest) -> HttpResponse:
    """Case files, and what is due."""
    everything, user = "all" in request.GET, user_of(request)
    context = {
        "cases": case_queries.cases(user, open_only=not everything), "everything": everything,
        "due": case_queries.due(user), "today": services.today(),
    }  # fmt: skip
    return render(request, "act/files.html", context)


@behind(Door.ACT_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def file_new(request: HttpRequest) -> HttpResponse:
    """Open a case file, about a person or the victim of an act if one is named in the address."""
    mentions = Mention.objects.filter(circles.known_to(user_of(request), "source"))
    persons = mentions.filter(pk__in=[p for p in request.GET.getlist("person") if p.isdigit()])
    form = work_forms.CaseForm(request.POST or None, initial={"state": request.GET.get("state", "")})
    if request.method == "POST" and form.is_valid():
        case = services.case_open(actor=user_of(request), persons=persons, **form.cleaned_data)
        return redirect("act:file", case.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "title": "Open a case file", "button": "Open the case", "persons": persons}
    return render(request, "act/form.html", context, status=status)


@behind(Door.ACT_READ)
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """One case: fate, timeline, inquiries, tasks, papers."""
    case = get_object_or_404(known.cases(user_of(request)), pk=pk)
    moments = case_queries.timeline(case)
    context = {
        "case": case, "moments": moments, "fates": case_queries.fates(case, moments), "today": services.today(),
        "note": work_forms.NoteForm(), "inquiry": work_forms.InquiryForm(), "answer": work_forms.InquiryAnswerForm(),
        "task": work_forms.TaskForm(), "close": work_forms.CloseForm(), "begin": work_forms.PaperBeginForm(),
    }  # fmt: skip
    return render(request, "act/file.html", context)


@behind(Door.ACT_WRITE)
@require_POST
def file_write(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """One small change of a case, by one of its forms."""
    case = get_object_or_404(known.cases(user_of(request)), pk=pk)
    writes: dict[str, tuple[type[forms.Form], Callable[..., Any], str]] = {
        "note": (work_forms.NoteForm, services.case_note, "Written into the timeline."),
        "inquiry": (work_forms.InquiryForm, services.inquiry_add, "Noted; a reminder is set."),
        "task": (work_forms.TaskForm, services.task_add, "Task set."),
        "close": (work_forms.CloseForm, services.case_close, "Closed."),
    }
    if what not in writes:
        raise Http404
    form, write, said = writes[what]
    posted(request, form(request.POST), write, said, case=case)
    return redirect("act:file", pk)


@behind(Door.ACT_WRITE)
@require_POST
def inquiry_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody answered about a fate."""
    inquiry = get_object_or_404(Inquiry, pk=pk, case__in=known.cases(user_of(request)))
    form = work_forms.InquiryAnswerForm(request.POST)
    posted(request, form, services.inquiry_answer, "Answer recorded.", inquiry=inquiry)
    return redirect("act:file", inquiry.case_id)


@behind(Door.ACT_WRITE)
@require_POST
def task_done(request: HttpRequest, pk: int) -> HttpResponse:
    """A task was done."""
    task = get_object_or_404(case_queries.tasks(user_of(request)), pk=pk)
    services.task_done(actor=user_of(request), task=task)
    messages.success(request, "Done.")
    return redirect("act:file", task.case_id) if task.case_id else redirect("act:files")


@behind(Door.ACT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def act_law(request: HttpRequest, pk: int) -> HttpResponse:
    """One coded act held against every rule that it calls for, element by element."""
    user = user_of(request)
    acts = Act.objects.filter(known.told(user)).select_related("account__source", "mention")
    act = get_object_or_404(acts, pk=pk)
    pages = case_queries.characterised(act)
    elements = {e.code: e.text for p in pages for e in p.elements}
    form = work_forms.ElementForm(request.POST or None, elements=list(elements.items()))
    if request.method == "POST":
        posted(request, form, services.element_answer, "Your answer stands beside the codes.", act=act)
        return redirect("act:act-law", pk)
    in_force = [p for p in pages if p.finding.in_force]
    state = next((p.finding.state.code for p in [*in_force, *pages]), "")
    ways = case_queries.offered(act, state)
    context = {
        "act": act, "pages": pages, "form": form, "standings": case_queries.standings(act), "state": state,
        "known": queries.register(),
        "ways": [(w, case_queries.is_urgent(w.channel, act)) for w in ways],
        "cases": known.cases(user).filter(persons__mention=act.mention_id, closed_at__isnull=True),
    }  # fmt: skip
    return render(request, "act/act_law.html", context)


@behind(Door.ACT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def checklist(request: HttpRequest, pk: int) -> HttpResponse:
    """The refugee checklist of one mention: what bears, what is missing; never a verdict."""
    mentions = Mention.objects.filter(circles.known_to(user_of(request), "source"))
    mention = get_object_or_404(mentions.select_related("source"), pk=pk)
    if request.method == "POST":
        form = work_forms.QuestionForm(request.POST)
        posted(request, form, services.question_answer, "Your answer is kept.", mention=mention)
        return redirect(f"{request.path}#{request.POST.get('question', '')[:20]}")
    found = case_queries.assessed(mention)
    groups = [
        (title, [(line, [(e.because, case_queries.links(e.passages)) for e in line.bears]) for line in lines])
        for title, lines in found.groups
    ]
    factors = [(f, [(e.because, case_queries.links(e.passages)) for e in f.evidence]) for f in found.factors]
    context = {"mention": mention, "found": found, "groups": groups, "factors": factors}
    return render(request, "act/checklist.html", context)


@behind(Door.ACT_READ)
@require_safe
def mention_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Acts of a mention and where they lead, for its page in the record."""
    user = user_of(request)
    acts = Act.objects.filter(known.told(user), mention=pk).order_by("date_low", "id")[:30]
    cases = known.cases(user).filter(persons__mention=pk)
    return render(request, "act/mention_part.html", {"acts": acts, "cases": cases, "pk": pk})


@behind(Door.ACT_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: HttpRequest) -> HttpResponse:
    """Who may act, and what each may receive."""
    form = work_forms.ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.contact_add(actor=user_of(request), **form.cleaned_data)
        messages.success(request, "Kept. They may receive nothing until somebody decides so.")
        return redirect("act:contacts")
    kind = request.GET.get("kind", "")
    found = Contact.objects.prefetch_related("decisions__by")
    context = {
        "form": form, "found": found.filter(kind=kind) if kind else found, "decide": work_forms.MayReceiveForm(),
        "kinds": Contact.Kind.choices, "kind": kind,
        "titles": {c.code: c.title() for c in law.channels(queries.pack()).channels.values()},
    }  # fmt: skip
    return render(request, "act/contacts.html", context, status=422 if form.errors else 200)


@behind(Door.ACT_WRITE)
@require_POST
def contacts_take_over(request: HttpRequest) -> HttpResponse:
    """Every office of the pack becomes a contact that may receive nothing yet."""
    made = services.contacts_take_over(actor=user_of(request))
    messages.success(request, f"{len(made)} offices of the pack taken over. They may receive nothing yet.")
    return redirect("act:contacts")


@behind(Door.ACT_WRITE)
@require_safe
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """One contact: what it may receive, and what was brought to it."""
    found = get_object_or_404(Contact, pk=pk)
    context = {
        "contact": found, "received": deliveries.received(user_of(request), found),
        "decide": work_forms.MayReceiveForm(),
        "titles": {c.code: c.title() for c in law.channels(queries.pack()).channels.values()},
    }  # fmt: skip
    return render(request, "act/contact.html", context)


@behind(Door.APPROVE)
@require_POST
def contact_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether a contact may receive a kind of paper."""
    contact = get_object_or_404(Contact, pk=pk)
    form = work_forms.MayReceiveForm(request.POST)
    posted(request, form, services.contact_may_receive, "Decided.", contact=contact)
    return redirect("act:contacts")
