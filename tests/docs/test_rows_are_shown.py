"""The table of rows says nothing that is not there: tests exist, pages resolve, commands answer, rows stand once."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

ROOT = Path(__file__).parents[2]
STATED: list[dict[str, Any]] = [
    capability
    for path in sorted((ROOT / "docs" / "rows").glob("*.toml"))
    for capability in tomllib.loads(path.read_text("utf-8"))["capability"]
]
ROW = re.compile(r"S\d\.\d{1,3}")
SYSTEM = re.compile(r"(REC|LNK|CNT|ACT|PUB)-[A-Z]{3}")
KEYS = {"system", "what", "rows", "open", "pages", "commands", "tests"}


@cache
def defined_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def names(resolver: URLResolver, prefix: str = "") -> set[str]:
    found = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            found |= names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            found.add(f"{prefix}{entry.name}")
    return found


@pytest.mark.parametrize("stated", STATED, ids=lambda c: f"{c['system']} {c['what'][:40]}")
def test_what_is_stated_is_there(stated: dict[str, Any], generate: Any) -> None:
    assert stated.keys() <= KEYS
    assert SYSTEM.fullmatch(stated["system"])
    assert all(o.keys() == {"row", "lacks"} and o["lacks"] for o in stated.get("open", ()))
    assert stated["tests"], "what no test proves is not shown"
    for test in stated["tests"]:
        path, _, name = test.partition("::")
        assert name in defined_in(path), test
    assert set(stated.get("pages", ())) <= names(get_resolver())
    known = {" ".join(path) if isinstance(path, tuple) else str(path) for path in dict(generate.commands())}
    assert set(stated.get("commands", ())) <= known
    assert stated.get("pages") or stated.get("commands"), "where is it?"


def test_every_row_is_well_named_and_stands_once_in_its_system() -> None:
    seen = set()
    for stated in STATED:
        for row in (*stated["rows"], *(o["row"] for o in stated.get("open", ()))):
            assert ROW.fullmatch(row), row
            assert (stated["system"], row) not in seen, f"{row} stands twice in {stated['system']}"
            seen.add((stated["system"], row))
