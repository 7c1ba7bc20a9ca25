"""A desk with something in it: a made-up world, imported, linked and counted by the desk's own services."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from tumen import documents, synth
from tumen.errors import CapsuleDamaged, LaterVersion, OtherBuild, WrongPassphrase
from tumen.progress import SILENT, Progress, check
from tumen_desk.accounts.models import Role, User
from tumen_desk.accounts.services import user_create
from tumen_desk.commands.demo_acting import add_acting
from tumen_desk.commands.demo_telling import add_telling
from tumen_desk.count.recipes import CountRecipe
from tumen_desk.jobs import services as jobs
from tumen_desk.link.services import link_run
from tumen_desk.record.adapters import document_columns
from tumen_desk.record.importing.apply import apply_plan
from tumen_desk.record.importing.plan import Plan, check_table
from tumen_desk.record.importing.tables import TABLES
from tumen_desk.record.models import Document, ImportBatch, Source
from tumen_desk.store import files, folder

SEED = 1
LINK_DRAWS = 5
IDENTITIES = 1000
TEXTS = 300
"""So many interviews come with their text; more would make the first start slower, not better."""


def _set_earlier_aside() -> None:
    """A demonstration that cannot be opened here is kept beside the new one, not in its way."""
    if not folder.exists() or _opens():
        return
    here = folder.root()
    number = next(n for n in count(1) if not here.with_name(f"{here.name}-earlier-{n}").exists())
    here.rename(here.with_name(f"{here.name}-earlier-{number}"))


def _opens() -> bool:
    """Whether the demonstration is of this version and build; one whose passphrase was changed is somebody's own.

    Raises:
        FolderInUse: a desk is open on it.
    """
    try:
        folder.capsule()
        with folder.only_desk():
            folder.unlock(folder.DEMO_PASSPHRASE)
            folder.lock()
    except (CapsuleDamaged, LaterVersion, OtherBuild):
        return False
    except WrongPassphrase:
        return True
    return True


def fill_demo(*, people: int, progress: Progress = SILENT) -> None:
    """Make and fill a demonstration desk, if there is none yet. Killed half-way, it is made anew next time."""
    _set_earlier_aside()
    if folder.exists():
        return
    folder.begin(folder.DEMO_PASSPHRASE)
    users = {role: user_create(actor=None, username=role, password=None, role=role) for role in Role.values}
    # Everybody is made up: whoever looks around must not run into the ceiling of real life.
    User.objects.update(identities_a_day=IDENTITIES)
    with tempfile.TemporaryDirectory(prefix="tumen-demo-") as scratch:
        world = Path(scratch) / "world"
        synth.write(
            synth.World(people=people, seed=SEED, pack=settings.CONFIG.pack, texts=TEXTS),
            world,
            progress=progress,
        )
        with compiling(world / "mentions.csv", Path(scratch) / "tried"):
            batch = import_world(users[Role.OFFICER], world, progress=progress)
            add_texts(batch, world, progress=progress)
            add_telling(users[Role.OFFICER], batch, progress=progress)
            add_acting(users[Role.LAWYER], batch)
        truth = json.loads((world / "truth" / "world.json").read_text("utf-8"))
    link_run(actor=users[Role.ANALYST], progress=progress)
    folder.commit_creation()
    # The estimates take longer than anybody wants to wait for a first page: the worker makes them meanwhile.
    ask_for_truths(users[Role.ANALYST], truth)


@contextmanager
def compiling(mentions: Path, tried: Path) -> Iterator[None]:
    """Link the made-up mentions in another process meanwhile.

    Its result is of no use; but once an installation the inner loops must be compiled, which takes far longer than
    linking, and a second core can do that while this one imports.
    """
    linking = [sys.executable, "-m", "tumen", "link", str(mentions), "--out", str(tried)]
    nothing = subprocess.DEVNULL
    other = subprocess.Popen(  # noqa: S603  (our own interpreter and command)
        linking, stdin=nothing, stdout=nothing, stderr=nothing
    )
    try:
        yield
        other.wait()
    finally:
        other.kill()
        other.wait()


def import_world(actor: User, world: Path, *, progress: Progress = SILENT) -> ImportBatch:
    """Import every table of a made-up world by the same checks as anybody's table."""
    there = [table for table in TABLES if (world / f"{table}.csv").is_file()]
    contents = {table: (world / f"{table}.csv").read_bytes() for table in there}
    plan = Plan(
        tables={t: check_table(content, table=t, progress=progress) for t, content in contents.items()}
    )
    digest = hashlib.sha256(b"".join(hashlib.sha256(c).digest() for c in contents.values())).hexdigest()
    return apply_plan(
        actor=actor, plan=plan, title="A made-up world", content_sha256=digest, progress=progress
    )


@transaction.atomic
def add_texts(batch: ImportBatch, world: Path, *, progress: Progress = SILENT) -> None:
    """Put the readable interviews beside their sources. Our own texts need no jail."""
    texts = sorted((world / "interviews").glob("*.txt")) if (world / "interviews").exists() else []
    sources = dict(Source.objects.filter(batch=batch).values_list("external_id", "pk"))
    progress.start(len(texts), "Adding interviews")
    rows = []
    for path in texts:
        check(progress)
        content = path.read_bytes()
        files.put(content)
        read = documents.read(content, name=path.name)
        rows.append(
            Document(batch=batch, source_id=sources[path.stem], bytes=len(content), **document_columns(read))
        )
        progress.advance()
    Document.objects.bulk_create(rows, batch_size=100)


def ask_for_truths(actor: User, truth: Mapping[str, Any]) -> None:
    """Ask for an estimate of each population of the made-up world; the truth is kept beside the figure."""
    for definition in truth["definitions"].values():
        seen = definition["seen_in"]
        codes: dict[str, Any] = {
            "act_types" if seen["table"] == "acts" else "leg_kinds": tuple(seen["codes"])
        }
        recipe = CountRecipe(
            title=f"{definition['label']} (made-up world)",
            population=f"{definition['label']}, in a made-up world of {truth['populations']['people']:,} people",
            as_of=f"../{truth['as_of']}",
            link_draws=LINK_DRAWS,
            **codes,
        )
        known = f"This world is made up, so the true number is known: {definition['size']:,}."
        parameters = {"recipe": recipe.as_dict(), "caveats": [known]}
        jobs.enqueue(user=actor, kind="count.run", title=recipe.title, parameters=parameters)
