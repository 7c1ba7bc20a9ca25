"""Kin as evidence: relatives that fit speak for one person, relatives that do not fit for two.

A source that names two people as mother and child says something of both. If another source names somebody like the
one beside somebody like the other, the two pairs support each other. So each mention has relatives, those it is
tied to and those it is tied to through one other person (a child's spouse is no relative here, a mother's other child
is a sibling), and two mentions are compared by the relatives they have in the same role.

How well two relatives fit is what their own names, births and sexes say, by the rates before any pair was seen; how
much a fit says is learnt from the table like that of any other field. Siblings have one mother: what strangers have in
common is read from pairs that name such relatives too, so a mother who fits weighs no more than siblings leave to her.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen import names, vocab
from tumen.compiled import compiled
from tumen.linkage.attributes import Attribute
from tumen.linkage.fields import MISSING, Field, Level, field
from tumen.linkage.kinds import NOT_STATED, Column, Ints, Levels
from tumen.linkage.mentions import parts

PARENT: Final = "parent"
CHILD: Final = "child"
SIBLING: Final = "sibling"
SPOUSE: Final = "spouse"
_BACK: Final = {PARENT: CHILD, CHILD: PARENT, SIBLING: SIBLING, SPOUSE: SPOUSE}
"""What I am to my relative."""
_THROUGH: Final = {
    (PARENT, SPOUSE): PARENT, (PARENT, CHILD): SIBLING,
    (CHILD, PARENT): SPOUSE, (CHILD, SIBLING): CHILD,
    (SIBLING, SIBLING): SIBLING, (SIBLING, PARENT): PARENT,
    (SPOUSE, CHILD): CHILD,
}  # fmt: skip
"""What the relative of my relative is to me: the spouse of my parent is my parent."""
_ROLES: Final = (PARENT, SPOUSE, CHILD, SIBLING)

_LEAST_NAME: Final = -6.0
_MOST_NAME: Final = 12.0
_SEX_SAME, _SEX_OTHER = float(np.log(0.98 / 0.5)), float(np.log(0.02 / 0.5))
# Natural-log scores from which on relatives may fit, fit, and fit closely.
_FROM: Final = (-3.0, 1.0, 5.0)

# Siblings share parents: that these fit says something only of two whose own names fit, given names and all.
_OWN_NAME: Final = 5.0

_WORDS: Final = ("none fits", "one may fit", "one fits", "one fits closely")
Rates = Sequence[tuple[float, float]]


def _kin_field(name: str, sole: str, sole_rates: Rates, several: str, several_rates: Rates) -> Field:
    return field(
        name,
        name,
        *(
            Level(words=f"{what}: {words}", group=group, prior=p, chance=c)
            for group, (what, rates) in enumerate(((sole, sole_rates), (several, several_rates)))
            for words, (p, c) in zip(_WORDS, rates, strict=True)
        ),
    )


# Before any pair was seen; measured on made-up worlds of 2,000 and 12,000 people. Nobody has all children or siblings
# named by every source, so that none of these fits says little.
_SOLE_RATES: Final = ((0.03, 0.968), (0.06, 0.03), (0.10, 0.002), (0.81, 0.0002))
_SEVERAL_RATES: Final = ((0.24, 0.964), (0.07, 0.03), (0.09, 0.006), (0.60, 0.0004))
# Namesakes may bear one surname, and then so do their fathers and siblings.
ORIGIN: Final = replace(_kin_field("origin", "parents", _SOLE_RATES, "siblings", _SEVERAL_RATES), named=True)
"""Relatives whom siblings share."""
HOUSEHOLD: Final = _kin_field("household", "spouse", _SOLE_RATES, "children", _SEVERAL_RATES)
"""Relatives whom siblings do not share."""
_COMPARED: Final = {"origin": (PARENT, SIBLING), "household": (SPOUSE, CHILD)}
"""By which relatives a field compares: one who is the only one, then one of several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """Who is whose relative.

    Attributes:
        start: where the relatives of each mention begin, and the end, shape (n + 1,).
        role: number of what the relative is to the mention.
        relative: its position.
    """

    start: Ints
    role: Ints
    relative: Ints

    def of(self, *roles: str) -> Kin:
        """Only the relatives of some roles."""
        mention = np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))
        kept = np.isin(self.role, [_ROLES.index(role) for role in roles])
        start = np.searchsorted(mention[kept], np.arange(len(self.start)))
        return Kin(start=start.astype(np.int64), role=self.role[kept], relative=self.relative[kept])


