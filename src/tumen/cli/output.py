"""Results to standard output, everything else to standard error."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from tumen.errors import TumenError
from tumen.progress import SILENT, Progress

if TYPE_CHECKING:
    from tumen.documents import Document


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if hasattr(value, "tolist"):
        return value.tolist()
    return str(value)


def plain_json(value: object) -> str:
    """A value as JSON text; dataclasses and arrays become plain data."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=_plain)


def print_json(value: object) -> None:
    """One JSON document on standard output."""
    typer.echo(plain_json(value))


def report_error(error: TumenError, *, as_json: bool) -> None:
    """Say what happened and what to do next, on standard error."""
    if as_json:
        typer.echo(json.dumps({"error": error.as_dict()}, ensure_ascii=False, default=_plain), err=True)
        return
    typer.secho(f"{error.message}", fg="red", err=True)
    if error.hint:
        typer.echo(error.hint, err=True)
    typer.echo(f"[{error.code}]", err=True)


def with_letters(document: Document, path: str, letters: str, progress: Progress) -> Document:
    """The document with the words of its pages without any read by machine; as it is where nobody asks for it.

    Args:
        document: as it was read from `path`.
        path: of the file.
        letters: codes of Tesseract with `+` between, or nothing.
        progress: told of each page.

    Raises:
        NoMachineReader: Tesseract or a language of it is not here.
    """
    if not letters:
        return document
    from tumen import documents

    return documents.read_by_machine(
        document, Path(path), languages=tuple(letters.split("+")), progress=progress
    )


class _Bar:
    """Draws a bar on a terminal."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Rich

        self._rich = Rich(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            console=Console(stderr=True),
        )  # fmt: skip
        self._task: Any = None

    def start(self, total: int | None, label: str) -> None:
        if self._task is not None:
            self._rich.update(self._task, completed=self._rich.tasks[-1].total or 1)
        self._task = self._rich.add_task(label, total=total)

    def advance(self, n: int = 1) -> None:
        if self._task is not None:
            self._rich.advance(self._task, n)

    def note(self, text: str) -> None:
        self._rich.console.print(text)

    @property
    def should_stop(self) -> bool:
        return False


@contextmanager
def bar() -> Iterator[Progress]:
    """A progress bar when standard error is a terminal, silence otherwise."""
    if not sys.stderr.isatty():
        yield SILENT
        return
    drawn = _Bar()
    with drawn._rich:
        yield drawn
