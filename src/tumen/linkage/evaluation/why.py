"""Why mentions of a written linkage are one person, what that hangs on, and which person outside is nearest.

What is told is read off the listed pairs: the strongest tree of ties that holds a person together (J. B. Kruskal,
Proceedings of the AMS 7 (1956), 48), its weakest bridge, and the strongest tie that leads out. No name is in it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from tumen.errors import EvaluationError, LinkFolderError
from tumen.linkage.files import read

_STEP: Final = re.compile(r"(?P<words>(?:(?! bits\b).)+?): (?P<bits>[+-][\d.]+) bits(?:; |$)")
_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"
_FOR, _AGAINST = "#0f6b6b", "#b3541e"
_SURE: Final = 1e-6
"""Probabilities of draws are no surer than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """One reason of a tie, and how probable the tie would be if this were not known."""

    words: str
    bits: float
    without: float

    @property
    def carries(self) -> bool:
        """Whether the tie falls below one half without it."""
        return self.without < 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two mentions that were compared.

    Attributes:
        probability: that they are one person, everything considered.
        bits: for one person, from these two alone.
        rests_on: the reasons, the weightiest first.
    """

    mention_a: str
    mention_b: str
    probability: float
    bits: float
    rests_on: tuple[Rest, ...]

    def chart(self) -> dict[str, Any]:
        """Vega-Lite: each reason as a bar from where the one before ended. Nothing is fetched."""
        rows, at = [], 0.0
        for place, one in enumerate(self.rests_on):
            rows.append(
                {"reason": one.words, "place": place, "from": at, "to": at + one.bits, "for": one.bits >= 0}
            )
            at += one.bits
        colour = {"condition": {"test": "datum.for", "value": _FOR}, "value": _AGAINST}
        return {
            "$schema": _SCHEMA,
            "title": f"{self.mention_a} and {self.mention_b}",
            "description": f"Bits for one person: {self.bits:+.1f} from these two alone.",
            "width": 480,
            "data": {"values": rows},
            "mark": "bar",
            "encoding": {
                "y": {"field": "reason", "type": "nominal", "title": None, "sort": {"field": "place"}},
                "x": {"field": "from", "type": "quantitative", "title": "bits for one person"},
                "x2": {"field": "to"},
                "color": colour,
            },
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What holds a person together.

    Attributes:
        person_id, mentions: who.
        tree: the ties that hold all mentions together, the strongest first.
        weakest: the one of them that speaks least for one person; None for a mention alone.
        untied: mentions without a listed tie to the others; the arrangement as a whole puts them here.
        outside: the strongest tie that leads out of the person; None where none was listed.
        nearest: the person it leads to.
    """

    person_id: str
    mentions: tuple[str, ...]
    tree: tuple[Tie, ...]
    weakest: Tie | None
    untied: tuple[str, ...]
    outside: Tie | None
    nearest: str | None

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)


def why_person(folder: Path | str, person_id: str) -> Why:
    """Why these mentions are one person.

    Raises:
        EvaluationError: the linkage has no such person.
        LinkFolderError: the folder holds no linkage, or what lies in it was changed.
    """
    of = {row.mention_id: row.person_id for row in read(folder).clusters}
    members = tuple(sorted(m for m, person in of.items() if person == person_id))
    if not members:
        raise EvaluationError(
            f"There is no person {person_id} in this linkage.",
            hint="Persons are called p- and a mention, as in the table of clusters.",
        )
    ties = sorted(
        _ties(Path(folder), members), key=lambda t: (-t.probability, -t.bits, t.mention_a, t.mention_b)
    )
    within = [t for t in ties if of[t.mention_a] == of[t.mention_b] == person_id]
    tree, group = _strongest_tree(members, within)
    outside = next((t for t in ties if of[t.mention_a] != of[t.mention_b]), None)
    other = None if outside is None else {of[outside.mention_a], of[outside.mention_b]} - {person_id}
    return Why(
        person_id=person_id, mentions=members, tree=tuple(tree), weakest=tree[-1] if tree else None,
        untied=tuple(m for m in members if len(members) > 1 and sum(group[x] == group[m] for x in members) == 1),
        outside=outside, nearest=other.pop() if other else None,
    )  # fmt: skip


def why_pair(folder: Path | str, mention_a: str, mention_b: str) -> Tie:
    """The waterfall of two mentions that were compared.

    Raises:
        EvaluationError: the two were not compared, or the pair is not listed.
        LinkFolderError: the folder holds no linkage, or what lies in it was changed.
    """
    read(folder)
    for tie in _ties(Path(folder), (mention_a,)):
        if {tie.mention_a, tie.mention_b} == {mention_a, mention_b}:
            return tie
    raise EvaluationError(
        f"{mention_a} and {mention_b} are not among the listed pairs.",
        hint="They share no key, or are hardly one person; `explain` of the library compares any two.",
    )


def _strongest_tree(members: Sequence[str], ties: Sequence[Tie]) -> tuple[list[Tie], dict[str, str]]:
    """The tree, from ties that come strongest first, and to which group of it each mention belongs."""
    group = {m: m for m in members}
    tree = []
    for tie in ties:
        one, other = group[tie.mention_a], group[tie.mention_b]
        if one != other:
            tree.append(tie)
            group = {m: one if g == other else g for m, g in group.items()}
    return tree, group


def _ties(folder: Path, mentions: Sequence[str]) -> list[Tie]:
    """The listed pairs of which one side at least is among some mentions."""
    import duckdb

    path = next(
        (p for p in sorted(folder.iterdir()) if p.stem == "pairs" and p.suffix in (".csv", ".parquet")), None
    )
    if path is None:
        raise LinkFolderError(
            "The pairs of this linkage are missing.", hint="Link again, into a folder of its own."
        )
    reader = "read_csv(?, header = true, all_varchar = true)" if path.suffix == ".csv" else "read_parquet(?)"
    with duckdb.connect() as database:
        rows = database.execute(
            f"SELECT mention_a, mention_b, probability, weight_log2, reasons FROM {reader} "
            "WHERE list_contains(?, mention_a) OR list_contains(?, mention_b)",
            [str(path), list(mentions), list(mentions)],
        ).fetchall()
    return [
        Tie(
            mention_a=str(a), mention_b=str(b), probability=min(float(p), 1.0), bits=float(bits),
            rests_on=_rests(str(reasons), float(p)),
        )
        for a, b, p, bits, reasons in rows
    ]  # fmt: skip


def _rests(reasons: str, probability: float) -> tuple[Rest, ...]:
    p = min(max(probability, _SURE), 1 - _SURE)
    odds = math.log2(p / (1 - p))
    found = [(m["words"], float(m["bits"])) for m in _STEP.finditer(reasons)]
    return tuple(
        Rest(words=words, bits=bits, without=1 / (1 + 2 ** (bits - odds)))
        for words, bits in sorted(found, key=lambda step: -abs(step[1]))
    )
