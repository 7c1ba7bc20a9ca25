"""The register of one pack: its facts of law, checked when first asked for and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError

from tumen import dates, vocab
from tumen.dates import Date
from tumen.errors import LawError
from tumen.law import rows
from tumen.law.conditions import ElementTest, condition
from tumen.law.nouns import (
    Article,
    Declaration,
    Denunciation,
    DomesticLaw,
    Door,
    Force,
    Instrument,
    Kind,
    KnownError,
    Reservation,
    Rule,
    State,
    StatusTest,
    TreatyStatus,
)

AnyPack: TypeAlias = vocab.Pack | str
Row = TypeVar("Row", bound=BaseModel)
Noun = TypeVar("Noun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Everything one pack says about law.

    Attributes:
        pack: Name of the pack.
        version: Version of its law file.
        complete_to: Date to which the list of treaty acts is complete. What came later is in it only where found.
        states: Code to state, in alphabetical order of code.
        instruments: Code to instrument.
        articles: (instrument, article) to what it is about.
        status: (state, instrument) to what the state did.
        denunciations: Notices of withdrawal.
        reservations: Reservations, declarations and understandings.
        rules: Code to rule, in pack order.
        elements: Element id to sentence.
        tests: Element id to the coded facts that show or refute it; missing where no code can.
        doors: Bodies that may be seized.
        declarations: Acceptances of procedures.
        domestic: States' own laws.
        status_tests: What makes a person a refugee or otherwise protected.
        known_errors: Mistakes of law found in sources, corrected.
        sources: Source id to title, publisher, year, url.
    """

    pack: str
    version: str
    complete_to: Date
    states: Mapping[str, State]
    instruments: Mapping[str, Instrument]
    articles: Mapping[tuple[str, str], Article]
    status: Mapping[tuple[str, str], TreatyStatus]
    denunciations: tuple[Denunciation, ...]
    reservations: tuple[Reservation, ...]
    rules: Mapping[str, Rule]
    elements: Mapping[str, str]
    tests: Mapping[str, ElementTest]
    doors: tuple[Door, ...]
    declarations: tuple[Declaration, ...]
    domestic: tuple[DomesticLaw, ...]
    status_tests: tuple[StatusTest, ...]
    known_errors: tuple[KnownError, ...]
    sources: Mapping[str, Mapping[str, Any]]


def register(pack: AnyPack) -> Register:
    """The register of a pack, by the pack or by its name.

    Raises:
        UnknownPack: There is no such pack.
        UnknownFacts: The pack has no law.
        LawError: Its law does not fit together; `faults` lists every place.
    """
    found = vocab.load_pack(pack) if isinstance(pack, str) else pack
    return _register(PackKey(found))


class PackKey:
    """A pack as a key of a cache: two packs are the same when their content is."""

    def __init__(self, pack: vocab.Pack) -> None:
        self.pack = pack

    def __hash__(self) -> int:
        return hash(self.pack.content_sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PackKey) and other.pack.content_sha256 == self.pack.content_sha256


