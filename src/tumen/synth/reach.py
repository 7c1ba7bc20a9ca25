"""Who is recorded by whom: latent classes of people, and each organisation's chance for each class."""

from __future__ import annotations

from collections.abc import Sequence

from tumen.synth.dice import Dice
from tumen.synth.people import Person
from tumen.synth.settings import World
from tumen.synth.situation import Situation

MOST = 0.97


def chances(world: World, situation: Situation, *, near: bool) -> list[float]:
    """The probabilities that each of the organisations records somebody of a class.

    `heterogeneity` moves both classes to their middle; `coverage` scales what results.
    """
    found = []
    for organisation in situation.organisations:
        easy, hard = (organisation.spec.reach[name] for name in situation.file.reach.classes)
        middle = (easy + hard) / 2
        share = middle + world.heterogeneity * ((easy if near else hard) - middle)
        found.append(min(share * world.coverage, MOST))
    return found


def assign(dice: Dice, world: World, situation: Situation, person: Person) -> None:
    """Give a person a class, depending on where the person is now, and say whether anybody can reach the person."""
    person.near = dice.chance(situation.file.reach.near.get(person.where, 0.0))
    person.reachable = not dice.chance(world.never_reachable)


def recorded_by(dice: Dice, person: Person, shares: Sequence[float]) -> list[int]:
    """The organisations, by number, that record a person. Independent of one another given the class.

    Args:
        dice: one draw for each organisation, whoever the person is.
        person: who may be recorded.
        shares: `chances` of the person's class.
    """
    found = [number for number, share in enumerate(shares) if dice.unit() < share]
    return found if person.reachable else []
