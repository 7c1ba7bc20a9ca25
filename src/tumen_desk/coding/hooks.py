"""What upper rooms may hang on coding.

`also_offered`: called as `fn(document, start, end)` when words are marked; gives further offers for the form, which
stand before those that coding finds itself. A person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tumen_desk.coding.candidates import Candidate
    from tumen_desk.record.models import Document

Offering = Callable[["Document", int, int], Iterable["Candidate"]]
_offering: list[Offering] = []


def also_offered(fn: Offering) -> Offering:
    """Register a function that offers."""
    if fn not in _offering:
        _offering.append(fn)
    return fn


def offered(document: Document, start: int, end: int) -> list[Candidate]:
    """What every upper room offers for these words."""
    return [one for fn in _offering for one in fn(document, start, end)]
