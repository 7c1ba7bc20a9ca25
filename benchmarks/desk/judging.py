"""Review at scale: the queue, a verdict, what it would change, and a person's page over 100,000 mentions.

The store is that of `run.py`, with partition draws beside it: 100 draws in which each linked pair is one person or two.
Each step goes through Django's test client. Milliseconds of processor time, because those mean the same on a busy
machine; `× limit` holds them against the same SELECTs on a bare SQLCipher connection in the same run. Writing durably
is not in the limit.

    python benchmarks/desk/judging.py [--acts 200000] [--json judging.json]
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from run import PROMISE_MS, _bare, fill, throwaway_desk

REPEATS = 40
DRAWS = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acts", type=int, default=200_000)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with throwaway_desk():
        user = fill(given.acts)
        add_draws()
        steps = measure(user)
    if given.json:
        given.json.write_text(json.dumps({"acts": given.acts, "steps": steps}, indent=1) + "\n")


def add_draws() -> None:
    """Draws for the run: every pair is together in about six of ten."""
    import numpy as np

    from tumen.model import LinkDraws
    from tumen_desk.link.adapters import draws_bytes, mention_key
    from tumen_desk.link.models import LinkRun, Membership
    from tumen_desk.store import files

    mentions = list(Membership.objects.order_by("mention").values_list("mention", flat=True))
    rng = np.random.default_rng(1)
    labels = np.tile(np.arange(len(mentions), dtype=np.int64), (DRAWS, 1))
    pairs = len(mentions) // 2
    together = rng.random((DRAWS, pairs)) < 0.6
    labels[:, 1 : 2 * pairs : 2] -= together
    draws = LinkDraws(mention_ids=tuple(map(mention_key, mentions)), labels=labels)
    LinkRun.objects.update(draws_sha256=files.put(draws_bytes(draws)))


def steps() -> list[tuple[str, Callable[[Any, int], Any]]]:
    """Name of a step and the n-th request that does it."""
    from tumen_desk.link.models import Pair

    pairs = list(
        Pair.objects.order_by("-doubt").values_list("pk", "mention_a", "mention_b")[: 20 * REPEATS : 10]
    )
    persons = [f"p-{n // 2}" for n in range(0, 20 * REPEATS, 10)]
    json_ = {"Accept": "application/json"}
    return [
        ("the queue", lambda c, n: c.get(f"/link/review/?page={1 + n % 9}")),
        ("the next pair of the queue", lambda c, n: c.get("/link/review/begin/", follow=True)),
        ("one pair", lambda c, n: c.get(f"/link/pairs/{pairs[n][0]}/")),
        ("the pair after this one", lambda c, n: c.get(f"/link/pairs/{pairs[n][0]}/following/")),
        (
            "a verdict",
            lambda c, n: c.post(
                f"/link/judge/{pairs[n][1]}/{pairs[n][2]}/", {"verdict": "same"}, headers=json_
            ),
        ),
        ("a verdict taken back", lambda c, n: c.post("/link/take-back/", headers=json_)),
        ("what joining would change", lambda c, n: c.get(f"/link/preview/{pairs[n][1]}/{pairs[n][2]}/")),
        (
            "what parting would change",
            lambda c, n: c.get(f"/link/preview/{pairs[n][1]}/{pairs[n][2]}/?verdict=different"),
        ),
        ("a person", lambda c, n: c.get(f"/link/persons/{persons[n]}/")),
    ]


def measure(user: Any) -> list[dict[str, Any]]:
    """Processor time of each step and of its SELECTs alone."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.get("/")
    client.force_login(user)
    print(f"{'step':28} {'p50 ms':>8} {'p95 ms':>8} {'limit ms':>9} {'× limit':>8} {'SQL':>4}")
    found = []
    for name, ask in steps():
        times, bare, queries = [], [], 0
        for n in range(REPEATS):
            with CaptureQueriesContext(connection) as caught:
                started = time.process_time()
                answer = ask(client, n)
                times.append(1000 * (time.process_time() - started))
            if answer.status_code != 200:
                raise SystemExit(f"{name} answered {answer.status_code}")
            selects = [q["sql"] for q in caught.captured_queries if q["sql"].startswith("SELECT")]
            queries = max(queries, len(caught.captured_queries))
            if n % 8 == 0:
                began = time.process_time()
                _bare(connection.connection, selects)
                bare.append(1000 * (time.process_time() - began))
        p95 = statistics.quantiles(times[1:], n=20, method="inclusive")[-1]
        row = {
            "step": name, "first_ms": round(times[0], 1), "p50_ms": round(statistics.median(times[1:]), 1),
            "p95_ms": round(p95, 1), "limit_ms": round(max(bare), 2), "queries": queries,
        }  # fmt: skip
        row["ratio"] = round(row["p50_ms"] / max(row["limit_ms"], 0.1), 1)
        found.append(row)
        late = "  over the promise" if p95 > PROMISE_MS else ""
        print(
            f"{name:28} {row['p50_ms']:8.1f} {p95:8.1f} {row['limit_ms']:9.2f} {row['ratio']:8.1f} {queries:4}"
            f"  first {times[0]:.0f}{late}",
            flush=True,
        )
    return found


if __name__ == "__main__":
    main()
