"""Every value of a field with who says it, how they know, where it stands and how it is graded; and which is preferred.

Nothing is chosen here: conflicts are marked, and a preference is a judgement that stands beside the values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tumen import dates
from tumen.dates import Truth
from tumen.errors import DatesError
from tumen_desk.accounts.access import Door, may
from tumen_desk.record import asking
from tumen_desk.record.models import Act, Mention, Passage, Preference, Said, Source
from tumen_desk.shell import terms

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

ACT_COLUMNS: Final = (
    ("type", "term", "act_type", {"en": "what was done", "ko": "행위", "zh": "行为"}),
    ("date", "date", "", {"en": "when", "ko": "때", "zh": "时间"}),
    ("place", "term", "place", {"en": "where", "ko": "곳", "zh": "地点"}),
    ("method", "term", "torture_method", {"en": "method", "ko": "방법", "zh": "手段"}),
    ("outcome", "term", "victim_outcome", {"en": "what became of the person", "ko": "결과", "zh": "结果"}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value as one source says it.

    Attributes:
        field: which.
        how: `stated`, `not_stated`, `refused` or `unknown`.
        value: code, EDTF text or number; empty unless stated, and for words.
        words: what was said in words.
        mention: of whom.
        act: in which act, if not of the person.
        source: who says it.
        connection: how the source knows it (a term), empty if that is not stated.
        credibility: grade of this very value; the source's own grade stands on the source.
        said: the row behind it, unless it is a column.
        preferred: the judgement that prefers it, if it holds.
    """

    field: asking.Field
    how: str
    value: str
    words: str
    mention: Mention
    source: Source
    act: Act | None = None
    connection: str = ""
    passage: Passage | None = None
    credibility: str = ""
    since: str = ""
    until: str = ""
    said: Said | None = None
    preferred: Preference | None = None

    @property
    def text(self) -> str:
        """The answer in the language of the page; empty where none was given."""
        if self.how != Said.How.STATED:
            return ""
        return self.words or in_words(self.field, self.value)

    @property
    def key(self) -> str:
        """What a form calls it."""
        act = self.act.pk if self.act else 0
        return f"{self.mention.pk}-{act}-{self.said.pk if self.said else 0}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValues:
    """One field with all its values, and pairs that cannot both be true."""

    field: asking.Field
    values: tuple[Value, ...]
    in_conflict: bool

    @property
    def differ(self) -> bool:
        """Whether there is anything to choose between."""
        return len({(v.value, v.words) for v in self.values if v.how == Said.How.STATED}) > 1

    @property
    def preferred(self) -> Value | None:
        """The value that a person decided to take."""
        return next((v for v in self.values if v.preferred), None)


_ANSWERS: Final = {
    "yes": {"en": "yes", "ko": "예", "zh": "是"},
    "no": {"en": "no", "ko": "아니오", "zh": "否"},
    "f": {"en": "female", "ko": "여", "zh": "女"},
    "m": {"en": "male", "ko": "남", "zh": "男"},
}


def in_words(told: asking.Field, value: str) -> str:
    """A kept answer as a person reads it."""
    if told.kind == "term":
        known = terms.vocabulary(told.vocabulary)
        return known[value].label(terms.language()) if value in known else value
    if told.kind == "date":
        return dates.say(dates.parse(value), terms.language()) if value else ""
    if told.kind in ("yes_no", "sex"):
        return terms.label(_ANSWERS[value]) if value in _ANSWERS else value
    return value


def of_mentions(user: User, mentions: Sequence[Mention]) -> list[FieldValues]:
    """What is said of a person: columns first, then further fields in the order of the pack."""
    found: list[Value] = []
    for name in asking.COLUMNS:
        told = asking.field(name)
        found += [_column(told, m) for m in mentions if getattr(m, name)]
    rows = Said.objects.filter(
        mention__in=mentions, act__isnull=True, stay__isnull=True, leg__isnull=True, transfer__isnull=True
    )
    found += _said(user, rows)
    return _grouped(found, _preferences(Preference.objects.filter(mention__in=mentions, act__isnull=True)))


def of_acts(user: User, acts: Sequence[Act]) -> list[FieldValues]:
    """What is said of one happening by several acts."""
    found: list[Value] = []
    for name, kind, vocabulary, labels in ACT_COLUMNS:
        told = asking.Field(id=name, about="act", kind=kind, vocabulary=vocabulary, labels=labels)
        found += [_act_column(told, act) for act in acts if getattr(act, name)]
    found += _said(user, Said.objects.filter(act__in=acts))
    return _grouped(found, _preferences(Preference.objects.filter(act__in=acts)))


