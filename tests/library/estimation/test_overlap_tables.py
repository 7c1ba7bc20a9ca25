"""Overlap tables: one canonical order, every fault at once, refusals in words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen.errors import MethodError, OverlapTableError, SettingsError
from tumen.estimation import METHODS, LatentClass, OverlapTable, estimate, published_table
from tumen.estimation import estimate_all as run_all

CSV = "b,a,count\n1,0,60\n0,1,40\n1,1,20\n"


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def test_a_csv_round_trips_in_canonical_order() -> None:
    table = OverlapTable.from_csv(CSV)
    assert table.to_csv() == "a,b,count\n0,1,60\n1,0,40\n1,1,20\n"
    assert OverlapTable.from_csv(table.to_csv()) == table


def test_equal_patterns_add_up_and_zero_rows_vanish() -> None:
    table = OverlapTable.from_csv("a,b,count\n1,0,2\n1,0,3\n0,1,0\n0,0,0\n1,1,1\n")
    assert table.to_csv() == "a,b,count\n1,0,5\n1,1,1\n"
    assert table.observed == 6


@settings(deadline=None, max_examples=40)
@given(st.permutations(["p", "q", "r", "s"]), st.randoms(use_true_random=False))
def test_order_of_lists_and_rows_changes_neither_table_nor_hash(order: list[str], shuffle: object) -> None:
    rows = {"0011": 4, "1000": 9, "1101": 2, "0110": 7, "1111": 1}
    plain = OverlapTable.from_patterns(["p", "q", "r", "s"], rows)
    place = [["p", "q", "r", "s"].index(name) for name in order]
    mixed = [("".join(pattern[j] for j in place), count) for pattern, count in rows.items()]
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]
    again = OverlapTable.from_patterns(order, dict(mixed))
    assert again == plain
    assert again.sha256 == plain.sha256


def test_people_on_none_of_the_lists_are_left_out() -> None:
    table = OverlapTable.from_memberships({"x": {"a"}, "y": {"b", "a"}, "z": {"other"}}, lists=["a", "b"])
    assert table.to_csv() == "a,b,count\n1,0,1\n1,1,1\n"


def test_every_fault_is_told_at_once() -> None:
    text = "a,b,count\n2,0,5\n1,0,-1\n0,1,1.5\n0,0,7\n"
    with pytest.raises(OverlapTableError) as caught:
        OverlapTable.from_csv(text)
    faults = caught.value.fields["faults"]
    assert isinstance(faults, tuple)
    assert [f.split(":")[0] for f in faults] == ["Row 1", "Row 2", "Row 3", "Row 4"]
    assert caught.value.code == "estimation.table"


@pytest.mark.parametrize(
    "text",
    [
        "a;b;count\n1;0;60\n0;1;40\n1;1;20\n",
        "a\tb\tcount\n1\t0\t60\n0\t1\t40\n1\t1\t20\n",
        '\ufeff"a","b","count"\r\n"1","0","60"\r\n"0","1","40"\r\n"1","1","20"\r\n',
        "Freq,a,b\n60,1,0\n40,0,1\n20,1,1\n",
        "a,b,N\n1.0,0.0,60\n0,1,40\n1,1,20\n",
        "a,b,count\nyes,no,60\nNo,Yes,40\nTRUE,T,20\n",
        "a,b,count\nx,,60\n,x,40\nx,x,20\n",
        "a,b,count\n0,0,\n1,0,60\n0,1,40\n1,1,20\n",
        "a,b,count\n0,0,NA\n1,0,60\n0,1,40\n1,1,20\n",
        "a,b,count\n0,0,0\n\n1,0,60\n0,1,40\n1,1,20\n\n",
        "a,b\n" + "1,0\n" * 60 + "0,1\n" * 40 + "1,1\n" * 20 + "0,0\n" * 7,
        '"","a","b","count"\n"1",1,0,60\n"2",0,1,40\n"3",1,1,20\n',
        "a,b,count,\n1,0,60,\n0,1,40,\n1,1,20,\n",
        "# from a report\n# in two lines\na,b,weight\n1,0,60\n0,1,40\n1,1,20\n",
        "person_id,a,b\n"
        + "".join(f"p{k},{on}\n" for k, on in enumerate(["1,0"] * 60 + ["0,1"] * 40 + ["1,1"] * 20)),
    ],
)
def test_a_table_is_read_as_people_write_it(text: str) -> None:
    assert OverlapTable.from_csv(text).to_csv() == "a,b,count\n0,1,40\n1,0,60\n1,1,20\n"


@pytest.mark.parametrize(
    "text", ["pattern,count\n10,60\n01,40\n11,20\n", 'n;"History"\n60;10\n40;01\n20;11\n']
)
def test_patterns_may_stand_in_one_column(text: str) -> None:
    assert OverlapTable.from_csv(text).to_csv() == "list 01,list 02,count\n0,1,40\n1,0,60\n1,1,20\n"


def test_patterns_that_lost_their_zeros_are_not_guessed_at() -> None:
    with pytest.raises(OverlapTableError, match="other than 0 or 1"):
        OverlapTable.from_csv("pattern,count\n10,60\n1,40\n11,20\n")


def test_a_count_may_have_its_thousands_parted_and_a_list_may_be_called_n() -> None:
    table = OverlapTable.from_csv('n,b,count\n1,0,"1,234"\n0,1,40\n1,1,20\n')
    assert table.sizes == {"b": 60, "n": 1254}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "exactly one column called 'count'"),
        ("a,b\n1,0\n", "exactly one column called 'count'"),
        ("a,a,count\n1,0,1\n", "Two lists are called 'a'"),
        (",b,count\n1,0,1\n", "List 1 has no name"),
        ("a,b,count\n1,maybe,1\n", "Row 1, column b: not a number"),
        ("a,b,count\n1,,1\n", "Row 1, column b: not a number"),
        ("a,b,count\n1,0,many\n", "Row 1, column count: not a number"),
        ("a,b,n,freq\n1,0,3,3\n", "exactly one column called 'count'"),
        ("a,b\n0,1\n1,0\n1,1\n", "exactly one column called 'count'"),
        ("a,b,count\n1,0,?\n", "Row 1, column count: not a number"),
        ("a,b,count\n1,0\n", "2 cells under 3 headings"),
        ("a,b,count\n1,nan,3\n", "other than 0 or 1"),
        ("a,b,count\n1,0,inf\n", "not a whole number"),
        ("a,b,count\n1,0,1e15\n", "larger than"),
    ],
)
def test_a_table_with_faults_is_not_read(text: str, words: str) -> None:
    with pytest.raises(OverlapTableError, match=words):
        OverlapTable.from_csv(text)


HOSTILE = {
    "one list": (["a"], {"1": 80}, "1 lists: at least"),
    "no lists": ([], {}, "0 lists: at least"),
    "nobody": (["a", "b", "c"], {}, "nobody stands on any list"),
    "empty list": (["a", "b"], {"10": 40}, "nobody stands on list b, which counts as not there"),
    "no overlap": (
        ["a", "b", "c"],
        {"100": 50, "010": 40, "001": 9},
        "no overlap: nobody stands on two lists",
    ),
    "islands": (["a", "b", "c", "d"], {"1100": 30, "0011": 30, "1000": 9, "0001": 9}, "nobody connects"),
    "few": (["a", "b", "c"], {"100": 5, "011": 4, "111": 2}, "only 11 people"),
    "one pattern": (["a", "b", "c"], {"111": 90}, "nothing shows who is missed"),
    "copy": (["a", "b", "c"], {"110": 40, "111": 30, "001": 20}, "a copy is not a second list"),
}


@pytest.mark.parametrize("method", sorted(METHODS))
@pytest.mark.parametrize("case", sorted(HOSTILE))
def test_hostile_but_well_formed_tables_are_refused_in_words(case: str, method: str) -> None:
    lists, patterns, words = HOSTILE[case]
    found = estimate(OverlapTable.from_patterns(lists, patterns), method=method, rng=rng())
    assert words in found.status
    assert found.status.startswith("refused")
    assert found.point is None
    assert found.interval is None
    assert found.draws is None


def test_two_lists_teach_latent_classes_nothing() -> None:
    found = estimate(OverlapTable.from_csv(CSV), method="latent-class", rng=rng())
    assert found.status == "refused: 2 lists: at least 3 are needed"


def test_a_small_group_apart_is_a_caution_not_a_refusal() -> None:
    found = estimate(published_table("new_orleans_8").table, method="independence", rng=rng())
    assert found.is_ok
    assert any("nobody connects" in str(words) for words in found.diagnostics["cautions"])  # type: ignore[attr-defined]


def test_an_unknown_method_or_setting_is_named() -> None:
    table = OverlapTable.from_csv(CSV)
    with pytest.raises(MethodError, match="magic"):
        estimate(table, method="magic", rng=rng())
    with pytest.raises(SettingsError, match="level"):
        estimate(table, method="independence", level=1.0, rng=rng())
    with pytest.raises(SettingsError, match="chains"):
        LatentClass(chains=1)


def test_an_estimate_says_all_that_is_needed_to_repeat_it() -> None:
    found = run_all(OverlapTable.from_csv(CSV), seed=7, methods=["independence", "chao-mth"])
    assert [one.method for one in found] == ["independence", "chao-mth"]
    plain = found[0].as_dict()
    assert list(plain) == [
        "method", "point", "interval", "observed", "status", "diagnostics", "modes", "assumptions",
        "settings", "seed", "versions", "input_sha256",
    ]  # fmt: skip
    assert plain["input_sha256"] == OverlapTable.from_csv(CSV).sha256
