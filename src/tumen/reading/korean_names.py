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
    r"(?:에서는|에서도|에서의|에서|에게서|에게는|에게|께서|께|으로부터|로부터|으로서|으로는|으로|로서|로는|로|까지|부터|이라고|라고"
    r"|이라는|라는|이나|나|이며|에는|에도|에|은|는|이|가|을|를|의|과의|과|와의|와|도|만|측은|측이|측|인|발|산)?(?![가-힣])"
)
_END = later(PARTICLES)
_STATE_BODY = later(
    r"\s?(?:정부|당국|공안|경찰|군|국경경비대|대사관|영사관|법원|외교부|외무성|국경수비대|변방대)(?="
    + PARTICLES
    + ")"
)
_BODY_OF_PLACE = later(
    r"(?:시|군|현|성|도)?\s?(?:(?:(?!의)[가-힣]{1,4}\s?)?(?:법원|재판소|검찰|검찰청|경찰서|구류소"
    r"|수용소|당국|공안국|파출소|변방대|시청|군청|도청|시의회|대표부|지부|사무소|사무실|교회|대학교?|병원|신문|일보|방송))(?="
    + PARTICLES
    + ")"
)
"""Behind the name of a place that is no state: its court, its police, its paper."""
_BRANCH = later(r"\s[가-힣]{1,6}(?:대표부|사무소|사무국|지부)(?=" + PARTICLES + ")")
_ROLE = (
    r"(?:씨|대표|소장|목사|기자|의원|대통령|위원장|총리|장관|교수|연구위원|연구원|변호사|선교사|활동가|국장|이사장|사무국장|박사|신부"
    r"|할머니|할아버지|대변인|보고관|회장|총장)"
)
_PERSON = later(
    rf"(?<![가-힣])(?P<name>[가-힣]{{2,4}})\s?(?={_ROLE}{PARTICLES})|(?<![가-힣]){_ROLE}\s(?P<after>[가-힣]{{2,4}})"
)
_PERSON_AGED = later(r"(?<![가-힣])(?P<name>[가-힣]{3})\s?\((?=[^)]{0,12}\d{2}(?:세|살|\)))")
_BODY = later(
    r"(?<![가-힣A-Za-z])(?P<name>(?:[가-힣A-Za-z]{1,20}(?:을|를|의)\s위한\s)?[가-힣A-Za-z]{0,16}(?:연합|연맹|센터|위원회|협회|재단|연대|협의회"
    r"|법원|재판소|검찰청|경찰청|경찰서|모임|자료관|기록소|보존소|기록원|기록관|감시단|변호사회|대표부|의원실|당국|공사|공단|출판사|노동조합|총연맹"
    r"|상담소|사무국|이민국|국회|참여연대|학회|민변|조사단"
    r"|(?:법무|통일|외교|국방|교육|노동|복지|보건복지|환경|내무|재무|행정|안전|행정안전|여성가족|고용노동|국토|산업|문화|통상)부"
    r"|연구원|연구소|대학교|대학|신문|일보|방송|통신|네트워크|연구회|시민모임|인권위|교회|기구|이사회|고등판무관|의회|국무부|적십자사"
    r"))(?=" + PARTICLES + ")"
)
_SHORT = 3
_SHORT_BODIES = ("국회", "부", "청", "국", "법원")
"""Endings of names of two or three letters that are bodies: the assembly, a ministry, a court."""
_OFFICE = later(
    r"(?<![가-힣])(?P<name>유엔\s(?:특별보고관|사무총장|인권최고대표|고등판무관)|국회\s?[가-힣]{2,8}위원회|국회(?:의장)?|[가-힣]{2,6}부\s?장관)(?="
    + PARTICLES
    + ")"
)
_NO_BODY = frozenset({
    "브로커", "군대", "경찰", "세관", "법원", "교회", "구호기구", "국제기구", "국제연대", "기구", "대학", "방송",
    "센터", "신문", "연구소", "연구원", "연대", "연합", "위원회", "유엔기구", "의회", "이사회", "이산가족",
    "인권센터", "재단", "정보통신", "통신", "모임", "이런모임", "자료관", "기록소", "당국", "현지당국", "관계당국",
    "지방법원", "고등법원", "행정법원", "경찰서", "해당당국", "사무국", "출판사", "학회", "조사단", "상담소",
    "대표부", "의원실", "공사", "공단", "해당기구", "협회",
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
                for f in (
                    term.label("ko"),
                    *term.fields.get("spoken", ()),
                    *(a["text"] for a in term.fields.get("aliases", ())),
                )
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
    found = [m for m in _offices(text) if overlapping(blocked, m.start, m.end) is None]
    offices = [(m.start, m.end) for m in found]
    found += [
        m
        for m in _known(text, _index(PackKey(pack)))
        if overlapping(blocked, m.start, m.end) is None and overlapping(offices, m.start, m.end) is None
    ]
    taken = sorted((m.start, m.end) for m in found)
    for mention in (*_bodies(text), *_people(text), *_called(text), *_in_notes(text)):
        if (
            overlapping(taken, mention.start, mention.end) is None
            and overlapping(blocked, mention.start, mention.end) is None
        ):
            found.append(mention)
            taken = sorted([*taken, (mention.start, mention.end)])
    return Mentions(sorted(found, key=lambda m: (m.start, -m.end)))


def _with_body(text: str, end: int, index: Mapping[str, Sequence[tuple[str, Known]]]) -> int | None:
    """Where a body that the pack knows ends right behind the name of a place: the local office of an agency."""
    place = end + (text[end : end + 1] in "시군구현")
    place += text[place : place + 1] == " "
    for form, known in index.get(text[place : place + 2], ()):
        if (
            known.kind == "state body"
            and text.startswith(form, place)
            and _END.match(text, place + len(form))
        ):
            return place + len(form)
    return None


def _known(text: str, index: Mapping[str, Sequence[tuple[str, Known]]]) -> Iterator[Mention]:
    last = 0
    for token in _TOKEN.finditer(text):
        start = token.start()
        if start < last or text[start - 1 : start] == "/":
            continue  # `/` before it: the symbol of a document
        for form, known in index.get(text[start : start + 2], ()):
            end = start + len(form)
            if not text.startswith(form, start):
                continue
            body = _STATE_BODY.match(text, end) if known.kind == "country" else None
            if not known.place and (branch := _BRANCH.match(text, end)):
                end = branch.end()
            if body is None and known.place and known.kind != "country":
                body = _BODY_OF_PLACE.match(text, end)
            whole = body.end() if body else _with_body(text, end, index) if known.place else None
            if whole is not None:
                name = text[start:whole]
                yield Mention(start=start, end=whole, text=name, kind="state body (descriptive)",
                              canonical=" ".join(name.split()), country=known.country, confidence=0.85,
                              reason="the name of a state and a word for one of its bodies")  # fmt: skip
            if whole is not None or _END.match(text, end):
                yield Mention(start=start, end=end, text=text[start:end], kind=known.kind, canonical=known.canonical,
                              country=known.country, confidence=0.9, is_place=known.place,
                              reason="a name that the pack or the general tables hold")  # fmt: skip
                last = whole or end
                break


_QUOTED_NAME = later(
    r"[‘'“\"](?P<name>[가-힣]{2,4})[’'”\"]\s?(?:씨|양|군|\(가명|\(\d|,|와\s|과\s|을\s|를\s|이\s|가\s|은\s|는\s)"
    r"|(?<![가-힣])(?P<other>[가-힣]{2,5})\s?\((?:가명|필명)"
)
_KIN = later(
    r"(?:씨|소년|소녀|청년|남성|여성|여자|남자|어린이|아이|아들|딸|동생|형|누나|언니|오빠|남편|아내|살|세|가명의|인|노동자|이라는|라는)\s?$"
)
_WRITER = later(
    r"(?:^\s*(?:[\d⁰¹²³⁴-⁹]+\)?|\[\d+\])?\s*|[(;]\s?|으로는\s|[,·]\s?)(?P<name>[가-힣][가-힣·]{1,14}(?:\s[가-힣]{2,6})?)"
    r"(?:\s?\(편\)|\s?외)?,\s(?=[「『“\"<《])",
    re.M,
)
_PUBLISHER = later(r"(?<=[가-힣]:\s)(?P<name>[가-힣]{2,10}),\s(?=(?:19|20)\d\d)")
_JOURNAL = later(r"『(?P<name>[가-힣\s]{2,14})』,?\s(?=제?\d+(?:호|권|집))")


def _in_notes(text: str) -> Iterator[Mention]:
    """Who wrote, published or printed a work: `문재희, 「…」`, `『경계연구』 제3호`, `서울: 풀잎, 2020`."""
    surnames = _surnames()
    for pattern in (_WRITER, _PUBLISHER, _JOURNAL):
        for match in pattern.finditer(text):
            name = match["name"]
            if name in _NOBODY or name in _NO_BODY or name[-1] in "은는을를의에로":
                continue
            alone = pattern is _WRITER and len(name) == len("가나다") and name[0] in surnames
            yield Mention(start=match.start("name"), end=match.end("name"), text=name,
                          kind="person" if alone else "organisation", canonical=name, country=None, confidence=0.6,
                          reason="stands where a note names who wrote the work")  # fmt: skip


def _called(text: str) -> Iterator[Mention]:
    """People by a name in quotation marks or one said not to be their own: `‘다라’ 씨`, `다라(가명)`."""
    for match in _QUOTED_NAME.finditer(text):
        group = "name" if match["name"] else "other"
        behind = text[match.end("name") + 1 : match.end()] if match["name"] else ""
        marked = not match["name"] or behind.strip().startswith(("씨", "양", "("))
        if not marked and not _KIN.search(text, max(match.start() - 8, 0), match.start()):
            continue
        name = match[group]
        yield Mention(start=match.start(group), end=match.end(group), text=name, kind="person", canonical=name,
                      country=None, confidence=0.7, reason="words beside it speak of a person")  # fmt: skip


def _offices(text: str) -> Iterator[Mention]:
    for match in _OFFICE.finditer(text):
        yield Mention(start=match.start("name"), end=match.end("name"), text=match["name"], kind="state body",
                      canonical=match["name"], country=None, confidence=0.7,
                      reason="ends in a word for a body")  # fmt: skip


def _bodies(text: str) -> Iterator[Mention]:
    for match in _BODY.finditer(text):
        name = match["name"]
        if name not in _NO_BODY and (len(name) > _SHORT or name.endswith(_SHORT_BODIES)):
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
