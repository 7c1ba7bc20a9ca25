"""A number that is only one end of a range is not the same number; a large one is known by its paragraph, too."""

from __future__ import annotations

from tumen import checking


def _told(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for f in checking.check(text).findings:
        found.setdefault(f.text, set()).add(f.rule)
    return found


def test_one_end_of_a_range_is_asked_about_and_is_no_conflict() -> None:
    told = _told("Between 50,000 and 70,000 people were in hiding in China in 2019, the Harbour Watch said.")
    assert "figure.one-end" in told["50,000 and 70,000 people"]
    assert "figure.other-year" not in told["50,000 and 70,000 people"]


def test_a_whole_range_on_another_year_is_still_a_conflict() -> None:
    told = _told("Between 80,000 and 120,000 inmates were in political prison camps in 2005, a group said.")
    assert "figure.other-year" in told["80,000 and 120,000 inmates"]


def test_a_large_number_is_known_by_whom_its_paragraph_counts() -> None:
    text = (
        "Nobody knows how many are in hiding. An estimate of up to 300,000 was given by an aid group in 1999. "
        "Another put it at about 20,000 in 2019."
    )
    told = _told(text)
    assert "figure.known" in told["up to 300,000"]
    assert "figure.known" not in told.get("about 20,000", set())  # known only of people returned


def test_a_small_number_is_known_only_at_its_own_time() -> None:
    at_its_time = _told("On 20 February 2008 15 people were executed in public, the dossier said.")
    assert "figure.known" in at_its_time["15 people"]
    another = _told("On 3 March 2016 15 people were executed in public, the dossier said.")
    assert "figure.other-year" not in another.get("15 people", set())
