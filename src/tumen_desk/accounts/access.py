"""The one door: which role may do what. Views name the door they stand behind; nothing else decides.

Closed unless opened: a door that is not in the table, or a role that is not behind it, is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tumen_desk.accounts.models import Role

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

P = ParamSpec("P")


class Door(StrEnum):
    """One thing a person may or may not do."""

    RECORD_READ = "read the record"
    RECORD_WRITE = "write to the record"
    NAMES_SEE = "see names as given"
    LINK_JUDGE = "judge who is who"
    LINK_COMPARE = "compare lists with other organisations"
    COUNT_READ = "read figures and claims"
    COUNT_RUN = "run estimates"
    LEDGER_WRITE = "write to the ledger of published figures"
    ACT_READ = "read law and cases"
    ACT_WRITE = "prepare cases and papers"
    AUDIT_READ = "read the audit log"
    APPROVE = "agree to a dangerous act as the second person"
    DESK_MANAGE = "manage users and stop the work of others"


_EVERYBODY = frozenset(Role)
DOORS: dict[Door, frozenset[Role]] = {
    Door.RECORD_READ: _EVERYBODY,
    Door.RECORD_WRITE: frozenset({Role.OFFICER, Role.PROTECTION}),
    Door.NAMES_SEE: frozenset({Role.OFFICER, Role.PROTECTION}),
    Door.LINK_JUDGE: frozenset({Role.OFFICER, Role.ANALYST, Role.PROTECTION}),
    Door.LINK_COMPARE: frozenset({Role.PROTECTION}),
    Door.COUNT_READ: _EVERYBODY,
    Door.COUNT_RUN: frozenset({Role.ANALYST, Role.PROTECTION}),
    Door.LEDGER_WRITE: frozenset({Role.OFFICER, Role.ANALYST, Role.PROTECTION}),
    Door.ACT_READ: _EVERYBODY,
    Door.ACT_WRITE: frozenset({Role.OFFICER, Role.LAWYER, Role.PROTECTION}),
    Door.AUDIT_READ: frozenset({Role.PROTECTION}),
    Door.APPROVE: frozenset({Role.LAWYER, Role.PROTECTION}),
    Door.DESK_MANAGE: frozenset({Role.PROTECTION}),
}


def may(user: User, door: Door) -> bool:
    """True if this user's role stands behind `door`."""
    return bool(user.is_authenticated and user.is_active and user.role in DOORS.get(door, frozenset()))


def require(user: User, door: Door) -> None:
    """Refuse with a reason a person can act on.

    Raises:
        PermissionDenied: naming the roles that may.
    """
    if not may(user, door):
        roles = ", ".join(sorted(Role(r).label for r in DOORS.get(door, frozenset())))
        raise PermissionDenied(f"Your role may not {door.value}. Ask a colleague whose role is: {roles}.")


def behind(
    door: Door,
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, P], HttpResponseBase],
]:
    """Put a view behind a door; the door stays readable on the view, so that tests can walk every URL."""

    def decorate(
        view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            require(request.user, door)  # type: ignore[arg-type]  # LoginRequiredMiddleware leaves only users
            return view(request, *args, **kwargs)

        guarded.door = door  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]  # `wraps` forgets that a request comes first

    return decorate


def door_of(view: Any) -> Door | None:
    """The door a view stands behind, if any."""
    return getattr(view, "door", None)
