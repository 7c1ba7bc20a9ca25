"""The ways in which running text and notes name sources: letters, figures, papers, symbols, addresses."""

from __future__ import annotations

import pytest

from tumen import reading


def cited(text: str) -> list[str]:
    return [c.text for c in reading.read(text, language="en").citations or ()]


@pytest.mark.parametrize(
    ("text", "work"),
    [
        (
            "In an open letter published in June 2012, forty doctors protested.",
            "an open letter published in June 2012",
        ),
        ("In its 2015 submission to the Committee, the ministry denied it.", "In its 2015 submission"),
        ("A study by two economists puts the loss higher.", "A study by two economists"),
        ("The ministry's own statistics show a rise.", "The ministry's own statistics"),
        ("Figures from the Ministry of Labour show a rise.", "Figures from the Ministry of Labour"),
        (
            "The New Brack Times, quoting officials, said that ten had died.",
            "The New Brack Times, quoting officials, said",
        ),
        ("State media reported that three were tried.", "State media reported"),
        (
            "Researchers at Lindon University estimate it at 30,000.",
            "Researchers at Lindon University estimate",
        ),
        (
            "“Nobody asked,” a guard told us (Interview 12, Lindon, 2 June 2017).",
            "Interview 12, Lindon, 2 June 2017",
        ),
        ("The practice goes on (see A/HRC/25/63, para. 76).", "A/HRC/25/63, para. 76"),
        ("The list stands at https://wire.example/a now.", "https://wire.example/a"),
        (
            "A letter dated 4 May 2014 from the ministry denies it.",
            "A letter dated 4 May 2014 from the ministry",
        ),
    ],
)
def test_sources_are_found_in_the_forms_of_running_text(text: str, work: str) -> None:
    assert cited(text) == [work]


def test_notes_that_point_back_are_works_too() -> None:
    notes = "1 Vell, Borders (Lindon, 2011), p. 3.\n2 Id. at 45.\n3 www.wire.example/a\n"
    text = f"They fled.1 They came.2 They left.3\n\n{notes}"
    assert cited(text) == ["Vell, Borders (Lindon, 2011), p. 3.", "Id. at 45.", "www.wire.example/a"]


def test_the_symbol_of_a_report_is_no_law_and_that_of_a_resolution_is() -> None:
    found = reading.read("See A/HRC/25/63 and A/HRC/RES/22/13 on this.", language="en").legal or ()
    assert [r.text for r in found] == ["A/HRC/RES/22/13"]


@pytest.mark.parametrize(
    ("text", "work"),
    [
        ("Vell magazine wrote in 2010 that it had doubled.", "Vell magazine wrote"),
        ("Her documentary, Across the Arve (2015), shows it.", "documentary, Across the Arve (2015)"),
        ("It is told in _The Long Road Out_ as well.", "The Long Road Out"),
        ("The Harbour Institute’s database lists more.", "The Harbour Institute’s database"),
        ("She read from a letter she had received from there.", "a letter she had received from there"),
        ("The Court held so (Vell v Norwell (1989) 11 EHRR 439).", "Vell v Norwell (1989) 11 EHRR 439"),
        ("According to the Labour Union (LU), wages fell.", "the Labour Union"),
    ],
)
def test_works_and_papers_without_quotation_marks_are_cited(text: str, work: str) -> None:
    assert cited(text) == [work]


def test_a_document_does_not_cite_its_own_symbol() -> None:
    assert cited("Harbour Assembly   A/HRC/41/63\nDistr.: General\n\nNobody came. See A/HRC/2/3.") == [
        "A/HRC/2/3"
    ]


@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("UNICEF counted 1,410 children in 2012.", ["UNICEF counted"]),
        ("Mira counts. Nine steps to the gate.", []),
        ("A network of doctors speaks of 300 dead.", ["A network of doctors speaks of"]),
        (
            "The Tide Commission found as early as 2011 that crops had failed.",
            ["The Tide Commission found"],
        ),
        ("The fleet, in written evidence (ABC0012), denied it.", ["in written evidence (ABC0012)"]),
        ("Testimony from 31 sailors points to a pattern.", ["Testimony from 31 sailors"]),
        (
            "According to two accounts received from the families, he died.",
            ["two accounts received from the families"],
        ),
        (
            "The Court held so in Société de la Mer v Norwell (12/95).",
            ["Société de la Mer v Norwell (12/95)"],
        ),
        ("The Norwell Rights Declaration speaks of asylum.", []),
        ("It was repealed by article 221 of the Norwell Code.", []),
    ],
)
def test_bodies_that_count_and_papers_of_a_hearing_are_cited_and_laws_are_not(
    text: str, works: list[str]
) -> None:
    assert cited(text) == works


def test_what_is_received_from_somebody_in_a_note_is_a_work() -> None:
    notes = "1 Communication No. 12, received from a neighbour.\n2 Tide Watch, Handbook on Weirs, para. 16.\n"
    text = f"They fled.1 They came.2\n\n{notes}"
    assert cited(text) == [
        "Communication No. 12, received from a neighbour.",
        "Tide Watch, Handbook on Weirs, para. 16.",
    ]
