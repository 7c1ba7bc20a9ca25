"""The desk and its record."""

from __future__ import annotations

from tumen.errors.base import InputError

__all__ = [
    "DeskError",
    "DuplicateDocument",
    "DuplicateImport",
    "FolderInUse",
    "ImportRefused",
    "PortTaken",
    "PublicationRefused",
    "RecordError",
    "TableUnreadable",
    "UndoRefused",
    "UnknownPassage",
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


class PublicationRefused(DeskError):
    """A figure that may not be marked for publication as it stands."""

    code = "desk.publication"
    default_hint = (
        "Say why it may be published, and on what it rests; the figure's page says what is still missing."
    )
