"""What every estimator takes and gives: one contract, so that methods can stand side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import ClassVar, Protocol, TypeVar

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.errors import SettingsError
from tumen.estimation.charts import Chart
from tumen.estimation.table import OverlapTable
from tumen.model import Interval, versions
from tumen.progress import Progress

__all__ = [
    "CLOSED",
    "LARGEST",
    "LINKED",
    "NOT_CONVERGED",
    "NOT_DETERMINED",
    "OK",
    "Answer",
    "Estimate",
    "Estimator",
    "Method",
    "Mode",
    "Sample",
    "refuse",
    "seed_of",
]

OK = "ok"
NOT_DETERMINED = "not determined by these data"
NOT_CONVERGED = "not converged"
CLOSED = "Nobody entered or left the population while the lists were made."
LINKED = "The same person was recognised on every list where they stand, and nobody else was taken for them."
LARGEST = 1e9  # no population is published above this


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """One region of populations that the data support.

    Attributes:
        population: typical (median) population in the region.
        low, high: where the region ends.
        weight: share of the posterior in the region, 0-1; only a share of the chains' time if the
            estimate did not converge.
        log_likelihood: mean fit to the observed patterns; modes that fit alike cannot be told apart by data.
        classes: typical number of occupied classes.
    """

    population: float
    low: float
    high: float
    weight: float
    log_likelihood: float
    classes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one method says of one table, before it is put on record as an `Estimate`."""

    status: str
    point: float | None = None
    interval: Interval | None = None
    diagnostics: Mapping[str, object] = field(default_factory=dict)
    modes: tuple[Mode, ...] = ()
    draws: NDArray[np.int64] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A population size, or the reason why there is none.

    Attributes:
        method: id of the method.
        point: the estimate; None unless status is `ok`.
        interval: its interval; None unless status is `ok`.
        observed: people on at least one list, of whom there cannot be fewer; for a sample, its rows or people.
        status: `ok`, `not determined by these data`, `not converged`, or `refused: …`.
        diagnostics: what was checked, as plain data.
        modes: regions of populations the data support, heaviest first (latent class only).
        assumptions: what must be true for the interval to hold, in plain words.
        settings: every setting that can change the result.
        seed: the seed the generator was made from; None where nothing is random, or where the generator had
            been used before.
        versions: see `tumen.model.versions`.
        input_sha256: hash of the canonical table.
        draws: populations drawn from the posterior; None where the method has no draws or status is not `ok`.
        title: of the method.
        sources: whom to cite for the method.
    """

    method: str
    point: float | None
    interval: Interval | None
    observed: int
    status: str
    diagnostics: Mapping[str, object]
    modes: tuple[Mode, ...]
    assumptions: tuple[str, ...]
    settings: Mapping[str, object]
    seed: int | None
    input_sha256: str
    versions: Mapping[str, str] = field(default_factory=versions)
    draws: NDArray[np.int64] | None = None
    title: str = ""
    sources: tuple[str, ...] = ()

    @property
    def is_ok(self) -> bool:
        """Whether there is a number that may be shown."""
        return self.status == OK

    def plot(self) -> Chart:
        """The draws as a histogram; without draws the estimate in its interval."""
        from tumen.estimation.pictures import estimate_chart

        return estimate_chart(self)

    def draws_csv(self) -> str:
        """The draws, one a line under `population`; a heading only where there are none."""
        drawn = [] if self.draws is None else [str(int(each)) for each in self.draws]
        return "\n".join(["population", *drawn]) + "\n"

    def methods_paragraph(self) -> str:
        """A paragraph for a report: what was done, what it gave, what must be true, whom to cite."""
        from tumen.estimation.paragraph import methods_paragraph

        return methods_paragraph(self)

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON, without the draws."""
        found = asdict(self)
        order = (
            "method", "point", "interval", "observed", "status", "diagnostics", "modes", "assumptions",
            "settings", "seed", "versions", "input_sha256",
        )  # fmt: skip
        return {name: found[name] for name in order}


