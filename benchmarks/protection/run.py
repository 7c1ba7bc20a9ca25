"""What protection costs: encrypted against plain SQLite, sealing against hashing, unlocking, erasing one of many.

Everything is CPU time, medians of interleaved rounds in one run, written to `results.json`.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROUNDS = 3
MEGABYTES = 48


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument(
        "--database", default="", help="an empty PostgreSQL database on this machine, for `server`"
    )
    parser.add_argument("--only", nargs="*", default=["unlocking", "sealing", "orm", "erasing"])
    given = parser.parse_args()
    frozen = HERE / "results.json"
    results = json.loads(frozen.read_text("utf-8")) if frozen.exists() else {}
    parts: dict[str, Callable[[], dict[str, Any]]] = {
        "unlocking": unlocking,
        "sealing": sealing,
        "orm": lambda: orm_mix(given.rows, {"plain": "plain", "encrypted": "cipher"}),
        "server": lambda: orm_mix(given.rows, {"plain": "bare", "as the desk": "server"}),
        "erasing": lambda: erasing(given.persons),
    }
    with tempfile.TemporaryDirectory(prefix="tumen-bench-") as folder:
        _configure(Path(folder), given.database)
        for name in given.only:
            results[name] = parts[name]()
            frozen.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
            print(name, json.dumps(results[name], indent=1), flush=True)


def _configure(folder: Path, database: str) -> None:
    os.environ.update(
        TUMEN_DATA=str(folder / "desk"), TUMEN_DEMO="1", DJANGO_SETTINGS_MODULE="tumen_desk.settings.desk"
    )
    from django.conf import settings

    settings.RUN_WORKER = False
    settings.DATABASES["plain"] = {
        **settings.DATABASES["default"],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / "plain.db"),
        "OPTIONS": {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            # As the desk sets its own, but for the encryption.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; "
            "PRAGMA secure_delete=ON; PRAGMA cache_size=-65536",
        },
    }
    settings.DATABASES["cipher"] = {**settings.DATABASES["default"], "NAME": str(folder / "cipher.db")}
    if database:
        from tumen_desk.settings import server

        desk = settings.DATABASES["server"] = server.databases(database)["default"]
        bare = {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"options": "-c search_path=public"}}
        settings.DATABASES["bare"] = {**desk, **bare}
    settings.DATABASE_ROUTERS = []
    import django

    django.setup()
    from tumen_desk.store import keyring

    keyring.open_with(bytes(range(32)))
    if database:
        from tumen_desk.store import databases

        databases.of("server").make_room()


def _cpu(work: Callable[[], Any], alias: str = "") -> float:
    """CPU seconds of this process and, where a server works for it, of that one."""
    started = time.process_time() + _server_cpu(alias)
    work()
    return time.process_time() + _server_cpu(alias) - started


@cache
def _models() -> tuple[Any, Any]:
    """A table, and the same with its names under keys of their own."""
    from django.db import models

    from tumen_desk.store.sealed import SealedTextField

    class Plain(models.Model):
        owner = models.IntegerField(db_index=True)
        name = models.TextField()
        note = models.TextField()

        class Meta:
            app_label = "bench"

        def __str__(self) -> str:
            return str(self.pk)

    class Sealed(models.Model):
        owner = models.IntegerField(db_index=True)
        name = SealedTextField(tree="persons", leaf="owner")
        note = models.TextField()

        class Meta:
            app_label = "bench"

        def __str__(self) -> str:
            return str(self.pk)

    return Plain, Sealed


def _server_cpu(alias: str) -> float:
    """CPU seconds that the server has spent on this connection so far; none for a file."""
    from django.db import connections

    if not alias:
        return 0.0
    connection = connections[alias]
    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    told = (
        Path(f"/proc/{connection.connection.info.backend_pid}/stat")
        .read_text("utf-8")
        .rpartition(")")[2]
        .split()
    )
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def orm_mix(rows: int, asked: dict[str, str]) -> dict[str, Any]:
    """The same Django work by the peer and as the desk keeps it, and with sealed columns on top.

    Args:
        rows: how many are inserted.
        asked: side → alias of its database; the peer first.
    """
    from django.db import connections, models, transaction

    Plain, Sealed = _models()
    sides: dict[str, tuple[Any, str]] = {side: (Plain, alias) for side, alias in asked.items()}
    sides["with sealed names"] = (Sealed, list(asked.values())[-1])
    for model, alias in sides.values():
        with connections[alias].schema_editor() as editor:
            editor.create_model(model)

    def insert(model: Any, alias: str) -> None:
        made = [model(owner=n, name=f"김영희 {n}", note=f"what was told of {n} " * 12) for n in range(rows)]
        model.objects.using(alias).bulk_create(made, batch_size=1000)

    def transactions(model: Any, alias: str) -> None:
        for n in range(rows // 66):
            with transaction.atomic(using=alias):
                row = model(owner=n, name="김철수", note="short")
                row.save(using=alias)

    def by_key(model: Any, alias: str) -> None:
        objects = model.objects.using(alias)
        for n in range(1, rows // 10 + 1):
            objects.get(pk=n)

    def grouped(model: Any, alias: str) -> None:
        for _ in range(5):
            list(
                model.objects.using(alias).values("owner").annotate(n=models.Count("id")).order_by("-n")[:10]
            )

    def scan(model: Any, alias: str) -> None:
        for _ in range(5):
            model.objects.using(alias).filter(note__icontains="nowhere to be found").count()

    parts = {
        "insert": insert,
        "transactions": transactions,
        "by key": by_key,
        "group by ×5": grouped,
    }
    seconds: dict[str, dict[str, list[float]]] = {p: {s: [] for s in sides} for p in (*parts, "warm scan ×5")}
    for _ in range(ROUNDS):
        for name, part in parts.items():
            for side, (model, alias) in sides.items():
                seconds[name][side].append(_cpu(lambda p=part, m=model, a=alias: p(m, a), alias))
        for side, (model, alias) in sides.items():
            scan(model, alias)
            seconds["warm scan ×5"][side].append(_cpu(lambda m=model, a=alias: scan(m, a), alias))
    medians = {p: {s: statistics.median(v) for s, v in of.items()} for p, of in seconds.items()}
    mix = {s: sum(medians[p][s] for p in parts) for s in sides}
    for alias in asked.values():
        connections[alias].close()
    return {
        "rows": rows,
        "cpu_s": {p: {s: round(v, 3) for s, v in of.items()} for p, of in medians.items()},
        "mix_ratio": {s: round(mix[s] / mix["plain"], 2) for s in sides},
        "warm_scan_ratio": {
            s: round(v / medians["warm scan ×5"]["plain"], 2) for s, v in medians["warm scan ×5"].items()
        },
    }


def sealing() -> dict[str, Any]:
    """Sealing the same bytes as hashing them."""
    from tumen import vault

    content, key = os.urandom(MEGABYTES * 2**20), os.urandom(32)
    found: dict[str, list[float]] = {"hash": [], "seal": [], "open": []}
    for _ in range(ROUNDS):
        sealed = io.BytesIO()
        found["hash"].append(_cpu(lambda: hashlib.sha256(content).hexdigest()))
        found["seal"].append(_cpu(lambda out=sealed: vault.encrypt_stream(key, io.BytesIO(content), out)))
        sealed.seek(0)
        found["open"].append(_cpu(lambda got=sealed: vault.decrypt_stream(key, got, io.BytesIO())))
    medians = {name: statistics.median(v) for name, v in found.items()}
    return {
        "megabytes": MEGABYTES,
        "cpu_s": {name: round(v, 3) for name, v in medians.items()},
        "seal_to_hash": round(medians["seal"] / medians["hash"], 2),
        "open_to_hash": round(medians["open"] / medians["hash"], 2),
    }


def unlocking() -> dict[str, Any]:
    """One passphrase of a real store, and ten thousand keys of persons."""
    from tumen import vault

    kdf = vault.calibrated()
    capsule, ring = vault.create_capsule("six words drawn by dice", kdf=kdf)
    started = time.perf_counter()
    cpu = _cpu(lambda: vault.open_capsule(capsule, "six words drawn by dice"))
    wall = time.perf_counter() - started
    keys = _cpu(lambda: [ring.persons.key(n) for n in range(10_000)])
    return {
        "memory_mib": kdf.memory_kib // 1024,
        "passes": kdf.iterations,
        "wall_s": round(wall, 2),
        "cpu_s": round(cpu, 2),
        "10,000 person keys, cpu_s": round(keys, 3),
    }


def erasing(persons: int) -> dict[str, Any]:
    """One of many persons erased, with everything the desk does for it; then the whole store is searched."""
    from django.db import connections

    from tumen_desk.accounts import approvals
    from tumen_desk.accounts.services import user_create
    from tumen_desk.keep import erasing as room
    from tumen_desk.keep.spellings import Spellings
    from tumen_desk.record import services
    from tumen_desk.record.models import Act, Mention, Name
    from tumen_desk.store import folder

    for alias in set(connections.databases) - {"default", "jobs"}:
        del connections.databases[alias]
    folder.create("a benchmark's passphrase")
    officer = user_create(actor=None, username="officer", password=None, role="officer")
    lead = user_create(actor=None, username="lead", password=None, role="protection")
    _fill(officer, persons)
    source = services.source_create(actor=officer, title="Interview 곽누리새", kind="SK-VICT", published=True)
    services.document_add(actor=officer, source=source, name="a.txt", content="곽누리새 told it.".encode())
    mention = services.mention_create(
        actor=officer, source=source, names=[{"text": "곽누리새"}], role=Mention.Role.INTERVIEWEE
    )
    before = Act.objects.count(), Mention.objects.count()
    started, cpu = time.perf_counter(), time.process_time()
    plan = room.plan(actor=officer, mentions=[mention])
    planned = time.process_time() - cpu
    asked = room.ask(actor=officer, plan=plan, reason="Asked in writing.")
    approvals.decide(actor=lead, approval=asked, granted=True, reason="Called.")
    cpu = time.process_time()
    room.person_erase(actor=officer, plan=plan)
    erased = time.process_time() - cpu
    wall = time.perf_counter() - started
    hits = room.plan(actor=officer, mentions=[mention])
    left = [t for t in Name.objects.values_list("text", flat=True) if Spellings.of(["곽누리새"]).stands_in(t)]
    return {
        "persons": persons,
        "plan_cpu_s": round(planned, 2),
        "erase_cpu_s": round(erased, 2),
        "both_wall_s": round(wall, 2),
        "hits_left": len(left) + len(hits.elsewhere) + len(hits.own),
        "counts_unchanged": before == (Act.objects.count(), Mention.objects.count()),
    }


def _fill(actor: Any, persons: int) -> None:
    from django.db import transaction

    from tumen_desk.record.models import Account, Act, Mention, Name, Source

    with transaction.atomic():
        sources = Source.objects.bulk_create(
            (Source(title=f"Interview {n} of a made-up list", kind="SK-VICT") for n in range(persons // 2)),
            batch_size=2000,
        )
        accounts = Account.objects.bulk_create(
            (Account(source=s, title=f"A return told in {s.title}") for s in sources), batch_size=2000
        )
        mentions = Mention.objects.bulk_create(
            (Mention(source=sources[n // 2], external_id=f"m{n}") for n in range(persons)), batch_size=2000
        )
        Name.objects.bulk_create((Name(mention=m, text=f"김이름{m.pk}") for m in mentions), batch_size=2000)
        Act.objects.bulk_create(
            (
                Act(account=accounts[n // 2], mention=m, type="REFOUL", note=f"told of number {n}")
                for n, m in enumerate(mentions)
            ),
            batch_size=2000,
        )


if __name__ == "__main__":
    main()
