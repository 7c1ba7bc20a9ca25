"""Writes a linkage of accounts to a folder, all of it or nothing."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from tumen.errors import LinkFolderError
from tumen.linkage.events.corroborating import Corroboration, corroborations
from tumen.linkage.events.result import EventLinkage
from tumen.model import LinkDraws, Run, input_sha256
from tumen.model.folders import replacing

_MANIFEST: Final = "manifest.json"
_KIND: Final = "link-events"


def write_events(linkage: EventLinkage, folder: Path | str) -> Run:
    """Write a linkage of accounts as CSV and JSON files.

    `events.csv` has account_id, event_id, probability; `pairs.csv` account_a, account_b, weight_log2, probability,
    reasons (joined by `; `); `draws.csv` account_id and one whole-number column per draw: equal numbers in a column
    are one event in that draw; `values.csv` every value told of each event with who says it, and whether the element
    agrees; `corroboration.json` the counts and the graph of dependence of each event. The folder appears complete or
    not at all; an earlier linkage of accounts in it is replaced.

    Returns:
        The run with the SHA-256 of each file, as written to the manifest.

    Raises:
        LinkFolderError: the folder holds something else, or cannot be written.
    """
    try:
        refusal = LinkFolderError(
            "The folder holds something other than a linkage of accounts; it is left as it is."
        )
        with replacing(Path(folder), kind=_KIND, refusal=refusal) as fresh:
            carried = list(corroborations(linkage))
            _table(fresh / "events.csv", ("account_id", "event_id", "probability"), _events(linkage))
            headings = ("account_a", "account_b", "weight_log2", "probability", "reasons")
            _table(fresh / "pairs.csv", headings, _pairs(linkage))
            _table(fresh / "draws.csv", ("account_id", *_draw_names(linkage.draws)), _draws(linkage.draws))
            headings = ("event_id", "element", "agreement", "value", "accounts")
            _table(fresh / "values.csv", headings, _values(carried))
            _json(fresh / "corroboration.json", [each.as_dict() for each in carried])
            run = _with_outputs(linkage, fresh)
            _json(fresh / _MANIFEST, {**run.as_dict(), "notes": list(linkage.notes)})
    except OSError as fault:
        raise LinkFolderError(
            f"The linkage cannot be written: {type(fault).__name__}.",
            hint="Check the folder and the space on the disk.",
        ) from fault
    return run


def read_event_draws(folder: Path | str) -> LinkDraws:
    """The draws of a written linkage of accounts; `mention_ids` are the ids of the accounts.

    Raises:
        LinkFolderError: the folder holds no such linkage, or its draws are not those that were written.
    """
    try:
        manifest = json.loads((Path(folder) / _MANIFEST).read_text(encoding="utf-8"))
        content = (Path(folder) / "draws.csv").read_bytes()
        if manifest["kind"] != _KIND or manifest["outputs"]["draws.csv"] != input_sha256(content):
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError):
        raise LinkFolderError(
            "There is no linkage of accounts in this folder, or it was changed.",
            hint="Name a folder that `tumen events link` wrote.",
        ) from None
    rows = list(csv.reader(content.decode().splitlines()))[1:]
    labels = np.array([[int(cell) for cell in row[1:]] for row in rows], dtype=np.int64).T
    return LinkDraws(mention_ids=tuple(row[0] for row in rows), labels=labels)


def _with_outputs(linkage: EventLinkage, fresh: Path) -> Run:
    interval = linkage.events_interval()
    outputs: dict[str, object] = {
        path.name: input_sha256(path.read_bytes()) for path in sorted(fresh.iterdir())
    }
    outputs["accounts"], outputs["events"] = len(linkage.clusters), linkage.event_count
    outputs["events_interval"] = {"level": interval.level, "low": interval.low, "high": interval.high}
    return replace(linkage.run, outputs=outputs)


def _table(path: Path, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)


def _json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _events(linkage: EventLinkage) -> Iterator[Sequence[object]]:
    for row in linkage.clusters:
        yield row.account_id, row.event_id, round(row.probability, 6)


def _pairs(linkage: EventLinkage) -> Iterator[Sequence[object]]:
    for pair in linkage.pairs:
        reasons = "; ".join(str(reason) for reason in pair.reasons)
        yield pair.account_a, pair.account_b, round(pair.weight_log2, 4), round(pair.probability, 6), reasons


def _draw_names(draws: LinkDraws) -> list[str]:
    return [f"draw_{number}" for number in range(1, len(draws.labels) + 1)]


def _draws(draws: LinkDraws) -> Iterator[Sequence[object]]:
    for account, labels in zip(draws.mention_ids, draws.labels.T.tolist(), strict=True):
        yield account, *labels


def _values(carried: Sequence[Corroboration]) -> Iterator[Sequence[object]]:
    for event in carried:
        for element in event.elements:
            for told in element.values:
                yield (
                    event.event_id,
                    element.field,
                    element.agreement,
                    ";".join(told.value),
                    ";".join(told.accounts),
                )
