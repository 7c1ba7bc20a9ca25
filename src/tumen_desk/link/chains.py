"""Verdicts that cannot be true together: found before they are kept, and said as the shortest chain in words.

`A = B` and `B = C` make A and C one person. That contradicts a verdict that A and C are different people, and it
contradicts the rule that two mentions of one source are two people, unless a person judged these two the same.
Two of whom one is told as the relative of the other are two people whatever was judged.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise

from tumen.errors import ContradictionError
from tumen_desk.link.adapters import kinship, verdicts_in_force
from tumen_desk.record.models import Mention
from tumen_desk.record.models.mention import Tie

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Mentions judged the same one after the other, whose ends must be different people.

    Attributes:
        mentions: numbers of the mentions, from one end to the other.
        judged: True if the ends were judged different; False if they stand in one source.
        tied: True if one of the ends is told as a relative of the other.
    """

    mentions: tuple[int, ...]
    judged: bool
    tied: bool = False

    @property
    def words(self) -> str:
        """The chain in words."""
        said = [f"M-{a} was judged the same as M-{b}" for a, b in pairwise(self.mentions)]
        ends = f"M-{self.mentions[0]} and M-{self.mentions[-1]}"
        against = (
            f"{ends} were judged to be different people"
            if self.judged
            else f"{ends} are told as relatives, and nobody is a relative of their own"
            if self.tied
            else f"{ends} stand in one source, where two mentions are two people"
        )
        return f"{'; '.join(said)}; but {against}."

    @property
    def links(self) -> tuple[Pair, ...]:
        """The judged pairs of the chain, each with the smaller number first."""
        between = pairwise(self.mentions)
        ends = [(self.mentions[0], self.mentions[-1])] if self.judged else []
        return tuple((min(pair), max(pair)) for pair in (*between, *ends))


def refuse_contradiction(one: Mention, other: Mention) -> None:
    """Check what holds around a pair that was just judged.

    Raises:
        ContradictionError: with the shortest chain.
    """
    pair = (one.pk, other.pk)
    found = contradiction(verdicts_in_force(around=pair), around=pair)
    if found is not None:
        hint = (
            "Take back one verdict of the chain, or judge these two otherwise."
            if found.judged or found.tied
            else "Take back one verdict, or judge the two ends the same if the source speaks of one person twice."
        )
        raise ContradictionError(
            f"This cannot be true together: {found.words}", hint=hint, chain=list(found.mentions)
        )


def contradiction(verdicts: Mapping[Pair, str], *, around: Iterable[int]) -> Chain | None:
    """The shortest chain that contradicts itself among the mentions judged the same as those of `around`, if any."""
    near = _neighbours(verdicts)
    clashes = [
        Chain(mentions=tuple(path), judged=why == "judged", tied=why == "tied")
        for group in _groups(near, around)
        for a, b, why in _forbidden(group, verdicts)
        if (path := shortest(near, a, b))
    ]
    return min(clashes, key=lambda chain: (len(chain.mentions), chain.mentions), default=None)


def joined(verdicts: Mapping[Pair, str], mention: int) -> frozenset[int]:
    """Every mention that verdicts make one person with `mention`, itself included."""
    return next(iter(_groups(_neighbours(verdicts), [mention])))


def _neighbours(verdicts: Mapping[Pair, str]) -> dict[int, list[int]]:
    near: dict[int, list[int]] = defaultdict(list)
    for (a, b), verdict in sorted(verdicts.items()):
        if verdict == "same":
            near[a].append(b)
            near[b].append(a)
    return near


def _groups(near: Mapping[int, list[int]], around: Iterable[int]) -> Iterator[frozenset[int]]:
    seen: set[int] = set()
    for start in around:
        if start in seen:
            continue
        group, waiting = {start}, [start]
        while waiting:
            fresh = set(near.get(waiting.pop(), ())) - group
            group |= fresh
            waiting += fresh
        seen |= group
        yield frozenset(group)


def _forbidden(group: frozenset[int], verdicts: Mapping[Pair, str]) -> Iterator[tuple[int, int, str]]:
    """Pairs of a group that cannot be one person, and why: `judged`, `tied` or `source`."""
    if len(group) < 2:
        return
    for a, b in combinations(sorted(group), 2):
        if verdicts.get((a, b)) == "different":
            yield a, b, "judged"
    ties = Tie.objects.filter(mention__in=group, other__in=group, relation__in=kinship())
    for a, b in ties.order_by("pk").values_list("mention_id", "other_id"):
        yield min(a, b), max(a, b), "tied"
    sources: dict[int, list[int]] = defaultdict(list)
    for mention, source in Mention.objects.filter(pk__in=group).order_by("pk").values_list("pk", "source"):
        sources[source].append(mention)
    for several in sources.values():
        yield from ((a, b, "source") for a, b in combinations(several, 2) if verdicts.get((a, b)) != "same")


def shortest(near: Mapping[int, list[int]], start: int, end: int) -> list[int]:
    """The shortest chain of neighbours from one mention to another; empty when there is none."""
    came, waiting = {start: start}, deque([start])
    while waiting and end not in came:
        here = waiting.popleft()
        for other in near.get(here, ()):
            if other not in came:
                came[other] = here
                waiting.append(other)
    if end not in came:
        return []
    chain = [end]
    while chain[-1] != start:
        chain.append(came[chain[-1]])
    return chain[::-1]
