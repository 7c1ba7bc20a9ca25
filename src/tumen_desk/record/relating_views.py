"""Pages of structures, and the forms that add relations on the pages of acts, mentions and accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tumen.errors import InputError
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, behind
from tumen_desk.record import kin, relating, relating_forms
from tumen_desk.record.known_numbers import only_known
from tumen_desk.record.models import Account, Act, Mention, Unit
from tumen_desk.shell.paging import Pages
from tumen_desk.shell.spoken import spoken

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

PAGE = 50
_WHAT: dict[str, tuple[type[Any], type[django_forms.Form], str]] = {
    "involvement": (Act, relating_forms.InvolvementForm, "record:act"),
    "group": (Mention, relating_forms.GroupForm, "record:mention"),
    "tie": (Mention, relating_forms.TieForm, "record:mention"),
    "chain": (Account, relating_forms.ChainForm, "record:account"),
    "intervention": (Account, relating_forms.InterventionForm, "record:account"),
}


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def _source_of(thing: Any) -> int:
    return int(thing.account.source_id if isinstance(thing, Act) else thing.source_id)


def _titles() -> dict[str, str]:
    return {
        "involvement": _("Who took part"),
        "tie": _("Relation to somebody"),
        "group": _("A group"),
        "chain": _("What it led to"),
        "intervention": _("Somebody stepped in"),
    }


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def relate(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """Add who took part, a tie, what a happening led to, or that somebody stepped in."""
    if what not in _WHAT:
        raise Http404
    model, form_type, page = _WHAT[what]
    thing = get_object_or_404(model, pk=pk)
    closed = circles.closed_sources(_user(request))
    if _source_of(thing) in closed:
        raise Http404
    form = _form(form_type, thing, request)
    if request.method == "POST" and form.is_valid():
        try:
            _add(what, thing, _user(request), form.cleaned_data)
            return redirect(page, pk)
        except InputError as error:
            messages.error(request, f"{error.message} {error.hint}")
    context = {"form": form, "title": f"{_titles()[what]}: {spoken(str(thing))}", "button": _("Add")}
    return render(request, "record/form.html", context, status=422 if request.method == "POST" else 200)


def _form(form_type: type[django_forms.Form], thing: Any, request: HttpRequest) -> django_forms.Form:
    if issubclass(form_type, relating_forms.OfSource):
        without = thing.pk if isinstance(thing, Mention) else None
        return form_type(request.POST or None, user=_user(request), source=_source_of(thing), without=without)
    return only_known(form_type(request.POST or None), _user(request))


def _add(what: str, thing: Any, user: User, given: dict[str, Any]) -> None:
    if what == "involvement":
        relating.involvement_add(actor=user, act=thing, **given)
    elif what == "group":
        relating.group_describe(actor=user, mention=thing, **given)
    elif what == "tie":
        relating.tie_add(actor=user, mention=thing, **given)
    elif what == "chain":
        relating.chain_add(actor=user, account=thing, **given)
    else:
        relating.intervention_add(actor=user, account=thing, **given)


@behind(Door.RECORD_READ)
def kin_part(request: HttpRequest, pk: int) -> HttpResponse:
    """A part of a mention's page: the family as the source tells it, drawn and in words."""
    found = get_object_or_404(Mention, pk=pk)
    circles.require_known(_user(request), found.source_id)
    context = {"mention": found, "tree": kin.tree(found), "ties": found.ties.select_related("other")}
    return render(request, "record/parts/kin.html", context)


@behind(Door.RECORD_READ)
def units(request: HttpRequest) -> HttpResponse:
    """Units that sources speak of."""
    page = Pages(Unit.objects.all(), PAGE).get_page(request.GET.get("page"))
    return render(request, "record/units.html", {"page": page})


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def unit_new(request: HttpRequest) -> HttpResponse:
    """A new unit."""
    form = relating_forms.UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = relating.unit_add(actor=_user(request), **form.cleaned_data)
        return redirect("record:unit", made.pk)
    context = {"form": form, "title": _("A unit"), "button": _("Add")}
    return render(request, "record/form.html", context, status=422 if request.method == "POST" else 200)


@behind(Door.RECORD_READ)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit on a day: who stood above it, who held which post, what it is said to have taken part in."""
    found = get_object_or_404(Unit, pk=pk)
    closed = circles.closed_sources(_user(request))
    asked = relating_forms.DayForm(request.GET or None)
    on = asked.cleaned_data["on"] if asked.is_bound and asked.is_valid() else ""
    context = {
        "unit": found,
        "asked": asked,
        "on": on,
        "command": [s for s in relating.command(found, on) if s.says.source_id not in closed],
        "posts": [(p, held) for p, held in relating.posts_on(found, on) if p.source_id not in closed],
        "below": found.below.exclude(source__in=closed).select_related("unit", "source"),
        "involved": found.involvements.exclude(act__account__source__in=closed).select_related(
            "act__account__source", "post"
        )[:200],
        "under_form": relating_forms.SubordinationForm(),
        "post_form": relating_forms.PostForm(),
    }
    return render(request, "record/unit.html", context)


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def unit_tell(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Under whom a unit stood, or who held a post in it, as one source says."""
    found = get_object_or_404(Unit, pk=pk)
    if what not in ("under", "post"):
        raise Http404
    form = (relating_forms.SubordinationForm if what == "under" else relating_forms.PostForm)(
        request.POST or None
    )
    if request.method == "POST" and only_known(form, _user(request)).is_valid():
        given = form.cleaned_data
        try:
            add: Any = relating.subordination_add if what == "under" else relating.post_add
            add(actor=_user(request), unit=found, **given)
            return redirect("record:unit", pk)
        except InputError as error:
            messages.error(request, f"{error.message} {error.hint}")
    title = _("Under whom it stood") if what == "under" else _("Who held a post")
    context = {"form": form, "title": f"{found.title}: {title}", "button": _("Add")}
    return render(request, "record/form.html", context, status=422 if request.method == "POST" else 200)
