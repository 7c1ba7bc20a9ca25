"""The words by which English text asks somebody to do something: verbs, calls, wishes, headings and lists."""

from __future__ import annotations

import re

from tumen.patterns import later

VERBS = (
    "abandon|abide|abolish|accede|accept|acknowledge|act|address|admit|adopt|advocate|afford|aid|aim|allocate"
    "|allow|amend|appeal|appoint|apply|apprehend|approve"
    "|arrange|ask|assess|assist|assure|be|bear|become|bring|build|call|cancel|cease|change|clarify|close"
    "|commit|compensate|comply|condemn|conduct|consider|consult"
    "|continue|contribute|cooperate|co-operate|coordinate|create|deal|declare|decriminalize|decriminalise"
    "|defend|demand|demonstrate|deploy|desist|develop|devote"
    "|disclose|dismantle|distribute|document|do|draw|educate|eliminate|embrace|employ|enable|encourage|end"
    "|enforce|engage|enhance|ensure|establish|evaluate|exert"
    "|examine|expand|explain|explore|exercise|expose|extend|facilitate|file|focus|follow|fulfil|fulfill|fund"
    "|give|grant|guarantee|halt|have|help|highlight|hold"
    "|honor|honour|host|identify|implement|improve|include|increase|inform|initiate|insist|instruct|integrate"
    "|intensify|intervene|introduce|investigate|invite|invoke"
    "|involve|issue|join|keep|launch|lead|leave|legislate|let|lift|listen|live|look|maintain|make|meet"
    "|mobilise|mobilize|monitor|negotiate|obey|observe|offer|open"
    "|oppose|order|participate|pay|permit|persuade|place|pledge|prepare|press|pressure|prevent|prioritise"
    "|prioritize|proceed|process|promote|prosecute|protect|provide"
    "|publicise|publicize|publish|punish|pursue|push|put|raise|ratify|reach|realise|reaffirm|receive|recognise"
    "|recognize|reconsider|redouble|reduce|re-examine|reform"
    "|refrain|register|reject|release|relax|remain|remember|remind|remove|repatriate|repeal|report|request"
    "|require|rescue|resettle|resolve|respect|respond|restore|review|revise"
    "|revisit|revoke|save|secure|seek|send|set|share|show|sign|speak|stand|stay|step|stop|strengthen|submit"
    "|support|suspend|sustain|take|tackle|tell|terminate|treat|try"
    "|reverse|restrict|renew|refer|rehabilitate|reinstate|recall|reassess|raise|redress|rectify|acquit|avoid|ban|base"
    "|agree|begin|block|talk|count|tax|audit|brief|alert|compel|commission|criminalise|criminalize|disband|disburse"
    "|double|embed|evacuate|exhume|expedite|forbid|freeze|hand|hasten|install|intercede|invest|legalise"
    "|legalize|reimburse|regularise|regularize|reopen|re-open|repay|rethink|subsidise|subsidize|tie|unfreeze"
    "|vet|advise|approach|desist|co-sponsor|cosponsor|feed|house|phase|rein|retract|spell|speak|"
    r"break|broaden|canvass|lean|repay|reread|ring|scrap|settle|lift|withhold|undo|unseal|disclose|drop|insert"
    r"|delete|strike|shield|spell|stay|house|allot|assign|bear|bind|cap|catalogue|certify|cite|compare|convert"
    r"|correct|credit|declassify|deepen|defer|delay|depart|digitise|digitize|drill|email|enlist|enrol|escort"
    r"|exchange|exonerate|fast-track|fix|fly|forgive|forward|impound|index|insure|interpret|invoice|isolate|itemise"
    r"|itemize|knock|label|lend|license|link|lobby|lock|log|map|match|measure|merge|mind|mourn|note|number|number"
    r"|outline|pair|park|pick|pool|pull|pump|quote|ratchet|recover|redirect|reserve|resubmit|rewrite|rid|route|rule"
    r"|run|shift|ship|shorten|sit|slash|soften|sort|staff|stem|stick|strip|suppress|tear|test|throw|tidy|top|treat"
    r"|trim|triple|tweet|underline|unite|view|walk|win|wind|wire|carry|challenge|choose|collaborate|collect|combat"
    r"|come|communicate|complete|compile"
    "|confirm|confront|consolidate|control|convene|counter|cover|curb|cut|decide|deliver|demilitarise|deny|designate"
    "|detain|deter|discipline|discontinue|discuss|dismiss|dissolve|divert|do|drop|earmark|elaborate|emphasise"
    "|emphasize"
    "|endorse|enact|enforce|enter|equip|eradicate|exempt|exclude|fight|find|finance|form|formulate|foster|free|gather"
    "|get|go|harmonise|harmonize|heed|hire|impose|incorporate|inspect|institute|interview|limit|list|locate|mandate"
    "|mediate|mention|minimise|minimize|modify|move|name|notify|nominate|oblige|obtain|opt|organise|organize|outlaw"
    "|overhaul|oversee|pass|perform|plan|post|postpone|preserve|probe|prohibit|propose|prove|quash|question|quit"
    "|rebuild|record|recruit|regulate|reintroduce|rely|replace|reply|rescind|reserve|restart|resume|retain|return"
    "|reunite|safeguard|sanction|scale|screen|search|sentence|serve|set|shelter|shut|simplify|solve|specify|start"
    "|state|step|streamline|study|subject|sue|supervise|supply|surrender|switch|train|transfer|translate|transmit"
    "|trace|track|trust|turn|unify|update|upgrade|verify|veto|visit|void|waive|widen|write"
    "|abstain|adhere|advance|analyse|analyze|answer|ascertain|attend|bolster|boost|boycott|circulate|debate"
    "|dedicate|determine"
    "|dispatch|donate|ease|empower|enlarge|enquire|entrust|exchange|exhaust|express|hear|lay|learn|mainstream|manage"
    "|pardon|protest|reallocate|reclassify|recommend|recommit|reconcile|refuse|reiterate|relocate|remedy"
    "|renounce|represent"
    "|resist|scrap|scrutinise|scrutinize|spare|speed|spend|sponsor|tighten|travel|understand|weigh"
    "|undertake|uphold|urge|use|utilise|utilize|vote|warn|welcome|withdraw|withhold|work"
)
ADVERBS = (
    r"(?:(?:not[\s\xa0]only|also|therefore|further|furthermore|immediately|urgently|equally|strongly|now|fully"
    r"|then|not|never"
    r"|always|actively|publicly|instead|at[\s\xa0]least|at[\s\xa0]a[\s\xa0]minimum|in[\s\xa0]particular"
    r"|as[\s\xa0]well|continue[\s\xa0]to|,)[\s\xa0]*){0,4}"
)
MODAL = later(
    rf"\b(?P<modal>should|must|ought[\s\xa0](?:not[\s\xa0])?to|shall|(?<!the[\s\xa0])(?<!\ba[\s\xa0])"
    rf"(?<!no[\s\xa0])(?:needs?"
    rf"|have|has)[\s\xa0]to|(?:is|are)[\s\xa0](?:\w+ly[\s\xa0]|also[\s\xa0]|therefore[\s\xa0]|further[\s\xa0]"
    rf"|once[\s\xa0]more[\s\xa0]|again[\s\xa0])*(?:urged"
    rf"|called[\s\xa0](?:up)?on|asked|requested|encouraged|recommended|invited|advised|exhorted|implored"
    rf"|begged)[\s\xa0]"
    rf"to|would[\s\xa0]do[\s\xa0]well[\s\xa0]to|would[\s\xa0]be[\s\xa0](?:well[\s\xa0]"
    rf"|wise[\s\xa0])?(?:advised[\s\xa0])?to|had[\s\xa0]better)"
    rf"(?:,[\s\xa0][^,.;:]{{3,50}},"
    rf"|:?[\s\xa0,]+)[\s\xa0]*(?:\(?[a-z\d]{{1,2}}\)[\s\xa0]+)?{ADVERBS}(?P<verb>{VERBS}|(?:(?<=should[ ])|"
    rf"(?<=must[ ])|(?<=should[ ]not[ ])|(?<=must[ ]not[ ])|(?<=ought[ ]to[ ])|(?<=ought[ ]not[ ]to[ ]))(?!have\b"
    rf"|not\b|also\b|only\b|never\b|then\b|now\b|be\b|the\b|this\b|these\b|they\b)[a-z]{{3,}})\b(?!"
    rf"[\s\xa0]been\b)(?!(?<=have)[\s\xa0]\w{{2,}}(?:ed|own|one|ome|en|ade|aid|ent|eft|ept|old|ought)\b)"
)
CALL = later(
    r"\b(?:(?P<who>[Ww]e|I|[A-Z][\w’.&-]*(?:[\s\xa0][A-Z][\w’.&-]*){0,5})[\s\xa0])?(?:(?:also|strongly|hereby"
    r"|therefore|further|urgently|again|respectfully|should|must|to|has|have|is|are|will|can|would|may|might"
    r"|should[\s\xa0]also"
    r"|continue[\s\xa0]to|,)[\s\xa0]+){0,4}"
    r"(?P<verb>(?i:call(?:s|ed|ing)?[\s\xa0](?:(?:up)?on|for(?=[\s\xa0](?:the|all|its|their|[A-Z])))"
    r"|want(?=[\s\xa0])|wants|urg(?:e|es|ed|ing)|appeal(?:s|ed|ing)?[\s\xa0]to|request(?:s|ed"
    r"|ing)?|ask(?:s|ed|ing)?|press(?:es|ed|ing)?|pressur(?:e|es|ed|ing)|encourag(?:e|es|ed|ing)|recommend(?:s|ed"
    r"|ing)?|petition(?:s|ed|ing)?|demand(?:s|ed|ing)?|persuade|convince|insist(?:s|ed)?|implor(?:e|es|ed)|remind(?:s"
    r"|ed)?|invit(?:e|es|ed|ing)|exhort(?:s|ed)?))[\s\xa0]"
    r"(?P<addressee>(?!to\b)(?:that[\s\xa0])?(?:[^.;:()\n]|(?<=U)\.|(?<=N)\.){3,140}?)[\s\xa0,]+(?:to|must"
    r"|should):?[\s\xa0]+(?:\(?[a-z\d]{1,2}\)[\s\xa0]+)?(?:\w+ly[\s\xa0])?(?P<do>" + VERBS + r")\b"
)
CALL_FOR = later(
    r"\b(?P<who>[Ww]e|I|[A-Z][\w’.&-]*(?:[\s\xa0][A-Z][\w’.&-]*){0,5}|(?:[\w’-]+[\s\xa0]){0,3}?(?:reports?"
    r"|organi[sz]ations?|groups?"
    r"|committee|coalition|statement|letter|petition|resolution|experts?|activists|campaigners|NGOs|families"
    r"|lawyers|council|undersigned|signator(?:y|ies)|rapporteur|commission|network|alliance|assembly"
    r"|parliament|union|churches|members|participants|relatives))[\s\xa0]"
    r"(?:(?:also|strongly|hereby|therefore|has|have|is|are|again|repeatedly|jointly"
    r"|further)[\s\xa0]){0,3}(?:call(?:s|ed|ing)?[\s\xa0]for"
    r"|demand(?:s|ed|ing)?|recommend(?:s|ed|ing)?|press(?:es|ed|ing)?[\s\xa0]for|advocat(?:es?|ed"
    r"|ing)(?:[\s\xa0]for)?)"
    r"[\s\xa0](?P<what>(?:that|the|an?|immediate|urgent|greater|full|better|more|stronger|independent"
    r"|unconditional|unhindered|justice|answers|access|accountability|safe|sanctions|respect|protection"
    r"|reparations?|compensation"
    r"|to[\s\xa0]know|an?[\s\xa0]end|no)\b|(?:their|his"
    r"|her)\b(?<!he[\s\xa0]called[\s\xa0]for[\s\xa0]her)(?<!he[\s\xa0]called[\s\xa0]for[\s\xa0]his))"
)
AND_FOR = later(
    r",?[\s\xa0]and[\s\xa0](?:also[\s\xa0])?for[\s\xa0](?=(?:the|an?|immediate|urgent|greater|full|better|more"
    r"|independent)\b)"
)
AND_CALLS = later(
    r"[,;]?[\s\xa0]and[\s\xa0](?:also[\s\xa0]|further[\s\xa0]|strongly[\s\xa0])?(?P<verb>urges?"
    r"|calls?[\s\xa0](?:up)?on|invites?|asks?|encourages?|requests?"
    r"|appeals?[\s\xa0]to)[\s\xa0](?P<addressee>[^.;:,\n]{2,100}?)[\s\xa0]to[\s\xa0](?:\w+ly[\s\xa0])?(?P<do>"
    + VERBS
    + r")\b"
)
"""`… encourages A to act, and invites B to help`: a second call in the same sentence."""
WISH = later(
    r"\b(?:one[\s\xa0](?:would|can|might)[\s\xa0](?:only[\s\xa0])?hope|(?:we|I|let[\s\xa0]us|let’s)[\s\xa0]"
    r"(?:\w+[\s\xa0])?(?:hope|pray|wish|trust(?=[\s\xa0]that))(?![\s\xa0]to[\s\xa0](?:thank|acknowledge|express"
    r"|note|stress|say"
    r"|emphasi|extend|point"
    r"|dedicate))|(?:it[\s\xa0]is|it[’']s|there[\s\xa0]is|we[\s\xa0](?:are|remain)|I[\s\xa0]am)[\s\xa0]"
    r"(?:to[\s\xa0]be[\s\xa0]|also[\s\xa0]|further[\s\xa0]|sincerely[\s\xa0]|\w+ly[\s\xa0])?(?:hoped|hopeful"
    r"|hope)|it[\s\xa0](?:seems|is|would[\s\xa0]be)[\s\xa0](?:more[\s\xa0]"
    r")?(?:appropriate|better|preferable|advisable|desirable)[\s\xa0]to|it(?:[\s\xa0]is|[’']s)[\s\xa0](?:(?:so"
    r"|also|now|therefore|more)[\s\xa0]){0,2}(?:time|essential"
    r"|imperative|vital|crucial|critical|high[\s\xa0]time|important|necessary|urgent|incumbent"
    r"|up)[\s\xa0](?:that|for|to|(?:up)?on)"
    r"(?![\s\xa0](?:be[\s\xa0](?:clear|aware|noted)|note|remember|understand|recall|recogni[sz]e[\s\xa0]that|stress"
    r"|mention|point|emphasi|bear|keep[\s\xa0]in|know|see|say|add|distinguish))"
    r"|there[\s\xa0]is[\s\xa0](?:an?[\s\xa0])?(?:\w+[\s\xa0])?need[\s\xa0](?:to|for)|let[\s\xa0]us"
    r"|join[\s\xa0]us|please[\s\xa0](?:sign|write|join|call|contact|support|help|pray|ask|take|donate"
    r"|share|act|confirm|raise|ensure|let|press|urge|demand|tell|forward|reply)|will[\s\xa0]have[\s\xa0]to"
    r"|more[\s\xa0](?:must|should)[\s\xa0]be)\b",
    re.I,
)
NOT_ASKED = later(
    r"\b(?:(?<!of[\s\xa0])(?<!\bin[\s\xa0])(?<!for[\s\xa0])(?<!from[\s\xa0])(?<!with[\s\xa0])[Tt]hat|[Ww]hich"
    r"|[Ww]hether|[Ii]f|[Ww]hy|[Hh]ow|[Ww]hat|[Ww]here"
    r"|[Ww]hen)[\s\xa0]+(?:[\w’'-]+[\s\xa0]+){0,2}$"
    r"|\bwhom?[\s\xa0]+(?:\w+[\s\xa0]+)?$"
)
ASKED_ALL_THE_SAME = later(
    r"\b(?:clear|obvious|plain|evident|mean[st]?|believes?|stress\w*|emphasi[sz]\w*|insist\w*|reiterat\w*"
    r"|argu\w*|convinced|conviction"
    r"|agree\w*|conclud\w*|view|opinion|underlin\w*"
    r"|maintains?)[\s\xa0](?:is[\s\xa0])?that[\s\xa0]+(?:[\w’'-]+[\s\xa0]+){0,2}$"
)
"""`what is clear is that states must stop`: a `that` behind which something is asked."""
NEXT_ACTION = later(
    rf"(?:,|;)?[\s\xa0]+(?:and|as[\s\xa0]well[\s\xa0]as|or|but)[\s\xa0]+(?:also[\s\xa0]|to[\s\xa0]|should[\s\xa0]"
    rf"|must[\s\xa0])*{ADVERBS}(?=(?:{VERBS})\b[\s\xa0](?!of\b|by\b|in\b|and\b))"
)
SERIES = later(
    rf",[\s\xa0]+(?:to[\s\xa0])?(?=(?:{VERBS})\b[\s\xa0](?:the|a|an|all|its|their|any|every|no|to|full|free|access"
    rf"|with|that|those|these|this|for|\w+s\b))|,[\s\xa0]+to[\s\xa0](?=(?:{VERBS})\b[\s\xa0][A-Z])"
)
THAT = later(
    r"\b(?P<verb>[Rr]ecommend(?:s|ed|ing|ations?)?|RECOMMENDS|URGES|REQUESTS|ASKS|DEMANDS|[Uu]rg(?:e|es|ed"
    r"|ing)|[Dd]emand(?:s|ed|ing)?|[Rr]equest(?:s"
    r"|ed|ing)?"
    r"|[Ii]nsist(?:s|ed)?|[Aa]sk(?:s|ed)?|[Pp]ropos(?:e|es|ed|ing)|(?:essential|imperative|vital|crucial"
    r"|critical|important"
    r"|necessary|urgent))[\s\xa0](?:also[\s\xa0]|further[\s\xa0]|strongly[\s\xa0])?that[\s\xa0]"
    r"(?P<addressee>(?:(?:the|all|any|every|each|its|their|a|an"
    r"|both)[\s\xa0])*[^\s.;:]+(?:[\s\xa0][^.;:\n]{1,90}?)??)[\s\xa0]"
    rf"(?:not[\s\xa0])?(?P<do>{VERBS})\b(?![\s\xa0](?:of|by|and)\b)"
)
AND_THAT = later(
    r"(?:[,;]?[\s\xa0]and|[,;])[\s\xa0](?:also[\s\xa0])?that[\s\xa0](?P<addressee>(?:(?:the|all|any|every|each"
    r"|its|their|a|an|both)[\s\xa0])*"
    rf"[^\s.;:]+(?:[\s\xa0][^.;:\n]{{1,90}}?)??)[\s\xa0](?:not[\s\xa0])?(?P<do>{VERBS})\b(?![\s\xa0](?:of|by|and)\b)"
)
PLAN = later(r"\b(?:propos\w+|recommend\w*|plan|effort|strategy|step)\b")
PLANNED = later(
    r"\b(?:to|for)[\s\xa0](?:(?:get|persuade|press|convince|induce|bring"
    r"|encourage)[\s\xa0])?(?P<addressee>(?:the[\s\xa0])?[A-Z][\w’.-]*"
    rf"(?:[\s\xa0][A-Z][\w’.-]*){{0,4}}(?:[\s\xa0](?:government|authorities))?)[\s\xa0]to[\s\xa0](?P<do>{VERBS})\b"
)
INCUMBENT = later(
    r"\b(?:[Ii]t|[Tt]he[\s\xa0](?:onus|burden|ball))[\s\xa0](?:is|falls"
    r"|lies)[\s\xa0](?:\w+[\s\xa0])?(?:incumbent[\s\xa0](?:up)?on|on|with|up[\s\xa0]to|to"
    r"|time[\s\xa0]for|for(?=[\s\xa0](?:the|all|[A-Z])))[\s\xa0](?P<addressee>(?:the"
    r"[\s\xa0])?[A-Za-z][^.;:]{3,200}?)[\s\xa0,—–]+to[\s\xa0](?:\w+ly[\s\xa0])?"
    rf"(?P<do>{VERBS})\b"
)
ONLY_TAKEN = later(
    r"[\s\xa0]+(?:\w+ly[\s\xa0])?(?:seen|considered|understood|confused|regarded|taken[\s\xa0]as|read|noted"
    r"|viewed|interpreted"
    r"|remembered|stressed|emphasi[sz]ed|borne|assumed|treated[\s\xa0]as[\s\xa0]an?[\s\xa0](?:estimate|lower"
    r"|upper)|treated[\s\xa0]with[\s\xa0](?:caution|care)|mentioned|added"
    r"|pointed|recalled)\b"
)
"""`This should not be seen as …`: how to read something, and nothing to be done."""
ITEM = later(
    r"^[ \t\xa0]*(?:[•*▪‣◦·–—●○■□►➢✓»>→➤◆◇★☐\uf0b7-]|\d{1,2}\.\d{1,2}\.?(?=[ \t])|(?:First|Second|Third|Fourth"
    r"|Fifth|Sixth|Final|Last)(?:ly)?[:,](?=[ ])|o(?=[ \t])|\(?\d{1,2}[.)]|\(?[a-z][.)]|\(?[ivx]{1,4}[.)])?[ \t\xa0]*"
    r"(?:[Nn]ot[\s\xa0](?=to\b))?(?P<to>[Tt]o[\s\xa0])?(?:(?:[Nn]ot|[Nn]ever|[Dd]o[\s\xa0]not"
    r"|[Ii]n[\s\xa0]particular,|Immediately|Urgently"
    r"|Publicly|Fully|Also|Further|immediately|urgently),?[\s\xa0])?(?P<verb>[A-Za-z][a-z-]+)\b",
    re.M,
)
IMPERATIVE = later(rf"(?:{VERBS})$", re.I)
_THIRD_PERSON = later(r"[a-z]+s$")


