"""Reading case files: the timeline, open fates, what is due; characterisations and checklists ready to be read."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.urls import reverse

from tumen import dates, law
from tumen.law import Assessment, Channel, Evidence, Finding, OpenChannel
from tumen_desk.act import adapters, known, queries
from tumen_desk.act.models import Case, Inquiry, Paper, Task
from tumen_desk.record.models import Act, Leg, Mention, Passage, Said, Stay

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One line of a timeline. `vocabulary` names the one that `code` is of; empty for words."""

    date: str
    low: datetime.date | None
    code: str
    vocabulary: str
    text: str
    url: str
    who: str
    place: str = ""
    life_sign: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What is known of the fate of one person of a case."""

    mention: Mention
    number: int
    outcome: str
    last_sign: Moment | None
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """Why an element has its answer, with links to where it is said."""

    text: str
    by_person: bool
    bears: bool
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the person of an act was in law, or was called, at that time; `sure` when it held on that day."""

    said: Said
    vocabulary: str
    sure: bool
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementLine:
    """One element, its answer, and why."""

    code: str
    text: str
    shown: str
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingPage:
    """One rule held against one state, ready to be read."""

    finding: Finding
    elements: tuple[ElementLine, ...]
    articles: tuple[queries.Article, ...]
    beside: tuple[tuple[str, str], ...]


def cases(user: User, *, open_only: bool = True) -> QuerySet[Case]:
    """Case files, the most pressing first."""
    found = known.cases(user).prefetch_related("persons", "tasks", "inquiries")
    return found.filter(closed_at__isnull=True) if open_only else found


def timeline(case: Case) -> list[Moment]:
    """Everything told of the persons of a case, and its notes, in order of time; undated last."""
    mentions = [p.mention_id for p in case.persons.all()]
    number = {p.mention_id: f"{case}/{p.number}" for p in case.persons.all()}
    found: list[Moment] = []
    for noun, model, vocabulary, code in (
        ("act", Act, "act_type", "type"), ("stay", Stay, "facility_type", "facility_type"),
        ("leg", Leg, "journey_leg", "kind"),
    ):  # fmt: skip
        for row in model.objects.filter(mention__in=mentions):
            found.append(
                Moment(
                    date=row.date, low=row.date_low, code=getattr(row, code), vocabulary=vocabulary, text="",
                    url=reverse(f"record:{noun}", args=[row.pk]), who=number[row.mention_id],
                    place=getattr(row, "place", "") or getattr(row, "to_place", ""),
                )
            )  # fmt: skip
    for note in case.notes.all():
        found.append(
            Moment(
                date=note.date, low=note.date_low, code=note.credibility, vocabulary="credibility", text=note.text,
                url="", who="", life_sign=note.life_sign,
            )
        )  # fmt: skip
    return sorted(found, key=lambda m: m.low or datetime.date.max)


def fates(case: Case, moments: Iterable[Moment]) -> list[Fate]:
    """For each person: the last outcome that a source tells, and the last sign of life. A rumour sets nobody dead."""
    signs = [m for m in moments if m.life_sign]
    made = []
    for person in case.persons.select_related("mention"):
        acts = Act.objects.filter(mention=person.mention).exclude(outcome="").order_by("date_low", "id")
        last = acts.last()
        asked = Inquiry.objects.filter(case=case).filter(Q(mention=person.mention) | Q(mention__isnull=True))
        answered = asked.exclude(answered_on=None).exists()
        made.append(
            Fate(
                mention=person.mention, number=person.number, outcome=last.outcome if last else "",
                last_sign=signs[-1] if signs else None, open=not person.mention.died and not answered,
            )
        )  # fmt: skip
    return made


def tasks(user: User) -> QuerySet[Task]:
    """Tasks of no case and no paper, or of such as this user may know of."""
    found = Task.objects.filter(Q(case=None) | Q(case__in=known.cases(user)))
    return found.filter(Q(paper=None) | Q(paper__in=known.papers(user)))


