"""Names in Korean text: states, places and bodies of the tables with a particle behind them, people by their role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tumen.patterns import later
from tumen.reading.claim import overlapping
from tumen.reading.lexicon import Known, PackKey
from tumen.reading.mention import Mention, Mentions
from tumen.vocab import Pack

_HANGUL = later(r"^[가-힣][가-힣A-Za-z0-9·\s]*$")
_TOKEN = later(r"(?<![가-힣A-Za-z0-9])[가-힣A-Z]")
PARTICLES = (
    r"(?:에서는|에서도|에서의|에서|에게서|에게는|에게|께서|으로부터|로부터|으로서|으로는|으로|로서|로는|로|까지|부터|이라고|라고"
    r"|이라는|라는|이나|나|이며|에는|에도|에|은|는|이|가|을|를|의|과의|과|와의|와|도|만|측은|측이|측|인|발|산)?(?![가-힣])"
)
_END = later(PARTICLES)
_STATE_BODY = later(
    r"\s?(?:정부|당국|공안|경찰|군|국경경비대|대사관|영사관|법원|외교부|외무성|국경수비대|변방대)(?="
    + PARTICLES
    + ")"
)
_ROLE = (
    r"(?:씨|대표|소장|목사|기자|의원|대통령|위원장|총리|장관|교수|연구위원|연구원|변호사|선교사|활동가|국장|이사장|사무국장|박사|신부"
    r"|할머니|할아버지|대변인|보고관|회장|총장)"
)
_PERSON = later(
    rf"(?<![가-힣])(?P<name>[가-힣]{{2,4}})\s?(?={_ROLE}{PARTICLES})|(?<![가-힣]){_ROLE}\s(?P<after>[가-힣]{{2,4}})"
)
_PERSON_AGED = later(r"(?<![가-힣])(?P<name>[가-힣]{3})\s?\((?=[^)]{0,12}\d{2}(?:세|살|\)))")
_BODY = later(
    r"(?<![가-힣A-Za-z])(?P<name>(?:[가-힣A-Za-z]{1,20}(?:을|를|의)\s위한\s)?[가-힣A-Za-z]{1,16}(?:연합|연맹|센터|위원회|협회|재단|연대|협의회"
    r"|연구원|연구소|대학교|대학|신문|일보|방송|통신|네트워크|연구회|시민모임|인권위|교회|기구|이사회|고등판무관|의회|국무부|적십자사"
    r"))(?=" + PARTICLES + ")"
)
_NO_BODY = frozenset({
    "브로커", "군대", "경찰", "세관", "법원",
    "교회", "구호기구", "국제기구", "국제연대", "기구", "대학", "방송", "센터", "신문", "연구소",
    "연구원", "연대", "연합", "위원회", "유엔기구", "의회", "이사회", "이산가족", "인권센터", "재단",
    "정보통신", "통신", "해당기구", "협회",
})  # fmt: skip
_ROLE_WORD = later(_ROLE)
_NOBODY = frozenset({
    "공동", "관계", "그들", "남성", "다른", "담당", "당시", "동료", "모든", "상임", "선임",
    "수석", "어느", "여성", "우리", "이들", "익명", "전임", "전직", "젊은", "초대", "한국",
    "현지", "현직",
})  # fmt: skip


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    lines = files("tumen.data").joinpath("names_surnames.tsv").read_text(encoding="utf-8").splitlines()
    return frozenset(line.split("\t")[0] for line in lines if line and not line.startswith("#"))


def _forms(pack: Pack) -> Iterator[tuple[str, Known]]:
    facts: Mapping[str, Any] = pack.facts("reading")["tables"] if "reading" in pack.facts_files else {}
    for row in facts.get("bodies", ()):
        for form in row["forms"]:
            yield form, Known(canonical=row["name"], kind=row["kind"], code=row["id"])
    for code, written in _table("reading_states_ko.tsv"):
        known = Known(canonical=written.split("|")[0], kind="country", country=code, place=True)
        yield from ((form, known) for form in written.split("|"))
    for term in pack.vocabulary("place"):
        kind = str(term.fields.get("kind", "place"))
        label = str(term.label("ko") or term.label("en"))
        known = Known(canonical=label, kind=kind, code=term.code, place=True)
        names = [label, *(str(f["text"]) for f in term.fields.get("forms", ()))]
        for form in names:
            yield form, known
            if kind != "country" and (bare := re.sub(r"(?<=[가-힣]{2})[시군구현]$", "", form)) != form:
                yield bare, known
    for _, forms, korean in _table("reading_cities.tsv"):
        for form in filter(None, korean.split("|")):
            yield form, Known(canonical=forms.split("|")[0], kind="city", place=True)
    for _, kind, forms in _table("reading_bodies.tsv"):
        names = forms.split("|")
        for form in names:
            yield form, Known(canonical=next((n for n in names if _HANGUL.match(n)), names[0]), kind=kind)
    for vocabulary in ("agency", "named_facility"):
        body = vocabulary == "agency"
        for term in pack.vocabulary(vocabulary) if vocabulary in pack.vocabularies else ():
            known = Known(canonical=str(term.label("ko") or term.label("en")), code=term.code, place=not body,
                          kind="state body" if body else "facility")  # fmt: skip
            yield from (
                (str(f), known)
                for f in (term.label("ko"), *(a["text"] for a in term.fields.get("aliases", ())))
            )


def _table(name: str) -> Iterator[list[str]]:
    for line in files("tumen.data").joinpath(name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@lru_cache(maxsize=4)
def _index(key: PackKey) -> Mapping[str, Sequence[tuple[str, Known]]]:
    """First two letters to the forms that begin so, the longest first."""
    made: dict[str, dict[str, Known]] = {}
    for form, known in _forms(key.pack):
        name = form.strip()
        if (
            len(name) > 1
            and name not in _NO_BODY
            and (_HANGUL.match(name) or (name.isupper() and name.isalpha() and len(name) > 2))
        ):
            made.setdefault(name[:2], {}).setdefault(name, known)
    return {head: sorted(found.items(), key=lambda f: -len(f[0])) for head, found in made.items()}


def find_korean_mentions(text: str, pack: Pack, *, not_in: Sequence[tuple[int, int]] = ()) -> Mentions:
    """Every name in a Korean text; a body of a state and the state in it are two mentions.

    Args:
        text: Any text.
        pack: The situation pack, whose places, bodies and facilities are known.
        not_in: Stretches whose words are no mentions, in order: titles of works.
    """
    blocked = sorted(not_in)
    found = [m for m in _known(text, _index(PackKey(pack))) if overlapping(blocked, m.start, m.end) is None]
    taken = sorted((m.start, m.end) for m in found)
    for mention in (*_bodies(text), *_people(text)):
        if (
            overlapping(taken, mention.start, mention.end) is None
            and overlapping(blocked, mention.start, mention.end) is None
        ):
            found.append(mention)
    return Mentions(sorted(found, key=lambda m: (m.start, -m.end)))


def _known(text: str, index: Mapping[str, Sequence[tuple[str, Known]]]) -> Iterator[Mention]:
    last = 0
    for token in _TOKEN.finditer(text):
        start = token.start()
        if start < last:
            continue
        for form, known in index.get(text[start : start + 2], ()):
            end = start + len(form)
            if not text.startswith(form, start):
                continue
            body = _STATE_BODY.match(text, end) if known.kind == "country" else None
            if body is not None:
                name = text[start : body.end()]
                yield Mention(start=start, end=body.end(), text=name, kind="state body (descriptive)",
                              canonical=" ".join(name.split()), country=known.country, confidence=0.85,
                              reason="the name of a state and a word for one of its bodies")  # fmt: skip
            if body is not None or _END.match(text, end):
                yield Mention(start=start, end=end, text=form, kind=known.kind, canonical=known.canonical,
                              country=known.country, confidence=0.9, is_place=known.place,
                              reason="a name that the pack or the general tables hold")  # fmt: skip
                last = body.end() if body is not None else end
                break


def _bodies(text: str) -> Iterator[Mention]:
    for match in _BODY.finditer(text):
        name = match["name"]
        if name not in _NO_BODY and len(name) > 3:
            yield Mention(start=match.start("name"), end=match.end("name"), text=name, kind="organisation",
                          canonical=" ".join(name.split()), country=None, confidence=0.7,
                          reason="ends in a word for a body")  # fmt: skip


def _people(text: str) -> Iterator[Mention]:
    surnames = _surnames()
    for pattern in (_PERSON, _PERSON_AGED):
        for match in pattern.finditer(text):
            group = "name" if match["name"] else "after"
            name = match[group]
            if group == "after":
                name = re.sub(r"(?<=[가-힣]{2})(?:은|는|이|가|을|를|의|과|와|도)$", "", name)
            if (
                not (name[0] in surnames or name[:2] in surnames)
                or name in _NOBODY
                or _ROLE_WORD.fullmatch(name)
            ):
                continue
            start = match.start(group)
            yield Mention(start=start, end=start + len(name), text=name, kind="person", canonical=name, country=None,
                          confidence=0.7, reason="a surname with a role or an age beside it")  # fmt: skip