def kinship_of(pack: str | None) -> dict[str, str]:
    """Relation → `parent`, `spouse`, `child` or `sibling`: the plain words, and the codes of a situation pack."""
    codes = {} if pack is None else vocab.load_pack(pack).settings.get("kinship", {})
    return {role: role for role in _ROLES} | {code: role for role, code in codes.items()}


def kin_of(
    mention_id: Sequence[str],
    related_to: Sequence[str],
    relation: Sequence[str],
    kinship: Mapping[str, str],
) -> Kin:
    """The relatives of each mention: those it is tied to, and those tied to the same person.

    Args:
        mention_id: the mentions.
        related_to: for each the ids of those it is related to, `a|b`; one that is not among them is passed over.
        relation: for each of those what the mention is to them.
        kinship: relation → `parent`, `child`, `sibling` or `spouse`; others are no kin.
    """
    position = {mention: at for at, mention in enumerate(mention_id)}
    near: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for me, (others, relations) in enumerate(zip(related_to, relation, strict=True)):
        for other, said in ties(others, relations):
            hub, role = position.get(other), kinship.get(said)
            if hub is not None and role is not None and hub != me:
                near[hub].append((role, me))
                near[me].append((_BACK[role], hub))
    found: list[list[tuple[int, int]]] = []
    for me in range(len(mention_id)):
        known = set(near.get(me, ()))
        told = {relative for _, relative in known}
        further = {
            (_THROUGH[role, second], other)
            for role, hub in known
            for second, other in near[hub]
            if other != me and other not in told and (role, second) in _THROUGH
        }
        found.append(sorted((_ROLES.index(role), relative) for role, relative in known | further))
    pairs = [pair for each in found for pair in each]
    flat = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return Kin(
        start=np.cumsum([0, *(len(each) for each in found)], dtype=np.int64),
        role=np.ascontiguousarray(flat[:, 0]),
        relative=np.ascontiguousarray(flat[:, 1]),
    )


