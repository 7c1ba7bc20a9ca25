"""What people look for again and again."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Recent(models.Model):
    """A page of the record that somebody looked at."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    view = models.CharField(max_length=40)
    number = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"look {self.pk}"


class SavedSearch(models.Model):
    """A search that its owner wants to hear of: `seen` is the last passage that was in the index when they looked."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="searches")
    title = models.CharField(max_length=120)
    asked = models.JSONField(help_text="The words and filters, as the form of the page takes them.")
    seen = models.PositiveBigIntegerField(default=0)
    fresh = models.PositiveIntegerField(default=0, help_text="Passages that came in since and fit.")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["title", "id"]
        constraints = [models.UniqueConstraint(fields=["user", "title"], name="search_title_once")]

    def __str__(self) -> str:
        return f"search {self.pk}"
