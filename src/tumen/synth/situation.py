"""A situation ready for drawing: the pack's synth files, checked against its vocabularies and compiled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from tumen.synth.dice import Weighted
from tumen.synth.situation_file import (
    ANY_AGE,
    ActFile,
    NamePartFile,
    NextFile,
    OrganisationFile,
    PriceFile,
    SituationFile,
    StayFile,
    StepFile,
    TransferFile,
    WordsFile,
)

YEAR = 365.2425

T = TypeVar("T")

Agencies = Weighted[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """For whom something is possible; None where it is possible for everybody. Ages in days."""

    sex: str | None
    youngest: float
    oldest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """Where a life may go from a step."""

    to: str
    condition: Condition | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRule:
    """An act that may happen at a step."""

    spec: ActFile
    condition: Condition | None
    agencies: Agencies
    methods: Weighted[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StayRule:
    """A stay at a step."""

    spec: StayFile
    types: Weighted[str]
    reasons: Weighted[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRule:
    """A sale at a step."""

    price: PriceFile
    sellers: Weighted[str]
    buyers: Weighted[str]
    purposes: Weighted[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a life on the move."""

    name: str
    spec: StepFile
    modes: Weighted[str] | None
    helpers: Weighted[str] | None
    acts: tuple[ActRule, ...]
    stay: StayRule | None
    transfer: TransferRule | None
    next: Weighted[Branch] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An invented organisation that interviews, from its first day to its last (proleptic ordinals)."""

    name: str
    spec: OrganisationFile
    first_day: int
    last_day: int
    languages: Weighted[str]
    places: Mapping[str, Weighted[str]]
    spelling: Weighted[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything that a world is drawn from. The world stops on the day `stop`, a proleptic ordinal."""

    pack: str
    file: SituationFile
    words: WordsFile
    sha256: Mapping[str, str]
    stop: int
    births: Weighted[int]
    children: Weighted[int]
    homes: Weighted[str]
    leaving_years: Weighted[int]
    crossings: Weighted[tuple[str, str]]
    crossings_near: Mapping[str, Weighted[tuple[str, str]]]
    groups: Mapping[str, Weighted[str]]
    facilities: Mapping[str, Weighted[tuple[str, str]]]
    surnames: Weighted[NamePartFile]
    given: Mapping[str, Weighted[NamePartFile]]
    syllables: Weighted[int]
    partial: Weighted[int]
    pseudonyms: Weighted[str]
    expires: Weighted[int]
    steps: Mapping[str, Step]
    organisations: tuple[Organisation, ...]
    label: Callable[[str, str, str], str]


def _weighted(weights: Mapping[T, float]) -> Weighted[T]:
    return Weighted(weights.items())


def _optional(weights: Mapping[str, float]) -> Weighted[str] | None:
    return Weighted(weights.items()) if weights else None


def _condition(spec: ActFile | NextFile) -> Condition | None:
    if spec.sex is None and spec.ages == ANY_AGE:
        return None
    return Condition(sex=spec.sex, youngest=spec.ages[0] * YEAR, oldest=spec.ages[1] * YEAR)


def _step(name: str, spec: StepFile) -> Step:
    return Step(
        name=name,
        spec=spec,
        modes=_optional(spec.modes),
        helpers=_optional(spec.helpers),
        acts=tuple(
            ActRule(
                spec=act,
                condition=_condition(act),
                agencies=_optional(act.agencies),
                methods=_optional(act.methods),
            )
            for act in spec.acts
        ),
        stay=_stay(spec.stay) if spec.stay else None,
        transfer=_transfer(spec.transfer) if spec.transfer else None,
        next=Weighted(
            (Branch(to=branch.to, condition=_condition(branch)), branch.weight) for branch in spec.next
        )
        if spec.next
        else None,
    )


def _stay(spec: StayFile) -> StayRule:
    return StayRule(spec=spec, types=_weighted(spec.types), reasons=_optional(spec.reasons))


def _transfer(spec: TransferFile) -> TransferRule:
    return TransferRule(
        price=spec.price,
        sellers=_weighted(spec.sellers),
        buyers=_weighted(spec.buyers),
        purposes=_weighted(spec.purposes),
    )


def organisation(spec: OrganisationFile, round_: int) -> Organisation:
    """An organisation; in a later round through the pack's list its name gets a number."""
    return Organisation(
        name=spec.name if not round_ else f"{spec.name} {round_ + 1}",
        spec=spec,
        first_day=date(spec.years[0], 1, 1).toordinal(),
        last_day=date(spec.years[1], 12, 31).toordinal(),
        languages=_weighted(spec.languages),
        places={where: _weighted(places) for where, places in spec.places.items()},
        spelling=_weighted(spec.spelling),
    )


def _crossings_near(file: SituationFile) -> dict[str, Weighted[tuple[str, str]]]:
    near: dict[str, list[tuple[tuple[str, str], float]]] = {}
    for crossing in file.places.crossings:
        for home in crossing.near:
            near.setdefault(home, []).append(((crossing.near_bank, crossing.far_bank), crossing.weight))
    return {home: Weighted(pairs) for home, pairs in near.items()}


def compiled(
    pack: str, file: SituationFile, words: WordsFile, sha256: Mapping[str, str], **rest: Any
) -> Situation:
    """A situation of checked files; `rest` are the organisations and the function that gives labels."""
    people, places, names = file.people, file.places, file.names
    return Situation(
        pack=pack,
        file=file,
        words=words,
        sha256=sha256,
        stop=file.as_of.toordinal(),
        births=_weighted(people.births),
        children=_weighted(people.children),
        homes=_weighted(people.homes),
        leaving_years=_weighted(people.leaving.years),
        crossings=Weighted(((c.near_bank, c.far_bank), c.weight) for c in places.crossings),
        crossings_near=_crossings_near(file),
        groups={name: _weighted(group) for name, group in places.groups.items()},
        facilities={
            kind: Weighted(((f.code, f.place), f.weight) for f in found)
            for kind, found in file.facilities.items()
        },
        surnames=Weighted((part, part.weight) for part in names.surnames),
        given={
            "f": Weighted((part, part.weight) for part in names.given_f),
            "m": Weighted((part, part.weight) for part in names.given_m),
        },
        syllables=_weighted(names.syllables),
        partial=Weighted((number, form.weight) for number, form in enumerate(names.partial)),
        pseudonyms=_weighted(names.pseudonyms),
        expires=_weighted(file.expires_years),
        steps={name: _step(name, spec) for name, spec in file.steps.items()},
        **rest,
    )
