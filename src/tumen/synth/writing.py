"""Writes a world into a folder: all of it or nothing, row by row, never more than a block in memory."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from tumen.errors import WorldExists
from tumen.model import Run, input_sha256
from tumen.progress import SILENT, Progress, check
from tumen.synth.loading import load
from tumen.synth.packing import as_csv, packed
from tumen.synth.rows import COLUMNS, Chunk
from tumen.synth.settings import World
from tumen.synth.situation import Situation

MANIFEST = "manifest.json"
TRUTH = "truth/world.json"


class _Hashed:
    """A binary file that knows the hash of what went into it."""

    def __init__(self, path: Path) -> None:
        self._file: IO[bytes] = path.open("wb")
        self._hash = hashlib.sha256()

    def write(self, content: bytes) -> int:
        self._hash.update(content)
        return self._file.write(content)

    def close(self) -> None:
        self._file.close()

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


class _Table:
    """One CSV file, open from the first block to the last."""

    def __init__(self, folder: Path, name: str) -> None:
        path = folder / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._sink = _Hashed(path)
        self.rows = -1  # the header is no row of the table
        self.add(as_csv([COLUMNS[name]]), 1)

    def add(self, content: bytes, rows: int) -> None:
        """Write rows, as CSV, at the end."""
        self.rows += rows
        self._sink.write(content)

    def close(self) -> None:
        """Close the file; harmless if it is closed."""
        self._sink.close()

    @property
    def sha256(self) -> str:
        """Hash of everything written so far."""
        return self._sink.sha256


@dataclass(slots=True, kw_only=True)
class _Tally:
    people: int = 0
    reachable: int = 0
    texts: int = 0
    populations: Counter[str] = field(default_factory=Counter)
    seen: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, chunk: Chunk) -> None:
        self.people += chunk.people
        self.reachable += chunk.reachable
        self.texts += len(chunk.texts)
        self.populations.update(chunk.populations)
        for name, counts in chunk.seen.items():
            self.seen.setdefault(name, Counter()).update(counts)


def write(
    world: World, out: Path, *, progress: Progress = SILENT, replace: bool = False, workers: int = 1
) -> Run:
    """Make a world and write it into a folder.

    The folder appears when everything is in it; if anything goes wrong, or the person stops, nothing is left.

    Args:
        world: what to make.
        out: the folder to write. It must not exist, or be empty.
        progress: told after every block of people; may stop the work.
        workers: how many processes make people; the world is the same for any number.
        replace: put the new world in the place of an older made-up world. Anything else is never removed.

    Returns:
        The run: settings, hashes of the pack's files, and number of rows and hash of every file written.

    Raises:
        WorldExists: something stands at `out` already.
        SituationError: the pack cannot make a world.
        Stopped: the person asked to stop.
    """
    out = out.resolve()
    _refuse(out, replace=replace)
    out.parent.mkdir(parents=True, exist_ok=True)
    situation = load(world.pack, world.organisations)
    partial = Path(tempfile.mkdtemp(prefix=f".{out.name}-", suffix=".partial", dir=out.parent))
    try:
        run = _fill(world, situation, partial, progress, workers)
        partial.chmod(0o755)
        _put(partial, out)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return run


def _refuse(out: Path, *, replace: bool) -> None:
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    if not replace:
        raise WorldExists(f"{out} exists already; nothing was written.", path=str(out))
    if not (out / TRUTH).is_file() or not (out / MANIFEST).is_file():
        raise WorldExists(
            f"{out} is not a made-up world; nothing was written or removed.",
            hint="Choose another folder. Only an older made-up world is replaced.",
            path=str(out),
        )


def _put(partial: Path, out: Path) -> None:
    """Let the finished folder take its place; an older world goes only once the new one stands."""
    if not out.exists():
        partial.rename(out)
        return
    old = out.with_name(f"{partial.name}.old")
    out.rename(old)
    try:
        partial.rename(out)
    except OSError:
        old.rename(out)
        raise
    shutil.rmtree(old)


def _fill(world: World, situation: Situation, folder: Path, progress: Progress, workers: int) -> Run:
    tally = _Tally()
    opened = {name: _Table(folder, name) for name in COLUMNS}
    with ExitStack() as stack:
        for table in opened.values():
            stack.callback(table.close)
        progress.start(world.people, "Making up people")
        for block in packed(world, workers=workers):
            check(progress)
            for name, content in block.tables.items():
                opened[name].add(content, block.rows[name])
            _write_texts(folder, block.chunk)
            tally.add(block.chunk)
            progress.advance(block.chunk.people)
    hashes = {f"{name}.csv": {"rows": table.rows, "sha256": table.sha256} for name, table in opened.items()}
    return _finish(world, situation, folder, tally, hashes)


def _write_texts(folder: Path, chunk: Chunk) -> None:
    if chunk.texts:
        (folder / "interviews").mkdir(exist_ok=True)
    for source, text in chunk.texts:
        (folder / "interviews" / f"{source}.txt").write_bytes(text.encode())


def _finish(world: World, situation: Situation, folder: Path, tally: _Tally, hashes: dict[str, Any]) -> Run:
    outputs: dict[str, object] = dict(sorted(hashes.items()))
    for name, content in (
        (TRUTH, _json(_truth(world, situation, tally))),
        ("README.txt", _readme(world, situation, tally).encode()),
    ):
        (folder / name).write_bytes(content)
        outputs[name] = {"sha256": input_sha256(content)}
    outputs["interviews"] = tally.texts
    run = Run(
        kind="synth", recipe=world.as_dict(), inputs=dict(situation.sha256), seed=world.seed, outputs=outputs
    )
    (folder / MANIFEST).write_bytes(_json({"made_up": True, **run.as_dict()}))
    return run


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _truth(world: World, situation: Situation, tally: _Tally) -> dict[str, object]:
    return {
        "made_up": True,
        "note": situation.file.made_up,
        "as_of": situation.file.as_of.isoformat(),
        "seed": world.seed,
        "settings": world.as_dict(),
        "populations": {"people": tally.people, **tally.populations},
        "reachable": tally.reachable,
        "definitions": {
            name: {
                "label": population.label,
                "seen_in": asdict(population.seen_in),
                "size": tally.populations[name],
                "observed_by_any": tally.seen[name][""],
                "observed": {org.name: tally.seen[name][org.name] for org in situation.organisations},
            }
            for name, population in situation.file.populations.items()
        },
    }


def _readme(world: World, situation: Situation, tally: _Tally) -> str:
    return README.format(
        people=tally.people,
        seed=world.seed,
        pack=world.pack,
        note=" ".join(situation.file.made_up.split()),
        tables="\n".join(f"  {name + '.csv':22} {', '.join(columns)}" for name, columns in COLUMNS.items()),
    )


README = """\
EVERYTHING IN THIS FOLDER IS MADE UP.

No person, family, interview, organisation or happening in it exists or took place. Names are random combinations of
common syllables; if one is like the name of somebody, that is chance. Places and kinds of acts are those of the
situation pack "{pack}". {note}

Do not mix these files with real records. Do not quote a number from them as an estimate of anything.

World of {people} people, seed {seed}. The same settings make the same files, byte for byte; see manifest.json.

What the organisations recorded (UTF-8, empty = not stated, dates in EDTF, codes from the pack):
the tables without truth/ below, and interviews/<source_id>.txt, the same told as readable notes.

What really is so (never give it to what is being tested):
truth/persons.csv, truth/mentions.csv (which mention is which person), truth/events.csv, truth/acts.csv (which recorded
act is which event), truth/world.json (sizes of populations, how to see them in the tables, settings).

Columns:
{tables}

The order of rows and ids carry no meaning. People who know one another are made together, so rows of the same person
are never far apart: shuffle the rows before trying a method that reads them in order.
"""
