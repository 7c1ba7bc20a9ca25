"""Pages of interviews: conditions, pieces, question guides, notes of care, what was promised."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django import forms as django_forms
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tumen.errors import InputError
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, behind
from tumen_desk.record import guides, interview_forms, interviewing, safety
from tumen_desk.record.consent_views import LANGUAGES
from tumen_desk.record.models import Document, FollowUp, Interview, Mention, Source
from tumen_desk.shell import terms
from tumen_desk.shell.numbers import number_in
from tumen_desk.shell.paging import Pages

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

PAGE = 50


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def _interview(request: HttpRequest, pk: int) -> Interview:
    """The interview, unless its source lies in a circle one does not sit in."""
    found = get_object_or_404(Interview.objects.select_related("source__issuer", "person"), pk=pk)
    circles.require_known(_user(request), found.source_id)
    return found


@behind(Door.RECORD_READ)
def interviews(request: HttpRequest) -> HttpResponse:
    """All interviews, and how the people heard were found: every count of them inherits it."""
    closed = circles.closed_sources(_user(request))
    found = Interview.objects.exclude(source__in=closed)
    by_referral = found.order_by().values_list("referral").annotate(n=Count("pk")).order_by("-n")
    context = {
        "page": Pages(found.select_related("source__issuer", "person"), PAGE).get_page(
            request.GET.get("page")
        ),
        "by_referral": list(by_referral),
        "not_yet": Source.objects.filter(interview=None, mentions__role=Mention.Role.INTERVIEWEE)
        .exclude(pk__in=closed)
        .distinct()
        .count(),
    }
    return render(request, "record/interviews.html", context)


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def interview_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a source is an interview."""
    source = get_object_or_404(Source, pk=pk)
    circles.require_known(_user(request), pk)
    if known := Interview.objects.filter(source=source).first():
        return redirect("record:interview", known.pk)
    form = interview_forms.InterviewForm(request.POST or None, source=source)
    if request.method == "POST" and form.is_valid():
        given = {
            **form.cleaned_data,
            "person": Mention.objects.filter(pk=form.cleaned_data["person"] or 0).first(),
        }
        made = interviewing.interview_open(actor=_user(request), source=source, **given)
        return redirect("record:interview", made.pk)
    context = {"form": form, "title": _("An interview"), "button": _("Begin")}
    return render(request, "record/form.html", context, status=422 if request.method == "POST" else 200)


@behind(Door.RECORD_READ)
def interview(request: HttpRequest, pk: int) -> HttpResponse:
    """One interview: what is known of it, and what is missing before it can be closed."""
    return _page(request, _interview(request, pk))


def _page(request: HttpRequest, found: Interview, *, status: int = 200, **forms: Any) -> HttpResponse:
    pieces = list(found.pieces.select_related("document"))
    made = {piece.kind for piece in pieces}
    context = {
        "interview": found,
        "sessions": found.sessions.prefetch_related("present"),
        "pieces": pieces,
        "lacking_pieces": [t for t in terms.vocabulary("record_kind") if t.code not in made],
        "missing": [] if found.closed_at else interviewing.missing(found),
        "follow_ups": found.person.follow_ups.select_related("made_by", "done_by"),
        "session_form": interview_forms.SessionForm(),
        "heard_form": interview_forms.HeardBeforeForm(),
        "piece_form": interview_forms.PieceForm(source=found.source),
        "wellbeing_form": interview_forms.WellbeingForm(),
        "follow_up_form": interview_forms.FollowUpForm(),
        "outcome_form": interview_forms.OutcomeForm(),
        **forms,
    }
    return render(request, "record/interview.html", context, status=status)


def _piece(interview: Interview, given: dict[str, Any]) -> dict[str, Any]:
    return {**given, "document": Document.objects.filter(pk=number_in(given["document"])).first()}


