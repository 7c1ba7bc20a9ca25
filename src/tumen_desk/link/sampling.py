"""A sample of pairs to judge: drawn of the current run by the design of the library, and put into the queue.

Only who may be linked and whom the one who draws may know is in it. Pairs that the linkage never listed are drawn
too, so that what is missed can be told; those get a row among the pairs of the run, like any other.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import numpy as np
from django.db import transaction

from tumen import linkage
from tumen.errors import LinkageError
from tumen.linkage.evaluation import PairSample, SampledPair, Stratum, plan_pairs
from tumen.linkage.result import Links
from tumen.linkage.result import Membership as Member
from tumen.model import LinkDraws, Run
from tumen.progress import SILENT, Progress, check
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.link.adapters import draws_value, mention_key, mention_pk, mention_rows
from tumen_desk.link.keeping import pair_row
from tumen_desk.link.models import Drawn, LinkRun, Membership, Pair, Sample
from tumen_desk.link.queue import current_run, open_to
from tumen_desk.record.models import Mention, Purpose
from tumen_desk.record.queries import allowing
from tumen_desk.store import files

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

SEED: Final = 1
FEWEST: Final = 20
USUAL: Final = 150
MOST: Final = 2000
_FEW: Final = 5000
Told = dict[str, dict[str, object]]


def links_of(user: User, run: LinkRun) -> Links:
    """A run as the library takes it, of the mentions that may be linked and that the user may know."""
    rows = (
        Membership.objects.filter(allowing(Purpose.LINK), circles.known_to(user, "mention__source"), run=run)
        .order_by("mention_id")
        .values_list("mention_id", "person", "probability")
    )
    draws = draws_value(files.get(run.draws_sha256))
    column = {key: at for at, key in enumerate(draws.mention_ids)}
    members = tuple(
        Member(mention_id=mention_key(pk), person_id=person, probability=probability)
        for pk, person, probability in rows
    )
    keys = tuple(member.mention_id for member in members)
    kept = run.manifest
    return Links(
        clusters=members,
        draws=LinkDraws(mention_ids=keys, labels=draws.labels[:, [column[key] for key in keys]]),
        run=Run(kind=kept["kind"], recipe=kept["recipe"], inputs=kept["inputs"], seed=kept["seed"]),
    )


def sample_draw(*, actor: User, most: int = USUAL, progress: Progress = SILENT) -> Sample:
    """Draw pairs of the current run to be judged. An earlier sample of the run is judged no further. Logged.

    Raises:
        LinkageError: nothing is linked yet, or a number of pairs out of its range.
        EvaluationError: no pair is linked or listed.
    """
    require(actor, Door.LINK_JUDGE)
    run = current_run()
    if run is None:
        raise LinkageError("Nothing is linked yet.", hint="Link the record first.")
    if not FEWEST <= most <= MOST:
        raise LinkageError(f"A sample has from {FEWEST} to {MOST} pairs.", hint=f"{USUAL} are a beginning.")
    links = links_of(actor, run)
    if len(links.draws.mention_ids) < 2:
        raise LinkageError("There are no two people to compare.", hint="Record the consent for linkage.")
    progress.start(None, "Drawing pairs to judge")
    told = _told({mention_pk(key) for key in links.draws.mention_ids})
    mentions = linkage.Mentions.from_rows(told.values())
    rng = np.random.default_rng([SEED, run.samples.count()])
    plan = plan_pairs(links, mentions=mentions, most=most, rng=rng, progress=progress)
    check(progress)
    with transaction.atomic():
        design = {name: value for name, value in asdict(plan).items() if name != "pairs"} | {"seed": SEED}
        sample = Sample.objects.create(run=run, design=design, by=actor)
        rows = _rows(run, plan, told)
        Drawn.objects.bulk_create(
            Drawn(
                sample=sample, pair=rows[_of(p)], stratum=p.stratum, probability=p.probability, times=p.times
            )
            for p in plan.pairs
        )
        log.write(actor, "link.sample_draw", f"sample:{sample.pk}", run=run.pk, pairs=len(plan.pairs))
    return sample


def drawn_pairs(user: User, sample: Sample) -> PairSample:
    """A sample as the library takes it: those of its pairs that may be linked, and that the user may know."""
    found = Drawn.objects.filter(sample=sample, pair__in=open_to(user).filter(run=sample.run_id))
    given = dict(sample.design)
    strata = tuple(Stratum(**each) for each in given.pop("strata"))
    pairs = tuple(
        SampledPair(
            mention_a=mention_key(d.pair.mention_a_id), mention_b=mention_key(d.pair.mention_b_id),
            stratum=d.stratum, probability=d.probability, times=d.times,
        )
        for d in found.select_related("pair").order_by("pk")
    )  # fmt: skip
    return PairSample(strata=strata, pairs=pairs, **given)


def mentions_in(sample: PairSample) -> linkage.Mentions:
    """What is told of those in a sample."""
    keys = {mention_pk(key) for p in sample.pairs for key in (p.mention_a, p.mention_b)}
    return linkage.Mentions.from_rows(_told(keys).values())


def _told(wanted: set[int]) -> Told:
    """What is told of some mentions, by their ids in the library, in their order."""
    rows = Mention.objects.filter(pk__in=wanted) if len(wanted) <= _FEW else Mention.objects.all()
    found = {str(row["mention_id"]): row for row in mention_rows(rows)}
    return {key: row for key, row in found.items() if mention_pk(key) in wanted}


def _of(pair: SampledPair) -> tuple[int, int]:
    a, b = sorted((mention_pk(pair.mention_a), mention_pk(pair.mention_b)))
    return a, b


def _rows(run: LinkRun, plan: PairSample, told: Told) -> dict[tuple[int, int], Pair]:
    """The row of each drawn pair; those that the linkage never listed are added, worth nothing in the queue."""
    wanted = {_of(pair): pair for pair in plan.pairs}

    def found() -> dict[tuple[int, int], Pair]:
        near = Pair.objects.filter(run=run, mention_a__in={a for a, _ in wanted})
        return {
            (p.mention_a_id, p.mention_b_id): p for p in near if (p.mention_a_id, p.mention_b_id) in wanted
        }

    listed, model = found(), linkage.model_from_json(run.model)
    Pair.objects.bulk_create(
        pair_row(run, _unlisted(pair, told, model), 0.0, 0.0)
        for key, pair in wanted.items()
        if key not in listed
    )
    return found()


def _unlisted(pair: SampledPair, told: Told, model: linkage.Model) -> linkage.Pair:
    """A pair that the linkage never listed, with what speaks for and against it."""
    two = linkage.Mentions.from_rows([told[pair.mention_a], told[pair.mention_b]])
    found = linkage.suggest(pair.mention_a, two, model=model, at_least=0.0)
    return linkage.Pair(
        mention_a=pair.mention_a, mention_b=pair.mention_b, probability=pair.probability,
        weight_log2=found[0].weight_log2 if found else 0.0,
        reasons=tuple(map(str, found[0].reasons[1:])) if found else (),
    )  # fmt: skip
