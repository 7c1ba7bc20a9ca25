"""Whoever stands as the subject of a verb of stating is the source, whatever word names him; others are not."""

from __future__ import annotations

import pytest

from tumen import reading


def stated(text: str) -> list[str | None]:
    return [c.setting.attributed_to for c in reading.read(text, language="en").claims or ()]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("A shopkeeper in Karsk told us that 40 people had been taken.", "A shopkeeper in Karsk"),
        ("A woman who had worked in the kitchen remembered 46 deaths.", "A woman"),
        ("Several aid workers who came in May guessed at 5,000.", "Several aid workers"),
        ("The harbour master’s log gives 212 departures.", "The harbour master’s log"),
        ("The archive lists 3,412 names.", "The archive"),
        ("The register kept by the parish has 58 entries.", "The register kept by the parish"),
        ("At least 26 people were killed, state television reported on Friday.", "state television"),
        ("The price, say brokers, is 5,000 dollars.", "brokers"),
        ("By 2016 a motion in the Senate put the toll at 5,000.", "a motion in the Senate"),
        ("Tide Watch, which tracks departures, counted 1,204 in that year.", "Tide Watch"),
        ("The figure of 300,000 was first used by the Free Coast Movement.", "Free Coast Movement"),
        ("The number is estimated at 4,000 by the Census Office.", "Census Office"),
        ("The ministry, citing police data, gave 212 as the number of drowned.", "The ministry"),
        ("In its review for the year, Harbour Aid documented 61 cases of return.", "Harbour Aid"),
        ("As noted by the Committee, 4,000 are left.", "Committee"),
    ],
)
def test_whoever_is_the_subject_states_it(text: str, who: str) -> None:
    assert stated(text) == [who]


@pytest.mark.parametrize(
    "text",
    [
        "The police arrested 12 men.",
        "The agent gave his uncle 150 dollars.",
        "Guards beat 12 men.",
        "The report has 120 pages.",
        "The number is estimated at 4,000.",
        "Tide Watch has 120 members.",
        "Two former guards gave no total.",
        "We heard from 46 witnesses.",
    ],
)
def test_what_somebody_did_is_not_what_he_states(text: str) -> None:
    assert all(who is None for who in stated(text))


def test_two_speakers_in_one_sentence_have_each_their_own() -> None:
    assert stated("Officials admitted 200 deaths; relatives believe the toll is nearer 900.") == [
        "Officials",
        "relatives",
    ]


def test_it_means_the_body_before() -> None:
    assert stated("The agency runs shelters. It says that 340 people came.") == ["The agency"]


def test_the_source_under_a_table_states_its_rows() -> None:
    text = (
        "County     2005    2010\nAln       3,120   5,480\n\n"
        "Source: Census Office, May 2011.\n\nThere were 70 boats."
    )
    assert stated(text) == ["Census Office", "Census Office", None]


def test_a_work_that_quotes_somebody_leaves_the_figure_to_him() -> None:
    text = "An adviser told the Senate that 300 died (quoted in Haim 2008). Some 40 stayed (Reed 2016)."
    assert stated(text) == ["An adviser", "Reed 2016"]


def test_minutes_in_the_third_person_go_on_with_their_speaker() -> None:
    text = (
        "1. Ms VELL said that she ran a shelter. It had seen 640 people.\n"
        "2. The CHAIR asked how many were children. Ms VELL replied that she knew of few. Some 40 came in May.\n"
        "3. Dr REED told the committee of a fire. There were 7 dead.\n"
    )
    assert stated(text) == ["Ms VELL", "Ms VELL", "Dr REED"]


def test_a_table_whose_first_column_names_the_source_gives_each_row_to_it() -> None:
    text = "Source\tYear\tIn hiding\nCensus Office\t2016\t15,000\nTide Watch\t2013\t180,000\n"
    assert [who for who in stated(text) if who] == ["Census Office", "Tide Watch"]


def test_what_the_authors_hold_themselves_is_nobody_elses() -> None:
    assert (
        stated("Our own estimate for the year is 6,900. We, 34 groups, write about 128 people.") == [None] * 3
    )
