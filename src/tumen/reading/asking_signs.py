"""Words that speak for asking, each kind by itself: `weighing` adds up what stands together in one clause."""

from __future__ import annotations

from tumen.patterns import later
from tumen.reading.asking import VERBS
from tumen.reading.asking_verbs import forms
from tumen.reading.clauses import NO_VERB, S

_BASE = rf"(?={NO_VERB}[a-z]+(?<!ed)(?<!ing)(?<!ly)\b)"
_ADVERBS = (
    rf"(?:(?:also|now|then|therefore|not|never|at{S}last|finally|still|only|at{S}least|first|again|instead|soon"
    rf"|[a-z]+ly){S})*"
)
_MEANS = (
    rf"(?:(?:is|are|would{S}be|remains?|stays?){S}(?:[a-z]+{S}){{0,2}}?|ha(?:s|ve){S}(?:[a-z]+{S}){{0,3}}?)"
    rf"(?:free|bound|obliged|expected|placed|powers?|duty|obligation|responsibility|means|tools|right|authority|reason"
    rf"|chance|opportunity|mandate|room|leverage|gift|hands|position|job|task|turn|welcome|entitled|due){S}to"
)
"""`is under a duty to`, `has the power to`: what a body is bound or free to do."""
_IS_ASKED = (
    rf"(?:is|are|be){S}(?:[a-z]+{S}){{0,2}}?(?:invited|asked|urged|called{S}(?:up)?on|requested|begged|advised|reminded"
    rf"|encouraged|implored|exhorted|entreated|petitioned){S}(?:by{S}[^.;:,]{{2,50}}?{S})?(?:not{S})?to"
)
DUTY = later(
    rf"\b(?:(?P<strong>should(?:n[’']t)?|must(?:n[’']t)?|ought{S}(?:not{S})?to|had{S}better(?!{S}[a-z]+s\b)|would{S}do{S}well{S}to"
    rf"|would{S}be{S}(?:(?:well{S}|better{S}|best{S})?advised|wise|right|wiser|prudent|better{S}off){S}to"
    rf"|(?:may|might|will|would){S}(?:wish|want|care|like|do{S}well){S}to|{_IS_ASKED}|(?:might|may|could){S}as{S}well|ha(?:s|ve){S}only{S}to|needs?{S}only)"
    rf"|(?P<weak>needs?{S}to|ha(?:s|ve){S}(?:yet{S}|still{S}|got{S})?to|(?:is|are){S}not{S}to"
    rf"|could|can|might|(?:will|would){S}(?:have|need){S}to|shall|{_MEANS}"
    rf"|can(?:not|{S}no{S}longer)(?={S}(?:go{S}on|wait|keep|continue|afford|put{S}off|delay)\b))"
    rf"|(?P<owed>owes?|deserves?|merits|warrants))\b{S}{_ADVERBS}"
)
"""What a subject is bound, free or told to do: a word of duty, of what may come, or of what is owed."""
BARE = later(
    rf"{_BASE}(?!have{S}\w|be{S}(?:able|said|noted|seen|read|taken|understood|borne|treated|counted|remembered)\b"
    rf"|remember\b|note\b|say\b|mean\b|know\b|expect\b|lead\b|seem\b|happen\b|cost\b|last\b)[a-z]+"
)
"""A bare verb that is something to do."""
UNDERGONE = later(rf"be{S}(?:[a-z]+ly{S})?[a-z]+(?:ed|en|n|t|d)\b")
HARD = (
    rf"(?:{forms('urge press pressure exhort implore entreat petition lobby encourage invite challenge recommend')}"
    rf"|{forms('demand insist advocate')}|beseech\w*"
    rf"|call(?:s|ed|ing)?{S}(?:again{S}|once{S}more{S}|also{S}|jointly{S}|[a-z]+ly{S})?(?:(?:up)?on|for)"
    rf"|appeal(?:s|ed|ing)?|plead(?:s|ed|ing)?|pled|pleas?|beg(?:s|ged|ging)?|recommendations?"
    rf"|(?:renew|repeat|reiterat|restat|echo|join)(?:s|es|e|ed|ing)?{S}(?:(?:the|its|their|his|her|an?|our){S})?(?:[a-z]+{S})?"
    rf"(?:calls?|appeals?|pleas?|demands?|requests?)|(?:push|press|campaign)(?:es|s|ed|ing)?{S}for)"
)
SOFT = (
    rf"(?:{forms('ask expect remind advise counsel trust warn caution want hope wish suggest propose request')}"
    rf"|{forms('seek prefer await instruct direct tell')}|told|sought|look(?:s|ed|ing)?{S}(?:forward{S})?to"
    rf"|(?:count(?:s|ing)?|rel(?:y|ies|ied|ying)){S}on|would{S}(?:like|have|rather|welcome|see)|should{S}be{S}(?:glad|grateful|happy)"
    rf"|pray(?:s|ed)?|advice|message|proposals?|suggestions?|invitations?|petitions?)"
)
ASK = later(rf"\b(?:(?P<hard>{HARD})|(?P<soft>{SOFT}))\b", 2)
WHAT_FOR = later(
    rf"(?:,{S}[^.;:,]{{3,50}},(?={S}that{S}))?(?P<of>(?:{S}(?!(?:that|to|for|against)\b)[^.;:]{{1,130}}?)??)[,\s\xa0]+(?:(?P<to>(?:not{S}|never{S})?to{S}"
    rf"(?:not{S}|[a-z]+ly{S})?(?={NO_VERB}[a-z]))|that{S}(?P<that>(?P<whom>[^.;:]{{2,90}}?){S}(?:should|must|be|not|will|would|(?P<deed>{VERBS}))\b)"
    rf"|(?P<thing>for{S}|against{S}))"
)
"""Behind a word of asking: of whom, and what: `to do it`, `that it be done`, `for a thing`."""
HAVE_DO = later(
    rf"\b(?:would|will){S}have{S}(?P<of>(?!to\b|been\b)[^.;:,]{{2,60}}?){S}(?=[a-z]{{3,}}(?<!ed)(?<!en)(?<!ing)(?<!s)(?<!ly)(?<!own)"
    rf"(?<!und)(?<!ade){S}(?:the|an?|its|their|all|every|any|each|his|her|those|these|no|more|“)\b)"
)
"""`It would have the Council discard the list`."""
_OBJECT = (
    r"(?P<object>the|your|these|those|this|all|every|no|any|them|him|her|it|its|their|us|each|an?|more|both|what|who"
    r"|whoever|[A-Z]\w+|with|to|for|from|on|at|into|back)"
)
_PARTICLE = rf"(?:(?:up|out|off|on|in|back|down|away|over){S})?"
_LEADS = (
    rf"(?:(?:And|So|But|Then|Now|Please|Instead|Finally|First|Second|Third|Above{S}all|Meanwhile|Until{S}then"
    rf"|Until{S}they{S}do|[A-Z][a-z]+ly),?{S}|(?:If|When|Where|Until|Before|Once|After|Unless|While|Instead|Rather|As"
    rf"|At|On|By|In|For|To){S}[^.;:,]{{3,90}},{S})*"
)
FIRST = later(
    rf"(?P<mark>\W*(?:\(?[0-9a-zA-Z]{{1,4}}[.)]{S}+)?){_LEADS}(?P<ask>(?P<no>(?:[Dd]o{S}not|[Dd]on[’']t|[Nn]ever|[Ss]top"
    rf"|please|[Pp]lease{S}do{S}not){S})?(?P<verb>[A-Za-z][a-z-]+)(?:{S}{_PARTICLE}{_OBJECT}\b|(?=[,.!]|{S}(?!of\b|and\b|or\b|by\b|after\b))))"
)
"""A bare verb with what it is done to at the head of a sentence."""
LATER = later(
    rf"(?P<mark>[:;,–—]{S}“?)(?:(?:and|so|but|then|or|please,?){S})*(?P<ask>(?P<no>(?:do{S}not|don[’']t|never|stop){S})?"
    rf"(?P<verb>[a-z][a-z-]+){S}{_PARTICLE}{_OBJECT}\b)"
)
"""The same behind a label, a name or another demand."""
TO_DO = (
    rf"(?P<ask>(?:[Nn]ot{S}|[Nn]ever{S}(?:again{S})?)?[Tt]o{S}(?={NO_VERB}[a-z]+(?<!ies)(?<!ors)(?<!ers)\b))"
)
LET = (
    rf"(?P<ask>(?:[Ll]et|[Ss]ee{S}to{S}it{S}that|[Mm]ake{S}(?:quite{S})?sure(?:{S}that)?){S}"
    rf"(?!(?:us|me|alone)\b)(?P<to>[^.;:]{{2,60}}?){S}[a-z]+)"
)
QUESTION = (
    rf"(?P<ask>(?:[Ww]ill|[Ww]ould|[Cc]ould|[Cc]an|[Ww]on[’']t|[Ww]hen{S}will|[Ww]hy{S}(?:does|do){S}not"
    rf"|[Ww]hy{S}(?:does|do)|[Mm]ay|[Mm]ight){S}(?P<who>[^.;:?,]{{2,80}}?){S}(?:not{S})?[a-z]+\b)"
)
MARK = later(rf"\W*(?:\(?[0-9a-zA-Z]{{1,4}}[.)]{S}+)?(?:(?:And|But|So|Then){S})?")
AT_HEAD = {name: later(name) for name in (TO_DO, LET, QUESTION)}
FURTHER = {
    TO_DO: later(rf"(?:[;,:]{S}|[;,]?{S}(?:and|or|but){S}){TO_DO}"),
    LET: later(rf"[.;:“]{S}?{LET}"),
    QUESTION: later(rf"[“:]{S}?{QUESTION}"),
}
"""The same three at the head of a sentence, behind its mark, and further on."""
THAT_ITEM = later(
    rf"\W*(?:\(?[0-9a-zA-Z]{{1,4}}[.)]{S}+)?(?P<ask>[Tt]hat{S}(?:no|the|any|all|every|each|those|it|its|they|their|an?"
    rf"|[A-Z]\w+){S}[^.;]{{2,120}}?{S}?(?:be|(?:not{S})?(?:{VERBS}))\b)"
)
"""`– that the gates be opened;`: an item that only makes sense behind a word of asking."""
FINITE = later(
    rf"(?<!they)(?<!we)(?<!you){S}(?:is|are|was|were|has|have|had|came|does|did|will|would|can|could|may|might|said|says){S}"
)
GOOD = later(
    rf"\b[Ii]t(?:{S}(?:is|would{S}be|might{S}be|may{S}be|remains|will{S}be)|[’']s){S}(?:[a-z]+{S}){{0,3}}?(?:"
    rf"(?P<good>right|proper|fitting|wise|prudent|desirable|advisable|helpful|useful|best|better|fair|just|essential|vital"
    rf"|imperative|crucial|critical|important|necessary|urgent|incumbent|time|appropriate|indispensable|reasonable|sensible"
    rf"|decent|preferable|opportune|overdue|paramount|kind|needed|required|indicated|desired|hoped|expected|requested"
    rf"|recommended|suggested|proposed)|up|in{S}the{S}hands|within{S}the{S}(?:power|reach))"
    rf"(?:{S}(?:of|for|on|upon|to|with){S}(?P<who>(?!be\b)[^.;:]{{2,80}}?))?[\s\xa0,]+(?:to{S}(?={NO_VERB}[a-z])"
    rf"|that{S}(?=[^.;:]{{2,90}}?{S}(?:should|must|be|not|will|would)\b)|if{S})"
)
DUE = later(
    rf"\b(?:[Tt]he{S}time{S}(?:has{S}come|is{S}ripe)|(?:high|about|past){S}time|overdue|no{S}(?:excuse|justification){S}"
    rf"for|nothing{S}(?:prevents|stops|hinders|forbids){S}|not{S}too{S}late{S}(?:to|for)|time(?={S}for{S}[^.;:,]{{2,50}}{S}to{S})|costs?{S}(?:[a-zA-Z]+{S}){{0,4}}"
    rf"nothing{S}to|(?:lies|rests){S}with{S}|falls{S}to{S}|(?:is|are){S}up{S}to{S}|the{S}least{S}[^.;:]{{2,60}}?{S}(?:can"
    rf"|could|may){S}do|(?:the|a|an?|one){S}(?:first|next|least|only|right|obvious|simplest|best|better|good|useful|small"
    rf"|modest|necessary|decent|honest){S}(?:step|thing|move|remedy|course|way|task|test|answer|act|duty|start|beginning)"
    rf"[^.;:,]{{0,40}}?{S}(?:is|would{S}be|must{S}be|remains){S}(?:to|for|that){S}|would{S}be{S}a{S}(?:[a-z]+{S})?"
    rf"(?:start|beginning|first{S}step)|what{S}(?:is|remains){S}(?:[a-z]+{S})?(?:needed|wanted|missing|lacking|required"
    rf"|overdue){S}|[Nn]ot{S}(?:a|one)(?:{S}single)?{S}[a-z]+{S}(?:more{S})?(?:without|until|before|unless)"
    rf"|(?:strong{S}|good{S}|every{S})(?:case|reason){S}for{S})",
    2,
)
"""What is weighed as not yet done, though it might be: `the time has come`, `a first step would be to`."""
WANTED = later(
    rf"\b(?:would{S}(?:be{S}enough|suffice){S}to|is{S}all{S}(?:it{S}would{S}take|that{S}is{S}needed)"
    rf"|ball{S}is{S}(?:now{S}|back{S})?in{S}(?:the{S}court{S}of{S}(?P<a>[^.;:,]{{2,50}})|(?P<b>[^.;:,]{{2,50}}?)[’']s?{S}court)"
    rf"|hold{S}(?P<c>[^.;:,]{{2,60}}?){S}to{S}(?:its|their|his|her|your|that|this){S}(?:[a-z]+{S})?(?:promises?|word|pledges?|duty)"
    rf"|is{S}what{S}[^.;:,]{{2,40}}?{S}(?:asks?|wants?|needs?|demands?|expects?|seeks?)(?:{S}for)?(?=[.;,])"
    rf"|what{S}(?P<d>[^.;:,]{{2,60}}?){S}(?:must|should|ought{S}to|has{S}to|have{S}to|needs?{S}to|can|could){S}(?:now{S})?do"
    rf"{S}(?:now{S}|next{S}|first{S})?is"
    rf"|what{S}(?:we|I|they|he|she|the{S}[a-z]+){S}(?:asks?|wants?|expects?|seeks?|demands?){S}(?:of|from){S}(?P<e>[^.;:,]{{2,60}}?)"
    rf"{S}is|expects?{S}(?:no{S}(?:less|more)|nothing{S}less){S}(?:of|from){S}(?P<f>[^.;:,]{{2,60}}?){S}than"
    rf"|needs?{S}(?!being\b|nothing\b|anything\b|something\b|everything\b)[a-z]{{3,}}ing(?={S}(?:before|by|now|at|if|and|as|soon)\b|[.;,])"
    rf"|deserves?{S}[^.;:,]{{2,40}}?{S}from{S}(?P<g>[^.;:,]{{2,50}})"
    rf"|would{S}lose{S}(?:nothing|little){S}(?:by|if|in)|stands?{S}to{S}gain{S}[^.;:,]{{0,30}}?{S}(?:by|from){S}[a-z]+ing"
    rf"|case{S}(?:for{S}[a-z]+ing|against{S}[a-z]+ing){S}[^.;:,]{{2,60}}?{S}is{S}(?:[a-z]+ly{S})?(?:overwhelming|strong|clear"
    rf"|compelling|plain|made|unanswerable)"
    rf"|the{S}least{S}(?P<h>[^.;:]{{2,60}}?){S}(?:can|could|may|owes?){S}(?:[a-z]+{S})?is"
    rf"|can(?:not|{S}no{S}longer){S}be{S}left{S}to{S}[^.;:,]{{2,50}}?{S}to"
    rf"|put{S}it{S}to{S}(?P<i>[^.;:,]{{2,60}}?){S}that(?={S}[^.;:]{{2,60}}?{S}(?:should|must|ought)\b)"
    rf"|(?:ha(?:s|ve){S}to|must|needs?{S}to){S}(?:go|end|stop|cease|change)(?=[.;,!]|{S}(?:now|at{S}once|before|by)\b)"
    rf"|if{S}only{S}(?P<j>[^.;:,]{{2,60}}?){S}(?:would|could)|better{S}that{S}[^.;:,]{{2,60}}?{S}than|can(?:not|{S}no{S}longer){S}wait"
    rf"|(?:will|shall|do){S}not{S}(?:rest|give{S}up|be{S}(?:silent|satisfied)|stop{S}asking){S}(?:until|before|unless|till)"
    rf"|(?:nothing|no{S}[a-z]+){S}(?:short{S}of|less{S}than){S}[^.;:,]{{2,60}}?{S}(?:will|would|can){S}(?:satisfy|do|suffice|be{S}enough)"
    rf"|(?:wants?|asks?(?:{S}for)?|begs?(?:{S}for)?){S}(?:only{S}|but{S}|just{S})?(?:one|a{S}single){S}thing(?:{S}only|{S}alone)?(?=[,:]|{S}[–—])"
    rf"|(?:remedy|answer|solution|way{S}out|way{S}forward){S}lies{S}in{S}[a-z]+ing)\b",
    2,
)
"""What is asked in other words: `one call would be enough to`, `the ball is in A’s court`, `it needs mending`."""
IS_FOR = later(rf"\b(?:is|be|remains){S}(?:now{S})?for{S}(?P<who>(?:the{S})?[A-Z][^.;:,]{{1,60}}?){S}to{S}")
"""`a remedy would be for the Republic to free her`."""
SOON = later(
    rf"\b(?:at{S}once|immediately|forthwith|without{S}(?:further{S})?(?:delay|condition|waiting)|urgently|tonight|tomorrow"
    rf"|(?:this|next){S}(?:very{S})?(?:week|month|year|winter|spring|summer|autumn|session)|before{S}(?:the{S})?(?:next{S})?(?:winter"
    rf"|spring|summer|autumn|end|year|recess|elections?|January|February|March|April|May|June|July|August|September"
    rf"|October|November|December)|by{S}(?:the{S}end{S}of|\d{{1,2}}{S}[A-Z]|January|February|March|April|May|June|July"
    rf"|August|September|October|November|December|next|20\d\d)|within{S}(?:[a-z]+|\d+){S}(?:hours|days|weeks|months"
    rf"|years?)|unconditionally|at{S}last|for{S}good|not{S}later{S}than|no{S}later{S}than)\b"
)
"""By when: who asks often says it."""
YOU = later(r"\b(?:you|your|yours|yourself)\b", 2)
NO_VOICE = later(
    r"\b(?:guards?|soldiers?|brokers?|smugglers?|traffickers?|captors?|gangs?|agents?|kidnappers?|interrogators?)\b"
)
THING = later(rf"{S}(?P<of>)(?!(?:him|them|it|me|us|help|her|his|a{S}(?:lift|ride|bribe))\b)(?=[a-z“])")
A_PAST = later(r"(?:[a-z]+ed|told|sought|pled)\b", 2)
AS_A_NOUN = later(r"\b(?:[Tt]he|an?|his|her|their|its|of|in|any|no|this|that)[\s\xa0]$")
NO_CALL = later(r"\b(?:not|never|nor|without|was[\s\xa0]it)[\s\xa0]$")
WAS = later(r"\b(?:was|were|been)[\s\xa0]$")
A_NAME = later(r"(?!(?:On|In|At|By|For|From|Of|With|To|As|When|If|And|But|So|Ibid|See)\b)[A-Z][^.;:\d\[\]]*")
WHOEVER = later(r"(?:whoever|anyone|anybody|those|everyone|a[\s\xa0]person)\b", 2)
BY_LAW = later(r"\b(?:article|section|art\.|duty|obligation)\b", 2)
"""`reminds every state of the duty not to`, `tells the director in article 46 to`: what the law is."""
begins_duty = later(
    r"shouldn?|mustn?|ought|had|would|may|might|will|needs?|has|have|is|are|be|could|can|cannot|shall|owes?|deserves?"
    r"|merits|warrants|remains?|stays?"
).fullmatch
begins_asking = later(
    r"(?:urg|press|exhort|implor|entreat|petition|lobb|encourag|invit|challeng|recommend|demand|insist|advocat|beseech"
    r"|renew|repeat|reiterat|restat|echo|join|call|appeal|plead|push|campaign|ask|expect|remind|advis|counsel|trust|warn|caution|want|hop|wish|suggest|propos"
    r"|request|seek|prefer|await|instruct|direct|tell|look|count|rel|pray|begg?)[a-z]{0,4}|pled|pleas?|told|sought"
    r"|recommendations?|advice|message|suggestions?|invitations?|would|should"
).fullmatch
weighs = later(
    r"right|proper|fitting|wise|prudent|desirable|advisable|helpful|useful|best|better|fair|just|essential|vital|imperative"
    r"|crucial|critical|important|necessary|urgent|incumbent|time|appropriate|indispensable|reasonable|sensible|decent"
    r"|preferable|opportune|overdue|paramount|kind|needed|required|indicated|desired|hoped|expected|requested|recommended"
    r"|suggested|proposed|hands|power|reach|excuse|justification|nothing|late|costs?|lies|rests|falls|least|step|move|remedy"
    r"|task|test|act|duty|beginning|enough|suffice|court|promises?|word|pledges?|deserves?|lose|gain|expects?|needs?|missing"
    r"|lacking|wait|rest|silent|satisfied"
).fullmatch
"""Of a word: whether one of these signs may begin with it, or what weighs may hold it."""
OTHERWISE = (
    "is for ", "be for ", "is now for ", "remains for ", "is all ", "is what ", "is up ", "hat is ",
    "hat remains ", "hat we ", "hat I ", "hat they ", "hat he ", "hat she ", "hat the ", "What ", "f only ",
    "put it to ", "be left to ", "to go", "to end", "to stop", "to cease", "to change", "must go", "must end",
    "must stop", "must cease", "must change", "ot a ", "ot one ", "case for ", "case against ", "reason for ",
    "stop asking ", "give up ", "hort of ", "ess than ", "one thing", "single thing", "first thing ",
    "next thing ", "right thing ", "only thing ", "only way ", "right course ", "obvious course ", "good start",
    "modest start", "first answer ", "be a start", "is overdue", "answer lies ", "way out lies ",
    "way forward lies ",
)  # fmt: skip
"""Words of such signs that are too common to be looked for one by one."""
MORE_DEEDS = later(
    r"read|catch|bury|dig|burn|clean|feed|fetch|fill|knock|lower|mend|pick|repair|sack|shut|sink|start|swear|teach|throw"
    r"|unlock|untie|wake|warm|wash|watch|hear|print|reprint|rename|return|ground|boycott|picket|occupy|ring|weigh"
).fullmatch
"""Verbs that begin a demand beside those of the lists."""
