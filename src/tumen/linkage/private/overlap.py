"""What comes out: counts by pattern, how many of them are chance, and the own records found if all agreed to that."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from tumen.linkage.private.comparing import Match
from tumen.linkage.private.state import write_whole
from tumen.linkage.private.terms import Terms

RESULT: Final = "overlap.json"
TABLE: Final = "overlap.csv"
FOUND: Final = "matches.csv"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Overlap:
    """The outcome of an exchange.

    Attributes:
        organisations: in the order of the digits of a pattern.
        persons: how many persons each list has.
        counts: pattern (`110`: on the first two lists, not on the third) → persons; None where too few to be told.
        by_chance: how many of the persons on several lists agree by chance, as expected.
        noise: ε of the noise in the counts; None: they are exact.
        matches: rows and probability of each person on several lists; empty unless records are revealed.
        notes: what a reader must know.
    """

    organisations: tuple[str, ...]
    persons: tuple[int, ...]
    counts: Mapping[str, int | None]
    by_chance: float
    noise: float | None
    matches: tuple[Match, ...] = ()
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Overlap({len(self.organisations)} organisations, {len(self.counts)} patterns)"

    def as_plain(self) -> dict[str, Any]:
        """The outcome as plain data."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return plain | {
            "organisations": list(self.organisations),
            "persons": list(self.persons),
            "counts": dict(self.counts),
            "matches": [[list(match.rows), round(match.probability, 4)] for match in self.matches],
            "notes": list(self.notes),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Overlap:
        """An outcome from plain data; see `as_plain`."""
        values = dict(plain)
        values["matches"] = tuple(Match(rows=tuple(rows), probability=p) for rows, p in values["matches"])
        for name in ("organisations", "persons", "notes"):
            values[name] = tuple(values[name])
        return cls(**values)

    def table(self) -> str | None:
        """The counts as `tumen estimate` reads them: one 0/1 column a list and `count`; None where one is
        withheld."""
        if None in self.counts.values():
            return None
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([*self.organisations, "count"])
        writer.writerows([*pattern, count] for pattern, count in self.counts.items())
        return text.getvalue()


def overlap(
    found: Sequence[Match], persons: Sequence[int], terms: Terms, *, rng: np.random.Generator | None = None
) -> Overlap:
    """Counts by pattern from the persons found on several lists.

    Args:
        found: persons on two or more lists.
        persons: size of each list.
        terms: what was agreed.
        rng: draws the noise that a third adds; None: no noise.

    Source: two-sided geometric noise, Ghosh, Roughgarden & Sundararajan (2009).
    """
    seen = Counter("".join("1" if row >= 0 else "0" for row in match.rows) for match in found)
    several = {pattern: seen[pattern] for pattern in _patterns(len(persons)) if pattern.count("1") > 1}
    open_counts = terms.reveal == "records"
    if rng is not None and not open_counts:
        several = {pattern: max(0, count + _noise(rng, terms.noise)) for pattern, count in several.items()}
    whole = Overlap(
        organisations=terms.organisations,
        persons=tuple(persons),
        counts=_with_singles(several, persons),
        by_chance=round(sum(1 - match.probability for match in found), 1),
        noise=terms.noise if rng is not None and not open_counts else None,
        matches=tuple(found) if open_counts else (),
    )
    return whole if open_counts else _guarded(whole, terms.smallest_cell)


def _guarded(whole: Overlap, smallest: int) -> Overlap:
    """Small counts withheld, and with them every count of a single list, from which they could be worked out."""
    small = {p for p, n in whole.counts.items() if p.count("1") > 1 and n is not None and n < smallest}
    if not small:
        return whole
    counts = {p: None if p in small or p.count("1") == 1 else n for p, n in whole.counts.items()}
    said = f"{len(small)} overlap(s) with fewer than {smallest} persons are withheld, with what would give them away."
    return replace(whole, counts=counts, by_chance=0.0, notes=(*whole.notes, said))


def _with_singles(several: Mapping[str, int], persons: Sequence[int]) -> dict[str, int | None]:
    counts: dict[str, int | None] = dict(several)
    for number, size in enumerate(persons):
        inside = sum(count for pattern, count in several.items() if pattern[number] == "1")
        counts["".join("1" if each == number else "0" for each in range(len(persons)))] = max(
            0, size - inside
        )
    return dict(sorted(counts.items(), reverse=True))


def _patterns(lists: int) -> list[str]:
    return [format(number, f"0{lists}b") for number in range(1, 1 << lists)]


def _noise(rng: np.random.Generator, epsilon: float) -> int:
    stop = 1 - np.exp(-epsilon)
    return int(rng.geometric(stop)) - int(rng.geometric(stop))


def write_overlap(result: Overlap, folder: Path, *, me: str, ids: Sequence[str]) -> tuple[Path, ...]:
    """Write the outcome: `overlap.json`, `overlap.csv` for an estimate, and `matches.csv` where records are revealed.

    `matches.csv` has `match` (a number that is the same at every organisation), `record_id` (the own), `lists` (the
    pattern) and `probability`.
    """
    plain = {name: value for name, value in result.as_plain().items() if name != "matches"}
    written = [folder / RESULT]
    write_whole(written[0], (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode())
    table = result.table()
    if table is not None:
        written.append(folder / TABLE)
        write_whole(written[-1], table.encode())
    if result.matches and ids:
        written.append(folder / FOUND)
        write_whole(written[-1], _found(result, result.organisations.index(me), ids).encode())
    return tuple(written)


def _found(result: Overlap, mine: int, ids: Sequence[str]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["match", "record_id", "lists", "probability"])
    for number, match in enumerate(result.matches, start=1):
        if match.rows[mine] >= 0:
            pattern = "".join("1" if row >= 0 else "0" for row in match.rows)
            writer.writerow([number, ids[match.rows[mine]], pattern, f"{match.probability:.4f}"])
    return text.getvalue()
