"""Rows of a series that may be shown: no part, and no period, stands for fewer people or events than `LEAST`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tumen.estimation import OverlapTable, Strata, StrataEstimates, Trend
from tumen_desk.count.looks import LEAST

OTHERS = "other parts together"
_ROUND = 10.0
_NOTHING = 1e-6  # events that are none: parts of years add up to nearly zero


def folded(tables: Mapping[tuple[str, ...], OverlapTable], dimensions: Sequence[str]) -> tuple[Strata, int]:
    """Parts with fewer people than may be shown are put together, with the next smallest if need be.

    Returns:
        The strata, and how many were put together.
    """
    order = sorted(tables, key=lambda key: (tables[key].observed, key))
    together = [key for key in order if tables[key].observed < LEAST]
    seen = sum(tables[key].observed for key in together)
    while together and seen < LEAST and len(together) < len(order):
        together.append(order[len(together)])
        seen += tables[together[-1]].observed
    kept = {key: table for key, table in tables.items() if key not in together}
    if together:
        kept[(OTHERS,) + ("",) * (len(dimensions) - 1)] = _joined([tables[key] for key in together])
    return Strata.from_tables(kept, dimensions=dimensions), len(together)


def _joined(tables: Sequence[OverlapTable]) -> OverlapTable:
    """People of several tables in one."""
    lists = sorted({name for table in tables for name in table.lists})
    people: dict[str, frozenset[str]] = {}
    for number, table in enumerate(tables):
        for row, (pattern, count) in enumerate(zip(table.patterns, table.counts, strict=True)):
            on = frozenset(name for name, there in zip(table.lists, pattern, strict=True) if there)
            people |= {f"{number}-{row}-{one}": on for one in range(int(count))}
    return OverlapTable.from_memberships(people, lists=lists)


def strata_rows(found: StrataEstimates) -> list[dict[str, Any]]:
    """One row a part."""
    return [
        {
            "key": list(part.key), "seen": one.observed, "point": one.point,
            "status": one.status.partition(";")[0],
            "low": one.interval.low if one.interval else None,
            "high": one.interval.high if one.interval else None,
        }
        for part, one in zip(found.strata.parts, found.estimates, strict=True)
    ]  # fmt: skip


def trend_rows(found: Trend) -> list[dict[str, Any]]:
    """One row a period; one of which few people tell, or few events are told, shows nothing but that."""
    hidden = _few(found)
    rows = []
    for at, one in enumerate(found.periods):
        few = at in hidden
        shown = None if few else one.interval
        rows.append(
            {
                "period": one.name, "few": few, "told": None if few else one.naive,
                "person_years": None if few else _ROUND * round(one.person_years / _ROUND),
                "crude": None if few else one.crude, "rate": None if few else one.rate,
                "low": shown.low if shown else None, "high": shown.high if shown else None,
                "covered": one.covered,
            }
        )  # fmt: skip
    return rows


def _few(found: Trend) -> set[int]:
    """Periods that are not shown; if they are few together, the next smallest too, or a total would give them away."""
    told = {at: one.told for at, one in enumerate(found.periods)}
    hidden = {
        at for at, one in enumerate(found.periods) if 0 < one.persons < LEAST or _NOTHING < one.told < LEAST
    }
    more = sorted(
        (at for at in told if at not in hidden and told[at] > _NOTHING), key=lambda at: (told[at], at)
    )
    while more and _NOTHING < sum(told[at] for at in hidden) < LEAST:
        hidden.add(more.pop(0))
    return hidden
