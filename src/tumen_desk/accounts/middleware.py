"""Sessions that end: when the desk was locked meanwhile, when nobody sat there, and none without a second factor."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tumen_desk.store import keyring

IDLE_SECONDS: Final = 30 * 60
_NOTED_EVERY: Final = 60
_KEYRING, _SEEN = "keyring", "seen"
_NEWS: Final = "/beside/"
"""How the address of a part ends that a page fetches again and again while nobody does anything."""
MUST_SET_UP: Final = "must_set_up_a_factor"


def begin(sender: object, request: HttpRequest | None, **_: object) -> None:
    """A session belongs to one unlocking of the desk."""
    if request is not None:
        request.session[_KEYRING], request.session[_SEEN] = keyring.generation(), int(time.time())


class SessionGuard:
    """Stands behind authentication, before anything asks who is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self._answer(request)
        session, now = request.session, int(time.time())
        idle = now - session.get(_SEEN, 0)
        if session.get(_KEYRING) != keyring.generation() or idle > IDLE_SECONDS:
            logout(request)
            return self._answer(request)
        # A page that asks by itself for news is not a person who sits there.
        if idle > _NOTED_EVERY and not _asks_by_itself(request.path):
            session[_SEEN] = now
        if session.get(MUST_SET_UP) and not _open_without_factor(request.path):
            return HttpResponse(status=204) if _asks_for_a_part(request) else redirect("accounts:factors")
        return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        """Who may not come in is led to the sign-in; as a page of its own, not inside a part of the page left open."""
        response = self.get_response(request)
        if response.status_code == 302 and not request.user.is_authenticated and _asks_for_a_part(request):
            return HttpResponse("Your session has ended.", status=401, headers={"HX-Refresh": "true"})
        return response


def _asks_by_itself(path: str) -> bool:
    return path == reverse("accounts:alarms-part") or path.endswith(_NEWS)


def _asks_for_a_part(request: HttpRequest) -> bool:
    return bool(request.headers.get("HX-Request"))


def _open_without_factor(path: str) -> bool:
    names = ("accounts:factors", "accounts:sign-out", "shell:lock")
    return path.startswith((*map(reverse, names), "/static/"))
