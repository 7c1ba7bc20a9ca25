"""The one error tree.

TumenError
├── InputError           what was given cannot be used as it is (a file, a table, a value)
│   ├── DatesError       a date that cannot be read or does not exist
│   │   ├── DateUnreadable
│   │   ├── DateImpossible
│   │   ├── DateOutOfRange
│   │   ├── DateOrder
│   │   ├── DateNeedsReference
│   │   ├── DateCalendarMismatch
│   │   ├── DateLunar
│   │   └── DateLanguage
│   ├── VocabError       an unknown or retired term, a pack that does not validate
│   │   ├── UnknownPack, UnknownVocabulary, UnknownTerm, UnknownFacts
│   │   ├── RetiredTerm  a code that is not a term any more
│   │   ├── InvalidPack  a file of a pack that does not validate
│   │   └── OverlayRefused  local terms that would change what a pack says
│   ├── NamesError       something that cannot be a personal name
│   │   ├── UnromanisableName  names.romanise
│   │   ├── UnevenNamePairs    names.pairs
│   │   └── NameTableError     names.table
│   ├── PlacesError      an unknown place
│   │   ├── UnknownPlace     a code that is not in the gazetteer
│   │   ├── PlaceWithoutPoint  a distance asked of a place without coordinates
│   │   └── FurtherTableError  a dump or table of further places that cannot be read
│   ├── BodiesError      an unknown agency, group or facility
│   │   └── UnknownBody      a code that the pack does not have
│   ├── DocumentError    a file that cannot be read, or must not be
│   │   ├── DocumentNotFound     document.not_found
│   │   ├── EmptyDocument        document.empty
│   │   ├── UnsupportedDocument  document.unsupported
│   │   ├── UndecodableText      document.encoding
│   │   ├── EncryptedDocument    document.encrypted
│   │   ├── BrokenDocument       document.broken
│   │   ├── DocumentTooLarge     document.too_large
│   │   ├── HostileDocument      document.hostile
│   │   ├── DocumentTimeout      document.timeout
│   │   ├── ParserCrashed        document.crashed
│   │   └── PassageError         document.passage
│   ├── ReadingError     text that cannot be read for candidates
│   │   └── UnreadableLanguage   reading.language
│   ├── LinkageError     mentions that cannot be linked
│   │   ├── MentionsError        linkage.mentions
│   │   ├── JudgementsError      linkage.judgements
│   │   ├── ContradictionError   linkage.contradiction
│   │   └── LinkFolderError      linkage.folder
│   ├── EstimationError  a table from which nothing may be estimated
│   │   ├── OverlapTableError   an overlap table with faults
│   │   ├── MethodError         an estimator that does not exist
│   │   ├── SampleError         a table of a sample, of counts or of flows with faults
│   │   └── SettingsError       a setting outside its range
│   ├── FiguresError     claims that do not make sense
│   │   └── UnknownQuantity      a quantity or series that the pack does not have
│   ├── LawError         an unknown instrument, state or act
│   │   └── UnknownAct, UnknownState, UnknownInstrument
│   ├── StudyError       a recipe that cannot be run
│   │   ├── RecipeError         a recipe that does not validate
│   │   ├── StudyFolderError    a folder that holds something else, or cannot be written
│   │   └── StudyInputError     an input of a recipe that is missing or lacks columns
│   ├── SynthError       a made-up world that cannot be made
│   │   ├── WorldError       settings outside their range
│   │   ├── SituationError   a pack's synth files do not fit its vocabularies, or are missing
│   │   └── WorldExists      something already stands where the world should go
│   ├── DeskError        a desk that cannot be opened here
│   │   └── PortTaken, FolderInUse
│   └── RecordError      something the record cannot take
│       ├── DuplicateDocument, DuplicateImport, UnknownPassage
│       └── TableUnreadable, ImportRefused, UndoRefused
├── VaultError           a key that does not open, sealed bytes that were altered
│   ├── WrongPassphrase  the passphrase does not fit
│   ├── CapsuleDamaged   the key capsule cannot be read
│   ├── SealBroken       sealed bytes that do not open
│   ├── BackupUnusable   a backup that cannot be written or restored
│   └── Sealed           the store is closed
└── Stopped              the person asked to stop; nothing half done is left

Every class has a stable `code` (for machines), `exit_status` (for the shell), data fields (ids and
positions, never names or testimony) and a `hint` that says what to do next.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "BackupUnusable",
    "BodiesError",
    "BrokenDocument",
    "CapsuleDamaged",
    "ContradictionError",
    "DateCalendarMismatch",
    "DateImpossible",
    "DateLanguage",
    "DateLunar",
    "DateNeedsReference",
    "DateOrder",
    "DateOutOfRange",
    "DateUnreadable",
    "DatesError",
    "DeskError",
    "DocumentError",
    "DocumentNotFound",
    "DocumentTimeout",
    "DocumentTooLarge",
    "DuplicateDocument",
    "DuplicateImport",
    "EmptyDocument",
    "EncryptedDocument",
    "EstimationError",
    "FiguresError",
    "FolderInUse",
    "FurtherTableError",
    "HostileDocument",
    "ImportRefused",
    "InputError",
    "InvalidPack",
    "JudgementsError",
    "LawError",
    "LinkFolderError",
    "LinkageError",
    "MentionsError",
    "MethodError",
    "NameTableError",
    "NamesError",
    "OverlapTableError",
    "OverlayRefused",
    "ParserCrashed",
    "PassageError",
    "PlaceWithoutPoint",
    "PlacesError",
    "PortTaken",
    "ReadingError",
    "RecipeError",
    "RecordError",
    "RetiredTerm",
    "SampleError",
    "SealBroken",
    "Sealed",
    "SettingsError",
    "SituationError",
    "Stopped",
    "StudyError",
    "StudyFolderError",
    "StudyInputError",
    "SynthError",
    "TableUnreadable",
    "TumenError",
    "UndecodableText",
    "UndoRefused",
    "UnevenNamePairs",
    "UnknownAct",
    "UnknownBody",
    "UnknownFacts",
    "UnknownInstrument",
    "UnknownPack",
    "UnknownPassage",
    "UnknownPlace",
    "UnknownQuantity",
    "UnknownState",
    "UnknownTerm",
    "UnknownVocabulary",
    "UnreadableLanguage",
    "UnromanisableName",
    "UnsupportedDocument",
    "VaultError",
    "VocabError",
    "WorldError",
    "WorldExists",
    "WrongPassphrase",
]


class TumenError(Exception):
    """Something Tumen can name went wrong."""

    code: ClassVar[str] = "tumen"
    exit_status: ClassVar[int] = 1
    default_hint: ClassVar[str] = ""

    def __init__(self, message: str, *, hint: str = "", **fields: object) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint or self.default_hint
        self.fields = fields

    def as_dict(self) -> dict[str, object]:
        """The error as plain data, for `--json` and for the desk's pages."""
        return {"code": self.code, "message": self.message, "hint": self.hint, "fields": self.fields}


