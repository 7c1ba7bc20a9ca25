"""Run a recipe: link, count who stands on which lists, estimate over the draws, make figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tumen import linkage
from tumen.errors import RecipeError, StudyInputError
from tumen.estimation import Method, OverlapTable, method_settings
from tumen.linkage import Links, LinkSettings
from tumen.model import Figure, ListMembership, Run, input_sha256
from tumen.progress import SILENT, Progress, check
from tumen.study.lists import overlap
from tumen.study.mixture import Pooled, estimate_over_draws
from tumen.study.reading import Inputs, memberships, read_inputs
from tumen.study.recipe import StudyRecipe

__all__ = ["StudyResult", "caveats", "run"]

_SMALL_CELL = 4


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class StudyResult:
    """What a study found.

    Attributes:
        figures: one per method, the main one first.
        run: recipe, input hashes, seed, versions, outputs.
        table: overlap table of the reported persons.
        pooled: the estimate of each method over the draws.
        links: the linkage behind it.
    """

    figures: tuple[Figure, ...]
    run: Run
    table: OverlapTable
    pooled: tuple[Pooled, ...]
    links: Links


def run(recipe: StudyRecipe, *, progress: Progress = SILENT) -> StudyResult:
    """Do what the recipe says. The same recipe and inputs give the same numbers.

    Raises:
        RecipeError: linkage settings or methods that do not exist, or settings for links that are given.
        StudyInputError: an input is missing or lacks columns, or the links are of other mentions.
        LinkFolderError: the folder of links holds no linkage, or one that was changed.
        Stopped: the person asked to stop; nothing was written.
    """
    methods = [method_settings(name, recipe.estimate.settings.get(name)) for name in recipe.estimate.methods]
    settings = _link_settings(recipe)
    inputs = read_inputs(recipe)
    members = memberships(recipe, inputs)
    linked = _link(recipe, settings, inputs, progress)
    check(progress)
    clusters = {row.mention_id: row.person_id for row in linked.clusters}
    table = overlap(members, clusters)
    pooled = tuple(_pool(recipe, linked, members, table, method, progress) for method in methods)
    manifest = _manifest(recipe, inputs, linked, table, pooled)
    figures = tuple(_figure(recipe, table, each, manifest.id) for each in pooled)
    return StudyResult(figures=figures, run=manifest, table=table, pooled=pooled, links=linked)


def _link_settings(recipe: StudyRecipe) -> LinkSettings:
    try:
        return LinkSettings(**recipe.linkage)
    except TypeError:
        known = ", ".join(LinkSettings.__dataclass_fields__)
        raise RecipeError("linkage: a setting does not exist.", hint=f"There are: {known}.") from None


def _given(recipe: StudyRecipe, inputs: Inputs) -> Links:
    """The links that the recipe names, if they are of these mentions."""
    if recipe.linkage or recipe.inputs.judgements:
        raise RecipeError(
            "links: these mentions are linked already, so [linkage] and judgements would change nothing.",
            hint="Leave them out, or leave out links to link here.",
        )
    linked = linkage.read(recipe.path(recipe.inputs.links))
    # Linked as they stand in their table, or with what their sources lend.
    told = (inputs.tables[recipe.inputs.mentions], inputs.mentions)
    linked_from = linked.run.inputs.get("mentions")
    if not any(linkage.Mentions.from_rows(rows).sha256 == linked_from for rows in told):
        raise StudyInputError(
            f"The links in {recipe.inputs.links} were made from other mentions than {recipe.inputs.mentions}.",
            hint="Link these mentions again with tumen link, or leave out links.",
        )
    return linked


def _link(recipe: StudyRecipe, settings: LinkSettings, inputs: Inputs, progress: Progress) -> Links:
    if recipe.inputs.links:
        return _given(recipe, inputs)
    judgements = recipe.inputs.judgements
    return linkage.link(
        linkage.Mentions.from_rows(inputs.mentions),
        judgements=linkage.judgements_from_csv(recipe.path(judgements)) if judgements else (),
        settings=settings,
        rng=np.random.default_rng(recipe.seed),
        progress=progress,
    ).links


def _pool(
    recipe: StudyRecipe,
    linked: Links,
    members: tuple[ListMembership, ...],
    table: OverlapTable,
    method: Method,
    progress: Progress,
) -> Pooled:
    return estimate_over_draws(
        linked.draws,
        members,
        method=method,
        level=recipe.estimate.level,
        seed=recipe.seed,
        reported=table,
        use_draws=recipe.estimate.link_draws,
        progress=progress,
    )


def _manifest(
    recipe: StudyRecipe, inputs: Inputs, linked: Links, table: OverlapTable, pooled: tuple[Pooled, ...]
) -> Run:
    """One manifest: the recipe with the settings that the sciences filled in, and what came out."""
    settings = {each.method: dict(each.reported.settings) for each in pooled}
    nested = {
        "study": recipe.model_dump(mode="json"),
        "link": dict(linked.run.recipe),
        "estimate": settings,
    }
    outputs: dict[str, object] = {
        "link_run": linked.run.id,
        "persons": linked.person_count,
        "overlap_sha256": table.sha256,
        "pooled": [each.as_dict() for each in pooled],
    }
    hashes = dict(inputs.hashes)
    if recipe.inputs.links:
        manifest = f"{recipe.inputs.links.rstrip('/')}/manifest.json"
        hashes[manifest] = input_sha256(recipe.path(manifest).read_bytes())
    return Run(kind="study", recipe=nested, inputs=hashes, seed=recipe.seed, outputs=outputs)


def _figure(recipe: StudyRecipe, table: OverlapTable, pooled: Pooled, run_id: str) -> Figure:
    return Figure(
        title=recipe.title,
        point=pooled.point,
        interval=pooled.interval,
        unit=recipe.unit,
        population=recipe.population,
        as_of=recipe.as_of,
        method=pooled.method,
        observed=table.observed,
        status=pooled.status,
        sources=table.lists,
        caveats=(*recipe.caveats, *caveats(table, pooled)),
        run=run_id,
    )


def caveats(table: OverlapTable, pooled: Pooled) -> tuple[str, ...]:
    """What must stand where the number stands."""
    first = pooled.reported
    found = [*first.assumptions, *(str(words) for words in _sequence(first.diagnostics.get("cautions")))]
    if pooled.linkage_share is not None:
        found.append(
            f"{pooled.linkage_share:.0%} of the uncertainty comes from not knowing who is who, "
            f"over {pooled.draws_used} partitions ({pooled.distinct_tables} different tables)."
        )
    found += _at_thresholds(pooled)
    if pooled.without_number:
        found.append(f"{pooled.without_number} of {pooled.draws_used} partitions support no number.")
    if (table.counts < _SMALL_CELL).any():
        found.append(f"The overlap table has cells under {_SMALL_CELL}; do not publish it as it is.")
    return tuple(found)


def _at_thresholds(pooled: Pooled) -> list[str]:
    """What other thresholds of linkage would give, in a sentence."""
    given = [
        f"{each.words} would give {each.point:,.0f} of {each.observed:,} seen"
        for each in pooled.thresholds
        if each.share is not None and each.point is not None
    ]
    return [f"As if links were certain, {'; '.join(given)}."] if given else []


def _sequence(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()
