"""What would change my mind: which field, were it known to agree or to differ, would move a pair over even odds.

Each supposition is compared by the model of the run; what all other mentions and verdicts say stays as it is, so that
the log odds move by the difference of the two weights.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db.models import Count

from tumen import linkage
from tumen_desk.link.adapters import mention_rows
from tumen_desk.link.evidence import fields
from tumen_desk.link.models import LinkRun, Pair
from tumen_desk.record.models import Mention

_YEARS: Final = 12
_PLACES: Final = 4
_YEAR: Final = re.compile(r"\d{4}")

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposition:
    """One field as it might turn out to be.

    Attributes:
        field: which.
        agrees: True: both state the same; False: they differ clearly.
        probability: that the two are one person then.
        turns: True if that lies on the other side of one half.
    """

    field: str
    agrees: bool
    probability: float
    turns: bool


def suppositions(run: LinkRun, pair: Pair) -> list[Supposition]:
    """Every single field that could turn out otherwise, those that would move the most first."""
    rows = list(mention_rows(Mention.objects.filter(pk__in=[pair.mention_a_id, pair.mention_b_id])))
    if len(rows) != 2:
        return []
    one, other = rows
    marks = {each.field: each.mark for each in fields(pair.mention_a, pair.mention_b)}
    model = linkage.model_from_json(run.model)
    now = _weight(model, one, other)
    odds = _odds(pair.probability)
    found = []
    for field, mark in marks.items():
        for agrees in (True, False):
            if mark == ("agree" if agrees else "differ"):
                continue
            weights = [_weight(model, *rows) for rows in _supposed(one, other, field, agrees=agrees)]
            if not weights:
                continue
            weight = max(weights) if agrees else min(weights)
            p = 1 / (1 + math.exp(-(odds + (weight - now) * math.log(2))))
            found.append(
                Supposition(
                    field=field, agrees=agrees, probability=p, turns=(p > 0.5) != (pair.probability > 0.5)
                )
            )
    return sorted(found, key=lambda s: (not s.turns, -abs(s.probability - pair.probability)))


def _odds(probability: float) -> float:
    p = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


def _weight(model: linkage.Model, one: Row, other: Row) -> float:
    """Bits for one person of two rows, whatever sources they come from."""
    rows = [{**one, "mention_id": "1", "source_id": "1"}, {**other, "mention_id": "2", "source_id": "2"}]
    (found,) = linkage.suggest(
        "1", linkage.Mentions.from_rows(rows), model=model, at_least=0.0, pack=settings.CONFIG.pack
    )
    return found.weight_log2


def _supposed(one: Row, other: Row, field: str, *, agrees: bool) -> Iterator[tuple[Row, Row]]:
    """The two rows with `field` set so that it agrees, or differs clearly."""
    value = str(one[field] or other[field])
    values = [value] if agrees else _others(field, value)
    for changed in values:
        yield {**one, field: value}, {**other, field: changed}


def _others(field: str, value: str) -> list[str]:
    """Values clearly different from one: the other sex, years later, places of birth that many others have."""
    if field == "sex":
        return ["m" if value == "f" else "f"]
    if field == "birthplace":
        common = (
            Mention.objects.exclude(birthplace__in=["", value])
            .values("birthplace")
            .annotate(n=Count("pk"))
            .order_by("-n", "birthplace")
        )
        return [row["birthplace"] for row in common[:_PLACES]]
    if not _YEAR.search(value):
        return []
    return [_YEAR.sub(lambda year: f"{int(year[0]) + _YEARS:04d}", value)]
