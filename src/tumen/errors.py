"""The one error tree.

TumenError
├── InputError           what was given cannot be used as it is (a file, a table, a value)
│   ├── DatesError       a date that cannot be read or does not exist
│   ├── VocabError       an unknown or retired term, a pack that does not validate
│   ├── NamesError       something that cannot be a personal name
│   ├── PlacesError      an unknown place
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
│   ├── FiguresError     claims that do not make sense
│   ├── LawError         an unknown instrument, state or act
│   ├── StudyError       a recipe that cannot be run
│   └── SynthError       a made-up world that cannot be made
│       ├── WorldError       settings outside their range
│       ├── SituationError   a pack's synth files do not fit its vocabularies, or are missing
│       └── WorldExists      something already stands where the world should go
├── VaultError           a key that does not open, sealed bytes that were altered
│   ├── WrongPassphrase  the passphrase does not fit
│   ├── CapsuleDamaged   the key capsule cannot be read
│   ├── SealBroken       sealed bytes that do not open
│   └── Sealed           the store is closed
└── Stopped              the person asked to stop; nothing half done is left

Every class has a stable `code` (for machines), `exit_status` (for the shell), data fields (ids and
positions, never names or testimony) and a `hint` that says what to do next.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "BrokenDocument",
    "CapsuleDamaged",
    "ContradictionError",
    "DatesError",
    "DocumentError",
    "DocumentNotFound",
    "DocumentTimeout",
    "DocumentTooLarge",
    "EmptyDocument",
    "EncryptedDocument",
    "EstimationError",
    "FiguresError",
    "HostileDocument",
    "InputError",
    "JudgementsError",
    "LawError",
    "LinkFolderError",
    "LinkageError",
    "MentionsError",
    "NamesError",
    "ParserCrashed",
    "PassageError",
    "PlacesError",
    "ReadingError",
    "SealBroken",
    "Sealed",
    "SituationError",
    "Stopped",
    "StudyError",
    "SynthError",
    "TumenError",
    "UndecodableText",
    "UnreadableLanguage",
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


class VocabError(InputError):
    """An unknown or retired term, or a pack that does not validate."""

    code = "vocab"


class NamesError(InputError):
    """Something that cannot be a personal name."""

    code = "names"


class PlacesError(InputError):
    """An unknown place."""

    code = "places"


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


class FiguresError(InputError):
    """Claims that do not make sense."""

    code = "figures"


class LawError(InputError):
    """An unknown instrument, state or act."""

    code = "law"


class StudyError(InputError):
    """A recipe that cannot be run."""

    code = "study"


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
    default_hint = "Compare the pack's synth.yaml and synth_words.yaml with those of the dprk pack."


class WorldExists(SynthError):
    """Something already stands where the world should be written."""

    code = "synth.exists"
    default_hint = "Choose another folder, or ask for the old made-up world to be replaced (--replace)."


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


class Sealed(VaultError):
    """The store is closed; nothing can be read until somebody unlocks it."""

    code = "vault.sealed"
    default_hint = "Unlock the desk with the passphrase."


class Stopped(TumenError):
    """The person asked to stop; nothing half done is left."""

    code = "stopped"
    exit_status = 130
