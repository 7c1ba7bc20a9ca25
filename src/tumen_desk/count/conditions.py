"""What must be asked of the lists before they are counted: no table can answer it, only who knows the lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

YES, NO, UNKNOWN = "yes", "no", "unknown"
ANSWERS = [(YES, "yes"), (NO, "no"), (UNKNOWN, "not known")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One question.

    Attributes:
        code: its name in a recipe.
        topic: in a word or two.
        question: with the answer yes all is well.
        help: what to think of.
        otherwise: what is wrong with the number if the answer is no; in doubt, what may be.
    """

    code: str
    topic: str
    question: str
    help: str
    otherwise: str


CONDITIONS = (
    Condition(
        code="eligible",
        topic="Eligibility",
        question="Could every list have recorded every person who is meant?",
        help="A register of arrivals cannot hold those who stayed or died on the way; a list of people in hiding "
        "cannot hold those who arrived.",
        otherwise="some people who are meant could not stand on some of the lists, so the lists do not share a "
        "population",
    ),
    Condition(
        code="closed",
        topic="Closure",
        question="Were the same people there while all lists were made?",
        help="People who leave, die or come while lists are being made look like people who were missed.",
        otherwise="people came, left or died while the lists were made, which makes the number too high",
    ),
    Condition(
        code="same_definition",
        topic="Definition",
        question="Do all lists mean the same thing by what is counted?",
        help="One list of everybody returned and one of those punished after it do not count the same.",
        otherwise="the lists do not count the same thing",
    ),
    Condition(
        code="own_work",
        topic="Independence",
        question="Did each organisation find its people by itself?",
        help="Referring people to one another, or copying from one another, makes lists overlap more than chance does. "
        "The next page shows where that may be, and lets you take lists as one.",
        otherwise="organisations referred people to each other or copied, which makes the number too low",
    ),
    Condition(
        code="not_chosen",
        topic="Choice",
        question="Does each list hold whomever it met, without choosing people for what they have to tell?",
        help="People asked because they fled several times, or because a report needed their story, are not a part "
        "of all the others: such a list says nothing of how many there are.",
        otherwise="people were chosen on purpose for some list, so that its overlaps say nothing of how many others "
        "there are",
    ),
    Condition(
        code="everybody_reachable",
        topic="Reach",
        question="Could everybody who is meant have been met by at least one list?",
        help="People whom nobody could meet (held in secret, in places without any contact) are never in an estimate.",
        otherwise="people whom no list could meet are not in the number",
    ),
)


def unanswered(answers: Mapping[str, str]) -> tuple[Condition, ...]:
    """Questions without an answer."""
    return tuple(each for each in CONDITIONS if answers.get(each.code) not in (YES, NO, UNKNOWN))


def caveats(answers: Mapping[str, str], notes: Mapping[str, str]) -> tuple[str, ...]:
    """What the answers add to a figure: nothing where all is well, or nobody was asked."""
    found = []
    for each in CONDITIONS:
        answer = answers.get(each.code)
        if answer not in (NO, UNKNOWN):
            continue
        note = f" ({notes[each.code]})" if notes.get(each.code) else ""
        doubt = "" if answer == NO else "It is not known whether "
        words = each.otherwise if doubt else each.otherwise[0].upper() + each.otherwise[1:]
        found.append(f"{each.topic}: {doubt}{words}{note}.")
    return tuple(found)


def told(answers: Mapping[str, str], notes: Mapping[str, str]) -> list[dict[str, str]]:
    """Questions with their answers in words, for a page; those that were answered."""
    words = dict(ANSWERS)
    return [
        {
            "topic": each.topic,
            "question": each.question,
            "answer": words[answers[each.code]],
            "note": notes.get(each.code, ""),
        }
        for each in CONDITIONS
        if answers.get(each.code) in words
    ]
