"""Words by which English text says who states what stands beside them, and which way they reach."""

from __future__ import annotations

import re
from typing import Literal

from tumen.patterns import later
from tumen.reading.saying_verbs import ADVERBS, SAYS, SHOWS

Reach = Literal["ahead", "behind", "both"]
"""What follows the words, what stands before them, or either."""

_NAME = (
    r"(?:(?!(?:An?|The|In|It|They|This|That|These|Those|We|He|She|One|Some|Most|Many|Of|At|Up|About|Over|More|Only"
    r"|No|Since|While|As|If|But|And|For|By|On|To|From|When|Where|After|Before|Between|During|Under|With|Now"
    r"|There|Two|Three"
    r"|Last|Nobody|Everyone|Asked|According|Although|However|January|February|March|April|May|June|July|August"
    r"|September|October|November|December)\b)[A-Z][\w’'&.-]*(?:[\s\xa0](?:(?:of|for|on|and|the|in|against|to"
    r"|at|&)[\s\xa0]){0,2}[A-Z][\w’'&.-]*)*)"
)
_PAPERS = (
    r"(?:reports?|surveys?|stud(?:y|ies)|estimates?|figures|statistics|research|data|records?|census"
    r"|database|registers?|counts?|tally|books|archives?|papers?|memos?|documents?|bulletins?|briefings?)"
)
_ROLE = (
    r"(?:sources?|officials?|experts?|observers?|analysts?|activists?|scholars?|researchers?|academics?"
    r"|newspapers?|newspaper|media|press"
    r"|agenc(?:y|ies)|organi[sz]ations?|groups?|NGOs|workers?|missionaries|missionary|pastors?|priests?"
    r"|defectors?|refugees?"
    r"|escapees?|witness(?:es)?|survivors?|interviewees|informants?|respondents|government|ministr(?:y|ies)"
    r"|department|embassy|consulate"
    r"|authorities|spokes\w+|committee|commission|council|rapporteur|inspectorate|directorate|union|institute"
    r"|cent(?:re|er)|university|court"
    r"|police|army|navy|coast\sguard|charity|coalition|network|staff|delegation|mission|team|panel|board|bank"
    r"|office|bureau|party"
    r"|minister|ministers|ambassador|secretary|president|premier|governor|mayor|commissioner|senator|deput(?:y"
    r"|ies)|chair\w*|director|head|chief"
    r"|colonel|general|captain|sergeant|guards?|nurses?|doctors?|teachers?|lawyers?|drivers?|brokers?"
    r"|smugglers?|prisoners?|inmates?|detainees?"
    r"|widow|mother|father|son|daughter|sister|brother|wife|husband|aunt|uncle|cousin|friends?|neighbou?rs?"
    r"|relatives|famil(?:y|ies)|villagers?|residents?|locals"
    r"|economists?|historians?|demographers?|sociologists?|statisticians?|professors?|engineers?|farmers?"
    r"|traders?|merchants?|fisherm[ae]n|officers?|soldiers?"
    r"|investigators?|monitors?|volunteers?|ombuds\w+|campaigners|critics|defenders|colleagues?|translators?"
    r"|interpreters?|diplomats?|clerks?|students?|women|woman|man|men)"
)
_NO_ADJECTIVE = (
    r"(?!(?:[Oo]f|[Ii]n|[Tt]hat|[Aa]nd|[Bb]ut|[Oo]r|[Ww]hen|[Ww]hile|[Bb]y|[Tt]o|[Ff]rom|[Ww]ith|[Ff]or|[Aa]s"
    r"|[Ww]ho|[Ww]hich"
    r"|was|were|is|are|said|says|had|has|have|[Aa]t|[Oo]n|than|[Aa]bout|[Ww]here|[Bb]ecause|[Ss]ince|[Ii]f|[Nn]ot"
    r"|be|been|[Ii]t"
    r"|[Tt]hey|[Hh]e|[Ss]he|[Ww]e|[Tt]here|more|most|among|between|other|per|the|an?|[Aa]lthough|[Aa]fter|[Bb]efore"
    r"|[Oo]nce"
    r"|[Ww]hereas|[Tt]hough|[Ss]o|[Tt]hen)\b)"
)
_DETERMINED = (
    r"(?:(?:[Tt]he|[Aa]n?|[Oo]ne|[Ss]ome|[Ss]everal|[Mm]any|[Mm]ost|[Oo]ther|[Aa]nother|[Ii]ts"
    r"|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|[Mm]y|[Tt]wo|[Tt]hree|[Bb]oth|[Aa]ll)[\s\xa0])"
)
_OF = (
    r"(?:[\s\xa0](?:in|from|of|at|by|for|on|with|near|inside|working|monitoring|interviewed"
    r"|close)[\s\xa0](?:(?!(?:that|said|says|told)\b)[\w’.&-]+[\s\xa0]?){1,6}?)?"
)
_OF_A_NAME = rf"(?:[\s\xa0](?:of|from|in|at)[\s\xa0](?:the[\s\xa0])?{_NAME})?"
_TAIL = "<tail>"
"""Stands for what may follow: any words up to a verb, or only a name where no verb ends it."""
_SOMEBODY = (
    rf"(?:(?:the[\s\xa0]|a[\s\xa0]|an[\s\xa0])?[“\"”](?:19|20)?[^”\"“]{{5,120}}[”\"][^,.;]{{0,80}}"
    rf"|(?:(?:[Tt]he"
    rf"|[Aa]n?)[\s\xa0])?{_NAME}(?:[’']s)?(?:[\s\xa0](?:own[\s\xa0])?{_PAPERS})?(?:"
    rf"[\s\xa0][“\"”][^”\"“]{{5,120}}[”\"])?(?:[\s\xa0]et[\s\xa0]al\.?)?(?:[\s\xa0]\((?:19|20)\d\d[^)]{{0,12}}\))?"
    rf"|{_DETERMINED}?(?:{_NO_ADJECTIVE}[\w’.-]+[\s\xa0]){{0,3}}?(?:{_ROLE}|{_PAPERS})\b{_TAIL})"
)
WHO = rf"(?P<who>{_SOMEBODY.replace(_TAIL, _OF_A_NAME)})"
_WHO_AND = (
    r"(?P<who>one[\s\xa0]of[\s\xa0](?:the|his|her|their)[\s\xa0](?:[\w’-]+[\s\xa0]){0,3}?[\w’-]+(?=[,.;]|$)"
    rf"|{_SOMEBODY.replace(_TAIL, _OF)}(?:,[\s\xa0][^,;.:()]{{3,80}}(?=,[\s\xa0]))?)"
)
"""Somebody, and what is said of them between commas: `the minister, Ila Vell,`."""
_WHERE = r"(?:[\s\xa0]in[\s\xa0](?:a|an|its|their|the|his|her)[\s\xa0][^,.;]{3,60}?)?"
_SAY = rf"(?:{SAYS}|{SHOWS})"
_DONE = (
    r"(?:put|estimated|given|set|reckoned|placed|reported|stated|documented|recorded|counted|cited|quoted"
    r"|published|verified|interviewed|released|calculated|compiled|registered)"
)

