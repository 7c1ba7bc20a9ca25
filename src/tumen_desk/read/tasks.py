"""Long work: reading a document for candidates, checking a draft."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from tumen_desk.accounts.models import User
from tumen_desk.jobs.registry import kind
from tumen_desk.jobs.running import Running
from tumen_desk.read import drafts, services
from tumen_desk.read.models import CheckedDraft
from tumen_desk.record.models import Document


@kind("read.document")
def read_document(running: Running) -> Mapping[str, object]:
    """Read a document. Safe to run again: what was decided stays, the rest is written once or not at all."""
    document = Document.objects.select_related("source").get(pk=running.job.parameters["document"])
    actor = User.objects.get(pk=running.job.created_by)
    asked = bool(running.job.parameters.get("model"))
    services.document_read(actor=actor, document=document, ask_model=asked, progress=running)
    return {"url": reverse("read:candidates", args=[document.pk]), "text": "Open the candidates"}


@kind("read.draft")
def check_draft(running: Running) -> Mapping[str, object]:
    """Check a draft. Safe to run again: it has one report."""
    draft = CheckedDraft.objects.get(pk=running.job.parameters["draft"])
    drafts.draft_check(actor=User.objects.get(pk=running.job.created_by), draft=draft, progress=running)
    return {"url": reverse("read:draft", args=[draft.pk]), "text": "Open the report"}
