"""The record ↔ the library's accounts: what each telling says, and on whom it depends.

Consent is a condition of the query: a telling is there only while the people it speaks of, and whoever tells it, may
be linked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.conf import settings
from django.db.models import Q, QuerySet

from tumen import vocab
from tumen.linkage import events
from tumen_desk.link.models import Known, Membership
from tumen_desk.record.models import Account, Act, Involvement, Name, Purpose, Source, Tie
from tumen_desk.record.queries import allowing, refused_passages

_PART: Final = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One telling: the acts of one account that agree in kind, place and date, the first one first."""

    acts: tuple[Act, ...]

    @property
    def pk(self) -> int:
        """The number it goes by."""
        return self.acts[0].pk

    @property
    def account(self) -> Account:
        """The account it stands in."""
        return self.acts[0].account

    @property
    def victims(self) -> tuple[int, ...]:
        """Numbers of the mentions of whom it is told."""
        return tuple(dict.fromkeys(act.mention_id for act in self.acts))


def key(pk: int) -> str:
    """The id of a telling in the library."""
    return f"T-{pk}"


def pk_of(key: str) -> int:
    """The number of a telling in the record."""
    return int(key.removeprefix("T-"))


def allowed_acts() -> QuerySet[Act]:
    """Acts whose victim and teller may be linked, but those told in a passage that may not."""
    untold = Q(account__teller__isnull=True)
    refused = refused_passages(Purpose.LINK).values("pk")
    return (
        Act.objects.filter(Q(passage__isnull=True) | ~Q(passage__in=refused))
        .filter(untold | Q(allowing(Purpose.LINK, "account__teller")), allowing(Purpose.LINK, "mention"))
        .exclude(type="")
    )


def tellings(acts: QuerySet[Act]) -> list[Told]:
    """Acts gathered into tellings, in the order of their numbers."""
    gathered: dict[tuple[object, ...], list[Act]] = defaultdict(list)
    for act in acts.select_related("account__source__issuer", "account__teller", "mention").order_by("pk"):
        gathered[act.account_id, act.type, act.place, act.date].append(act)
    return [Told(acts=tuple(found)) for found in gathered.values()]


def tellings_of(numbers: Iterable[int]) -> list[Told]:
    """The tellings with these numbers whose consent stands, whole."""
    wanted = set(numbers)
    accounts = Act.objects.filter(pk__in=wanted).values("account")
    found = tellings(allowed_acts().filter(account__in=accounts))
    return [told for told in found if wanted & {act.pk for act in told.acts}]


def accounts_value(told: Sequence[Told]) -> events.Accounts:
    """Tellings as the library takes them.

    Raises:
        AccountsError: there are none.
    """
    around = _Around.of(told)
    knowledge = dict(vocab.load_pack(settings.CONFIG.pack).settings.get("knowledge", {}))
    known = {code: form for code, form in knowledge.items() if form in events.FORMS}
    return events.Accounts.from_rows(around.row(each, known) for each in told)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What stands around some tellings, fetched once for all of them."""

    names: Mapping[int, list[str]]
    persons: Mapping[int, str]
    agencies: Mapping[int, str]
    cites: Mapping[int, list[int]]
    kin: Mapping[str, set[str]]
    known: Mapping[int, list[Known]]

    @classmethod
    def of(cls, told: Sequence[Told]) -> _Around:
        victims = {mention for each in told for mention in each.victims}
        accounts = {each.account.pk: each.account for each in told}
        tellers = {a.teller_id for a in accounts.values() if a.teller_id is not None}
        persons = _persons(victims | tellers)
        return cls(
            names=_names(victims),
            persons=persons,
            agencies=_agencies(act.pk for each in told for act in each.acts),
            cites=_cites({a.source_id for a in accounts.values()}),
            kin=_kin(tellers, persons),
            known=_known(accounts),
        )

    def row(self, told: Told, forms: Mapping[str, str]) -> dict[str, object]:
        """One telling as a row of the library's table."""
        first, account = told.acts[0], told.account
        what = defaultdict(list)
        for known in self.known.get(account.pk, ()):
            what[known.kind].append(known.what.replace(";", ","))
        return {
            "account_id": key(told.pk), "source_id": f"S-{account.source_id}", "kind": first.type,
            "place": first.place or account.place, "date": first.date or account.date, "number": _number(told),
            "participants": _several(n for m in told.victims for n in self.names.get(m, ())),
            "persons": _several(self.persons[m] for m in told.victims if m in self.persons),
            "agency": next((self.agencies[a.pk] for a in told.acts if a.pk in self.agencies), ""),
            "method": _several(a.method for a in told.acts),
            "outcome": next((a.outcome for a in told.acts if a.outcome), ""),
            "stance": "denies" if Known.Kind.DENIES in what else "",
            # Whoever looked found that its source does not show it: then nothing is known of how it is known.
            "knowledge": "" if Known.Kind.NOT_SHOWN in what else forms.get(account.connection, ""),
            "informant": self.teller(account.teller_id),
            "heard_from": _several(self._heard(w) for w in what[Known.Kind.HEARD_FROM]),
            "cites": _several(f"S-{s}" for s in self.cites.get(account.source_id, ())),
            "statement": next(iter(what[Known.Kind.STATEMENT]), ""),
            "household": next(iter(what[Known.Kind.HOUSEHOLD]), ""),
            "kin": _several(sorted(self.kin.get(self.teller(account.teller_id), ()))),
            "referral": next(iter(what[Known.Kind.REFERRAL]), ""),
            "together": _several(what[Known.Kind.TOGETHER]),
            "issuer": f"O-{account.source.issuer_id}" if account.source.issuer_id else "",
        }  # fmt: skip

    def teller(self, mention: int | None) -> str:
        """Who tells it: the linked person, so that one who was heard twice counts once."""
        return "" if mention is None else self.persons.get(mention, f"M-{mention}")

    def _heard(self, written: str) -> str:
        number = written.removeprefix("M-")
        return self.persons.get(int(number), written) if number.isdecimal() else written


