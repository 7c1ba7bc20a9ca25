"""A number that may be shown: with interval, unit, population, method and sources, or not at all."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from tumen.errors import FiguresError


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A range that holds the true value with probability `level` if the stated assumptions hold.

    `high` is None where the data set no upper bound.
    """

    level: float
    low: float
    high: float | None

    def __post_init__(self) -> None:
        if not 0 < self.level < 1:
            raise FiguresError(f"Interval level {self.level} is not between 0 and 1.")
        if self.high is not None and self.low > self.high:
            raise FiguresError(f"Interval runs backwards: {self.low} to {self.high}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number produced by a run.

    Attributes:
        title: what the number answers, as a sentence a reader can quote.
        point: the estimate; None when the data do not determine it.
        interval: its interval; None only together with `point`.
        unit: what is counted (`persons`, `acts`, …).
        population: exactly who or what is meant.
        as_of: EDTF date or interval the number refers to.
        method: method id and one plain sentence.
        observed: what was seen before estimating; None where that has no meaning.
        status: `ok`, or why it must not be used (`not determined by these data`, …).
        sources: ids of what it rests on.
        caveats: sentences that must stand where the number stands.
        run: id of the run that produced it.
    """

    title: str
    point: float | None
    interval: Interval | None
    unit: str
    population: str
    as_of: str
    method: str
    observed: int | None = None
    status: str = "ok"
    sources: tuple[str, ...] = ()
    caveats: tuple[str, ...] = field(default=())
    run: str = ""

    def __post_init__(self) -> None:
        missing = [
            name for name in ("title", "unit", "population", "as_of", "method") if not getattr(self, name)
        ]
        if missing:
            raise FiguresError(
                f"A figure without {', '.join(missing)} is not shown.",
                hint="State what is counted, where and when.",
            )
        if (self.point is None) != (self.interval is None):
            raise FiguresError("A figure has a point and an interval, or neither.")

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON."""
        return asdict(self)
