"""What upper rooms may hang on accounts.

`happened`: called as `fn(actor, action, subject, **details)` inside the transaction of a change to accounts.
The audit log registers itself here; accounts may not import it.
"""

from __future__ import annotations

from collections.abc import Callable

Listener = Callable[..., object]
_listeners: list[Listener] = []


def happened(listener: Listener) -> Listener:
    """Register a listener."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def tell(actor: object, action: str, subject: str, **details: object) -> None:
    """Tell every listener."""
    for listener in _listeners:
        listener(actor, action, subject, **details)
