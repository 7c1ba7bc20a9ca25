"""Rows of decisions on consent, and what whoever delivers a list says of everybody in it."""

from __future__ import annotations

from itertools import islice
from typing import Final

from tumen_desk.record.adapters import last_day
from tumen_desk.record.importing.plan import Chunk
from tumen_desk.record.importing.writer import Writer
from tumen_desk.record.models import Consent, Purpose, Source

_CHUNK: Final = 500  # sources at a time, each with a decision for every purpose


def consents(w: Writer, chunk: Chunk) -> None:
    """Rows of decisions."""
    rows = []
    w.learn(chunk, "source")
    for number, v in chunk.rows:
        source = w.refers.find("source", v["source_id"])
        if not source:
            w.fault(chunk.table, number, "source_id", "No source of this id.")
            continue
        rows.append(
            Consent(
                batch=w.batch,
                external_id=v["consent_id"],
                source_id=source,
                mention_id=w.mention_for(chunk.table, number, v) if v.get("mention_id") else None,
                purpose=v["purpose"],
                audience=v.get("audience", ""),
                granted=v["decision"] == "yes",
                decided_on=v.get("decided_on", ""),
                expires=v.get("expires", ""),
                expires_after=last_day(v.get("expires", "")),
                recorded_by=w.actor,
            )
        )
    w.bulk(Consent, rows)


def of_deliverer(w: Writer) -> None:
    """The deliverer has consent for analysis, counting and linkage of everybody listed: said of each new source."""
    fresh = iter(list(Source.objects.filter(batch=w.batch).values_list("pk", flat=True)))
    while some := list(islice(fresh, _CHUNK)):
        w.bulk(
            Consent,
            [
                Consent(
                    batch=w.batch,
                    source_id=source,
                    purpose=purpose,
                    granted=True,
                    audience="as declared by the deliverer of the list",
                    recorded_by=w.actor,
                )
                for source in some
                for purpose in Purpose
            ],
        )