def ties(related_to: str, relation: str) -> list[tuple[str, str]]:
    """Who a mention is related to, and what it is to them; the two cells have as many parts."""
    said = parts(relation) if relation else [""] * len(parts(related_to))
    return list(zip(parts(related_to), said, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Relatives:
    """What is known of the relatives themselves, to compare them by.

    Attributes:
        names: distinct names.
        name_number: which of them each mention has, -1 for none, shape (n,).
        birth: births.
        sex: sexes.
        surname: surnames that each mention's name may have.
        surname_weight: natural log of how many times rarer than everybody each of them is; 0, at the end, for none.
    """

    names: Sequence[str]
    name_number: Ints
    birth: Column
    sex: Column
    surname: Attribute
    surname_weight: NDArray[np.float64]


def surname_weight(surname: Attribute) -> NDArray[np.float64]:
    """See `Relatives.surname_weight`."""
    frequency = np.bincount(surname.value) / max(len(surname), 1)
    return np.append(-np.log(np.maximum(frequency, 1e-9)), 0.0)


class KinColumn:
    """Mentions compared by the relatives that their sources name.

    Args:
        field: `ORIGIN` or `HOUSEHOLD`.
        kin: who is whose relative.
        known: what the relatives are compared by.
    """

    def __init__(self, field: Field, kin: Kin, known: Relatives) -> None:
        self.field = field
        self._sole, self._several = (kin.of(role) for role in _COMPARED[field.name])
        self._known = known
        self._birth = np.log(known.birth.field.priors) - np.log(known.birth.field.chances)
        has = (np.diff(self._sole.start) > 0) | (np.diff(self._several.start) > 0)
        self.number: Ints = np.where(has, 0, NOT_STATED).astype(np.int64)

    def levels(self, a: Ints, b: Ints) -> Levels:
        # Where parents or a spouse were compared, siblings or children are not asked: one may always be unnamed.
        sole = self._best(self._sole, a, b, other_sex=-np.inf)
        several = self._best(self._several, a, b, other_sex=_SEX_OTHER)
        one, other = (1 + np.searchsorted(_FROM, best, side="right") for best in (sole, several))
        fit = np.maximum(one, other)
        found = np.where(np.isfinite(several), other + len(_WORDS), MISSING)
        found = np.where(np.isfinite(sole), one, found)
        if self.field.name == ORIGIN.name:
            asked = np.flatnonzero(fit > _WORDS.index("one fits"))
            found[asked[self._names(a[asked], b[asked]) < _OWN_NAME]] = MISSING
        return found.astype(np.int8)

    def _names(self, a: Ints, b: Ints) -> NDArray[np.float64]:
        """How well the names of two mentions fit; 0 where one says nothing."""
        number = self._known.name_number
        score = np.zeros(len(a))
        named = np.flatnonzero((number[a] >= 0) & (number[b] >= 0))
        score[named] = names.compare_at(self._known.names, number[a[named]], number[b[named]])
        return score

    def _best(self, kin: Kin, a: Ints, b: Ints, *, other_sex: float) -> NDArray[np.float64]:
        """How well the relatives of two mentions that fit best fit; minus infinity where none are to be compared."""
        both = np.flatnonzero((np.diff(kin.start)[a] > 0) & (np.diff(kin.start)[b] > 0))
        pair, x, y = _meet(a[both], b[both], kin.start, kin.relative)
        best = np.full(len(a), -np.inf)
        np.maximum.at(best, both[pair], self._fit(a[both[pair]], b[both[pair]], x, y, other_sex))
        return best

    def _fit(self, a: Ints, b: Ints, x: Ints, y: Ints, other_sex: float) -> NDArray[np.float64]:
        """How well relative `x` of `a` and relative `y` of `b` fit.

        Args:
            a, b: positions of mentions, shape (n,).
            x, y: positions of a relative of each.
            other_sex: what another sex adds; a mother is not to be compared with a father at all.
        """
        known = self._known
        alike = self._names(x, y)
        # A surname that goes down the family was weighed with the mentions themselves.
        inherited = known.surname_weight[_inherited(a, b, x, y, known.surname.start, known.surname.value)]
        score = np.clip(alike, _LEAST_NAME, _MOST_NAME) - np.where(alike > 0, inherited, 0.0)
        score += self._birth[known.birth.levels(x, y)]
        sex = known.sex.levels(x, y)
        score += np.array([0.0, _SEX_SAME, other_sex])[sex]
        return score


@compiled
def _meet(a: Ints, b: Ints, start: Ints, relative: Ints) -> tuple[Ints, Ints, Ints]:
    """Every two relatives: which pair of mentions they belong to, and their positions."""
    room = 0
    for at in range(len(a)):
        room += (start[a[at] + 1] - start[a[at]]) * (start[b[at] + 1] - start[b[at]])
    pair, x, y = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room, np.int64)
    count = 0
    for at in range(len(a)):
        for one in range(start[a[at]], start[a[at] + 1]):
            for other in range(start[b[at]], start[b[at] + 1]):
                pair[count], x[count], y[count] = at, relative[one], relative[other]
                count += 1
    return pair, x, y


@compiled
def _inherited(a: Ints, b: Ints, x: Ints, y: Ints, start: Ints, value: Ints) -> Ints:
    """A surname that two mentions and a relative of each may all have; -1 for none."""
    found = np.full(len(a), -1, dtype=np.int64)
    for at in range(len(a)):
        for place in range(start[a[at]], start[a[at] + 1]):
            surname, everywhere = value[place], True
            for other in (b[at], x[at], y[at]):
                has = False
                for of in range(start[other], start[other + 1]):
                    has = has or value[of] == surname
                everywhere = everywhere and has
            if everywhere:
                found[at] = surname
                break
    return found
