"""Figures of a draft that nobody stands behind, or that hold for no stated time."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.checking.finding import Draft, Finding, Outcome
from tumen.checking.told import remark


def unsupported(draft: Draft) -> Iterator[Finding]:
    """Numbers about a population that name no source and no footnote."""
    for claim in draft.reading.claims or ():
        low = claim.quantity.low if claim.quantity.low is not None else claim.quantity.high
        large = (
            claim.quantity.kind == "percent"
            or (claim.quantity.kind in ("count", "rate") and (low or 0) >= 100)
            or claim.quantity.kind == "rate"
        )
        if (
            large
            and not claim.setting.attributed_to
            and not claim.setting.footnote
            and not claim.duplicate_of
        ):
            yield remark(
                draft,
                claim,
                "figure.no-source",
                Outcome.NO_SOURCE,
                "No source and no footnote stands beside this number.",
                (),
            )
        if large and claim.quantity.kind == "count" and not claim.setting.as_of:
            yield remark(
                draft,
                claim,
                "figure.no-date",
                Outcome.ASK,
                "Say for when this number holds. “About the "
                "time of publication” may be written, and is "
                "then marked.",
                (),
            )
