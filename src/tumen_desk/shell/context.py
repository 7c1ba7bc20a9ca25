"""What every page knows: the side bar, the demo banner, the pack."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from tumen_desk.accounts.access import Door, may
from tumen_desk.shell.hooks import navigation_for


def desk(request: HttpRequest) -> dict[str, Any]:
    """Template variables `navigation`, `demo`, `pack`, `may` (door name → bool)."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "demo": settings.CONFIG.demo,
        "pack": settings.CONFIG.pack,
        "navigation": navigation_for(user) if signed_in else [],
        "may": {door.name.lower(): may(user, door) for door in Door} if signed_in else {},
    }
