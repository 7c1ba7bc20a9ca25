"""What persons answered and amended; only ever added, the latest holds."""

from __future__ import annotations

from django.db import models

from tumen_desk.act.models.added import Added
from tumen_desk.record.models import Act, Mention, Passage


class ElementAnswer(Added):
    """A person's answer about one element of the law for one act, with its reason."""

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="element_answers")
    element = models.CharField(max_length=60)
    truth = models.CharField(
        max_length=12, choices=[("yes", "met"), ("no", "not met"), ("cannot tell", "cannot be told")]
    )
    why = models.CharField(max_length=500)
    passage = models.ForeignKey(Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Added.Meta):
        pass

    def __str__(self) -> str:
        return f"answer {self.pk}"


class QuestionAnswer(Added):
    """A person's answer to one question of the refugee checklist for one mention."""

    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="question_answers")
    question = models.CharField(max_length=20)
    word = models.CharField(max_length=8, choices=[("yes", "yes"), ("no", "no"), ("unknown", "not known")])
    why = models.CharField(max_length=500, blank=True, default="")

    class Meta(Added.Meta):
        pass

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Amended(Added):
    """One row of the law of the pack added or replaced at this desk, or an earlier change taken back."""

    table = models.CharField(max_length=20)
    row = models.JSONField(default=dict)
    takes_back = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_back"
    )
    why = models.CharField(max_length=500)
    source = models.CharField(max_length=300, blank=True, default="")
    address = models.URLField(max_length=500, blank=True, default="")

    class Meta(Added.Meta):
        pass

    def __str__(self) -> str:
        return f"amendment {self.pk}"
