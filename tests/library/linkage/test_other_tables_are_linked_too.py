"""Tables of any kind: a person says which columns to compare, and how."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tumen.errors import MentionsError
from tumen.linkage import LinkSettings, Records, evaluate, link
from tumen.linkage.records import Kind

GIVEN = [
    "alda",
    "brana",
    "corin",
    "delia",
    "ettore",
    "fenna",
    "gildo",
    "hanne",
    "ivor",
    "jorun",
    "kalle",
    "linnea",
]
SURNAMES = ["amberson", "brackwell", "cottleby", "dunmarsh", "elverton", "farlock", "greenhithe", "hollowell"]
KINDS: dict[str, Kind] = {
    "given": "text",
    "surname": "text",
    "born": "date",
    "card": "digits",
    "town": "value",
}
QUICK = LinkSettings(draws=20, parameter_draws=4)


def table(persons: int, *, seed: int = 1) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Two lists of the same people, the second mistyped in one field, and each a third on its own."""
    rng = np.random.default_rng(seed)
    rows, truth = [], {}
    for person in range(persons):
        born = np.datetime64("1950-01-01") + int(rng.integers(18_000))
        row = {
            "given": str(rng.choice(GIVEN)), "surname": str(rng.choice(SURNAMES)), "born": str(born),
            "card": f"{rng.integers(10**6):06}", "town": f"town {rng.integers(9)}",
        }  # fmt: skip
        for where in ("a", "b"):
            if rng.random() < 0.75:
                told = mistyped(row, rng) if where == "b" else dict(row)
                told |= {"id": f"{where}{person:04}", "list": where}
                rows.append(told)
                truth[told["id"]] = str(person)
    rng.shuffle(rows)  # type: ignore[arg-type]
    return rows, truth


def mistyped(row: dict[str, str], rng: np.random.Generator) -> dict[str, str]:
    field = str(rng.choice(["given", "surname", "born", "card", "swapped", "none"]))
    if field == "none":
        return dict(row)
    if field == "swapped":
        return {**row, "given": row["surname"], "surname": row["given"]}
    text = row[field]
    at = int(rng.integers(len(text) - 1))
    return {**row, field: text[:at] + text[at + 1] + text[at] + text[at + 2 :]}


@pytest.mark.parametrize("all_pairs_up_to", [0, 10_000])
def test_two_lists_are_linked_without_labels_or_threshold(all_pairs_up_to: int) -> None:
    rows, truth = table(300)
    records = Records.from_rows(
        rows, kinds=KINDS, record="id", source="list", exchanged=[("given", "surname")]
    )
    chosen = LinkSettings(draws=20, parameter_draws=4, all_pairs_up_to=all_pairs_up_to)
    found = link(records, settings=chosen, rng=np.random.default_rng(2))
    score = evaluate(found, truth)
    assert score.f1 > 0.98
    interval = found.persons_interval()
    assert interval.low <= score.persons_true <= interval.high


def test_no_two_records_of_one_list_are_one(tmp_path: Path) -> None:
    rows = [{"id": f"r{i}", "list": "a", "surname": "amberson", "card": "123456"} for i in range(5)]
    one_list = Records.from_rows(
        rows, kinds={"surname": "text", "card": "digits"}, record="id", source="list"
    )
    assert link(one_list, settings=QUICK, rng=np.random.default_rng(1)).person_count == 5


def test_reasons_say_what_was_mistyped() -> None:
    rows, _ = table(60)
    rows += [
        {
            "id": "x",
            "given": "brackwell",
            "surname": "alda",
            "card": "100200",
            "born": "1999-01-01",
            "town": "",
        },
        {
            "id": "y",
            "given": "alda",
            "surname": "brackwell",
            "card": "100210",
            "born": "not a date",
            "town": "",
        },
    ]
    records = Records.from_rows(rows, kinds=KINDS, record="id", exchanged=[("given", "surname")])
    found = link(records, settings=QUICK, rng=np.random.default_rng(1))
    words = {step.field: step.words for step in found.explain("x", "y")}
    assert "in another field" in words["given"]
    assert "one digit differs" in words["card"]
    assert "born" not in words
    assert "town" not in words


def test_the_order_of_rows_changes_nothing() -> None:
    rows, _ = table(60)
    first, second = (
        link(Records.from_rows(each, kinds=KINDS, record="id"), settings=QUICK, rng=np.random.default_rng(1))
        for each in (rows, rows[::-1])
    )
    assert first.clusters == second.clusters
    assert list(first.pairs) == list(second.pairs)
    assert first.run.id == second.run.id


def test_a_table_from_a_file_is_checked_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "records.csv"
    path.write_text("id,surname\na,Amberson\n,Brackwell\na,Cottleby\n", encoding="utf-8")
    with pytest.raises(MentionsError, match=r"row 3, id: not stated; row 4, id: already used in row 2"):
        Records.from_csv(path, kinds={"surname": "text"}, record="id")
    with pytest.raises(MentionsError, match="there is no column 'given'"):
        Records.from_csv(path, kinds={"given": "text"}, record="id")
    with pytest.raises(MentionsError, match="'colour' is no kind"):
        Records.from_csv(path, kinds={"surname": "colour"}, record="id")  # type: ignore[dict-item]
    with pytest.raises(MentionsError, match="no column of text to exchange"):
        Records.from_csv(path, kinds={"surname": "digits"}, record="id", exchanged=[("surname", "surname")])
    with pytest.raises(MentionsError, match="cannot be read"):
        Records.from_csv(tmp_path / "none.csv", kinds={"surname": "text"}, record="id")
