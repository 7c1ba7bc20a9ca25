"""What speaks for and against one person, as a reviewer sees it: names, fields, what is told, the weights.

Names are read here only for those who may see them; for everybody else the comparison says which parts fit, never what
they are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from tumen import dates, linkage, names, places, vocab
from tumen_desk.accounts.access import Door, may
from tumen_desk.link.models import LinkRun, Pair
from tumen_desk.record.models import Act, Leg, Mention, Name, Stay
from tumen_desk.record.queries import names_of

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

BITS: Final = 1 / math.log(2)
_TOLD: Final = 5
_QUOTED: Final = 240
_CLEAR: Final = 0.5
_FINEST: Final = 1e-4
_PLACES: Final = ("family name", "first given syllable", "second given syllable", "third given syllable")
_FIELDS: Final = ("sex", "birth", "birthplace", "left", "died")
_DATES: Final = ("birth", "left", "died")
_STEP: Final = re.compile(r"(?P<words>.*): (?P<bits>[+-]\d+(?:\.\d+)?) bits")
_SYLLABLE: Final = re.compile(
    r"(?P<place>[^:/]+): (?P<one>.+?) / (?P<other>.+?), (?P<words>.*) \((?P<nats>[+-]\d+(?:\.\d+)?)\)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Syllables:
    """One place of two names beside each other.

    Attributes:
        place: which place of the name, in words.
        one, other: what is written there; empty for those who may not see names.
        words: how they fit, with how common it is; without the values for those who may not see names.
        mark: `agree`, `differ` or `silent`.
    """

    place: str
    one: str
    other: str
    words: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One stated field of two mentions; `mark` is `agree`, `near`, `differ` or `silent`, `words` say how."""

    field: str
    one: str
    other: str
    words: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing told of a mention: what, when, where; and the words that tell it, where there is a text."""

    kind: str
    pk: int
    what: str
    date: str
    place: str
    quote: str
    document: int | None
    passage: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two mentions; `names` is None for those who may not see names."""

    mention: Mention
    names: list[Name] | None
    told: list[Told]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Two mentions side by side.

    Attributes:
        sides: the two.
        fields: every stated field.
        syllables: the names place by place.
        chance: a sentence on how often other people's names fit as well; empty where that says nothing.
    """

    sides: tuple[Side, Side]
    fields: list[Compared]
    syllables: list[Syllables]
    chance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a waterfall: words, and bits for one person (above 0) or two (below 0)."""

    words: str
    bits: float


def evidence(user: User, one: Mention, other: Mention, *, reason: str) -> Evidence:
    """Two mentions side by side, with names for those who may see them; that they were shown is logged."""
    shown = names_of(user, [one, other], reason=reason) if may(user, Door.NAMES_SEE) else None
    # Words of a source and pieces of two names tell who it is: both identities must be open.
    both_open = shown is not None and None not in shown.values()
    told = _told([one.pk, other.pk], quoted=both_open)
    sides = tuple(
        Side(mention=m, names=None if shown is None else shown.get(m.pk), told=told[m.pk])
        for m in (one, other)
    )
    syllables, chance = _names(one, other, shown=both_open)
    return Evidence(sides=(sides[0], sides[1]), fields=fields(one, other), syllables=syllables, chance=chance)


def fields(one: Mention, other: Mention) -> list[Compared]:
    """Each field that one of two mentions states, and how the two agree."""
    found = [_compared(name, getattr(one, name), getattr(other, name)) for name in _FIELDS]
    return [each for each in found if each.one or each.other]


def _compared(field: str, one: str, other: str) -> Compared:
    words, mark = "stated by one only", "silent"
    if one and other:
        words, mark = _agreement(field, one, other)
    return Compared(field=field, one=one, other=other, words=words, mark=mark)


_MARKS: Final = {
    dates.Agreement.SAME: "agree",
    dates.Agreement.FITS: "agree",
    dates.Agreement.EXPLAINED: "near",
    dates.Agreement.NEAR: "near",
    dates.Agreement.DIFFERENT: "differ",
}
_PLACE_MARKS: Final = {
    places.PlaceLevel.SAME: "agree",
    places.PlaceLevel.INSIDE: "agree",
    places.PlaceLevel.INSIDE_THEN: "agree",
    places.PlaceLevel.MAY_BE_SAME: "near",
    places.PlaceLevel.NEAR: "near",
    places.PlaceLevel.SAME_REGION: "near",
    places.PlaceLevel.IN_COUNTRY: "near",
    places.PlaceLevel.ACROSS_BORDER: "near",
    places.PlaceLevel.UNKNOWN: "silent",
}


def _agreement(field: str, one: str, other: str) -> tuple[str, str]:
    if field in _DATES:
        found = dates.compare_identity(dates.parse(one), dates.parse(other))
        return "; ".join(found.reasons), _MARKS.get(found.agreement, "silent")
    if field == "birthplace":
        known = places.gazetteer(vocab.load_pack(settings.CONFIG.pack)).compare(one, other)
        return "; ".join(known.reasons), _PLACE_MARKS.get(known.level, "differ")
    return ("the same", "agree") if one == other else ("different", "differ")


