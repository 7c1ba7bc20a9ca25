"""The steps of a private comparison: begin, take in, count for others. Each is done whole or not at all, and logged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from django.conf import settings
from django.db import transaction

from tumen.errors import ExchangeForeign, LinkageError
from tumen.linkage import private
from tumen.progress import SILENT, Progress
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.link.adapters import mention_pk, mention_rows
from tumen_desk.link.exchange.keeping import keep, laid_out, scratch
from tumen_desk.link.models import Exchange, ExchangeStep, Kept, Membership
from tumen_desk.record.models import Mention, Purpose
from tumen_desk.record.queries import allowed_mentions
from tumen_desk.store import files

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

Party, Third = Exchange.Part.PARTY, Exchange.Part.THIRD


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What was agreed in a conversation, before anything is sent.

    Attributes:
        organisations: in the order in which the file travels, the own one first.
        why: why the lists are compared.
        reveal: `counts` or `records`.
        smallest, largest: persons a list must and may have.
        exposure: share of the own persons a cheat may find, 0–1.
        days: until the exchange ends.
        invitation: SHA-256 of a third's invitation among the sealed files; empty for none.
        reason: why the same organisations compare again within the waiting time.
    """

    organisations: tuple[str, ...]
    why: str
    reveal: private.Reveal = "counts"
    smallest: int = 100
    largest: int = 20_000
    exposure: float = 0.25
    days: int = 14
    invitation: str = ""
    reason: str = ""


def own_list(*, issuer: int | None = None) -> private.Records:
    """The persons whose consent to be linked with other lists stands; of the others nothing but their number.

    Rows of one linked person are one person, so that somebody heard twice does not cancel themselves out.

    Args:
        issuer: only people in sources of this organisation; None for all.

    Raises:
        PrivateListError: dates that cannot be read.
    """
    known = Mention.objects.filter(is_group=False)
    allowed = allowed_mentions(Purpose.LINK).filter(is_group=False)
    if issuer is not None:
        known, allowed = (rows.filter(source__issuer=issuer) for rows in (known, allowed))
    persons = dict(Membership.objects.filter(run__is_current=True).values_list("mention_id", "person"))
    return private.Records.from_rows(_rows(known, list(mention_rows(allowed)), persons))


def _rows(
    known: Any, allowed: Sequence[dict[str, object]], persons: dict[int, str]
) -> Iterator[dict[str, object]]:
    agreed = set()
    for row in allowed:
        mention = mention_pk(str(row["mention_id"]))
        agreed.add(mention)
        yield {**row, "person_id": persons.get(mention, f"M-{mention}"), "may_compare": "yes"}
    for mention in known.values_list("pk", flat=True):
        if mention not in agreed:
            yield {"person_id": f"M-{mention}", "may_compare": "no"}


def exchange_begin(
    *, actor: User, agreed: Agreed, words: str, issuer: int | None = None, job: int | None = None,
    progress: Progress = SILENT,
) -> ExchangeStep:  # fmt: skip
    """Begin a comparison: mask the own list and make the first file. Logged.

    Raises:
        ExchangeTermsError, ExchangeSecretError, PrivateListError, ExchangeTooSoon: see `private.begin`.
    """
    require(actor, Door.LINK_COMPARE)
    secret = private.read_secret(words)
    with scratch() as place:
        terms = private.agreed(
            private.Terms(
                organisations=agreed.organisations, reveal=agreed.reveal, third=_invited(place, agreed.invitation),
                pack=settings.CONFIG.pack, smallest=agreed.smallest, largest=agreed.largest, exposure=agreed.exposure,
            ),
            days=agreed.days,
        )  # fmt: skip
    records = own_list(issuer=issuer)
    with laid_out(Party) as folder:
        step = private.begin(
            folder, records, terms=terms, secret=secret, reason=agreed.reason, progress=progress
        )
        with transaction.atomic():
            exchange = Exchange.objects.create(
                number=terms.exchange, part=Party, me=agreed.organisations[0], organisations=list(agreed.organisations),
                terms=terms.as_plain(), why=agreed.why, check_words=step.check, created_by=actor,
                expires=datetime.fromisoformat(terms.expires),
            )  # fmt: skip
            keep(folder.parent, Party)
            return _done(actor, exchange, ExchangeStep.Kind.BEGUN, step, job=job)


