"""A part is tied to the whole that the text gives it of, and to no other number."""

from __future__ import annotations

import pytest

from tumen import reading


def tied(text: str) -> list[tuple[str, str | None]]:
    claims = reading.read(text, language="en").claims or ()
    return [(text[c.quantity.value_start : c.quantity.value_end], c.base and c.base.text) for c in claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some 12 of 150 detainees fell ill.", [("12", "150 detainees"), ("150", None)]),
        ("Only 38 of the 90 men came.", [("38", "90 men"), ("90", None)]),
        (
            "Of the 87 persons interviewed, 12 had been beaten and 40 per cent had been robbed.",
            [("87", None), ("12", "87 persons"), ("40 per cent", "87 persons")],
        ),
        ("In a village of 300 people, 12 died.", [("300", None), ("12", None)]),
        ("He saw 90 of the men and 12 women.", [("90", None), ("12", None)]),
    ],
)
def test_a_part_has_its_whole(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert tied(text) == expected


def test_a_share_of_people_who_were_asked_is_one_of_a_sample() -> None:
    text = "It was told by 71 of the 112 persons interviewed. Some 12 of 150 detainees fell ill."
    found = [c for c in reading.read(text, language="en").claims or () if c.base]
    assert [c.base.sampled for c in found if c.base] == [True, False]
    given = found[0].as_dict()["base"]
    assert given == {"id": "c02", "low": 112, "high": 112, "text": "112 persons", "sampled": True}
