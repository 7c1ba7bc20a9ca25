"""Unfinished work, who is at a document, what somebody else coded meanwhile, and second codings."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from tumen.errors import CodingRefused
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, may, require
from tumen_desk.accounts.models import User
from tumen_desk.audit import log
from tumen_desk.coding.models import Coded, Draft, Presence, Second, SecondCode
from tumen_desk.record import hooks
from tumen_desk.record.models import Act, Document
from tumen_desk.record.services import check_code

if TYPE_CHECKING:
    import numpy as np
    from django.db.models import QuerySet

HERE_SECONDS: Final = 20
_LONGEST_DRAFT: Final = 20_000
_NOT_KEPT: Final = frozenset(("csrfmiddlewaretoken", "seen"))


@transaction.atomic
def draft_keep(*, actor: User, document: Document, fields: Mapping[str, str]) -> Draft | None:
    """Keep a form as it stands, one for each person and document; an empty one is dropped. Not logged.

    Raises:
        CodingRefused: longer than any form.
    """
    require(actor, Door.RECORD_WRITE)
    kept = {name: value for name, value in fields.items() if value and name not in _NOT_KEPT}
    if sum(map(len, kept.values())) > _LONGEST_DRAFT:
        raise CodingRefused("This is longer than the form can be.")
    Draft.objects.filter(user=actor, document=document).delete()
    if not kept:
        return None
    return Draft.objects.create(user=actor, document=document, file_sha256=document.file_sha256, fields=kept)


def draft_drop(*, actor: User, document: Document) -> None:
    """Throw unfinished work away."""
    Draft.objects.filter(user=actor, document=document).delete()


def present(*, actor: User, document: Document) -> list[User]:
    """Say that `actor` has the document open; returns who else has."""
    now = datetime.datetime.now(datetime.UTC)
    Presence.objects.update_or_create(user=actor, document=document, defaults={"at": now})
    since = now - datetime.timedelta(seconds=HERE_SECONDS)
    others = Presence.objects.filter(document=document, at__gte=since).exclude(user=actor)
    return [p.user for p in others.select_related("user").order_by("user__username")]


def coded_since(document: Document, *, act: int, by_others_than: User) -> QuerySet[Coded]:
    """What others coded from a document after act number `act`."""
    return (
        Coded.objects.filter(document=document, act__gt=act)
        .exclude(user=by_others_than)
        .select_related("act__passage", "act__mention", "user")
        .order_by("act_id")
    )


@hooks.act_coming
def refuse_the_unseen(actor: User, document: Document, start: int, end: int, seen: int) -> list[str]:
    """Nobody codes over what a colleague coded on the same words after the page was opened, without having seen it."""
    meanwhile = coded_since(document, act=seen, by_others_than=actor).filter(
        act__passage__start__lt=end, act__passage__end__gt=start
    )
    return [
        f"{c.user} coded {c.act} from these words at {c.at:%H:%M}, after you opened this page. Look at it; "
        "send yours again if it is another act."
        for c in meanwhile
    ]


@hooks.act_coded
def remember_who(actor: User, document: Document, act: Act) -> None:
    """Keep who coded an act; what was unfinished is finished."""
    Coded.objects.create(act=act, user=actor, document=document)
    draft_drop(actor=actor, document=document)


@transaction.atomic
def seconds_draw(*, actor: User, coder: User, number: int, rng: np.random.Generator) -> list[Second]:
    """Draw documents at random for a second coding by `coder`: coded, not by the coder, not drawn before. Logged.

    Raises:
        CodingRefused: the coder may not code, or there is no such document.
    """
    require(actor, Door.RECORD_WRITE)
    if not may(coder, Door.RECORD_WRITE):
        raise CodingRefused("This person may not code.")
    open_ones = list(
        Document.objects.filter(Exists(Coded.objects.filter(document=OuterRef("pk"))))
        .exclude(Exists(Coded.objects.filter(document=OuterRef("pk"), user=coder)))
        .exclude(Exists(Second.objects.filter(document=OuterRef("pk"))))
        .filter(circles.known_to(coder, "source"))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if not open_ones:
        raise CodingRefused(
            "There is no document left that others coded and this person did not.",
            hint="Code some first, or choose somebody else.",
        )
    drawn = sorted(int(n) for n in rng.choice(open_ones, size=min(number, len(open_ones)), replace=False))
    made = [Second.objects.create(document_id=pk, coder=coder, asked_by=actor) for pk in drawn]
    log.write(actor, "coding.seconds_draw", f"user:{coder.pk}", documents=drawn)
    return made


@transaction.atomic
def second_code(*, actor: User, second: Second, start: int, end: int, type: str) -> SecondCode:
    """Say, as the second coder, that a passage tells of an act.

    Raises:
        CodingRefused: it is another's sample, it is finished, or the passage does not stand in the text.
    """
    _refuse_unless_open(actor, second)
    if not 0 <= start < end <= len(second.document.text):
        raise CodingRefused("Mark the passage in the text first.")
    code, _ = SecondCode.objects.get_or_create(
        second=second, start=start, end=end, type=check_code("act_type", type)
    )
    return code


@transaction.atomic
def second_take_back(*, actor: User, second: Second, code: int) -> None:
    """Take one's own code back, while the second coding is open."""
    _refuse_unless_open(actor, second)
    second.codes.filter(pk=code).delete()


@transaction.atomic
def second_finish(*, actor: User, second: Second) -> None:
    """Finish: from now on both codings are shown side by side. Logged."""
    _refuse_unless_open(actor, second)
    second.done_at = datetime.datetime.now(datetime.UTC)
    second.save(update_fields=["done_at"])
    log.write(actor, "coding.second_finish", f"document:{second.document_id}", codes=second.codes.count())


def _refuse_unless_open(actor: User, second: Second) -> None:
    require(actor, Door.RECORD_WRITE)
    # Asked of the table: the row at hand may be older than another window of the same person.
    if not Second.objects.filter(pk=second.pk, coder=actor, done_at__isnull=True).exists():
        raise CodingRefused("This second coding is somebody else's, or it is finished.")
