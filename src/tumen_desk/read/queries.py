"""Candidates and readings that a user may see: of documents they may know of, whose source may be analysed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from tumen_desk.accounts import circles
from tumen_desk.read.models import Candidate, CheckedDraft
from tumen_desk.record.models import Document, Purpose
from tumen_desk.record.queries import allowed_sources

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tumen_desk.accounts.models import User


def documents(user: User) -> QuerySet[Document]:
    """Documents that this user may have read for candidates, newest first."""
    # Asked row by row: a page shows a few documents of many.
    allowed = allowed_sources(Purpose.ANALYSE).filter(pk=OuterRef("source"))
    return (
        Document.objects.filter(Exists(allowed.order_by()), circles.known_to(user, "source"))
        .select_related("source__issuer", "reading__by")
        .order_by("-id")
    )


def counted(user: User) -> QuerySet[Document]:
    """The same without their text, each with how many candidates are open, accepted and dismissed."""
    # Counted document by document: joined with its candidates, every document would be grouped for one page of them.
    how_many = {state.value: _how_many(state) for state in Candidate.State}
    return documents(user).defer("text", "layout").annotate(**how_many)


def _how_many(state: Candidate.State) -> Coalesce:
    rows = Candidate.objects.filter(document=OuterRef("pk"), state=state).order_by().values("document")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


def candidates(user: User) -> QuerySet[Candidate]:
    """Candidates of such documents."""
    with_any = Candidate.objects.order_by().values("document")
    return Candidate.objects.filter(document__in=documents(user).filter(pk__in=with_any).values("pk"))


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
