"""Pages of the record: its lists, and what is told by a source, of a person, in an account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms as django_forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, behind, may
from tumen_desk.record import bulk, forms, hooks, queries, services
from tumen_desk.record.consent_forms import ConsentForm
from tumen_desk.record.models import (
    Account,
    Act,
    Interview,
    Leg,
    Mention,
    Passage,
    Source,
    Stay,
    Transfer,
)
from tumen_desk.shell.numbers import number_in
from tumen_desk.shell.paging import Pages

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One list: what it is called, how it is narrowed and ordered, how a row looks (`record/rows/<noun>.html`).

    `source` is how a row leads to its source: rows of sources in circles are there for those who sit in them.
    `dated` is the heading of the column of dates by which it may be ordered; an index holds each order ready.
    """

    title: str
    noun: str
    headings: tuple[str, ...]
    find: Callable[..., QuerySet[Any]]
    source: str
    filter_form: type[django_forms.Form] = django_forms.Form
    empty: str
    new: str = ""
    new_label: str = ""
    dated: str = ""

    @property
    def orders(self) -> dict[str, str]:
        """Heading → the field by whose index the rows may be ordered."""
        return {self.headings[0]: "id", **({self.dated: "date_low"} if self.dated else {})}

    def columns(self, order: str) -> list[tuple[str, str, str]]:
        """Each heading, the order that a click on it asks for ("" for none), and how the rows now stand by it."""
        told = []
        for heading in self.headings:
            field = self.orders.get(heading, "")
            now = {field: "ascending", f"-{field}": "descending"}.get(order, "") if field else ""
            told.append((heading, f"-{field}" if field and now != "descending" else field, now))
        return told

    def ordered(self, asked: str) -> str:
        """The order asked for, if there is such a one; else by number, newest first."""
        return asked if asked.removeprefix("-") in self.orders.values() else "-id"

    @staticmethod
    def stand(rows: QuerySet[Any], order: str) -> QuerySet[Any]:
        """The rows in an order; those of one day by their number, which the index has beside the day."""
        return rows.order_by(order, "-id" if order.startswith("-") else "id")


LISTINGS = {
    listing.noun: listing
    for listing in (
        Listing(
            title="Sources",
            noun="sources",
            headings=("Source", "Title", "Kind", "Issuer", "Date", "Grade"),
            dated="Date",
            find=queries.sources,
            source="pk",
            filter_form=forms.SourceFilter,
            empty="No source yet. Register one, or drop a folder of documents into an import.",
            new="record:source-new",
            new_label="Register a source",
        ),
        Listing(
            title="Documents",
            noun="documents",
            headings=("Document", "Source", "Kind of file", "Pages", "Added"),
            find=queries.documents,
            source="source",
            filter_form=forms.DocumentFilter,
            empty="No document yet. Drop texts, scans, pictures, films or sounds into an import.",
            new="record:import-documents",
            new_label="Add documents",
        ),
        Listing(
            title="Passages",
            noun="passages",
            headings=("Passage", "Document", "Where", "What stands there"),
            find=queries.passages,
            source="document__source",
            empty="No passage is anchored yet. Open a document and mark what it says.",
        ),
        Listing(
            title="Accounts",
            noun="accounts",
            headings=("Account", "About", "Source", "How it is known", "When"),
            dated="When",
            find=queries.accounts,
            source="source",
            filter_form=forms.AccountFilter,
            empty="No account yet. Open a document and code what it tells.",
        ),
        Listing(
            title="Mentions",
            noun="mentions",
            headings=("Mention", "Source", "Role", "Sex", "Born", "Left home"),
            find=queries.mentions,
            source="source",
            filter_form=forms.MentionFilter,
            empty="Nobody is mentioned yet. Code a document, or import a list of persons.",
        ),
        Listing(
            title="Acts",
            noun="acts",
            headings=("Act", "What was done", "To whom", "When", "Where", "Source"),
            dated="When",
            find=queries.acts,
            source="account__source",
            filter_form=forms.ActFilter,
            empty="No act yet. Open a document, mark a passage, and say what was done to whom.",
        ),
        Listing(
            title="Stays in detention",
            noun="stays",
            headings=("Stay", "Who", "Facility", "From", "To", "Source"),
            dated="From",
            find=queries.stays,
            source="account__source",
            filter_form=forms.StayFilter,
            empty="No stay in detention yet.",
        ),
        Listing(
            title="Legs of journeys",
            noun="legs",
            headings=("Leg", "Who", "What", "From", "To", "When", "Means"),
            dated="When",
            find=queries.legs,
            source="account__source",
            filter_form=forms.LegFilter,
            empty="No leg of a journey yet.",
        ),
    )
}


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def _need_to_know(request: HttpRequest, source: int) -> None:
    """What lies in a circle one does not sit in is not there."""
    circles.require_known(_user(request), source)


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