def due(user: User, *, within_days: int = 30) -> QuerySet[Task]:
    """Tasks not done that are due soon or late, or have no day, the earliest first."""
    edge = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=within_days)
    found = tasks(user).filter(done_at__isnull=True).filter(Q(due__lte=edge) | Q(due__isnull=True))
    return found.select_related("case", "paper")


def characterised(act: Act) -> list[FindingPage]:
    """The act held against every rule it calls for; the reasons linked to where they are said."""
    register = queries.register()
    if register is None:
        return []
    pack = queries.pack()
    found = law.characterise(adapters.coded_act(act, pack), pack)
    return [
        FindingPage(
            finding=f,
            elements=tuple(
                ElementLine(
                    code=e.code, text=e.text, shown=e.shown.value,
                    because=tuple(_because(v) for v in f.evidence.get(e.code, ())),
                )
                for e in f.elements
            ),
            articles=tuple(queries.article(c, register) for c in f.candidates),
            beside=tuple((b, register.rules[b].label) for b in f.rule.beside),
        )
        for f in found
    ]  # fmt: skip


def standings(act: Act) -> list[Standing]:
    """What the person of an act was in law, or was called, then."""
    return [
        Standing(
            said=said, vocabulary=vocabulary, sure=truth is dates.Truth.YES, links=links([adapters.where(said)])
        )
        for said, vocabulary, truth in adapters.standings(act)
    ]  # fmt: skip


def assessed(mention: Mention) -> Assessment:
    """The refugee checklist of a mention."""
    pack = queries.pack()
    return law.assess(adapters.coded_person(mention, pack), pack, said=adapters.said_of(mention))


def links(passages: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Where something is said, as (words, address)."""
    made = []
    for place in passages:
        kind, _, number = place.partition(":")
        if kind == "passage":
            passage = Passage.objects.select_related("document").filter(pk=number).first()
            if passage is not None:
                address = f"{reverse('record:document', args=[passage.document_id])}#passage-{number}"
                made.append((f"P-{number}", address))
        elif kind in ("act", "stay", "leg", "transfer", "mention", "account") and number:
            made.append((f"{kind} {number}", reverse(f"record:{kind}", args=[number])))
    return tuple(made)


def offered(act: Act, state: str) -> list[OpenChannel]:
    """Channels for an act against a state today: closed ones first, then those made for such an act."""
    if not state:
        return []
    today = dates.parse(datetime.datetime.now(datetime.UTC).date().isoformat())
    found = law.open_channels(state, today, queries.pack())
    return [c for c in found if not c.channel.acts or act.type in c.channel.acts]


def is_urgent(way: Channel, act: Act) -> str:
    """Whether the act is young enough for the urgent way: `yes`, `no`, `cannot tell`; empty without such a way."""
    if way.urgent_months is None or not act.date:
        return ""
    today = dates.parse(datetime.datetime.now(datetime.UTC).date().isoformat())
    return law.urgent(way, dates.parse(act.date), today).value


def act_of(case: Case) -> Act | None:
    """The act that papers of a case speak of: that of its latest paper, else the latest dated one of its persons."""
    earlier = case.papers.exclude(act=None).order_by("-id").first()
    if earlier is not None:
        return earlier.act
    acts = Act.objects.filter(mention__in=case.persons.values("mention"))
    return acts.exclude(date_low=None).order_by("-date_low", "-id").first() or acts.order_by("id").first()


def whom(case: Case | None, act: Act | None, way: Channel) -> tuple[Act | None, list[Mention]]:
    """The act and the people that a paper for this channel would speak of, from a case file or from an act."""
    persons = [p.mention for p in case.persons.select_related("mention")] if case else []
    if act is None and case is not None:
        act = act_of(case)
    return act, ([act.mention] if act is not None and way.per_person else persons)


def paper_list(user: User) -> QuerySet[Paper]:
    """Papers, newest first."""
    return known.papers(user).select_related("case", "made_by").prefetch_related("replies", "deliveries")


def _because(evidence: Evidence) -> Because:
    return Because(
        text=evidence.because, by_person=evidence.by_person, bears=evidence.bears, links=links(evidence.passages)
    )  # fmt: skip
