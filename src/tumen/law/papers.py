"""Is a paper complete and short enough for its channel? Every fault is named with what to do; nothing is sent here.

A fault that `stops` must be mended before the paper may leave; the others are advice. What nobody knows is written as
not known by a person; it is never filled in here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from tumen import dates
from tumen.dates import Date, Precision, Truth
from tumen.errors import DatesError
from tumen.law.channels import Channel, Field, open_channels
from tumen.law.register import AnyPack
from tumen.law.state_names import wrong_state_names
from tumen.patterns import later

_COARSER: Final = {
    "day": {Precision.DAY},
    "month": {Precision.DAY, Precision.MONTH},
    "year": {Precision.DAY, Precision.MONTH, Precision.PART_OF_YEAR, Precision.YEAR},
}
_MARK: Final = later(r"\[\^?\d+\]")
_NOT_A_COUNT: Final = later(
    r"^\s*\d+[.)]\s+|\b(?:1[89]|20)\d\d\b|\b(?:art(?:icle)?s?|paras?|rule)\.? \d+", re.IGNORECASE
)
"""Numbers that need no source of their own: of the paragraph, of a year, of an article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A paper before it leaves.

    Attributes:
        channel: Where it goes.
        state: Code of the state it concerns; empty where it concerns none.
        language: Language it is written in.
        answers: Name of a field to what stands in it.
        sealed: Fields whose text is sealed and put in only when the paper leaves; they count as answered.
        status: Status of the sender, where the length depends on it.
        persons: How many persons stand in it.
        pages: Printed pages; None when nobody counted them.
        unnamed: Names that must not stand in it: of people who did not agree to be named.
    """

    channel: Channel
    state: str = ""
    language: str = "en"
    answers: Mapping[str, str] = field(default_factory=dict)
    sealed: frozenset[str] = frozenset()
    status: str = ""
    persons: int = 1
    pages: int | None = None
    unnamed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is missing or wrong.

    Attributes:
        code: A stable word: `door`, `missing`, `wanted`, `precision`, `length`, `pages`,
            `status`, `language`, `state-name`, `name`, `persons`, `source`.
        field: Name of the field; empty when it is the paper as a whole.
        message: What and why, as an English sentence; never quotes a person's name.
        stops: Whether the paper may not leave.
    """

    code: str
    message: str
    field: str = ""
    stops: bool = True


def check_paper(draft: Draft, *, on: Date, pack: AnyPack) -> tuple[Fault, ...]:
    """Every fault of a paper, those that stop it first.

    Args:
        draft: The paper.
        on: Today: whether a door is open depends on it.
        pack: The situation pack, or its name.

    Raises:
        UnknownState: The register has no such state.
    """
    found = [
        *_door(draft, on, pack), *_answers(draft), *_language(draft), *_persons(draft), *_length(draft), *_pages(draft),
        *_state_names(draft, pack), *_names(draft), *_numbers(draft),
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda f: not f.stops))


def word_count(text: str) -> int:
    """Words of a text: runs between spaces; each Chinese or Japanese character counts as one."""
    wide = sum(
        unicodedata.east_asian_width(c) == "W" and "HANGUL" not in unicodedata.name(c, "") for c in text
    )
    rest = "".join(
        " " if unicodedata.east_asian_width(c) == "W" and "HANGUL" not in unicodedata.name(c, "") else c
        for c in text
    )
    return wide + sum(any(c.isalnum() for c in word) for word in rest.split())


def length_of(draft: Draft) -> int:
    """Words that the channel counts: all answers, footnotes only where they count."""
    skipped = set() if draft.channel.footnotes_counted else {"footnotes"}
    return sum(word_count(text) for name, text in draft.answers.items() if name not in skipped)


def limit_of(draft: Draft) -> int | None:
    """The limit in words; None where there is none, or where it depends on a status that is not chosen."""
    return draft.channel.words.get(draft.status, draft.channel.words.get(""))


def _door(draft: Draft, on: Date, pack: AnyPack) -> Iterator[Fault]:
    if not draft.state:
        return
    way = next(c for c in open_channels(draft.state, on, pack) if c.channel.code == draft.channel.code)
    if way.open is Truth.NO:
        yield Fault(code="door", message=f"This channel is {way.reason}.")
    elif way.open is Truth.CANNOT_TELL:
        yield Fault(
            code="door", message=f"Whether this channel is open cannot be told: {way.reason}.", stops=False
        )


