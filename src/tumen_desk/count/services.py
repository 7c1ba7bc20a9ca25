"""Running a recipe over the linked record, and running it again."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from tumen import estimation, study, vocab
from tumen.errors import PublicationRefused, StudyError
from tumen.estimation import OverlapTable
from tumen.model import ListMembership, Run
from tumen.progress import SILENT, Progress, check
from tumen_desk.accounts import approvals
from tumen_desk.accounts.access import Door, require
from tumen_desk.accounts.deeds import Deed, deed
from tumen_desk.audit import log
from tumen_desk.count import appraisals, conditions, figure_charts, looks, methods_page
from tumen_desk.count.models import Appraisal, CountRun, Figure, Publication, Question
from tumen_desk.count.queries import asked_mentions, citations, counted_mentions, memberships
from tumen_desk.count.recipes import EPISODES, CountRecipe
from tumen_desk.link.adapters import draws_value, mention_key
from tumen_desk.link.models import LinkRun, Membership
from tumen_desk.record.models import Mention
from tumen_desk.store import files

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_LEAST_REASONS = 20  # characters: a sentence, not "ok"
PUBLISH = deed(
    Deed(
        code="count.figure_publish",
        label="Publish a figure",
        asks=Door.COUNT_RUN,
        warns="Others will build on it. Look at its interval, its check and what was answered for its lists.",
        hours=72,
    )
)
_CLOSED = (
    "{closed:,} of {asked:,} mentions that fit the question are left out: their consent for statistics or linkage "
    "does not stand, or they came in after the linkage. Whoever is told of only there is not among the people seen."
)


_UNPLACED = (
    "{lost:,} of {asked:,} mentions are left out: no single year is known for what happened, so episodes cannot be "
    "told apart."
)
_YEARLY = "What is told of one person in one year is taken for one episode."


def question_create(*, actor: User, recipe: CountRecipe) -> Question:
    """Keep a question and look at its lists."""
    require(actor, Door.COUNT_RUN)
    question = Question.objects.create(recipe=plain(recipe.as_dict()), created_by=actor)
    log.write(actor, "count.question_create", f"question:{question.pk}")
    return question


def question_change(*, actor: User, question: Question, recipe: CountRecipe) -> Question:
    """Ask it otherwise: other lists, lists taken as one, another method."""
    require(actor, Door.COUNT_RUN)
    question.recipe, question.look = plain(recipe.as_dict()), {}
    question.save()
    log.write(actor, "count.question_change", f"question:{question.pk}")
    return question


def question_look(question: Question) -> dict[str, Any]:
    """The lists of a question and how they overlap, under the current linkage; kept until the question changes.

    Raises:
        StudyError: nothing is linked yet, or nobody fits.
    """
    link_run = current_linkage()
    kept: dict[str, Any] = question.look
    if kept.get("link_run") == link_run.pk:
        return kept
    recipe = CountRecipe.from_dict(question.recipe)
    mentions, members = counted(recipe, link_run)
    table = study.overlap(members, persons(link_run))
    found = {"link_run": link_run.pk, **looks.describe(table, citations(mentions), recipe)}
    question.look = found
    question.save(update_fields=["look"])
    return found


def current_linkage(link_run: LinkRun | None = None) -> LinkRun:
    """A linkage, or the current one.

    Raises:
        StudyError: nothing is linked yet.
    """
    found = link_run or LinkRun.objects.filter(is_current=True).first()
    if found is None:
        raise StudyError("Nothing is linked yet.", hint="Link the record first; then count.")
    return found


def counted(recipe: CountRecipe, link_run: LinkRun) -> tuple[QuerySet[Mention], tuple[ListMembership, ...]]:
    """Who is counted, and on which lists they stand.

    Raises:
        StudyError: nobody fits.
    """
    mentions = counted_mentions(recipe, link_run)
    members = memberships(mentions, recipe)
    if not members:
        raise StudyError(
            "Nobody in the record fits this recipe.", hint="Widen the acts, the period, or check consent."
        )
    return mentions, members


def persons(link_run: LinkRun) -> dict[str, str]:
    """Mention → person, as one linkage says."""
    rows = Membership.objects.filter(run=link_run).values_list("mention_id", "person")
    return {mention_key(m): p for m, p in rows}


def count_run(
    *,
    actor: User,
    recipe: CountRecipe,
    link_run: LinkRun | None = None,
    again_of: CountRun | None = None,
    question: Question | None = None,
    caveats: tuple[str, ...] = (),
    progress: Progress = SILENT,
) -> Figure:
    """Estimate what `recipe` asks, over `link_run` (default: the current one). The same inputs give the same number.

    Raises:
        StudyError: nothing is linked yet, or nobody fits the recipe.
    """
    require(actor, Door.COUNT_RUN)
    link_run = current_linkage(link_run)
    progress.start(None, "Collecting who is counted")
    mentions, members = counted(recipe, link_run)
    caveats = (*caveats, *_left_out(recipe, mentions, members))
    check(progress)
    draws = draws_value(files.get(link_run.draws_sha256))
    table = study.overlap(members, persons(link_run))
    pooled = study.estimate_over_draws(
        draws,
        members,
        method=recipe.method,
        level=recipe.level,
        seed=recipe.seed,
        reported=table,
        use_draws=recipe.link_draws,
        progress=progress,
    )
    figure = _keep(actor, recipe, link_run, again_of, table, pooled, members, caveats)
    if question or again_of:
        CountRun.objects.filter(pk=figure.run_id).update(question=question or again_of.question)  # type: ignore[union-attr]  # one of the two is there
    return figure


def _left_out(
    recipe: CountRecipe, mentions: QuerySet[Mention], members: tuple[ListMembership, ...]
) -> tuple[str, ...]:
    """What the answers and the mentions that are not counted add to the figure."""
    found = list(conditions.caveats(recipe.answers, recipe.notes))
    used, asked = mentions.count(), asked_mentions(recipe).count()
    if used < asked:
        found.append(_CLOSED.format(closed=asked - used, asked=asked))
    if recipe.counting == EPISODES:
        placed = len({each.mention_id for each in members})
        found += [_YEARLY, *([_UNPLACED.format(lost=used - placed, asked=used)] if placed < used else [])]
    for group in recipe.merge:
        found.append(f"{' and '.join(group)} are taken as one list.")
    if recipe.leave_out:
        found.append(f"Left out: {', '.join(recipe.leave_out)}.")
    return tuple(found)


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
        outputs={"overlap_sha256": table.sha256, "pooled": plain(pooled.as_dict())},
    )
    run = CountRun.objects.create(
        run_id=manifest.id,
        recipe=plain(recipe.as_dict()),
        manifest=plain(manifest.as_dict()),
        link_run=link_run,
        table={
            "lists": list(table.lists),
            "patterns": table.patterns.tolist(),
            "counts": table.counts.tolist(),
        },
        diagnostics=plain(dict(pooled.estimates[0].diagnostics)),
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


def plain(value: object) -> dict[str, object]:
    """Plain JSON data of numbers, tuples and dataclasses."""
    found: dict[str, object] = json.loads(as_text(value))
    return found


def as_text(value: object) -> str:
    """Numbers, tuples and dataclasses as JSON."""
    from tumen.cli.output import plain_json

    return plain_json(value)


def count_again(*, actor: User, figure: Figure, progress: Progress = SILENT) -> Figure:
    """Run the recipe of a figure again over the same linkage. Consent withdrawn since then changes who is counted."""
    return count_run(
        actor=actor,
        recipe=CountRecipe.from_dict(figure.run.recipe),
        link_run=figure.run.link_run,
        again_of=figure.run,
        progress=progress,
    )


def figure_appraise(*, actor: User, figure: Figure, progress: Progress = SILENT) -> Appraisal:
    """Stand every method beside the one of a figure, check it, and judge in words: equal figures, equal verdicts."""
    require(actor, Door.COUNT_RUN)
    seed = int(figure.run.recipe["seed"])
    found = estimation.appraise(
        figure_charts.table_of(figure), method=figure.method, level=figure.level, seed=seed, progress=progress
    )
    results = {**plain(found.as_dict()), "charts": appraisals.charts_of(found)}
    with transaction.atomic():
        kept, _ = Appraisal.objects.update_or_create(
            figure=figure,
            defaults={
                "verdict": str(found.verdict),
                "reasons": list(found.reasons),
                "results": results,
                "created_by": actor,
            },
        )
        log.write(actor, "count.figure_appraise", f"figure:{figure.pk}", verdict=str(found.verdict))
    return kept


def obstacles(figure: Figure) -> tuple[str, ...]:
    """What stands in the way of publishing a figure; nothing if a person's reasons are enough."""
    found = [] if figure.point is not None else ["There is no number to publish."]
    if not hasattr(figure, "appraisal"):
        found.append("It has not been checked: let every method stand beside it first.")
    open_questions = conditions.unanswered(figure.run.recipe.get("answers", {}))
    if open_questions:
        topics = ", ".join(each.topic.lower() for each in open_questions)
        found.append(f"Nobody has answered for the lists: {topics}. Ask the question again with answers.")
    return tuple(found)


