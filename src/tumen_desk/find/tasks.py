"""What the worker does for the index when nobody asks for anything else."""

from __future__ import annotations

from collections.abc import Mapping

from tumen_desk.find import indexing, services
from tumen_desk.jobs.registry import idle, kind
from tumen_desk.jobs.running import Running

_AT_ONCE = 20


@kind("find.index")
def index_all(running: Running) -> Mapping[str, object]:
    """Bring the index in step with the texts. Safe to run again: it goes on where it stopped."""
    read = indexing.catch_up(progress=running)
    services.searches_refresh()
    return {"documents": read}


@idle
def keep_in_step() -> bool:
    """Read a few new documents for the index, then count what saved searches wait for; True if it did something."""
    read = indexing.catch_up(most=_AT_ONCE)
    if read:
        services.searches_refresh()
    return read > 0
