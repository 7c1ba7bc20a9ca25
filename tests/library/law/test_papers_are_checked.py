"""A paper is held against its channel: what is missing, too long, closed, wrongly named; and the refugee checklist."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen import dates, law, vocab
from tumen.dates import Truth
from tumen.errors import LawError, UnknownChannel
from tumen.law import Coded, Draft, Said, Shown

PACK = vocab.load_pack()
TODAY = dates.parse("2014-03-01")
WGEID = {
    "name": "in the sealed record", "date": "2013-11", "place": "Border port", "forces": "Public Security Bureau",
    "steps": "none possible", "submitter": "A group, Seoul", "refusal": "no answer to three letters",
}  # fmt: skip


def faults(channel: str, answers: dict[str, str], **more: object) -> dict[str, law.Fault]:
    draft = Draft(channel=law.channel(channel, PACK), answers=answers, **more)  # type: ignore[arg-type]
    return {f"{f.code} {f.field}".strip(): f for f in law.check_paper(draft, on=TODAY, pack=PACK)}


def stopping(channel: str, answers: dict[str, str], **more: object) -> set[str]:
    return {code for code, fault in faults(channel, answers, **more).items() if fault.stops}


def test_a_disappearance_form_is_complete_with_its_six_musts_and_who_refuses_to_tell() -> None:
    assert stopping("CHN-WGEID", WGEID, state="CHN") == set()


@pytest.mark.parametrize("name", list(WGEID))
def test_each_must_of_the_disappearance_form_stops_it(name: str) -> None:
    assert stopping("CHN-WGEID", {**WGEID, name: " "}, state="CHN") == {f"missing {name}"}


def test_a_sealed_field_counts_as_answered() -> None:
    assert stopping("CHN-WGEID", {**WGEID, "name": ""}, state="CHN", sealed=frozenset({"name"})) == set()


@pytest.mark.parametrize(
    ("when", "stops"), [("2013", True), ("2013-11", False), ("2013-11-07", False), ("soon", True)]
)
def test_month_and_year_are_the_least(when: str, stops: bool) -> None:
    assert ("precision date" in stopping("CHN-WGEID", {**WGEID, "date": when})) is stops


def test_one_form_speaks_of_one_person_in_a_language_that_is_read() -> None:
    assert stopping("CHN-WGEID", WGEID, persons=2, language="ko") == {"persons", "language"}


@pytest.mark.parametrize(
    ("happened", "answer"),
    [
        ("2014-01", Truth.YES),
        ("2013-12", Truth.YES),
        ("2013-10", Truth.NO),
        ("2013-11/2013-12", Truth.CANNOT_TELL),
        ("2013", Truth.CANNOT_TELL),
    ],
)
def test_the_urgent_way_is_open_for_three_months(happened: str, answer: Truth) -> None:
    assert law.urgent(law.channel("CHN-WGEID", PACK), dates.parse(happened), TODAY) is answer


def test_closed_doors_come_first_with_their_reason() -> None:
    found = law.open_channels("CHN", TODAY, PACK)
    assert (found[0].channel.code, found[0].open) == ("CHN-TB", Truth.NO)
    assert "Human Rights Committee" in found[0].reason
    assert "door" in stopping("CHN-TB", {}, state="CHN")
    assert "door" not in stopping("CHN-TB", {}, state="KOR")


def test_length_depends_on_the_status_and_footnotes_count_where_they_do() -> None:
    answers = {
        "item": "4",
        "title": "T",
        "text": "word " * 1490,
        "requests": "end it",
        "contact": "a",
        "footnotes": "f " * 20,
    }
    assert "status" in stopping("CHN-HRCWS", answers)
    assert stopping("CHN-HRCWS", answers, status="roster") == {"length"}
    assert stopping("CHN-HRCWS", answers, status="general status") == set()
    upr = {"who": "w", "followup": "f", "issues": "word " * 2810, "requests": "r", "footnotes": "f " * 500}
    assert stopping("CHN-UPR", upr, status="one group") == set()


def test_a_number_without_a_source_is_noted_and_a_year_or_an_article_is_no_number() -> None:
    said = {"text": "In 2013 about 400 were returned.\nArticle 33 binds since 1982.\nSome 30 fled [1]."}
    noted = faults("CHN-HRCWS", said, status="roster")
    assert noted["source text"].message.startswith("Paragraph 1")
    assert not noted["source text"].stops


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("To the People's Republic of Korea", ["People's Republic of Korea"]),
        ("The Democratic People’s Republic of Korea is bound.", []),
        ("the Republic of Korea and the People's Republic of China", []),
        ("Dear President of the Republic of Laos", ["Republic of Laos"]),
        ("the Lao People's Democratic Republic", []),
        ("the Socialist Republic of Korea", ["Socialist Republic of Korea"]),
        ("the Federal Republic of Germany", []),
        ("남조선 당국", ["남조선"]),
        ("조선민주주의인민공화국", []),
    ],
)
def test_wrong_names_of_states_are_caught_and_right_ones_are_not(text: str, wrong: list[str]) -> None:
    assert [w.text for w in law.wrong_state_names(text, PACK)] == wrong


def test_a_wrong_name_suggests_official_ones_and_does_not_choose() -> None:
    (found,) = law.wrong_state_names("the People's Republic of Korea", PACK)
    assert {"Democratic People's Republic of Korea", "Republic of Korea"} <= set(found.near)
    assert "state-name facts" in stopping("CHN-EMB", {"facts": "the People's Republic of Korea"})


def test_every_office_bears_the_official_name_of_its_state_and_nobodys_name() -> None:
    for office in law.channels(PACK).addressees.values():
        for title in office.titles.values():
            assert law.wrong_state_names(title, PACK) == ()
            assert "{" not in title


def test_a_name_without_consent_stops_the_paper_and_is_not_repeated() -> None:
    for text, name in (
        ("We write of Made Upson today", "Made Upson"),
        ("우리는 가 나다를 위해 씁니다", "가나다"),
    ):
        fault = faults("CHN-EMB", {"facts": text}, unnamed=(name,))["name facts"]
        assert fault.stops
        assert name not in fault.message


def test_a_channel_nobody_knows_is_refused_and_a_pack_without_channels_has_none() -> None:
    with pytest.raises(UnknownChannel):
        law.channel("CHN-NONE", PACK)
    assert law.channels("example").channels == {}


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(["word", "두", "三个", "x-y", "—", "."]), max_size=12))
def test_words_add_up_over_spaces(parts: list[str]) -> None:
    assert law.word_count(" ".join(parts)) == sum(law.word_count(p) for p in parts)


def test_the_checklist_says_what_is_missing_and_gives_no_verdict() -> None:
    empty = law.assess([], PACK)
    assert len(empty.missing) == 37
    assert not {"verdict", "score", "outcome", "status"} & set(empty.as_dict())
    grounds = [q.ask for q in empty.missing if q.group == "ground"]
    assert [g.split()[0].rstrip("?:,") for g in grounds] == [
        "Race",
        "Religion",
        "Nationality",
        "Membership",
        "Political",
    ]


def test_facts_bear_on_questions_and_factors_are_computed_without_any_motive() -> None:
    found = law.assess(
        [
            Coded(field="crossings", code="2"),
            Coded(field="months_abroad", code="30", most=36),
            Coded(field="leg", code="LEG-CROSS"),
        ],
        PACK,
    )
    factors = {f.code: f.shown for f in found.factors}
    assert (factors["SP-REPEAT"], factors["SP-LONG"], factors["SP-ROK"]) == (
        Shown.YES,
        Shown.YES,
        Shown.NOT_STATED,
    )
    lines = {line.question.code: line for _, lines in found.groups for line in lines}
    assert lines["G24"].state == "facts bear on it"
    assert lines["G22"].state == "open"


def test_what_a_person_answered_is_kept_with_its_reason() -> None:
    found = law.assess([], PACK, said=[Said(question="F17", word="unknown", why="not asked")])
    assert "F17" not in {q.code for q in found.missing}
    with pytest.raises(LawError):
        law.assess([], PACK, said=[Said(question="Z99", word="yes")])


def test_a_second_nationality_is_put_beside_the_law_that_can_refuse() -> None:
    found = law.assess([], PACK)
    assert {"ROK-CONST", "ROK-PROTECT"} <= {d.code for d in found.domestic}
    assert "RS4" in {t.code for t in found.tests}
