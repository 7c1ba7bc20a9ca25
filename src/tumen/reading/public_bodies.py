"""Of whom something may be asked in public: states, bodies, people in office, whole trades; no private person."""

from __future__ import annotations

from typing import Final

from tumen.patterns import later
from tumen.reading.saying_nouns import BODIES


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PEOPLE: Final = _set(
    "people men women relatives survivors families refugees inmates prisoners former hospital school guard"
)
"""Among the bodies that state things, those who are more often told what to do than asked."""
PUBLIC: Final = _set(
    "state country nation power government administration authority regime cabinet ministry minister premier "
    "president king queen monarch emperor pope bishop archbishop cardinal secretary undersecretary "
    "commissioner governor mayor prefect councillor council parliament legislature lawmaker legislator deputy "
    "senator senate mp member committee commission court tribunal judge magistrate prosecutor attorney "
    "ombudsman ombudsperson registrar clerk chair chairman chairwoman chairperson speaker delegation delegate "
    "embassy consulate consul ambassador envoy diplomat mediator negotiator rapporteur expert police army "
    "navy military force commander officer official agency bureau directorate department office secretariat "
    "service board fund bank donor sponsor funder partner ally neighbour neighbor capital company firm "
    "business corporation brand retailer buyer supplier importer exporter manufacturer employer landlord "
    "owner operator carrier airline airport port shipowner investor shareholder insurer platform broadcaster "
    "publisher editor journalist reporter newspaper press media network university college academic "
    "researcher scholar school teacher hospital doctor lawyer bar association union federation church parish "
    "congregation mosque temple charity organisation organization institution institute ngo coalition "
    "alliance party group community world public reader citizen voter leader leadership director manager head "
    "chief chancellor signatory province county municipality city district region town republic kingdom "
    "politician colleague assembly synod congress archive museum laboratory clinic trustee custodian warden "
    "governorate inspector inspectorate elder treasury exchequer system side sides judiciary watchdog "
    "regulator foundation mission bloc league mechanism body entity everyone everybody all"
) | (BODIES - _PEOPLE)
_DETERMINER = later(
    r"(?:(?:the|a|an|all|any|every|each|both|no|its|their|his|her|our|your|other|these|those|that|this|two|three|four"
    r"|many|most|more|some|several)\s+)+",
)
_HEAD = later(r"\s(?:of|in|for|at|from|on|with|to|under|by|who|which|that|whose|not|already|still|and)\s|,")
_WORD = later(r"[A-Za-zÀ-ÿ][\w’'&.-]*")
_PRIVATE = later(
    r"\b(?:refugees?|defectors?|migrants?|escapees?|women|woman|girls?|boys?|children|child|victims?|prisoners?"
    r"|inmates?"
    r"|detainees?|workers|travellers?|passengers|residents|villagers|families|relatives|brother|sister|mother"
    r"|father|son"
    r"|daughter|wife|husband|aunt|uncle|cousin|friend|brokers?|smugglers?|traffickers?|soldiers?|guards?|guides?"
    r"|him|her"
    r"|them|me|us|who|people|respondents?|interviewees?|witness(?:es)?|drivers?)$",
)
SMALL: Final = _set(
    "he she they it i we you who which that this these those there one someone somebody anyone anybody nobody "
    "none"
)


def singular(word: str) -> str:
    """`agencies` is agency, `churches` church, `donors` donor."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def public(who: str) -> bool:
    """Whether a noun phrase names a state, a body, somebody in office or a trade: whom one may ask in public."""
    words = " ".join(who.split()).strip(" ,“”\"'")
    low = words[:1].lower() + words[1:]
    lead = _DETERMINER.match(low)
    bare = low[lead.end() :] if lead else low
    head = _HEAD.split(bare, maxsplit=1)[0].strip()
    named = _WORD.findall(head)
    if not named or head.lower() in SMALL or _PRIVATE.search(head):
        return False
    last = named[-1].lower().removesuffix("’s").removesuffix("'s")
    if last in PUBLIC or singular(last) in PUBLIC:
        return True
    own = words[lead.end() :] if lead else words
    return any(word[0].isupper() for word in _WORD.findall(_HEAD.split(own, maxsplit=1)[0]))


def in_office(who: str) -> bool:
    """Whether the last word of a label is a body or an office by itself: `Local authorities`, `Donors`; not a name."""
    named = _WORD.findall(who.split("(")[0])
    return bool(named) and (named[-1].lower() in PUBLIC or singular(named[-1].lower()) in PUBLIC)


SPEAKERS: Final = _set(
    "spokesman spokeswoman spokesperson activist campaigner advocate defender lawyer attorney family relative "
    "parent mother survivor union bishop mayor doctor nurse scholar academic professor expert judge teacher "
    "signatory undersigned petitioner applicant author witness delegate delegation mission panel report "
    "letter petition resolution motion statement appeal memorandum declaration paper brief submission "
    "communique editorial rapporteur monitor observer resident villager editor critic opposition victim "
    "protester demonstrator striker we i they "
)
"""Who may ask in public beside those of whom things are asked."""
_NEVER = later(
    r"\b(?:guards?|soldiers?|brokers?|smugglers?|traffickers?|captors?|kidnappers?|gang|gangs|agents?)$", 0
)


def may_ask(who: str) -> bool:
    """Whether a subject asks in public: a body, a paper, a group that campaigns, the authors themselves."""
    words = " ".join(who.split()).strip(" ,“”\"'")
    if _NEVER.search(words):
        return False
    last = (_WORD.findall(_HEAD.split(words, maxsplit=1)[0]) or [""])[-1].lower()
    return last in SPEAKERS or singular(last) in SPEAKERS or public(words)
