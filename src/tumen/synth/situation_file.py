"""The shape of a pack's `synth/world.yaml` and `synth/words.yaml`: outside data, checked once on the way in."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Sex = Literal["f", "m"]
Share = float
ANY_AGE = (0, 150)
Weights = dict[str, float]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LeavingFile(_Strict):
    """Who leaves, when, and how often relatives go together."""

    chance: dict[Sex, Share]
    ages: tuple[int, int]
    together: Share
    years: dict[int, float]


class HomeDeathFile(_Strict):
    """Deaths of people who never left: in given years, or at given ages."""

    chance: Share
    years: tuple[int, int] | None = None
    ages: tuple[int, int] | None = None
    act: str = ""


class PeopleFile(_Strict):
    """Births, families and homes."""

    share_female_children: Share
    births: dict[int, float]
    children: dict[int, float]
    parent_ages: tuple[int, int]
    homes: Weights
    deaths_at_home: list[HomeDeathFile] = []
    leaving: LeavingFile


class CrossingFile(_Strict):
    """A place where a border is crossed."""

    near_bank: str = Field(alias="from")
    far_bank: str = Field(alias="to")
    weight: float
    near: list[str] = []


class PlacesFile(_Strict):
    """Places by the part they play."""

    wider: dict[str, str] = {}
    mixed_up: dict[str, str] = {}
    crossings: list[CrossingFile]
    groups: dict[str, Weights]


class FacilityFile(_Strict):
    """A named facility and where it stands."""

    code: str
    place: str
    weight: float


class NamePartFile(_Strict):
    """A surname or a part of a given name, with the ways it is written."""

    text: str
    also: str = ""
    characters: str = ""
    weight: float
    ad_hoc: list[str] = []


class PartialFile(_Strict):
    """A way to name somebody incompletely, by language."""

    ko: str = ""
    en: str
    weight: float


class NamesFile(_Strict):
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
    avoid: list[str] = []
    pseudonyms: Weights
    partial: list[PartialFile]


class EraFile(_Strict):
    """A count of years of its own."""

    en: str
    ko: str = ""
    first: int
    used: Share


class CustomsFile(_Strict):
    """Ways to speak of time."""

    age_counted_from_one: Share = 0.0
    lunar_birthdays: Share = 0.0
    eras: list[EraFile] = []


class AdoptedNamesFile(_Strict):
    """Names taken on the way."""

    surnames: list[str]
    given: list[str]


class PriceFile(_Strict):
    """What is paid, and how often a price is paid at all."""

    chance: Share
    between: tuple[int, int]
    currency: str


class ActFile(_Strict):
    """An act that may happen at a step."""

    type: str
    chance: Share = 1.0
    sex: Sex | None = None
    ages: tuple[int, int] = ANY_AGE
    told: Share = 0.88
    heard: Share = 0.55
    agencies: Weights = {}
    methods: Weights = {}
    outcome: str = ""


class StayFile(_Strict):
    """A detention or other stay at a step."""

    types: Weights
    reasons: Weights = {}
    outcomes: dict[str, str] = {}
    open: bool = False
    told: Share = 0.9
    heard: Share = 0.45


class TransferFile(_Strict):
    """A sale of a person at a step."""

    sellers: Weights
    buyers: Weights
    purposes: Weights
    price: PriceFile


class NextFile(_Strict):
    """Where a life may go from a step."""

    to: str
    weight: float
    sex: Sex | None = None
    ages: tuple[int, int] = ANY_AGE


class StepFile(_Strict):
    """One step of a life on the move."""

    begins: bool = False
    leg: str = ""
    to: str
    lasts: tuple[int, int]
    where: str
    modes: Weights = {}
    helpers: Weights = {}
    price: PriceFile | None = None
    intercepted: Literal["", "yes", "no"] = ""
    outcome: str = ""
    adopts_name: Share = 0.0
    birth: Share = 0.0
    dies: bool = False
    counts: list[str] = []
    told: Share = 0.92
    heard: Share = 0.3
    acts: list[ActFile] = []
    stay: StayFile | None = None
    transfer: TransferFile | None = None
    next: list[NextFile] = []


class SeenInFile(_Strict):
    """How membership of a population can be seen in the tables."""

    table: Literal["acts", "legs", "stays", "transfers"]
    column: str
    codes: list[str]


class PopulationFile(_Strict):
    """A population that can be counted."""

    label: str
    seen_in: SeenInFile


class ReachFile(_Strict):
    """How hard people are to reach."""

    classes: tuple[str, str]
    near: dict[str, Share]


class ConsentFile(_Strict):
    """How often people agree to a purpose, and for whom."""

    agree: Share
    audience: str


class OrganisationFile(_Strict):
    """An invented organisation."""

    name: str
    reach: dict[str, Share]
    languages: Weights
    places: dict[str, Weights]
    years: tuple[int, int]
    spelling: Weights
    other_forms: dict[str, Share] = {}
    pseudonyms: Share


class SituationFile(_Strict):
    """A whole `synth/world.yaml`."""

    schema_: Literal[1] = Field(alias="schema")
    made_up: str
    as_of: datetime.date
    vocabularies: dict[Literal["method", "facility", "reason", "purpose", "relation"], str] = {}
    people: PeopleFile
    relations: dict[str, str]
    places: PlacesFile
    facilities: dict[str, list[FacilityFile]] = {}
    facility_named: Share = 0.0
    agency_years: dict[str, tuple[int, int]] = {}
    names: NamesFile
    customs: CustomsFile = CustomsFile()
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


class WordsFile(_Strict):
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
