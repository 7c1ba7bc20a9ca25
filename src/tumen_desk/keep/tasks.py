"""Long work of keeping: backups."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.urls import reverse

from tumen_desk.accounts.models import User
from tumen_desk.jobs.registry import kind
from tumen_desk.jobs.running import Running
from tumen_desk.keep import backups


@kind("keep.backup")
def write(running: Running) -> Mapping[str, object]:
    """Write a backup and prove it. Run again after a kill it writes beside what it had begun."""
    actor = User.objects.get(pk=running.job.created_by)
    target = backups.suggested(str(running.parameters["place"]))
    kept = backups.backup_write(actor=actor, target=Path(target), progress=running)
    return {"backup": kept.pk, "url": reverse("keep:backups"), "text": "See the backups"}
