"""What is checked before a file of an exchange is taken in; whatever is refused leaves everything as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from tumen.errors import (
    ExchangeDamaged,
    ExchangeFolderError,
    ExchangeForeign,
    ExchangeTermsError,
    ExchangeUsed,
)
from tumen.linkage.private.entry import Entry, check_entry
from tumen.linkage.private.envelope import Header, Opened, verify
from tumen.linkage.private.keys import reading_of
from tumen.linkage.private.state import State, closed
from tumen.linkage.private.terms import Reveal, Terms


def read_file(file: Path | str) -> bytes:
    """The bytes of a file.

    Raises:
        ExchangeFolderError: it cannot be read.
    """
    try:
        return Path(file).read_bytes()
    except OSError as fault:
        raise ExchangeFolderError(f"The file cannot be read: {type(fault).__name__}.") from fault


def refuse_foreign(folder: Path, raw: bytes, header: Header, me: str) -> None:
    """Refuse a file for somebody else, and any file of an exchange that is over.

    Raises:
        ExchangeUsed: the exchange is over.
        ExchangeForeign: for another organisation.
    """
    over = closed(folder, header.exchange)
    if over is not None:
        again = hashlib.sha256(raw).hexdigest() in over["seen"]
        raise ExchangeUsed(
            "This file was taken in already; the exchange is over." if again else "That exchange is over.",
            hint="Its outcome lies in the folder `result` of the exchange.",
        )
    if header.turn >= 0 and header.receiver != me:
        raise ExchangeForeign(f"This file is for {header.receiver}, not for {me}.")


def terms_in(opened: Opened) -> Terms:
    """The terms in an opened file.

    Raises:
        ExchangeDamaged: there are none.
    """
    try:
        return Terms.from_plain(opened.meta["terms"])
    except KeyError as fault:
        raise ExchangeDamaged("The file holds no terms.") from fault


def refuse_terms(terms: Terms, agree: Reveal) -> None:
    """Refuse terms that the own organisation did not agree to, or that this program cannot keep.

    Raises:
        ExchangeTermsError: either of them.
    """
    if terms.reveal == "records" and agree != "records":
        raise ExchangeTermsError(
            "The other side asks that matched records are revealed to both; you have not agreed to that.",
            hint="Agree to it in so many words, or ask for an exchange of counts only.",
        )
    if reading_of(terms.recipe, terms.pack) != terms.reading:
        raise ExchangeTermsError(
            "The other side's program reads names differently: the lists would seem to have nothing in common.",
            hint="Install the same version of the program on both sides.",
        )


def check_turn(state: State, opened: Opened) -> None:
    """Whether a file is the one that is due, from the organisation whose turn it was.

    Raises:
        ExchangeUsed: taken in before, or not the one that is due.
        ExchangeForeign: from somebody else.
    """
    header, order = opened.header, state.terms.organisations
    if opened.sha256 in state.seen:
        raise ExchangeUsed(
            f"This file was answered already: {state.seen[opened.sha256]}.", file=state.seen[opened.sha256]
        )
    if header.sender != order[header.turn % len(order)] or state.me != order[(header.turn + 1) % len(order)]:
        raise ExchangeForeign("The file does not come from the organisation whose turn it was.")
    if header.turn != _expected(state):
        raise ExchangeUsed(f"File {header.turn} of this exchange is not the one that is due.")


def _expected(state: State) -> int:
    place, lists = state.terms.organisations.index(state.me), len(state.terms.organisations)
    begun = 1 if place == 0 else 0
    return place - 1 + lists * (len(state.seen) + begun)


def entries_in(
    opened: Opened, terms: Terms, *, known: Mapping[str, str]
) -> tuple[tuple[Entry, ...], dict[str, str]]:
    """The lists of a file and the public keys of their owners, all checked.

    Args:
        opened: the file.
        terms: what was agreed.
        known: organisation → public key, as seen in earlier files.

    Raises:
        ExchangeDamaged: altered, or not readable.
        ExchangeForeign: signed by somebody else than before, or of somebody who does not take part.
        PrivateListError: too few or too many persons.
    """
    try:
        signers = {str(name): str(key) for name, key in opened.meta["signers"].items()}
        entries = tuple(
            Entry.from_plain(plain, points)
            for plain, points in zip(opened.meta["entries"], opened.parts, strict=True)
        )
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise ExchangeDamaged("The lists in this file cannot be read.") from fault
    if any(known.get(name, key) != key for name, key in signers.items()):
        raise ExchangeForeign("An organisation signs with another key than before.")
    verify(opened, signers.get(opened.header.sender, ""))
    for entry in entries:
        check_entry(entry, terms, signers)
    return entries, signers
