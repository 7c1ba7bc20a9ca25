"""Pages of law and of public cases."""

from __future__ import annotations

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tumen_desk.accounts.access import Door, behind
from tumen_desk.act import cases, forms, positions, queries


def _asks(request: HttpRequest, form: type[django_forms.Form]) -> bool:
    """Whether the address holds a question, however incomplete."""
    return any(name in request.GET for name in form.base_fields)


@behind(Door.ACT_READ)
@require_safe
def law(request: HttpRequest) -> HttpResponse:
    """Which articles an act engages for a state on a date."""
    form = forms.LawForm(request.GET if _asks(request, forms.LawForm) else None)
    asked = form.is_bound and form.is_valid()
    answer = queries.law_on(**form.cleaned_data) if asked else None
    context = {"form": form, "answer": answer, "known": queries.register()}
    return render(request, "act/law.html", context)


@behind(Door.ACT_READ)
@require_safe
def states(request: HttpRequest) -> HttpResponse:
    """Who was bound by what on a day."""
    form = forms.StateForm(request.GET if _asks(request, forms.StateForm) else None)
    asked = form.is_bound and form.is_valid()
    context = {
        "form": form,
        "answer": queries.state_on(**form.cleaned_data) if asked else None,
        "instruments": queries.instruments(),
        "known": queries.register(),
    }
    return render(request, "act/states.html", context)


@behind(Door.ACT_READ)
@require_safe
def instrument(request: HttpRequest, code: str) -> HttpResponse:
    """One instrument: its parties with dates, and their reservations."""
    form = forms.OnForm(request.GET if _asks(request, forms.OnForm) else None)
    on = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    page = queries.instrument(code, on=on)
    if page is None:
        raise Http404
    return render(request, "act/instrument.html", {"page": page, "form": form, "on": on})


@behind(Door.ACT_READ)
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """The public cases."""
    form = forms.CaseFilter(request.GET if _asks(request, forms.CaseFilter) else None)
    valid = form.is_bound and form.is_valid()
    chosen = {k: v for k, v in form.cleaned_data.items() if v} if valid else {}
    context = {
        "form": form,
        "cases": cases.cases(**chosen),
        "all": len(cases.all_cases()),
        "filtered": bool(chosen),
        "names": cases.state_names(),
    }
    return render(request, "act/cases.html", context)


@behind(Door.ACT_READ)
@require_safe
def case(request: HttpRequest, code: str) -> HttpResponse:
    """One public case, with every value on which its sources differ."""
    page = cases.case(code)
    if page is None:
        raise Http404
    return render(request, "act/case.html", {"page": page, "lines": positions.about_case(code)})
