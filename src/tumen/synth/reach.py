"""Who is recorded by whom: latent classes of people, and each organisation's chance for each class."""

from __future__ import annotations

from tumen.synth.dice import Dice
from tumen.synth.people import Person
from tumen.synth.settings import World
from tumen.synth.situation import Organisation, Situation

MOST = 0.97


def chance(world: World, situation: Situation, organisation: Organisation, *, near: bool) -> float:
    """The probability that an organisation records somebody of a class.

    `heterogeneity` moves both classes to their middle; `coverage` scales what results.
    """
    easy, hard = (organisation.spec.reach[name] for name in situation.file.reach.classes)
    middle = (easy + hard) / 2
    share = middle + world.heterogeneity * ((easy if near else hard) - middle)
    return min(share * world.coverage, MOST)


def assign(dice: Dice, world: World, situation: Situation, person: Person) -> None:
    """Give a person a class, depending on where the person is now, and say whether anybody can reach the person."""
    person.near = dice.chance(situation.file.reach.near.get(person.where, 0.0))
    person.reachable = not dice.chance(world.never_reachable)


def recorded_by(dice: Dice, world: World, situation: Situation, person: Person) -> list[int]:
    """The organisations, by number, that record a person. Independent of one another given the class."""
    found = []
    for number, organisation in enumerate(situation.organisations):
        if dice.chance(chance(world, situation, organisation, near=person.near)) and person.reachable:
            found.append(number)
    return found
