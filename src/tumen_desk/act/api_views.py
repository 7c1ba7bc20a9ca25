"""Who was bound by what on a day, and which articles an act may engage, as JSON. It reads; it never writes.

Behind the same sign-in and doors as the pages. Every answer names the pack with its version and the state of each row:
what rests on memory has `verified: false`. An answer never says that a right was violated.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from tumen import dates, law
from tumen.dates import Date, Truth
from tumen.errors import LawError, TumenError
from tumen.law import Bound, Candidate, Finding
from tumen_desk.accounts.access import Door, behind
from tumen_desk.act import adapters, known, queries
from tumen_desk.act.work_views import user_of
from tumen_desk.record.models import Act

P = ParamSpec("P")
_WRONG = 422


def _as_json(
    view: Callable[Concatenate[HttpRequest, P], dict[str, Any]],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Plain data as JSON with the version of the register; a wrong question as JSON too, with what to do."""

    @wraps(view)
    def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            answer = view(request, *args, **kwargs)
        except TumenError as error:
            wrong = {"code": error.code, "message": error.message, "hint": error.hint}
            return JsonResponse({"error": wrong}, status=_WRONG)
        register = law.register(queries.pack())
        about = {"name": register.pack, "version": register.version, "complete_to": str(register.complete_to)}
        return JsonResponse({"register": about, **answer}, json_dumps_params={"ensure_ascii": False})

    return answered  # type: ignore[return-value]  # `wraps` forgets that a request comes first


@behind(Door.ACT_READ)
@require_safe
@_as_json
def bound(request: HttpRequest) -> dict[str, Any]:
    """`state` or `instrument` or both, and `on`: a day, month, year or range."""
    day = _day(request)
    state, instrument = request.GET.get("state", ""), request.GET.get("instrument", "")
    if not (state or instrument):
        raise LawError("Neither a state nor an instrument was given.", hint="Add ?state=… or ?instrument=…")
    pack = queries.pack()
    if state and instrument:
        found: tuple[Bound, ...] = (law.bound(state, instrument, day, pack),)
    else:
        found = law.bound_by(state, day, pack) if state else law.parties(instrument, day, pack)
    return {"on": str(day), "answers": [_bound(b) for b in found]}


@behind(Door.ACT_READ)
@require_safe
@_as_json
def characterise(request: HttpRequest) -> dict[str, Any]:
    """`act`, `state` and `on`; `fact=ELEMENT=yes` may be repeated."""
    act, state, day = request.GET.get("act", ""), request.GET.get("state", ""), _day(request)
    if not (act and state):
        raise LawError("An act and a state are needed.", hint="Add ?act=…&state=…&on=…")
    facts = {}
    for text in request.GET.getlist("fact"):
        element, _, word = text.partition("=")
        if word not in set(Truth):
            raise LawError(f"Not a fact: {text!r}.", hint="Write it as ELEMENT=yes, =no or =cannot tell.")
        facts[element] = Truth(word)
    found = law.applicable(act, state, day, queries.pack(), facts=facts)
    return {"act": act, "state": state, "on": str(day), "candidates": [_candidate(c) for c in found]}


@behind(Door.ACT_READ)
@require_safe
def act_characterise(request: HttpRequest, pk: int) -> HttpResponse:
    """One coded act of this desk against every rule it calls for, element by element, with passages by number."""
    act = get_object_or_404(Act.objects.filter(known.told(user_of(request))), pk=pk)
    return _act(request, act)


@_as_json
def _act(request: HttpRequest, act: Act) -> dict[str, Any]:
    pack = queries.pack()
    found = law.characterise(adapters.coded_act(act, pack), pack)
    return {"act": act.pk, "type": act.type, "on": act.date, "findings": [_finding(f) for f in found]}


def _day(request: HttpRequest) -> Date:
    text = request.GET.get("on", "")
    if not text:
        raise LawError("Law depends on the day: none was given.", hint="Add ?on=2013-11.")
    return dates.parse(text)


def _bound(found: Bound) -> dict[str, Any]:
    return {
        "state": found.state, "instrument": found.instrument, "bound": found.truth.value, "reason": found.reason,
        "since": str(found.since) if found.since else None, "sources": list(found.sources), "verified": found.verified,
    }  # fmt: skip


def _candidate(found: Candidate) -> dict[str, Any]:
    return {
        "rule": found.rule, "instrument": found.instrument, "citation": found.citation, "applies": found.applies.value,
        "force": found.force.value, "bound": _bound(found.bound), "sources": list(found.sources),
        "elements": [{"code": e.code, "text": e.text, "shown": e.shown.value} for e in found.elements],
    }  # fmt: skip


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "rule": found.rule.code, "label": found.rule.label, "state": found.state.code,
        "elements": [
            {
                "code": e.code, "shown": e.shown.value,
                "passages": [p for v in found.evidence.get(e.code, ()) for p in v.passages],
            }
            for e in found.elements
        ],
        "in_force": [c.citation for c in found.in_force], "says": found.say(),
    }  # fmt: skip
