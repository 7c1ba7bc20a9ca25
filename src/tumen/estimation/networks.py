"""How many people of a hidden group do others know? The network scale-up method.

Source: Killworth and others (1998), Social Networks 20, 23 (mean of ratios), and Evaluation Review 22, 289 (ratio of
sums); Feehan and Salganik (2016), Sociological Methodology 46, 153 (adjustment factors and the generalised form).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from tumen.estimation.contract import LARGEST, NOT_DETERMINED, OK, Answer, refuse, require
from tumen.estimation.sheet import Sheet, raise_faults
from tumen.model import Interval
from tumen.progress import Progress, check

__all__ = ["GeneralisedScaleUp", "NetworkReports", "ScaleUp"]

Floats = NDArray[np.float64]
_TOLD = (0.25, 0.5, 0.75, 1.0)  # shares of their contacts in the group whom people know to be in it
_DEGREES = (0.5, 0.75, 1.0, 1.25)  # contacts of the hidden, over contacts of the others
_OFF = 2.0  # factor by which a known group may be missed before that is worth a word


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NetworkReports:
    """How many people of several groups each respondent knows; made by `from_csv` or `from_sheet`.

    Attributes:
        hidden: float array (n,), people of the hidden group known.
        known: float array (n, k), people known of each group of known size.
        sizes: float array (k,), how many there are of each.
        groups: names of the k groups.
        population: people in all among whom respondents and groups live.
        weights: float array (n,).
        visible: float array (m, k): for members of the hidden group, how many people of each group know that they
            belong to it; m is 0 where none were asked.
        sha256: hash of the canonical tables.
    """

    hidden: Floats
    known: Floats
    sizes: Floats
    groups: tuple[str, ...]
    population: float
    weights: Floats
    visible: Floats
    sha256: str

    @property
    def observed(self) -> int:
        """Respondents."""
        return len(self.hidden)

    @classmethod
    def from_csv(
        cls,
        text: str,
        *,
        hidden: str,
        known: Mapping[str, float],
        population: float,
        weight: str | None = None,
        members: str = "",
    ) -> NetworkReports:
        """Read one row a respondent.

        Args:
            text: CSV with a header row.
            hidden: column of how many people of the hidden group they know.
            known: column of how many people of another group they know → how many of these there are.
            population: people in all.
            weight: column of how many each respondent stands for.
            members: CSV of members of the hidden group with the same columns as in `known`: how many of these
                people know that they belong to it.

        Raises:
            SampleError: every fault at once.
        """
        told = Sheet.from_csv(members) if members else None
        return cls.from_sheet(
            Sheet.from_csv(text),
            hidden=hidden,
            known=known,
            population=population,
            weight=weight,
            members=told,
        )

    @classmethod
    def from_sheet(
        cls,
        sheet: Sheet,
        *,
        hidden: str,
        known: Mapping[str, float],
        population: float,
        weight: str | None = None,
        members: Sheet | None = None,
    ) -> NetworkReports:
        """As `from_csv`, from `Sheet`s."""
        groups = tuple(sorted(known))
        sizes = np.array([known[name] for name in groups], dtype=float)
        faults = _size_faults(sizes, population)
        roles = {f"knows {name}": name for name in groups}
        sheet = sheet.take(roles | {"hidden": hidden} | ({"weight": weight} if weight else {}))
        columns = [sheet.numbers(f"knows {name}", faults, low=0, whole="people") for name in groups]
        met = sheet.numbers("hidden", faults, low=0, whole="people")
        weights = sheet.numbers("weight", faults, low=0) if weight else np.ones(len(met))
        faults += ["Weights must be greater than 0."] if (weights <= 0).any() else []
        aware, hashed = np.zeros((0, len(groups))), ""
        if members is not None:
            members = members.take(roles)
            seen = [members.numbers(f"knows {name}", faults, low=0, whole="people") for name in groups]
            aware, hashed = np.array(seen).T, members.sha256
        raise_faults(faults)
        told: dict[str, list[object]] = {"table": [sheet.sha256], "members": [hashed]}
        told["population"] = [float(population)]
        told |= {f"size of {name}": [float(n)] for name, n in zip(groups, sizes, strict=True)}
        return cls(
            hidden=met,
            known=np.array(columns).T.reshape(len(met), len(groups)),
            sizes=sizes,
            groups=groups,
            population=float(population),
            weights=weights,
            visible=aware,
            sha256=Sheet.from_columns(told).sha256,
        )


def _size_faults(sizes: Floats, population: float) -> list[str]:
    if not np.isfinite(population) or population <= 0:
        return ["The population is a number above 0."]
    if not sizes.size:
        return ["Name at least one group of known size."]
    if not np.isfinite(sizes).all() or (sizes <= 0).any():
        return ["The size of a known group is a number above 0."]
    return ["A known group is as large as the population, or larger."] if (sizes >= population).any() else []


def _of_sums(y: Floats, degree: Floats, w: Floats) -> Floats:
    """Share of the population: what respondents told in all, over the people they know in all."""
    return np.asarray((w * y).sum(-1) / (w * degree).sum(-1))


def _of_ratios(y: Floats, degree: Floats, w: Floats) -> Floats:
    """Mean over respondents of their own share; who knows nobody of the known groups is left out."""
    counts = w * (degree > 0)
    return np.asarray((counts * y / np.where(degree > 0, degree, 1.0)).sum(-1) / counts.sum(-1))


_FORMS = {"ratio-of-sums": _of_sums, "mean-of-ratios": _of_ratios}
_AVOID = (
    "Groups that people hide from their own friends, without a study of how many know.",
    "A hidden group that lives apart from those asked.",
)


def _degrees(reports: NetworkReports, without: int | None = None) -> Floats:
    """People each respondent knows, by the known groups but one."""
    kept = np.arange(len(reports.sizes)) != (-1 if without is None else without)
    found: Floats = reports.population * reports.known[:, kept].sum(1) / reports.sizes[kept].sum()
    return found


def _draws(sample: NetworkReports, replicates: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Rows of respondents drawn again, (replicates, n)."""
    return rng.integers(0, sample.observed, (replicates, sample.observed))