def _invited(place: Path, sha256: str) -> private.ThirdParty | None:
    if not sha256:
        return None
    path = place / "invitation.json"
    path.write_bytes(files.get(sha256))
    return private.invited(path)


def header_in(sha256: str) -> private.Header:
    """What anybody can read on a file among the sealed files.

    Raises:
        ExchangeDamaged, ExchangeExpired: see `private.header_of`.
    """
    with scratch() as place:
        path = place / f"received{private.SUFFIX}"
        path.write_bytes(files.get(sha256))
        return private.header_of(path)


def terms_in(sha256: str, *, words: str) -> tuple[private.Terms, str]:
    """The terms in a file among the sealed files, and the words that check them; nothing is taken in.

    Raises:
        ExchangeDamaged, ExchangeExpired, ExchangeSecretError: see `private.terms_of`.
    """
    with scratch() as place:
        path = place / f"received{private.SUFFIX}"
        path.write_bytes(files.get(sha256))
        return private.terms_of(path, secret=private.read_secret(words))


def exchange_take(
    *, actor: User, sha256: str, me: str, words: str, agree: private.Reveal = "counts", why: str = "",
    reason: str = "", issuer: int | None = None, job: int | None = None, progress: Progress = SILENT,
) -> ExchangeStep:  # fmt: skip
    """Take in a file of a comparison: answer it with the own list, lay on the own mask, or finish. Logged.

    Args:
        actor: who asks.
        sha256: of the file among the sealed files.
        me: the own organisation as the terms name it.
        words: the secret.
        agree: `records` where the own organisation agreed that matched records are told.
        why: why the lists are compared; kept when the own list goes in.
        reason: why the same organisations compare again within the waiting time.
        issuer: only people in sources of this organisation; None for all.
        job: the job that does it.
        progress: told of the keys.

    Raises:
        ExchangeError and its leaves: see `private.answer`; nothing is changed.
    """
    require(actor, Door.LINK_COMPARE)
    secret = private.read_secret(words)
    with laid_out(Party) as folder:
        path = folder.parent / f"received{private.SUFFIX}"
        path.write_bytes(files.get(sha256))
        known = Exchange.objects.filter(number=private.header_of(path).exchange, part=Party).first()
        step = private.answer(
            folder, path, me=me, secret=secret, agree=agree, reason=reason, progress=progress,
            records=None if known else own_list(issuer=issuer),
        )  # fmt: skip
        with transaction.atomic():
            exchange = known
            if exchange is None:
                exchange = _joined(actor, path, me, step, secret, why)
            keep(folder.parent, Party)
            kind = ExchangeStep.Kind.FINISHED if step.overlap is not None else ExchangeStep.Kind.ANSWERED
            return _done(actor, exchange, kind, step, taken=sha256, job=job)


def _joined(actor: User, file: Path, me: str, step: private.Step, secret: bytes, why: str) -> Exchange:
    terms, _ = private.terms_of(file, secret=secret)
    return Exchange.objects.create(
        number=terms.exchange, part=Party, me=me, organisations=list(terms.organisations), terms=terms.as_plain(),
        why=why, check_words=step.check, created_by=actor, expires=datetime.fromisoformat(terms.expires),
    )  # fmt: skip


