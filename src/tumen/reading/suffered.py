"""What was done to somebody, told by a verb that no list of harms holds: `the court gave the interpreter seven years`.

Lists of harms and ways of flight never end. But whoever tells of one occasion names somebody, and says in the past what
was done to them, or what one who has power over them did.
"""

from __future__ import annotations

from re import Match

from tumen.patterns import later

_DONE = (
    r"(?!(?:adopt|establish|publish|bas|sign|ratif|design|creat|introduc|amend|expect|report|estimat|interview|publici"
    r"[sz]|schedul|plann|call|nam|describ|record|document|includ|mention|cit|quot|ask|inform|relat|concern|attribut|updat"
    r"|translat|prepar|writ|need|want|us|involv|compos|support|fund|suppos|allow)\w*ed\b)"
    r"(?:\w{3,}ed|taken|sent|given|made|put|driven|thrown|bound|led|held|let|brought|cut|hit|shut|tied|kept|seen|torn|stolen"
    r"|hung|dug|fed|woken|chosen|forbidden|hurt|struck|met|left|told|found)"
)
_POWER = (
    r"(?:police(?:men|man)?|soldiers?|guards?|troops|officers?|agents?|officials?|authorities|courts?|judges?|army|navy|patrols?"
    r"|militia(?:men)?|gunmen|coast\s?guard|security|brokers?|traffickers?|smugglers?|captors?|wardens?|warders?|jailers?"
    r"|interrogators?|prosecutors?|buyers?|employers?|consuls?|neighbou?rs?|husband)"
)
_TOLD = (
    r"(?:said|says|asked|wondered|suggested|welcomed|thanked|told|added|noted|explained|claimed|stated|announced|acknowledged|confirmed|declined|argued|replied|answered"
    r"|recalled|remembered|spoke|wrote|described|believed|thought|knew|agreed|adopted|reported|estimated|expected|needed"
    r"|wanted|used|interviewed|met)"
)
_ACTIVE = (
    r"(?:\w{3,}ed|took|gave|came|went|made|put|sent|threw|cut|broke|shut|tied|led|drove|held|kept|left|found|bound|tore|stole"
    r"|brought|let|hit|struck|fed|woke|chose|hung|dug)"
)
_SUFFERED = (
    r"(?:served|lost|collapsed|fell|walked|swam|waded|ran|hid|slept|gave\sbirth|travell?ed|drove|jumped|crawled|fainted|bled"
    r"|set\sout|went\s(?:under|missing)|gave\sup\s(?:his|her|their)|could\snot\s(?:stand|walk|speak|eat|see|breathe|sleep)|starved|begged(?!\s(?:\S+\s){1,3}to\b)|swallowed|had\sno\s(?:lawyers?|counsel|food|water|shoes|coats?|medicine|doctor|beds?|blankets?|light|money)|never\s\w+|did\snot\s(?:wake|return|survive|come)|was\snot\s(?!aware|able|sure|known|clear|surprised|convinced|alone|about|in\b|an?\b|the\b|yet\b|so\b|to\b)\w+)"
)
_PERSON = (
    r"(?:people|persons?|men|man|women|woman|children|child|boys?|girls?|babies|baby|infants?|twins|refugees?|famil(?:y|ies)"
    r"|relatives?|mothers?|fathers?|sons?|daughters?|sisters?|brothers?|cousins?|uncles?|aunts?|nephews?|nieces?|wife|wives"
    r"|husbands?|parents?|grand\w+|friends?|colleagues?|couples?|orphans?|students?|pupils?|activists?|migrants?"
    r"|missionar(?:y|ies)|priests?|monks?|nuns?|bishops?|clerks?|guides?|residents?|victims?|nationals|returnees|deportees|villagers?|witness(?:es)?|crew|staff|group"
    r"|rest|households?|boats?|bod(?:y|ies)|\w+(?:man|men|woman|women)"
    r"|(?!(?:bord|riv|numb|matt|oth|ord|lett|pap|pow|memb|chapt|wint|summ|form|latt|wat|cent|quart|\w+b|corn|shelt|fact|err"
    r"|sect|flo|do|answ|regist|orp|charg|commit|aft|und|ov|nev|ev|furth|eith|neith|wheth|rath|togeth|anoth)(?:er|or|ee)s?\b)\w{2,}(?:er|or|ist|ian|ee)s?)"
)
_SOMEBODY = (
    r"(?:she|he|they|i|we|who|both|neither|(?:none|one|two|three|some|all|most)\sof\s(?:them|us|the\s\w+)|(?:her|his|my|their|our)\s\w+(?:\s\w+)?"
    r"|(?:the|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|\d{1,3}|another|both|all)"
    rf"\s(?:[\w’-]+\s){{0,2}}?{_PERSON})"
)
_OF_SOMEBODY = later(
    rf"\b{_SOMEBODY}(?:\sof\s(?:about\s)?\w+)?(?:,[^,.;]{{2,40}},)?\s(?:\w+\s){{0,2}}?(?:(?:was|were|had\sbeen)\s(?:\w+ly\s|not\s|then\s|also\s|later\s|last\s|never\s|all\s)?{_DONE}"
    rf"|{_SUFFERED})\b",
)
_BY_POWER = later(rf"\b{_POWER}\s(?!{_TOLD}\b)(?:\w+\s(?!{_TOLD}\b)){{0,3}}?(?!{_TOLD}\b){_ACTIVE}\b")
_HAS_SOMEBODY = later(
    r"\b(?:she|he|him|her|his|they|them|their|my|me|we|us|our|family|people|men|women|children|boys?|girls?|child|man|woman"
    r"|households?|villagers?|interpreter|driver|journalist|teacher|mother|father|brother|sister|son|daughter)\b",
)

may_suffer = later(
    rf"was|were|had|{_POWER}|served|lost|collapsed|fell|walked|swam|waded|ran|hid|slept|gave|travell?ed|drove|jumped|crawled"
    r"|fainted|bled|starved|begged|swallowed|never|did|could|set|went",
).fullmatch
"""Whether a word may stand in such words."""


_WENT_ON = later(
    rf"^\W*(?:(?:then|there|later|that\s\w+|the\snext\s\w+|in\s(?:the\s)?\w+|at\s\w+|on\s\w+|by\s\w+|once|again|this\stime),?\s){{0,2}}"
    rf"(?:{_SOMEBODY}|the\s(?:bus|boat|train|lorry|truck|van|car))(?:,[^,.;]{{2,40}},)?\s(?:\w+ly\s|then\s|also\s|again\s|later\s)?"
    rf"(?!{_TOLD}\b|(?:was|were|had|is|are|has|have|could|would|did)\b)"
    r"(?:\w{3,}ed|crossed|made|left|went|came|ran|took|got|paid|sold|bought|slept|ate|drank|hid|swam|fell|lost|gave|drove|sat|stood|lay"
    r"|kept|met|brought|put|began|broke|threw|tried|wept|rode|caught|held|led)\b",
)
"""What somebody of a story did next."""
_IN_QUOTES = later(r"^\W*[“\"]")


def suffered(words: str, *, going_on: bool = False) -> Match[str] | None:
    """The words that say what was done to somebody in the past, if a sentence, given in small letters, has any.

    Where a story is going on, what one of its people did next is enough.
    """
    found = _OF_SOMEBODY.search(words)
    if found is None and _HAS_SOMEBODY.search(words):
        found = _BY_POWER.search(words)
    if found is None and going_on and not _IN_QUOTES.match(words):
        found = _WENT_ON.search(words)
    return found
