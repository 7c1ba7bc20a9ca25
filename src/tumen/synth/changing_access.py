"""Made-up people who left year by year, of whom ever others could be interviewed; what happened to them is known.

It stands beside a world and changes nothing in it. The rate of what happened moves by a known factor; who arrives, and
who of them can be interviewed, moves too: doors close, open for some, and open again. So counts of what was told by
year say one thing and the truth another.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tumen.errors import WorldError, WorldExists
from tumen.model import Run, input_sha256
from tumen.model.folders import replacing

__all__ = ["ChangingAccess", "tell_years", "write_years"]

Floats = NDArray[np.float64]
_README = """\
EVERYTHING IN THIS FOLDER IS MADE UP.

Nobody in it exists and nothing in it took place. people.csv and events.csv are what those told who could be
interviewed; arrivals.csv counts all who arrived; truth/ says how the rate really moved. Never give truth/ to what is
being tested.
"""
_REGIONS = ("border", "coast", "inland")
_RATE = (3.0, 1.0, 0.5)  # times the base rate, by region
_WOMEN = 0.6  # times the rate of men
_JUST_BEFORE = 2.0  # times as often in the year before leaving
_CLOSED, _REOPENED = 2 / 3, 0.85  # when doors close and open again, as a share of the years
_OPEN = (0.7, 0.7, 0.7)  # who is interviewed while doors are open, by region
_SHUT = (0.03, 0.15, 0.25)  # while they are shut: through friends, mostly of those from far away


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangingAccess:
    """Settings. Equal settings make equal tables.

    Attributes:
        people: how many arrived, 200 … 200,000.
        seed: any whole number from 0.
        first, last: years in which people left.
        factor: how many times as often it happens in the last year as in the first.
        rate: events per person-year in the first year, of men in the middle region, more than a year before leaving.
    """

    people: int = 4000
    seed: int = 1
    first: int = 2000
    last: int = 2024
    factor: float = 1.0
    rate: float = 0.05

    def __post_init__(self) -> None:
        fits = 200 <= self.people <= 200_000 and self.seed >= 0 and 5 <= self.last - self.first <= 100
        if not (fits and 0.05 <= self.factor <= 20 and 0.001 <= self.rate <= 1):
            raise WorldError("These people cannot be made: a setting is out of its range.")

    def rate_in(self, year: float) -> float:
        """The true factor of a year: it rises or falls evenly on the logarithm."""
        return float(self.factor ** ((year - self.first) / (self.last - self.first)))


def tell_years(settings: ChangingAccess) -> dict[str, str]:
    """Four tables as CSV: `people` and `events` of those interviewed, `arrivals` of all, and `truth`.

    `truth` has each year's rate over the first year's; it is the same in every group.
    """
    rng = np.random.default_rng([settings.seed, 8])
    left, region, woman = _leavers(settings, rng)
    since = left - rng.uniform(2.0, 14.0, len(left))
    arrived = left + rng.exponential(1.0, len(left))
    asked = arrived + rng.exponential(0.5, len(left))
    heard = rng.random(len(left)) < _open_to(settings, asked, region)
    heard &= asked < settings.last + 1
    here = arrived < settings.last + 1
    year = np.floor(arrived).astype(int)
    people, events = [], []
    for at in np.flatnonzero(heard):
        name = f"p{at:06d}"
        sex = "f" if woman[at] else "m"
        people.append((name, _written(since[at]), _written(left[at]), _written(asked[at]), year[at],
                       _REGIONS[region[at]], sex, "yes"))  # fmt: skip
        happened = _happened(settings, rng, since[at], left[at], region[at], woman=bool(woman[at]))
        events += [(name, _written(when), "yes") for when in happened]
    counted = Counter(
        (int(year[at]), _REGIONS[region[at]], "f" if woman[at] else "m") for at in np.flatnonzero(here)
    )
    return {
        "people": _csv(("person", "from", "until", "interviewed", "arrived", "region", "sex", "made_up"), people),
        "events": _csv(("person", "date", "made_up"), events),
        "arrivals": _csv(("arrived", "region", "sex", "count"), [(*key, n) for key, n in sorted(counted.items())]),
        "truth": _csv(
            ("year", "times_the_first_year"),
            [(y, round(settings.rate_in(y + 0.5), 6)) for y in range(settings.first, settings.last + 1)],
        ),
    }  # fmt: skip


def _leavers(
    settings: ChangingAccess, rng: np.random.Generator
) -> tuple[Floats, NDArray[np.int64], NDArray[np.bool_]]:
    """When people left, from where, and whether they are women; few leave at the end, and ever more women."""
    span = settings.last + 1 - settings.first
    part = rng.beta(1.6, 2.0, settings.people)
    shares = np.stack([0.3 + 0.4 * part, 0.3 - 0.1 * part, 0.4 - 0.3 * part], axis=1)
    region = (rng.random((len(part), 1)) > shares.cumsum(1)[:, :2]).sum(1)
    return settings.first + span * part, region, rng.random(len(part)) < 0.35 + 0.5 * part


def _open_to(settings: ChangingAccess, asked: Floats, region: NDArray[np.int64]) -> Floats:
    """The chance to be interviewed at a time."""
    part = (asked - settings.first) / (settings.last + 1 - settings.first)
    shut = (part >= _CLOSED) & (part < _REOPENED)
    return np.where(shut, np.array(_SHUT)[region], np.array(_OPEN)[region])


def _happened(
    settings: ChangingAccess, rng: np.random.Generator, since: float, left: float, region: int, *, woman: bool
) -> list[float]:
    """Times at which it happened to one person: a Poisson process, thinned."""
    own = settings.rate * _RATE[region] * (_WOMEN if woman else 1.0)
    most = own * _JUST_BEFORE * max(settings.rate_in(since), settings.rate_in(left))
    when = rng.uniform(since, left, rng.poisson(most * (left - since)))
    kept = rng.random(len(when))
    return sorted(
        float(t)
        for t, u in zip(when, kept, strict=True)
        if u * most < own * settings.rate_in(t) * (_JUST_BEFORE if left - t < 1 else 1.0)
    )


def _written(when: float) -> str:
    """A time as year and month."""
    return f"{int(when)}-{int(when % 1 * 12) + 1:02d}"


def _csv(header: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def write_years(settings: ChangingAccess, out: Path) -> Run:
    """Write people.csv, events.csv, arrivals.csv and truth/years.csv into a folder, all of it or nothing.

    Raises:
        WorldExists: something else already stands there.
    """
    contents = {
        ("truth/years.csv" if name == "truth" else f"{name}.csv"): text.encode()
        for name, text in tell_years(settings).items()
    } | {"README.txt": _README.encode()}
    run = Run(
        kind="synth-years", recipe=asdict(settings), inputs={"settings": _sha256(settings)}, seed=settings.seed,
        outputs={name: input_sha256(content) for name, content in sorted(contents.items())},
    )  # fmt: skip
    plain = json.dumps({"made_up": True, **run.as_dict()}, ensure_ascii=False, indent=2) + "\n"
    refusal = WorldExists(f"{out} exists; nothing was written.", hint="Choose another folder.", path=str(out))
    with replacing(out, kind="synth-years", refusal=refusal) as fresh:
        (fresh / "truth").mkdir()
        for name, content in {**contents, "manifest.json": plain.encode()}.items():
            (fresh / name).write_bytes(content)
    return run


def _sha256(settings: ChangingAccess) -> str:
    """Nothing is read but the settings."""
    return input_sha256(json.dumps(asdict(settings), sort_keys=True).encode())
