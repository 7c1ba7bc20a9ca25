"""Who was heard: interviews by kind of informant and place, how people were found, and what they answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tumen_desk.record import asking, hooks
from tumen_desk.record.models import Account, Act, Interview, Said
from tumen_desk.record.tables.cells import People, telling
from tumen_desk.record.tables.counted import answers, bounds, happenings, interviews, people, persons, year_of
from tumen_desk.record.tables.table import Asked, Cell, Table, grouped, kind, share
from tumen_desk.record.values import in_words
from tumen_desk.shell import terms

_PERIOD: Final = 10  # characters of a day


def held(interview: Interview) -> tuple[str, ...]:
    """Dates of its sessions, or of the source where none has one."""
    told = tuple(s.date for s in interview.sessions.all() if s.date)
    return told or ((interview.source.date,) if interview.source.date else ())


def _label(vocabulary: str, code: str) -> str:
    known = terms.vocabulary(vocabulary)
    return str(known[code].label(terms.language())) if code in known else code or _("not stated")


@kind(
    "interviews",
    title=lazy("Who was heard, by kind, place and time"),
    about=lazy(
        "Interviews, people and sessions of each kind of informant and place, with the first and the last day. "
        "Kinds are not added up: who lived through it and who studied it are not two of one kind."
    ),
    asks=("since", "until"),
)
def heard(asked: Asked) -> Table:
    """Interviews by kind of source and place of the first session."""
    rows: dict[tuple[str, str], list[Interview]] = {}
    undated = 0
    for interview in interviews(asked.user):
        year = year_of(*held(interview))
        undated += year is None
        if asked.keeps(year):
            place = next((s.place for s in interview.sessions.all() if s.place), interview.source.place)
            rows.setdefault((interview.source.kind, place), []).append(interview)
    who = persons(i.person_id for found in rows.values() for i in found)
    lines = []
    for (source_kind, place), found in sorted(rows.items()):
        days = [day for i in found for text in held(i) for day in bounds(text) if day]
        people = People(len({who[i.person_id] for i in found}))
        lines.append(
            (
                _label("source_kind", source_kind),
                _label("place", place),
                telling(len(found), people),
                people,
                telling(sum(len(i.sessions.all()) for i in found), people),
                telling(str(min(days))[:_PERIOD] if days else "", people),
                telling(str(max(days))[:_PERIOD] if days else "", people),
            )
        )
    notes = (_("Without a year: %(n)s.") % {"n": undated},) if undated else ()
    heads = (
        _("Kind"),
        _("Place"),
        _("Interviews"),
        _("People"),
        _("Sessions"),
        _("First day"),
        _("Last day"),
    )
    return Table(columns=heads, rows=tuple(lines), notes=notes)


@kind(
    "leaving",
    title=lazy("Year of leaving by year of interview"),
    about=lazy(
        "When those who were heard had left: what is told of a year is told by whoever left after it."
    ),
    asks=("since", "until"),
)
def leaving(asked: Asked) -> Table:
    """People heard, by year of leaving and year of hearing."""
    found = [(i.person, year_of(*held(i))) for i in interviews(asked.user)]
    who = persons(person.pk for person, _year in found)
    cells = grouped(
        ((year_of(person.left), year), who[person.pk]) for person, year in found if asked.keeps(year)
    )
    columns = sorted({heard for _left, heard in cells}, key=lambda y: y or 0)
    lefts = sorted({left for left, _heard in cells}, key=lambda y: y or 0)
    return Table(
        columns=(_("Left in"), *(str(y) if y else _("not stated") for y in columns)),
        rows=tuple(
            (left or _("not stated"), *(People(len(cells.get((left, y), ()))) for y in columns))
            for left in lefts
        ),
    )


@kind(
    "referral",
    title=lazy("People compared by how they were found"),
    about=lazy(
        "Whether those whom one way brought differ from the others: sex, year of leaving, and how many tell of an act "
        "of the kind chosen. Small groups differ by chance; look at the intervals."
    ),
    asks=("since", "until", "act_type"),
)
def referral(asked: Asked) -> Table:
    """People heard, by how they were found, with what tells the groups apart."""
    kept = [i for i in interviews(asked.user) if asked.keeps(year_of(*held(i)))]
    who = persons(i.person_id for i in kept)
    told = tellers(asked)
    lines = []
    for code in sorted({i.referral for i in kept}):
        group = {who[i.person_id]: i.person for i in kept if i.referral == code}
        sexes = Counter(p.sex for p in group.values())
        left = sorted(y for p in group.values() if (y := year_of(p.left)))
        people, tell = People(len(group)), People(len(group.keys() & told))
        women, men = People(sexes["f"]), People(sexes["m"])
        middle = left[len(left) // 2] if left else None
        lines.append(
            (
                _label("referral", code),
                people,
                *(telling(cell, people, women, men) for cell in share(women, women + men)),
                telling(middle, people),
                tell,
                *share(tell, people),
            )
        )
    heads = (
        _("How found"), _("People"), _("women, %"), _("95% interval"), _("Middle year of leaving"),
        _("tell of it"), _("tell of it, %"), _("95% interval"),
    )  # fmt: skip
    return Table(columns=heads, rows=tuple(lines))


def tellers(asked: Asked) -> set[str]:
    """People who tell of an act of the kind asked for (any kind if none is), as done to them or seen by them."""
    acts = happenings(asked.user, Act).exclude(type="")
    if asked.act_type:
        acts = acts.filter(type=asked.act_type)
    own = set(acts.values_list("mention", flat=True))
    told = Account.objects.filter(acts__in=acts, teller__in=people(asked.user))
    mentions = own | set(told.values_list("teller", flat=True))
    return set(persons(mentions).values())


@kind(
    "answers",
    title=lazy("Answers by year of leaving, round of interviews or way of being found"),
    about=lazy(
        "How many people gave each answer of a list in one field. Several answers of one person count each; who was "
        "not asked or did not say is left out of the share."
    ),
    asks=("field", "by", "since", "until"),
    needs=("field",),
)
def answered(asked: Asked) -> Table:
    """One field of people, each answer with its share among those who answered."""
    told = list(answers(asked.user, asked.field))
    group = _groups(asked)
    who = persons(s.mention_id for s in told)
    cells = grouped(((group(s), s.value), who[s.mention_id]) for s in told if asked.keeps(_left(s)))
    of = grouped((at, person) for (at, _value), found in cells.items() for person in found)
    field = asking.field(asked.field)
    rows: list[tuple[Cell, ...]] = []
    for at in sorted(of):
        ranked = sorted(((len(found), value) for (g, value), found in cells.items() if g == at), reverse=True)
        for n, value in ranked:
            part, whole = People(n, of=(at,)), People(len(of[at]), name=at)
            rows.append((at, in_words(field, value), part, whole, *share(part, whole)))
    heads = (_("Group"), _("Answer"), _("People"), _("of those who answered"), _("%"), _("95% interval"))
    return Table(columns=heads, rows=tuple(rows))


def _left(said: Said) -> int | None:
    return year_of(said.mention.left)


def _groups(asked: Asked) -> Callable[[Said], str]:
    """How the people are told apart."""
    if asked.by in ("wave", "referral"):
        heard_of: Mapping[int, Interview] = {i.person_id: i for i in interviews(asked.user)}

        def of_interview(said: Said) -> str:
            found = heard_of.get(said.mention_id)
            if asked.by == "wave":
                return (found.wave if found else "") or _("not stated")
            return _label("referral", found.referral if found else "")

        return of_interview
    if asked.by == "sex":
        return lambda said: said.mention.get_sex_display() or _("not stated")
    return lambda said: str(_left(said) or _("not stated"))


@kind(
    "tellers",
    title=lazy("How many tell of an act, and of how many events"),
    about=lazy(
        "Of the people heard, how many tell of an act of the kind chosen; beside it how many tellings that are, and "
        "how many events the linkage makes of them. What many tell may have happened once."
    ),
    asks=("act_type",),
    needs=("act_type",),
)
def tell_of(asked: Asked) -> Table:
    """The share of informants beside the tellings and the events."""
    heard_people = set(persons(i.person_id for i in interviews(asked.user)).values())
    tell, people = People(len(heard_people & tellers(asked))), People(len(heard_people))
    acts = list(happenings(asked.user, Act).filter(type=asked.act_type))
    events = hooks.events_of([act.pk for act in acts])
    tellings = grouped(((act.account_id, act.place, act.date), act.pk) for act in acts)
    unlinked = sum(not any(pk in events for pk in told) for told in tellings.values())
    heads = (
        _("What was done"), _("People heard"), _("tell of it"), _("%"), _("95% interval"), _("Tellings"),
        _("Events"), _("Tellings not linked"),
    )  # fmt: skip
    row = (
        _label("act_type", asked.act_type), people, tell, *share(tell, people),
        *(telling(n, tell) for n in (len(tellings), len(set(events.values())), unlinked)),
    )  # fmt: skip
    return Table(columns=heads, rows=(row,))
