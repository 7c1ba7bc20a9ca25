"""`tumen characterise` and `tumen channels`: a table of acts against the law, and where a paper can go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tumen.cli.packs import PackName

if TYPE_CHECKING:
    from tumen.law import ActTable, ManyFindings, Register
    from tumen.vocab import Pack


def register(app: typer.Typer) -> None:
    """Hang the commands on `app`."""
    app.command("characterise")(characterise)
    app.command("channels")(channels)


def characterise(
    file: Annotated[
        Path, typer.Argument(help="CSV with a row an act: type (or act), date, place, agency, …")
    ],
    state: Annotated[
        str, typer.Option(help="The state whose duty is asked about. Without it: those of agency and place.")
    ] = "",
    pack: PackName = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of tables.")] = False,  # noqa: FBT002  (typer reads booleans as flags)
) -> None:
    """For how many acts of a table which rule is called, in force and met as coded. Never says what was violated.

    Example: tumen characterise world/acts.csv --state CHN

    Besides type, date, place and agency, any field of a condition may be a column (sex, outcome, method …), several
    codes joined by `;`, and age as `16` or `16-18`.
    """
    from tumen import law, vocab
    from tumen.cli.output import bar, print_json

    found_pack = vocab.load_pack(pack or vocab.DEFAULT_PACK)
    known = law.register(found_pack)
    table = _acts(file, state, known, found_pack)
    with bar() as progress:
        found = law.characterise_many(table, found_pack, progress=progress)
    pattern = found.pattern(known)
    if as_json:
        print_json(
            {"acts": len(table), "rules": pattern, "pack": {"name": known.pack, "version": known.version}}
        )
        return
    _show(pattern, known, found)


def channels(
    state: Annotated[str, typer.Option(help="The state that the paper concerns, by code or name.")],
    on: Annotated[str, typer.Option(help="On what day: doors open and close.")],
    pack: PackName = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")] = False,  # noqa: FBT002  (typer reads booleans as flags)
) -> None:
    """Where a paper can go against a state on a day: closed doors first, each with its reason.

    Example: tumen channels --state CHN --on 2024-01
    """
    from tumen import dates, law, vocab
    from tumen.cli.output import print_json

    found = law.open_channels(state, dates.parse(on), pack or vocab.DEFAULT_PACK)
    if as_json:
        print_json([
            {"id": c.channel.code, "label": c.channel.title(), "open": c.open.value, "reason": c.reason,
             "must": [f.name for f in c.channel.fields if f.need == "must"], "words": dict(c.channel.words)}
            for c in found
        ])  # fmt: skip
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(
        "open", "channel", "why", "must say", title=f"{state} · {on}", title_justify="left", expand=True
    )
    for c in found:
        must = ", ".join(f.name for f in c.channel.fields if f.need == "must")
        table.add_row(c.open.value, c.channel.title(), c.reason, must)
    Console().print(table)


def _acts(file: Path, state: str, known: Register, pack: Pack) -> ActTable:
    """The table as columns, a row for each act and state it concerns."""
    import csv

    import numpy as np

    from tumen import law
    from tumen.errors import LawError

    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            rows = list(csv.DictReader(text))
    except (OSError, UnicodeDecodeError) as error:
        raise LawError(
            f"The table cannot be read: {file.name}.", hint="It has to be CSV in UTF-8."
        ) from error
    if rows and not {"type", "act"} & set(rows[0]):
        raise LawError("The table has no column `type` or `act`.")
    asked = law.find_state(state, known).code if state else ""
    spread = [(r, s) for r in rows for s in ([asked] if asked else _states(r, known, pack))]
    values: dict[str, tuple[list[int], list[str]]] = {}
    lows, highs, youngest, oldest = [], [], [], []
    for i, (row, _) in enumerate(spread):
        low, high = _days(row.get("date", ""))
        lows.append(low)
        highs.append(high)
        age = _age(row.get("age", ""))
        youngest.append(age[0])
        oldest.append(age[1])
        for name, code in _coded(row, known, pack):
            values.setdefault(name, ([], []))
            values[name][0].append(i)
            values[name][1].append(code)
    return law.ActTable(
        act=np.array([r.get("type") or r.get("act") or "" for r, _ in spread], dtype=np.str_),
        state=np.array([s for _, s in spread], dtype=np.str_),
        low=np.array(lows, np.int64), high=np.array(highs, np.int64),
        values={k: (np.array(r, np.int64), np.array(c, dtype=np.str_)) for k, (r, c) in values.items()},
        age_low=np.array(youngest, np.int64), age_high=np.array(oldest, np.int64),
    )  # fmt: skip


def _states(row: dict[str, str], known: Register, pack: Pack) -> list[str]:
    from tumen import law

    codes = [
        law.state_of_agency(row.get("agency", ""), known),
        law.state_of_place(row.get("place", ""), pack),
    ]
    return list(dict.fromkeys(c for c in codes if c in known.states))


def _coded(row: dict[str, str], known: Register, pack: Pack) -> list[tuple[str, str]]:
    from tumen import law

    found = [
        (name, code)
        for name in law.FIELDS
        if name not in ("act", "age")
        for code in (row.get(name) or "").split(";")
        if code
    ]
    for name, code in (
        ("agency_state", law.state_of_agency(row.get("agency", ""), known)),
        ("place_state", law.state_of_place(row.get("place", ""), pack)),
    ):
        found += [(name, code)] if code else []
    return found


def _days(text: str) -> tuple[int, int]:
    from tumen import dates

    if not text:
        return 0, 0
    told = dates.parse(text)
    ends = (told.earliest, told.latest)
    return (
        0 if ends[0] is None else ends[0].toordinal(),
        0 if ends[1] is None else ends[1].toordinal(),
    )


def _age(text: str) -> tuple[int, int]:
    low, _, high = text.partition("-")
    if not low.strip().isdigit():
        return -1, -1
    return int(low), int(high) if high.strip().isdigit() else int(low)


def _show(pattern: dict[str, dict[str, int]], known: Register, found: ManyFindings) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(
        "rule", "what", "acts", "in force", "all elements met as coded", title_justify="left", expand=True
    )
    rows: Sequence[tuple[str, Any]] = [(r, p) for r, p in pattern.items() if p["acts"]]
    for code, counts in rows:
        numbers = [f"{counts[k]:,}" for k in ("acts", "in_force", "all_met")]
        table.add_row(code, known.rules[code].label, *numbers)
    console = Console()
    console.print(table)
    console.print(f"{len(found.called):,} acts and states; an act told of two states stands in two rows.")
