"""An open index: the linkage as it was, and what was added since."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, Final, Self

import numpy as np
from numpy.typing import NDArray

from tumen import names, places, vocab
from tumen.errors import LinkFolderError, MentionsError
from tumen.linkage.added.additions import Addition, added_to, keep_addition
from tumen.linkage.added.finding import find
from tumen.linkage.added.opening import Opened, in_archive, in_folder
from tumen.linkage.added.outcome import Added
from tumen.linkage.added.past import Past
from tumen.linkage.added.rarities import Rarities
from tumen.linkage.added.shelf import BETWEEN, Shelf, kept_keys
from tumen.linkage.judgements import Judgement
from tumen.linkage.kinds import PlaceColumn, lasting
from tumen.linkage.mentions import FIELDS, Mentions, parts
from tumen.linkage.resolution import Drawn
from tumen.linkage.settings import LinkSettings
from tumen.linkage.suggestion import model_from_json
from tumen.linkage.told import BIRTHPLACE
from tumen.progress import SILENT, Progress

Ints = NDArray[np.int64]
_SHOWN: Final = 20
_MOST_PLACES: Final = 5_000


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
        self._folder: Path | None = Path(folder)
        self._begin(in_folder(self._folder))
        for addition in added_to(self._folder):
            self._enter(addition)

    @classmethod
    def unpacked(cls, archive: BinaryIO) -> Self:
        """An index that `pack_index` wrote into one file; nothing can be added to it.

        Args:
            archive: the file, at its beginning; it can seek and stays open. An array is read when it is first needed,
                and held.

        Raises:
            LinkFolderError: there is no index in it, or one that another version wrote.
        """
        index = cls.__new__(cls)
        index._folder = None
        index._begin(in_archive(archive))
        return index

    def _begin(self, opened: Opened) -> None:
        self._read, self._plain = opened.array, opened.plain
        self._columns: dict[str, NDArray[Any]] = {}
        self.settings = LinkSettings(**self._plain["settings"])
        self.model = model_from_json(self._plain["model"], pack=self.settings.pack)
        self.shelf = Shelf(self._array, self._plain)
        self._rows, self._names = self.shelf.texts("rows"), self.shelf.texts("names")
        columns = {name: self._array(f"roll_{name}") for name in _ROLL}
        self._roll = names.Roll.of_columns(columns, self._plain["units"])
        self.rarity = {
            field: Rarities(texts=self.shelf.texts(f"rarity_{field}"), factor=self._array(f"rarity_{field}"))
            for field in self._plain["rarity"]
        }
        self._judgements = [
            Judgement(mention_a=a, mention_b=b, verdict=v) for a, b, v in self._plain["judgements"]
        ]
        self.count = len(self._rows)
        self.past = Past(self._array, self.shelf, self.count)
        self._places: tuple[dict[str, int], PlaceColumn | None] = {}, None
        self._added: list[Addition] = []
        self._ids: dict[str, int] = {}
        self._keys: dict[int, list[int]] = {}
        self._tail: list[tuple[str, ...]] = []
        self._added_kin: dict[int, set[int]] = {}
        self._other_kin: set[int] = set()

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

    def warm(self) -> None:
        """Load what the first query would: tables of names and places, arrays, compiled code. Nothing is changed."""
        if self.count:
            first = self.mentions([0])
            again = {"mention_id": ("\x00",), "source_id": ("\x00",), "related_to": ("",), "relation": ("",)}
            self.link(replace(first, **again), rng=np.random.default_rng(0))

    def add(self, added: Added) -> None:
        """Keep what `link` found, in a folder of its own beside the linkage: whole or not at all.

        Raises:
            LinkFolderError: something else was added since, or it cannot be written.
        """
        if self._folder is None:
            raise LinkFolderError(
                "Nothing can be added to an index that lies in one file.",
                hint="Link what is new together, each time.",
            )
        self._enter(keep_addition(self._folder, added, number=len(self._added) + 1, run=self.run))

    def _enter(self, addition: Addition) -> None:
        first = len(self)
        for step, row in enumerate(addition.rows):
            self._ids[row[0]] = first + step
            self._tail.append(row)
        self._enter_kin(range(first, len(self)))
        for key, position in zip(addition.key.tolist(), addition.key_mention.tolist(), strict=True):
            self._keys.setdefault(key, []).append(position)
        self.past.enter(addition)
        self._judgements += addition.judgements
        self._added.append(addition)
        self.__dict__.pop("judged_same", None)

    def _enter_kin(self, positions: Iterable[int]) -> None:
        """Take note of whose relatives are no longer those on the shelf."""
        old: set[int] = set()
        for me in positions:
            told = (self.position(other) for other in parts(self._row(me)[_RELATED]))
            for other in (other for other in told if other is not None):
                self._added_kin.setdefault(me, set()).add(other)
                self._added_kin.setdefault(other, set()).add(me)
                old |= {other} if other < self.count else set()
        self._other_kin |= {at for at in self._family(old) if at < self.count}

    def _family(self, positions: Iterable[int]) -> set[int]:
        """These with their relatives, and the relatives of those."""
        found: set[int] = set()
        waiting = list(positions)
        while waiting:
            here = waiting.pop()
            if here not in found:
                found.add(here)
                waiting += self._added_kin.get(here, ())
                if here < self.count:
                    waiting += self.shelf.along("kin", np.array([here]))[1].tolist()
        return found

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

    def mentions(self, positions: Sequence[int]) -> Mentions:
        """What was told, in the order asked for."""
        rows = [self._row(position) for position in positions]
        columns = zip(*rows, strict=True) if rows else ((),) * len(FIELDS)
        return Mentions(**dict(zip(FIELDS, columns, strict=True)))

    def family(self, wanted: Ints, new: Mentions) -> Ints:
        """Those of `wanted` that are not on the shelf or whose kin are not, their kin, and that of new mentions."""
        named = {mention for cell in new.related_to for mention in parts(cell)} - set(new.mention_id)
        hubs = {at for at in (self.position(mention) for mention in named) if at is not None}
        late = set(wanted[(wanted >= self.count) & (wanted < len(self))].tolist())
        other = self._other_kin.intersection(wanted.tolist()) if self._other_kin else set()
        return np.array(sorted(self._family(hubs | late | other)), dtype=np.int64)

    def known_names(self, numbers: Ints) -> list[str]:
        """Names by their numbers; they are known from now on without being read."""
        found = list(self._names.take(numbers))
        names.remember(found, self._roll.take(numbers))
        return found

    def place_column(self, words: Sequence[str]) -> tuple[Ints, PlaceColumn]:
        """Where each word stands in a column of places, and the column; its last, -1, is none."""
        number, column = self._places
        missing = sorted(set(words) - number.keys())
        if missing or column is None:
            if not number:
                kept = self.shelf.texts(f"words_{BIRTHPLACE.name}")
                missing = sorted({*missing, *(kept if len(kept) <= _MOST_PLACES else ())})
            known = vocab.load_pack(str(self.settings.pack))
            told = [*number, *missing]
            country = known.settings["country"]
            column = PlaceColumn(BIRTHPLACE, [*told, ""], gazetteer=places.gazetteer(known), country=country)
            number = {word: at for at, word in enumerate(told)}
            self._places = number, column
        return np.array([*(number[word] for word in words), -1], dtype=np.int64), column

    def meeting(self, key: int, cap: int) -> Ints | None:
        """Whom a key brings together; None where they are too many, so that it is refined."""
        if _found(self._array("full"), key) is not None:
            return None
        at = _found(self._array("key"), key)
        found = np.zeros(0, dtype=np.int64)
        if at is not None:
            start = self._array("key_start")
            found = self._array("key_mention")[start[at] : start[at + 1]].astype(np.int64)
        # A block that additions overfill stays as it is: its members were compared by it.
        late = self._keys.get(key, [])[: max(cap - len(found), 0)]
        return np.append(found, late).astype(np.int64) if late else found

    def kept_as(self, new: Mentions) -> list[int]:
        """Mentions that an organisation keeps under one number with one of these."""
        wanted = {text for text in kept_keys(new) if text}
        keys, mention = self._array("kept_key"), self._array("kept_mention")
        found = []
        for text in wanted:
            first, last = np.searchsorted(keys, [lasting(text), lasting(text) + 1])
            found += mention[first:last].tolist()
            found += [self.count + step for step, row in enumerate(self._tail) if _kept_as(row) == text]
        return found

    def closed(self, positions: Ints) -> Ints:
        """These with all that they are resolved with, or were said to be one with; ascending."""
        found = np.zeros(0, dtype=np.int64)
        fresh = np.unique(positions)
        while len(fresh):
            found = np.union1d(found, fresh)
            old = fresh[fresh < self.count]
            near = [self.past.members(fresh), self.shelf.along("together", old)[1], self._judged_with(fresh)]
            fresh = np.setdiff1d(np.concatenate(near), found)
        return found

    def person(self, position: int) -> int:
        """The position of the mention that the person of a mention is named by."""
        return self.past.person(position)

    def _judged_with(self, positions: Ints) -> Ints:
        """Those judged the same as some mentions since the index was written."""
        if not self.judged_same:
            return np.zeros(0, dtype=np.int64)
        near = {m for at in positions.tolist() for m in self.judged_same.get(self.mention_id(at), ())}
        found = (self.position(mention) for mention in sorted(near))
        return np.array([at for at in found if at is not None], dtype=np.int64)

    def judgements_among(self, mention_ids: set[str]) -> list[Judgement]:
        """What was decided of pairs of these mentions."""
        return [j for j in self._judgements if j.mention_a in mention_ids and j.mention_b in mention_ids]

    @cached_property
    def judged_same(self) -> dict[str, list[str]]:
        """For each mention those judged the same as it in additions; what was judged before lies on the shelf."""
        found: dict[str, list[str]] = {}
        for each in (each for addition in self._added for each in addition.judgements):
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

    def _row(self, position: int) -> tuple[str, ...]:
        if position >= self.count:
            return self._tail[position - self.count]
        return tuple(str(self._rows[position]).split(BETWEEN))

    def _array(self, name: str) -> NDArray[Any]:
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = self._read(name)
        return found


_RELATED: Final = FIELDS.index("related_to")
_ROLL: Final = (
    "start", "weight", "length", "unit", "readings", "script", "log_total", "letter_start", "letters",
    "words_start", "words_bytes", "key_texts_start", "key_texts_bytes",
)  # fmt: skip


def _kept_as(row: Sequence[str]) -> str:
    told = dict(zip(FIELDS, row, strict=True))
    return f"{told['organisation']}{BETWEEN}{told['deponent']}" if told["deponent"] else ""


def _found(ascending: NDArray[Any], key: int) -> int | None:
    at = int(np.searchsorted(ascending, key))
    return at if at < len(ascending) and ascending[at] == key else None
