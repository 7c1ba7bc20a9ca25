"""Which kinds of work there are. Rooms register theirs in their `tasks` module."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tumen_desk.jobs.running import Running

Work = Callable[["Running"], Mapping[str, object]]
_kinds: dict[str, Work] = {}
IdleWork = Callable[[], bool]
_idle: list[IdleWork] = []


def kind(name: str) -> Callable[[Work], Work]:
    """Register `work(running) -> result` under `room.verb`. It must be safe to run again from the start."""

    def register(work: Work) -> Work:
        if name in _kinds and _kinds[name] is not work:
            raise ValueError(f"Two kinds of work are called {name}.")
        _kinds[name] = work
        return work

    return register


def idle(work: IdleWork) -> IdleWork:
    """Register what the worker does when no job waits: a little at a time, True if there was something to do."""
    if work not in _idle:
        _idle.append(work)
    return work


def idle_work() -> tuple[IdleWork, ...]:
    """Everything registered with `idle`."""
    return tuple(_idle)


def work_for(name: str) -> Work:
    """The function registered under `name`."""
    return _kinds[name]
