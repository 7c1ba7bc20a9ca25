"""What would change my mind: which field, were it known to agree or to differ, would move a pair over even odds.

Each supposition is compared by the model of the run; what all other mentions and verdicts say stays as it is, so that
the log odds move by the difference of the two weights.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db.models import Count

from tumen import linkage
from tumen_desk.link.adapters import mention_rows
from tumen_desk.link.evidence import fields
from tumen_desk.link.models import LinkRun, Pair
from tumen_desk.record.models import Mention, Name

_YEARS: Final = 12
_PLACES: Final = 4
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")

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
    variants = list(_variants(pair, *rows))
    weights = _weights(linkage.model_from_json(run.model), rows, variants)
    now = weights[()]
    odds = _odds(pair.probability)
    found = []
    for field, agrees in dict.fromkeys((v.field, v.agrees) for v in variants):
        possible = [w for key, w in weights.items() if key[:2] == (field, agrees)]
        if not possible:  # a rule parts the two whatever else is said, as a death before a sign of life
            continue
        weight = (max if agrees else min)(possible)
        p = 1 / (1 + math.exp(-(odds + (weight - now) * math.log(2))))
        turns = (p > 0.5) != (pair.probability > 0.5)
        found.append(Supposition(field=field, agrees=agrees, probability=p, turns=turns))
    return sorted(found, key=lambda s: (not s.turns, -abs(s.probability - pair.probability)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Variant:
    """A field of one row (0 or 1) as it might be: what the other row says, or something clearly different."""

    field: str
    agrees: bool
    changed: int
    value: str


def _variants(pair: Pair, one: Row, other: Row) -> Iterator[_Variant]:
    for each in fields(pair.mention_a, pair.mention_b):
        # Who states the field stays; the other is changed.
        changed, value = (1, str(one[each.field])) if one[each.field] else (0, str(other[each.field]))
        if each.mark != "agree":
            yield _Variant(field=each.field, agrees=True, changed=changed, value=value)
        if each.mark != "differ":
            for else_ in _others(each.field, value):
                yield _Variant(field=each.field, agrees=False, changed=changed, value=else_)
    yield from _of_names(pair, one, other)


def _of_names(pair: Pair, one: Row, other: Row) -> Iterator[_Variant]:
    """The name of the one given to the other, and names of other people, of which the least like counts."""
    if not (one["name"] and other["name"]):
        return
    yield _Variant(field="name", agrees=True, changed=1, value=str(one["name"]))
    strangers = Mention.objects.exclude(pk__in=[pair.mention_a_id, pair.mention_b_id]).filter(is_group=False)
    some = Name.objects.filter(mention__in=strangers).exclude(kind=Name.Kind.PSEUDONYM).order_by("pk")
    for text in some.values_list("text", flat=True)[:_PLACES]:
        yield _Variant(field="name", agrees=False, changed=1, value=text)


def _weights(
    model: linkage.Model, rows: Sequence[Row], variants: Sequence[_Variant]
) -> dict[tuple[object, ...], float]:
    """Bits for one person of the two rows as they are, (), and of each variant, by its field, answer and place."""
    found: dict[tuple[object, ...], float] = {}
    for changed in (0, 1):
        supposed: dict[str, tuple[tuple[object, ...], Row]] = {"1": ((), rows[changed])}
        for at, v in enumerate(variants, start=2):
            if v.changed == changed:
                row = {**rows[changed], v.field: v.value}
                if v.field == "name":
                    row["name_other"] = ""
                supposed[str(at)] = ((v.field, v.agrees, at), row)
        stays = {**rows[1 - changed], "mention_id": "0", "source_id": "0"}
        given = [{**row, "mention_id": key, "source_id": key} for key, (_, row) in supposed.items()]
        told = linkage.suggest(
            "0",
            linkage.Mentions.from_rows([stays, *given]),
            model=model,
            limit=len(given),
            at_least=0.0,
            pack=settings.CONFIG.pack,
        )
        found |= {supposed[s.mention_id][0]: s.weight_log2 for s in told}
    return found


def _odds(probability: float) -> float:
    p = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


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
    return [_DATE.sub(_far_from, value)] if _DATE.search(value) else []


def _far_from(date: re.Match[str]) -> str:
    """Another year, month and day: one day of the year in two years still speaks for one person."""
    year, month, day = date.groups()
    told = [f"{int(year) + _YEARS:04d}"]
    told += [f"{(int(month) + 4) % 12 + 1:02d}"] if month else []
    told += [f"{(int(day) + 12) % 28 + 1:02d}"] if day else []
    return "-".join(told)
