"""Offences that somebody is charged with, convicted of or sentenced for, in the words of the text."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.patterns import later
from tumen.reading.sentences import Sentences
from tumen.reading.spans import Words

_CHARGED = later(
    r"\b(?:(?:charged|charge|charging)(?:[\s\xa0][\w’'-]+){0,3}?[\s\xa0]with|(?:convict(?:ed|ions?)"
    r"|found[\s\xa0]guilty"
    r"|guilty)[\s\xa0](?:of|for)"
    r"|(?:on[\s\xa0](?:a[\s\xa0])?|faced?[\s\xa0]|facing[\s\xa0]|the[\s\xa0])charges?[\s\xa0]of"
    r"|and[\s\xa0]of(?=[\s\xa0][“\"‘])|on[\s\xa0]trial[\s\xa0]for|trials?[\s\xa0]for"
    r"|(?:indicted|prosecuted|prosecutions?|sentenced|tried|punished|fined|jailed|imprisoned)[\s\xa0](?:for"
    r"|on[\s\xa0]charges[\s\xa0]of)"
    r"|(?:the|an|criminal|new)[\s\xa0](?:[a-z]+[\s\xa0])?(?:offen[cs]es?|crimes?)[\s\xa0]of"
    r"|sentenced\b[^.;“”\"]{0,60}\b(?:years|months|life|death|prison|imprisonment"
    r"|labou?r)[\s\xa0]for(?=[\s\xa0][“\"‘])"
    r"|charges?[\s\xa0](?:was|were|is|are)(?=[\s\xa0][“\"‘])|abolish[\s\xa0]the[\s\xa0]offence[\s\xa0]of)[\s\xa0]"
)
_STOP = (
    r"(?:under|pursuant|according|contrary|within|through|without|where|against|into|in|by|at|on|for|after|before|when|while|who|which|that|because|were|was|is|are|has|have|had"
    r"|between|since|during"
    r"|carries|carried|with|from|as|but|despite|following|if|punishable|would|could|may|can|must|should)\b"
)
_OFFENCE = later(
    r"(?:the[\s\xa0]|a[\s\xa0]|an[\s\xa0])?(?:"
    r"[“\"‘'](?P<quoted>[^”\"’]{4,80})[”\"’]"
    rf"|(?P<plain>(?!{_STOP}|his\b|her\b|their\b|its\b|being\b|having\b|doing\b|this\b|what\b|it\b|them\b|\d|[A-Z])"
    rf"[a-z][\w-]*(?:[\s\xa0](?!{_STOP}|and\b|or\b|to\b(?=[\s\xa0]\d))[\w-]+){{0,5}}))"
)
_AND = later(r",?[\s\xa0](?:and|or)[\s\xa0]|,[\s\xa0]")
_A_CRIME = later(
    r"\w*(?:ing|tion|sion|age|son|der|ping|pe|ft|ry|ment|cide|ism|ance|ence|ault|ony|sy|tort|ction|ent|ure|aud"
    r"|ery|lotry|entry|exit|stay|work|residence)\b"
)
_CALLED_SO = later(r"\b(?:offen[cs]es?|crimes?)\b")
_OF_A_STATE = later(
    r"\b(?:state|national|security|border|exit|entry|cross\w*|leaving|depart\w*|espionage|spying|subver\w+"
    r"|treason|treachery|betray\w+"
    r"|defect\w*|sediti\w+|propaganda|rumou?rs|residence|anti-\w+|counter-?revolution\w*|extremis\w+"
    r"|terroris\w+|blasphem\w+|apostasy"
    r"|insult\w*|defam\w+|slander\w*|undermin\w+|incit\w+|sabotage|smuggling|collusion|secrets|disloyal\w*"
    r"|hooliganism|unlawful|illegal)\b"
)
"""Common crimes of which traffickers are convicted are left to those who speak of them as law."""
_CHARGING = later(
    r"charged?|charges|charging|convicted|convictions?|guilty|indicted|prosecuted|prosecutions?|sentenced"
    r"|tried|trials?|fined|jailed|imprisoned|offen[cs]es?|crimes?|punish(?:ed|able)"
).fullmatch
_PUNISHED = later(
    r"(?<![\w-])(?P<deed>[a-z]+ing(?:[\s\xa0][a-z]+){1,5}?)[\s\xa0](?:is|are|shall[\s\xa0]be)[\s\xa0]punish(?:ed"
    r"|able)\b"
)


def find_charges(text: str, sentences: Sentences, words: Words) -> Iterator[tuple[int, int]]:
    """`charged with espionage and “aiding the enemy”`: where each offence stands, without its quotation marks."""
    for sentence in words.sentences(_CHARGING, sentences):
        for punished in _PUNISHED.finditer(text, sentence.start, sentence.end):
            if _OF_A_STATE.search(punished["deed"]):
                yield punished.span("deed")
        for match in _CHARGED.finditer(text, sentence.start, sentence.end):
            place = match.end()
            while offence := _OFFENCE.match(text, place, sentence.end):
                part = "quoted" if offence["quoted"] else "plain"
                if part == "plain" and not _names_one(offence["plain"], match.group()):
                    break
                yield offence.span(part)
                another = _AND.match(text, offence.end(), sentence.end)
                if another is None:
                    break
                place = another.end()


def _names_one(words: str, ahead: str) -> bool:
    """Offences are named by nouns of a deed: those of a state, or any that the text calls an offence."""
    if not any(_A_CRIME.fullmatch(word) for word in words.split()):
        return False
    return _CALLED_SO.search(ahead) is not None or _OF_A_STATE.search(words) is not None