def _several(values: Iterable[str]) -> str:
    return ";".join(dict.fromkeys(value.replace(";", ",") for value in values if value))


def _number(told: Told) -> str:
    """How many people, where the telling says so; single people who are named are not a number."""
    groups = [act.mention for act in told.acts if act.mention.is_group and act.mention.number_low]
    if len({group.pk for group in groups}) != 1:
        return ""
    low, high = groups[0].number_low, groups[0].number_high or groups[0].number_low
    return str(low) if low == high else f"{low}-{high}"


def _among(rows: QuerySet[Any, Any], field: str, ids: Iterable[int]) -> Iterator[Any]:
    """Rows whose field is one of some numbers, asked for in parts: a database takes so many numbers and no more."""
    left = iter(sorted(set(ids)))
    while part := list(islice(left, _PART)):
        yield from rows.filter(**{f"{field}__in": part})


def _names(mentions: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    # A pseudonym says nothing about identity.
    telling = Name.objects.filter(mention__is_group=False).exclude(kind=Name.Kind.PSEUDONYM).order_by("pk")
    for mention, text in _among(telling.values_list("mention_id", "text"), "mention", mentions):
        found[mention].append(text)
    return found


def _persons(mentions: Iterable[int]) -> dict[int, str]:
    """Mention → person of the current linkage of persons, as far as there is one."""
    rows = Membership.objects.filter(run__is_current=True).values_list("mention_id", "person")
    return dict(_among(rows, "mention", mentions))


def _agencies(acts: Iterable[int]) -> dict[int, str]:
    rows = Involvement.objects.exclude(agency="").order_by("-pk").values_list("act_id", "agency")
    return dict(_among(rows, "act", acts))


def _cites(sources: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows = Source.cites.through.objects.order_by("pk").values_list("from_source_id", "to_source_id")
    for source, cited in _among(rows, "from_source", sources):
        found[source].append(cited)
    return found


def _kin(tellers: Iterable[int], persons: Mapping[int, str]) -> dict[str, set[str]]:
    """Teller → relatives, as persons: whoever tells it elsewhere may be among them."""
    rows, ids = Tie.objects.values_list("mention_id", "other_id"), set(tellers)
    ties = {*_among(rows, "mention", ids), *_among(rows, "other", ids)}
    known = {**_persons({m for tie in ties for m in tie}), **persons}
    found: dict[str, set[str]] = defaultdict(set)
    for a, b in ties:
        one, other = (known.get(m, f"M-{m}") for m in (a, b))
        found[one].add(other)
        found[other].add(one)
    return found


def _known(accounts: Iterable[int]) -> dict[int, list[Known]]:
    found: dict[int, list[Known]] = defaultdict(list)
    for known in _among(Known.objects.filter(taken_back_at=None), "account", accounts):
        found[known.account_id].append(known)
    return found
