"""Who says it: from the ids that facts of the pack cite to titles a reader can look up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """One cited source; title, publisher, year and address may be empty."""

    code: str
    title: str
    publisher: str = ""
    year: str = ""
    address: str = ""


def cited(codes: Iterable[str], known: Mapping[str, Mapping[str, Any]]) -> tuple[Cited, ...]:
    """The sources behind these ids, in their order; an id without a description stands for itself."""
    return tuple(_cited(code, known.get(code, {})) for code in dict.fromkeys(codes))


def _cited(code: str, row: Mapping[str, Any]) -> Cited:
    publisher, year, url = (str(row.get(key) or "") for key in ("publisher", "year", "url"))
    return Cited(code=code, title=str(row.get("title") or code), publisher=publisher, year=year, address=url)
