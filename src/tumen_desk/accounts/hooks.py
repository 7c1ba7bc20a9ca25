"""What upper rooms may hang on accounts.

`happened`: called as `fn(actor, action, subject, **details)` inside the transaction of a change to accounts.
The audit log registers itself here; accounts may not import it.
`handing_over`: called as `fn(leaver, successor)` inside the transaction when somebody leaves; passes their open
work on and returns sentences that say what was passed on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

Listener = Callable[..., object]
HandOver = Callable[["User", "User"], list[str]]
_listeners: list[Listener] = []
_handing_over: list[HandOver] = []


def happened(listener: Listener) -> Listener:
    """Register a listener."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def tell(actor: object, action: str, subject: str, **details: object) -> None:
    """Tell every listener."""
    for listener in _listeners:
        listener(actor, action, subject, **details)


def handing_over(fn: HandOver) -> HandOver:
    """Register a function that passes open work on."""
    if fn not in _handing_over:
        _handing_over.append(fn)
    return fn


def hand_over(leaver: User, successor: User) -> list[str]:
    """Pass all open work on; what was passed on, in sentences."""
    return [sentence for fn in _handing_over for sentence in fn(leaver, successor)]
