"""Pages of the register of rules, practices and positions: list, line of time, sheet of a state, one entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tumen.errors import InputError
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, behind
from tumen_desk.record import policies, policy_forms, policy_queries, policy_time
from tumen_desk.record.drawing import HEIGHT, WIDTH
from tumen_desk.record.importing.export import as_csv
from tumen_desk.record.known_numbers import only_known
from tumen_desk.record.models import Policy, PolicyLink, Telling
from tumen_desk.shell.downloads import CSV, download
from tumen_desk.shell.paging import Pages

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

PAGE = 50


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware leaves only users


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


def _known(request: HttpRequest, pk: int) -> Policy:
    return get_object_or_404(policy_queries.policies(_user(request)), pk=pk)


def _chosen(form: Any) -> dict[str, Any]:
    return {k: v for k, v in form.cleaned_data.items() if v} if form.is_bound and form.is_valid() else {}


@behind(Door.RECORD_READ)
def policy_list(request: HttpRequest) -> HttpResponse:
    """The register, narrowed; `?as=csv` gives it as the table in which it can come in again."""
    form = policy_forms.PolicyFilter(request.GET or None)
    chosen = _chosen(form)
    user = _user(request)
    found = policy_queries.policies(user, **chosen)
    if request.GET.get("as") == "csv":
        return download(as_csv(user, "policies", only=found), "policies.csv", kind=CSV)
    page = Pages(found, PAGE).get_page(request.GET.get("page"))
    told: dict[int, list[Telling]] = {}
    for telling in policy_queries.known_tellings(user).filter(policy__in=[p.pk for p in page]):
        told.setdefault(telling.policy_id, []).append(telling)
    context = {
        "form": form,
        "filtered": chosen,
        "page": page,
        "rows": [(policy, told.get(policy.pk, [])) for policy in page],
        "states": policies.states(),
        "sheets": sorted({p.state for p in policy_queries.policies(user) if p.state}),
    }
    return render(request, "record/policies.html", context)


@behind(Door.RECORD_READ)
def policy_timeline(request: HttpRequest) -> HttpResponse:
    """Measures in time, beside acts and prices that may be counted; what is beside is not called a cause."""
    form = policy_forms.TimelineFilter(request.GET or None)
    chosen = _chosen(form)
    act_type, with_prices = chosen.pop("act_type", ""), bool(chosen.pop("with_prices", False))
    user = _user(request)
    found = policy_queries.policies(user, **chosen)
    tellings = list(policy_queries.known_tellings(user).filter(policy__in=found))
    context = {
        "form": form,
        "filtered": chosen or act_type or with_prices,
        "act_type": act_type,
        "timeline": policy_time.drawn(tellings),
        "width": WIDTH,
        "years": policy_time.years(user, tellings, act_type=act_type, with_prices=with_prices),
    }
    return render(request, "record/policy_timeline.html", context)


@behind(Door.RECORD_READ)
def policy_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """What is told of the practice of one state, topic by topic."""
    name = policies.states().get(code)
    if name is None:
        raise Http404
    lines = policy_queries.sheet(_user(request), code)
    context = {"state": code, "name": name, "lines": lines, "told": any(line.policies for line in lines)}
    return render(request, "record/policy_sheet.html", context)


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def policy_new(request: HttpRequest) -> HttpResponse:
    """A new entry."""
    form = policy_forms.PolicyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = policies.policy_add(actor=_user(request), **form.cleaned_data)
            return redirect("record:policy-tell", made.pk)
        except InputError as error:
            messages.error(request, f"{error.message} {error.hint}")
    context = {
        "form": form,
        "title": _("A rule, practice or position"),
        "button": _("Go on to what a source says"),
    }
    return render(request, "record/form.html", context, status=_status(request))


@behind(Door.RECORD_READ)
def policy(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: every value with who says it, what it has to do with what happened, and its line of time."""
    found = _known(request, pk)
    user = _user(request)
    tellings = list(policy_queries.known_tellings(user).filter(policy=found).prefetch_related("links"))
    closed = circles.closed_sources(user)
    links = PolicyLink.objects.filter(telling__in=tellings).exclude(account__source__in=closed)
    known = policy_queries.policies(user)
    shown = [
        (link, policy_queries.lag_days(link))
        for link in links.select_related("telling__source", "account__source", "other")
        if link.other_id is None or known.filter(pk=link.other_id).exists()
    ]
    from_others = PolicyLink.objects.filter(
        other=found, telling__in=policy_queries.known_tellings(user)
    ).select_related("telling__policy", "telling__source")
    context = {
        "policy": found,
        "state": policies.states().get(found.state, ""),
        "toward": policies.states().get(found.toward, ""),
        "tellings": tellings,
        "fields": policy_queries.values(tellings),
        "links": shown,
        "from_others": from_others,
        "timeline": policy_time.drawn(tellings),
        "width": WIDTH,
        "height": HEIGHT,
    }
    return render(request, "record/policy.html", context)


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def policy_tell(request: HttpRequest, pk: int) -> HttpResponse:
    """What one source says of it."""
    found = _known(request, pk)
    form = policy_forms.TellingForm(request.POST or None, initial={"source": request.GET.get("source", "")})
    if request.method == "POST" and only_known(form, _user(request)).is_valid():
        given = dict(form.cleaned_data)
        source, passage = given.pop("source"), given.pop("passage")
        try:
            policies.policy_tell(
                actor=_user(request),
                policy=found,
                source=source,
                passage=passage,
                told=policies.Told(**given),
            )
            return redirect("record:policy", pk)
        except InputError as error:
            messages.error(request, f"{error.message} {error.hint}")
    context = {"form": form, "title": f"{found.title}: {_('what a source says')}", "button": _("Add")}
    return render(request, "record/form.html", context, status=_status(request))


@behind(Door.RECORD_WRITE)
@require_http_methods(["GET", "POST"])
def policy_link(request: HttpRequest, pk: int) -> HttpResponse:
    """What it has to do with a happening or another entry, as the source of this telling says."""
    user = _user(request)
    found = get_object_or_404(policy_queries.known_tellings(user), pk=pk)
    others = policy_queries.policies(user).exclude(pk=found.policy_id)
    form = policy_forms.PolicyLinkForm(request.POST or None, known=others)
    if request.method == "POST" and only_known(form, user).is_valid():
        try:
            policies.policy_link(actor=user, telling=found, **form.cleaned_data)
            return redirect("record:policy", found.policy_id)
        except InputError as error:
            messages.error(request, f"{error.message} {error.hint}")
    title = f"{found.policy.title}: {_('what it has to do with')}"
    context = {"form": form, "title": title, "button": _("Add")}
    return render(request, "record/form.html", context, status=_status(request))


@behind(Door.LINK_JUDGE)
@require_POST
def policy_prefer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what one telling says in a field, or (`withdrawn`) take it no longer."""
    user = _user(request)
    found = get_object_or_404(policy_queries.known_tellings(user), pk=pk)
    form = policy_forms.PreferForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {"field": request.POST.get("field", ""), "reason": ""}
    try:
        policies.policy_prefer(
            actor=user,
            telling=found,
            field=given["field"],
            reason=given["reason"],
            withdrawn=request.POST.get("withdrawn") == "yes",
        )
    except InputError as error:
        messages.error(request, f"{error.message} {error.hint}")
    return redirect("record:policy", found.policy_id)
