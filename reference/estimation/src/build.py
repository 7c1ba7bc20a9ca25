"""Published overlap tables and what other software says of them. See README.md for the sources."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent
TARGET = Path("src/tumen/data/estimation_published.json")
OUTPUTS = (str(TARGET),)


def faults(table: dict[str, Any]) -> list[str]:
    """What is wrong with one table."""
    width = len(table["lists"])
    found = [f"{table['name']}: pattern {p}" for p in table["patterns"] if len(p) != width or "1" not in p]
    for pair, printed in table["pairwise"].items():
        first, second = (int(part) - 1 for part in pair.split("-"))
        both = sum(n for p, n in table["patterns"].items() if p[first] == p[second] == "1")
        if both != printed["both"]:
            found.append(f"{table['name']}: lists {pair} share {both}, printed {printed['both']}")
    return found


def build(out: Path) -> None:
    """Check every table and write them, sorted by name, one line each."""
    tables = json.loads((FOLDER / "frozen" / "overlap_tables.json").read_text(encoding="utf-8"))
    wrong = [fault for table in tables for fault in faults(table)]
    if wrong:
        raise SystemExit("\n".join(wrong))
    rows = [
        json.dumps(t, ensure_ascii=False, sort_keys=True) for t in sorted(tables, key=lambda t: t["name"])
    ]
    target = out / TARGET
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8", newline="\n")
