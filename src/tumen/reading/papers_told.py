"""Papers and pictures that a sentence names as its source: who keeps or made them, of which day, and what they show."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.patterns import later
from tumen.reading.sentences import Sentence, Sentences
from tumen.reading.spans import Words

_PAPER_WORD = later(
    r"log(?:book)?s?|ledgers?|registers?|diar(?:y|ies)|notebooks?|books?|minutes|communiqu\w*|memos?"
    r"|memorand(?:um|a)|cables?|telegrams?|circulars?|bulletins?"
    r"|newsletters?|tables|tall(?:y|ies)|dashboards?|trackers?|tracking|lists?|rosters?|manifests?|records?"
    r"|files?|dossiers?|archives?|databases?|datasets?|inventor(?:y|ies)"
    r"|maps?|imagery|images?|photographs?|photos?|films?|documentar(?:y|ies)|footage|videos?|clips?|recordings?"
    r"|podcasts?|broadcasts?|transcripts?|letters?|e?mails?"
    r"|messages?|notes?|certificates?|affidavits?|testimon(?:y|ies)|depositions?|statements?|accounts?|repl(?:y"
    r"|ies)|answers?|speech(?:es)?|releases?|tweets?|posts?|articles?"
    r"|stor(?:y|ies)|dispatch(?:es)?|essays?|columns?|editorials?|interviews?|reports?|stud(?:y|ies)|surveys?"
    r"|polls?|census|briefs?|briefings?|papers?|compilations?"
    r"|reviews?|assessments?|evaluations?|audits?|analys[ei]s|investigations?|inquir(?:y|ies)|petitions?"
    r"|complaints?|indictments?|submissions?|factsheets?|sheets?"
    r"|handbooks?|manuals?|yearbooks?|memoirs?|novels?|biograph(?:y|ies)|thes[ei]s|dissertations?|monographs?"
    r"|estimates?|figures|statistics|counts?|projections?"
    r"|data|updates?|appeals?|alerts?|documents?|findings|slips|receipts|invoices|pay(?:rolls?|slips)"
    r"|leaflets?|flyers?|notices?|head-?counts?|samples?|templates?|entr(?:y|ies)"
).fullmatch
_WORD = (
    r"(?:(?!(?:and|or|of|the|a|an|to|for|in|on|by|that|which|is|are|was|were|be|has|have|had|will|would|who|this"
    r"|these|not|no|as|with|from|at)\b)"
    r"[\w’'-]+[ \xa0\n])"
)
_HEADED = later(
    rf"(?:(?P<owned>(?:[Tt]he[ \xa0\n]|[Aa]n?[ \xa0\n]|[Ii]ts[ \xa0\n])?(?:[A-Z][\w.&-]*[ \xa0\n](?:(?:of|for|on"
    rf"|and|the)[ \xa0\n]){{0,2}}|(?<=[Tt]he[ \xa0\n])[a-z-]+[ \xa0\n]){{0,5}}[\w.&-]+(?:[’']s|s[’']"
    rf"|[’'])[ \xa0\n](?:own[ \xa0\n])?(?:{_WORD}){{0,3}}?)"
    rf"|(?P<its>\b(?:[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Ww]hose)[ \xa0\n](?:{_WORD}){{0,3}}?)"
    rf"|(?P<some>\b(?:[Aa]n?|[Oo]ne|[Aa]nother|[Tt]wo|[Tt]hree|[Ss]everal)[ \xa0\n](?:{_WORD}){{0,4}}?)"
    rf"|(?P<the>\b[Tt]he[ \xa0\n](?:{_WORD}){{0,4}}?)|(?P<bare>(?<![\w’'-])(?:{_WORD}){{0,2}}?))$"
)
_SHOWS = (
    r"(?:shows?|showed|says|lists?|listed|records|recorded|gives?|gave|puts?|held|holds|contains?|suggests?"
    r"|suggested|indicates?|indicated|reveals?|revealed|confirms?|confirmed"
    r"|documents|documented|describes?|described|notes|noted|finds?|found|concludes?|concluded|estimates?"
    r"|estimated|counts?|counted|reports|reported|(?<!\d[ \xa0])names|identif(?:y|ies|ied)"
    r"|details|detailed|mentions?|mentioned|speaks?[ \xa0]of|spoke[ \xa0]of|points?[ \xa0]to|pointed[ \xa0]to"
    r"|traces|traced|quotes|cites|claims|claimed|argues|argued|states|stated"
    r"|tells?[ \xa0](?:of|how|that)|warns|warned|calculates?d?|attributes?d?|ha(?:s|ve|d)[ \xa0](?:it|\d)"
    r"|makes?[ \xa0]clear|places?[ \xa0]|numbers?[ \xa0]\d|reads:)"
)
_SAYS_SO = later(
    rf"(?P<between>(?:,?[ \xa0\n](?:of|for|from|by|on|in|to|about|into|taken|kept|dated|(?:that"
    rf"|which)[ \xa0](?=\w+[ \xa0]\w+[ \xa0])|photographs|(?:\w+ed|drawn|made|written|seen|shot"
    rf"|sent|passed|shown|handed)\b)"
    r"(?:[ \xa0](?:that|which)[ \xa0](?:was|were|is|are|has|have|had)\b|(?![ \xa0](?:has|have|had|was|were|is|are)\b)"
    r"[^.;:()“”\"]){0,110}?)?)"
    rf",?[ \xa0\n](?:also[ \xa0]|nevertheless[ \xa0]|already[ \xa0]|however,?[ \xa0]|alone[ \xa0]|only[ \xa0]"
    rf"|itself[ \xa0])?{_SHOWS}(?![\w-])"
)
_DAY = (
    r"(?:(?:early|late|mid)[ \xa0-])?(?:\d{1,2}[ \xa0](?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December)(?:[ \xa0]\d{4})?"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)(?:[ \xa0]\d{1,2})?(?:,?[ \xa0]\d{4})?|(?:19|20)\d\d|the[ \xa0](?:following|same|next"
    r"|previous)[ \xa0](?:day|week|month|year)|that[ \xa0](?:day|year|month))\b"
)
_MADE = (
    r"(?:obtained|seen|reviewed|leaked|published|released|supplied|provided|shared|compiled|kept|issued|posted"
    r"|broadcast|circulated|viewed|examined|consulted|collected|analy[sz]ed|produced"
    r"|maintained|drawn[ \xa0]up|prepared|assembled|commissioned|conducted|carried[ \xa0]out|written|shot|filmed"
    r"|signed|smuggled|cited|quoted|copied|carried|aired|submitted|presented|verified|authenticated|cowritten"
    r"|passed|handed|shown|sent|given|made[ \xa0]available)"
)
_MADE_BY = later(
    r"(?:[ \xa0](?!of[ \xa0]understanding)(?:of|on|for|about)"
    r"(?:[ \xa0\n](?!was\b|were\b|is\b|are\b|had\b)[^.;:,()“”\"\s]+){1,7}?)?,?[ \xa0\n]"
    r"(?:(?:that|which|(?:photographs|a[ \xa0]copy|copies|extracts|scans|parts)[ \xa0]of[ \xa0]which)[ \xa0]"
    r"(?:was|were|has[ \xa0]been|have[ \xa0]been|had[ \xa0]been)[ \xa0])?"
    rf"(?:(?:first|originally|later|recently|since|jointly)[ \xa0])?{_MADE}[ \xa0](?:out[ \xa0])?(?:by|to|in|on"
    rf"|from|with|at)\b[ \xa0\n][^.,;:()]{{2,60}}"
)
_SHOWN_IN = later(rf",?[ \xa0\n]{_SHOWS}(?![\w-])")
_OF_A_DAY = later(
    rf"(?:[ \xa0](?:to|on|with|before)[ \xa0][^.;,()]{{3,40}}?)?[ \xa0\n](?:of|from|dated|for)[ \xa0\n]{_DAY}"
    rf"|[ \xa0]dated\b"
)
_OF_A_PLACE = later(
    r"[ \xa0\n](?:from"
    r"|by)[ \xa0\n](?:the[ \xa0])?[A-Z][\w’-]*(?:[ \xa0](?:of[ \xa0](?:the[ \xa0])?)?[A-Z][\w’-]*){0,5}"
)
_TITLED = later(
    r"(?:[^.;:,()“”\"]{0,50}),[ \xa0\n](?P<title>[A-Z][\w’'-]+(?:[ \xa0](?:(?:of|the|in|on|and|to|a|an|for|from"
    r"|at|by|with|is|was|not|under|over)[ \xa0]){0,2}[A-Z][\w’'-]+){1,10})(?=,[ \xa0][a-z]|[ \xa0]\(|\.|$)"
)
_AHEAD = later(
    r"\b(?:[Aa]ccording[ \xa0]to|[Bb]ased[ \xa0]on|[Dd]rawing[ \xa0]on|[Rr]est(?:s|ed|ing)?[ \xa0]on"
    r"|[Rr]elying[ \xa0]on|[Cc]iting|[Qq]uoting|[Cc]it(?:es|ed)|trust|(?:goes?|went)[ \xa0]back[ \xa0]to"
    r"|[Jj]udging[ \xa0]by"
    r"|[Cc]onsult|[Bb]eliev(?:es?|ing)|[Tt]ally[ \xa0]with|[Aa]gree[ \xa0]with|[Ss]ays|(?:told|recorded|stated"
    r"|described|listed|published|quoted|cited|documented|set[ \xa0]out|noted"
    r"|printed|found|given|counted|mentioned|registered|detailed|contained|written|read|reproduced|denied"
    r"|made[ \xa0]public)[ \xa0](?:down[ \xa0])?(?:in|by))[ \xa0\n]$"
)
_IN = later(r"(?:^|[^\w])(?:[Ii]n|[Ff]rom|[Oo]n|[Pp]er|[Ss]ee|[Bb]y)[ \xa0\n]$")
_WE_READ = later(
    r"\b(?:[Ww]e|I|[Tt]he[ \xa0](?:commission|committee|authors?|mission|panel|team|delegation"
    r"|institute))(?:[ \xa0](?:have|has|had|also|could|(?:were|was)[ \xa0]able[ \xa0]to)|[’']ve)*[ \xa0](?:seen"
    r"|saw|obtain(?:ed)?|got|holds?|read|examined?|inspected|consulted|reviewed)[ \xa0\n]$"
)
_LEAKED = later(r"\bleaked[ \xa0\n]$")
ASKED_FOR = later(
    r"\b(?:publish|release|hand[ \xa0]over|disclose|open|produce|provide|share|ask(?:s|ed)?[ \xa0]for|submit"
    r"|draw[ \xa0]up|issue|compile|keep|write|sign|send|lay|reopen|make[ \xa0]public|request|demand|establish"
    r"|create|maintain|set[ \xa0]up|withdraw|respond[ \xa0]to)\b[^.;:]{0,25}$"
)
WILL = later(r"[^.;:()]{0,60}?,?[ \xa0\n](?:will|would|should|shall|must|may|might)\b")
_THIS = later(r"\b(?:[Tt]his|[Tt]hese)[ \xa0\n]$")
_WHICH_SOMEBODY = later(
    r"[ \xa0\n](?:which|that)[ \xa0\n](?:the[ \xa0])?(?:[a-z]+[ \xa0]){0,2}?(?:[A-Z][\w’-]*|ministry|embassy"
    r"|police|army|government|court|company)"
    r"(?:[ \xa0](?:(?:of|for|in|on|and)[ \xa0])?[A-Z][\w’-]*)*[ \xa0\n]\w+"
)
"""`an estimate which the Budget Office made`."""
_FOUND_IN_IT = later(
    r"\b(?P<one>(?:[Ee]ntr(?:y|ies)|[Pp]ages?|[Ll]ines?|[Ff]olios?|[Cc]hapters?|[Tt]ables?"
    r"|[Cc]olumns?)[ \xa0](?:\d[\d–,-]*|[A-Z]\b)[ \xa0](?:in|of)[ \xa0](?:the|its|their|his"
    r"|her)[ \xa0](?:[\w-]+[ \xa0]){0,2}?)$"
)
_ON_FILE = later(
    r"(?:[ \xa0]\([^()\n]{3,60}\))?,?[ \xa0](?:is|are)[ \xa0](?:held[ \xa0]in|on[ \xa0]file|published|reproduced"
    r"|available|annexed|attached|on[ \xa0](?:our|its|their|the)[ \xa0](?:web)?site)\b[^.;()]{0,60}"
)
_SEVERAL = later(r"(?:\w+s|data|footage|imagery|statistics|census|minutes|testimony|tracking)\Z")
_PLAINLY = later(
    r"(?P<between>(?:[ \xa0\n](?:in|from|on|for|by)[ \xa0\n][^.;:,()“”\"]{2,50}?)?),?[ \xa0\n](?:show|suggest"
    r"|indicate|reveal|confirm|list|record|describe)(?:ed)?\b"
)
_NAMED_HEAD = later(
    r"[Tt]he[ \xa0\n](?:[A-Z]{2,8}|(?:[A-Z][\w’&-]*[ \xa0\n]){2,5})[ \xa0\n]?(?:[a-z-]+[ \xa0\n])?$"
)
"""`the UNHCR register`."""
_A_YEAR = later(r"\b(?:19|20)\d\d\b")
_FOR_WHICH = later(r",?[ \xa0\n](?:for|in|of|on|from)[ \xa0\n]which\b")
"""`her own survey, for which 215 were asked`."""
_NAME_OF_SOMEBODY = 2
"""Words: with no more, what stands behind the comma may be a person or a place."""
_WINDOW = 110
"""Characters before a word for a paper, in which what belongs to it begins."""

Found = tuple[int, int, float, str]
SHOWN, MADE, DATED = "a paper that shows it", "a paper and who made or keeps it", "a report of a date"


def find_papers(text: str, sentences: Sentences, words: Words) -> Iterator[Found]:
    """Each paper or picture that a sentence leans on: where it is named, how sure it is, and why."""
    at = 0
    for place in words.starts(_PAPER_WORD):
        while at + 1 < len(sentences.all) and sentences.all[at + 1].start <= place:
            at += 1
        found = _named_at(text, place, sentences.all[at])
        if found is not None:
            yield found


def _named_at(text: str, place: int, sentence: Sentence) -> Found | None:
    floor = max(sentence.start, place - _WINDOW)
    head = _HEADED.search(text, floor, place)
    if head is None or text[place - 1 : place].isalpha():
        return None
    end = place
    while end < len(text) and (text[end].isalnum() or text[end] in "-"):
        end += 1
    if text.startswith("verbale", end + 1):
        end += len(" verbale")
    start, kind = head.start(), head.lastgroup or "bare"
    part = _FOUND_IN_IT.search(text, floor, place)
    if part is not None:
        return part.start("one"), end, 0.6, SHOWN
    if end - place < len("entries") and text.startswith("entr", place):
        return None
    if _THIS.search(text, floor, start + 6) or ASKED_FOR.search(text, floor, start):
        return None
    made = _MADE_BY.match(text, end, sentence.end)
    if made and kind != "its" and (kind != "bare" or text[start].isupper()):
        shown = _SHOWN_IN.search(text, end, made.end())
        return start, shown.start() if shown else made.end(), 0.86, MADE
    dated, placed = _OF_A_DAY.match(text, end, sentence.end), _OF_A_PLACE.match(text, end, sentence.end)
    which = _WHICH_SOMEBODY.match(text, end, sentence.end) if kind in ("some", "the") else None
    tail = dated or placed
    until = tail.end() if tail else end
    if tail or made or kind in ("owned", "some", "its"):
        shown = _SAYS_SO.match(text, end, sentence.end)
        if shown:
            return start, max(until, shown.end("between")), 0.6, SHOWN
    several = kind == "bare" and _SEVERAL.match(text, place, end) is not None
    plainly = _PLAINLY.match(text, end, sentence.end) if several else None
    if plainly is not None and (start < place or plainly["between"]):
        return start, plainly.end("between"), 0.6, SHOWN
    if WILL.match(text, end, sentence.end) or kind == "bare":
        return None
    if which is not None and (kind == "some" or _AHEAD.search(text, floor, start)):
        return start, which.end(), 0.6, MADE
    if kind in ("some", "its", "owned") and (filed := _ON_FILE.match(text, end, sentence.end)):
        return start, filed.end(), 0.6, MADE
    titled = _TITLED.match(text, end, sentence.end) if kind != "the" else None
    if titled is not None and len(titled["title"].split()) > _NAME_OF_SOMEBODY:
        return start, titled.end(), 0.6, MADE
    ahead = any(before.search(text, floor, start) for before in (_AHEAD, _WE_READ, _LEAKED))
    if ahead and (kind != "the" or tail or len(text[start:place].split()) > 1):
        return start, until, 0.6, MADE
    if kind == "the" and _NAMED_HEAD.search(text, start, place) and _SAYS_SO.match(text, end, sentence.end):
        return start, until, 0.6, SHOWN
    if dated and kind in ("its", "owned") and _A_YEAR.search(text, end, dated.end()):
        return start, until, 0.6, DATED
    if kind == "its" and _FOR_WHICH.match(text, end, sentence.end):
        return start, end, 0.6, MADE
    if tail and (kind == "owned" or (kind in ("its", "some") and _IN.search(text, floor, start))):
        return start, until, 0.6, DATED if dated else MADE
    return None