def _answers(draft: Draft) -> Iterator[Fault]:
    for asked in draft.channel.fields:
        text = draft.answers.get(asked.name, "").strip()
        if not text and asked.name not in draft.sealed:
            if asked.need == "must":
                yield Fault(code="missing", field=asked.name, message=f"Missing: {asked.title()}.")
            elif asked.need == "should":
                yield Fault(
                    code="wanted", field=asked.name, message=f"Asked for: {asked.title()}.", stops=False
                )
        elif text and asked.at_least:
            yield from _precision(asked, text)


def _precision(asked: Field, text: str) -> Iterator[Fault]:
    try:
        told = dates.parse(text)
    except DatesError:
        yield Fault(code="precision", field=asked.name, message=f"{asked.title()}: no date can be read.")
        return
    span = None if told.earliest is None or told.latest is None else (told.latest - told.earliest).days
    within = {"day": 0, "month": 30, "year": 365}[asked.at_least]
    if told.precision not in _COARSER[asked.at_least] and (span is None or span > within):
        yield Fault(
            code="precision",
            field=asked.name,
            message=f"{asked.title()}: the {asked.at_least} is needed, {text} is coarser.",
        )


def _language(draft: Draft) -> Iterator[Fault]:
    taken = draft.channel.languages
    if taken and draft.language not in taken:
        yield Fault(code="language", message=f"This channel reads {', '.join(taken)}, not {draft.language}.")


def _persons(draft: Draft) -> Iterator[Fault]:
    if draft.channel.per_person and draft.persons != 1:
        yield Fault(
            code="persons",
            message=f"One form for one person; this one speaks of {draft.persons}. Make one for each.",
        )


def _length(draft: Draft) -> Iterator[Fault]:
    if not draft.channel.words:
        return
    limit, words = limit_of(draft), length_of(draft)
    if limit is None:
        options = ", ".join(f"{k}: {v:,} words" for k, v in draft.channel.words.items())
        yield Fault(
            code="status", message=f"The length allowed depends on the sender; choose one ({options})."
        )
    elif words > limit:
        counted = "footnotes counted" if draft.channel.footnotes_counted else "footnotes not counted"
        yield Fault(code="length", message=f"{words:,} words, {limit:,} are allowed ({counted}).")


def _pages(draft: Draft) -> Iterator[Fault]:
    limit = draft.channel.pages.get(draft.status, draft.channel.pages.get(""))
    if limit is not None and draft.pages is not None and draft.pages > limit:
        yield Fault(code="pages", message=f"{draft.pages} printed pages, {limit} allowed.")


def _state_names(draft: Draft, pack: AnyPack) -> Iterator[Fault]:
    for name, text in draft.answers.items():
        for wrong in wrong_state_names(text, pack):
            meant = f" Meant may be: {', '.join(wrong.near)}." if wrong.near else ""
            yield Fault(code="state-name", field=name, message=f"No state is called “{wrong.text}”.{meant}")


def _names(draft: Draft) -> Iterator[Fault]:
    for name, text in draft.answers.items():
        if any(stands_in(n, text) for n in draft.unnamed):
            yield Fault(
                code="name",
                field=name,
                message="The name of somebody who did not agree to be named stands here. Use the case number.",
            )


def stands_in(name: str, text: str) -> bool:
    """Whether a name stands in a text, as a word of its own; capitals and wide letters make no difference."""
    folded, inside = _folded(name), _folded(text)
    if not folded:
        return False
    if folded.isascii():
        return re.search(rf"(?<!\w){re.escape(folded)}(?!\w)", inside) is not None
    return folded.replace(" ", "") in inside.replace(" ", "")


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _numbers(draft: Draft) -> Iterator[Fault]:
    """In reports and statements, a number without a footnote mark in its paragraph."""
    if draft.channel.kind not in ("report", "statement"):
        return
    for name in ("text", "issues", "followup"):
        for number, paragraph in enumerate(_paragraphs(draft.answers.get(name, "")), start=1):
            bare = _NOT_A_COUNT.sub("", _MARK.sub("", paragraph))
            if re.search(r"\d", bare) and not _MARK.search(paragraph):
                yield Fault(
                    code="source", field=name, message=f"Paragraph {number} gives a number without a source [1].",
                    stops=False,
                )  # fmt: skip


def _paragraphs(text: str) -> Iterable[str]:
    return (p for p in text.split("\n") if p.strip())
