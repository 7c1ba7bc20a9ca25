"""`tumen link`: a table of mentions, or of anything else, in; who is who, explained pairs and partition draws out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from tumen.cli.link_into import link_into
from tumen.cli.output import bar, print_json
from tumen.errors import EngineMissing, MentionsError

if TYPE_CHECKING:
    from tumen.linkage import Engine, Kind, Linkage, Mentions, Plan, Records
    from tumen.model import Run

_HELP = """Link mentions of persons, told by different sources, into persons; or the records of any other table.

TABLE is CSV or Parquet with one row per mention: mention_id, source_id and name are needed; organisation,
role, name_other, name_kind, sex, birth, birthplace, left and died are used when there, and what bounds who
somebody can be: related_to and relation (kin), deponent (the organisation's number for the person), group
(yes, 5 or 3-6: several people), alive (dates), held (place;first day;last day) and acts (type;place;day). Several in
one cell: a|b. With --beside a folder, these are read from its sources.csv, legs.csv, stays.csv and acts.csv.

For a table of another kind, name its column of ids with --record and each column to compare with --compare
COLUMN=KIND. Kinds: text (words that are mistyped or shortened), digits (numbers as written), date (of any
precision, however told), value (the same or not).

OUT becomes a folder with clusters (mention_id, person_id, probability), pairs (with reasons), draws
(one column per draw; equal numbers are one person) and manifest.json; where groups of people are mentioned also
groups: who may be inside which, and why. It appears complete or not at all.

Large tables are compared batch by batch, so that memory stays within bounds; --dry-run says before how many pairs
that is, and how long and how much memory it takes. With --engine spark the pairs are compared on a Spark cluster, as
Spark's own settings say, or on this machine where they say nothing; the result is the same.

With --index the folder also keeps what is needed to link new mentions into it, names included: keep it as safe as the
table. Then --into links/ links a few new mentions, such as those of one interview, by what was learnt before; nothing
is written with --dry-run.

Example: tumen link persons.csv --out links/ --map name=full_name --judgements reviewed.csv --seed 7

Example: tumen link persons.csv --out links/ --dry-run --engine spark

Example: tumen link interview.csv --into links/ --dry-run

Example: tumen link world/mentions.csv --out links/ --beside world/

Example: tumen link cards.csv --out links/ --record id --compare surname=text --compare born=date --source list
"""


def register(app: typer.Typer) -> None:
    """Hang `link` on `app`."""
    app.command("link", help=_HELP)(link)


def link(
    table: Annotated[Path, typer.Argument(help="CSV or Parquet table.", metavar="TABLE")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder to write; an earlier linkage in it is replaced.")
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option("--into", help="Folder of a linkage with an index, to link new mentions into."),
    ] = None,
    index: Annotated[bool, typer.Option("--index", help="Keep what new mentions need.")] = False,  # noqa: FBT002  (typer reads booleans as flags)
    dry_run: Annotated[  # noqa: FBT002  (typer reads booleans as flags)
        bool, typer.Option("--dry-run", help="With --out: only say what it takes; with --into: keep nothing.")
    ] = False,
    mapped: Annotated[
        list[str] | None,
        typer.Option("--map", help="Mentions: FIELD=COLUMN where a column has another heading."),
    ] = None,
    beside: Annotated[
        Path | None,
        typer.Option("--beside", help="Mentions: folder with sources, legs, stays, acts (.csv) beside them."),
    ] = None,
    record: Annotated[
        str | None, typer.Option("--record", help="Another table: the column that holds the record's id.")
    ] = None,
    compared: Annotated[
        list[str] | None,
        typer.Option("--compare", help="Another table: COLUMN=KIND (text, digits, date, value); repeat it."),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--source", help="Another table: the column of the list; none has anybody twice."),
    ] = None,
    exchanged: Annotated[
        list[str] | None,
        typer.Option(
            "--exchanged", help="Another table: COLUMN:COLUMN of text that are sometimes exchanged."
        ),
    ] = None,
    judgements: Annotated[
        Path | None,
        typer.Option("--judgements", help="CSV: mention_a, mention_b, verdict (same, different, unsure)."),
    ] = None,
    engine: Annotated[
        str, typer.Option("--engine", help="Where pairs are compared: memory (this machine) or spark.")
    ] = "memory",
    seed: Annotated[int, typer.Option("--seed", min=0, help="Equal input and seed, equal results.")] = 0,
    draws: Annotated[
        int,
        typer.Option("--draws", min=0, help="Partitions to draw; 50 and more, or 0 for one partition alone."),
    ] = 100,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write CSV instead of Parquet.")] = False,  # noqa: FBT002  (typer reads booleans as flags)
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,  # noqa: FBT002  (typer reads booleans as flags)
) -> None:
    """Read, link, write, and say what was found."""
    import numpy as np

    from tumen import linkage

    if (out is None) == (into is None):
        raise MentionsError(
            "Say where the linkage goes: --out for a new one, or --into for one that is there.",
            hint="For example --out links/.",
        )
    other = record is not None or source is not None or bool(compared or exchanged)
    if other and (mapped or beside is not None):
        raise MentionsError(
            "--map and --beside are for a table of mentions; they do not go with --record, --compare, --source or "
            "--exchanged.",
            hint="Name the columns of another table with --record and --compare alone.",
        )
    read = (
        _records(table, record, compared or [], source, exchanged or [])
        if other
        else _mentions(table, mapped or [], beside)
    )
    decided = linkage.judgements_from_csv(judgements) if judgements is not None else ()
    if into is not None:
        if other or index:
            raise MentionsError(
                "--into takes a table of mentions.",
                hint="Leave out --index, --record, --compare and the like.",
            )
        new = cast("Mentions", read)
        link_into(into, new, decided, seed=seed, dry_run=dry_run, as_json=as_json)
        return
    if index and not draws:
        raise MentionsError(
            "New mentions cannot be linked into a linkage without draws.",
            hint="Leave out --index, or --draws 0.",
        )
    out = cast("Path", out)
    where, settings = _engine(engine), linkage.LinkSettings(draws=draws)
    if dry_run:
        with bar() as progress:
            _say_plan(linkage.plan(read, settings=settings, engine=where, progress=progress), as_json=as_json)
        return
    with bar() as progress:
        found = linkage.link(
            read,
            judgements=decided,
            settings=settings,
            engine=where,
            rng=np.random.default_rng(seed),
            progress=progress,
        )
        run = linkage.write(found, out, format="csv" if as_csv else "parquet", index=index)
    if as_json:
        print_json(_summary(found, out, run))
        return
    _say(found, out, ("records", "entities") if other else ("mentions", "persons"))


def _engine(name: str) -> Engine:
    from tumen.linkage import Memory, Spark

    if name not in ("memory", "spark"):
        raise EngineMissing(f"There is no engine {name}; it is memory or spark.")
    return Memory() if name == "memory" else Spark.started()


def _say_plan(foreseen: Plan | None, *, as_json: bool) -> None:
    if as_json:
        print_json({} if foreseen is None else foreseen)
    else:
        typer.echo(
            "Every pair is compared at once: the table is small." if foreseen is None else str(foreseen)
        )


def _summary(found: Linkage, out: Path, run: Run) -> dict[str, object]:
    interval = found.persons_interval() if len(found.draws.labels) else None
    return {
        "mentions": len(found.clusters),
        "persons": found.person_count,
        "persons_interval": interval
        and {"level": interval.level, "low": interval.low, "high": interval.high},
        "pairs": len(found.pairs),
        "draws": len(found.draws.labels),
        "notes": list(found.notes),
        "out": str(out),
        "run": run.as_dict(),
    }


def _say(found: Linkage, out: Path, words: tuple[str, str]) -> None:
    told, who = words
    draws = len(found.draws.labels)
    sure = f"(no draws were asked for, so that nothing says how sure this number of {who} is)."
    if draws:
        interval = found.persons_interval()
        sure = f"({interval.level:.0%} interval {interval.low:.0f} to {interval.high:.0f}, of the {who} in the table)."
    typer.echo(f"{len(found.clusters)} {told} of {found.person_count} {who} {sure}")
    _say_groups(found)
    typer.echo(f"{len(found.pairs)} pairs that may be one, {draws} draws. Written to {out}.")
    for note in found.notes:
        typer.echo(f"Note: {note}")


def _say_groups(found: Linkage) -> None:
    from tumen import linkage

    groups = int(found.held.bounds.group.sum())
    if groups:
        inside = len({each.mention for each in linkage.may_contain(found)})
        typer.echo(
            f"{groups} of the mentions are groups of people. Each stands alone and counts as one above; "
            f"{inside} mentions may be inside them, see groups."
        )


def _mentions(table: Path, mapped: list[str], beside: Path | None) -> Mentions:
    from tumen.linkage import Mentions

    mapping = dict(
        _two(each.partition("="), "--map needs FIELD=COLUMN", "--map name=full_name") for each in mapped
    )
    read = Mentions.from_parquet if _is_parquet(table) else Mentions.from_csv
    return read(table, mapping=mapping, beside=beside)


def _records(
    table: Path, record: str | None, compared: list[str], source: str | None, exchanged: list[str]
) -> Records:
    from tumen.linkage import Records

    if record is None or not compared:
        raise MentionsError(
            "A table of another kind needs --record and at least one --compare.",
            hint="For example --record id --compare surname=text --compare born=date.",
        )
    read = Records.from_parquet if _is_parquet(table) else Records.from_csv
    pairs = [
        _two(each.partition(":"), "--exchanged needs COLUMN:COLUMN", "--exchanged given:surname")
        for each in exchanged
    ]
    return read(table, kinds=_kinds(compared), record=record, source=source, exchanged=pairs)


def _kinds(compared: list[str]) -> dict[str, Kind]:
    """Columns and how they are compared; `Records` says which kinds there are."""
    told = [
        _two(each.rpartition("="), "--compare needs COLUMN=KIND", "--compare surname=text")
        for each in compared
    ]
    twice = sorted({column for column, _ in told if sum(column == other for other, _ in told) > 1})
    if twice:
        raise MentionsError(
            f"--compare names {', '.join(twice)} more than once.", hint="Give each column one kind."
        )
    return {column: cast("Kind", kind) for column, kind in told}


def _two(parted: tuple[str, str, str], needed: str, example: str) -> tuple[str, str]:
    """What stands before and after the mark."""
    if not all(parted):
        raise MentionsError(f"{needed}, not {''.join(parted)}.", hint=f"For example {example}.")
    return parted[0], parted[2]


def _is_parquet(table: Path) -> bool:
    return table.suffix.lower() == ".parquet"
