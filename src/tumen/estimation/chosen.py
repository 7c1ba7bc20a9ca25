"""How people came into a sample: what a number from it can mean at all, asked before any method is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tumen.errors import SettingsError

__all__ = ["DESIGNS", "PURPOSIVE", "caution_of", "why_not"]

PURPOSIVE: Final = "purposive"

DESIGNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "": "not stated",
        "chance": "drawn by chance, with known chances",
        "everybody": "everybody there was",
        "referral": "brought by one another",
        "convenience": "whoever could be met",
        PURPOSIVE: "chosen for what they have to tell",
    }
)
"""How people were found → in words."""

_CAUTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "referral": "People brought one another: only a method that knows who brought whom allows for it.",
        "convenience": "Whoever could be met was asked: the interval holds for people like them and for nobody else.",
    }
)


def why_not(design: str) -> str:
    """Why no number comes of a design; empty where one may.

    Raises:
        SettingsError: there is no such design.
    """
    if design not in DESIGNS:
        raise SettingsError(
            f"{design!r} is no design.", hint=f"Choose one of: {', '.join(filter(None, DESIGNS))}."
        )
    if design != PURPOSIVE:
        return ""
    return "people were chosen for what they have to tell, so nothing says how many others there are"


def caution_of(design: str, method: str) -> tuple[str, ...]:
    """What a reader must know of a design, beside a number of this method."""
    if design == "referral" and method.startswith("referral"):
        return ()
    return (_CAUTIONS[design],) if design in _CAUTIONS else ()
