"""What an organisation keeps between two steps of an exchange: sealed with the secret, destroyed when it is over."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tumen.errors import ExchangeDamaged, ExchangeFolderError, ExchangeForeign, ExchangeSecretError
from tumen.linkage.private.envelope import Lock
from tumen.linkage.private.terms import Terms

_STATE: Final = "keys.sealed"
_CLOSED: Final = "closed.json"


@dataclass(slots=True, kw_only=True, repr=False)
class State:
    """The own side of an exchange.

    Attributes:
        mask: the secret number, hexadecimal; empty once every list carries this mask.
        sign: the signing key of this exchange, hexadecimal.
        signers: organisation → public signing key, as first seen.
        ids: the own persons in the order of the masked list; only where records may be revealed.
        seen: SHA-256 of each file taken in → the file that was written for it.
    """

    terms: Terms
    me: str
    mask: str
    sign: str
    signers: dict[str, str] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)

    @property
    def exchange(self) -> str:
        """The number of the exchange."""
        return self.terms.exchange


def folder_of(folder: Path, exchange: str) -> Path:
    """Where an exchange keeps its files."""
    return folder / exchange[:12]


def closed(folder: Path, exchange: str) -> dict[str, Any] | None:
    """What is known of an exchange that is over, None of any other."""
    path = folder_of(folder, exchange) / _CLOSED
    if not path.is_file():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise ExchangeFolderError("The note of a finished exchange cannot be read.") from fault
    return found if isinstance(found, dict) else None


def save(folder: Path, state: State, lock: Lock) -> None:
    """Write the state; the old one stays until the new one is whole."""
    plain = {name: getattr(state, name) for name in ("me", "mask", "sign", "signers", "ids", "seen")} | {
        "terms": state.terms.as_plain()
    }
    sealed = lock.seal(json.dumps(plain).encode(), b"state")
    write_whole(folder_of(folder, state.exchange) / _STATE, sealed)


def load(folder: Path, exchange: str, lock: Lock) -> State:
    """The state of an exchange.

    Raises:
        ExchangeForeign: no such exchange in this folder.
        ExchangeSecretError: another secret.
    """
    path = folder_of(folder, exchange) / _STATE
    if not path.is_file():
        raise ExchangeForeign("This folder knows nothing of that exchange.")
    try:
        plain = json.loads(lock.open(path.read_bytes(), b"state"))
    except ExchangeDamaged as fault:
        raise ExchangeSecretError("The secret does not open the keys of this exchange.") from fault
    except OSError as fault:
        raise ExchangeFolderError("The keys of this exchange cannot be read.") from fault
    return State(terms=Terms.from_plain(plain.pop("terms")), **plain)


def destroy(folder: Path, state: State, *, now: str) -> None:
    """Overwrite and delete the keys; only which files were taken in stays known, so that none counts twice."""
    place = folder_of(folder, state.exchange)
    kept = {"exchange": state.exchange, "closed": now, "me": state.me, "seen": state.seen}
    write_whole(place / _CLOSED, json.dumps(kept, indent=1).encode())
    path = place / _STATE
    try:
        if path.exists():
            path.write_bytes(os.urandom(path.stat().st_size))
            path.unlink()
    except OSError as fault:
        raise ExchangeFolderError(
            f"The keys of this exchange cannot be destroyed: {type(fault).__name__}."
        ) from fault


def write_whole(path: Path, content: bytes) -> None:
    """A file that is there complete or not at all, readable for its owner only.

    Raises:
        ExchangeFolderError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as fault:
        raise ExchangeFolderError(f"The folder cannot be written: {type(fault).__name__}.") from fault
