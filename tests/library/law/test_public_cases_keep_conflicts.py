"""Publicly reported incidents: what sources say differently stands side by side."""

from __future__ import annotations

import json

from tumen import dates, law, vocab
from tumen.dates import Truth


def case(code: str) -> law.PublicCase:
    return next(c for c in law.public_cases("dprk") if c.code == code)


def test_every_conflicting_value_keeps_its_own_source() -> None:
    number = next(c for c in case("C06").conflicts if c.field == "number arrested")
    assert {v.value: v.sources for v in number.values} == {
        "58 and three helpers": ("LAT-0301",),
        "48": ("UNHCR-2003",),
        "62 involved": ("LFNKR-0310",),
        "15 in one place at 7 in the morning": ("LFNKR-0303",),
    }


def test_a_value_whose_printing_source_is_not_known_names_the_speaker_only() -> None:
    route = next(c for c in case("C18").conflicts if c.field == "route")
    assert [(v.said_by, v.sources) for v in route.values] == [
        ("government of Laos", ()),
        ("UN and Republic of Korea", ()),
    ]


def test_dates_have_the_precision_of_the_sources() -> None:
    assert case("C03").date.edtf == "2002-03"
    press = next(e for e in case("C17").events if e.what == "press conference")
    assert dates.overlaps(press.date, dates.parse("2012-07-30")) is Truth.NO
    assert dates.overlaps(press.date, dates.parse("2012-07-25")) is Truth.CANNOT_TELL


def test_numbers_are_said_as_told() -> None:
    assert [case(c).number.text for c in ("C06", "C21", "C28", "C33", "C01")] == [
        "48–62", "more than 30", "about 50", "at least 406", "7",
    ]  # fmt: skip


def test_every_case_leads_to_rules_states_and_sources_that_exist() -> None:
    for name in vocab.packs():
        known, sources = law.register(name), {**law.case_sources(name), **vocab.load_pack(name).sources}
        for c in law.public_cases(name):
            assert set(c.rules) <= set(known.rules)
            assert set(c.states) <= set(known.states)
            assert set(c.sources) <= set(sources)


def test_the_law_of_a_case_follows_from_its_states_acts_and_date() -> None:
    laos = case("C18")
    found = law.applicable("REFOUL", "LAO", laos.date, "dprk")
    held = {c.citation for c in found if c.applies is Truth.YES}
    assert {"CAT, art. 3(1)", "ICCPR, art. 7", "Customary non-refoulement"} <= held
    assert "1951 Convention, art. 33(1)" not in held


def test_plain_data_is_json() -> None:
    plain = [c.as_dict() for c in law.public_cases("dprk")]
    assert json.loads(json.dumps(plain, ensure_ascii=False))[0]["date"] == "1999-11/2000-01-12"
    assert len(plain) == 38
