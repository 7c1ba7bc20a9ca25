"""For when and for where a figure holds: words of its sentence, and the heads of its row and column."""

from __future__ import annotations

import pytest

from tumen import reading


def told(text: str) -> dict[str, tuple[str | None, str | None]]:
    claims = reading.read(text, language="en").claims or ()
    return {
        text[c.quantity.value_start : c.quantity.value_end]: (c.setting.as_of, c.setting.place)
        for c in claims
    }


@pytest.mark.parametrize(
    ("text", "figure", "place"),
    [
        ("In Harbin, where she was taken, guards held 43 women.", "43", "Harbin"),
        ("At Mosul, 43 women were held.", "43", "Mosul"),
        ("Norway expelled more than 900 people.", "900", "Norway"),
        ("Some 15,400 people were moved to Nairobi.", "15,400", "Nairobi"),
        ("Norway and its neighbours agreed; 43 people were sent back.", "43", None),
    ],
)
def test_a_figure_holds_for_the_place_of_its_sentence(text: str, figure: str, place: str | None) -> None:
    assert told(text)[figure][1] == place


@pytest.mark.parametrize("gap", ["   ", "\t", " | "])
def test_rows_say_where_and_columns_say_when(gap: str) -> None:
    rows = (("Centre", "2016", "2017"), ("Karsk Gate", "412", "537"), ("Dorn Hill", "298", "301"))
    found = told("Table 4: Persons held\n" + "".join(gap.join(row) + "\n" for row in rows))
    assert found["412"] == ("2016", "Karsk Gate")
    assert found["301"] == ("2017", "Dorn Hill")
    assert "2016" not in found


def test_a_first_column_of_other_things_is_no_place() -> None:
    rows = (("Author", "Low", "High"), ("Okafor", "1,200", "1,900"))
    assert told("".join("\t".join(row) + "\n" for row in rows))["1,200"] == (None, None)
