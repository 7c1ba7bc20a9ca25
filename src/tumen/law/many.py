"""Characterising very many acts at once: the same answers as act by act, as small tables of numbers.

Binding is worked out once for every state, instrument and *cell of time*: between two days on which anything changes,
the answer is the same for all dates. Conditions become masks over rows. Four answers are one byte each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tumen import dates
from tumen.dates import Date, Truth
from tumen.errors import LawError
from tumen.law.binding import bound_in
from tumen.law.conditions import BEARER, Condition, ElementTest, Part
from tumen.law.look_up import find_act, find_state
from tumen.law.nouns import Instrument, State
from tumen.law.register import AnyPack, Register, register
from tumen.progress import SILENT, Progress, check

Bytes: TypeAlias = NDArray[np.int8]
Rows: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]

NOT_ASKED: Final = np.int8(-1)
NO: Final = np.int8(0)
CANNOT_TELL: Final = np.int8(1)
YES: Final = np.int8(2)
NOT_STATED: Final = np.int8(3)
_OF_TRUTH: Final = {Truth.NO: NO, Truth.CANNOT_TELL: CANNOT_TELL, Truth.YES: YES}
_OPEN_LOW, _OPEN_HIGH = date.min.toordinal(), date.max.toordinal()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActTable:
    """Coded acts in columns; row *i* of every column is the same act.

    Attributes:
        act: Codes of `act_type`.
        state: Codes of the states whose duty is asked about.
        low, high: First and last day each date can mean, as ordinals (`date.toordinal`); 0 where open or not told.
        values: Field of `conditions.FIELDS` (not `act`, not `age`) to rows and codes: `code[k]` is told of act
            `rows[k]`. An act may stand in it never or often.
        age_low, age_high: Age in years as a range; -1 where not told.
    """

    act: NDArray[np.str_]
    state: NDArray[np.str_]
    low: Rows
    high: Rows
    values: Mapping[str, tuple[Rows, NDArray[np.str_]]] = field(default_factory=dict)
    age_low: Rows | None = None
    age_high: Rows | None = None

    def __len__(self) -> int:
        return len(self.act)


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyFindings:
    """Every rule held against every act.

    Attributes:
        provisions: (rule, instrument, article) of each column of `applies`.
        applies: Shape (acts, provisions): `YES`, `CANNOT_TELL`, `NO` that the article bound the state; `NOT_ASKED`
            where the act does not call for the rule.
        elements: Ids of the columns of `shown`.
        shown: Shape (acts, elements): `YES`, `CANNOT_TELL`, `NO`, `NOT_STATED`; `NOT_ASKED` where no rule that the
            act calls for has the element.
        rules: Codes of rules, in pack order; columns of `called`.
        called: Shape (acts, rules): whether the act calls for the rule.
    """

    provisions: tuple[tuple[str, str, str], ...]
    applies: Bytes
    elements: tuple[str, ...]
    shown: Bytes
    rules: tuple[str, ...]
    called: Mask

    def pattern(self, known: Register) -> dict[str, dict[str, int]]:
        """For each rule: acts that call for it, those with an article in force, and those with every element met."""
        made = {}
        column = {e: i for i, e in enumerate(self.elements)}
        for j, rule in enumerate(self.rules):
            mine = [i for i, p in enumerate(self.provisions) if p[0] == rule]
            called = self.called[:, j]
            force = called & (self.applies[:, mine] == YES).any(axis=1)
            met = (self.shown[:, [column[e] for e in known.rules[rule].elements]] == YES).all(axis=1)
            made[rule] = {
                "acts": int(called.sum()), "in_force": int(force.sum()), "all_met": int((force & met).sum()),
            }  # fmt: skip
        return made


def characterise_many(table: ActTable, pack: AnyPack, *, progress: Progress = SILENT) -> ManyFindings:
    """Hold every act against every rule.

    Args:
        table: The acts.
        pack: The situation pack, or its name.
        progress: Told of each rule.

    Raises:
        UnknownState: A state that the register does not have.
        LawError: Columns of different length.
        Cancelled: `progress` asked to stop.
    """
    known = register(pack)
    if {len(c) for c in (table.act, table.state, table.low, table.high)} != {len(table)}:
        raise LawError("The columns of the acts differ in length.")
    acts, act_of = np.unique(table.act, return_inverse=True)
    states, state_of = np.unique(table.state, return_inverse=True)
    bearers = [find_state(str(code), known) for code in states]
    called = _called(acts, known, pack)[act_of]
    for j, rule in enumerate(known.rules.values()):
        if rule.when:  # what may hold calls as well: the elements say how sure it is
            called[:, j] |= _any_of(table, rule.when, states, state_of)[1]
    provisions = tuple((r.code, i, a) for r in known.rules.values() for i, a in r.provisions)
    rules = tuple(known.rules)
    applies = np.full((len(table), len(provisions)), NOT_ASKED, np.int8)
    progress.start(len(known.instruments), "Holding acts against the law")
    for instrument in known.instruments.values():
        check(progress)
        mine = [j for j, p in enumerate(provisions) if p[1] == instrument.code]
        asked = called[:, [rules.index(provisions[j][0]) for j in mine]].any(axis=1) if mine else None
        if asked is not None and asked.any():
            rows = np.flatnonzero(asked)
            answer = _bound_rows(
                known, bearers, instrument, state_of[rows], table.low[rows], table.high[rows]
            )
            for j in mine:
                calling = called[rows, rules.index(provisions[j][0])]
                applies[rows[calling], j] = answer[calling]
        progress.advance()
    elements = tuple(known.elements)
    shown = _shown(table, known, called, states, state_of)
    return ManyFindings(
        provisions=provisions, applies=applies, elements=elements, shown=shown, rules=rules, called=called
    )


def _called(acts: Sequence[str] | NDArray[np.str_], known: Register, pack: AnyPack) -> Mask:
    """Which rules each different act calls for; an act that no rule knows calls for none."""
    rules = {code: j for j, code in enumerate(known.rules)}
    called = np.zeros((len(acts), len(rules)), bool)
    for i, act in enumerate(acts):
        for rule in find_act(str(act), pack).rules:
            called[i, rules[rule.code]] = True
    return called


def _bound_rows(
    known: Register, bearers: Sequence[State], instrument: Instrument, state_of: Rows, low: Rows, high: Rows
) -> Bytes:
    """Whether the instrument bound each row's state on its date."""
    answer = np.full(len(low), CANNOT_TELL, np.int8)
    lows, highs = np.where(low > 0, low, _OPEN_LOW), np.where(high > 0, high, _OPEN_HIGH)
    for s, state in enumerate(bearers):
        rows = np.flatnonzero((state_of == s) & ((low > 0) | (high > 0)))  # undated: cannot tell
        if not len(rows):
            continue
        turns = _turns(known, state, instrument)
        cells = np.searchsorted(turns, np.stack([lows[rows], highs[rows]]), side="right")
        _, first, kind_of = np.unique(cells, axis=1, return_index=True, return_inverse=True)
        found = np.array(
            [
                _OF_TRUTH[bound_in(known, state, instrument, _date(low[rows[k]], high[rows[k]])).truth]
                for k in first
            ],
            np.int8,
        )
        answer[rows] = found[np.reshape(kind_of, -1)]
    return answer


