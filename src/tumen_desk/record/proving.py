"""The way of a picture or film from whoever made it to whoever gave it, and what was verified of it.

Who had it lies sealed with the file. Verifications are only added: a later one of the same question holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tumen.errors import UnknownPassage
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record.adapters import edtf_text
from tumen_desk.record.models import Account, Handling, ImportBatch, Media, Mention, Purpose, Verification
from tumen_desk.record.queries import allowed_mentions
from tumen_desk.record.services import check_code

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the way; `agreed` says whether somebody mentioned agreed to its use for analysis, None of others."""

    handling: Handling
    agreed: bool | None


@transaction.atomic
def handling_add(
    *,
    actor: User,
    media: Media,
    mention: Mention | None = None,
    role: str = "",
    who: str = "",
    since: str = "",
    how: str = "",
    batch: ImportBatch | None = None,
) -> Handling:
    """Add the next step of the way: who had it then, as a mention of the same source, a kind, or words. Logged.

    Raises:
        UnknownPassage: nobody is named, or somebody of another source.
    """
    require(actor, Door.RECORD_WRITE)
    if mention is None and not role and not who.strip():
        raise UnknownPassage(
            _("Say who had it."), hint=_("A mention, a kind of body, or words that are sealed.")
        )
    if mention is not None and mention.source_id != media.document.source_id:
        raise UnknownPassage(_("Whoever had it must be a mention of the same source."))
    last = media.handlings.aggregate(last=Max("position"))["last"] or 0
    made = Handling.objects.create(
        media=media,
        position=last + 1,
        mention=mention,
        role=check_code("agency", role),
        who=who.strip(),
        since=edtf_text(since),
        how=how.strip(),
        batch=batch,
    )
    log.write(actor, "record.handling_add", f"media:{media.pk}", position=made.position)
    return made


@transaction.atomic
def verification_add(
    *, actor: User, media: Media, kind: str, found: str, reason: str, batch: ImportBatch | None = None
) -> Verification:
    """Say what was looked into and found, with reasons. Only added. Logged without the reasons.

    Raises:
        UnknownPassage: no question or no reasons.
    """
    require(actor, Door.RECORD_WRITE)
    if not kind or not reason.strip():
        raise UnknownPassage(_("Say what was looked into, and how it was found."))
    made = Verification.objects.create(
        media=media,
        kind=check_code("verification_kind", kind),
        found=Verification.Found(found),
        reason=reason.strip(),
        by=actor,
        batch=batch,
    )
    log.write(actor, "record.verification_add", f"media:{media.pk}", kind=made.kind, found=made.found)
    return made


@transaction.atomic
def media_of(*, actor: User, media: Media, account: Account | None) -> Media:
    """Say which happening a picture or film shows, as an account tells it; None takes it back. Logged."""
    require(actor, Door.RECORD_WRITE)
    media.account = account
    media.save(update_fields=["account"])
    log.write(actor, "record.media_of", f"media:{media.pk}", account=account.pk if account else None)
    return media


def way(media: Media) -> list[Step]:
    """The steps in order, each with the consent of whoever is mentioned: the maker decides for the film itself."""
    steps = list(media.handlings.select_related("mention"))
    open_ = set(
        allowed_mentions(Purpose.ANALYSE)
        .filter(pk__in=[s.mention_id for s in steps if s.mention_id])
        .values_list("pk", flat=True)
    )
    return [Step(handling=s, agreed=s.mention_id in open_ if s.mention_id else None) for s in steps]


def refused_by(media: Media) -> str:
    """Who of those it came through has not agreed to its use; empty if nobody stands in the way."""
    return ", ".join(str(s.handling.mention) for s in way(media) if s.agreed is False)


def caption_doubts(media: Media) -> list[str]:
    """What the gazetteer asks about the places of a caption: a town in another state, an old name, a misspelling."""
    caption = str(media.caption)
    if not caption:
        return []
    from tumen import checking  # loaded when there is a caption to look at

    found = checking.check(caption, pack=settings.CONFIG.pack, language="en").findings
    return [f"{f.text}: {f.says}" for f in found if f.rule.startswith("place.")]
