"""The index of the last whole linkage: what is needed to link new mentions without linking everything anew.

It holds names of everybody who was linked. So it lies sealed, is opened into memory only, is in no backup, and is
thrown away as soon as somebody in it withdraws, is erased or leaves with an import: the next whole linkage makes one
anew, without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Q, QuerySet

from tumen import linkage
from tumen.errors import LinkageError, SealBroken
from tumen.linkage.added import pack_index
from tumen_desk.link.models import LinkRun, Membership
from tumen_desk.record.hooks import consent_changed, rows_leaving
from tumen_desk.record.models import Consent, ImportBatch, Mention, Purpose
from tumen_desk.record.queries import allowing
from tumen_desk.store import derived, keyring

if TYPE_CHECKING:
    import datetime

_NAME: Final = "linkage-index"
_ANEW: Final = "Link everything anew: that makes it."
_held: tuple[int, bytes, linkage.Index] | None = None


def whole_run() -> LinkRun | None:
    """The whole linkage that the current run is, or stands upon."""
    run = LinkRun.objects.filter(is_current=True).select_related("upon").first()
    return run and (run.upon or run)


def keep(run: LinkRun, found: linkage.Linkage, *, began: datetime.datetime) -> None:
    """Keep the index of a whole linkage in the place of the one before; not if somebody left while it was made.

    Args:
        run: the whole linkage.
        found: the same, as it was found.
        began: when its mentions were collected.
    """
    forget()
    if who_left(run, since=began).exists():
        return
    run.index_secret = derived.put(_NAME, lambda target: pack_index(found, target))
    run.save(update_fields=["index_secret"])


def forget() -> None:
    """Destroy the index: its secret at once, the file once this is certain."""
    let_go()
    LinkRun.objects.exclude(index_secret=b"").update(index_secret=b"")
    transaction.on_commit(_remove)


def _remove() -> None:
    """Take the file away, unless another linkage has made its own since."""
    if not LinkRun.objects.exclude(index_secret=b"").exists():
        derived.remove(_NAME)


def let_go() -> None:
    """Keep nothing of it in the memory of this process."""
    global _held  # noqa: PLW0603  (one process holds one index open)
    _held = None


def lies_ready(run: LinkRun) -> bool:
    """Whether the index of a whole linkage is there, as far as that shows without opening it."""
    return bool(run.index_secret) and derived.exists(_NAME)


def held(run: LinkRun) -> bool:
    """Whether this process has the index of a whole linkage open."""
    return _held is not None and _held[:2] == (keyring.generation(), bytes(run.index_secret))


def opened(run: LinkRun) -> linkage.Index:
    """The index of a whole linkage; held open until the desk is locked or the index is gone.

    Raises:
        LinkageError: there is none, or it cannot be used; with what to do.
    """
    global _held  # noqa: PLW0603
    if not run.index_secret:
        raise LinkageError("This linkage has no index: somebody in it left, or it is older.", hint=_ANEW)
    if who_left(run, since=run.created_at).exists():
        forget()
        raise LinkageError(
            "Somebody in the index no longer agrees to be linked; it was destroyed.", hint=_ANEW
        )
    secret = bytes(run.index_secret)
    if _held is None or not held(run):
        let_go()
        try:
            _held = keyring.generation(), secret, linkage.Index.unpacked(derived.opened(_NAME, secret))
        except SealBroken as fault:
            forget()
            raise LinkageError(
                "The index of this linkage is missing, or no longer opens.", hint=_ANEW
            ) from fault
        except LinkageError as fault:  # other arrays, or other things compared
            forget()
            raise LinkageError("Another version of the desk made this index.", hint=_ANEW) from fault
    return _held[2]


def who_left(run: LinkRun, *, since: datetime.datetime) -> QuerySet[Membership]:
    """Whom a run linked and who may not be linked any more.

    Cost: only mentions of sources whose consent was decided on, or ran out, since then are looked at closely.
    """
    linking = Consent.objects.filter(purpose=Purpose.LINK)
    decided = linking.filter(Q(recorded_at__gte=since) | Q(expires_after__gte=since.date()))
    known = Membership.objects.filter(run=run, mention__source__in=decided.values("source"))
    return known.exclude(allowing(Purpose.LINK))


@consent_changed
def consent_withdrawn(consent: Consent) -> None:
    """Whoever no longer agrees to be linked leaves the index at once, and with them all of it."""
    if consent.purpose != Purpose.LINK:
        return
    for run in LinkRun.objects.exclude(index_secret=b""):
        known = Membership.objects.filter(run=run, mention__source=consent.source_id)
        if known.exclude(allowing(Purpose.LINK)).exists():
            forget()


@rows_leaving
def import_leaves(batch: ImportBatch) -> list[str]:
    """No objection; but what leaves with an import is not to stay in the index."""
    linked = Mention.objects.filter(
        batch=batch, memberships__run__in=LinkRun.objects.exclude(index_secret=b"")
    )
    if linked.exists():
        forget()
    return []
