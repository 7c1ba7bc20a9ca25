"""What a report is once it is set: runs of words, blocks, parts, footnotes; and what is gathered on the way there."""

from __future__ import annotations

from dataclasses import dataclass, field

from tumen_desk.act.models import Report, ReportSection


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words of one kind. `notes` are the numbers of footnotes after them."""

    text: str
    quoted: bool = False
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, a list item, a table or a picture. Rows of a table come with their head first."""

    kind: str
    runs: tuple[Run, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    caption: str = ""
    svg: str = ""

    @property
    def text(self) -> str:
        """Its words in one line."""
        return "".join(r.text for r in self.runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section, resolved."""

    title: str
    kind: str
    blocks: tuple[Block, ...]


@dataclass(slots=True, kw_only=True)
class Setting:
    """What is gathered while a report is resolved.

    Attributes:
        report: The report.
        terms: House term for each word that it replaces.
        notes: Footnotes so far.
        faults: (section, sentence) of what may not be printed.
        quotes: Words of others that stand in it.
        draw: Whether charts are drawn: they are needed in print only.
    """

    report: Report
    terms: dict[str, str]
    notes: list[str] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    draw: bool = True

    def note(self, text: str) -> int:
        """The number of a footnote; the same footnote has the same number."""
        if text not in self.notes:
            self.notes.append(text)
        return self.notes.index(text) + 1

    def fault(self, text: str, section: ReportSection) -> Block:
        """The words that stand in the place of what may not be printed."""
        self.faults.append((section.pk, text))
        return Block(kind="paragraph", runs=(Run(text=f"[{text}]"),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """A report, resolved on a day."""

    title: str
    subtitle: str
    authors: str
    language: str
    reference: str
    day: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...]
    faults: tuple[tuple[int, str], ...]
    quotes: tuple[str, ...]
    draft: str = ""

    def written(self) -> str:
        """What the authors wrote, references resolved, footnotes as numbers in brackets."""
        return "\n".join(
            "".join(f"{r.text}{''.join(f' [{n}]' for n in r.notes)}" for r in b.runs)
            for part in self.parts
            if part.kind == "text"
            for b in part.blocks
        )

    def plain(self) -> str:
        """Everything that it says, as text."""
        lines = [self.title, self.subtitle, self.authors]
        for part in self.parts:
            lines += ["", part.title]
            for b in part.blocks:
                lines += [b.text] if b.runs else []
                lines += [" | ".join(r) for r in b.rows]
        return "\n".join([*lines, "", *(f"[{n}] {t}" for n, t in enumerate(self.notes, 1))])
