"""What starts when the desk is unlocked and ends when it is locked: the worker process."""

from __future__ import annotations

import subprocess
import threading

from django.conf import settings

from tumen_desk.jobs import worker
from tumen_desk.store import keyring

_guard = threading.Lock()
_worker: subprocess.Popen[bytes] | None = None


def unlocked() -> None:
    """Start the worker, once. Under test the tests run jobs themselves."""
    global _worker  # noqa: PLW0603  (one desk process, one worker)
    with _guard:
        if settings.RUN_WORKER and (_worker is None or _worker.poll() is not None):
            _worker = worker.start(keyring.master())


def unlocked_if_open() -> None:
    """At the start of the server: a store that was just made is open already."""
    if not keyring.is_sealed():
        unlocked()


def locking() -> None:
    """End the worker; what it was doing is taken up again after the next unlocking."""
    global _worker  # noqa: PLW0603
    with _guard:
        if _worker is not None:
            _worker.kill()
            _worker.wait(timeout=10)
        _worker = None
