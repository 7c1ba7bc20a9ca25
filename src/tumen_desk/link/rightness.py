"""How right the current linkage is: what it says beside what people said of it since.

The sums are those of `tumen.linkage.evaluation`; here they are given the rows of the desk: pairs and persons whose
consent for linkage stands, and that the one who looks may know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from tumen.errors import EvaluationError
from tumen.linkage import Judgement
from tumen.linkage.evaluation import (
    Calibration,
    CostCurve,
    Drift,
    GroupErrors,
    JudgedRates,
    PairSample,
    choose_threshold,
    drift,
    judged_errors_by_group,
    rates_from_judged,
)
from tumen.linkage.evaluation.calibration import BANDS, calibrated
from tumen.linkage.result import Links
from tumen_desk.link.adapters import mention_key, mention_pk, verdicts_in_force
from tumen_desk.link.models import LinkRun, Opinion, Sample
from tumen_desk.link.queue import open_to
from tumen_desk.link.sampling import SEED, drawn_pairs, links_of, mentions_in

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tumen_desk.accounts.models import User

AT_ONCE: Final = 20_000
"""Of so many mentions at most the sums over all draws are reckoned while somebody waits for the page."""
_DEAREST: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the machine says of the listed pairs, and what people said of them since the linkage.

    Attributes:
        listed: number of listed pairs in each band of `Calibration`.
        judged: those that were judged the same or different since, against their probability; None without any.
    """

    listed: tuple[int, ...]
    judged: Calibration | None

    @property
    def rows(self) -> list[dict[str, object]]:
        """The bands that hold anything, the least probable first."""
        seen = self.judged.bands if self.judged else (None,) * len(self.listed)
        return [
            {"low": low, "high": high, "listed": count, "band": band if band and band.pairs else None}
            for (low, high), count, band in zip(pairwise(BANDS), self.listed, seen, strict=True)
            if count
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a drawn sample says so far.

    Attributes:
        sample: as it was drawn.
        drawn, done: its pairs, and those with a verdict.
        rates: precision and recall; None while no linked pair was judged.
        groups: for whom links go wrong; empty while nothing was judged.
    """

    sample: Sample
    drawn: int
    done: int
    rates: JudgedRates | None
    groups: tuple[GroupErrors, ...]

    @property
    def words(self) -> str:
        """How far it is judged, in a sentence."""
        return f"Drawn {self.sample.at:%Y-%m-%d %H:%M}: {self.drawn:,} pairs, {self.done:,} of them judged."


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changed since the linkage before.

    Attributes:
        before: that linkage.
        found: see `tumen.linkage.evaluation.drift`.
        gained, lost: pairs of one person that were none, and that are none any more, among the common mentions.
        bands: (least, greatest probability, listed pairs before, now), bands without any left out.
    """

    before: LinkRun
    found: Drift
    gained: int
    lost: int
    bands: list[tuple[float, float, int, int]]

    @property
    def words(self) -> list[str]:
        """What changed, in sentences."""
        d = self.found
        return [
            f"Before: {self.before.created_at:%Y-%m-%d %H:%M}. Mentions in both: {d.common:,}; new: {d.new:,}; "
            f"gone: {d.gone:,}.",
            f"Persons that stayed as they were: {100 * d.kept:.1f} %. Pairs gained: {self.gained:,}. "
            f"Pairs lost: {self.lost:,}. Places where persons changed: {len(d.changes):,}.",
        ]


def said(user: User, run: LinkRun) -> Said:
    """The listed pairs by their probability, beside verdicts that were given since the linkage.

    An earlier verdict bound the linkage: it proves nothing of it, and is left out.
    """
    rows = list(open_to(user).filter(run=run).values_list("mention_a_id", "mention_b_id", "probability"))
    early = set(
        Opinion.objects.filter(judgement__at__lt=run.created_at).values_list("mention_a", "mention_b")
    )
    held = {
        pair: word for pair, word in verdicts_in_force().items() if pair not in early and word != "unsure"
    }
    told = [(p, held[a, b] == "same") for a, b, p in rows if (a, b) in held]
    return Said(listed=_by_band([p for _, _, p in rows]), judged=_calibrated(told, run) if told else None)


def _calibrated(told: list[tuple[float, bool]], run: LinkRun) -> Calibration:
    probability = np.array([p for p, _ in told], dtype=np.float64)
    same: NDArray[np.bool_] = np.array([word for _, word in told], dtype=bool)
    return calibrated(probability, same, draws=int(run.manifest["recipe"]["draws"]))


def _by_band(probability: list[float]) -> tuple[int, ...]:
    # Rounding may leave a probability a hair above 1.
    return tuple(np.histogram(np.clip(probability, 0, 1), bins=BANDS)[0].tolist())


def judged(user: User, sample: Sample, links: Links | None) -> Judged:
    """What the sample says, from the verdicts in force on those of its pairs that the user may know.

    Args:
        user: who looks.
        sample: which.
        links: the linkage, to put its own expectation beside; None to leave that out.
    """
    pairs = drawn_pairs(user, sample)
    verdicts = _verdicts(pairs)
    try:
        rates = rates_from_judged(pairs, verdicts, linkage=links, rng=np.random.default_rng(SEED))
    except EvaluationError:  # no linked pair was judged yet
        rates = None
    decided = any(one.verdict != "unsure" for one in verdicts)
    groups = judged_errors_by_group(pairs, verdicts, mentions_in(pairs)) if decided else ()
    return Judged(sample=sample, drawn=len(pairs.pairs), done=len(verdicts), rates=rates, groups=groups)


def _verdicts(pairs: PairSample) -> list[Judgement]:
    held = verdicts_in_force()
    keys = [(mention_pk(p.mention_a), mention_pk(p.mention_b)) for p in pairs.pairs]
    ordered = [(min(key), max(key)) for key in keys]
    return [
        Judgement(mention_a=mention_key(a), mention_b=mention_key(b), verdict=held[a, b])  # type: ignore[arg-type]
        for a, b in ordered
        if (a, b) in held
    ]


def costs(links: Links, given: Mapping[str, str]) -> tuple[CostCurve, str]:
    """What each threshold costs, and what is wrong with the two numbers, if anything; then 1 and 1 hold."""
    try:
        false, missed = (float(given.get(name) or 1) for name in ("false_link", "missed_link"))
    except ValueError:
        false = missed = 0.0
    if 0 < false <= _DEAREST and 0 < missed <= _DEAREST:
        return choose_threshold(links, false_link=false, missed_link=missed), ""
    return choose_threshold(links), "Write two numbers above 0 and at most 1,000,000."


def costs_words(found: CostCurve) -> str:
    """What the curve says, in a sentence."""
    best = found.best
    return (
        f"Cheapest is to link from {best.threshold or 0:.2f} on. That expects {best.false_links:.1f} false and "
        f"{best.missed_links:.1f} missed links, and costs {best.cost:.1f}; the persons as they are cost "
        f"{found.reported.cost:.1f}."
    )


def change(user: User, run: LinkRun, links: Links) -> Change | None:
    """What changed since the linkage before; None where there is none, or no mention is in both."""
    before = LinkRun.objects.filter(pk__lt=run.pk).first()
    if before is None:
        return None
    try:
        found = drift(links_of(user, before), links)
    except EvaluationError:
        return None
    one, two = (
        _by_band(list(open_to(user).filter(run=each).values_list("probability", flat=True)))
        for each in (before, run)
    )
    same = found.agreement
    return Change(
        before=before, found=found, gained=same.pairs_found - same.pairs_right,
        lost=same.pairs_true - same.pairs_right,
        bands=[(*edge, a, b) for edge, a, b in zip(pairwise(BANDS), one, two, strict=True) if a or b],
    )  # fmt: skip
