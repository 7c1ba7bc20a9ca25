"""What the build scripts share: reading YAML and JSON, writing YAML that makes readable differences."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

PACK = Path("src/tumen/packs/dprk")
BUILT = "# Built from reference/{table} by reference/build.py. Change it there.\n"


class _Dumper(yaml.SafeDumper):
    """The pure Python dumper: its output does not depend on which libyaml is installed."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002  (PyYAML calls it so)
        del indentless  # list items are indented below their key, so that a moved item moves alone
        super().increase_indent(flow, indentless=False)


def read_yaml(path: Path) -> Any:
    """One YAML file of a table."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def read_json(path: Path) -> Any:
    """One JSON file of a table."""
    return json.loads(path.read_text(encoding="utf-8"))


def write_yaml(path: Path, value: Any, *, table: str) -> None:
    """One built file: leaves on one line each, in the order given, UTF-8, no line wrapping."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=None, width=10_000
    )
    path.write_text(BUILT.format(table=table) + text, encoding="utf-8", newline="\n")


def write_facts(path: Path, facts: Mapping[str, Any]) -> None:
    """A facts file with one row a line, so that a change of one fact is a change of one line."""
    lines = [
        "# Built by reference/build.py; change reference/ and build again.",
        f'version: "{facts["version"]}"',
    ]
    lines += ["sources:" if facts["sources"] else "sources: {}"]
    lines += [*(f"  {k}: {_one_line(v)}" for k, v in facts["sources"].items()), "tables:"]
    for name, rows in facts["tables"].items():
        lines += [f"  {name}:", *(f"    - {_one_line(row)}" for row in rows)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _one_line(row: Mapping[str, Any]) -> str:
    return yaml.safe_dump(
        dict(row), default_flow_style=True, width=10**9, allow_unicode=True, sort_keys=False
    ).strip()
