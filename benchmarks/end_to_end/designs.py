"""The designs: lists with stated dependence, and whole made-up worlds."""

from __future__ import annotations

from dataclasses import dataclass, field

from lists import Design

from tumen import synth


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A world of `tumen.synth`; the population is everybody who ever crossed the border.

    Attributes:
        people, organisations, heterogeneity: see `tumen.synth.World`.
        method, settings: the estimator.
    """

    people: int
    organisations: int
    heterogeneity: float
    method: str
    settings: dict[str, object] = field(default_factory=dict)

    def world(self, seed: int) -> synth.World:
        return synth.World(
            people=self.people, seed=seed, organisations=self.organisations,
            heterogeneity=self.heterogeneity, texts=0,
        )  # fmt: skip


_EASY, _HARD = (0.55, 0.45, 0.50, 0.40), (0.20, 0.15, 0.20, 0.15)

DESIGNS: dict[str, Design | World] = {
    "two-lists": Design(people=2000, chances=((0.3, 0.3),)),
    "two-lists-small": Design(people=170, chances=((0.3, 0.3),)),
    "three-lists": Design(people=1500, chances=((0.3, 0.25, 0.2),)),
    "three-referral": Design(
        people=1500, chances=((0.3, 0.3, 0.25),), referrals=((0, 1, 0.3),), method="stepwise"
    ),
    "three-referral-ignored": Design(
        people=1500, chances=((0.3, 0.3, 0.25),), referrals=((0, 1, 0.3),)
    ),
    "four-reach": Design(
        people=1200, chances=(_EASY, _HARD), shares=(0.5, 0.5), method="latent-class"
    ),
    "four-reach-several": Design(
        people=1200, chances=(_EASY, _HARD), shares=(0.5, 0.5), method="several"
    ),
    "four-reach-ignored": Design(people=1200, chances=(_EASY, _HARD), shares=(0.5, 0.5)),
    "world-even": World(people=1200, organisations=4, heterogeneity=0.0, method="independence"),
    "world-even-several": World(people=1200, organisations=4, heterogeneity=0.0, method="several"),
    "world-uneven-several": World(people=1200, organisations=4, heterogeneity=1.0, method="several"),
    "world-uneven": World(people=1200, organisations=4, heterogeneity=1.0, method="latent-class"),
}  # fmt: skip
