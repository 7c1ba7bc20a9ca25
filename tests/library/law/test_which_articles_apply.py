"""Which articles an act may engage, and what stays open."""

from __future__ import annotations

import pytest

from tumen import dates, law, vocab
from tumen.dates import Truth
from tumen.errors import LawError, UnknownAct


def applicable(
    act: str, state: str, on: str, pack: str = "dprk", **facts: Truth
) -> tuple[law.Candidate, ...]:
    given = {k.replace("_", "-"): v for k, v in facts.items()}
    return law.applicable(act, state, dates.parse(on), pack, facts=given)


def by_citation(found: tuple[law.Candidate, ...]) -> dict[str, law.Candidate]:
    return {f"{c.rule} {c.citation}": c for c in found}


def test_refoulement_by_china_in_2013_rests_on_three_instruments_and_custom() -> None:
    found = by_citation(applicable("refoulement", "CHN", "2013-11"))
    for name in ("R01 1951 Convention, art. 33(1)", "R01 1967 Protocol, art. I(1)", "R02 CAT, art. 3(1)"):
        assert found[name].applies is Truth.YES
    assert found["R01 Customary non-refoulement"].force is law.Force.CUSTOM
    assert found["R03 ICCPR, art. 7"].applies is Truth.NO
    assert found["R06 ICPPED, art. 16"].applies is Truth.NO


def test_the_same_act_in_1982_cannot_be_settled_by_its_date() -> None:
    found = by_citation(applicable("refoulement", "CHN", "1982"))
    assert found["R01 1951 Convention, art. 33(1)"].applies is Truth.CANNOT_TELL
    assert found["R02 CAT, art. 3(1)"].applies is Truth.NO


def test_custom_is_what_remains_for_a_state_that_is_no_party() -> None:
    found = by_citation(applicable("refoulement", "LAO", "2010"))
    assert found["R01 1951 Convention, art. 33(1)"].applies is Truth.NO
    assert found["R01 Customary non-refoulement"].applies is Truth.YES


def test_torture_in_the_dprk_rests_on_the_covenant_and_on_a_peremptory_rule() -> None:
    found = by_citation(applicable("TORTURE", "PRK", "2005"))
    assert found["R10 ICCPR, art. 7"].applies is Truth.YES
    assert found["R10 CAT, art. 1"].applies is Truth.NO
    assert [c.instrument for c in found.values() if c.peremptory] == ["CUSTOM-TORTURE"]


def test_nothing_is_shown_until_a_fact_is_given() -> None:
    before = applicable("R04", "CHN", "2017-11")[0]
    assert {e.shown for e in before.elements} == {law.Shown.NOT_STATED}
    after = applicable("R04", "CHN", "2017-11", under_18=Truth.YES, real_risk=Truth.CANNOT_TELL)[0]
    assert {e.code for e in before.open_elements} - {e.code for e in after.open_elements} == {"under-18"}


def test_a_fact_about_an_element_nobody_asks_for_is_refused() -> None:
    with pytest.raises(LawError, match="tall"):
        applicable("REFOUL", "CHN", "2013", tall=Truth.YES)


def test_a_reservation_shows_on_the_article_it_touches_and_on_no_other() -> None:
    found = by_citation(applicable("refoulement", "THA", "2013"))
    assert [r.code for r in found["R04 CRC, art. 22"].reservations] == ["THA-CRC-1"]
    assert found["R04 CRC, art. 37(a)"].reservations == ()
    example = applicable("SENDBACK", "SAL", "1999", "example")
    assert [r.code for r in example[0].reservations] == ["SAL-SEA-1"]  # a reservation to 4 touches 4(1)


@pytest.mark.parametrize("name", ["REFOUL", "refoul", "refoulement", "강제송환", "强制遣返", " Refoulement "])
def test_an_act_is_found_by_code_and_by_label_in_every_language(name: str) -> None:
    assert [r.code for r in law.find_act(name, "dprk").rules] == ["R01", "R02", "R03", "R04", "R05", "R06"]


def test_a_rule_is_found_by_its_id_alone() -> None:
    assert [r.code for r in law.find_act("r02", "dprk").rules] == ["R02"]


def test_an_unknown_act_lists_near_ones() -> None:
    with pytest.raises(UnknownAct) as error:
        law.find_act("refoulment", "dprk")
    assert "REFOUL" in error.value.hint
    assert error.value.code == "law.act"


def test_an_act_without_a_rule_gives_no_candidate() -> None:
    assert applicable("BEAT", "SAL", "1999", "example") == ()


def test_every_rule_names_acts_of_the_vocabulary_and_sources_that_exist() -> None:
    for name in vocab.packs():
        known, acts = law.register(name), {t.code for t in vocab.load_pack(name).vocabulary("act_type")}
        for rule in known.rules.values():
            assert set(rule.acts) <= acts
            assert set(rule.sources) <= set(known.sources)


def test_every_term_that_points_to_a_rule_finds_that_rule() -> None:
    known = law.register("dprk")
    for term in vocab.load_pack("dprk").vocabulary("act_type"):
        asked = {
            str(code)
            for codes in term.mappings.get("law", ())
            for code in ([codes] if isinstance(codes, str) else codes)
        }
        found = {r.code for r in known.rules.values() if term.code in r.acts}
        assert asked <= found


def test_soft_law_never_applies_by_itself() -> None:
    known = law.register("dprk")
    for rule in known.rules:
        for candidate in applicable(rule, "PRK", "2010"):
            if candidate.force is law.Force.SOFT:
                assert candidate.applies is Truth.NO


def test_candidates_in_force_come_first() -> None:
    order = [Truth.YES, Truth.CANNOT_TELL, Truth.NO]
    ranks = [order.index(c.applies) for c in applicable("refoulement", "VNM", "2015-03")]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == 3


def test_plain_data_is_json_with_dates_as_edtf() -> None:
    import json

    plain = applicable("refoulement", "CHN", "2013-11")[0].as_dict()
    assert json.loads(json.dumps(plain))["bound"]["since"] == "1982-12-23"


def test_doors_follow_status_reservations_and_declarations() -> None:
    china = {d.door.code: d.open for d in law.doors("CHN", dates.parse("2013"), "dprk")}
    assert china["ICCPR-OP1"] is Truth.NO
    assert china["CAT-20"] is Truth.NO
    assert china["CAT-22"] is Truth.NO
    assert china["WGEID"] is Truth.YES
    korea = {d.door.code: d.open for d in law.doors("KOR", dates.parse("2012"), "dprk")}
    assert korea["ICCPR-OP1"] is Truth.YES
    assert korea["ICERD-14"] is Truth.CANNOT_TELL  # a declaration on a day nobody states
    court = law.doors("SAL", dates.parse("1995"), "example")[0]
    assert court.open is Truth.NO
    assert law.doors("SAL", dates.parse("1997"), "example")[0].open is Truth.YES


def test_known_errors_of_sources_are_corrected() -> None:
    wrong = {e.instrument: e.correct for e in law.register("dprk").known_errors if e.said_by == "ISN-2012"}
    assert "24 September 1982" in wrong["REFCONV"]
