"""What upper rooms may hang on the record.

`rows_leaving`: called as `fn(batch)` before an import is taken back, inside the transaction; returns reasons
(sentences) why it cannot be, so that work built upon it is never lost.
`mention_panel(url_name)`: a part that an upper room shows on a mention's page and after coding; the address takes
the mention's id, and the part is fetched when the page is shown.
`consent_changed`: called as `fn(consent)` inside the transaction after a decision was recorded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tumen_desk.record.models import Consent, ImportBatch

_rows_leaving: list[Callable[[ImportBatch], list[str]]] = []
_consent_changed: list[Callable[[Consent], None]] = []
_mention_panels: list[str] = []


def mention_panel(url_name: str) -> None:
    """Register a part of a mention's page."""
    if url_name not in _mention_panels:
        _mention_panels.append(url_name)


def mention_panels() -> tuple[str, ...]:
    """Addresses of all parts, in the order of registration."""
    return tuple(_mention_panels)


def rows_leaving(fn: Callable[[ImportBatch], list[str]]) -> Callable[[ImportBatch], list[str]]:
    """Register a function that may object to an undo."""
    _rows_leaving.append(fn)
    return fn


def consent_changed(fn: Callable[[Consent], None]) -> Callable[[Consent], None]:
    """Register a function that reacts to a decision."""
    _consent_changed.append(fn)
    return fn


def objections(batch: ImportBatch) -> list[str]:
    """All reasons against an undo."""
    return [reason for fn in _rows_leaving for reason in fn(batch)]


def tell_consent_changed(consent: Consent) -> None:
    """Tell every upper room."""
    for fn in _consent_changed:
        fn(consent)
