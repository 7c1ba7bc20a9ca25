"""Running a recipe over the linked record, and running it again."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from tumen import study, vocab
from tumen.errors import StudyError
from tumen.estimation import OverlapTable
from tumen.model import Run
from tumen.progress import SILENT, Progress, check
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.count.models import CountRun, Figure
from tumen_desk.count.queries import asked_mentions, counted_mentions, memberships
from tumen_desk.count.recipes import CountRecipe
from tumen_desk.link.adapters import draws_value, mention_key
from tumen_desk.link.models import LinkRun, Membership
from tumen_desk.store import files

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_CLOSED = (
    "{closed:,} of {asked:,} mentions that fit the question are left out: their consent for statistics or linkage "
    "does not stand, or they came in after the linkage. Whoever is told of only there is not among the people seen."
)


def count_run(
    *,
    actor: User,
    recipe: CountRecipe,
    link_run: LinkRun | None = None,
    again_of: CountRun | None = None,
    caveats: tuple[str, ...] = (),
    progress: Progress = SILENT,
) -> Figure:
    """Estimate what `recipe` asks, over `link_run` (default: the current one). The same inputs give the same number.

    Raises:
        StudyError: nothing is linked yet, or nobody fits the recipe.
    """
    require(actor, Door.COUNT_RUN)
    link_run = link_run or LinkRun.objects.filter(is_current=True).first()
    if link_run is None:
        raise StudyError("Nothing is linked yet.", hint="Link the record first; then count.")
    progress.start(None, "Collecting who is counted")
    members = memberships(counted_mentions(recipe, link_run))
    if not members:
        raise StudyError(
            "Nobody in the record fits this recipe.", hint="Widen the acts, the period, or check consent."
        )
    closed = asked_mentions(recipe).count() - len(members)
    if closed:
        caveats = (*caveats, _CLOSED.format(closed=closed, asked=closed + len(members)))
    check(progress)
    draws = draws_value(files.get(link_run.draws_sha256))
    pooled = study.estimate_over_draws(
        draws,
        members,
        method=recipe.method,
        level=recipe.level,
        seed=recipe.seed,
        use_draws=recipe.link_draws,
        progress=progress,
    )
    clusters = {
        mention_key(m): p
        for m, p in Membership.objects.filter(run=link_run).values_list("mention_id", "person")
    }
    table = study.overlap(members, clusters)
    return _keep(actor, recipe, link_run, again_of, table, pooled, members, caveats)


@transaction.atomic
def _keep(
    actor: User,
    recipe: CountRecipe,
    link_run: LinkRun,
    again_of: CountRun | None,
    table: OverlapTable,
    pooled: study.Pooled,
    members: tuple[object, ...],
    caveats: tuple[str, ...],
) -> Figure:
    who = json.dumps([repr(m) for m in members]).encode()
    manifest = Run(
        kind="count",
        recipe=recipe.as_dict(),
        inputs={
            "link_run": link_run.run_id,
            "draws": link_run.draws_sha256,
            "memberships": hashlib.sha256(who).hexdigest(),
            "pack": vocab.load_pack(settings.CONFIG.pack).content_sha256,
        },
        seed=recipe.seed,
        outputs={"overlap_sha256": table.sha256, "pooled": _plain(pooled.as_dict())},
    )
    run = CountRun.objects.create(
        run_id=manifest.id,
        recipe=_plain(recipe.as_dict()),
        manifest=_plain(manifest.as_dict()),
        link_run=link_run,
        table={
            "lists": list(table.lists),
            "patterns": table.patterns.tolist(),
            "counts": table.counts.tolist(),
        },
        diagnostics=_plain(dict(pooled.estimates[0].diagnostics)),
        again_of=again_of,
        created_by=actor,
    )
    figure = Figure.objects.create(
        run=run,
        title=recipe.title,
        point=pooled.point,
        low=pooled.interval.low if pooled.interval else None,
        high=pooled.interval.high if pooled.interval else None,
        level=recipe.level,
        observed=table.observed,
        unit=recipe.unit,
        population=recipe.population,
        as_of=recipe.as_of,
        method=recipe.method,
        status=pooled.status,
        caveats=[*caveats, *study.caveats(table, pooled)],
        sources=list(table.lists),
    )
    log.write(actor, "count.run", f"figure:{figure.pk}", run_id=manifest.id, link_run=link_run.pk)
    return figure


def _plain(value: object) -> dict[str, object]:
    """Plain JSON data of numbers, tuples and dataclasses."""
    from tumen.cli.output import plain_json

    found: dict[str, object] = json.loads(plain_json(value))
    return found


def count_again(*, actor: User, figure: Figure, progress: Progress = SILENT) -> Figure:
    """Run the recipe of a figure again over the same linkage. Consent withdrawn since then changes who is counted."""
    return count_run(
        actor=actor,
        recipe=CountRecipe.from_dict(figure.run.recipe),
        link_run=figure.run.link_run,
        again_of=figure.run,
        progress=progress,
    )


def same_number(one: Figure, other: Figure) -> bool:
    """True if two figures say the same, to the last digit."""
    return (one.point, one.low, one.high, one.observed, one.status) == (
        other.point,
        other.low,
        other.high,
        other.observed,
        other.status,
    )