def _turns(known: Register, state: State, instrument: Instrument) -> Rows:
    """Every day on which an answer can change, for one state and one instrument."""
    row = known.status.get((state.code, instrument.code))
    told: list[Date | None] = [instrument.adopted, instrument.signed, instrument.in_force]
    if row is not None:
        told += [row.signed, row.in_force, row.signature_withdrawn, row.checked_to]
    told += [d.ended for d in known.denunciations if (d.state, d.instrument) == (state.code, instrument.code)]
    days: set[int] = set()
    for when in told:
        for end in () if when is None else (when.earliest, when.latest):
            if end is not None:
                days |= {end.toordinal(), end.toordinal() + 1}
    return np.array(sorted(days), np.int64)


def _date(low: int, high: int) -> Date:
    """Low and high as a date: a day, a range, or one with an open end."""
    ends = ["" if n <= 0 else date.fromordinal(int(n)).isoformat() for n in (low, high)]
    return dates.parse(ends[0] if ends[0] == ends[1] and ends[0] else "/".join(e or ".." for e in ends))


def _shown(table: ActTable, known: Register, called: Mask, states: NDArray[np.str_], state_of: Rows) -> Bytes:
    shown = np.full((len(table), len(known.elements)), NOT_ASKED, np.int8)
    rules = list(known.rules.values())
    for j, element in enumerate(known.elements):
        asking = [k for k, rule in enumerate(rules) if element in rule.elements]
        asked = called[:, asking].any(axis=1)
        if not asked.any():
            continue
        test = known.tests.get(element)
        answer = (
            np.full(len(table), NOT_STATED, np.int8)
            if test is None
            else _element(table, test, states, state_of)
        )
        shown[asked, j] = answer[asked]
    return shown


def _element(table: ActTable, test: ElementTest, states: NDArray[np.str_], state_of: Rows) -> Bytes:
    held, may_hold = _any_of(table, test.shown_by, states, state_of)
    against, may_against = _any_of(table, test.refuted_by, states, state_of)
    answer = np.full(len(table), NOT_STATED, np.int8)
    answer[may_hold | may_against] = CANNOT_TELL
    answer[held & ~against] = YES
    answer[against & ~held] = NO
    return answer


def _any_of(
    table: ActTable, conditions: Iterable[Condition], states: NDArray[np.str_], state_of: Rows
) -> tuple[Mask, Mask]:
    """Rows where some line surely holds, and rows where some line holds or may hold."""
    sure, may = np.zeros(len(table), bool), np.zeros(len(table), bool)
    for line in conditions:
        line_sure, line_may = np.ones(len(table), bool), np.ones(len(table), bool)
        for part in line.parts:
            part_sure, part_may = _part(table, part, states, state_of)
            line_sure &= part_sure
            line_may &= part_may
        sure |= line_sure
        may |= line_may
    return sure, may


def _part(table: ActTable, part: Part, states: NDArray[np.str_], state_of: Rows) -> tuple[Mask, Mask]:
    if part.field == "age":
        return _age(table, part)
    if part.field == "act":
        fits = np.isin(table.act, list(part.codes)) if part.codes else table.act != ""
        return fits, fits
    found = np.zeros(len(table), bool)
    rows, codes = table.values.get(part.field, (np.zeros(0, np.int64), np.zeros(0, "U1")))
    if len(rows):
        kinds, kind_of = np.unique(codes, return_inverse=True)
        good = np.isin(kinds, list(part.codes)) if part.codes else kinds != ""
        hit = good[kind_of]
        if BEARER in part.codes:
            hit |= (codes == states[state_of[rows]]) & (codes != "")
        found[rows[hit]] = True
    return found, found


def _age(table: ActTable, part: Part) -> tuple[Mask, Mask]:
    if table.age_low is None or table.age_high is None:
        return np.zeros(len(table), bool), np.zeros(len(table), bool)
    low, high = table.age_low, table.age_high
    told = low >= 0
    if part.most is not None:
        return told & (high <= part.most), told & (low <= part.most)
    least = part.least or 0
    return told & (low >= least), told & (high >= least)
