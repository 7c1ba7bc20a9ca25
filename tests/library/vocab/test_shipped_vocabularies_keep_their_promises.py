"""What ships: no id is ever used again, doubts are marked, other people's labels are not carried."""

from pathlib import Path

import pytest

from tumen.vocab import DEFAULT_PACK, load_pack, packs

LEDGER = Path(__file__).parents[3] / "reference" / "vocab" / "hand" / "ledger.txt"
FULL = load_pack(DEFAULT_PACK)


@pytest.fixture(scope="module")
def ledger() -> list[str]:
    return LEDGER.read_text(encoding="utf-8").splitlines()


def test_every_id_ever_shipped_is_still_a_term_or_retired(ledger):
    for line in ledger:
        pack, vocabulary, code = line.split()
        found = load_pack(pack).vocabulary(vocabulary)
        assert code in found or code in found.retired, (
            f"{line}: gone; list it in reference/vocab/hand/retired.yaml"
        )


def test_every_id_shipped_today_is_in_the_ledger(ledger):
    today = {f"{name} {t.vocabulary} {t.code}" for name in packs() for v in load_pack(name) for t in v}
    assert today <= set(ledger), "run reference/vocab/src/ledger.py"


def test_the_ledger_is_sorted_and_has_no_line_twice(ledger):
    assert ledger == sorted(set(ledger))


def test_codes_of_the_huridocs_lists_are_cited_as_list_and_twelve_digits():
    cited = [code for v in FULL for term in v for code in term.mappings.get("huridocs", ())]
    assert len(cited) > 150
    for number, code in cited:
        assert isinstance(number, int)
        assert len(code) == 12
        assert code.isdigit()


def test_a_label_that_only_we_wrote_is_not_called_verified():
    ours = {"OWN", "MEM"}
    for vocabulary in FULL:
        for term in vocabulary:
            if set(term.sources) <= ours:
                assert not term.verified
                assert set(term.unreviewed) == set(term.labels)
    assert not FULL.sources["HURIDOCS-MT"].backs


def test_published_figures_stand_beside_the_source_that_prints_them():
    figures = [f for v in FULL for term in v for f in term.fields.get("published", ())]
    assert figures
    for figure in figures:
        assert figure["unit"] in ("persons", "cases", "share")
        assert figure["source"] in FULL.sources


def test_every_term_has_at_most_one_group_and_grouped_vocabularies_group_everything():
    for vocabulary in FULL:
        if vocabulary.groups:
            assert {term.group for term in vocabulary} == set(vocabulary.groups)


def test_the_history_of_an_agencys_names_is_in_order():
    for term in FULL.vocabulary("agency"):
        begins = [name["from"] for name in term.fields.get("names", ())]
        assert begins == sorted(begins)


def test_named_facilities_point_to_types_and_places_of_the_same_pack():
    facilities = FULL.vocabulary("named_facility")
    assert all(term.fields["type"] in FULL.vocabulary("facility_type") for term in facilities)
    placed = [term.fields["place"] for term in facilities if "place" in term.fields]
    assert len(placed) == 20
    assert all(code in FULL.vocabulary("place") for code in placed)


def test_pairs_and_traps_point_to_places_of_the_same_pack():
    for name in ("port_pair", "gazetteer_trap"):
        for term in FULL.vocabulary(name):
            assert set(term.fields["places"]) <= set(FULL.vocabulary("place").codes)
