"""Whom each interviewed person stands for, and to which group each stay belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumen.errors import SampleError
from tumen.estimation.sheet import Sheet, raise_faults
from tumen.estimation.told_events import ToldEvents

__all__ = ["Arrivals", "groups", "weights"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """How many people arrived, whether somebody interviewed them or not.

    Attributes:
        columns: what tells the groups apart; the people of `ToldEvents` have them too.
        counts: group → people.
        sha256: hash of the table.
    """

    columns: tuple[str, ...]
    counts: Mapping[Key, int]
    sha256: str

    @classmethod
    def from_csv(cls, text: str) -> Arrivals:
        """Read columns that tell groups apart, such as the year of arrival and the sex, and `count`.

        Raises:
            SampleError: every fault at once.
        """
        sheet = Sheet.from_csv(text)
        columns = tuple(sorted(name for name in sheet.names if name != "count"))
        sheet = sheet.take({name: name for name in (*columns, "count")})
        faults: list[str] = [] if columns else ["No column tells groups apart."]
        counts = sheet.numbers("count", faults, low=0, whole="people")
        keys = list(zip(*(sheet.text(name) for name in columns), strict=True))
        faults += [f"{', '.join(key)} is told twice." for key, times in Counter(keys).items() if times > 1]
        raise_faults(faults)
        found = {key: int(count) for key, count in zip(keys, counts, strict=True)}
        return cls(columns=columns, counts=found, sha256=sheet.sha256)


def groups(told: ToldEvents, columns: Sequence[str]) -> tuple[Ints, tuple[Key, ...]]:
    """Number of the group of each stay, and the groups.

    Raises:
        SampleError: a column that was not kept when the people were read.
    """
    unknown = sorted(set(columns) - set(told.columns))
    if unknown:
        raise SampleError(f"The people have no column {', '.join(map(repr, unknown))}.")
    kept = [told.columns[name] for name in columns]
    keys = list(zip(*kept, strict=True)) if kept else [()] * len(told.person)
    names = sorted(set(keys))
    number = {key: at for at, key in enumerate(names)}
    return np.array([number[key] for key in keys], dtype=np.int64), tuple(names)


def weights(told: ToldEvents, arrivals: Arrivals | None) -> tuple[Floats, int]:
    """How many arrivals each stay's person stands for, and how many arrived in groups nobody was interviewed from.

    Raises:
        SampleError: people in groups of which no arrival is told, or in two groups.
    """
    if arrivals is None:
        return np.ones(len(told.person)), 0
    number, names = groups(told, arrivals.columns)
    member = np.unique(np.column_stack([told.person, number]), axis=0)
    faults = [] if len(member) == told.persons else ["A person's stays are in two groups of arrivals."]
    heard = np.bincount(member[:, 1], minlength=len(names))
    faults += [
        f"{many} of {', '.join(name)} were interviewed, and {arrivals.counts.get(name, 0)} arrived."
        for name, many in zip(names, heard.tolist(), strict=True)
        if arrivals.counts.get(name, 0) < many
    ]
    raise_faults(faults)
    each = np.array([arrivals.counts[name] for name in names]) / heard
    unheard = sum(count for name, count in arrivals.counts.items() if name not in set(names))
    return np.asarray(each[number]), unheard
