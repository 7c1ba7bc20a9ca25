"""What somebody looked at last, so that they find back to it. Numbers only, their own, the last thirty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tumen_desk.find.models import Recent

KINDS: Final = {
    "record:source": "S", "record:document": "D", "record:mention": "M", "record:account": "A", "record:act": "act",
    "record:stay": "stay", "record:leg": "leg", "record:passage": "P",
    "record:policy": "R",
}  # fmt: skip
_KEPT: Final = 30


class RecentMiddleware:
    """Remembers pages of the record that were shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if (
            match is not None
            and match.view_name in KINDS
            and request.method == "GET"
            and response.status_code == 200
        ):
            remember(request.user, match.view_name, match.kwargs["pk"])
        return response


def remember(user: Any, view: str, number: int) -> None:
    """Put a page on top of the list."""
    latest = Recent.objects.filter(user=user).first()
    if latest is not None and (latest.view, latest.number) == (view, number):
        return
    Recent.objects.filter(user=user, view=view, number=number).delete()
    Recent.objects.create(user=user, view=view, number=number)
    kept = Recent.objects.filter(user=user).values_list("pk", flat=True)[:_KEPT]
    Recent.objects.filter(user=user).exclude(pk__in=list(kept)).delete()


def recent(user: Any, *, most: int = _KEPT) -> list[tuple[str, str]]:
    """What a person reads and where it leads, the last first."""
    rows = Recent.objects.filter(user=user)[:most]
    return [
        (f"{KINDS[r.view]}-{r.number}" if len(KINDS[r.view]) == 1 else f"{KINDS[r.view]} {r.number}",
         reverse(r.view, args=[r.number]))
        for r in rows
    ]  # fmt: skip
