"""Candidates and readings that a user may see: of documents they may know of, whose source may be analysed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from tumen_desk.accounts import circles
from tumen_desk.read.models import Candidate, CheckedDraft
from tumen_desk.record.models import Document, Purpose
from tumen_desk.record.queries import allowed_sources

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tumen_desk.accounts.models import User


def documents(user: User) -> QuerySet[Document]:
    """Documents that this user may have read for candidates, newest first."""
    return (
        Document.objects.filter(
            circles.known_to(user, "source"), source__in=allowed_sources(Purpose.ANALYSE).values("pk")
        )
        .select_related("source__issuer", "reading__by")
        .order_by("-id")
    )


def counted(user: User) -> QuerySet[Document]:
    """The same without their text, each with how many candidates are open, accepted and dismissed."""
    how_many = {
        state.value: Count("candidates", filter=Q(candidates__state=state)) for state in Candidate.State
    }
    return documents(user).defer("text", "layout").annotate(**how_many)


def candidates(user: User) -> QuerySet[Candidate]:
    """Candidates of such documents."""
    return Candidate.objects.filter(document__in=documents(user).values("pk"))


def to_code(user: User) -> QuerySet[Candidate]:
    """Accepted incidents that nobody has coded yet from their words, oldest first."""
    return (
        candidates(user)
        .filter(list="incidents", state=Candidate.State.ACCEPTED, became="", passage__isnull=False)
        .exclude(passage__acts__isnull=False)
        .select_related("document__source", "passage")
        .order_by("decided_at", "pk")
    )


def drafts(user: User) -> QuerySet[CheckedDraft]:
    """One's own checked drafts, newest first."""
    return CheckedDraft.objects.filter(by=user)
