"""Sealed files beside the documents in which a person's name stands: what was given to an import, papers and reports as
they left, drafts that somebody had checked."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from tumen import documents as reading
from tumen.errors import TumenError
from tumen_desk.act.models import Paper, Report
from tumen_desk.jobs.models import Job
from tumen_desk.read.drafts import SALT
from tumen_desk.read.models import CheckedDraft
from tumen_desk.record.importing.rows import read_rows
from tumen_desk.record.importing.submitted import read_submissions
from tumen_desk.record.models import Document, ImportBatch
from tumen_desk.store import files

if TYPE_CHECKING:
    from tumen_desk.keep.spellings import Spellings

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_END: Final = re.compile(r"</(?:w:p|p|li|td|th|h\d|div)>")
_ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
_MARK: Final = re.compile(r"<[^>]*>")


def holding(mentions: Collection[int], spellings: Spellings) -> tuple[str, ...]:
    """SHA-256 of every such file. Cost: each one that is no document of the record is opened once."""
    return tuple(
        sorted(
            {
                *_papers(mentions, spellings),
                *_reports(spellings),
                *_drafts(spellings),
                *_brought_in(spellings),
            }
        )
    )


def drop(gone: Collection[str]) -> int:
    """Remove the rows that are nothing without these files; returns how many."""
    return CheckedDraft.objects.filter(file_sha256__in=gone).delete()[0]


def given_to_work() -> set[str]:
    """SHA-256 of what was ever given to an import or a comparison, whether it was done or not."""
    named = {sha for p in Job.objects.values_list("parameters", flat=True) for sha in _SHA256.findall(str(p))}
    return named | set(ImportBatch.objects.values_list("content_sha256", flat=True))


def _papers(mentions: Collection[int], spellings: Spellings) -> Iterator[str]:
    """Both printings of each paper that was sent about the person, whether named or not, or that names them."""
    about = Q(persons__in=mentions) | Q(case__persons__mention__in=mentions)
    theirs = set(Paper.objects.filter(about).values_list("pk", flat=True))
    for pk, docx, pdf in Paper.objects.values_list("pk", "docx_sha256", "pdf_sha256"):
        if pk in theirs or (docx and _stands_in(docx, spellings, _of_docx)):
            yield from filter(None, (docx, pdf))


def _reports(spellings: Spellings) -> Iterator[str]:
    """All printings of each report that was published with the name in it."""
    printed = Report.objects.exclude(html_sha256="")
    for page, docx, pdf in printed.values_list("html_sha256", "docx_sha256", "pdf_sha256"):
        if _stands_in(page, spellings, _of_html):
            yield from filter(None, (page, docx, pdf))


def _drafts(spellings: Spellings) -> Iterator[str]:
    for draft in CheckedDraft.objects.iterator(chunk_size=100):
        if spellings.stands_in(str(draft.report)) or _stands_in(
            draft.file_sha256, spellings, lambda content: "\n".join(_readings(content[SALT:]))
        ):
            yield draft.file_sha256


def _brought_in(spellings: Spellings) -> Iterator[str]:
    """What was given to an import: tables and forms as they came, and documents that were tried and not taken."""
    # Documents are looked at one by one elsewhere, drafts and papers above.
    elsewhere = set(Document.objects.values_list("file_sha256", flat=True))
    elsewhere |= set(CheckedDraft.objects.values_list("file_sha256", flat=True))
    for sha256 in sorted(given_to_work() - elsewhere):
        if _SHA256.fullmatch(sha256) and files.path_of(sha256).is_file():
            content = files.get(sha256)
            if any(spellings.stands_in(text) for text in _readings(content)):
                yield sha256


def _stands_in(sha256: str, spellings: Spellings, read: Callable[[bytes], str]) -> bool:
    # A file that an earlier erasure destroyed is named by its row still.
    return files.path_of(sha256).is_file() and spellings.stands_in(read(files.get(sha256)))


def _of_docx(content: bytes) -> str:
    """The words of a DOCX that this desk printed; no jail, as nobody else had it in hand."""
    with zipfile.ZipFile(io.BytesIO(content)) as printed:
        return _of_html(b"\n".join(printed.read(n) for n in printed.namelist() if n.endswith(".xml")))


def _of_html(content: bytes) -> str:
    """The words of markup that this desk wrote."""
    return html.unescape(_MARK.sub("", _END.sub("\n", content.decode("utf-8", "replace"))))


def _readings(content: bytes) -> Iterator[str]:
    """A file in every way in which somebody may have meant it, as text: its bytes first, which cost least."""
    raw = content.decode("utf-8", "replace")
    yield raw
    yield _ESCAPED.sub(lambda found: chr(int(found[1], 16)), raw)
    for read in (_as_table, _as_submissions, _as_document):
        try:
            yield read(content)
        except TumenError:
            continue


def _as_table(content: bytes) -> str:
    return str(read_rows(content, table="mentions"))


def _as_submissions(content: bytes) -> str:
    if content.lstrip()[:1] not in (b"P", b"{", b"[", b"<"):
        return ""  # rows of a table were read as one
    return str(read_submissions(content))


def _as_document(content: bytes) -> str:
    with reading.Jail() as jail:
        found = jail.read(content)
    return f"{found.text}\n{found.metadata}\n{found.left_out}"
