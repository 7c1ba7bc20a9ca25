"""Documents and their text."""

from __future__ import annotations

from tumen.errors.base import InputError

__all__ = [
    "BrokenDocument",
    "DocumentError",
    "DocumentNotFound",
    "DocumentTimeout",
    "DocumentTooLarge",
    "EmptyDocument",
    "EncryptedDocument",
    "HostileDocument",
    "NoMachineReader",
    "ParserCrashed",
    "PassageError",
    "ReadingError",
    "UncommentableDraft",
    "UndecodableText",
    "UnreadableLanguage",
    "UnsupportedDocument",
]


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
    default_hint = "Save it as PDF, DOCX, HWPX, ODT, HTML or plain text and read that."


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


class NoMachineReader(DocumentError):
    """The program that reads letters in pictures is not on this computer, or does not know the language."""

    code = "document.no_machine_reader"
    default_hint = (
        "Install Tesseract 4 or later with the languages you need "
        "(on Debian: tesseract-ocr tesseract-ocr-kor tesseract-ocr-chi-sim); nothing leaves this computer."
    )


class NoSpeechProgram(DocumentError):
    """The program that writes down speech is not there, too slow, or answers with no transcript."""

    code = "document.no_speech_program"
    default_hint = (
        "Start it on this machine and give its address, such as http://127.0.0.1:8080; "
        "or bring in a transcript made elsewhere."
    )


class PassageError(DocumentError):
    """A passage outside the text it points into."""

    code = "document.passage"
    default_hint = "Offsets run from 0 to the length of the text, start before end."


class ReadingError(InputError):
    """Text that cannot be read for candidates."""

    code = "reading"


class UncommentableDraft(ReadingError):
    """A draft into which no comments can be written, or that would be overwritten."""

    code = "reading.comments"
    default_hint = "Save the draft as DOCX, and give another file to --out; or leave --out away."


class LocalModelRefused(ReadingError):
    """An address of a program, such as a language model, that is not on this machine, or is no address at all."""

    code = "reading.model_refused"
    default_hint = "Give an address of this machine, such as http://127.0.0.1:8080; no text ever leaves it."


class UnreadableLanguage(ReadingError):
    """A language in which no candidates can be read."""

    code = "reading.language"
    default_hint = "Use en, ko or zh."
