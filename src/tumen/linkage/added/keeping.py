"""Writes the index: what is needed of a linkage to find and weigh a few mentions among very many.

Everything that grows with the number of mentions lies in arrays that are mapped into memory, so that a query reads only
the places it asks for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from tumen import names
from tumen.linkage.added.shelf import BETWEEN, kept_keys, shelved, texts_as_arrays
from tumen.linkage.blocking import blocks
from tumen.linkage.components import Groups
from tumen.linkage.kinds import lasting
from tumen.linkage.mentions import FIELDS, Mentions
from tumen.linkage.result import Linkage
from tumen.linkage.state import Rarity, rarity_of
from tumen.linkage.suggestion import model_to_json

Ints = NDArray[np.int64]
Arrays = Mapping[str, NDArray[Any]]

FORMAT: Final = 4
FOLDER: Final = "index"
MANIFEST: Final = "manifest"


def keep_index(linkage: Linkage, folder: Path) -> None:
    """Write the index of a linkage of mentions into a folder that exists.

    It holds what was told of the persons, names included: keep it as safe as the table itself.
    """
    arrays, plain = _indexed(linkage)
    target = folder / FOLDER
    target.mkdir()
    for name, array in arrays.items():
        np.save(target / f"{name}.npy", array, allow_pickle=False)
    (target / "manifest.json").write_bytes(plain)


def pack_index(linkage: Linkage, target: BinaryIO) -> None:
    """Write the index as one archive, such as into a file that is sealed while it is written.

    It is written from beginning to end, without seeking. `Index.unpacked` opens it; nothing is ever kept beside it.
    """
    arrays, plain = _indexed(linkage)
    np.savez(target, allow_pickle=False, **arrays, **{MANIFEST: np.frombuffer(plain, dtype=np.uint8)})


def _indexed(linkage: Linkage) -> tuple[dict[str, NDArray[Any]], bytes]:
    """The arrays of an index by their names, and what is small, as JSON."""
    mentions = linkage.state.mentions
    if not isinstance(mentions, Mentions):
        raise TypeError("Only a linkage of mentions of persons has an index.")
    spoken = linkage.columns.names
    distinct = sorted(set(spoken))
    number = {name: at for at, name in enumerate(distinct)}
    roll = names.roll(distinct)
    shelf, small = shelved(linkage, mentions)
    arrays: dict[str, NDArray[Any]] = {
        **texts_as_arrays("rows", [BETWEEN.join(row) for row in rows_of(mentions)]),
        **texts_as_arrays("names", distinct),
        **shelf,
        "name": np.array([number[name] for name in spoken], dtype=np.int32),
        **{f"roll_{name}": column for name, column in roll.columns.items()},
        **_blocks(linkage, mentions),
        **_groups(linkage.state.groups, len(mentions)),
        **_company(linkage),
        "draws": np.ascontiguousarray(linkage.draws.labels.T).astype(np.int32),
        "person": _persons(linkage),
        **_rarity(rarity_of(linkage.columns, mentions)),
    }
    return arrays, json.dumps(_plain(linkage, mentions, roll) | small, ensure_ascii=False).encode()


def rows_of(mentions: Mentions) -> list[tuple[str, ...]]:
    """The mentions row by row, in the order of `FIELDS`."""
    return list(zip(*(getattr(mentions, field) for field in FIELDS), strict=True))


def _blocks(linkage: Linkage, mentions: Mentions) -> Arrays:
    """Keys in order, and whom each brings together; a key that was too full brings nobody together."""
    found = blocks(linkage.columns, linkage.state.settings, fewest=1)
    order = np.argsort(found.key, kind="stable")
    size = np.diff(found.start)[order]
    start, places = names.along(size, found.start[:-1][order])
    kept, kept_at = _kept_under(mentions)
    return {
        "key": found.key[order], "key_start": start, "key_mention": found.mention[places].astype(np.int32),
        "full": np.sort(found.full), "kept_key": kept, "kept_mention": kept_at,
    }  # fmt: skip


def _kept_under(mentions: Mentions) -> tuple[Ints, Ints]:
    told = [(lasting(text), at) for at, text in enumerate(kept_keys(mentions)) if text]
    flat = np.array(sorted(told), dtype=np.int64).reshape(-1, 2)
    return np.ascontiguousarray(flat[:, 0]), np.ascontiguousarray(flat[:, 1])


def _groups(groups: Groups, count: int) -> Arrays:
    """Which group each mention is in, the members of each, and the ties between first members of units."""
    group_of = np.full(count, -1, dtype=np.int32)
    number = np.arange(len(groups.group_start) - 1)
    group_of[groups.members] = np.repeat(number, np.diff(groups.member_start))
    group = np.repeat(number, np.diff(groups.tied_start)) if len(number) else number
    first = groups.members[groups.unit_start[groups.group_start[group][:, None] + groups.tied]]
    return {
        "group": group_of, "group_start": groups.member_start, "group_member": groups.members,
        "tie_start": groups.tied_start, "tie": first.reshape(-1, 2),
    }  # fmt: skip


def _company(linkage: Linkage) -> Arrays:
    """With whom outside its group each mention was of one person in any draw, and with whom it was judged so."""
    count, group = len(linkage.clusters), np.arange(len(linkage.clusters))
    starts = linkage.state.groups
    whole = np.repeat(np.arange(len(starts.group_start) - 1), np.diff(starts.member_start))
    group[starts.members] = count + whole
    pairs = [np.stack([np.arange(count), np.array(linkage.held.unit, dtype=np.int64)])]
    for row in linkage.draws.labels:
        beyond = np.flatnonzero(group != group[row])
        pairs.append(np.stack([beyond, row[beyond]]))
    a, b = np.concatenate(pairs, axis=1)
    a, b = np.concatenate([a, b]), np.concatenate([b, a])
    code = np.unique((a * count + b)[a != b])
    start = np.searchsorted(code // max(count, 1), np.arange(count + 1))
    return {"company_start": start, "company": (code % max(count, 1)).astype(np.int32)}


def _persons(linkage: Linkage) -> Ints:
    position = {mention: at for at, mention in enumerate(linkage.draws.mention_ids)}
    return np.array([position[row.person_id.removeprefix("p-")] for row in linkage.clusters], dtype=np.int32)


def _rarity(rarity: Rarity) -> Arrays:
    found: dict[str, NDArray[Any]] = {}
    for field, told in rarity.items():
        texts = sorted(told)
        found |= texts_as_arrays(f"rarity_{field}", texts)
        found[f"rarity_{field}"] = np.array([told[text] for text in texts], dtype=np.float32)
    return found


def _plain(linkage: Linkage, mentions: Mentions, roll: names.Roll) -> dict[str, object]:
    """What is small, as plain data."""
    return {
        "format": FORMAT,
        "run": linkage.run.id,
        "fields": list(FIELDS),
        "rules": [[*rule.parts] for rule in linkage.columns.rules],
        "settings": linkage.state.settings.as_dict(),
        "judgements": [[j.mention_a, j.mention_b, j.verdict] for j in linkage.state.judgements],
        "units": roll.units,
        "rarity": sorted(rarity_of(linkage.columns, mentions)),
        "model": model_to_json(linkage.model),
        "drawn": [
            {
                "first": each.first, "last": each.last, "model": model_to_json(each.model),
                "size_prior": each.size_prior.tolist(),
            }
            for each in linkage.state.drawn
        ],
    }  # fmt: skip
