"""`tumen desk report`, `paper`, `case`, `contacts`, `recommendations`, `fates`, `campaigns`: acting without a browser.

The rules are those of the desk: who calls signs in with password and code, consent is asked in the query, a second
person agrees in the desk, and what left is never changed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tumen_desk.commands.opening import Answer, at_the_desk

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

Ask = Annotated[str, typer.Option("--ask", help="Ask a second person, with this reason.")]


def register(app: typer.Typer) -> None:
    """Hang the commands on `app`."""
    for command in (report, paper, case, contacts, recommendations, fates, campaigns):
        app.command()(command)


@at_the_desk
def report(
    user: User,
    number: Annotated[
        str, typer.Argument(help="Number of a report, such as R-3. Without one: all of them.")
    ] = "",
    *,
    written: Annotated[
        Path | None, typer.Option("--from", help="A text file to begin it from, or to write a draft anew.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write it here: .pdf, .docx, .html, or .txt to go on writing.")
    ] = None,
    reason: Ask = "",
    publish: Annotated[bool, typer.Option("--publish", help="Seal it, once a second person agreed.")] = False,
) -> Answer:
    """Write a report from a text file, see what stops it, and fetch it as PDF, DOCX or HTML.

    Figures, quotations, cases and footnotes come from the store by their references; no number is typed by hand.

    Example: tumen desk report --as mina --from returns.txt --out returns.docx
    """
    from tumen_desk.commands import reports

    if not number and written is None:
        return reports.all_of(user)
    found = reports.write(user, number, None if written is None else written.read_text("utf-8"))
    return reports.go_on(user, found, out=out, reason=reason, publish=publish)


@at_the_desk
def paper(
    user: User,
    number: Annotated[
        str, typer.Argument(help="Number of a paper, such as L-3. Without one: all of them.")
    ] = "",
    *,
    begin: Annotated[str, typer.Option(help="Begin one for this channel; `tumen channels` lists them.")] = "",
    case: Annotated[str, typer.Option(help="The case file it is about, such as K-2.")] = "",
    act: Annotated[int, typer.Option(help="The act it is about, by its number.")] = 0,
    to: Annotated[str, typer.Option(help="Office that a letter goes to.")] = "",
    state: Annotated[str, typer.Option(help="State it concerns; else that of the office or the case.")] = "",
    lang: Annotated[str, typer.Option(help="en, ko or zh.")] = "en",
    answers: Annotated[
        Path | None, typer.Option(help="What to write into its fields: JSON, name of the field to text.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write it here: .pdf, .docx, or .json to go on writing.")
    ] = None,
    reason: Ask = "",
    send: Annotated[bool, typer.Option("--send", help="Seal it, once a second person agreed.")] = False,
) -> Answer:
    """Begin a form, letter or alert from the record, see what is missing, and fetch it as PDF or DOCX.

    A draft holds no name. Whoever did not agree to the channel is left out, and the answer says so.

    Example: tumen desk paper --as mina --begin CHN-WGEID --act 12 --out draft.pdf
    """
    from tumen_desk.commands import papers

    if not number and not begin:
        return papers.all_of(user)
    found = (
        papers.begin(user, begin, case=case, act=act, addressee=to, concerns=state, language=lang)
        if begin
        else papers.one(user, number)
    )
    if answers is not None:
        papers.answer(user, found, answers.read_text("utf-8"))
    return papers.go_on(user, found, out=out, reason=reason, send=send)


@at_the_desk
def case(
    user: User,
    number: Annotated[
        str, typer.Argument(help="Number of a case file, such as K-2. Without one: all open ones.")
    ] = "",
    *,
    title: Annotated[str, typer.Option("--open", help="Open one with this title. Never a name.")] = "",
    mention: Annotated[
        list[int] | None, typer.Option(help="Whom it is about, by the number of the mention.")
    ] = None,
    state: Annotated[str, typer.Option(help="State whose conduct is in question.")] = "",
    priority: Annotated[str, typer.Option(help="urgent, high or normal.")] = "normal",
    summary: Annotated[str, typer.Option(help="What it is about.")] = "",
    note: Annotated[str, typer.Option(help="Write into its timeline.")] = "",
    credibility: Annotated[
        str, typer.Option(help="How well the note is known: a code of `credibility`.")
    ] = "",
    life_sign: Annotated[bool, typer.Option("--life-sign", help="The note is a proof of life.")] = False,
    asked: Annotated[str, typer.Option(help="Who was asked for a fate; sets a reminder.")] = "",
    answer: Annotated[int, typer.Option(help="Number of the inquiry that was answered.")] = 0,
    told: Annotated[str, typer.Option(help="What was answered.")] = "",
    task: Annotated[str, typer.Option(help="Set a task.")] = "",
    done: Annotated[int, typer.Option(help="Number of the task that is done.")] = 0,
    on: Annotated[
        str, typer.Option(help="Day of the note, question, answer, or by which a task is due.")
    ] = "",
    close: Annotated[str, typer.Option(help="Close it, with this reason.")] = "",
    closed: Annotated[bool, typer.Option("--closed", help="List closed ones too.")] = False,
) -> Answer:
    """Open and follow case files: whose fate is unknown, who was asked, what is to be done.

    Example: tumen desk case K-2 --as mina --asked "Embassy of Salt" --on 2026-05-31
    """
    from tumen_desk.commands import cases

    if not number and not title:
        return cases.all_of(user, closed=closed)
    found = (
        cases.opened(user, title, state=state, priority=priority, summary=summary, mentions=mention or ())
        if title
        else cases.one(user, number)
    )
    step = cases.Step(
        note=note, asked=asked, answer=answer, told=told, task=task, done=done, close=close, on=on,
        credibility=credibility, life_sign=life_sign,
    )  # fmt: skip
    return cases.go_on(user, found, step)


@at_the_desk
def contacts(
    user: User,
    number: Annotated[int, typer.Argument(help="Number of a contact, to decide about.")] = 0,
    *,
    kind: Annotated[str, typer.Option(help="state, mission, mandate, parliament, ngo, press or other.")] = "",
    state: Annotated[str, typer.Option(help="Code of a state.")] = "",
    add: Annotated[str, typer.Option(help="Add one of this name. Never a helper on the way.")] = "",
    reach: Annotated[str, typer.Option(help="How the new one is reached.")] = "",
    take_over: Annotated[
        bool, typer.Option("--take-over", help="Take over the offices of the pack.")
    ] = False,
    may: Annotated[str, typer.Option(help="They may receive papers of this channel.")] = "",
    may_not: Annotated[str, typer.Option(help="They may no longer.")] = "",
    why: Annotated[str, typer.Option(help="Reason of that decision.")] = "",
) -> Answer:
    """Who may act, and which kind of paper each may receive. Without a decision it is none.

    Example: tumen desk contacts 4 --as mina --may CHN-WGEID --why "Agreement of 3 May"
    """
    from tumen_desk.commands import contacts

    if may or may_not:
        return contacts.decided(user, number, may or may_not, granted=bool(may), why=why)
    if take_over:
        return contacts.taken_over(user)
    if add:
        return contacts.added(user, add, kind=kind, state=state, reach=reach)
    return contacts.all_of(user, kind=kind, state=state)


@at_the_desk
def recommendations(
    user: User,
    *,
    state: Annotated[str, typer.Option(help="Code of a state.")] = "",
    addressee: Annotated[str, typer.Option(help="Words of the addressee.")] = "",
    out: Annotated[Path | None, typer.Option(help="Write them here: .csv, or .docx as a sheet.")] = None,
) -> Answer:
    """What was asked of whom, on what ground, by which day, and where it stands.

    Example: tumen desk recommendations --as mina --state CHN --out china.docx
    """
    from tumen_desk.commands import following

    return following.recommendations(user, addressee=addressee, state=state, out=out)


@at_the_desk
def fates(
    user: User,
    *,
    rule: Annotated[str, typer.Option(help="Only people whose acts call this rule of law.")] = "",
    out: Annotated[Path | None, typer.Option(help="Write them here as .csv, to annex to a demand.")] = None,
) -> Answer:
    """Open fates of case files: who was asked, and when. Case numbers stand for names.

    Example: tumen desk fates --as mina --rule R21 --out helpers.csv
    """
    from tumen_desk.commands import following

    return following.open_fates(user, rule=rule, out=out)


@at_the_desk
def campaigns(user: User) -> Answer:
    """Campaigns with their day, their texts and where their demands stand.

    Example: tumen desk campaigns --as mina --json
    """
    from tumen_desk.commands import following

    return following.all_campaigns(user)
