"""Pages of the desk's own figures in the ledger: adding one, judging it anew, its versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, behind, may, require
from tumen_desk.count import claims_queries, ledger, ledger_forms, ledger_services
from tumen_desk.count.chains import chain
from tumen_desk.count.claims_queries import UNPLACED
from tumen_desk.count.ledger import Entry
from tumen_desk.count.models import Figure, Published

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def _found(request: HttpRequest, pk: int) -> Published:
    """A figure that this user may know of, withdrawn or not."""
    known = Published.objects.filter(circles.known_to(_user(request), "source"))
    usable = Q(pk__in=ledger.kept(_user(request)).values("pk")) | Q(versions__withdrawn=True)
    return get_object_or_404(known.filter(usable).select_related("source", "passage").distinct(), pk=pk)


@behind(Door.LEDGER_WRITE)
@require_http_methods(["GET", "POST"])
def published_new(request: HttpRequest) -> HttpResponse:
    """A published figure entered by hand."""
    start = {"quantity": request.GET.get("quantity", ""), "why": "Entered from the publication."}
    own = _own(request.GET.get("figure", ""))
    form = ledger_forms.PublishedForm(
        request.POST or None, initial={} if own else start, entry=own, books=ledger.books(_user(request))
    )
    if request.method == "POST" and form.is_valid():
        made = ledger_services.published_add(
            actor=_user(request), entry=form.entry(), why=form.cleaned_data["why"]
        )
        messages.success(request, "It stands in the ledger.")
        return redirect("count:published", made.pk)
    context = {"form": form, "own": own}
    return render(request, "count/published_new.html", context, status=422 if form.errors else 200)


def _own(asked: str) -> Entry | None:
    """One of the desk's own figures as a row of the ledger, to be said what it counts; None where none is asked for."""
    if not asked.isdecimal():
        return None
    figure = get_object_or_404(Figure, pk=int(asked))
    return ledger_services.own_estimate(figure, Entry(population=figure.population, figure=figure.pk))


@behind(Door.COUNT_READ)
@require_http_methods(["GET", "POST"])
def published(request: HttpRequest, pk: int) -> HttpResponse:
    """One figure of the desk: what it says, from where, every version with its reason; judging it anew."""
    user, found = _user(request), _found(request, pk)
    last = found.versions.select_related("by").first()
    entry = Entry.of(last.fields if last else {})
    books = ledger.books(user)
    form = (
        ledger_forms.PublishedForm(request.POST or None, entry=entry, books=books)
        if may(user, Door.LEDGER_WRITE)
        else None
    )
    if request.method == "POST":
        require(user, Door.LEDGER_WRITE)
        withdraw = "withdraw" in request.POST
        if withdraw or (form is not None and form.is_valid()):
            ledger_services.published_judge(
                actor=user,
                published=found,
                entry=None if withdraw or form is None else form.entry(),
                why=request.POST.get("why", ""),
                withdrawn=withdraw,
            )
            messages.success(request, "The judgement holds from now on; what was said before stands below.")
            return redirect("count:published", pk)
    claim = next((c for c in books.claims if c.code == ledger.own_code(pk)), None)
    context = {
        "published": found,
        "claim": claim,
        "line": claims_queries.line(claim, books.sources) if claim else None,
        "placed": claim is not None and claim.quantity != UNPLACED,
        "chain": chain(found, user) if claim else None,
        "entry": entry,
        "withdrawn": bool(last and last.withdrawn),
        "versions": list(ledger.versions(found)),
        "form": form,
        "text_at": _text_at(found),
    }
    return render(request, "count/published.html", context, status=422 if form and form.errors else 200)


def _text_at(found: Published) -> str:
    """Where its words stand."""
    if found.passage is None:
        return ""
    at = reverse("record:document", args=[found.passage.document_id])
    return f"{at}?found={found.passage.start}-{found.passage.end}#found"
