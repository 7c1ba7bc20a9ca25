"""Build src/tumen/packs/dprk/record.yaml: fields by kind of thing, legs, guides, rules of care, consent forms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from writing import read_yaml, write_facts

OUTPUTS = ("src/tumen/packs/dprk/record.yaml",)
HAND = Path(__file__).resolve().parent.parent / "hand"
Row = dict[str, Any]


def build(out: Path) -> None:
    """Write what the record asks below `out`."""
    tables = {
        "fields": [_field(row) for row in read_yaml(HAND / "fields.yaml")],
        "legs": [_own({"id": code, "phase": p}) for code, p in read_yaml(HAND / "legs.yaml").items()],
        "guides": _guides(),
        "flags": [
            _own({"id": flag, "follows": told["follows"]})
            for flag, told in read_yaml(HAND / "care.yaml").items()
            if "follows" in told
        ],
        "care": _care(),
        "offers": [_own(row) for row in read_yaml(HAND / "offers.yaml")],
        "consent_texts": [_own(row) for row in read_yaml(HAND / "consent.yaml")],
    }
    write_facts(out / OUTPUTS[0], {"version": "1", "sources": {}, "tables": tables})


def _own(row: Row) -> Row:
    return {**row, "sources": ["OWN"], "verified": False}


def _field(row: Row) -> Row:
    labels = dict(zip(("en", "ko", "zh"), row["labels"], strict=True))
    return _own({**row, "labels": labels})


def _guides() -> list[Row]:
    rows = []
    for topic, guide in read_yaml(HAND / "guides.yaml").items():
        title = dict(zip(("en", "ko", "zh"), guide["title"], strict=True))
        for number, question in enumerate(guide["questions"], start=1):
            text, *field = question
            labels = dict(zip(("en", "ko", "zh"), text, strict=True))
            answer = {"field": field[0]} if field else {}
            rows.append(
                _own({"id": f"{topic}-{number}", "topic": topic, "title": title, "labels": labels, **answer})
            )
    return rows


def _care() -> list[Row]:
    return [
        _own(
            {
                "id": f"{flag}-{number}",
                "flag": flag,
                "when": when,
                "labels": dict(zip(("en", "ko", "zh"), text, strict=True)),
            }
        )
        for flag, told in read_yaml(HAND / "care.yaml").items()
        for number, (when, text) in enumerate(told["rules"], start=1)
    ]
