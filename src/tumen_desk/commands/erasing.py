"""Erasing a person from the command line: the same plan, the same second person, the same receipt as in the desk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from tumen.errors import EraseRefused
from tumen_desk.accounts import circles
from tumen_desk.commands.opening import Answer
from tumen_desk.keep import erasing
from tumen_desk.link.models import Membership
from tumen_desk.record.models import Mention

if TYPE_CHECKING:
    from tumen.progress import Progress
    from tumen_desk.accounts.models import User

_NUMBER: Final = re.compile(r"(?:M-)?(\d+)", re.IGNORECASE)


def mentions_of(actor: User, person: str, *, alone: bool) -> list[Mention]:
    """Whom somebody means by `M-12` (all mentions of the same person, unless `alone`) or by a person of the linkage.

    Raises:
        EraseRefused: nobody of this number, or only where this user may not look.
    """
    closed = circles.closed_sources(actor)
    if number := _NUMBER.fullmatch(person):
        named = Mention.objects.filter(pk=int(number[1])).exclude(source__in=closed).first()
    else:
        member = Membership.objects.filter(run__is_current=True, person=person).order_by("mention").first()
        named = member.mention if member is not None else None
    found = [] if named is None else [named] if alone else erasing.same_person(named)
    seen = [m for m in found if m.source_id not in closed]
    if not seen:
        raise EraseRefused(
            "There is nobody of this number.", hint="Give the number of a mention, such as M-12."
        )
    return seen


def erase(actor: User, plan: erasing.Plan, *, reason: str, now: bool, progress: Progress) -> Answer:
    """Show what would go, ask a second person (with a `reason`), or do what they agreed to (`now`).

    Returns:
        the result, and the same in sentences.

    Raises:
        EraseRefused, SecondPersonNeeded: see `erasing`.
    """
    if now:
        return _receipt(erasing.person_erase(actor=actor, plan=plan, progress=progress))
    result: dict[str, Any] = {
        "plan": plan.content,
        "undecided": len(plan.beyond.undecided),
        "agreed": erasing.may_go(actor=actor, plan=plan),
    }
    lines = [f"{what.capitalize()}: {value}" for what, value in plan.content.items()]
    if reason:
        asked = erasing.ask(actor=actor, plan=plan, reason=reason)
        result["asked"] = str(asked)
        lines.append(f"{asked}: a second person is asked. They answer in the desk, under Second person.")
        return result, lines
    if plan.beyond.undecided:
        lines.append(
            f"{len(plan.beyond.undecided)} places in documents of other sources wait for a decision: make it in the "
            "desk, on the page Erase this person."
        )
    lines.append(
        "A second person agreed: --now erases."
        if result["agreed"]
        else "Nothing was changed. --ask asks a second person."
    )
    return result, lines


def _receipt(done: Any) -> Answer:
    result = {"erased": str(done), "counts": done.counts, "outside": done.outside}
    lines = [f"{done}: erased. The receipt lies in the desk."]
    lines += [f"{what.capitalize()}: {number}" for what, number in done.counts.items()]
    lines += [
        f"Outside, from {key['written']}: {key['place']}.keys.json still opens what it opened; destroy it."
        for key in done.key_files
    ]
    lines += [f"Outside: {seen['what']} was opened by user {seen['by']}." for seen in done.originals_opened]
    return result, lines