def _refuse_publication(figure: Figure, *, why: str, allowed: bool) -> None:
    if len(why) < _LEAST_REASONS:
        raise PublicationRefused("A decision to publish, or not to, needs your reasons in a sentence.")
    blocked = obstacles(figure) if allowed else ()
    if blocked:
        raise PublicationRefused(" ".join(blocked))


def _as_agreed(figure: Figure) -> dict[str, Any]:
    verdict = figure.appraisal.verdict if hasattr(figure, "appraisal") else "none"
    content = {"figure": str(figure), "run": figure.run_id, "check": verdict}
    return {"deed": PUBLISH.code, "subject": f"figure:{figure.pk}", "content": content}


def figure_publication_ask(*, actor: User, figure: Figure, why: str) -> None:
    """Ask a second person whether a figure may be published, as it stands and was checked.

    Raises:
        PublicationRefused: no reasons, no number, no checks, or nobody has answered for the lists.
    """
    why = " ".join(why.split())
    _refuse_publication(figure, why=why, allowed=True)
    approvals.ask(actor=actor, reason=why, **_as_agreed(figure))


def figure_may_go(*, actor: User, figure: Figure) -> bool:
    """True if a second person agreed to this user's request to publish this figure."""
    return approvals.is_granted(actor=actor, **_as_agreed(figure))


