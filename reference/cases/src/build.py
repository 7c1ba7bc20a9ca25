"""Build src/tumen/packs/dprk/cases.yaml: publicly reported incidents, each value with its source."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import yaml
from writing import write_facts

OUTPUTS = ("src/tumen/packs/dprk/cases.yaml",)
HERE = Path(__file__).resolve().parent.parent
Row = dict[str, Any]


def build(out: Path) -> None:
    """Write the cases of the pack below `out`."""
    cases = sorted(hand_yaml("cases"), key=lambda c: c["id"])
    routes = [{**r, "sources": ["NKDB-VA"]} for r in hand_yaml("routes")]
    write_facts(
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