@behind(Door.RECORD_READ)
def listing(request: HttpRequest, noun: str) -> HttpResponse:
    """A list of one noun, narrowed by its filters."""
    shown = LISTINGS[noun]
    form = shown.filter_form(request.GET or None)
    chosen = {k: v for k, v in form.cleaned_data.items() if v} if form.is_bound and form.is_valid() else {}
    closed = circles.closed_sources(_user(request))
    order = shown.ordered(request.GET.get("order", ""))
    found = shown.stand(shown.find(**chosen), order)
    page = Pages(found.exclude(**{f"{shown.source}__in": closed}) if closed else found, PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "listing": shown,
        "columns": shown.columns(order),
        "order": request.GET.get("order", "") and order,
        "form": form,
        "page": page,
        "bulk": noun in bulk.LISTED and may(_user(request), Door.RECORD_WRITE),
        "row_template": f"record/rows/{noun}.html",
        "filtered": chosen,
    }
    return render(request, "record/list.html", context)


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def source_new(request: HttpRequest) -> HttpResponse:
    """Register a source."""
    form = forms.SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        source = services.source_create(actor=_user(request), **form.cleaned_data)
        return redirect("record:source", source.pk)
    context = {"form": form, "title": "Register a source", "button": "Register"}
    return render(request, "record/form.html", context, status=_status(request))


@behind(Door.RECORD_READ)
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """One source: its documents, who it mentions, what it tells, what may be done with it."""
    found = get_object_or_404(Source.objects.select_related("issuer"), pk=pk)
    _need_to_know(request, pk)
    context = {
        "source": found,
        "documents": found.documents.defer("text", "layout"),
        "mentions": found.mentions.order_by("id")[:200],
        "accounts": found.accounts.order_by("id")[:200],
        "decisions": queries.decisions(found),
        "interview": Interview.objects.filter(source=found).first(),
        "document_form": forms.DocumentForm(),
        "archived": queries.archived_copy(found),
        "consent_form": ConsentForm(),
    }
    return render(request, "record/source.html", context)


@behind(Door.RECORD_WRITE)
@require_POST
def consent_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Record one decision for each purpose ticked, about a source or one mention or passage of it (`?mention=`)."""
    found = get_object_or_404(Source, pk=pk)
    _need_to_know(request, pk)
    mention = request.GET.get("mention")
    about = get_object_or_404(Mention, pk=number_in(mention), source=found) if mention else None
    anchor = request.GET.get("passage")
    at = get_object_or_404(Passage, pk=number_in(anchor), document__source=found) if anchor else None
    form = ConsentForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "title": _("Record a decision"), "button": _("Record")}
        return render(request, "record/form.html", context, status=422)
    given = {**form.cleaned_data, "source": found, "mention": about, "passage": at}
    with transaction.atomic():
        for purpose in given.pop("purpose"):
            services.consent_record(actor=_user(request), purpose=purpose, **given)
    messages.success(request, "The decision is recorded; it holds from now on.")
    if at:
        return redirect("record:passage", at.pk)
    return redirect("record:mention", about.pk) if about else redirect("record:source", pk)


@behind(Door.RECORD_READ)
def mention(request: HttpRequest, pk: int) -> HttpResponse:
    """One mention: what its source says of this person. Names are fetched through their own door."""
    found = get_object_or_404(Mention.objects.select_related("source__issuer"), pk=pk)
    _need_to_know(request, found.source_id)
    user = _user(request)
    names = queries.names_of(user, [found], reason="mention page")[pk] if may(user, Door.NAMES_SEE) else None
    context = {
        "mention": found,
        "names": names,
        "ties": found.ties.select_related("other"),
        "acts": found.acts.select_related("account", "passage").order_by("date_low", "id"),
        "stays": found.stays.select_related("account").order_by("date_low", "id"),
        "legs": found.legs.select_related("account").order_by("journey", "sequence", "id"),
        "transfers": found.transfers.select_related("account").order_by("date_low", "id"),
        "decisions": [d for d in queries.decisions(found.source) if d.mention_id in (None, pk)],
        "consent_form": ConsentForm(),
        "panels": hooks.mention_panels(),
    }
    return render(request, "record/mention.html", context)


@behind(Door.RECORD_READ)
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account and everything it contains."""
    found = get_object_or_404(Account.objects.select_related("source__issuer", "teller"), pk=pk)
    _need_to_know(request, found.source_id)
    closed = circles.closed_sources(_user(request))
    context = {
        "account": found,
        "leads_to": found.leads_to.exclude(other__source__in=closed).select_related("other"),
        "came_from": found.came_from.exclude(account__source__in=closed).select_related("account"),
        "interventions": found.interventions.all(),
        "acts": found.acts.select_related("mention", "passage").order_by("date_low", "id"),
        "stays": found.stays.select_related("mention").order_by("date_low", "id"),
        "legs": found.legs.select_related("mention").order_by("journey", "sequence", "id"),
        "transfers": found.transfers.select_related("mention").order_by("date_low", "id"),
    }
    return render(request, "record/account.html", context)


_IN_ACCOUNT: dict[str, type[Act | Stay | Leg | Transfer]] = {
    "act": Act,
    "stay": Stay,
    "leg": Leg,
    "transfer": Transfer,
}


@behind(Door.RECORD_READ)
def in_account(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """One act, stay, leg or transfer: who says it, where in the text, how they know."""
    model = _IN_ACCOUNT[noun]
    related = ("account__source__issuer", "mention", "passage__document")
    found = get_object_or_404(model._default_manager.select_related(*related), pk=pk)
    _need_to_know(request, found.account.source_id)
    involvements = (
        found.involvements.select_related("mention", "unit", "post") if isinstance(found, Act) else []
    )
    context = {
        "thing": found,
        "noun": noun,
        "facts": f"record/facts/{noun}.html",
        "involvements": involvements,
    }
    return render(request, "record/in_account.html", context)
