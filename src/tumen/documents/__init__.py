"""Files to text: PDF, DOCX, HWP, HWPX, ODT, XLSX, mail, HTML and plain text, with places in them that can be checked;
pictures, films and sounds with what is to be known of them.

Reads the words a file holds and says where each stands (`p. 3, ¶ 2`), what kind of file the bytes
really are, and what a careful reader must know about how the text came out. Never runs what is in a
file, never fetches anything, never corrects or normalises words, never decides which of several
stated titles or dates is true, and never loses words without saying so (`Document.left_out`).

Begin with `read_in_jail` for a file from strangers, `Jail` for many, `read` for files of your own:

    >>> from tumen import documents
    >>> document = documents.read("Two people crossed.\\n\\nOne came back.".encode())
    >>> str(document.locate(21, 24))
    '¶ 2'
    >>> anchor = document.passage(21, 35)
    >>> documents.find_again(anchor, "A new line.\\n\\nTwo people crossed.\\n\\nOne came back.").how
    'moved'
"""

from tumen.documents.alike import NEARLY, PICTURES_ALIKE, bands, nearly_same, pictures_apart, resemblance
from tumen.documents.anchor import FoundAgain, find_again, passage_in
from tumen.documents.document import (
    Candidate,
    Caution,
    Cue,
    Document,
    LeftOut,
    Locator,
    Page,
    Paragraph,
    Passage,
    Picture,
)
from tumen.documents.inside import Inside
from tumen.documents.jail import Jail, read_in_jail
from tumen.documents.limits import Limits
from tumen.documents.machine import machine_languages, pages_to_read, read_by_machine
from tumen.documents.reader import read
from tumen.documents.speech import SpeechProgram, transcribe

__all__ = [
    "NEARLY",
    "PICTURES_ALIKE",
    "Candidate",
    "Caution",
    "Cue",
    "Document",
    "FoundAgain",
    "Inside",
    "Jail",
    "LeftOut",
    "Limits",
    "Locator",
    "Page",
    "Paragraph",
    "Passage",
    "Picture",
    "SpeechProgram",
    "bands",
    "find_again",
    "machine_languages",
    "nearly_same",
    "pages_to_read",
    "passage_in",
    "pictures_apart",
    "read",
    "read_by_machine",
    "read_in_jail",
    "resemblance",
    "transcribe",
]
