"""A draft of a document in another language, by the language model on this computer: beside it, and marked as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from tumen import reading
from tumen.errors import NoLocalModel
from tumen.progress import SILENT, Progress
from tumen.reading import translating
from tumen_desk.accounts import identities
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record.models import Document
from tumen_desk.record.services import document_add

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

SECONDS = 4 * 3600.0
DRAFTED = "drafted-by-machine"


def translation_write(
    *, actor: User, document: Document, language: str, progress: Progress = SILENT
) -> Document:
    """Have a document drafted in another language; the draft is a document of the same source. The text is an identity
    opened. Logged.

    Raises:
        NoLocalModel: none is set, or it gave no draft of the whole text.
        UnreadableLanguage: no draft is asked for in this language.
    """
    require(actor, Door.RECORD_WRITE)
    require(actor, Door.NAMES_SEE)
    identities.require_open(actor, f"document:{document.pk}", reason="translation")
    if not settings.CONFIG.model:
        raise NoLocalModel("No language model is set for this desk.")
    log.write(actor, "record.translation_write", f"document:{document.pk}", language=language)
    model = reading.LocalModel(address=settings.CONFIG.model, seconds=SECONDS)
    found = reading.translate(str(document.text), model, language=language, progress=progress)
    if not found.whole:
        raise NoLocalModel(found.message)
    return _kept(actor, document, found)


@transaction.atomic
def _kept(actor: User, document: Document, found: reading.Translated) -> Document:
    made = document_add(
        actor=actor, source=document.source, name=f"draft-{found.language}.txt",
        content=translating.as_text(found).encode(), of=document,
    )  # fmt: skip
    caution = {
        "code": DRAFTED,
        "message": "A program drafted this translation; hold it against the original before you use a word.",
        "pages": [],
    }
    made.warnings = [caution, *made.warnings]
    made.save(update_fields=["warnings"])
    return made
