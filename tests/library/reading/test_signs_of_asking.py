"""Demands by several signs together: each alone only tells, and what stands around a clause counts too."""

from __future__ import annotations

import pytest

from tumen import reading
from tumen.reading.weighing import ENOUGH, Around, Seen, clauses, weighed


def asked(text: str) -> list[tuple[str, str | None]]:
    return [(r.text, r.addressee) for r in reading.read(text, language="en").recommendations or ()]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Norwell owes the families of the drowned an account of that night.", "Norwell"),
        ("The harbour court is under a duty to hear the crew before the end of May.", "The harbour court"),
        ("Another year’s figures would have the Council discard the list it was given.", "the Council"),
        ("Let the governors of both provinces open their books.", None),
        ("A fair settlement would now be for the Ministry to free the two printers.", "the Ministry"),
        ("We expect that the nine men will be offered the fare home.", None),
        ("They pressed for an inspection of the tannery by the guild.", None),
        ("The panel demanded that Orvany spare the last of the ferrymen.", "Orvany"),
    ],
)
def test_signs_that_come_together_ask(text: str, who: str | None) -> None:
    found = asked(f"It was cold.\n\n{text}\n")
    assert len(found) == 1
    assert who is None or who in (found[0][1] or "")


@pytest.mark.parametrize(
    "text",
    [
        "The demand for salt grew after the war.",
        "She could hear the river from there.",
        "No warrant was shown to the family.",
        "The Court of Appeal had held that he could not be sent on.",
        "General Order 12 reminds every garrison of the duty not to fire first.",
        "He was invited to name three of the boats.",
        "Whoever keeps a boat must be entered in the book.",
        "On the others, ask the sea.",
        "We are not asking for favours.",
    ],
)
def test_one_sign_alone_only_tells(text: str) -> None:
    assert asked(f"It was cold.\n\n{text}\n") == []


def test_items_that_begin_with_that_stand_for_themselves() -> None:
    text = (
        "This we put before you, Governor, –\n\n– that no further barge of this kind leave the quay;\n"
        "– that the gates of the salt works be opened to doctors;\n– that the families be told where the men are.\n"
    )
    assert [words[:20] for words, _ in asked(text)] == [
        "that no further barg", "that the gates of th", "that the families be",
    ]  # fmt: skip


def test_the_reason_lists_the_signs_and_what_stands_around_adds_points() -> None:
    text = "The registrar could publish the list before the winter."
    found = clauses(text, 0, len(text), Seen(duty=[text.index("could")]))
    alone, beside = (weighed(text, 0, len(text), found, Around(listed=b)) for b in (False, True))
    assert [one.points - ENOUGH for one in (*alone, *beside)] == [0, 2]
    assert alone[0].reason == "a word for what may come; a body or somebody in office; it says by when"
    assert beside[0].reason.endswith("; under a heading for demands")


def test_who_is_told_what_to_do_by_a_captor_asks_nobody() -> None:
    assert asked("The guards demanded that she be quiet until the lorry had gone.") == []
