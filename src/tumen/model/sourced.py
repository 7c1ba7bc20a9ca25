"""A value and who says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced(Generic[T]):
    """One value as one source gives it.

    Attributes:
        value: the value.
        source: id of the source that says it.
        passage: where in the source, as a locator (`p. 3`, `chars 120-180`); empty when not known.
        how_known: how the source knows (pack term); empty when not stated.
        confidence: the compiler's confidence in having it right (`high`, `medium…`, `unverified`).
    """

    value: T
    source: str
    passage: str = ""
    how_known: str = ""
    confidence: str = ""
