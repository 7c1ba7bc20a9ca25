"""Keeping what a linkage found: persons, pairs in the order of what a verdict tells, draws."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction

from tumen import linkage
from tumen.progress import Progress, check
from tumen_desk.link.adapters import draws_bytes, mention_pk
from tumen_desk.link.models import LinkRun, Membership, Pair
from tumen_desk.link.worth import Worths, worths
from tumen_desk.record.models import Mention
from tumen_desk.store import files

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tumen_desk.accounts.models import User

_CHUNK = 2000
_LISTED_PAIRS = 100_000
_FEW = 5000  # what a query takes as a list


@transaction.atomic
def keep_whole(by: User, found: linkage.Linkage, progress: Progress) -> LinkRun:
    """Keep a whole linkage, whole or not at all; it becomes the current run."""
    LinkRun.objects.filter(is_current=True).update(is_current=False)
    run = LinkRun.objects.create(
        run_id=found.run.id,
        manifest={**found.run.as_dict(), "notes": list(found.notes)},
        mentions=len(found.clusters),
        persons=found.person_count,
        draws_sha256=files.put(draws_bytes(found.draws)),
        model=linkage.model_to_json(found.model),
        is_current=True,
        created_by=by,
    )
    company = Counter(m.person_id for m in found.clusters)
    listed = found.pairs[:_LISTED_PAIRS]
    progress.start(len(found.clusters) + len(listed), "Keeping persons and pairs")
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
    worth = _worth(found, listed)
    run.worth = float(worth.persons.sum())
    run.manifest |= {"lists": {"once": worth.once, "twice": worth.twice}}
    run.save(update_fields=["worth", "manifest"])
    for at in range(0, len(listed), _CHUNK):
        check(progress)
        rows = zip(
            listed[at : at + _CHUNK],
            worth.persons[at : at + _CHUNK].tolist(),
            worth.estimate[at : at + _CHUNK].tolist(),
            strict=True,
        )
        Pair.objects.bulk_create([pair_row(run, *row) for row in rows], batch_size=500)
        progress.advance(_CHUNK)
    return run


def _worth(found: linkage.Linkage, listed: Sequence[linkage.Pair]) -> Worths:
    """What a verdict on each listed pair tells."""
    position = {key: at for at, key in enumerate(found.draws.mention_ids)}
    return worths(
        found.draws,
        np.array([position[p.mention_a] for p in listed], dtype=np.int64),
        np.array([position[p.mention_b] for p in listed], dtype=np.int64),
        np.array([p.probability for p in listed]),
        lists_of(found.draws.mention_ids),
    )


def lists_of(keys: Sequence[str]) -> NDArray[np.int64]:
    """Number of the list on which each mention stands, that of its issuer; -1 for none."""
    wanted = Mention.objects.all()
    if len(keys) <= _FEW:
        wanted = wanted.filter(pk__in=[mention_pk(key) for key in keys])
    issuers = dict(wanted.values_list("pk", "source__issuer"))
    numbers: dict[int | None, int] = {None: -1}
    return np.array(
        [numbers.setdefault(issuers[mention_pk(key)], len(numbers) - 1) for key in keys], dtype=np.int64
    )


def pair_row(run: LinkRun, pair: linkage.Pair, worth: float, worth_estimate: float) -> Pair:
    """A pair as it is kept, with what a verdict on it is worth."""
    p = pair.probability
    a, b = sorted((mention_pk(pair.mention_a), mention_pk(pair.mention_b)))
    return Pair(
        run=run,
        mention_a_id=a,
        mention_b_id=b,
        weight_log2=pair.weight_log2,
        probability=p,
        doubt=0.0 if p <= 0 or p >= 1 else -(p * math.log2(p) + (1 - p) * math.log2(1 - p)),
        worth=worth,
        worth_estimate=worth_estimate,
        lot=_lot(a, b),
        reasons=list(pair.reasons),
    )


def _lot(a: int, b: int) -> float:
    """A number from 0 to 1 that depends on the two mentions alone: nobody can choose what is looked at twice."""
    digest = hashlib.sha256(f"second look {a} {b}".encode()).digest()
    return int.from_bytes(digest[:6]) / (1 << 48)