def _done(
    actor: User, exchange: Exchange, kind: ExchangeStep.Kind, step: private.Step, *, taken: str = "",
    job: int | None = None,
) -> ExchangeStep:  # fmt: skip
    """Keep what a step made, and log it."""
    facts: dict[str, object] = {}
    if step.exposed is not None:
        facts = {
            "taking_part": step.taking_part, "withheld": step.withheld, "keyless": step.keyless,
            "exposure": step.exposed.bound, "kinds_left_out": len(step.exposed.share) - len(step.exposed.kept),
        }  # fmt: skip
    if step.overlap is not None:
        told = {name: value for name, value in step.overlap.as_plain().items() if name != "matches"}
        Exchange.objects.filter(pk=exchange.pk).update(outcome=told)
    content = step.file.read_bytes() if step.file is not None else b""
    done = ExchangeStep.objects.create(
        exchange=exchange, kind=kind, taken_sha256=taken, file_sha256=files.put(content) if content else "",
        file_name=step.file.name if step.file is not None else "", file_bytes=len(content), receiver=step.receiver,
        facts=facts, job=job, by=actor,
    )  # fmt: skip
    log.write(
        actor, f"link.exchange_{kind}", f"exchange:{exchange.pk}", number=exchange.number[:12],
        organisations=exchange.organisations, file=done.file_sha256, **facts,
    )  # fmt: skip
    return done


def third_become(*, actor: User, name: str) -> tuple[bytes, str]:
    """Make this desk a third who counts for others; returns the invitation and words to read with it. Logged once.

    Raises:
        LinkageError: no name was given.
    """
    require(actor, Door.LINK_COMPARE)
    with laid_out(Third) as folder:
        invitation = folder / "invitation.json"
        if not invitation.exists():
            if not name.strip():
                raise LinkageError("A third needs a name.", hint="Give it as the organisations will see it.")
            private.become_third(folder, name.strip())
            log.write(actor, "link.third_become", "exchange:third", name=name.strip())
        return invitation.read_bytes(), private.words_of(private.invited(invitation))


def third_invitation() -> tuple[bytes, str] | None:
    """The invitation of this desk as a third and the words to read with it, None if it is none yet."""
    kept = Kept.objects.filter(path=f"{Third}/invitation.json").first()
    if kept is None:
        return None
    content = bytes(kept.content)
    with scratch() as place:
        path = place / "invitation.json"
        path.write_bytes(content)
        return content, private.words_of(private.invited(path))


def exchange_count(
    *, actor: User, sha256: str, job: int | None = None, progress: Progress = SILENT
) -> ExchangeStep:
    """Compare the complete lists of others, as their third, and make the outcome to give to all of them. Logged.

    Raises:
        ExchangeError and its leaves: see `private.count`.
    """
    require(actor, Door.LINK_COMPARE)
    if third_invitation() is None:
        raise ExchangeForeign("This desk is no third: nothing can be sealed for it.")
    with laid_out(Third) as folder:
        path = folder.parent / f"received{private.SUFFIX}"
        path.write_bytes(files.get(sha256))
        counted = private.count(folder, path, rng=np.random.default_rng(), progress=progress)
        content = counted.file.read_bytes()
        told = {name: value for name, value in counted.overlap.as_plain().items() if name != "matches"}
        with transaction.atomic():
            exchange = Exchange.objects.create(
                number=_number(folder, counted.file), part=Third, me=private.invited(folder / "invitation.json").name,
                organisations=list(counted.organisations), terms={}, outcome=told, created_by=actor,
                expires=datetime.now(UTC),
            )  # fmt: skip
            keep(folder.parent, Third)
            done = ExchangeStep.objects.create(
                exchange=exchange, kind=ExchangeStep.Kind.COUNTED, taken_sha256=sha256, file_sha256=files.put(content),
                file_name=counted.file.name, file_bytes=len(content), receiver=", ".join(counted.organisations),
                job=job, by=actor,
            )  # fmt: skip
            log.write(
                actor, "link.exchange_counted", f"exchange:{exchange.pk}", number=exchange.number[:12],
                organisations=exchange.organisations, file=hashlib.sha256(content).hexdigest(),
            )  # fmt: skip
            return done


def _number(folder: Path, outcome: Path) -> str:
    """The whole number of the exchange whose outcome was just written, from the record of exchanges."""
    begins = outcome.parent.name
    return next(
        str(e["exchange"]) for e in reversed(private.events(folder)) if str(e["exchange"]).startswith(begins)
    )
