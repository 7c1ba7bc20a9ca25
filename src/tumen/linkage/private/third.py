"""A third who compares complete lists and holds no key: two key pairs of its own, an invitation, a count."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
from nacl.public import PrivateKey

from tumen.errors import ExchangeDamaged, ExchangeForeign, ExchangeTermsError, ExchangeUsed
from tumen.linkage.private import ledger
from tumen.linkage.private.comparing import matches
from tumen.linkage.private.entry import Entry, as_list
from tumen.linkage.private.envelope import (
    Opened,
    open_by_third,
    pack,
    public_sign,
    read_header,
    unpack,
)
from tumen.linkage.private.exchange import SUFFIX
from tumen.linkage.private.overlap import Overlap, overlap
from tumen.linkage.private.receiving import entries_in, read_file, terms_in
from tumen.linkage.private.secret import phrase
from tumen.linkage.private.state import folder_of, write_whole
from tumen.linkage.private.terms import Terms, ThirdParty
from tumen.progress import SILENT, Progress

INVITATION: Final = "invitation.json"
_KEYS: Final = "third.keys"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a third did: the outcome, and the file to give to every organisation."""

    overlap: Overlap
    file: Path
    organisations: tuple[str, ...]


def become_third(folder: Path | str, name: str) -> tuple[Path, str]:
    """Make the keys of a third.

    Returns:
        the invitation to give to the organisation that begins, and words to read to it.

    Raises:
        ExchangeTermsError: the folder holds keys already.
    """
    place = Path(folder)
    if (place / _KEYS).exists():
        raise ExchangeTermsError(
            "This folder holds the keys of a third already.", hint="Name another folder."
        )
    box, sign = PrivateKey.generate(), os.urandom(32)
    party = ThirdParty(name=name, box=bytes(box.public_key).hex(), sign=public_sign(sign))
    write_whole(place / _KEYS, json.dumps({"box": bytes(box).hex(), "sign": sign.hex()}).encode())
    write_whole(place / INVITATION, json.dumps(asdict(party), ensure_ascii=False, indent=1).encode())
    return place / INVITATION, words_of(party)


def invited(file: Path | str) -> ThirdParty:
    """The third of an invitation.

    Raises:
        ExchangeDamaged: not an invitation.
    """
    try:
        party = ThirdParty(**json.loads(read_file(file)))
        if len(bytes.fromhex(party.box)) == len(bytes.fromhex(party.sign)) == 32 and party.name:
            return party
    except (ValueError, TypeError) as fault:
        raise ExchangeDamaged("This is not the invitation of a third.") from fault
    raise ExchangeDamaged("This is not the invitation of a third.")


def words_of(party: ThirdParty) -> str:
    """Words that are equal on two screens when the keys of the third are."""
    return phrase(bytes.fromhex(party.box + party.sign))


def count(
    folder: Path | str,
    file: Path | str,
    *,
    rng: np.random.Generator,
    now: datetime | None = None,
    progress: Progress = SILENT,
) -> Counted:
    """Compare the complete lists of an exchange and write the outcome for all organisations.

    Args:
        folder: where the keys of the third lie.
        file: what the last organisation sent.
        rng: draws the noise of the counts.
        now: the moment; None: now.
        progress: told of the lists compared.

    Raises:
        ExchangeDamaged, ExchangeForeign, ExchangeUsed, ExchangeExpired: the file is altered, for somebody else,
            counted already, or too old.
        PrivateListError: a list is too short or too long.
    """
    place, moment = Path(folder), now or datetime.now(UTC)
    box, sign = _own_keys(place)
    raw = read_file(file)
    header = read_header(raw, now=moment)
    target = folder_of(place, header.exchange) / f"outcome{SUFFIX}"
    if target.exists():
        raise ExchangeUsed("This exchange was counted already; a second count would thin out the noise.")
    if header.check != _public(box)[:12]:
        raise ExchangeForeign("This file is not sealed for you.")
    opened = unpack(raw, header, _opener(box), check=header.check)
    terms, entries = _taken_in(opened, _public(box))
    lists = [as_list(entry, terms, box=box) for entry in entries]
    outcome = overlap(
        matches(lists, terms.recipe, progress=progress), [len(each) for each in lists], terms, rng=rng
    )
    write_whole(target, _signed(terms, outcome, sign))
    ledger.note(
        place, "counted", now=moment, exchange=terms.exchange, organisations=list(terms.organisations),
        counts=dict(outcome.counts),
    )  # fmt: skip
    return Counted(overlap=outcome, file=target, organisations=terms.organisations)


def _signed(terms: Terms, outcome: Overlap, sign: bytes) -> bytes:
    third = terms.third
    return pack(
        exchange=terms.exchange, turn=-1, sender=third.name if third else "", receiver="", expires=terms.expires,
        check="", meta={"terms": terms.digest.hex(), "overlap": outcome.as_plain()}, parts=(),
        seal=lambda plain, _: plain, sign=sign,
    )  # fmt: skip


def _taken_in(opened: Opened, box: str) -> tuple[Terms, list[Entry]]:
    """Terms and lists of a file, checked; lists in the order of the organisations."""
    terms = terms_in(opened)
    if terms.third is None or terms.third.box != box or terms.exchange != opened.header.exchange:
        raise ExchangeForeign("You are not the third of this exchange.")
    entries, _ = entries_in(opened, terms, known={})
    if sorted(e.owner for e in entries) != sorted(terms.organisations) or not all(e.sealed for e in entries):
        raise ExchangeDamaged("Not every list is there and complete.")
    return terms, sorted(entries, key=lambda entry: terms.organisations.index(entry.owner))


def _own_keys(folder: Path) -> tuple[bytes, bytes]:
    try:
        plain = json.loads((folder / _KEYS).read_text(encoding="utf-8"))
        return bytes.fromhex(plain["box"]), bytes.fromhex(plain["sign"])
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise ExchangeForeign("This folder holds no keys of a third.") from fault


def _public(box: bytes) -> str:
    return bytes(PrivateKey(box).public_key).hex()


def _opener(box: bytes) -> Callable[[bytes, bytes], bytes]:
    return lambda sealed, _: open_by_third(box, sealed)
