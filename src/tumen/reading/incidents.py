"""Happenings in English text: an incident has an occasion of its own, a practice is told in general terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from tumen.patterns import later
from tumen.reading.mention import Mention, Mentions
from tumen.reading.sentences import Sentence, Sentences
from tumen.reading.spans import Spans, Words
from tumen.reading.suffered import may_suffer, suffered


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that was done to people, or by them, as one or more sentences tell it. A candidate.

    Attributes:
        spans: Where it is told; more than one where the very words come again.
        what: The words that made it a happening, in the order of the text.
        victims_count: Number of people named beside it; None where there is none or a range.
        victims_range: Lower and upper end where a range or a vague word stands there.
        actors: Names of who acts, as far as the sentence has them.
        place: The place named beside it.
        date: EDTF of the date named beside it.
        source_named: Who is said to have told it.
        footnote: Number of the footnote at its end.
        core: Something done to persons, flight or protection; not an institutional act.
        practice: It is told in general terms (`are often sold`) and is listed apart.
    """

    id: str
    spans: tuple[tuple[int, int], ...]
    what: str
    victims_count: int | None
    victims_range: tuple[float | None, float | None] | None
    actors: tuple[str, ...]
    place: str | None
    date: str | None
    source_named: str | None
    footnote: str | None
    core: bool
    practice: bool
    confidence: float
    reason: str

    def as_dict(self) -> dict[str, object]:
        """Plain data in the exchange schema."""
        plain: dict[str, object] = {f: getattr(self, f) for f in self.__dataclass_fields__ if f != "practice"}
        plain["spans"] = [{"start": a, "end": b} for a, b in self.spans]
        plain["date_basis"] = None if self.date is None else "named beside it"
        return plain