def imperative(verb: str) -> bool:
    """Whether a word asks at the head of an item: `halt`, or `halts` behind `We ask that A`."""
    if IMPERATIVE.match(verb):
        return True
    return _THIRD_PERSON.match(verb) is not None and any(
        IMPERATIVE.match(verb[:-cut]) is not None for cut in (1, 2)
    )


ACTS = later(
    r"(?!(?:[Ii]n|[Oo]n|[Aa]t|[Bb]y|[Ff]or|[Ff]rom|[Ww]ith|[Ww]ithout|[Uu]nder|[Oo]ver|[Aa]fter|[Bb]efore|[Uu]ntil"
    r"|[Ww]hile|[Ww]hen"
    r"|[Ww]here|[Ii]f|[Aa]nd|[Oo]r|[Bb]ut|[Bb]oth|[Aa]ll|[Oo]f|[Aa]gainst|[Tt]hrough|[Tt]owards?|[Ww]ithin"
    r"|[Bb]etween|[Aa]mong"
    r"|[Dd]espite|[Nn]ot|[Ss]uch|[Oo]nce|[Gg]iven|[Ww]hat|[Hh]ow|[Ww]hy|[Ww]ho|[Ww]hich|[Hh]ave|[Ww]ere|[Tt]hat"
    r"|[Tt]han|[Bb]ecause"
    r"|[Aa]lthough|[Bb]eyond|[Aa]bout|[Ll]ike|[Nn]ear|[Bb]ehind|[Ii]nto|[Uu]pon|[Tt]hroughout|[Ww]hether|[Ee]ven"
    r"|[Hh]alf"
    r"|[Nn]one|[Nn]either|[Ee]ither|[Nn]or|[Tt]he|[Tt]hen|[Tt]here|[Ss]till|[Yy]et|[Ww]ill|[Cc]an|[Mm]ay|[Mm]ore"
    r"|[Mm]any"
    r"|[Pp]er|[Vv]ia)\b)"
    r"[A-Za-z][a-z]{2,}(?<!s)(?<!ed)(?<!ing)(?<!ly)[\s\xa0](?:up|out|down|off|back|away|the|an?|all|its|their|any"
    r"|every|each"
    r"|these|those|this|him|her|them|it|us|no)\b"
)
"""A word right before its object: what an item asks by a verb that is not in the list (`Tear up the accord`)."""
_NO_VERB = later(
    r"(?:the|an?|all|any|its|their|this|that|these|those|his|her|our|your|be|date|whom|which)$", re.I
)


