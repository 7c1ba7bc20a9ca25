"""Bodies: agencies, groups and facilities, by any of their names, and which body was called what when.

The names come from a pack: its vocabularies `agency`, `named_facility` and `facility_type`, with aliases and the
years of renamings. `find` gives every body that a text may mean, with reasons; a name outside its period is a weak
sign, not a refusal. `compare` and `BodyTable` say how two told bodies agree. It never guesses between two bodies of
one name, and it knows no person. Begin with `register`.
"""

from tumen.bodies.body import BODY_LEVELS, BodiesFound, Body, BodyComparison, BodyLevel, BodyMatch, BodyName
from tumen.bodies.comparing import BodyTable, compare
from tumen.bodies.register import VOCABULARIES, Register, in_use, register

__all__ = [
    "BODY_LEVELS",
    "VOCABULARIES",
    "BodiesFound",
    "Body",
    "BodyComparison",
    "BodyLevel",
    "BodyMatch",
    "BodyName",
    "BodyTable",
    "Register",
    "compare",
    "in_use",
    "register",
]
