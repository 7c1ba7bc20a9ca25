"""What came in since the last whole linkage, and how it can be linked: what the page of the review says beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef

from tumen_desk.link.models import Judgement, LinkRun, Membership
from tumen_desk.link.queue import current_run, not_linked
from tumen_desk.link.standing import lies_ready

MOST: Final = 1_000
"""So many new mentions are linked by the index; of more, linking everything anew hardly takes longer, and learns."""
SHARE: Final = 0.05
"""From this share of new mentions on, what the last whole linkage learnt is no longer taken as that of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What came in since the last whole linkage.

    Attributes:
        whole: the last whole linkage; None where nothing is linked yet.
        waiting: mentions that may be linked and are not; counted up to one more than `MOST`.
        added: mentions that were linked since, by the index.
        ready: whether there is an index to link them by.
        verdicts: verdicts given since on pairs that it had linked: they hold from the next whole linkage on.
    """

    whole: LinkRun | None
    waiting: int
    added: int
    ready: bool
    verdicts: int

    @property
    def too_many(self) -> bool:
        """Whether more is new than the index takes."""
        return self.waiting + self.added > MOST

    @property
    def most(self) -> int:
        """How many the index takes."""
        return MOST

    @property
    def by_index(self) -> bool:
        """Whether what is new can be linked by itself."""
        return self.ready and not self.too_many

    @property
    def advised(self) -> bool:
        """Whether a whole linkage is advisable."""
        return self.whole is not None and self.waiting + self.added > SHARE * self.whole.mentions


def news() -> News:
    """What came in since the last whole linkage."""
    run = current_run()
    whole = run and (run.upon or run)
    if run is None or whole is None:
        return News(whole=None, waiting=0, added=0, ready=False, verdicts=0)
    return News(
        whole=whole,
        waiting=not_linked(run)[: MOST + 1].count(),
        added=run.mentions - whole.mentions,
        ready=lies_ready(whole),
        verdicts=_verdicts(whole),
    )


def _verdicts(whole: LinkRun) -> int:
    """Verdicts on pairs that it had linked, given since."""
    linked = Membership.objects.filter(run=whole)
    given = Judgement.objects.filter(at__gte=whole.created_at, takes_back=None, taken_back_by=None)
    both = (Exists(linked.filter(mention=OuterRef(side))) for side in ("mention_a", "mention_b"))
    return given.filter(*both).order_by().count()
