"""A report as one plain text, to be written in any editor and read back.

Above the first heading stand lines such as `title: …`; then each section under its heading, its kind in brackets:

    title: Returns in the north
    language: en
    author: A Group | agreed 2026-01-31
    instead: defector -> escapee

    # Findings
    About {figure:12} were sent back.

    # Figures [figures]
    figure 12

References are those of a report (`report_marks`); nothing is resolved here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from tumen.errors import PaperRefused
from tumen_desk.act.models import Report, ReportSection

_HEADING: Final = re.compile(r"^#\s+(?P<title>.*?)\s*(?:\[(?P<kind>[^\]]*)\])?\s*$")
_HEAD: Final = re.compile(r"^(?P<name>[a-z]+):\s*(?P<told>.*)$")
_ONCE: Final = ("title", "subtitle", "language")
_OFTEN: Final = {"author": "authors", "instead": "house_terms"}
LANGUAGES: Final = ("en", "ko", "zh")


@dataclass(slots=True, kw_only=True)
class Section:
    """One section as written."""

    title: str
    kind: str
    text: str = ""


@dataclass(slots=True, kw_only=True)
class Written:
    """What such a text says. `head` has the values of a report by their names."""

    head: dict[str, str] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)


def read(text: str) -> Written:
    """What a text says.

    Raises:
        PaperRefused: a line above the first heading, a kind, or a language that is not known; no title. The hint says
            what there is.
    """
    made = Written()
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        if found := _HEADING.match(line):
            made.sections.append(Section(title=found["title"], kind=_kind(found["kind"] or "text", number)))
        elif made.sections:
            made.sections[-1].text += f"{line}\n"
        elif line.strip():
            _into_head(made.head, line, number)
    for section in made.sections:
        section.text = section.text.strip()
    if not made.head.get("title"):
        raise PaperRefused("This text has no title.", hint="Begin it with a line “title: …”.")
    if made.head.setdefault("language", "en") not in LANGUAGES:
        raise PaperRefused(
            f"Reports are not written in {made.head['language']!r}.",
            hint=f"Languages: {', '.join(LANGUAGES)}.",
        )
    return made


def as_text(report: Report) -> str:
    """A report as such a text; reading it gives the same report."""
    head = [f"{name}: {told}" for name in _ONCE if (told := getattr(report, name))]
    for name, column in _OFTEN.items():
        head += [f"{name}: {line}" for line in getattr(report, column).splitlines() if line.strip()]
    parts = []
    for section in report.sections.all():
        kind = "" if section.kind == ReportSection.Kind.TEXT else f" [{section.kind}]"
        parts.append(f"# {section.title}{kind}\n{section.text}".rstrip())
    return "\n\n".join(["\n".join(head), *parts]) + "\n"


def _into_head(head: dict[str, str], line: str, number: int) -> None:
    found = _HEAD.match(line)
    name, told = (found["name"], found["told"].strip()) if found else ("", "")
    if name in _ONCE:
        head[name] = told
    elif name in _OFTEN:
        column = _OFTEN[name]
        head[column] = "\n".join(filter(None, (head.get(column, ""), told)))
    else:
        raise PaperRefused(
            f"Line {number} stands above the first heading and is no line of the head.",
            hint=f"There: {', '.join(f'“{n}: …”' for n in (*_ONCE, *_OFTEN))}; then “# Heading” before text.",
        )


def _kind(kind: str, number: int) -> str:
    if kind not in ReportSection.Kind.values:
        raise PaperRefused(
            f"Line {number}: there is no section of the kind {kind!r}.",
            hint=f"Kinds: {', '.join(ReportSection.Kind.values)}.",
        )
    return kind