def of_thing(user: User, noun: str, pk: int) -> list[FieldValues]:
    """Further values of one act, stay, leg or transfer."""
    return _grouped(_said(user, Said.objects.filter(**{noun: pk})), {})


def _column(told: asking.Field, mention: Mention) -> Value:
    return Value(
        field=told,
        how=Said.How.STATED,
        value=str(getattr(mention, told.id)),
        words="",
        mention=mention,
        source=mention.source,
    )


def _act_column(told: asking.Field, act: Act) -> Value:
    return Value(
        field=told,
        how=Said.How.STATED,
        value=str(getattr(act, told.id)),
        words="",
        mention=act.mention,
        source=act.account.source,
        act=act,
        connection=act.account.connection,
        passage=act.passage,
    )


def _said(user: User, rows: Iterable[Said]) -> list[Value]:
    """Rows as values; what is restricted only for those who may see names."""
    if hasattr(rows, "select_related"):
        rows = rows.select_related("mention__source__issuer", "passage__document", "act")
    known = asking.fields()
    open_ = may(user, Door.NAMES_SEE)
    found = []
    for row in rows:
        told = known.get(row.field) or asking.field(row.field)
        if told.restricted and not open_:
            continue
        found.append(
            Value(
                field=told,
                how=row.how,
                value=row.value,
                words=row.words or "",
                mention=row.mention,
                source=row.mention.source,
                act=row.act,
                connection=row.connection,
                passage=row.passage,
                credibility=row.credibility,
                since=row.since,
                until=row.until,
                said=row,
            )
        )
    return found


def _preferences(rows: Iterable[Preference]) -> dict[str, Preference]:
    """The preference that holds in each field: the newest, unless it was ended."""
    ended: set[tuple[str, int, int | None]] = set()
    holding: dict[str, Preference] = {}
    for row in sorted(rows, key=lambda r: -r.pk):
        thing = (row.field, row.mention_id, row.act_id)
        if row.withdrawn:
            ended.add(thing)
        elif thing not in ended:
            holding.setdefault(row.field, row)
    return holding


def _grouped(found: list[Value], preferences: dict[str, Preference]) -> list[FieldValues]:
    grouped: dict[str, list[Value]] = {}
    for value in found:
        told = preferences.get(value.field.id)
        chosen = told is not None and _is_of(told, value)
        grouped.setdefault(value.field.id, []).append(replace(value, preferred=told) if chosen else value)
    return [
        FieldValues(field=values[0].field, values=tuple(values), in_conflict=in_conflict(values))
        for values in grouped.values()
    ]


def _is_of(preference: Preference, value: Value) -> bool:
    return (
        preference.mention_id == value.mention.pk
        and preference.act_id == (value.act.pk if value.act else None)
        and preference.said_id == (value.said.pk if value.said else None)
    )


def in_conflict(values: Sequence[Value]) -> bool:
    """Whether two stated values of one field cannot both be true.

    Not in conflict are a date within a wider one, a place within another, several answers where several may be given,
    values of different times, and words, which only a reader can compare.
    """
    told = values[0].field
    if told.several or told.in_words:
        return False
    stated = [v for v in values if v.how == Said.How.STATED and v.value]
    return any(_exclude(told, a, b) for i, a in enumerate(stated) for b in stated[i + 1 :])


def _exclude(told: asking.Field, one: Value, other: Value) -> bool:
    if one.value == other.value or (told.over_time and _apart(one, other)):
        return False
    if told.kind == "date":
        return dates.overlaps(dates.parse(one.value), dates.parse(other.value)) is Truth.NO
    if told.kind == "term":
        return not _within(told.vocabulary, one.value, other.value)
    return True


def _apart(one: Value, other: Value) -> bool:
    """True if the two may be of different times: one says none, or they do not touch."""
    times = [(v.since, v.until) for v in (one, other)]
    if any(not since and not until for since, until in times):
        return False
    try:
        spans = [dates.parse(f"{since or '..'}/{until or '..'}") for since, until in times]
    except DatesError:
        return False
    return dates.overlaps(*spans) is Truth.NO


def _within(vocabulary: str, one: str, other: str) -> bool:
    known = terms.vocabulary(vocabulary)
    if one not in known or other not in known:
        return False
    above = {a.code for a in known.ancestors(one)} | {a.code for a in known.ancestors(other)}
    return one in above or other in above
