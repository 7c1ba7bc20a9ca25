"""Charts drawn on the server: a Vega-Lite chart becomes one SVG picture, with nothing that a strict policy forbids.

The picture carries no script, no style block, no style attribute and no address. Pages show it by its own address
(`<img src="….svg" alt="…">`) with a table beside it; it may also be put into a page as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from django.http import HttpResponse
from django.utils.safestring import SafeString, mark_safe

from tumen_desk.shell.spoken import one_word, spoken

if TYPE_CHECKING:
    import altair

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_HEADS = {"title", "subtitle"}
_DATA = {"values", "sort", "domain"}
_FORBIDDEN = {"script", "style", "foreignObject", "a", "image", "use"}
# A stack, not one font: the reader's machine draws the letters, Hangul and hanja included.
FONT = "system-ui, 'Noto Sans', 'Noto Sans CJK KR', sans-serif"
INK, SOFT, LINE = "#1c2733", "#52606d", "#d9e0e6"
COLOURS = ("#0f6b6b", "#b3541e", "#3d5a98", "#8a6d00", "#7a3b73", "#4d6b2f", "#a11d2b", "#52606d")
"""Readable on white and apart from one another; never the only thing that tells two lines apart."""

_LOOK: dict[str, Any] = {
    "font": FONT,
    "background": "white",
    "view": {"stroke": None},
    # The reader's letters may be wider than those that were measured here: room for the ends of long labels.
    "padding": {"left": 44, "right": 24, "top": 8, "bottom": 8},
    "axis": {
        "labelColor": INK, "titleColor": SOFT, "gridColor": "#e9edf0", "domainColor": "#8795a1",
        "tickColor": "#8795a1", "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
        "labelLimit": 420,
    },
    # Numbers stand apart even in letters wider than those measured here; others are left out.
    "axisXQuantitative": {"labelOverlap": True, "labelSeparation": 18},
    "legend": {"labelFontSize": 12, "titleFontSize": 12, "labelLimit": 300, "titleLimit": 400, "symbolType": "circle"},
    "title": {
        "color": INK, "subtitleColor": SOFT, "anchor": "start", "frame": "group", "fontSize": 13,
        "subtitleFontSize": 12, "fontWeight": 600,
    },
    "range": {"category": list(COLOURS)},
}  # fmt: skip


def draw(chart: altair.TopLevelMixin | Mapping[str, Any], *, title: str, text: str) -> SafeString:
    """The chart as SVG.

    Args:
        chart: An altair chart with its rows inside it, or the same as a plain Vega-Lite specification. Altair costs
            seconds to import and to check its own work: a chart that waits for a reader is better plain.
        title: What it shows, for those who hear it.
        text: The same in sentences: a text alternative.

    Its words are put into the language of the page: whoever keeps a picture keeps it by language.
    """
    import vl_convert  # heavy: only pages with a chart pay for it

    # No address may be fetched while drawing, whatever the chart says.
    spec = dict(chart) if isinstance(chart, Mapping) else chart.to_dict(validate=False)
    svg = vl_convert.vegalite_to_svg(_said(spec), config=_LOOK, allowed_base_urls=[])
    return mark_safe(clean(svg, title=spoken(title), text=spoken(text)))  # noqa: S308  (rebuilt from allowed parts)


def _said(node: Any, *, data: bool = False, head: bool = False) -> Any:
    """The same chart with its heads looked up, and whatever among its data is just a word of the desk."""
    if isinstance(node, str):
        return spoken(node) if head else one_word(node) if data else node
    if isinstance(node, list):
        return [_said(each, data=data, head=head) for each in node]
    if not isinstance(node, dict):
        return node
    return {
        name: _said(
            value,
            data=data or (name in _DATA and isinstance(value, list)),
            head=name in _HEADS or (head and name == "text"),
        )
        for name, value in node.items()
    }


def respond(svg: str) -> HttpResponse:
    """A picture with an address of its own."""
    return HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")


def clean(svg: str, *, title: str, text: str) -> str:
    """The same picture as one labelled image, with styles as attributes and without whatever could act or call out.

    Example:
        >>> print(clean('<svg xmlns="http://www.w3.org/2000/svg" style="fill:red"/>', title="A", text=""))
        <svg xmlns="http://www.w3.org/2000/svg" fill="red" role="img" aria-label="A"><title>A</title><desc /></svg>
    """
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    root = ElementTree.fromstring(svg)  # noqa: S314  (made by our own renderer a moment ago)
    _strip(root)
    for name in ("role", "aria-roledescription"):
        root.attrib.pop(name, None)
    root.set("role", "img")
    root.set("aria-label", title)
    for position, (tag, content) in enumerate((("title", title), ("desc", text))):
        element = ElementTree.Element(f"{{{_SVG}}}{tag}")
        element.text = content
        root.insert(position, element)
    return ElementTree.tostring(root, encoding="unicode")


def _strip(element: ElementTree.Element) -> None:
    for child in list(element):
        if child.tag.rpartition("}")[2] in _FORBIDDEN:
            element.remove(child)
        else:
            _strip(child)
    for name, value in list(element.attrib.items()):
        local = name.rpartition("}")[2]
        if local == "style":
            del element.attrib[name]
            element.attrib.update({k: v for k, v in _declarations(value) if k not in element.attrib})
        elif local.startswith("on") or local in ("href", "src") or "url(" in value.replace("url(#", ""):
            del element.attrib[name]


def _declarations(style: str) -> list[tuple[str, str]]:
    """`fill: red; opacity: 1` as pairs; what is not a plain property is left out."""
    pairs = (part.partition(":") for part in style.split(";"))
    return [
        (k.strip(), v.strip()) for k, _, v in pairs if re.fullmatch(r"\s*[a-z-]+\s*", k) and "url(" not in v
    ]
