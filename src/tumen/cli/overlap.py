"""`tumen overlap`: compare lists with another organisation without showing a name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tumen.cli.output import bar, print_json
from tumen.errors import PrivateListError

if TYPE_CHECKING:
    from tumen.linkage import private

GROUP = """Compare lists with another organisation without showing a name. Files travel on a stick; no server.

In order: secret, prepare (you), answer (they), finish (you), finish (they). Guide: docs/guides/two-organisations.md.
"""
WORDS = """Make a secret to read out over the telephone: seven words, in Latin letters and in Hangul.

Both sides write it into a file or type it when asked. Never send it by the way the files go.

Example: tumen overlap secret --json
"""
PREPARE = """Begin: turn your list into a file for the other organisation. You are the first one named.

LIST is CSV, one row per person: person_id, may_compare (yes for those who agreed), name, and birth, birthplace and sex
where known. Rows with one person_id are one person.

Example: tumen overlap prepare list.csv --with "South Archive" --with "North Archive" --folder overlap/
"""
SHOW = """Show the terms in a file and the words to read to the other side, without answering it.

Example: tumen overlap show 1-for-North-Archive.tumen-overlap --secret-file s.txt
"""
ANSWER = """Answer a file with your own list; writes the next file to send.

Look at the terms first: tumen overlap show FILE. Where the other side asks to reveal matched records, add
--agree-to-records only if those who may decide this have agreed.

Example: tumen overlap answer 1-for-North-Archive.tumen-overlap list.csv --as "North Archive" --folder overlap/
"""
FINISH = """Take in a file that came back: writes the outcome, and the next file where there is one to send.

Example: tumen overlap finish 2-for-South-Archive.tumen-overlap --as "South Archive" --folder overlap/
"""
THIRD = """Become the third who compares and holds no key: writes an invitation for the organisation that begins.

Example: tumen overlap third "Example University" --folder third/
"""
COUNT = """As the third: compare the complete lists and write the outcome for all organisations.

Example: tumen overlap count 5-for-Example-University.tumen-overlap --folder third/
"""
HISTORY = """Show what was exchanged, and check that the record was not altered.

Example: tumen overlap history --folder overlap/
"""

Folder = Annotated[Path, typer.Option("--folder", help="Where your exchanges and their record lie.")]
Me = Annotated[str, typer.Option("--as", help="Your organisation, exactly as the terms name it.")]
File = Annotated[Path, typer.Argument(help="The file you received.", metavar="FILE")]
SecretFile = Annotated[
    Path | None,
    typer.Option("--secret-file", help="Read the secret from this file; else you are asked for it."),
]
Mapped = Annotated[
    list[str] | None, typer.Option("--map", help="FIELD=COLUMN where a column has another heading.")
]
Reason = Annotated[
    str, typer.Option("--reason", help="Why the same organisations compare again so soon; it is recorded.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]


def register(app: typer.Typer) -> None:
    """Hang `overlap` on the application."""
    group = typer.Typer(no_args_is_help=True, help=GROUP)
    group.command("secret", help=WORDS)(secret)
    group.command("prepare", help=PREPARE)(prepare)
    group.command("show", help=SHOW)(show)
    group.command("answer", help=ANSWER)(answer)
    group.command("finish", help=FINISH)(finish)
    group.command("third", help=THIRD)(third)
    group.command("count", help=COUNT)(count)
    group.command("history", help=HISTORY)(history)
    app.add_typer(group, name="overlap")


def secret(*, as_json: AsJson = False) -> None:
    """A new secret."""
    from tumen.linkage import private

    words = private.new_secret()
    if as_json:
        print_json({"secret": words, "hangul": private.in_hangul(words)})
        return
    typer.echo(words)
    typer.echo(private.in_hangul(words))
    typer.echo(
        "Read it out by voice, once. The last word shows whether the others were heard right.", err=True
    )


def prepare(
    table: Annotated[Path, typer.Argument(help="Your list, CSV.", metavar="LIST")],
    organisations: Annotated[
        list[str],
        typer.Option("--with", help="Every organisation in turn, yours first; give it once for each."),
    ],
    folder: Folder,
    secret_file: SecretFile = None,
    mapped: Mapped = None,
    *,
    reveal_records: Annotated[
        bool, typer.Option("--reveal-records", help="Ask that each side learns which of its records matched.")
    ] = False,
    third: Annotated[
        Path | None,
        typer.Option("--third", help="Invitation of a third who compares; needed for three and more."),
    ] = None,
    pack: Annotated[str | None, typer.Option("--pack", help="Situation pack that knows the places.")] = None,
    smallest: Annotated[int, typer.Option("--smallest", help="Persons every list must have.")] = 100,
    largest: Annotated[
        int | None,
        typer.Option("--largest", help="Persons no list may have; without it twice your own list."),
    ] = None,
    exposure: Annotated[
        float | None,
        typer.Option(
            "--exposure",
            help="Share of your persons a cheat may find, 0 to 1; without it 0.25, with records 0.1.",
        ),
    ] = None,
    days: Annotated[int, typer.Option("--days", help="Days until the exchange ends, 1 to 90.")] = 14,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Begin an exchange."""
    from tumen import vocab
    from tumen.linkage import private

    records = private.Records.from_csv(table, mapping=_mapping(mapped))
    terms = private.agreed(
        private.Terms(
            organisations=tuple(organisations),
            reveal="records" if reveal_records else "counts",
            third=private.invited(third) if third is not None else None,
            pack=pack or vocab.DEFAULT_PACK,
            smallest=smallest,
            largest=largest if largest is not None else max(smallest + 1, 2 * len(records)),
            exposure=exposure if exposure is not None else 0.1 if reveal_records else 0.25,
        ),
        days=days,
    )
    words = _secret(secret_file)
    with bar() as progress:
        step = private.begin(folder, records, terms=terms, secret=words, reason=reason, progress=progress)
    _report(step, as_json=as_json)


