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


@pytest.mark.parametrize(
    ("text", "who", "what"),
    [
        ("Could you also confirm that none is planned?", None, "Could you also confirm that none is planned"),
        ("Please raise these names with him.", None, "Please raise these names with him"),
        ("The Council may wish to consider a fund.", "The Council", "The Council may wish to consider a fund"),
        ("We look to the Commission to make payments depend on it.", "the Commission",
         "the Commission to make payments depend on it"),
        ("Her request was that aid be tied to access.", None, "that aid be tied to access"),
        ("He recommends a moratorium on returns.", None, "a moratorium on returns"),
        ("The motion called for an inquiry.", None, "an inquiry"),
        ("There is a strong case for a common register.", None, "a common register"),
        ("Recommendation 3 (to donors): Fund shelters for three years.", "donors", "Fund shelters for three years"),
        ("States should, in our view, end it now.", "States", "States should, in our view, end it now"),
    ],
)  # fmt: skip
def test_polite_and_plain_ways_of_asking(text: str, who: str | None, what: str) -> None:
    ((addressee, words),) = asked(f"{text}\n")
    assert words.removeprefix("The motion called for ").removeprefix("He recommends ") == what
    assert addressee == who


def test_demands_of_a_body_are_listed_without_a_colon() -> None:
    text = "Of the Government of Norwell we ask\n1. that it let the boats land;\n2. that no child be held.\n"
    assert asked(text) == [
        ("the Government of Norwell", "that it let the boats land"),
        ("the Government of Norwell", "that no child be held"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The ministry should have known better.",
        "Please visit our site.",
        "He suggested by letter that he knew.",
    ],
)
def test_what_only_tells_asks_nothing(text: str) -> None:
    assert asked(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "We therefore call on:\n- the Government of Norwell to let boats land;\n- donors not to fund the fence.\n",
            [("the Government of Norwell", "to let boats land"), ("donors", "not to fund the fence")],
        ),
        (
            "Norwell: name a minister responsible; let the boats land.\n",
            [("Norwell", "name a minister responsible"), ("Norwell", "let the boats land")],
        ),
        (
            "The State should\n(i) amend the Aliens Act;\n(ii) cease to detain children.\n",
            [("The State", "amend the Aliens Act"), ("The State", "cease to detain children")],
        ),
        (
            "The following measures are needed: a halt to returns; a register of the detained.\n",
            [(None, "a halt to returns"), (None, "a register of the detained")],
        ),
        (
            "Dear Mr President,\n\nInstruct your police to take no action.\n\nYou have read the list.\n",
            [(None, "Instruct your police to take no action")],
        ),
        (
            "The signatories urge Selmark to halt removals and the Council to appoint an envoy.\n",
            [("Selmark", "urge Selmark to halt removals"), ("the Council", "to appoint an envoy")],
        ),
    ],
)  # fmt: skip
def test_demands_stand_in_rows_behind_a_colon_or_with_their_own_addressees(
    text: str, expected: list[tuple[str | None, str]]
) -> None:
    assert asked(text) == expected


def test_a_label_before_what_is_told_asks_nothing() -> None:
    assert asked("Source: Harbour Office; table 4.\nKarsk: cold in winter; hot in summer.\n") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "**To the Council**\n→ halt the flights\n→ publish the names\n",
            [("the Council", "halt the flights"), ("the Council", "publish the names")],
        ),
        (
            "The Council is asked to\na) halt the flights\nb) publish the names\n",
            [("The Council", "halt the flights"), ("The Council", "publish the names")],
        ),
        (
            "1. Ministry of Ports\n1.1 Halt the flights.\n1.2 Publish the names.\n",
            [("Ministry of Ports", "Halt the flights"), ("Ministry of Ports", "Publish the names")],
        ),
        (
            "We ask that the Council:\n1) halts the flights;\n2) publishes the names.\n",
            [("the Council", "halts the flights"), ("the Council", "publishes the names")],
        ),
        (
            "Our requests are these:\nFirst: halt the flights.\nSecond: publish the names.\n",
            [(None, "halt the flights"), (None, "publish the names")],
        ),
        (
            "Our appeal to Norwell is short: (1) halt the flights; (2) publish the names.\n",
            [(None, "halt the flights"), (None, "publish the names")],
        ),
        ("ACTION: Clerk to write to the embassy.\n", [("Clerk", "to write to the embassy")]),
        (
            "We request of the Council the release of the seven and access to their lawyers.\n",
            [
                ("the Council", "the release of the seven"),
                ("the Council", "access to their lawyers"),
            ],
        ),
    ],
)
def test_lists_of_demands_under_other_marks_and_headings(
    text: str, expected: list[tuple[str | None, str]]
) -> None:
    assert [(who, words) for who, words in asked(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "4. Our asks\n\nNorwell\n→ Mothball the camp at Brack.\n→ Free the nine.\n\n"
            "East Mereth\n→ Let the monitors in.\n",
            [
                ("Norwell", "Mothball the camp at Brack"),
                ("Norwell", "Free the nine"),
                ("East Mereth", "Let the monitors in"),
            ],
        ),
        (
            "We therefore ask\n\nthe Republic of Mereth\n1. not to return the nine to anyone;\n"
            "2. to mothball its camps.\n\n"
            "the Norwell Union\n3. to issue the visas;\n",
            [
                ("the Republic of Mereth", "not to return the nine to anyone"),
                ("the Republic of Mereth", "mothball its camps"),
                ("the Norwell Union", "issue the visas"),
            ],
        ),
        (
            "31. Norwell is called upon to halt all flights, to grant UNICEF access to the camps.\n",
            [
                ("Norwell", "31. Norwell is called upon to halt all flights"),
                ("Norwell", "grant UNICEF access to the camps"),
            ],
        ),
        (
            "Norwell should free the nine and should also open its camps.\n",
            [("Norwell", "Norwell should free the nine"), ("Norwell", "should also open its camps")],
        ),
        ("The floggings went on, and the flights must stop.\n", [("the flights", "the flights must stop")]),
        ("They drove on, and the women must stop at every gate.\n", []),
        (
            "She asked the Union to urge Norwell to free the nine.\n",
            [("Norwell", "She asked the Union to urge Norwell to free the nine")],
        ),
        ("She asked her uncle to help the nine.\n", []),
        (
            "6. What would help\n\nThe Union could publish its count of 2004.\n",
            [("The Union", "The Union could publish its count of 2004")],
        ),
        ("3. What was seen\n\nThe Union could publish its count of 2004.\n", []),
        ("• In the north, nine were held.\n• Near the port, two died.\n", []),
    ],
)
def test_asking_told_in_lists_of_bare_names_and_in_joined_clauses(
    text: str, expected: list[tuple[str | None, str]]
) -> None:
    assert asked(text) == expected
