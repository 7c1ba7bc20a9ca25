"""On a Spark cluster: the table in numbers goes to every worker once, batches go out, what is kept comes back."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tumen import names
from tumen.errors import EngineMissing
from tumen.linkage.engine.meetings import Batch
from tumen.linkage.engine.reading import pieces, read, remembered
from tumen.linkage.engine.sieving import Kept, Sieve
from tumen.progress import Progress, check

_EACH: Final = 4
"""How many pieces of work of a wave fall to each processor of the cluster."""
_LOOPBACK: Final = {
    "spark.master": "local[*]",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
}


@dataclass(frozen=True, slots=True)
class Spark:
    """A Spark cluster whose machines have this library.

    Attributes:
        session: a `pyspark.sql.SparkSession`.
    """

    session: Any

    @classmethod
    def started(cls) -> Spark:
        """A session as Spark's own settings say (`spark-submit`, `spark-defaults.conf`); without any, on this machine.

        Raises:
            EngineMissing: Spark or Java is not there.
        """
        try:
            pyspark = importlib.import_module("pyspark")
            sql = importlib.import_module("pyspark.sql")
            builder = sql.SparkSession.builder.appName("tumen link")
            if pyspark.SparkConf().get("spark.master") is None:
                for key, value in _LOOPBACK.items():
                    builder = builder.config(key, value)
            return cls(builder.getOrCreate())
        except ImportError as absent:
            raise EngineMissing("Spark is not installed.") from absent

    def read(self, spelt: Sequence[str], progress: Progress) -> None:
        """Read names on the cluster."""
        progress.start(len(spelt), "Reading names")
        remembered(self._mapped(read, pieces(spelt)), progress)

    def sift(self, sieve: Sieve, batches: Sequence[Batch], progress: Progress) -> Iterator[Kept]:
        """Compare batches on the cluster."""
        cloudpickle = importlib.import_module("pyspark.cloudpickle")
        spelt = sieve.columns.spelt
        shared = self.session.sparkContext.broadcast(cloudpickle.dumps((sieve, names.roll(spelt))))
        try:
            for kept in self._mapped(_Worker(shared), batches):
                check(progress)
                yield kept
                progress.advance(kept.tried)
        finally:
            shared.destroy()

    def _mapped(self, work: Any, given: Sequence[Any]) -> Iterator[Any]:
        """What is made of each, in order; a wave at a time, so that every machine works and little is held here."""
        context = self.session.sparkContext
        wave = _EACH * context.defaultParallelism
        for begin in range(0, len(given), wave):
            some = list(given[begin : begin + wave])
            yield from context.parallelize(some, len(some)).map(work).collect()


class _Worker:
    """Compares batches on a worker.

    Args:
        shared: the broadcast sieve and what was read of the names.
    """

    def __init__(self, shared: Any) -> None:
        self._shared = shared

    def __call__(self, batch: Batch) -> Kept:
        return _unpacked(self._shared).sift(batch)


_LAST: list[tuple[Any, Sieve]] = []
"""The sieve that this worker unpacked last; one worker does many batches of one linkage."""


def _unpacked(shared: Any) -> Sieve:
    packed = shared.value
    if not _LAST or _LAST[0][0] is not packed:
        cloudpickle = importlib.import_module("pyspark.cloudpickle")
        sieve, roll = cloudpickle.loads(packed)
        names.remember(sieve.columns.spelt, roll)
        _LAST[:] = [(packed, sieve)]
    return _LAST[0][1]
