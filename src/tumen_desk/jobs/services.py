"""Asking for work, cancelling it, and running it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db import DatabaseError, transaction

from tumen.errors import Stopped, TumenError
from tumen_desk.accounts import hooks
from tumen_desk.accounts.access import Door, require
from tumen_desk.jobs import registry
from tumen_desk.jobs.models import Job, State
from tumen_desk.jobs.registry import work_for
from tumen_desk.jobs.running import Running

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

log = logging.getLogger(__name__)
MAX_ATTEMPTS = 3


def enqueue(*, user: User, kind: str, title: str, parameters: Mapping[str, object]) -> Job:
    """Write a job row; the worker takes it up within a second."""
    work_for(kind)
    return Job.objects.create(kind=kind, title=title, parameters=dict(parameters), created_by=user.pk)


def cancel(*, job_id: int) -> None:
    """Ask a job to stop; a waiting one is stopped at once."""
    with transaction.atomic(using="jobs"):
        Job.objects.filter(pk=job_id, state=State.QUEUED).update(
            state=State.CANCELLED, ended_at=datetime.now(UTC)
        )
        Job.objects.filter(pk=job_id, state=State.RUNNING).update(cancel_requested=True)


def cancel_for(*, user: User, job: Job) -> None:
    """Cancel on behalf of a user: one's own work, or anybody's for those who manage the desk."""
    if job.created_by != user.pk:
        require(user, Door.DESK_MANAGE)
    cancel(job_id=job.pk)


@hooks.handing_over
def jobs_pass_on(leaver: User, successor: User) -> list[str]:
    """Waiting and running work of somebody who leaves belongs to who takes over."""
    open_work = Job.objects.filter(created_by=leaver.pk, state__in=[State.QUEUED, State.RUNNING])
    count = open_work.update(created_by=successor.pk)
    return [f"{count} pieces of work in progress went to {successor.username}."] if count else []


def take_up_abandoned() -> int:
    """Queue again what a killed process left running; give up after three attempts. Returns how many."""
    left = Job.objects.filter(state=State.RUNNING)
    left.filter(attempts__gte=MAX_ATTEMPTS).update(
        state=State.FAILED,
        ended_at=datetime.now(UTC),
        error={
            "code": "jobs.killed",
            "message": "This work was interrupted three times and was given up.",
            "hint": "Start it again; if it stops again, check the free memory and disk of this machine.",
        },
    )
    return Job.objects.filter(state=State.RUNNING).update(state=State.QUEUED)


def run_idle() -> bool:
    """Do a little of what can wait; True if there was something to do. What fails is tried again later."""
    busy = False
    for work in registry.idle_work():
        try:
            busy = work() or busy
        except (TumenError, DatabaseError, OSError) as fault:
            log.warning("Idle work %s failed: %s", work.__qualname__, type(fault).__name__)
    return busy


def run_next() -> Job | None:
    """Run the oldest waiting job, if any, to its end."""
    with transaction.atomic(using="jobs"):
        job = Job.objects.filter(state=State.QUEUED).order_by("id").first()
        if job is None:
            return None
        job.state, job.started_at, job.attempts = State.RUNNING, datetime.now(UTC), job.attempts + 1
        job.save()
    _run(job)
    return job


def _run(job: Job) -> None:
    running = Running(job)
    try:
        job.result = dict(work_for(job.kind)(running))
        job.state = State.DONE
    except Stopped:
        job.state = State.CANCELLED
    except TumenError as error:
        job.state, job.error = State.FAILED, error.as_dict()
    except Exception as error:  # noqa: BLE001  (the job boundary: whatever happened, the row must say so)
        log.warning("Job %s of kind %s failed with %s.", job.pk, job.kind, type(error).__name__)
        job.state = State.FAILED
        job.error = {
            "code": "jobs.unexpected",
            "message": f"The work stopped with an unexpected {type(error).__name__}.",
            "hint": "Nothing of it was kept. Try again; if it happens again, report it with this job's number.",
        }
    job.ended_at = datetime.now(UTC)
    job.cancel_requested = False
    job.save()
