"""What the record lets go when a person is erased, or a document: every row that hangs on them and is nobody else's."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from tumen_desk.record.models import (
    Band,
    Chain,
    FacilityTime,
    FollowUp,
    HeardBefore,
    Intervention,
    Interview,
    Media,
    Piece,
    Post,
    Preference,
    Present,
    Said,
    Session,
    Shown,
    Subordination,
    Telling,
    Tie,
    Wellbeing,
)

_ANCHORED = (Said, Chain, Intervention, Post, Subordination, Telling, FacilityTime)
"""Rows that may rest on a passage, besides acts, stays, legs, transfers and consents."""


def forget(mentions: Collection[int]) -> int:
    """Everything said of these people in further fields, noted of their interviews, promised to them; their posts stay
    as posts that somebody held. Returns how many rows went."""
    gone = Preference.objects.filter(Q(mention__in=mentions) | Q(said__mention__in=mentions)).delete()[0]
    gone += Said.objects.filter(mention__in=mentions).delete()[0]
    interviews = Interview.objects.filter(person__in=mentions)
    for notes in (Wellbeing, FollowUp):
        gone += notes._default_manager.filter(mention__in=mentions).delete()[0]
    gone += Present.objects.filter(session__interview__in=interviews).delete()[0]
    for part in (Session, HeardBefore, Piece):
        gone += part._default_manager.filter(interview__in=interviews).delete()[0]
    gone += interviews.delete()[0]
    gone += Shown.objects.filter(mention__in=mentions).delete()[0]
    gone += Tie.objects.filter(Q(mention__in=mentions) | Q(other__in=mentions)).delete()[0]
    gone += Intervention.objects.filter(mention__in=mentions).update(mention=None)
    gone += Post.objects.filter(holder__in=mentions).update(holder=None, title="")
    return gone


def let_go(documents: Collection[int]) -> None:
    """Rows stay without the passage they rested on; pieces of interviews without their document."""
    for model in _ANCHORED:
        model._default_manager.filter(passage__document__in=documents).update(passage=None)
    Piece.objects.filter(document__in=documents).update(document=None)


def only_text_stays(document: int) -> None:
    """The file of a document was destroyed and its text covered: what was made of either goes."""
    Media.objects.filter(document=document).delete()
    Band.objects.filter(document=document).delete()
