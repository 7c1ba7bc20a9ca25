"""The nouns of the room: a body, one of its names, a match, what a look-up gave, how two bodies agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from tumen.places import Place
from tumen.vocab import Label, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyName:
    """One name of a body.

    Attributes:
        text: As written.
        since: When it came into use, in EDTF; empty without a bound.
        until: When it went out of use, likewise.
        verified: Whether a source stands behind the years.
    """

    text: str
    since: str = ""
    until: str = ""
    verified: bool = True

    @property
    def dated(self) -> bool:
        """Whether it belongs to a period."""
        return bool(self.since or self.until)

    @property
    def period(self) -> str:
        """The period in words."""
        doubt = "" if self.verified else " (not verified)"
        if self.since and self.until:
            return f"from {self.since} to {self.until}{doubt}"
        return f"{'from ' + self.since if self.since else 'until ' + self.until}{doubt}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An agency, a group, a facility, or a kind of facility.

    Attributes:
        vocabulary: Which of the pack's vocabularies it stands in.
        code: Its id there.
        names: All its names, labels first.
        group: Heading under which it stands, for agencies the state or side; None without one.
        kind: For a named facility the code of its kind; else None.
        place: For a named facility the code of where it lies, where known.
        term: What else the pack says.
    """

    vocabulary: str
    code: str
    names: tuple[BodyName, ...]
    group: str | None
    kind: str | None
    place: str | None
    term: Term

    def label(self, language: str) -> Label:
        """Its name in one language, or in the first that has one."""
        return self.term.label(language)

    def as_dict(self) -> dict[str, Any]:
        """The body as plain data."""
        return {
            "vocabulary": self.vocabulary, "code": self.code, "labels": dict(self.term.labels), "group": self.group,
            "kind": self.kind, "place": self.place, "note": self.term.note,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyMatch:
    """One body that a text may mean.

    Attributes:
        score: 1 for the same name, less for other spellings; less again outside the name's period.
        name: The name that fitted.
        then: Whether the body was called so at the date asked about; None without a date or a period.
        reasons: Why it fits, in plain words.
    """

    body: Body
    score: float
    name: BodyName
    then: bool | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BodiesFound:
    """What a look-up gave, best first.

    Attributes:
        matches: Bodies that fit; empty when none does.
        body: The one body that is meant, or None: then a person has to choose.
        at: The place that the text names beside it (the office of a county), or None.
    """

    text: str
    matches: tuple[BodyMatch, ...]
    body: Body | None
    at: Place | None

    def __iter__(self) -> Iterator[BodyMatch]:
        return iter(self.matches)

    def __len__(self) -> int:
        return len(self.matches)


class BodyLevel(IntEnum):
    """How two told bodies agree. The numbers are stable: batches hold them as `int8`."""

    MISSING = 0
    SAME = 1
    SAME_WEAKLY = 2
    MAY_BE_SAME = 3
    KIND_OF = 4
    SAME_ELSEWHERE = 5
    SAME_KIND = 6
    SAME_SIDE = 7
    DIFFERENT = 8
    UNKNOWN = 9


BODY_LEVELS: Final[Mapping[BodyLevel, str]] = {
    BodyLevel.MISSING: "not stated by both",
    BodyLevel.SAME: "the same body",
    BodyLevel.SAME_WEAKLY: "the same body, by a name that it did not have then",
    BodyLevel.MAY_BE_SAME: "a name that fits several bodies may mean the same one",
    BodyLevel.KIND_OF: "one names only the kind of facility that the other is",
    BodyLevel.SAME_ELSEWHERE: "the same body, but its offices in different places",
    BodyLevel.SAME_KIND: "different facilities of one kind",
    BodyLevel.SAME_SIDE: "different bodies of one side",
    BodyLevel.DIFFERENT: "different bodies",
    BodyLevel.UNKNOWN: "one is not known, so nothing can be said",
}
"""The reason for each level, in plain words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyComparison:
    """What two told bodies say about being one.

    Attributes:
        level: How they agree.
        reasons: Why, in plain words.
    """

    level: BodyLevel
    reasons: tuple[str, ...]
