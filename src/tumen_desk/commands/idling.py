"""The desk closes itself when nobody sat there for half an hour: by then every session has ended as well."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any, Final

from tumen.errors import Sealed
from tumen_desk.accounts.middleware import IDLE_SECONDS
from tumen_desk.jobs.models import Job, State
from tumen_desk.shell import engine
from tumen_desk.store import folder, keyring

_EVERY_SECONDS: Final = 20
# Pages ask for these by themselves; nobody need sit there.
_BY_ITSELF: Final = re.compile(r"/part/$|^/static/")
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Watch:
    """Stands before the application, remembers the last request of a person, and locks when that is long ago."""

    def __init__(
        self,
        application: Application,
        *,
        seconds: float = IDLE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.application, self.seconds, self.clock = application, seconds, clock
        self.last = clock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not _BY_ITSELF.search(str(environ.get("PATH_INFO", ""))):
            self.last = self.clock()
        return self.application(environ, start_response)

    def lock_if_idle(self) -> bool:
        """Close everything if nobody was there for too long and no work is under way; True if it did."""
        if keyring.is_sealed() or self.clock() - self.last < self.seconds:
            return False
        try:
            if Job.objects.filter(state__in=(State.QUEUED, State.RUNNING)).exists():
                return False
        except Sealed:  # somebody locked it while we were looking
            return False
        engine.locking()
        folder.lock()
        return True

    def start(self) -> None:
        """Look every twenty seconds, for as long as this process lives."""
        threading.Thread(target=self._look, daemon=True, name="idle watch").start()

    def _look(self) -> None:
        while True:
            time.sleep(_EVERY_SECONDS)
            self.lock_if_idle()
