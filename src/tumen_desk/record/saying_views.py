"""Parts and pages about values by source: what is said in any field, and which value is preferred."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tumen.errors import RecordError, UnknownField
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, behind
from tumen_desk.record import asking, offering, saying, values
from tumen_desk.record.models import Act, Leg, Mention, Preference, Said, Stay, Transfer
from tumen_desk.record.saying_forms import ReasonForm, SayForm, WhichFieldForm

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_MODELS: dict[str, Any] = {"mention": Mention, "act": Act, "stay": Stay, "leg": Leg, "transfer": Transfer}


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def _thing(request: HttpRequest, noun: str, pk: int) -> Any:
    """The thing, unless it lies in a circle one does not sit in."""
    if noun not in _MODELS:
        raise Http404
    found = get_object_or_404(_MODELS[noun], pk=pk)
    mention = found if noun == "mention" else found.mention
    circles.require_known(_user(request), mention.source_id)
    return found


@behind(Door.RECORD_READ)
def values_part(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """A part of a page: every further value of a thing, and the form that adds one."""
    return _values(request, noun, _thing(request, noun, pk))


def _values(request: HttpRequest, noun: str, thing: Any, *, status: int = 200, **more: Any) -> HttpResponse:
    user = _user(request)
    found = (
        [f for f in values.of_mentions(user, [thing]) if any(v.said for v in f.values)]
        if noun == "mention"
        else values.of_thing(user, noun, thing.pk)
    )
    offers = offering.offers(thing) if noun in ("act", "transfer") else []
    which = WhichFieldForm(about=noun, act_type=thing.type if noun == "act" else "")
    context = {"noun": noun, "thing": thing, "found": found, "which": which, "offers": offers, **more}
    return render(request, "record/parts/values.html", context, status=status)


@behind(Door.RECORD_WRITE)
def say_part(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """The inputs for one field, chosen by `?field=`."""
    thing = _thing(request, noun, pk)
    try:
        asked = asking.field(request.GET.get("field", ""))
    except UnknownField:
        return HttpResponse("")
    context = {"noun": noun, "thing": thing, "asked": asked, "form": SayForm(asked=asked)}
    return render(request, "record/parts/say.html", context)


@behind(Door.RECORD_WRITE)
@require_POST
def say_add(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """Record what the source says in one field, and show all values anew."""
    thing = _thing(request, noun, pk)
    try:
        asked = asking.field(request.POST.get("field", ""))
    except UnknownField as error:
        raise Http404 from error
    form = SayForm(request.POST, asked=asked)
    if not form.is_valid():
        # 200: what answers a part is swapped in only then
        return _values(request, noun, thing, asked=asked, form=form)
    given: dict[str, Any] = {k: str(v or "") for k, v in form.cleaned_data.items()}
    passage = _passage(request, thing)
    saying.value_say(actor=_user(request), thing=thing, field=asked.id, passage=passage, **given)
    return _values(request, noun, thing)


def _passage(request: HttpRequest, thing: Any) -> Any:
    """The passage on which an act, stay, leg or transfer rests also carries what is further said of it."""
    return getattr(thing, "passage", None)


@behind(Door.LINK_JUDGE)
@require_POST
def prefer(request: HttpRequest, key: str) -> HttpResponse:
    """Prefer one value; the key is mention, act and row of the value."""
    mention, act, said = _of_key(request, key)
    form = ReasonForm(request.POST)
    field = request.POST.get("field", "")[:60]
    try:
        saying.value_prefer(
            actor=_user(request),
            mention=mention,
            field=field,
            act=act,
            said=said,
            reason=form.cleaned_data["reason"] if form.is_valid() else "",
        )
        messages.success(request, _("Preferred. All other values stand beside it as before."))
    except RecordError as error:
        messages.error(request, f"{error.message} {error.hint}")
    return redirect(_back(request, mention))


@behind(Door.LINK_JUDGE)
@require_POST
def prefer_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a preference back."""
    found = get_object_or_404(Preference, pk=pk)
    _thing(request, "mention", found.mention_id)
    form = ReasonForm(request.POST)
    try:
        saying.preference_end(
            actor=_user(request),
            preference=found,
            reason=form.cleaned_data["reason"] if form.is_valid() else "",
        )
    except RecordError as error:
        messages.error(request, f"{error.message} {error.hint}")
    return redirect(_back(request, found.mention))


def _of_key(request: HttpRequest, key: str) -> tuple[Mention, Act | None, Said | None]:
    parts = [int(p) if p.isascii() and p.isdecimal() else 0 for p in key.split("-")]
    if len(parts) != 3:
        raise Http404
    mention: Mention = _thing(request, "mention", parts[0])
    act = get_object_or_404(Act, pk=parts[1], mention=mention) if parts[1] else None
    said = get_object_or_404(Said, pk=parts[2], mention=mention) if parts[2] else None
    return mention, act, said


def _back(request: HttpRequest, mention: Mention) -> str:
    """The page from which somebody judged, if it is one of ours."""
    back = request.POST.get("back", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    return reverse("record:mention", args=[mention.pk])
