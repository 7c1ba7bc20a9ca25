"""What a web page says of itself: title, author, date, each with the place where it says so."""

from __future__ import annotations

import json
import re
from typing import Any

from tumen.documents.assembly import Assembly

_META = {
    "title": ("og:title", "twitter:title", "citation_title", "dc.title", "dcterms.title"),
    "author": ("author", "article:author", "citation_author", "dc.creator", "dcterms.creator", "byl"),
    "publisher": ("og:site_name", "dc.publisher", "citation_publisher", "publisher"),
    "date": (
        "article:published_time", "og:published_time", "citation_publication_date", "citation_date", "date",
        "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "pubdate", "publishdate", "created",
    ),
    "modified": ("article:modified_time", "og:updated_time", "dcterms.modified", "last-modified", "changed"),
}  # fmt: skip
_FIELD = {name: field for field, names in _META.items() for name in names}
_LINKED_DATA = {
    "headline": "title",
    "author": "author",
    "publisher": "publisher",
    "datePublished": "date",
    "dateModified": "modified",
}
_ISO_DATE = re.compile(r"(\d{4})[-/](\d{2})[-/](\d{2})(?![\d])")
_YEAR = re.compile(r"[12]\d{3}")
MAX_LINKED_DATA = 500_000
"""Longer structured data describes a catalogue and not a page."""


def state_metadata(root: Any, assembly: Assembly) -> None:
    """Note every candidate for title, author, date, publisher and language, without choosing."""
    assembly.state("language", root.get("lang"), "html lang")
    for title in root.iter("title"):
        assembly.state("title", title.text_content(), "title element")
        break
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name in _FIELD:
            _state(assembly, _FIELD[name], meta.get("content"), f"meta {name}")
    _state_linked_data(root, assembly)
    _state_visible(root, assembly)


def _state(assembly: Assembly, field: str, value: object, source: str) -> None:
    if isinstance(value, str):
        if field in ("date", "modified"):
            if not _YEAR.search(value):  # office programs write a bare time of day here
                return
            value = _date(value)
        assembly.state(field, value[:500], source)


def _date(value: str) -> str:
    """The day out of an ISO time stamp; anything else as it stands, for the reader to judge."""
    found = _ISO_DATE.match(value.strip())
    return "-".join(found.groups()) if found else value


def _state_linked_data(root: Any, assembly: Assembly) -> None:
    for script in root.iter("script"):
        source = script.text or ""
        if "ld+json" not in (script.get("type") or "") or len(source) > MAX_LINKED_DATA:
            continue
        try:
            stated = json.loads(source)
        except (ValueError, RecursionError):  # malformed, or nested to break the reader
            continue
        for item in _items(stated):
            for name, field in _LINKED_DATA.items():
                for value in _named(item.get(name)):
                    _state(assembly, field, value, f"JSON-LD {name}")


def _items(stated: object) -> list[dict[str, object]]:
    """The described things on the first two levels, which is where pages put their article."""
    top = stated if isinstance(stated, list) else [stated]
    graph: list[object] = []
    for item in top:
        if isinstance(item, dict) and isinstance(item.get("@graph"), list):
            graph.extend(item["@graph"])
    return [item for item in [*top, *graph] if isinstance(item, dict)]


def _named(value: object) -> list[object]:
    """A value, the names of one thing, or of several."""
    values = value if isinstance(value, list) else [value]
    return [v.get("name") if isinstance(v, dict) else v for v in values]


def _state_visible(root: Any, assembly: Assembly) -> None:
    for heading in root.iter("h1"):
        assembly.state("title", heading.text_content()[:500], "h1 element")
        break
    for time in root.iter("time"):
        _state(assembly, "date", time.get("datetime"), "time element")
    for element in root.iter("a", "span", "p", "div"):
        if element.get("rel") == "author" or element.get("itemprop") == "author":
            assembly.state("author", element.text_content()[:200], "marked as author")
