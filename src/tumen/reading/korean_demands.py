"""What a Korean text asks of anybody: the end of a sentence says that it is asked, what stands before it of whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from tumen.patterns import later
from tumen.reading.recommendation import Recommendation, Status
from tumen.reading.sentences import Sentence, Sentences

_SUBJECT = later(
    r"(?<![가-힣A-Za-z·()])(?P<who>(?:[가-힣A-Za-z·()]{1,20}\s){0,2}?[가-힣A-Za-z·()]{2,20}?)(?:은|는|이|가|측은|측이|께서|께서는)\s"
)
_THAT_ONE_DO = "".join(chr(code) for code in range(0xAC00, 0xD7A4) if (code - 0xAC00) % 28 == 8)
"""Syllables that end in ㄹ: behind them 것 is something to be done (`늘릴 것`)."""
_ASKS = r"(?:촉구|요구|권고|요청|호소|제안|당부|부탁|건의|청원|주문|간청|탄원)"
"""Nouns by which somebody asks."""
_DOES = (
    r"(?:한다|합니다|했다|하였다|드린다|드립니다|드렸다|하는\s바(?:이다|입니다)|해\s왔다|했습니다|하였습니다)"
)
ASKED = later(
    rf"[{_THAT_ONE_DO}]\s것[.;,]?\s*$|(?<=[가-힣])(?<![더니이나바보])라[.!]?\s*$"
    rf"|[{_THAT_ONE_DO}]\s(?:때|차례|순서)(?:다|이다|입니다|가\s(?:됐|되었|왔|온)\S*)[.!]?\s*$"
    r"|(?:으면|[가-힣]면)\s(?:한다|합니다|좋겠다|좋겠습니다|싶다)[.!]?\s*$"
    r"|(?:기를|길)\s(?:\S+\s){0,2}?(?:청|빌|원|기대|소망|간청|간구|요망)\S{0,4}다[.!]?\s*$"
    r"|(?:이|가)\s(?:\S+\s)?(?:절실|시급|긴요)(?:하|히\s요구되)\S*다[.!]?\s*$|(?:의|가|이)\s(?:몫|책무|도리)(?:이다|다|입니다)[.!]?\s*$"
    r"|(?:십시오|시오|주기\s?바랍니다|주시기\s?바랍니다|주세요|달라|줄\s것)[.!]?\s*$|"
    r"(?:야|어야|아야|해야)(?:만)?\s?(?:한다|할\s?것(?:이다|입니다)|합니다|하며|하고"
    r"|할\s때(?:다|이다|입니다)|마땅하다|마땅합니다|옳다|옳습니다"
    r"|할\s?(?:책임|의무|책무)가\s있다)|(?:할|을|[가-힣])\s필요가\s있(?:다|습니다)"
    r"|것이\s(?:바람직|필요|시급|마땅|옳|절실|급선무)[가-힣]*|(?:할|을)\s것을?\s?(?:\S+\s)?"
    + _ASKS
    + rf"|(?:하도록|도록|라고|하라고|달라고)\s?(?:\S+\s)?{_ASKS}|(?:하라|할\s것)[.]?\s*$"
    rf"|(?:[을를]|기를|기)\s?(?:다시\s|거듭\s|강력히\s|간곡히\s|정중히\s)?{_ASKS}{_DOES}|(?:아|어|여|해)서는\s안\s(?:된다|됩니다|되며)"
    r"|(?:더는|더\s이상|더이상|이제)\s(?:\S+\s)?\S+\s수\s없(?:다|습니다)"
)
"""Endings and nouns that ask: duty, command, wish to somebody, a thing that can wait no longer."""
WISH = later(r"(?:바란다|바랍니다|희망한다|희망합니다|기대한다|기원한다)[.]?\s*$")
_HOW_TO_READ = later(
    r"(?:읽|해석|이해|오해|간주|혼동|단정|보아|받아들)[가-힣]{0,3}서는\s안\s"
    r"|(?:읽|해석|이해|감안|고려|유의|유념|기억)[가-힣]{0,3}야\s(?:한다|합니다|할\s것)"
)
"""`나아진 인권으로 읽어서는 안 된다`: how to read something, and nothing to be done."""
_BY_LAW = later(
    r"(?:결정|판결|법|조약|협약|의정서|규약|규정|조항|조|명령)(?:\([^()]*\))?에\s(?:따라|따르면|의하여|의해)\s"
)
"""`법에 따라 고쳐야 한다`: what the law says already."""
_TO_WHOM = later(
    r"(?<![가-힣A-Za-z])(?P<who>(?:[가-힣A-Za-z]{1,20}\s){0,2}?[가-힣A-Za-z]{2,20}?)(?:에게|께|에|측에|를\s향해|을\s향해)(?:는|도)?\s"
)
_NEXT = later(r"(?:하고|하며|고|며|는\s한편|은\s한편|되|는\s동시에)(?:,)?\s(?=\S)")
_ITEM = later(
    r"^\s*(?:[•▪◦·○●□■*-]|\(?\d{1,2}[.)]|[가-하][.)]|(?P<counted>(?:첫|둘|셋|넷|다섯|여섯)째,?|하나,|끝으로,?|마지막으로,?))\s"
)
_OURS = later(r"^(?:우리|본\s?(?:단체|보고서)|저희)")


_WE = later(r"(?:우리|저희|본\s?\S+)(?:는|은|가)\s")
_THEY = frozenset(["그들", "이들", "저들", "그", "이", "여러분"])
_LABEL = later(r"(?P<who>[가-힣A-Za-z·][가-힣A-Za-z·\s]{1,24}?)\s?[:：]\s")
"""`외교부: …`: whom the words behind the colon speak to."""
_HUMBLY = later(r"(?:주기를|주시기를|드립|드린다)")
_THAT_HE_DO = later(r"(?:할|을|[가-힣])\s것을|(?:하도록|도록|라고|하라고|달라고)")
_HEADED = later(
    r"\s*(?:[가-하\d]{1,2}[.)]\s|[•■○▪]\s?)?(?P<who>[가-힣A-Za-z·\s]{2,30}?)(?:에게|에|께|측에|에\s대한\s권고)?\s?:?"
)
"""`가. 셀마르크 정부에`: the line over a list of demands."""


_CALLED = later(
    r"(?P<who>(?:[가-힣A-Za-z]{1,12}\s){0,3}?[가-힣A-Za-z]{2,20}?)(?:\s여러분)?(?:(?:에게|에|께)(?:도)?\s(?:다음과\s같이\s|다시\s"
    r"|한\s번\s|강력히\s)?(?:촉구|요청|부탁|당부|권고|호소|요구|말한다|말합니다|고한다|고합니다|묻는다|전한다|전합니다)"
    r"|(?:이|가)\s(?:해야\s)?할\s일(?:도|이|은))"
)
"""`우리 외교부에 촉구한다.`, `국회가 해야 할 일도 있다.`: whom the next sentences speak to."""
_ONLY_CALLED = later(
    r"^\S*\s?(?:\S+\s){0,4}\S+(?:에|에게|께)\s(?:\S+\s){0,2}(?:촉구|요청|부탁|당부|권고|호소|요구|말한다|말합니다|고한다|고합니다|전한다|전합니다)\S*\s*$|할\s일(?:도|이)\s있다"
)


def find_korean_demands(text: str, sentences: Sentences) -> list[Recommendation]:
    """Everything that a Korean text asks of anybody, divided where one sentence asks for several things."""
    found: list[Recommendation] = []
    heading: str | None = None
    spoken_to: tuple[int, str] | None = None
    for sentence in sentences:
        words = text[sentence.start : sentence.end]
        asked = list(_demands(text, sentence))
        if not asked and (headed := _HEADED.fullmatch(words)):
            heading = " ".join(headed["who"].split())
        if called := _CALLED.match(_ITEM.sub("", words)):
            spoken_to = (sentence.paragraph, " ".join(called["who"].split()))
            if _ONLY_CALLED.search(words):
                continue
        if spoken_to is not None and sentence.paragraph == spoken_to[0]:
            asked = [r if r.addressee is not None else replace(r, addressee=spoken_to[1]) for r in asked]
        item = _ITEM.match(words)
        marked = item is not None and item["counted"] is None  # `first, …` stands under no heading
        found += [replace(r, addressee=heading) if r.addressee is None and marked else r for r in asked]
    return [replace(r, id=f"r{n:02}") for n, r in enumerate(found, start=1)]


def _demands(text: str, sentence: Sentence) -> Iterator[Recommendation]:
    words = text[sentence.start : sentence.end]
    ways = list(ASKED.finditer(words))
    asked = ways[-1] if ways else None
    if asked is not None and (
        _HOW_TO_READ.search(words, 0, asked.end()) or _BY_LAW.search(words, 0, asked.start())
    ):
        return
    if asked is None:
        if WISH.search(words):
            yield _demand(text, sentence.start, sentence.end, None, "implicit", "a wish")
        return
    passed_on = re.search(_ASKS, asked.group())
    bare = _ITEM.sub("", words)
    label = _LABEL.match(bare)
    addressee = label["who"] if label else _addressee(words[: asked.start()], passed_on=passed_on is not None)
    if passed_on and addressee is None and _THAT_HE_DO.match(asked.group()) and not _WE.match(bare):
        addressee = _addressee(words[: asked.start()], passed_on=False)
    if passed_on and addressee is None and not _OURS.match(bare) and not _HUMBLY.search(words):
        return
    status: Status = "formal" if _ITEM.match(words) or _OURS.match(words) else "argued"
    edges = [sentence.start, *_cuts(text, sentence, sentence.start + asked.start()), sentence.end]
    for a, b in pairwise(edges):
        end = a + len(text[a:b].rstrip())
        yield _demand(text, a, end, addressee, status, f"“{' '.join(asked.group().split())}”")


def _cuts(text: str, sentence: Sentence, stop: int) -> list[int]:
    """Where a second thing is asked for: behind `…하고` with its own object."""
    return [
        m.end()
        for m in _NEXT.finditer(text, sentence.start + 12, stop)
        if stop - m.end() > 4
        and re.search(r"[을를]\s(?:\S+\s){0,2}\S*$", text[sentence.start : m.start()])
        and re.search(r"[을를]\s", text[m.end() : stop])
    ]


_A_BODY = later(
    r"(?:정부|당국|부|청|원|회|기구|국|처|단체|측|기관|연합|연맹|은행|공사|대학|회사|당|군|법원|검찰|경찰|언론|사회|나라|국가|들|재단|센터|협회|소|시|도)$"
)


def _spoken_to(match: re.Match[str]) -> bool:
    """`의회에`, and not `조사에`: things, too, stand before the same ending."""
    return (
        match[0].rstrip().endswith(("게", "께", "게는", "게도", "께는", "해"))
        or _A_BODY.search(match["who"]) is not None
    )


def _addressee(before: str, *, passed_on: bool) -> str | None:
    pattern = _TO_WHOM if passed_on else _SUBJECT
    subject = _SUBJECT.match(before) if passed_on else None
    if subject is not None and subject["who"].endswith(("께", "에게", "에")):
        subject = None  # `여러분께는`: no asker
    place = subject.end() if subject else 0
    match = next((m for m in pattern.finditer(before, place) if not passed_on or _spoken_to(m)), None)
    if match is None or (subject is None and match["who"] in _THEY):
        spoken = _TO_WHOM.search(before)
        return " ".join(_ITEM.sub("", spoken["who"]).split()) if spoken and "께 " in spoken[0] else None
    who = " ".join(_ITEM.sub("", match["who"]).split())
    return who or None


def _demand(
    text: str, start: int, end: int, addressee: str | None, status: Status, reason: str
) -> Recommendation:
    words = text[start:end]
    return Recommendation(
        id="", start=start, end=end, text=words, addressee=addressee, via=None, action=" ".join(words.split())[:80],
        status=status, group=None, confidence=0.5 if status == "implicit" else 0.7, reason=reason,
    )  # fmt: skip
