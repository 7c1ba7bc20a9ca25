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
│   │   ├── NoMachineReader      document.no_machine_reader
│   │   ├── NoSpeechProgram      document.no_speech_program
│   │   └── PassageError         document.passage
│   ├── ReadingError     text that cannot be read for candidates
│   │   ├── UnreadableLanguage   reading.language
│   │   ├── LocalModelRefused    reading.model_refused
│   │   └── UncommentableDraft   reading.comments
│   ├── SearchError      a question that cannot be asked of the index
│   │   └── EmptyQuery           search.empty
│   ├── LinkageError     mentions that cannot be linked
│   │   ├── MentionsError        linkage.mentions
│   │   ├── AccountsError        linkage.accounts
│   │   ├── JudgementsError      linkage.judgements
│   │   ├── ContradictionError   linkage.contradiction
│   │   ├── LinkFolderError      linkage.folder
│   │   ├── EvaluationError      linkage.evaluation
│   │   ├── EngineMissing        linkage.engine
│   │   └── PrivateError         linkage.private: lists compared without names
│   │       ├── PrivateListError, ExchangeSecretError, ExchangeTermsError
│   │       ├── ExchangeDamaged, ExchangeForeign, ExchangeUsed, ExchangeExpired
│   │       └── ExchangeTooSoon, ExchangeFolderError
│   ├── EstimationError  a table from which nothing may be estimated
│   │   ├── OverlapTableError   an overlap table with faults
│   │   ├── MethodError         an estimator that does not exist
│   │   ├── SampleError         a table of a sample, of counts or of flows with faults
│   │   ├── StrataError         strata that cannot be estimated, kept or added up
│   │   ├── ChartError          a chart that cannot be drawn here
│   │   └── SettingsError       a setting outside its range
│   ├── FiguresError     claims that do not make sense
│   │   └── UnknownQuantity      a quantity or series that the pack does not have
│   ├── LawError         an unknown instrument, state or act
│   │   └── UnknownAct, UnknownState, UnknownInstrument, UnknownChannel
│   ├── StudyError       a recipe that cannot be run
│   │   ├── RecipeError         a recipe that does not validate
│   │   ├── StudyFolderError    a folder that holds something else, or cannot be written
│   │   └── StudyInputError     an input of a recipe that is missing or lacks columns
│   ├── SynthError       a made-up world that cannot be made
│   │   ├── WorldError       settings outside their range
│   │   ├── SituationError   a pack's synth files do not fit its vocabularies, or are missing
│   │   └── WorldExists      something already stands where the world should go
│   ├── DeskError        a desk that cannot be opened here
│   │   ├── PortTaken, FolderInUse, ServerOutOfReach, SettingUnreadable, UploadTooLarge, PublicationRefused
│   │   ├── PaperRefused, NoFont
│   │   ├── SignInRefused, RoleRefused, TooManyAttempts, LastLead
│   │   └── SecondPersonNeeded, ApprovalRefused, CeilingReached, HeadRefused
│   ├── KeepError        something that cannot be kept, proved or erased as asked
│   │   └── EraseRefused, StampRefused, BagBroken
│   └── RecordError      something the record cannot take
│       ├── BulkEditRefused, CaptureRefused, MachineReadingRefused, NoLocalModel,
│       ├── DuplicateDocument, DuplicateImport, UnknownPassage, UnknownField, InterviewNotReady,
│       ├── TermRefused, UnitRefused, PolicyRefused, CodingRefused, CandidateRefused, LedgerRefused
│       └── TableUnreadable, ImportRefused, UndoRefused
├── VaultError           a key that does not open, sealed bytes that were altered
│   ├── WrongPassphrase  the passphrase does not fit
│   ├── CapsuleDamaged   the key capsule cannot be read
│   ├── SealBroken       sealed bytes that do not open
│   ├── KeyDestroyed     a key that was destroyed on purpose
│   ├── ShareUnreadable, SharesDoNotFit  recovery sheets
│   ├── BackupUnusable   a backup that cannot be written or restored
│   ├── LaterVersion     a store that a later version wrote
│   ├── OtherBuild       a store whose tables are those of another build
│   └── Sealed           the store is closed
└── Stopped              the person asked to stop; nothing half done is left

