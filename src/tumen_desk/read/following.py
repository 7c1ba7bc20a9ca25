"""Recommendations that documents make, and those that are followed already: the same over years is one thread."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tumen.errors import CandidateRefused
from tumen_desk.accounts.models import Enclosed
from tumen_desk.act import services as act
from tumen_desk.act.models import Recommendation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tumen_desk.accounts.models import User
    from tumen_desk.read.models import Candidate
    from tumen_desk.record.models import Passage

_ALIKE: Final = 0.28
_SAME_ADDRESSEE: Final = 0.15
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A recommendation that may be the same: how alike, 0 to 1, and why it is offered."""

    recommendation: Recommendation
    alike: float
    reason: str


def earlier(addressee: str, text: str, known: Sequence[Recommendation]) -> list[Earlier]:
    """Followed recommendations that may ask the same of the same, the likeliest first, at most three."""
    said, asked = _stems(text), _stems(addressee)
    offered = []
    for one in known:
        words = _stems(one.text)
        shared = len(said & words) / (len(said | words) or 1)
        to = bool(asked & _stems(one.addressee))
        alike = min(1.0, shared + _SAME_ADDRESSEE * to)
        if shared and alike >= _ALIKE:
            reason = f"{len(said & words)} words shared" + (
                ", same addressee" if to else ", another addressee"
            )
            offered.append(Earlier(recommendation=one, alike=alike, reason=reason))
    return sorted(offered, key=lambda e: -e.alike)[:_SHOWN]


def follow(actor: User, row: Candidate, passage: Passage, changes: Mapping[str, Any]) -> int:
    """Follow a recommendation from now on, as a repetition of an earlier one if somebody said so; its number.

    Raises:
        CandidateRefused: nobody is asked, or its source lies in a circle.
    """
    source = row.document.source
    if Enclosed.objects.filter(source=source.pk).exists():
        raise CandidateRefused(
            "This source lies in a circle, and what is followed is seen by everybody.",
            hint="Ask whoever manages circles whether the source may be opened.",
        )
    wording = " ".join(str(row.document.text)[row.start : row.end].split())
    addressee = changes.get("addressee") or row.content.get("addressee") or ""
    if not addressee:
        raise CandidateRefused("Nobody is named whom this asks.", hint="Edit it (E) and say who is asked.")
    before = Recommendation.objects.filter(pk=changes.get("earlier") or 0).first()
    made = act.recommendation_add(
        actor=actor,
        addressee=addressee[:120],
        text=(changes.get("text") or wording)[:1000],
        made_on=source.date,
        source=f"{source.title[:200]} ({source}, {passage.locator or passage})"[:300],
        earlier=before,
        relation="repeats" if before else "",
        **({"condition": f"through {row.content['via']}"[:300]} if row.content.get("via") else {}),
    )
    return made.pk


def take_back(actor: User, one: Recommendation) -> None:
    """Say that it was accepted by mistake; a recommendation is never deleted."""
    act.recommendation_step(
        actor=actor, recommendation=one, status="", note="Taken back: accepted by mistake."
    )


def take_up(actor: User, one: Recommendation) -> None:
    """Follow again what was taken back."""
    act.recommendation_step(actor=actor, recommendation=one, status="", note="Accepted again.")


def _stems(words: str) -> frozenset[str]:
    return frozenset(w.lower()[:6] for w in re.findall(r"[^\W\d_]{4,}", words))