class InputError(TumenError):
    """What was given cannot be used as it is."""

    code = "input"
    exit_status = 2


class DatesError(InputError):
    """A date that cannot be read or does not exist."""

    code = "dates"


class DateUnreadable(DatesError):
    """A text that is not a date in any form that is read."""

    code = "dates.unreadable"
    default_hint = "Write it as EDTF (2004, 2004-05, 2004-05-06, 1998~, 2003/2004) or as one date in words."


class DateImpossible(DatesError):
    """A day or month that no calendar has."""

    code = "dates.impossible"
    default_hint = "Check the day and month against the source; leave out what the source does not say."


class DateOutOfRange(DatesError):
    """A date before the year 1 or after the year 9999."""

    code = "dates.range"
    default_hint = "Give years as 0001 to 9999."


class DateOrder(DatesError):
    """An interval that ends before it begins, or an event before a birth."""

    code = "dates.order"
    default_hint = "Check which date is the first."


class DateNeedsReference(DatesError):
    """A relative date ("last May") with nothing to reckon it from."""

    code = "dates.reference"
    default_hint = "Say which date it is reckoned from, for example the date of the interview."


class DateCalendarMismatch(DatesError):
    """One date given in two calendars that disagree."""

    code = "dates.mismatch"
    default_hint = "Check both years in the source; a Juche year is the year less 1911."


