"""A table that leaves tells of nobody who is one of a few, neither in a cell nor by what its sums give away."""

from __future__ import annotations

import csv
import io
import itertools
import random
from typing import Any

import pytest

from tumen_desk.audit.models import Entry
from tumen_desk.record import journeys, services, tables
from tumen_desk.record.models import Purpose
from tumen_desk.record.tables.cells import People
from tumen_desk.record.tables.table import share


def _written(rows: list[tuple[Any, ...]]) -> list[list[Any]]:
    width = max(len(row) for row in rows)
    heads = tuple(str(n) for n in range(width))
    return [list(row) for row in tables.guarded(tables.Table(columns=heads, rows=tuple(rows))).rows]


def _group(*numbers: int, of: str = "all") -> list[tuple[Any, ...]]:
    whole = People(sum(numbers), name=of)
    parts = [People(n, of=(of,)) for n in numbers]
    return [("x", part, whole, *share(part, whole)) for part in parts]


def test_a_small_cell_is_few_and_what_tells_of_it_is_empty() -> None:
    alone = People(3)
    assert _written([("x", alone, *share(alone, People(40)))]) == [["x", "1–4", "", ""]]
    assert _written([("x", People(5), People(0))]) == [["x", 5, 0]]


def test_what_would_give_a_small_cell_away_goes_too() -> None:
    # 2 of 60 is 60 less 40 less 18: the 18 goes with it, and the 40 keeps its share.
    assert _written(_group(40, 18, 2)) == [
        ["x", 40, 60, *share(40, 60)],
        ["x", "…", 60, "", ""],
        ["x", "1–4", 60, "", ""],
    ]
    # With one other part only, the sum goes and the part stays.
    assert _written(_group(40, 2)) == [["x", 40, "…", "", ""], ["x", "1–4", "…", "", ""]]
    # Two cells of one person each, of two in all: the sum is as small as they are.
    assert _written(_group(1, 1)) == [["x", "1–4", "1–4", "", ""]] * 2


def _possible(parts: list[int], shown: list[Any], whole: Any) -> list[set[int]]:
    """Every number that each part can be, for somebody who tries all that fit what is shown."""
    top = sum(parts) + 8
    ranges = [range(1, 5) if s == "1–4" else range(5, top) if s == "…" else (int(s),) for s in shown]
    found: list[set[int]] = [set() for _ in parts]
    for guess in itertools.product(*ranges):
        total = sum(guess)
        fits = (1 <= total <= 4) if whole == "1–4" else total >= 5 if whole == "…" else total == whole
        if fits:
            for at, n in enumerate(guess):
                found[at].add(n)
    return found


def test_no_small_cell_of_random_tables_can_be_worked_out() -> None:
    rng = random.Random(5)  # noqa: S311  (tables to try)
    small = 0
    for _ in range(60):
        parts = [rng.choice((0, 1, 2, 3, 4, 5, 6, 8, 11)) for _ in range(rng.randint(2, 4))]
        rows = _written(_group(*parts))
        shown, whole = [row[1] for row in rows], rows[0][2]
        for part, seen, possible in zip(parts, shown, _possible(parts, shown, whole), strict=True):
            if 0 < part < 5:
                small += 1
                assert seen == "1–4"
                # A sum of up to four people leaves its parts little room whatever is hidden.
                assert len(possible) >= (3 if sum(parts) > 4 else 2), (parts, shown, whole)
    assert small > 50


def test_sums_in_two_directions_are_minded_together() -> None:
    numbers = {("a", "x"): 20, ("a", "y"): 2, ("b", "x"): 30, ("b", "y"): 12}
    cells = {k: People(n, of=k) for k, n in numbers.items()}
    sums = {
        name: People(sum(n for k, n in numbers.items() if name in k), name=name)
        for name in ("a", "b", "x", "y")
    }
    rows = _written([(*cells.values(), *sums.values())])
    shown = dict(zip([*cells, *sums], rows[0], strict=True))
    assert shown["a", "y"] == "1–4"
    # Its row and its column must both have a second unknown.
    assert "…" in (shown["a", "x"], shown["a"])
    assert "…" in (shown["b", "y"], shown["y"])


def test_a_sum_that_is_divided_in_two_ways_is_minded_in_both() -> None:
    whole = People(40, name="all")
    years = [People(n, of=("all",), by="year") for n in (25, 12, 3)]
    routes = [People(n, of=("all",), by="route") for n in (30, 10)]
    assert _written([(whole, *years, *routes)]) == [[40, 25, "…", "1–4", 30, 10]]


@pytest.mark.django_db(databases=["default", "jobs"])
def test_the_file_of_a_page_has_no_small_cell_unless_it_stays_inside(officer: Any, client_of: Any) -> None:
    for n, left in enumerate(("1997",) * 6 + ("1999",) * 2):
        source = services.source_create(actor=officer, title=f"Heard {n}", kind="SK-VICT", date="2001-07")
        person = services.mention_create(actor=officer, source=source, left=left)
        for purpose in Purpose:
            services.consent_record(actor=officer, source=source, purpose=purpose, granted=True)
        journeys.leg_add(actor=officer, mention=person, kind="LEG-CROSS", date=left, to_place="CN-YANJI")
    client, address = client_of(officer), "/record/tables/where/"
    assert 'href="?as=csv"' in client.get(address).content.decode()

    def sent(answer: Any) -> list[list[str]]:
        return list(csv.reader(io.StringIO(answer.content.decode())))[1:]

    assert [(r[0], r[2]) for r in sent(client.get(address + "?as=csv"))] == [("1997", "6"), ("1999", "1–4")]
    assert client.post(address + "inside/", {"why": "ok"}).status_code == 302
    kept = client.post(address + "inside/?since=1999", {"why": "The two of 1999 are looked for by our team"})
    assert [(r[0], r[2]) for r in sent(kept)] == [("1999", "2")]
    written = Entry.objects.filter(action="record.table_export").order_by("sequence")
    assert [e.details.get("inside", "") for e in written] == [
        "",
        "The two of 1999 are looked for by our team",
    ]
