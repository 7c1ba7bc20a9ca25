"""From the record to parts of a population and to times at risk: only where consent for counting and linkage stands."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from tumen import places, vocab
from tumen.errors import UnknownPlace
from tumen.estimation import OverlapTable
from tumen.model import ListMembership
from tumen_desk.count.models import Series
from tumen_desk.count.queries import asked_acts, asked_legs
from tumen_desk.count.recipes import CountRecipe
from tumen_desk.count.series_recipes import BEFORE, PERIOD, PLACE, SEX, StrataRecipe, TrendRecipe
from tumen_desk.link.adapters import mention_key
from tumen_desk.link.models import LinkRun, Membership
from tumen_desk.record.models import Act, Mention, Purpose
from tumen_desk.record.queries import allowing

NOT_KNOWN = "not known"
_SEXES = {"f": "female", "m": "male"}


def series() -> QuerySet[Series]:
    """Series, newest first."""
    return Series.objects.select_related("created_by", "question")


class Regions:
    """The part of a country in which a place lies: the step below the country."""

    def __init__(self) -> None:
        """Reads the gazetteer of the pack in use."""
        self._gazetteer = places.gazetteer(vocab.load_pack(settings.CONFIG.pack))
        self._known: dict[str, str] = {}

    def of(self, code: str) -> str:
        """The label of the part; `NOT_KNOWN` without a place."""
        if code not in self._known:
            self._known[code] = self._find(code)
        return self._known[code]

    def _find(self, code: str) -> str:
        try:
            chain = [code, *self._gazetteer.get(code).admin] if code else []
            return (
                self._gazetteer.get(chain[-2] if len(chain) > 1 else chain[0]).label("en")
                if chain
                else NOT_KNOWN
            )
        except UnknownPlace:
            return NOT_KNOWN


def tables_of(
    recipe: CountRecipe,
    parts: StrataRecipe,
    mentions: QuerySet[Mention],
    members: Iterable[ListMembership],
    persons: Mapping[str, str],
) -> dict[tuple[str, ...], OverlapTable]:
    """The overlap table of each part. A person is in the part that most of the mentions say, the first of equals."""
    labels = [_labels(name, recipe, parts, mentions) for name in parts.by]
    said: dict[str, list[Counter[str]]] = defaultdict(lambda: [Counter() for _ in labels])
    lists: dict[str, set[str]] = defaultdict(set)
    for each in members:
        person = persons[each.mention_id]
        lists[person].add(each.list_id)
        for counter, known in zip(said[person], labels, strict=True):
            counter[known.get(each.mention_id, NOT_KNOWN)] += 1
    groups: dict[tuple[str, ...], dict[str, frozenset[str]]] = defaultdict(dict)
    for person, counters in said.items():
        groups[tuple(map(_most, counters))][person] = frozenset(lists[person])
    names = sorted({name for on in lists.values() for name in on})
    return {key: OverlapTable.from_memberships(people, lists=names) for key, people in groups.items()}


def _most(said: Counter[str]) -> str:
    """What most say; what is not known only where nothing else is said."""
    known = {label: times for label, times in said.items() if label != NOT_KNOWN} or dict(said)
    return min(known, key=lambda label: (-known[label], label))


def _labels(
    name: str, recipe: CountRecipe, parts: StrataRecipe, mentions: QuerySet[Mention]
) -> dict[str, str]:
    """Mention → its part."""
    if name == SEX:
        return {mention_key(pk): _SEXES.get(sex, NOT_KNOWN) for pk, sex in mentions.values_list("pk", "sex")}
    found: dict[int, str] = {}
    regions = Regions()
    for asked, field in ((asked_acts(recipe), "place"), (asked_legs(recipe), "to_place")):
        rows: QuerySet[Any] = asked.filter(mention__in=mentions.values("pk")).order_by("date_low", "pk")
        for pk, low, high, place in rows.values_list("mention_id", "date_low", "date_high", field):
            label = regions.of(place) if name == PLACE else _period(low, high, parts.years)
            if label != NOT_KNOWN:
                found.setdefault(pk, label)
    return {mention_key(pk): label for pk, label in found.items()}


def _period(low: Any, high: Any, width: int) -> str:
    """The period that holds the date whole; not known if it may be of two."""
    if low is None or high is None or low.year // width != high.year // width:
        return NOT_KNOWN
    first = low.year // width * width
    return str(first) if width == 1 else f"{first}–{first + width - 1}"


def tellers(recipe: TrendRecipe, link_run: LinkRun | None) -> QuerySet[Mention]:
    """Interviewed people whose time at risk is known and whose consent for counting and linkage stands."""
    found = Mention.objects.filter(role=Mention.Role.INTERVIEWEE, is_group=False).exclude(left="")
    found = found.exclude(birth="") if recipe.risk == BEFORE else found.exclude(source__date="")
    if link_run is not None:
        found = found.filter(memberships__run=link_run)
    return found.filter(allowing(Purpose.COUNT, "pk"), allowing(Purpose.LINK, "pk"))


def told_tables(recipe: TrendRecipe, link_run: LinkRun | None) -> tuple[str, str]:
    """People and events as the library reads them: a person heard twice stands with the latest interview alone."""
    persons = {}
    if link_run is not None:
        persons = dict(Membership.objects.filter(run=link_run).values_list("mention_id", "person"))
    latest: dict[str, dict[str, Any]] = {}
    fields = ("pk", "birth", "left", "birthplace", "sex", "source__date", "source__date_low")
    for row in tellers(recipe, link_run).order_by("source__date_low", "pk").values(*fields):
        latest[str(persons.get(row["pk"], row["pk"]))] = row
    regions, number = Regions(), {row["pk"]: name for name, row in latest.items()}
    people = [
        (name, *_risk(recipe, row), row["source__date"], regions.of(row["birthplace"]),
         _SEXES.get(row["sex"], NOT_KNOWN), row["left"][:4])
        for name, row in latest.items()
    ]  # fmt: skip
    acts = Act.objects.filter(type__in=recipe.act_types, mention__in=number)
    if recipe.place:
        gazetteer = places.gazetteer(vocab.load_pack(settings.CONFIG.pack))
        acts = acts.filter(place__in=[each.code for each in gazetteer.within(recipe.place)])
    events = [(number[pk], date) for pk, date in acts.order_by("pk").values_list("mention_id", "date")]
    return (
        _csv(("person", "from", "until", "interviewed", PLACE, SEX, "left"), people),
        _csv(("person", "date"), events),
    )


def _risk(recipe: TrendRecipe, row: Mapping[str, Any]) -> tuple[str, str]:
    return (row["birth"], row["left"]) if recipe.risk == BEFORE else (row["left"], row["source__date"])


def _csv(header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


__all__ = ["NOT_KNOWN", "PERIOD", "series", "tables_of", "tellers", "told_tables"]
