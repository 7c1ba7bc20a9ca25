"""What somebody asks of a made-up world, and of made-up happenings that many people tell of."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from tumen.errors import WorldError
from tumen.vocab import DEFAULT_PACK

FEWEST, MOST = 200, 1_000_000
TEXTS_BY_DEFAULT_UP_TO = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Settings of a made-up world. Equal settings make equal worlds, byte for byte.

    Attributes:
        people: how many people there are, 200 … 1,000,000.
        seed: any whole number from 0.
        pack: the situation whose `synth/world.yaml` is used.
        organisations: how many organisations record, 2 … 20.
        coverage: factor on every chance of being recorded; 1 is the pack's own.
        heterogeneity: 1 keeps the pack's difference between people who are easy and hard to reach; 0 gives
            everybody the same chances, so that the lists are independent.
        never_reachable: share 0 … 0.9 of people whom no organisation can record, by no way.
        typing_mistakes: share 0 … 1 of written names with one typing mistake.
        texts: how many interviews get a readable text, in the order of sources.csv; None means all of
            them up to 2,000 people and none above.
    """

    people: int = 2000
    seed: int = 1
    pack: str = DEFAULT_PACK
    organisations: int = 5
    coverage: float = 1.0
    heterogeneity: float = 1.0
    never_reachable: float = 0.0
    typing_mistakes: float = 0.03
    texts: int | None = None

    def __post_init__(self) -> None:
        _refuse_outside(
            "This world cannot be made",
            ("people", self.people, FEWEST, MOST),
            ("seed", self.seed, 0, 2**63),
            ("organisations", self.organisations, 2, 20),
            ("coverage", self.coverage, 0.05, 3),
            ("heterogeneity", self.heterogeneity, 0, 1),
            ("never_reachable", self.never_reachable, 0, 0.9),
            ("typing_mistakes", self.typing_mistakes, 0, 1),
            ("texts", self.texts or 0, 0, 100 * MOST),
        )

    @property
    def text_limit(self) -> int:
        """How many interviews get a readable text."""
        if self.texts is not None:
            return self.texts
        return 100 * MOST if self.people <= TEXTS_BY_DEFAULT_UP_TO else 0

    def as_dict(self) -> dict[str, object]:
        """Every setting, as plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happenings:
    """Settings of a made-up table of accounts. Equal settings make equal tables.

    Attributes:
        events: how many happenings, 5 … 20,000.
        seed: any whole number from 0.
        pack: the situation whose `synth/happenings.yaml` is used.
        organisations: how many organisations hear the accounts.
        repeated: share of happenings that follow another of the same kind in the same place within some weeks.
        hearsay: chance that a witness's account is passed on to somebody who tells it too.
        printed: mean number of reports about a happening, some of which quote others.
    """

    events: int = 60
    seed: int = 1
    pack: str = DEFAULT_PACK
    organisations: int = 5
    repeated: float = 0.15
    hearsay: float = 0.35
    printed: float = 0.5

    def __post_init__(self) -> None:
        _refuse_outside(
            "These happenings cannot be made",
            ("events", self.events, 5, 20_000),
            ("seed", self.seed, 0, 2**63),
            ("organisations", self.organisations, 2, 20),
            ("repeated", self.repeated, 0, 0.9),
            ("hearsay", self.hearsay, 0, 0.9),
            ("printed", self.printed, 0, 10),
        )

    def as_dict(self) -> dict[str, object]:
        """Every setting, as plain data."""
        return asdict(self)


def _refuse_outside(otherwise: str, *settings: tuple[str, float, float, float]) -> None:
    """Each setting is its name, its value, the least and the most that it may be."""
    faults = [
        f"{name} = {value} is not within {low} … {high}"
        for name, value, low, high in settings
        if not low <= value <= high
    ]
    if faults:
        raise WorldError(f"{otherwise}: {'; '.join(faults)}.")
