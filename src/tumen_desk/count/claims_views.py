"""Pages of the claims ledger: published figures by what they count, and series with their vintages."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tumen import figures
from tumen.errors import FiguresError
from tumen_desk.accounts.access import Door, behind
from tumen_desk.count import (
    charts,
    claims_against,
    claims_beside,
    claims_charts,
    claims_movement,
    claims_prices,
    claims_series,
    ledger,
)
from tumen_desk.count import claims_queries as queries
from tumen_desk.count.claims_short import in_short
from tumen_desk.record import tables
from tumen_desk.shell.cells import inert
from tumen_desk.shell.downloads import CSV, download

if TYPE_CHECKING:
    from tumen.figures import Ledger

_APART = [("0", "the same day or time"), ("366", "up to a year apart"), ("731", "up to two years apart")]


class ApartForm(forms.Form):
    """How far apart the days of two stocks, shares or prices may lie and still be compared."""

    within_days = forms.ChoiceField(
        label="Compare stocks, shares and prices of",
        choices=_APART,
        required=False,
    )


class PlaceForm(forms.Form):
    """One place of a series that is split by place."""

    place = forms.ChoiceField(label="Country (ISO code)", required=False)

    def __init__(self, *args: object, places: tuple[str, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self.fields["place"].choices = [("", "all, as a table"), *((p, p) for p in places)]  # type: ignore[attr-defined]


class BetweenForm(forms.Form):
    """From one year of a series to another, and a word that somebody used for the change."""

    start = forms.TypedChoiceField(label="From", coerce=int)
    end = forms.TypedChoiceField(label="To", coerce=int)
    word = forms.ChoiceField(
        label="A word for it", required=False, choices=[("", "none"), *((w, w) for w in figures.WORDS)]
    )

    def __init__(self, *args: object, years: list[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        for name in ("start", "end"):
            self.fields[name].choices = [(y, str(y)) for y in years]  # type: ignore[attr-defined]

    def told(self, counts: dict[int, float]) -> str:
        """The change in a sentence, and whether the word fits."""
        given = self.cleaned_data
        try:
            change = figures.moved(
                counts[given["start"]], counts[given["end"]], times=(str(given["start"]), str(given["end"]))
            )
        except FiguresError as refused:
            return f"{refused.message} {refused.hint}"
        return change.said + (
            f". “{given['word']}”: {figures.fits(given['word'], change)}." if given["word"] else "."
        )


@behind(Door.COUNT_READ)
@require_safe
def quantities(request: HttpRequest) -> HttpResponse:
    """What published figures count."""
    books = _books(request)
    context = {
        "lines": queries.quantities(books),
        "summary": queries.summary(books),
        "due": claims_beside.due(books),
        "forecasts": claims_beside.forecasts(books.claims, books.series),
    }
    return render(request, "count/claims.html", context)


@behind(Door.COUNT_READ)
@require_safe
def quantity(request: HttpRequest, code: str) -> HttpResponse:
    """Every claim about one quantity, and which contradict one another."""
    form = ApartForm(request.GET or None)
    apart = int(form.cleaned_data["within_days"] or 0) if form.is_bound and form.is_valid() else 0
    books = _books(request)
    page = queries.quantity(code, within_days=apart, books=books)
    if page is None:
        raise Http404
    claims = queries.claims_of(code, books)
    pictures = {a.number: claims_charts.axis_text(a, page.label) for a in page.axes}
    context = {
        "page": page,
        "short": in_short(page) if page.code != queries.UNPLACED.code else [],
        "form": form if form.is_bound else ApartForm(initial={"within_days": "0"}),
        "axes": [
            (a, pictures[a.number] if a.drawn >= claims_charts.WORTH_DRAWING else "") for a in page.axes
        ],
        "beside": claims_beside.context(code, books),
        "constant": claims_prices.in_dollars(claims, books.money)
        if claims_charts.constant_svg(code, books)
        else [],
        "forecasts": claims_beside.forecasts(claims, books.series),
        "statements": claims_against.statements(claims, books),
        "bound": claims_beside.bound(books.quantities[code].under, claims),
    }
    return render(request, "count/claims_quantity.html", context)


@behind(Door.COUNT_READ)
@require_safe
def beside_record(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """The table of the record that the pack sets beside a statement, as far as this person may know of it."""
    books = _books(request)
    claim = next((c for c in books.claims if c.code == code), None)
    set_beside = {a.table for a in books.against if a.claim == code and a.table}
    if claim is None or name not in set_beside or name not in tables.KINDS:
        raise Http404
    found = claims_against.of_record(claim, name, request.user)  # type: ignore[arg-type]  # only users get here
    return render(request, "count/claims_record.html", {"table": found})


@behind(Door.COUNT_READ)
@require_safe
def quantity_chart(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """The picture of the claims in one unit and measure."""
    return _picture(claims_charts.axis_svg(code, position, books=_books(request)))


@behind(Door.COUNT_READ)
@require_safe
def series_list(request: HttpRequest) -> HttpResponse:
    """Every series."""
    pages = [(p, claims_charts.drawable(p)) for p in claims_series.all_series()]
    return render(request, "count/claims_series_list.html", {"pages": pages})


@behind(Door.COUNT_READ)
@require_safe
def series(request: HttpRequest, code: str) -> HttpResponse:
    """One series: the numbers that stand now and what was published before."""
    page = claims_series.series(code, place=request.GET.get("place", ""))
    if page is None:
        raise Http404
    books, counts = _books(request), {} if page.places else figures.yearly(page.series)
    form = PlaceForm(request.GET or None, places=page.places)
    between = BetweenForm(request.GET if "start" in request.GET else None, years=sorted(counts))
    text = claims_charts.series_text(page) if claims_charts.drawable(page) else ""
    context = {
        "page": page,
        "form": form if page.places else None,
        "text": text,
        "one_period": claims_charts.one_period(page),
        "phases": claims_movement.phases(page),
        "measures": claims_charts.series_measures(page),
        "changes": claims_movement.changes(page),
        "shift": figures.shift(counts),
        "same_months": figures.same_months(page.series) if not page.places else (),
        "season": figures.seasons(page.series, books.series),
        "beside": claims_beside.context(code, books, counts=counts),
        "forecasts": claims_beside.forecasts(
            [c for c in books.claims if c.series == code], {code: page.series}
        ),
        "between": between if len(counts) > 1 else None,
        "between_told": between.told(counts) if between.is_bound and between.is_valid() else "",
    }
    return render(request, "count/claims_series.html", context)


@behind(Door.COUNT_READ)
@require_safe
def series_table(request: HttpRequest, code: str) -> HttpResponse:
    """Every number of a series with its vintage and sources, as CSV."""
    page = claims_series.series(code, place=request.GET.get("place", ""))
    if page is None:
        raise Http404
    answer = download("", f"{page.series.code}.csv", kind=CSV)
    csv.writer(answer).writerows([inert(cell) for cell in row] for row in claims_movement.table(page))
    return answer


@behind(Door.COUNT_READ)
@require_safe
def series_chart(request: HttpRequest, code: str) -> HttpResponse:
    """The picture of a series, or of one place of it."""
    return _picture(claims_charts.series_svg(code, place=request.GET.get("place", "")))


def _books(request: HttpRequest) -> Ledger:
    return ledger.books(request.user)  # type: ignore[arg-type]  # LoginRequiredMiddleware leaves only users


def _picture(svg: str | None) -> HttpResponse:
    if svg is None:
        raise Http404
    return charts.respond(svg)
