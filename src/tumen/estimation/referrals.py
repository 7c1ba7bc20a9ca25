"""People who brought each other: respondent-driven sampling.

Source: Volz and Heckathorn (2008), Journal of Official Statistics 24, 79 (the estimator RDS-II); Baraff, McCormick and
Raftery (2016), Proceedings of the National Academy of Sciences 113, 14668 (the tree bootstrap); Heckathorn (2002),
Social Problems 49, 11 (homophily); Gile, Johnston and Salganik (2015), Journal of the Royal Statistical Society A 178,
241 (what to check).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.estimation.contract import LARGEST, NOT_DETERMINED, OK, Answer, refuse, require
from tumen.estimation.sheet import Sheet, raise_faults
from tumen.model import Interval
from tumen.progress import Progress, check

__all__ = ["ReferralChains", "ReferralShare"]

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
_AT_ONCE = 2_000_000  # people drawn together; bounds the memory
_FEW_WAVES = 4
_ENDLESS = 1e6  # times the sample: beyond this a population is as good as endless
_FEW_CHOICES = 20  # first people and people who brought several, without whom trees drawn again are all alike
_UNSETTLED = 0.05  # change of the share over the second half of the waves that is worth a word


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReferralChains:
    """Who brought whom, how many others each knows, and who has a trait; made by `from_csv` or `from_sheet`.

    Attributes:
        recruiter: int array (n,), row of who brought this person; -1 for those who were there first.
        degree: float array (n,), people of the population whom this person knows.
        trait: float array (n,) of 0 and 1.
        wave: int array (n,), steps from somebody who was there first.
        seed: int array (n,), row of the first of this person's chain.
        sha256: hash of the canonical table.
    """

    recruiter: Codes
    degree: Floats
    trait: Floats
    wave: Codes
    seed: Codes
    sha256: str

    @property
    def observed(self) -> int:
        """People interviewed."""
        return len(self.trait)

    @classmethod
    def from_csv(
        cls, text: str, *, trait: tuple[str, str], person: str = "id", recruiter: str = "recruiter",
        degree: str = "degree",
    ) -> ReferralChains:  # fmt: skip
        """Read one row a person.

        Args:
            text: CSV with a header row.
            trait: (column, text): who has the trait.
            person: column of a code for the person, such as the number of the coupon.
            recruiter: column of the code of who brought them; empty for those who were there first.
            degree: column of how many people of the population they know.

        Raises:
            SampleError: every fault at once.
        """
        sheet = Sheet.from_csv(text)
        return cls.from_sheet(sheet, trait=trait, person=person, recruiter=recruiter, degree=degree)

    @classmethod
    def from_sheet(
        cls, sheet: Sheet, *, trait: tuple[str, str], person: str = "id", recruiter: str = "recruiter",
        degree: str = "degree",
    ) -> ReferralChains:  # fmt: skip
        """As `from_csv`, from a `Sheet`."""
        # Roles are read in the order of their names, so that people are sorted by their code.
        sheet = sheet.take({"a person": person, "by": recruiter, "degree": degree, "trait": trait[0]})
        faults: list[str] = []
        people = sheet.known("a person", faults)
        degrees = sheet.numbers("degree", faults, low=1)
        above = _above(people, sheet.text("by"), faults)
        has = np.array([cell == trait[1] for cell in sheet.known("trait", faults)], dtype=float)
        raise_faults(faults)
        wave, seed = _waves(above, faults)
        raise_faults(faults)
        return cls(
            recruiter=above,
            degree=degrees,
            trait=has,
            wave=wave,
            seed=seed,
            sha256=Sheet.from_columns({"table": [sheet.sha256], "trait": [trait[1]]}).sha256,
        )


def _above(people: tuple[str, ...], by: tuple[str, ...], faults: list[str]) -> Codes:
    rows = {name: row for row, name in enumerate(people)}
    if len(rows) < len(people):
        faults.append(f"{len(people) - len(rows)} codes of persons stand twice.")
    unknown = [name for name in by if name and name not in rows]
    if unknown:
        faults.append(f"{len(unknown)} rows name a recruiter who is not in the table.")
    return np.array([rows.get(name, -1) if name else -1 for name in by], dtype=np.int64)


def _waves(above: Codes, faults: list[str]) -> tuple[Codes, Codes]:
    """Steps from the first, and who that was; people who brought each other in a circle are a fault."""
    wave, seed = np.full(len(above), -1), np.arange(len(above))
    wave[above < 0] = 0
    for step in range(1, len(above) + 1):
        new = (wave < 0) & (wave[above] == step - 1) & (above >= 0)
        if not new.any():
            break
        wave[new], seed[new] = step, seed[above[new]]
    if (wave < 0).any():
        faults.append(f"{(wave < 0).sum()} people brought each other in a circle.")
    return wave, seed


def _weights(degree: Floats, population: float | None) -> Floats:
    """One over the chance of being in the sample, up to a factor.

    Brought without replacement from a population of known size, somebody with degree d is missed with the chance
    exp(-d t); t is such that those in the sample stand for the whole population. The larger that is, the closer
    the weights are to 1/d.

    Source: Gile (2011), Journal of the American Statistical Association 106, 135; the chance by Rosen (1972),
        Annals of Mathematical Statistics 43, 373.
    """
    if population is None or population > _ENDLESS * len(degree):
        return 1.0 / degree
    if population <= len(degree) * (1 + 1e-9):
        return np.ones(len(degree))

    def surplus(log_t: float) -> float:
        return float((-1.0 / np.expm1(-degree * np.exp(log_t))).sum()) - population

    found = scipy.optimize.brentq(
        surplus, -30.0 - np.log(degree.max()), 6.0 - np.log(degree.min()), xtol=1e-13
    )
    return np.asarray(-1.0 / np.expm1(-degree * np.exp(found)))


def _share(chains: ReferralChains, weight: Floats, rows: NDArray[np.bool_] | None = None) -> float:
    """Weighted share of those with the trait."""
    asked = np.ones(chains.observed, dtype=bool) if rows is None else rows
    return float(weight[asked] @ chains.trait[asked] / weight[asked].sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralShare:
    """The share of a population that has a trait, from people who brought each other (RDS-II).

    Everybody weighs one over the number of people they know. The interval is that of the tree bootstrap: those
    who were there first are drawn again, then whom each of them brought, and so on down the chains.

    Attributes:
        population: people in all, where the sample is a good part of them; None: weights as if it were a small one.
        replicates: trees drawn.
        min_observed: fewest people for which a number is given.
        min_choices: fewest first people and people who brought several; with fewer, trees drawn again are so alike
            that the interval would be far too narrow.

    Source: Volz and Heckathorn (2008), Journal of Official Statistics 24, 79; Baraff, McCormick and Raftery (2016),
        Proceedings of the National Academy of Sciences 113, 14668.
    """

    id: ClassVar[str] = "rds-ii"
    title: ClassVar[str] = "Share by respondent-driven sampling (Volz and Heckathorn)"
    unit: ClassVar[str] = "share, 0-1"
    needs_rng: ClassVar[bool] = True
    avoid: ClassVar[tuple[str, ...]] = (
        "As a count: it gives shares, and no number of people.",
        "Where groups do not know each other; without `population`, where the sample is a large part of it.",
        "Where people were chosen by staff and not brought by one another.",
    )

    population: float | None = None
    replicates: int = 2000
    min_observed: int = 30
    min_choices: int = 10

    def __post_init__(self) -> None:
        require(self.population is None or 0 < self.population < LARGEST, "population is a number above 0.")
        require(self.min_choices >= 1, "min_choices must be at least 1.")
        require(100 <= self.replicates <= 100_000, "replicates lies between 100 and 100,000.")
        require(self.min_observed >= 1, "min_observed must be at least 1.")

    def assumptions(self) -> tuple[str, ...]:
        return (
            "People bring somebody at random among those they know, whatever the trait.",
            "Who knows somebody is known by them, and everybody is connected with everybody through others.",
            "People said rightly how many they know.",
            "Chains ran long enough to forget with whom they began.",
            "The sample is a small part of all."
            if self.population is None
            else f"There are {self.population:,.0f} people in all, and nobody was asked twice.",
        )

    def answer(
        self, sample: ReferralChains, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        if sample.observed < self.min_observed:
            return refuse(f"only {sample.observed} people; at least {self.min_observed} are needed")
        if sample.wave.max() < 1:
            return refuse("nobody was brought by anybody: this is no chain")
        if self.population is not None and self.population < sample.observed:
            return refuse("the sample is larger than the population")
        weight = _weights(sample.degree, self.population)
        told = _checks(sample, weight)
        if len(np.unique(sample.trait)) == 1:
            return Answer(
                status=NOT_DETERMINED, diagnostics={**told, "why": "everybody is alike in the trait"}
            )
        if told["choices"] < self.min_choices:
            why = f"only {told['choices']} first people or people who brought several: trees drawn again are too alike"
            return Answer(status=NOT_DETERMINED, diagnostics={**told, "why": why})
        shares = _tree_bootstrap(sample, weight, self.replicates, rng, progress)
        ends = np.quantile(shares, [(1 - level) / 2, (1 + level) / 2])
        point, error = _share(sample, weight), float(shares.std(ddof=1))
        told |= {"se": error, "design_effect": error**2 / (point * (1 - point) / sample.observed)}
        interval = Interval(level=level, low=min(float(ends[0]), point), high=max(float(ends[1]), point))
        return Answer(status=OK, point=point, interval=interval, diagnostics=told)


def _tree_bootstrap(
    chains: ReferralChains, weight: Floats, replicates: int, rng: np.random.Generator, progress: Progress
) -> Floats:
    order = np.argsort(chains.recruiter, kind="stable")
    firsts = np.flatnonzero(chains.recruiter < 0)
    brought = np.bincount(chains.recruiter[chains.recruiter >= 0], minlength=chains.observed)
    begin = len(firsts) + np.cumsum(brought) - brought  # where a person's recruits stand in `order`
    at_once = max(1, _AT_ONCE // chains.observed)
    found = []
    progress.start(replicates, "Drawing chains again")
    for done in range(0, replicates, at_once):
        check(progress)
        trees = min(at_once, replicates - done)
        tree = np.repeat(np.arange(trees), len(firsts))
        now = firsts[rng.integers(0, len(firsts), len(tree))]
        above, below = np.zeros(trees), np.zeros(trees)
        while now.size:
            above += np.bincount(tree, weight[now] * chains.trait[now], trees)
            below += np.bincount(tree, weight[now], trees)
            number = brought[now]
            pick = rng.integers(0, np.repeat(number, number))
            now, tree = order[np.repeat(begin[now], number) + pick], np.repeat(tree, number)
        found.append(above / below)
        progress.advance(trees)
    return np.concatenate(found)


def _checks(chains: ReferralChains, weight: Floats) -> dict[str, Any]:
    """Homophily of recruitment, convergence over the waves, and how far chains from different first people differ."""
    seeds = int((chains.recruiter < 0).sum())
    waves = [int(n) for n in np.bincount(chains.wave)]
    shares = [_share(chains, weight, chains.wave <= step) for step in range(len(waves))]
    change = abs(shares[-1] - shares[len(shares) // 2])
    chains_of = {int(s): float(_share(chains, weight, chains.seed == s)) for s in np.unique(chains.seed)}
    several = int((np.bincount(chains.recruiter[chains.recruiter >= 0]) > 1).sum())
    choices = several + (seeds if seeds > 1 else 0)
    said = [f"only {seeds} chain: how chains differ cannot be seen"] if seeds < 2 else []
    said += (
        [f"only {len(waves) - 1} waves: the first people may still show"] if len(waves) <= _FEW_WAVES else []
    )
    few = choices < _FEW_CHOICES
    said += (
        [f"only {choices} first people or people who brought several: the interval is too narrow"]
        if few
        else []
    )
    said += [f"the share still moved by {change:.0%} over the later waves"] if change > _UNSETTLED else []
    return {
        "first_people": seeds,
        "choices": choices,
        "people_by_wave": waves,
        "share_by_wave": shares,
        "share_by_chain": list(chains_of.values()),
        "unweighted_share": float(chains.trait.mean()),
        "recruitment": _recruitment(chains, _share(chains, weight)),
        "cautions": tuple(said),
    }


def _recruitment(chains: ReferralChains, share: float) -> dict[str, object]:
    """Who brought whom, and homophily: -1 only others, 0 as if at random, 1 only their like."""
    brought = chains.recruiter >= 0
    by, who = chains.trait[chains.recruiter[brought]], chains.trait[brought]
    found = {}
    for name, value, whole in (("with", 1.0, share), ("without", 0.0, 1 - share)):
        alike = float((who[by == value] == value).mean()) if (by == value).any() else float("nan")
        scale = (1 - whole) if alike >= whole else whole
        good = scale > 0 and np.isfinite(alike)
        found[name] = {
            "brought": int((by == value).sum()),
            "of_their_like": int((who[by == value] == value).sum()),
            "homophily": (alike - whole) / scale if good else None,
        }
    return dict(found)
