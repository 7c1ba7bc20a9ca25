"""An open index: the linkage as it was, and what was added since."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tumen import names
from tumen.errors import LinkFolderError, MentionsError
from tumen.linkage.added.additions import Addition, added_to, keep_addition
from tumen.linkage.added.finding import Added, find
from tumen.linkage.added.keeping import BETWEEN, FOLDER, FORMAT, kept_keys, lasting
from tumen.linkage.judgements import Judgement
from tumen.linkage.mentions import FIELDS, Mentions
from tumen.linkage.resolution import Drawn
from tumen.linkage.settings import LinkSettings
from tumen.linkage.suggestion import model_from_json
from tumen.linkage.told import RULES
from tumen.names import Texts
from tumen.progress import SILENT, Progress

Ints = NDArray[np.int64]
_SHOWN: Final = 20


class Index:
    """A linkage that new mentions can be linked into.

    Nothing of the size of the linkage is read: arrays are mapped into memory, and a query touches the few places it
    needs. One process may hold it open and link one interview after the other.

    Args:
        folder: where `tumen link --index`, or `write` with `index`, put the linkage.

    Raises:
        LinkFolderError: there is no index, or one that another version wrote.
    """

    def __init__(self, folder: Path | str) -> None:
        self._folder = Path(folder)
        self._columns: dict[str, NDArray[Any]] = {}
        self._plain = _manifest(self._folder)
        self.settings = LinkSettings(**self._plain["settings"])
        self.model = model_from_json(self._plain["model"], pack=self.settings.pack)
        self._rows, self._names = self._texts("rows"), self._texts("names")
        columns = {name: self._array(f"roll_{name}") for name in _ROLL}
        self._roll = names.Roll.of_columns(columns, self._plain["units"])
        self._judgements = [
            Judgement(mention_a=a, mention_b=b, verdict=v) for a, b, v in self._plain["judgements"]
        ]
        self.count = len(self._rows)
        self._added: list[Addition] = []
        self._changed: dict[int, Addition] = {}
        self._ids: dict[str, int] = {}
        self._keys: dict[int, list[int]] = {}
        self._tail: list[tuple[str, ...]] = []
        for addition in added_to(self._folder):
            self._enter(addition)

    def __len__(self) -> int:
        return self.count + len(self._tail)

    def __repr__(self) -> str:
        return f"Index({self.count} mentions and {len(self._tail)} added)"

    @property
    def run(self) -> str:
        """The id of the run that the next addition is made to."""
        return self._added[-1].run if self._added else str(self._plain["run"])

    def link(
        self,
        new: Mentions,
        *,
        judgements: Sequence[Judgement] = (),
        rng: np.random.Generator,
        progress: Progress = SILENT,
    ) -> Added:
        """Whom new mentions join. Nothing is changed; see `add`.

        Args:
            new: mentions that are not in the linkage yet, such as those of one interview.
            judgements: verdicts that name at least one of them.
            rng: the only source of randomness.
            progress: told of each step.

        Raises:
            MentionsError: a mention has an id that is there already.
            JudgementsError: a judgement names no new mention, or one that is not there.
            ContradictionError: with these judgements what holds cannot be true together.
        """
        there = [mention for mention in new.mention_id if self.position(mention) is not None]
        if there:
            shown = ", ".join(there[:_SHOWN])
            raise MentionsError(
                f"{len(there)} of these mentions are in the linkage already: {shown}.",
                hint="Link only new ones into it; link everything anew if what was told of them has changed.",
                mentions=there,
            )
        return find(self, new, judgements=judgements, rng=rng, progress=progress)

    def add(self, added: Added) -> None:
        """Keep what `link` found, in a folder of its own beside the linkage: whole or not at all.

        Raises:
            LinkFolderError: something else was added since, or it cannot be written.
        """
        self._enter(keep_addition(self._folder, added, number=len(self._added) + 1, run=self.run))

    def _enter(self, addition: Addition) -> None:
        first = len(self)
        for step, row in enumerate(addition.rows):
            self._ids[row[0]] = first + step
            self._tail.append(row)
        for key, position in zip(addition.key.tolist(), addition.key_mention.tolist(), strict=True):
            self._keys.setdefault(key, []).append(position)
        for position in addition.position.tolist():
            self._changed[position] = addition
        self._judgements += addition.judgements
        self._added.append(addition)

    # What is asked of it, by position: those of the linkage come first, then those that were added.

    def position(self, mention_id: str) -> int | None:
        """Where a mention stands; None if it is not there."""
        if mention_id in self._ids:
            return self._ids[mention_id]
        at = bisect_left(range(self.count), mention_id, key=lambda place: self._row(place)[0])
        return at if at < self.count and self._row(at)[0] == mention_id else None

    def mention_id(self, position: int) -> str:
        """The id of a mention."""
        return self._row(position)[0]

    def source(self, position: int) -> str:
        """The source of a mention."""
        return self._row(position)[FIELDS.index("source_id")]

    def mentions(self, positions: Iterable[int]) -> Mentions:
        """What was told, in the order asked for; the names are known without being read."""
        rows = [self._row(position) for position in positions]
        self._remember(np.array([at for at in positions if at < self.count], dtype=np.int64))
        columns = zip(*rows, strict=True) if rows else ((),) * len(FIELDS)
        return Mentions(**dict(zip(FIELDS, columns, strict=True)))

    def meeting(self, key: int, cap: int) -> list[int] | None:
        """Whom a key brings together; None where they are too many, so that it is refined."""
        full = self._array("full")
        at = int(np.searchsorted(full, key))
        if at < len(full) and full[at] == key:
            return None
        keys, start = self._array("key"), self._array("key_start")
        at = int(np.searchsorted(keys, key))
        found: list[int] = []
        if at < len(keys) and keys[at] == key:
            found = self._array("key_mention")[start[at] : start[at + 1]].tolist()
        # A block that additions overfill stays as it is: its members were compared by it.
        return found + self._keys.get(key, [])[: max(cap - len(found), 0)]

    def kept_as(self, new: Mentions) -> list[int]:
        """Mentions that an organisation keeps under one number with one of these."""
        wanted = {text for text in kept_keys(new) if text}
        keys, mention = self._array("kept_key"), self._array("kept_mention")
        found = []
        for text in wanted:
            first, last = (
                np.searchsorted(keys, lasting(text), side="left"),
                np.searchsorted(keys, lasting(text), side="right"),
            )
            found += mention[first:last].tolist()
            found += [self.count + step for step, row in enumerate(self._tail) if _kept_as(row) == text]
        return found

    def group(self, position: int) -> tuple[list[int], list[tuple[int, int]]]:
        """The mentions that one is resolved with, and the ties between them; itself alone where with none."""
        if position in self._changed:
            return self._changed[position].group(position)
        number = int(self._array("group")[position]) if position < self.count else -1
        if number < 0:
            return [position], []
        members = _slice(self._array("group_member"), self._array("group_start"), number)
        ties = _slice(self._array("tie"), self._array("tie_start"), number)
        return members.tolist(), [(a, b) for a, b in ties.tolist()]

    def company(self, position: int) -> list[int]:
        """With whom outside its group a mention was of one person in any draw, or was judged so."""
        found: list[int] = []
        if position < self.count:
            found = _slice(self._array("company"), self._array("company_start"), position).tolist()
        if position in self._changed:
            found += self._changed[position].company(position)
        return found

    def labels(self, positions: Sequence[int]) -> Ints:
        """Draw by draw the position of the first mention of each mention's person, shape (draws, positions)."""
        draws = self._array("draws")
        there = np.array(positions, dtype=np.int64)
        found = np.empty((len(there), draws.shape[1]), dtype=np.int64)
        old = there < self.count
        found[old] = draws[there[old]]
        for at in (at for at, position in enumerate(positions) if position in self._changed):
            found[at] = self._changed[positions[at]].label(positions[at])
        return found.T.copy()

    def person(self, position: int) -> int:
        """The position of the mention that the person of a mention is named by."""
        if position in self._changed:
            return self._changed[position].person(position)
        return int(self._array("person")[position])

    def judgements_among(self, mention_ids: set[str]) -> list[Judgement]:
        """What was decided of pairs of these mentions."""
        return [j for j in self._judgements if j.mention_a in mention_ids and j.mention_b in mention_ids]

    @cached_property
    def judged_same(self) -> dict[str, list[str]]:
        """For each mention those judged the same as it."""
        found: dict[str, list[str]] = {}
        for each in self._judgements:
            if each.verdict == "same":
                found.setdefault(each.mention_a, []).append(each.mention_b)
                found.setdefault(each.mention_b, []).append(each.mention_a)
        return found

    @cached_property
    def drawn(self) -> tuple[Drawn, ...]:
        """Rates and sizes behind the draws."""
        return tuple(
            Drawn(
                first=each["first"], last=each["last"], size_prior=np.array(each["size_prior"]),
                model=model_from_json(each["model"], pack=self.settings.pack),
            )
            for each in self._plain["drawn"]
        )  # fmt: skip

    @cached_property
    def rarity(self) -> dict[str, dict[str, NDArray[np.float32]]]:
        """How rare values are, as measured on the linkage."""
        return {
            field: dict(zip(self._texts(f"rarity_{field}"), self._array(f"rarity_{field}"), strict=True))
            for field in self._plain["rarity"]
        }

    def _row(self, position: int) -> tuple[str, ...]:
        if position >= self.count:
            return self._tail[position - self.count]
        return tuple(str(self._rows[position]).split(BETWEEN))

    def _remember(self, positions: Ints) -> None:
        wanted = np.unique(np.asarray(self._array("name")[positions], dtype=np.int64))
        names.remember(list(self._names.take(wanted)), self._roll.take(wanted))

    def _texts(self, name: str) -> Texts:
        return Texts(start=self._array(f"{name}_start"), bytes=self._array(f"{name}_bytes"))

    def _array(self, name: str) -> NDArray[Any]:
        found = self._columns.get(name)
        if found is None:
            path = self._folder / FOLDER / f"{name}.npy"
            found = self._columns[name] = np.load(path, mmap_mode="r", allow_pickle=False)
        return found


_ROLL: Final = (
    "start", "weight", "length", "unit", "readings", "script", "log_total", "letter_start", "letters",
    "words_start", "words_bytes", "key_texts_start", "key_texts_bytes",
)  # fmt: skip


def _kept_as(row: Sequence[str]) -> str:
    told = dict(zip(FIELDS, row, strict=True))
    return f"{told['organisation']}{BETWEEN}{told['deponent']}" if told["deponent"] else ""


def _slice(values: NDArray[Any], start: NDArray[Any], at: int) -> NDArray[Any]:
    return values[start[at] : start[at + 1]]


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        plain: dict[str, Any] = json.loads((folder / FOLDER / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise LinkFolderError(
            "There is no index in this folder.",
            hint="Link the table with --index, and link new ones into that.",
        ) from None
    same = (FORMAT, list(FIELDS), [[*rule.parts] for rule in RULES])
    if (plain["format"], plain["fields"], plain["rules"]) != same:
        raise LinkFolderError(
            "Another version wrote this index.", hint="Link the whole table again with --index."
        )
    return plain
