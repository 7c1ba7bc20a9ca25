"""Circles of need-to-know: sources that only those see who work on them."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Circle(models.Model):
    """A piece of work, such as a case. `title` says which work, never who it is about."""

    title = models.CharField(max_length=100, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return f"C-{self.pk}"


class Seat(models.Model):
    """Somebody's place in a circle, until a day; None stands until it is taken back."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seats")
    until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "user"], name="one_seat_a_circle")]

    def __str__(self) -> str:
        return f"seat of user {self.user_id} in C-{self.circle_id}"


class Enclosed(models.Model):
    """A source that belongs to a circle. By number: the record lies above this room."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="enclosed")
    source = models.BigIntegerField(unique=True)

    def __str__(self) -> str:
        return f"S-{self.source} in C-{self.circle_id}"
