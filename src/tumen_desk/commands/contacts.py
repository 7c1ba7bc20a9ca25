"""Contacts from the command line: who may act, and which kind of paper each may receive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tumen.errors import PaperRefused
from tumen_desk.accounts.access import Door, require
from tumen_desk.act import services
from tumen_desk.act.models import Contact
from tumen_desk.commands.opening import Answer

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


def all_of(user: User, *, kind: str = "", state: str = "") -> Answer:
    """Contacts with what each may receive; of a kind, of a state.

    Raises:
        PaperRefused: no such kind.
    """
    require(user, Door.ACT_READ)
    rows = Contact.objects.prefetch_related("decisions")
    rows = rows.filter(kind=_kind(kind)) if kind else rows
    found: list[dict[str, Any]] = [
        {
            "number": c.pk, "name": c.name, "kind": c.kind, "state": c.state, "office": c.office, "reach": c.reach,
            "tonight": c.tonight, "may_receive": _granted(c),
        }
        for c in (rows.filter(state=state) if state else rows)
    ]  # fmt: skip
    lines = [
        f"{c['number']}: {c['name']} ({c['kind']}) may receive: {', '.join(c['may_receive']) or 'nothing yet'}"
        for c in found
    ]
    return {"contacts": found}, lines or ["No contact yet. --take-over takes the offices of the pack."]


def added(user: User, name: str, *, kind: str, state: str, reach: str) -> Answer:
    """One more contact; it may receive nothing until somebody decides so.

    Raises:
        PaperRefused: no such kind.
    """
    made = services.contact_add(actor=user, name=name, kind=_kind(kind or "other"), state=state, reach=reach)
    return {"number": made.pk}, [f"{made.pk}: {made.name}. It may receive nothing until somebody decides so."]


def taken_over(user: User) -> Answer:
    """Every office of the pack that is no contact yet."""
    made = services.contacts_take_over(actor=user)
    return {"taken_over": len(made)}, [
        f"{len(made)} offices of the pack taken over. They may receive nothing yet."
    ]


def decided(user: User, number: int, channel: str, *, granted: bool, why: str) -> Answer:
    """Whether a contact may receive a kind of paper, with the reason.

    Raises:
        PaperRefused: no such contact, or no reason.
        UnknownChannel: the pack has no such kind of paper.
    """
    contact = Contact.objects.filter(pk=number).first()
    if contact is None:
        raise PaperRefused(f"There is no contact {number}.", hint="Without more words all are listed.")
    if not why.strip():
        raise PaperRefused("A decision needs its reason.", hint="Say it with --why.")
    services.contact_may_receive(actor=user, contact=contact, channel=channel, granted=granted, why=why)
    return all_of(user)


def _granted(contact: Contact) -> list[str]:
    latest = {d.channel: d.granted for d in sorted(contact.decisions.all(), key=lambda d: d.pk)}
    return sorted(channel for channel, granted in latest.items() if granted)


def _kind(word: str) -> str:
    if word not in Contact.Kind.values:
        raise PaperRefused(f"No kind {word!r}.", hint=f"There are {', '.join(Contact.Kind.values)}.")
    return word
