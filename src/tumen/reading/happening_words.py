"""The words by which English text tells of a happening: harm, flight, protection, deeds done, habit, and who it was.

They are looked for in a sentence in small letters, but for `SHE`, which tells the pronoun `I` by its capital.
"""

from __future__ import annotations

from tumen.patterns import later

HARM = (
    r"arrest\w*|detain\w*|detention|captur\w*|caught|seiz(?:ed|ing)|imprison\w*|jail\w*|incarcerat\w*|intern(?:ed"
    r"|ment)|execut\w*|hang(?:ed|ing)|shot|shoot\w*|kill\w*"
    r"|murder\w*|massacre\w*|tortur\w*|beat|beaten|beating\w*|rap(?:e|ed|es|ing)|abus(?:e|ed|es|ing)|abduct\w*"
    r"|kidnap\w*|disappear\w*|traffick\w*|sold|resold|sell|selling"
    r"|forc(?:ed|ibly)|coerc\w*|repatriat\w*|deport\w*|refoul\w*|return(?:ed|ing|s)?(?=\s(?:to|by|from|them|him|her"
    r"|people|refugees|defectors|against)\b)|sent\sback|send(?:ing"
    r"|s)?\s(?:\w+\s){0,3}back|handed\s(?:\w+\s){0,2}over|hand(?:ed|ing)\sover|extradit\w*|expel\w*|punish\w*"
    r"|persecut\w*|harass\w*|threaten\w*"
    r"|interrogat\w*|starv\w*|die|died|dying|dead|death|deaths|drown\w*|froze\w*|suicide|abort\w*|infanticide"
    r"|sentenc\w*|convict\w*|charged|raid\w*|crack(?:ed|ing)?\s?down\w*|crackdown\w*"
    r"|intercept(?:ed|ing)|cram(?:med|ming)|toss(?:ed|ing)|drag(?:ged|ging)|blindfold\w*|handcuff\w*|shackl\w*"
    r"|stab(?:bed|bing)|strangl\w*|mutilat\w*|loot\w*|evict\w*|displac\w*|bomb(?:ed|ing)|shell(?:ed|ing)|ambush\w*"
    r"|lynch\w*|push(?:ed|ing|es)?\sback\w*|pushbacks?|turned\s(?:back|away)|missing|perish\w*|buried|behead\w*"
    r"|slap(?:ped|ping)|kick(?:ed|ing)|whip(?:ped|ping)|flog\w*|gang-rape\w*|conscript\w*|extort\w*|ransom\w*"
    r"|attack\w*|wound\w*|injur\w*|burn\w*|enslav\w*|exploit\w*|discriminat\w*|stigmati\w*|mistreat\w*"
    r"|ill[- ]?treat\w*|took\s(?:her|him|them|me|us)\b"
    r"|taken\s(?:away|into|from|by|over|across|back)|led\s(?:away|from|out|off)|locked\s(?:up|in)"
    r"|took\s(?:his|their|my|our)\s(?:\w+\s)?(?:coats?|clothes|shoes|sandals|phones?|telephones?|money|savings|papers|passports?|documents|bags?"
    r"|rings?|child(?:ren)?|baby|sons?|daughters?|blood)|took\s(?:poison|pills|an\soverdose)"
    r"|driven\s(?:to|across|over|back|away|off|out)\b|brought\s(?:\S+\s){1,4}?back(?=\s(?:in|by|on|to|at|across|over|from)\b)"
    r"|stitches|stitched|lock-?ups?|answered\san?\s(?:\w+\s)?ad(?:vert\w*)?(?=\sfor\b)"
    r"|swallow(?:ed|ing)\s(?:\w+\s)?(?:razor\w*|glass|pills|poison|bleach|needles?|detergent|nails)"
    r"|(?<=not\s)know\s(?:where|whether|what\s(?:has\s)?(?:becom|becam|happen)\w*)|nothing\s(?:more\s|else\s)?(?:is|was)\sknown"
    r"|held\s(?:for|in|at|without|there|here|incommunicado)\b|(?:not|never)\s(?:been\s)?(?:seen|heard)|never\s(?:came\s(?:up|back|home|out)|returned|arrived|woke|reached)"
    r"|(?:did|has|have|had)\snot\s(?:come\s(?:back|home|out)|returned?\b(?!\s(?:calls?|requests?))|wake|woken|survived?|lived?\b(?!\sin))"
    r"|(?:got|received|given)\s(?:\w+\s){1,3}(?:years|months|life)(?!\sold)|life\ssentence|broken\s(?:his|her|their|my|an?)\s\w+"
    r"|lost\sconsciousness|(?:lost|took)\s(?:an?|the|his|her|my)\s(?:left\s|right\s)?(?:leg|arm|eye|hand|foot|finger|kidney)\b"
    r"|fired\s(?:into|in)|opened\sup\son|on\sthe\srun|went\smissing|last\sseen"
    r"|left\sbehind|stayed\sbehind|marched\s(?:to|through|across|back|off)|herded|rounded\sup|picked\sup|carted\soff|bundled|whisked"
    r"|stopped\sat|pulled\s(?:(?:her|him|them|me|us)\s)?(?:off|from|out|over)|grabbed|hauled|hooded|gagged|knifed|clubbed|punched|hanged\s(?:himself|herself)"
    r"|spent\s(?:\w+\s){1,3}(?:years|months|weeks|days)\s(?:in|at|inside|under)\b|on\sfire|hospitali[sz]ed|loaded\sonto|robbed"
    r"|fired\s(?:on|at)"
    r"|moved\sby\sforce|vanish\w*|chain(?:ed|ing)|undress\w*|strip(?:ped|-search\w*)|capsiz\w*|removed(?=\s(?:from|to|on|by|in)\b)|whereabouts|custody"
    r"|bod(?:y|ies)(?=\s(?:of|was|were|has|have|had)\b)"
    r"|(?:no\sone|nobody)\s(?:has|had)\s(?:seen|heard)|questioned|violat(?:ed|es|ing)|(?:(?<=\bwas\s)|(?<=were\s)|(?<=been\s)|(?<=being\s)|(?<=\bare\s))denied"
    r"|den(?:ied|ies|y|ying)(?=\s(?:entry|access|food|water|sleep|medic\w+|asylum|bail|visas?|permission|her|him|them|treatment|care|contact|visits?|people|refugees|prisoners|detainees|all|any\s(?:food|contact|access)))"
    r"|refus(?:ed|es|al)|block(?:ed|s)|separat\w*|lur(?:e|ed|es"
    r"|ing)|suffocat\w*|swept\s(?:away|off|from|under|out)\b|collaps\w*|los(?:t|ing)\s(?:their|his|her|its)\s(?:lives|life|child"
    r"|baby|leg|arm|eye|sight)|claim(?:ed|ing)\s(?:the\s)?(?:lives|\w+\slives)"
    r"|burst|flooded|destroy\w*|demolish\w*|burnt|torched|opened\sfire|tear\sgas|batons?|water\scannon"
    r"|electric\sshocks?|electrocut\w*|poison\w*|fate(?=\s(?:is|was|remains|has))|mass\sgraves?"
    r"|death\stoll|miscarr\w*|dismiss(?:ed|al)|sacked|expuls\w*|hung|broke\s(?:his|her|their|my|an?|the)\s\w+"
    r"|kneel|electricity|crush(?:ed|ing)|trampl\w*|maim\w*"
    r"|groom(?:ed|ing)|molest\w*|assault\w*|stalk(?:ed|ing)|humiliat\w*|search(?:ed)?(?=\s(?:her|him|them|their"
    r"|his|the\s(?:house|home|flat)))|confiscat\w*|summon(?:ed|s)|subject(?:ed)\sto"
    r"|disbarred|banned|fined|forcibly|bought|trapped|bull?dozed|ransack\w*|vandali[sz]\w*|hurt|bled|bleeding"
    r"|(?:nothing|no\sword|no\snews)\s(?:has|have|had)\s(?:since\s)?(?:been\s)?(?:heard|come|seen)"
)
FLIGHT = (
    r"escap\w*|fl(?:ed|ee|eeing|ees|ight)|defect(?:ed|ing|s)?\b|cross(?:ed|ing|es)?\s(?:into|the|over|to)"
    r"|left\s(?:the\scountry|home|for)|arriv\w*|entered|enter(?:ing|s)?\s(?:the|a|an)\b|stormed|broke\sinto|climbed"
    r"|scaled|rushed"
    r"|sought|seek(?:ing|s)?\s(?:asylum|refuge|protection|help)|asylum(?!\s(?:seek|claim|appli|law|system|polic|proce|case|appeal))|hid|hidden|hiding|took\srefuge|granted"
    r"|resettl\w*|released|freed|rescued|boarded|embark\w*|set\ssail|smuggl\w*|stranded|evacuat\w*"
    r"|allowed\sto\sleave|flown|flew|reach(?:ed|ing)(?!\s(?:between\s|about\s|some\s|over\s|nearly\s)?\d)"
    r"|stay(?:ed|ing)"
    r"|jump(?:ed|ing)\s(?:from|off|out|over|into)|slipp(?:ed|ing)\s(?:through|across|past|out|over|away)|waded|(?:came|went|got|ran)\s(?:over|across|under|through)\sthe\s(?:fence|wall|wire|river|border|bridge|mountains?|ice|frontier)"
    r"|clung\sto\s(?:an?|the|his|her|their)\b"
    r"|wading|swam|swum|crawl(?:ed|ing)|surviv(?:ed|es)|crossed\s(?:again|back|alone|with|at|that|on|by|in|near|under|when)|made\s(?:it|(?:her|his|their)\sway)\s(?:to|out|across|as\sfar|home|back)|got\s(?:away|out|across)|set\s(?:out|off)\b(?=\s(?:for|on|from|with|at|in|alone|across|before|after))"
    r"|reunit\w*"
    r"|acquitted|pardoned|recogni[sz]ed\sas\s(?:a\s)?(?:refugees?|victims?)|(?:placed|housed)\s(?:with|in)"
    r"|(?:to|in)\shospital|given\s(?:refuge|asylum|shelter|protection)|ran\saway|walked\s(?:across|over|through"
    r"|for|to)"
)
OFFICIAL = (
    r"signed|ratified|acceded|adopted|passed|voted|announced|published|released\s(?:a|its|the)\s\w+|launched|issued"
    r"|ordered|declared|held|met|visited|submitted|appealed|protested|demanded|agreed|invited|accused|stated|denied"
    r"|established|concluded|testified|summits?|negotiat\w*|delivered|presented|marks?|commemorat\w*|warned|condemned"
    r"|urged|suspended|enacted|extended|reported"
)
EVENT = later(rf"\b(?:(?P<harm>{HARM})|(?P<flight>{FLIGHT})|(?P<official>{OFFICIAL}))\b")
PAST = later(
    r"\b(?:was|were|had|did|became|began|went|came|took|gave|made|told|said|found|fled|left|died|shot|sold"
    r"|caught|held"
    r"|sent|ran|led|hid|saw|kept|put|tried|spent|fell|rose|swam|spoke|drove|brought|paid|met|lost|broke|threw"
    r"|got|knew|thought|felt|stood|sat"
    r"|struck|hit|cut|set|shut|beat|bled|hung|burst|swept|bit|forbade|drank|ate|slept|woke|wept|drew|flew|froze"
    r"|fought|chose|bore|tore|sank|shook"
    r"|stole|swore|wrote|rode|burnt|stuck|slid|crept|dug|fed|bound|hurt|awoke|wed|"
    r"(?!need|indeed|exceed|proceed|succeed|hundred|sacred|speed|breed|agreed\sto|united|armed|alleged|supposed"
    r"|organi[sz]ed|unaccompanied|undocumented"
    r"|founded|so-called|limited|detailed|skilled|forced\s(?:labou?r|marriages?|repatriations?|returns?"
    r"|evictions?|disappearances?|migration|abortions?))\w{2,}ed)\b",
)
PRESENT = later(
    r"\b(?:is|are|has\sbeen|have\sbeen|do|does|faces?|risks?|becomes?|remains?|continues?|regards?|treats?|considers?"
    r"|refuses|sends|suffers?|lives?|fears?|may|might|can|could|will|would|if|when\sthey|those\swho|anyone"
    r"|whoever)\b",
)
GENERAL = later(
    r"\b(?:often|frequently|regularly|routinely|usually|typically|generally|commonly|systematic(?:ally)?|always"
    r"|sometimes|many|most|some|thousands|hundreds|dozens|those\swho|anyone\swho|people\swho|women\swho"
    r"|every\s(?:year"
    r"|day|month)|each\syear|constantly|increasingly"
    r"|continu(?:es?|ed|ing)\sto|widespread|in\smany\scases|tend\sto|likely\sto|subject(?:ed)?\sto|at\srisk"
    r"|practice\sof|policy\sof|vulnerable|if\s(?:they|caught|returned|found)|are\s(?:being\s)?\w+ed|were\sbeing\s(?:held|detained|kept)|once\s(?:caught"
    r"|returned|in)|such\sas)\b",
)
HABIT = later(
    r"\b(?:often|frequently|regularly|routinely|usually|every\s(?:year|day|month)|each\syear|would|could|may|might"
    r"|if)\b",
)
PEOPLE = later(
    r"\b(?:(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|\w+teen|twenty"
    r"|\w+ty|\d{1,3}|a|an|one|another|the|his|her|their)\s(?:[\w’-]+\s){0,3}"
    r"(?:people|persons?|men|man|women|woman|children|child|boys?|girls?|babies|baby|infants?|refugees?|defectors?"
    r"|escapees?|migrants?|colleagues?|activists?|famil(?:y|ies)|relatives?|mothers?|fathers?|sons?|daughters?"
    r"|sisters?|brothers?|husbands?|wife|wives|parents|couples?|orphans?|students?|workers?|soldiers?|guards?"
    r"|officials?|\w+(?:man|men|woman|women)|villagers?|farmers?|traders?|monks?|nuns?|teachers?|doctors?|drivers?"
    r"|editors?|lawyers?|engineers?|poets?|singers?|nurses?|judges?|mayors?|miners|fishermen|settlers|sailors"
    r"|survivors?|witness(?:es)?|residents?"
    r"|crew|crowd|twins|patients?|pupils?|nephews?|cousins?|uncles?|aunts?|nieces?|widows?|widowers?|toddlers?"
    r"|teenagers?|minors?|inmates?"
    r"|victims?|members|others|\w+(?:ist|ian|grapher)s?"
    r"|detainees?|protesters?|civilians?|missionar(?:y|ies)|pastors?|journalists?|prisoners?|seekers|group)\b)",
)
THEY = later(
    r"\b(?:they|them|their|nobody|none\sof|both|all\sof\sthem|the\s(?:rest|others|two|three|four|five"
    r"|six|child|girl|boy|couple|couple’s))\b",
)
OURS = later(
    r"\b(?:talks|meetings?|sessions?|summits?|elections?|conferences?|hearings?|ceremon(?:y|ies)|trials?"
    r"|referendums?|votes?|workshops?|negotiations"
    r"|consultations|interviews?|rall(?:y|ies)|events?|posts?|positions?|reports?|prices?|numbers?|figures?"
    r"|rates?|shares?|budgets?|laws?|bills?"
    r"|negotiations|copies|letters?|funds?|aid)\s(?:which\s|that\s)?(?:was|were|is|are|has|have|had|been|being"
    r"|also|later|\s)*$",
)
"""Things that are held, returned, cut or shot up without any harm to anybody: what stands before such a word."""
SHE = later(r"\b(?:[Ss]he|[Hh]e|[Hh]er|him|[Hh]is|I|[Mm]y|me|we|our|us)\b")
YEAR = later(r"\b(?:19|20)\d\d\b")
ADVICE = later(
    r"\b(?:should|must|ought|urge|call\son|recommend"
    r"|(?:we|undersigned|let\sme)\s(?:\w+\s)?(?:beg|ask|expect\syou|implore|request|invite|encourage))\b"
)


