"""One way to look at a linkage, whether it is at hand or was written to a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tumen.errors import LinkFolderError
from tumen.linkage.evaluation.partitions import Ints, Ties, labels, pairs_within, together
from tumen.linkage.files import read
from tumen.linkage.result import Linkage, Links
from tumen.model import LinkDraws, Run

Source = Linkage | Links | Path | str
"""A linkage, the part of it that is read again, or the folder that `tumen link` wrote."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Found:
    """What evaluation needs of a linkage; positions are places in `mention_ids`.

    Attributes:
        mention_ids: the mentions in order.
        label: number of the reported person of each mention, from 0, shape (mentions,).
        ties: the listed pairs and their probabilities; where the list is not at hand, pairs by their share of draws.
        draws: drawn partitions.
        run: what was computed from what.
    """

    mention_ids: tuple[str, ...]
    label: Ints
    ties: Ties
    draws: LinkDraws
    run: Run

    def linked(self) -> tuple[Ints, Ints]:
        """Positions of the pairs that are reported as one person."""
        return pairs_within(self.label)

    def probability(self, a: Ints, b: Ints) -> NDArray[np.float64]:
        """Of given pairs: as listed, else the share of draws that put them together."""
        n = len(self.mention_ids)
        listed = self.ties.of(a, b, n)
        bare = np.flatnonzero(listed == 0)
        if len(bare):
            listed[bare] = np.mean([row[a[bare]] == row[b[bare]] for row in self.draws.labels], axis=0)
        return listed


def look(source: Source) -> Found:
    """Look at a linkage.

    Raises:
        LinkFolderError: the folder holds no linkage, or what lies in it was changed.
    """
    if isinstance(source, Linkage):
        pairs = source.pairs
        return _found(source.links, _ties(pairs.compared.a, pairs.compared.b, pairs.probability))
    if isinstance(source, Links):
        return _found(source, together(source.draws))
    links = read(source)
    return _found(links, _read_ties(Path(source), links))


def _found(links: Links, ties: Ties) -> Found:
    return Found(
        mention_ids=links.draws.mention_ids,
        label=labels([row.person_id for row in links.clusters]),
        ties=ties, draws=links.draws, run=links.run,
    )  # fmt: skip


def _read_ties(folder: Path, links: Links) -> Ties:
    path = next((each for each in sorted(folder.iterdir()) if each.stem == "pairs"), None)
    if path is None:
        raise LinkFolderError(
            "The pairs of this linkage are missing.", hint="Link again, into a folder of its own."
        )
    import duckdb

    reader = "read_csv(?, header = true, all_varchar = true)" if path.suffix == ".csv" else "read_parquet(?)"
    with duckdb.connect() as database:
        rows = database.execute(
            f"SELECT mention_a, mention_b, probability FROM {reader}", [str(path)]
        ).fetchall()
    position = {mention: place for place, mention in enumerate(links.draws.mention_ids)}
    return _ties(
        _whole([position[str(a)] for a, _, _ in rows]),
        _whole([position[str(b)] for _, b, _ in rows]),
        np.array([float(share) for _, _, share in rows], dtype=np.float64),
    )


def _whole(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _ties(a: Ints, b: Ints, share: NDArray[np.float64]) -> Ties:
    low, high = np.minimum(a, b), np.maximum(a, b)
    order = np.lexsort((high, low))
    return Ties(a=low[order], b=high[order], share=share[order])
