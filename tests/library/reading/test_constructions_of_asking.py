"""Demands told by how a clause is built: performatives, things, impersonal turns, imperatives, under a heading."""

from __future__ import annotations

import pytest

from tumen import reading
from tumen.reading.public_bodies import may_ask, public


def asked(text: str) -> list[tuple[str | None, str]]:
    found = reading.read(text, language="en").recommendations or ()
    return [(r.addressee, " ".join(r.text.split())) for r in found]


@pytest.mark.parametrize(
    "text",
    [
        "The committee asks Harland to screen everybody who was held at Orne.",
        "The bishops pleaded for mercy for the condemned.",
        "Several delegations pressed Sarn for a timetable.",
        "The mayor begged the ministry for more beds.",
        "Six mayors wrote to the ministry asking it to lift the visa rule.",
        "The doctors warned the ministry not to reopen the ward.",
        "The report cautions governments against relying on such assurances.",
        "The union insisted on the reinstatement of the nurses.",
        "Campaigners want an end to the practice.",
        "We respectfully submit that the order be quashed.",
        "The Rapporteur reiterates her call on Ansia to allow a visit.",
        "It would be right for the army to hand over the maps of the graves.",
        "The time has come for the Office to release its interview notes.",
        "The onus is on the ministry to prove that the six are alive.",
        "It remains for the donors to pay what they promised.",
        "What the families want is a list of the dead.",
        "The way to end this is to pay the guards.",
        "An independent inquiry is overdue.",
        "There can be no return while the camps stand.",
        "The agency can no longer stay silent.",
        "Ansia owes these men an explanation.",
        "Stop the flights.",
        "We must remember that states have to end the returns.",
        "The families rely on the Council to keep this on its agenda.",
        "“Open the archives,” she told the ministry.",
        "Mr President, open the border.",
        "To the banks we say: freeze the accounts.",
        "If you are Harland: pull out.",
        "Will the minister commit to a review by March?",
        "Nobody may be returned until the review is over.",
    ],
)
def test_a_clause_asks(text: str) -> None:
    assert len(asked(f"Background of 2019.\n\n{text}\n")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "He asked his brother to wait by the river.",
        "The broker told her to bring a change of clothes.",
        "She asked for asylum at the airport.",
        "People in the village needed food more than anything.",
        "The demand for labour grew after 2010.",
        "Everybody has the right to seek and receive asylum.",
        "Asked for comment, the ministry did not reply.",
        "The treaty reminds every state of the duty not to return anyone.",
        "The court is to sit again in May.",
        "Take the winter of 2004.",
        "See note 4.",
        "Can one trust such numbers?",
        "Her sister owes her life to a farmer.",
        "The river can be crossed on foot in January.",
        "It is hard to say how many died.",
        "The plan was to cross at night.",
        "Added to this one has to mention the constant fear of neighbours.",
        "We must not forget, and have to note, that nobody knows the number.",
        "The ruler continues to rely on an extensive camp system to punish dissenters.",
    ],
)
def test_what_only_tells_is_not_asked(text: str) -> None:
    assert asked(f"Background of 2019.\n\n{text}\n") == []


def test_sentences_under_a_heading_ask_in_plainer_words() -> None:
    text = (
        "C. Points for policy\n\n1. No state is to return anyone before a mission is in place. Donors might pay for "
        "the graves.\n2. Mothers of such children are to be given a permit.\n\nNotes\n1) Interviews were held in May.\n"
    )
    assert [words for _, words in asked(text)] == [
        "No state is to return anyone before a mission is in place",
        "Donors might pay for the graves",
        "Mothers of such children are to be given a permit",
    ]


def test_lines_that_each_name_whom_they_ask() -> None:
    text = (
        "WHAT IS NEEDED NOW\n→ Port authorities: unhindered access by 12 Sep; lists of the dead.\n"
        "→ Donors: front-load pledges. Cash before goods!\n"
    )
    assert [(who, words.rstrip("!")) for who, words in asked(text)] == [
        ("Port authorities", "unhindered access by 12 Sep"),
        ("Port authorities", "lists of the dead"),
        ("Donors", "front-load pledges"),
        ("Donors", "Cash before goods"),
    ]


def test_items_behind_a_wish_name_their_addressee() -> None:
    text = "The Commission is of the view that it is desirable:\n1. for the Minister of Justice to revise the rules;\n"
    assert [who for who, _ in asked(text)] == ["the Minister of Justice"]


def test_another_body_in_the_same_breath_is_asked_too() -> None:
    text = "The Union is invited to deploy 40 observers, and its Council to hear them every quarter.\n"
    assert [who for who, _ in asked(text)] == ["The Union", "its Council"]


def test_beside_a_sentence_that_asks_outright_fewer_words_ask() -> None:
    text = "She did not hesitate. Count the girls. Hang the list on every wall. Lift the fees.\n"
    assert [words for _, words in asked(text)] == [
        "Count the girls",
        "Hang the list on every wall",
        "Lift the fees",
    ]


@pytest.mark.parametrize(
    "who", ["the Ministry of Justice", "neighbouring states", "Harland", "all donors", "the two ministers"]
)
def test_bodies_are_asked_in_public(who: str) -> None:
    assert public(who)


@pytest.mark.parametrize("who", ["her brother", "the women", "him", "it", "a guard", "three refugees"])
def test_private_people_are_not(who: str) -> None:
    assert not public(who)


def test_campaigners_may_ask_and_smugglers_may_not() -> None:
    assert may_ask("Lawyers")
    assert may_ask("The petition")
    assert not may_ask("The smugglers")


@pytest.mark.parametrize(
    "text",
    [
        "통일부 장관께 명부 작성을 요청드립니다.",
        "정부는 이 일을 더는 미룰 수 없다.",
        "국회는 법안을 처리해야 마땅합니다.",
        "시민 여러분께서 함께해 주시기를 부탁드립니다.",
    ],
)
def test_polite_korean_endings_ask(text: str) -> None:
    assert len(reading.read(text, language="ko").recommendations or ()) == 1
