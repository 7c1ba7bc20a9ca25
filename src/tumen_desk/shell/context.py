"""What every page knows: the side bar, the demo banner, the pack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from tumen_desk.accounts.access import Door, may
from tumen_desk.shell import terms
from tumen_desk.shell.hooks import NavEntry, navigation_for, the_palette


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group of the side bar. On the first page all stand open, elsewhere the group of the page."""

    label: str
    entries: list[NavEntry]
    open: bool


def _nearest(path: str, navigation: list[tuple[str, list[NavEntry]]]) -> str:
    """The address of the side bar under which a page lies, so that its entry stays lit on the pages behind it."""
    addresses = (reverse(entry.url_name) for _, entries in navigation for entry in entries)
    return max((a for a in addresses if path.startswith(a)), key=len, default="")


_SCRIPTS = (
    "{0} today",
    "{0} an hour",
    "{0} % of what verdicts can tell",
    "{0} → {1}: {2} people",
    "Keeping …",
    "Not kept. {0}",
    "That pair is not there any more: its consent was withdrawn, or the record was linked anew.",
    "The desk refused.",
    "The desk was closed or the session ended. Sign in again.",
    "The next pair could not be fetched. Reload the page; every verdict that said Kept is kept.",
    "This browser is too old for passkeys.",
    "This is where you began.",
    "{0} All of these are decided. Press {1} for the next list.",
    "{0} All of these are decided.",
    "This was not kept: the desk did not answer as expected. Load the page again.",
)
"""What scripts say: `said(…)` in them finds it in the language of the page."""


def desk(request: HttpRequest) -> dict[str, Any]:
    """Template variables `navigation`, `demo`, `pack`, `may` (door name → bool), `script_words`."""
    user: Any = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    navigation = navigation_for(user) if signed_in else []
    here = _nearest(request.path, navigation)
    # A page behind no entry, as a pair to be judged, opens the group whose entries share its first part.
    room = "/".join(request.path.split("/")[:2]) + "/"
    near = [
        any(a == here if here else a.startswith(room) for a in (reverse(e.url_name) for e in found))
        for _, found in navigation
    ]
    groups = [
        Group(label=label, entries=found, open=is_near or not any(near))
        for (label, found), is_near in zip(navigation, near, strict=True)
    ]
    return {
        "demo": settings.CONFIG.demo,
        "pack": settings.CONFIG.pack,
        "navigation": groups,
        "script_words": {} if terms.language() == "en" else {text: gettext(text) for text in _SCRIPTS},
        "palette": the_palette() if signed_in else None,
        "here": here,
        "may": {door.name.lower(): may(user, door) for door in Door} if signed_in else {},
    }
