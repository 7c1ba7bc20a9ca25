"""Letters in pictures, read by Tesseract where it is installed; nothing leaves this computer.

A stranger's file is drawn anew in the jail first, so that the program is handed a picture that we made. What a machine
read is marked as such, with how sure it was of each page; it is no quotation until somebody has looked.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from statistics import fmean
from typing import Final

from tumen.documents.assembly import Assembly
from tumen.documents.document import Caution, Document, sha256_of_text
from tumen.documents.jail import Jail
from tumen.documents.limits import Limits
from tumen.documents.media import PDF, PICTURES
from tumen.errors import DocumentTimeout, NoMachineReader, ParserCrashed
from tumen.progress import SILENT, Progress, check

PROGRAM: Final = "tesseract"
DOTS: Final = 300
UNSURE: Final = 0.75
"""Pages of which the machine was less sure than this are named in a warning of their own."""
SECONDS_A_PAGE: Final = 120.0
_OF_WORDS: Final = "5"
_ANY_LAYOUT, _ONE_COLUMN = "3", "4"
"""How the program divides a page. Left to itself it takes short Korean lines for columns from top to bottom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineRead:
    """One page as a machine read it.

    Attributes:
        paragraphs: in reading order, lines divided by line feeds.
        confidence: 0 to 1, the mean over words as the program says; 0 for a page without words.
    """

    paragraphs: tuple[str, ...]
    confidence: float


