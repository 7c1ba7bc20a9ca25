"""What sources say. Tables and constraints; no behaviour across rows.

source → document → passage; source → account → acts, stays, legs, transfers; source → mention → names, ties.
source → interview → sessions, pieces, follow-ups; mention, act, stay, leg, transfer → said (any further field).
source → parts in order; term → definitions by source.
document → media → people shown, way it came, what was verified.
document → bands, by which texts that are nearly the same meet.
unit → posts, subordinations; account → chains, interventions; policy → tellings → links, preferences.
Dates are EDTF text with the earliest and latest day they can mean beside it, for filters and sorting;
empty means not stated. Codes are terms of the situation pack.
"""

from tumen_desk.record.models.consent import Consent, Purpose
from tumen_desk.record.models.consequence import Chain, Intervention
from tumen_desk.record.models.defining import Definition, FacilityTime, PlaceRisk, Release, Theme
from tumen_desk.record.models.editing import BulkChange, BulkEdit
from tumen_desk.record.models.happening import Account, Act, Involvement, Leg, Stay, Transfer
from tumen_desk.record.models.imports import ImportBatch
from tumen_desk.record.models.interview import (
    FollowUp,
    HeardBefore,
    Interview,
    Piece,
    Present,
    Session,
    Wellbeing,
)
from tumen_desk.record.models.listing import LocalField, LocalTerm
from tumen_desk.record.models.media import Band, Handling, Media, Shown, Verification
from tumen_desk.record.models.mention import Mention, Name, NameKey, Tie
from tumen_desk.record.models.policy import Policy, PolicyLink, PolicyPreference, Telling
from tumen_desk.record.models.said import Preference, Said
from tumen_desk.record.models.source import Document, Organisation, Passage, Source
from tumen_desk.record.models.structure import Post, Subordination, Unit
from tumen_desk.record.models.submission import Submission

__all__ = [
    "Account",
    "Act",
    "Band",
    "BulkChange",
    "BulkEdit",
    "Chain",
    "Consent",
    "Definition",
    "Document",
    "FacilityTime",
    "FollowUp",
    "Handling",
    "HeardBefore",
    "ImportBatch",
    "Intervention",
    "Interview",
    "Involvement",
    "Leg",
    "LocalField",
    "LocalTerm",
    "Media",
    "Mention",
    "Name",
    "NameKey",
    "Organisation",
    "Passage",
    "Piece",
    "PlaceRisk",
    "Policy",
    "PolicyLink",
    "PolicyPreference",
    "Post",
    "Preference",
    "Present",
    "Purpose",
    "Release",
    "Said",
    "Session",
    "Shown",
    "Source",
    "Stay",
    "Submission",
    "Subordination",
    "Telling",
    "Theme",
    "Tie",
    "Transfer",
    "Unit",
    "Verification",
    "Wellbeing",
]
