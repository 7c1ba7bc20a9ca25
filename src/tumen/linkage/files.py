"""Writes a linkage to a folder, all of it or nothing, and reads the draws back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from tumen.errors import LinkFolderError
from tumen.linkage.added.additions import added_to, grown_clusters, grown_draws
from tumen.linkage.added.keeping import keep_index
from tumen.linkage.containing import may_contain
from tumen.linkage.reasons import BITS
from tumen.linkage.result import Linkage, Links, Membership
from tumen.model import LinkDraws, Run, input_sha256
from tumen.model.folders import replacing

Format = Literal["parquet", "csv"]
_MANIFEST: Final = "manifest.json"
_SUFFIXES: Final = (".parquet", ".csv")
_OPTIONS: Final = {"parquet": "FORMAT parquet, COMPRESSION zstd", "csv": "FORMAT csv, HEADER"}


def write(linkage: Linkage, folder: Path | str, *, format: Format = "parquet", index: bool = False) -> Run:
    """Write `clusters`, `pairs`, `draws` and `manifest.json` into `folder`.

    The folder appears complete or not at all; an earlier linkage in it is replaced. `clusters` has
    mention_id, person_id, probability; `pairs` has mention_a, mention_b, weight_log2, probability, reasons
    (joined by `; `); `draws` has mention_id and one whole-number column per draw (`draw_1`, …): equal
    numbers in a column are one person in that draw. Where there are groups of people, `groups` has group_id,
    mention_id, person_id, reasons.

    Args:
        linkage: what to write.
        folder: where.
        format: of the tables.
        index: whether new mentions may be linked into it later (`Index`); then it holds what was told, names too.

    Returns:
        The run with the SHA-256 of each file, as written to the manifest.

    Raises:
        LinkFolderError: the folder holds something else, or cannot be written.
    """
    import duckdb

    target = Path(folder)
    try:
        refusal = LinkFolderError("The folder holds something other than a linkage; it is left as it is.")
        with replacing(target, kind="link", refusal=refusal) as fresh:
            tables = {
                "clusters": _clusters(linkage),
                "pairs": _pairs(linkage),
                "draws": _draws(linkage.draws),
                **_groups(linkage),
            }
            with duckdb.connect() as database:
                for name, table in tables.items():
                    database.register("table_in", table)
                    path = str(fresh / f"{name}.{format}").replace("'", "''")
                    database.execute(f"COPY table_in TO '{path}' ({_OPTIONS[format]})")
                    database.unregister("table_in")
            run = _with_outputs(linkage, fresh)
            if index:
                keep_index(linkage, fresh)
            text = json.dumps({**run.as_dict(), "notes": list(linkage.notes)}, ensure_ascii=False, indent=2)
            (fresh / _MANIFEST).write_text(text + "\n", encoding="utf-8")
    except (OSError, duckdb.Error) as fault:
        raise LinkFolderError(
            f"The linkage cannot be written: {type(fault).__name__}.",
            hint="Check the folder and the space on the disk.",
        ) from fault
    return run


def read_draws(folder: Path | str) -> LinkDraws:
    """The draws of a written linkage.

    Raises:
        LinkFolderError: the folder holds no draws.
    """
    found = [path for path in (Path(folder) / "draws.parquet", Path(folder) / "draws.csv") if path.is_file()]
    if not found:
        raise LinkFolderError(
            "There are no draws in this folder.", hint="Name a folder that `tumen link` wrote."
        )
    ids, columns = _table(found[0])
    if not columns:
        raise LinkFolderError(
            "This linkage was made without draws, and nothing that is uncertain can be read from it.",
            hint="Link again with --draws 100.",
        )
    draws = LinkDraws(mention_ids=ids, labels=np.array(list(columns.values()), dtype=np.int64))
    return grown_draws(draws, Path(folder))


def read(folder: Path | str) -> Links:
    """A written linkage with all that was added to it: clusters, draws and the run behind them.

    Raises:
        LinkFolderError: the folder holds no linkage, or a file in it is not the one that was written.
    """
    where = Path(folder)
    run = _run(where)
    for name, sha256 in run.outputs.items():
        if (where / name).suffix in _SUFFIXES and (
            not (where / name).is_file() or input_sha256((where / name).read_bytes()) != sha256
        ):
            raise LinkFolderError(
                f"{name} of this linkage is missing or was changed.",
                hint="Link again, into a folder that nothing else writes to.",
            )
    ids, found = _table(next(path for path in sorted(where.iterdir()) if path.stem == "clusters"))
    clusters = tuple(
        Membership(mention_id=mention, person_id=str(person), probability=float(probability))
        for mention, person, probability in zip(ids, found["person_id"], found["probability"], strict=True)
    )
    draws = read_draws(where)
    added = {f"added/{number:06d}": each.run for number, each in enumerate(added_to(where), start=1)}
    return Links(
        clusters=grown_clusters(clusters, draws.mention_ids, where),
        draws=draws,
        run=replace(run, inputs={**run.inputs, **added}) if added else run,
    )


def _run(folder: Path) -> Run:
    try:
        plain = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        run = Run(**{name: plain[name] for name in Run.__dataclass_fields__})
    except (OSError, ValueError, KeyError, TypeError):
        raise LinkFolderError(
            "There is no linkage in this folder.", hint="Name a folder that `tumen link` wrote."
        ) from None
    if run.kind != "link":
        raise LinkFolderError(
            "What lies in this folder is no linkage.", hint="Name a folder of `tumen link`."
        )
    return run


def _table(path: Path) -> tuple[tuple[str, ...], dict[str, NDArray[np.generic]]]:
    """Mention ids and the other columns of a written table."""
    import duckdb

    reader = "read_csv(?, header = true, types = {'mention_id': 'VARCHAR'})"
    source = reader if path.suffix == ".csv" else "read_parquet(?)"
    with duckdb.connect() as database:
        columns = database.execute(f"SELECT * FROM {source}", [str(path)]).fetchnumpy()
    return tuple(str(mention) for mention in columns.pop("mention_id")), columns


def _with_outputs(linkage: Linkage, fresh: Path) -> Run:
    interval = linkage.persons_interval() if len(linkage.draws.labels) else None
    outputs: dict[str, object] = {
        path.name: input_sha256(path.read_bytes()) for path in sorted(fresh.iterdir())
    }
    outputs["mentions"] = len(linkage.clusters)
    outputs["persons"] = linkage.person_count
    if interval is not None:
        outputs["persons_interval"] = {"level": interval.level, "low": interval.low, "high": interval.high}
    return replace(linkage.run, outputs=outputs)


def _clusters(linkage: Linkage) -> Mapping[str, NDArray[np.generic]]:
    return {
        "mention_id": _words([row.mention_id for row in linkage.clusters]),
        "person_id": _words([row.person_id for row in linkage.clusters]),
        "probability": np.array([row.probability for row in linkage.clusters], dtype=np.float64),
    }


def _pairs(linkage: Linkage) -> Mapping[str, NDArray[np.generic]]:
    # Column by column: of millions of pairs only the words are held beside what is held anyway.
    pairs = linkage.pairs
    ids = _words(pairs.mention_ids)
    return {
        "mention_a": ids[pairs.compared.a],
        "mention_b": ids[pairs.compared.b],
        "weight_log2": pairs.weights.sum(axis=0) * BITS,
        "probability": pairs.probability,
        "reasons": _words(["; ".join(pair.reasons) for pair in pairs]),
    }


def _groups(linkage: Linkage) -> Mapping[str, Mapping[str, NDArray[np.generic]]]:
    """Who may be inside a group; no table where there are no groups."""
    if not linkage.held.bounds.group.any():
        return {}
    found = may_contain(linkage)
    return {
        "groups": {
            "group_id": _words([each.group for each in found]),
            "mention_id": _words([each.mention for each in found]),
            "person_id": _words([each.person_id for each in found]),
            "reasons": _words(["; ".join(each.reasons) for each in found]),
        }
    }


def _draws(draws: LinkDraws) -> Mapping[str, NDArray[np.generic]]:
    labels = {f"draw_{number}": row for number, row in enumerate(draws.labels, start=1)}
    return {"mention_id": _words(draws.mention_ids), **labels}


def _words(values: list[str] | tuple[str, ...]) -> NDArray[np.generic]:
    return np.array(values, dtype=object)
