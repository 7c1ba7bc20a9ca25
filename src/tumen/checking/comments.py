"""Remarks as comments in a copy of the draft's DOCX, so that whoever writes sees them where they belong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from tumen.checking.finding import Finding
from tumen.documents import Document

AUTHOR, INITIALS = "Tumen", "T"


def comment(
    draft: Path | BinaryIO,
    findings: Sequence[Finding],
    document: Document,
    *,
    out: Path | BinaryIO,
    say: Callable[[str], str] = str,
) -> int:
    """Write a copy of a DOCX with one comment for each remark; the draft itself is not touched.

    Args:
        draft: The DOCX that was read.
        findings: Remarks on `document`.
        document: What was read from it.
        say: Puts a remark, its outcome or a line of what is known into another language.
        out: Where the copy goes. Open files serve as well as paths: what must not lie readable on a disk need not.

    Returns:
        How many remarks found their place; one whose words cannot be found again is not written.
    """
    # Loaded only here: nobody who reads without writing needs it.
    import docx

    opened = docx.Document(str(draft) if isinstance(draft, Path) else draft)
    paragraphs = {_folded(p.text): p for p in reversed(list(_paragraphs(opened)))}
    placed = 0
    for finding in findings:
        holder = next((p for p in document.paragraphs if p.start <= finding.start < p.end), None)
        if holder is None:
            continue
        words = document.text[holder.start : holder.end]
        paragraph = paragraphs.get(_folded(words))
        if paragraph is not None:
            runs = _runs(paragraph, finding.text)
            known = "".join(f"\n• {say(line)}" for line in finding.known)
            opened.add_comment(
                runs,
                text=f"[{say(finding.outcome.value)}] {say(finding.says)}{known}",
                author=AUTHOR,
                initials=INITIALS,
            )
            placed += 1
    opened.save(str(out) if isinstance(out, Path) else out)
    return placed


def _paragraphs(opened: Any) -> Iterator[Any]:
    yield from opened.paragraphs
    for table in opened.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def _folded(text: str) -> str:
    return " ".join(text.split())


def _runs(paragraph: Any, words: str) -> list[Any]:
    """The runs that hold the words; all of the paragraph's where they cannot be told."""
    start = paragraph.text.find(words.split("\n")[0])
    end = start + len(words)
    held, place = [], 0
    for run in paragraph.runs:
        if place < end and place + len(run.text) > start >= 0:
            held.append(run)
        place += len(run.text)
    return held or list(paragraph.runs)
