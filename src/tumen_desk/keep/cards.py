"""What the first page says of keeping, to those who look after the desk."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from tumen_desk.accounts.access import Door
from tumen_desk.audit import daily
from tumen_desk.keep.models import BackupWritten
from tumen_desk.shell.hooks import Card, home_card
from tumen_desk.store import folder, sheets

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_OLD_DAYS = 7


@home_card(Door.AUDIT_READ, order=6)
def head_to_take_out(user: User) -> Card | None:
    """The newest signed head, while it lies only here."""
    head = daily.latest()
    if head is None or head.left_at is not None:
        return None
    return Card(
        title="Signed head of the log",
        value=str(head),
        text="It proves nothing while it lies only here: print it, mail it, or give it to a partner.",
        url=reverse("audit:head", args=[head.pk]),
        action="Take it out",
    )


@home_card(Door.DESK_MANAGE, order=5)
def keeping(user: User) -> Card | None:
    """How old the last backup is, and whether a forgotten passphrase would be the end."""
    if not folder.exists():
        return None
    last = BackupWritten.objects.first()
    age = (datetime.now(UTC) - last.at).days if last else None
    missing = (
        ""
        if sheets.made_on()
        else " There are no recovery sheets: without the passphrase everything is lost."
    )
    if age is None:
        text = f"There is no backup yet.{missing}"
    elif age > _OLD_DAYS:
        text = f"The last backup is old.{missing}"
    elif missing:
        text = missing.strip()
    else:
        text = "Backed up and proved; recovery sheets are there."
    value = "none" if age is None else f"{age} day{'' if age == 1 else 's'}"
    return Card(
        title="Last backup", value=value, text=text, url=reverse("keep:keys"), action="Keys and backups"
    )
