"""Consent decides who takes part; keys meet across scripts and vague dates; nothing repeats inside one list."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen import names
from tumen.errors import ExchangeTermsError, PrivateListError
from tumen.linkage import private

NAMES = [
    f"{a}{b}{c}"
    for b in "영철희"
    for a, c in zip("김이박최정강조윤장임", "숙광수혁미란경남일성", strict=True)
]


def person(number: int) -> dict[str, str]:
    """A made-up person; every number another name and day."""
    return {
        "person_id": f"n{number:04d}", "may_compare": "yes", "name": NAMES[number], "sex": "fm"[number % 2],
        "birth": f"{1950 + number * 13 % 50}-{1 + number * 5 % 12:02d}-{1 + number * 17 % 28:02d}",
        "birthplace": ("Hoeryong", "Musan", "Hyesan")[number % 3],
    }  # fmt: skip


def in_latin(row: dict[str, str]) -> dict[str, str]:
    return {**row, "name": names.write(row["name"], names.Style(system="dprk"))}


def records(rows: list[dict[str, str]]) -> private.Records:
    return private.Records.from_rows(rows)


def row(**values: str) -> dict[str, str]:
    return {**person(1), **values}


def shared(a: dict[str, str], b: dict[str, str]) -> int:
    one, other = (private.make_keys(records([each])) for each in (a, b))
    return len({key for key in one.rows[0] if key} & {key for key in other.rows[0] if key})


def test_only_those_who_agreed_take_part():
    found = records(
        [row(person_id="a"), row(person_id="b", may_compare="no"), row(person_id="c", may_compare="")]
    )
    assert found.ids == ("a",)
    assert found.withheld == 2


def test_a_list_without_the_column_of_consent_is_refused():
    with pytest.raises(PrivateListError, match="may_compare"):
        records([{"person_id": "a", "name": "김영희"}])


def test_every_fault_is_told_by_row_and_column_and_no_value_is_repeated():
    with pytest.raises(PrivateListError) as refused:
        records([row(may_compare="perhaps"), row(birth="whenever"), row(person_id="")])
    places = [(fault["row"], fault["column"]) for fault in refused.value.fields["faults"]]
    assert places == [(1, "may_compare"), (2, "birth"), (3, "person_id")]
    assert "whenever" not in refused.value.message


def test_rows_of_one_person_are_joined_and_consent_is_asked_of_each():
    rows = [
        row(person_id="a", name="김영희"),
        row(person_id="a", name="Kim Yong Hui"),
        row(person_id="a", name="이철수", may_compare="no"),
    ]
    found = records(rows)
    assert len(found) == 1
    assert len(found.rows[0]) == 2


def test_a_csv_file_gives_the_same_list(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("id,may_compare,name,birth\na,예,김영희,1970-03-05\nb,no,이철수,1971\n", "utf-8")
    found = private.Records.from_csv(path, mapping={"person_id": "id"})
    assert (found.ids, found.withheld) == (("a",), 1)
    with pytest.raises(PrivateListError):
        private.Records.from_csv(tmp_path / "none.csv")


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"birth": "1963-06"},
        {"birth": "1963"},
        {"birth": "1964-06-18"},
        {"birth": "1963-06-18", "birthplace": "", "sex": ""},
        {"birthplace": "Musan", "sex": ""},
    ],
    ids=["equal", "month", "year", "a year off", "nothing else", "no sex"],
)
def test_a_person_in_latin_letters_and_with_vague_dates_shares_a_key_with_itself_in_hangul(change):
    assert shared(person(1), {**in_latin(person(1)), **change}) > 0


def test_different_persons_share_no_key():
    assert all(shared(person(1), in_latin(person(n))) == 0 for n in range(2, 30))


def test_a_pseudonym_gives_no_key():
    keys = private.make_keys(records([row(name_kind="pseudonym")]))
    assert keys.keyless == 1


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(1, 3)), min_size=2, max_size=30))
def test_within_one_list_no_key_ever_occurs_twice(choices):
    rows = [
        {
            **person(who),
            "person_id": str(number),
            "birth": f"{1970 + year}-0{month}-11",
        }
        for number, (who, year, month) in enumerate(choices)
    ]
    keys = private.make_keys(records(rows))
    for number in range(len(keys.recipe.kinds)):
        stated = [key for each in keys.rows for key in each[keys.recipe.places(number)] if key]
        assert len(stated) == len(set(stated))


def test_two_records_of_one_person_that_were_not_joined_are_said_to_be_keyless():
    keys = private.make_keys(records([row(person_id="a"), row(person_id="b")]))
    assert keys.keyless == 2
    assert keys.repeated > 0


def test_places_meet_across_scripts_where_a_pack_knows_them():
    a, b = row(birthplace="회령"), row(birthplace="Hoeryong", person_id="b")
    one, other = (private.make_keys(records([each]), pack="dprk") for each in (a, b))
    assert one.rows == other.rows


def test_no_repr_shows_a_value():
    found = records([row()])
    assert "김" not in repr(found) + repr(private.make_keys(found))
    assert person(1)["name"] not in repr(found)


@pytest.mark.parametrize("parts", [("name.soundex",), ("Name",), ()])
def test_a_recipe_of_unknown_parts_is_refused(parts):
    with pytest.raises(ExchangeTermsError):
        private.Recipe(kinds=(private.Kind(parts=parts),))


def test_a_recipe_can_be_made_of_any_columns():
    recipe = private.Recipe(kinds=(private.Kind(parts=("postcode", "surname")),))
    rows = [{"record_id": "1", "may_compare": "yes", "postcode": "AB 12", "surname": "Ó-Test"}]
    other = [{"record_id": "2", "may_compare": "1", "postcode": "ab12", "surname": "ÓTEST"}]
    one, two = (
        private.make_keys(private.Records.from_rows(r, recipe=recipe), recipe=recipe) for r in (rows, other)
    )
    assert one.rows == two.rows
