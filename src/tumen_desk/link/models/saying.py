"""What a verdict is, whatever it is about: added, taken back by a further entry, never changed."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models


class Saying(models.Model):
    """Somebody's verdict on two things, or that they take one of theirs back. Only ever added."""

    verdict = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=40, blank=True, default="", help_text="A term of the pack.")
    why = models.CharField(max_length=500, blank=True, default="")
    takes_back = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="taken_back_by"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["-id"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Judgements are never changed; add a later one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Judgements are never deleted; add a later one.")
