"""The worker process: runs one job after another. Its keys arrive through standard input, never otherwise.

It ends when standard input closes: a worker never outlives the desk that unlocked it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import NoReturn

_IDLE_SECONDS = 0.5
_IDLE_WORK_SECONDS = 5.0
_LENGTH = 8


def start(keys: bytes) -> subprocess.Popen[bytes]:
    """Start a worker as a child of this process and hand it the keys through its pipe."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tumen_desk.jobs.worker"],
        stdin=subprocess.PIPE,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tumen_desk.settings.desk"},
    )
    if child.stdin is None:
        raise RuntimeError("The worker has no standard input.")
    child.stdin.write(len(keys).to_bytes(_LENGTH, "big") + keys)
    child.stdin.flush()
    return child


def _die_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    """Read the keys, then work until the desk goes away."""
    # Ctrl+C in a terminal reaches every process of it; ending the worker is the desk's part.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keys = sys.stdin.buffer.read(int.from_bytes(sys.stdin.buffer.read(_LENGTH), "big"))
    threading.Thread(target=_die_with_parent, daemon=True).start()

    import django

    django.setup()
    from tumen_desk.jobs import services
    from tumen_desk.store import keyring

    keyring.take_over(keys)
    services.take_up_abandoned()
    _work(services.run_next, services.run_idle)


def _work(run_next: Callable[[], object], run_idle: Callable[[], bool]) -> NoReturn:
    """Jobs first; while none waits, now and then what can wait."""
    next_idle = time.monotonic()
    while True:
        if run_next() is not None:
            continue
        if time.monotonic() >= next_idle and not run_idle():
            next_idle = time.monotonic() + _IDLE_WORK_SECONDS
        time.sleep(_IDLE_SECONDS)


if __name__ == "__main__":
    main()
