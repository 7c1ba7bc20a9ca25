"""Which commands there are. Each lives in a module of its own and imports its science only when it runs."""

from __future__ import annotations

import typer

from tumen.cli import (
    alike,
    bodies,
    calendar,
    check,
    claims,
    dates,
    estimate,
    evaluate,
    events,
    extrapolate,
    law,
    law_acts,
    letters,
    link,
    names,
    overlap,
    pictures,
    places,
    positions,
    quotations,
    read,
    search,
    study,
    synth,
    transcript,
    translate,
    trend,
    vocab,
)


def register(app: typer.Typer) -> None:
    """Hang every command of the library on `app`."""
    vocab.register(app)
    places.register(app)
    bodies.register(app)
    dates.register(app)
    synth.register(app)
    law.register(app)
    law_acts.register(app)
    calendar.register(app)
    positions.register(app)
    quotations.register(app)
    names.register(app)
    claims.register(app)
    check.register(app)
    read.register(app)
    search.register(app)
    letters.register(app)
    transcript.register(app)
    translate.register(app)
    alike.register(app)
    pictures.register(app)
    link.register(app)
    evaluate.register(app)
    events.register(app)
    overlap.register(app)
    estimate.register(app)
    extrapolate.register(app)
    trend.register(app)
    study.register(app)
