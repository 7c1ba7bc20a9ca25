"""Treaty statements of a draft beside the register of law: acts, years, grounds, agreements without a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tumen import dates, law, reading
from tumen.checking.finding import Draft, Finding, Outcome
from tumen.errors import TumenError, UnknownFacts
from tumen.patterns import later

_ACTS = later(
    r"\b(?P<signed>sign(?:ed|atory|atories|ing)|signature)|(?P<ratified>ratif(?:ied|ies|ication|ying))"
    r"|(?P<acceded>acced(?:ed|es)|accession)"
    r"|(?P<joined>join(?:ed|s)|adopted|became\s+(?:a\s+)?(?:party|member)|enter(?:ed)?\s+into\s+force|bound\s+by"
    r"|party\s+to|parties\s+to)\b",
    re.I,
)
_ACTS_KO = later(
    r"(?P<signed>서명(?:국|했|하였|한|하고|을))|(?P<ratified>비준(?:국|했|하였|한|하고|되|됐|을|서))"
    r"|(?P<joined>가입(?:국|했|하였|한|하고|이후|되|됐)|당사국|체약국|채택(?:했|하였|한)|발효(?:했|하였|되|됐))"
)
"""가입 is said of any way of joining, also in official Korean; it is not held against the word of the register."""
_SAYS_BOUND = later(r"ratif|acce[ds]|join|became|bound\s+by|part(?:y|ies)\s+to|비준|가입|당사국|체약국", re.I)
_NOT_SAID = later(
    r"\b(?:not|never|neither|nor|no|yet|without|should|must|ought|urge[ds]?|call(?:s|ed|ing)?|refus\w+|fail\w*"
    r"|if|non-party|whether)\b"
    r"|않|아니|못|미가입|미비준|촉구|권고|해야|하라|거부|여부",
    re.I,
)
"""Words under which a sentence does not say that the state is bound."""
_A_YEAR = later(r"(?<!\d)(?:19|20)\d\d(?!\d)")
"""Also before a letter that goes on with it, as in 1951년."""
_RIGHT = {"signed": "signature", "ratified": "ratification", "acceded": "accession"}
_BODIES = {
    "humanitarian": "humanitarian",
    "criminal": "criminal",
    "refugee": "refugee",
    "human rights": "human-rights",
}
_PERSECUTION = later(r"\bpolitical(?:ly)?[\s-](?:motivated\s)?persecution\b|정치적\s?박해", re.I)


def treaty_statements(draft: Draft) -> Iterator[Finding]:
    """Every sentence that ties a state to an instrument, beside what the register knows of the two."""
    try:
        register = law.register(draft.pack)
    except UnknownFacts:
        return
    for reference in draft.reading.legal or ():
        yield from _bilateral(draft, reference, register)
        if reference.code in register.instruments and reference.state:
            yield from _act(draft, reference, register)
    yield from _bodies_of_law(draft)
    yield from _grounds(draft)


def _act(draft: Draft, reference: reading.LegalReference, register: law.Register) -> Iterator[Finding]:
    sentence = draft.sentences.at(reference.start)
    words = draft.text[sentence.start : sentence.end]
    said = (_ACTS_KO if draft.reading.language == "ko" else _ACTS).search(words)
    if said is None:
        return
    try:
        state = law.find_state(reference.state or "", register)
        bound = law.bound(state.code, reference.code or "", dates.parse("2024"), draft.pack)
    except TumenError:
        return
    kind = said.lastgroup or "joined"
    known = (
        f"{reference.instrument}: {state.name()} {bound.act or bound.basis.value} {bound.deposited or ''}, in "
        f"force {bound.since or 'not known'} ({', '.join(bound.sources)})",
    )
    if bound.act and kind in _RIGHT and _RIGHT[kind] != bound.act and not (kind == "signed" and bound.signed):
        yield _about(
            draft,
            reference,
            "law.act",
            Outcome.CONFLICTS,
            f"“{said.group()}” is not the right word: the act of {state.name()} was an {bound.act}.",
            known,
        )
    if (
        bound.since is None
        and not bound.act
        and _SAYS_BOUND.search(said.group())
        and not _NOT_SAID.search(words)
    ):
        yield _about(
            draft,
            reference,
            "law.not-known-bound",
            Outcome.ASK,
            f"The register knows of no ratification or accession of {state.name()} to this instrument: who says so?",
            (f"{reference.instrument}: {bound.reason} ({', '.join(bound.sources)})",),
        )
    yield from _year(draft, reference, bound, words, known)


def _year(
    draft: Draft, reference: reading.LegalReference, bound: law.Bound, words: str, known: tuple[str, ...]
) -> Iterator[Finding]:
    """The year nearest to the title, other than one inside it, beside the years of the act and of its effect."""
    title = draft.text[reference.start : reference.end]
    sentence = draft.sentences.at(reference.start)
    titles = [(r.start, r.end) for r in draft.reading.legal or () if r.code]
    years = [
        (abs(sentence.start + m.start() - reference.end), int(m.group()))
        for m in _A_YEAR.finditer(words)
        if not any(a <= sentence.start + m.start() < b for a, b in titles) and m.group() not in title
    ]
    near = [y for distance, y in sorted(years) if distance < 90][:1]
    if not near or bound.since is None:
        return
    right = {d.year for d in (bound.signed, bound.deposited, bound.since) if d is not None and d.year}
    instrument = law.register(draft.pack).instruments[reference.code or ""]
    if near[0] in right:
        yield _about(draft, reference, "law.year", Outcome.AGREES, f"The register has {near[0]} too.", known)
    elif instrument.adopted is not None and near[0] == instrument.adopted.year:
        yield _about(
            draft,
            reference,
            "law.adoption-year",
            Outcome.CONFLICTS,
            f"{near[0]} is the year in which the "
            f"instrument was adopted, not that in "
            f"which the state joined it.",
            known,
        )
    elif instrument.in_force is not None and near[0] == instrument.in_force.year:
        yield _about(
            draft,
            reference,
            "law.in-force-year",
            Outcome.CONFLICTS,
            f"{near[0]} is the year in which the "
            f"instrument came into force, not that "
            f"in which it bound this state.",
            known,
        )
    else:
        yield _about(
            draft,
            reference,
            "law.other-year",
            Outcome.CONFLICTS,
            f"The register does not have {near[0]} for this state.",
            known,
        )


def _bilateral(draft: Draft, reference: reading.LegalReference, register: law.Register) -> Iterator[Finding]:
    """An agreement between states: those of the register that name the same parties, with what is known."""
    if reference.kind != "agreement" or not re.search(r"agree|treat|protocol|accord", reference.text, re.I):
        return
    sentence = draft.sentences.at(reference.start)
    words = draft.text[sentence.start : sentence.end]
    named = {
        s.code
        for s in register.states.values()
        if any(re.search(rf"\b{re.escape(n)}\b", words) for n in (*s.names.values(), *s.also) if n.isascii())
    }
    fitting = [
        i
        for i in register.instruments.values()
        if len(i.parties) == 2
        and set(i.parties) <= named | {"UNHCR"}
        and set(i.parties) & named
        and i.ended != "yes"
    ]
    both = [i for i in fitting if set(i.parties) <= named]
    known = tuple(
        f"{i.short} ({i.signed}): {'text ' + i.text if i.text else 'text known'}. {i.remark}"
        for i in both[:4]
    )
    year = re.search(r"\b(?:19|20)\d\d\b", reference.text)
    if not both:
        return
    unseen = [
        i for i in both if year and i.signed is not None and str(i.signed.year) == year.group() and i.text
    ]
    says = (
        "The text of the agreement of that year was not found; later ones exist."
        if unseen
        else "Several agreements between these states are known; say which one, and whether its text is public."
    )
    yield _about(draft, reference, "law.bilateral", Outcome.ASK, says, known)


_OF_BODY = later(
    r"\b(?:international\s+)?(?P<body>humanitarian|criminal|trade|maritime)\s+(?:law|principle|norm"
    r"|rule)s?(?:\s+of)?[^.;]{0,40}?non-?refoulement"
    r"|non-?refoulement[^.;]{0,60}?\b(?P<body2>humanitarian)\s+(?:law|principle)",
    re.I,
)


def _bodies_of_law(draft: Draft) -> Iterator[Finding]:
    for match in _OF_BODY.finditer(draft.text):
        body = match["body"] or match["body2"]
        yield Finding(start=match.start(), end=match.end(), text=match.group(), rule="law.body",
                      outcome=Outcome.CONFLICTS,
                      says=f"Non-refoulement is a rule of refugee law and of human-rights law, not of {body.lower()} "
                           f"law.")  # fmt: skip


def _grounds(draft: Draft) -> Iterator[Finding]:
    for match in _PERSECUTION.finditer(draft.text):
        yield Finding(start=match.start(), end=match.end(), text=match.group(), rule="law.five-grounds",
                      outcome=Outcome.ASK,
                      says="The Refugee Convention names five grounds: race, religion, nationality, membership of a "
                           "particular social group, political opinion. Is only one of them meant?")  # fmt: skip


def _about(
    draft: Draft,
    reference: reading.LegalReference,
    rule: str,
    outcome: Outcome,
    says: str,
    known: tuple[str, ...],
) -> Finding:
    return Finding(
        start=reference.start,
        end=reference.end,
        text=reference.text,
        rule=rule,
        outcome=outcome,
        says=says,
        known=known,
    )
