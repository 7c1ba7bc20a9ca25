"""What the link room says before an import is taken back: verdicts of people must not be lost with it."""

from __future__ import annotations

from django.db.models import Q

from tumen_desk.link.models import Judgement
from tumen_desk.record.hooks import rows_leaving
from tumen_desk.record.models import ImportBatch


@rows_leaving
def judgements_stand(batch: ImportBatch) -> list[str]:
    """Judgements on mentions of the batch are evidence of somebody's work."""
    count = Judgement.objects.filter(Q(mention_a__batch=batch) | Q(mention_b__batch=batch)).count()
    return [f"{count} judgements were made on people of this import."] if count else []
