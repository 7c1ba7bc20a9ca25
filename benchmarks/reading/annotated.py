"""Answer keys that a person can write and read: a line a record, turned into the schema of `tumen read --json`.

    claim | about [2,300] prisoners | 2300 | as_of=2010 | who=former guard | place=Karsk | note=1
    claim | more than [40 %] of them | 40..- | optional
    ask | Halt all returns ... torture | to=Government of Selmark | via=the Council
    law | Article 12 of the Covenant | is=Covenant | art=12
    person | Tide Watch

The second field quotes the text: `a ... b` is everything from a to b, `#2 a` the second place of a, `[…]` the number
of a claim. Kinds: claim, date, law, ask, cite, foot, incident (done to persons), event (institutional), practice,
person, place. A quantity is a value, `low..high`, `low..-` or `-..high`; `vague` and `optional` are flags. A Korean
name that particles may follow is flagged `joined`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_LISTS = {
    "claim": "claims", "date": "dates", "law": "legal", "ask": "recommendations", "cite": "citations",
    "foot": "footnotes", "incident": "incidents", "event": "incidents", "practice": "patterns",
}  # fmt: skip
_NAMES = {"person": "people_orgs", "place": "places"}


def documents(folder: Path) -> dict[str, tuple[str, dict[str, Any]]]:
    """Every text of a folder with its key, by name."""
    return {
        path.stem: (
            text := path.read_text(encoding="utf-8"),
            key(text, path.with_suffix(".key").read_text("utf-8")),
        )
        for path in sorted(folder.glob("*.txt"))
    }


def key(text: str, source: str) -> dict[str, Any]:
    """The key of one text.

    Raises:
        ValueError: A line quotes what the text does not hold; the line is named.
    """
    found: dict[str, Any] = {name: [] for name in (*_LISTS.values(), *_NAMES.values())}
    named: list[tuple[str, str, bool]] = []
    for number, line in enumerate(source.splitlines(), start=1):
        if not line.strip():
            continue
        kind, quoted, *fields = (part.strip() for part in line.split("|"))
        if kind in _NAMES:
            named.append((kind, quoted, "joined" in fields))
            continue
        try:
            found[_LISTS[kind]].append(_record(text, kind, quoted, fields) | {"id": f"{kind}{number}"})
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from None
    _add_names(text, named, found)
    return found


def _record(text: str, kind: str, quoted: str, fields: Sequence[str]) -> dict[str, Any]:
    start, end, inner = _place(text, quoted)
    said = dict(f.split("=", 1) for f in fields if "=" in f)
    plain = [f for f in fields if "=" not in f]
    if kind in ("incident", "event", "practice"):
        return {"spans": [{"start": start, "end": end}], "core": kind == "incident"}
    if kind == "foot":
        return {"body": [start, end]}
    here = {"start": start, "end": end}
    if kind == "claim":
        low, _, high = plain[0].partition("..")
        return here | {
            "value_span": inner, "value_low": _number(low), "value_high": _number(high if ".." in plain[0] else low),
            "vague": "vague" in plain, "required": "optional" not in plain, "attributed_to": said.get("who"),
            "as_of": said.get("as_of"), "place": said.get("place"), "footnote": said.get("note"),
        }  # fmt: skip
    return here | {
        "edtf": plain[0] if plain else None, "instrument": said.get("is"), "article": said.get("art"),
        "generic": "generic" in plain, "addressee": said.get("to"), "via": said.get("via"),
    }  # fmt: skip


def _number(words: str) -> float | None:
    return None if words in ("", "-") else float(words)


def _place(text: str, quoted: str) -> tuple[int, int, list[int] | None]:
    """Where a quotation stands, and where its words in brackets do."""
    counted = re.match(r"#(\d+)\s+(.*)", quoted, re.S)
    nth, quoted = (int(counted[1]), counted[2]) if counted else (1, quoted)
    if " ... " in quoted:
        head, tail = quoted.split(" ... ")
        start = _find(text, head, nth)[0]
        return start, _find(text, tail, 1, after=start)[1], None
    bracket = re.fullmatch(r"([^\[]*)\[([^\]]+)\](?!\s*$)(.*)|([^\[]*)\[([^\]]+)\]", quoted, re.S)
    if bracket is None:
        return *_find(text, quoted, nth), None
    ahead, value, behind = bracket[1] or bracket[4] or "", bracket[2] or bracket[5], bracket[3] or ""
    start, end = _find(text, ahead + value + behind, nth)
    inner = _find(text, value, 1, after=max(start, start + len(ahead) - 3))
    return start, end, list(inner)


def _find(text: str, words: str, nth: int, after: int = 0) -> tuple[int, int]:
    pattern = r"[\s\xa0]+".join(re.escape(w) for w in words.split())
    ahead = r"(?<![A-Za-z0-9])" if re.match(r"[A-Za-z0-9]", words) else ""
    behind = r"(?![A-Za-z0-9])" if re.search(r"[A-Za-z0-9]$", words) else ""
    hits = list(re.compile(ahead + pattern + behind).finditer(text, after))
    if len(hits) < nth:
        raise ValueError(f"not in the text ({nth}): {words!r}")
    return hits[nth - 1].span()


def _add_names(
    text: str, named: Sequence[tuple[str, str, bool]], found: Mapping[str, list[dict[str, Any]]]
) -> None:
    """Each name with its first three places; a longer name takes its place from a shorter one."""
    taken: list[tuple[int, int]] = []
    for kind, name, joined in sorted(named, key=lambda row: -len(row[1])):
        pattern = r"[\s\xa0]+".join(re.escape(w) for w in name.split())
        spans = [
            m.span()
            for m in re.finditer(rf"(?<!\w){pattern}" + ("" if joined else r"(?!\w)"), text)
            if not any(a <= m.start() < b for a, b in taken)
        ]
        if not spans:
            raise ValueError(f"no such name in the text: {name!r}")
        taken += spans
        found[_NAMES[kind]].append({"name": name, "spans": [{"start": a, "end": b} for a, b in spans[:3]]})
