"""Rules part mentions in every draw, whatever else speaks for one person; some hold unless a person said otherwise."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from tumen.cli.main import build
from tumen.errors import ContradictionError, MentionsError
from tumen.linkage import Judgement, Linkage, LinkSettings, Mentions, Records, link
from tumen.linkage.bounds import Bar

QUICK = LinkSettings(draws=20, parameter_draws=2)
Row = dict[str, str]


def alike(mention: str, **told: str) -> Row:
    """A mention that looks like all others, in a source of its own."""
    return {
        "mention_id": mention,
        "source_id": f"s-{mention}",
        "name": "김영희",
        "sex": "f",
        "birth": "1970-03-05",
        "birthplace": "here",
    } | told


def linked(rows: list[Row], *judgements: Judgement) -> Linkage:
    return link(Mentions.from_rows(rows), judgements=judgements, settings=QUICK, rng=np.random.default_rng(1))


def judged(verdict: str, one: str = "a", other: str = "b") -> Judgement:
    return Judgement(mention_a=one, mention_b=other, verdict=verdict)  # type: ignore[arg-type]


def together(found: Linkage, one: str, other: str) -> list[bool]:
    """Whether two mentions are one person: in the reported partition, then in each draw."""
    at = {mention: index for index, mention in enumerate(found.draws.mention_ids)}
    person = {row.mention_id: row.person_id for row in found.clusters}
    drawn = found.draws.labels[:, at[one]] == found.draws.labels[:, at[other]]
    return [person[one] == person[other], *drawn.tolist()]


def write(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, sorted({cell for row in rows for cell in row}))
        table.writeheader()
        table.writerows(rows)


def parted(*rows: Row) -> list[Row]:
    """Rows of `a` and `b` that a rule parts, with a third that fits both."""
    return [*rows, alike("c")]


UNLESS_SAID = {
    "source": parted(alike("a", source_id="s"), alike("b", source_id="s")),
    "death": parted(alike("a", died="1998"), alike("b", alive="1996|2001-05")),
    "death before leaving": parted(alike("a", died="1998"), alike("b", left="2003")),
    "death by an act": parted(alike("a", acts="death;somewhere;1998-03"), alike("b", alive="2001-05")),
    "death by an act of the pack": parted(
        alike("a", acts="ARREST;;1996|DEATHCUST;;1998"), alike("b", left="2003")
    ),
    "stays": parted(alike("a", held="house;2003-01;2003-06"), alike("b", held="camp;2002-12-01;2003-05-01")),
    "age": parted(
        *(alike("a", birth=""), alike("b", birth="1955")),
        *(alike("d", source_id="s-a", birth="1950-01-01", related_to="a", relation="parent"),),
    ),
    "source, two children of one": parted(
        alike("a", source_id="s", related_to="d", relation="child"),
        alike("b", source_id="s", related_to="d", relation="child"),
        alike("d", source_id="s", name="박철수"),
    ),
}
ALWAYS = {
    "group": parted(alike("a", group="yes"), alike("b")),
    "kin": parted(alike("a", source_id="s"), alike("b", source_id="s", related_to="a", relation="child")),
}
WORDS = {
    "source": "one source speaks of both",
    "death": "one had died",
    "stays": "both were held",
    "age": "born before a parent",
    "group": "a group of people",
    "kin": "one is a relative of the other",
}


@pytest.mark.parametrize("name", [*UNLESS_SAID, *ALWAYS])
def test_a_rule_parts_two_in_every_draw_and_is_given_as_the_reason(name: str) -> None:
    found = linked((UNLESS_SAID | ALWAYS)[name])
    assert not any(together(found, "a", "b"))
    last = found.explain("a", "b")[-1]
    assert last.field == "rule"
    assert WORDS[next(word for word in WORDS if name.startswith(word))] in last.words
    assert str(last).startswith("two people: ")
    assert ("a", "b") not in {(pair.mention_a, pair.mention_b) for pair in found.pairs}


@pytest.mark.parametrize("name", UNLESS_SAID)
def test_a_verdict_overrides_a_rule_that_holds_unless_said(name: str) -> None:
    found = linked(UNLESS_SAID[name], judged("same"))
    assert all(together(found, "a", "b"))
    assert found.explain("a", "b")[-1].field != "rule"


@pytest.mark.parametrize("name", ALWAYS)
def test_no_verdict_makes_a_group_or_a_relative_one_person(name: str) -> None:
    with pytest.raises(ContradictionError) as refused:
        linked(ALWAYS[name], judged("same"))
    assert refused.value.fields["chain"] == ["a", "b"]
    assert "whatever was judged" in refused.value.hint


def test_a_chain_of_verdicts_outweighs_dates_but_not_one_source() -> None:
    chain = judged("same", "a", "c"), judged("same", "b", "c")
    found = linked(UNLESS_SAID["death"], *chain)
    assert all(together(found, "a", "b"))
    assert found.explain("a", "b")[-1].field != "rule"
    with pytest.raises(ContradictionError, match="a = c = b"):
        linked(UNLESS_SAID["source"], *chain)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"died": "1998"}, {"alive": "1998"}),  # a year told wrong is common
        ({"died": "199X"}, {"alive": "1999"}),
        ({"acts": "death;;"}, {"alive": "1999"}),
        ({"acts": "arrest;somewhere;1990"}, {"alive": "1999"}),
        ({"acts": "death;somewhere;1990", "died": "1999"}, {"alive": "1999"}),  # the later of two days holds
        ({"held": "house;2003;2003"}, {"held": "camp;2003;2003"}),  # no day in it is certain
        ({"held": "house;2003-01;2003-06"}, {"held": "house;2003-02;2003-07"}),
        (
            {"held": "house;2003-01-02;2003-06-01"},
            {"held": "camp;2003-06-01;2003-07-09"},
        ),  # moved that day
        ({"deponent": "7", "organisation": "o"}, {"deponent": "8", "organisation": "o"}),
        ({"role": "interviewee", "organisation": "o"}, {"role": "interviewee", "organisation": "o"}),
    ],
)
def test_what_may_be_is_not_ruled_out(one: Row, other: Row) -> None:
    found = linked(parted(alike("a", **one), alike("b", **other)))
    assert all(step.field != "rule" for step in found.explain("a", "b"))


def test_one_number_of_one_organisation_is_one_person() -> None:
    rows = [alike("a", name="김영희", deponent="7", organisation="o"),
            alike("b", name="박철수", birth="1950", deponent="7", organisation="o", source_id="s-a"),
            alike("c", name="최룡남", birth="1930", deponent="7", organisation="another")]  # fmt: skip
    found = linked(rows)
    assert all(together(found, "a", "b"))
    assert not any(together(found, "a", "c"))


def test_a_number_given_twice_binds_nobody() -> None:
    rows = [alike(m, deponent="7", organisation="o", name=n)
            for m, n in zip("abc", ("김영희", "박철수", "최룡남"), strict=True)]  # fmt: skip
    found = linked(rows, judged("different"))
    assert not any(together(found, "a", "b"))
    assert not all(together(found, "a", "c"))


def test_two_numbers_and_two_interviews_of_one_organisation_speak_for_two_people() -> None:
    heard = {"role": "interviewee", "organisation": "o"}
    rows = [alike("a", deponent="7", **heard), alike("b", deponent="8", **heard), alike("c", **heard),
            alike("d", role="interviewee", organisation="p")]  # fmt: skip
    found = linked(rows)

    def bits(one: str, other: str) -> float:
        return sum(step.weight_log2 for step in found.explain(one, other) if step.field == "register")

    assert bits("a", "b") < -2
    assert bits("a", "c") < 0 < bits("a", "d")


def test_a_pseudonym_is_no_evidence_but_the_rest_is() -> None:
    found = linked([alike("a", name="들국화", name_kind="pseudonym"), alike("b"), alike("c")])
    fields = {step.field for step in found.explain("a", "b")}
    assert "name" not in fields
    assert {"birth", "birthplace"} <= fields


CELLS = {
    "died": ["", "1998", "2001-02-03"],
    "alive": ["", "1999", "2004-05-06"],
    "group": ["", "", "", "yes"],
    "held": ["", "house;2003-01;2003-06", "camp;2003-02;2003-07"],
    "source_id": ["s", "t", "u", "v", "w"],
    "relation": ["", "", "child", "sibling"],
}
ROWS = st.lists(
    st.fixed_dictionaries({cell: st.sampled_from(values) for cell, values in CELLS.items()}),
    min_size=2,
    max_size=5,
)


def table(cells: list[Row]) -> list[Row]:
    tied = [row | {"related_to": "m0" if row["relation"] and at else "", "relation": row["relation"] if at else ""}
            for at, row in enumerate(cells)]  # fmt: skip
    return [alike(f"m{at}", **row) for at, row in enumerate(tied)]


@settings(max_examples=25, deadline=None)
@given(cells=ROWS)
def test_what_is_ruled_out_is_apart_in_every_draw(cells: list[Row]) -> None:
    found = linked(table(cells))
    ids = found.draws.mention_ids
    for x in range(len(ids)):
        for y in range(x + 1, len(ids)):
            if found.explain(ids[x], ids[y])[-1].field == "rule":
                assert not any(together(found, ids[x], ids[y]))


@settings(max_examples=10, deadline=None)
@given(cells=ROWS, data=st.data())
def test_the_order_of_rows_changes_no_rule(cells: list[Row], data: st.DataObject) -> None:
    rows = table(cells)
    one, other = linked(rows), linked(data.draw(st.permutations(rows)))
    assert one.clusters == other.clusters
    assert (one.draws.labels == other.draws.labels).all()


@settings(max_examples=25, deadline=None)
@given(cells=ROWS)
def test_a_verdict_overrides_just_the_rules_that_hold_unless_said(cells: list[Row]) -> None:
    rows = table(cells)[:2]
    rows[1] |= {"related_to": "m0" if rows[1]["relation"] else ""}
    always = any(row["group"] for row in rows) or bool(rows[1]["related_to"])
    if always:
        with pytest.raises(ContradictionError):
            linked(rows, judged("same", "m0", "m1"))
    else:
        assert all(together(linked(rows, judged("same", "m0", "m1")), "m0", "m1"))


def test_cells_that_say_nothing_clear_are_faults() -> None:
    rows = [alike("a", alive="soon", held="house", group="perhaps", acts="death;1998")]
    with pytest.raises(MentionsError) as refused:
        Mentions.from_rows(rows)
    assert {fault["column"] for fault in refused.value.fields["faults"]} == {"alive", "held", "group", "acts"}  # type: ignore[index]


def test_tables_beside_the_mentions_say_who_was_alive_and_held(tmp_path: Path) -> None:
    rows = [
        alike("a", died="1998"),
        alike("b", role="interviewee"),
        alike("c"),
        alike("d"),
        alike("e"),
    ]
    write(tmp_path / "mentions.csv", rows)
    write(tmp_path / "sources.csv", [{"source_id": "s-b", "date": "2004-05-06"}])
    write(tmp_path / "legs.csv", [{"mention_id": "c", "from": "2001-02"}])
    write(tmp_path / "stays.csv", [
        {"mention_id": "c", "facility": "house", "from": "2005-01", "to": "2005-06"},
        {"mention_id": "d", "facility": "camp", "from": "2005-02", "to": "2005-07"},
    ])  # fmt: skip
    write(tmp_path / "acts.csv", [{"mention_id": "e", "type": "DEATHCUST", "place": "", "date": "1999"}])
    found = link(
        Mentions.from_csv(tmp_path / "mentions.csv", beside=tmp_path), settings=QUICK,
        rng=np.random.default_rng(1),
    )  # fmt: skip
    parts = {one + other: found.explain(one, other)[-1] for one, other in ("ab", "ac", "cd", "bc", "be")}
    assert [pair for pair, step in parts.items() if step.field == "rule"] == ["ab", "ac", "cd", "be"]


def test_the_command_reads_the_tables_beside(tmp_path: Path) -> None:
    write(tmp_path / "mentions.csv", [alike("a", died="1998"), alike("b", role="interviewee")])
    write(tmp_path / "sources.csv", [{"source_id": "s-b", "date": "2004-05-06"}])
    told = [str(tmp_path / "mentions.csv"), "--draws", "20", "--csv", "--out", str(tmp_path / "links")]
    done = CliRunner().invoke(build(), ["link", *told, "--beside", str(tmp_path)], catch_exceptions=False)
    assert done.exit_code == 0
    with (tmp_path / "links" / "clusters.csv").open(encoding="utf-8") as stream:
        assert len({row["person_id"] for row in csv.DictReader(stream)}) == 2


def test_a_folder_without_tables_is_a_fault(tmp_path: Path) -> None:
    write(tmp_path / "mentions.csv", [alike("a")])
    (tmp_path / "empty").mkdir()
    with pytest.raises(MentionsError, match="no table of sources"):
        Mentions.from_csv(tmp_path / "mentions.csv", beside=tmp_path / "empty")
    write(tmp_path / "empty" / "legs.csv", [{"leg": "1"}])
    with pytest.raises(MentionsError, match=r"legs\.csv lacks mention_id, from"):
        Mentions.from_csv(tmp_path / "mentions.csv", beside=tmp_path / "empty")


def test_other_tables_know_the_rule_of_one_list_alone() -> None:
    cards = [{"id": mention, "list": "one", "surname": "Amberson", "born": "1950"} for mention in "ab"]
    kinds = {"surname": "text", "born": "date"}
    records = Records.from_rows(cards, kinds=kinds, record="id", source="list")  # type: ignore[arg-type]
    found = link(records, settings=QUICK, rng=np.random.default_rng(1))
    assert found.explain("a", "b")[-1].field == "rule"


def test_the_page_of_the_method_gives_every_rule_in_its_words() -> None:
    page_text = (Path(__file__).parents[3] / "docs" / "methods" / "linkage.md").read_text(encoding="utf-8")
    for rule in set(Bar) - {Bar.NONE}:
        row = next(line for line in page_text.splitlines() if line.startswith(f"| `{rule.name}` |"))
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert cells[1] == rule.words
        assert cells[3] == ("yes" if rule.unless_said else "no")
