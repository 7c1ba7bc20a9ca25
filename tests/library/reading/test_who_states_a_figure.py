"""Who states a figure: by verbs, passives, possessives and minutes; each figure has the nearest, and no other."""

from __future__ import annotations

import pytest

from tumen import reading


def stated(text: str) -> list[tuple[str, str | None]]:
    claims = reading.read(text, language="en").claims or ()
    return [(text[c.quantity.value_start : c.quantity.value_end], c.setting.attributed_to) for c in claims]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The number is put by the ministry at 12,000.", "the ministry"),
        ("The foreign minister, Ila Vell, said that 300 had been returned.", "The foreign minister Ila Vell"),
        ("Jan Ostrand, a former guard at the camp, told us that 40 prisoners died.", "Jan Ostrand"),
        ("The agency’s own estimate is 30,000.", "The agency"),
        ("Aid workers speak of 100,000.", "Aid workers"),
        ("In the view of harbour officials, 60 boats were lost.", "harbour officials"),
        ("The census yields an excess of 336,000 deaths.", "The census"),
        ("“We buried about 200 that year,” said Mira Lind, a nurse.", "Mira Lind"),
        ("It is estimated by the Harbour Union that 900 people need food.", "Harbour Union"),
    ],
)
def test_the_one_who_states_a_figure_is_named(text: str, who: str) -> None:
    ((_, found),) = stated(text)
    assert found is not None
    assert found.lower() == who.lower()


def test_each_figure_has_its_own_source() -> None:
    text = (
        "While the authorities acknowledged 640 refusals, monitors at the border recorded 1,873 expulsions; "
        "some 70 boats were seen."
    )
    assert stated(text) == [
        ("640", "the authorities"),
        ("1,873", "monitors at the border"),
        ("70", None),
    ]


def test_he_and_it_mean_who_was_named_before() -> None:
    told = stated("We met Mira Lind in the port. She remembers that 14 people shared the room.")
    assert told == [("14", "Mira Lind")]


def test_minutes_give_every_paragraph_to_its_speaker() -> None:
    text = (
        "Ms Vell: We have seen 41 such cases.\n\nThe Chair: Thank you. How many were children?\n\n"
        "Ms Vell: In our files there are 9 children.\n"
    )
    assert stated(text) == [("41", "Ms Vell"), ("9", "Ms Vell")]
    assert stated("Note: There were 41 such cases.") == [("41", None)]


def test_quoted_words_and_works_behind_a_sentence_state_its_figures() -> None:
    assert stated("“There were 90 of us. We had 3 blankets,” said Mira Lind. “Then 12 died.”") == [
        ("90", "Mira Lind"),
        ("3", "Mira Lind"),
        ("12", "Mira Lind"),
    ]
    told = stated("It rose from 300 people to 700 people (Moss 2014). Some 40 stayed (Reed et al. 2016).")
    assert [who for _, who in told] == ["Moss 2014", "Moss 2014", "Reed et al. 2016"]


@pytest.mark.parametrize(
    ("text", "figure", "who"),
    [
        ("He was hidden by nuns for 11 days (witness UW-88).", "11", "witness UW-88"),
        ("• 3,612 consultations, of which 41% were for fever (Tide Survey, week 36)\n", "41%", "Tide Survey, week 36"),
        ("Two diplomats said that their embassies had asked for an inquiry.", "Two", None),
        ("Household survey (Crisis Lab): 46 per cent of families had no boat.", "46 per cent", "Crisis Lab"),
        ("A guard told us why: “We had a bonus. 1,500 crowns, in an envelope.”", "1,500", "A guard"),
        ("Today, Lantern Road estimates, no more than 20 people a week are let through.", "20", "Lantern Road"),
        ("If one believes the figures which the ministry published, 2,900 people came.", "2,900", "the ministry"),
        (
            "The Commission’s own survey (fieldwork: Tide Research; margin 6 points) shows that 38% of them had none.",
            "38%",
            "The Commission’s own survey",
        ),
        ("The barracks, built for 800, held twice that number, the ombudsman wrote in her report.", "800",
         "the ombudsman"),
        ("Fever was found in 14.2% of the children (95% CI 12.1–16.6).", "14.2%", None),
    ],
)  # fmt: skip
def test_a_source_in_brackets_in_a_label_or_over_a_long_quotation(
    text: str, figure: str, who: str | None
) -> None:
    found = reading.read(text, language="en").claims or ()
    stated = {text[c.quantity.value_start : c.quantity.value_end]: c.setting.attributed_to for c in found}
    assert stated[figure] == who


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("중국에 숨어 지내는 사람은 약 3천 명이라고 한다.", None),
        ("정치범수용소에는 8만 명이 갇혀 있다고 밝혔다.", None),
        ("통일부는 3만 명이라고 밝혔다.", "통일부"),
    ],
)
def test_a_place_or_a_verb_states_nothing_in_korean(text: str, who: str | None) -> None:
    claims = reading.read(text, language="ko").claims or ()
    assert [c.setting.attributed_to for c in claims] == [who]