@transaction.atomic
def figure_publish(*, actor: User, figure: Figure, allowed: bool, why: str) -> Publication:
    """Decide that a figure may be published, or no longer; the reasons and the person stay with it.

    That it may takes two people; that it may not, one.

    Args:
        why: the reasons; empty takes those to which the second person agreed.

    Raises:
        PublicationRefused: no reasons, no number, no checks, or nobody has answered for the lists.
        SecondPersonNeeded: nobody agreed to this figure as it stands.
    """
    require(actor, Door.COUNT_RUN)
    why = " ".join(why.split())
    if allowed:
        agreed = approvals.spend(actor=actor, **_as_agreed(figure))
        why = why or agreed.reason
    _refuse_publication(figure, why=why, allowed=allowed)
    decided = Publication.objects.create(figure=figure, allowed=allowed, why=why, by=actor)
    log.write(actor, "count.figure_publish", f"figure:{figure.pk}", allowed=allowed, decision=decided.pk)
    return decided


def methods_text(figure: Figure) -> str:
    """How a figure was made, for a report: question, number, methods paragraph, verdict, caveats, recipe."""
    return methods_page.text(figure, figure_charts.table_of(figure))


def same_number(one: Figure, other: Figure) -> bool:
    """True if two figures say the same, to the last digit."""
    return (one.point, one.low, one.high, one.observed, one.status) == (
        other.point,
        other.low,
        other.high,
        other.observed,
        other.status,
    )
