"""The search page. What somebody looks for stands in no address: it may be a name."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tumen.errors import EmptyQuery
from tumen_desk.accounts.access import Door, behind
from tumen_desk.find import forms, indexing, queries, services
from tumen_desk.find.models import SavedSearch
from tumen_desk.record.models import Source

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_PAGE_IS_OUT = 0.3
"""Seconds after which a page that was asked for is surely shown."""
_AT_ONCE = 5
"""So many new documents are read for the index before a search; the worker reads the rest."""


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def _given(request: HttpRequest) -> dict[str, str]:
    """The form as it was sent; a year of the facets is both ends of the time asked for."""
    given: dict[str, str] = request.POST.dict()
    year = given.pop("year", "")
    return {**given, "since": year, "until": year} if year else given


def _page(request: HttpRequest) -> int:
    number = request.POST.get("page", "1")
    return max(int(number), 1) if number.isascii() and number.isdecimal() and len(number) < 6 else 1


@behind(Door.RECORD_READ)
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Find passages."""
    form = forms.SearchForm(_given(request) or None)
    answer = None
    if request.method == "GET" and Source.objects.filter(language="ko").exists():
        # The model of Korean takes a second to load: begun when the page is out, it is there when the words are typed.
        loading = threading.Timer(_PAGE_IS_OUT, indexing.by().ready)
        loading.daemon = True
        loading.start()
    if request.method == "POST" and form.is_valid():
        indexing.catch_up(most=_AT_ONCE)
        try:
            answer = queries.look(_user(request), form.asked(), page=_page(request))
        except EmptyQuery as error:
            form.add_error("words", f"{error.message} {error.hint}")
    return _shown(request, form, answer)


def _shown(request: HttpRequest, form: forms.SearchForm, answer: queries.Answer | None) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "answer": answer,
        "narrowed": form.is_bound and form.is_valid() and (form.asked().narrowed or form.asked().others),
        "page": _page(request),
        "searches": SavedSearch.objects.filter(user=_user(request)),
        "behind": indexing.behind(),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "find/search.html", context, status=status)


@behind(Door.RECORD_READ)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the search that is shown; without a name, under its words."""
    form = forms.SearchForm(request.POST)
    if not form.is_valid():
        return _shown(request, form, None)
    title = request.POST.get("title", "").strip() or form.cleaned_data["words"]
    saved = services.search_save(actor=_user(request), title=title[:120], asked=form.asked())
    messages.success(request, "Kept. The first page tells when new passages fit.")
    return redirect("find:saved", saved.pk)


@behind(Door.RECORD_READ)
@require_GET
def saved(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a saved search again; what is new since is seen from now on."""
    found = get_object_or_404(SavedSearch, pk=pk, user=_user(request))
    asked = services.asked_of(found)
    indexing.catch_up(most=_AT_ONCE)
    answer = queries.look(_user(request), asked)
    services.search_looked_at(actor=_user(request), saved=found)
    form = forms.SearchForm(services.plain(asked))
    form.is_valid()
    return _shown(request, form, answer)


@behind(Door.RECORD_READ)
@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a saved search."""
    found = get_object_or_404(SavedSearch, pk=pk, user=_user(request))
    services.search_forget(actor=_user(request), saved=found)
    messages.success(request, "Deleted.")
    return redirect("find:search")