_ANYBODY = (
    rf"(?P<who>(?:[Tt]he|[Aa]n?|[Oo]ne|[Hh]is|[Hh]er|[Tt]heir)[\s\xa0](?:(?!of\b|in\b|and\b"
    rf"|that\b)[\w’-]+[\s\xa0]){{0,4}}?[\w-]+|{_NAME})"
)
_FIGURE = (
    r"(?:estimates?|estimation|count|figures?|tally|reckoning|calculations?|numbers?|statistics|census"
    r"|survey|study|poll|data)"
)

SAYING: tuple[tuple[re.Pattern[str], str, Reach, tuple[str, ...]], ...] = (
    (later(r"\b[Aa]ccording[\s\xa0]to"
           r"[\s\xa0](?P<who>[^,;()“”\"]{3,120}?(?:[“\"”][^”\"“]{3,120}[”\"][^,;()]{0,60}?)?(?:,"
           r"[\s\xa0][A-Z][^,;()]{2,40}(?=,))?)"
           r"(?=[,;()]|\.?$|[\s\xa0](?:there|more|about|at|over|some"
           r"|up)[\s\xa0])"), "according to", "both", ("ccording",)),
    (later(rf"\b(?:[Aa]ccording[\s\xa0]to|[Bb]ased[\s\xa0]on|[Aa]s[\s\xa0](?:reported|estimated|stated"
           rf"|documented|recorded|noted|observed|indicated|set[\s\xa0]out|confirmed)[\s\xa0]by|[Aa]s[\s\xa0]per"
           rf"|(?:[Oo]fficial[\s\xa0])?(?:[Ff]igures|[Dd]ata|[Ss]tatistics|[Ee]stimates?|[Nn]umbers|[Rr]ecords"
           rf"|[Cc]ounts?|[Tt]ally)[\s\xa0](?:from|of|by|(?:published|compiled|released|collected|kept"
           rf"|given)[\s\xa0]by)"
           rf"|[Ii]n[\s\xa0]the[\s\xa0](?:view|opinion|estimate|estimation|words|reckoning)[\s\xa0]of"
           rf"|(?:[Aa][\s\xa0])?(?:[Ss]urvey|[Ss]tudy|[Pp]oll|[Rr]eport|[Rr]eview"
           rf"|[Aa]nalysis)[\s\xa0][^.;,]{{0,60}}?\bby"
           rf"|[Aa]nalysed[\s\xa0]by|[Cc]ollected[\s\xa0]by"
           rf"|[Cc]ompiled[\s\xa0]by)"
           rf"[\s\xa0]{WHO}"), "according to", "both", ("to ", "by ", "from ", "of ", "per ", "on ")),
    (later(rf"\b[Ii]n[\s\xa0]the[\s\xa0](?:view|opinion|estimate|estimation|words|reckoning|account)[\s\xa0]of[\s\xa0]"
           rf"{_ANYBODY}(?=[,.;]|$)"
           rf"|\b(?:told|informed|assured)[\s\xa0]by[\s\xa0]{_ANYBODY.replace('<who>', '<who2>')}[\s\xa0]that\b"
           rf"|\bheard[\s\xa0]from[\s\xa0]{_ANYBODY.replace('<who>', '<who3>')}[\s\xa0]that\b"),
     "according to", "both", ("n the ", "told by", "informed by", "assured by", "heard from")),
    (later(rf"\b{_ANYBODY}[’']s?[\s\xa0](?:own[\s\xa0]|latest[\s\xa0]|last[\s\xa0]|official[\s\xa0]|(?:19|20)\d\d[\s\xa0])*"
           rf"{_FIGURE}(?:[\s\xa0](?:(?:for|in|from)[\s\xa0][^.;,]{{2,40}}?[\s\xa0])?(?:of[\s\xa0](?=[“\"\d])"
           rf"|(?:is|was|are|were)[\s\xa0](?=[“\"\d]|about|some|over|more|nearer|around|between|only)))"),
     "a figure of", "ahead", ("’", "'")),
    (later(rf"\b(?:speaks?|spoke|talks?|tells?|told)[\s\xa0]of\b[^.;]{{3,80}}?[,;][\s\xa0](?:and[\s\xa0]|but[\s\xa0])?"
           rf"{_ANYBODY}[\s\xa0]of[\s\xa0](?=[“\"]?\d)"), "says", "ahead", (" of ",)),
    (later(rf"\b(?:figures?|estimates?|number|total|toll|count)\b[^.;]{{0,70}}?\b(?:goes|go|went|dates?|traced)"
           rf"[\s\xa0]back[\s\xa0]to[\s\xa0]{_ANYBODY}"), "according to", "both", ("back to",)),
    (later(rf"\b(?:[Bb]y|[Ii]n|[Oo]n)[\s\xa0]{WHO}[’']s?[\s\xa0](?:own[\s\xa0])?(?:last[\s\xa0]"
           rf"|latest[\s\xa0])?(?:count|estimate|estimation|reckoning|figures|view|opinion|account|tally"
           rf"|records|books)\b"),
     "by the count of", "both", ("’", "'")),
    (later(rf"\b{WHO}[’']s?[\s\xa0](?:\((?:19"
         rf"|20)\d\d[^()]{{0,20}}\)[\s\xa0])?(?:own[\s\xa0])?(?:\w+[\s\xa0])?(?:estimates?|count|figures?|tally"
         rf"|claims?|assertion"
           rf"|calculations?|numbers?|records|statistics|database|census|survey|data)[\s\xa0](?:(?:for|in|of"
           rf"|from)[\s\xa0](?!\d{{1,3}}\b)[^.;,]{{2,40}}?[\s\xa0])?(?:is|was|are"
           rf"|were|of|stands|stood|ranges?|runs?|comes?|came|{_SAY})\b"),
     "a figure of", "ahead", ("’", "'")),
    (later(rf"(?:^|(?<=[.;,][\s\xa0]))[Ff]or[\s\xa0]{_ANYBODY},?[\s\xa0](?:it|the[\s\xa0](?:figure|number|total)"
           rf"|they)\b"), "in the eyes of", "ahead", ("For ", "for ")),
    (later(rf"\b[Ii]n[\s\xa0](?:its|a|the|their|his|her)[\s\xa0](?P<what>[“\"”][^”\"“]{{5,120}}[”\"]|(?:19"
           rf"|20)\d\d[\s\xa0]\w+),?[\s\xa0]{WHO}"),
     "in its report", "ahead", ("n its", "n a", "n the", "n his", "n her")),
    (later(rf"(?:[\s\xa0,(]+|\b){_DONE}[\s\xa0](?:only[\s\xa0]|officially[\s\xa0]"
           rf"|conservatively[\s\xa0])?by[\s\xa0]{WHO}"), "according to", "both", (" by ",)),
    (later(rf"\b(?:figures?|estimates?|number|total|toll|count)\b[^.;]{{0,70}}?\b(?:(?:comes?|came|originat\w+"
         rf"|stems?|deriv\w+|taken|dates?)"
           rf"[\s\xa0](?:back[\s\xa0])?from|(?:used|given|advanced|put[\s\xa0]forward|proposed|made|cited|provided"
           rf"|supplied|announced|offered)"
           rf"[\s\xa0]by)[\s\xa0]{WHO}"), "according to", "both", (" from ", " by ")),
    (later(rf"\b(?:put|estimated|given|set|reckoned|placed|reported|stated)[\s\xa0](?:at|to[\s\xa0]be"
         rf"|as)[\s\xa0](?:[^.;,]|,\d){{1,40}}?[\s\xa0]by"
           rf"[\s\xa0]{WHO}"), "according to", "both", (" by ",)),
    (later(rf"\b(?:figures?|estimates?|numbers?|totals?|counts?|toll|tally|sum|target|price)[\s\xa0]"
           rf"(?:which[\s\xa0]|that[\s\xa0])?{WHO}"
           rf"[\s\xa0]{ADVERBS}(?:{SAYS}|{SHOWS}|publish(?:es|ed)|releas(?:es|ed)|gave|gives|put[\s\xa0](?:out"
           rf"|about|forward)|offer(?:s|ed)|us(?:es|ed)|nam(?:es|ed))\b"),
     "a figure of", "both", ("figure", "estimate", "number", "total", "count", "toll", "tally", "sum", "target",
                             "price")),
    (later(rf"\bthat[\s\xa0](?:is|was)?[\s\xa0]?of[\s\xa0]{WHO}"), "a figure of", "behind", (" of ",)),
    (later(rf";[\s\xa0](?:and[\s\xa0])?{WHO}(?:,[\s\xa0][^,;]{{3,60}},)?"
           rf"[\s\xa0]at[\s\xa0](?=[“\"\d])"), "says", "ahead", (";",)),
    (later(rf"[,–—][”\"]?[\s\xa0](?:{SAYS})[\s\xa0](?!\d|[“\"”]|one\b(?![\s\xa0]of)|two\b|that\b|about\b"
           rf"|how\b){_WHO_AND}"
           rf"(?=[,.;:–—]|$|[\s\xa0](?:who|on|in|of|from|at|last|to)\b)"),
     "says", "behind", (",", "–", "—")),
    (later(rf"\b(?P<who>(?:[Tt]he[\s\xa0]"
         rf"|[Aa]n?[\s\xa0])?(?:{_NAME}(?:[’']s)?[\s\xa0])?(?:\w+[\s\xa0]){{0,2}}{_PAPERS}[\s\xa0]"
           rf"[“\"”](?:19|20)?[^”\"“]{{5,120}}[”\"][^,.;]{{0,80}}?|(?:[Tt]he[\s\xa0]|[Aa]n?[\s\xa0])?[“\"”](?:19"
           rf"|20)?[^”\"“]{{5,120}}[”\"]"
           rf"[^,.;]{{0,80}}?|{_NAME}[’']s[\s\xa0][“\"”][^”\"“]{{5,120}}[”\"])[\s\xa0]{ADVERBS}{_SAY}\b"),
     "says", "ahead", ("”", '"')),
)  # fmt: skip
"""Pattern, what ties the source to the figure, the way it reaches, and letters that stand in every match; the surer
ways first."""