@lru_cache(maxsize=8)
def _register(key: PackKey) -> Register:
    pack = key.pack
    facts: Mapping[str, Any] = vocab.thaw(pack.facts("law"))
    table = _Tables(facts["tables"])
    complete_to = _date(table.read("scope", rows.Scope, lambda r: r.complete_to)[0])
    made = Register(
        pack=pack.name,
        version=facts["version"],
        complete_to=complete_to,
        states={s.code: s for s in table.read("states", rows.State, _state)},
        instruments={i.code: i for i in table.read("instruments", rows.Instrument, _instrument)},
        articles={(a.instrument, a.article): a for a in table.read("articles", rows.Article, _article)},
        status={
            (s.state, s.instrument): s
            for s in table.read("status", rows.Status, lambda r: _status(r, complete_to))
        },
        denunciations=table.read("denunciations", rows.Denunciation, _denunciation),
        reservations=table.read("reservations", rows.Reservation, _reservation),
        rules={r.code: r for r in table.read("rules", rows.Rule, _rule)},
        elements=dict(table.read("elements", rows.Element, lambda r: (r.id, r.text))),
        tests={k: t for k, t in table.read("elements", rows.Element, _test) if t != ElementTest()},
        doors=table.read("doors", rows.Door, _door),
        declarations=table.read("declarations", rows.Declaration, _declaration),
        domestic=table.read("domestic", rows.Domestic, _domestic),
        status_tests=table.read("status_tests", rows.StatusTest, _status_test),
        known_errors=table.read("known_errors", rows.KnownError, _known_error),
        sources={**{k: source_row(v) for k, v in pack.sources.items()}, **facts["sources"]},
    )
    faults = [*table.faults, *_dangling(made)]
    if faults:
        raise LawError(
            f"The law of the pack {pack.name} does not fit together: {'; '.join(faults[:5])}.",
            faults=tuple(faults),
        )
    return made


class _Tables:
    """Reads tables row by row and collects every fault before any is raised."""

    def __init__(self, tables: Mapping[str, list[dict[str, Any]]]) -> None:
        self._tables = tables
        self.faults: list[str] = []

    def read(self, name: str, schema: type[Row], make: Callable[[Row], Noun]) -> tuple[Noun, ...]:
        made = []
        for row in self._tables.get(name, []):
            try:
                made.append(make(schema.model_validate(row)))
            except ValidationError as error:
                where = [f"{name} {row.get('id')}.{'.'.join(map(str, e['loc']))}" for e in error.errors()]
                raise LawError(
                    f"A row of the law file does not fit: {'; '.join(where)}.", faults=tuple(where)
                ) from None
        return tuple(made)


def _dangling(register: Register) -> list[str]:
    """References that lead nowhere."""
    faults = []
    for rule in register.rules.values():
        faults += [
            f"{rule.code}: no instrument {i}" for i, _ in rule.provisions if i not in register.instruments
        ]
        faults += [f"{rule.code}: no element {e}" for e in rule.elements if e not in register.elements]
        faults += [f"{rule.code}: no rule {b} beside it" for b in rule.beside if b not in register.rules]
    faults += [
        f"{a.instrument} {a.article}: nobody is named from whom its words are"
        for a in register.articles.values()
        if a.words and a.words_from not in register.sources
    ]
    named: list[TreatyStatus | Denunciation | Reservation | Declaration]
    named = [
        *register.status.values(), *register.denunciations, *register.reservations, *register.declarations,
    ]  # fmt: skip
    for row in named:
        if row.state not in register.states:
            faults.append(f"{row.state}-{row.instrument}: no such state")
        if row.instrument not in register.instruments:
            faults.append(f"{row.state}-{row.instrument}: no such instrument")
    return faults


def _date(text: str) -> Date:
    return dates.parse(text)


def _maybe(text: str | None) -> Date | None:
    return None if text is None else dates.parse(text)


def _names(row: rows.State | rows.Instrument) -> dict[str, str]:
    return {language: name for language in ("en", "ko", "zh") if (name := getattr(row, language, ""))}


def _state(row: rows.State) -> State:
    return State(
        code=row.id, names=_names(row), also=tuple(row.also), official=row.official, wrong=tuple(row.wrong),
        organs=tuple(row.organs),
    )  # fmt: skip


def _test(row: rows.Element) -> tuple[str, ElementTest]:
    return row.id, ElementTest(
        shown_by=tuple(map(condition, row.shown_by)),
        refuted_by=tuple(map(condition, row.refuted_by)),
        bears=tuple(map(condition, row.bears)),
    )