def asks_in_a_list(words: str, item: re.Match[str]) -> bool:
    """Whether an item under a heading or a lead-in asks: by a known verb, by `to`, or by a word before its object."""
    verb = item["verb"]
    if imperative(verb):
        return True
    if not MARK.match(words):
        return False
    if item["to"] is not None:
        return verb.islower() and _NO_VERB.match(verb) is None
    return ACTS.match(words, item.start("verb")) is not None


NOMINAL = later(
    r"(?:(?:the|an?|all|any|full|immediate|prompt|unconditional|independent|better|more|greater|regular"
    r"|unhindered|free|an?[\s\xa0]end)[\s\xa0])*"
    r"(?:release|end|halt|access|investigations?|inquir(?:y|ies)|abolition|repeal|ratification|adoption"
    r"|establishment|closure|protection"
    r"|recognition|implementation|creation|provision|inclusion|reform|review|moratorium|ban|suspension"
    r"|withdrawal|respect|justice|increase"
    r"|publication|appointment|resettlement|cooperation|training|funding|prosecution|registration"
    r"|decriminali[sz]ation|lifting)\b"
    r"|no[\s\xa0](?:more[\s\xa0]|further[\s\xa0])?[\w-]+[\s\xa0]|that[\s\xa0](?:it|they|he|she|no|the|all"
    r"|every|any|those|its|you|your)\b"
    r"|that[\s\xa0][^.;]{3,90}?[\s\xa0](?:be|not[\s\xa0]be)[\s\xa0]\w+|[^.;:,]{3,60}?[\s\xa0](?:to|should"
    r"|must)[\s\xa0]be[\s\xa0]\w+(?:ed|en|t)\b"
    r"|(?!(?:includ|accord|follow|dur|regard|concern|noth|someth|everyth|be|hav|go|com|say"
    r"|tell)ing\b)[a-z]{3,}ing[\s\xa0](?!of\b|is\b|was\b|are\b|were\b)",
    re.I,
)
"""Behind the mark of an item in a list of demands, where no verb stands: `the release of all …`, `training judges`."""
MARK = later(
    r"[ \t\xa0]*(?:[•*▪‣◦·–—●○■□►➢✓»>→➤◆◇★☐\uf0b7-]|\d{1,2}\.\d{1,2}\.?(?=[ \t])|(?:First|Second|Third|Fourth"
    r"|Fifth|Sixth|Final|Last)(?:ly)?[:,](?=[ ])|o(?=[ \t])|\(?\d{1,2}[.)]|\(?[a-z]\)|\(?[ivx]{1,4}[.)])[ \t\xa0]+"
)
ORDERED = later(
    r"\b(?:instruct\w*|orders?|ordered|threat\w*|decrees?|decreed|announced|law|rule|say|says|said|believ\w+"
    r"|swore)[\s\xa0]that[\s\xa0][^.;]{2,90}?"
    r"[\s\xa0](?:should|must|shall)[\s\xa0]be[\s\xa0](?:execut|kill|shot|arrest|punish|detain|imprison|deport"
    r"|return|beat|hang|jail|expel|sent)"
)
"""`instructions that the whole family should be executed`: what somebody ordered, and nobody here asks."""
PRONOUN = later(r"^(?:it|they|he|she|them|him|her|its|this|these|those|both|who|which|that|there)$", re.I)
PRESS = frozenset(
    [
        "urge",
        "press",
        "persuade",
        "pressure",
        "encourage",
        "ask",
        "call",
        "convince",
        "insist",
        "request",
        "demand",
    ]
)


ASKS = later(
    r"should|must|ought|shall|needs?|urg(?:e|es|ed|ing)|call(?:s|ed|ing)?|appeal(?:s|ed|ing)?|request(?:s|ed|ing)?"
    r"|ask(?:s|ed|ing)?|press(?:es|ed|ing)?|pressur(?:e|es|ed|ing)"
    r"|encourag(?:e|es|ed|ing)|recommend\w*|petition(?:s|ed|ing)?|demand(?:s|ed|ing)?|persuade|convince"
    r"|wants?|well|advised|exhorted|advocat\w+|insist(?:s|ed)?|implor(?:e|es|ed)|remind(?:s|ed)?|letters?"
    r"|pleas?|please|hope[ds]?|hopeful|trust"
    r"|let|join|time|essential|imperative|vital|crucial|critical|important|necessary|urgent|appropriate|better"
    r"|preferable|advisable|desirable|wish|pray|invit(?:e|es|ed|ing)|exhort(?:s|ed)?|incumbent|propos(?:e|es|ed|ing)"
    r"|persuad(?:e|es|ed|ing)|steps?|falls"
).fullmatch
HAVE_TO = later(r"\bha(?:s|ve)[\s\xa0]to\b")
