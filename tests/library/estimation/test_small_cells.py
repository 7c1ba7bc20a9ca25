"""An overlap table that is shown betrays nobody: few people are shown together, and cannot be worked out."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tumen.estimation import OverlapTable, guarded_overlaps

TABLES = st.integers(2, 4).flatmap(
    lambda k: st.dictionaries(
        st.integers(1, 2**k - 1).map(lambda code: format(code, f"0{k}b")), st.integers(1, 40), min_size=1
    ).map(lambda cells: OverlapTable.from_patterns([f"L{j}" for j in range(k)], cells))
)


@given(TABLES)
@settings(deadline=None, max_examples=200)
def test_nobody_is_lost_and_no_small_combination_shown(table: OverlapTable) -> None:
    found = guarded_overlaps(table, least=4)
    assert sum(each.people for each in found.shown) + found.hidden_people == table.observed
    assert all(each.people >= 4 for each in found.shown)
    assert len(found.shown) + found.hidden == len(table.counts)


@given(TABLES)
@settings(deadline=None, max_examples=200)
def test_the_hidden_ones_cannot_be_worked_out_from_the_total(table: OverlapTable) -> None:
    found = guarded_overlaps(table, least=4)
    if found.hidden and found.shown:
        assert found.hidden >= 2
        assert found.hidden_people >= 4
        assert found.hidden_people > found.hidden
        assert all(size % found.rounding == 0 for size in found.sizes.values())
    if not found.hidden:
        assert found.rounding == 1
        assert found.sizes == table.sizes


def test_a_table_without_small_combinations_is_shown_whole() -> None:
    table = OverlapTable.from_patterns(["A", "B"], {"10": 30, "01": 20, "11": 7})
    found = guarded_overlaps(table)
    assert [(each.on, each.people) for each in found.shown] == [(("A",), 30), (("B",), 20), (("A", "B"), 7)]
    assert found.words == "Nothing is hidden."


def test_the_picture_shows_the_rest_as_one_and_says_so() -> None:
    table = OverlapTable.from_patterns(
        ["A", "B", "C"], {"100": 30, "010": 20, "110": 9, "101": 2, "011": 1, "111": 1}
    )
    chart = guarded_overlaps(table).plot()
    assert "3 combinations of few people are shown as one, 4 people together" in chart.words
    bars = chart.spec["vconcat"][0]["layer"][0]["data"]["values"]
    assert [bar["people"] for bar in bars] == [30, 20, 9, 4]
