"""Long work of the link room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from tumen_desk.accounts.models import User
from tumen_desk.jobs.registry import kind
from tumen_desk.jobs.running import Running


@kind("link.run")
def run(running: Running) -> Mapping[str, object]:
    """Link the record anew. Safe to run again: the result is kept whole or not at all."""
    # The science is loaded when it runs, not whenever a desk is opened, backed up or checked.
    from tumen_desk.link import services

    found = services.link_run(actor=User.objects.get(pk=running.job.created_by), progress=running)
    return {"run": found.pk, "url": reverse("link:review"), "text": "Review the pairs"}


@kind("link.events")
def events(running: Running) -> Mapping[str, object]:
    """Link tellings into events anew. Safe to run again: the result is kept whole or not at all."""
    from tumen_desk.link.events import services

    given: dict[str, Any] = running.job.parameters
    actor = User.objects.get(pk=running.job.created_by)
    found = services.event_run(actor=actor, kinds=given.get("kinds", ()), progress=running)
    return {"run": found.pk, "url": reverse("link:events"), "text": "See the events"}
