"""What was added to a linkage: one folder for each addition, complete or not there at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from tumen.errors import LinkFolderError
from tumen.linkage.added.keeping import rows_of
from tumen.linkage.added.shelf import BETWEEN
from tumen.linkage.judgements import Judgement
from tumen.linkage.result import Membership
from tumen.model import LinkDraws, input_sha256

if TYPE_CHECKING:
    from tumen.linkage.added.outcome import Added

Ints = NDArray[np.int64]
ADDED: Final = "added"
_ARRAYS: Final = ("position", "labels", "person", "group", "tie", "company", "key", "key_mention")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Addition:
    """One addition, as `Added` says; by position.

    Attributes:
        run: its id, made from what it was added to and what was added.
        rows: what was told by the new mentions.
        probability: of each cluster, see `Membership`.
    """

    run: str
    rows: tuple[tuple[str, ...], ...]
    judgements: tuple[Judgement, ...]
    position: Ints
    labels: Ints
    person_of: Ints
    group_of: Ints
    tie: Ints
    company_of: Ints
    key: Ints
    key_mention: Ints
    probability: NDArray[np.float64]

    def at(self, positions: Ints) -> Ints:
        """Where positions stand among those that were touched."""
        return np.searchsorted(self.position, positions)

    def person(self, position: int) -> int:
        """The mention that the person of a mention is named by."""
        return int(self.person_of[np.searchsorted(self.position, position)])

    def members_of(self, positions: Ints) -> Ints:
        """All that some mentions are resolved with."""
        number = self.group_of[self.at(positions)]
        return self.position[np.isin(self.group_of, number[number >= 0])]

    def ties_of(self, positions: Ints) -> Ints:
        """The ties of the groups of some mentions, shape (ties, 2)."""
        return self.tie[np.isin(self.tie[:, 0], self.members_of(positions))]

    def company(self, positions: Ints) -> Ints:
        """Those outside their groups that were of one person with some mentions in a draw, or judged so."""
        near = np.isin(self.company_of, positions)
        return self.company_of[near[:, ::-1]]


def keep_addition(folder: Path, added: Added, *, number: int, run: str) -> Addition:
    """Write one addition: first under another name, then under its own.

    Two that are made at the same time have one number, and only one folder can bear it: the other is refused. What a
    killed process left under another name is cleared away by the next one.
    """
    target = folder / ADDED / f"{number:06d}"
    plain = json.dumps(_plain(added, run), ensure_ascii=False)
    try:
        target.parent.mkdir(exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            with (fresh / "state.npz").open("wb") as stream:
                np.savez(stream, allow_pickle=False, **_arrays(added))
                _settle(stream)
            with (fresh / "addition.json").open("wb") as stream:
                stream.write(plain.encode())
                _settle(stream)
            fresh.chmod(0o755)
            fresh.rename(target)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as fault:
        raise LinkFolderError(
            f"The addition cannot be kept: {type(fault).__name__}.",
            hint="Somebody else may have added to this linkage: link the table into it again.",
        ) from fault
    _clear_away(target)
    return _read(target)


def _settle(stream: BinaryIO) -> None:
    """Wait until what was written lies on the disk."""
    stream.flush()
    os.fsync(stream.fileno())


def _clear_away(target: Path) -> None:
    """Remove what can no longer become an addition, because its number is given."""
    for left in target.parent.glob(".[0-9]*"):
        if left.name[1:].partition("-")[0] <= target.name:
            shutil.rmtree(left, ignore_errors=True)


def added_to(folder: Path) -> Iterator[Addition]:
    """The additions of a linkage, in order."""
    places = sorted(path for path in (folder / ADDED).glob("[0-9]*") if path.is_dir())
    return (_read(place) for place in places)


def grown_draws(draws: LinkDraws, folder: Path) -> LinkDraws:
    """The draws of a linkage with what was added to it since."""
    ids, labels = list(draws.mention_ids), draws.labels
    for addition in added_to(folder):
        ids += [row[0] for row in addition.rows]
        grown = np.empty((len(labels), len(ids)), dtype=np.int64)
        grown[:, : labels.shape[1]] = labels
        grown[:, addition.position] = addition.labels
        labels = grown
    return LinkDraws(mention_ids=tuple(ids), labels=labels)


def grown_clusters(
    clusters: Sequence[Membership], ids: Sequence[str], folder: Path
) -> tuple[Membership, ...]:
    """The reported partition with what was added to it since.

    Args:
        clusters: of the linkage, in the order of `ids`.
        ids: every mention, those that were added behind those that were there.
        folder: where the linkage lies.
    """
    found = list(clusters)
    for addition in added_to(folder):
        found += [Membership(mention_id=row[0], person_id="", probability=1.0) for row in addition.rows]
        changed = zip(
            addition.position.tolist(), addition.person_of.tolist(), addition.probability, strict=True
        )
        for at, person, probability in changed:
            kept = found[at].probability if np.isnan(probability) else float(probability)
            found[at] = Membership(mention_id=ids[at], person_id=f"p-{ids[person]}", probability=kept)
    return tuple(found)


def _arrays(added: Added) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {name: getattr(added, name) for name in _ARRAYS}
    return arrays | {"probability": added.agreed}


def _plain(added: Added, run: str) -> dict[str, Any]:
    judged = [[j.mention_a, j.mention_b, j.verdict] for j in added.judgements]
    told = json.dumps([run, added.new.sha256, judged]).encode()
    return {
        "kind": "link-added",
        "run": input_sha256(told)[:16],
        "into": run,
        "rows": [BETWEEN.join(row) for row in rows_of(added.new)],
        "judgements": judged,
        "notes": list(added.notes),
        "pairs": [
            [pair.mention_a, pair.mention_b, pair.weight_log2, pair.probability, *pair.reasons]
            for pair in added.pairs
        ],
    }


def _read(place: Path) -> Addition:
    try:
        plain = json.loads((place / "addition.json").read_text(encoding="utf-8"))
        with np.load(place / "state.npz", allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in (*_ARRAYS, "probability")}
    except (OSError, ValueError, KeyError) as fault:
        raise LinkFolderError(
            "An addition to this linkage cannot be read.", hint="Link everything anew."
        ) from fault
    return Addition(
        run=plain["run"],
        rows=tuple(tuple(row.split(BETWEEN)) for row in plain["rows"]),
        judgements=tuple(Judgement(mention_a=a, mention_b=b, verdict=v) for a, b, v in plain["judgements"]),
        position=arrays["position"], labels=arrays["labels"], person_of=arrays["person"],
        group_of=arrays["group"], tie=arrays["tie"], company_of=arrays["company"], key=arrays["key"],
        key_mention=arrays["key_mention"], probability=arrays["probability"],
    )  # fmt: skip
