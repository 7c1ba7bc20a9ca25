"""The steps of an exchange: begin, answer, and so on until every list lies under every mask. One file travels.

The file goes round the organisations in their order. Whoever receives it adds the own list once, and lays the own
mask on every list that lacks it. For two organisations that is three files: the list of the first; both lists; both
complete. A third, where there is one, gets the complete lists, each sealed for the third by whoever completed it,
so that no organisation ever sees two complete lists.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from tumen.errors import (
    ExchangeDamaged,
    ExchangeFolderError,
    ExchangeForeign,
    ExchangeUsed,
    PrivateListError,
)
from tumen.linkage.private import ledger
from tumen.linkage.private.comparing import matches
from tumen.linkage.private.entry import Entry, as_list, check_size, own_entry, under_my_mask
from tumen.linkage.private.envelope import (
    Header,
    Lock,
    Opened,
    for_third,
    pack,
    public_sign,
    read_header,
    unpack,
    verify,
)
from tumen.linkage.private.exposure import Exposure, exposure
from tumen.linkage.private.keys import make_keys
from tumen.linkage.private.overlap import Overlap, overlap, write_overlap
from tumen.linkage.private.points import new_mask
from tumen.linkage.private.receiving import (
    check_turn,
    entries_in,
    read_file,
    refuse_foreign,
    refuse_terms,
    terms_in,
)
from tumen.linkage.private.records import Records
from tumen.linkage.private.secret import phrase
from tumen.linkage.private.state import State, destroy, folder_of, load, save, write_whole
from tumen.linkage.private.terms import Reveal, Terms
from tumen.progress import SILENT, Progress

SUFFIX: Final = ".tumen-overlap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one step did.

    Attributes:
        exchange: number of the exchange.
        file: what to send, None when nothing is left to send.
        receiver: to whom.
        check: words to read to the others; they are equal when secret and terms are.
        exposed: what the own list exposes; None when it was not sent in this step.
        taking_part, withheld, keyless: persons sent, left out for want of consent, and without any usable key.
        overlap: the outcome, once there is one.
        results: files of the outcome.
    """

    exchange: str
    check: str
    file: Path | None = None
    receiver: str = ""
    exposed: Exposure | None = None
    taking_part: int = 0
    withheld: int = 0
    keyless: int = 0
    overlap: Overlap | None = None
    results: tuple[Path, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Desk:
    """Everything one step works with."""

    folder: Path
    state: State
    lock: Lock
    now: datetime
    progress: Progress
    entries: tuple[Entry, ...] = ()
    added: Step | None = None


def begin(
    folder: Path | str,
    records: Records,
    *,
    terms: Terms,
    secret: bytes,
    reason: str = "",
    now: datetime | None = None,
    progress: Progress = SILENT,
) -> Step:
    """Begin an exchange: the first organisation writes the first file.

    Args:
        folder: where the own exchanges and their record lie.
        records: the own list.
        terms: what was agreed; see `agreed`.
        secret: see `read_secret`.
        reason: why the same organisations compare again within the waiting time.
        now: the moment; None: now.
        progress: told of the keys.

    Raises:
        PrivateListError: the list is too short or too long.
        ExchangeTooSoon: these organisations compared within the waiting time.
        ExchangeFolderError: the folder cannot be written.
    """
    place, moment = Path(folder), now or datetime.now(UTC)
    _clean(place, moment)
    state = State(terms=terms, me=terms.organisations[0], mask=new_mask().hex(), sign=os.urandom(32).hex())
    desk = _Desk(folder=place, state=state, lock=Lock(secret, terms.exchange), now=moment, progress=progress)
    _add_own(desk, records, reason)
    return _send_on(desk, turn=0, taken="")


def answer(
    folder: Path | str,
    file: Path | str,
    *,
    me: str,
    secret: bytes,
    records: Records | None = None,
    agree: Reveal = "counts",
    reason: str = "",
    now: datetime | None = None,
    progress: Progress = SILENT,
) -> Step:
    """Take in a file of an exchange: add the own list if it is not in yet, mask what lacks the own mask, send on or
    finish.

    Args:
        folder: where the own exchanges and their record lie.
        file: what was received; it is left as it is.
        me: the own organisation, as the terms name it.
        secret: see `read_secret`.
        records: the own list; needed the first time.
        agree: `records` where the own organisation agrees that records are revealed.
        reason: why the same organisations compare again within the waiting time.
        now: the moment; None: now.
        progress: told of the keys.

    Raises:
        ExchangeDamaged, ExchangeForeign, ExchangeUsed, ExchangeExpired, ExchangeSecretError: the file is altered or
            cut, another's, used or out of turn, too old, or sealed with another secret.
        ExchangeTermsError: the terms were not agreed to, or this program reads names differently.
        PrivateListError: a list is too short or too long.
        ExchangeTooSoon: these organisations compared within the waiting time.
    """
    place, moment = Path(folder), now or datetime.now(UTC)
    _clean(place, moment)
    raw = read_file(file)
    header = read_header(raw, now=moment)
    refuse_foreign(place, raw, header, me)
    lock = Lock(secret, header.exchange)
    if header.turn < 0:
        return _take_result(place, raw, header, lock, moment)
    opened = unpack(raw, header, lock.open, check=lock.check)
    desk = _desk(place, opened, lock, me, moment, agree, progress)
    desk.entries, signers = entries_in(opened, desk.state.terms, known=desk.state.signers)
    desk.state.signers = {**signers, **desk.state.signers}
    if me not in {entry.owner for entry in desk.entries}:
        if records is None:
            raise PrivateListError("Your own list is needed to answer this file.", hint="Give your table.")
        _add_own(desk, records, reason)
    _mask_all(desk)
    return _send_on(desk, turn=header.turn + 1, taken=opened.sha256)


def terms_of(file: Path | str, *, secret: bytes, now: datetime | None = None) -> tuple[Terms, str]:
    """The terms in a file and the words that check them, without taking the file in.

    Raises:
        ExchangeDamaged, ExchangeExpired, ExchangeSecretError: see `answer`.
    """
    raw = read_file(file)
    header = read_header(raw, now=now or datetime.now(UTC))
    lock = Lock(secret, header.exchange)
    opened = unpack(raw, header, lock.open, check=lock.check)
    terms = Terms.from_plain(opened.meta["terms"])
    return terms, check_words(terms, lock)


def header_of(file: Path | str, *, now: datetime | None = None) -> Header:
    """What anybody can read on a file: which exchange, from whom, for whom. It is not proven.

    Raises:
        ExchangeDamaged, ExchangeExpired: see `answer`.
    """
    return read_header(read_file(file), now=now or datetime.now(UTC))


def check_words(terms: Terms, lock: Lock) -> str:
    """Words that are equal on two screens when secret and terms are."""
    return phrase(terms.digest + lock.key("phrase"))


def _desk(
    folder: Path, opened: Opened, lock: Lock, me: str, now: datetime, agree: Reveal, progress: Progress
) -> _Desk:
    header = opened.header
    terms = terms_in(opened)
    if terms.exchange != header.exchange or me not in terms.organisations:
        raise ExchangeForeign(f"{me} has no part in this exchange.")
    if (folder_of(folder, header.exchange) / "keys.sealed").is_file():
        state = load(folder, header.exchange, lock)
    elif header.turn != terms.organisations.index(me) - 1:
        raise ExchangeForeign("This folder knows nothing of that exchange: name the folder it was begun in.")
    else:
        refuse_terms(terms, agree)
        state = State(terms=terms, me=me, mask=new_mask().hex(), sign=os.urandom(32).hex())
    if state.me != me or state.terms.digest != terms.digest:
        raise ExchangeForeign("The file belongs to other terms than those this exchange was begun with.")
    check_turn(state, opened)
    return _Desk(folder=folder, state=state, lock=lock, now=now, progress=progress)


def _add_own(desk: _Desk, records: Records, reason: str) -> None:
    state, terms = desk.state, desk.state.terms
    check_size(len(records), terms, whose=state.me)
    partners = [each for each in terms.organisations if each != state.me]
    if not reason:
        ledger.refuse_repeats(
            desk.folder, partners, exchange=state.exchange, wait_days=terms.wait_days, now=desk.now
        )
    keys = make_keys(records, recipe=terms.recipe, pack=terms.pack, progress=desk.progress)
    known = {entry.owner: entry.persons for entry in desk.entries}
    guesses = sum(known.get(each, terms.largest) for each in partners)
    exposed = exposure(keys, guesses=guesses, limit=terms.exposure)
    if not exposed.kept:
        raise PrivateListError(
            f"Every kind of key would let a cheat find more than {terms.exposure:.0%} of your persons.",
            hint="Agree on a smaller largest list, or knowingly on a larger exposure.",
        )
    sign = bytes.fromhex(state.sign)
    entry, ids = own_entry(
        keys, terms, me=state.me, mask=bytes.fromhex(state.mask), sign=sign, exposed=exposed,
        domain=hashlib.sha256(desk.lock.key("points") + terms.digest).digest(), progress=desk.progress,
    )  # fmt: skip
    state.signers[state.me] = public_sign(sign)
    state.ids = ids if terms.reveal == "records" else []
    desk.entries = (*desk.entries, entry)
    desk.added = Step(
        exchange=state.exchange, check="", exposed=exposed, taking_part=len(records), withheld=records.withheld,
        keyless=keys.keyless,
    )  # fmt: skip
    ledger.note(
        desk.folder, "list masked", now=desk.now, exchange=state.exchange, partners=partners, persons=len(records),
        withheld=records.withheld, commitment=entry.commitment, exposure=round(exposed.bound, 4), reason=reason,
        reveal=terms.reveal, third=terms.third.name if terms.third else "",
    )  # fmt: skip


def _mask_all(desk: _Desk) -> None:
    state = desk.state
    if state.mask:
        desk.entries = tuple(
            under_my_mask(
                entry, state.terms, me=state.me, mask=bytes.fromhex(state.mask), progress=desk.progress
            )
            for entry in desk.entries
        )


def _send_on(desk: _Desk, *, turn: int, taken: str) -> Step:
    """Write the next file or the outcome; then, and only then, remember that this file was taken in."""
    state, terms = desk.state, desk.state.terms
    step = replace(desk.added or Step(exchange=state.exchange, check=""), check=check_words(terms, desk.lock))
    complete = len(desk.entries) == len(terms.organisations) and all(e.complete(terms) for e in desk.entries)
    lists = len(terms.organisations)
    receiver = terms.organisations[(turn + 1) % lists]
    if complete and terms.third is not None:
        receiver = terms.third.name
    path: Path | None = None
    if not (complete and terms.third is None and turn == 2 * lists - 1):
        path = folder_of(desk.folder, state.exchange) / f"{turn + 1}-for-{_plain_name(receiver)}{SUFFIX}"
        raw = _packed(desk, turn, receiver, to_third=complete and terms.third is not None)
        write_whole(path, raw)
        _note_sent(desk, path, raw, receiver)
    if taken:
        state.seen[taken] = path.name if path is not None else ""
    if len(desk.entries) == lists and all(state.me in entry.masks for entry in desk.entries):
        state.mask = ""
    step = replace(step, file=path, receiver=receiver if path is not None else "")
    if complete and terms.third is None:
        return _finish(desk, step)
    save(desk.folder, state, desk.lock)
    _note_expiry(desk)
    return step


def _packed(desk: _Desk, turn: int, receiver: str, *, to_third: bool) -> bytes:
    state, terms = desk.state, desk.state.terms
    third = terms.third

    def seal(plain: bytes, context: bytes) -> bytes:
        return (
            for_third(third.box, plain) if to_third and third is not None else desk.lock.seal(plain, context)
        )

    return pack(
        exchange=state.exchange, turn=turn, sender=state.me, receiver=receiver, expires=terms.expires,
        check=third.box[:12] if to_third and third is not None else desk.lock.check,
        meta={
            "terms": terms.as_plain(),
            "signers": state.signers,
            "entries": [entry.as_plain() for entry in desk.entries],
        },
        parts=tuple(entry.points for entry in desk.entries), seal=seal, sign=bytes.fromhex(state.sign),
    )  # fmt: skip


def _finish(desk: _Desk, step: Step) -> Step:
    """Compare, write the outcome, destroy the keys."""
    terms = desk.state.terms
    ordered = sorted(desk.entries, key=lambda entry: terms.organisations.index(entry.owner))
    found = matches([as_list(entry, terms) for entry in ordered], terms.recipe, progress=desk.progress)
    outcome = overlap(found, [entry.persons for entry in ordered], terms)
    return _close(desk.folder, desk.state, outcome, step, desk.now)


def _close(folder: Path, state: State, outcome: Overlap, step: Step, now: datetime) -> Step:
    results = write_overlap(outcome, folder_of(folder, state.exchange) / "result", me=state.me, ids=state.ids)
    ledger.note(
        folder, "outcome", now=now, exchange=state.exchange, counts=dict(outcome.counts),
        sha256=hashlib.sha256(results[0].read_bytes()).hexdigest(),
    )  # fmt: skip
    destroy(folder, state, now=now.isoformat(timespec="seconds"))
    ledger.note(folder, "keys destroyed", now=now, exchange=state.exchange)
    return replace(step, overlap=outcome, results=results)


def _take_result(folder: Path, raw: bytes, header: Header, lock: Lock, now: datetime) -> Step:
    """The outcome that a third sent."""
    state = load(folder, header.exchange, lock)
    third = state.terms.third
    if third is None or header.sender != third.name:
        raise ExchangeForeign("No third takes part in this exchange.")
    opened = unpack(raw, header, lambda body, _: body, check="")
    verify(opened, third.sign)
    if state.mask:
        raise ExchangeUsed("The outcome came before your own step was done.")
    try:
        outcome = Overlap.from_plain(opened.meta["overlap"])
    except (KeyError, TypeError, ValueError) as fault:
        raise ExchangeDamaged("The outcome cannot be read.") from fault
    if opened.meta.get("terms") != state.terms.digest.hex():
        raise ExchangeForeign("The outcome belongs to other terms.")
    state.seen[opened.sha256] = ""
    return _close(
        folder, state, outcome, Step(exchange=state.exchange, check=check_words(state.terms, lock)), now
    )


def _note_sent(desk: _Desk, path: Path, raw: bytes, receiver: str) -> None:
    facts: dict[str, Any] = {"exchange": desk.state.exchange, "receiver": receiver, "file": path.name}
    partners = [each for each in desk.state.terms.organisations if each != desk.state.me]
    event = ledger.SENT if desk.added is not None else "file written"
    facts["lists"] = {entry.owner: entry.commitment for entry in desk.entries}
    ledger.note(
        desk.folder, event, now=desk.now, partners=partners, sha256=hashlib.sha256(raw).hexdigest(), **facts
    )


def _plain_name(name: str) -> str:
    return re.sub(r"\W+", "-", name).strip("-") or "the-other"


def _note_expiry(desk: _Desk) -> None:
    place = folder_of(desk.folder, desk.state.exchange)
    write_whole(place / "expires", desk.state.terms.expires.encode())


def _clean(folder: Path, now: datetime) -> None:
    """Destroy the keys of exchanges whose last day has passed; they could finish nothing any more."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        dated = list(folder.glob("*/expires"))
    except OSError as fault:
        raise ExchangeFolderError(f"The folder cannot be used: {type(fault).__name__}.") from fault
    for path in dated:
        keys = path.parent / "keys.sealed"
        if keys.exists() and now > datetime.fromisoformat(path.read_text(encoding="utf-8")):
            keys.write_bytes(os.urandom(keys.stat().st_size))
            keys.unlink()
            ledger.note(folder, "keys destroyed", now=now, exchange=path.parent.name, reason="expired")
