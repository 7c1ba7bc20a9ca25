"""All rows of the register have sources; a change makes a new version and leaves the shipped one alone."""

from __future__ import annotations

import pytest

from tumen import dates, law, vocab
from tumen.errors import LawError
from tumen.law import Amendment

PACK = vocab.load_pack()
KNOWN = law.register(PACK)
RATIFIED = {
    "id": "CHN-ICCPR", "status": "party", "act": "ratification", "deposited": "2020-01-01", "in_force": "2020-04-01",
}  # fmt: skip


def test_every_state_has_a_row_for_every_treaty_and_every_row_its_source() -> None:
    treaties = {i.code for i in KNOWN.instruments.values() if i.kind is law.Kind.TREATY}
    listed = {t for _, t in KNOWN.status}
    assert len(KNOWN.status) >= 325
    assert {(s, t) for s in KNOWN.states for t in listed & treaties if (s, t) in KNOWN.status} >= {
        (s, t) for s in KNOWN.states for t in {"REFCONV", "REFPROT", "CAT", "ICCPR", "CRC", "CEDAW", "ICPPED"}
    }
    for row in KNOWN.status.values():
        assert row.sources
        assert set(row.sources) <= set(KNOWN.sources)
        assert row.confidence in ("high", "medium", "low")


def test_all_rules_have_sources_and_every_test_belongs_to_an_element_that_some_rule_asks_for() -> None:
    assert len(KNOWN.rules) == 37
    assert all(r.sources for r in KNOWN.rules.values())
    assert set(KNOWN.tests) <= {e for r in KNOWN.rules.values() for e in r.elements}
    codes = {t.code for v in PACK for t in v} | {"bearer", "f", "m"}
    conditions = [c for t in KNOWN.tests.values() for c in (*t.shown_by, *t.refuted_by, *t.bears)]
    conditions += [c for r in KNOWN.rules.values() for c in r.when]
    assert {code for c in conditions for part in c.parts for code in part.codes} <= codes


def test_organs_are_agencies_of_the_vocabulary_and_belong_to_one_state() -> None:
    organs = [o for s in KNOWN.states.values() for o in s.organs]
    assert len(organs) == len(set(organs)) > 20
    assert set(organs) <= {t.code for t in PACK.vocabulary("agency")}


def test_an_amendment_makes_a_version_of_its_own_and_the_shipped_one_stays() -> None:
    new = law.amended(
        PACK, [Amendment(table="status", row=RATIFIED, why="notice", source="Depositary notice")]
    )
    on = dates.parse("2023-05")
    assert law.bound("CHN", "ICCPR", on, new).truth is dates.Truth.YES
    assert law.bound("CHN", "ICCPR", on, PACK).truth is dates.Truth.CANNOT_TELL
    assert law.register(new).version != KNOWN.version
    assert new.content_sha256 != PACK.content_sha256
    found = law.bound("CHN", "ICCPR", on, new)
    assert law.register(new).sources[found.sources[0]]["title"] == "Depositary notice"


def test_an_amendment_without_a_source_is_visibly_unverified() -> None:
    new = law.amended(PACK, [Amendment(table="status", row=RATIFIED, why="told on the telephone")])
    assert not law.bound("CHN", "ICCPR", dates.parse("2023-05"), new).verified


@pytest.mark.parametrize(
    ("table", "row"),
    [("status", {"id": "CHN-ICCPR", "status": "maybe"}), ("nothing", {"id": "X"}), ("status", {"state": "CHN"}),
     ("rules", {"id": "R01", "elements": ["no-such-element"]})],
)  # fmt: skip
def test_an_amendment_that_does_not_fit_is_refused(table: str, row: dict[str, object]) -> None:
    with pytest.raises(LawError):
        law.amended(PACK, [Amendment(table=table, row=row, why="a try")])


def test_nothing_to_amend_is_the_same_pack() -> None:
    assert law.amended(PACK, []) is PACK


# The legal traps of the field's own texts.
@pytest.mark.parametrize(
    ("state", "instrument", "act", "deposited", "since"),
    [
        ("CHN", "REFCONV", "accession", "1982-09-24", "1982-12-23"),
        ("CHN", "REFPROT", "accession", "1982-09-24", "1982-09-24"),
        ("CHN", "CAT", "ratification", "1988-10-04", "1988-11-03"),
        ("PRK", "ICCPR", "accession", "1981-09-14", "1981-12-14"),
    ],
)
def test_acceded_is_not_signed_and_adopted_is_not_in_force(
    state: str, instrument: str, act: str, deposited: str, since: str
) -> None:
    row = KNOWN.status[state, instrument]
    assert (row.act, str(row.deposited), str(row.in_force)) == (act, deposited, since)


def test_the_day_of_the_treaty_differs_from_the_day_for_a_state_and_both_are_known() -> None:
    assert str(KNOWN.instruments["REFCONV"].in_force) == "1954-04-22"
    assert str(KNOWN.status["CHN", "REFCONV"].in_force) == "1982-12-23"


def test_non_refoulement_is_refugee_law_not_humanitarian_law() -> None:
    assert KNOWN.instruments["REFCONV"].law == "refugee"


def test_an_agreement_whose_text_nobody_found_says_so() -> None:
    assert KNOWN.instruments["CN-PRK-1960"].text == "not-found"


def test_a_withdrawal_that_was_not_possible_changes_nothing() -> None:
    found = law.bound("PRK", "ICCPR", dates.parse("1999"), PACK)
    assert found.truth is dates.Truth.YES
    assert found.denunciations[0].effect == "none"


@pytest.mark.parametrize(
    ("on", "in_force"),
    [
        ("2001", "PRK-CL-1999"),
        ("2010-05", "PRK-CL-2004"),
        ("2024-02", "PRK-CL-2023"),
        ("1990", "PRK-CL-1987"),
    ],
)
def test_one_version_of_a_law_is_in_force_on_a_day(on: str, in_force: str) -> None:
    found = law.domestic_on("PRK", dates.parse(on), PACK)
    versions = [d for d in found if d.law.family == "PRK-CL"]
    assert [d.law.code for d in versions if d.truth is dates.Truth.YES] == [in_force]


def test_a_year_in_which_the_law_changed_cannot_tell_which() -> None:
    found = {d.law.code: d.truth for d in law.domestic_on("PRK", dates.parse("2004"), PACK)}
    assert found["PRK-CL-1999"] is found["PRK-CL-2004"] is dates.Truth.CANNOT_TELL
