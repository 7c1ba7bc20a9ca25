"""Build src/tumen/packs/dprk/cases.yaml: publicly reported incidents, each value with its source."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

OUTPUTS = ("src/tumen/packs/dprk/cases.yaml",)
HERE = Path(__file__).resolve().parent.parent
Row = dict[str, Any]


def build(out: Path) -> None:
    """Write the cases of the pack below `out`."""
    cases = sorted(hand_yaml("cases"), key=lambda c: c["id"])
    routes = [{**r, "sources": ["NKDB-VA"]} for r in hand_yaml("routes")]
    write(
        out / OUTPUTS[0],
        {"version": "1", "sources": sources(), "tables": {"cases": cases, "return_routes": routes}},
    )


def sources() -> dict[str, Row]:
    with (HERE / "frozen" / "sources.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    # a facts file has no place for the confidence of a source; it stays in the frozen list
    return {r["id"]: {k: v for k, v in r.items() if v and k not in ("id", "confidence")} for r in rows}


def hand_yaml(name: str) -> Any:
    """Our own file, with every plain value as text: YAML would turn a day into a date."""
    return yaml.load((HERE / "hand" / f"{name}.yaml").read_text(encoding="utf-8"), Loader=_NoDates)  # noqa: S506


class _NoDates(yaml.SafeLoader):
    """The safe loader without dates."""


_NoDates.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if not tag.endswith(":timestamp")]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def write(path: Path, facts: Mapping[str, Any]) -> None:
    """A facts file with one row a line, so that a change of one fact is a change of one line."""
    lines = [
        "# Built by reference/build.py; change reference/ and build again.",
        f'version: "{facts["version"]}"',
    ]
    lines += ["sources:", *(f"  {k}: {one_line(v)}" for k, v in facts["sources"].items()), "tables:"]
    for name, rows in facts["tables"].items():
        lines += [f"  {name}:", *(f"    - {one_line(row)}" for row in rows)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def one_line(row: Mapping[str, Any]) -> str:
    return yaml.safe_dump(
        dict(row), default_flow_style=True, width=10**9, allow_unicode=True, sort_keys=False
    ).strip()
