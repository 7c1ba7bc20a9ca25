"""Who is interviewed by whom and when, and whom they speak of."""

from __future__ import annotations

from dataclasses import dataclass, field

from tumen.synth.dice import Dice
from tumen.synth.people import Person
from tumen.synth.reach import chances, recorded_by
from tumen.synth.settings import World
from tumen.synth.situation import Situation

YOUNGEST_INTERVIEWED = 14
_AGAIN = 0.04
_SPEAKS_OF_RECORDED_RELATIVE = 0.5
_SPEAKS_OF_RELATIVE_AT_HOME = 0.35


@dataclass(slots=True, kw_only=True, eq=False)
class Mention:
    """What one source says of one person.

    Attributes:
        relation: key of the pack's relations by which the person belongs to the one interviewed; empty
            for the interviewed person.
        own: whether the person speaks of himself or herself.
    """

    person: Person
    relation: str = ""
    id: str = ""
    name: str = ""
    own: bool = field(init=False)

    def __post_init__(self) -> None:
        self.own = not self.relation


@dataclass(slots=True, kw_only=True, eq=False)
class Interview:
    """One person heard by one organisation on one day. The first mention is the person heard."""

    organisation: int
    day: int
    place: str
    language: str
    mentions: list[Mention] = field(default_factory=list)
    id: str = ""

    @property
    def person(self) -> Person:
        """The person heard."""
        return self.mentions[0].person

    def speaks_of(self, person: Person, relation: str) -> None:
        """Add a mention, once."""
        if all(mention.person is not person for mention in self.mentions):
            self.mentions.append(Mention(person=person, relation=relation))


def relatives(person: Person) -> list[tuple[Person, str]]:
    """The family of a person, with the key of the relation; in a fixed order."""
    found: list[tuple[Person, str]] = []
    for parent in (person.mother, person.father):
        if parent is not None:
            found.append((parent, "parent"))
    if person.mother is not None:
        found += [(sibling, "sibling") for sibling in person.mother.children if sibling is not person]
    if person.spouse is not None:
        found.append((person.spouse, "spouse"))
    return found + [(child, "child") for child in person.children]


def plan(dice: Dice, world: World, situation: Situation, people: list[Person]) -> list[Interview]:
    """Every interview of a block, in a fixed order, with everybody who is spoken of."""
    heard: list[list[Interview]] = [[] for _ in situation.organisations]
    waiting: list[tuple[Person, int]] = []
    recorded: set[tuple[int, int]] = set()
    shares = {near: chances(world, situation, near=near) for near in (True, False)}
    for person in people:
        if not person.episodes:
            continue
        for number in recorded_by(dice, person, shares[person.near]):
            recorded.add((person.number, number))
            if not _interview(dice, situation, person, number, heard[number]):
                waiting.append((person, number))
    for interviews in heard:
        for interview in interviews:
            _speak_of_family(dice, interview, recorded)
    for person, number in waiting:
        _find_witness(dice, person, heard[number])
    return [interview for interviews in heard for interview in interviews]


def _interview(dice: Dice, situation: Situation, person: Person, number: int, into: list[Interview]) -> bool:
    organisation = situation.organisations[number]
    places = organisation.places.get(person.where)
    earliest = max(person.episodes[-1].end + 30, organisation.first_day)
    latest = min(situation.stop, organisation.last_day)
    if places is None or person.died is not None or earliest > latest:
        return False
    if person.age(latest) < YOUNGEST_INTERVIEWED:
        return False
    earliest = max(earliest, person.born + int(YOUNGEST_INTERVIEWED * 365.25) + 1)
    for _ in range(2 if dice.chance(_AGAIN) else 1):
        into.append(
            Interview(
                organisation=number,
                day=dice.between(earliest, max(earliest, latest)),
                place=dice.pick(places),
                language=dice.pick(organisation.languages),
                mentions=[Mention(person=person)],
            )
        )
    return True


def _speak_of_family(dice: Dice, interview: Interview, recorded: set[tuple[int, int]]) -> None:
    for relative, relation in relatives(interview.person):
        if relative.born > interview.day:
            continue
        if relative.episodes:
            listed = (relative.number, interview.organisation) in recorded
            if dice.chance(_SPEAKS_OF_RECORDED_RELATIVE) and listed:
                interview.speaks_of(relative, relation)
        elif dice.chance(_SPEAKS_OF_RELATIVE_AT_HOME) and relative.reachable:
            interview.speaks_of(relative, relation)


def _find_witness(dice: Dice, person: Person, interviews: list[Interview]) -> None:
    """Let somebody whom the organisation heard speak of the person: family first, then whoever was near.

    The witness is heard after what makes the person count has happened, if anybody was: otherwise people with
    late happenings would be out of reach, and no list method could find them.
    """
    family = {relative.number for relative, _ in relatives(person)}
    counted = _last_counted(person)
    late = [interview for interview in interviews if interview.day > counted]
    kin = [interview for interview in late if interview.person.number in family]
    if any(mention.person is person for interview in kin for mention in interview.mentions):
        return
    unit = dice.unit()
    if not late:
        return
    if kin:
        chosen = kin[int(unit * len(kin))]
        relation = next(key for relative, key in relatives(chosen.person) if relative is person)
    else:
        chosen = late[int(unit * len(late))]
        relation = _acquaintance(dice, person, chosen.person)
    chosen.speaks_of(person, relation)


def _last_counted(person: Person) -> int:
    return max((episode.start for episode in person.episodes if episode.step.spec.counts), default=0)


def _acquaintance(dice: Dice, person: Person, witness: Person) -> str:
    def held(one: Person) -> bool:
        return any(episode.step.spec.where == "held" for episode in one.episodes)

    if held(person) and held(witness):
        return "cellmate"
    if person.home == witness.home:
        return "neighbour"
    return "group" if dice.chance(0.6) else "friend"
