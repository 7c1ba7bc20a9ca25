"""Pages of series: a question part by part, a rate year by year."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tumen_desk.accounts.access import Door, behind
from tumen_desk.count import charts, claims_beside, claims_queries
from tumen_desk.count.models import Question, Series
from tumen_desk.count.series_forms import StrataForm, TrendForm
from tumen_desk.count.series_queries import series
from tumen_desk.jobs import services as jobs
from tumen_desk.shell.cells import inert
from tumen_desk.shell.downloads import CSV, download

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_YEAR = re.compile(r"\d{4}")
_COLUMNS = {
    Series.Kind.STRATA: ("seen", "point", "low", "high", "status"),
    Series.Kind.TREND: ("period", "told", "person_years", "crude", "rate", "low", "high"),
}


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


@behind(Door.COUNT_RUN)
@require_POST
def question_strata(request: HttpRequest, pk: int) -> HttpResponse:
    """Estimate a question part by part, in the background."""
    asked = get_object_or_404(Question, pk=pk)
    form = StrataForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say what tells the parts apart, and how long a period is.")
        return redirect("count:question", pk)
    job = jobs.enqueue(
        user=_user(request),
        kind="count.strata",
        title=f"Part by part: {asked.recipe['title']}"[:200],
        parameters={"question": pk, "parts": form.recipe().as_dict()},
    )
    return redirect("jobs:job", job.pk)


@behind(Door.COUNT_RUN)
@require_http_methods(["GET", "POST"])
def trend_new(request: HttpRequest) -> HttpResponse:
    """Ask how often something happened, year by year."""
    form = TrendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        recipe = form.recipe()
        job = jobs.enqueue(
            user=_user(request),
            kind="count.trend",
            title=recipe.title[:200],
            parameters={"recipe": recipe.as_dict()},
        )
        return redirect("jobs:job", job.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "count/trend_new.html", {"form": form}, status=status)


@behind(Door.COUNT_READ)
def series_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A series: its chart, its rows, and what must stand beside them."""
    found = get_object_or_404(series(), pk=pk)
    years = [int(year) for row in found.result["rows"] for year in _YEAR.findall(str(row.get("period", "")))]
    context = {
        "series": found, "result": found.result,
        "beside": claims_beside.of_years(years, claims_queries.ledger()),
    }  # fmt: skip
    return render(request, f"count/series_{found.kind}.html", context)


@behind(Door.COUNT_READ)
def series_chart(request: HttpRequest, pk: int) -> HttpResponse:
    """The chart of a series."""
    kept = get_object_or_404(series(), pk=pk).result["chart"]
    return charts.respond(charts.draw(kept["spec"], title=kept["title"], text=kept["words"]))


@behind(Door.COUNT_READ)
def series_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows of a series as CSV."""
    found = get_object_or_404(series(), pk=pk)
    answer = download("", f"series-{found.pk}.csv", kind=CSV)
    dimensions = found.result.get("dimensions", [])
    columns = _COLUMNS[Series.Kind(found.kind)]
    writer = csv.writer(answer)
    writer.writerow([*dimensions, *columns])
    for row in found.result["rows"]:
        cells = [*row.get("key", []), *("" if row[name] is None else row[name] for name in columns)]
        writer.writerow([inert(cell) for cell in cells])
    return answer