Every class has a stable `code` (for machines), `exit_status` (for the shell), data fields (ids and
positions, never names or testimony) and a `hint` that says what to do next.
"""

from __future__ import annotations

from tumen.errors.base import (
    InputError,
    Stopped,
    TumenError,
)
from tumen.errors.coding import CandidateRefused, CodingRefused, LedgerRefused
from tumen.errors.dates import (
    DateCalendarMismatch,
    DateImpossible,
    DateLanguage,
    DateLunar,
    DateNeedsReference,
    DateOrder,
    DateOutOfRange,
    DatesError,
    DateUnreadable,
)
from tumen.errors.desk import (
    ApprovalRefused,
    BulkEditRefused,
    CaptureRefused,
    CeilingReached,
    DeskError,
    DuplicateDocument,
    DuplicateImport,
    FolderInUse,
    HeadRefused,
    ImportRefused,
    InterviewNotReady,
    LastLead,
    MachineReadingRefused,
    NoFont,
    NoLocalModel,
    PaperRefused,
    PolicyRefused,
    PortTaken,
    PublicationRefused,
    RecordError,
    RoleRefused,
    SecondPersonNeeded,
    ServerOutOfReach,
    SettingUnreadable,
    SignInRefused,
    TableUnreadable,
    TermRefused,
    TooManyAttempts,
    UndoRefused,
    UnitRefused,
    UnknownField,
    UnknownPassage,
    UploadTooLarge,
)
from tumen.errors.documents import (
    BrokenDocument,
    DocumentError,
    DocumentNotFound,
    DocumentTimeout,
    DocumentTooLarge,
    EmptyDocument,
    EncryptedDocument,
    HostileDocument,
    LocalModelRefused,
    NoMachineReader,
    NoSpeechProgram,
    ParserCrashed,
    PassageError,
    ReadingError,
    UncommentableDraft,
    UndecodableText,
    UnreadableLanguage,
    UnsupportedDocument,
)
from tumen.errors.estimation import (
    ChartError,
    EstimationError,
    MethodError,
    OverlapTableError,
    SampleError,
    SettingsError,
    StrataError,
)
from tumen.errors.keep import BagBroken, EraseRefused, KeepError, StampRefused
from tumen.errors.law import (
    FiguresError,
    LawError,
    UnknownAct,
    UnknownChannel,
    UnknownInstrument,
    UnknownQuantity,
    UnknownState,
)
from tumen.errors.linkage import (
    AccountsError,
    ContradictionError,
    EngineMissing,
    EvaluationError,
    JudgementsError,
    LinkageError,
    LinkFolderError,
    MentionsError,
)
from tumen.errors.names import (
    NamesError,
    NameTableError,
    UnevenNamePairs,
    UnromanisableName,
)
from tumen.errors.places import (
    BodiesError,
    FurtherTableError,
    PlacesError,
    PlaceWithoutPoint,
    UnknownBody,
    UnknownPlace,
)
from tumen.errors.private import (
    ExchangeDamaged,
    ExchangeExpired,
    ExchangeFolderError,
    ExchangeForeign,
    ExchangeSecretError,
    ExchangeTermsError,
    ExchangeTooSoon,
    ExchangeUsed,
    PrivateError,
    PrivateListError,
)
from tumen.errors.search import EmptyQuery, SearchError
from tumen.errors.study import (
    RecipeError,
    SituationError,
    StudyError,
    StudyFolderError,
    StudyInputError,
    SynthError,
    WorldError,
    WorldExists,
)
from tumen.errors.vault import (
    BackupUnusable,
    CapsuleDamaged,
    KeyDestroyed,
    LaterVersion,
    OtherBuild,
    SealBroken,
    Sealed,
    SharesDoNotFit,
    ShareUnreadable,
    VaultError,
    WrongPassphrase,
)
from tumen.errors.vocab import (
    InvalidPack,
    OverlayRefused,
    RetiredTerm,
    UnknownFacts,
    UnknownPack,
    UnknownTerm,
    UnknownVocabulary,
    VocabError,
)

__all__ = [
    "AccountsError",
    "ApprovalRefused",
    "BackupUnusable",
    "BagBroken",
    "BodiesError",
    "BrokenDocument",
    "BulkEditRefused",
    "CandidateRefused",
    "CapsuleDamaged",
    "CaptureRefused",
    "CeilingReached",
    "ChartError",
    "CodingRefused",
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
    "EmptyQuery",
    "EncryptedDocument",
    "EngineMissing",
    "EraseRefused",
    "EstimationError",
    "EvaluationError",
    "ExchangeDamaged",
    "ExchangeExpired",
    "ExchangeFolderError",
    "ExchangeForeign",
    "ExchangeSecretError",
    "ExchangeTermsError",
    "ExchangeTooSoon",
    "ExchangeUsed",
    "FiguresError",
    "FolderInUse",
    "FurtherTableError",
    "HeadRefused",
    "HostileDocument",
    "ImportRefused",
    "InputError",
    "InterviewNotReady",
    "InvalidPack",
    "JudgementsError",
    "KeepError",
    "KeyDestroyed",
    "LastLead",
    "LaterVersion",
    "LawError",
    "LedgerRefused",
    "LinkFolderError",
    "LinkageError",
    "LocalModelRefused",
    "MachineReadingRefused",
    "MentionsError",
    "MethodError",
    "NameTableError",
    "NamesError",
    "NoFont",
    "NoLocalModel",
    "NoMachineReader",
    "NoSpeechProgram",
    "OtherBuild",
    "OverlapTableError",
    "OverlayRefused",
    "PaperRefused",
    "ParserCrashed",
    "PassageError",
    "PlaceWithoutPoint",
    "PlacesError",
    "PolicyRefused",
    "PortTaken",
    "PrivateError",
    "PrivateListError",
    "PublicationRefused",
    "ReadingError",
    "RecipeError",
    "RecordError",
    "RetiredTerm",
    "RoleRefused",
    "SampleError",
    "SealBroken",
    "Sealed",
    "SearchError",
    "SecondPersonNeeded",
    "ServerOutOfReach",
    "SettingUnreadable",
    "SettingsError",
    "ShareUnreadable",
    "SharesDoNotFit",
    "SignInRefused",
    "SituationError",
    "StampRefused",
    "Stopped",
    "StrataError",
    "StudyError",
    "StudyFolderError",
    "StudyInputError",
    "SynthError",
    "TableUnreadable",
    "TermRefused",
    "TooManyAttempts",
    "TumenError",
    "UncommentableDraft",
    "UndecodableText",
    "UndoRefused",
    "UnevenNamePairs",
    "UnitRefused",
    "UnknownAct",
    "UnknownBody",
    "UnknownChannel",
    "UnknownFacts",
    "UnknownField",
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
    "UploadTooLarge",
    "VaultError",
    "VocabError",
    "WorldError",
    "WorldExists",
    "WrongPassphrase",
]
