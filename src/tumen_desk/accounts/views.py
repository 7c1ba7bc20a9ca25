"""Sign-in, sign-out, and the people at this desk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tumen_desk.accounts.access import Door, behind
from tumen_desk.accounts.forms import NewPersonForm, SignInForm
from tumen_desk.accounts.models import Role, User


class SignIn(LoginView):
    """User name and password."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(demo_roles=Role.choices if settings.CONFIG.demo else [], **kwargs)


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """One button a role; exists in the demo only."""
    if not settings.CONFIG.demo:
        raise Http404
    user = get_object_or_404(User, username=request.POST.get("role", ""))
    login(request, user)
    return redirect("shell:home")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; the desk stays unlocked for colleagues."""
    logout(request)
    return redirect("accounts:sign-in")


@behind(Door.DESK_MANAGE)
def people(request: HttpRequest) -> HttpResponse:
    """Who has an account."""
    return render(request, "accounts/people.html", {"people": User.objects.order_by("username")})


@behind(Door.DESK_MANAGE)
@require_http_methods(["GET", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    """Add an account."""
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.run(request.user)  # type: ignore[arg-type]
        messages.success(request, f"{user.username} can sign in now.")
        return redirect("accounts:people")
    return render(
        request, "accounts/person_new.html", {"form": form}, status=422 if request.method == "POST" else 200
    )
