"""Sealed start, and one shape for errors."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tumen.errors import TumenError
from tumen_desk.shell import error_pages
from tumen_desk.store import keyring

GetResponse = Callable[[HttpRequest], HttpResponse]
_OPEN_WHILE_SEALED = ("/unlock/", "/static/")


_FEATURES = (
    "accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone",
    "midi", "payment", "screen-wake-lock", "serial", "usb",
)  # fmt: skip
_HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-Robots-Tag": "noindex, nofollow",
}


class HeaderMiddleware:
    """What Django's own middleware does not say to the browser: no feature of the machine, no other site."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class SealMiddleware:
    """While the store is sealed, only the unlocking page is served. Stands before sessions, which need the store."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if keyring.is_sealed() and not request.path.startswith(_OPEN_WHILE_SEALED):
            if request.headers.get("HX-Request"):
                return HttpResponse("The desk is sealed.", status=423, headers={"HX-Refresh": "true"})
            return redirect(reverse("shell:unlock"))
        if keyring.is_sealed():
            # A session from before the sealing cannot be read now, and the unlocking page must not try to.
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        response = self.get_response(request)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class ErrorPageMiddleware:
    """A TumenError becomes a page that says what happened and what to do next; so does what is no page at all."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET":
            allowed, response = response.headers["Allow"], error_pages.not_a_page(request)
            response.headers["Allow"] = allowed
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, TumenError):
            return None
        return error_pages.said(request, exception, 400)
