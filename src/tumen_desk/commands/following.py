"""What is followed, from the command line: recommendations, open fates, campaigns; read, and written into files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tumen.errors import PaperRefused
from tumen_desk.accounts.access import Door, require
from tumen_desk.act import campaigns, demands, fates, queries
from tumen_desk.act.models import Campaign
from tumen_desk.audit import log
from tumen_desk.commands.opening import Answer

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


def recommendations(user: User, *, addressee: str, state: str, out: Path | None) -> Answer:
    """Demands with where each stands, state by state; with `out` as a table or a sheet.

    Raises:
        PaperRefused: a file of another kind than CSV or DOCX.
    """
    require(user, Door.ACT_READ)
    rows = demands.found(addressee=addressee, state=state)
    found = demands.standings(rows, state=state)
    told = [
        {
            "number": s.recommendation.pk, "addressee": s.recommendation.addressee, "state": s.state,
            "text": s.recommendation.text, "provisions": s.recommendation.provisions,
            "horizon": s.recommendation.horizon, "last_day": s.recommendation.season, "status": s.status,
            "steps": len(s.steps),
        }
        for s in found
    ]  # fmt: skip
    if out is not None and _ending(out, ".csv", ".docx") == ".csv":
        out.write_text(demands.as_csv(rows), encoding="utf-8", newline="")
    elif out is not None:
        name = dict(queries.state_choices()).get(state, "") or addressee
        out.write_bytes(
            demands.sheet(rows, title=f"Recommendations to {name}".removesuffix(" to "), state=state)
        )
    lines = [f"{t['number']}: {t['addressee']} {t['state']}: {t['text']} ({t['status']})" for t in told]
    return {"recommendations": told}, lines or ["None. Write the first in the desk, under Recommendations."]


def open_fates(user: User, *, rule: str, out: Path | None) -> Answer:
    """Open fates of case files; with a rule only those whose acts call it; with `out` as a table of who agreed.

    Raises:
        LawError: the register has no such rule.
        PaperRefused: a file of another kind than CSV.
    """
    require(user, Door.ACT_READ)
    found = fates.open_fates(user, rule=rule)
    leaving = fates.agreed(found)
    if out is not None:
        _ending(out, ".csv")
        log.write(user, "act.fates_export", "fates", lines=len(leaving), rule=rule)
        out.write_text(fates.as_csv(leaving), encoding="utf-8", newline="")
    told = [dict(zip(fates.COLUMNS, line.cells(), strict=True)) for line in found]
    lines = [f"{t['person']}: {t['last_told']}; asked: {t['asked'] or 'nobody'}" for t in told]
    if out is not None:
        lines.append(f"{out}: {len(leaving)} of {len(found)} agreed to stand in a report, and are in it.")
    return {"fates": told, "agreed": [line.person for line in leaving]}, lines or [
        "No open fate. Case files of the desk are looked through."
    ]


def all_campaigns(user: User) -> Answer:
    """Every campaign with its day, its texts as far as this user may know of them, and where its demands stand."""
    require(user, Door.ACT_READ)
    told: list[dict[str, Any]] = []
    for campaign in Campaign.objects.all():
        held = campaigns.held(user, campaign)
        told.append(
            {
                "number": campaign.pk, "title": campaign.title, "day": campaign.day.isoformat(),
                "begins": campaign.begins and campaign.begins.isoformat(),
                "texts": [
                    *(f"{p}: {p.title} ({p.state})" for p in held.papers),
                    *(f"{r}: {r.title} ({r.state})" for r in held.reports),
                ],
                "demands": [f"{s.recommendation.text} ({s.state or 'no state'}: {s.status})" for s in held.standings],
            }
        )  # fmt: skip
    lines = [
        line
        for c in told
        for line in (
            f"{c['day']} {c['title']}",
            *(f"  {t}" for t in c["texts"]),
            *(f"  {d}" for d in c["demands"]),
        )
    ]
    return {"campaigns": told}, lines or ["No campaign yet. Begin one in the desk, under Campaigns."]


def _ending(out: Path, *kinds: str) -> str:
    kind = out.suffix.lower()
    if kind not in kinds:
        raise PaperRefused(f"Not written as {kind or 'such a file'}.", hint=f"Endings: {', '.join(kinds)}.")
    return kind
