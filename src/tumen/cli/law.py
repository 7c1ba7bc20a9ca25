"""`tumen law`: who was bound by what on a day, and which articles an act may engage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from tumen.cli.packs import Amendments, PackName, chosen_pack

if TYPE_CHECKING:
    from tumen.dates import Date, Truth
    from tumen.law import Bound, Candidate, DomesticOn, OpenDoor
    from tumen.vocab import Pack


def register(app: typer.Typer) -> None:
    """Hang the command on `app`."""
    app.command("law")(law)


def law(
    act: Annotated[
        str, typer.Option(help="The act: a code of act_type, a rule id, or a label in en, ko or zh.")
    ] = "",
    state: Annotated[str, typer.Option(help="The state whose duty is asked about, by code or name.")] = "",
    on: Annotated[str, typer.Option(help="When: a day, 2013-11, 1982, 1999/2001, or a written date.")] = "",
    instrument: Annotated[str, typer.Option(help="One instrument, by code or name.")] = "",
    fact: Annotated[
        list[str] | None,
        typer.Option(help="What is shown: ELEMENT=yes, no or 'cannot tell'. May be repeated."),
    ] = None,
    amendments: Amendments = None,
    pack: PackName = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of tables.")] = False,  # noqa: FBT002  (typer reads booleans as flags)
) -> None:
    """Who was bound by what on a day, and which articles an act may engage. Never says that a right was violated.

    Example: tumen law --act refoulement --state CHN --on 2013-11

    Without --act: every instrument of the register (--state), or every state (--instrument).
    """
    from tumen import dates, law
    from tumen.errors import LawError

    if not on:
        raise LawError(
            "Law depends on the day: no date was given.", hint="Add --on, for example --on 2013-11."
        )
    if not (state or (instrument and not act)):
        raise LawError("No state was given.", hint="Add --state, or ask for one --instrument of all states.")
    day, known = dates.parse(on), chosen_pack(pack, amendments)
    if act:
        found = law.applicable(act, state, day, known, facts=_facts(fact or []))
        if instrument:
            wanted = law.find_instrument(instrument, law.register(known)).code
            found = tuple(c for c in found if c.instrument == wanted)
        _show_candidates(act, state, day, known, found, as_json=as_json)
    elif state and instrument:
        _show_bound([law.bound(state, instrument, day, known)], (), day, known, as_json=as_json)
    elif state:
        own = law.domestic_on(state, day, known)
        _show_bound(
            law.bound_by(state, day, known),
            law.doors(state, day, known),
            day,
            known,
            as_json=as_json,
            own=own,
        )
    else:
        _show_bound(law.parties(instrument, day, known), (), day, known, as_json=as_json)


def _facts(given: Iterable[str]) -> dict[str, Truth]:
    from tumen.dates import Truth
    from tumen.errors import LawError

    facts = {}
    for text in given:
        element, _, word = text.partition("=")
        if word.strip().lower() not in {t.value for t in Truth}:
            raise LawError(f"Not a fact: {text!r}.", hint="Write it as under-18=yes, =no or ='cannot tell'.")
        facts[element.strip()] = Truth(word.strip().lower())
    return facts


def _show_candidates(
    act: str, state: str, on: Date, pack: Pack, found: Sequence[Candidate], *, as_json: bool
) -> None:
    from tumen import law
    from tumen.cli.output import print_json

    known = law.register(pack)
    asked, bearer = law.find_act(act, pack), law.find_state(state, known)
    if as_json:
        cited = {s for c in found for s in (*c.sources, *c.bound.sources)}
        print_json({
            "act": {"asked": act, "codes": list(asked.codes), "label": asked.label},
            "state": {"code": bearer.code, "name": bearer.name()}, "on": on.edtf,
            "candidates": [c.as_dict() for c in found], "sources": {s: dict(known.sources[s]) for s in sorted(cited)},
            "pack": {"name": known.pack, "version": known.version, "complete_to": known.complete_to.edtf},
        })  # fmt: skip
        return
    _print_candidates(f"{asked.label} · {bearer.name()} · {on}", found)


def _print_candidates(title: str, found: Sequence[Candidate]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table(title=title, title_justify="left", expand=True)
    for column in ("bound", "article", "ground", "still open"):
        table.add_column(column, overflow="fold")
    for c in found:
        marks = [c.force.value] if c.force.value != "binding" else []
        marks += ["peremptory"] if c.peremptory else []
        marks += ["not verified"] if not c.verified else []
        article = f"{c.citation}\n{c.about}{_words(c)}" + (
            f"\n[{', '.join(marks)}]".replace("[", r"\[") if marks else ""
        )
        ground = c.bound.reason + "".join(f"\n{r.kind} on {', '.join(r.articles)}" for r in c.reservations)
        table.add_row(
            c.applies.value, article, ground, f"{c.rule}: {', '.join(e.code for e in c.open_elements) or '—'}"
        )
    console.print(table)
    texts = {e.code: e for c in found for e in c.elements}
    for code, element in texts.items():
        console.print(f"  {code}: {element.text} — {element.shown.value}", highlight=False)
    if not found:
        console.print("The pack has no rule for this act.")


def _show_bound(
    found: Sequence[Bound],
    open_doors: Sequence[OpenDoor],
    on: Date,
    pack: Pack,
    *,
    as_json: bool,
    own: Sequence[DomesticOn] = (),
) -> None:
    from tumen import law
    from tumen.cli.output import print_json

    known = law.register(pack)
    if as_json:
        print_json({
            "on": on.edtf, "bound": [b.as_dict() for b in found], "doors": [d.as_dict() for d in open_doors],
            "domestic": [d.as_dict() for d in own],
            "pack": {"name": known.pack, "version": known.version, "complete_to": known.complete_to.edtf},
        })  # fmt: skip
        return
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table("bound", "state", "instrument", "ground", title=str(on), title_justify="left", expand=True)
    for b in sorted(found, key=lambda b: ("yes", "cannot tell", "no").index(b.truth.value)):
        mark = "" if b.verified else r" \[not verified]"
        table.add_row(b.truth.value, b.state, known.instruments[b.instrument].short, b.reason + mark)
    console.print(table)
    for d in open_doors:
        console.print(f"  {d.open.value}: {d.door.label} — {d.reason}", highlight=False)
    for v in own:
        console.print(f"  {v.truth.value}: {v.law.title} ({v.law.since or 'no day stated'})", highlight=False)


def _words(candidate: Candidate) -> str:
    """Words of the article with who quotes them, where the register keeps some."""
    return f"\n“{candidate.words}” ({candidate.words_from})" if candidate.words else ""
