"""Import a folder of small documents into an encrypted desk and measure each step against reading them bare.

Usage: python benchmarks/desk/imports.py [--documents 1000] [--json imports.json]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tumen-bench-") as folder:
        measured = measure_documents(open_desk(folder), given.documents)
    if given.json:
        given.json.write_text(json.dumps(measured, indent=1) + "\n")


def open_desk(data: str) -> Any:
    """An empty encrypted store and somebody who may write into it."""
    os.environ.update(TUMEN_DATA=data, TUMEN_DEMO="1", DJANGO_SETTINGS_MODULE="tumen_desk.settings.desk")
    import django

    django.setup()
    from tumen_desk.accounts.services import user_create
    from tumen_desk.store import folder

    folder.create("a benchmark's passphrase")
    return user_create(actor=None, username="bench", password=None, role="protection")


def measure_documents(user: Any, count: int) -> dict[str, Any]:
    """Milliseconds a document: bare text, the library alone, and the steps of an import."""
    import lxml.html

    from tumen import documents
    from tumen_desk.record.importing.folder import apply_folder, read_folder
    from tumen_desk.store import files

    contents = [_write(n) for n in range(count)]
    named: list[dict[str, str]] = []
    plans = []
    bare = lxml.html.document_fromstring
    documents.read(contents[0], name="warm.html")
    steps: dict[str, Callable[[], object]] = {
        "bare text": lambda: [bare(content).text_content() for content in contents],
        "read": lambda: [documents.read(content, name="a.html") for content in contents],
        "seal": lambda: named.extend(
            {"name": f"{n}.html", "sha256": files.put(c)} for n, c in enumerate(contents)
        ),
        "dry run": lambda: read_folder(named),
        "import: read again": lambda: plans.append(read_folder(named)),
        "import: write": lambda: apply_folder(actor=user, plan=plans[0], title="Bench", kind="SK-VICT"),
    }
    costs = {name: cost(step) for name, step in steps.items()}
    print(f"\n{count} documents, load {os.getloadavg()[0]:.1f}")
    print(f"{'step':20} {'CPU ms':>8} {'wall ms':>8} {'CPU × read':>11}")
    for name, spent in costs.items():
        cpu, wall = (1000 * spent[clock] / count for clock in ("cpu", "wall"))
        print(f"{name:20} {cpu:8.2f} {wall:8.2f} {spent['cpu'] / costs['read']['cpu']:11.1f}")
    importing = [spent for name, spent in costs.items() if name not in ("bare text", "read")]
    ratio = {
        clock: sum(spent[clock] for spent in importing) / costs["read"][clock] for clock in ("cpu", "wall")
    }
    print(f"altogether {ratio['cpu']:.1f} × read in CPU time, {ratio['wall']:.1f} × in wall time")
    return {"documents": count, "seconds": costs, "ratio": ratio, "load": os.getloadavg()[0]}


def _write(number: int) -> bytes:
    body = "<p>She was sent back in May 2010.</p>" * 50
    return f"<html><head><title>Report {number}</title></head><body>{body}</body></html>".encode()


def cost(work: Callable[[], object]) -> dict[str, float]:
    """CPU seconds of this process and of every process it started and saw end, and wall seconds."""
    began, started = _cpu(), time.perf_counter()
    work()
    return {"cpu": _cpu() - began, "wall": time.perf_counter() - started}


def _cpu() -> float:
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(used.ru_utime + used.ru_stime for used in both)


if __name__ == "__main__":
    main()
