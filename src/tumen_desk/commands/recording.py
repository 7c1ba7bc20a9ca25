"""`tumen desk form`, `documents`, `import`, `link-new`, `tables`, `register`: what comes into the record, is linked and
read.

The rules are those of the desk: who calls signs in with password and code, need-to-know and consent are asked in the
query, a dry run says first what would come in, and it comes in whole or not at all.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tumen_desk.commands.opening import Answer, at_the_desk

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

Now = Annotated[bool, typer.Option("--now", help="Do it. Without this it is only said what would happen.")]


def register(app: typer.Typer) -> None:
    """Hang the commands on `app`."""
    documents = typer.Typer(no_args_is_help=True, help="Bring documents into a desk.")
    documents.callback()(lambda: None)
    documents.command("add")(documents_add)
    app.add_typer(documents, name="documents")
    app.command()(form)
    app.command("import")(import_table)
    app.command()(capture)
    app.command("link-new")(link_new)
    app.command()(tables)
    app.command("register")(rules)


@at_the_desk
def form(
    user: User,
    read: Annotated[
        Path | None, typer.Argument(help="An XLSForm whose questions become fields and lists of this desk.")
    ] = None,
    *,
    about: Annotated[
        str, typer.Option(help="What its questions are asked of: mention, act, stay, leg or transfer.")
    ] = "mention",
    now: Now = False,
    out: Annotated[Path | None, typer.Option(help="Write the form of this desk here, as .xlsx.")] = None,
    of: Annotated[str, typer.Option(help="With --out: interview, consent or both.")] = "both",
) -> Answer:
    """Write the questions of the desk as an XLSForm for ODK and Kobo, or read the questions of one.

    What a new version of the same form does not have any more is not asked any more; nothing that was answered is
    taken away. In the desk the reading can be taken back, under Imports.

    Example: tumen desk form household.xlsx --as lead --now
    """
    from tumen_desk.commands import forms

    return forms.read(user, read, about=about, now=now) if read else forms.write(user, out, of=of)


@at_the_desk
def documents_add(
    user: User,
    files: Annotated[list[Path], typer.Argument(help="Files, or folders with files.")],
    *,
    source: Annotated[
        str,
        typer.Option(help="Number of the source they belong to (S-12). Without it each becomes a source."),
    ] = "",
    kind: Annotated[str, typer.Option(help="Kind of those sources: a code of the list source_kind.")] = "",
    title: Annotated[str, typer.Option(help="Call this import so.")] = "Documents",
    issuer: Annotated[str, typer.Option(help="Who issued them.")] = "",
    lang: Annotated[str, typer.Option(help="en, ko or zh.")] = "",
    published: Annotated[
        bool, typer.Option("--published", help="May be used for analysis, linkage and statistics.")
    ] = False,
    leave_out_unreadable: Annotated[
        bool, typer.Option("--leave-out-unreadable", help="Bring in the rest if some cannot be read.")
    ] = False,
    now: Now = False,
) -> Answer:
    """Read files in the parser jail, say what is in each and what it is nearly the same as, and bring them in.

    All come in or none. In the desk an import can be taken back, under Imports. What was only looked at is wiped after
    seven days.

    Example: tumen desk documents add scans/ --as mina --kind SK-PRESS --now
    """
    from tumen.cli.output import bar
    from tumen_desk.commands import bringing

    with bar() as progress:
        return bringing.documents(
            user, files, source=source, kind=kind, title=title, issuer=issuer, language=lang,
            published=published, leave_out_unreadable=leave_out_unreadable, now=now, progress=progress,
        )  # fmt: skip


@at_the_desk
def capture(
    user: User,
    address: Annotated[
        str, typer.Argument(help="https://… or http://…; '-' asks for it, and the shell keeps none of it.")
    ],
    *,
    kind: Annotated[str, typer.Option(help="Kind of source: a code of the list source_kind.")] = "",
    issuer: Annotated[str, typer.Option(help="Who issued it.")] = "",
    lang: Annotated[str, typer.Option(help="en, ko or zh.")] = "",
    published: Annotated[
        bool, typer.Option("--published", help="May be used for analysis, linkage and statistics.")
    ] = False,
    now: Now = False,
) -> Answer:
    """Say what asking for a page of the web gives away; with --now fetch it and bring it in, with an archived copy.

    Only where the desk was opened for it by TUMEN_CAPTURE=1. The page is asked for once, without cookies; addresses of
    this machine and of private networks are refused.

    Example: tumen desk capture https://example.org/statement --as mina --kind SK-PRESS --now
    """
    from tumen_desk.commands import bringing

    if address == "-":
        address = str(typer.prompt("Address of the page", err=True))
    return bringing.page(user, address, kind=kind, issuer=issuer, language=lang, published=published, now=now)


@at_the_desk
def import_table(
    user: User,
    table: Annotated[str, typer.Argument(help="What stands in a row: mentions, acts, policies …")],
    file: Annotated[Path, typer.Argument(help="CSV or XLSX with a row of headings.")],
    *,
    organisation: Annotated[str, typer.Option(help="Whose list it is, for rows that do not say.")] = "",
    consented: Annotated[
        bool,
        typer.Option("--consented", help="The deliverer has consent for analysis, statistics and linkage."),
    ] = False,
    template: Annotated[
        bool,
        typer.Option("--template", help="Write an empty table to fill in there, instead of reading one."),
    ] = False,
    now: Now = False,
) -> Answer:
    """Look at a table, say what is wrong row by row, and bring it in, whole or not at all.

    Headings are matched by their names. In the desk an import can be taken back, under Imports.

    Example: tumen desk import policies rules.csv --as mina --now
    """
    from tumen_desk.commands import bringing

    if template:
        return bringing.template(user, table, file)
    return bringing.table(user, table, file, organisation=organisation, consented=consented, now=now)


@at_the_desk
def link_new(
    user: User,
    *,
    take_back: Annotated[
        bool, typer.Option("--take-back", help="Take back what was added to the last whole linkage.")
    ] = False,
    now: Now = False,
) -> Answer:
    """Link what came in since the last whole linkage, by the index of that one, in seconds.

    Who gave no consent for linkage is not among it. Judgements on the new ones hold; whoever was linked stays as they
    were. What was added can be taken back at once.

    Example: tumen desk link-new --as mina --now
    """
    from tumen.cli.output import bar
    from tumen_desk.commands import linking

    with bar() as progress:
        return linking.link_new(user, now=now, take_back=take_back, progress=progress)


@at_the_desk
def tables(
    user: User,
    name: Annotated[str, typer.Argument(help="Which table. Without a name: all of them.")] = "",
    *,
    field: Annotated[str, typer.Option(help="What was answered: a field.")] = "",
    by: Annotated[str, typer.Option(help="left, wave, referral or sex.")] = "",
    act_type: Annotated[str, typer.Option(help="Kind of act.")] = "",
    leg_kind: Annotated[str, typer.Option(help="Kind of step.")] = "",
    facility: Annotated[str, typer.Option(help="Place of detention.")] = "",
    facility_type: Annotated[str, typer.Option(help="Kind of place.")] = "",
    since: Annotated[int | None, typer.Option(help="Since the year.")] = None,
    until: Annotated[int | None, typer.Option(help="Until the year.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write it here.")] = None,
    inside: Annotated[
        str, typer.Option(help="Why exact numbers are needed, and that they stay inside. Logged.")
    ] = "",
    left: Annotated[bool, typer.Option("--left", help="List the files of tables that left.")] = False,
    never_left: Annotated[
        int, typer.Option("--never-left", help="Number of a file of yours that never left, or was destroyed.")
    ] = 0,
    why: Annotated[str, typer.Option(help="With --never-left: what became of it. Logged.")] = "",
) -> Answer:
    """Tables over the whole record, of those who agreed to be counted: who was heard, routes, prices, custody …

    Cells of one to four people are covered, with whatever would give them away, unless --inside says why not. Each
    table that is shown counts as a file that left, and later ones are held against it until --never-left says no.

    Example: tumen desk tables routes --as mina --since 2010 --csv routes.csv

    Example: tumen desk tables --as mina --never-left 12 --why "Deleted before it was sent"
    """
    from tumen_desk.commands import tables as command

    if never_left:
        return command.never_left(user, never_left, why)
    if left:
        return command.files(user, name)
    if not name:
        return command.all_of(user)
    given = {
        "field": field, "by": by, "act_type": act_type, "leg_kind": leg_kind, "facility": facility,
        "facility_type": facility_type, "since": since, "until": until,
    }  # fmt: skip
    return command.one(user, name, given, csv=csv, inside=inside)


@at_the_desk
def rules(
    user: User,
    number: Annotated[str, typer.Argument(help="Number of an entry (R-3). Without one: all of them.")] = "",
    *,
    sheet: Annotated[str, typer.Option(help="Code of a state: what is told of its practice.")] = "",
    text: Annotated[str, typer.Option(help="Words in titles and in what is told.")] = "",
    state: Annotated[str, typer.Option(help="Only of this state.")] = "",
    kind: Annotated[str, typer.Option(help="Only of this kind.")] = "",
    topic: Annotated[str, typer.Option(help="Only on this topic.")] = "",
    place: Annotated[str, typer.Option(help="Only what held in this place.")] = "",
    out: Annotated[
        Path | None, typer.Option(help="Write them here as .csv, as they can come in again.")
    ] = None,
) -> Answer:
    """The register of rules, practices and positions: the list, one entry, or the sheet of a state.

    What comes in is the table policies: see tumen desk import.

    Example: tumen desk register --as mina --sheet CHN
    """
    from tumen_desk.commands import rules as command

    if number:
        return command.one(user, number)
    if sheet:
        return command.sheet(user, sheet)
    return command.found(user, text=text, state=state, kind=kind, topic=topic, place=place, out=out)
