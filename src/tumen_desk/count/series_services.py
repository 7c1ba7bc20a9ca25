"""Estimating a question part by part, and a rate year by year."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from tumen import estimation, vocab
from tumen.errors import StudyError
from tumen.model import Run
from tumen.progress import SILENT, Progress, check
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.count import series_charts, services
from tumen_desk.count.models import Question, Series
from tumen_desk.count.recipes import CountRecipe
from tumen_desk.count.series_queries import tables_of, tellers, told_tables
from tumen_desk.count.series_recipes import SINCE, StrataRecipe, TrendRecipe
from tumen_desk.count.series_rows import folded, strata_rows, trend_rows
from tumen_desk.link.models import LinkRun

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_CERTAIN = (
    "Who is one person is taken as the linkage says; what linkage does not know is in the interval of the figure over "
    "all, and not in these."
)
_SINGLE = "A person told of in several parts stands in the one that most mentions say."
_FOLDED = "{parts:,} parts with few people stand together, so that nobody can be recognised."
_FEWEST = 30
_SAFETY = (
    "Time after reaching safety counts as time at risk; rates are too low where many years were spent there."
)
_UNLINKED = "Nothing is linked yet: somebody interviewed twice counts twice."


def strata_run(
    *, actor: User, question: Question, parts: StrataRecipe, progress: Progress = SILENT
) -> Series:
    """Estimate a question for each part of the people it asks about, and add up the draws.

    Raises:
        StudyError: nothing is linked yet, or nobody fits.
    """
    require(actor, Door.COUNT_RUN)
    recipe, link_run = CountRecipe.from_dict(question.recipe), services.current_linkage()
    progress.start(None, "Collecting who is counted")
    mentions, members = services.counted(recipe, link_run)
    tables = tables_of(recipe, parts, mentions, members, services.persons(link_run))
    strata, together = folded(tables, parts.by)
    check(progress)
    found = estimation.estimate_strata(
        strata, method=recipe.method, level=recipe.level, seed=recipe.seed, workers=1, progress=progress
    )
    total = found.total()
    beside = [_CERTAIN, _SINGLE, *([_FOLDED.format(parts=together)] if together else [])]
    result = {
        "dimensions": list(parts.by), "rows": strata_rows(found), "total": services.plain(total.as_dict()),
        "method": recipe.method, "level": recipe.level, "unit": recipe.unit, "caveats": beside,
    }  # fmt: skip
    result["chart"] = series_charts.strata(result)
    both = {"question": recipe.as_dict(), "parts": parts.as_dict()}
    inputs = {str(at): part.table.sha256 for at, part in enumerate(strata.parts)}
    return _keep(
        actor,
        Series.Kind.STRATA,
        recipe.title,
        both,
        inputs,
        result,
        link_run,
        question=question,
        seed=recipe.seed,
    )


def trend_run(*, actor: User, recipe: TrendRecipe, progress: Progress = SILENT) -> Series:
    """The rate of what is asked, year by year, over the time at risk of those interviewed.

    Raises:
        StudyError: too few interviewed people whose time at risk is known, or nothing that happened to them.
        EstimationError: the years or the arrivals cannot be used.
    """
    require(actor, Door.COUNT_RUN)
    link_run = LinkRun.objects.filter(is_current=True).first()
    if tellers(recipe, link_run).count() < _FEWEST:
        raise StudyError(
            f"Fewer than {_FEWEST} interviewed people have dates that say when they were at risk.",
            hint="Code when they were born, when they left, and when they were interviewed.",
        )
    progress.start(None, "Collecting who was there when")
    people, events = told_tables(recipe, link_run)
    if events.count("\n") < 2:
        raise StudyError(
            "Nobody interviewed tells of this.", hint="Ask for other acts, or for another place."
        )
    arrivals = estimation.Arrivals.from_csv(recipe.arrivals) if recipe.arrivals else None
    told = estimation.ToldEvents.from_csv(people, events, keep=("place", "sex", "left"))
    method = estimation.RateTrend(
        years=(recipe.first, recipe.last), width=recipe.width, standardise=recipe.alike, windows=recipe.windows,
        before_leaving=(1.0, 4.0) if recipe.leaving else (),
    )  # fmt: skip
    found = estimation.trend(told, method=method, arrivals=arrivals, progress=progress)
    doubts = [
        *found.cautions,
        *([_SAFETY] if recipe.risk == SINCE else []),
        *([] if link_run else [_UNLINKED]),
    ]
    rows = trend_rows(found)
    result: dict[str, Any] = {
        "rows": rows, "unit": found.unit, "level": 0.95, "change": found.change.words,
        "otherwise": found.otherwise.words.partition(" The events")[0], "windows": [w.words for w in found.windows],
        "assumptions": list(found.assumptions), "avoid": list(found.avoid), "caveats": doubts,
        "persons": found.persons, "sources": list(found.sources), "paragraph": found.methods_paragraph(),
    }  # fmt: skip
    result["chart"] = series_charts.trend(result)
    return _keep(
        actor,
        Series.Kind.TREND,
        recipe.title,
        recipe.as_dict(),
        {"told": found.input_sha256},
        result,
        link_run,
    )


@transaction.atomic
def _keep(
    actor: User,
    kind: Series.Kind,
    title: str,
    recipe: Mapping[str, object],
    inputs: Mapping[str, str],
    result: dict[str, Any],
    link_run: LinkRun | None,
    *,
    question: Question | None = None,
    seed: int = 0,
) -> Series:
    """Keep a series with all that decides it."""
    plain = services.plain(recipe)
    inputs = {
        **inputs,
        "link_run": link_run.run_id if link_run else "none",
        "pack": vocab.load_pack(settings.CONFIG.pack).content_sha256,
    }
    shown = hashlib.sha256(services.as_text(result).encode()).hexdigest()
    run = Run(kind=f"count-{kind.value}", recipe=plain, inputs=inputs, seed=seed, outputs={"result": shown})
    made = Series.objects.create(
        kind=kind, title=title, question=question, recipe=plain, manifest=services.plain(run.as_dict()),
        result=services.plain(result), link_run=link_run, created_by=actor,
    )  # fmt: skip
    log.write(actor, "count.series_run", f"series:{made.pk}", kind=kind.value, run_id=run.id)
    return made
