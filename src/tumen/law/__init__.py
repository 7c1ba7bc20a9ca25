"""Law on a day: who was bound by what, which articles an act engages, what is still open.

All facts come from the register of a situation pack (`register`); the code knows no state and no treaty.
`bound` answers for one state and one instrument, `bound_by` for all instruments, `parties` for all states,
`applicable` lists the articles an act may engage, `characterise` holds a coded act against each element of each
rule (`characterise_many` very many), `assess` fills a checklist of refugee status, `doors` and `open_channels` name
the bodies that can be seized, `check_paper` says what a paper still lacks, `public_cases` what was publicly reported.
`positions` is the log of what states and bodies said and did, `quotations` the words that reports
quote, against which `compare_quotation` holds one. `amended` gives a pack with rows of any of `TABLES`
changed, as a version of its own. Answers have three values: a vague date, or a
status nobody checked, gives "cannot tell".

It never says that a right was violated or that somebody is a refugee, never counts a declaration as binding, never
fills in a fact that was not given. Begin with `applicable`.
"""

from tumen.law.amending import AMENDED, PUBLISHER, Amendment, amended, amendments_of
from tumen.law.assessment import Assessment, Line, Question, RiskFactor, Said, assess, reckoned
from tumen.law.binding import Basis, Bound, bound, bound_by, in_effect, parties
from tumen.law.cases import (
    Conflict,
    Count,
    Happening,
    Number,
    PublicCase,
    SaidValue,
    case_sources,
    public_cases,
)
from tumen.law.channels import (
    Addressee,
    Channel,
    Channels,
    Field,
    OpenChannel,
    channel,
    channels,
    open_channels,
    urgent,
)
from tumen.law.characterise import Candidate, Element, Shown, applicable
from tumen.law.conditions import FIELDS, Condition, ElementTest
from tumen.law.domestic import DomesticOn, domestic_on
from tumen.law.doors import OpenDoor, doors
from tumen.law.findings import Answer, Coded, CodedAct, Evidence, Finding, characterise
from tumen.law.look_up import Act, find_act, find_instrument, find_state, state_of_agency, state_of_place
from tumen.law.many import ActTable, ManyFindings, characterise_many
from tumen.law.nouns import (
    Article,
    Declaration,
    Denunciation,
    DomesticLaw,
    Door,
    Force,
    Instrument,
    Kind,
    KnownError,
    Reservation,
    Rule,
    State,
    StatusTest,
    TreatyStatus,
)
from tumen.law.occasions import Entry, Occasion, as_ics, calendar_of, occasions
from tumen.law.papers import Draft, Fault, check_paper, length_of, limit_of, stands_in, word_count
from tumen.law.positions import KINDS, Body, Log, Position, positions, positions_csv, said
from tumen.law.quotable import Compared, Quotable, compare_quotation, quotations, quotations_with
from tumen.law.register import Register, register
from tumen.law.state_names import WrongName, wrong_state_names
from tumen.law.tables import TABLES, Column, Table, columns_of, row_as_text, row_from_text, rows_of

__all__ = [
    "AMENDED",
    "FIELDS",
    "KINDS",
    "PUBLISHER",
    "TABLES",
    "Act",
    "ActTable",
    "Addressee",
    "Amendment",
    "Answer",
    "Article",
    "Assessment",
    "Basis",
    "Body",
    "Bound",
    "Candidate",
    "Channel",
    "Channels",
    "Coded",
    "CodedAct",
    "Column",
    "Compared",
    "Condition",
    "Conflict",
    "Count",
    "Declaration",
    "Denunciation",
    "DomesticLaw",
    "DomesticOn",
    "Door",
    "Draft",
    "Element",
    "ElementTest",
    "Entry",
    "Evidence",
    "Fault",
    "Field",
    "Finding",
    "Force",
    "Happening",
    "Instrument",
    "Kind",
    "KnownError",
    "Line",
    "Log",
    "ManyFindings",
    "Number",
    "Occasion",
    "OpenChannel",
    "OpenDoor",
    "Position",
    "PublicCase",
    "Question",
    "Quotable",
    "Register",
    "Reservation",
    "RiskFactor",
    "Rule",
    "Said",
    "SaidValue",
    "Shown",
    "State",
    "StatusTest",
    "Table",
    "TreatyStatus",
    "WrongName",
    "amended",
    "amendments_of",
    "applicable",
    "as_ics",
    "assess",
    "bound",
    "bound_by",
    "calendar_of",
    "case_sources",
    "channel",
    "channels",
    "characterise",
    "characterise_many",
    "check_paper",
    "columns_of",
    "compare_quotation",
    "domestic_on",
    "doors",
    "find_act",
    "find_instrument",
    "find_state",
    "in_effect",
    "length_of",
    "limit_of",
    "occasions",
    "open_channels",
    "parties",
    "positions",
    "positions_csv",
    "public_cases",
    "quotations",
    "quotations_with",
    "reckoned",
    "register",
    "row_as_text",
    "row_from_text",
    "rows_of",
    "said",
    "stands_in",
    "state_of_agency",
    "state_of_place",
    "urgent",
    "word_count",
    "wrong_state_names",
]
