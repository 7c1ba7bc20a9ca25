"""Passkeys: a key pair in somebody's device; it answers to this desk's own address only, so that no look-alike page
gets an answer. Browsers allow them on `localhost`, not on a bare number like 127.0.0.1."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from tumen.errors import SignInRefused
from tumen_desk.accounts import alarms, hooks
from tumen_desk.accounts.models import Passkey

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

HOST: Final = "localhost"
MOST: Final = 10
_NO: Final = "This passkey does not open an account here."


def registration_begin(user: User, *, port: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser needs to make a passkey, and the state to keep until it answers."""
    server = _server(port)
    options, state = server.register_begin(
        PublicKeyCredentialUserEntity(
            # The device shows the user name; the number alone goes into the key.
            id=f"user:{user.pk}".encode(),
            name=user.username,
            display_name=user.username,
        ),
        [AttestedCredentialData(bytes(p.attested)) for p in Passkey.objects.filter(user=user)],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options), state


@transaction.atomic
def passkey_add(
    *, actor: User, state: Mapping[str, Any], answer: Mapping[str, Any], label: str, port: int
) -> Passkey:
    """Keep the public half of a passkey the browser just made. Logged.

    Raises:
        SignInRefused: the answer is not to what was asked, or comes from another address.
    """
    try:
        made = _server(port).register_complete(state, answer)
    except (ValueError, KeyError, TypeError) as error:
        raise SignInRefused("The browser's answer does not fit what was asked.") from error
    key = made.credential_data
    if key is None or Passkey.objects.filter(user=actor).count() >= MOST:
        raise SignInRefused("No more passkeys can be kept for this account.")
    passkey = Passkey.objects.create(
        user=actor,
        label=label.strip()[:60] or "passkey",
        credential=websafe_encode(key.credential_id),
        attested=bytes(key),
        counter=made.counter,
    )
    hooks.tell(actor, "accounts.passkey_add", f"user:{actor.pk}")
    return passkey


def sign_in_begin(*, port: int, user: User | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser needs to ask for a passkey: any of this desk's, or those of one user."""
    known = None
    if user is not None:
        known = [AttestedCredentialData(bytes(p.attested)) for p in Passkey.objects.filter(user=user)]
    options, state = _server(port).authenticate_begin(
        known, user_verification=UserVerificationRequirement.REQUIRED
    )
    return dict(options), state


def passkey_use(*, state: Mapping[str, Any], answer: Mapping[str, Any], port: int) -> User:
    """Whose passkey answered. Its owner's sign-in is not kept waiting by other people's guesses.

    Raises:
        SignInRefused: unknown key, wrong signature, another address, a closed account, or a copied key.
    """
    try:
        given = AuthenticationResponse.from_dict(answer)
        known = Passkey.objects.select_related("user").filter(credential=websafe_encode(given.raw_id)).first()
        if known is None or not known.user.is_active:
            raise SignInRefused(_NO)
        _server(port).authenticate_complete(state, [AttestedCredentialData(bytes(known.attested))], given)
    except (ValueError, KeyError, TypeError) as error:
        raise SignInRefused(_NO) from error
    counter = given.response.authenticator_data.counter
    # Two answers at once: one of them finds that the count has moved.
    moved = Passkey.objects.filter(pk=known.pk, counter=known.counter).update(
        counter=counter, used_at=datetime.now(UTC)
    )
    if not moved or (counter and counter <= known.counter):
        alarms.raise_once("passkey_copied", about=known.user, details={"passkey": known.pk})
        raise SignInRefused(_NO)
    return known.user


def _server(port: int) -> Fido2Server:
    origins = {f"http://{HOST}:{port}", f"https://{HOST}:{port}"}
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=HOST, name="Tumen"), verify_origin=lambda origin: origin in origins
    )
