"""Demands by several signs together: each alone only tells, and what stands around a clause counts too."""

from __future__ import annotations

import pytest

from tumen import reading
from tumen.reading.beside_demands import add_weighed
from tumen.reading.recommendation import Recommendation
from tumen.reading.sentences import Sentences
from tumen.reading.spans import Words
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


def by_signs(text: str) -> list[str]:
    """What the signs find where no other rule looks."""
    sentences, found = Sentences(text), dict[int, list[Recommendation]]()
    add_weighed(text, sentences, Words(text), found, dict.fromkeys(s.start for s in sentences), letter=False)
    return [one.text for rows in found.values() for one in rows]


@pytest.mark.parametrize(
    "text",
    [
        "One telephone call from the harbour master would be enough to open the gate.",
        "The ministry has only to publish the list.",
        "Norwell need only sign the protocol it drafted itself.",
        "The ball is now in the court of the Attorney General.",
        "We hold the Government to its promise to close Camp 4.",
        "We expect no less of the bank than a full account.",
        "An end to night raids is what the families ask.",
        "The register needs mending before the next election.",
        "The widow deserves an answer from the port authority.",
        "What Norwell must do is stop the buses.",
        "Make sure that no child is questioned alone.",
        "The case for suspending the agreement is overwhelming.",
        "The authorities would lose nothing by letting the nurses in.",
        "It cannot be left to volunteers to search the river.",
        "The airlines could ground the charters this very week.",
        "The families will not rest before the pit is opened.",
        "We call again for the closure of the pens at Sorn.",
        "A law that lets this happen has to go.",
        "The mayor might as well admit it.",
        "Time for Norwell to choose a side.",
        "They renewed the appeal for a truce at once.",
    ],
)
def test_idioms_ask_by_their_signs(text: str) -> None:
    assert len(by_signs(f"It was cold in the valley.\n\n{text}\n")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The police had better boats than the smugglers.",
        "The army is to receive new helicopters next year.",
        "He could hear the trucks at night.",
        "The court may order a retrial within thirty days.",
        "Traffickers need only wait at the station.",
        "The state is bound by the Convention to open an inquiry.",
        "It would cost the family three years of wages.",
        "The mayor could not sleep that night.",
        "Her brother wants to be a carpenter.",
        "A man was made to sign a paper: sign a paper stating that he had drowned.",
    ],
)
def test_idioms_of_a_story_ask_nothing(text: str) -> None:
    assert by_signs(f"It was cold in the valley.\n\n{text}\n") == []