class DateLunar(DatesError):
    """A lunar date that does not exist or lies outside the tables."""

    code = "dates.lunar"
    default_hint = "Check the month, the leap month and the year; the tables reach from 1900 to 2049."


class DateLanguage(DatesError):
    """A language in which dates are not read or said."""

    code = "dates.language"
    default_hint = "Use en, ko or zh."


class VocabError(InputError):
    """An unknown or retired term, or a pack that does not validate."""

    code = "vocab"


class UnknownPack(VocabError):
    """There is no pack of this name."""

    code = "vocab.pack"


class UnknownVocabulary(VocabError):
    """The pack has no vocabulary of this name."""

    code = "vocab.vocabulary"
    default_hint = "`tumen vocab PACK` lists the vocabularies of a pack."


class UnknownFacts(VocabError):
    """The pack has no file of facts of this name."""

    code = "vocab.facts"
    default_hint = "`pack.facts_files` lists the files of facts."


class UnknownTerm(VocabError):
    """The vocabulary has no such term."""

    code = "vocab.term"
    default_hint = "`tumen vocab PACK VOCABULARY` lists its terms."


class RetiredTerm(VocabError):
    """The code was a term once and is not one any more."""

    code = "vocab.retired"


class InvalidPack(VocabError):
    """A file of a pack does not validate; `faults` lists every place."""

    code = "vocab.invalid"
    default_hint = "Mend the file at the places listed, then load the pack again."


class OverlayRefused(VocabError):
    """Local terms would change what the pack says; nothing was added."""

    code = "vocab.overlay"
    default_hint = "Give local terms codes that begin with LOCAL- and sources of their own."


class NamesError(InputError):
    """Something that cannot be a personal name."""

    code = "names"


class UnromanisableName(NamesError):
    """Text without Hangul, or a system of romanisation that does not exist."""

    code = "names.romanise"
    default_hint = "Give a name in Hangul and one of the systems rr, mr, mr-plain, dprk, dprk-breve, yale."


class UnevenNamePairs(NamesError):
    """Left and right names that do not pair up."""

    code = "names.pairs"
    default_hint = "Give as many left names as right names."


class NameTableError(NamesError):
    """A table of name pairs that cannot be read; nothing was written."""

    code = "names.table"
    default_hint = (
        "Give a UTF-8 CSV file with a header that has name_a and name_b, and as many cells in every row."
    )


class PlacesError(InputError):
    """An unknown place."""

    code = "places"


class UnknownPlace(PlacesError):
    """The code is not in the gazetteer."""

    code = "places.unknown"
    default_hint = "`tumen places TEXT` searches by name."


class PlaceWithoutPoint(PlacesError):
    """The gazetteer has no coordinates for the place."""

    code = "places.point"
    default_hint = "Use a place that contains it and has coordinates."


class FurtherTableError(PlacesError):
    """A GeoNames dump that cannot be read, or a file that is no table of further places."""

    code = "places.further"
    default_hint = "Give a dump of GeoNames (KP.txt, allCountries.zip), or a table made from one."


class BodiesError(InputError):
    """An unknown agency, group or facility."""

    code = "bodies"


class UnknownBody(BodiesError):
    """A code that the pack's vocabularies of bodies do not have."""

    code = "bodies.unknown"
    default_hint = "`tumen bodies TEXT` searches by name."


class DocumentError(InputError):
    """A file that cannot be read, or must not be."""

    code = "document"


class DocumentNotFound(DocumentError):
    """No file at that path, or it may not be opened."""

    code = "document.not_found"
    default_hint = "Check the path and that you may read the file."


class EmptyDocument(DocumentError):
    """A file without a single character in it."""

    code = "document.empty"
    default_hint = "Ask for the file again; it may not have been copied to the end."


class UnsupportedDocument(DocumentError):
    """Bytes of a kind that is not read."""

    code = "document.unsupported"
    default_hint = "Save it as PDF, DOCX, HTML or plain text and read that."