PRONOUN_SAYS = later(
    r"\b(?P<who>[Ss]he|[Hh]e|[Ii]t)[\s\xa0](?:also[\s\xa0]|later[\s\xa0]|has[\s\xa0]|now[\s\xa0]"
    r"|again[\s\xa0])?(?:says?|said|told|tells|recalls?|recalled|remembers?|remembered|explained|testified"
    r"|estimates?|estimated|reckons?|reckoned|thinks|believes?|believed|claims?|claimed|replied|added|insists"
    r"|insisted|wrote|puts?|asked|spoke[\s\xa0]of|speaks[\s\xa0]of)\b"
    r"|\b(?:His|Her|Its|Their)[\s\xa0](?:own[\s\xa0])?(?:figures?|numbers?|count|estimate|list|tally|records)\b(?=:"
    r"|[\s\xa0](?:is|are|was|were|shows?|gives?|puts?)\b)"
)
SPEAKER = later(
    r"(?:Q\d+[\s\xa0]+)?(?P<who>(?:(?:[Tt]he[\s\xa0])?(?:Mr|Ms|Mrs|Miss|Dr|Sir|Dame|Lord|Lady|Baroness|Senator"
    r"|Professor|Prof|Chair\w*|CHAIR\w*|Witness|WITNESS|Minister|Ambassador|Rev|Judge)\.?"
    r"(?:[\s\xa0][A-Z][\w’.-]*){0,3}|[A-Z]{2,}(?:[\s\xa0][A-Z][A-Z’-]+){0,3}"
    r"|[A-Z][a-z’-]+(?:[\s\xa0][A-Z][a-z’-]+){1,2}))(?:[\s\xa0]\([^()]{2,60}\))?(?:[\s\xa0]?:"
    r"|(?<=[A-Z]{3})\.)[\s\xa0]+(?=[A-Z“\"])"
)
"""The beginning of what somebody says in minutes: `Ms VELL: We have …`."""
_OFFICE = r"(?:Mr|Ms|Mrs|Miss|Dr|Sir|Dame|Lord|Lady|Baroness|Senator|Professor|Prof|Judge|Rev|Ambassador)"
_CHAIR = (
    r"(?:[Tt]he[\s\xa0])?(?:Chair\w*|CHAIR\w*|Minister|MINISTER|[Ww]itness(?:[\s\xa0][A-Z]\.?)?|Clerk|Commissioner"
    r"|Rapporteur|President|Speaker)"
)
A_SPEAKER = later(rf"(?:{_OFFICE}\.?[\s\xa0][A-Z][\w’-]+|{_CHAIR})")
"""Who speaks in minutes, by a title or an office."""
REPORTED = later(
    rf"(?:{_OFFICE}\.?(?:[\s\xa0][A-Z][\w’-]+){{1,3}}|{_CHAIR})[\s\xa0](?:then[\s\xa0]|also[\s\xa0])?(?:said|asked"
    rf"|replied|told|added|noted|explained"
    r"|thanked|welcomed|wondered|put[\s\xa0]it|complained|quoted|referred|agreed|reminded|informed|stated|suggested"
    r"|recalled|gave[\s\xa0]notice"
    r"|moved|was[\s\xa0]invited|drew|reported|observed|stressed|pointed|spoke|called|answered|confirmed|insisted"
    r"|warned)\b"
)
"""The beginning of a paragraph of minutes told in the third person: `3. Ms VELL said that …`."""
