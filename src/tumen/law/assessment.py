"""A checklist for whoever prepares an assessment of refugee status: what speaks, what is missing, never a verdict.

Questions, groups and risk factors are rows of the pack. A question is `open` until coded facts bear on it or a person
answered it. That facts bear on it is not an answer either: it says where to read. There is no sum and no score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from tumen import vocab
from tumen.errors import LawError, UnknownFacts
from tumen.law.characterise import Shown
from tumen.law.conditions import ElementTest, condition
from tumen.law.findings import Coded, Evidence, answer_element, by_field
from tumen.law.nouns import DomesticLaw, StatusTest
from tumen.law.register import AnyPack, PackKey, register


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One line of the checklist.

    Attributes:
        group: Id of the heading it stands under.
        paragraphs: Of the Handbook, as a reader would look them up; may be empty.
        against: Whether a yes speaks against protection (cessation, exclusion).
        tests: Ids of status tests of the register that it belongs to.
        domestic: Ids of domestic law that has to be read with it.
    """

    code: str
    group: str
    ask: str
    paragraphs: str
    against: bool
    tests: tuple[str, ...]
    domestic: tuple[str, ...]
    speaks: ElementTest
    sources: tuple[str, ...]
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person answered: a word (`yes`, `no`, `unknown`), and why."""

    question: str
    word: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A question with what bears on it.

    Attributes:
        state: `answered` by a person, `facts bear on it`, or `open`.
        bears: Coded facts that bear on it, with their passages.
        said: What a person answered, latest; None when nobody did.
    """

    question: Question
    state: str
    bears: tuple[Evidence, ...]
    said: Said | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFactor:
    """A factor of risk on return, and whether coded facts show it."""

    code: str
    shown: Shown
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The checklist for one person. It holds no verdict and no sum, on purpose.

    Attributes:
        groups: (title, lines) in pack order.
        factors: Factors of risk on return.
        tests: Status tests of the register, element by element, for reading beside it.
        domestic: Domestic law named by the questions.
    """

    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    factors: tuple[RiskFactor, ...]
    tests: tuple[StatusTest, ...]
    domestic: tuple[DomesticLaw, ...]

    @property
    def missing(self) -> tuple[Question, ...]:
        """Questions on which nothing bears and which nobody answered."""
        return tuple(line.question for _, lines in self.groups for line in lines if line.state == "open")

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "groups": [
                {"title": title, "lines": [_line_dict(line) for line in lines]} for title, lines in self.groups
            ],
            "factors": [
                {"id": f.code, "shown": f.shown.value, "because": [e.because for e in f.evidence]} for f in self.factors
            ],
            "missing": [q.code for q in self.missing],
        }  # fmt: skip


class _QuestionRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str
    group: str
    ask: str
    paragraphs: str = ""
    panel: str = ""
    against: bool = False
    tests: list[str] = []
    domestic: list[str] = []
    speaks_for: list[str] = []
    speaks_against: list[str] = []
    sources: list[str]
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checklist:
    groups: Mapping[str, str]
    questions: tuple[Question, ...]
    factors: Mapping[str, ElementTest]
    reckoned: Mapping[str, tuple[str, ...]]


def assess(values: Iterable[Coded], pack: AnyPack, *, said: Iterable[Said] = ()) -> Assessment:
    """The checklist filled with what bears on each question.

    Factors that coded facts show, or that are coded as `factor`, bear on the questions too.

    Args:
        values: Everything coded of the person.
        pack: The situation pack, or its name.
        said: What persons answered, latest last.

    Raises:
        LawError: An answer about a question that the pack does not have, or a pack whose checklist does not fit.
    """
    found = vocab.load_pack(pack) if isinstance(pack, str) else pack
    checklist, known = _checklist(PackKey(found)), register(found)
    told = {s.question: s for s in said}
    if strange := sorted(set(told) - {q.code for q in checklist.questions}):
        raise LawError(f"The checklist has no question {', '.join(strange)}.")
    coded = list(values)
    factors = _factors(checklist, coded, found)
    shown = [Coded(field="factor", code=f.code) for f in factors if f.shown is Shown.YES]
    grouped = by_field([*coded, *shown])
    lines = [_line(q, grouped, told.get(q.code)) for q in checklist.questions]
    asked = {t for q in checklist.questions for t in q.tests}
    named = {d for q in checklist.questions for d in q.domestic}
    return Assessment(
        groups=tuple(
            (title, tuple(line for line in lines if line.question.group == group))
            for group, title in checklist.groups.items()
        ),
        factors=factors,
        tests=tuple(t for t in known.status_tests if t.code in asked),
        domestic=tuple(d for d in known.domestic if d.code in named),
    )


def reckoned(pack: AnyPack) -> Mapping[str, tuple[str, ...]]:
    """Numbers that are reckoned from journeys: name of the number to the kinds of legs it rests on."""
    found = vocab.load_pack(pack) if isinstance(pack, str) else pack
    return _checklist(PackKey(found)).reckoned


def _line(question: Question, values: Mapping[str, list[Coded]], said: Said | None) -> Line:
    _, bears = answer_element(question.speaks, values, "")
    state = "answered" if said is not None else "facts bear on it" if bears else "open"
    return Line(question=question, state=state, bears=bears, said=said)


def _factors(checklist: _Checklist, values: list[Coded], pack: vocab.Pack) -> tuple[RiskFactor, ...]:
    if "sur_place_factor" not in pack.vocabularies:
        return ()
    grouped = by_field(values)
    made = []
    for term in pack.vocabulary("sur_place_factor"):
        told = [v for v in grouped.get("factor", ()) if v.code == term.code]
        shown, evidence = answer_element(checklist.factors.get(term.code), grouped, "")
        if told:
            coded = Evidence(because="coded as such", passages=tuple(v.passage for v in told if v.passage))
            shown, evidence = Shown.YES, (coded, *evidence)
        made.append(RiskFactor(code=term.code, shown=shown, evidence=evidence))
    return tuple(made)


@lru_cache(maxsize=8)
def _checklist(key: PackKey) -> _Checklist:
    try:
        tables: Mapping[str, Any] = vocab.thaw(key.pack.facts("assessment"))["tables"]
    except UnknownFacts:
        return _Checklist(groups={}, questions=(), factors={}, reckoned={})
    try:
        rows = [_QuestionRow.model_validate(r) for r in tables.get("questions", [])]
    except ValidationError as error:
        places = tuple(".".join(map(str, e["loc"])) for e in error.errors())
        raise LawError(f"The checklist does not fit: {', '.join(places)}.", faults=places) from None
    groups = {g["id"]: str(g["title"]) for g in tables.get("groups", [])}
    if strange := sorted({r.group for r in rows} - set(groups)):
        raise LawError(f"Questions under headings that do not exist: {', '.join(strange)}.")
    factors = {
        f["id"]: ElementTest(shown_by=tuple(map(condition, f["shown_by"]))) for f in tables.get("factors", [])
    }
    counted = {r["id"]: tuple(r["legs"]) for r in tables.get("reckoned", [])}
    return _Checklist(groups=groups, questions=tuple(map(_question, rows)), factors=factors, reckoned=counted)


def _question(row: _QuestionRow) -> Question:
    return Question(
        code=row.id, group=row.group, ask=row.ask, paragraphs=row.paragraphs, against=row.against,
        tests=tuple(row.tests), domestic=tuple(row.domestic), sources=tuple(row.sources), verified=row.verified,
        speaks=ElementTest(
            shown_by=tuple(map(condition, row.speaks_for)), refuted_by=tuple(map(condition, row.speaks_against))
        ),
    )  # fmt: skip


def _line_dict(line: Line) -> dict[str, Any]:
    return {
        "id": line.question.code, "ask": line.question.ask, "paragraphs": line.question.paragraphs, "state": line.state,
        "bears": [{"because": e.because, "passages": list(e.passages)} for e in line.bears],
        "said": None if line.said is None else {"word": line.said.word, "why": line.said.why},
    }  # fmt: skip
