"""The whole way: three files, two equal outcomes, a record on both sides, no key left."""

import csv
import json
from dataclasses import replace

import pytest

from tumen.errors import ExchangeFolderError, ExchangeTermsError, ExchangeTooSoon, PrivateListError, Stopped
from tumen.linkage import private


def test_both_sides_find_the_same_overlap_across_scripts(table):
    south, north = table.to_the_end()
    assert south.overlap.counts == {"11": 25, "10": 15, "01": 15}
    assert north.overlap.counts == south.overlap.counts
    assert north.file is None
    assert north.overlap.by_chance < 1


def test_the_table_of_counts_is_what_an_estimate_reads(table):
    south, _ = table.to_the_end()
    path = next(each for each in south.results if each.name == "overlap.csv")
    assert path.read_text("utf-8").splitlines() == [
        "South Archive,North Archive,count", "1,1,25", "1,0,15", "0,1,15",
    ]  # fmt: skip


def test_counts_only_reveals_no_record(table):
    for step in table.to_the_end():
        assert step.overlap.matches == ()
        assert [path.name for path in step.results] == ["overlap.json", "overlap.csv"]


def test_records_are_revealed_only_where_the_other_side_agrees(table):
    terms = table.agreed(reveal="records")
    first = table.south.begin(terms, table.secret)
    with pytest.raises(ExchangeTermsError, match="not agreed"):
        table.north.answer(first.file, table.secret)
    second = table.north.answer(first.file, table.secret, agree="records")
    third = table.south.answer(second.file, table.secret)
    fourth = table.north.answer(third.file, table.secret)
    ours, theirs = (_matches(step) for step in (third, fourth))
    assert len(ours) == 25
    assert {number: "x" + own for number, own in ours.items()} == theirs


def test_the_words_to_read_out_are_equal_only_when_the_terms_are(table):
    terms = table.agreed()
    first = table.south.begin(terms, table.secret)
    read, words = private.terms_of(first.file, secret=table.secret, now=table.now)
    assert read == terms
    assert words == first.check
    other = table.south.begin(table.agreed(smallest_cell=1), table.secret, reason="a second try")
    assert other.check != first.check


def test_those_who_did_not_agree_are_not_in_the_overlap(table):
    rows = [
        {**row, "may_compare": "no" if n < 20 else "yes"} for n, row in enumerate(table.in_latin(15, 55), 15)
    ]
    table.north.records = private.Records.from_rows(rows)
    south, _ = table.to_the_end()
    assert south.overlap.counts == {"11": 20, "10": 20, "01": 15}


def test_an_overlap_of_a_few_is_withheld(table):
    table.north.records = private.Records.from_rows(table.in_latin(37, 77))
    south, _ = table.to_the_end(table.agreed(largest=60))
    assert set(south.overlap.counts.values()) == {None}
    assert "withheld" in south.overlap.notes[0]
    assert [path.name for path in south.results] == ["overlap.json"]


def test_no_name_date_or_id_stands_in_any_file(table):
    table.to_the_end(table.agreed(reveal="records"), agree="records")
    rows = table.people(0, 55) + table.in_latin(0, 55)
    told = {row[field] for row in rows for field in ("name", "birth")}
    for organisation in (table.south, table.north):
        for path in organisation.folder.rglob("*"):
            if path.is_file() and path.name != "matches.csv":
                content = path.read_bytes()
                assert not any(value.encode() in content for value in told), path.name
                assert b"n0016" not in content, path.name


def test_keys_are_destroyed_when_the_outcome_is_there(table):
    first = table.south.begin(table.agreed(), table.secret)
    assert list(table.south.folder.rglob("keys.sealed"))
    third = table.south.answer(table.north.answer(first.file, table.secret).file, table.secret)
    assert not list(table.south.folder.rglob("keys.sealed"))
    table.north.answer(third.file, table.secret)
    assert not list(table.north.folder.rglob("keys.sealed"))


def test_both_sides_keep_a_record_without_names_that_shows_alterations(table):
    table.to_the_end()
    for organisation, other in ((table.south, table.north), (table.north, table.south)):
        found = private.events(organisation.folder)
        assert {"list masked", "list sent", "outcome", "keys destroyed"} <= {each["event"] for each in found}
        sent = next(each for each in found if each["event"] == "list sent")
        assert sent["partners"] == [other.name]
    ours, theirs = (private.events(each.folder) for each in (table.south, table.north))
    commitments = [next(e["lists"] for e in reversed(each) if "lists" in e) for each in (ours, theirs)]
    assert set(commitments[0]) == {"South Archive", "North Archive"}
    assert commitments[0] == commitments[1]
    record = table.south.folder / "exchanges.jsonl"
    record.write_text(record.read_text("utf-8").replace('"withheld": 0', '"withheld": 1'), "utf-8")
    with pytest.raises(ExchangeFolderError):
        private.events(table.south.folder)


def test_a_second_comparison_within_the_wait_needs_a_reason_and_the_reason_is_recorded(table):
    table.to_the_end()
    with pytest.raises(ExchangeTooSoon):
        table.south.begin(table.agreed(), table.secret)
    table.south.begin(table.agreed(), table.secret, reason="the first list lacked a year")
    masked = [each for each in private.events(table.south.folder) if each["event"] == "list masked"]
    assert [each["reason"] for each in masked] == ["", "the first list lacked a year"]


def test_the_answering_side_is_guarded_against_repeats_too(table):
    table.to_the_end()
    again = table.south.begin(table.agreed(), table.secret, reason="asking again")
    with pytest.raises(ExchangeTooSoon):
        table.north.answer(again.file, table.secret)


def test_a_short_list_is_refused_on_either_side(table):
    short = table.organisation("South Archive", table.people(0, 19))
    with pytest.raises(PrivateListError, match="20 are needed"):
        short.begin(table.agreed(), table.secret)


def test_a_list_longer_than_agreed_is_refused(table):
    with pytest.raises(PrivateListError, match="agreed most"):
        table.south.begin(table.agreed(largest=39), table.secret)


def test_stopping_leaves_nothing_behind(table):
    class Impatient:
        should_stop = True

        def start(self, total, label): ...
        def advance(self, n=1): ...
        def note(self, text): ...

    with pytest.raises(Stopped):
        table.south.begin(table.agreed(), table.secret, progress=Impatient())
    assert [path for path in table.south.folder.rglob("*") if path.is_file()] == []


def test_programs_that_read_names_differently_say_so(table):
    terms = replace(table.agreed(), reading="another")
    first = table.south.begin(terms, table.secret)
    with pytest.raises(ExchangeTermsError, match="reads names differently"):
        table.north.answer(first.file, table.secret)


@pytest.mark.parametrize(
    "changes",
    [
        {"organisations": ("A",)},
        {"organisations": ("A", "A")},
        {"organisations": ("A", "B", "C")},
        {"smallest": 2},
        {"exposure": 0.0},
        {"smallest_cell": 0},
    ],
)
def test_terms_that_protect_nobody_are_refused(table, changes):
    with pytest.raises(ExchangeTermsError):
        table.agreed(**changes)


def test_the_outcome_says_what_was_agreed_and_how_sure_it_is(table):
    south, _ = table.to_the_end()
    plain = json.loads(south.results[0].read_text("utf-8"))
    assert plain["persons"] == [40, 40]
    assert plain["noise"] is None
    assert 0 <= plain["by_chance"] < 1


def _matches(step: private.Step) -> dict[str, str]:
    path = next(each for each in step.results if each.name == "matches.csv")
    with path.open(encoding="utf-8") as stream:
        return {each["match"]: each["record_id"] for each in csv.DictReader(stream)}
