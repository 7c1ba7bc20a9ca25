"""Writes down a block: sources, mentions, consents, what was told, and the truth beside it."""

from __future__ import annotations

from tumen.synth import naming, vague
from tumen.synth.interviews import Interview, Mention
from tumen.synth.people import Person
from tumen.synth.situation import YEAR
from tumen.synth.telling import Desk, Telling, tell
from tumen.synth.voice import Voice

_PARTIAL = 0.12
_SHIELDED = 0.01
MADE_UP = "yes"


def _id(person: Person | None) -> str:
    """The id of a person in the truth; empty for nobody."""
    return "" if person is None else person.id


def day_text(day: int | None) -> str:
    """An exact day, or nothing."""
    return "" if day is None else vague.exact(day)


def record_interview(desk: Desk, interview: Interview) -> list[Telling]:
    """Write an interview into the tables; returns what was told, for the text."""
    interview.id = desk.rows.ids.new("sources")
    organisation = desk.situation.organisations[interview.organisation]
    desk.rows.tables["sources"].append((
        interview.id, organisation.name, _kind(desk, interview), day_text(interview.day), interview.language,
        interview.place, MADE_UP,
    ))  # fmt: skip
    for mention in interview.mentions:
        mention.id = desk.rows.ids.new("mentions")
    for mention in interview.mentions:
        _mention(desk, interview, mention)
    _consents(desk, interview)
    return [telling for mention in interview.mentions for telling in tell(desk, interview, mention)]


def _kind(desk: Desk, interview: Interview) -> str:
    kinds = desk.situation.file.kinds
    if any(episode.acts for episode in interview.person.episodes):
        return kinds["self"]
    return kinds["relative"] if len(interview.mentions) > 1 else kinds["witness"]


def _mention(desk: Desk, interview: Interview, mention: Mention) -> None:
    dice, person = desk.dice, mention.person
    voice = desk.voice(mention)
    kind, name, others = _name(desk, interview, mention)
    mention.name = name
    sex = "" if dice.chance(0.005 if mention.own else 0.05) else person.sex
    birth = vague.birth(dice, desk.situation, person, own=mention.own)
    birthplace = voice.where(person.birthplace)
    organisation = desk.situation.organisations[interview.organisation].name
    first = interview.mentions[0]
    desk.rows.tables["mentions"].append((
        mention.id, interview.id, organisation, "interviewee" if mention.own else "spoken_of", name, others, kind,
        sex, birth, birthplace, _told_day(voice, interview, person.left),
        _told_day(voice, interview, person.died), "" if mention.own else first.id,
        desk.situation.file.relations.get(mention.relation, ""),
    ))  # fmt: skip
    desk.rows.tables["truth/mentions"].append((mention.id, person.id, kind))


def _told_day(voice: Voice, interview: Interview, day: int | None) -> str:
    told = voice.when(1 if day is None else day)
    return "" if day is None or day >= interview.day else told


def _name(desk: Desk, interview: Interview, mention: Mention) -> tuple[str, str, str]:
    """Kind of the name, the name as this organisation writes it, and its other forms."""
    dice, situation, person = desk.dice, desk.situation, mention.person
    organisation = situation.organisations[interview.organisation]
    unit = dice.unit()
    if unit < (organisation.spec.pseudonyms if mention.own else _SHIELDED):
        return "pseudonym", naming.pseudonym(dice, situation, person.sex), ""
    if not mention.own and unit < _SHIELDED + _PARTIAL:
        return "partial", naming.partial(dice, situation, person.name, person.sex, interview.language), ""
    mistakes = desk.world.typing_mistakes * (1 if mention.own else 2)
    name = naming.spell(dice, situation, person.name, dice.pick(organisation.spelling), mistakes)
    shares = organisation.spec.other_forms if mention.own else {}
    others = naming.other_forms(dice, situation, person.name, shares, name)
    return "given", name, naming.joined_forms(others)


def _consents(desk: Desk, interview: Interview) -> None:
    dice, file = desk.dice, desk.situation.file
    decided = day_text(interview.day)
    expires = desk.dice.pick(desk.situation.expires)
    until = day_text(interview.day + int(expires * YEAR)) if expires else ""
    head = (interview.id, interview.mentions[0].id)
    rows = desk.rows.tables["consents"]
    for purpose, rule in file.consents.items():
        agrees = dice.chance(rule.agree)
        withdraws = dice.chance(file.withdrawn)
        rows.append((desk.rows.ids.new("consents"), *head, purpose, rule.audience, "yes" if agrees else "no", decided,
                     until if agrees else ""))  # fmt: skip
        if agrees and withdraws:
            later = day_text(dice.between(interview.day, desk.situation.stop))
            rows.append((desk.rows.ids.new("consents"), *head, purpose, rule.audience, "no", later, ""))


def record_truth(desk: Desk, people: list[Person]) -> None:
    """Write the truth of a block: every person and every event."""
    near, far = desk.situation.file.reach.classes
    for person in people:
        desk.rows.tables["truth/persons"].append((
            person.id, naming.native(desk.situation, person.name), person.name.adopted, person.sex,
            day_text(person.born), person.birthplace, day_text(person.left), day_text(person.died),
            _id(person.mother), _id(person.father), _id(person.spouse), person.where,
            str(person.episodes[-1].journey if person.episodes else 0), near if person.near else far,
            "yes" if person.reachable else "no", " ".join(sorted(person.populations)),
        ))  # fmt: skip
        _events(desk, person)


def _events(desk: Desk, person: Person) -> None:
    rows, ids = desk.rows.tables["truth/events"], desk.rows.ids
    for number, episode in enumerate(person.episodes):
        for index, act in enumerate(episode.acts):
            event = ids.new("events")
            desk.events[person.number, number, index] = event
            rows.append((event, person.id, act.rule.type, vague.exact(act.day), act.place, act.agency))
    if person.home_death_act:
        event = ids.new("events")
        desk.events[person.number, -1, 0] = event
        rows.append((event, person.id, person.home_death_act, day_text(person.died), person.home, ""))
