"""The words by which running text names who tells something: bodies that count, the press, figures of somebody."""

from __future__ import annotations

from tumen.patterns import later

_NAME = (
    r"(?:(?:UN|US|U\.S\.|U\.N\.|EU)[\s\xa0])?[A-Z][\w’'&.-]*(?:[\s\xa0](?:(?:of|for|on|and"
    r"|the)[\s\xa0]){0,2}[A-Z][\w’'&-]*){0,6}"
)
_FIGURES = (
    r"(?:[Ss]tatistics|[Ff]igures|[Dd]ata|[Rr]ecords|[Ee]stimates?|[Cc]ensus|[Rr]esearch|[Ss]urveys"
    r"|[Ii]magery|[Ii]mages|[Dd]ocuments|[Ff]iles)"
)
_SHOWS = (
    r"(?:show(?:s|ed|n)?|indicat(?:e|es|ed)|suggest(?:s|ed)?|reveal(?:s|ed)?|put(?:s)?|confirm(?:s|ed)?"
    r"|list(?:s|ed)?|point(?:s|ed)?[\s\xa0]to|speak(?:s)?[\s\xa0]of)"
)
BODY_NOUN = (
    r"(?:monitors|researchers|lawyers|newspaper|companies|company|hospital|university|court|ministr(?:y|ies)"
    r"|government|police|agency|organi[sz]ation|group|commission|committee|court|army|bank"
    r"|union|institute|office"
    r"|directorate|inspectorate|parliament|council|authorities|embassy|bureau|rapporteur|panel)"
)
_SAID = later(
    r"\b(?:[Aa]ccording[\s\xa0]to|[Rr]eported[\s\xa0]by|[Cc]ited[\s\xa0](?:by|in)|[Qq]uoted[\s\xa0](?:by|in)"
    r"|[Ee]stimated[\s\xa0]by"
    r"|[Pp]ublished[\s\xa0]by|[Dd]ocumented[\s\xa0]by|(?:[Mm]onitored|[Rr]ecorded|[Vv]erified|[Ss]urveyed"
    r"|[Cc]ompiled|[Ii]nvestigated)[\s\xa0]by)[\s\xa0]"
    r"(?:the[\s\xa0](?:organi[sz]ation|group|NGO|agency)[\s\xa0](?=[A-Z]))?"
    r"(?P<who>(?:(?:the|a|an|some|one|several|many|sources?|its|local)[\s\xa0]"
    r")*(?:[\w’'.&-]+[\s\xa0]){0,8}?[\w’'.&-]+)(?=[,.;:()]|[\s\xa0]\(|[\s\xa0](?:that|there|in|on|and|who"
    r"|which|was|were"
    r"|is|are|has|have"
    r"|had|for|at|more|about|to|as)\b)"
)
_SOURCE_NOTE = later(r"\(?\b(?:S|(?<=[(\[])s)ources?:[\s\xa0](?P<who>[^)\n]{3,120})(?=[)\n.]|$)")
_POSTED = later(
    r"\b(?:originally|first|previously)[\s\xa0](?:published|posted|appeared|printed)[\s\xa0](?:in|on|by|at)[\s\xa0]"
    r"(?:the[\s\xa0])?(?:\w+[\s\xa0])?(?P<who>(?:[A-Z][\w’'&-]*[\s\xa0]?)+)"
)
_REPORTING = later(
    r"\b(?P<who>(?:the[\s\xa0])?(?:[A-Z][\w’'&.-]*(?:[\s\xa0](?:(?:of|for|on|and|the|in)[\s\xa0]){0,2}[A-Z]"
    r"[\w’'&-]*)*))(?:,[^,.]{3,60},)?[\s\xa0](?:has[\s\xa0]|have[\s\xa0]|had[\s\xa0]|also[\s\xa0])*"
    r"(?:(?:reported|estimates|estimated|believes|documented|recorded|reckon(?:s|ed)|calculate[sd]|count(?:s"
    r"|ed)(?=[\s\xa0](?:(?:some|about|at[\s\xa0]least|more[\s\xa0]than|nearly|over|only)[\s\xa0])?[\d“]))\b"
    r"|(?:speaks?|spoke)[\s\xa0]of(?=[\s\xa0][^.;]{0,20}?(?:[\d“\"]|hundreds|thousands|dozens))|(?:found|finds"
    r"|concluded|concludes|revealed|noted|reports|maintains?|maintained|holds)(?:[\s\xa0]that\b|(?=[\s\xa0](?:as"
    r"|already|again)\b[^.,;:]{1,50}?[\s\xa0]that\b)))"
)
_BODY_OF_NO_NAME = later(
    r"\b(?P<who>(?:(?:[Tt]he|[Aa]n?|[Oo]ne)[\s\xa0])?(?:\w+[\s\xa0]){0,3}?(?:agency|organi[sz]ation|group"
    r"|ministry|commission|committee|NGO"
    r"|institute|rapporteur|panel|union|inspectorate|directorate|ombuds\w+|charity|watchdog"
    r"|mission|association|coalition|network|clinic)(?:[\s\xa0]of[\s\xa0][a-z]+)?)[\s\xa0](?:has[\s\xa0]"
    r"|also[\s\xa0])?"
    r"(?:[\w-]+[\s\xa0](?:up[\s\xa0])?by[\s\xa0][^.,;:]{3,40}?[\s\xa0])?"
    r"(?:reported|estimates?d?|documented|recorded|count(?:s|ed)|reckon(?:s|ed)|speaks[\s\xa0]of"
    r"|(?:found|concluded|established|determined)(?=[\s\xa0](?:that\b|crimes|violations|evidence|no[\s\xa0]|them\b|reasonable)))\b"
)
_CALLED_BY = later(
    r"\b(?:referred[\s\xa0]to|described|quoted|named|characteri[sz]ed|called|cited|noted|documented|found"
    r"|detailed)[\s\xa0](?:\w+[\s\xa0]){0,3}?(?:by|in)[\s\xa0](?:the[\s\xa0])?(?P<who>(?:(?:19|20)\d\d[\s\xa0]"
    r")?(?:[A-Z][\w’&.-]*[\s\xa0](?:(?:of|on|for|and)[\s\xa0])?){1,6}[A-Z][\w’&-]*)"
)
_INTERVIEWS = later(
    r"\b(?:[Tt]estimon(?:y|ies)|[Aa]ccounts)[\s\xa0](?:from|of|with)[\s\xa0](?:(?:more[\s\xa0]than|over|some"
    r"|about)[\s\xa0])?\d[\d,.]*[\s\xa0][a-z]+\b|\b(?:(?:a|the)[\s\xa0]series[\s\xa0]of|in-depth"
    r"|(?:\w+[\s\xa0])?\d+)[\s\xa0]interviews[\s\xa0]"
    r"(?:conducted[\s\xa0]|held[\s\xa0])?(?:with|by|of)[\s\xa0][^.,;]{3,60}"
)
_ASKED = later(
    r"\b(?:[Oo]f[\s\xa0])?(?:(?:the|some|about|all)[\s\xa0])?\d[\d,.]*[\s\xa0](?:[\w-]+[\s\xa0]){1,4}(?:(?:with|to|by)[\s\xa0])?(?:whom"
    r"|who)[\s\xa0](?:the[\s\xa0])?(?P<who>[A-Z][\w’'&.-]*(?:[\s\xa0](?:(?:of|for|on|and|the)[\s\xa0])?[A-Z][\w’'&-]*)*)[\s\xa0]"
    r"(?:has[\s\xa0]|had[\s\xa0])?(?:questioned|interviewed|asked|talked|spoke|spoken|surveyed|polled|met|traced|heard)\b"
)
"""`640 women whom the Harbour Collective questioned`."""
_RELEASED = later(
    r"\b(?:released|issued|published|aired|broadcast|obtained|posted)[\s\xa0](?:a|an|the"
    r"|its)[\s\xa0](?:[\w-]+[\s\xa0]"
    r"){0,3}?(?:video|film|footage|photographs?|recording|list|documentary|document|statement|report|survey|study"
    r"|findings|conclusions|figures"
    r"|data)\b(?:[\s\xa0]of[\s\xa0](?:a[\s\xa0]|the[\s\xa0])?(?:\w+[\s\xa0]?){1,3})?"
)
_PRESS_SAYS = later(
    r"\b(?P<who>(?:(?:[Ss]ome|[Ss]everal|[Vv]arious|[Mm]any|[Ll]ocal|[Oo]ther"
    r"|[Uu]nconfirmed)[\s\xa0]){0,2}(?:[Ss]ources|[Nn]ewspapers"
    r"|(?:[Mm]edia|[Pp]ress|[Nn]ews|[Nn]ewspaper)[\s\xa0]reports))[\s\xa0](?:also[\s\xa0]|even[\s\xa0]|have[\s\xa0])?"
    r"(?:say|said|assume[ds]?|claim(?:ed)?|report(?:ed)?|suggest(?:ed)?|stated?|believed?|indicated?|speak"
    r"|spoke|spoken|put)\b"
)
_SECTION = later(
    r"\b(?:[Vv]isit|[Ss]ee|available[\s\xa0](?:in|at|on)|found[\s\xa0](?:in|at|on)|[Rr]ead)[\s\xa0]"
    r"(?P<who>(?:the[\s\xa0])?[^.;,\n]{3,60}?\b(?:section|page|website|site|archive|database|gallery)\b(?:[\s\xa0]"
    r"of[\s\xa0][A-Z]\w+)?)"
)
_FIGURES_OF = later(
    rf"\b(?:(?:[Oo]fficial|[Oo]wn|[Ii]nternal|[Ss]atellite|[Nn]ew"
    rf"|[Ll]atest)[\s\xa0])?{_FIGURES}[\s\xa0](?:(?:published|seen|obtained|released|compiled"
    rf"|collected|provided|supplied|given)[\s\xa0](?:by[\s\xa0])|from[\s\xa0]"
    rf"|of[\s\xa0])(?:the[\s\xa0])?(?:{_NAME}|(?:\w+[\s\xa0])?{BODY_NOUN}|census)"
    rf"(?=[\s\xa0](?:of[\s\xa0](?:19|20)\d\d[\s\xa0])?{_SHOWS}\b|,)"
)
_ITS_FIGURES = later(
    rf"\b(?:{_NAME}"
    rf"|[Tt]he[\s\xa0](?:\w+[\s\xa0]){{0,2}}{BODY_NOUN})(?:[’']s?[\s\xa0](?:own[\s\xa0])?(?:\w+[\s\xa0])?"
    rf"|[\s\xa0]){_FIGURES}"
    rf"(?=[\s\xa0](?:\w+ly[\s\xa0])?{_SHOWS}\b|,[\s\xa0](?:obtained|published|released|seen|leaked))"
)
_INTERNAL = later(
    r"\b(?:[Aa]n?|[Tt]he|[Tt]wo|[Ss]everal)[\s\xa0](?:\w+[\s\xa0])?(?:internal|leaked|secret|confidential"
    r"|classified|unpublished)[\s\xa0](?:\w+[\s\xa0]){0,2}?"
    r"(?:documents?|memos?|memorand(?:um|a)|reports?|files?|directives?|cables?|records?)\b"
)
_MAGAZINE = later(
    r"\b(?P<who>(?:[Tt]he[\s\xa0])?[A-Z][\w’-]+(?:[\s\xa0][A-Z][\w’-]+){0,3}[\s\xa0](?:magazine|newspaper"
    r"|daily|weekly|website|news[\s\xa0]agency|television|radio|news[\s\xa0]site))"
    r"[\s\xa0](?:has[\s\xa0]|have[\s\xa0]|had[\s\xa0]|later[\s\xa0])?(?:said|wrote|writes|reported|reports"
    r"|puts?|says|carried|published|quoted|claimed|described|revealed|told)\b"
)
_RESEARCHERS = later(
    r"\b(?P<who>(?:[Rr]esearchers|[Ee]conomists|[Ss]cholars|[Ee]xperts|[Ss]cientists|[Aa]cademics|[Hh]istorians"
    r"|[Ss]tatisticians|Professor|Dr\.?|[Tt]he[\s\xa0]scholar"
    r"|[Tt]he[\s\xa0]economist|[Tt]he[\s\xa0]historian)[\s\xa0](?:(?:at|from|of)[\s\xa0](?:the[\s\xa0])?)?"
    rf"{_NAME}),?[\s\xa0](?:has[\s\xa0]|have[\s\xa0]|also[\s\xa0])*(?:estimates?d?|found|puts?|calculat\w+"
    rf"|concluded?s?|spoken[\s\xa0]of|speaks?[\s\xa0]of|spoke[\s\xa0]of|counts?(?:ed)?)\b"
)
_PAPER = later(
    r"\b(?P<who>(?:[Tt]he[\s\xa0])?(?:[A-Z][\w’'-]*[\s\xa0]){1,4}(?:Times|Post|Daily|Herald|News|Tribune"
    r"|Guardian|Journal|Gazette|Chronicle|Telegraph|Observer"
    r"|Mirror|Globe|Standard|Weekly|Dispatch|Star|Sun|Mail|Press|Agency|TV|Radio)|(?:[Tt]he[\s\xa0])?(?:BBC|CNN"
    r"|NPR|AP|AFP|Reuters))(?:[\s\xa0]\([^()]{2,40}\))?(?:,[^,.]{3,60},)?[\s\xa0]"
    r"(?:has[\s\xa0]|have[\s\xa0]|had[\s\xa0]|also[\s\xa0]|later[\s\xa0])*(?:said|wrote|writes|reported|reports"
    r"|puts?|says|carried|published|quoted|quotes|claim(?:s|ed)"
    r"|described|describes|listed|alleged|revealed|ran|spoke[\s\xa0]of|spoken[\s\xa0]of|speaks[\s\xa0]of|counted)\b"
)
_OUTLET = (
    r"(?:(?:[A-Z][\w’'-]*[\s\xa0]){0,3}[A-Z][\w’'-]*[\s\xa0]?(?:Times|Post|Daily|Herald|News|Tribune|Guardian"
    r"|Journal|Gazette|Chronicle|Telegraph"
    r"|Observer|Weekly|Courier|Press|Agency|TV|Radio|Broadcasting|Magazine)|Reuters|AP|AFP|BBC|CNN|NPR|Xinhua"
    r"|Yonhap|Kyodo|TASS)\b"
)
TOLD_TO = later(rf"\b(?:told|telling)[\s\xa0](?:the[\s\xa0])?(?P<who>{_OUTLET})(?=[\s\xa0,.:])")
_IN_A_PAPER = later(
    r"\b(?:[Aa]n?|[Oo]ne|[Tt]he|[Hh]is|[Hh]er|[Tt]heir)[\s\xa0](?:[\w-]+[\s\xa0]){0,2}?(?:article|op-ed|piece"
    r"|story|report|interview|editorial|column|commentary|analysis|letter)"
    rf"[\s\xa0](?:(?:published|printed|that[\s\xa0]appeared)[\s\xa0])?(?:in|on|by|for"
    rf"|with)[\s\xa0](?:the[\s\xa0])?{_OUTLET}"
)
_STATE_MEDIA = later(
    r"\b(?P<who>(?:[Ss]tate|[Gg]overnment|[Ll]ocal|[Oo]fficial|[Ii]nternational|[Ff]oreign|[Pp]rivate"
    r"|[Ii]ndependent|[A-Z][a-z]+n|[A-Z][a-z]+ese)[\s\xa0](?:state[\s\xa0])?"
    r"(?:news[\s\xa0]|-run[\s\xa0])?(?:media|television|radio|newspapers?|press|outlets|broadcasters?"
    r"|news[\s\xa0]agency))[\s\xa0](?:has[\s\xa0]|have[\s\xa0]|also[\s\xa0]|later[\s\xa0])*"
    r"(?:say|says|said|reported|reports?|claim(?:s|ed)?|announced|carried|published|put|suggest(?:s|ed)?|spoke"
    r"|speaks?)\b"
)
_FIGURE_WORDS = later(
    r"statistics|figures|data|records|estimates?|census|research|surveys|imagery|images|documents?|files?"
    r"|memos?|memorandum|memoranda"
    r"|reports?|directives?|cables?"
).fullmatch
_PAPER_WORDS = later(
    r"times|post|daily|herald|news|tribune|guardian|journal|gazette|chronicle|telegraph|observer|mirror|globe"
    r"|standard|weekly"
    r"|dispatch|star|sun|mail|press|agency|bbc|cnn|npr|ap|afp|reuters|tv|radio|magazine|website|site|daily"
    r"|media|television|newspapers?"
    r"|outlets|broadcasters?"
    r"|researchers|economists?|scholars?|experts|scientists|academics|historians?|statisticians|professor|dr"
).fullmatch
_TOLD = later(
    r"according|reported|cited|quoted|estimated|published|documented|sources?|newspapers|media|press|news"
    r"|newspaper|monitored|recorded|verified|surveyed"
    r"|compiled|investigated"
).fullmatch
_FOUND = later(
    r"reported|reports|estimates|estimated|believes|found|finds|documented|recorded|concluded|concludes|revealed|noted"
    r"|referred"
    r"|described|named|characteri[sz]ed|called|cited|quoted|detailed"
    r"|counted|counts|reckons|reckoned|calculated|calculates|speaks|testimon(?:y|ies)|accounts|interviews"
    r"|released|issued|published|aired|broadcast|obtained|posted|visit|see|available|read|originally|first"
    r"|previously|questioned|interviewed|asked|talked|spoke|spoken|surveyed|polled|established|determined"
).fullmatch
TELLING = (
    (_FIGURE_WORDS, (
        (_FIGURES_OF, 0.6, "figures of somebody"),
        (_ITS_FIGURES, 0.6, "figures of somebody"),
        (_INTERNAL, 0.5, "papers that were not made public"),
    )),
    (_PAPER_WORDS, (
        (_PAPER, 0.6, "a newspaper or agency tells it"),
        (TOLD_TO, 0.5, "a newspaper or agency tells it"),
        (_IN_A_PAPER, 0.6, "a report by somebody"),
        (_STATE_MEDIA, 0.6, "the press of a state"),
        (_MAGAZINE, 0.6, "a paper or a site tells it"),
        (_RESEARCHERS, 0.6, "researchers estimate"),
    )),
    (_TOLD, (
        (_SOURCE_NOTE, 0.9, "a source note"),
        (_SAID, 0.7, "somebody is given as the source"),
        (_PRESS_SAYS, 0.6, "the press or an unnamed source"),
    )),
    (_FOUND, (
        (_POSTED, 0.85, "says where it was published first"),
        (_REPORTING, 0.6, "a body reports or estimates"),
        (_BODY_OF_NO_NAME, 0.55, "a body without a name reports or estimates"),
        (_CALLED_BY, 0.6, "words of somebody are given"),
        (_INTERVIEWS, 0.55, "interviews are named"),
        (_ASKED, 0.6, "interviews are named"),
        (_RELEASED, 0.55, "something was released"),
        (_SECTION, 0.5, "a section of a site"),
    )),
)  # fmt: skip
"""Words by one of which a sentence is known, and the patterns to look for in it: how sure each is, and why."""
SIGNS = {
    "a letter": ("etter", "mail", "statement", "affidavit", "testimony", "note"),
    "a work with its title and year": ("(",),
    "a title and its year": tuple(f"{last})" for last in range(10)),
    "a paper or a site tells it": ("magazine", "newspaper", "daily", "weekly", "agency", "television", "radio", "site"),
    "the name of a report": ("Report", "Survey", "Study", "Trends", "Outlook", "Yearbook", "Paper", "Handbook",
                             "Bulletin", "Review"),
    "a report of a year": ("19", "20"),
    "says where it was published first": ("originally", "first", "previously"),
    "a source note": ("ource:", "ources:"),
    "interviews are named": ("nterviews", "estimon", "ccounts", "whom "),
    "a section of a site": ("section", "page", "site", "archive", "database", "gallery"),
    "what was said or written on an occasion": ("n a", "n i", "n h", "n t", "n o", "t a", "n w"),
    "a newspaper or agency tells it": (
        "Times", "Post", "Daily", "Herald", "News", "Tribune", "Guardian", "Journal", "Gazette", "Chronicle",
        "Telegraph", "Observer", "Mirror", "Globe", "Standard", "Weekly", "Dispatch", "Star", "Sun", "Mail", "Press",
        "Agency", "TV", "Radio", "BBC", "CNN", "NPR", "AP", "AFP", "Reuters",
    ),
    "the press of a state": ("media", "television", "radio", "press", "newspaper", "outlets", "broadcaster", "agency"),
    "researchers estimate": ("esearchers", "conomist", "cholar", "xperts", "cientists", "cademics", "istorian",
                             "tatisticians", "Professor", "Dr"),
    "papers that were not made public": ("internal", "leaked", "secret", "confidential", "classified",
                                         "unpublished"),
    "figures of somebody": ("tatistics", "igures", "ata ", "ecords", "stimate", "ensus", "esearch", "urveys", "magery",
                            "mages", "ocuments", "iles", "ata,"),
}  # fmt: skip
"""What stands in every match of a pattern; to ask is cheaper than to try."""
NO_BODY = later(
    r"(?:[’']s|ans|ese|(?<!Reut)ers)$|^[A-Z]{1,3}-?\d|^(?:An?|The|One|In|At|It|They|He|She|This|That|These|Those|Most|Some|Many"
    r"|News|We|I"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October"
    r"|November|December)\b"
)
OWN_TEXT = later(r"[\s\xa0]in[\s\xa0]this[\s\xa0](?:report|paper|study|briefing|article)\b")
CAN_TELL = later(
    r"[A-Z]|\b(?:reports?|sources?|media|newspapers?|press|stud(?:y|ies)|surveys?|government|ministry|agency"
    r"|embassy|police|statistics|head-?counts?|tall(?:y|ies)|lists?|letters?|ledgers?|logs?|files?|documents?|papers?"
    r"|memos?|notes?|diar(?:y|ies)|database|registers?|court|verdict|indictment|poll|audit|inquiry|investigation"
    r"|(?:an?|one|two|three|several|some|the)[\s\xa0](?:[a-z-]+[\s\xa0]){0,2}(?:lawyers?|attorneys?|researchers?"
    r"|activists?|spokes\w+|monitors?|journalists?|diplomats?|scholars?|experts?"
    r"|aid[\s\xa0]workers?)\b"
    r"|figures|estimates?|data|census|officials?|records?|accounts?|testimon(?:y|ies)|interviews?)\b"
)
"""`according to the common usage` names no source."""
WHO_ALONE = (
    "a source note",
    "somebody is given as the source",
    "words of somebody are given",
    "a section of a site",
)
