"""A dispatch about another situation gives no remark that only chance suggests."""

from __future__ import annotations

import pytest

from tumen import checking

DISPATCH = """\
(Nairobi) – Guards in Kenya returned nine families to the border on May 3, 2016, Ona Vell, director of Tide Watch, said
today. “Four women and two men were arrested in the market and beaten,” said Ila Reed, who speaks for the group.

The authorities released three people on May 9, 2016. They had been held in a police station in Mombasa.
"""


def rules(text: str) -> set[str]:
    return {f.rule for f in checking.check(text, language="en").findings}


def test_equal_small_numbers_elsewhere_are_no_known_case() -> None:
    assert not rules(DISPATCH) & {"case.told-differently", "case.same-number"}


def test_who_speaks_of_an_abuse_is_not_taken_for_its_victim() -> None:
    assert "name.victim" not in rules(DISPATCH)
    assert "name.victim" in rules("In May 2013 Ona Vell was arrested and beaten near Mombasa.")


@pytest.mark.parametrize("place", ["Mombasa", "Xanxiang", "Nairobi"])
def test_a_place_elsewhere_is_no_misspelling_of_one_here(place: str) -> None:
    assert "place.spelling" not in rules(f"They were held in {place} for weeks.")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("응답자의 44%가 여성이었다.", False),
        ("면접한 사람 가운데 약 44%가 여성이었다.", False),
        ("도착한 사람은 44% 줄었다.", False),
        ("受访者中44%是妇女。", False),
        ("到达的人数减少了44%。", False),
        ("오늘 44%라고 단체가 말했다.", True),
    ],
)
def test_a_share_is_asked_for_its_base_where_the_language_puts_it(text: str, asked: bool) -> None:
    found = checking.check(text, language="ko" if "가" <= text[0] <= "힣" else "zh").findings
    assert ("figure.no-base" in {f.rule for f in found}) is asked


@pytest.mark.parametrize(
    ("text", "rule", "says"),
    [
        ("Justice Ora Bell compared the camps to Auschwitz.", "tone.comparison", "Said by Justice Ora Bell"),
        (
            "The Commission found violations without any parallel.",
            "tone.superlative",
            "Said by The Commission",
        ),
        ("“The regime is cruel,” she said.", "tone.loaded", ""),
        ("It is well known that people are returned.4 More was told.", "source.well-known", ""),
        ("Most of them walked, and the oldest was like a father to them.", "tone.superlative", ""),
        ("People lived in a camp like those of other years.", "tone.comparison", ""),
    ],
)
def test_tone_names_the_speaker_and_leaves_quotations_and_noted_claims(
    text: str, rule: str, says: str
) -> None:
    found = [f.says for f in checking.check(text, language="en").findings if f.rule == rule]
    assert [says in said for said in found] == ([True] if says else [])


def test_a_name_turned_round_in_a_list_of_works_is_no_other_spelling() -> None:
    notes = "1 Vell, Ona. “The Night Boats.” Tide Press, 2008.\n2 Moss, Ter. “Boats.” Tide Press, 2009."
    text = f"Ona Vell saw it.1\n\n{notes}"
    assert "name.variants" not in rules(text)
    assert "name.variants" in rules("Kim Jong-un came. Kim Jong Un left. They met Kim Jung-un.")
