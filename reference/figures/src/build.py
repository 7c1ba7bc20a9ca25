"""Build src/tumen/packs/dprk/figures.yaml: published claims with our reading of them, and series with vintages.

Beside it goes figures_words.yaml: what its rows say in English, in Korean and Chinese.

The numbers are frozen; what they count, of whom, where and when is our reading and stands in hand/.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from writing import write_facts

OUTPUTS = ("src/tumen/packs/dprk/figures.yaml", "src/tumen/packs/dprk/figures_words.yaml")
HERE = Path(__file__).resolve().parent.parent
Row = dict[str, Any]
IN_WORDS = {"thousands": 2_000}  # the least that they can mean; where they end nobody says
AT_LEAST, UP_TO = ("at-least", "more-than"), ("up-to",)


def build(out: Path) -> None:
    """Write the figures of the pack and their words below `out`."""
    write_facts(out / OUTPUTS[0], {"version": "1", "sources": sources(), "tables": tables()})
    own = {"OWN-TEXT": {"title": "Words of this pack"}}
    said = [{**r, "sources": list(own)} for r in tsv("words")]
    write_facts(out / OUTPUTS[1], {"version": "1", "sources": own, "tables": {"words": said}})


def tables() -> dict[str, list[Row]]:
    words = hand_yaml("vocabulary")
    subjects = ("quantities", "populations", "places")
    spoken = told({w["id"] for name in subjects for w in words[name]})
    return {
        **{
            name: [{**w, **spoken.get(w["id"], {}), "sources": ["OWN-READING"]} for w in words[name]]
            for name in subjects
        },
        "claims": [*claims(), *sayings()],
        "series": hand_yaml("series"),
        "series_rows": sorted(series_rows(), key=order),
        "published_totals": published_totals(),
        "quotations": [{**r, "sources": [r["source"]]} for r in tsv("quotations")],
        "heads": [{**r, "sources": ["MEM"]} for r in tsv("heads")],
        "context": [context(r) for r in tsv("context")],
        "money": [money(r) for r in tsv("money")],
        "against": [{**{k: v for k, v in r.items() if v}, "sources": ["OWN-READING"]} for r in tsv("against")],
    }  # fmt: skip


def told(known: set[str]) -> dict[str, Row]:
    """The words by which texts speak of a quantity, a population or a place; a row for nothing stops the build."""
    rows = tsv("told")
    if strange := {r["id"] for r in rows} - known:
        raise SystemExit(f"told.tsv has words for what is not counted: {sorted(strange)}")
    return {r["id"]: {"told": [w for k in ("en", "ko") for w in r[k].split("|") if w]} for r in rows}


def order(row: Row) -> tuple[str, ...]:
    """By series, period, country and part, then vintage with the one that stands now last."""
    return row["series"], row["period"], row.get("place", ""), row["of"], row.get("published", "~")


def claims() -> list[Row]:
    """Each frozen number with its reading; either without the other stops the build."""
    read = {r["id"]: r for r in tsv("claims")}
    numbers = frozen("claims")
    if {n["id"] for n in numbers} != set(read):
        raise SystemExit(
            f"claims without a reading or the other way round: {set(read) ^ {n['id'] for n in numbers}}"
        )
    return [claim(n, read[n["id"]]) for n in numbers]


def claim(frozen_row: Mapping[str, str], reading: Mapping[str, str]) -> Row:
    made: Row = {
        "id": reading["id"],
        "quantity": reading["quantity"],
        **bounds(frozen_row, reading["qualifier"]),
    }
    made |= {"unit": frozen_row["unit"], "measure": reading["measure"], "population": reading["population"]}
    made |= {"place": reading["place"], "as_of": reading["as_of"]}
    made |= {k: reading[k] for k in ("qualifier", "method", "method_kind") if reading[k]}
    if flags := [f for f in (reading["flags"] or "").split(";") if f]:
        made["flags"] = flags
    if reading["words"]:
        made["low"] = IN_WORDS[reading["words"]]
        made["words"] = reading["words"]
    if reading["note"]:
        made["note"] = reading["note"]
    made["sources"] = frozen_row["sources"].split(";")
    if frozen_row["quoted_by"]:
        made["quoted_by"] = frozen_row["quoted_by"].split(";")
    made["confidence"] = frozen_row["confidence"]
    return made


def sayings() -> list[Row]:
    """What is said without a number, or of a time to come: forecasts, impressions, opinions, words for a share."""
    return [saying(r) for r in tsv("sayings")]


def saying(row: Mapping[str, str]) -> Row:
    made: Row = {k: row[k] for k in ("id", "quantity")}
    made |= {k: number(row[k]) for k in ("low", "high") if row[k]}
    made |= {k: row[k] for k in ("unit", "measure", "population", "place", "as_of")}
    made |= {"method_kind": "not stated"}
    made |= {k: row[k] for k in ("nature", "words", "expects", "series", "review", "note") if row[k]}
    if row["flags"]:
        made["flags"] = row["flags"].split(";")
    return {**made, "sources": row["sources"].split(";"), "confidence": "medium"}


def context(row: Mapping[str, str]) -> Row:
    made: Row = {k: row[k] for k in ("id", "kind", "en", "ko", "zh", "when")}
    made |= {"on": row["on"].split(";")}
    made |= {"because": row["because"]} if row["because"] else {}
    made |= {"follows": row["follows"].split(";")} if row["follows"] else {}
    made |= {"note": row["note"]} if row["note"] else {}
    return {**made, "sources": row["sources"].split(";")}


def money(row: Mapping[str, str]) -> Row:
    """Units a dollar in a year, or the price level of the dollar; from memory, and said to be."""
    return {
        "kind": row["kind"],
        "unit": row["unit"],
        "year": number(row["year"]),
        "value": number(row["value"]),
        "sources": ["MEM"],
        "verified": False,
    }


def bounds(row: Mapping[str, str], qualifier: str) -> Row:
    """The stated number as it binds: `more than 400,000` has a lower end and no upper one."""
    value, low, high = (number(row[k]) for k in ("value", "low", "high"))
    if qualifier in AT_LEAST:
        value, low, high = None, low if low is not None else value, None
    elif qualifier in UP_TO:
        value, low, high = None, None, high if high is not None else value
    elif value is not None:
        low = high = None
    return {k: v for k, v in (("value", value), ("low", low), ("high", high)) if v is not None}


def series_rows() -> Iterator[Row]:
    for row in frozen("arrivals_current"):
        period = {"to 1998": "../1998", "1999-2001": "1999/2001"}.get(row["period"], row["period"])
        yield from measured("ARRIVALS", period, {"total": row["total"]}, row["total_sources"])
        yield from measured(
            "ARRIVALS", period, {"male": row["male"], "female": row["female"]}, row["sex_sources"]
        )
    for row in frozen("arrivals_2012-01"):
        period = {"to 1998": "../1998", "1999-2001": "1999/2001"}.get(row["period"], row["period"])
        values = {k: row[k] for k in ("total", "male", "female")}
        yield from measured(
            "ARRIVALS",
            period,
            values,
            "MOU-2012",
            published="2012-01",
            status="provisional" if period == "2011" else "",
        )
    for row in frozen("arrivals_vintages"):
        if row["published"] == "current" or row["sources"] == "MOU-2012":
            continue  # these stand in the two tables above
        published = {"2012-10 and later": "2012-10", "2013-14": "2013/2014"}.get(
            row["published"], row["published"]
        )
        if row["period"] == "2012" and row["sources"] == "AJU-2017":
            continue
        values = {k: row[k] for k in ("total", "male", "female")}
        yield from measured(
            "ARRIVALS", row["period"], values, row["sources"], published=published, status=status(row["note"])
        )
    for row in frozen("arrivals_sub_annual"):
        values = {k: row[k] for k in ("total", "male", "female")}
        yield from measured("ARRIVALS-PARTS", part_of_year(row["period"]), values, row["sources"])
    yield from unhcr_rows()
    for row in frozen("archive_size"):
        as_of = row["as_of"].replace("c. ", "") + ("~" if row["as_of"].startswith("c. ") else "")
        yield from measured("ARCHIVE-SIZE", as_of, {k: row[k] for k in ("cases", "persons")}, row["sources"])
    for row in frozen("family_units"):
        yield from measured(
            "FAMILY-SHARE", row["period"].replace("-", "/"), {"share": row["share"]}, "HF-2017"
        )
    for row in frozen("profile_2022"):
        yield from measured(
            "PROFILE", "2022-12-31", {f"{row['kind']}: {row['category']}": row["count"]}, "DATASOM-2023"
        )


def unhcr_rows() -> Iterator[Row]:
    columns = ("refugees", "asylum_seekers")
    for row in frozen("unhcr_stock"):
        yield from measured("UNHCR-STOCK", row["year"], {k: row[k] for k in columns}, "UNHCR-RDF")
    for row in frozen("unhcr_stock_by_country"):
        for made in measured(
            "UNHCR-STOCK-BY-COUNTRY", row["year"], {k: row[k] for k in columns}, "UNHCR-RDF"
        ):
            yield {**made, "place": row["country"]}
    for row in frozen("unhcr_applications"):
        yield from measured("UNHCR-APPLICATIONS", row["year"], {"applied": row["applied"]}, "UNHCR-RDF")
    for row in frozen("unhcr_decisions"):
        values = {k.removeprefix("dec_"): v for k, v in row.items() if k.startswith("dec_")}
        yield from measured("UNHCR-DECISIONS", row["year"], values, "UNHCR-RDF")


def measured(
    series: str, period: str, values: Mapping[str, str], cited: str, *, published: str = "", status: str = ""
) -> Iterator[Row]:
    for of, value in values.items():
        if value == "":
            continue
        made: Row = {"series": series, "period": period, "of": of, "value": number(value)}
        made |= {k: v for k, v in (("published", published), ("status", status)) if v}
        made["sources"] = cited.split(";")
        if "MEM" in made["sources"]:
            made["verified"] = False
        yield made


def status(note: str) -> str:
    return "forecast" if note.startswith("forecast") else "provisional" if note == "provisional" else ""


def part_of_year(period: str) -> str:
    """`2018-Q1` and `2009-01..2009-11` as intervals."""
    if "-Q" in period:
        year, quarter = period.split("-Q")
        first = 3 * int(quarter) - 2
        return f"{year}-{first:02d}/{year}-{first + 2:02d}"
    return period.replace("..", "/")


def published_totals() -> list[Row]:
    return [
        {
            "series": "ARRIVALS",
            "as_of": r["as_of"],
            "of": of,
            "value": number(r[of]),
            "sources": [r["sources"]],
        }
        for r in frozen("arrivals_published_totals")
        for of in ("total", "male", "female")
    ]


def sources() -> dict[str, Row]:
    # a facts file has no place for the confidence of a source; it stays in the frozen list
    rows = {
        s["id"]: {k: v for k, v in s.items() if v and k not in ("id", "confidence")}
        for s in frozen("sources")
    }
    own = {"OWN-READING": {"title": "Our own words for what is counted"}}
    return dict(sorted({**rows, **own}.items()))


def number(text: str) -> int | float | None:
    if text == "":
        return None
    value = float(text)
    return int(value) if value.is_integer() else value


def frozen(name: str) -> list[dict[str, str]]:
    return read_csv(HERE / "frozen" / f"{name}.csv", delimiter=",")


def tsv(name: str) -> list[dict[str, str]]:
    rows = read_csv(HERE / "hand" / f"{name}.tsv", delimiter="\t")
    return [{k: v or "" for k, v in r.items()} for r in rows]


def read_csv(path: Path, *, delimiter: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def hand_yaml(name: str) -> Any:
    return yaml.safe_load((HERE / "hand" / f"{name}.yaml").read_text(encoding="utf-8"))
