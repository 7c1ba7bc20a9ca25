"""What sources say. Tables and constraints; no behaviour across rows.

source → document → passage; source → account → acts, stays, legs, transfers; source → mention → names, ties.
Dates are EDTF text with the earliest and latest day they can mean beside it, for filters and sorting;
empty means not stated. Codes are terms of the situation pack.
"""

from tumen_desk.record.models.consent import Consent, Purpose
from tumen_desk.record.models.happening import Account, Act, Involvement, Leg, Stay, Transfer
from tumen_desk.record.models.imports import ImportBatch
from tumen_desk.record.models.mention import Mention, Name, NameKey, Tie
from tumen_desk.record.models.source import Document, Organisation, Passage, Source

__all__ = [
    "Account",
    "Act",
    "Consent",
    "Document",
    "ImportBatch",
    "Involvement",
    "Leg",
    "Mention",
    "Name",
    "NameKey",
    "Organisation",
    "Passage",
    "Purpose",
    "Source",
    "Stay",
    "Tie",
    "Transfer",
]
