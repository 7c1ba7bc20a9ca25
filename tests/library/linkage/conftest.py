"""Small made-up worlds: persons, and what several sources say of them in differing scripts and precision."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

import numpy as np
import pytest

from tumen import names

FAMILY = tuple("김이박최정강조윤장임한오서신권황안송류홍")
GIVEN = tuple("영철희수옥순미정은혁진성호광금남숙화경애일룡명춘선학")


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    rows: tuple[dict[str, str], ...]
    truth: dict[str, str]


def make_world(persons: int, *, seed: int = 0, mean: float = 2.0) -> World:
    rng = np.random.default_rng(seed)
    rows: list[dict[str, str]] = []
    owner: list[str] = []
    for person in range(persons):
        name = "".join(str(rng.choice(part)) for part in (FAMILY, GIVEN, GIVEN))
        born = datetime.date(1950, 1, 1) + datetime.timedelta(days=int(rng.integers(18_000)))
        left = int(rng.integers(born.year + 17, born.year + 45))
        place, sex = f"place-{rng.integers(12)}", str(rng.choice(["f", "f", "f", "m"]))
        for _ in range(1 + rng.poisson(mean - 1)):
            owner.append(str(person))
            rows.append(
                {
                    "source_id": f"s{len(rows)}",
                    "organisation": f"o{rng.integers(3)}",
                    "name": name if rng.random() < 0.5 else names.romanise(name, system=_system(rng)),
                    "sex": sex if rng.random() < 0.9 else "",
                    "birth": _birth(rng, born),
                    "birthplace": place if rng.random() < 0.6 else "",
                    "left": str(left + int(rng.choice([0, 0, 0, 0, 1]))) if rng.random() < 0.6 else "",
                }
            )
    ids = [f"m{number:05d}" for number in rng.permutation(len(rows))]
    for mention, row in zip(ids, rows, strict=True):
        row["mention_id"] = mention
    return World(rows=tuple(rows), truth=dict(zip(ids, owner, strict=True)))


def _system(rng: np.random.Generator) -> names.System:
    systems: tuple[names.System, ...] = get_args(names.System)
    return systems[int(rng.integers(len(systems)))]


def _birth(rng: np.random.Generator, born: datetime.date) -> str:
    chance = rng.random()
    if chance < 0.3:
        return ""
    year = born.year + (int(rng.integers(-1, 2)) if rng.random() < 0.1 else 0)
    return f"{year}" if chance < 0.7 else f"{year}-{born.month:02d}-{min(born.day, 28):02d}"


@pytest.fixture(scope="session")
def world() -> Callable[..., World]:
    return make_world