@behind(Door.RECORD_WRITE)
@require_POST
def interview_add(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Add a session, who heard the person before, a piece, a note of care or a promise."""
    found = _interview(request, pk)
    form = _form(what, request, found)
    if not form.is_valid():
        return _page(request, found, status=422, **{f"{what}_form": form})
    given, user = form.cleaned_data, _user(request)
    try:
        if what == "session":
            interviewing.session_add(actor=user, interview=found, **given)
        elif what == "heard":
            interviewing.heard_before_add(actor=user, interview=found, **given)
        elif what == "piece":
            interviewing.piece_add(actor=user, interview=found, **_piece(found, given))
        elif what == "wellbeing":
            interviewing.wellbeing_write(actor=user, interview=found, **given)
        else:
            interviewing.follow_up_promise(actor=user, mention=found.person, **given)
    except InputError as error:
        messages.error(request, f"{error.message} {error.hint}")
    return redirect("record:interview", pk)


def _form(what: str, request: HttpRequest, found: Interview) -> django_forms.Form:
    if what == "piece":
        return interview_forms.PieceForm(request.POST, source=found.source)
    known: dict[str, type[django_forms.Form]] = {
        "session": interview_forms.SessionForm,
        "heard": interview_forms.HeardBeforeForm,
        "wellbeing": interview_forms.WellbeingForm,
        "follow_up": interview_forms.FollowUpForm,
    }
    if what not in known:
        raise Http404
    return known[what](request.POST)


@behind(Door.RECORD_WRITE)
@require_POST
def interview_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an interview, or say what is missing."""
    found = _interview(request, pk)
    try:
        interviewing.interview_close(actor=_user(request), interview=found)
        messages.success(request, _("Closed: the conditions of this interview stand from now on."))
    except InputError as error:
        messages.error(request, f"{error.message} {error.hint}")
    return redirect("record:interview", pk)


@behind(Door.NAMES_SEE)
def interview_care(request: HttpRequest, pk: int) -> HttpResponse:
    """Notes on how the person was; each look is logged."""
    found = _interview(request, pk)
    notes, watched = interviewing.care_of(actor=_user(request), interview=found)
    context = {"interview": found, "notes": notes, "watched": watched}
    return render(request, "record/interview_care.html", context)


@behind(Door.RECORD_READ)
def interview_guide(request: HttpRequest, pk: int) -> HttpResponse:
    """The question guides, one topic at a time, in the language of the interview."""
    found = _interview(request, pk)
    session = found.sessions.exclude(language="").last()
    asked = request.GET.get("in", "")
    language = asked if asked in LANGUAGES else (session.language if session else "") or terms.language()
    every = guides.topics(language)
    chosen = next((t for t in every if t.id == request.GET.get("topic")), every[0] if every else None)
    context = {
        "interview": found,
        "topics": every,
        "topic": chosen,
        "language": language,
        "languages": LANGUAGES,
    }
    return render(request, "record/guide.html", context)


@behind(Door.RECORD_READ)
def follow_ups(request: HttpRequest) -> HttpResponse:
    """What was promised to whom and by when; the overdue first. How people are reached is not shown here."""
    closed = circles.closed_sources(_user(request))
    found = FollowUp.objects.exclude(mention__source__in=closed).select_related("mention__source", "made_by")
    if request.GET.get("all") != "1":
        found = found.filter(done_on__isnull=True)
    context = {
        "page": Pages(found, PAGE).get_page(request.GET.get("page")),
        "all": request.GET.get("all") == "1",
        "today": datetime.datetime.now(datetime.UTC).date(),
    }
    return render(request, "record/follow_ups.html", context)


def _follow_up(request: HttpRequest, pk: int) -> FollowUp:
    found = get_object_or_404(FollowUp.objects.select_related("mention"), pk=pk)
    circles.require_known(_user(request), found.mention.source_id)
    return found


@behind(Door.NAMES_SEE)
@require_POST
def follow_up_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """A part: how the person is reached. The look is logged."""
    found = _follow_up(request, pk)
    how = interviewing.contact_of(actor=_user(request), follow_up=found)
    flags = safety.flags_of(_user(request), found.mention, when=safety.CONTACT)
    rules = [(flag, rule) for flag in flags for rule in flag.rules]
    return render(request, "record/parts/contact.html", {"how": how, "rules": rules})


@behind(Door.RECORD_WRITE)
@require_POST
def follow_up_done(request: HttpRequest, pk: int) -> HttpResponse:
    """A promise was kept."""
    found = _follow_up(request, pk)
    form = interview_forms.OutcomeForm(request.POST)
    outcome = form.cleaned_data["outcome"] if form.is_valid() else ""
    interviewing.follow_up_done(actor=_user(request), follow_up=found, outcome=outcome)
    return redirect("record:follow-ups")
