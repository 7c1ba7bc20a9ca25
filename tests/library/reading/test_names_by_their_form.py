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
