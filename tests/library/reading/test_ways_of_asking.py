"""Demands in the words of many authors: things missed, labels and imperatives, performatives, letters, resolutions."""

from __future__ import annotations

import pytest

from tumen import reading


def asked(text: str) -> list[tuple[str, str | None]]:
    return [(r.text, r.addressee) for r in reading.read(text, language="en").recommendations or ()]


@pytest.mark.parametrize(
    "text",
    [
        "The Committee invites the State party to ratify the Convention.",
        "The petition asks the Minister to reply before May.",
        "The families demand answers.",
        "A moratorium on deportations is urgently required.",
        "What is needed is an independent complaints body.",
        "The report recommends setting up a register of the missing.",
        "The Council might consider appointing an envoy.",
        "The panel advised that the flights be postponed.",
        "We join others in calling for a commission of inquiry.",
        "We advise against returning anyone to Orvany.",
        "The European Commission has it in its hands to open proceedings.",
        "Norwell is moreover uniquely placed to press for an answer.",
        "We would ask the Prosecutor General to reopen the file.",
        "No State should extradite anyone to Orvany.",
    ],
)
def test_it_is_asked(text: str) -> None:
    assert len(asked(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Prisoners must work twelve hours a day.",
        "Travellers must carry a permit.",
        "She called for her mother.",
        "The figures must be treated with caution.",
        "The Article obliges guards to inform those who may wish to apply.",
        "The guards demanded money.",
    ],
)
def test_it_is_only_told(text: str) -> None:
    assert asked(text) == []


def test_a_label_before_an_imperative_says_who_is_asked() -> None:
    text = "Parliament: repeal section 5b.\n\nThe Minister of Justice: withdraw the order; pay compensation to all."
    assert asked(text) == [
        ("repeal section 5b", "Parliament"),
        ("withdraw the order", "The Minister of Justice"),
        ("pay compensation to all", "The Minister of Justice"),
    ]


def test_a_letter_speaks_to_whom_it_calls_by_name() -> None:
    text = "Excellencies,\n\nYour Excellency Minister Vell: you gave your word. Keep it. Cancel the flight.\n"
    assert asked(text) == [("Keep it", "Minister Vell"), ("Cancel the flight", "Minister Vell")]


def test_a_resolution_names_who_is_to_do_it() -> None:
    text = "It was RESOLVED:\n(i) That the Clerk write to Selm.\n(ii) That the Minister be requested to lay it.\n"
    assert [who for _, who in asked(text)] == ["the Clerk", "the Minister"]


def test_what_is_asked_under_a_condition_stands_alone() -> None:
    text = "We urge the agency to invoke its mandate and, if access is denied, to break its silence."
    assert [words for words, _ in asked(text)] == [
        "We urge the agency to invoke its mandate",
        "if access is denied, to break its silence",
    ]
