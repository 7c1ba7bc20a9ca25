"""Law on a day: who was bound by what, which articles an act engages, what is still open.

All facts come from the register of a situation pack (`register`); the code knows no state and no treaty.
`bound` answers for one state and one instrument, `bound_by` for all instruments, `parties` for all states,
`applicable` lists the articles an act may engage, `doors` the bodies that can be seized, `public_cases` what was
publicly reported. Answers have three values: a vague date, or a status nobody checked, gives "cannot tell".

It never says that a right was violated, never counts a declaration as binding, never fills in a fact that was not
given. Begin with `applicable`.
"""

from tumen.law.binding import Basis, Bound, bound, bound_by, in_effect, parties
from tumen.law.cases import Conflict, Happening, Number, PublicCase, SaidValue, case_sources, public_cases
from tumen.law.characterise import Candidate, Element, Shown, applicable
from tumen.law.doors import OpenDoor, doors
from tumen.law.look_up import Act, find_act, find_instrument, find_state
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
from tumen.law.register import Register, register

__all__ = [
    "Act",
    "Article",
    "Basis",
    "Bound",
    "Candidate",
    "Conflict",
    "Declaration",
    "Denunciation",
    "DomesticLaw",
    "Door",
    "Element",
    "Force",
    "Happening",
    "Instrument",
    "Kind",
    "KnownError",
    "Number",
    "OpenDoor",
    "PublicCase",
    "Register",
    "Reservation",
    "Rule",
    "SaidValue",
    "Shown",
    "State",
    "StatusTest",
    "TreatyStatus",
    "applicable",
    "bound",
    "bound_by",
    "case_sources",
    "doors",
    "find_act",
    "find_instrument",
    "find_state",
    "in_effect",
    "parties",
    "public_cases",
    "register",
]
