"""Notes under many kinds of labels, tied to their marks, also with numbered paragraphs between the pages."""

from __future__ import annotations

import pytest

from tumen import reading

WORKS = ("Haven Committee, Crossing (Lindon, 2014), p. 12.", "Tide Watch, Annual Report 2016, at 14.")


@pytest.mark.parametrize(
    ("told", "label"),
    [
        ("Nine were returned.{0} Three died.{1}", "{} "),
        ("Nine were returned ({0}). Three died ({1}).", "({}) "),
        ("Nine were returned,({0}) three died.({1})", "{}) "),
        ("Nine were returned.[{0}] Three died.[{1}]", "[{}]: "),
        ("Nine were returned.[{0}] Three died.[{1}]", "{}. ^ "),
        ("Nine were returned.[^{0}] Three died.[^{1}]", "[^{}]: "),
        ("Nine were returned.<{0}> Three died.<{1}>", "<{}> "),
        ("Nine were returned (note {0}). Three died (note {1}).", "Note {}: "),
    ],
)
def test_a_note_is_found_by_its_label_and_tied_to_its_mark(told: str, label: str) -> None:
    for first in (1, 31):
        marks = (first, first + 1)
        notes = "\n".join(label.format(n) + work for n, work in zip(marks, WORKS, strict=True))
        text = f"{told.format(*marks)}\n\n{notes}\n"
        found = reading.read(text, language="en")
        assert [text[slice(*n.body)] for n in found.footnotes or ()] == list(WORKS)
        assert all(n.mark is not None and n.mark[0] < len(told) + 4 for n in found.footnotes or ())
        assert [c.text.lower() for c in found.claims or ()][:2] == ["nine", "three"]
        assert not {text[c.quantity.value_start : c.quantity.value_end] for c in found.claims or ()} & {
            str(n) for n in marks
        }


@pytest.mark.parametrize(("mark", "label"), [("{}", "{} "), ("[{}]", "[{}] ")])
def test_roman_marks_call_their_notes(mark: str, label: str) -> None:
    one, two = mark.format("i"), mark.format("ii")
    notes = f"{label.format('i')}{WORKS[0]}\n{label.format('ii')}{WORKS[1]}\n"
    text = f"Nine were returned.{one} Three died.{two}\n\n{notes}"
    assert [n.number for n in reading.read(text, language="en").footnotes or ()] == ["1", "2"]


def test_notes_go_on_from_page_to_page_between_numbered_paragraphs() -> None:
    text = (
        f"41. Nine were returned.1 Three died.2\n\n1 {WORKS[0]}\n2 {WORKS[1]}\n\n42. Four were freed.3\n\n"
        "43. Five were heard.4\n\n3 Submission from Tide Watch.\n4 A/HRC/40/66, paras. 12–18.\n"
    )
    found = reading.read(text, language="en")
    assert [n.number for n in found.footnotes or ()] == ["1", "2", "3", "4"]
    assert "Submission from Tide Watch." in [c.text for c in found.citations or ()]
