"""Families: who is whose parent, when and where they were born, what they are called, who died at home."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tumen.synth.dice import Dice
from tumen.synth.lives import Episode
from tumen.synth.naming import TrueName, true_name
from tumen.synth.situation import YEAR, Situation
from tumen.synth.situation_file import HomeDeathFile


@dataclass(slots=True, kw_only=True, eq=False)
class Person:
    """One made-up person. Days are proleptic ordinals; None where it never happened.

    Attributes:
        number: position in the world, from 0.
        id: the same, as the truth writes it.
        where: where the person is when the world stops (`home`, `transit`, `settled`, `dead`, …).
        near: whether organisations reach the person easily; the latent class.
        reachable: False if no organisation can record the person by any way.
    """

    number: int
    id: str
    sex: str
    born: int
    birthplace: str
    home: str
    name: TrueName
    lunar_birthday: bool
    mother: Person | None = None
    father: Person | None = None
    spouse: Person | None = None
    children: list[Person] = field(default_factory=list)
    left: int | None = None
    died: int | None = None
    home_death_act: str = ""
    where: str = "home"
    episodes: list[Episode] = field(default_factory=list)
    populations: set[str] = field(default_factory=set)
    near: bool = False
    reachable: bool = True

    def age(self, day: int) -> float:
        """Age in years on a day."""
        return (day - self.born) / YEAR


def _born(dice: Dice, situation: Situation, *, mother: Person | None, father: Person | None, day: int, number: int,
          sex: str, home: str) -> Person:  # fmt: skip
    namer = father if situation.file.names.inherits == "father" else mother
    sibling = mother.children[0] if mother and mother.children else None
    shared = sibling.name if sibling and sibling.sex == sex else None
    person = Person(
        number=number,
        id=f"P{number + 1:07d}",
        sex=sex,
        born=day,
        birthplace=home,
        home=home,
        name=true_name(
            dice, situation, sex, surname=namer.name.surname if namer else None, shared_with=shared
        ),
        lunar_birthday=dice.chance(situation.file.customs.lunar_birthdays),
        mother=mother,
        father=father,
    )
    for parent in (mother, father):
        if parent is not None:
            parent.children.append(person)
    return person


def newborn(dice: Dice, situation: Situation, *, mother: Person, day: int, place: str, number: int) -> Person:
    """A child born on the way, whose father is nobody in this world."""
    sex = "f" if dice.chance(situation.file.people.share_female_children) else "m"
    child = _born(
        dice, situation, mother=mother, father=None, day=day, number=number, sex=sex, home=mother.home
    )
    child.birthplace = place
    child.name.adopt(dice, situation)
    child.where = "transit"
    return child


def family(dice: Dice, situation: Situation, *, first: int, room: int) -> list[Person]:
    """A couple and their children, at most `room` people, numbered from `first`."""
    people = situation.file.people
    home = dice.pick(situation.homes)
    born = date(dice.pick(situation.births), 1, 1).toordinal() + dice.below(5 * 365)
    mother = _born(dice, situation, mother=None, father=None, day=born, number=first, sex="f",
                   home=_birthplace(dice, situation, home))  # fmt: skip
    mother.home = home
    if room < 2:
        return [mother]
    father = _born(dice, situation, mother=None, father=None, day=born - dice.below(6 * 365), number=first + 1,
                   sex="m", home=_birthplace(dice, situation, home))  # fmt: skip
    father.home = home
    mother.spouse, father.spouse = father, mother
    members = [mother, father]
    low, high = people.parent_ages
    ages = sorted(dice.unit() for _ in range(dice.pick(situation.children)))
    for age in ages:
        day = born + int((low + age * (high - low)) * YEAR)
        sex = "f" if dice.chance(people.share_female_children) else "m"
        if len(members) < room and day < situation.stop:
            members.append(_born(dice, situation, mother=mother, father=father, day=day, number=first + len(members),
                                 sex=sex, home=home))  # fmt: skip
    return members


def _birthplace(dice: Dice, situation: Situation, home: str) -> str:
    elsewhere = dice.pick(situation.homes)
    return home if dice.chance(0.7) else elsewhere


def leaving_day(dice: Dice, situation: Situation, person: Person) -> int | None:
    """The day on which a person first sets out, if the person ever does."""
    rule = situation.file.people.leaving
    wants = dice.chance(rule.chance["f" if person.sex == "f" else "m"])
    for _ in range(3):
        day = date(dice.pick(situation.leaving_years), 1, 1).toordinal() + dice.below(365)
        if wants and rule.ages[0] <= person.age(day) <= rule.ages[1]:
            return day
    return None


def die_at_home(dice: Dice, situation: Situation, person: Person) -> None:
    """Deaths of somebody who never left, by the pack's rules; the first that applies counts."""
    for rule in situation.file.people.deaths_at_home:
        happens = dice.chance(rule.chance)
        day = _death_day(dice, rule, person)
        if happens and person.where == "home" and person.born < day < situation.stop:
            person.died, person.where, person.home_death_act = day, "dead", rule.act


def _death_day(dice: Dice, rule: HomeDeathFile, person: Person) -> int:
    unit = dice.unit()
    if rule.years is not None:
        first, last = (date(year, 1, 1).toordinal() for year in (rule.years[0], rule.years[1] + 1))
        return first + int(unit * (last - first))
    low, high = rule.ages or (60, 90)
    return person.born + int((low + unit * (high - low)) * YEAR)
