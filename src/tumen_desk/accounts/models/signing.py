"""What proves at the door that somebody is who they say."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Totp(models.Model):
    """The six digits of an app on somebody's telephone.

    Attributes:
        sealed: the shared secret, sealed for this user's number.
        confirmed_at: when the first right code was given; before that it opens nothing.
        last_step: the latest 30-second step whose code was used; that code and older ones are refused.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="totp")
    sealed = models.BinaryField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"TOTP of user {self.user_id}"


class RecoveryCode(models.Model):
    """One of ten codes on paper, each good once; only its digest is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"recovery code {self.pk} of user {self.user_id}"


class Passkey(models.Model):
    """A key that lives in somebody's device or token; the desk knows its public half.

    Attributes:
        credential: what the browser calls the key (base64url).
        attested: its number and public key as WebAuthn writes them.
        counter: the device's own count of uses; one that does not grow was copied.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="passkeys")
    label = models.CharField(max_length=60)
    credential = models.CharField(max_length=1400, unique=True)
    attested = models.BinaryField()
    counter = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"passkey {self.pk} of user {self.user_id}"


class Attempt(models.Model):
    """One try to sign in, kept while it counts. `key` is a digest: people type passwords where names belong."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "at"]), models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"attempt {self.pk}"
