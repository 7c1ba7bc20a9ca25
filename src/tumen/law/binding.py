"""Was a state bound by an instrument on a day? Yes, no, or cannot tell, and on what ground.

Entry into force for the state decides, not signature, not the treaty's own entry into force. A date that
straddles it gives "cannot tell". Absence of a treaty act is only known up to the day to which the register was
checked; later it is "cannot tell", never "no". A party stays bound unless an effective withdrawal is known
(Vienna Convention on the Law of Treaties, 1969, arts 24, 42 and 54).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from tumen import dates
from tumen.dates import Date, Truth
from tumen.law.look_up import find_instrument, find_state
from tumen.law.nouns import Denunciation, Force, Instrument, Kind, Reservation, State, TreatyStatus
from tumen.law.register import AnyPack, Register, register


class Basis(StrEnum):
    """On what ground a state was bound or not. A stable word for translation and for filters."""

    PARTY = "party"
    NOT_YET = "not yet in force for the state"
    DATE_TOO_VAGUE = "the date does not settle it"
    ENDED = "withdrawn"
    SIGNED_ONLY = "signed only"
    NO_ACT = "no treaty act"
    NOT_CHECKED = "not checked for that date"
    NOT_IN_REGISTER = "not in the register"
    NOT_A_PARTY = "not a party to the agreement"
    ENTRY_NOT_STATED = "entry into force not stated"
    CUSTOM = "custom"
    SOFT_LAW = "not binding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """Whether a state was bound by an instrument on a date.

    Attributes:
        state: Code of the state.
        instrument: Code of the instrument.
        on: The date asked about.
        truth: Yes, no or cannot tell.
        basis: The ground, as one of a few words.
        reason: The ground as an English sentence.
        since: From when the instrument bound the state; None when it did not, or when no day is known.
        until: From when it no longer did; None while no effective withdrawal is known.
        act: By which act the state became a party; empty otherwise.
        signed: When it signed; None when it did not or when that is not stated.
        deposited: When the act was deposited.
        computed: Article by whose rule `since` was computed from the deposit; empty when a source states it.
        reservations: Those that stood, or may have stood, on that date.
        denunciations: Every notice of withdrawal, also those without effect.
        remark: What else a reader must know.
        sources: Ids of sources.
        confidence: `high`, `medium`, `low`, or empty where the register has no row.
        verified: Whether sources, not memory, carry it.
    """

    state: str
    instrument: str
    on: Date
    truth: Truth
    basis: Basis
    reason: str
    since: Date | None = None
    until: Date | None = None
    act: str = ""
    signed: Date | None = None
    deposited: Date | None = None
    computed: str = ""
    reservations: tuple[Reservation, ...] = ()
    denunciations: tuple[Denunciation, ...] = ()
    remark: str = ""
    sources: tuple[str, ...] = ()
    confidence: str = ""
    verified: bool = True

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; dates as EDTF."""
        return {
            "state": self.state, "instrument": self.instrument, "on": self.on.edtf, "truth": self.truth.value,
            "basis": self.basis.value, "reason": self.reason, "since": _edtf(self.since), "until": _edtf(self.until),
            "act": self.act, "signed": _edtf(self.signed), "deposited": _edtf(self.deposited),
            "computed_by_article": self.computed,
            "reservations": [_reservation_dict(r, on=self.on) for r in self.reservations],
            "denunciations": [_denunciation_dict(d) for d in self.denunciations],
            "remark": self.remark, "sources": list(self.sources), "confidence": self.confidence,
            "verified": self.verified,
        }  # fmt: skip


def bound(state: str, instrument: str, on: Date, pack: AnyPack) -> Bound:
    """Whether a state was bound by an instrument on a date.

    Args:
        state: Code or name of the state.
        instrument: Code or name of the instrument.
        on: When; of any precision. An interval is one unknown day within it.
        pack: The situation pack, or its name.

    Raises:
        UnknownState: The register has no such state.
        UnknownInstrument: The register has no such instrument.

    Example:
        >>> from tumen import dates, law
        >>> law.bound("SAL", "SEA", dates.parse("1994-06-15"), "example").reason
        'acceded 1994-06-01; in force for Salt only since 1994-07-01'
    """
    known = register(pack)
    return bound_in(known, find_state(state, known), find_instrument(instrument, known), on)


def bound_by(state: str, on: Date, pack: AnyPack) -> tuple[Bound, ...]:
    """Every instrument of the register, with whether it bound the state on that date, in pack order."""
    known = register(pack)
    found = find_state(state, known)
    return tuple(bound_in(known, found, i, on) for i in known.instruments.values())


