"""Build law, channels, assessment and positions of the pack from the frozen treaty status and our reading of the law.

Entry into force for a state is not copied but computed from the deposit with the rule of the treaty, and
compared with the frozen value: a difference stops the build.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from writing import write_facts

PACK = "src/tumen/packs/dprk"
OUTPUTS = tuple(f"{PACK}/{name}.yaml" for name in ("law", "channels", "assessment", "positions"))
HERE = Path(__file__).resolve().parent.parent
Row = dict[str, Any]


def build(out: Path) -> None:
    """Write the law facts of the pack below `out`."""
    known = sources()
    channel_sources, channels = channel_tables(known)
    for name, found, made in (
        (OUTPUTS[0], known, tables()),
        (OUTPUTS[1], channel_sources, channels),
        (OUTPUTS[2], *assessment_tables(known)),
        (OUTPUTS[3], *position_tables()),
    ):
        for row in (row for rows in made.values() for row in rows):
            if "MEM" in row["sources"]:
                row["verified"] = False
        write_facts(out / name, {"version": "1", "sources": found, "tables": made})


def tables() -> dict[str, list[Row]]:
    """Every table of the register, each in a stable order."""
    further, hand = hand_yaml("further"), hand_yaml("status")
    return {
        "scope": [{"id": "status", "complete_to": hand["complete_to"], "sources": ["UNTC-2015"]}],
        "states": [{**s, "sources": ["UNTC-2015"]} for s in by_id(hand_yaml("states"))],
        "instruments": by_id([*treaties(), *hand_yaml("instruments")["instruments"]]),
        "articles": articles(),
        "status": status(hand),
        "denunciations": by_id(hand["denunciations"]),
        "reservations": by_id(hand["reservations"]),
        "elements": elements(),
        "rules": rules(),
        **{name: by_id(rows) for name, rows in sorted(further.items())},
    }


def treaties() -> list[Row]:
    names, series = hand_yaml("treaty_names"), hand_yaml("series")
    page = {**series["memory"], **series["cited"]}
    return [
        {
            "id": t["id"], "kind": "treaty", "force": "binding", **names[t["id"]], "short": t["short"],
            "title": t["title"], "adopted": t["adopted"], "in_force": t["in_force"],
            "entry_rule": {"kind": t["rule_kind"], "n": int(t["rule_n"]), "article": t["rule_article"]},
            "untc": t["untc"], **({"series": page[t["id"]]} if t["id"] in page else {}), "sources": ["UNTC-2015"],
            "confidence": "high",
        }
        for t in frozen("treaties")
    ]  # fmt: skip


def articles() -> list[Row]:
    words = hand_yaml("words")
    made = []
    for a in hand_csv("articles"):
        row: Row = {"id": f"{a['instrument']}.{a['article']}", **a, "sources": ["TEXT"]}
        if quoted := words.pop(row["id"], None):
            row |= {"words": quoted["words"], "words_from": quoted["from"]}
        made.append(row)
    if words:
        raise SystemExit(f"words of articles without a line in articles.csv: {sorted(words)}")
    return made


def status(hand: Mapping[str, Any]) -> list[Row]:
    """One row for each state and treaty, with what we know beyond the frozen list."""
    extra: dict[tuple[str, str], Row] = {}
    for row in (*hand["checked"], *hand["remarks"]):
        extra.setdefault(pair(row), {}).update({k: v for k, v in row.items() if k != "sources"})
    for row in hand["signature_withdrawn"]:
        extra.setdefault(pair(row), {})["signature_withdrawn"] = row["withdrawn"]
    more_sources = {pair(r): r["sources"] for r in hand["checked"]}
    entry = {t["id"]: t for t in frozen("treaties")}
    rows = [status_row(r, entry[r["instrument"]], extra.pop(pair(r), {})) for r in frozen("status")]
    if extra:
        raise SystemExit(f"remarks on rows that are not frozen: {sorted(extra)}")
    for row in rows:
        row["sources"] = list(dict.fromkeys([*row["sources"], *more_sources.get(pair(row), [])]))
    own = [{"id": f"{r['state']}-{r['instrument']}", **r} for r in hand["rows"]]
    return by_id([*rows, *own])


def status_row(row: Mapping[str, str], treaty: Mapping[str, str], extra: Row) -> Row:
    made: Row = {"id": f"{row['state']}-{row['instrument']}", **filled(row)}
    made["sources"] = row["sources"].split(";")
    made["status"] = "signatory" if row["status"] == "signature withdrawn" else row["status"]
    if row["status"] == "denounced":
        made["status"] = "party"  # the end stands in the table of denunciations
    if row["deposited"]:
        computed = enters(date.fromisoformat(row["deposited"]), treaty)
        if computed.isoformat() != row["in_force"]:
            raise SystemExit(f"{made['id']}: frozen {row['in_force']}, computed {computed}")
        made["computed"] = treaty["rule_article"]
    return {**made, **extra}


def enters(deposited: date, treaty: Mapping[str, str]) -> date:
    """Day of entry into force for a state, never before the treaty's own."""
    n = int(treaty["rule_n"])
    if treaty["rule_kind"] == "months":
        day = months_later(deposited, n)
    elif treaty["rule_kind"] == "rome":  # first day of the month after the sixtieth day
        day = months_later((deposited + timedelta(days=n)).replace(day=1), 1)
    else:
        day = deposited + timedelta(days=n)
    return max(day, date.fromisoformat(treaty["in_force"]))