def _instrument(row: rows.Instrument) -> Instrument:
    return Instrument(
        code=row.id, kind=Kind(row.kind), force=Force(row.force), law=row.field, short=row.short, title=row.title,
        names=_names(row), also=tuple(row.also), adopted=_maybe(row.adopted), in_force=_maybe(row.in_force),
        entry_article="" if row.entry_rule is None else row.entry_rule.article, signed=_maybe(row.signed),
        parties=tuple(row.parties), ended=row.ended, text=row.text, series=row.series,
        peremptory=tuple(row.peremptory), **_ground(row),
    )  # fmt: skip


def _article(row: rows.Article) -> Article:
    return Article(
        instrument=row.instrument,
        article=row.article,
        about=row.about,
        words=row.words,
        words_from=row.words_from,
    )


def _status(row: rows.Status, complete_to: Date) -> TreatyStatus:
    return TreatyStatus(
        state=row.state, instrument=row.instrument, standing=row.status, signed=_maybe(row.signed), act=row.act,
        deposited=_maybe(row.deposited), in_force=_maybe(row.in_force), computed=row.computed,
        signature_withdrawn=_maybe(row.signature_withdrawn),
        checked_to=complete_to if row.checked_to is None else _date(row.checked_to), **_ground(row),
    )  # fmt: skip


def _denunciation(row: rows.Denunciation) -> Denunciation:
    return Denunciation(
        code=row.id, state=row.state, instrument=row.instrument, notified=_date(row.notified), effect=row.effect,
        ended=_maybe(row.ended), **_ground(row),
    )  # fmt: skip


def _reservation(row: rows.Reservation) -> Reservation:
    withdrawn = row.withdrawn if row.withdrawn in (None, "unknown") else _date(row.withdrawn)
    return Reservation(
        code=row.id, state=row.state, instrument=row.instrument, kind=row.kind, articles=tuple(row.articles),
        scope=row.scope, withdrawn=withdrawn, **_ground(row),
    )  # fmt: skip


def _rule(row: rows.Rule) -> Rule:
    return Rule(
        code=row.id, label=row.act, acts=tuple(row.acts), bearer=row.bearer,
        provisions=tuple((p.instrument, p.article) for p in row.provisions), elements=tuple(row.elements),
        when=tuple(map(condition, row.when)), exceptions=tuple(row.exceptions), beside=tuple(row.beside),
        **_ground(row),
    )  # fmt: skip


def _door(row: rows.Door) -> Door:
    return Door(
        code=row.id, label=row.label, kind=row.kind, instrument=row.instrument, article=row.article,
        needs_declaration=row.needs_declaration, sources=tuple(row.sources),
    )  # fmt: skip


def _declaration(row: rows.Declaration) -> Declaration:
    ground = _ground(row)
    ground.pop("remark")
    made = None if row.made in ("unknown", "none") else _date(row.made)
    return Declaration(
        state=row.state, instrument=row.instrument, article=row.article, accepted=row.made != "none", made=made,
        **ground,
    )  # fmt: skip


def _domestic(row: rows.Domestic) -> DomesticLaw:
    return DomesticLaw(
        code=row.id, state=row.state, title=row.title, since=_maybe(row.since), about=row.about, family=row.family,
        **_ground(row),
    )  # fmt: skip


def _status_test(row: rows.StatusTest) -> StatusTest:
    ground = _ground(row)
    ground.pop("remark")
    return StatusTest(code=row.id, label=row.label, elements=tuple(row.elements), **ground)


def _known_error(row: rows.KnownError) -> KnownError:
    return KnownError(
        code=row.id, said_by=row.said_by, claim=row.claim, correct=row.correct, instrument=row.instrument,
        sources=tuple(row.sources),
    )  # fmt: skip


def _ground(row: rows.Grounded) -> dict[str, Any]:
    """What every row says about what it rests on."""
    return {
        "remark": row.remark, "sources": tuple(row.sources), "confidence": row.confidence, "verified": row.verified,
    }  # fmt: skip


def source_row(source: vocab.Source) -> dict[str, str]:
    """A source of the pack as a row like those of a file of facts."""
    return {"title": source.title, "publisher": source.publisher, "year": source.year, "url": source.url}
