"""The desk and its record."""

from __future__ import annotations

from tumen.errors.base import InputError

__all__ = [
    "ApprovalRefused",
    "BulkEditRefused",
    "CaptureRefused",
    "CeilingReached",
    "DeskError",
    "DuplicateDocument",
    "DuplicateImport",
    "FolderInUse",
    "HeadRefused",
    "ImportRefused",
    "InterviewNotReady",
    "LastLead",
    "MachineReadingRefused",
    "NoFont",
    "NoLocalModel",
    "PaperRefused",
    "PolicyRefused",
    "PortTaken",
    "PublicationRefused",
    "RecordError",
    "RoleRefused",
    "SecondPersonNeeded",
    "ServerOutOfReach",
    "SettingUnreadable",
    "SignInRefused",
    "TableUnreadable",
    "TermRefused",
    "TooManyAttempts",
    "UndoRefused",
    "UnitRefused",
    "UnknownField",
    "UnknownPassage",
    "UploadTooLarge",
]


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


class BulkEditRefused(RecordError):
    """A change of many rows that cannot be made or taken back."""

    code = "record.bulk_edit"
    default_hint = "Look at the rows again, and change those that still need it."


class CaptureRefused(RecordError):
    """A page of the web that is not fetched, or did not come."""

    code = "record.capture"
    default_hint = "Nothing was kept. Save the page with a browser as a WACZ file and bring that in."


class MachineReadingRefused(RecordError):
    """Letters read by machine that would move the places of passages."""

    code = "record.machine_reading"
    default_hint = "Bring the file in once more as another document, and let that one be read."


class NoLocalModel(RecordError):
    """No language model is set on this machine, or it gave no draft of the whole text."""

    code = "record.no_local_model"
    default_hint = (
        "Start one on this machine and set its address as TUMEN_LOCAL_MODEL; no text ever leaves it."
    )


class UnknownField(RecordError):
    """Nothing of this kind is asked here, or the answer does not fit the field."""

    code = "record.unknown_field"
    default_hint = "Choose a field from the list, and an answer that fits it."


class InterviewNotReady(RecordError):
    """An interview that cannot be closed yet."""

    code = "record.interview_not_ready"
    default_hint = "Fill in what is missing; the page lists it."


class TermRefused(RecordError):
    """A term or field of one's own that cannot be added or changed so."""

    code = "record.term_refused"
    default_hint = "Choose another code or another place in the list."


class UnitRefused(RecordError):
    """A unit that would stand under itself."""

    code = "record.unit_refused"
    default_hint = "Look at the chain of command first."


class PolicyRefused(RecordError):
    """A rule, practice or position that says nothing, or what cannot be."""

    code = "record.policy_refused"
    default_hint = "Say whose it is and what a source says of it."


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


class SettingUnreadable(DeskError):
    """A setting of the desk that cannot be understood."""

    code = "desk.setting"
    default_hint = "docs/reference/settings.md lists the settings with how each is written."


class UploadTooLarge(DeskError):
    """A file larger than this desk takes."""

    code = "desk.upload_too_large"
    default_hint = (
        "Nothing was kept. Divide it, or start the desk with a higher TUMEN_LARGEST_FILE, such as 8 GB."
    )


class FolderInUse(DeskError):
    """Another desk is open on the same data folder."""

    code = "desk.folder_in_use"
    default_hint = "Use the desk that is open, or close it first."


class ServerOutOfReach(DeskError):
    """The server that keeps the databases cannot be asked: not running, not told rightly, or it lets nobody in."""

    code = "desk.server_out_of_reach"
    default_hint = "Is PostgreSQL running, and does TUMEN_DATABASE say where it is and as whom to come in?"


class PublicationRefused(DeskError):
    """A figure that may not be marked for publication as it stands."""

    code = "desk.publication"
    default_hint = (
        "Say why it may be published, and on what it rests; the figure's page says what is still missing."
    )


class SignInRefused(DeskError):
    """A code, key or recovery code that does not sign in."""

    code = "desk.sign_in"
    default_hint = "Try again with a fresh code."


class RoleRefused(DeskError):
    """A command that somebody's role may not give."""

    code = "desk.role"
    default_hint = "Ask a colleague whose role may."


class TooManyAttempts(DeskError):
    """So many tries to sign in that the desk makes everybody wait."""

    code = "desk.too_many_attempts"
    default_hint = (
        "A passkey is never kept waiting. Somebody else may be guessing: tell the data-protection lead."
    )


class SecondPersonNeeded(DeskError):
    """A dangerous act that a second person has not agreed to."""

    code = "desk.second_person"
    default_hint = "Ask for it with your reason; a colleague who may agree will find it under Approvals."


class ApprovalRefused(DeskError):
    """An answer to a request that may not be given, or not any more."""

    code = "desk.approval"
    default_hint = "Ask anew, or ask another colleague."


class LastLead(DeskError):
    """The desk would be left without anybody who looks after it."""

    code = "desk.last_lead"
    default_hint = "Make somebody else data-protection lead first."


class CeilingReached(DeskError):
    """As many identities were opened as one account may in a day."""

    code = "desk.ceiling"
    default_hint = "A second person can agree to more: ask under Identities opened."


class PaperRefused(DeskError):
    """A paper that may not leave yet."""

    code = "desk.paper"
    default_hint = "The page of the paper lists what is missing."


class NoFont(DeskError):
    """No font for the language of a paper is installed on this machine."""

    code = "desk.font"
    default_hint = "Install the Noto CJK fonts (fonts-noto-cjk), or take the DOCX."


class HeadRefused(DeskError):
    """A signed head of the audit log that does not hold, or cannot be made."""

    code = "desk.head"
    default_hint = "Compare it with the copy on paper, and tell whoever looks after the desk it came from."
