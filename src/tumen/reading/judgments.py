"""Judgments a text leans on: two parties with the number or report of the case, and courts that held something."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.patterns import later

_S = r"[\s\xa0]"
_PARTY = (
    rf"(?:(?:[A-Z]\.){{1,3}}(?:[A-Z]\.?)?|[A-Z][\w’'-]+)(?:{_S}(?:(?:and|&|of|the|for|de|des|du|la|le|les|del|van"
    rf"|von|al|bin|ex{_S}p\.?){_S}){{0,2}}(?:[ld]’)?(?:[A-Z][\w’'.-]*|[Oo]thers|[Aa]nother)){{0,6}}"
    rf"(?:,?{_S}(?:and|&){_S}(?:[Oo]thers|[Aa]nother))?"
)
_CASE = later(
    rf"(?<!\w)(?:R{_S}\([^()\n]{{3,80}}\)|{_PARTY}){_S}(?:v|vs"
    rf"|c)\.?{_S}(?:the{_S})?[A-Z][\w’'-]+(?:{_S}(?:of{_S}(?:the{_S})?|for{_S}(?:the{_S})?"
    rf"|and{_S})?[A-Z][\w’'-]+){{0,7}}"
    rf"(?P<where>(?:,?{_S}\[(?:19|20)\d\d\]{_S}[^.;()\n]{{3,40}}|,?{_S}\((?:19|20)\d\d\){_S}[^.;()\n]{{3,40}}"
    rf"|{_S}\(?\d{{1,5}}/\d{{2,4}}\)?"
    rf"|,?{_S}\(?(?:[Aa]pp(?:lication|l?\.)?|[Cc]ommunication|[Cc]ase|[Cc]omplaint"
    rf"|[Pp]etition)?{_S}?(?:[Nn]os?\.?{_S}?)[A-Z]{{0,3}}-?\d[\w/.-]*\)?|,?{_S}\(?(?:[Cc]ase|[Cc]ommunication"
    rf"|[Aa]pplication){_S}(?:[CT]-)?\d[\w/-]*\)?"
    rf"|,?{_S}\d{{1,4}}{_S}(?:U\.?S\.?|F\.|EHRR|ILM|ILR|BHRC|A\.D\.|NZLR|CLR)[\w. ]{{0,8}}{_S}?\d+"
    rf"|,?{_S}\((?:[A-Z][\w’-]+|[A-Z]{{2,8}}),?{_S}[^()\n]{{0,30}}(?:19|20)\d\d\)|,{_S}(?:[Jj]udge?ment"
    rf"|[Dd]ecision|[Vv]iews|[Mm]erits)\b"
    rf"|,?{_S}§§?{_S}?\d+|,?{_S}(?:at{_S})?paras?\.?{_S}\d+|,{_S}(?:EU|ECLI):[\w:]+))"
)
_CALLED = later(
    rf"\b(?:[Ss]ee|[Cc]f\.|[Cc]ompare"
    rf"|[Cc]ontrast){_S}(?P<one>[A-Z][\w’'-]+(?:{_S}[A-Z][\w’'-]+){{0,3}},{_S}(?:at{_S})?(?:paras?\.|§§?){_S}?\d+)"
)
"""`see Halmi, at para. 79`: a case in short, or a work."""
_NAMED = r"(?!(?:[Tt]he|[Aa])[\s\xa0](?:Court|Tribunal|Chamber)\b(?![\s\xa0]of))"
_COURT = (
    _NAMED
    + rf"[Tt]he{_S}(?:[A-Z][\w’'-]*{_S}(?:of{_S}|for{_S}|on{_S}|and{_S}|the{_S}){{0,2}}){{0,6}}(?:Court|Tribunal"
    rf"|Grand{_S}Chamber|Supreme{_S}Court|Chamber)(?:{_S}(?:of|for"
    rf"|on){_S}(?:the{_S})?[A-Z][\w’'-]+(?:{_S}(?:and{_S}|of{_S})?[A-Z][\w’'-]+){{0,4}})?"
)
_HELD = later(
    rf"\b(?P<one>{_COURT}(?:{_S}\([^()]{{2,12}}\))?(?:{_S}has|{_S}had)?(?:{_S}(?:repeatedly|consistently|also"
    rf"|recently|since|already|long))*{_S}(?:held|ruled|reasoned|confirmed|stressed|took{_S}the{_S}view|reversed"
    rf"|upheld"
    rf"|quashed|overturned|struck{_S}down"
    rf"|clarified)(?:,{_S}[^.,;]{{3,60}},)?)(?={_S}(?:that|in|on|so|the|a|an)\b)"
    rf"|\b(?P<docket>{_COURT}(?:,)?{_S}in{_S}(?:its{_S}(?:judge?ment|ruling|decision|order){_S}(?:of"
    rf"|in){_S}[^.;,()]{{3,40}}\d|[Cc]ase{_S}[^.;,()]{{2,20}}\d[\w/-]*))"
    rf"|\b(?P<dated>(?:[Aa]|[Tt]he|[Ii]ts){_S}(?:[Jj]udge?ment|[Rr]uling|[Dd]ecision|[Oo]rder"
    rf"|[Vv]erdict){_S}(?:of|by){_S}the{_S}(?:[A-Z][\w’'-]*{_S}(?:of{_S})?){{0,5}}(?:Court|Tribunal"
    rf"|Chamber)\b[^.;()\n]{{0,30}}?(?:19|20)\d\d(?:{_S}\([^()]{{3,30}}\))?)"
)

Found = tuple[int, int, float, str]
_REASON = "a judgment with where it is reported"


def find_judgments(text: str) -> Iterator[Found]:
    """Where judgments stand that a text leans on, how sure each is, and why."""
    for match in _CASE.finditer(text) if " v" in text or " c. " in text or "\xa0v" in text else ():
        yield *match.span(), 0.6, _REASON
    for match in _CALLED.finditer(text):
        yield *match.span("one"), 0.5, _REASON
    if "Court" in text or "Tribunal" in text or "Chamber" in text:
        for match in _HELD.finditer(text):
            yield *match.span(match.lastgroup or 0), 0.5, _REASON
