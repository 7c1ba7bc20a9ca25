"""Signed heads of the log: made here, kept elsewhere. Whoever holds one finds out if anything before it was altered.

A head is a signed note of text (after the manner of C2SP's tlog-checkpoint specification, with the time and the public
key as further lines), so that paper, mail and a partner's desk can carry it and `verify_log.py` can read it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import transaction

from tumen.errors import HeadRefused
from tumen_desk.accounts import alarms
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log, merkle
from tumen_desk.audit.models import Countersignature, Entry, Head, Witness
from tumen_desk.audit.verify_log import Head as Note
from tumen_desk.audit.verify_log import Unreadable, only_added_to
from tumen_desk.store import standing

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

EVERY_ENTRIES: Final = 500
EVERY: Final = timedelta(hours=24)
_PURPOSE: Final = "signature of the audit log"


def public_key() -> bytes:
    """The key that others check our heads with, 32 bytes. It stands through every rotation."""
    return _secret().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def origin() -> str:
    """What this desk's log is called; it says nothing about whose desk it is."""
    return f"tumen-desk-log/{hashlib.sha256(public_key()).hexdigest()[:12]}"


def head_make(*, actor: User | None, after: Head | None = None) -> Head:
    """Sign the log as it is now. Logged, so the entry about it stands before the head of tomorrow.

    Args:
        actor: who signs; None for the desk itself.
        after: an earlier head: the log must continue it, and only what came later is walked entry by entry.

    Raises:
        HeadRefused: the chain does not hold; a broken log is not signed.
    """
    if actor is not None:
        require(actor, Door.AUDIT_READ)
    broken = _break_since(after)
    if broken is not None:
        alarms.raise_once("log_altered", details={"entry": broken})
        raise HeadRefused(f"The chain breaks at entry {broken}; a broken log is not signed.", entry=broken)
    with transaction.atomic():
        log.write(actor, "audit.head_make", "log:0")
        leaves = _leaves()
        now = datetime.now(UTC).replace(microsecond=0)
        root = merkle.root(leaves)
        body = _body(len(leaves), root, now)
        text = f"{body}\n{_signature_line(body)}\n"
        return Head.objects.create(size=len(leaves), root=root.hex(), text=text, made_at=now, made_by=actor)


def _break_since(head: Head | None) -> int | None:
    if head is None:
        return log.first_break()
    leaves = _leaves()
    if len(leaves) < head.size or merkle.root(leaves[: head.size]).hex() != head.root:
        return log.first_break() or int(head.size)
    return log.first_break(known=head.size)


@transaction.atomic
def head_left(*, actor: User, head: Head, how: str) -> None:
    """Note by which way a head left the machine. Logged."""
    require(actor, Door.AUDIT_READ)
    if how not in head.left_how:
        head.left_how = f"{head.left_how}, {how}".strip(", ")
    head.left_at = head.left_at or datetime.now(UTC)
    head.save()
    log.write(actor, "audit.head_leave", f"head:{head.pk}", how=how)


def is_due() -> bool:
    """True when 500 entries or 24 hours lie after the last head that left the machine: so much could be rewritten."""
    last = Head.objects.filter(left_at__isnull=False).first()
    if last is None:
        return Entry.objects.exists()
    fresh = Entry.objects.count() - last.size
    return fresh >= EVERY_ENTRIES or (fresh > 2 and datetime.now(UTC) - last.made_at > EVERY)


def read(text: str) -> Note:
    """A head that was kept outside.

    Raises:
        HeadRefused: it is no head, or its signature does not fit the key it names.
    """
    try:
        note = Note(text)
    except Unreadable as error:
        raise HeadRefused("This is not a signed head.") from error
    if not any(_fits(note.key, note.message, given) for _, given in note.signatures):
        raise HeadRefused("The signature under this head does not fit: it was altered.")
    return note


def against(text: str) -> str:
    """Hold the log against a head that was kept outside; what is wrong, or nothing.

    Raises:
        HeadRefused: it is no head of this desk.
    """
    note = read(text)
    if note.key != public_key():
        raise HeadRefused("This head is of another desk.")
    leaves = _leaves()
    if len(leaves) < note.size:
        return f"The log has {len(leaves)} entries; the head stands for {note.size}. Some were cut off."
    if merkle.root(leaves[: note.size]) != note.root:
        return f"One of the first {note.size} entries was altered, removed, added or moved."
    return ""


