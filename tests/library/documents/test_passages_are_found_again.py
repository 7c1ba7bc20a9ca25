"""A passage keeps pointing at its words when the text around them changes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tumen import documents

TEXT = "Seven people crossed in winter.\n\nOne came back, and told what happened.\n\nOne came back, and was silent."


def anchor(words: str, text: str = TEXT, *, nth: int = 0) -> documents.Passage:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return documents.passage_in(text, start, start + len(words))


def test_unchanged_text_gives_the_same_place() -> None:
    found = documents.find_again(anchor("crossed in winter"), TEXT)
    assert found is not None
    assert (found.how, found.likeness, found.rivals) == ("same place", 1.0, 0)


def test_words_moved_are_found_and_among_equals_the_neighbours_decide() -> None:
    second = anchor("One came back", nth=1)
    found = documents.find_again(second, "A preface.\n\n" + TEXT)
    assert found is not None
    assert found.how == "moved"
    assert found.passage.start == second.start + len("A preface.\n\n")
    assert found.rivals == 0


def test_equal_places_without_any_difference_are_reported_as_rivals() -> None:
    found = documents.find_again(documents.passage_in("word", 0, 4), "word word")
    assert found is not None
    assert found.rivals >= 0
    bare = documents.Passage(start=50, end=54, text="word", sha256="")
    again = documents.find_again(bare, "x\n\n" + "word" + "\n" * 200 + "word" + "\n\nx")
    assert again is not None
    assert again.rivals == 1


def test_new_line_breaks_do_not_lose_a_passage() -> None:
    found = documents.find_again(
        anchor("One came back, and told"), TEXT.replace("back, and", "back,\n   and")
    )
    assert found is not None
    assert found.how == "rewrapped"
    assert found.passage.text == "One came back,\n   and told"


def test_a_corrected_letter_is_followed_and_its_likeness_said() -> None:
    found = documents.find_again(
        anchor("Seven people crossed in winter."), TEXT.replace("crossed", "crosed").replace("in", "i n")
    )
    assert found is not None
    assert found.how == "changed"
    assert 0.8 <= found.likeness < 1
    assert found.passage.text.startswith("Seven people crosed")


def test_words_that_are_gone_are_gone() -> None:
    assert (
        documents.find_again(anchor("crossed in winter"), "Nothing of this kind stands here any more at all.")
        is None
    )
    assert documents.find_again(anchor("crossed in winter"), "") is None


def test_in_a_new_document_the_new_place_is_named() -> None:
    new = documents.read(("A preface.\n\n" + TEXT).encode())
    found = documents.find_again(anchor("crossed in winter"), new)
    assert found is not None
    assert str(found.passage.locator) == "¶ 2"


words = st.text(st.sampled_from("abc 가나\n"), min_size=1, max_size=60)


@given(before=words, wanted=words, after=words, new=words)
@settings(max_examples=200, deadline=None)
def test_a_passage_whose_words_still_stand_is_never_lost(
    before: str, wanted: str, after: str, new: str
) -> None:
    old = before + wanted + after
    passage = documents.passage_in(old, len(before), len(before) + len(wanted))
    found = documents.find_again(passage, new + wanted)
    if wanted.strip():
        assert found is not None
        assert found.passage.text.split() == wanted.split()
        assert (new + wanted)[found.passage.start : found.passage.end] == found.passage.text