def _names(one: Mention, other: Mention, *, shown: bool) -> tuple[list[Syllables], str]:
    # A pseudonym says nothing about identity.
    texts = {one.pk: "", other.pk: ""}
    telling = Name.objects.filter(mention__in=texts).exclude(kind=Name.Kind.PSEUDONYM).order_by("id")
    for mention, text in telling.values_list("mention_id", "text"):
        texts[mention] = f"{texts[mention]}|{text}".strip("|")
    if not all(texts.values()):
        return [], ""
    found = names.compare(texts[one.pk], texts[other.pk])
    swapped = texts[one.pk] > texts[other.pk]  # the reasons name the two in this order
    syllables = [_syllables(reason, shown=shown, swapped=swapped) for reason in found.reasons]
    order = {place: at for at, place in enumerate(_PLACES)}
    kept = [s for s in syllables if s is not None]
    return sorted(kept, key=lambda s: order.get(s.place, len(order))), _chance(found.score)


def _syllables(reason: str, *, shown: bool, swapped: bool) -> Syllables | None:
    found = _SYLLABLE.fullmatch(reason)
    if found is None:
        if not shown:
            return None
        return Syllables(place="", one="", other="", words=reason, mark="silent")
    nats = float(found["nats"])
    mark = "agree" if nats >= _CLEAR else "differ" if nats <= -_CLEAR else "silent"
    if not shown:
        words = {"agree": "fit", "differ": "do not fit", "silent": "say little"}[mark]
        return Syllables(place=found["place"], one="", other="", words=words, mark=mark)
    one, other = (found["other"], found["one"]) if swapped else (found["one"], found["other"])
    return Syllables(place=found["place"], one=one, other=other, words=found["words"], mark=mark)


def _chance(score: float) -> str:
    """How often strangers' names fit as well, at most.

    Source: a likelihood ratio of L or more comes up for two different people at most once in L times (R. Royall,
    "Statistical Evidence", 1997, section 1.4).
    """
    if score < math.log(2):
        return ""
    often = math.exp(min(score, 16.0))
    digits = 10 ** max(int(math.log10(often)) - 1, 0)
    return f"At most 1 in {int(often / digits) * digits:,} names of other people would fit this well."


def _told(mentions: Sequence[int], *, quoted: bool) -> dict[int, list[Told]]:
    """What sources tell of each mention, a few things of each kind; the words only where they may be shown."""
    found: dict[int, list[Told]] = {pk: [] for pk in mentions}
    kinds: tuple[tuple[Any, str, str, str], ...] = (
        (Act, "act", "type", "place"),
        (Stay, "stay", "facility_type", "facility"),
        (Leg, "leg", "kind", "to_place"),
    )
    quote = Substr("passage__document__text", F("passage__start") + 1, _QUOTED) if quoted else Value("")
    for table, kind, what, place in kinds:
        rows = (
            table.objects.filter(mention__in=mentions)
            .annotate(words=Concat(quote, Value("")))
            .order_by("date_low", "id")
            .values(
                "pk",
                "mention_id",
                what,
                place,
                "date",
                "words",
                "passage_id",
                "passage__document_id",
                "passage__start",
                "passage__end",
            )
        )
        for row in rows[: 4 * _TOLD]:
            long = (row["passage__end"] or 0) - (row["passage__start"] or 0)
            found[row["mention_id"]].append(
                Told(
                    kind=kind,
                    pk=row["pk"],
                    what=row[what],
                    date=row["date"],
                    place=row[place],
                    quote=(row["words"] or "")[: max(long, 0)],
                    document=row["passage__document_id"],
                    passage=row["passage_id"],
                )
            )
    return {pk: rows[:_TOLD] for pk, rows in found.items()}


def steps(run: LinkRun, pair: Pair) -> list[Step]:
    """The waterfall of a listed pair, from the prior to what all other mentions and verdicts add."""
    # Of what was learnt only this is needed, which every version keeps alike; the reasons lie with the pair.
    share = float(run.model["match_share"])
    prior = math.log(share) - math.log1p(-share)
    found = [
        Step(
            words=f"before looking, 1 in {1 + math.exp(-prior):,.0f} pairs of mentions is one person",
            bits=prior * BITS,
        )
    ]
    for reason in pair.reasons:
        told = _STEP.fullmatch(reason)
        if told is not None:
            found.append(Step(words=told["words"], bits=float(told["bits"])))
    rest = _rest(pair.probability, sum(step.bits for step in found))
    return [*found, Step(words="what all other mentions and verdicts add", bits=rest)]


def _rest(probability: float, alone: float) -> float:
    """What lies between the bits of the two mentions alone and the probability, which knows 13 bits at most."""
    p = min(max(probability, _FINEST), 1 - _FINEST)
    found = math.log2(p / (1 - p))
    beyond = alone > found if p > 0.5 else alone < found
    return 0.0 if p != probability and beyond else found - alone


def open_reasons(reasons: Iterable[linkage.Reason], *, shown: bool) -> list[str]:
    """Reasons in words; what they quote of names is left out unless both identities are open."""
    return [
        str(reason) if shown or reason.field != "name"
        else f"{reason.words.partition(' (')[0]}: {reason.weight_log2:+.1f} bits"
        for reason in reasons
    ]  # fmt: skip
