"""What a job sees while it runs: its parameters, a Progress that writes into its row, a checkpoint."""

from __future__ import annotations

import threading
import time

from tumen_desk.jobs.models import Job

_EVERY_SECONDS = 0.4


class Running:
    """A Progress over a job row; writes at most every 0.4 s, so that reporting costs nothing.

    Chains that run side by side ask from threads of their own whether to stop. They get the last answer: a thread
    without the worker's connection would open another one and wait for the lock that the worker holds.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.parameters: dict[str, object] = job.parameters
        self._written = 0.0
        self._owner = threading.get_ident()
        self._stop = False

    def start(self, total: int | None, label: str) -> None:
        self.job.total, self.job.label, self.job.done = total, label, 0
        self._write(now=True)

    def advance(self, n: int = 1) -> None:
        self.job.done += n
        self._write()

    def note(self, text: str) -> None:
        self.job.notes = [*self.job.notes, text][-50:]
        self._write(now=True)

    @property
    def should_stop(self) -> bool:
        self._write()
        return self._stop

    def checkpoint(self, **values: object) -> None:
        """Keep what is needed to go on from here after a killed process."""
        self.job.checkpoint = {**self.job.checkpoint, **values}
        self._write(now=True)

    def _write(self, *, now: bool = False) -> None:
        if threading.get_ident() != self._owner:
            return
        if not now and time.monotonic() - self._written < _EVERY_SECONDS:
            return
        self._written = time.monotonic()
        self.job.save(update_fields=["total", "label", "done", "notes", "checkpoint"])
        self._stop = Job.objects.filter(pk=self.job.pk, cancel_requested=True).exists()
