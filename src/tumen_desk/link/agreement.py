"""How far reviewers agree beyond chance, from pairs that two looked at; and the pairs on which they differ.

Each pair that two or more reviewers judged gives one observation: the earliest standing verdict of two different
reviewers. A reviewer does not see another's verdict before giving their own, so the two are independent.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from django.db.models import Exists, OuterRef

from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, may
from tumen_desk.accounts.models import User
from tumen_desk.link.models import Judgement, Opinion, Pair
from tumen_desk.record.models import Purpose
from tumen_desk.record.queries import allowing

_VERDICTS: Final = tuple(Judgement.Verdict.values)
_FEW: Final = 30
_SHOWN: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Kappa:
    """Cohen's kappa of two raters.

    Attributes:
        pairs: how many things both rated.
        agreed: on how many they agree.
        value: agreement beyond chance, 1 for full, 0 for what chance gives; None where both always say one thing.
        low, high: 95 % interval, large-sample; None where there is no value.
    """

    pairs: int
    agreed: int
    value: float | None
    low: float | None
    high: float | None

    @property
    def few(self) -> bool:
        """Too few pairs for the interval to be trusted."""
        return self.pairs < _FEW


def kappa(ratings: Iterable[tuple[str, str]]) -> Kappa:
    """Cohen's kappa with its interval.

    Args:
        ratings: for each thing what the one and the other said.

    Source: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20
    (1960), equation 1; J. L. Fleiss, J. Cohen and B. S. Everitt, "Large sample standard errors of kappa and weighted
    kappa", Psychological Bulletin 72 (1969), equation 13 for the variance.
    """
    table = Counter(ratings)
    n = sum(table.values())
    agreed = sum(count for (one, other), count in table.items() if one == other)
    rows, columns = _shares(table, 0), _shares(table, 1)
    seen = agreed / n if n else 1.0
    chance = sum(rows[v] * columns[v] for v in _VERDICTS)
    if n == 0 or chance >= 1 - 1e-12:
        return Kappa(pairs=n, agreed=agreed, value=None, low=None, high=None)
    value = (seen - chance) / (1 - chance)
    half = 1.96 * math.sqrt(_variance(table, rows, columns, seen, chance) / n)
    return Kappa(
        pairs=n, agreed=agreed, value=value, low=max(value - half, -1.0), high=min(value + half, 1.0)
    )


def _shares(table: Mapping[tuple[str, str], int], rater: int) -> dict[str, float]:
    n = sum(table.values())
    return {v: sum(c for pair, c in table.items() if pair[rater] == v) / n if n else 0.0 for v in _VERDICTS}


def _variance(
    table: Mapping[tuple[str, str], int], rows: Mapping[str, float], columns: Mapping[str, float],
    seen: float, chance: float,
) -> float:  # fmt: skip
    """Variance of kappa times the number of pairs."""
    n = sum(table.values())
    same = sum(
        table.get((v, v), 0) / n * ((1 - chance) - (rows[v] + columns[v]) * (1 - seen)) ** 2
        for v in _VERDICTS
    )
    differ = sum(
        count / n * (columns[one] + rows[other]) ** 2 for (one, other), count in table.items() if one != other
    )
    rest = (seen * chance - 2 * chance + seen) ** 2
    return max(same + (1 - seen) ** 2 * differ - rest, 0.0) / (1 - chance) ** 4


def _ratings() -> dict[tuple[int, int], list[tuple[int, str]]]:
    """For each pair that several judged: (reviewer, verdict), the earliest first."""
    found: dict[tuple[int, int], list[tuple[int, str]]] = defaultdict(list)
    rows = Opinion.objects.order_by("judgement").values_list("mention_a_id", "mention_b_id", "by", "verdict")
    for a, b, by, verdict in rows:
        found[a, b].append((by, verdict))
    return {pair: said for pair, said in found.items() if len(said) > 1}


def overall() -> Kappa:
    """Agreement of the first and the second reviewer over all pairs that two looked at."""
    return kappa((said[0][1], said[1][1]) for said in _ratings().values())


def by_reviewers() -> list[tuple[User, User, Kappa]]:
    """Agreement of each two reviewers who looked at the same pairs, most pairs first."""
    between: dict[tuple[int, int], list[tuple[str, str]]] = defaultdict(list)
    for said in _ratings().values():
        for (one, first), (other, second) in combinations(sorted(said), 2):
            between[one, other].append((first, second))
    users = User.objects.in_bulk({user for both in between for user in both})
    found = [(users[one], users[other], kappa(said)) for (one, other), said in between.items()]
    return sorted(found, key=lambda row: (-row[2].pairs, row[0].pk, row[1].pk))


def contested(user: User) -> list[dict[str, object]]:
    """Pairs on which as many say the same as different; who said what only for whoever judged too, or never will."""
    same, different = (
        Opinion.objects.filter(
            mention_a=OuterRef("mention_a"), mention_b=OuterRef("mention_b"), verdict=verdict
        )
        for verdict in ("same", "different")
    )
    rows = (
        Opinion.objects.filter(Exists(same), Exists(different))
        .filter(allowing(Purpose.LINK, "mention_a"), allowing(Purpose.LINK, "mention_b"))
        .filter(circles.known_to(user, "mention_a__source", "mention_b__source"))
        .select_related("by", "judgement")
        .order_by("-judgement")[:_SHOWN]
    )
    grouped: dict[tuple[int, int], list[Opinion]] = defaultdict(list)
    for opinion in rows:
        grouped[opinion.mention_a_id, opinion.mention_b_id].append(opinion)
    judges = may(user, Door.LINK_JUDGE)
    listed = Pair.objects.filter(run__is_current=True, mention_a__in={a for a, _ in grouped})
    numbers = {(a, b): pk for pk, a, b in listed.values_list("pk", "mention_a_id", "mention_b_id")}
    return [
        {
            "a": a, "b": b, "pair": numbers.get((a, b)), "opinions": said,
            "open": not judges or any(o.by_id == user.pk for o in said),
        }
        for (a, b), said in grouped.items()
        if sum({"same": 1, "different": -1}.get(o.verdict, 0) for o in said) == 0
    ]  # fmt: skip
