"""Deaths told by households, over the time their members were alive and there.

Source: Checchi and Roberts (2005), Interpreting and using mortality data in humanitarian emergencies, HPN Network
Paper 52; SMART (2017), Manual 2.0 (person-time from the middle of the recall period); clusters as in a survey.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.estimation.contract import NOT_DETERMINED, Answer, require
from tumen.estimation.sheet import Sheet
from tumen.estimation.survey import DRAWN, SINGLE, ratio_of, survey_answer
from tumen.estimation.survey_design import Plan, SurveySample
from tumen.progress import Progress

__all__ = ["HouseholdDeaths", "MortalityRate"]

Floats = NDArray[np.float64]
_MOVES = ("present", "joined", "left", "born", "died")
_YEAR = 365.25
_VANISHED = (0.01, 0.02, 0.05)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HouseholdDeaths:
    """What households told of the recall period; made by `from_csv` or `from_sheet`.

    Attributes:
        survey: deaths per person-days, with the plan of drawing.
        at_start: float array (n,), members when the recall period began.
        births: float array (n,).
    """

    survey: SurveySample
    at_start: Floats
    births: Floats

    @property
    def observed(self) -> int:
        """Deaths told."""
        return int(self.survey.values[self.survey.domain].sum())

    @property
    def sha256(self) -> str:
        """Hash of the canonical table."""
        return self.survey.sha256

    @classmethod
    def from_csv(
        cls, text: str, *, plan: Plan, days: str = "days", where: tuple[str, str] | None = None
    ) -> HouseholdDeaths:
        """Read one row a household: `present` now, and since the recall period began `joined`, `left`, `born`, `died`.

        Args:
            text: CSV with a header row. Somebody who was born and died in the period counts as both.
            plan: how households were drawn.
            days: column of the length of the recall period in days.
            where: (column, text): only these households are asked about.

        Raises:
            SampleError: every fault at once; also members that come from nowhere.
        """
        return cls.from_sheet(Sheet.from_csv(text), plan=plan, days=days, where=where)

    @classmethod
    def from_sheet(
        cls, sheet: Sheet, *, plan: Plan, days: str = "days", where: tuple[str, str] | None = None
    ) -> HouseholdDeaths:
        """As `from_csv`, from a `Sheet`."""
        roles = {name: name for name in _MOVES} | {"days": days} | plan.roles()
        sheet = sheet.take(roles | ({"where": where[0]} if where else {}))
        faults: list[str] = []
        told = {name: sheet.numbers(name, faults, low=0, whole="people") for name in _MOVES}
        length = sheet.numbers("days", faults, low=1)
        at_start = told["present"] + told["left"] + told["died"] - told["joined"] - told["born"]
        faults += [
            f"Row {line}: more joined, or were born, than can be there."
            for line, members in zip(sheet.lines, at_start, strict=True)
            if members < 0
        ]
        lived = (told["present"] + at_start) / 2 * length
        survey = SurveySample.drawn(
            sheet, values=told["died"], per=lived, plan=plan, where=where, faults=faults
        )
        return cls(survey=survey, at_start=at_start, births=told["born"])


@dataclass(frozen=True, slots=True, kw_only=True)
class MortalityRate:
    """Deaths per so many persons and day, with the clusters in the interval.

    Attributes:
        persons: how many persons the rate is per.
        single: a stratum of a single cluster: `refuse`, `certainty`, `centre` or `average`.

    Source: Checchi and Roberts (2005), HPN Network Paper 52; SMART (2017), Manual 2.0.
    """

    id: ClassVar[str] = "mortality-rate"
    title: ClassVar[str] = "Deaths told by households"
    unit: ClassVar[str] = "deaths per `persons` persons a day (10,000 unless set)"
    needs_rng: ClassVar[bool] = False
    avoid: ClassVar[tuple[str, ...]] = (
        "The country that migrants' households left: families under greater strain leave more often, or not at all.",
        "Deaths of relatives elsewhere: several households tell of the same person.",
        "Long recall without a calendar of events: deaths are moved in time and forgotten, infants' first.",
    )

    persons: float = 10_000.0
    single: str = "refuse"

    def __post_init__(self) -> None:
        require(self.persons > 0, "persons is a number above 0.")
        require(self.single in SINGLE, f"single is one of {', '.join(SINGLE)}.")

    def assumptions(self) -> tuple[str, ...]:
        return (
            DRAWN,
            "Households that died out or left entirely lost no larger share of their members than those interviewed.",
            "Every death belongs to one household, and within the recall period.",
            "Those who came, went, were born or died did so in the middle of the recall period on average.",
        )

    def answer(
        self, sample: HouseholdDeaths, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        survey = sample.survey
        found = survey_answer(survey, self._rate, level=level, single=self.single, log=True)
        if found.status.startswith("refused"):
            return found
        told = {**found.diagnostics, **self._about(sample)}
        if not told["deaths"]:
            rough = scipy.special.gammaincinv(1, level) / survey.per[survey.domain].sum() * self.persons
            told |= {"why": "nobody died in the sample", "high_if_deaths_were_independent": float(rough)}
            return Answer(status=NOT_DETERMINED, diagnostics=told)
        return replace(found, diagnostics=told)

    def _rate(self, survey: SurveySample) -> tuple[float, Floats]:
        ratio, values = ratio_of(survey)
        return ratio * self.persons, values * self.persons

    def _about(self, sample: HouseholdDeaths) -> dict[str, object]:
        asked, w = sample.survey.domain, sample.survey.weights[sample.survey.domain]
        deaths, lived = sample.survey.values[asked], sample.survey.per[asked]
        members, births = sample.at_start[asked], sample.births[asked]
        with np.errstate(all="ignore"):
            yearly = 1000 * _YEAR / (w @ lived)
            return {
                "deaths": int(deaths.sum()),
                "person_days": float(lived.sum()),
                "deaths_per_1000_person_years": float(w @ deaths * yearly),
                "births_per_1000_person_years": float(w @ births * yearly),
                "if_households_vanished": {
                    f"{share:.0%}": self._with_vanished(share, w, deaths, lived, members)
                    for share in _VANISHED
                },
            }

    def _with_vanished(
        self, share: float, w: Floats, deaths: Floats, lived: Floats, members: Floats
    ) -> float:
        """The rate if this share of households, as large as the others, had died out halfway."""
        gone = share / (1 - share)
        days = lived.sum() / max(members.sum(), 1.0)
        return float(
            self.persons * (w @ deaths + gone * (w @ members)) / (w @ lived + gone * (w @ members) * days / 2)
        )
