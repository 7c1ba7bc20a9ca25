"""Who is who: judgements on pairs of mentions, and what a run derives from them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tumen_desk.link.models.saying import Saying
from tumen_desk.record.models import Mention


class Judgement(Saying):
    """Somebody's verdict on a pair of mentions, or that they take one of theirs back.

    What a reviewer thinks of a pair is their latest verdict that was not taken back (`Opinion`); what holds is what
    more reviewers think.
    """

    class Verdict(models.TextChoices):
        SAME = "same", "Same person"
        DIFFERENT = "different", "Different people"
        UNSURE = "unsure", "Cannot tell"

    mention_a = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="+")
    mention_b = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    blind = models.BooleanField(
        default=False, help_text="Neither the machine's probability nor anybody's verdict had been shown."
    )

    class Meta(Saying.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(mention_a__lt=F("mention_b")), name="judgement_smaller_first"),
            models.CheckConstraint(
                condition=Q(verdict="", takes_back__isnull=False)
                | ~Q(verdict="") & Q(takes_back__isnull=True),
                name="judgement_says_or_takes_back",
            ),
        ]
        indexes = [
            models.Index(fields=["mention_a", "mention_b", "-id"]),
            models.Index(fields=["by", "-id"]),
        ]

    def __str__(self) -> str:
        return f"judgement {self.pk}"


class Opinion(models.Model):
    """What one reviewer thinks of a pair now: derived from the judgements, and can be derived again."""

    mention_a = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="+")
    mention_b = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Judgement.Verdict.choices)
    judgement = models.ForeignKey(Judgement, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mention_a", "mention_b", "by"], name="one_opinion_each")
        ]

    def __str__(self) -> str:
        return f"opinion on M-{self.mention_a_id} ~ M-{self.mention_b_id}"


class Reviewer(models.Model):
    """How one person likes to review."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    score_first = models.BooleanField(
        default=False, help_text="Show the machine's probability and reasons before the verdict."
    )

    def __str__(self) -> str:
        return f"reviewer {self.user_id}"


class ReviewRule(models.Model):
    """What holds for everybody's review; the latest row does."""

    second_share = models.FloatField(help_text="Share of pairs that a second reviewer looks at, 0 to 1.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(second_share__gte=0, second_share__lte=1), name="second_share_is_one"
            )
        ]

    def __str__(self) -> str:
        return f"review rule {self.pk}"


class LinkRun(models.Model):
    """One linkage of the consented mentions: manifest, partition draws, and the pairs and persons it found.

    A whole linkage learns how often people agree; one `upon` a whole linkage has what came in since besides, by what
    that one learnt, and stands for itself like any other.
    """

    upon = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="added",
        help_text="A whole linkage.",
    )
    run_id = models.CharField(max_length=16, db_index=True)
    manifest = models.JSONField()
    mentions = models.PositiveIntegerField()
    persons = models.PositiveIntegerField()
    draws_sha256 = models.CharField(max_length=64)
    worth = models.FloatField(default=0.0, help_text="Sum of what verdicts on its pairs are worth.")
    model = models.JSONField(
        default=dict, help_text="Agreement rates, for suggesting matches of new mentions."
    )
    index_secret = models.BinaryField(
        default=b"",
        help_text="Opens the index of a whole linkage; empty where there is none (see `standing`).",
    )
    is_current = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="one_current_link_run"
            )
        ]

    def __str__(self) -> str:
        return f"link run {self.pk}"


class Pair(models.Model):
    """Two mentions that may be one person, with the reasons."""

    run = models.ForeignKey(LinkRun, on_delete=models.CASCADE, related_name="pairs")
    mention_a = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="+")
    mention_b = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="+")
    weight_log2 = models.FloatField()
    probability = models.FloatField()
    doubt = models.FloatField(help_text="Entropy of the probability, bits.")
    worth = models.FloatField(
        default=0.0, help_text="What a verdict is expected to tell of the number of persons (see `worth`)."
    )
    worth_estimate = models.FloatField(
        default=0.0, help_text="The same of the estimate from overlapping lists."
    )
    lot = models.FloatField(
        default=1.0, help_text="Drawn from the two mentions, 0 to 1: below the share, a second look is asked."
    )
    reasons = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "mention_a", "mention_b"], name="pair_once")]
        indexes = [
            models.Index(fields=["run", "-worth", "id"]),
            models.Index(fields=["run", "-worth_estimate", "id"]),
            models.Index(fields=["run", "-doubt", "id"]),
            models.Index(fields=["run", "-probability", "id"]),
        ]

    def __str__(self) -> str:
        return f"M-{self.mention_a_id} ~ M-{self.mention_b_id}"


class Membership(models.Model):
    """A mention belongs to a person, as one run sees it. A person is the set of mentions that share `person`."""

    run = models.ForeignKey(LinkRun, on_delete=models.CASCADE, related_name="memberships")
    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="memberships")
    person = models.CharField(max_length=40)
    probability = models.FloatField()
    company = models.PositiveIntegerField(
        default=1, help_text="How many mentions the run put together: the order of the list of persons."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "mention"], name="one_person_per_mention")]
        indexes = [
            models.Index(fields=["run", "person"]),
            models.Index(fields=["run", "-company", "person"]),
            models.Index(fields=["run", "company", "mention"]),
        ]

    def __str__(self) -> str:
        return f"M-{self.mention_id} in {self.person}"
