"""Nouns by which a subject is told to be somebody who states things: bodies, people by their work, papers."""

from __future__ import annotations

from typing import Final

from tumen.patterns import later


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


NOT_SPEAKING: Final = _set(
    "the an highest lowest latest number numbers figure toll total price prices cost costs share rate percentage "
    "proportion age sum law laws article articles convention treaty constitution code act protocol section "
    "paragraph sentence penalty fine thing things way reason result results camp camps prison village town city "
    "county river border road house boat ship year years month months day days week time nobody nothing "
    "everything something one other others this these those it they there he she we i you who which what all some "
    "many most both each none half more few case cases clause right rights"
)
"""Heads of subjects that state nothing, whatever their verb."""
PAPERS: Final = _set(
    "figures report reports survey surveys study studies estimate estimates statistics research data record "
    "records census database register registers count counts tally book books archive archives paper papers "
    "memo memos document documents bulletin bulletins briefing briefings log logs list lists letter letters "
    "appeal appeals motion cable cables note notes notebook ledger ledgers diary table tables chart map "
    "dataset sheet spreadsheet file files roll rolls inventory index footage video videos photograph "
    "photographs photos image images imagery autopsy film recording transcript transcripts minutes statement "
    "statements article review reviews assessment analysis inquiry poll polls account accounts testimony "
    "testimonies dispatch telegram release submission reply circular leaflet questionnaire interviews website "
    "communication chapter dossier annex audit slip slips payroll payrolls receipt receipts invoice invoices "
    "entry entries certificate certificates permit stamps correspondence email emails message messages post "
    "posts screenshot screenshots scan scans judgment judgments verdict verdicts indictment ruling warrant "
    "budget index memorandum memoranda communique communiqué monitoring tracking archive compilation "
    "compilations collection catalogue chronology "
)
"""What is written, filmed or counted up, and speaks for who made it."""
BODIES: Final = _set(
    "government ministry department office agency bureau committee commission council court union institute "
    "centre center university army navy police guard charity coalition network staff delegation mission team "
    "panel board bank party press media newspaper newspapers radio television broadcaster channel association "
    "organization organisation group groups ngo ngos authorities embassy consulate church movement foundation "
    "society federation parliament senate assembly inspectorate directorate ombudsman secretariat rapporteur "
    "inquiry forum alliance observatory project programme initiative school hospital clinic people men women "
    "officials officers refugees survivors relatives families inmates prisoners former"
)
"""Bodies, and groups of people."""
BY_WORK: Final = later(
    r"(?:[a-z]{2,}(?:ers?|ors?|ists?|ants?|ents?|ians?|ees?|ess|nesses|lars?|nalists?|ics|men|women|eons?|yers?"
    r"|wives|keeper)|"
    r"wom[ae]n|m[ae]n|nurses?|guards?|monks?|nuns?|priests?|pastors?|clerks?|cooks?|scholars?|colonels?|chiefs?"
    r"|heads?|sources?"
    r"|mothers?|fathers?|sons?|daughters?|wife|widows?|husbands?|aunts?|uncles?|cousins?|friends?|neighbou?rs?"
    r"|locals|villagers"
    r"|State[\s\xa0]party|experts?|bishops?|judges?|activists?|monitors?|diplomats?|colleagues?|youths?|boys?"
    r"|girls?|villagers?|spouses?)$"
)
"""People by what they do or are to one another, told by the ending of the word."""