def parties(instrument: str, on: Date, pack: AnyPack) -> tuple[Bound, ...]:
    """Every state of the register, with whether the instrument bound it on that date."""
    known = register(pack)
    found = find_instrument(instrument, known)
    return tuple(bound_in(known, s, found, on) for s in known.states.values())


def bound_in(known: Register, state: State, instrument: Instrument, on: Date) -> Bound:
    """`bound` for nouns that were already looked up."""
    if instrument.force is Force.SOFT:
        return _plain(state, instrument, on, Truth.NO, Basis.SOFT_LAW, _SOFT)
    if instrument.force is Force.CUSTOM:
        return _plain(state, instrument, on, Truth.YES, Basis.CUSTOM, _CUSTOM)
    if instrument.kind is Kind.AGREEMENT:
        return _by_agreement(state, instrument, on)
    return _by_treaty(known, state, instrument, on)


_SOFT = "not binding by itself: it can support a reading of other law, never a breach alone"
_CUSTOM = "custom binds every state; since when has to be argued, the register has no day"


def _by_treaty(known: Register, state: State, instrument: Instrument, on: Date) -> Bound:
    notices = tuple(
        d for d in known.denunciations if (d.state, d.instrument) == (state.code, instrument.code)
    )
    until = next((d.ended for d in notices if d.ended is not None), None)
    row = known.status.get((state.code, instrument.code))
    if row is not None and row.in_force is not None:
        return _party(known, state, row, on, notices=notices, until=until)
    if instrument.adopted is not None and dates.before(on, instrument.adopted) is Truth.YES:
        reason = f"the text was adopted only in {instrument.adopted}"
        return _plain(state, instrument, on, Truth.NO, Basis.NOT_YET, reason)
    if until is not None and dates.before(on, until) is Truth.NO:
        made = _plain(state, instrument, on, Truth.NO, Basis.ENDED, f"no longer bound since {until}")
        return _with(made, until=until, denunciations=notices, grounds=notices)
    if row is None:
        reason = f"the register has no row for {state.name()} and {instrument.short}: ask the depositary"
        made = _plain(state, instrument, on, Truth.CANNOT_TELL, Basis.NOT_IN_REGISTER, reason)
        return _with(made, until=until, denunciations=notices, grounds=notices)
    return _absent(state, row, on)


def _party(
    known: Register,
    state: State,
    row: TreatyStatus,
    on: Date,
    *,
    notices: tuple[Denunciation, ...],
    until: Date | None,
) -> Bound:
    since = row.in_force
    if since is None:
        raise ValueError("a party has a day of entry into force")
    early, late = dates.before(on, since), _over(on, until)
    truth = _both(~early, ~late)
    become = f"{_PAST.get(row.act, 'became a party')} {row.deposited or 'on an unknown day'}"
    if early is Truth.YES:
        basis, reason = Basis.NOT_YET, f"{become}; in force for {state.name()} only since {since}"
    elif late is Truth.YES:
        basis, reason = Basis.ENDED, f"no longer bound since {until}"
    elif truth is Truth.CANNOT_TELL:
        turning = since if early is Truth.CANNOT_TELL else until
        basis, reason = (
            Basis.DATE_TOO_VAGUE,
            f"{on} may lie before or after the day on which that changed ({turning})",
        )
    else:
        basis, reason = Basis.PARTY, f"{become}; in force for {state.name()} since {since}"
    standing = () if truth is Truth.NO else _standing(known.reservations, row, on)
    return Bound(
        state=row.state, instrument=row.instrument, on=on, truth=truth, basis=basis, reason=reason, since=since,
        until=until, act=row.act, signed=row.signed, deposited=row.deposited, computed=row.computed,
        reservations=standing, denunciations=notices, remark=row.remark, sources=row.sources,
        confidence=row.confidence, verified=row.verified,
    )  # fmt: skip


_PAST = {
    "ratification": "ratified", "accession": "acceded", "acceptance": "accepted", "approval": "approved",
    "succession": "succeeded",
}  # fmt: skip


def _absent(state: State, row: TreatyStatus, on: Date) -> Bound:
    """No act of becoming a party is known: certain only up to the day to which that was checked."""
    signed_by_then = row.signed is not None and dates.before(on, row.signed) is not Truth.YES
    withdrawn = row.signature_withdrawn
    told = (
        f"signed {row.signed}, no ratification known"
        if signed_by_then
        else "no ratification or accession known"
    )
    if signed_by_then and withdrawn is not None and dates.before(on, withdrawn) is Truth.NO:
        told = f"signed {row.signed}, declared {withdrawn} that it will not become a party"
    elif signed_by_then:
        told += "; a signature alone obliges only not to defeat object and purpose"
    checked = dates.before(on, row.checked_to) is Truth.YES
    if checked:
        truth, basis = Truth.NO, Basis.SIGNED_ONLY if signed_by_then else Basis.NO_ACT
    else:
        truth, basis = Truth.CANNOT_TELL, Basis.NOT_CHECKED
        told += f"; the register is complete to {row.checked_to}, so ask the depositary"
    return Bound(
        state=row.state, instrument=row.instrument, on=on, truth=truth, basis=basis, reason=told, signed=row.signed,
        remark=row.remark, sources=row.sources, confidence=row.confidence, verified=row.verified,
    )  # fmt: skip


