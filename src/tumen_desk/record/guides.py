"""Question guides by topic, from the pack, in the language of the interview."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from tumen_desk.record import asking
from tumen_desk.shell import terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of a guide; `field` is what its answer fills, if anything."""

    text: str
    field: asking.Field | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One guide."""

    id: str
    title: str
    questions: tuple[Question, ...]


def topics(language: str) -> list[Topic]:
    """Every guide of the pack in one language, in the order of an interview; empty if the pack has none."""
    found: dict[str, tuple[str, list[Question]]] = {}
    known = asking.fields()
    for row in asking.facts(settings.CONFIG.pack, "guides"):
        title = str(row["title"].get(language) or terms.label(row["title"]))
        text = str(row["labels"].get(language) or terms.label(row["labels"]))
        question = Question(text=text, field=known.get(row.get("field", "")))
        found.setdefault(row["topic"], (title, []))[1].append(question)
    return [
        Topic(id=id_, title=title, questions=tuple(questions)) for id_, (title, questions) in found.items()
    ]
