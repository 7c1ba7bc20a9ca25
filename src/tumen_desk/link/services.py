"""Judging pairs and running the linkage."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction
from django.db.models import Count

from tumen import linkage
from tumen.errors import LinkageError
from tumen.progress import SILENT, Progress, check
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.link.adapters import (
    draws_bytes,
    judgement_values,
    mention_key,
    mention_pk,
    mention_rows,
)
from tumen_desk.link.models import Judgement, LinkRun, Membership, Pair
from tumen_desk.record.models import Mention, Name, NameKey, Purpose
from tumen_desk.record.queries import allowed_mentions, allowing
from tumen_desk.store import files

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

SEED = 1
_CHUNK = 2000
_LISTED_PAIRS = 100_000
_LOOK_ALIKES = 200


@transaction.atomic
def judgement_add(
    *, actor: User, mention_a: Mention, mention_b: Mention, verdict: str, why: str = ""
) -> Judgement:
    """Say whether two mentions are one person. Only added: a later verdict on the pair replaces an earlier one.

    `same` and `different` hold from the next linkage on; nothing is merged.
    """
    require(actor, Door.LINK_JUDGE)
    if mention_a.pk == mention_b.pk:
        raise LinkageError("A mention is always the same as itself.")
    first, second = sorted((mention_a, mention_b), key=lambda m: m.pk)
    judgement = Judgement.objects.create(
        mention_a=first, mention_b=second, verdict=Judgement.Verdict(verdict), why=why.strip(), by=actor
    )
    log.write(
        actor, "link.judgement_add", f"judgement:{judgement.pk}", a=first.pk, b=second.pk, verdict=verdict
    )
    return judgement


def link_run(*, actor: User, progress: Progress = SILENT) -> LinkRun:
    """Link every mention whose consent allows it, with all judgements; the result becomes the current run.

    Raises:
        LinkageError: nobody may be linked, or judgements contradict each other.
    """
    progress.start(None, "Collecting mentions that may be linked")
    rows = list(mention_rows(allowed_mentions(Purpose.LINK)))
    if not rows:
        raise LinkageError(
            "There is nobody to link.",
            hint="Import persons, and record the consent for linkage with other lists.",
        )
    check(progress)
    mentions = linkage.Mentions.from_rows(rows)
    judgements = judgement_values(mention_pk(m) for m in mentions.mention_id)
    found = linkage.link(mentions, judgements=judgements, rng=np.random.default_rng(SEED), progress=progress)
    return _keep(actor, found, progress)


@transaction.atomic
def _keep(actor: User, found: linkage.Linkage, progress: Progress) -> LinkRun:
    LinkRun.objects.filter(is_current=True).update(is_current=False)
    run = LinkRun.objects.create(
        run_id=found.run.id,
        manifest={**found.run.as_dict(), "notes": list(found.notes)},
        mentions=len(found.clusters),
        persons=found.person_count,
        draws_sha256=files.put(draws_bytes(found.draws)),
        model=linkage.model_to_json(found.model),
        is_current=True,
        created_by=actor,
    )
    company = Counter(m.person_id for m in found.clusters)
    progress.start(len(found.clusters) + min(len(found.pairs), _LISTED_PAIRS), "Keeping persons and pairs")
    for at in range(0, len(found.clusters), _CHUNK):
        check(progress)
        Membership.objects.bulk_create(
            [
                Membership(
                    run=run,
                    mention_id=mention_pk(m.mention_id),
                    person=f"p-{mention_pk(m.person_id.removeprefix('p-'))}",
                    probability=m.probability,
                    company=company[m.person_id],
                )
                for m in found.clusters[at : at + _CHUNK]
            ],
            batch_size=500,
        )
        progress.advance(_CHUNK)
    for at in range(0, min(len(found.pairs), _LISTED_PAIRS), _CHUNK):
        check(progress)
        Pair.objects.bulk_create(
            [_pair(run, p) for p in found.pairs[at : min(at + _CHUNK, _LISTED_PAIRS)]], batch_size=500
        )
        progress.advance(_CHUNK)
    log.write(
        actor, "link.run", f"link_run:{run.pk}", mentions=run.mentions, persons=run.persons, run_id=run.run_id
    )
    return run


def _pair(run: LinkRun, pair: linkage.Pair) -> Pair:
    p = pair.probability
    doubt = 0.0 if p <= 0 or p >= 1 else -(p * math.log2(p) + (1 - p) * math.log2(1 - p))
    return Pair(
        run=run,
        mention_a_id=mention_pk(pair.mention_a),
        mention_b_id=mention_pk(pair.mention_b),
        weight_log2=pair.weight_log2,
        probability=p,
        doubt=doubt,
        reasons=list(pair.reasons),
    )


def suggestions(mention: Mention) -> tuple[linkage.Suggestion, ...]:
    """Who in the linked record may be the same person as `mention`, with reasons; no names in it.

    Raises:
        LinkageError: no linkage was run yet, so that nothing is known about agreement rates.
    """
    run = LinkRun.objects.filter(is_current=True).first()
    if run is None:
        raise LinkageError("Nothing is linked yet.", hint="Run the linkage first.")
    # A pseudonym says nothing about identity.
    telling = NameKey.objects.exclude(name__kind=Name.Kind.PSEUDONYM)
    near = (
        telling.filter(
            allowing(Purpose.LINK, "name__mention"),
            key__in=telling.filter(name__mention=mention).values("key"),
        )
        .exclude(name__mention__source=mention.source_id)
        .values("name__mention")
        .annotate(shared=Count("key", distinct=True))
        .order_by("-shared", "name__mention")[:_LOOK_ALIKES]
    )
    ids = [row["name__mention"] for row in near]
    if not ids:
        return ()
    rows = list(mention_rows(Mention.objects.filter(pk__in=[mention.pk, *ids])))
    return linkage.suggest(
        mention_key(mention.pk), linkage.Mentions.from_rows(rows), model=linkage.model_from_json(run.model)
    )
