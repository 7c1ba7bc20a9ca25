"""Recommendations over the years: their threads, where each stands for each state, and files of them."""

from __future__ import annotations

import contextlib
import csv
import datetime
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tumen import dates, law, reading
from tumen.errors import LawError, UnknownState
from tumen_desk.act import queries
from tumen_desk.act.models import Recommendation, RecommendationStep
from tumen_desk.act.printing import Printed, Section, as_docx
from tumen_desk.shell import terms
from tumen_desk.shell.spoken import one_word, spoken

if TYPE_CHECKING:
    from django.db.models import QuerySet

UNKNOWN = "no answer known"
_COLUMNS = (
    "number", "addressee", "state", "text", "ground", "provisions", "condition", "horizon", "last_day", "made_on",
    "source", "relation", "earlier",
    "step", "status", "on", "note", "step_source",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one recommendation stands for one state.

    Attributes:
        status: In words; that of the latest step that has one.
        steps: Everything that became of it for this state, oldest first.
        counts: Number of steps of each kind.
    """

    recommendation: Recommendation
    state: str
    status: str
    steps: tuple[RecommendationStep, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What became of everything that was asked of one state."""

    state: str
    asked: int
    answered: int
    evidence: int
    against: int
    denials: int
    statuses: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """An article on which a demand rests, for one state: whether it bound that state when the demand was made."""

    instrument: str
    citation: str
    state: str
    truth: dates.Truth
    says: str


def provisions(text: str) -> list[str]:
    """Articles of the register, one a line or between commas: `INSTRUMENT article`.

    Raises:
        LawError: The pack has no law, or an article is left out.
        UnknownInstrument: The register has no such instrument; the hint lists near ones.
    """
    told = []
    for line in filter(None, map(str.strip, text.replace(",", "\n").splitlines())):
        code, _, article = line.partition(" ")
        register = queries.register()
        if register is None:
            raise LawError("The situation pack carries no law.", hint="Write the ground in words.")
        if not article.strip():
            raise LawError(f"Which article of {code}?", hint="Write instrument and article, such as “CAT 3”.")
        told.append(f"{law.find_instrument(code, register).code} {article.strip()}")
    return list(dict.fromkeys(told))


def grounds(one: Recommendation, *, state: str = "") -> list[Ground]:
    """The articles a demand rests on, for each of its states, on the day when it was made (without one: today)."""
    register = queries.register()
    if register is None:
        return []
    day = dates.parse(one.made_on or datetime.datetime.now(datetime.UTC).date().isoformat())
    told = []
    for provision in one.provisions:
        code, _, article = provision.partition(" ")
        instrument = register.instruments.get(code)
        for asked in [s for s in one.states if s in register.states and state in ("", s)]:
            if instrument is None:  # taken back by an amendment since
                continue
            bound = law.bound(asked, code, day, queries.pack())
            told.append(
                Ground(
                    instrument=code, citation=f"{instrument.short} {article}", state=asked, truth=bound.truth,
                    says=bound.reason,
                )
            )  # fmt: skip
    return told


def season_choices() -> list[tuple[str, str]]:
    """Days of the calendar of the pack that can be the last day of a demand."""
    found = [o for o in law.occasions(queries.pack()) if o.kind in ("season", "deadline")]
    return [(o.code, o.title(terms.language())) for o in found]


def season_name(code: str) -> str:
    """A last day in words, or its code."""
    return dict(season_choices()).get(code, code)


def by_horizon(rows: Iterable[Recommendation]) -> list[tuple[str, list[Recommendation]]]:
    """Goals in the order in which they can be reached: (horizon in words, demands); those without one are left out."""
    kept = list(rows)
    order = Recommendation._meta.get_field("horizon").choices or ()
    groups = [(str(name), [r for r in kept if r.horizon == code]) for code, name in order]
    return [(name, found) for name, found in groups if found]


def found(*, addressee: str = "", state: str = "") -> QuerySet[Recommendation]:
    """Recommendations, filtered by words of the addressee and by state."""
    rows = Recommendation.objects.select_related("earlier", "by").prefetch_related("steps", "later")
    if addressee:
        rows = rows.filter(addressee__icontains=addressee)
    if not state:
        return rows
    return rows.filter(pk__in=[r.pk for r in rows if state in r.states])


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """Everything asked of one addressee; a state and its government are one, however they are written."""

    name: str
    rows: tuple[Recommendation, ...]


def by_addressee(rows: Iterable[Recommendation]) -> list[Addressed]:
    """Demands by whom they ask, by name."""
    names = dict(queries.state_choices())
    found: dict[str, list[Recommendation]] = {}
    for one in rows:
        found.setdefault(_addressee(one.addressee, names), []).append(one)
    return [Addressed(name=n, rows=tuple(found[n])) for n in sorted(found, key=str.casefold)]


def _addressee(words: str, names: Mapping[str, str]) -> str:
    """The state it is or governs, in the language of who reads; else the words as written."""
    state, register = reading.addressed_state(words), queries.register()
    for name in filter(None, (words, state)):
        with contextlib.suppress(UnknownState):
            return names[law.find_state(name, register).code] if register else name
    return state if state and state.isascii() else words


def thread(one: Recommendation) -> list[tuple[int, Recommendation]]:
    """The whole thread a recommendation belongs to, (depth, recommendation), from its first statement on."""
    first = one
    while first.earlier is not None:  # only ever added, so there is no circle
        first = first.earlier
    return list(_below(first, 0))


def _below(one: Recommendation, depth: int) -> Iterator[tuple[int, Recommendation]]:
    yield depth, one
    for later in one.later.order_by("id").prefetch_related("steps"):
        yield from _below(later, depth + 1)


def standings(rows: Iterable[Recommendation], *, state: str = "") -> list[Standing]:
    """Where each stands, state by state; one line without a state where it stands for none."""
    return [
        _standing(r, s) for r in rows for s in (r.states or [""]) if not state or s == state
    ]  # fmt: skip


def _standing(one: Recommendation, state: str) -> Standing:
    steps = [s for s in one.steps.all() if not s.state or not state or s.state == state]
    coded = [s for s in steps if s.status]
    known = queries.pack().vocabulary("recommendation_status")
    last = coded[-1].status if coded else ""
    return Standing(
        recommendation=one, state=state, status=str(known[last].label("en")) if last in known else UNKNOWN,
        steps=tuple(steps), counts=Counter(s.kind for s in steps),
    )  # fmt: skip


def evaluations(rows: Iterable[Recommendation]) -> list[Evaluation]:
    """For each state: how much was asked, answered, shown done, shown not done, denied. It counts; it judges nobody."""
    by_state: dict[str, list[Standing]] = {}
    for one in standings(rows):
        by_state.setdefault(one.state, []).append(one)
    return [
        Evaluation(
            state=state, asked=len(mine),
            answered=sum(bool(s.counts.get("reply") or s.counts.get("denial")) for s in mine),
            evidence=sum(bool(s.counts.get("evidence")) for s in mine),
            against=sum(bool(s.counts.get("against")) for s in mine),
            denials=sum(bool(s.counts.get("denial")) for s in mine),
            statuses=tuple(Counter(s.status for s in mine).most_common()),
        )
        for state, mine in sorted(by_state.items())
        if state
    ]  # fmt: skip


def as_csv(rows: Iterable[Recommendation]) -> str:
    """One line a step, and one for what has none yet; no cell can be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for one in standings(rows):
        for step in one.steps or (None,):
            writer.writerow([_cell(v) for v in _line(one, step)])
    return out.getvalue()


def _line(one: Standing, step: RecommendationStep | None) -> tuple[object, ...]:
    r = one.recommendation
    told = (step.kind, step.status, step.on, step.note, step.source) if step else ("", "", "", "", "")
    return (
        r.pk, r.addressee, one.state, r.text, r.ground, "; ".join(r.provisions), r.condition, r.horizon, r.season,
        r.made_on, r.source, r.relation, r.earlier_id or "", *told,
    )  # fmt: skip


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def sheet(rows: Iterable[Recommendation], *, title: str, state: str = "") -> bytes:
    """A sheet for one addressee as DOCX: what was asked, on what ground, where it stands, with what shows it."""
    sections = []
    for one in standings(rows, state=state):
        r = one.recommendation
        lines = [
            _put("Ground: {0}", r.ground) if r.ground else "",
            _put("On condition: {0}", r.condition) if r.condition else "",
            *(f"{spoken(g.citation)}: {spoken(g.says)}" for g in grounds(r, state=one.state)),
            _put("Goal: {0}", one_word(r.get_horizon_display())) if r.horizon else "",
            _put("To be done by: {0}", spoken(season_name(r.season))) if r.season else "",
            _put("Made: {0}", f"{_said(r.made_on)}{f', {r.source}' if r.source else ''}"),
            spoken(f"It {r.get_relation_display()} recommendation {r.earlier_id}") if r.relation else "",
            _put("Where it stands: {0}", spoken(one.status)),
            *(
                f"{_said(s.on)}: {one_word(s.get_kind_display())}. {s.note}{f' ({s.source})' if s.source else ''}"
                for s in one.steps
            ),
        ]  # fmt: skip
        head = f"{r.pk}. {r.text}{f' [{one.state}]' if one.state else ''}"
        sections.append(Section(title=head, text="\n".join(line for line in lines if line)))
    paper = Printed(
        title=title, head=(), reference=title, language=terms.language(), sections=tuple(sections)
    )
    return as_docx(paper)


def _said(edtf: str) -> str:
    return dates.say(dates.parse(edtf), terms.language()) if edtf else one_word("undated")


def _put(words: str, value: str) -> str:
    """Words of the desk in the reader's language around what somebody wrote, which stays as it is."""
    return one_word(words).format(value)
