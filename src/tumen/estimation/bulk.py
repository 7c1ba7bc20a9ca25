"""Estimate many strata: on every core, or on a Spark cluster by the same call; killed and begun again, it goes on.

What a stratum's estimate is depends on its table, the method with its settings, the level and the seed alone: not on
the machine, nor on how many workers there are, nor on which strata stand beside it.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, fields
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from tumen.errors import StrataError
from tumen.estimation.contract import Estimate, Method, Mode, settings_of
from tumen.estimation.methods import estimate, method_settings
from tumen.estimation.strata import Strata, StrataEstimates, seed_from
from tumen.estimation.table import OverlapTable
from tumen.model import Interval, versions
from tumen.progress import SILENT, Progress, check

__all__ = ["estimate_strata"]

_FORMAT = "1"  # of the files; part of their names
_DRAWS = 2000  # kept of each: ten thousand strata fit into the memory of a laptop
_AHEAD = 4  # pieces of work waiting for each worker
_PIECES = 16  # how many times a worker comes back for more, about


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """One table with all that decides its estimate."""

    name: str
    table: str
    method: str
    settings: tuple[tuple[str, Any], ...]
    level: float
    seed: int


def estimate_strata(
    strata: Strata,
    *,
    method: str | Method = "latent-class",
    level: float = 0.95,
    seed: int = 1,
    folder: Path | str | None = None,
    workers: int | None = None,
    spark: Any = None,
    progress: Progress = SILENT,
) -> StrataEstimates:
    """Estimate every stratum.

    Args:
        strata: the tables.
        method: an id or a settings object.
        level: of the intervals, 0-1.
        seed: each table's own seed is made from it and the table's hash; it stands in the estimate, and `estimate`
            gives the same with it. At most 2,000 draws of each are kept, at even ranks.
        folder: where each table's estimate is kept as soon as it is there, so that a killed run goes on where it was.
        workers: processes on this machine; None for one a processor, 1 for none beside this one.
        spark: a SparkSession whose machines have this library, instead of processes.
        progress: told of each stratum.

    Raises:
        MethodError: there is no such method.
        SettingsError: level outside 0-1.
        StrataError: the folder cannot be written.
        Stopped: the person asked to stop; what is in the folder stays.

    Example:
        >>> table = "sex,A,B,count\\nf,1,0,60\\nf,0,1,40\\nf,1,1,20\\nm,1,0,6\\nm,0,1,4\\nm,1,1,2\\n"
        >>> found = estimate_strata(Strata.from_csv(table, by=["sex"]), method="independence", workers=1)
        >>> found.total().is_lower_bound, found.total().observed_only
        (True, (('m',),))
    """
    chosen = method_settings(method) if isinstance(method, str) else method
    kept = None if folder is None else _folder(Path(folder))
    tasks = [_task(part.table, chosen, level=level, seed=seed) for part in strata.parts]
    distinct = {task.name: task for task in tasks}
    progress.start(len(distinct), f"{chosen.id}: estimating strata")
    found = {} if kept is None else dict(_read_all(kept, distinct, progress))
    missing = [task for name, task in distinct.items() if name not in found]
    for name, content in _run(missing, kept=kept, workers=workers, spark=spark, progress=progress):
        found[name] = content
        progress.advance()
    return StrataEstimates(
        strata=strata,
        estimates=tuple(_estimate(found[task.name]) for task in tasks),
        level=level,
        seed=seed,
        method=chosen.id,
    )


def _task(table: OverlapTable, method: Method, *, level: float, seed: int) -> _Task:
    settings = tuple(sorted(settings_of(method).items()))
    own = seed_from(table.sha256, str(seed))
    version = versions()["tumen"]  # another version may give another number
    what = json.dumps([_FORMAT, version, table.sha256, method.id, settings, level, own], default=str)
    name = hashlib.sha256(what.encode()).hexdigest()
    return _Task(name=name, table=table.to_csv(), method=method.id, settings=settings, level=level, seed=own)


def _work(task: _Task) -> str:
    """One estimate as text: what a file holds and what travels between machines."""
    found = estimate(
        OverlapTable.from_csv(task.table),
        method=method_settings(task.method, dict(task.settings)),
        level=task.level,
        rng=np.random.default_rng(task.seed),
    )
    plain = {f.name: getattr(found, f.name) for f in fields(found)} | {"draws": _thinned(found)}
    return json.dumps(plain, default=_plain, ensure_ascii=False)


def _thinned(one: Estimate) -> list[int] | None:
    if one.draws is None:
        return None
    ranks = np.linspace(0, len(one.draws) - 1, min(_DRAWS, len(one.draws))).round().astype(int)
    return [int(each) for each in np.sort(one.draws)[ranks]]


def _plain(value: Any) -> Any:
    if isinstance(value, Interval | Mode):
        return {f.name: getattr(value, f.name) for f in fields(value)}
    return value.tolist() if hasattr(value, "tolist") else dict(value)


def _estimate(content: str) -> Estimate:
    plain = json.loads(content)
    ends, draws = plain["interval"], plain["draws"]
    plain |= {
        "interval": None if ends is None else Interval(**ends),
        "modes": tuple(Mode(**mode) for mode in plain["modes"]),
        "draws": None if draws is None else np.array(draws, dtype=np.int64),
        "diagnostics": {name: _tuples(value) for name, value in plain["diagnostics"].items()},
        "settings": {name: _tuples(value) for name, value in plain["settings"].items()},
        **{name: tuple(plain[name]) for name in ("assumptions", "sources")},
    }
    return Estimate(**plain)


def _tuples(value: Any) -> Any:
    """Sequences of words are tuples in an estimate; JSON has lists only."""
    return tuple(value) if isinstance(value, list) and all(isinstance(v, str) for v in value) else value


def _run(
    tasks: list[_Task], *, kept: Path | None, workers: int | None, spark: Any, progress: Progress
) -> Iterator[tuple[str, str]]:
    count = workers or os.cpu_count() or 1
    if spark is not None:
        source = _on_spark(spark, tasks)
    elif count == 1 or len(tasks) < 2:
        source = ((task.name, _work(task)) for task in tasks)
    else:
        source = _on_cores(tasks, min(count, len(tasks)), progress)
    for name, content in source:
        if kept is not None:
            _write(kept, name, content)
        yield name, content
        check(progress)


def _on_cores(tasks: list[_Task], workers: int, progress: Progress) -> Iterator[tuple[str, str]]:
    """Pieces of work, a few ahead of each worker; those begun are let go when the person stops."""
    size = max(1, len(tasks) // (workers * _PIECES))
    pieces = iter([tasks[begin : begin + size] for begin in range(0, len(tasks), size)])
    # forked workers would inherit the locks of compiled code that runs in threads
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(max_workers=workers, mp_context=context)
    try:
        running: set[Future[list[tuple[str, str]]]] = {
            pool.submit(_piece, piece) for piece in islice(pieces, workers * _AHEAD)
        }
        while running:
            done, running = wait(running, timeout=1.0, return_when=FIRST_COMPLETED)
            check(progress)
            running |= {pool.submit(_piece, piece) for piece in islice(pieces, len(done))}
            for each in done:
                yield from each.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _piece(tasks: Iterable[_Task]) -> list[tuple[str, str]]:
    return [(task.name, _work(task)) for task in tasks]


def _on_spark(spark: Any, tasks: list[_Task]) -> Iterator[tuple[str, str]]:
    """The same work on a cluster; results come back partition by partition."""
    if not tasks:
        return
    context = spark.sparkContext
    parts = min(len(tasks), context.defaultParallelism * _PIECES)
    plain = [{f.name: getattr(task, f.name) for f in fields(task)} for task in tasks]
    yield from context.parallelize(plain, parts).map(_on_worker).toLocalIterator(prefetchPartitions=True)


def _on_worker(plain: Mapping[str, Any]) -> tuple[str, str]:
    task = _Task(**plain)
    return task.name, _work(task)


def _folder(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise StrataError(f"The folder of strata cannot be made: {type(wrong).__name__}.") from None
    return folder


def _file(folder: Path, name: str) -> Path:
    return folder / name[:2] / f"{name}.json"


def _write(folder: Path, name: str, content: str) -> None:
    """Whole or not at all: a killed run leaves no half file under the name that is looked for."""
    target = _file(folder, name)
    sealed = json.dumps({"sha256": hashlib.sha256(content.encode()).hexdigest(), "estimate": content})
    try:
        target.parent.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=target.parent, suffix=".part", delete=False
        ) as fresh:
            fresh.write(sealed)
            fresh.flush()
            os.fsync(fresh.fileno())
        Path(fresh.name).replace(target)
    except OSError as wrong:
        raise StrataError(f"A stratum cannot be kept: {type(wrong).__name__}.") from wrong


def _read_all(folder: Path, wanted: Mapping[str, _Task], progress: Progress) -> Iterator[tuple[str, str]]:
    """What an earlier run kept; a file that was changed or cut off counts as missing."""
    for name in wanted:
        with suppress(OSError, ValueError, KeyError, TypeError):
            sealed = json.loads(_file(folder, name).read_text(encoding="utf-8"))
            content = sealed["estimate"]
            if hashlib.sha256(content.encode()).hexdigest() == sealed["sha256"]:
                yield name, content
                progress.advance()
