"""Asking a child process for what is in a workbook of strangers, row by row.

The child (`workbook`) may die: it has little memory, little time, no network, no keys, no files. It answers in lines of
JSON, none of which is long; what it says is read as rows are asked for, so that nothing of a long sheet is held here.
"""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import Any, BinaryIO, Final

from tumen.documents.cells import environment
from tumen.errors import TableUnreadable
from tumen_desk.record.importing.table import Fault, Line, Opened, Rows
from tumen_desk.record.importing.workbook import MOST_ANSWERED, TOO_MUCH, TOO_MUCH_HINT

_WAIT_SECONDS: Final = 120.0  # for one line of an answer

_Answer = dict[str, Any]


@contextlib.contextmanager
def opened_apart(file: BinaryIO, table: str) -> Iterator[Opened]:
    """The first sheet of a workbook from strangers, to be read row by row.

    Raises:
        TableUnreadable: damaged, or built to take more than a table needs; also while rows are read.
    """
    with _answers(file, table) as answers:
        yield Opened(columns=next(answers)["columns"], lines=_lines(answers, table))


def read_sheets(content: bytes, names: Sequence[str]) -> dict[str, Rows]:
    """Rows of the sheets of these names, as far as the workbook has them and they are not empty.

    Raises:
        TableUnreadable: as `opened_apart`.
    """
    read: dict[str, Rows] = {}
    with _answers(io.BytesIO(content), "", *names) as answers:
        for answer in answers:
            if "columns" in answer:
                sheet = read[answer["sheet"]] = Rows(columns=answer["columns"], rows=[])
            for line in _said(answer, answer["sheet"]):
                if isinstance(line, Fault):
                    sheet.faults.append(line)
                else:
                    sheet.rows.append(line)
    return read


def _lines(answers: Iterator[_Answer], table: str) -> Iterator[Line]:
    for answer in answers:
        yield from _said(answer, table)


def _said(answer: Mapping[str, Any], table: str) -> Iterator[Line]:
    for number, cells in answer.get("rows", ()):
        if isinstance(cells, dict):
            yield number, cells
        else:
            yield Fault(table=table, row=number, column=cells[0], message=cells[1])


@contextlib.contextmanager
def _answers(file: BinaryIO, *asked: str) -> Iterator[Generator[_Answer, None, None]]:
    """What the child says of a workbook; it is gone afterwards, whether it came to its end or not."""
    command = [sys.executable, "-m", "tumen_desk.record.importing.workbook", *asked]
    child = subprocess.Popen(  # noqa: S603  (our own interpreter and module)
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment()
    )
    assert child.stdin is not None and child.stdout is not None  # noqa: S101, PT018  (narrowing: pipes were asked for)
    try:
        # It takes the whole before it says anything; one that dies of that closes the pipe.
        with contextlib.suppress(BrokenPipeError), child.stdin:
            shutil.copyfileobj(file, child.stdin)
        yield _spoken(child)
    finally:
        child.kill()
        child.stdout.close()
        child.wait()


def _spoken(child: subprocess.Popen[bytes]) -> Generator[_Answer, None, None]:
    assert child.stdout is not None  # noqa: S101  (narrowing: a pipe was asked for)
    while True:
        watch = threading.Timer(_WAIT_SECONDS, child.kill)
        watch.start()
        try:
            answer: _Answer = json.loads(child.stdout.readline(MOST_ANSWERED))
        except ValueError as error:  # it was ended, or says more than it may
            raise TableUnreadable(TOO_MUCH, hint=TOO_MUCH_HINT) from error
        finally:
            watch.cancel()
        if "refused" in answer:
            raise TableUnreadable(answer["refused"], hint=answer["hint"])
        if "end" in answer:
            return
        yield answer