def months_later(day: date, n: int) -> date:
    month = day.month - 1 + n
    return day.replace(year=day.year + month // 12, month=month % 12 + 1)


def elements() -> list[Row]:
    texts, shown = hand_yaml("elements"), hand_yaml("shown_by")
    if strange := sorted(set(shown) - set(texts)):
        raise SystemExit(f"conditions for elements nobody asks for: {strange}")
    return [{"id": k, "text": v, **shown.get(k, {}), "sources": ["TEXT"]} for k, v in sorted(texts.items())]


def rules() -> list[Row]:
    known = {a["id"] for a in articles()}
    made, notes = [], hand_yaml("rule_notes")
    for rule in hand_yaml("rules"):
        provisions = [
            dict(zip(("instrument", "article"), p.split(" ", 1), strict=True)) for p in rule["provisions"]
        ]
        unknown = {f"{p['instrument']}.{p['article']}" for p in provisions if "(" in p["article"]} - known
        if unknown:
            raise SystemExit(f"{rule['id']}: articles without a line in articles.csv: {sorted(unknown)}")
        made.append({**rule, "provisions": provisions, **notes.get(rule["id"], {})})
    return by_id(made)


def sources() -> dict[str, Row]:
    # a facts file has no place for the confidence of a source; it stays in the frozen list
    rows = {
        s["id"]: filled({k: v for k, v in s.items() if k not in ("id", "confidence")})
        for s in frozen("sources")
    }
    return dict(sorted({**rows, **hand_yaml("instruments")["sources"]}.items()))


def channel_tables(known: Mapping[str, Row]) -> tuple[dict[str, Row], dict[str, list[Row]]]:
    """Channels with their fields in order, text of letters, offices that letters go to, days that come round."""
    hand = hand_yaml("channels")
    named = {**hand["sources"], "MEM": known["MEM"], "OWN-TEXT": {"title": "Our own words"}}
    fields = [
        {"id": f"{channel}.{f['name']}", "channel": channel, **f, "sources": c["sources"]}
        for c in hand["channels"]
        for channel in [c["id"]]
        for f in hand["fields"].get(channel, [])
    ]
    offices = [{**a, "sources": ["MEM"]} for a in hand_yaml("addressees")]
    occasions = [{**o, "sources": ["MEM"]} for o in hand_yaml("occasions")]
    tables = {
        "channels": hand["channels"], "fields": fields, "texts": hand["texts"], "addressees": offices,
        "occasions": occasions, "receivers": hand["receivers"],
    }  # fmt: skip
    return dict(sorted(named.items())), tables


def assessment_tables(known: Mapping[str, Row]) -> tuple[dict[str, Row], dict[str, list[Row]]]:
    """The checklist of refugee status, and when coded facts show a factor of risk."""
    hand = hand_yaml("assessment")
    named = {"HANDBOOK": hand_yaml("channels")["sources"]["HANDBOOK"], "MEM": known["MEM"]}
    rows = {
        "groups": [{"id": k, "title": v} for k, v in hand["groups"].items()],
        "questions": hand["questions"],
        "factors": hand["factors"],
        "reckoned": hand["reckoned"],
    }
    return named, {
        name: [{**r, "sources": ["HANDBOOK", "MEM"]} for r in found] for name, found in rows.items()
    }


def position_tables() -> tuple[dict[str, Row], dict[str, list[Row]]]:
    """Bodies, and what states and bodies said and did. Dates are text, also where YAML reads a day or a number."""
    hand = hand_yaml("positions")
    dated = [
        {k: str(v) if k in ("date", "due", "until") else v for k, v in p.items()} for p in hand["positions"]
    ]
    return hand["sources"], {"positions": dated, "bodies": hand["bodies"]}


def pair(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["state"], row["instrument"]


def filled(row: Mapping[str, str]) -> Row:
    return {k: v for k, v in row.items() if v}


def by_id(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda r: [int(c) if c.isdigit() else c for c in split_digits(r["id"])])


def split_digits(text: str) -> list[str]:
    """`R2` before `R10`: letters and digits in turns, letters first (an empty string if need be)."""
    parts, digits = [""], False
    for c in text:
        if c.isdigit() != digits:
            parts.append("")
            digits = not digits
        parts[-1] += c
    return parts


def frozen(name: str) -> list[dict[str, str]]:
    return read_csv(HERE / "frozen" / f"{name}.csv")


def hand_csv(name: str) -> list[dict[str, str]]:
    return read_csv(HERE / "hand" / f"{name}.csv")


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def hand_yaml(name: str) -> Any:
    return yaml.safe_load((HERE / "hand" / f"{name}.yaml").read_text(encoding="utf-8"))