FIRST_WORDS = later(
    rf"(?:{HARM}|bod(?:y|ies)|fate|whereabouts|still|seen|heard|search(?:ed)?|los(?:t|ing)|swept|mass|death"
    rf"|electric|tear|water|opened"
    rf"|nothing|claim(?:ed|ing)|recogni[sz]ed|placed|housed"
    rf"|jump(?:ed|ing)|slipp(?:ed|ing)|ran|walked|given|to|in|{FLIGHT}|{OFFICIAL}|took|taken|led|locked|held"
    rf"|not|never|spent|on|loaded|fired|moved|return(?:ed|ing)|sen[dt]s?|sending|hand(?:ed|ing)|ill|crack(?:ed"
    rf"|ing)?|no|nobody"
    rf"|cross(?:ed|ing|es)?|left|enter(?:ing|s)?|broke|took|allowed|push(?:ed|ing|es)?|turned|set|did|has|have|had|got|received|life|broken|made|picked|rounded|last|stayed|went"
    rf"|pulled|stopped|marched|carted|driven|brought|answered|swallow(?:ed|ing)|know|came|clung)",
).fullmatch


CLAIMED = later(
    r"\b(?:reports?|stud(?:y|ies)|survey|found\sthat|estimate[ds]?|percent|per\scent|%|average|policy|policies"
    r"|according)"
    r"(?!\w)",
)
"""Words of a sentence that tells of knowledge about happenings rather than of one."""
DEED = later(
    r"\w+ed|\w+ed\s.*|got\s.*|broken\s.*|made\s.*|last\s.*|did\s.*|ha[sd]\s.*|have\s.*|on\sthe\srun|went\s.*|caught|shot|beat|beaten|sold|resold|held\s.*|sent\s.*|fled|hid|hidden|died|dying|froze\w*"
    r"|forcibly|flew|flown|fleeing"
    r"|sought|left\s.*|took\s.*|taken\s.*|led\s.*|broke\s.*|set\s.*|(?:not|never)\s.*|spent\s.*|on\sfire|buried"
    r"|drag\w*|hung"
    r"|killing|missing|whereabouts|hiding|suicide|burnt|bod(?:y|ies)|lost\s.*|losing\s.*|swept\s.*|opened\s.*|tear\sgas"
    r"|electric.*|fate|mass\sgraves?|death\stoll"
    r"|burst|nothing\s.*|no\s\w+\s.*|miscarr\w*|bought|hurt|bled|waded|swam|ran\s.*|to\shospital|in\shospital"
    r"|given\s.*|driven\s.*|brought\s.*|stitches|know\s.*|came\s.*|went\s.*|clung\s.*|claim\w*\s.*|crawl\w*|jump\w*\s.*|slipp\w*\s.*|hung|broke\s.*|walked\s.*"
    r"|fatally|torched|surviv\w*|dead",
)
"""Words of something done or suffered, rather than its name."""
A_DAY = later(r"a day or month|a named person")
FINITE = later(
    r"\b(?:was|were|had|did|(?:has|have)\s(?:\w+\s)?been|died|fled|shot|sold|caught|sent|took|told|found|beat|hid|ran"
    r"|went|came|left|lost|broke|threw|burned|burnt|arrested|detained|killed|raped|abducted|executed|forced|attacked"
    r"|deported|returned|fired|opened|dragged|handed|pushed|crossed|escaped|arrived|hanged|seized|tortured)\b",
)
COUNTED = later(
    r"^\W*(?:[\w ]+:\s)?(?:at\sleast\s|about\s|some\s)?(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,4})\s",
)
"""A line that begins with how many, as one notes it down."""
PERFECT = later(
    rf"\b(?:has|have|had|was|were)\s(?:all\s|\w+ly\s|since\s|also\s|so\sfar\s)?(?:been\s)?(?:\w+ly\s)?(?:{HARM}"
    rf"|resettled|granted|released|freed|rescued"
    rf"|evacuated|reunited|acquitted|registered\sas|recogni[sz]ed\sas)\b",
)


