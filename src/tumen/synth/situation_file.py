"""The shape of a pack's `synth/world.yaml` and `synth/words.yaml`: outside data, checked once on the way in."""

from __future__ import annotations

import datetime
from dataclasses import field
from typing import Literal

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

Sex = Literal["f", "m"]
Share = float
ANY_AGE = (0, 150)
Weights = dict[str, float]


# Dataclasses, not models: making a world reads these attributes all the time, and a model answers ten times as slowly.
_STRICT = ConfigDict(extra="forbid")


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class LeavingFile:
    """Who leaves, when, and how often relatives go together."""

    chance: dict[Sex, Share]
    ages: tuple[int, int]
    together: Share
    years: dict[int, float]


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class HomeDeathFile:
    """Deaths of people who never left: in given years, or at given ages."""

    chance: Share
    years: tuple[int, int] | None = None
    ages: tuple[int, int] | None = None
    act: str = ""


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class PeopleFile:
    """Births, families and homes."""

    share_female_children: Share
    births: dict[int, float]
    children: dict[int, float]
    parent_ages: tuple[int, int]
    homes: Weights
    deaths_at_home: list[HomeDeathFile] = field(default_factory=list)
    leaving: LeavingFile


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class CrossingFile:
    """A place where a border is crossed."""

    near_bank: str = Field(alias="from")
    far_bank: str = Field(alias="to")
    weight: float
    near: list[str] = field(default_factory=list)


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class PlacesFile:
    """Places by the part they play."""

    wider: dict[str, str] = field(default_factory=dict)
    mixed_up: dict[str, str] = field(default_factory=dict)
    crossings: list[CrossingFile]
    groups: dict[str, Weights]


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class FacilityFile:
    """A named facility and where it stands."""

    code: str
    place: str
    weight: float


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class NamePartFile:
    """A surname or a part of a given name, with the ways it is written."""

    text: str
    also: str = ""
    characters: str = ""
    weight: float
    ad_hoc: list[str] = field(default_factory=list)


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class PartialFile:
    """A way to name somebody incompletely, by language."""

    ko: str = ""
    en: str
    weight: float


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class NamesFile:
    """How people are named."""

    order: Literal["family-first", "given-first"]
    separator: str
    inherits: Literal["father", "mother"]
    syllables: dict[int, float]
    shared_syllable: Share
    typos: Literal["hangul", "latin"]
    surnames: list[NamePartFile]
    given_f: list[NamePartFile]
    given_m: list[NamePartFile]
    avoid: list[str] = field(default_factory=list)
    pseudonyms: Weights
    partial: list[PartialFile]


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class EraFile:
    """A count of years of its own."""

    en: str
    ko: str = ""
    first: int
    used: Share


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class CustomsFile:
    """Ways to speak of time."""

    age_counted_from_one: Share = 0.0
    lunar_birthdays: Share = 0.0
    eras: list[EraFile] = field(default_factory=list)


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class AdoptedNamesFile:
    """Names taken on the way."""

    surnames: list[str]
    given: list[str]


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class PriceFile:
    """What is paid, and how often a price is paid at all."""

    chance: Share
    between: tuple[int, int]
    currency: str


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class ActFile:
    """An act that may happen at a step."""

    type: str
    chance: Share = 1.0
    sex: Sex | None = None
    ages: tuple[int, int] = ANY_AGE
    told: Share = 0.88
    heard: Share = 0.55
    agencies: Weights = field(default_factory=dict)
    methods: Weights = field(default_factory=dict)
    outcome: str = ""


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class StayFile:
    """A detention or other stay at a step."""

    types: Weights
    reasons: Weights = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)
    open: bool = False
    told: Share = 0.9
    heard: Share = 0.45


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class TransferFile:
    """A sale of a person at a step."""

    sellers: Weights
    buyers: Weights
    purposes: Weights
    price: PriceFile


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class NextFile:
    """Where a life may go from a step."""

    to: str
    weight: float
    sex: Sex | None = None
    ages: tuple[int, int] = ANY_AGE


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class StepFile:
    """One step of a life on the move."""

    begins: bool = False
    leg: str = ""
    to: str
    lasts: tuple[int, int]
    where: str
    modes: Weights = field(default_factory=dict)
    helpers: Weights = field(default_factory=dict)
    price: PriceFile | None = None
    intercepted: Literal["", "yes", "no"] = ""
    outcome: str = ""
    adopts_name: Share = 0.0
    birth: Share = 0.0
    dies: bool = False
    counts: list[str] = field(default_factory=list)
    told: Share = 0.92
    heard: Share = 0.3
    acts: list[ActFile] = field(default_factory=list)
    stay: StayFile | None = None
    transfer: TransferFile | None = None
    next: list[NextFile] = field(default_factory=list)


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class SeenInFile:
    """How membership of a population can be seen in the tables."""

    table: Literal["acts", "legs", "stays", "transfers"]
    column: str
    codes: list[str]


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class PopulationFile:
    """A population that can be counted."""

    label: str
    seen_in: SeenInFile


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class ReachFile:
    """How hard people are to reach."""

    classes: tuple[str, str]
    near: dict[str, Share]


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class ConsentFile:
    """How often people agree to a purpose, and for whom."""

    agree: Share
    audience: str


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class OrganisationFile:
    """An invented organisation."""

    name: str
    reach: dict[str, Share]
    languages: Weights
    places: dict[str, Weights]
    years: tuple[int, int]
    spelling: Weights
    other_forms: dict[str, Share] = field(default_factory=dict)
    pseudonyms: Share


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class SituationFile:
    """A whole `synth/world.yaml`."""

    schema_: Literal[1] = Field(alias="schema")
    made_up: str
    as_of: datetime.date
    vocabularies: dict[Literal["method", "facility", "reason", "purpose", "relation"], str] = field(
        default_factory=dict
    )
    people: PeopleFile
    relations: dict[str, str]
    places: PlacesFile
    facilities: dict[str, list[FacilityFile]] = field(default_factory=dict)
    facility_named: Share = 0.0
    agency_years: dict[str, tuple[int, int]] = field(default_factory=dict)
    names: NamesFile
    customs: CustomsFile = field(default_factory=CustomsFile)
    adopted_names: AdoptedNamesFile
    steps: dict[str, StepFile]
    first_step: str
    populations: dict[str, PopulationFile]
    reach: ReachFile
    consents: dict[str, ConsentFile]
    withdrawn: Share
    expires_years: dict[int, float]
    connections: dict[Literal["self", "seen", "heard"], str]
    kinds: dict[Literal["self", "relative", "witness"], str]
    organisations: list[OrganisationFile]


Sayings = dict[str, list[str]]


@dataclass(config=_STRICT, frozen=True, slots=True, kw_only=True)
class WordsFile:
    """A whole `synth/words.yaml`: sentences with {slots}, by language.

    Every group must have every language in which an organisation writes.
    """

    schema_: Literal[1] = Field(alias="schema")
    titles: dict[str, str]
    made_up: Sayings
    opening: Sayings
    journey: Sayings
    steps: dict[str, Sayings]
    acts: dict[str, Sayings]
    any_act: Sayings
    stay: Sayings
    transfer: Sayings
    heard: Sayings
    relations: dict[str, dict[str, dict[str, str]]]
    pronouns: dict[str, dict[Literal["self", "f", "m", ""], dict[str, str]]]
    slots: dict[str, dict[str, str]]
    colour: Sayings
    closing: Sayings
