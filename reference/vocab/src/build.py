"""Controlled vocabularies: frozen terms, changed and completed by hand, written one file a vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from writing import PACK, read_json, read_yaml, write_yaml

TABLE = Path(__file__).parents[1]
LANGUAGES = ("en", "ko", "zh")
MAPPINGS = ("huridocs", "nkdb", "law")
# published counts stand in the frozen terms under these names: (unit, year they are of)
COUNTS = {"mou": ("persons", None), "n2024": ("cases", 2024)}
SHARES = {"share": 2024, "share2024": 2024}

Row = dict[str, Any]


@cache
def _hand(name: str) -> Any:
    return read_yaml(TABLE / "hand" / f"{name}.yaml") or {}


VOCABULARIES: Mapping[str, Row] = _hand("vocabularies")
OUTPUTS = (str(PACK / "sources.yaml"), *(str(PACK / "vocab" / f"{name}.yaml") for name in VOCABULARIES))


def build(out: Path) -> None:
    """Write every vocabulary and the table of sources below `out`."""
    rows = _rows()
    for name, entry in VOCABULARIES.items():
        write_yaml(out / PACK / "vocab" / f"{name}.yaml", _vocabulary(name, entry, rows[name]), table="vocab")
    write_yaml(out / PACK / "sources.yaml", _sources(), table="vocab")


def _rows() -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = read_json(TABLE / "frozen" / "terms.json")
    for name, added in _hand("additions").items():
        rows.setdefault(name, []).extend(added)
    for name, corrections in _hand("corrections").items():
        for code, changes in corrections.items():
            (row,) = [r for r in rows[name] if r["code"] == code]
            row.update({k: v for k, v in changes.items() if k != "reason"})
    rows["surname_romanisation"] = [_surname(row) for row in rows["surname_romanisation"]]
    unknown = [
        f"{name} {code}"
        for name, of in _hand("aliases").items()
        for code in set(of) - {row["code"] for row in rows[name]}
    ]
    if unknown:
        raise SystemExit(f"aliases of no term: {sorted(unknown)}")
    if set(rows) != set(VOCABULARIES):
        raise SystemExit(f"titles and terms differ: {sorted(set(rows) ^ set(VOCABULARIES))}")
    return rows


def _surname(row: Row) -> Row:
    spellings = row["hangul"].split("/")
    return {
        "code": f"SN-{row['roman'][0].upper()}",
        "en": row["roman"][0],
        "ko": spellings[0],
        "zh": row["hanja"],
        "hangul": spellings,
        "roman": row["roman"],
        "pinyin": row["zh_pinyin"].split("/"),
        "src": row["src"],
    }


def _vocabulary(name: str, entry: Row, rows: list[Row]) -> Row:
    groups = _hand("groups").get(name, {})
    group_of = {code: group for group, of in groups.items() for code in of["codes"]}
    if groups and set(group_of) != {row["code"] for row in rows}:
        raise SystemExit(f"{name}: groups and terms differ: {set(group_of) ^ {row['code'] for row in rows}}")
    retirement = _hand("retired")
    result: Row = {"id": name, "title": entry["title"]}
    if "note" in entry:
        result["note"] = entry["note"]
    if groups:
        result["groups"] = {group: of["title"] for group, of in groups.items()}
    result["terms"] = [_term(name, row, group_of.get(row["code"]), retirement["deprecated"]) for row in rows]
    if retired := retirement["retired"].get(name):
        result["retired"] = retired
    return result


def _term(name: str, row: Row, group: str | None, deprecated: Row) -> Row:
    row = dict(row)
    code = row.pop("code")
    term: Row = {"code": code, "labels": {lang: row.pop(lang) for lang in LANGUAGES if lang in row}}
    term["sources"] = row.pop("src")
    if note := _hand("notes").get(name, {}).get(code):
        term["note"] = note
    if group is not None:
        term["group"] = group
    if parent := _hand("parents").get(name, {}).get(code):
        term["parent"] = parent
    if deprecation := deprecated.get(name, {}).get(code):
        term["deprecated"] = deprecation
    if mappings := _mappings(row):
        term["mappings"] = mappings
    fields = _fields(row, term["sources"])
    if aliases := _hand("aliases").get(name, {}).get(code):
        fields["aliases"] = [_alias(*entry) for entry in aliases]
    if fields:
        term["fields"] = fields
    return term


def _mappings(row: Row) -> Row:
    found = {scheme: row.pop(scheme) for scheme in MAPPINGS if scheme in row}
    if "huridocs" in found:
        found["huridocs"] = [found["huridocs"]]
    if "nkdb" in found:
        found["nkdb"] = [found["nkdb"].split(" > ")]
    return found


def _fields(row: Row, sources: list[str]) -> Row:
    """What is left, with published figures gathered under `published` beside the source that prints them."""
    published: list[Row] = []
    for key, (unit, year) in COUNTS.items():
        if key in row:
            published.append(_figure({"value": row.pop(key), "unit": unit}, year, sources[0]))
    for key, year in SHARES.items():
        if key in row:
            published.append(_figure({"value": row.pop(key), "unit": "share"}, year, sources[0]))
    for part, value in row.pop("sub2024", {}).items():
        unit = "cases" if isinstance(value, int) else "share"
        published.append(_figure({"part": part, "value": value, "unit": unit}, 2024, sources[0]))
    if published:
        row["published"] = published
    if "province" in row:
        row["place"] = _hand("provinces")[row.pop("province")]
    if "lat" in row:
        row |= {"latitude": row.pop("lat"), "longitude": row.pop("lon")}
    if "names" in row:
        row["names"] = [_name(entry) for entry in row["names"]]
    return row


def _figure(figure: Row, year: int | None, source: str) -> Row:
    return figure | ({"year": year} if year is not None else {}) | {"source": source}


def _name(entry: Row) -> Row:
    """One name an agency once had; a name whose years rest on memory alone is not verified."""
    renamed = {"from": entry["from_"]} if "from_" in entry else {}
    kept = {k: v for k, v in entry.items() if k in ("ko", "en", "to")}
    return kept | renamed | ({"verified": False} if "MEM" in entry.get("src", "") else {})


def _alias(text: str, since: str = "", until: str = "") -> Row:
    """A name as told, and when it was in use; of general knowledge, so not verified."""
    bounds = {key: value for key, value in (("from", since), ("to", until)) if value}
    return {"text": text} | bounds | {"verified": False}


def _sources() -> Row:
    languages = _hand("source_languages")
    sources: Row = read_json(TABLE / "frozen" / "sources.json")
    if set(sources) != set(languages):
        raise SystemExit(f"sources and their languages differ: {sorted(set(sources) ^ set(languages))}")
    return {key: source | {"backs": languages[key]} for key, source in sources.items()}
