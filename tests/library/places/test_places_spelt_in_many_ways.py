"""Tricky spellings, traps and words that are no places: the labelled file of the benchmark, one by one."""

from __future__ import annotations

import doctest
import importlib
import runpy
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen.places import fold, gazetteer, loose
from tumen.places.kinds import kind_fits, split_kind
from tumen.vocab import DEFAULT_PACK, load_pack

FULL = gazetteer(load_pack(DEFAULT_PACK))
BENCHMARK = runpy.run_path(str(Path(__file__).parents[3] / "benchmarks" / "places" / "run.py"))
QUERIES = list(BENCHMARK["queries"](BENCHMARK["HERE"] / "queries.tsv"))


def test_the_file_asks_enough_of_every_kind():
    kinds = Counter(query.kind for query in QUERIES)
    assert sum(kinds[kind] for kind in ("spelling", "script", "kind word", "context", "former name")) >= 240
    assert min(kinds[kind] for kind in ("trap", "ambiguous")) >= 15
    assert kinds["no place here"] >= 40


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: f"{query.text}-{query.country or ''}")
def test_each_spelling_is_answered_as_labelled(query):
    found = FULL.find(query.text, country=query.country)
    assert (found.place.code if found.place is not None else None) == query.chosen
    assert query.shown <= {match.place.code for match in found}


def test_what_lies_elsewhere_is_refused_and_said_so():
    found = FULL.find("Dandong, North Korea")
    assert found.place is None
    assert "lies in Liaoning Province, China" in found.matches[0].reasons
    assert FULL.find("단동", country="PRK").notes == ("Dandong lies in China, not in North Korea",)
    assert [trap.code for trap in FULL.find("Dandong").traps] == ["TRAP-DANDONG"]


def test_a_word_for_another_kind_is_refused_and_said_so():
    found = FULL.find("Hamhung Province")
    assert found.place is None
    assert "the text says province, but this is a city" in found.matches[0].reasons
    raised = FULL.find("회령군")
    assert raised.place is FULL.get("KP-HOERYONG")
    assert "the text says county; this is a city" in raised.matches[0].reasons


def test_a_place_may_be_told_in_what_it_lay_in_then():
    found = FULL.find("South Hamgyong, Hyesan")
    assert found.place is FULL.get("KP-HYESAN")
    assert "lay in South Hamgyong Province until 1954-10 (not verified)" in found.matches[0].reasons


def test_points_from_memory_say_so_and_are_coarse():
    for place in FULL:
        if place.precision_m is not None and not place.point_verified:
            assert place.precision.endswith("not verified")
            assert place.precision_m >= 10_000
    assert FULL.get("KP-WIWON").precision == "county seat, within about 30 km, not verified"


def test_a_word_for_a_kind_is_told_apart_from_the_name():
    assert split_kind("haven") == ("haven", "")
    assert split_kind("두만강") == ("두만", "river")
    assert split_kind("region") == ("region", "")
    assert kind_fits("city", "city/town") is True
    assert kind_fits("county", "city") is None
    assert kind_fits("river", "city") is False


def test_loose_keys_are_for_latin_letters():
    assert loose(fold("Hweryong")) == loose(fold("Hoeryŏng"))
    assert loose(fold("회령")) == ""


@pytest.mark.parametrize("module", ["folding", "gazetteer", "kinds"])
def test_the_examples_in_docstrings_run(module):
    result = doctest.testmod(importlib.import_module(f"tumen.places.{module}"))
    assert result.attempted > 0
    assert result.failed == 0


NAMES = [label for place in FULL for label in place.labels.values()]


@settings(deadline=None, max_examples=120)
@given(
    st.sampled_from(NAMES),
    st.sampled_from([str.upper, str.title, lambda text: f"  {text} ", lambda text: text]),
)
def test_case_and_spaces_around_a_name_change_nothing(name, change):
    first, second = FULL.find(name), FULL.find(change(name))
    assert first.place == second.place
    assert [match.place.code for match in first] == [match.place.code for match in second]


@settings(deadline=None, max_examples=80)
@given(st.sampled_from(NAMES), st.sampled_from([place.code for place in FULL if place.kind == "country"]))
def test_a_country_that_is_asked_for_never_gives_a_place_elsewhere(name, country):
    for match in FULL.find(name, country=country):
        assert country in (match.place.country, match.place.code)