def _by_agreement(state: State, instrument: Instrument, on: Date) -> Bound:
    if state.code not in instrument.parties:
        reason = f"concluded between {' and '.join(instrument.parties)}"
        return _plain(state, instrument, on, Truth.NO, Basis.NOT_A_PARTY, reason)
    start = instrument.in_force or instrument.signed
    if start is not None and dates.before(on, start) is Truth.YES:
        word = "in force" if instrument.in_force is not None else "signed"
        return _plain(state, instrument, on, Truth.NO, Basis.NOT_YET, f"{word} only since {start}")
    if instrument.in_force is None:
        signed = "not stated" if instrument.signed is None else str(instrument.signed)
        end = "; it ended on a day nobody states" if instrument.ended else ""
        reason = f"signed {signed}, entry into force not stated{end}"
        return _plain(state, instrument, on, Truth.CANNOT_TELL, Basis.ENTRY_NOT_STATED, reason)
    truth = ~dates.before(on, instrument.in_force)
    basis = Basis.PARTY if truth is Truth.YES else Basis.DATE_TOO_VAGUE
    made = _plain(state, instrument, on, truth, basis, f"in force since {instrument.in_force}")
    return _with(made, since=instrument.in_force)


def _plain(state: State, instrument: Instrument, on: Date, truth: Truth, basis: Basis, reason: str) -> Bound:
    """An answer that rests on the instrument alone."""
    return Bound(
        state=state.code, instrument=instrument.code, on=on, truth=truth, basis=basis, reason=reason,
        signed=instrument.signed, remark=instrument.remark, sources=instrument.sources,
        confidence=instrument.confidence, verified=instrument.verified,
    )  # fmt: skip


def _with(
    made: Bound,
    *,
    since: Date | None = None,
    until: Date | None = None,
    denunciations: tuple[Denunciation, ...] = (),
    grounds: tuple[Denunciation, ...] = (),
) -> Bound:
    if not grounds:
        return replace(made, since=since, until=until, denunciations=denunciations)
    return replace(
        made, since=since, until=until, denunciations=denunciations, sources=grounds[0].sources,
        confidence=grounds[0].confidence, verified=all(g.verified for g in grounds),
    )  # fmt: skip


def _over(on: Date, until: Date | None) -> Truth:
    """Was it over by then?"""
    return Truth.NO if until is None else ~dates.before(on, until)


def _both(a: Truth, b: Truth) -> Truth:
    """Kleene's conjunction."""
    if Truth.NO in (a, b):
        return Truth.NO
    return Truth.YES if a is b is Truth.YES else Truth.CANNOT_TELL


def in_effect(reservation: Reservation, on: Date) -> Truth:
    """Did a reservation stand on that date, given that the state was bound?"""
    if reservation.withdrawn is None:
        return Truth.YES
    if isinstance(reservation.withdrawn, str):
        return Truth.CANNOT_TELL
    return dates.before(on, reservation.withdrawn)


def _standing(reservations: Iterable[Reservation], row: TreatyStatus, on: Date) -> tuple[Reservation, ...]:
    return tuple(
        r
        for r in reservations
        if (r.state, r.instrument) == (row.state, row.instrument) and in_effect(r, on) is not Truth.NO
    )


def _edtf(date: Date | None) -> str | None:
    return None if date is None else date.edtf


def _reservation_dict(r: Reservation, *, on: Date) -> dict[str, Any]:
    return {
        "id": r.code, "kind": r.kind, "articles": list(r.articles), "scope": r.scope,
        "in_effect": in_effect(r, on).value, "withdrawn": str(r.withdrawn) if r.withdrawn is not None else None,
        "remark": r.remark, "sources": list(r.sources), "confidence": r.confidence, "verified": r.verified,
    }  # fmt: skip


def _denunciation_dict(d: Denunciation) -> dict[str, Any]:
    return {
        "id": d.code, "notified": d.notified.edtf, "effect": d.effect, "ended": _edtf(d.ended), "remark": d.remark,
        "sources": list(d.sources), "verified": d.verified,
    }  # fmt: skip
