"""A pack with rows of its law changed: every change makes a new version, and what was shipped is never touched.

An amendment says which row of which table it adds or replaces, on what source, and why; taking it back is leaving it
out. What it gives is a pack of its own with its own version and hash, so that an answer can always be tied to the
register it came from. A row amended by hand is not verified unless it says on which source it rests.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from tumen import vocab
from tumen.errors import LawError, UnknownFacts, VocabError
from tumen.law.channels import channels
from tumen.law.occasions import occasions
from tumen.law.positions import positions
from tumen.law.register import register
from tumen.law.tables import TABLES, table

AMENDED: Final = "AMENDMENT-"
"""How the source of an amended row begins."""
PUBLISHER: Final = "amended here"


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


def amendments_of(text: str) -> tuple[Amendment, ...]:
    """Amendments from JSON as a desk exports them: a list of objects with the attributes of `Amendment`.

    Raises:
        LawError: It is no such list.
    """
    try:
        return TypeAdapter(tuple[Amendment, ...]).validate_json(text)
    except ValidationError as error:
        places = tuple(".".join(map(str, e["loc"])) for e in error.errors())
        raise LawError(
            "This is no list of amendments.",
            hint="Export it from a desk: Amend the register, JSON.",
            faults=places,
        ) from None


def amended(pack: vocab.Pack, amendments: Iterable[Amendment]) -> vocab.Pack:
    """The pack with its law amended, in the order given; the same pack when there is nothing to amend.

    Raises:
        LawError: A table or row that cannot be amended, or a register that no longer fits together.
    """
    changes = tuple(amendments)
    made = pack
    for file in dict.fromkeys(table(c.table).file for c in changes):
        mine = [(n, c) for n, c in enumerate(changes, start=1) if table(c.table).file == file]
        facts = _facts(pack, file)
        for number, change in mine:
            _apply(facts, change, number)
        facts["version"] = f"{facts['version']}+{len(mine)}.{_digest(c for _, c in mine)}"
        made = _with(made, file, facts)
    if changes:
        _check(made)
    return made


def _facts(pack: vocab.Pack, file: str) -> dict[str, Any]:
    try:
        facts: dict[str, Any] = vocab.thaw(pack.facts(file))
    except UnknownFacts:
        return {"version": "0", "sources": {}, "tables": {}}
    return facts


def _with(pack: vocab.Pack, file: str, facts: Mapping[str, Any]) -> vocab.Pack:
    try:
        return pack.with_facts(file, facts)
    except VocabError as error:
        raise LawError(f"The amended register does not fit together: {error.message}") from error


def _check(pack: vocab.Pack) -> None:
    """Everything that reads amended tables reads them once: what does not fit is refused here, not on a page."""
    try:
        for reader in (channels, occasions, positions, *((register,) if "law" in pack.facts_files else ())):
            reader(pack)
    except VocabError as error:
        raise LawError(f"The amended register does not fit together: {error.message}") from error


def _apply(facts: dict[str, Any], change: Amendment, number: int) -> None:
    key = str(change.row.get("id", "")).strip()
    if not key:
        raise LawError(f"This cannot be amended: {change.table} {key!r}.", hint="A row needs its id.")
    if not change.why.strip():
        raise LawError("An amendment needs its reason.")
    known = facts["tables"].setdefault(change.table, [])
    old: Mapping[str, Any] = next((r for r in known if r["id"] == key), {})
    source = f"{AMENDED}{number}"
    facts["sources"][source] = {
        "title": change.source or f"Amended here without a source: {change.why}", "publisher": PUBLISHER,
        "url": change.address,
    }  # fmt: skip
    new = {k: v for k, v in {**old, **change.row}.items() if v is not None}
    new["sources"] = [source, *old.get("sources", [])]
    if "verified" in TABLES[change.table].schema.model_fields:
        new["verified"] = bool(change.source)
    facts["tables"][change.table] = [*(r for r in known if r["id"] != key), new]


def _digest(changes: Iterable[Amendment]) -> str:
    material = [[c.table, dict(c.row), c.why, c.source, c.address] for c in changes]
    return hashlib.sha256(json.dumps(material, sort_keys=True, default=str).encode()).hexdigest()[:8]
