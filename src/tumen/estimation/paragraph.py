"""A methods paragraph for a report: what was counted, how, with what result and caveats, and whom to cite."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tumen.estimation.contract import Estimate

__all__ = ["methods_paragraph", "sources_of"]


def sources_of(method: type) -> tuple[str, ...]:
    """The references of a method, as its docstring gives them."""
    found = re.search(
        r"^Source: (.+?)(?:\n\n|\Z)", inspect.getdoc(method) or "", flags=re.DOTALL | re.MULTILINE
    )
    words = " ".join(found.group(1).split()).rstrip(".") if found else ""
    return tuple(part.strip() for part in words.split(";") if part.strip())


def methods_paragraph(one: Estimate) -> str:
    """One paragraph in plain words, with references; the same for the same estimate."""
    lists = one.diagnostics.get("list_sizes")
    base = f"{one.observed:,} were observed"
    if isinstance(lists, dict):
        base = f"{one.observed:,} stand on at least one of {len(lists)} lists"
    if one.point is None or one.interval is None:
        result = f"The data do not support a number ({one.status})"
    else:
        high = "an unknown upper end" if one.interval.high is None else f"{one.interval.high:,.0f}"
        ends = f"{one.interval.level:.0%} interval {one.interval.low:,.0f} to {high}"
        result = f"The estimate is {one.point:,.0f}, {ends}"
    assumed = " ".join(words if words.endswith(".") else f"{words}." for words in one.assumptions)
    seed = "" if one.seed is None else f", seed {one.seed}"
    made = f"tumen {one.versions.get('tumen', '')}{seed}, table {one.input_sha256[:12]}"
    cited = "; ".join(one.sources)
    refs = f" References: {cited}." if cited else ""
    held = f"It holds if the following is true. {assumed}"
    return f"{base}. Method: {one.title or one.method}. {result}. {held} Computed with {made}.{refs}"
