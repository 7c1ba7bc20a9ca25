"""Pages about sources, happenings and films: what they belong to, their order, what was verified."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tumen.errors import InputError
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, behind, may
from tumen_desk.record import defining, describe_forms, policy_queries, proving, safety, symbols, wholes
from tumen_desk.record.known_numbers import only_known
from tumen_desk.record.models import Account, Media, Mention, PolicyLink, Source
from tumen_desk.shell import terms

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def _source(request: HttpRequest, pk: int) -> Source:
    circles.require_known(_user(request), pk)
    return get_object_or_404(Source.objects.select_related("part_of", "issuer"), pk=pk)


def asked(
    request: HttpRequest, form: forms.Form, *, title: str, do: Callable[[dict[str, Any]], HttpResponse]
) -> HttpResponse:
    """A form on a page of its own; `do` is called with what was filled in, and what it refuses is said."""
    form = only_known(form, _user(request))
    if request.method == "POST" and form.is_valid():
        try:
            return do(form.cleaned_data)
        except InputError as error:
            messages.error(request, f"{error.message} {error.hint}")
    context = {"form": form, "title": title, "button": _("Save")}
    return render(request, "record/form.html", context, status=422 if request.method == "POST" else 200)


@behind(Door.RECORD_READ)
def source_part(request: HttpRequest, pk: int) -> HttpResponse:
    """A part of a source's page: the whole and its parts, its period, its interest, the reasons for its grade."""
    found = _source(request, pk)
    teller = found.mentions.filter(role=Mention.Role.INTERVIEWEE).first()
    sees = teller is not None and may(_user(request), Door.NAMES_SEE)
    flags = safety.flags_of(_user(request), teller, when=safety.GRADE) if teller and sees else []
    context = {
        "source": found,
        "place": wholes.in_whole(_user(request), found),
        "symbols": symbols.found(f"{found.title} {found.external_id}"),
        "grading": [rule for flag in flags for rule in flag.rules],
    }
    return render(request, "record/parts/source_part.html", context)


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def source_describe(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where a source belongs."""
    found = _source(request, pk)
    fields = describe_forms.SourceDescribeForm.base_fields
    initial = {name: getattr(found, name) for name in fields} | {"part_of": found.part_of_id}

    def do(given: dict[str, Any]) -> HttpResponse:
        wholes.source_describe(actor=_user(request), source=found, **given)
        return redirect("record:source", pk)

    form = describe_forms.SourceDescribeForm(request.POST or None, initial=initial)
    return asked(request, form, title=f"{found.title}: {_('where it belongs')}", do=do)


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def source_grade(request: HttpRequest, pk: int) -> HttpResponse:
    """Grade a source, with reasons."""
    found = _source(request, pk)

    def do(given: dict[str, Any]) -> HttpResponse:
        wholes.source_grade(actor=_user(request), source=found, **given)
        return redirect("record:source", pk)

    initial = {"reliability": found.reliability, "why": found.reliability_why}
    form = describe_forms.GradeForm(request.POST or None, initial=initial)
    return asked(request, form, title=f"{found.title}: {_('grade')}", do=do)


def _account(request: HttpRequest, pk: int) -> Account:
    found = get_object_or_404(Account.objects.select_related("source"), pk=pk)
    circles.require_known(_user(request), found.source_id)
    return found


@behind(Door.RECORD_READ)
def stages_part(request: HttpRequest, pk: int) -> HttpResponse:
    """A part of an account's page: the kind of happening, and its acts in order."""
    found = _account(request, pk)
    known = policy_queries.known_tellings(_user(request))
    links = PolicyLink.objects.filter(account=found, telling__in=known)
    context = {
        "account": found,
        "stages": wholes.stages(found),
        "pictures": Media.objects.filter(circles.known_to(_user(request), "document__source"), account=found),
        "behind": links.select_related("telling__policy", "telling__source__issuer"),
    }
    return render(request, "record/parts/stages.html", context)


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def account_describe(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what kind of happening it is, and in which order its acts were done."""
    found = _account(request, pk)
    initial = {"kind": found.kind} | {f"stage_{a.pk}": a.stage for a in found.acts.all()}
    form = describe_forms.AccountDescribeForm(request.POST or None, account=found, initial=initial)

    def do(given: dict[str, Any]) -> HttpResponse:
        wholes.account_describe(actor=_user(request), account=found, kind=given["kind"], stages=form.stages)
        return redirect("record:account", pk)

    return asked(request, form, title=f"{found.title}: {_('what it is, and its order')}", do=do)


def _media(request: HttpRequest, pk: int) -> Media:
    found = get_object_or_404(Media.objects.select_related("document__source"), document=pk)
    circles.require_known(_user(request), found.document.source_id)
    return found


@behind(Door.RECORD_READ)
def proof_part(request: HttpRequest, pk: int) -> HttpResponse:
    """A part of a document's page: the way of its picture or film, and what was verified."""
    if not Media.objects.filter(document=pk).exists():
        return HttpResponse("")
    media = _media(request, pk)
    writing = may(_user(request), Door.RECORD_WRITE)
    context = {
        "media": media,
        "way": proving.way(media),
        "refused": proving.refused_by(media),
        "doubts": proving.caption_doubts(media) if writing else [],
        "verifications": media.verifications.select_related("by"),
        "handling_form": describe_forms.HandlingForm(source=media.document.source_id) if writing else None,
        "event_form": describe_forms.MediaOfForm(initial={"account": media.account_id}) if writing else None,
        "verification_form": describe_forms.VerificationForm() if writing else None,
    }
    return render(request, "record/parts/proof.html", context)


@behind(Door.RECORD_WRITE)
@require_POST
def proof_add(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Add a step of the way, or what was verified."""
    media = _media(request, pk)
    forms_of: dict[str, tuple[forms.Form, Any]] = {
        "step": (
            describe_forms.HandlingForm(request.POST, source=media.document.source_id),
            proving.handling_add,
        ),
        "event": (describe_forms.MediaOfForm(request.POST), proving.media_of),
        "check": (describe_forms.VerificationForm(request.POST), proving.verification_add),
    }
    if what not in forms_of:
        raise Http404
    form, add = forms_of[what]
    if only_known(form, _user(request)).is_valid():
        try:
            add(actor=_user(request), media=media, **form.cleaned_data)
        except InputError as error:
            messages.error(request, f"{error.message} {error.hint}")
    else:
        messages.error(request, " ".join(str(e) for found in form.errors.values() for e in found))
    return redirect("record:document", pk)


@behind(Door.RECORD_READ)
def definitions_part(request: HttpRequest, name: str) -> HttpResponse:
    """A part of a list's page: how sources define its terms."""
    context = {"name": name, "definitions": defining.definitions(_user(request), name)}
    return render(request, "record/parts/definitions.html", context)


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def define(request: HttpRequest, name: str) -> HttpResponse:
    """How a source defines a term of a list."""
    if name not in terms.vocabularies():
        raise Http404
    known = terms.vocabulary(name)

    def do(given: dict[str, Any]) -> HttpResponse:
        defining.definition_add(actor=_user(request), vocabulary=name, **given)
        return redirect("record:list-of", name)

    form = describe_forms.DefinitionForm(request.POST or None, choices=list(known.choices(terms.language())))
    title = f"{known.title(terms.language())}: {_('how a source defines a term')}"
    return asked(request, form, title=title, do=do)