class UndecodableText(DocumentError):
    """Text in an encoding that could not be told, or bytes that are no text."""

    code = "document.encoding"
    default_hint = "Say the encoding yourself if you know it, or save the text as UTF-8."


class EncryptedDocument(DocumentError):
    """A file that opens only with a password."""

    code = "document.encrypted"
    default_hint = "Open it with its password, save a copy without one, and read the copy."


class BrokenDocument(DocumentError):
    """A file that is damaged or cut off, so that its text cannot be trusted."""

    code = "document.broken"
    default_hint = "Ask for the file again; keep the damaged one as evidence if it came that way."


class DocumentTooLarge(DocumentError):
    """A file beyond a stated limit (bytes, pages, characters, parts, memory)."""

    code = "document.too_large"
    default_hint = "Split the file, or raise the limit that is named if you trust where it came from."


class HostileDocument(DocumentError):
    """A file built to harm its reader (zip bomb, entity expansion, path tricks)."""

    code = "document.hostile"
    default_hint = "Do not open it elsewhere. Keep it sealed and find out who sent it."


class DocumentTimeout(DocumentError):
    """Reading took longer than allowed."""

    code = "document.timeout"
    default_hint = "Split the file, or allow more time if you trust where it came from."


class ParserCrashed(DocumentError):
    """The parser died on this file; nothing else was harmed."""

    code = "document.crashed"
    default_hint = "Treat the file as hostile until shown otherwise; it is not tried again."


class PassageError(DocumentError):
    """A passage outside the text it points into."""

    code = "document.passage"
    default_hint = "Offsets run from 0 to the length of the text, start before end."


class ReadingError(InputError):
    """Text that cannot be read for candidates."""

    code = "reading"


class UnreadableLanguage(ReadingError):
    """A language in which no candidates can be read."""

    code = "reading.language"
    default_hint = "Use en, ko or zh."


class LinkageError(InputError):
    """Mentions that cannot be linked."""

    code = "linkage"


class MentionsError(LinkageError):
    """A table of mentions with faults; `fields["faults"]` names each by row and column."""

    code = "linkage.mentions"
    default_hint = "Correct the rows named; nothing was linked."


class JudgementsError(LinkageError):
    """Judgements that cannot be read or name mentions that are not there."""

    code = "linkage.judgements"
    default_hint = "Give mention_a, mention_b and a verdict: same, different or unsure."


class ContradictionError(LinkageError):
    """Judgements that cannot be true together; `fields["chain"]` is the shortest chain of mentions."""

    code = "linkage.contradiction"
    default_hint = "Take back one judgement of the chain."


class LinkFolderError(LinkageError):
    """A folder that is no linkage result, or must not be replaced by one."""

    code = "linkage.folder"
    default_hint = "Name a new folder, or one that holds an earlier linkage."


class EstimationError(InputError):
    """A table from which nothing may be estimated."""

    code = "estimation"


class OverlapTableError(EstimationError):
    """An overlap table with faults; all of them are in `fields["faults"]`."""

    code = "estimation.table"
    default_hint = "One 0/1 column per list and a column 'count' of whole numbers; nobody on no list."


class MethodError(EstimationError):
    """An estimator that does not exist."""

    code = "estimation.method"


class SampleError(EstimationError):
    """A table of counts, interviews, households or flows with faults; all of them are in `fields["faults"]`."""

    code = "estimation.sample"
    default_hint = (
        "A CSV file with a header row; docs/methods/samples.md says which columns each method reads."
    )


class SettingsError(EstimationError):
    """A setting of an estimator, or a level, outside its range."""

    code = "estimation.settings"


class FiguresError(InputError):
    """Claims that do not make sense."""

    code = "figures"


class UnknownQuantity(FiguresError):
    """The pack has no quantity or series of this name."""

    code = "figures.quantity"


class LawError(InputError):
    """An unknown instrument, state or act."""

    code = "law"


class UnknownAct(LawError):
    """No act, rule or label of this name."""

    code = "law.act"
    default_hint = "`tumen vocab PACK act_type` lists the acts."