class Method(Protocol):
    """An estimator: a frozen settings dataclass that can answer.

    `needs_rng` says whether the answer is random; `min_lists` how many lists it needs; `assumptions` are
    words; `answer` never raises on a well-formed table but says in its status why there is no number.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    needs_rng: ClassVar[bool]
    min_lists: ClassVar[int]

    def assumptions(self, table: OverlapTable) -> tuple[str, ...]:
        """What must be true, in plain words."""

    def answer(
        self, table: OverlapTable, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        """Estimate, or say why not."""

    def for_pooling(self) -> Method:
        """The same method with less work, for one of many tables whose answers are pooled."""


class Sample(Protocol):
    """What an estimator without overlapping lists learns from: checked, and in one canonical order."""

    @property
    def observed(self) -> int:
        """People, households or rows seen."""

    @property
    def sha256(self) -> str:
        """Hash of the canonical table: equal for tables that differ only in the order of columns or rows."""


Read = TypeVar("Read", bound=Sample, contravariant=True)


class Estimator(Protocol[Read]):
    """An estimator of a `Sample`: a frozen settings dataclass that can answer.

    `unit` says what the number counts; `avoid` when not to use it; `assumptions` what must be true, in plain
    words. `answer` never raises on a checked sample but says in its status why there is no number.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    unit: ClassVar[str]
    needs_rng: ClassVar[bool]
    avoid: ClassVar[tuple[str, ...]]

    def assumptions(self) -> tuple[str, ...]:
        """What must be true, in plain words."""

    def answer(self, sample: Read, *, level: float, rng: np.random.Generator, progress: Progress) -> Answer:
        """Estimate, or say why not."""


def refused(*reasons: str) -> Answer:
    """No number, because of the table and this method together."""
    return Answer(status=f"refused: {'; '.join(reasons)}", diagnostics={"refusals": reasons})


def published(
    table: OverlapTable,
    *,
    point: float,
    low: float,
    high: float | None,
    level: float,
    diagnostics: Mapping[str, object],
    draws: NDArray[np.int64] | None = None,
) -> Answer:
    """The number with its interval; or `not determined`, if either is not finite or above LARGEST.

    The interval is cut at the people observed and widened to hold the point.
    """
    if high is None or not (np.isfinite([point, low, high]).all() and max(point, high) <= LARGEST):
        return Answer(status=NOT_DETERMINED, diagnostics=diagnostics)
    bottom = max(float(table.observed), min(low, point))
    if point < table.observed:
        return Answer(status=NOT_DETERMINED, diagnostics=diagnostics)
    interval = Interval(level=level, low=bottom, high=max(high, point))
    return Answer(status=OK, point=point, interval=interval, diagnostics=diagnostics, draws=draws)


def log_normal_limits(
    observed: float, unseen: float, standard_error: float, *, level: float
) -> tuple[float, float]:
    """Interval that is symmetric in the log of the unseen people, so that it never goes below the observed.

    Source: Chao (1987), Biometrics 43, 783.
    """
    if unseen <= 0:
        return observed, observed
    spread = float(scipy.special.ndtri((1 + level) / 2)) * np.sqrt(np.log1p((standard_error / unseen) ** 2))
    return observed + unseen * float(np.exp(-spread)), observed + unseen * float(np.exp(spread))


def settings_of(method: object) -> dict[str, object]:
    """The settings as plain data."""
    return {f.name: getattr(method, f.name) for f in fields(method)}  # type: ignore[arg-type]  # every method is a dataclass


def require(holds: bool, message: str) -> None:  # noqa: FBT001  (an assertion reads best this way)
    """Raise SettingsError unless `holds`."""
    if not holds:
        raise SettingsError(message)


def refuse(*reasons: str) -> Answer:
    """No number, and why."""
    return Answer(status=f"refused: {'; '.join(reasons)}", diagnostics={"refusals": reasons})


def seed_of(rng: np.random.Generator) -> int | None:
    """The seed, if the generator is as fresh as `default_rng(seed)`; otherwise None."""
    sequence = getattr(rng.bit_generator, "seed_seq", None)
    entropy = getattr(sequence, "entropy", None)
    if sequence is None or not isinstance(entropy, int) or sequence.spawn_key or sequence.n_children_spawned:
        return None
    fresh = type(rng.bit_generator)(np.random.SeedSequence(entropy))
    return entropy if str(fresh.state) == str(rng.bit_generator.state) else None
