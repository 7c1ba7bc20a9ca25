"""What the link room says before an import is taken back: verdicts of people must not be lost with it."""

from __future__ import annotations

from django.db.models import Q

from tumen_desk.link.models import EventJudgement, Judgement, Known
from tumen_desk.record.hooks import rows_leaving
from tumen_desk.record.models import ImportBatch


@rows_leaving
def judgements_stand(batch: ImportBatch) -> list[str]:
    """Judgements on mentions, tellings and accounts of the batch are evidence of somebody's work."""
    counts = (
        (Judgement.objects.filter(Q(mention_a__batch=batch) | Q(mention_b__batch=batch)), "people"),
        (EventJudgement.objects.filter(Q(act_a__batch=batch) | Q(act_b__batch=batch)), "acts"),
        (Known.objects.filter(account__batch=batch), "accounts"),
    )
    found = [(rows.count(), whom) for rows, whom in counts]
    return [f"{count} judgements were made on {whom} of this import." for count, whom in found if count]
