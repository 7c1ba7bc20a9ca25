"""Rows of the record ↔ the library's mentions and judgements."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from django.conf import settings
from django.db.models import Q, QuerySet

from tumen import linkage
from tumen.model import LinkDraws
from tumen_desk.link.models import Opinion
from tumen_desk.record.models import Act, Leg, Mention, Name, Stay
from tumen_desk.record.models.mention import Tie
from tumen_desk.store import files

if TYPE_CHECKING:
    from numpy.typing import NDArray


def mention_rows(mentions: QuerySet[Mention]) -> Iterator[dict[str, object]]:
    """Mentions as the library takes them: ids are zero-padded, so that text order is number order.

    Groups are no persons and are left out. With each mention goes what bounds who it can be: relatives, days on which
    the person was alive, stays in a place that is known, and acts, some of which are a death.
    """
    given: dict[int, list[Name]] = defaultdict(list)
    for name in Name.objects.filter(mention__in=mentions.values("pk")).order_by("id"):
        given[name.mention_id].append(name)
    kin, alive, held, acts = _kin(mentions), _alive(mentions), _held(mentions), _acts(mentions)
    fields = (
        "pk", "source_id", "source__issuer__name", "source__date", "role", "sex", "birth", "birthplace", "left", "died",
    )  # fmt: skip
    for row in mentions.filter(is_group=False).order_by("pk").values(*fields):
        mine, ties = given.get(row["pk"], []), kin.get(row["pk"], [])
        heard = (
            [row["source__date"]] if row["role"] == Mention.Role.INTERVIEWEE and row["source__date"] else []
        )
        yield {
            "mention_id": mention_key(row["pk"]),
            "source_id": str(row["source_id"]),
            "organisation": row["source__issuer__name"] or "",
            "role": row["role"],
            "name": mine[0].text if mine else "",
            "name_other": "|".join(n.text for n in mine[1:]),
            "name_kind": mine[0].kind if mine else "",
            **{field: row[field] for field in ("sex", "birth", "birthplace", "left", "died")},
            "related_to": "|".join(mention_key(other) for other, _ in ties),
            "relation": "|".join(relation for _, relation in ties),
            "alive": "|".join(sorted({*heard, *alive.get(row["pk"], ())})),
            "held": "|".join(held.get(row["pk"], ())),
            "acts": "|".join(acts.get(row["pk"], ())),
        }


def kinship() -> frozenset[str]:
    """The relations that are kin, as the situation pack and plain words have them."""
    return frozenset(linkage.kinship_of(settings.CONFIG.pack))


def _kin(mentions: QuerySet[Mention]) -> dict[int, list[tuple[int, str]]]:
    """For each mention whom it is tied to and what it is to them."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    ties = Tie.objects.filter(mention__in=mentions.values("pk")).order_by("pk")
    for me, other, relation in ties.values_list("mention_id", "other_id", "relation"):
        found[me].append((other, relation))
    return found


def _alive(mentions: QuerySet[Mention]) -> dict[int, set[str]]:
    """Dates on which each person set out or was taken in."""
    found: dict[int, set[str]] = defaultdict(set)
    for table in (Leg, Stay):
        rows = table.objects.filter(mention__in=mentions.values("pk")).exclude(date="")
        for mention, date in rows.values_list("mention_id", "date"):
            found[mention].add(date)
    return found


def _held(mentions: QuerySet[Mention]) -> dict[int, list[str]]:
    """Stays that say where each person was from when until when."""
    found: dict[int, list[str]] = defaultdict(list)
    stays = Stay.objects.filter(mention__in=mentions.values("pk")).exclude(facility="").order_by("pk")
    for mention, *told in stays.values_list("mention_id", "facility", "date", "ended"):
        if all(told):
            found[mention].append(";".join(told))
    return found


def _acts(mentions: QuerySet[Mention]) -> dict[int, list[str]]:
    """What was done to each person, where and when."""
    found: dict[int, list[str]] = defaultdict(list)
    acts = Act.objects.filter(mention__in=mentions.values("pk")).exclude(type="").order_by("pk")
    for mention, *told in acts.values_list("mention_id", "type", "place", "date"):
        found[mention].append(";".join(told))
    return found


def mention_key(pk: int) -> str:
    """The id of a mention in the library."""
    return f"{pk:012d}"


def mention_pk(key: str) -> int:
    """The number of a mention in the record."""
    return int(key)


def judgement_values(mentions: Iterable[int]) -> list[linkage.Judgement]:
    """What holds for each judged pair, both of whose mentions are linked."""
    known = set(mentions)
    return [
        linkage.Judgement(mention_a=mention_key(a), mention_b=mention_key(b), verdict=verdict)  # type: ignore[arg-type]  # the choices of the column
        for (a, b), verdict in verdicts_in_force().items()
        if a in known and b in known
    ]


def verdicts_in_force(*, around: Iterable[int] | None = None) -> dict[tuple[int, int], str]:
    """What holds for each judged pair: what more reviewers say, `unsure` where as many say the one as the other.

    Args:
        around: only what touches these mentions and those judged the same as they are; None for all.
    """
    if around is None:
        return _majority(Opinion.objects.all())
    found: dict[tuple[int, int], str] = {}
    seen: set[int] = set()
    fresh = set(around)
    while fresh:
        seen |= fresh
        found |= _majority(Opinion.objects.filter(Q(mention_a__in=fresh) | Q(mention_b__in=fresh)))
        fresh = {m for pair, verdict in found.items() if verdict == "same" for m in pair} - seen
    return found


def _majority(opinions: QuerySet[Opinion]) -> dict[tuple[int, int], str]:
    votes: dict[tuple[int, int], int] = defaultdict(int)
    for a, b, verdict in opinions.order_by("id").values_list("mention_a_id", "mention_b_id", "verdict"):
        votes[a, b] += {"same": 1, "different": -1}.get(verdict, 0)
    return {pair: "same" if n > 0 else "different" if n < 0 else "unsure" for pair, n in votes.items()}


def draws_bytes(draws: LinkDraws) -> bytes:
    """Partition draws as an npz archive (no pickles)."""
    out = io.BytesIO()
    np.savez_compressed(out, mention_ids=np.array(draws.mention_ids), labels=draws.labels)
    return out.getvalue()


def added_draws_bytes(
    upon: str, new: Sequence[str], position: NDArray[np.int64], labels: NDArray[np.int64]
) -> bytes:
    """Partition draws of an addition: what it changed in others.

    Args:
        upon: SHA-256 of the draws of the whole linkage.
        new: mentions that are added behind those.
        position: columns that are changed, shape (columns,).
        labels: of these, shape (draws, columns).
    """
    out = io.BytesIO()
    np.savez_compressed(out, upon=np.array(upon), mention_ids=np.array(new), position=position, labels=labels)
    return out.getvalue()


def draws_value(content: bytes) -> LinkDraws:
    """Partition draws back from their archive; those of an addition with all that they stand upon."""
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        ids, labels = tuple(str(m) for m in archive["mention_ids"]), archive["labels"].astype(np.int64)
        if "upon" not in archive:
            return LinkDraws(mention_ids=ids, labels=labels)
        whole, position = draws_value(files.get(str(archive["upon"]))), archive["position"]
    grown = np.empty((len(labels), len(whole.mention_ids) + len(ids)), dtype=np.int64)
    grown[:, : len(whole.mention_ids)] = whole.labels
    grown[:, position] = labels
    return LinkDraws(mention_ids=(*whole.mention_ids, *ids), labels=grown)
