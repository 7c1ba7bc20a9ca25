"""What files of several kinds have in common: blocks in order, notes after the body, tied to where they are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tumen.documents.assembly import Assembly
from tumen.documents.limits import Clock


@dataclass(slots=True, kw_only=True)
class Story:
    """The running text of one file, being told.

    Notes are numbered in the order of their calls and stand after the body as `[1] words`, the call being `[1]`.
    """

    assembly: Assembly
    clock: Clock
    notes: list[str] = field(default_factory=list)
    pictures: int = 0

    def tell(self, text: str, *, heading: bool = False) -> None:
        """One paragraph."""
        self.clock.check()
        self.assembly.add(text, kind="heading" if heading else "text")

    def row(self, cells: Sequence[Sequence[str]]) -> None:
        """One row of a table, each cell as its paragraphs.

        Cells are divided by tabs; where one holds several paragraphs (a table made for layout), they follow one by one.
        """
        self.clock.check()
        told = [[text for text in cell if text.strip()] for cell in cells]
        if all(len(cell) <= 1 for cell in told):
            self.assembly.add("\t".join(" ".join(cell) for cell in told), kind="row")
            return
        for text in (text for cell in told for text in cell):
            self.assembly.add(text)

    def call(self, words: str) -> str:
        """Keep a note; returns the mark that stands where it is called."""
        self.notes.append(words)
        return f"[{len(self.notes)}]"

    def end(self) -> None:
        """Put the notes after the body, and say what was not read."""
        for number, words in enumerate(self.notes, start=1):
            self.assembly.add(f"[{number}] {words.strip()}", kind="note")
        if self.pictures:
            self.assembly.warn("pictures", f"{self.pictures} picture(s); words in them were not read.")