_HARM = (
    r"arrest\w*|detain\w*|detention|captur\w*|caught|seiz(?:ed|ing)|imprison\w*|jail\w*|incarcerat\w*|intern(?:ed"
    r"|ment)|execut\w*|hang(?:ed|ing)|shot|shoot\w*|kill\w*"
    r"|murder\w*|massacre\w*|tortur\w*|beat|beaten|beating\w*|rap(?:e|ed|es|ing)|abus(?:e|ed|es|ing)|abduct\w*"
    r"|kidnap\w*|disappear\w*|traffick\w*|sold|resold|sell|selling"
    r"|forc(?:ed|ibly)|coerc\w*|repatriat\w*|deport\w*|refoul\w*|return(?:ed|ing|s)?(?=\s(?:to|by|from|them|him|her"
    r"|people|refugees|defectors|against)\b)|sent\sback|send(?:ing"
    r"|s)?\s(?:\w+\s){0,3}back|handed\s(?:\w+\s){0,2}over|hand(?:ed|ing)\sover|extradit\w*|expel\w*|punish\w*"
    r"|persecut\w*|harass\w*|threaten\w*"
    r"|interrogat\w*|starv\w*|die|died|dying|dead|death|deaths|drown\w*|froze\w*|suicide|abort\w*|infanticide"
    r"|sentenc\w*|convict\w*|charged|raid\w*|crack(?:ed|ing)?\s?down\w*|crackdown\w*"
    r"|intercept(?:ed|ing)|cram(?:med|ming)|toss(?:ed|ing)|drag(?:ged|ging)|blindfold\w*|handcuff\w*|shackl\w*"
    r"|stab(?:bed|bing)|strangl\w*|mutilat\w*|loot\w*|evict\w*|displac\w*|bomb(?:ed|ing)|shell(?:ed|ing)|ambush\w*"
    r"|lynch\w*|push(?:ed|ing|es)?\sback\w*|pushbacks?|turned\s(?:back|away)|missing|perish\w*|buried|behead\w*"
    r"|slap(?:ped|ping)|kick(?:ed|ing)|whip(?:ped|ping)|flog\w*|gang-rape\w*|conscript\w*|extort\w*|ransom\w*"
    r"|attack\w*|wound\w*|injur\w*|burn\w*|enslav\w*|exploit\w*|discriminat\w*|stigmati\w*|mistreat\w*"
    r"|ill[- ]?treat\w*|took\s(?:her|him|them|me|us)\b|taken\s(?:away|into|from|by)|led\saway|locked\s(?:up|in)"
    r"|held\s(?:for|in|at|without|incommunicado)\b|(?:not|never)\s(?:been\s)?(?:seen|heard)|never\scame\s(?:up|back|home|out)"
    r"|spent\s(?:\w+\s){1,3}(?:years|months|weeks|days)\sin|on\sfire|hospitali[sz]ed|loaded\sonto|robbed|fired\s(?:on|at)"
    r"|moved\sby\sforce|vanish\w*|chain(?:ed|ing)|undress\w*|strip(?:ped|-search\w*)|capsiz\w*|whereabouts|custody"
    r"|bod(?:y|ies)(?=\s(?:of|was|were|has|have|had)\b)"
    r"|(?:no\sone|nobody)\s(?:has|had)\s(?:seen|heard)|questioned|violat(?:ed|es|ing)|den(?:ied|ies|y)|refus(?:ed|es|al)|block(?:ed|s)|separat\w*|lur(?:e|ed|es"
    r"|ing)"
)
_FLIGHT = (
    r"escap\w*|fl(?:ed|ee|eeing|ees|ight)|defect(?:ed|ing|s)?\b|cross(?:ed|ing|es)?\s(?:into|the|over|to)"
    r"|left\s(?:the\scountry|home|for)|arriv\w*|entered|enter(?:ing|s)?\s(?:the|a|an)\b|stormed|broke\sinto|climbed"
    r"|scaled|rushed"
    r"|sought|seek(?:ing|s)?\s(?:asylum|refuge|protection|help)|asylum|hid|hidden|hiding|took\srefuge|granted"
    r"|resettl\w*|released|freed|rescued|boarded|embark\w*|set\ssail|smuggl\w*|stranded|evacuat\w*|allowed\sto\sleave|flown|flew|reach(?:ed|ing)|stay(?:ed|ing)"
)
_OFFICIAL = (
    r"signed|ratified|acceded|adopted|passed|voted|announced|published|released\s(?:a|its|the)\s\w+|launched|issued"
    r"|ordered|declared|held|met|visited|submitted|appealed|protested|demanded|agreed|invited|accused|stated|denied"
    r"|established|concluded|testified|summits?|negotiat\w*|delivered|presented|marks?|commemorat\w*|warned|condemned"
    r"|urged|suspended|enacted|extended|reported"
)
_EVENT = later(rf"\b(?:(?P<harm>{_HARM})|(?P<flight>{_FLIGHT})|(?P<official>{_OFFICIAL}))\b", re.I)
_PAST = later(
    r"\b(?:was|were|had|did|became|began|went|came|took|gave|made|told|said|found|fled|left|died|shot|sold|caught|held"
    r"|sent|ran|led|hid|saw|kept|put|tried|spent|fell|rose|swam|spoke|drove|brought|paid|met|lost|broke|threw|got|knew|thought|felt|stood|sat"
    r"|struck|hit|cut|"
    r"(?!need|indeed|exceed|proceed|succeed|hundred|sacred|speed|breed|agreed\sto)\w{2,}ed)\b",
    re.I,
)
_PRESENT = later(
    r"\b(?:is|are|has\sbeen|have\sbeen|do|does|faces?|risks?|becomes?|remains?|continues?|regards?|treats?|considers?"
    r"|refuses|sends|suffers?|lives?|fears?|may|might|can|could|will|would|if|when\sthey|those\swho|anyone|whoever)\b",
    re.I,
)
_GENERAL = later(
    r"\b(?:often|frequently|regularly|routinely|usually|typically|generally|commonly|systematic(?:ally)?|always"
    r"|sometimes|many|most|some|thousands|hundreds|dozens|those\swho|anyone\swho|people\swho|women\swho|every\s(?:year"
    r"|day|month)|each\syear|constantly|increasingly"
    r"|continu(?:es?|ed|ing)\sto|widespread|in\smany\scases|tend\sto|likely\sto|subject(?:ed)?\sto|at\srisk"
    r"|practice\sof|policy\sof|vulnerable|if\s(?:they|caught|returned|found)|are\s(?:being\s)?\w+ed|once\s(?:caught"
    r"|returned|in)|such\sas)\b",
    re.I,
)
_HABIT = later(
    r"\b(?:often|frequently|regularly|routinely|usually|every\s(?:year|day|month)|each\syear|would|could|may|might"
    r"|if)\b",
    re.I,
)
_PEOPLE = later(
    r"\b(?:(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|\w+teen|twenty"
    r"|\w+ty|\d{1,3}|a|an|one|another|the|his|her|their)\s(?:[\w’-]+\s){0,3}"
    r"(?:people|persons?|men|man|women|woman|children|child|boys?|girls?|babies|baby|infants?|refugees?|defectors?"
    r"|escapees?|migrants?|colleagues?|activists?|famil(?:y|ies)|relatives?|mothers?|fathers?|sons?|daughters?"
    r"|sisters?|brothers?|husbands?|wife|wives|parents|couples?|orphans?|students?|workers?|soldiers?|guards?"
    r"|officials?|\w+(?:man|men|woman|women)|villagers?|farmers?|traders?|monks?|nuns?|teachers?|doctors?|drivers?"
    r"|detainees?|protesters?|civilians?|missionar(?:y|ies)|pastors?|journalists?|prisoners?|seekers|group)\b)",
    re.I,
)
_SHE = later(r"\b(?:she|he|her|him|his|I|my|me|we|our|us)\b")
_YEAR = later(r"\b(?:19|20)\d\d\b")
_ADVICE = later(r"\b(?:should|must|ought|urge|call\son|recommend)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What other readers found, for a sentence to be completed from: (start, end, value) in order.

    `not_told` are stretches that tell nothing: works in notes, whose dates are their own.
    """

    dates: Spans[str]
    not_told: Spans[None]
    numbers: Spans[tuple[float | None, float | None, str]]
    notes: Spans[str]
    sources: Spans[str]


_FIRST_WORDS = later(
    rf"(?:{_HARM}|{_FLIGHT}|{_OFFICIAL}|took|taken|led|locked|held|not|never|spent|on|loaded|fired|moved|return(?:ed|ing)|sen[dt]s?|sending|hand(?:ed|ing)|ill|crack(?:ed|ing)?|no|nobody"
    rf"|cross(?:ed|ing|es)?|left|enter(?:ing|s)?|broke|took|allowed|push(?:ed|ing|es)?|turned|set)",
    re.I,
).fullmatch


def _may_tell(word: str) -> bool:
    return bool(_FIRST_WORDS(word) or may_suffer(word))


def find_happenings(
    text: str, sentences: Sentences, mentions: Mentions, beside: Beside, words: Words
) -> list[Happening]:
    """Every happening that an English text tells, incidents and practices, in order."""
    found: list[Happening] = []
    seen: dict[str, int] = {}
    for sentence in words.sentences(_may_tell, sentences):
        made = _of_sentence(text, sentence, mentions, beside, going_on=_told_person(found, sentence))
        if made is None:
            continue
        said = " ".join(text[sentence.start : sentence.end].split())
        known = seen.setdefault(said, len(found))
        if known < len(found) and len(said) > 30:
            found[known] = replace(found[known], spans=(*found[known].spans, *made.spans))
        else:
            found.append(made)
    told = [replace(h, id=f"i{n:02}") for n, h in enumerate((h for h in found if not h.practice), start=1)]
    return told + [replace(h, id=f"p{n:02}") for n, h in enumerate((h for h in found if h.practice), start=1)]


def _told_person(found: Sequence[Happening], sentence: Sentence) -> bool:
    """Whether the sentence right before told of an incident: a pronoun then goes on telling it."""
    return bool(found) and not found[-1].practice and sentence.start - found[-1].spans[-1][1] < 5


_A_WORD = later(r"[A-Za-z]+")


@lru_cache(maxsize=20_000)
def _may_begin(word: str) -> bool:
    return _FIRST_WORDS(word) is not None


def _events(words: str) -> Iterator[re.Match[str]]:
    """The words of a happening, tried only where a word stands that may begin one."""
    last = 0
    for word in _A_WORD.finditer(words):
        if (
            word.start() >= last
            and _may_begin(word.group().lower())
            and (event := _EVENT.match(words, word.start()))
        ):
            last = event.end()
            yield event


def _of_sentence(
    text: str, sentence: Sentence, mentions: Mentions, beside: Beside, *, going_on: bool
) -> Happening | None:
    start, end = sentence.start, sentence.end
    if end - start < 25 or beside.not_told.touch(start, start + 1):
        return None
    words = text[start:end]
    events = list(_events(words))
    advice = _ADVICE.search(words)
    unlisted = None if any(m.lastgroup != "official" for m in events) else suffered(words)
    if not (events or unlisted) or (
        advice
        and (
            all(m.start() > advice.start() for m in events if m.lastgroup != "official")
            or not _YEAR.search(words)
        )
    ):
        return None
    named = mentions.within(start, end)
    dates = beside.dates.within(start, end)
    core = unlisted is not None or any(m.lastgroup in ("harm", "flight") for m in events)
    if not core and not any(m.kind.startswith("person") for m in named) and all(len(d[2]) < 7 for d in dates):
        return None  # an institutional act without a day or a person is told by nobody as an occasion
    numbers = [n for _, _, n in beside.numbers.within(start, end) if n[2] == "count"]
    particular, reason = _particular(words, dates, named, numbers, going_on=going_on)
    past = bool(_PAST.search(words))
    if unlisted and not (past and particular > 1):
        return None
    deed = unlisted is not None or any(
        m.lastgroup in ("harm", "flight") and _DEED.fullmatch(m.group()) for m in events
    )
    general = len(_GENERAL.findall(words)) + (1 if _PRESENT.search(words) and not dates else 0)
    general += bool(_CLAIMED.search(words)) and not _A_DAY.search(reason)
    told = not general and (dates or (core and _FINITE.search(words)))
    enough = 2 + (general > 1) - bool(told)
    counted = bool(numbers) or _COUNTED.search(words) is not None
    incident = (past and particular >= enough) or (core and counted and _over(words))
    if core and not deed and not counted and not _A_DAY.search(reason):
        incident = False  # `the repatriation of refugees is illegal`: named, not told
    if not core and not (incident and _A_DAY.search(reason)):
        return None
    if unlisted and not incident:
        return None
    exact = next((int(low) for low, high, _ in numbers if low is not None and low == high), None)
    ranged = next(((low, high) for low, high, _ in numbers if low != high), None)
    places = [m for m in named if m.is_place]
    return Happening(
        id="", spans=((start, end),), what=_what(events, unlisted),
        victims_count=exact, victims_range=ranged if exact is None else None,
        actors=tuple(dict.fromkeys(m.text for m in named if m.is_actor))[:5], place=_place(text, places),
        date=dates[0][2] if dates else None,
        source_named=next((who for _, _, who in beside.sources.within(start, end)), None),
        footnote=next((number for _, _, number in beside.notes.within(start + 1, end + 3)), None),
        core=core, practice=not incident, confidence=min(0.9, 0.4 + 0.15 * particular) if incident else 0.6,
        reason=f"an occasion of its own: {reason}" if incident else "told in general terms or without an occasion",
    )  # fmt: skip


def _what(events: Sequence[re.Match[str]], unlisted: re.Match[str] | None) -> str:
    words = [match.group().lower() for match in (*events, unlisted) if match is not None]
    return "; ".join(dict.fromkeys(words))[:120]


_CLAIMED = later(
    r"\b(?:reports?|stud(?:y|ies)|survey|found\sthat|estimate[ds]?|percent|per\scent|%|average|policy|policies|according)"
    r"(?!\w)",
    re.I,
)
"""Words of a sentence that tells of knowledge about happenings rather than of one."""
_DEED = later(
    r"\w+ed|\w+ed\s.*|caught|shot|beat|beaten|sold|resold|held\s.*|sent\s.*|fled|hid|hidden|died|dying|froze\w*|forcibly|flew|flown|fleeing"
    r"|sought|left\s.*|took\s.*|taken\s.*|led\s.*|broke\s.*|set\s.*|(?:not|never)\s.*|spent\s.*|on\sfire|buried|drag\w*|hung"
    r"|killing|missing|hiding|suicide|burnt",
    re.I,
)
"""Words of something done or suffered, rather than its name."""
_A_DAY = later(r"a day or month|a named person")
_FINITE = later(
    r"\b(?:was|were|had|did|(?:has|have)\s(?:\w+\s)?been|died|fled|shot|sold|caught|sent|took|told|found|beat|hid|ran"
    r"|went|came|left|lost|broke|threw|burned|burnt|arrested|detained|killed|raped|abducted|executed|forced|attacked"
    r"|deported|returned|fired|opened|dragged|handed|pushed|crossed|escaped|arrived|hanged|seized|tortured)\b",
    re.I,
)
_COUNTED = later(
    r"^\W*(?:[\w ]+:\s)?(?:at\sleast\s|about\s|some\s)?(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,4})\s",
    re.I,
)
"""A line that begins with how many, as one notes it down."""
_PERFECT = later(
    rf"\b(?:has|have|had|was|were)\s(?:all\s|\w+ly\s|since\s|also\s)?(?:been\s)?(?:\w+ly\s)?(?:{_HARM})\b",
    re.I,
)


_SO_MANY = (
    r"(?:(?:at\sleast|about|around|some|more\sthan|over|up\sto|nearly|almost|an\sestimated|approximately|the|another)\s)*"
    r"(?:dozens|scores|hundreds|thousands|\d|two|three|four|five|six|seven|eight|nine|ten|\w+teen|twelve|eleven|\w+ty\b)"
)
_DONE_TO = (
    r"(?:arrested|detained|killed|executed|deported|repatriated|returned|expelled|extradited|abducted|kidnapped|raped"
    r"|shot|hanged|sentenced|tortured|beat|seized|captured|jailed|imprisoned|released|freed|rescued|evicted|displaced"
    r"|drowned|wounded|injured|handed\sover|sent\sback|forced)"
)
_DEEDS = (
    r"(?:return|deportation|execution|arrest|killing|expulsion|extradition|repatriation|abduction|detention|release"
    r"|rape|death|disappearance|imprisonment)"
)
_DID = later(
    rf"\b{_DONE_TO}\s{_SO_MANY}|\b{_DEEDS}s?\sof\s{_SO_MANY}"
    # as one notes it down: `Six arrested`, `two boys injured`, `four deaths confirmed`
    rf"|\b{_SO_MANY}\s(?:[\w’-]+\s){{0,3}}?(?:{_DONE_TO}|turned\s(?:back|away|round)|missing|dead|taken|refused\s\w+)\b(?!\sby\slaw)"
    rf"|\b{_SO_MANY}\s(?:\w+\s)?{_DEEDS}s\s(?:in\s\w+\s)?(?:(?:have|had)\sbeen\s|were\s)?(?:confirmed|recorded|reported|verified)",
    re.I,
)


def _over(words: str) -> bool:
    """`dozens … have been deported`, `deported 40 men`: beside a number of people, what was done to them is over."""
    match = _PERFECT.search(words) or _DID.search(words)
    return match is not None and not _HABIT.search(words, 0, match.end())


Number = tuple[float | None, float | None, str]


def _particular(
    words: str,
    dates: Sequence[tuple[int, int, str]],
    named: Sequence[Mention],
    numbers: Sequence[Number],
    going_on: bool,  # noqa: FBT001
) -> tuple[int, str]:
    """How much speaks for one occasion: a date, a number of people, a person, a small place, a sentence before."""
    signs = []
    if any(len(d[2]) >= 7 and "X" not in d[2] for d in dates):
        signs += ["a day or month", "a day or month"]
    elif dates:
        signs.append("a date")
    if any(low is not None and low == high and low < 1000 for low, high, _ in numbers):
        signs.append("a number of people")
    elif _PEOPLE.search(words) and not re.search(r"\b(?:women|children|people|men)\swho\b", words):
        signs.append("persons told of one by one")
    if any(m.kind.startswith("person") for m in named):
        signs.append("a named person")
    if any(m.is_place and m.kind not in ("country", "continent") for m in named):
        signs.append("a named place")
    if _SHE.search(words):
        signs.append("one person")
    if going_on:
        signs.append("the sentence before told it")
    return len(signs), ", ".join(dict.fromkeys(signs)) or "none"


def _place(text: str, places: Sequence[Mention]) -> str | None:
    """The place behind `in`, `at` or `near`, the smallest first."""
    behind = [
        m
        for m in places
        if re.search(
            r"\b(?:in|at|near|outside|inside)[\s\xa0](?:the[\s\xa0])?(?:\w+[\s\xa0])?$",
            text[max(m.start - 20, 0) : m.start],
        )
    ]
    chosen = behind or list(places)
    small = [m for m in chosen if m.kind != "country"] or chosen
    return small[0].text if small else None
