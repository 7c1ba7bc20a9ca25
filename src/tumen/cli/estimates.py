"""Tables read and estimates shown: as a table with what must be true for each number, or as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tumen.estimation import Estimate

_USUAL = ("none", "refuse")


def read_text(path: Path) -> str:
    """A file as text, or a SampleError."""
    from tumen.errors import SampleError

    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise SampleError(
            f"{path.name} cannot be read as UTF-8 text: {type(wrong).__name__}.", file=path.name
        ) from None


def show(
    found: Sequence[Estimate], *, title: str, as_json: bool, labels: Sequence[str] | None = None
) -> None:
    """The numbers as a table, then what must be true for each; or all of them as JSON.

    `labels` say of which part each number is; the same method for several parts is explained once.
    """
    parts = labels or [""] * len(found)
    from rich.console import Console

    from tumen.cli.output import print_json

    if as_json:
        plain = [
            ({"part": part} if part else {}) | one.as_dict() for part, one in zip(parts, found, strict=True)
        ]
        print_json(plain if len(plain) != 1 else plain[0])
        return
    console = Console()
    console.print(_numbers(found, parts, title))
    said: set[str] = set()
    for one in found:
        words = "\n".join(_explanation(one))
        if words not in said:
            console.print(words, markup=False, highlight=False)
        said.add(words)
    avoid = dict.fromkeys(words for one in found for words in _listed(one, "avoid"))
    console.print(
        "\n".join(["Not for:", *(f"  • {words}" for words in avoid)]), markup=False, highlight=False
    )


def _numbers(found: Sequence[Estimate], parts: Sequence[str], title: str) -> Any:
    from rich.table import Table as Grid

    grid = Grid(title=title)
    for heading in ("method", "estimate", "interval", "unit", "status"):
        grid.add_column(heading, overflow="fold")
    for part, one in zip(parts, found, strict=True):
        ends = one.interval
        high = "…" if ends is None or ends.high is None else _number(ends.high)
        interval = "—" if ends is None else f"{_number(ends.low)} – {high} ({ends.level:.0%})"
        point = "—" if one.point is None else _number(one.point)
        grid.add_row(f"{_label(one)} {part}", point, interval, str(one.diagnostics["unit"]), one.status)
    return grid


def _label(one: Estimate) -> str:
    """The method with what distinguishes it from the same method beside it."""
    told = [str(value) for value in one.settings.values() if isinstance(value, str) and value not in _USUAL]
    return " ".join([one.method, *told])


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def _explanation(one: Estimate) -> list[str]:
    lines = [f"{_label(one)} holds if:", *(f"  • {words}" for words in one.assumptions)]
    lines += [f"  ! {words}" for words in _listed(one, "cautions")]
    return [*lines, f"  No number: {one.diagnostics['why']}."] if "why" in one.diagnostics else lines


def _listed(one: Estimate, name: str) -> tuple[str, ...]:
    """Sentences among the diagnostics."""
    found = one.diagnostics[name]
    return found if isinstance(found, tuple) else ()
