"""What every page knows: the side bar, the demo banner, the pack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from tumen_desk.accounts.access import Door, may
from tumen_desk.shell.hooks import NavEntry, navigation_for, the_palette


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group of the side bar. Where nothing of any group is shown, as on the first page, all stand open."""

    label: str
    entries: list[NavEntry]
    open: bool


def _nearest(path: str, navigation: list[tuple[str, list[NavEntry]]]) -> str:
    """The address of the side bar under which a page lies, so that its entry stays lit on the pages behind it."""
    addresses = (reverse(entry.url_name) for _, entries in navigation for entry in entries)
    return max((a for a in addresses if path.startswith(a)), key=len, default="")


def desk(request: HttpRequest) -> dict[str, Any]:
    """Template variables `navigation`, `demo`, `pack`, `may` (door name → bool)."""
    user: Any = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    navigation = navigation_for(user) if signed_in else []
    here = _nearest(request.path, navigation)
    groups = [
        Group(label=label, entries=found, open=not here or here in [reverse(e.url_name) for e in found])
        for label, found in navigation
    ]
    return {
        "demo": settings.CONFIG.demo,
        "pack": settings.CONFIG.pack,
        "navigation": groups,
        "palette": the_palette() if signed_in else None,
        "here": here,
        "may": {door.name.lower(): may(user, door) for door in Door} if signed_in else {},
    }
