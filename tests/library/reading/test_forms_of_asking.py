"""The ways in which English text asks: calls, passives, reported demands, lists with and without verbs."""

from __future__ import annotations

import pytest

from tumen import reading


def asked(text: str) -> list[tuple[str | None, str]]:
    return [(r.addressee, r.text) for r in reading.read(text).recommendations or ()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The government would do well to publish the list.",
            [("The government", "The government would do well to publish the list")],
        ),
        (
            "Parliament is invited to amend the Act.",
            [("Parliament", "Parliament is invited to amend the Act")],
        ),
        (
            "Governments are called upon to suspend deportations and to share the burden.",
            [
                ("Governments", "Governments are called upon to suspend deportations"),
                ("Governments", "share the burden"),
            ],
        ),
        (
            "It is recommended that the ministry open a hotline; that police be trained; and that money be set aside.",
            [
                ("the ministry", "the ministry open a hotline"),
                (None, "police be trained"),
                (None, "money be set aside"),
            ],
        ),
        (
            "She encourages the police to cooperate with the mechanism, and invites them to open the files.",
            [
                ("the police", "She encourages the police to cooperate with the mechanism"),
                ("the police", "invites them to open the files"),
            ],
        ),
        (
            "Rights groups have called for the immediate release of all detainees and for an independent inquiry.",
            [
                (None, "Rights groups have called for the immediate release of all detainees"),
                (None, "an independent inquiry"),
            ],
        ),
        (
            "What is clear is that states must stop punishing them.",
            [("states", "states must stop punishing them")],
        ),
        ("The lawyers want the court to hear the case.", [("the court", "want the court to hear the case")]),
        (
            "Until then, no trade talks must take place.",
            [("no trade talks", "no trade talks must take place")],
        ),
    ],
)
def test_what_running_text_asks_is_found_and_divided(
    text: str, expected: list[tuple[str | None, str]]
) -> None:
    assert asked(text) == expected


def test_a_list_asks_without_verbs_and_under_bare_names() -> None:
    text = (
        "Recommendations\n\nThe Ministry of Education\n• Open schools to all;\n• Fees to be abolished for the poor;\n"
        "• The release of all school records;\n\nFor civil society:\n- documenting violations in every district;\n"
        "- keep helping survivors.\n"
    )
    assert asked(text) == [
        ("The Ministry of Education", "Open schools to all"),
        ("The Ministry of Education", "Fees to be abolished for the poor"),
        ("The Ministry of Education", "The release of all school records"),
        ("civil society", "documenting violations in every district"),
        ("civil society", "keep helping survivors"),
    ]


def test_a_pronoun_is_the_body_spoken_of_before() -> None:
    text = "The international community has looked away. It needs to press for access and must act."
    assert {who for who, _ in asked(text)} == {"The international community"}


def test_an_order_that_somebody_gave_is_no_recommendation() -> None:
    assert asked("He issued instructions that the entire family should be executed.") == []
