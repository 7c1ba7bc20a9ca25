"""What of the record stands in a paper. Nothing is invented: what nobody told stays empty, and the check says so.

Names are never put in here. A form that asks for the name is filled when it leaves, by somebody who may see names.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tumen import dates, law, vocab
from tumen.law import Channel
from tumen_desk.act import adapters
from tumen_desk.act.models import Case, CasePerson, Contact, Inquiry, Paper, Recommendation
from tumen_desk.record.models import Act, Consent, Leg, Mention, Stay, Transfer
from tumen_desk.shell.languages import said_in

REPLY_DAYS: Final = 30
"""How long a letter leaves for an answer where its channel says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a paper is made from."""

    pack: vocab.Pack
    channel: Channel
    case: Case | None
    act: Act | None
    persons: tuple[Mention, ...]
    concerns: str
    addressee: str
    language: str
    today: datetime.date

    def term(self, vocabulary: str, code: str) -> str:
        """A code in the language of the paper; empty stays empty."""
        if not code:
            return ""
        known = self.pack.vocabulary(vocabulary)
        return str(known[code].label(self.language)) if code in known else code

    def text(self, name: str, **filled: str) -> str:
        """A text of the pack in the language of the paper."""
        found = law.channels(self.pack).texts.get(name, {})
        return (found.get(self.language) or found.get("en") or "").format_map(filled)

    def state(self, code: str) -> str:
        """The official long name of a state."""
        known = law.register(self.pack)
        found = known.states.get(code)
        return "" if found is None else found.official.get(self.language) or found.name(self.language)


def fill(ground: Ground) -> dict[str, str]:
    """The answers that the record gives to what a channel asks."""
    answers = {f.name: _FILLS[f.fill](ground).strip() for f in ground.channel.fields if f.fill in _FILLS}
    if "unknown" in {f.fill for f in ground.channel.fields}:
        name = next(f.name for f in ground.channel.fields if f.fill == "unknown")
        answers[name] = _unknown(ground, answers)
    return {name: text for name, text in answers.items() if text}


def case_label(mention: Mention, case: Case | None) -> str:
    """What stands for somebody whose name may not: the case number, never a pseudonym that resembles a name."""
    if case is not None:
        person = CasePerson.objects.filter(case=case, mention=mention).first()
        if person is not None:
            return f"{case}/{person.number}"
    return str(mention)


def _persons(ground: Ground) -> str:
    if ground.channel.named:
        return ""  # sealed: the name is put in when the paper leaves
    return _labels(ground)


def _labels(ground: Ground) -> str:
    return ", ".join(case_label(m, ground.case) for m in ground.persons)


def _in_danger(ground: Ground) -> str:
    """Case number, sex and year of birth: the day of birth beside a place would point to one person."""
    told = []
    for mention in ground.persons:
        year = dates.parse(mention.birth).year if mention.birth else None
        facts = [_sex_said(mention, ground.language), "" if year is None else str(year)]
        said = ", ".join(f for f in facts if f)
        told.append(case_label(mention, ground.case) + (f" ({said})" if said else ""))
    return "; ".join(told)


def _sex(ground: Ground) -> str:
    return ", ".join(_sex_said(m, ground.language) for m in ground.persons if m.sex)


def _sex_said(mention: Mention, language: str) -> str:
    return said_in(str(mention.get_sex_display()), language) if mention.sex else ""


def _birth(ground: Ground) -> str:
    return ", ".join(m.birth for m in ground.persons if m.birth)


def _nationality(ground: Ground) -> str:
    """The state of the birthplace is not a nationality: it is offered as such only by a person."""
    return ""


def _what(ground: Ground) -> str:
    return "" if ground.act is None else ground.term("act_type", ground.act.type)


def _date(ground: Ground) -> str:
    return "" if ground.act is None else ground.act.date


def _place(ground: Ground) -> str:
    return "" if ground.act is None else place_in_full(ground, ground.act.place or ground.act.account.place)


def place_in_full(ground: Ground, code: str) -> str:
    """A place with what it lies in, up to the state."""
    known = ground.pack.vocabulary("place")
    names: list[str] = []
    at = code
    while at and at in known and len(names) < 6:
        names.append(ground.term("place", at))
        at = known[at].parent or ""
    state = law.state_of_place(code, ground.pack) if code else ""
    if state and ground.term("place", state) not in names:
        names.append(ground.term("place", state))
    return ", ".join(dict.fromkeys(names))


def _forces(ground: Ground) -> str:
    if ground.act is None:
        return ""
    known, told = law.register(ground.pack), []
    for involved in ground.act.involvements.exclude(agency=""):
        state = law.state_of_agency(involved.agency, known)
        name = ground.term("agency", involved.agency)
        told.append(f"{name} ({ground.state(state)})" if state else name)
    return ", ".join(dict.fromkeys(told))


def _circumstances(ground: Ground) -> str:
    """Acts that the same account tells of the same person, in order: codes in words, no sentence of the teller."""
    if ground.act is None:
        return ""
    acts = ground.act.account.acts.filter(mention=ground.act.mention_id).prefetch_related("involvements")
    rows = sorted(acts, key=lambda a: (a.date_low or datetime.date.max, a.pk))
    lines = []
    for row in rows:
        parts = [
            _said(row.date, ground.language), ground.term("act_type", row.type),
            place_in_full(ground, row.place) if row.place else "",
            ", ".join(ground.term("agency", i.agency) for i in row.involvements.all() if i.agency),
        ]  # fmt: skip
        lines.append("; ".join(p for p in parts if p) + ".")
    return "\n".join(lines)


def _said(edtf: str, language: str) -> str:
    return dates.say(dates.parse(edtf), language) if edtf else ""


def _held(ground: Ground) -> str:
    lines = []
    for stay in Stay.objects.filter(mention__in=ground.persons).order_by("date_low", "id"):
        facility = (
            ground.term("named_facility", stay.facility) if _has(ground, "named_facility") else stay.facility
        )
        parts = [
            facility or ground.term("facility_type", stay.facility_type), _said(stay.date, ground.language),
            f"– {_said(stay.ended, ground.language)}" if stay.ended else "",
        ]  # fmt: skip
        lines.append(" ".join(p for p in parts if p))
    return "\n".join(line for line in lines if line)


def _has(ground: Ground, vocabulary: str) -> bool:
    return vocabulary in ground.pack.vocabularies


def _inquiries(ground: Ground) -> str:
    if ground.case is None:
        return ""
    lines = []
    for asked in Inquiry.objects.filter(case=ground.case):
        answer = f"{asked.answered_on}: {asked.answer}" if asked.answered_on else "no answer"
        line = f"{asked.asked_on}: {asked.asked_by or 'we'} asked {asked.asked}; {answer}."
        lines.append(said_in(line, ground.language))
    return "\n".join(lines)


def _fate(ground: Ground) -> str:
    if ground.case is None:
        return ""
    asked = Inquiry.objects.filter(case=ground.case)
    silent = [i for i in asked if i.answered_on is None]
    lines = [f"{i.asked} was asked on {i.asked_on} and has not answered." for i in silent]
    lines += [f"{i.asked} answered on {i.answered_on}: {i.answer}" for i in asked if i.answered_on]
    return "\n".join(said_in(line, ground.language) for line in lines)


def _submitter(ground: Ground) -> str:
    """What stood there last, in a paper of this desk."""
    for earlier in Paper.objects.order_by("-id")[:20]:
        found = law.channels(ground.pack).channels.get(earlier.channel)
        for asked in () if found is None else found.fields:
            if asked.fill == "submitter" and earlier.answers.get(asked.name):
                return str(earlier.answers[asked.name])
    return ""


def _consent(ground: Ground) -> str:
    if not ground.persons:
        return ""
    given = []
    for term in ground.pack.vocabulary("consent_purpose"):
        latest = Consent.objects.filter(mention__in=ground.persons, purpose=term.code).order_by("-id").first()
        if latest is not None:
            answer = said_in("yes" if latest.granted else "no", ground.language)
            given.append(f"{term.label(ground.language)}: {answer}")
    return "; ".join(given)


def _articles(ground: Ground) -> str:
    """Articles in force for the state concerned on the day of the act, each with since when."""
    if ground.act is None or not ground.act.date:
        return ""
    states = [ground.concerns] if ground.concerns else []
    found = law.characterise(adapters.coded_act(ground.act, ground.pack), ground.pack, states=states)
    lines: dict[str, str] = {}
    for finding in found:
        if ground.channel.rules and finding.rule.code not in ground.channel.rules:
            continue
        for c in finding.in_force:
            since = said_in(f"in force since {c.bound.since}", ground.language) if c.bound.since else ""
            said = ", ".join(part for part in (c.citation, since) if part)
            lines.setdefault(c.citation, f"{finding.state.name(ground.language)}: {said}")
    return "\n".join(lines.values())


def _arbitrary(ground: Ground) -> str:
    if ground.act is None:
        return ""
    found = law.characterise(adapters.coded_act(ground.act, ground.pack), ground.pack)
    return "\n".join(
        f"{e.text}: {e.shown.value}"
        for f in found
        if f.rule.code in ground.channel.rules
        for e in f.elements
        if not e.open
    )


def _route(ground: Ground) -> str:
    legs = Leg.objects.filter(mention__in=ground.persons).order_by("mention", "journey", "sequence", "id")
    lines = []
    for leg in legs:
        ends = [place_in_full(ground, code) for code in (leg.from_place, leg.to_place)]
        if any(ends):
            lines.append(f"{_said(leg.date, ground.language)} {ends[0]} → {ends[1]}".strip())
    return "\n".join(lines)


def _means(ground: Ground) -> str:
    lines = []
    for t in Transfer.objects.filter(mention__in=ground.persons):
        roles = [ground.term("agency", c) for c in (t.seller_role, t.buyer_role) if c]
        paid = f"{t.price:g} {t.currency}" if t.price is not None else ""
        lines.append(", ".join(p for p in (" → ".join(roles), paid) if p))
    return "\n".join(line for line in lines if line)


def _purpose(ground: Ground) -> str:
    codes = (
        Transfer.objects.filter(mention__in=ground.persons)
        .exclude(purpose="")
        .values_list("purpose", flat=True)
    )
    return ", ".join(ground.term("trafficking_means_purpose", c) for c in dict.fromkeys(codes))


def _risk(ground: Ground) -> str:
    lines = []
    for mention in ground.persons:
        found = law.assess(adapters.coded_person(mention, ground.pack), ground.pack)
        shown = [ground.term("sur_place_factor", f.code) for f in found.factors if f.shown is law.Shown.YES]
        if shown:
            lines.append(f"{case_label(mention, ground.case)}: {', '.join(shown)}")
    return "\n".join(lines)


def _recommendations(ground: Ground) -> str:
    lines = []
    for demand in Recommendation.objects.prefetch_related("steps"):
        if ground.concerns and demand.states and ground.concerns not in demand.states:
            continue
        last = demand.steps.last()
        status = ground.term("recommendation_status", last.status) if last else "no answer known"
        lines.append(f"{demand.addressee}: {demand.text} ({demand.made_on or 'undated'}): {status}.")
    return "\n".join(lines)


def _addressee(ground: Ground) -> str:
    office = law.channels(ground.pack).addressees.get(ground.addressee)
    return "" if office is None else office.titles.get(ground.language) or office.titles.get("en", "")


def _salutation(ground: Ground) -> str:
    office = law.channels(ground.pack).addressees.get(ground.addressee)
    return "" if office is None else office.salutation.get(ground.language) or office.salutation.get("en", "")


def _requests(ground: Ground) -> str:
    return ground.text(
        "request", person=_labels(ground),
        addressee=_addressee(ground) or ground.state(ground.concerns) or ground.text("authorities"),
    )  # fmt: skip


def _opening(ground: Ground) -> str:
    return ground.text("opening")


def _reply_by(ground: Ground) -> str:
    return (ground.today + datetime.timedelta(days=ground.channel.reply_days or REPLY_DAYS)).isoformat()


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en", "")


def _tonight(ground: Ground) -> str:
    """Offices of the pack and contacts of this desk that can act at once."""
    offices = [
        f"{o.titles.get(ground.language) or o.titles.get('en')}: {_in(o.tonight, ground.language)}"
        for o in law.channels(ground.pack).addressees.values()
        if o.tonight
    ]
    own = [f"{c.office or c.name}: {c.tonight}" for c in Contact.objects.exclude(tonight="")]
    return "\n".join([*own, *offices])


def _unknown(ground: Ground, answers: dict[str, str]) -> str:
    missing = [
        f.title(ground.language)
        for f in ground.channel.fields
        if f.fill.startswith(("event.", "person.", "detention.")) and not answers.get(f.name)
    ]
    return "\n".join(f"{title}: {ground.text('not-known')}" for title in missing) or ground.text("not-known")


_FILLS: Final[dict[str, Callable[[Ground], str]]] = {
    "person.name": _persons, "person.case": _in_danger, "person.sex": _sex, "person.birth": _birth,
    "person.nationality": _nationality, "event.what": _what, "event.date": _date, "event.place": _place,
    "event.forces": _forces, "event.circumstances": _circumstances, "detention.place": _held,
    "inquiries": _inquiries, "fate": _fate, "submitter": _submitter, "consent": _consent,
    "law.articles": _articles, "law.arbitrary": _arbitrary, "journey.route": _route, "trafficking.means": _means,
    "trafficking.purpose": _purpose, "risk": _risk, "recommendations": _recommendations, "addressee": _addressee,
    "salutation": _salutation, "letter.requests": _requests, "letter.opening": _opening,
    "letter.reply_by": _reply_by, "tonight": _tonight,
}  # fmt: skip
