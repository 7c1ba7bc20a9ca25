"""A piece of long work."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class Job(models.Model):
    """One run of one kind of work. Users are referred to by id: this table lives in a database of its own."""

    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED, db_index=True)
    created_by = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    label = models.CharField(max_length=200, default="", blank=True)
    total = models.BigIntegerField(null=True)
    done = models.BigIntegerField(default=0)
    notes = models.JSONField(default=list)
    checkpoint = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    error = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    @property
    def percent(self) -> int | None:
        """0–100, or None while the total is not known."""
        return min(100, round(100 * self.done / self.total)) if self.total else None

    @property
    def is_open(self) -> bool:
        """True while there is something to wait for."""
        return self.state in (State.QUEUED, State.RUNNING)
