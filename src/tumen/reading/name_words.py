"""Words with a capital that are no names, that stand before names, or that make a body of one."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from tumen.patterns import later

HEADS = frozenset({
    "committee", "council", "commission", "ministry", "department", "office", "agency", "institute", "institution",
    "university", "college", "school", "church", "foundation", "coalition", "alliance", "forum", "association",
    "network", "organization", "organisation", "party", "union", "society", "federation", "watch", "centre",
    "center", "court", "tribunal", "parliament", "assembly", "senate", "congress", "embassy", "consulate", "bureau",
    "service", "services", "army", "police", "press", "times", "post", "news", "group", "movement", "initiative",
    "exhibit", "observatory", "programme", "program", "fund", "bank", "corporation", "company", "mission",
    "campaign", "project", "secretariat", "authority", "board", "task", "team", "delegation", "government",
    "judiciary", "legislature", "treasury", "administration", "collective", "desk", "archive", "archives",
    "bulletin", "courier", "monitor", "herald", "tribune", "gazette", "chronicle", "directorate", "inspectorate",
    "registry", "battalion", "brigade", "regiment", "cabinet", "synod", "diocese", "circle", "league", "trust",
    "consortium", "academy", "museum", "library", "laboratory", "lab", "militia", "command", "unit", "panel",
    "conference", "clinic", "hospital", "voices", "journal", "bar", "chamber", "radio", "television", "broadcasting",
})  # fmt: skip
COMMON = frozenset({
    "the", "a", "an", "this", "that", "these", "those", "it", "its", "they", "their", "there", "here", "he", "she",
    "his", "her", "we", "our", "you", "i", "my", "if", "in", "on", "at", "by", "for", "from", "to", "of", "as",
    "and", "but", "or", "so", "when", "while", "where", "what", "who", "why", "how", "all", "some", "many", "most",
    "more", "few", "several", "both", "each", "every", "no", "not", "only", "also", "however", "although", "though",
    "because", "since", "after", "before", "during", "until", "upon", "with", "without", "under", "over", "between",
    "among", "according", "despite", "through", "then", "now", "today", "yesterday", "tomorrow", "monday",
    "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april",
    "may", "june", "july", "august", "september", "october", "november", "december", "one", "two", "three", "four",
    "five", "six", "seven", "eight", "nine", "ten", "yes", "first", "second", "third", "fourth", "fifth", "sixth",
    "seventh", "eighth", "ninth", "tenth", "article", "articles", "section", "chapter", "page", "note", "notes",
    "table", "figure", "source", "sources", "photo", "image", "email", "later", "earlier", "recently", "finally",
    "meanwhile", "once", "soon", "still", "thus", "therefore", "moreover", "furthermore", "indeed", "instead",
    "similarly", "even", "just", "perhaps", "like", "unlike", "given", "such", "other", "another", "based",
    "following", "including", "see", "cf", "compare", "quoting", "quoted", "considering", "nevertheless",
    "unfortunately", "currently", "previously",
})  # fmt: skip
NO_PERSON = (
    "ans", "ese", "ers", "ists", "ures", "ions", "ments", "ities", "ages", "ances", "ences", "ings", "als", "ees",
)  # fmt: skip
"""Endings of peoples, trades and things in the plural: a word that ends so at the head of a sentence is no name."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


GROUP_NOUNS: Final = HEADS | _set(
    "group ngo charity organisation organization collective outlet website newspaper weekly daily magazine monthly "
    "firm publisher broadcaster think-tank tank coalition network body watchdog site platform channel portal company "
    "shop brokerage contractor newsletter branch arm successor"
)
PLACE_NOUNS: Final = _set(
    "town village city port harbour river island district county province suburb camp settlement hamlet crossing "
    "quarter street road valley mountain prison jail centre center base market beach lake border-crossing neighbourhood"
)
PERSON_NOUNS: Final = _set(
    "nurse clerk cook student pupil widow widower mother father girl boy woman man child daughter son wife husband "
    "sister brother aunt uncle cousin friend monk nun priest pastor bishop judge guard cleric elder chief guide spy "
    "midwife scribe smith native national citizen orphan survivor colleague lawyer scholar mechanic butcher herdsman "
    "herd herder graduate refugee migrant returnee escapee defector victim veteran teenager toddler patient host aide "
    "apprentice recruit conscript servant maid politician physician technician historian musician librarian electrician"
)
NO_PERSON_NOUNS: Final = _set(
    "paper newspaper member partner neighbour neighbor exporter importer river border water number letter order "
    "charter center harbor tower chapter matter member-state "
    "winter summer corner shelter other further later newsletter computer register centre floor door harbour corridor "
    "error sector factor tractor trailer trawler tanker freighter steamer ferry list fleet market"
)
"""What somebody, some body or some place is called right behind a name: `, a charity`, `, a tailor`."""
ROLE = later(
    r"(?:President|Premier|Chairman|Secretary-General|Secretary|Representative|Congress(?:wo)?man|Senator|Ambassador"
    r"|Minister|Professor|Activist|Defector|Escapee|Refugee|Journalist|Pastor|Reverend|Spokes\w+|Leader|Supreme|Prime"
    r"|Foreign|Rapporteur|Commissioner|Chief|Director|Commander|Judge|Governor|Mayor|Deputy|Vice|Special|General|Police"
    r"|Interior|Defen[cs]e|Justice|State|Affairs|Executive|Lawyer|Researcher|Chair|Commandant|Colonel|Captain"
    r"|Lieutenant"
    r"|Head|Founder|Co-founder|Coordinator|Co-director|Convener|Editor|Associate|Assistant|Senior|Fellow|Attorney"
    r"|Solicitor"
    r"|Programme|Program|Research|Legal|Country|Regional|Independent|High|of|for|and)$"
)
SAID_BY = later(r"\b(?:said|says|told|wrote|recalled|explained|recalls)[ \xa0]$")
_TITLES = (
    r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|President|Chairman|Premier|Prime Minister|Minister|Senator|Rep|Representative"
    r"|Ambassador|General|Gen|Secretary|Reverend|Rev|Pastor|Father|Sister|Sir|Lord|Lady|Baroness|Supreme Leader"
    r"|Leader)\.?"
)
TITLED = later(rf"{_TITLES}$")
BEHIND_NAMES = frozenset({"MP", "MPs", "MEP", "MSP", "KC", "QC", "PhD", "MD", "TD", "Jr", "SJ", "OBE", "CBE"})
"""Letters behind the name of a person."""
CAPITAL = later(r"[A-ZÀ-Þ]")
BEGINS: Final = r"[A-ZÀ-Þ](?<!\w.)"
"""A capital at the head of a word; in this order, as a set of letters is looked for faster than an edge of a word."""


@lru_cache(maxsize=20_000)
def bare(word: str) -> str:
    bare = word.removesuffix("’s").removesuffix("'s").rstrip(".’'&")
    return word if "." in bare else bare  # U.S. keeps its points


def bare_end(text: str, token: tuple[int, int]) -> int:
    return token[0] + len(bare(text[token[0] : token[1]]))
