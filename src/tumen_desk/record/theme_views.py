"""Pages of themes and of places of detention over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from tumen_desk.accounts.access import Door, behind
from tumen_desk.record import facilities, themes
from tumen_desk.record.describe_views import asked
from tumen_desk.record.forms import TermField, WrittenDateField, term_choices
from tumen_desk.record.models import Source, Theme
from tumen_desk.shell.paging import Pages

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

PAGE = 50


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


class ThemeForm(forms.Form):
    """A theme and its kinds of acts."""

    title = forms.CharField(label=lazy("Theme"), max_length=120)
    acts = forms.MultipleChoiceField(
        label=lazy("Kinds of acts"), choices=lambda: term_choices("act_type")[1:]
    )
    order = forms.IntegerField(
        label=lazy("Its place in the outline"), min_value=0, max_value=999, required=False
    )


class FacilityForm(forms.Form):
    """What a source says of the time of a place."""

    facility = TermField("named_facility", label=lazy("Place of detention"), required=True)
    source = forms.ModelChoiceField(
        label=lazy("Number of the source that says so"),
        queryset=Source.objects.all(),
        widget=forms.NumberInput,
    )
    date = WrittenDateField(label=lazy("In use from"))
    ended = WrittenDateField(label=lazy("until"), help_text="")
    called = forms.CharField(label=lazy("As the source calls it"), max_length=120, required=False)
    connection = TermField("information_form", label=lazy("How the source knows it"))


@behind(Door.RECORD_READ)
def themes_page(request: HttpRequest) -> HttpResponse:
    """Every theme, with how much the record holds of it."""
    return render(request, "record/themes.html", {"themes": themes.themes(_user(request))})


@behind(Door.RECORD_READ)
def theme_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The acts of one theme, newest first."""
    found = get_object_or_404(Theme, pk=pk)
    page = Pages(themes.acts_of(_user(request), found), PAGE).get_page(request.GET.get("page"))
    return render(request, "record/theme.html", {"theme": found, "page": page})


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def theme_keep(request: HttpRequest) -> HttpResponse:
    """Keep a theme, or change the one of that title."""

    def do(given: dict[str, Any]) -> HttpResponse:
        themes.theme_keep(actor=_user(request), **{**given, "order": given["order"] or 0})
        return redirect("record:themes")

    return asked(request, ThemeForm(request.POST or None), title=_("A theme"), do=do)


@behind(Door.RECORD_WRITE)
@require_POST
def theme_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a theme no longer."""
    themes.theme_remove(actor=_user(request), theme=get_object_or_404(Theme, pk=pk))
    return redirect("record:themes")


@behind(Door.RECORD_READ)
def facilities_page(request: HttpRequest) -> HttpResponse:
    """Named places of detention with the time in which each was in use, as sources say."""
    found = list(facilities.facilities(_user(request)))
    return render(request, "record/facilities.html", {"facilities": found})


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def facility_tell(request: HttpRequest) -> HttpResponse:
    """What one source says of the time of a place."""

    def do(given: dict[str, Any]) -> HttpResponse:
        facilities.facility_tell(actor=_user(request), **given)
        return redirect("record:facilities")

    form = FacilityForm(request.POST or None, initial={"facility": request.GET.get("facility", "")})
    return asked(request, form, title=_("When a place was in use"), do=do)
