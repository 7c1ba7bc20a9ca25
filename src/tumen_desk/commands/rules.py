"""The register of rules, practices and positions from the command line: list, one entry, sheet of a state, export."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tumen.errors import PolicyRefused
from tumen_desk.accounts.access import Door, require
from tumen_desk.commands.opening import Answer
from tumen_desk.record import policies, policy_queries
from tumen_desk.record.importing.export import as_csv

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User
    from tumen_desk.record.models import Policy


def found(
    user: User, *, text: str, state: str, kind: str, topic: str, place: str, out: Path | None
) -> Answer:
    """Entries that this user may know of, narrowed; with `out` as the table in which they can come in again.

    Raises:
        PolicyRefused: no such state.
    """
    require(user, Door.RECORD_READ)
    policies.check_state(state)
    rows = policy_queries.policies(user, text=text, state=state, kind=kind, topic=topic, place=place)
    told = [_told(policy) for policy in rows]
    if out is not None:
        out.write_text(as_csv(user, "policies", only=rows), encoding="utf-8", newline="")
        return {"out": str(out), "rules": len(told)}, [
            f"{out} is written: {len(told)} rules with what is told."
        ]
    lines = [f"{t['rule']}: {t['title']} ({t['state']} {t['kind']} {t['topic']})" for t in told]
    return {"rules": told}, lines or ["None. They come in as the table policies, or in the desk."]


def one(user: User, number: str) -> Answer:
    """What every source says of one entry, field by field, with what cannot both hold.

    Raises:
        PolicyRefused: no such entry for this user.
    """
    require(user, Door.RECORD_READ)
    at = re.fullmatch(r"(?:R-)?(\d+)", number, re.IGNORECASE)
    policy = policy_queries.policies(user).filter(pk=int(at[1]) if at else 0).first()
    if policy is None:
        raise PolicyRefused(
            f"There is no rule {number}.", hint="Without a number the command lists all of them."
        )
    tellings = list(policy_queries.known_tellings(user).filter(policy=policy))
    fields: list[dict[str, Any]] = [
        {
            "field": f.field, "label": str(f.label), "in_conflict": f.in_conflict,
            "values": [
                {"telling": str(s.telling), "source": str(s.telling.source), "text": s.text,
                 "preferred": s.preferred is not None}
                for s in f.values
            ],
        }
        for f in policy_queries.values(tellings)
    ]  # fmt: skip
    lines = [f"{policy}: {policy.title}"]
    for field in fields:
        lines.append(f"{field['label']}{' (they exclude each other)' if field['in_conflict'] else ''}:")
        lines += [
            f"  {v['source']}: {v['text']}{' (preferred)' if v['preferred'] else ''}" for v in field["values"]
        ]
    return {**_told(policy), "fields": fields}, lines


def sheet(user: User, state: str) -> Answer:
    """What is told of the practice of one state, topic by topic; topics of which nobody says anything are named.

    Raises:
        PolicyRefused: no such state.
    """
    require(user, Door.RECORD_READ)
    policies.check_state(state)
    told, lines, silent = [], [], []
    for line in policy_queries.sheet(user, state):
        topic = policy_queries.term("policy_topic", line.topic)
        if not line.policies:
            silent.append(topic)
            continue
        lines.append(f"{topic}:")
        rules = []
        for policy, tellings in line.policies:
            says = [_says(t) for t in tellings]
            rules.append({**_told(policy), "told": says})
            lines += [f"  {policy}: {policy.title}", *(f"    {s['source']}: {s['text']}" for s in says)]
        told.append({"topic": line.topic, "rules": rules})
    lines.append(f"Nothing is told of: {', '.join(silent) or '–'}.")
    return {"state": state, "topics": told, "silent": silent}, lines


def _told(policy: Policy) -> dict[str, Any]:
    named = ("title", "state", "kind", "topic", "agency", "toward")
    return {"rule": str(policy), **{name: getattr(policy, name) for name in named}}


def _says(telling: Any) -> dict[str, str]:
    fields = ("date", "ended", "standing", "rule")
    text = "; ".join(part for part in (policy_queries.text_of(telling, name) for name in fields) if part)
    return {"telling": str(telling), "source": str(telling.source), "text": text}
