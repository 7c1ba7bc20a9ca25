"""A register with rows changed: every change makes a new version, and the pack as shipped is never touched.

An amendment says which row of which table of the law file it adds or replaces, on what source, and why. What it
gives is a pack of its own with its own version and hash, so that an answer can always be tied to the register it came
from. A row amended by hand is not verified unless it says on which source it rests.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tumen import vocab
from tumen.errors import LawError, VocabError
from tumen.law.register import register

TABLES = (
    "states", "instruments", "articles", "status", "denunciations", "reservations", "declarations", "domestic", "doors",
    "rules", "elements", "known_errors", "status_tests",
)  # fmt: skip
"""Tables that may be amended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """One row added or replaced.

    Attributes:
        table: One of `TABLES`.
        row: The row; its `id` says which row it replaces, if there is one. Values that are None take a key away.
        why: The reason, in words.
        source: Title of the source it rests on; empty makes the row unverified.
        address: Where that source stands.
    """

    table: str
    row: Mapping[str, Any]
    why: str
    source: str = ""
    address: str = ""


def amended(pack: vocab.Pack, amendments: Iterable[Amendment]) -> vocab.Pack:
    """The pack with its law amended, in the order given; the same pack when there is nothing to amend.

    Raises:
        LawError: A table or row that cannot be amended, or a register that no longer fits together.
    """
    changes = tuple(amendments)
    if not changes:
        return pack
    facts: dict[str, Any] = vocab.thaw(pack.facts("law"))
    for number, change in enumerate(changes, start=1):
        _apply(facts, change, number)
    facts["version"] = f"{facts['version']}+{len(changes)}.{_digest(changes)}"
    try:
        made = pack.with_facts("law", facts)
        register(made)
    except VocabError as error:
        raise LawError(f"The amended register does not fit together: {error.message}") from error
    return made


def _apply(facts: dict[str, Any], change: Amendment, number: int) -> None:
    key = str(change.row.get("id", ""))
    if change.table not in TABLES or not key:
        raise LawError(
            f"This cannot be amended: {change.table} {key!r}.", hint=f"Tables are {', '.join(TABLES)}."
        )
    if not change.why.strip():
        raise LawError("An amendment needs its reason.")
    rows = facts["tables"].setdefault(change.table, [])
    old: Mapping[str, Any] = next((r for r in rows if r["id"] == key), {})
    source = f"AMENDMENT-{number}"
    facts["sources"][source] = {
        "title": change.source or f"Amended here without a source: {change.why}", "url": change.address,
    }  # fmt: skip
    new = {k: v for k, v in {**old, **change.row}.items() if v is not None}
    new["sources"] = [source, *old.get("sources", [])]
    if change.table not in ("states", "articles", "elements"):
        new["verified"] = bool(change.source)
    facts["tables"][change.table] = [*(r for r in rows if r["id"] != key), new]


def _digest(changes: tuple[Amendment, ...]) -> str:
    material = [[c.table, dict(c.row), c.why, c.source, c.address] for c in changes]
    return hashlib.sha256(json.dumps(material, sort_keys=True, default=str).encode()).hexdigest()[:8]
