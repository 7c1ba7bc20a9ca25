"""The journey builder: one line a leg while listening, every column when there is time, and the journey drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, behind
from tumen_desk.record import drawing, journey_lines, journeys
from tumen_desk.record.journey_forms import LegForm, LineForm
from tumen_desk.record.models import Leg, Mention

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def _mention(request: HttpRequest, pk: int) -> Mention:
    found = get_object_or_404(Mention.objects.select_related("source"), pk=pk)
    circles.require_known(_user(request), found.source_id)
    return found


@behind(Door.RECORD_READ)
def journey(request: HttpRequest, pk: int) -> HttpResponse:
    """The journeys of one person as one source tells them, drawn, and the builder."""
    return render(request, "record/journey.html", _context(_mention(request, pk)))


def _context(mention: Mention, **more: object) -> dict[str, object]:
    found = journeys.journeys_of(mention)
    return {
        "mention": mention,
        "journeys": [(j, drawing.drawn_map([j]), drawing.timeline([j])) for j in found],
        "done": {pk: acts for j in found for pk, acts in journeys.acts_of(mention, j).items()},
        "deaths": [row for j in found for row in journeys.deaths_after(mention, j)],
        "line_form": LineForm(initial={"journey": found[-1].id if found else ""}),
        "size": (drawing.WIDTH, drawing.HEIGHT),
        **more,
    }


@behind(Door.RECORD_WRITE)
@require_POST
def leg_line_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more leg out of one line; what was not understood is kept as its note, and said."""
    mention = _mention(request, pk)
    form = LineForm(request.POST)
    if not form.is_valid():
        return _legs(request, mention)
    read = journey_lines.read(form.cleaned_data["line"])
    given = dict(read.given)
    given["note"] = read.rest[:500]
    name = form.cleaned_data["journey"]
    last = mention.legs.filter(journey=name).order_by("sequence").last()
    if "to_place" in given and "from_place" not in given and last is not None:
        given["from_place"] = last.to_place
    if not given.get("kind"):
        # Nothing is guessed: without a kind there is no leg yet.
        said = _("What kind of leg? Begin with a word such as left, crossed, hid, sold, arrested, arrived.")
        return _legs(request, mention, refused=said, line=form.cleaned_data["line"])
    leg = journeys.leg_add(actor=_user(request), mention=mention, journey=name, **given)
    return _legs(request, mention, added=leg, rest=read.rest, doubts=read.doubts)


def _legs(request: HttpRequest, mention: Mention, **more: object) -> HttpResponse:
    """The table of legs with the line to type in, as a part of the page or as the page itself."""
    template = "record/parts/legs.html" if request.htmx else "record/journey.html"  # type: ignore[attr-defined]
    return render(request, template, _context(mention, **more))


def _leg(request: HttpRequest, pk: int) -> Leg:
    found = get_object_or_404(Leg.objects.select_related("mention__source"), pk=pk)
    circles.require_known(_user(request), found.mention.source_id)
    return found


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def leg_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Every column of one leg."""
    leg = _leg(request, pk)
    columns = [name for name in LegForm.base_fields if name != "companions"]
    initial = {name: getattr(leg, name) for name in columns} | {"companions": leg.companions.all()}
    form = LegForm(request.POST or None, initial=initial, mention=leg.mention)
    if request.method == "POST" and form.is_valid():
        journeys.leg_change(actor=_user(request), leg=leg, **form.cleaned_data)
        return redirect("record:journey", leg.mention_id)
    context = {"form": form, "title": _("A leg of the journey"), "button": _("Save")}
    return render(request, "record/form.html", context, status=422 if request.method == "POST" else 200)


@behind(Door.RECORD_WRITE)
@require_POST
def leg_remove_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out a leg that was taken down by mistake."""
    leg = _leg(request, pk)
    mention = leg.mention
    journeys.leg_remove(actor=_user(request), leg=leg)
    return _legs(request, mention)
