"""What a verdict would change, before it is given: read from the partition draws in which it is true.

Among the draws of the run in which the pairs are together or apart as asked, the arrangement of the people concerned
that comes up most often is shown beside the present one. Where no draw has it so, the present arrangement is changed
no further than the verdict demands.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen_desk.link.adapters import draws_value, mention_pk, verdicts_in_force
from tumen_desk.link.chains import Chain, contradiction
from tumen_desk.link.hooks import resting_on
from tumen_desk.link.models import LinkRun, Membership
from tumen_desk.record.models import Mention, Purpose
from tumen_desk.record.queries import allowed_mentions
from tumen_desk.store import files, keyring

_MOST: Final = 60
Group = frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """What a verdict would change.

    Attributes:
        before, after: persons as sets of mentions, now and then; only those concerned.
        moved: mentions that leave their person or join another.
        share: share of the draws with the verdict that have exactly `after`; None where no draw has the verdict.
        persons: expected change of the number of persons, from the draws; None likewise.
        on_lists: persons known from two and more organisations, before and after.
        chain: what it would contradict, if anything.
        resting: what counts these mentions: words and address.
    """

    before: tuple[Group, ...]
    after: tuple[Group, ...]
    moved: tuple[int, ...]
    share: float | None
    persons: float | None
    on_lists: tuple[int, int]
    chain: Chain | None
    resting: list[tuple[str, str]]


def consequences(run: LinkRun, verdict: str, pairs: Sequence[tuple[int, int]]) -> Consequences:
    """What `verdict` (`same` or `different`) on each of some pairs of mentions would change."""
    draws = _drawn(run.draws_sha256, keyring.generation())
    concerned = _concerned(run, draws, {m for pair in pairs for m in pair})
    now = dict(Membership.objects.filter(run=run, mention__in=concerned).values_list("mention_id", "person"))
    before = _sets(now)
    labels = draws.labels[:, _columns(draws, concerned)]
    fits = _fitting(labels, concerned, verdict, pairs)
    after, share = _likeliest(labels[fits], concerned)
    if share is None:
        after = _forced(before, verdict, pairs)
    counts = np.array([len(set(row)) for row in labels.tolist()])
    moved = _moved(concerned, before, after)
    held = verdicts_in_force(around={m for pair in pairs for m in pair})
    supposed = held | {(min(pair), max(pair)): verdict for pair in pairs}
    return Consequences(
        before=before,
        after=after,
        moved=moved,
        share=share,
        persons=None if share is None else float(counts[fits].mean() - counts.mean()),
        on_lists=(_on_lists(before), _on_lists(after)),
        chain=contradiction(supposed, around={m for pair in pairs for m in pair}),
        resting=resting_on(moved),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """The draws of a run as they are looked at: labels, shape (draws, mentions), and the column of each mention."""

    labels: NDArray[np.int32]
    mentions: tuple[int, ...]
    column: Mapping[int, int]


@lru_cache(maxsize=1)
def _drawn(sha256: str, opened: int) -> _Drawn:
    """The draws of the run that is looked at, kept while this desk is open: reading them takes longer than the look.

    Args:
        sha256: of the draws among the sealed files.
        opened: which unlocking of the desk it is; of an earlier one nothing is left to find.
    """
    draws = draws_value(files.get(sha256))
    mentions = tuple(map(mention_pk, draws.mention_ids))
    return _Drawn(
        labels=draws.labels.astype(np.int32),
        mentions=mentions,
        column={mention: at for at, mention in enumerate(mentions)},
    )


def _concerned(run: LinkRun, draws: _Drawn, judged: Collection[int]) -> list[int]:
    """The mentions of the judged people and whoever some draw puts together with them, as far as consent stands."""
    persons = Membership.objects.filter(run=run, mention__in=judged).values("person")
    found = set(Membership.objects.filter(run=run, person__in=persons).values_list("mention_id", flat=True))
    together: Counter[int] = Counter()
    for column in _columns(draws, sorted(judged)):
        met = (draws.labels == draws.labels[:, [column]]).sum(axis=0)
        together.update({draws.mentions[at]: int(met[at]) for at in np.flatnonzero(met).tolist()})
    found |= {mention for mention, _ in together.most_common(_MOST)}
    return sorted(allowed_mentions(Purpose.LINK).filter(pk__in=found).values_list("pk", flat=True))


def _columns(draws: _Drawn, mentions: Iterable[int]) -> list[int]:
    return [draws.column[m] for m in mentions if m in draws.column]


def _fitting(
    labels: NDArray[np.int32], concerned: Sequence[int], verdict: str, pairs: Sequence[tuple[int, int]]
) -> NDArray[np.bool_]:
    at = {mention: place for place, mention in enumerate(concerned)}
    fits = np.ones(len(labels), dtype=np.bool_)
    for a, b in pairs:
        fits &= (labels[:, at[a]] == labels[:, at[b]]) == (verdict == "same")
    return fits


def _likeliest(labels: NDArray[np.int32], concerned: Sequence[int]) -> tuple[tuple[Group, ...], float | None]:
    if not len(labels):
        return (), None
    arranged = Counter(_sets(dict(zip(concerned, row, strict=True))) for row in labels.tolist())
    best, times = max(arranged.items(), key=lambda item: (item[1], -len(item[0])))
    return best, times / len(labels)


def _sets(label: Mapping[int, object]) -> tuple[Group, ...]:
    found: dict[object, set[int]] = defaultdict(set)
    for mention, person in label.items():
        found[person].add(mention)
    return tuple(sorted(map(frozenset, found.values()), key=min))


def _forced(before: Sequence[Group], verdict: str, pairs: Sequence[tuple[int, int]]) -> tuple[Group, ...]:
    """The present persons, joined or parted as the verdict demands and no further."""
    groups = list(before)
    for a, b in pairs:
        one, other = _company(groups, a), _company(groups, b)
        if verdict == "same" and one != other:
            groups = [g for g in groups if g not in (one, other)] + [one | other]
        if verdict == "different" and one == other:
            leaving = frozenset(y for x, y in pairs if x == a and y in one) | {b}
            groups = [g for g in groups if g != one] + [one - leaving, leaving]
    return tuple(sorted(groups, key=min))


def _moved(concerned: Iterable[int], before: Sequence[Group], after: Sequence[Group]) -> tuple[int, ...]:
    """Mentions that leave their person or join another: of one that is parted or joined the largest part stays."""
    heirs = {g: max(after, key=lambda h: (len(g & h), -min(h))) for g in before}
    ancestors = {h: max(before, key=lambda g: (len(g & h), -min(g))) for h in after}
    return tuple(
        m
        for m in sorted(concerned)
        if (heirs[(old := _company(before, m))], ancestors[(new := _company(after, m))]) != (new, old)
    )


def _company(groups: Iterable[Group], mention: int) -> Group:
    return next((g for g in groups if mention in g), frozenset({mention}))


def _on_lists(groups: Iterable[Group]) -> int:
    """How many of some persons two and more organisations know."""
    kept = list(groups)
    issuer = dict(
        Mention.objects.filter(pk__in={m for g in kept for m in g}).values_list("pk", "source__issuer")
    )
    return sum(1 for g in kept if len({issuer[m] for m in g} - {None}) > 1)
