"""Uploads that nobody brought in are wiped: tables never matched, dry runs, files of a comparison never used."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Final

from django.apps import apps
from django.db.models import CharField

from tumen_desk.audit import log
from tumen_desk.jobs.models import Job, State
from tumen_desk.keep import copies
from tumen_desk.store import waiting

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


def sweep(*, now: float | None = None) -> int:
    """Wipe what waited a week and is referred to by nothing; returns how many. Called at each unlocking. Logged."""
    gone = waiting.sweep(_kept(), now=now)
    if gone:
        log.write(None, "keep.uploads_sweep", "uploads:0", wiped=gone, after_days=waiting.DAYS)
    return gone


def wipe_unclaimed() -> int:
    """Wipe every upload of which no work knows yet, however fresh; returns how many. Logged.

    Nobody can look into them, for nobody keeps their addresses: an erasure cannot know whose name is in them.
    """
    gone = waiting.sweep({*_kept(), *copies.given_to_work()}, now=math.inf)
    if gone:
        log.write(None, "keep.uploads_sweep", "uploads:0", wiped=gone, after_days=0)
    return gone


def _kept() -> Iterator[str]:
    """What rows refer to, in whichever room, and what work refers to that is under way or was done for good."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, CharField) and field.name.endswith("sha256"):
                rows = model._base_manager.exclude(**{field.name: ""})
                yield from filter(_SHA256.fullmatch, rows.values_list(field.name, flat=True).iterator())
    for job in Job.objects.all():
        if job.is_open or (job.state == State.DONE and not job.parameters.get("dry_run")):
            yield from _SHA256.findall(str(job.parameters))
