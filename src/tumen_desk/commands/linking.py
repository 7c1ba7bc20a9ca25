"""What is new is linked from the command line, by the index of the last whole linkage, or taken back again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tumen.progress import SILENT, Progress
from tumen_desk.accounts.access import Door, require
from tumen_desk.commands.opening import Answer
from tumen_desk.link import additions, queue

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


def link_new(user: User, *, now: bool, take_back: bool, progress: Progress = SILENT) -> Answer:
    """Say how many mentions are new; with `now` they are linked, with `take_back` what was added goes again.

    Raises:
        LinkageError: see `additions.link_new` and `additions.take_back`.
        ContradictionError: judgements contradict each other.
    """
    require(user, Door.LINK_JUDGE)
    if take_back and not now:
        return {"taken_back": False}, ["What was added to the last whole linkage would go. --now does it."]
    if take_back:
        whole = additions.take_back(actor=user)
        return {"taken_back": True, "run": whole.pk}, ["Taken back: the last whole linkage holds again."]
    new = queue.not_linked().count()
    if not now:
        does = " --now links them." if new else ""
        return {"new": new}, [f"Not linked yet, among those who may be linked: {new:,}.{does}"]
    run = additions.link_new(actor=user, progress=progress)
    linked = queue.newly_linked(run).count()
    told = {"run": run.pk, "new": linked, "mentions": run.mentions, "persons": run.persons}
    return told, [
        f"Newly linked: {linked:,}. All {run.mentions:,} mentions are {run.persons:,} persons.",
        "Review their pairs in the desk, under “to review, newly linked”.",
    ]
