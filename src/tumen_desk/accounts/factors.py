"""Second factors: an app's codes, codes on paper, passkeys. Secrets are sealed, codes on paper kept as digests."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction

from tumen.errors import SignInRefused
from tumen_desk.accounts import alarms, approvals, hooks, totp
from tumen_desk.accounts.access import Door, require
from tumen_desk.accounts.deeds import Deed, deed
from tumen_desk.accounts.models import Passkey, RecoveryCode, Totp
from tumen_desk.store import standing

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

CODES: Final = 10
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_PURPOSE: Final = "second factors"

RESET: Final = deed(
    Deed(
        code="accounts.factors_reset",
        label="Take somebody's second factors away",
        asks=Door.DESK_MANAGE,
        warns="Speak to the person yourself: whoever asks for this in their name could come in as them.",
    )
)


def has_factor(user: User) -> bool:
    """True once something beyond the password is asked of them."""
    return Passkey.objects.filter(user=user).exists() or _confirmed(user) is not None


@transaction.atomic
def totp_begin(*, actor: User) -> bytes:
    """A fresh secret for one's own app; it opens nothing until a code of it was given. Returns the secret."""
    secret = secrets.token_bytes(20)
    if _confirmed(actor) is not None:
        raise SignInRefused("An app is set up already.", hint="Take it away first, then set up the new one.")
    Totp.objects.update_or_create(user=actor, defaults={"sealed": _seal(actor, secret), "confirmed_at": None})
    return secret


def totp_pending(user: User) -> bytes | None:
    """The secret that waits for its first code."""
    found = Totp.objects.filter(user=user, confirmed_at__isnull=True).first()
    return None if found is None else _open(found)


@transaction.atomic
def totp_confirm(*, actor: User, code: str) -> None:
    """The first right code: from now on the app is asked for. Logged.

    Raises:
        SignInRefused: the code does not fit.
    """
    found = Totp.objects.filter(user=actor, confirmed_at__isnull=True).first()
    step = None if found is None else totp.fitting_step(_open(found), _plain(code), now=time.time(), after=0)
    if found is None or step is None:
        raise SignInRefused(
            "This code does not fit.", hint="Look at the clock of the telephone; then try again."
        )
    found.confirmed_at, found.last_step = datetime.now(UTC), step
    found.save()
    hooks.tell(actor, "accounts.totp_confirm", f"user:{actor.pk}")


@transaction.atomic
def code_use(*, actor: User, code: str) -> str:
    """Take a code of the app or of the paper. Each serves once. Returns which it was: `totp` or `recovery`.

    Raises:
        SignInRefused: it does not fit, or was used before.
    """
    plain = _plain(code)
    if plain.isdecimal() and (app := _confirmed(actor)) is not None:
        step = totp.fitting_step(_open(app), plain, now=time.time(), after=app.last_step)
        if step is not None:
            app.last_step = step
            app.save()
            return "totp"
    paper = RecoveryCode.objects.filter(digest=_digest(actor, plain), used_at__isnull=True).first()
    if paper is None:
        raise SignInRefused("This code does not fit, or was used already.")
    paper.used_at = datetime.now(UTC)
    paper.save()
    left = RecoveryCode.objects.filter(user=actor, used_at__isnull=True).count()
    hooks.tell(actor, "accounts.recovery_code_use", f"user:{actor.pk}", left=left)
    alarms.raise_once("recovery_code", about=actor, details={"left": left})
    return "recovery"


@transaction.atomic
def recovery_codes_make(*, actor: User) -> list[str]:
    """Ten fresh codes for paper; earlier ones open nothing any more. Shown once, here. Logged."""
    RecoveryCode.objects.filter(user=actor).delete()
    codes = ["-".join(_word() for _ in range(4)) for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=actor, digest=_digest(actor, _plain(code))) for code in codes
    )
    hooks.tell(actor, "accounts.recovery_codes_make", f"user:{actor.pk}", codes=CODES)
    return codes


@transaction.atomic
def totp_drop(*, actor: User) -> None:
    """Take one's own app away, where another factor stays. Logged.

    Raises:
        SignInRefused: it is the last factor.
    """
    if not Passkey.objects.filter(user=actor).exists():
        raise SignInRefused("This is your only second factor.", hint="Add a passkey first.")
    Totp.objects.filter(user=actor).delete()
    hooks.tell(actor, "accounts.totp_drop", f"user:{actor.pk}")


@transaction.atomic
def passkey_drop(*, actor: User, passkey: Passkey) -> None:
    """Take one's own passkey away, where another factor stays. Logged.

    Raises:
        SignInRefused: it is the last factor.
    """
    others = Passkey.objects.filter(user=actor).exclude(pk=passkey.pk)
    if passkey.user_id != actor.pk or not (others.exists() or _confirmed(actor)):
        raise SignInRefused("This is your only second factor.", hint="Add another one first.")
    passkey.delete()
    hooks.tell(actor, "accounts.passkey_drop", f"user:{actor.pk}")


@transaction.atomic
def factors_reset(*, actor: User, user: User) -> None:
    """Take all second factors of somebody away, for a lost telephone; a second person has agreed. Logged, alarmed.

    Raises:
        SecondPersonNeeded: nobody agreed.
    """
    require(actor, Door.DESK_MANAGE)
    approvals.spend(actor=actor, deed=RESET.code, subject=f"user:{user.pk}", content={})
    for table in (Totp, RecoveryCode, Passkey):
        table._default_manager.filter(user=user).delete()
    user.session_epoch += 1
    user.save(update_fields=["session_epoch"])
    hooks.tell(actor, "accounts.factors_reset", f"user:{user.pk}")
    alarms.raise_once("factor_reset", about=user)


def _confirmed(user: User) -> Totp | None:
    return Totp.objects.filter(user=user, confirmed_at__isnull=False).first()


def _seal(user: User, secret: bytes) -> bytes:
    return standing.seal(secret, purpose=_PURPOSE, place=f"totp:{user.pk}:secret")


def _open(found: Totp) -> bytes:
    return standing.unseal(found.sealed, purpose=_PURPOSE, place=f"totp:{found.user_id}:secret")


def _plain(code: str) -> str:
    return "".join(code.split()).replace("-", "").casefold()


def _word() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(4))


def _digest(user: User, code: str) -> str:
    # Sixteen letters of thirty-one are 79 bits: no slow digest is needed, and the key keeps tables useless elsewhere.
    return standing.digest(f"{user.pk}:{code}", purpose=_PURPOSE)
