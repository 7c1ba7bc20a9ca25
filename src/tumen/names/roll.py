"""Names that were read, as numbers that can be kept in files: reading a name takes a thousand times longer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Roll", "Texts", "along", "joined_keys"]

Ints = NDArray[np.int64]
_BETWEEN = "\x1f"


def along(count: Ints, first: Ints) -> tuple[Ints, Ints]:
    """Runs of several places one after the other.

    Args:
        count: how many places each run has.
        first: where each begins.

    Returns:
        Where each begins among the places, and the end; the places.
    """
    start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    step = np.arange(start[-1]) - np.repeat(start[:-1], count)
    return start, np.repeat(first, count) + step


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts(Sequence[str]):
    """Many short texts in one run of bytes, so that a few can be read from a file of very many.

    Attributes:
        start: where each begins, and the end, shape (texts + 1,).
        bytes: all of them in UTF-8.
    """

    start: Ints
    bytes: NDArray[np.uint8]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Texts:
        """Put texts into one run."""
        written = [text.encode() for text in texts]
        start = np.concatenate([[0], np.cumsum([len(each) for each in written])]).astype(np.int64)
        return cls(start=start, bytes=np.frombuffer(b"".join(written), dtype=np.uint8))

    def __len__(self) -> int:
        return len(self.start) - 1

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        return bytes(self.bytes[self.start[at] : self.start[at + 1]]).decode()

    def __iter__(self) -> Iterator[str]:
        whole, ends = self.bytes.tobytes(), self.start.tolist()
        return (whole[begin:end].decode() for begin, end in pairwise(ends))

    def take(self, at: Ints) -> Texts:
        """Some of the texts."""
        start, places = along(self.start[at + 1] - self.start[at], self.start[at])
        return Texts(start=start, bytes=self.bytes[places])


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """Names as rows of numbers; see `Arrays` for the columns of the forms.

    Attributes:
        start: where the forms of each name begin, and the end, shape (names + 1,).
        unit: for each form, reading and place the row of the unit in `units`.
        units: for each place what is written in each unit, as kind and text.
        words: words of each form.
        keys: blocking keys of each name.
    """

    start: Ints
    weight: NDArray[np.float64]
    length: NDArray[np.int8]
    unit: NDArray[np.int32]
    units: tuple[tuple[tuple[str, str], ...], ...]
    readings: NDArray[np.int8]
    script: NDArray[np.int8]
    log_total: NDArray[np.float64]
    letter_start: Ints
    letters: NDArray[np.int32]
    words: Texts
    key_texts: Texts

    def __len__(self) -> int:
        return len(self.start) - 1

    @property
    def keys(self) -> Iterator[tuple[str, ...]]:
        """The blocking keys of each name."""
        return (tuple(text.split(_BETWEEN)) if text else () for text in self.key_texts)

    @property
    def columns(self) -> dict[str, NDArray[Any]]:
        """Everything but `units`, as arrays to be kept in files."""
        plain: dict[str, NDArray[Any]] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, Texts):
                plain |= {f"{each.name}_start": value.start, f"{each.name}_bytes": value.bytes}
            elif each.name != "units":
                plain[each.name] = value
        return plain

    @classmethod
    def of_columns(cls, plain: dict[str, NDArray[Any]], units: Sequence[Sequence[Sequence[str]]]) -> Roll:
        """What `columns` and `units` gave."""
        texts = {
            name: Texts(start=plain[f"{name}_start"], bytes=plain[f"{name}_bytes"])
            for name in ("words", "key_texts")
        }
        numbers: dict[str, Any] = {each.name: plain[each.name] for each in fields(cls) if each.name in plain}
        told = tuple(tuple((kind, text) for kind, text in place) for place in units)
        return cls(**numbers | texts, units=told)

    def take(self, at: Ints) -> Roll:
        """Some of the names; `units` stay as they are."""
        start, forms = along(self.start[at + 1] - self.start[at], self.start[at])
        letter_start, letters = along(
            self.letter_start[forms + 1] - self.letter_start[forms], self.letter_start[forms]
        )
        return Roll(
            start=start, weight=self.weight[forms], length=self.length[forms], unit=self.unit[forms],
            units=self.units, readings=self.readings[forms], script=self.script[forms],
            log_total=self.log_total[forms], letter_start=letter_start, letters=self.letters[letters],
            words=self.words.take(forms), key_texts=self.key_texts.take(at),
        )  # fmt: skip


def joined_keys(keys: Sequence[tuple[str, ...]]) -> Texts:
    """Keys of many names, as `Roll.key_texts` has them."""
    return Texts.of([_BETWEEN.join(each) for each in keys])