def machine_languages() -> tuple[str, ...]:
    """Codes of the languages that the program on this computer reads; empty if there is none."""
    program = shutil.which(PROGRAM)
    if program is None:
        return ()
    listed = subprocess.run(  # noqa: S603  (found on the path; no argument comes from outside)
        [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=30
    )
    return tuple(sorted(line.strip() for line in listed.stdout.splitlines()[1:] if line.strip() != "osd"))


def pages_to_read(document: Document) -> tuple[int, ...]:
    """Numbers of the pages without words, which a machine may read; 1 for a picture; empty where there is nothing."""
    if document.media_type in PICTURES:
        return () if document.text.strip() else (1,)
    if document.media_type != PDF:
        return ()
    with_words = {paragraph.page for paragraph in document.paragraphs}
    return tuple(page.number for page in document.pages if page.number not in with_words)


def read_by_machine(
    document: Document,
    content: bytes | Path,
    *,
    languages: Sequence[str] = ("kor", "chi_sim", "eng"),
    dots: int = DOTS,
    progress: Progress = SILENT,
) -> Document:
    """A document with the words that a machine read on its pages without words. Offsets of other pages may move.

    Args:
        document: as it was read from `content`.
        content: the file, or where it lies: a PDF or a picture.
        languages: codes of the program, the likeliest first. Fewer are faster and more often right.
        dots: per inch, for pages of a PDF.
        progress: told of each page.

    Returns:
        A document of the same file with the caution `read-by-machine`, which says how sure the machine was; the same
        document if every page has words.

    Raises:
        NoMachineReader: the program, or a language of it, is not on this computer.
        DocumentTimeout: a page took longer than `SECONDS_A_PAGE`.
        DocumentError: a page cannot be drawn.
    """
    wanted = pages_to_read(document)
    if not wanted:
        return document
    reader = _reader(languages)
    progress.start(len(wanted), "Reading letters in pictures")
    read: dict[int, MachineRead] = {}
    with Jail() as jail:
        for number in wanted:
            check(progress)
            name = "page.pdf" if document.media_type == PDF else "picture.png"
            read[number] = reader(jail.grey_page(content, page=number, dots=dots, name=name))
            progress.advance()
    return _put_together(document, read)


def _reader(languages: Sequence[str]) -> Callable[[bytes], MachineRead]:
    program, known = shutil.which(PROGRAM), machine_languages()
    if program is None:
        raise NoMachineReader("Tesseract, which reads letters in pictures, is not on this computer.")
    missing = [code for code in languages if code not in known]
    if missing or not languages:
        raise NoMachineReader(
            f"Tesseract on this computer does not read {', '.join(missing) or 'without a language'}; it reads "
            f"{', '.join(known) or 'nothing'}.",
            languages=list(known),
        )
    order = [program, "stdin", "stdout", "-l", "+".join(languages), "--dpi", str(DOTS)]

    def read(picture: bytes) -> MachineRead:
        first = _read_page([*order, "--psm", _ANY_LAYOUT, "tsv"], picture)
        if first.confidence >= UNSURE:
            return first
        return max(
            first, _read_page([*order, "--psm", _ONE_COLUMN, "tsv"], picture), key=lambda r: r.confidence
        )

    return read


def _read_page(order: Sequence[str], picture: bytes) -> MachineRead:
    try:
        done = subprocess.run(  # noqa: S603  (codes of languages were compared with the program's own list)
            list(order),
            input=picture,
            capture_output=True,
            check=False,
            timeout=SECONDS_A_PAGE,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # its threads cost more than they bring
        )
    except subprocess.TimeoutExpired:
        raise DocumentTimeout(
            f"Reading one page took longer than {SECONDS_A_PAGE:g} seconds.", seconds=SECONDS_A_PAGE
        ) from None
    if done.returncode != 0:
        raise ParserCrashed("The program that reads letters in pictures failed.", status=done.returncode)
    return _words(done.stdout.decode("utf-8", "replace"))


def _words(table: str) -> MachineRead:
    rows = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
    words = [row for row in rows if row["level"] == _OF_WORDS and row["text"].strip()]
    paragraphs = []
    for _, in_paragraph in groupby(words, key=lambda w: (w["block_num"], w["par_num"])):
        lines = groupby(in_paragraph, key=lambda w: w["line_num"])
        paragraphs.append("\n".join(_line([w["text"] for w in line]) for _, line in lines))
    sure = [float(word["conf"]) / 100 for word in words]
    return MachineRead(paragraphs=tuple(paragraphs), confidence=fmean(sure) if sure else 0.0)


def _line(words: Sequence[str]) -> str:
    """Words with a space between them, but not between two Chinese characters."""
    line = words[0]
    for word in words[1:]:
        line += word if _is_han(line[-1]) and _is_han(word[0]) else f" {word}"
    return line


def _is_han(letter: str) -> bool:
    return "一" <= letter <= "鿿" or letter in "，。、；：？！“”（）《》"


def _put_together(document: Document, read: dict[int, MachineRead]) -> Document:
    """The pages in order, each with its own words or with those that the machine read."""
    assembly = Assembly(limits=Limits(), paged=bool(document.pages))
    numbers: list[int | None] = [page.number for page in document.pages]
    for number in numbers or [None]:
        if number is not None:
            assembly.begin_page()
        for paragraph in document.paragraphs:
            if paragraph.page == number:
                assembly.add(document.text[paragraph.start : paragraph.end], kind=paragraph.kind)
        machine = read.get(number or 1)
        for words in machine.paragraphs if machine else ():
            assembly.add(words)
        if number is not None:
            assembly.end_page()
    kept = tuple(w for w in document.warnings if not w.code.startswith("no-text"))
    text = assembly.text()
    return replace(
        document,
        text=text,
        text_sha256=sha256_of_text(text),
        pages=tuple(assembly.pages),
        paragraphs=tuple(assembly.paragraphs),
        warnings=(*_cautions(read), *kept),
    )


def _cautions(read: dict[int, MachineRead]) -> list[Caution]:
    found = {number: page.confidence for number, page in read.items() if page.paragraphs}
    blank = tuple(number for number, page in read.items() if not page.paragraphs)
    cautions = []
    if found:
        sure = fmean(found.values())
        message = f"Read by machine, sure to {sure:.0%}; compare with the picture before quoting."
        cautions.append(Caution(code="read-by-machine", message=message, pages=tuple(found)))
    unsure = tuple(number for number, sure in found.items() if sure < UNSURE)
    if unsure:
        message = f"The machine was less than {UNSURE:.0%} sure of {len(unsure)} page(s)."
        cautions.append(Caution(code="machine-unsure", message=message, pages=unsure))
    if blank:
        message = f"The machine found no words on {len(blank)} page(s)."
        cautions.append(Caution(code="no-text-layer", message=message, pages=blank))
    return cautions