class UnknownState(LawError):
    """The register has no such state."""

    code = "law.state"


class UnknownInstrument(LawError):
    """The register has no such instrument."""

    code = "law.instrument"


class StudyError(InputError):
    """A recipe that cannot be run."""

    code = "study"


class RecipeError(StudyError):
    """A recipe that does not validate; all faults are in `fields["faults"]`."""

    code = "study.recipe"
    default_hint = "See docs/methods/study.md for every key of a recipe."


class StudyFolderError(StudyError):
    """A folder that holds something other than a study, or cannot be written."""

    code = "study.folder"
    default_hint = "Name a new or empty folder."


class StudyInputError(StudyError):
    """An input of a recipe that is missing or lacks columns."""

    code = "study.input"


class SynthError(InputError):
    """A made-up world that cannot be made."""

    code = "synth"


class WorldError(SynthError):
    """Settings of a made-up world that are outside their range."""

    code = "synth.world"
    default_hint = "People 200 to 1,000,000, organisations 2 to 20, shares between 0 and 1."


class SituationError(SynthError):
    """A pack whose synth files are missing or do not fit its vocabularies."""

    code = "synth.situation"
    default_hint = "Compare the pack's synth/world.yaml and synth/words.yaml with those of another pack."


class WorldExists(SynthError):
    """Something already stands where the world should be written."""

    code = "synth.exists"
    default_hint = "Choose another folder, or ask for the old made-up world to be replaced (--replace)."


class RecordError(InputError):
    """Something the record cannot take."""

    code = "record"


class DuplicateDocument(RecordError):
    """The same bytes are already in the record."""

    code = "record.duplicate_document"
    default_hint = "Open the document that is there; nothing was added."


class DuplicateImport(RecordError):
    """The same table was imported before and not taken back."""

    code = "record.duplicate_import"
    default_hint = "Open the earlier import; take it back first if it should come in anew."


class UnknownPassage(RecordError):
    """A passage or victim that does not belong to the text or source at hand."""

    code = "record.unknown_passage"
    default_hint = "Mark the passage in the text again."


class TableUnreadable(RecordError):
    """A file that cannot be read as a table."""

    code = "record.table_unreadable"


class ImportRefused(RecordError):
    """A table with faults: nothing of it was written."""

    code = "record.import_refused"
    default_hint = "Mend the rows that the report names and give the file again."


class UndoRefused(RecordError):
    """Work was built upon an import."""

    code = "record.undo_refused"


class DeskError(InputError):
    """A desk that cannot be opened here."""

    code = "desk"


class PortTaken(DeskError):
    """Something else listens on the port."""

    code = "desk.port_taken"
    default_hint = "Another desk may be open already. Close it, or give --port 0."


class FolderInUse(DeskError):
    """Another desk is open on the same data folder."""

    code = "desk.folder_in_use"
    default_hint = "Use the desk that is open, or close it first."


class VaultError(TumenError):
    """A key that does not open, or sealed bytes that were altered."""

    code = "vault"
    exit_status = 3


class WrongPassphrase(VaultError):
    """The passphrase does not fit."""

    code = "vault.wrong_passphrase"
    default_hint = "Check the keyboard layout and caps lock, then try again."


class CapsuleDamaged(VaultError):
    """The key capsule cannot be read."""

    code = "vault.capsule_damaged"
    default_hint = "Put back the copy of the key file that was kept apart from the laptop."


class SealBroken(VaultError):
    """Sealed bytes that do not open: another key, another place, or altered."""

    code = "vault.seal_broken"
    default_hint = "Restore the file from a backup; do not use what lies there now."


class BackupUnusable(VaultError):
    """A backup that cannot be written or restored."""

    code = "vault.backup_unusable"
    default_hint = "Try an earlier backup; nothing was changed."


class Sealed(VaultError):
    """The store is closed; nothing can be read until somebody unlocks it."""

    code = "vault.sealed"
    default_hint = "Unlock the desk with the passphrase."


class Stopped(TumenError):
    """The person asked to stop; nothing half done is left."""

    code = "stopped"
    exit_status = 130
