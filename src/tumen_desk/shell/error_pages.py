"""Forbidden, not found, unexpected: said in words, with a way on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tumen.errors import TumenError
from tumen_desk.audit import log


def said(request: HttpRequest, error: TumenError, status: int) -> HttpResponse:
    """An error as a page; where a part of a page was asked for, as a part: in its place, or above what was sent."""
    if not request.headers.get("HX-Request"):
        return render(request, "shell/error.html", {"error": error, "status": status}, status=status)
    answer = render(request, "shell/error_part.html", {"error": error}, status=status)
    if request.method != "GET":
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#fault", "innerHTML show:#fault:top"
    return answer


def _page(request: HttpRequest, status: int, message: str, hint: str) -> HttpResponse:
    return said(request, TumenError(message, hint=hint), status)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, naming the roles that may. That somebody stood before a closed door is logged, by the view's name alone."""
    if request.user.is_authenticated and request.resolver_match is not None:
        view = request.resolver_match.view_name
        log.write(request.user, "accounts.door_refuse", f"user:{request.user.pk}", view=view)
    return _page(request, 403, "This is not open to you.", str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; the address is not repeated, it could carry something."""
    return _page(request, 404, "There is nothing at this address.", "It may have been taken back by an undo.")


def not_a_page(request: HttpRequest) -> HttpResponse:
    """405: an address that only takes what a form sends, opened like a page, as after signing in anew."""
    return _page(
        request,
        405,
        "This address is no page.",
        "Go back to the page with the form and press its button again.",
    )


def sent_from_before(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the page that sent this is older than the sign-in, or is not a page of this desk."""
    hint = "Nothing was kept. Go back, copy what you wrote, load the page again and send it from there."
    return _page(request, 403, "The page that sent this is from before you signed in.", hint)


def unexpected(request: HttpRequest) -> HttpResponse:
    """500."""
    return _page(
        request, 500, "Something unexpected happened.", "Nothing of your last step was kept. Try it again."
    )