def _refusals(sample: NetworkReports, least: int) -> Answer | None:
    if sample.observed < least:
        return refuse(f"only {sample.observed} respondents; at least {least} are needed")
    if not sample.known.any():
        return refuse("nobody knows anybody of the known groups, so nothing shows how many people they know")
    if not sample.hidden.any():
        why = {"why": "nobody knows anybody of the hidden group"}
        return Answer(status=NOT_DETERMINED, diagnostics=why)
    return None


def _spread(point: float, drawn: Floats, *, level: float, known: dict[str, object]) -> Answer:
    drawn = drawn[np.isfinite(drawn)]
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    if max(point, high) > LARGEST:
        return Answer(
            status=NOT_DETERMINED, diagnostics={**known, "why": "no finite number of people is best"}
        )
    ends = Interval(level=level, low=min(float(low), point), high=max(float(high), point))
    return Answer(
        status=OK, point=point, interval=ends, diagnostics={**known, "se": float(drawn.std(ddof=1))}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleUp:
    """How many people of a hidden group there are, from how many of them others know.

    How many people a respondent knows is learned from groups of known size. The interval draws respondents again;
    it does not contain what is wrong with `told` and `degree_ratio`, for which `grid` shows other values.

    Attributes:
        form: `ratio-of-sums` or `mean-of-ratios`.
        told: share of their contacts in the hidden group whom people know to belong to it.
        degree_ratio: how many people the hidden know, over how many others know.
        replicates: samples drawn again.
        min_observed: fewest respondents for which a number is given.

    Source: Killworth and others (1998), Evaluation Review 22, 289, and Social Networks 20, 23; Feehan and Salganik
        (2016), Sociological Methodology 46, 153.
    """

    id: ClassVar[str] = "scale-up"
    title: ClassVar[str] = "Network scale-up (Killworth)"
    unit: ClassVar[str] = "people"
    needs_rng: ClassVar[bool] = True
    avoid: ClassVar[tuple[str, ...]] = _AVOID

    form: str = "ratio-of-sums"
    told: float = 1.0
    degree_ratio: float = 1.0
    replicates: int = 2000
    min_observed: int = 30

    def __post_init__(self) -> None:
        require(self.form in _FORMS, f"form is one of {', '.join(_FORMS)}.")
        require(0 < self.told <= 1, "told lies above 0 and is at most 1.")
        require(0 < self.degree_ratio < 100, "degree_ratio lies between 0 and 100.")
        require(100 <= self.replicates <= 100_000, "replicates lies between 100 and 100,000.")

    def assumptions(self) -> tuple[str, ...]:
        return (
            f"People know of {self.told:.0%} of those they know in the hidden group that these belong to it.",
            f"The hidden know {self.degree_ratio:g} times as many people as others do.",
            "Nobody is taken for one of the group who is not, and people count rightly whom they know.",
            "The known groups are as well connected as everybody, and their sizes are right.",
        )

    def answer(
        self, sample: NetworkReports, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        refused = _refusals(sample, self.min_observed)
        if refused is not None:
            return refused
        scale = sample.population / (self.told * self.degree_ratio)
        form, degree = _FORMS[self.form], _degrees(sample)
        point = float(form(sample.hidden, degree, sample.weights)) * scale
        check(progress)
        at = _draws(sample, self.replicates, rng)
        with np.errstate(all="ignore"):
            drawn = form(sample.hidden[at], degree[at], sample.weights[at]) * scale
        raw = point * self.told * self.degree_ratio
        known = self._checks(sample) | {
            "grid": [{"told": t, "degree_ratio": d, "people": raw / (t * d)} for t in _TOLD for d in _DEGREES]
        }
        return _spread(point, drawn, level=level, known=known)

    def _checks(self, sample: NetworkReports) -> dict[str, object]:
        """Each known group estimated by the others, over its true size."""
        form, back = _FORMS[self.form], {}
        for j, name in enumerate(sample.groups if len(sample.groups) > 1 else ()):
            degree = _degrees(sample, without=j)
            if degree.any():
                share = float(form(sample.known[:, j], degree, sample.weights))
                back[name] = share * sample.population / sample.sizes[j]
        wrong = [name for name, ratio in back.items() if not 1 / _OFF <= ratio <= _OFF]
        said = [f"from the other groups, {name} would be wrong by more than a factor of 2" for name in wrong]
        said += ["only one known group: nothing shows whether it is a usual one"] if len(back) < 2 else []
        return {
            "back_estimates": back,
            "mean_degree": float(np.average(_degrees(sample), weights=sample.weights)),
            "cautions": tuple(said),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralisedScaleUp:
    """Scale-up with the visibility of the hidden group measured: its members say how many know of them.

    People known in all, over how many people know a member to be one: N × mean report ÷ mean visibility. Needs
    no degree of anybody.

    Attributes:
        replicates: samples of respondents and of members drawn again.
        min_observed: fewest respondents, and members, for which a number is given.

    Source: Feehan and Salganik (2016), Sociological Methodology 46, 153.
    """

    id: ClassVar[str] = "scale-up-generalised"
    title: ClassVar[str] = "Generalised network scale-up (Feehan and Salganik)"
    unit: ClassVar[str] = "people"
    needs_rng: ClassVar[bool] = True
    avoid: ClassVar[tuple[str, ...]] = (*_AVOID, "Members found through the very people who were asked.")

    replicates: int = 2000
    min_observed: int = 30

    def __post_init__(self) -> None:
        require(100 <= self.replicates <= 100_000, "replicates lies between 100 and 100,000.")

    def assumptions(self) -> tuple[str, ...]:
        return (
            "The members asked are like all members in how many people know of them.",
            "Nobody is taken for one of the group who is not.",
            "People of the known groups are as likely as everybody to know a member to be one.",
        )

    def answer(
        self, sample: NetworkReports, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        refused = _refusals(sample, self.min_observed)
        if refused is not None:
            return refused
        m = len(sample.visible)
        if m < self.min_observed:
            return refuse(
                f"only {m} members of the hidden group were asked; at least {self.min_observed} are needed"
            )
        visible = sample.population * sample.visible.sum(1) / sample.sizes.sum()
        if not visible.any():
            return refuse("no member is known to be one by anybody of the known groups")
        point = sample.population * float(np.average(sample.hidden, weights=sample.weights)) / visible.mean()
        check(progress)
        at = _draws(sample, self.replicates, rng)
        reports = (sample.weights[at] * sample.hidden[at]).sum(1) / sample.weights[at].sum(1)
        members = visible[rng.integers(0, m, (self.replicates, m))].mean(1)
        with np.errstate(all="ignore"):
            drawn = sample.population * reports / members
        known: dict[str, object] = {"mean_visibility": float(visible.mean()), "members": m}
        return _spread(float(point), drawn, level=level, known=known)
