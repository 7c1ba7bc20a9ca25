"""Coming in: password, then a second factor; or a passkey alone, which is both."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth import authenticate, login
from django.http import HttpRequest

from tumen.errors import SignInRefused
from tumen_desk.accounts import factors, hooks, limits
from tumen_desk.accounts.middleware import MUST_SET_UP
from tumen_desk.accounts.models import User

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HALF: Final = "half_signed_in"
HALF_SECONDS: Final = 5 * 60
_SURE: Final = "sure_at"
SURE_SECONDS: Final = 10 * 60
_WRONG: Final = "User name and password do not fit together."
_BACKEND: Final = "django.contrib.auth.backends.ModelBackend"


def by_password(request: HttpRequest, username: str, password: str) -> bool:
    """The first step. True if a second one follows; False if somebody is signed in and has no second factor yet.

    Raises:
        SignInRefused: they do not fit; an unknown name, a wrong password and a closed account look the same.
        TooManyAttempts: not even looked at.
    """
    user = _whose(request, username, password)
    if factors.has_factor(user):
        request.session.cycle_key()
        request.session[HALF] = {
            "user": user.pk,
            "at": int(time.time()),
            "bound": user.get_session_auth_hash(),
        }
        return True
    _come_in(request, user)
    request.session[MUST_SET_UP] = True
    return False


def half_signed_in(request: HttpRequest) -> User | None:
    """Who gave the right password less than five minutes ago in this window."""
    half: Mapping[str, Any] = request.session.get(HALF, {})
    if not half or time.time() - half["at"] > HALF_SECONDS:
        return None
    user = User.objects.filter(pk=half["user"], is_active=True).first()
    return user if user is not None and user.get_session_auth_hash() == half["bound"] else None


def by_code(request: HttpRequest, code: str) -> None:
    """The second step.

    Raises:
        SignInRefused: the code does not fit, was used, or the first step is too long ago.
        TooManyAttempts: not even looked at.
    """
    user = half_signed_in(request)
    if user is None:
        raise SignInRefused("That took too long.", hint="Begin again with your password.")
    _use_code(user, code)
    _come_in(request, user)


def at_command_line(username: str, password: str, code: Callable[[], str]) -> User:
    """Who sits at the command line, by password and by a code of their app or paper. No session begins.

    Args:
        username, password: what they gave.
        code: asks them for a code, once the password was right.

    Raises:
        SignInRefused: they do not fit, or no second factor is set up.
        TooManyAttempts: not even looked at.
    """
    user = _whose(None, username, password)
    if not factors.has_factor(user):
        raise SignInRefused(
            "This account has no second factor yet.", hint="Sign in at the desk once and set it up."
        )
    _use_code(user, code())
    return user


def _whose(request: HttpRequest | None, username: str, password: str) -> User:
    taken = [*limits.take("account", username), *limits.take("desk", "")]
    user = authenticate(request, username=username, password=password)
    if not isinstance(user, User):
        # Whose account it was, where there is one; never what was typed.
        known = User.objects.filter(username__iexact=username).values_list("pk", flat=True).first()
        hooks.tell(None, "accounts.sign_in_refuse", f"user:{known or 0}")
        raise SignInRefused(_WRONG)
    limits.forget(taken)
    return user


def _use_code(user: User, code: str) -> None:
    taken = limits.take("second", str(user.pk))
    try:
        factors.code_use(actor=user, code=code)
    except SignInRefused:
        hooks.tell(None, "accounts.code_refuse", f"user:{user.pk}")
        raise
    limits.forget(taken)


def by_passkey(request: HttpRequest, user: User) -> None:
    """Somebody whose passkey answered comes in."""
    _come_in(request, user)


def again(user: User, password: str) -> None:
    """Before a dangerous act: is it still the same person who sits there? Who has no password (demo) is not asked.

    Raises:
        SignInRefused: the password is not theirs.
        TooManyAttempts: not even looked at.
    """
    if not user.has_usable_password():
        return
    taken = limits.take("again", str(user.pk))
    if not user.check_password(password):
        raise SignInRefused("This is not your password.", hint="Give the password you sign in with.")
    limits.forget(taken)


def is_sure(request: HttpRequest) -> bool:
    """True for ten minutes after somebody proved who they are: only then may they change how they sign in."""
    user = request.user
    proved = time.time() - request.session.get(_SURE, 0) < SURE_SECONDS
    return bool(user.is_authenticated and (proved or not user.has_usable_password()))


def be_sure(request: HttpRequest) -> None:
    """They just proved who they are."""
    request.session[_SURE] = int(time.time())


def _come_in(request: HttpRequest, user: User) -> None:
    request.session.pop(HALF, None)
    login(request, user, backend=_BACKEND)
    be_sure(request)
    limits.clear("account", user.username)
    limits.clear("second", str(user.pk))