def test_a_ministry_in_small_letters_states_a_figure_and_departures_are_nobody() -> None:
    text = "Departures told of little. In May the ministry of unification said that 1,047 people arrived.\n"
    found = reading.read(text, language="en")
    assert [c.setting.attributed_to for c in found.claims or ()] == ["ministry of unification"]
    assert [n.name for n in found.people_orgs or ()] == []


@pytest.mark.parametrize(
    ("text", "figure", "who"),
    [
        ("The consul’s estimate of 43 is too low.", "43", "consul"),
        ("The commission was told by Ola Brink that 43 people were taken.", "43", "Ola Brink"),
        ("As many as 43 people may have died, in the estimate of the consul.", "43", "consul"),
        ("The ministry speaks of 12 deaths, the union of 43.", "43", "union"),
        ("Estimates range from 12 (the ministry) to 43 (the union).", "12", "ministry"),
        ("Witnesses interviewed by Tide Watch spoke of 43 cases.", "43", "itnesses"),
        ("In its annual report the ministry gives the number of arrivals as 43.", "43", "ministry"),
    ],
)  # fmt: skip
def test_whoever_it_is_states_a_figure(text: str, figure: str, who: str) -> None:
    found = dict(stated(text))
    assert (found[figure] or "").endswith(who)


@pytest.mark.parametrize(
    ("text", "figure", "who"),
    [
        ("Iron Bay expelled 1,430 (Odell, Harbour Ledger, 14 May 2020).", "1,430", "Odell, Harbour Ledger"),
        ("Of 118 rowers with whom Tide Watch talked, 101 had paid twice.", "101", "Tide Watch"),
        ("Orvany prefers to speak of 900 and insists that 43 came back.", "43", "Orvany"),
        ("Dr Ila Vell called it a trap and told us that 43 fell into it.", "43", "Ila Vell"),
        ("The clinic of Sedd took in eleven bodies.", "eleven", "clinic of Sedd"),
        ("The papers of the capital stopped counting at 138 dead.", "138", "papers of the capital"),
        ("They were flown out eleven days before the ruling (FLT0044).", "eleven", "FLT0044"),
        ("No clerk would say more. Some 43 is all that is known.", "43", ""),
        ("Ila Vell came first. Her own survey found that 43 had no papers.", "43", "Ila Vell"),
        ("In Sedd, the court has heard two cases in a decade.", "two", ""),
    ],
)  # fmt: skip
def test_a_source_is_found_by_what_it_does_and_where_it_stands(text: str, figure: str, who: str) -> None:
    said = dict(stated(text))[figure]
    assert said is None if not who else (said or "").endswith(who)


def test_a_source_note_speaks_for_the_end_of_its_paragraph() -> None:
    text = (
        "The road took 43 people a day. It was long. It was cold. A lorry broke down. "
        "Nobody came. Five had died by noon. [Source: Road Network, log B]\n"
    )
    assert [c.setting.attributed_to for c in reading.read(text, language="en").claims or ()] == [
        None,
        "Road Network, log B",
    ]
