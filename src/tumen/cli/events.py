"""`tumen events`: accounts of happenings in; events, contradictions, counts of independent sources out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tumen.cli.output import bar, print_json
from tumen.cli.packs import PackName
from tumen.errors import AccountsError

if TYPE_CHECKING:
    from tumen.linkage.events import Accounts, Corroboration, EventLinkage

_LINK = """Link accounts of executions, raids, returns of groups, told by different sources, into events.

TABLE is CSV with one row per account: account_id, source_id and kind are needed; place, date, number, participants,
persons, agency, method and outcome are compared; stance, knowledge, informant, heard_from, cites, statement,
household, kin, referral, together and issuer say who depends on whom. Several values in a cell are parted by `;`.

OUT becomes a folder with events, pairs (with reasons), draws, values (every value told, and by whom), corroboration
and manifest.json. It appears complete or not at all.

Example: tumen events link accounts.csv --out events/ --judgements reviewed.csv --seed 7
"""

_CORROBORATE = """Say who carries one event: TABLE holds the accounts that somebody put together, all of one event.

Prints how many accounts are first-hand and how many of these are independent of one another, every contradiction with
who says what, and the ties that make accounts dependent. It counts; it does not say what is true.

Example: tumen events corroborate one-event.csv --json
"""

_MAKE_UP = """Write a made-up table of accounts with known truth: happenings told by many, with hearsay and reports.

Nothing in it is real. OUT gets accounts.csv, truth/accounts.csv and truth/events.csv.

Example: tumen events make-up --events 60 --seed 1 --out accounts/
Then:    tumen events link accounts/accounts.csv --out events/
"""

_Mapped = Annotated[
    list[str] | None, typer.Option("--map", help="FIELD=COLUMN where a column has another heading.")
]
_Known = Annotated[
    list[str] | None,
    typer.Option("--knows", help="CODE=FORM: lived, saw, heard, rumour, document or inferred."),
]
_Table = Annotated[Path, typer.Argument(help="CSV table of accounts.", metavar="TABLE")]


def register(app: typer.Typer) -> None:
    """Hang the group `events` on `app`."""
    group = typer.Typer(no_args_is_help=True, help="Which accounts are of one event, and what carries it.")
    group.command("link", help=_LINK)(link)
    group.command("corroborate", help=_CORROBORATE)(corroborate)
    group.command("make-up", help=_MAKE_UP)(make_up)
    app.add_typer(group, name="events")


def link(
    table: _Table,
    out: Annotated[
        Path, typer.Option("--out", help="Folder to write; an earlier linkage of accounts in it is replaced.")
    ],
    mapped: _Mapped = None,
    known: _Known = None,
    judgements: Annotated[
        Path | None,
        typer.Option("--judgements", help="CSV: account_a, account_b, verdict (same, different, unsure)."),
    ] = None,
    kinds: Annotated[
        list[str] | None, typer.Option("--kind", help="Count informants and events of these kinds only.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Equal input and seed, equal results.")] = 0,
    draws: Annotated[int, typer.Option("--draws", min=1, help="Partitions to draw; 50 and more.")] = 100,
    pack: PackName = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Read, link, write, and say what was found."""
    import numpy as np

    from tumen.linkage import events
    from tumen.vocab import DEFAULT_PACK

    accounts = _read(table, mapped, known)
    decided = events.event_judgements_from_csv(judgements) if judgements is not None else ()
    settings = events.EventSettings(draws=draws, pack=pack or DEFAULT_PACK)
    with bar() as progress:
        found = events.link_events(
            accounts,
            judgements=decided,
            settings=settings,
            rng=np.random.default_rng(seed),
            progress=progress,
        )
        run = events.write_events(found, out)
    _say(found, kinds or [], out, run.as_dict() if as_json else None)


def _read(table: Path, mapped: list[str] | None, known: list[str] | None) -> Accounts:
    from tumen.linkage import events

    return events.Accounts.from_csv(
        table, mapping=_parted("--map", mapped), knowledge=_parted("--knows", known)
    )


def _parted(option: str, given: list[str] | None) -> dict[str, str]:
    bad = [each for each in given or [] if not all(each.partition("="))]
    if bad:
        raise AccountsError(
            f"{option} needs two parts with = between them.", hint="For example --map date=when."
        )
    return {first: second for first, _, second in (each.partition("=") for each in given or [])}


def _say(found: EventLinkage, kinds: list[str], out: Path, run: dict[str, object] | None) -> None:
    from tumen.linkage.events import tellings

    counts = tellings(found, kinds=kinds)
    if run is not None:
        print_json({
            "accounts": len(found.clusters), "events": found.event_count, "tellings": counts.as_dict(),
            "pairs": len(found.pairs), "notes": list(found.notes), "out": str(out), "run": run,
        })  # fmt: skip
        return
    interval = counts.events_interval
    of = f" of {', '.join(kinds)}" if kinds else ""
    typer.echo(
        f"{counts.accounts} accounts{of} by {counts.informants} informants, of whom {counts.witnesses} "
        f"({counts.share_of_informants:.0%}) lived through or saw one."
    )
    typer.echo(
        f"They tell of {interval.low:.0f} to {interval.high:.0f} distinct events ({interval.level:.0%} interval)."
    )
    typer.echo(f"{len(found.pairs)} pairs that may be one event. Written to {out}.")
    for note in found.notes:
        typer.echo(f"Note: {note}")


def corroborate(
    table: _Table,
    mapped: _Mapped = None,
    known: _Known = None,
    pack: PackName = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON, the graph too.")] = False,
) -> None:
    """Say what carries one event."""
    from tumen.linkage import events
    from tumen.vocab import DEFAULT_PACK

    found = events.corroboration_of(_read(table, mapped, known), pack=pack or DEFAULT_PACK)
    if as_json:
        print_json(found.as_dict())
        return
    _show(found)


def _show(found: Corroboration) -> None:
    typer.echo(found.words)
    for element in found.elements:
        typer.echo(f"{element.field}: {element.agreement}")
        if element.agreement not in ("agrees", "told once"):
            for value in element.values:
                typer.echo(f"    {'; '.join(value.value)}: {', '.join(value.accounts)}")
    for tie in found.dependence.ties:
        doubt = "" if tie.certain else " (may depend)"
        typer.echo(f"{tie.a} – {tie.b}: {tie.words}{doubt}")


def make_up(
    out: Annotated[Path, typer.Option("--out", help="Folder to write; must not exist yet.")],
    events: Annotated[int, typer.Option("--events", help="How many happenings, 5 to 20,000.")] = 60,
    seed: Annotated[int, typer.Option("--seed", help="Any whole number; same seed, same table.")] = 1,
    pack: PackName = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the run as JSON.")] = False,
) -> None:
    """Write a made-up table of accounts."""
    from tumen.synth import Happenings, write_happenings
    from tumen.vocab import DEFAULT_PACK

    run = write_happenings(Happenings(events=events, seed=seed, pack=pack or DEFAULT_PACK), out)
    if as_json:
        print_json({"out": str(out), **run.as_dict()})
        return
    typer.echo(f"Made-up accounts of {events} made-up happenings are in {out}. Nothing in it is real.")
