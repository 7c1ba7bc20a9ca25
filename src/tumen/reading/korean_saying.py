"""Who states what a Korean sentence says: the topic of a clause that ends in saying, or a source named before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tumen.patterns import later
from tumen.reading.korean_sources import sources_ahead
from tumen.reading.sentences import Sentence

_ENDS = r"(?:하|했|하였|한|할|해|됐|되|돼|합)"
_SAYS = later(
    r"(?:다|라|자|냐|으라|느냐)?고\s?(?:\S+\s){0,2}?(?:"
    rf"(?:말|전|발표|추산|추정|보고|주장|설명|증언|진술|지적|분석|집계|평가|답변?|강조|토로|회고|확인|판단|예상|소개|기록|인정|시인|반박|경고|언급|기술|서술|비판|호소|고백){_ENDS}"
    r"|밝[혔히힌혀]|전[했한하해]|적[었은고는]|썼|쓴|쓰고|보[았는고]|본다|봤|알렸|알리|내다[봤보])"
    rf"|(?:으로|로)\s?(?:\S+\s){{0,1}}?(?:(?:추산|추정|집계|파악|평가|분석|계산|산정|보고|확인|어림){_ENDS}|보[았는고]|본다|봤|잡[았는고])"
)
_TOPIC = later(
    r"(?P<who>[^\s,.;“”]*(?:\([^()]{1,40}\)|[가-힣A-Za-z’』」\"])?)(?:측은|측이|측에서는|은|는)[\s,]"
)
_SUBJECT = later(r"(?P<who>[^\s,.;“”]*(?:\([^()]{1,40}\)|[가-힣A-Za-z’』」])?)(?:이|가|께서)[\s,]")
_STOPS = later(r".*(?:은|는|을|를|에|에서|으로|로|고|며|면|서|지만|[,.;”]|다)$")
"""A word before a topic that ends so is no part of its name."""
_NO_SOURCE = later(
    r"(?:이|그|저|수|숫자|수치|규모|비율|인원|사람|여성|남성|아동|가운데|중|때|당시|날|해|이는|이것|그것|것|가족|조사|연구|설문|설문조사|면접|우리|저희|본인|필자|통계|[\d,.]+\S*)$"
)
_NO_NOUN = later(
    r"(?:에|에서|에게|에게서|까지|부터|지내|있|없|하|되|숨|살|받|다니|머무|머무르|떠나|건너|잡히|갇히|끌려가|돌아오|겪|굶|일하)$"
)
"""`정치범수용소에는`, `숨어 지내는`: a place or a verb before the ending, and nobody who says it."""
_NUMBER_AHEAD = later(r"^[\d,.~]+|^(?:19|20)\d\d년")
_MADE = later(
    r"(?P<who>(?:[^\s,.;“”]+\s){0,2}?[^\s,.;“”]+?)(?:이|가)\s(?:[^\s.;]+\s){0,3}?(?:낸|펴낸|발표한|작성한|제출한|내놓은|쓴|발간한|공개한)\s"
    r"(?:보고서|연구|논문|백서|자료|성명|조사)"
)
_BY_NOUN = later(
    r"(?P<who>(?:[^\s,.;“”]+\s){0,3}?[^\s,.;“”]*[가-힣A-Za-z)’』])(?:의)?\s(?:공식\s|자체\s|최근\s|내부\s)?(?:집계|통계|자료|추산|추정|발표"
    r"|설문|기록|명부|조사|백서|보고서)"
    r"(?:로는|로도|로|에는|에도|에서는|에서|상으로는|상|기준으로)?(?=[\s,])"
)
_OURS = later(r"^(?:우리|본|저희|이|이번|그|해당|위|실태|면접|설문|심층|현장)(?:\s|$)")
_NOTE = later(r"\(?(?:출처|자료)\s?[:：]\s?(?P<who>[^)\n.]{2,60})")
_GOES_ON = later(r"^(?:이\s?가운데|그\s?가운데|이\s?중|그\s?중|이들\s?중|이들\s?가운데|그중|이중)")
_HEARSAY = later(r"(?:다|라)고\s(?:한다|했다|하였다|전해진다|합니다)[.”’\d)]*\s*$")
_AUTHORS = later(r"\((?P<who>[가-힣A-Za-z·,&\s]{2,40}?),\s?(?:19|20)\d\d[^()]{0,12}\)$")

Said = tuple[int, int, str]
"""Where the words for a source stand, and the source."""


def source_of(text: str, sentence: Sentence, place: int | None = None) -> Said | None:
    """Who states what stands at a place of a sentence, or what the sentence says; None where nobody is named."""
    ahead = sources_ahead(text, sentence.start, sentence.end)
    if ahead is not None:
        return ahead
    for start, end, said in _clauses(text, sentence):
        if place is None or start <= place < end:
            if said is not None and (place is None or not said[0] <= place < said[1]):
                return said
            break
    named = _by_noun(text, sentence.start, sentence.end if place is None else place)
    if named is not None:
        return named
    note = _NOTE.search(text, sentence.start, sentence.end)
    return None if note is None else (note.start("who"), note.end("who"), note["who"].strip())


def carried(text: str, sentence: Sentence, before: Sentence | None) -> Said | None:
    """The source of the sentence before, where this one goes on with its figures or tells what was heard."""
    if before is None or before.paragraph != sentence.paragraph:
        return None
    words = text[sentence.start : sentence.end]
    if not (_GOES_ON.match(words) or _HEARSAY.search(words)):
        return None
    return source_of(text, before)


def _clauses(text: str, sentence: Sentence) -> Iterator[tuple[int, int, Said | None]]:
    """The stretches of a sentence that each end in a verb of saying, with who is their topic."""
    start = sentence.start
    for says in _SAYS.finditer(text, sentence.start, sentence.end):
        if (made := _MADE.search(text, start, says.start())) is not None:
            yield start, says.end(), _tidy(text, made.start("who"), made.end("who"))
        else:
            yield start, says.end(), _topic(text, start, says.start())
        start = says.end()


def _topic(text: str, start: int, end: int) -> Said | None:
    for pattern in (_TOPIC, _SUBJECT):
        for match in pattern.finditer(text, start, end):
            if not match["who"] or _NO_SOURCE.match(match["who"]) or _NO_NOUN.search(match["who"]):
                continue
            first = _left(text, start, match.start("who"))
            if (said := _tidy(text, first, match.end("who"))) is not None:
                return said
    return None


def _left(text: str, start: int, place: int) -> int:
    """Back over the words that belong to a name: `국제구호단체 ‘등대’`."""
    first = place
    for word in reversed(list(re.finditer(r"\S+", text[start:place]))[-4:]):
        if _STOPS.match(word.group()) or _NUMBER_AHEAD.match(word.group()):
            break
        first = start + word.start()
    return first


def _by_noun(text: str, start: int, end: int) -> Said | None:
    """`통일부 집계로`: the last such source before a place."""
    for match in reversed(list(_BY_NOUN.finditer(text, start, end))):
        named = match["who"].split()
        while len(named) > 1 and any(_STOPS.match(w) and not w.endswith("의") for w in named[:-1]):
            named = named[1:]
        who = " ".join(named).removesuffix("의")
        if (
            len(who) > 1
            and not _OURS.match(who)
            and not _NO_SOURCE.match(who)
            and not _NUMBER_AHEAD.match(who)
        ):
            return match.start("who"), match.end("who"), who
    return None


def _tidy(text: str, start: int, end: int) -> Said | None:
    words = " ".join(text[start:end].split())
    if (authors := _AUTHORS.search(words)) is not None:
        return start, end, authors["who"].strip()
    words = re.sub(r"\([^()]*\)$", "", words).strip(" ‘’'")
    words = re.sub(r"^(?:반면|한편|그러나|또한|다만|그리고|이에|하지만|실제로|첫째|둘째|셋째),?\s", "", words)
    if len(words) < 2 or _NO_SOURCE.fullmatch(words) or _OURS.match(words):
        return None
    return start, end, words