def proof_of(sequence: int, head: Head) -> dict[str, object]:
    """What a third party needs beside the head to see that one entry is in the log.

    Raises:
        HeadRefused: the entry is later than the head.
    """
    entry = Entry.objects.get(pk=sequence)
    index = Entry.objects.filter(sequence__lt=sequence).count()
    if index >= head.size:
        raise HeadRefused("This entry is later than the head.", hint="Make a new head first.")
    path = merkle.inclusion(_leaves()[: head.size], index)
    return {"entry": log.content(entry).decode(), "index": index, "path": [part.hex() for part in path]}


def growth(earlier: int, head: Head) -> dict[str, object]:
    """What a third party needs beside two heads to see that the log was only added to."""
    return {"path": [part.hex() for part in merkle.consistency(_leaves()[: head.size], earlier)]}


def exported(head: Head) -> Iterator[bytes]:
    """Every entry the head stands for, one a line, for `verify_log.py log`."""
    for entry in Entry.objects.order_by("sequence")[: head.size].iterator(chunk_size=2000):
        yield log.content(entry) + b"\n"


@transaction.atomic
def witness_add(*, actor: User, name: str, key: str) -> Witness:
    """A partner whose key was compared in person. Logged.

    Raises:
        HeadRefused: this is no public key.
    """
    require(actor, Door.AUDIT_READ)
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key.strip()))
    except ValueError as error:
        raise HeadRefused("A public key is 64 hexadecimal digits.") from error
    witness, _ = Witness.objects.get_or_create(key=key.strip().lower(), defaults={"name": name.strip()[:100]})
    log.write(actor, "audit.witness_add", f"witness:{witness.pk}")
    return witness


def countersign(*, actor: User, text: str, path: list[str]) -> str:
    """Sign a partner's head, for them to keep: the line goes back to them. Logged.

    The first head of a partner is taken as it is; each later one must continue the one we signed before.

    Args:
        actor: who signs.
        text: the partner's head.
        path: their proof that it continues the last one we signed, as hex; empty for the first.

    Raises:
        HeadRefused: an unknown partner, an altered head, or one that does not continue the last.
    """
    require(actor, Door.AUDIT_READ)
    note = read(text)
    witness = Witness.objects.filter(key=note.key.hex()).first()
    if witness is None:
        raise HeadRefused(
            "No partner with this key is known here.", hint="Compare their key in person, and add them."
        )
    if witness.size:
        try:
            parts = [bytes.fromhex(part) for part in path]
        except ValueError as error:
            raise HeadRefused("The proof cannot be read.") from error
        before = bytes.fromhex(witness.root)
        if not only_added_to(witness.size, before, note.size, note.root, parts):
            alarms.raise_once("log_altered", details={"partner": witness.pk})
            raise HeadRefused("This head does not continue the last one signed here: their log was altered.")
    with transaction.atomic():
        witness.size, witness.root = note.size, note.root.hex()
        witness.save()
        log.write(actor, "audit.head_countersign", f"witness:{witness.pk}", size=note.size)
    return _signature_line(note.message.decode())


@transaction.atomic
def countersignature_keep(*, actor: User, head: Head, line: str) -> Countersignature:
    """Keep a partner's signature under one of our heads. Logged.

    Raises:
        HeadRefused: it is not by a partner known here.
    """
    require(actor, Door.AUDIT_READ)
    note = read(head.text + line.strip() + "\n")
    given = note.signatures[-1][1]
    for witness in Witness.objects.all():
        if _fits(bytes.fromhex(witness.key), note.message, given):
            kept, _ = Countersignature.objects.get_or_create(
                head=head, witness=witness, defaults={"line": line.strip(), "at": datetime.now(UTC)}
            )
            head_left(actor=actor, head=head, how="partner")
            return kept
    raise HeadRefused("This signature is by no partner known here.")


def signed_text(head: Head) -> str:
    """A head with every signature under it."""
    lines = head.countersignatures.order_by("id").values_list("line", flat=True)
    return head.text + "".join(f"{line}\n" for line in lines)


def _leaves() -> list[bytes]:
    return [
        bytes.fromhex(digest)
        for digest in Entry.objects.order_by("sequence")
        .values_list("digest", flat=True)
        .iterator(chunk_size=5000)
    ]


def _body(size: int, root: bytes, now: datetime) -> str:
    lines = (
        origin(),
        str(size),
        base64.b64encode(root).decode(),
        now.isoformat(),
        f"key {public_key().hex()}",
    )
    return "\n".join(lines) + "\n"


def _signature_line(body: str) -> str:
    given = _secret().sign(body.encode())
    return f"— {origin()} {base64.b64encode(given).decode()}"


def _secret() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(standing.key(_PURPOSE))


def _fits(key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
