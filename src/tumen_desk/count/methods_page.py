"""How a figure was made, as text for a report."""

from __future__ import annotations

from django.conf import settings

from tumen import dates
from tumen.estimation import METHODS, OverlapTable, references
from tumen_desk.count import conditions
from tumen_desk.count.models import Figure


def text(figure: Figure, table: OverlapTable) -> str:
    """Question, number, method with its references, what was answered for the lists, verdict, caveats, recipe."""
    method = METHODS[figure.method]
    number = f"No number: {figure.status}."
    if figure.point is not None:
        number = (
            f"{figure.point:,.0f} {figure.unit}, {figure.level:.0%} interval {figure.low:,.0f} to {figure.high:,.0f}; "
            f"{figure.observed:,} seen on at least one of {len(table.lists)} lists."
        )
    recipe, run = figure.run.recipe, figure.run
    answers = conditions.told(recipe.get("answers", {}), recipe.get("notes", {}))
    versions = ", ".join(f"{name} {version}" for name, version in run.manifest["versions"].items())
    parts = [
        figure.title,
        f"Population: {figure.population}. Refers to: {dates.say(dates.parse(figure.as_of), 'en')}.",
        number,
        f"Method: {method.title} ({figure.method}). References: {'; '.join(references(figure.method))}.",
        *(f"{a['topic']}: {a['question']} {a['answer']}. {a['note']}".strip() for a in answers),
        *_verdict(figure),
        "What must stand beside it:",
        *(f"- {words}" for words in figure.caveats),
        f"Run {run.run_id}, seed {recipe['seed']}, table {table.sha256[:12]}, pack {settings.CONFIG.pack}; {versions}.",
    ]
    return "\n".join(parts) + "\n"


def _verdict(figure: Figure) -> list[str]:
    kept = getattr(figure, "appraisal", None)
    if kept is None:
        return ["It was not checked beside other methods."]
    return [f"Checks: {kept.verdict}.", *(f"- {words}" for words in kept.reasons)]
