"""Symbols of documents of the United Nations, and where each is kept.

Nothing is fetched: the link leads there when somebody follows it.

Source: UN Dag Hammarskjöld Library, "UN document symbols"; addresses of the Official Document System (docs.un.org).
"""

from __future__ import annotations

import re
from typing import Final

_SYMBOL: Final = re.compile(
    r"(?<![\w/])(?:A|S|E|HRI|CCPR|CAT|CEDAW|CRC|CRPD|CERD|CED|CMW|ST|HRC)/(?:[A-Z][A-Z.]*/|\d+/)*(?:[A-Z]+\.?)?\d[\d./A-Za-z-]*"
    r"(?:/(?:[A-Z]{2,4}|Add\.\d+|Corr\.\d+|Rev\.\d+|\d+))*"
)
ADDRESS: Final = "https://docs.un.org/en/"


def found(text: str) -> list[tuple[str, str]]:
    """Each symbol in a text, once, with its address.

    Example:
        >>> found("Report, A/HRC/25/63.")
        [('A/HRC/25/63', 'https://docs.un.org/en/A/HRC/25/63')]
    """
    symbols = dict.fromkeys(match.group().rstrip("./-") for match in _SYMBOL.finditer(text))
    return [(symbol, f"{ADDRESS}{symbol}") for symbol in symbols if "/" in symbol]
