"""What a made-up world promises: determinism, truth, codes of the pack, marks that it is made up."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen import dates, synth, vocab
from tumen.errors import UnknownPack, WorldError

PACKS = ("dprk", "example")
SMALL = synth.World(people=600, seed=11, texts=0)


@pytest.fixture(scope="module")
def tables() -> dict[str, list[dict[str, str]]]:
    return synth.tables(SMALL)


def _persons(tables: dict[str, list[dict[str, str]]]) -> dict[str, dict[str, str]]:
    return {row["person_id"]: row for row in tables["truth/persons"]}


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**40), people=st.integers(200, 420))
def test_the_same_settings_make_the_same_world(seed: int, people: int) -> None:
    world = synth.World(people=people, seed=seed, texts=3)
    first, second = ([(c.tables, c.texts, c.populations) for c in synth.make(world)] for _ in range(2))
    assert first == second
    assert sum(len(c[0]["truth/persons"]) for c in first) == people


def test_another_seed_makes_another_world() -> None:
    one, other = (synth.tables(synth.World(people=200, seed=seed, texts=0))["mentions"] for seed in (1, 2))
    assert {row["mention_id"] for row in one}.isdisjoint(row["mention_id"] for row in other)
    assert [row["name"] for row in one] != [row["name"] for row in other]


def test_early_blocks_do_not_depend_on_the_size_of_the_world() -> None:
    small = synth.World(people=synth.BLOCK + 200, seed=4, texts=0)
    large = synth.World(people=5 * synth.BLOCK, seed=4, texts=0)
    assert synth.make_block(small, 0).tables == synth.make_block(large, 0).tables


def test_blocks_can_be_made_in_any_order() -> None:
    world = synth.World(people=2 * synth.BLOCK, seed=4, texts=0)
    backwards = [synth.make_block(world, number).tables for number in (1, 0)]
    assert [chunk.tables for chunk in synth.make(world)] == backwards[::-1]


@pytest.mark.slow
def test_texts_do_not_change_the_tables() -> None:
    without, with_texts = (synth.tables(synth.World(people=200, seed=5, texts=n)) for n in (0, 50))
    assert without == with_texts


def test_ids_are_unique_and_every_reference_leads_somewhere(tables: dict[str, list[dict[str, str]]]) -> None:
    keys = {"sources": "source_id", "mentions": "mention_id", "accounts": "account_id", "acts": "act_id",
            "stays": "stay_id", "legs": "leg_id", "transfers": "transfer_id", "consents": "consent_id",
            "truth/persons": "person_id", "truth/events": "event_id"}  # fmt: skip
    ids: dict[str, set[str]] = {}
    for table, key in keys.items():
        values = [row[key] for row in tables[table]]
        assert len(set(values)) == len(values) > 0, table
        ids[key] = set(values)
    assert len(set().union(*ids.values())) == sum(map(len, ids.values()))
    references = {**{k: k for k in ids}, "related_to": "mention_id", "mother": "person_id", "father": "person_id",
                  "spouse": "person_id"}  # fmt: skip
    for table, rows in tables.items():
        for column, key in references.items():
            if rows and column in rows[0]:
                dangling = {row[column] for row in rows} - ids[key] - {""}
                assert not dangling, (table, column)
    assert {row["mention_id"] for row in tables["truth/mentions"]} == ids["mention_id"]
    assert {row["act_id"] for row in tables["truth/acts"]} == ids["act_id"]


def test_an_act_belongs_to_the_mention_whose_person_suffered_the_event(
    tables: dict[str, list[dict[str, str]]],
) -> None:
    person_of = {row["mention_id"]: row["person_id"] for row in tables["truth/mentions"]}
    event_of = {row["act_id"]: row["event_id"] for row in tables["truth/acts"]}
    events = {row["event_id"]: row for row in tables["truth/events"]}
    for act in tables["acts"]:
        event = events[event_of[act["act_id"]]]
        assert event["person_id"] == person_of[act["mention_id"]]
        assert event["type"] == act["type"]


@pytest.mark.parametrize("pack", PACKS)
def test_every_code_exists_in_the_pack(pack: str) -> None:
    tables = synth.tables(synth.World(people=400, seed=2, pack=pack, texts=0))
    loaded = vocab.load_pack(pack)
    columns = {
        ("sources", "kind"): "source_kind", ("sources", "place"): "place", ("mentions", "birthplace"): "place",
        ("accounts", "connection"): "information_form", ("acts", "type"): "act_type", ("acts", "place"): "place",
        ("acts", "agency"): "agency", ("acts", "outcome"): "victim_outcome",
        ("stays", "facility_type"): "facility_type", ("stays", "outcome"): "victim_outcome",
        ("legs", "kind"): "journey_leg", ("legs", "from_place"): "place", ("legs", "to_place"): "place",
        ("legs", "mode"): "crossing_mode", ("legs", "helper_role"): "agency", ("legs", "outcome"): "victim_outcome",
        ("transfers", "place"): "place", ("transfers", "seller_role"): "agency",
        ("transfers", "buyer_role"): "agency", ("consents", "purpose"): "consent_purpose",
        ("mentions", "relation"): "relation", ("acts", "method"): "torture_method",
        ("stays", "facility"): "named_facility", ("transfers", "purpose"): "trafficking_means_purpose",
    }  # fmt: skip
    for (table, column), name in columns.items():
        used = {row[column] for row in tables[table]} - {""}
        if used:
            assert used <= set(loaded.vocabulary(name).codes), (table, column)


def test_every_date_can_be_read_and_says_what_the_truth_allows(
    tables: dict[str, list[dict[str, str]]],
) -> None:
    seen: Counter[str] = Counter()
    for row in tables["mentions"]:
        for column in ("birth", "left", "died"):
            if row[column]:
                read = dates.parse(row[column])
                assert read.edtf
                seen[row[column].translate(str.maketrans("0123456789", "9" * 10))] += 1
    assert {"9999", "9999-99", "9999-99-99", "9999~"} <= set(seen)


def test_lists_overlap_and_cover_as_they_should() -> None:
    chunks = list(synth.make(synth.World(people=2000, seed=1, texts=0)))
    for name in ("ever_crossed", "ever_repatriated"):
        size = sum(chunk.populations[name] for chunk in chunks)
        counts: Counter[str] = Counter()
        for chunk in chunks:
            counts.update(chunk.seen[name])
        any_list = counts.pop("")
        assert all(0.15 <= count / size <= 0.35 for count in counts.values()), (name, counts, size)
        assert sum(counts.values()) > 1.5 * any_list  # people stand on several lists
        assert any_list < size


def _overlap(world: synth.World, population: str) -> tuple[int, int, int, list[int]]:
    """Size of the population, and for each pair of lists n1 * n2 and n12, summed; from the tables and the truth."""
    tables = synth.tables(world)
    person_of = {row["mention_id"]: row["person_id"] for row in tables["truth/mentions"]}
    list_of = {row["source_id"]: row["organisation"] for row in tables["sources"]}
    lists: dict[str, set[str]] = {}
    for leg in tables["legs"]:
        if leg["kind"] == "LEG-CROSS":
            lists.setdefault(list_of[leg["source_id"]], set()).add(person_of[leg["mention_id"]])
    size = sum(population in row["populations"].split() for row in tables["truth/persons"])
    sets = list(lists.values())
    product = sum(len(a) * len(b) for i, a in enumerate(sets) for b in sets[:i])
    both = sum(len(a & b) for i, a in enumerate(sets) for b in sets[:i])
    return size, product, both, [len(s) for s in sets]


def test_assuming_independence_is_biased_low_unless_everybody_is_equally_reachable() -> None:
    size, product, both, _ = _overlap(synth.World(people=2500, seed=8, texts=0), "ever_crossed")
    assert product / both < 0.9 * size
    size, product, both, _ = _overlap(
        synth.World(people=2500, seed=8, texts=0, heterogeneity=0), "ever_crossed"
    )
    assert product / both == pytest.approx(size, rel=0.1)


def test_people_who_cannot_be_reached_are_in_the_truth_and_in_no_table() -> None:
    tables = synth.tables(synth.World(people=600, seed=3, texts=0, never_reachable=0.3))
    hidden = {i for i, row in _persons(tables).items() if row["reachable"] == "no"}
    assert 100 < len(hidden) < 260
    assert hidden.isdisjoint(row["person_id"] for row in tables["truth/mentions"])
    everybody = synth.tables(synth.World(people=200, seed=3, texts=0))["truth/persons"]
    assert {row["reachable"] for row in everybody} == {"yes"}


def test_a_person_is_told_under_many_names(tables: dict[str, list[dict[str, str]]]) -> None:
    person_of = {row["mention_id"]: row["person_id"] for row in tables["truth/mentions"]}
    names: dict[str, set[str]] = {}
    for row in tables["mentions"]:
        names.setdefault(person_of[row["mention_id"]], set()).add(row["name"])
    assert max(map(len, names.values())) >= 4
    kinds = Counter(row["name_kind"] for row in tables["mentions"])
    assert set(kinds) == {"given", "pseudonym", "partial"}
    assert kinds["given"] > 0.8 * kinds.total()
    written = "".join(row["name"] + row["name_other"] for row in tables["mentions"])
    assert any("가" <= c <= "힣" for c in written)
    assert any("一" <= c <= "鿿" for c in written)
    assert any("a" <= c <= "z" for c in written)


def test_families_fit_together(tables: dict[str, list[dict[str, str]]]) -> None:
    persons = _persons(tables)
    children = [row for row in persons.values() if row["mother"]]
    assert len(children) > 200
    for child in children:
        assert persons[child["mother"]]["sex"] == "f"
        assert persons[child["mother"]]["birth"] < child["birth"]
        if child["father"]:
            assert persons[child["father"]]["name"][0] == child["name"][0]
    relations = {row["mention_id"]: row for row in tables["mentions"]}
    for row in tables["mentions"]:
        assert bool(row["related_to"]) == (row["role"] == "spoken_of")
        if row["related_to"]:
            assert relations[row["related_to"]]["source_id"] == row["source_id"]
            assert relations[row["related_to"]]["role"] == "interviewee"


def test_nobody_is_heard_after_death_or_tells_the_future(tables: dict[str, list[dict[str, str]]]) -> None:
    persons = _persons(tables)
    person_of = {row["mention_id"]: row["person_id"] for row in tables["truth/mentions"]}
    events = {row["event_id"]: row for row in tables["truth/events"]}
    event_of = {row["act_id"]: row["event_id"] for row in tables["truth/acts"]}
    day = {row["source_id"]: row["date"] for row in tables["sources"]}
    for row in tables["mentions"]:
        if row["role"] == "interviewee":
            assert not persons[person_of[row["mention_id"]]]["died"]
    for act in tables["acts"]:
        assert events[event_of[act["act_id"]]]["date"] < day[act["source_id"]]


def test_consent_is_asked_by_purpose_and_sometimes_refused_or_withdrawn(
    tables: dict[str, list[dict[str, str]]],
) -> None:
    first = {row["mention_id"] for row in tables["mentions"] if row["role"] == "interviewee"}
    decisions: dict[tuple[str, str], list[str]] = {}
    for row in tables["consents"]:
        assert row["mention_id"] in first
        decisions.setdefault((row["source_id"], row["purpose"]), []).append(row["decision"])
    assert {len(d) for d in decisions.values()} == {1, 2}
    assert all(d == ["yes", "no"] for d in decisions.values() if len(d) == 2)
    assert Counter(d[0] for d in decisions.values())["no"] > 0


def test_no_ruler_is_among_the_people(tables: dict[str, list[dict[str, str]]]) -> None:
    assert {"김일성", "김정일", "김정은"}.isdisjoint(row["name"] for row in tables["truth/persons"])


def test_every_source_says_that_it_is_made_up(tables: dict[str, list[dict[str, str]]]) -> None:
    assert {row["made_up"] for row in tables["sources"]} == {"yes"}
    assert all("made up" in row["organisation"] for row in tables["sources"])


def test_more_organisations_than_the_pack_names_get_names_of_their_own() -> None:
    tables = synth.tables(synth.World(people=300, seed=1, organisations=12, texts=0))
    assert len({row["organisation"] for row in tables["sources"]}) == 12


@pytest.mark.parametrize(
    "wrong",
    [{"people": 199}, {"people": 1_000_001}, {"seed": -1}, {"organisations": 1}, {"never_reachable": 1.2}],
)
def test_settings_outside_their_range_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(WorldError, match=next(iter(wrong))):
        synth.World(**wrong)  # type: ignore[arg-type]  # one wrong value at a time


def test_an_unknown_pack_is_refused() -> None:
    with pytest.raises(UnknownPack):
        next(synth.make(synth.World(people=200, pack="nowhere")))
