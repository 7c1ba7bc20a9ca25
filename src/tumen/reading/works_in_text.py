"""The words by which running text names a work: reports, letters, studies, with their authors, years or titles."""

from __future__ import annotations

from tumen.patterns import later
from tumen.reading.who_tells import BODY_NOUN

REPORT_NOUN = (
    r"(?:[Rr]eports?|[Ss]tud(?:y|ies)|[Ss]urveys?|[Pp]apers?|[Bb]ooks?|[Aa]rticles?|[Ss]tatements?|[Tt]estimon(?:y"
    r"|ies)|[Ii]nterviews?|[Bb]riefings?"
    r"|[Pp]ress [Rr]eleases?|[Nn]ewsletters?|[Dd]ocumentar(?:y|ies)|[Rr]eview|[Aa]nalysis|[Mm]emoirs?"
    r"|[Ff]indings|[Ww]"
    r"hite [Pp]aper|[Ff]act ?sheet|[Bb]log|[Pp]etition|[Oo]verview"
    r"|[Aa]ssessment|[Pp]ublication|[Ii]ndex|[Dd]ispatch(?:es)?|[Ss]ubmissions?|[Ll]etters?|[Ii]nvestigations?"
    r"|[Oo]p-ed"
    r"|[Cc]oncluding [Oo]bservations|[Oo]bservations|[Tt]hesis|[Dd]issertation|[Cc]ensus|[Ss]peech|[Rr]epl(?:y"
    r"|ies)|[Mm]emorandum|[Bb]ulletins?|[Dd]atabases?|[Ii]ndicators|[Yy]earbooks?|[Dd]ossiers?|[Tt]ranscripts?"
    r"|[Aa]nswer|[Cc]omments|[Pp]olls?|[Aa]udits?"
    r"|[Mm]onographs?|[Ee]ssays?|[Ee]ditorials?|[Dd]eclarations?|[Uu]pdates?)(?![\s\xa0]\d{1,3}\b)"
)
_WORK_NAME = later(
    r"\b(?:(?:19|20)\d\d[\s\xa0])?(?:[A-Z][\w’'-]*[\s\xa0](?:(?:on|in|of|and|the|for|to)[\s\xa0]){0,2}){1,8}(?:Report"
    r"|Survey|Study|Trends|Outlook|Yearbook|White[\s\xa0]Paper|Handbook|Bulletin)s?\b(?:[\s\xa0]"
    r"(?:19|20)\d\d)?"
    r"|\b[A-Z]\w+[\s\xa0](?:Trends|Report|Review|Outlook)[\s\xa0](?:19|20)\d\d"
)
_OWNED = later(
    rf"\b(?P<who>[A-Z][\w’'&.-]*(?:[\s\xa0][A-Z][\w’'&.-]*){{0,7}}?)(?:’s|'s|s’|s')[\s\xa0]"
    rf"(?:(?:19|20)\d\d[\s\xa0]|(?:own|latest|recent"
    rf"|new|annual|first|second|comprehensive|landmark|\w+)[\s\xa0]){{0,3}}{REPORT_NOUN}\b"
    rf"(?:[\s\xa0](?:of|from)[\s\xa0](?:(?:19|20)\d\d))?"
)
_BY = later(
    rf"\b(?:[Aa]n?|[Aa]nother|[Tt]he|[Ii]ts|[Tt]heir|[Ii]n|[Oo]ne|[Tt]o)[\s\xa0](?:(?:19|20)\d\d[\s\xa0]"
    rf"|(?!(?:and|of|under|for|to|with|by|on|from|that|which)\b)[\w-]+[\s\xa0]"
    rf"){{0,4}}?{REPORT_NOUN}(?:,[\s\xa0]\w+ed|)[\s\xa0](?:(?!the\b|an?\b)\w+[\s\xa0]){{0,5}}?(?:by|from|of|for"
    rf"|leaked[\s\xa0]to)[\s\xa0](?:the[\s\xa0]"
    rf")?(?P<who>(?:(?:UN|US|U\.S\.|U\.N\.)[\s\xa0])?[A-Z][\w’'&-]*(?:[\s\xa0](?:(?:of|for|on|and|the|to|against"
    rf"|in)[\s\xa0]){{0,2}}[A-Z][\w’'&-]*)*)"
)
_SURVEY_BY = later(
    r"(?:\b(?:Spring|Summer|Autumn|Winter|January|February|March|April|May|June|July|August|September|October"
    r"|November|December)[\s\xa0])?\b(?:19|20)\d\d[\s\xa0](?:[\w-]+[\s\xa0]){0,2}(?:survey|study|census"
    r"|assessment|poll|report|estimate)s?[\s\xa0]\((?=[A-Z])[^()]{3,60}\)"
)
"""`Spring 2026 household survey (Harbour Crisis Lab)`."""
_YEAR_REPORT = later(
    rf"\b(?:[Ii]n[\s\xa0])?(?:[Oo]ur|[Ii]ts|[Tt]heir|[Hh]er|[Hh]is|[Tt]he|[Aa]n?)[\s\xa0](?:\w+[\s\xa0])?(?:19"
    rf"|20)\d\d[\s\xa0]"
    rf"(?:\w+[\s\xa0])?{REPORT_NOUN}\b"
)
_A_BODYS = later(
    rf"\b(?:[Aa]n?|[Tt]he|[Tt]his)[\s\xa0](?:(?:new|recent|latest|joint|NEW|major|leaked|(?:19"
    rf"|20)\d\d)[\s\xa0]){{0,2}}"
    rf"(?P<who>(?:[A-Z][\w’&.-]*[\s\xa0](?:(?:of|for|on|and)[\s\xa0])?){{1,6}}){REPORT_NOUN}\b"
)
_IN_ITS = later(
    rf"(?<=[Ii]n[\s\xa0])(?:its|their|his|her|a|an)[\s\xa0](?:(?!(?:and|of|under|for|to|with|by|on"
    rf"|from)\b)[\w-]+[\s\xa0]){{0,2}}?{REPORT_NOUN}\b"
    r"(?:[\s\xa0](?:on|about|into)[\s\xa0](?:[\w-]+[\s\xa0]){0,4}?[\w-]+(?=[,.;]|[\s\xa0](?:in|that|which"
    r"|published|released)\b))?"
)
_NOUNS = later(
    r"reports?|stud(?:y|ies)|surveys?|papers?|books?|articles?|statements?|testimon(?:y|ies)|interviews?|briefings?"
    r"|releases?|newsletters?|documentar(?:y|ies)|reviews?|analysis|assessments?|publications?|dispatch(?:es)?"
    r"|memoirs?|findings|factsheets?|sheet|blogs?|petitions?|trends|outlook|overview|index|yearbook|handbook|bulletin"
    r"|submissions?|letters?|investigations?|op-?ed|observations|thesis|dissertation|census|speech|repl(?:y"
    r"|ies)|memorandum"
    r"|bulletins?|databases?|indicators|dossiers?|transcripts?|answers?|polls?|audits?|monographs?|essays?"
    r"|editorials?|declarations?|updates?|letters?"
    r"|films?|documentary|novels?|magazine|address|e?mail|communiqu\w*|question|response|conference|resolution"
    r"|opinion|memoir|testimony|evidence"
).fullmatch
_A_LETTER = later(
    r"\b(?:(?:[Aa]|[Tt]he|[Tt]heir|[Hh]is|[Hh]er|[Oo]ur"
    r"|[Ii]ts)[\s\xa0](?:\w+[\s\xa0])?)?[Ll]etters?[\s\xa0](?:dated|of)[\s\xa0]\d{1,2}[\s\xa0][A-Z]\w+[\s\xa0]\d{4}"
    r"(?:[\s\xa0](?:from|to|by)[\s\xa0](?:the[\s\xa0])?(?:(?:[A-Z][\w’-]+[\s\xa0]?(?:(?:of|for|the|to|addressed"
    r"|on)[\s\xa0]){0,4})+(?<=[\w’-])|[a-z]+))?(?:[\s\xa0]\([A-Z]/[^()]{3,30}\))?"
    r"|\b(?:[Aa]|[Tt]he)[\s\xa0](?:letter|e-?mail|statement|affidavit|testimony"
    r"|note)[\s\xa0](?:that[\s\xa0])?(?:he|she|they|we|I)[\s\xa0](?:had[\s\xa0])?(?:received|sent|written"
    r"|wrote|signed|submitted)[^.,;]{0,40}"
)
_TITLED = later(
    r"\b(?:[Dd]ocumentary|[Ff]ilm|[Bb]ook|[Nn]ovel|[Mm]emoir|[Rr]eport|[Ss]tudy|[Pp]aper|[Tt]hesis"
    r"|[Bb]riefing),?[\s\xa0]"
    r"(?P<title>[A-Z][\w’'-]+(?:[\s\xa0](?:(?:of|the|in|on|and|to|a|an|for|from|across|at"
    r"|with)[\s\xa0]){0,2}[A-Z][\w’'-]+){0,10})[\s\xa0]\((?:[^()]{0,40}[\s\xa0])?(?:19|20)\d\d[^()]{0,30}\)"
)
_THEIR_REPORT = later(
    rf"\b[Tt]he[\s\xa0](?:\w+[\s\xa0]){{0,2}}?{BODY_NOUN}[’']s?[\s\xa0](?:own[\s\xa0])?(?:\w+"
    rf"[\s\xa0])?{REPORT_NOUN}\b"
)
_NAMED_WORK = later(
    r"\b(?:film|book|documentary|memoir|novel|play|podcast|pamphlet|brochure"
    r"|handbook)[\s\xa0](?P<title>[A-Z][\w’'-]+(?:[\s\xa0](?:(?:of|the|in|on|and|to|a|an|for|from|at|by|with"
    r"|not)[\s\xa0]){0,2}[A-Z][\w’'-]+){1,9})(?=,|[\s\xa0]\(|\.|;)"
)
"""`her book The Frozen Wage,`"""
_IN_A_LETTER = later(
    r"\b[Ii]n[\s\xa0](?:sworn[\s\xa0]|written[\s\xa0]|oral[\s\xa0])?testimony[\s\xa0](?:before|to"
    r"|given)[\s\xa0][^,.;()]{3,60}|"
    r"\b(?:[Ii]n|[Aa]t|[Ii]n[\s\xa0]answer[\s\xa0]to|[Ii]n[\s\xa0]response[\s\xa0]to)[\s\xa0](?:an?|its|his|her"
    r"|their|our)[\s\xa0](?:[\w-]+[\s\xa0]){0,3}?"
    r"(?:interview|letter|speech|statement|submission|reply|response|testimony|briefing|op-ed|editorial"
    r"|address|e-?mail|press[\s\xa0]conference"
    r"|press[\s\xa0]release|communiqu[ée]|[Pp]arliamentary[\s\xa0][Qq]uestion|opinion"
    r")[\s\xa0]"
    r"(?:(?:with|to|before|from|of|by|on|in|about)[\s\xa0](?:the[\s\xa0])?[^,.;()]{3,70}?|(?:published|dated"
    r"|issued|delivered|given|released|addressed|posted|broadcast)"
    r"[\s\xa0][^,.;()]{3,70}?)(?=[,.;()]|[\s\xa0](?:the|that|he|she|it|they|we)\b)"
    r"|\b[Ii]n[\s\xa0](?:written|oral)[\s\xa0]evidence\b(?:[\s\xa0]\([A-Z]{2,}[\w/-]*\d\))?"
)
_DATED = later(
    rf"\b(?:[Aa]n?|[Tt]he|[Oo]ne|[Tt]heir"
    rf"|[Ii]ts)[\s\xa0](?:[\w-]+[\s\xa0]){{0,3}}?{REPORT_NOUN}[\s\xa0](?:of[\s\xa0]\d[\d,.]*[\s\xa0]\w+[\s\xa0])?"
    r"(?:of|from|dated|(?:published|released|issued|conducted|carried[\s\xa0]out|completed|presented"
    r"|leaked)[\s\xa0](?:in|on))[\s\xa0]"
    r"(?:(?:early|late|mid-?)[\s\xa0])?(?:\d{1,2}[\s\xa0])?(?:(?:January|February|March|April|May|June|July"
    r"|August|September|October|November|December)"
    r"(?:[\s\xa0]\d{1,2},?)?(?:[\s\xa0](?:19|20)\d\d)?|(?:19|20)\d\d)\b(?:[\s\xa0](?:from"
    r"|by)[\s\xa0](?:the[\s\xa0])?(?:[A-Z][\w-]*|\w+))?"
)
_BY_SOME = later(
    rf"\b(?:[Aa]n?"
    rf"|[Oo]ne)[\s\xa0](?:[\w-]+[\s\xa0]){{0,3}}?{REPORT_NOUN}[\s\xa0](?:\w+[\s\xa0]){{0,3}}?by"
    rf"[\s\xa0](?:[\w-]+[\s\xa0]){{0,3}}?"
    r"(?:economists|researchers|scholars|academics|lawyers|experts|journalists|doctors|NGOs|organi[sz]ations"
    r"|groups|academic|scholar|researcher|journalist"
    r"|think[\s\xa0-]tank|newspaper|university|union|economist|lawyer)\b"
)
_WITH_PAGE = later(
    r"(?:(?<=[;:(][\s\xa0])|(?<=\)[\s\xa0])|(?<=[Ss]ee[\s\xa0])|^"
    r"|(?<=[.!?][\s\xa0]))(?P<work>[A-Z][^.;:()“”\"\n]{3,90}?,[\s\xa0][A-Z0-9“][^.;:()\n]{1,90}?)"
    r",?[\s\xa0](?:pp?\.|paras?\.|ch\.|vol\.)[\s\xa0]?\d+(?:[-–]\d+)?"
    r"|\b(?:[Gg]eneral[\s\xa0](?:[Cc]omment|[Rr]ecommendation)|[Oo]pinion|[Vv]iews|[Dd]eliberation"
    r"|[Dd]ecision)s?[\s\xa0](?:[Nn]os?\.?[\s\xa0])\d[\d/]*[^.;()\n]{0,60}(?:\(\d{4}\))?[^.;()"
    r"\n]{0,20},?[\s\xa0]paras?\.[\s\xa0]\d+(?:[-–]\d+)?"
    r"|\b[Pp]aragraphs?[\s\xa0]\d+(?:[-–]\d+)?[\s\xa0]of[\s\xa0](?:[Tt]he[\s\xa0]|[Ii]ts[\s\xa0]"
    r"|[Tt]heir[\s\xa0])(?:[\w’'-]+[\s\xa0]){0,4}?(?:report|draft|conclusions|observations|submission|statement)\b"
    r"|\b(?:[Ii]bid|[Ii]d|[Oo]p\.[\s\xa0]cit)\.(?:,?[\s\xa0](?:at|pp?\.|paras?\.|articles?)[\s\xa0]\d[\d–-]*)?"
)
"""`Prison Voices, The Returned, pp. 18–33` outside of brackets and notes."""
_ISSUE = later(
    r"(?:\b(?:[Tt]he|[Ii]ts)[\s\xa0])?(?:[\w-]+[\s\xa0]){0,3}?(?:issue|edition"
    r"|instal?lment)[\s\xa0]of[\s\xa0](?:(?:the|its"
    r"|their)[\s\xa0])?(?:[\w-]+[\s\xa0]){0,2}?[A-Z][\w’'-]+(?:[\s\xa0](?:(?:of|the|in|on|and|to"
    r"|for)[\s\xa0]){0,2}[A-Z][\w’'-]+){0,8}"
)
_SUBTITLED = later(
    r"\b[A-Z][\w’'-]+(?:[\s\xa0](?:(?:of|the|in|on|and|to|a|for|from"
    r"|at)[\s\xa0]){0,2}[A-Z][\w’'-]+){0,6}:[\s\xa0][A-Z][\w’'-]*(?:[\s\xa0](?:(?:of|the|in|on|and|to|a|an|for"
    r"|from|at|by|with)[\s\xa0]){0,2}[A-Z][\w’'-]+){0,10}[\s\xa0]\((?:[^()]{0,40}[\s\xa0])?(?:19|20)\d\d\)"
)
"""`Nambe: A Finding (2016)`."""
_TITLE_YEAR = later(
    r"(?!\b(?:Under|In|The|On|By|Of)?[\s\xa0]?(?:the[\s\xa0])?[^()\n]{0,120}\b(?:Law|Act|Code|Convention|Protocol"
    r"|Covenant|Treaty|Declaration|Decree|Constitution|Charter|Agreement|Statute|Regulations?|Directive"
    r"|Ordinance)\b[^()\n]{0,80}\()"
    r"(?:\b(?P<who>(?:[Tt]he[\s\xa0])?(?:[A-Z][\w-]*[\s\xa0](?:of[\s\xa0])?){0,5}[\w-]+(?:[’']s"
    r"|s[’']))[\s\xa0](?:[a-z]+[\s\xa0]){0,3})?"
    r"(?P<title>[A-Z][\w’'-]+(?:[\s\xa0](?:(?:of|the|in|on|and|to|a|an|for|from|at|by|with|not|without|under"
    r"|over)[\s\xa0]){0,2}[A-Z][\w’'-]+){1,11})[\s\xa0]"
    r"\((?:[A-Z][\w’-]+(?:[\s\xa0][A-Z][\w’-]+){0,2}(?:[,:][\s\xa0])?)?"
    r"(?:[A-Z][\w’ -]{2,30},[\s\xa0])?(?:[A-Z][a-z]+[\s\xa0])?(?:19|20)\d\d\)"
)
"""`the auditors’ Fences and Funds (2018)`."""
_PLACES = later(r"pp?|paras?|paragraphs?|ch|vol|issue|edition|instal?lment|ibid|id|op").fullmatch
WORKS = (
    (_NOUNS, (
        (_OWNED, 0.8, "a report of somebody"),
        (_WORK_NAME, 0.85, "the name of a report"),
        (_BY, 0.75, "a report by somebody"),
        (_SURVEY_BY, 0.65, "a report of a year"),
        (_YEAR_REPORT, 0.6, "a report of a year"),
        (_A_BODYS, 0.7, "a report of somebody"),
        (_IN_ITS, 0.55, "a report of whom the sentence speaks"),
        (_THEIR_REPORT, 0.6, "a report of somebody"),
        (_DATED, 0.6, "a report of a date"),
        (_BY_SOME, 0.6, "a report by somebody"),
        (_IN_A_LETTER, 0.6, "what was said or written on an occasion"),
        (_A_LETTER, 0.65, "a letter"),
        (_TITLED, 0.75, "a work with its title and year"),
        (_NAMED_WORK, 0.7, "the name of a work"),
    )),
    (_PLACES, (
        (_WITH_PAGE, 0.7, "a work and a place in it"),
        (_ISSUE, 0.6, "a report of a date"),
    )),
)  # fmt: skip
"""As in `who_tells`."""
YEAR_IN_BRACKETS = later(r"(?:19|20)\d\d\)")
DATED_TITLES = (
    (_SUBTITLED, 0.75, "a title and its year"),
    (_TITLE_YEAR, 0.75, "a title and its year"),
)
"""What is looked for where a year ends a bracket."""
