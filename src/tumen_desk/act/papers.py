"""Reading papers: who agreed, what is still missing, how it looks. Consent is a condition of the query.

Between queries and services: nothing here writes, except the log of a look at names.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tumen import dates, law
from tumen.errors import PaperRefused
from tumen.law import Channel, Draft, Fault
from tumen_desk.act import queries
from tumen_desk.act.filling import Ground, case_label, fill
from tumen_desk.act.models import Case, Paper
from tumen_desk.act.printing import Printed, Section, as_docx, as_pdf, page_count
from tumen_desk.record.models import Act, Mention, Name
from tumen_desk.record.queries import allowed_mentions, names_of

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

DRAFT = "DRAFT. Names are not in it. It may not leave."


def agreed(way: Channel, persons: Iterable[Mention]) -> list[Mention]:
    """Those of these mentions who agreed to every purpose that the channel needs: one query for all."""
    found = Mention.objects.filter(pk__in=[m.pk for m in persons])
    for purpose in way.consent:
        found = found.filter(pk__in=allowed_mentions(purpose).values("pk"))
    return list(found.order_by("pk"))


def lacking(way: Channel, mention: Mention) -> list[str]:
    """Purposes of the channel to which somebody did not agree, in words."""
    terms = queries.pack().vocabulary("consent_purpose")
    return [
        str(terms[p].label("en")) if p in terms else p
        for p in way.consent
        if not allowed_mentions(p).filter(pk=mention.pk).exists()
    ]


def ground(paper: Paper, *, language: str = "") -> Ground:
    """What the paper is made from."""
    pack = queries.pack()
    return Ground(
        pack=pack, channel=law.channel(paper.channel, pack), case=paper.case, act=paper.act,
        persons=tuple(paper.persons.order_by("pk")), concerns=paper.concerns, addressee=paper.addressee,
        language=language or paper.language, today=datetime.datetime.now(datetime.UTC).date(),
    )  # fmt: skip


def is_named(paper: Paper) -> bool:
    """Whether the form itself carries names."""
    return law.channel(paper.channel, queries.pack()).named and paper.persons.exists()


def draft(paper: Paper) -> Draft:
    """The paper as the library checks it."""
    way = law.channel(paper.channel, queries.pack())
    return Draft(
        channel=way, state=paper.concerns, language=paper.language, answers=paper.answers,
        sealed=_sealed(paper, way), status=paper.sender_status, persons=paper.persons.count(),
        unnamed=_unnamed(paper, way), pages=page_count(printed(paper)) if way.pages else None,
    )  # fmt: skip


def faults(paper: Paper) -> tuple[Fault, ...]:
    """Everything that is missing or wrong today, consent included; those that stop it first."""
    way = law.channel(paper.channel, queries.pack())
    found = [*_consent_faults(paper, way)]
    today = dates.parse(datetime.datetime.now(datetime.UTC).date().isoformat())
    found += law.check_paper(draft(paper), on=today, pack=queries.pack())
    return tuple(sorted(found, key=lambda f: not f.stops))


def content(paper: Paper) -> dict[str, object]:
    """Exactly what a second person agrees to: another word is another request."""
    return {
        "channel": paper.channel, "concerns": paper.concerns, "addressee": paper.addressee, "language": paper.language,
        "persons": list(paper.persons.order_by("pk").values_list("pk", flat=True)), "named": is_named(paper),
        "answers": dict(sorted(paper.answers.items())),
    }  # fmt: skip


def names_for(user: User, paper: Paper) -> dict[int, str]:
    """Names that the form asks for, for who may see names; the look is logged. Empty when the form asks for none.

    Raises:
        PermissionDenied: This role may not see names.
        PaperRefused: The name of somebody in it is closed to this user, or is not on record.
    """
    if not is_named(paper):
        return {}
    found = names_of(user, paper.persons.all(), reason=f"paper {paper} to {paper.channel}")
    told = {}
    for pk, names in found.items():
        given = [n.text for n in names or () if n.kind == Name.Kind.GIVEN]
        if not given:
            raise PaperRefused(f"The name of M-{pk} is not open to you, or not on record.")
        told[pk] = " / ".join(given)
    return told


def printed(paper: Paper, *, names: dict[int, str] | None = None) -> Printed:
    """How the paper looks; with `names` as it leaves, without as a draft in which case numbers stand for them."""
    way = law.channel(paper.channel, queries.pack())
    lang = paper.language
    sections = []
    for asked in way.fields:
        text = paper.answers.get(asked.name, "")
        if asked.fill == "person.name" and way.named:
            text = ", ".join((names or {}).values()) or f"[name sealed: {_labels(paper)}]"
        if text:
            sections.append(Section(title="" if way.kind == "letter" else asked.title(lang), text=text))
    if way.kind == "letter":
        closing = law.channels(queries.pack()).texts.get("closing", {})
        sections.append(
            Section(
                title="", text=f"{closing.get(lang) or closing.get('en', '')}\n{paper.answers.get('who', '')}"
            )
        )
    return Printed(
        title=paper.title if way.kind == "letter" else way.title(lang),
        head=(datetime.datetime.now(datetime.UTC).date().isoformat(),),
        reference=f"{paper}{f' · {paper.case}' if paper.case else ''}", language=lang, sections=tuple(sections),
        draft=DRAFT if names is None else "",
    )  # fmt: skip


def both(paper: Printed) -> tuple[bytes, bytes]:
    """DOCX and PDF."""
    return as_docx(paper), as_pdf(paper)


def _sealed(paper: Paper, way: Channel) -> frozenset[str]:
    """Fields for which the sealed record has an answer, without opening it."""
    named = (
        Name.objects.filter(mention__in=paper.persons.all(), kind=Name.Kind.GIVEN)
        .values("mention")
        .distinct()
    )
    if not way.named or not paper.persons.exists() or named.count() < paper.persons.count():
        return frozenset()
    return frozenset(f.name for f in way.fields if f.fill == "person.name")


def _unnamed(paper: Paper, way: Channel) -> tuple[str, ...]:
    """Names that may not stand in the text. On a form with names they belong into the sealed field alone."""
    sources = paper.persons.values("source")
    mentions = Mention.objects.filter(source__in=sources)
    if way.consent_name:
        mentions = mentions.exclude(pk__in=allowed_mentions(way.consent_name).values("pk"))
    return tuple(Name.objects.filter(mention__in=mentions).values_list("text", flat=True))


def _consent_faults(paper: Paper, way: Channel) -> Iterable[Fault]:
    persons = list(paper.persons.all())
    allowed = {m.pk for m in agreed(way, persons)}
    for mention in persons:
        if mention.pk not in allowed:
            purposes = ", ".join(lacking(way, mention))
            yield Fault(code="consent", message=f"{mention} has not agreed, or no longer: {purposes}.")
    if way.consent and not persons and way.kind in ("communication", "alert"):
        yield Fault(code="consent", message="Nobody who agreed to this channel stands in the paper.")
    if paper.state == Paper.State.HALTED:
        yield Fault(code="consent", message="Somebody withdrew while this was written; begin a new paper.")


def _labels(paper: Paper) -> str:
    return ", ".join(case_label(m, paper.case) for m in paper.persons.order_by("pk"))


def alert_texts(case: Case, code: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """An alert in every language of its channel, (language, (what, text)): no name, and nobody who did not agree."""
    pack = queries.pack()
    way = law.channel(code, pack)
    persons = agreed(way, [p.mention for p in case.persons.select_related("mention")])
    act = Act.objects.filter(mention__in=persons).order_by("-date_low", "-id").first()
    made = []
    for language in way.languages:
        answers = fill(
            Ground(
                pack=pack, channel=way, case=case, act=act, persons=tuple(persons), concerns=case.state, addressee="",
                language=language, today=datetime.datetime.now(datetime.UTC).date(),
            )
        )  # fmt: skip
        made.append((language, [(f.title(language), answers.get(f.name, "")) for f in way.fields]))
    return made
