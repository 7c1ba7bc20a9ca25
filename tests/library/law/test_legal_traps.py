"""The legal traps of the field's own texts, as listed in the methods page: each is answered as the table there says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tumen import checking, dates, law

PACK = "dprk"
PAGE = (Path(__file__).parents[3] / "docs" / "methods" / "law.md").read_text("utf-8")
_ASKED = re.compile(r"^\| (?P<trap>[^|]+) \| `(?P<asked>[^`]+)` \| (?P<answer>[^|]+) \|$", re.MULTILINE)
TRAPS = [
    (m["trap"], m["asked"], m["answer"].strip())
    for m in _ASKED.finditer(PAGE.split("## Traps")[1].split("\n## ")[0])
]


@pytest.mark.parametrize(("asked", "answer"), [t[1:] for t in TRAPS], ids=[t[0] for t in TRAPS])
def test_each_trap_is_answered_as_the_page_says(asked: str, answer: str) -> None:
    if asked.startswith("“"):
        sentence, wanted = asked.strip("“”"), answer.split()[0]
        assert wanted in {f.rule for f in checking.check(sentence).findings}
        return
    state, instrument, on = asked.split(maxsplit=2)
    found = law.bound(state, instrument, dates.parse(on), PACK)
    assert found.truth.value == answer.split(":")[0]


def test_every_kind_of_trap_is_in_the_list() -> None:
    assert len(TRAPS) >= 25
    assert {t[2].split(":")[0] for t in TRAPS} >= {"yes", "no", "cannot tell"}


@pytest.mark.parametrize("state", ["LAO", "THA", "VNM", "MNG", "MMR"])
def test_custom_is_offered_where_the_convention_does_not_bind(state: str) -> None:
    found = law.applicable("refoulement", state, dates.parse("2013-05"), PACK)
    applying = {c.instrument for c in found if c.applies is dates.Truth.YES}
    assert "CUSTOM" in applying
    assert "REFCONV" not in applying


def test_soft_law_never_yields_a_breach_by_itself() -> None:
    soft = [i.code for i in law.register(PACK).instruments.values() if i.force == "soft"]
    assert {"EXCOM-22", "EXCOM-81", "EXCOM-85", "EXCOM-91", "UDHR"} <= set(soft)
    for code in soft:
        assert law.bound("CHN", code, dates.parse("2020"), PACK).truth is dates.Truth.NO


# What each channel allows, as its own page or our memory has it; every one that is not looked up says so.
LIMITS = {
    "CHN-WGEID": {"urgent_months": 3, "per_person": True}, "CHN-WGAD": {"reply_days": 60, "per_person": True},
    "CHN-SPUA": {"reply_days": 60}, "CHN-SPAL": {"reply_days": 60}, "CHN-SRTRAF": {"reply_days": 60},
    "CHN-TB": {"reply_days": 180}, "CHN-TBREP": {"words": {"": 3300}, "footnotes_counted": False},
    "CHN-UPR": {"words": {"one group": 2815, "coalition": 5630}, "footnotes_counted": False},
    "CHN-HRCWS": {
        "words": {"general status": 2000, "special status": 1500, "roster": 1500}, "footnotes_counted": True,
        "before_session_days": 14,
    },
    "CHN-HCR": {}, "CHN-LETTER": {"words": {"": 450}, "pages": {"": 1}, "footnotes_counted": True},
    "CHN-EMB": {"words": {"": 450}, "pages": {"": 1}, "footnotes_counted": True}, "ALERT": {}, "REPORT": {},
}  # fmt: skip


def test_every_channel_is_in_the_list_of_limits() -> None:
    assert set(LIMITS) == set(law.channels(PACK).channels)


@pytest.mark.parametrize("code", LIMITS)
def test_each_channel_has_its_limits_and_says_what_nobody_looked_up(code: str) -> None:
    way = law.channel(code, PACK)
    wanted = {
        "words": {},
        "pages": {},
        "reply_days": None,
        "urgent_months": None,
        "before_session_days": None,
    }
    for name, value in (wanted | LIMITS[code]).items():
        found = getattr(way, name)
        assert (dict(found) if isinstance(value, dict) else found) == value, name
    assert way.verified is ("MEM" not in way.sources)


@pytest.mark.parametrize(("code", "limits"), [(c, v["words"]) for c, v in LIMITS.items() if v.get("words")])
def test_one_word_too_many_stops_a_paper_and_the_last_one_allowed_does_not(
    code: str, limits: dict[str, int]
) -> None:
    way = law.channel(code, PACK)
    for status, limit in limits.items():
        for words, stops in ((limit, False), (limit + 1, True)):
            draft = law.Draft(channel=way, answers={"text": "word " * words}, status=status)
            found = {f.code for f in law.check_paper(draft, on=dates.parse("2024"), pack=PACK)}
            assert ("length" in found) is stops
        noted = law.Draft(channel=way, answers={"text": "word " * limit, "footnotes": "one"}, status=status)
        found = {f.code for f in law.check_paper(noted, on=dates.parse("2024"), pack=PACK)}
        assert ("length" in found) is way.footnotes_counted


@pytest.mark.parametrize(("pages", "stops"), [(1, False), (2, True), (None, False)])
def test_a_letter_has_one_page(pages: int | None, stops: bool) -> None:
    draft = law.Draft(channel=law.channel("CHN-EMB", PACK), pages=pages)
    assert ("pages" in {f.code for f in law.check_paper(draft, on=dates.parse("2024"), pack=PACK)}) is stops