SO_MANY = (
    r"(?:(?:at\sleast|about|around|some|more\sthan|over|up\sto|nearly|almost|an\sestimated|approximately|the"
    r"|another)\s)*"
    r"(?:dozens|scores|hundreds|thousands|\d|two|three|four|five|six|seven|eight|nine|ten|\w+teen|twelve|eleven"
    r"|\w+ty\b)"
)
DONE_TO = (
    r"(?:arrested|detained|killed|executed|deported|repatriated|returned|expelled|extradited|abducted|kidnapped|raped"
    r"|shot|hanged|sentenced|tortured|beat|seized|captured|jailed|imprisoned|released|freed|rescued|evicted|displaced"
    r"|drowned|wounded|injured|handed\sover|sent\sback|forced)"
)
DEEDS = (
    r"(?:shooting|beating|torture|murder|assassination|hanging|trial|conviction|flight|escape|defection|suicide"
    r"|push-?back|return|deportation|execution|arrest|killing|expulsion|extradition|repatriation|abduction"
    r"|detention|release"
    r"|rape|death|disappearance|imprisonment)"
)
DID = later(
    rf"\b{DONE_TO}\s{SO_MANY}|\b{DEEDS}s?\sof\s{SO_MANY}"
    # as one notes it down: `Six arrested`, `two boys injured`, `four deaths confirmed`
    rf"|\b{SO_MANY}\s(?:[\w’-]+\s){{0,3}}?(?:{DONE_TO}|turned\s(?:back|away|round)|missing|dead|taken"
    rf"|refused\s\w+)\b(?!\sby\slaw)"
    rf"|\b{SO_MANY}\s(?:\w+\s)?{DEEDS}s\s(?:in\s\w+\s)?(?:(?:have|had)\sbeen\s|were\s)?(?:confirmed|recorded"
    rf"|reported|verified)",
)
ITS_DEED = later(
    rf"\b(?:his|her|their|my|its|the)\s(?:[\w-]+\s){{0,2}}?(?:{DEEDS})\b(?:\sof\s(?:a|an|the|his|her|their"
    rf"|{SO_MANY}|[a-z]))?",
)
"""`the disappearance of the editor`, `his deportation`: a deed named as a thing, of somebody."""
TOLL = later(
    rf"\b(?:death\s)?toll\b[^.;]{{0,40}}\d|\b{SO_MANY}\s(?:[\w’-]+\s){{0,3}}?(?:still\s)?(?:missing"
    rf"|dead|unaccounted)\b",
)
TREND = later(
    r"\b(?:numbers?|rates?|mortality|average|median|prices?|ratio|share|proportion|percentage|flow|outflow|influx)\b(?:[\s\xa0]of\b)?[^.;]{0,70}\b(?:rose|risen|rising|f[ae]ll"
    r"|fallen|falling|doubled|tripled|quadrupled|(?:in|de)creas(?:ed|ing)|declin(?:ed|ing)|dropped|halved|peaked|grew|grown|changed|is|are|at)\b",
)
"""How many there are, or that they grow fewer: it sums up, whatever day stands beside it."""
NO_OCCASION = later(
    r"%|\bper\s?cent\b|\b(?:numbers?|rates?|mortality|average|median|prices?|ratio|share"
    r"|proportion)\b[^.;]{0,60}\b(?:was|were|stood|stands|rose|risen|f[ae]ll"
    r"|fallen|doubled|tripled|increased|declined|dropped|grew|grown)\b|\bone\sin\s\w+\b|\bden(?:y|ied|ies)\sthat\b",
)
"""Shares, rates and trends: they sum up many occasions."""
FATE = later(
    r"\b(?:(?:has|have|had)\s(?:not|never)\s(?:since\s)?been\s(?:seen|heard)|(?:nothing|no\sword"
    r"|no\snews)\s(?:has|have|had)\b[^.;]{0,20}\b(?:heard|come)"
    r"|(?:fate|whereabouts)\s(?:is|are|was|were|remains?)|(?:is|are|remains?)\sstill\s(?:in\scustody|held"
    r"|detained|missing|imprisoned|in\sprison|in\shiding|in\s(?:the|a|an)\s(?:lock-?up|jail|cells?|camp|hospital|pits?|barracks|prison))"
    r"|nothing\s(?:more\s|else\s)?(?:is|was)\sknown|(?:do|does|did)\snot\sknow\s(?:where|whether|what))\b",
)
"""What has become of somebody, or that nobody knows it."""
A_PLACE = later(
    r"\b(?:the|their|his|her|our|my|a)\s(?:\w+\s){0,2}(?:villages?|houses?|homes?|camp|market|hospital|church"
    r"|mosque|temple|town|convoy|bus|train|boat|ship"
    r"|school|office|flat|shelter|dormitory|barracks|checkpoint)\b",
)
