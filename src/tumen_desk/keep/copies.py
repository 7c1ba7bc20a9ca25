"""Sealed files beside the documents in which a person's name stands: imported tables, papers that were sent."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from tumen import documents as reading
from tumen.errors import DocumentError, TumenError
from tumen_desk.act.models import Paper
from tumen_desk.jobs.models import Job
from tumen_desk.record.importing.rows import read_rows
from tumen_desk.record.models import Document
from tumen_desk.store import files

if TYPE_CHECKING:
    from tumen_desk.keep.spellings import Spellings

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


def holding(mentions: Collection[int], spellings: Spellings) -> tuple[str, ...]:
    """SHA-256 of every such file. Cost: each file that was brought in and became no document is opened once."""
    return tuple(sorted({*_papers(mentions), *_brought_in(spellings)}))


def _papers(mentions: Collection[int]) -> Iterator[str]:
    """Both printings of each paper about the person that was sent; whether a name stands in it or not."""
    about = Q(persons__in=mentions) | Q(case__persons__mention__in=mentions)
    for pair in Paper.objects.filter(about).values_list("pdf_sha256", "docx_sha256"):
        yield from filter(None, pair)


def _brought_in(spellings: Spellings) -> Iterator[str]:
    """What was given to an import: tables as they came, and documents that were tried and not taken."""
    given = {sha for p in Job.objects.values_list("parameters", flat=True) for sha in _SHA256.findall(str(p))}
    # Documents are looked at one by one elsewhere.
    for sha256 in sorted(given - set(Document.objects.values_list("file_sha256", flat=True))):
        if files.path_of(sha256).is_file() and spellings.stands_in(_text(files.get(sha256))):
            yield sha256


def _text(content: bytes) -> str:
    """Whatever can be read of a file, as text; of one that nobody can read, its bytes."""
    try:
        return str(read_rows(content, table="mentions"))
    except TumenError:
        pass
    try:
        with reading.Jail() as jail:
            found = jail.read(content)
        return f"{found.text}\n{found.metadata}"
    except DocumentError:
        return content.decode("utf-8", "replace")
