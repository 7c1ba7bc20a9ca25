"""The gazetteer: frozen places and border ports, joined to the areas that hold them, with all name forms."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from writing import PACK, read_json, read_yaml, write_yaml

TABLE = Path(__file__).parents[1]
LANGUAGES = ("en", "ko", "zh")
COUNTRIES = {"KP": "PRK", "CN": "CHN"}
TITLES = {
    "place": {"en": "places", "ko": "장소", "zh": "地点"},
    "port_pair": {"en": "paired border ports", "ko": "상대 국경 통과지", "zh": "对应口岸"},
    "gazetteer_trap": {"en": "traps in place names", "ko": "지명 혼동 주의", "zh": "地名陷阱"},
}
OUTPUTS = tuple(str(PACK / "vocab" / f"{name}.yaml") for name in TITLES)

Row = dict[str, Any]


@cache
def _hand(name: str) -> Any:
    return read_yaml(TABLE / "hand" / f"{name}.yaml")


def build(out: Path) -> None:
    """Write the three vocabularies below `out`."""
    frozen = read_json(TABLE / "frozen" / "places.json")
    ports = _hand("ports")
    rows = [*_hand("areas"), *frozen["place"], *ports["places"], *_hand("cities")]
    terms = {
        "place": [_place(row) for row in rows],
        "port_pair": [_pair(*both) for both in zip(ports["pairs"], frozen["port_pair"], strict=True)],
        "gazetteer_trap": [_trap(row) for row in _hand("traps")],
    }
    _check(terms)
    for name, found in terms.items():
        vocabulary = {"id": name, "title": TITLES[name], "terms": found}
        write_yaml(out / PACK / "vocab" / f"{name}.yaml", vocabulary, table="places")


def _place(row: Row) -> Row:
    code, forms = row["code"], _hand("forms")
    labels = {lang: _main(row[lang]) for lang in LANGUAGES if row.get(lang)} | forms["labels"].get(code, {})
    term: Row = {"code": code, "labels": labels, "sources": row["src"]}
    if note := forms["notes"].get(code):
        term["note"] = note
    if parent := _parent(row):
        term["parent"] = parent
    fields: Row = {"kind": row["kind"]}
    if country := _country(row):
        fields["country"] = country
    if "iso2" in row:
        fields["iso2"] = row["iso2"]
    if row.get("side"):
        fields["side"] = row["side"]
    fields["forms"] = _forms(row, set(labels.values()))
    if former := _hand("formerly").get(code):
        fields["formerly"] = [one | {"verified": False} for one in former]
    if community := _hand("community").get(code):
        fields["community"] = community
    term["fields"] = fields | _point(row)
    return term


def _main(label: str) -> str:
    """A label without the second name that stood in brackets (kept as a form)."""
    return label if re.search(r"[A-Za-z]", label) else re.sub(r"\(.*\)|·.*", "", label)


def _parent(row: Row) -> str | None:
    admin = _hand("admin")
    if row["code"] in admin["parents"]:
        return str(admin["parents"][row["code"]])
    if row.get("admin"):
        # frozen places outside the two main countries give the country itself
        return str(admin["admin"].get(row["admin"], row["admin"]))
    country = _country(row)
    return country if country != row["code"] else None


def _country(row: Row) -> str | None:
    if "country" in row:
        return str(row["country"])
    prefix = row["code"].split("-")[0]
    return None if prefix == "RIV" else COUNTRIES.get(prefix, prefix)


def _forms(row: Row, labels: set[str]) -> list[Row]:
    """Every other way in which the name is written, once each, in the order in which it was found."""
    dated = _hand("forms")["forms"].get(row["code"], [])
    texts = [
        *_brackets(row.get("ko", "")), *_brackets(row.get("zh", "")), *row.get("alias", []), row.get("hanja"),
        row.get("pinyin"), row.get("geonames_name"), *row.get("roman", []),
        *_hand("forms")["more"].get(row["code"], []),
    ]  # fmt: skip
    seen = labels | {form["text"] for form in dated}
    found = [{"text": t} for t in dict.fromkeys(texts) if t and t not in seen]
    return dated + found


def _brackets(label: str) -> list[str]:
    """The second names in `량강도(양강도)` and `북경·베이징`."""
    return re.findall(r"\(([^)]+)\)", label) + label.split("·")[1:]


def _point(row: Row) -> Row:
    if "lat" not in row:
        return _remembered(row["code"])
    precision = _hand("precision")[row["kind"]]
    return {"geonames": row["geonameid"], "latitude": row["lat"], "longitude": row["lon"], **precision}


def _remembered(code: str) -> Row:
    """A point from memory, marked so; nothing where there is none."""
    if code not in (points := _hand("points")):
        return {}
    latitude, longitude, precision, point = points[code]
    return {
        "latitude": latitude, "longitude": longitude, "precision_m": precision, "point": point,
        "point_verified": False,
    }  # fmt: skip


def _pair(pair: Row, frozen: Row) -> Row:
    """A pair by code, with the names that the agreement prints."""
    return {
        "code": pair["code"],
        "labels": {
            "en": " - ".join(frozen[side].split(" ", 1)[1] for side in ("cn", "kp")),
            "zh": " - ".join(frozen[side].split(" ", 1)[0] for side in ("cn", "kp")),
        },
        "sources": frozen["src"],
        "fields": {"places": pair["places"]},
    }


def _trap(row: Row) -> Row:
    fields = {key: row[key] for key in ("kind", "names", "places", "outside") if key in row}
    return {"code": row["code"], "labels": {"en": row["en"]}, "sources": ["OWN"], "fields": fields}


def _check(terms: dict[str, list[Row]]) -> None:
    codes = {term["code"] for term in terms["place"]}
    named = {term["parent"] for term in terms["place"] if "parent" in term}
    named |= {
        code
        for name in ("port_pair", "gazetteer_trap")
        for t in terms[name]
        for code in t["fields"]["places"]
    }
    named |= {former["within"] for term in terms["place"] for former in term["fields"].get("formerly", ())}
    named |= (
        set(_hand("points"))
        | set(_hand("formerly"))
        | set(_hand("community"))
        | set(_hand("forms")["more"])
        | set(_hand("forms")["forms"])
    )
    if named - codes:
        raise SystemExit(f"no such places: {sorted(named - codes)}")
