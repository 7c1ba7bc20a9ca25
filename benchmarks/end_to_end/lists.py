"""Made-up lists of made-up people: who is on which list is known, and so is how many there are.

Names, towns and spellings come from the situation pack that `tumen.synth` uses; everything else is stated in a
`Design`: how likely each list records somebody who is easy or hard to reach, which list sends people on to which,
and what is not written down.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from tumen.synth import naming
from tumen.synth.dice import Dice
from tumen.synth.loading import load
from tumen.vocab import DEFAULT_PACK

Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """A population and the lists that record some of it.

    Attributes:
        people: how many there are; the number to be found.
        chances: for each class of people, the chance of each list to record somebody of it.
        shares: of the classes.
        referrals: (from, to, chance): whom the first list records, it sends to the second.
        method: the estimator, and its settings.
        birth_missing, town_missing: share of rows without.
        typing: share of names with a typing mistake.
    """

    people: int
    chances: tuple[tuple[float, ...], ...]
    shares: tuple[float, ...] = (1.0,)
    referrals: tuple[tuple[int, int, float], ...] = ()
    method: str = "independence"
    settings: dict[str, object] = field(default_factory=dict)
    birth_missing: float = 0.40
    town_missing: float = 0.25
    typing: float = 0.10


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Rows as the organisations hold them, and the person of each."""

    rows: list[Row]
    truth: dict[str, str]
    population: int


def make(design: Design, seed: int) -> Lists:
    """Draw the people and their lists; each list names a person once, under its own way of spelling."""
    rng = np.random.default_rng([seed, 20_260])
    on = recorded(design, rng)
    situation = load(DEFAULT_PACK, on.shape[1])
    dice = Dice(rng)
    rows: list[Row] = []
    truth: dict[str, str] = {}
    for person in np.flatnonzero(on.any(axis=1)).tolist():
        sex = "fm"[dice.below(2)]
        name = naming.true_name(dice, situation, sex, surname=None, shared_with=None)
        name.adopt(dice, situation)
        birth = (date(1945, 1, 1) + timedelta(days=dice.below(50 * 365))).isoformat()
        town = dice.pick(situation.homes)
        for number in np.flatnonzero(on[person]).tolist():
            organisation = situation.organisations[number]
            spelling = dice.pick(organisation.spelling)
            mention = f"m{rng.integers(1 << 48):012x}"
            truth[mention] = str(person)
            rows.append({
                "mention_id": mention, "source_id": organisation.name, "organisation": organisation.name,
                "name": naming.spell(dice, situation, name, spelling, design.typing), "sex": sex,
                "birth": "" if dice.chance(design.birth_missing) else birth,
                "birthplace": "" if dice.chance(design.town_missing) else town,
            })  # fmt: skip
    rows.sort(key=lambda row: row["mention_id"])
    return Lists(rows=rows, truth=truth, population=design.people)


def recorded(design: Design, rng: np.random.Generator) -> np.ndarray:
    """Who is on which list, shape (people, lists)."""
    classes = rng.choice(len(design.shares), size=design.people, p=design.shares)
    chances = np.array(design.chances)[classes]
    on = rng.random(chances.shape) < chances
    for sender, receiver, chance in design.referrals:
        on[:, receiver] |= on[:, sender] & (rng.random(design.people) < chance)
    return on
