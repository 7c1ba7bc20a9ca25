"""What rooms hang on the frame, registered in their app config.

`navigation(entry)`: an entry of the side bar, shown to those who may pass its door.
`palette(part, search)`: what Ctrl+K opens.
`home_card(door, order)`: a function of the user that returns a card for the first page, or None.
Both are called once at start; the functions run on every page or home page and must be cheap.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tumen_desk.accounts.access import Door, may

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class NavEntry:
    """One entry of the side bar; `group` is the heading it stands under."""

    group: str
    label: str
    url_name: str
    door: Door
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One box on the first page: a number or a sentence, and where it leads."""

    title: str
    value: str
    text: str
    url: str
    action: str = "Open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """What Ctrl+K opens: the address of its list, and where words go that fit no page."""

    part: str
    search: str


CardMaker = Callable[["User"], Card | None]
_GROUPS = ("Sources", "Record", "Link", "Count", "Act", "Desk")
_entries: list[NavEntry] = []
_palette: list[Palette] = []
_cards: list[tuple[int, Door, CardMaker]] = []


def navigation(*entries: NavEntry) -> None:
    """Add entries to the side bar."""
    for entry in entries:
        if entry.group not in _GROUPS:
            raise ValueError(f"Unknown group {entry.group!r} in the side bar.")
        if entry not in _entries:
            _entries.append(entry)


def palette(*, part: str, search: str) -> None:
    """Say what Ctrl+K opens."""
    _palette[:] = [Palette(part=part, search=search)]


def the_palette() -> Palette | None:
    """What Ctrl+K opens, if anything."""
    return _palette[0] if _palette else None


def home_card(door: Door, *, order: int) -> Callable[[CardMaker], CardMaker]:
    """Add a card to the first page."""

    def register(make: CardMaker) -> CardMaker:
        _cards.append((order, door, make))
        return make

    return register


def navigation_for(user: User) -> list[tuple[str, list[NavEntry]]]:
    """Groups in order, each with the entries this user may open."""
    mine = sorted((e for e in _entries if may(user, e.door)), key=lambda e: e.order)
    return [(g, found) for g in _GROUPS if (found := [e for e in mine if e.group == g])]


def cards_for(user: User) -> list[Card]:
    """The cards of this user's first page."""
    made = (make(user) for _, door, make in sorted(_cards, key=lambda c: c[0]) if may(user, door))
    return [card for card in made if card is not None]
