"""Readable interviews: notes in English or Korean that hold what the tables hold, with varied sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tumen.synth import wording
from tumen.synth.dice import Dice
from tumen.synth.interviews import Interview, Mention
from tumen.synth.rows import COLUMNS, Row
from tumen.synth.situation import Situation
from tumen.synth.telling import Telling, ToldStep

_COLOUR = 0.3
_NOTHING: Mapping[str, str] = {}
_SPACES = re.compile(r"[ ]{2,}")
_SPACE_BEFORE_STOP = re.compile(r" ([.,:;])")
_SMALL_START = re.compile(r"(^|[.!?] )([a-z])")
_BARE = {"sentence", "bare"}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_ORDINALS_KO = (
    "첫 번째",
    "두 번째",
    "세 번째",
    "네 번째",
    "다섯 번째",
    "여섯 번째",
    "일곱 번째",
    "여덟 번째",
    "아홉 번째",
)
_HEAD = {
    "en": {"source": "Source", "organisation": "Organisation", "date": "Date of interview", "place": "Place",
           "name": "Name as recorded", "others": "Other names", "sex": "Sex", "birth": "Born", "home": "Birthplace",
           "f": "female", "m": "male"},
    "ko": {"source": "자료 번호", "organisation": "기관", "date": "면담일", "place": "장소", "name": "기록된 이름",
           "others": "다른 이름", "sex": "성별", "birth": "출생", "home": "출생지", "f": "녀", "m": "남"},
}  # fmt: skip


@dataclass(slots=True, kw_only=True)
class _Writer:
    dice: Dice
    situation: Situation
    language: str
    births: Mapping[str, int | None]
    said: set[str] = field(default_factory=set)

    def colour(self, pronouns: Mapping[str, str]) -> list[str]:
        """Now and then a remark that codes nothing, never the same twice in one text."""
        saying = self.dice.one_of(self.situation.words.colour[self.language])
        if not self.dice.chance(_COLOUR):
            return []
        remark = self.fill(saying, {}, pronouns)
        if remark in self.said:
            return []
        self.said.add(remark)
        return [remark]

    def say(
        self, sayings: Mapping[str, Sequence[str]], values: Mapping[str, str] = _NOTHING, /, **words: str
    ) -> str:
        """One of the sentences of this language, filled with phrases made of values, and with words as they are."""
        return self.fill(self.dice.one_of(sayings[self.language]), values, words)

    def fill(self, saying: str, values: Mapping[str, str], words: Mapping[str, str]) -> str:
        """A sentence with its slots filled."""
        phrases = _Phrases(self.situation.words.slots[self.language], values, words)
        return _tidy(saying.format_map(phrases), self.language)

    def pronouns(self, mention: Mention) -> dict[str, str]:
        """Words for the person spoken of."""
        known = self.situation.words.pronouns[self.language]
        key = "self" if mention.own else mention.person.sex
        words = known["self" if key == "self" else "f" if key == "f" else "m"]
        return {**words, "my_first": _capital(words["my"])}

    def when(self, edtf: str, mention: Mention) -> str:
        """A date in words."""
        born = self.births.get(mention.id)
        return wording.when(self.dice, self.situation, edtf, self.language, born=born)

    def label(self, kind: str, code: str) -> str:
        """The label of a code; nothing for nothing."""
        return self.situation.label(kind, code, self.language) if code else ""


class _Phrases(dict[str, str]):
    """Words as they are, and for every slot of a sentence the phrase made of a value, with its preposition or particle.

    A phrase is made when a sentence asks for it; a slot that no value fills is empty.
    """

    def __init__(
        self, patterns: Mapping[str, str], values: Mapping[str, str], words: Mapping[str, str]
    ) -> None:
        super().__init__(words)
        self._patterns = patterns
        self._values = values

    def __missing__(self, slot: str) -> str:
        if slot == "span":
            return self._span()
        name, _, role = slot.partition("_")
        value = self._values.get(name)
        if not value or slot not in self._patterns:
            return ""
        return self._patterns[slot].format(v=_bare(value) if role in _BARE else value)

    def _span(self) -> str:
        when, until = self._values.get("when"), self._values.get("until")
        if when and until and "both" in self._patterns:
            return self._patterns["both"].format(when=_bare(when), until=_bare(until))
        return self["when"] + self["until"]


def compose(
    dice: Dice, situation: Situation, interview: Interview, tellings: list[Telling], rows: list[Row]
) -> str:
    """The text of an interview.

    Args:
        dice: draws used for the wording only, so that tables do not depend on texts.
        situation: the pack's words.
        interview: who was heard.
        tellings: what was told, in order.
        rows: the rows of the table `mentions` of this interview, in the order of its mentions.
    """
    births = {row[0]: _year_of(row[COLUMNS["mentions"].index("birth")]) for row in rows}
    writer = _Writer(dice=dice, situation=situation, language=interview.language, births=births)
    first = interview.mentions[0]
    lines = [
        situation.words.made_up[interview.language][0],
        "",
        *_heading(writer, interview, rows[0]),
        "",
        writer.say(situation.words.opening, **writer.pronouns(first)),
        "",
    ]
    for telling in tellings:
        lines += [_paragraph(writer, telling), ""]
    lines += list(_others(writer, interview, tellings, rows))
    lines.append(writer.say(situation.words.closing, **writer.pronouns(first)))
    return "\n".join(lines) + "\n"


def _year_of(edtf: str) -> int | None:
    found = re.match(r"\d{4}", edtf)
    return int(found[0]) if found else None


def _heading(writer: _Writer, interview: Interview, row: Row) -> Iterator[str]:
    words = _HEAD["ko" if writer.language == "ko" else "en"]
    cell = dict(zip(COLUMNS["mentions"], row, strict=True))
    yield f"{words['source']}: {interview.id}"
    yield f"{words['organisation']}: {cell['organisation']}"
    yield f"{words['date']}: {wording.exact(interview.day, writer.language)}"
    yield f"{words['place']}: {writer.label('place', interview.place)}"
    yield f"{words['name']}: {cell['name']}"
    if cell["name_other"]:
        yield f"{words['others']}: {cell['name_other'].replace('|', ', ')}"
    if cell["sex"]:
        yield f"{words['sex']}: {words[cell['sex']]}"
    if cell["birth"]:
        born = wording.when(writer.dice, writer.situation, cell["birth"], writer.language, born=None)
        yield f"{words['birth']}: {born.removeprefix('in ').removeprefix('on ').removesuffix('에')}"
    if cell["birthplace"]:
        yield f"{words['home']}: {writer.label('place', cell['birthplace'])}"


def _paragraph(writer: _Writer, telling: Telling) -> str:
    mention = telling.mention
    words = writer.situation.words
    pronouns = writer.pronouns(mention)
    if mention.own:
        sentences = [writer.say(words.journey, nth=_nth(writer, telling), **pronouns)]
    else:
        sentences = [_introduction(writer, mention)]
    for step in telling.steps:
        sentences += _step(writer, mention, step, pronouns)
        sentences += writer.colour(pronouns)
    return " ".join(sentences)


def _nth(writer: _Writer, telling: Telling) -> str:
    number = max(telling.journey, 1) - 1
    known = _ORDINALS_KO if writer.language == "ko" else _ORDINALS
    return known[number] if number < len(known) else str(number + 1)


def _relation(writer: _Writer, mention: Mention) -> str:
    by_sex = writer.situation.words.relations[writer.language][mention.relation]
    return by_sex.get(mention.person.sex) or by_sex[""]


def _introduction(writer: _Writer, mention: Mention) -> str:
    speaker = writer.situation.words.pronouns[writer.language]["self"]
    return writer.say(
        writer.situation.words.heard, name=mention.name, relation=_relation(writer, mention), **speaker
    )


def _others(writer: _Writer, interview: Interview, tellings: list[Telling], rows: list[Row]) -> Iterator[str]:
    """Who was only named: a list of relatives and others of whom nothing further was told."""
    spoken = {telling.mention.id for telling in tellings}
    for mention, row in zip(interview.mentions[1:], rows[1:], strict=True):
        if mention.id not in spoken:
            cell = dict(zip(COLUMNS["mentions"], row, strict=True))
            parts = [f"{mention.name}: {_relation(writer, mention)}"]
            if cell["birth"]:
                parts.append(writer.when(cell["birth"], mention))
            if cell["birthplace"]:
                parts.append(writer.label("place", cell["birthplace"]))
            yield "- " + ", ".join(parts)
            yield ""


def _step(writer: _Writer, mention: Mention, step: ToldStep, pronouns: Mapping[str, str]) -> Iterator[str]:
    words = writer.situation.words
    if step.leg is not None:
        yield writer.say(words.steps[step.step.name], _leg(writer, mention, step.leg), **pronouns)
    if step.transfer is not None:
        yield _transfer(writer, mention, step.transfer, pronouns)
    if step.stay is not None:
        values = _stay(writer, mention, step.stay)
        yield writer.say(words.stay, values, kind=values["kind"], **pronouns)
    for row in step.acts:
        yield _act(writer, mention, row, pronouns)


def _leg(writer: _Writer, mention: Mention, row: Row) -> dict[str, str]:
    cell = dict(zip(COLUMNS["legs"], row, strict=True))
    return {
        "at": writer.label("place", cell["to_place"]),
        "to": writer.label("place", cell["to_place"]),
        "from": writer.label("place", cell["from_place"]),
        "when": writer.when(cell["from"], mention),
        "until": _bare(writer.when(cell["to"], mention)),
        "mode": writer.label("crossing_mode", cell["mode"]),
        "helper": writer.label("agency", cell["helper_role"]),
        "price": f"{cell['price']} {cell['currency']}" if cell["price"] else "",
    }


def _act(writer: _Writer, mention: Mention, row: Row, pronouns: Mapping[str, str]) -> str:
    cell = dict(zip(COLUMNS["acts"], row, strict=True))
    values = {
        "at": writer.label("place", cell["place"]),
        "when": writer.when(cell["date"], mention),
        "by": writer.label("agency", cell["agency"]),
        "how": writer.label("method", cell["method"]),
    }
    words = writer.situation.words
    sayings = words.acts.get(cell["type"], words.any_act)
    return writer.say(sayings, values, act=writer.label("act_type", cell["type"]), **pronouns)


def _stay(writer: _Writer, mention: Mention, row: Row) -> dict[str, str]:
    cell = dict(zip(COLUMNS["stays"], row, strict=True))
    return {
        "kind": writer.label("facility_type", cell["facility_type"]),
        "facility": writer.label("facility", cell["facility"]),
        "when": writer.when(cell["from"], mention),
        "until": _bare(writer.when(cell["to"], mention)),
        "reason": writer.label("reason", cell["reason"]),
    }


def _transfer(writer: _Writer, mention: Mention, row: Row, pronouns: Mapping[str, str]) -> str:
    cell = dict(zip(COLUMNS["transfers"], row, strict=True))
    values = {
        "price": f"{cell['price']} {cell['currency']}" if cell["price"] else "",
        "at": writer.label("place", cell["place"]),
        "when": writer.when(cell["date"], mention),
        "purpose": writer.label("purpose", cell["purpose"]),
    }
    seller, buyer = writer.label("agency", cell["seller_role"]), writer.label("agency", cell["buyer_role"])
    return writer.say(writer.situation.words.transfer, values, seller=seller, seller_first=_capital(seller),
                      buyer=buyer, **pronouns)  # fmt: skip


def _bare(phrase: str) -> str:
    """A date phrase without what stands before or after it: `in May 2004` as in `until May 2004`."""
    return phrase.removeprefix("in ").removeprefix("on ").removesuffix("에")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _tidy(text: str, language: str) -> str:
    text = _SPACES.sub(" ", text).strip()
    text = _SPACE_BEFORE_STOP.sub(r"\1", text)
    return with_capital(wording.with_particles(text)) if language == "ko" else with_capital(text)


def with_capital(text: str) -> str:
    """The text with capitals at the start and after a full stop."""
    return _SMALL_START.sub(lambda found: found[1] + found[2].upper(), text)
