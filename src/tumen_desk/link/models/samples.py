"""Pairs that were drawn by lot so that people judge them: what precision and recall are reckoned from."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tumen_desk.link.models.persons import LinkRun, Pair


class Sample(models.Model):
    """One draw of pairs of a run; the latest of a run is the one that is judged."""

    run = models.ForeignKey(LinkRun, on_delete=models.CASCADE, related_name="samples")
    design = models.JSONField(help_text="Strata and widths of the design (`PairSample`), without its pairs.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"sample {self.pk}"


class Drawn(models.Model):
    """A pair of a sample: of which stratum, how often it was drawn, how probable it was. It goes with its pair."""

    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="drawn")
    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="+")
    stratum = models.PositiveSmallIntegerField()
    probability = models.FloatField()
    times = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sample", "pair"], name="drawn_once")]

    def __str__(self) -> str:
        return f"pair {self.pair_id} of sample {self.sample_id}"
