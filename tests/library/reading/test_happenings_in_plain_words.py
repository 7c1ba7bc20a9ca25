"""A happening is known by somebody, an occasion and what was done, also where no word of harm stands."""

from __future__ import annotations

import pytest

from tumen import reading

TOLD = (
    "In the winter of 2009 a grandmother and the two children she had raised walked across the frozen river at night.",
    "She gave birth in the camp. The guards took the infant from her the same night.",
    "According to his sister, the driver who had given the family a lift lost his licence and served eight months.",
    "Police searched four flats in the district on 3 June and took away nine people, among them a boy of six.",
    "Two missionaries were ordered out of the country in 2012 after their shelter was found.",
    "In April 2014 the court gave the interpreter seven years.",
    "Soldiers emptied the village on 12 August, and some 300 households spent the night in the open.",
    "The journalist was followed, her phone was taken and she was told to leave within a day.",
    "On 4 May 2011 he was stopped at a checkpoint and relieved of his papers.",
    "The twins were separated at the checkpoint and the girl was kept behind.",
    "Six arrested at the northern market on Saturday; two released the same evening.",
    "At least six deaths have been confirmed in the new camp since Monday.",
    "An unaccompanied girl of about nine was found at the pier on 11 August.",
)
NOT_TOLD = (
    "The law was amended in 2007 and has been applied by the courts since that year.",
    "Officials said on 3 June that they would study the report and answer its authors.",
    "The committee was established in 1948 and met twice in the capital that year.",
    "Two chapters of the report were written by lawyers who were asked in March 2015.",
    "The interviews were recorded in the spring of 2016 and translated by three students.",
    "Courts may order that a person be kept away from the border for up to three years.",
)


@pytest.mark.parametrize("words", TOLD)
def test_what_was_done_to_somebody_is_an_incident(words: str) -> None:
    found = reading.read(f"{words} ", language="en").incidents
    assert found
    assert all(happening.core for happening in found)


@pytest.mark.parametrize("words", NOT_TOLD)
def test_how_a_text_or_an_office_came_about_is_none(words: str) -> None:
    assert not reading.read(f"{words} ", language="en").incidents


@pytest.mark.parametrize(
    "text",
    [
        "She hanged herself.",
        "Two boys never came home.",
        "Her body was found in the river two days later.",
        "The dam burst, and 41 people lost their lives.",
        "Nothing has been heard of him since.",
        "The village was shelled for three days.",
        "All of them were recognised as refugees in 2009.",
        "The disappearance of the editor in 2010 has never been solved.",
        "The death toll rises to 187.",
    ],
)
def test_short_sentences_and_fates_are_told_as_incidents(text: str) -> None:
    found = reading.read(f"The court met.\n\n{text}", language="en")
    assert [text[:9] for _ in found.incidents or ()] == [text[:9]]


@pytest.mark.parametrize(
    "text",
    [
        "The talks were held in Geneva.",
        "The number of raids fell by a fifth.",
        "In a survey, 38 per cent of them had been detained.",
        "Women are sold as brides.",
    ],
)
def test_meetings_trends_and_shares_are_no_incidents(text: str) -> None:
    assert reading.read(f"The court met.\n\n{text}", language="en").incidents == ()


def test_a_story_goes_on_in_short_sentences() -> None:
    text = (
        "Ona was nineteen when a neighbour sold her to a farmer. She ran away after eight months. The police found "
        "her in a barn. In the spring of 2014 she crossed again. This time she made it. Now she lives in a port."
    )
    found = reading.read(text, language="en").incidents or ()
    assert [text[a:b].split()[0] for h in found for a, b in h.spans] == ["Ona", "She", "The", "In", "This"]


@pytest.mark.parametrize(
    "text",
    [
        "The authorities denied that any shot had been fired.",
        "There were 412 refugees and asylum seekers at the end of 2018.",
        "The number of asylum claims has more than quadrupled since 14 August 2016.",
    ],
)
def test_denials_stocks_and_states_are_no_incidents(text: str) -> None:
    assert reading.read(f"The court met.\n\n{text}", language="en").incidents == ()


def test_a_toll_with_a_share_in_it_is_an_incident() -> None:
    text = "Some 2,350 persons, of whom 30 per cent were women, had been pushed back at the border."
    assert len(reading.read(text, language="en").incidents or ()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "On 3 May 2016 the army brought 214 of them back in lorries.",
        "In March 2021 he and his cousin came over the fence.",
        "On 7 October 2020 a stone took the left eye of a young miner.",
        "By dawn on 4 June 2019, 73 of them had been driven to the crossing.",
        "In May 2018 she spent 23 days at the holding centre and was taken over the bridge.",
        "Two boys were taken from the ward. Their families do not know where they are.",
        "Two boys were taken from the ward on 4 May. Nothing is known of what became of the two.",
        "On 9 July 2017 her daughter was swept from her arms.",
    ],
)
def test_what_befell_people_is_an_incident_in_further_words(text: str) -> None:
    found = reading.read(text, language="en").incidents or ()
    assert found[-1].spans[-1][1] >= len(text) - 1


def test_who_begs_or_asks_for_something_tells_of_no_happening() -> None:
    text = "The court met.\n\nWe beg the ministry to reopen the file on the death of 10 May."
    assert reading.read(text, language="en").incidents == ()


@pytest.mark.parametrize(
    "text",
    [
        "2016년 봄 한 청년이 독방에 갇힌 채 나흘을 버텼다.",
        "7월 9일 부부와 딸이 직항편에 태워졌다.",
        "남편 누리(가명) 씨는 도착 직후 체포되었으며 지금까지 생사를 알 수 없다.",
        "2014년 시내에서 형제가 처형되었다는 증언도 있다.",
        "2013년 5월 3일 일가족 다섯이 공관 철문을 넘었다.",
    ],
)
def test_korean_tells_what_befell_people_in_further_words(text: str) -> None:
    assert len(reading.read(text, language="ko").incidents or ()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Recommendations\n\n- Release all who were arrested in May 2019.\n- Let lawyers see those who were beaten.\n",
        "Treatment of persons in detention\n\nIt was raining.\n",
        "County\tDead\tMissing\nMusan\t44\t155\n",
    ],
)
def test_a_demand_a_heading_and_a_row_of_a_table_tell_no_happening(text: str) -> None:
    assert reading.read(text, language="en").incidents == ()


def test_hearsay_in_korean_tells_what_happened() -> None:
    text = "은실 씨는 올해 3월 혜산 교화소에서 맞아 숨졌다고 합니다."
    assert len(reading.read(text, language="ko").incidents or ()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Four answers to one question: how many women were deported in May 2019?",
        "Norwell replies that Ms Vell was detained on 3 May 2019 for want of papers.",
        "In the ministry’s view two women were detained on 3 May 2019 for want of papers.",
        "Ekberg finds that four out of ten women were beaten in May 2019.",
        "Of the 19 women interviewed in May 2019, 17 had been beaten.",
        "In 71 of them the witness was beaten in May 2019.",
        "The papers stopped counting in May 2019 when 138 people had drowned.",
    ],
)
def test_questions_positions_and_answers_of_many_are_no_incident(text: str) -> None:
    assert not reading.read(text, language="en").incidents
