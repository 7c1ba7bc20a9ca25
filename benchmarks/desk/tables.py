"""Import tables of people, accounts and acts into an encrypted desk, against bare INSERTs of the same rows.

Usage: python benchmarks/desk/tables.py [--rows 5000 20000 60000] [--json tables.json]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from imports import open_desk

SYLLABLES = [chr(code) for code in range(0xAC00, 0xD7A3, 29)]
SURNAMES = "김이박최정강조윤장임한오서신권황안송류홍"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[5000, 20_000, 60_000])
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tumen-bench-") as folder:
        user = open_desk(folder)
        heads = ("check", "write", "wall", "bare", "× bare", "SQL", "MiB")
        print(f"{'table':9} {'rows':>8} " + " ".join(f"{head:>7}" for head in heads))
        measured = [
            measure(user, table, rows) for rows in given.rows for table in ("mentions", "accounts", "acts")
        ]
    print("Microseconds of processor time a row (wall: by the clock), SQL queries for 100 rows.")
    print(f"Load {os.getloadavg()[0]:.1f}.")
    if given.json:
        given.json.write_text(json.dumps(measured, indent=1) + "\n")


def lines(table: str, rows: int) -> Iterator[str]:
    """A table whose ids are those of its size: two people a source, each with an account and an act of its own."""
    names = random.Random(rows)  # noqa: S311  (the same names each time)
    yield {
        "mentions": "mention_id,source_id,name,sex,birth",
        "accounts": "account_id,source_id,mention_id,title",
        "acts": "act_id,account_id,mention_id,type,date",
    }[table]
    for n in range(rows):
        me = f"{rows}-{n}"
        if table == "mentions":
            name = names.choice(SURNAMES) + names.choice(SYLLABLES) + names.choice(SYLLABLES)
            yield f"m{me},s{rows}-{n // 2},{name},f,{1950 + n % 50}"
        elif table == "accounts":
            yield f"a{me},s{rows}-{n // 2},m{me},A return"
        else:
            yield f"t{me},a{me},m{me},REFOUL,{1995 + n % 20}"


def measure(user: Any, table: str, rows: int) -> dict[str, Any]:
    """One table: checked, written, and its rows put in again without anything around them."""
    from django.db import connection

    from tumen_desk.record.importing.apply import apply_plan
    from tumen_desk.record.importing.plan import Plan, check_table

    content = "\n".join(lines(table, rows)).encode()
    asked = []

    def count(execute: Callable[..., Any], *query: Any) -> Any:
        asked.append(1)
        return execute(*query)

    checking = cpu(lambda: check_table(content, table=table))[0]
    plan = Plan(tables={table: check_table(content, table=table)})
    digest = hashlib.sha256(content).hexdigest()
    began = time.perf_counter()
    with connection.execute_wrapper(count):
        writing, batch = cpu(lambda: apply_plan(actor=user, plan=plan, title="Bench", content_sha256=digest))
    wall = time.perf_counter() - began
    bare = put_again(batch, table)
    result: dict[str, Any] = {
        "table": table,
        "rows": rows,
        "us_a_row": {
            name: round(1e6 * spent / rows, 1)
            for name, spent in (("check", checking), ("write", writing), ("wall", wall), ("bare", bare))
        },
        "ratio": round(writing / bare, 1),
        "queries_for_100_rows": round(100 * len(asked) / rows, 2),
        "most_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    numbers = [*result["us_a_row"].values(), result["ratio"], result["queries_for_100_rows"]]
    told = " ".join(f"{number:7.1f}" for number in numbers)
    print(f"{table:9} {rows:8,} {told} {result['most_mib']:7}", flush=True)
    return result


def put_again(batch: Any, table: str) -> float:
    """Seconds that bare INSERTs take of all rows that an import wrote, under other keys; then these go again."""
    from django.db import connection, transaction
    from django.db.models import Max, Min

    from tumen_desk.record import models as m

    written: dict[str, list[tuple[Any, str]]] = {
        "mentions": [(m.Source, ""), (m.Mention, ""), (m.Name, "mention__"), (m.NameKey, "name__mention__")],
        "accounts": [(m.Account, "")],
        "acts": [(m.Act, "")],
    }
    seconds = 0.0
    with transaction.atomic(), connection.cursor() as cursor:
        for model, way in written[table]:
            ends = model.objects.filter(**{f"{way}batch": batch}).aggregate(Min("pk"), Max("pk"))
            name, columns = model._meta.db_table, [f.column for f in model._meta.local_concrete_fields]
            quoted = ", ".join(f'"{column}"' for column in columns)
            cursor.execute(f"SELECT {quoted} FROM {name} WHERE id BETWEEN %s AND %s", [*ends.values()])
            rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
            for row in rows:
                row["id"] += 10**9
                if "key" in row:  # a key stands once with each name
                    row["key"] = "x" + row["key"][1:]
            put = f"INSERT INTO {name} ({quoted}) VALUES ({', '.join(['%s'] * len(columns))})"
            values = [tuple(row.values()) for row in rows]
            seconds += cpu(partial(cursor.executemany, put, values))[0]
        transaction.set_rollback(True)
    return seconds


def cpu(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of processor time, and what came of it."""
    began = time.process_time()
    made = work()
    return time.process_time() - began, made


if __name__ == "__main__":
    main()