def show(file: File, secret_file: SecretFile = None, *, as_json: AsJson = False) -> None:
    """The terms of a file."""
    from tumen.linkage import private

    terms, check = private.terms_of(file, secret=_secret(secret_file))
    if as_json:
        print_json({"check": check, **terms.as_plain()})
        return
    compared = f"by {terms.third.name}, who holds no key" if terms.third else "by both, each for itself"
    told = "counts and the own matched records" if terms.reveal == "records" else "counts only"
    typer.echo(f"Organisations, in turn: {', '.join(terms.organisations)}. Compared {compared}.")
    typer.echo(
        f"Revealed: {told}. Lists of {terms.smallest} to {terms.largest} persons; ends {terms.expires[:10]}."
    )
    typer.echo(
        f"A cheat may find at most {terms.exposure:.0%} of a list; next comparison after {terms.wait_days} days."
    )
    for kind in terms.recipe.kinds:
        typer.echo(f"  compared: {kind.name}")
    typer.echo(f"Words to read to each other: {check}")


def answer(
    file: File,
    table: Annotated[Path, typer.Argument(help="Your list, CSV.", metavar="LIST")],
    me: Me,
    folder: Folder,
    secret_file: SecretFile = None,
    mapped: Mapped = None,
    *,
    agree_to_records: Annotated[
        bool,
        typer.Option("--agree-to-records", help="Agree that each side learns which of its records matched."),
    ] = False,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Answer with the own list."""
    from tumen.linkage import private

    records = private.Records.from_csv(table, mapping=_mapping(mapped))
    words = _secret(secret_file)
    with bar() as progress:
        step = private.answer(
            folder, file, me=me, secret=words, records=records, reason=reason, progress=progress,
            agree="records" if agree_to_records else "counts",
        )  # fmt: skip
    _report(step, as_json=as_json)


def finish(
    file: File, me: Me, folder: Folder, secret_file: SecretFile = None, *, as_json: AsJson = False
) -> None:
    """Take in a file that came back."""
    from tumen.linkage import private

    words = _secret(secret_file)
    with bar() as progress:
        step = private.answer(folder, file, me=me, secret=words, progress=progress)
    _report(step, as_json=as_json)


def third(
    name: Annotated[str, typer.Argument(help="Your name, as the organisations will see it.")],
    folder: Folder,
    *,
    as_json: AsJson = False,
) -> None:
    """Become a third."""
    from tumen.linkage import private

    path, words = private.become_third(folder, name)
    if as_json:
        print_json({"invitation": str(path), "check": words})
        return
    typer.echo(f"Give {path} to the organisation that begins, and read these words to it: {words}")


def count(file: File, folder: Folder, *, as_json: AsJson = False) -> None:
    """Compare complete lists."""
    import numpy as np

    from tumen.linkage import private

    with bar() as progress:
        done = private.count(folder, file, rng=np.random.default_rng(), progress=progress)
    if as_json:
        print_json({"file": str(done.file), "overlap": done.overlap.as_plain()})
        return
    _tell(done.overlap)
    typer.echo(f"Give {done.file} to {', '.join(done.organisations)}.")


def history(folder: Folder, *, as_json: AsJson = False) -> None:
    """The record of exchanges."""
    from tumen.linkage import private

    found = private.events(folder)
    if as_json:
        print_json(list(found))
        return
    for entry in found:
        typer.echo(f"{entry['at']}  {entry['exchange'][:12]}  {entry['event']}  {_of(entry)}")
    typer.echo(f"{len(found)} events; the record is unbroken.")


def _of(entry: dict[str, Any]) -> str:
    if entry["event"] == "list masked":
        return f"{entry['persons']} persons, {entry['withheld']} withheld, exposure at most {entry['exposure']:.1%}"
    return str(entry.get("receiver") or entry.get("counts") or "")


def _report(step: private.Step, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "exchange": step.exchange,
                "check": step.check,
                "file": str(step.file) if step.file else None,
                "receiver": step.receiver,
                "taking_part": step.taking_part,
                "withheld": step.withheld,
                "keyless": step.keyless,
                "exposure": step.exposed.bound if step.exposed else None,
                "overlap": step.overlap.as_plain() if step.overlap else None,
                "results": [str(path) for path in step.results],
            }
        )
        return
    if step.exposed is not None:
        typer.echo(f"{step.taking_part} persons take part; {step.withheld} did not agree and stay out.")
        typer.echo(f"If the others cheat, they can find at most {step.exposed.bound:.1%} of them.")
        left_out = len(step.exposed.share) - len(step.exposed.kept)
        if left_out:
            typer.echo(
                f"To keep to that, {left_out} of {len(step.exposed.share)} kinds of keys were left out."
            )
        if step.keyless:
            typer.echo(
                f"{step.keyless} can never match: too little is known, or two rows speak of one person."
            )
    if step.overlap is not None:
        _tell(step.overlap)
        typer.echo(
            f"Written: {', '.join(str(path) for path in step.results)}. The keys of this exchange are destroyed."
        )
    if step.file is not None:
        typer.echo(f"Give {step.file} to {step.receiver}.")
    typer.echo(f"Words to read to each other: {step.check}")


def _tell(overlap: private.Overlap) -> None:
    for pattern, number in overlap.counts.items():
        on = [name for name, digit in zip(overlap.organisations, pattern, strict=True) if digit == "1"]
        where = " and ".join(on) if len(on) > 1 else f"{on[0]} alone"
        typer.echo(f"{where}: {'withheld' if number is None else number}")
    if overlap.noise is None and None not in overlap.counts.values():
        typer.echo(f"Of those on several lists about {overlap.by_chance:g} agree by chance.")
    if overlap.noise is not None:
        typer.echo(f"The counts carry noise (epsilon {overlap.noise:g}), so that no single person shows.")
    for note in overlap.notes:
        typer.echo(f"Note: {note}")


def _secret(source: Path | None) -> bytes:
    from tumen.linkage import private

    if source is None:
        return private.read_secret(str(typer.prompt("Secret", hide_input=True, err=True)))
    try:
        lines = source.read_text(encoding="utf-8").strip().splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise PrivateListError(
            f"The file of the secret cannot be read: {type(fault).__name__}.", hint="Give a text file."
        ) from fault
    return private.read_secret(lines[0] if lines else "")


def _mapping(mapped: list[str] | None) -> dict[str, str]:
    bad = [each for each in mapped or [] if not all(each.partition("="))]
    if bad:
        raise PrivateListError(
            f"--map needs FIELD=COLUMN, not {', '.join(bad)}.", hint="For example --map name=full_name."
        )
    return {field: column for field, _, column in (each.partition("=") for each in mapped or [])}
