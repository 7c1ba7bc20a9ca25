"""The record an organisation keeps of its exchanges: a line of JSON an event, bound to the one before. No names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from tumen.errors import ExchangeFolderError, ExchangeTooSoon

FILE: Final = "exchanges.jsonl"
SENT: Final = "list sent"


def note(folder: Path, event: str, *, now: datetime, **facts: object) -> None:
    """Add an event.

    Raises:
        ExchangeFolderError: the record cannot be written, or was altered.
    """
    lines = _lines(folder)
    before = hashlib.sha256(lines[-1].encode()).hexdigest() if lines else ""
    entry = {
        "at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "event": event,
        **facts,
        "before": before,
    }
    try:
        with (folder / FILE).open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(entry, ensure_ascii=False) + "\n")
    except OSError as fault:
        raise ExchangeFolderError(
            f"The record of exchanges cannot be written: {type(fault).__name__}."
        ) from fault


def events(folder: Path) -> tuple[dict[str, Any], ...]:
    """All events, the oldest first.

    Raises:
        ExchangeFolderError: a line was altered, taken out or put in.
    """
    before = ""
    found = []
    for number, line in enumerate(_lines(folder), start=1):
        try:
            entry = json.loads(line)
            fits = entry["before"] == before
        except (ValueError, KeyError, TypeError):
            fits = False
        if not fits:
            raise ExchangeFolderError(
                f"Line {number} of {FILE} does not follow from the one before: it was altered.",
                hint="Keep the file as it is and tell your data-protection lead.",
            )
        found.append(entry)
        before = hashlib.sha256(line.encode()).hexdigest()
    return tuple(found)


def refuse_repeats(
    folder: Path, partners: Collection[str], *, exchange: str, wait_days: int, now: datetime
) -> None:
    """Refuse to send a list to an organisation that had one within the waiting time.

    Two comparisons of nearly equal lists differ by what was added to one: that is how somebody who may only count
    would ask for one person.

    Raises:
        ExchangeTooSoon: within `wait_days` of an earlier exchange.
    """
    for entry in events(folder):
        recent = now - datetime.fromisoformat(entry["at"]) < timedelta(days=wait_days)
        if entry["event"] == SENT and recent and entry["exchange"] != exchange:
            known = sorted(set(partners) & set(entry["partners"]))
            if known:
                raise ExchangeTooSoon(
                    f"A list went to {', '.join(known)} on {entry['at'][:10]}; the agreed wait is {wait_days} days.",
                    exchange=entry["exchange"],
                )


def _lines(folder: Path) -> list[str]:
    path = folder / FILE
    if not path.exists():
        return []
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise ExchangeFolderError(
            f"The record of exchanges cannot be read: {type(fault).__name__}."
        ) from fault
