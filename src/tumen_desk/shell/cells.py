"""Cells of tables that leave: a spreadsheet must show them, never run them."""

from __future__ import annotations

from typing import Final

_RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


def inert(value: object) -> object:
    """A cell as it may stand in a CSV: text that a spreadsheet could take for a formula gets an apostrophe before it.

    Numbers stay numbers, negative ones too.
    """
    if not isinstance(value, str) or not value.lstrip(" \u00a0\ufeff").startswith(_RUNS):
        return value
    return f"'{value}"
