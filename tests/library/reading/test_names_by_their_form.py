"""People and bodies that the form of the words tells: titles, initials, ages, kin, offices, lists of references."""

from __future__ import annotations

import pytest

from tumen import reading


def named(text: str) -> list[str]:
    return [p.name for p in reading.read(text, language="en").people_orgs or ()]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We thank Mr Osei Bramwell for this.", "Osei Bramwell"),
        ("Then Ms Vell’s husband came.", "Ms Vell"),
        ("They told Commissioner Antunes so.", "Antunes"),
        ("She asked Nadia R. about it.", "Nadia R."),
        ("Moyna, who was fourteen, got in.", "Moyna"),
        ("Brokers sold him with his brother Kamal to a kiln.", "Kamal"),
        ("The Mareshi border police stood by.", "Mareshi border police"),
        ("He wrote to the Special Rapporteur in May.", "Special Rapporteur"),
        ("The Ombudsman opened a file.", "Ombudsman"),
        ("They asked the Minister of the Interior for it.", "Minister of the Interior"),
        ("The report of the Special Rapporteur on freedom of religion in Orvany says so.",
         "Special Rapporteur on freedom of religion in Orvany"),
        ("It is for the Special Rapporteur on torture to take this up.", "Special Rapporteur on torture"),
        ("We thank the UN special rapporteur on trafficking in persons, especially women and children.",
         "UN special rapporteur on trafficking in persons, especially women and children"),
        ("He wrote to the Bishop of Norhaven about it.", "Bishop of Norhaven"),
        ("The Government of Orvany has not replied.", "Government of Orvany"),
        ("On the way stood Tamsin Orrel, a midwife of 34.", "Tamsin Orrel"),
        ("The first was Hamo, a tailor.", "Hamo"),
        ("It was signed by Ilse Marn, Head of Office.", "Ilse Marn"),
        ("Prison Voices, a small charity in the port, counted them.", "Prison Voices"),
        ("They read it in the weekly Sharp, in October.", "Sharp"),
        ("A man known as Yaro died.", "Yaro"),
        ("Then Father Lawan Dech spoke.", "Lawan Dech"),
        ("It was Dame Judith Orrell MP who asked.", "Judith Orrell"),
        ("The Geneva High Court heard them.", "Geneva High Court"),
        ("It asked the Peace and Security Council to act.", "Peace and Security Council"),
        ("The UN Country Team counted 40.", "UN Country Team"),
        ("Men of the Second Rifle Battalion came.", "Second Rifle Battalion"),
        ("They wrote to the Orun Fisheries Agency and Port Police of it.", "Orun Fisheries Agency"),
        ("House of Elders\nMaritime Affairs Committee\n\nMinutes of a long day on which nobody came at all.",
         "Maritime Affairs Committee"),
    ],
)  # fmt: skip
def test_a_name_is_told_by_its_form(text: str, name: str) -> None:
    assert name in named(text)


@pytest.mark.parametrize(
    "text",
    [
        "A. Treatment on return\n\nPeople waited.",
        "Local authorities and the army came. Tightening border controls took a year.",
        "The committee met, and a minister spoke.",
        "II. Standards of judgment\n\nIt is enough to read the file of the case.",
        "They read the Northern Star on board and slept in the Upper Valley at night.",
        "The papers (A/HRC/25/63, CAT/C/12) were read. It costs EUR 40.",
        "She went to New Harbour and on to Lower Selm, past Port Orle.",
        "Orvany, a member of nothing, was silent.",
        "REASONS AND ORDER\n\nNothing more was written on it.",
    ],
)
def test_headings_and_common_words_are_no_names(text: str) -> None:
    assert named(text) == []


def test_a_list_of_references_names_writers_and_publishers() -> None:
    text = (
        "Some 300 fled (Okafor and Brandt, 2000), as Haas (2017) shows.\n\nReferences\n\n"
        "Haas, M. (2017). Inside. Vienna: Passagen.\n"
        "Okafor, T., and P. Brandt (2000). “Counted?” Border Notes 3, 2–9.\n"
    )
    found = named(text)
    assert {
        "Okafor",
        "Brandt",
        "Haas",
        "Haas, M.",
        "Okafor, T.",
        "P. Brandt",
        "Passagen",
        "Border Notes",
    } <= set(found)


def test_a_heading_in_capitals_does_not_run_into_the_next_line() -> None:
    found = named("PARLIAMENT OF ALDMARK\nCommittee on Foreign Affairs\n\nThey met.")
    assert "Committee on Foreign Affairs" in found


def test_a_note_names_who_wrote_and_the_outlet_before_the_date() -> None:
    text = (
        "They left in May.1 Nobody stopped them.2 None came back.3\n\nNotes\n\n"
        "1. See Amri and Boone, The Quayside Review, 29 April 2019.\n"
        "2. Archive of the Lost, “Six Boats”, 2020.\n"
        "3. N. Barsum, “Victims”, 2018.\n"
    )
    assert {"Amri", "Boone", "Quayside Review", "Archive of the Lost", "N. Barsum"} <= set(named(text))


def test_a_place_by_the_words_beside_is_no_person() -> None:
    found = reading.read(
        "He was held at Larn House and later at Tol Halda, a town on the coast.", language="en"
    )
    assert [p.name for p in found.people_orgs or ()] == []
    assert "Tol Halda" in [p.name for p in found.places or ()]
