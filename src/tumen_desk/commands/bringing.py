"""Documents and tables brought into a desk from the command line: the jail, checks and undo of its import pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tumen.errors import ImportRefused, TableUnreadable, UnknownField
from tumen.progress import SILENT, Progress
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, require
from tumen_desk.commands.opening import Answer
from tumen_desk.record import capturing, fetching
from tumen_desk.record.importing import apply, empty, folder, plan
from tumen_desk.record.importing.tables import TABLES
from tumen_desk.record.models import Source
from tumen_desk.record.services import check_code
from tumen_desk.store import waiting

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

LANGUAGES = ("", "en", "ko", "zh")
_SHOWN = 500
_GIVES_AWAY = (
    "The site, and whoever watches the line, learn the address of this machine and which page is wanted, and when. "
    "Where that matters, use a browser over Tor, save the page as a WACZ file, and bring that in."
)
_DO = "Nothing was written. --now does it."


def documents(
    user: User,
    paths: Iterable[Path],
    *,
    source: str,
    kind: str,
    title: str,
    issuer: str,
    language: str,
    published: bool,
    leave_out_unreadable: bool,
    now: bool,
    progress: Progress = SILENT,
) -> Answer:
    """Read files in the parser jail and say what is in each; with `now` they come in, all or none.

    Args:
        source: number of the source to which they belong; empty makes a source of each.
        kind: kind of those sources.

    Raises:
        ImportRefused: nothing to read, no kind, or a file that cannot be read and is not left out.
        UnknownField: no such source for this user, or a language that the desk does not have.
        VocabError: no such kind of source.
    """
    require(user, Door.RECORD_WRITE)
    _require_language(language)
    into = _source(user, source) if source else None
    if into is None and not check_code("source_kind", kind):
        raise ImportRefused(
            "What kind of source are they?", hint="Say --kind, or --source for one that is in the record."
        )
    named = [_sealed(path) for path in _files(paths)]
    if not named:
        raise ImportRefused("There is no file to read.", hint="Name files, or folders that hold some.")
    read = folder.read_folder(named, reader=None if now else user, progress=progress)
    told = [
        {
            "name": o.name, "state": o.state, "message": o.message, "pages": o.pages, "characters": o.characters,
            "warnings": list(o.warnings), "near": list(o.near),
        }
        for o in read.outcomes
    ]  # fmt: skip
    result: dict[str, Any] = {"files": told, "new": sum(o.state == "new" for o in read.outcomes)}
    lines = [_line(o) for o in read.outcomes[:_SHOWN]]
    if not now:
        return result, [*lines, f"{result['new']} of {len(told)} would come in. {_DO}"]
    batch = folder.apply_folder(
        actor=user, plan=read, title=title, kind=kind, issuer=issuer, language=language, published=published,
        leave_out_unreadable=leave_out_unreadable, source=into,
    )  # fmt: skip
    result["import"] = batch.pk
    return result, [*lines, f"{result['new']} of {len(told)} came in, as import {batch.pk}."]


def page(
    user: User, address: str, *, kind: str, issuer: str, language: str, published: bool, now: bool
) -> Answer:
    """Say what asking for a page of the web gives away; with `now` it is fetched and comes in.

    Raises:
        CaptureRefused: the desk fetches nothing, or see `fetching.fetch`.
        ImportRefused: no kind.
        UnknownField: a language that the desk does not have.
        VocabError: no such kind of source.
    """
    require(user, Door.RECORD_WRITE)
    capturing.require_open()
    _require_language(language)
    if not check_code("source_kind", kind):
        raise ImportRefused("What kind of source is it?", hint="Say --kind.")
    fetching.wanted(address)
    if not now:
        return {"asked": False}, [_GIVES_AWAY, "Nobody was asked. --now does it."]
    sha256 = capturing.page_capture(actor=user, address=address)
    batch = capturing.page_bring_in(
        actor=user, sha256=sha256, kind=kind, issuer=issuer, language=language, published=published
    )
    result = {"asked": True, "sha256": sha256, "import": batch.pk}
    return result, [f"The page came in, as import {batch.pk}; the archived copy has the SHA-256 {sha256}."]


def table(user: User, name: str, path: Path, *, organisation: str, consented: bool, now: bool) -> Answer:
    """Look at a table and say what is wrong by row; with `now` it comes in, whole or not at all.

    Raises:
        TableUnreadable: no table, or none of this name comes in.
        ImportRefused, DuplicateImport: see `apply.apply_plan`.
    """
    require(user, Door.RECORD_WRITE)
    if name not in TABLES:
        raise TableUnreadable(f"No table {name!r} comes in.", hint=f"There are {', '.join(TABLES)}.")
    with path.open("rb") as file:
        sha256 = waiting.take_in(file)
    planned = plan.Plan(tables={name: plan.check_table(lambda: path.open("rb"), table=name)})
    faults = apply.plain_faults(planned.faults[:_SHOWN])
    result: dict[str, Any] = {
        "counts": planned.counts, "mapping": dict(planned.tables[name].mapping), "faults": faults,
        "fault_count": planned.fault_count,
    }  # fmt: skip
    lines = [f"Row {f['row']}, {f['column'] or 'whole'}: {f['message']}" for f in faults]
    if now:
        batch = apply.apply_plan(
            actor=user, plan=planned, title=path.stem, content_sha256=sha256, organisation=organisation,
            consented=consented,
        )  # fmt: skip
        result["import"] = batch.pk
        return result, [f"{planned.counts[name]} rows came in, as import {batch.pk}."]
    if faults:
        return result, [*lines, f"{planned.fault_count} faults: nothing comes in while there is one."]
    return result, [f"{planned.counts[name]} rows would come in. {_DO}"]


def template(user: User, name: str, path: Path) -> Answer:
    """Write an empty table to fill in.

    Raises:
        TableUnreadable: no table of this name comes in, or the file is to be of another kind than XLSX.
    """
    require(user, Door.RECORD_WRITE)
    if name not in TABLES or path.suffix.lower() != ".xlsx":
        raise TableUnreadable(
            f"There is no empty table {name!r} as {path.name}.",
            hint=f"An empty table is an .xlsx file of one of: {', '.join(TABLES)}.",
        )
    path.write_bytes(empty.workbook(name))
    return {"table": name, "out": str(path)}, [f"{path} is written: headings, what they take, and the codes."]


def _require_language(language: str) -> None:
    if language not in LANGUAGES:
        raise UnknownField(
            f"There is no language {language!r}.", hint="There are en, ko and zh.", field=language
        )


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        else:
            yield path


def _sealed(path: Path) -> dict[str, str]:
    try:
        with path.open("rb") as file:
            return {"name": path.name, "sha256": waiting.take_in(file)}
    except OSError as error:
        raise ImportRefused(
            f"{path} cannot be opened: {error.strerror}.", hint="Nothing was written."
        ) from error


def _source(user: User, number: str) -> Source:
    found = re.fullmatch(r"(?:S-)?(\d+)", number, re.IGNORECASE)
    known = Source.objects.filter(circles.known_to(user, "pk"), pk=int(found[1]) if found else 0).first()
    if known is None:
        raise UnknownField(
            f"There is no source {number}.", hint="Its number stands on its page.", field=number
        )
    return known


def _line(outcome: folder.Outcome) -> str:
    parts = [outcome.message, *outcome.warnings]
    if outcome.near:
        parts.append(f"nearly the same as {', '.join(outcome.near)}")
    if outcome.pages:
        parts.insert(0, f"{outcome.pages} pages")
    if outcome.state == "new":
        parts.insert(0, f"{outcome.characters:,} characters")
    return (
        f"{outcome.name}: {outcome.state}. {'; '.join(p.rstrip('.') for p in parts if p)}".rstrip(". ") + "."
    )
