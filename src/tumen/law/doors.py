"""Which bodies can be seized against a state on a date: computed from treaty status and declarations, never listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tumen import dates
from tumen.dates import Date, Truth
from tumen.law.binding import Bound, bound_in
from tumen.law.look_up import find_state
from tumen.law.nouns import Declaration, Door, State
from tumen.law.register import AnyPack, Register, register


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDoor:
    """One body, and whether it can be seized against a state on a date.

    Attributes:
        door: The body.
        open: Yes, no or cannot tell.
        reason: Why, as an English sentence.
        verified: Whether sources, not memory, carry the answer.
    """

    door: Door
    open: Truth
    reason: str
    verified: bool

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "id": self.door.code, "label": self.door.label, "kind": self.door.kind, "open": self.open.value,
            "reason": self.reason, "verified": self.verified,
        }  # fmt: skip


def doors(state: str, on: Date, pack: AnyPack) -> tuple[OpenDoor, ...]:
    """Every body of the register, with whether it can be seized against the state on that date.

    Being a party can be answered with no; a declaration that is not in the register cannot: the answer is then
    "cannot tell".

    Raises:
        UnknownState: The register has no such state.
    """
    known = register(pack)
    found = find_state(state, known)
    return tuple(_open(known, door, found, on) for door in known.doors)


def _open(known: Register, door: Door, state: State, on: Date) -> OpenDoor:
    if not door.instrument:
        return OpenDoor(door=door, open=Truth.YES, reason="open against any state", verified=True)
    answer = bound_in(known, state, known.instruments[door.instrument], on)
    shut = next((r for r in answer.reservations if door.article and door.article in r.articles), None)
    if answer.truth is not Truth.NO and shut is not None:
        reason = f"shut by the state's {shut.kind} on art. {door.article}"
        return OpenDoor(door=door, open=Truth.NO, reason=reason, verified=shut.verified)
    if answer.truth is Truth.NO or not door.needs_declaration:
        return OpenDoor(door=door, open=answer.truth, reason=answer.reason, verified=answer.verified)
    return _declared(known, door, answer, on)


def _declared(known: Register, door: Door, answer: Bound, on: Date) -> OpenDoor:
    wanted = (answer.state, door.instrument, door.article)
    made = next((d for d in known.declarations if (d.state, d.instrument, d.article) == wanted), None)
    if made is None:
        reason = (
            f"needs a declaration under art. {door.article}; none is in the register, so ask the depositary"
        )
        return OpenDoor(door=door, open=Truth.CANNOT_TELL, reason=reason, verified=False)
    if not made.accepted:
        truth = Truth.NO if dates.before(on, known.complete_to) is Truth.YES else Truth.CANNOT_TELL
        reason = f"no declaration under art. {door.article} up to {known.complete_to}"
        return OpenDoor(door=door, open=truth, reason=reason, verified=made.verified)
    truth = _since(made, on) if answer.truth is Truth.YES else Truth.CANNOT_TELL
    when = "on a day not in the register" if made.made is None else str(made.made)
    return OpenDoor(
        door=door,
        open=truth,
        reason=f"declaration under art. {door.article} made {when}",
        verified=made.verified,
    )


def _since(made: Declaration, on: Date) -> Truth:
    return Truth.CANNOT_TELL if made.made is None else ~dates.before(on, made.made)
