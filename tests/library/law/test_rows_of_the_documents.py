"""What documents of this field say of the law: each act calls its rule, with what bound the state on that day."""

from __future__ import annotations

import pytest

from tumen import dates, law, vocab
from tumen.dates import Truth
from tumen.errors import LawError
from tumen.law import Coded, CodedAct, Shown

PACK = vocab.load_pack("dprk")
KNOWN = law.register(PACK)
CASES = {c.code: c for c in law.public_cases("dprk")}


def held(act: str, state: str, on: str, *values: Coded) -> dict[str, law.Finding]:
    where = (Coded(field="agency_state", code=state), Coded(field="place_state", code=state))
    coded = CodedAct(act=act, on=dates.parse(on), values=(*where, *values))
    return {f.rule.code: f for f in law.characterise(coded, PACK) if f.state.code == state}


# row, act, state, day, rule, and articles that have to be in force for that state on that day
CALLED = [
    ("S0.8", "SHOOT", "PRK", "2008-06", "R14", {"ICCPR 6(1)", "ICCPR 12(2)"}),
    ("S0.9", "EXECSUM", "PRK", "2008", "R13", {"ICCPR 6(1)", "ICCPR 6(2)"}),
    ("S0.10", "ARBDET", "PRK", "2008", "R12", {"ICCPR 9", "ICCPR 14"}),
    ("S0.11 political", "REFOUL", "CHN", "2008", "R01", {"REFCONV 33(1)", "REFPROT I(1)"}),
    ("S0.11 torture", "REFOUL", "CHN", "2008", "R02", {"CAT 3(1)"}),
    ("S0.11 handed over", "HANDOVER", "CHN", "2008", "R30", {"ARSIWA 16"}),
    ("S0.17", "EXITPUN", "PRK", "2008", "R24", {"ICCPR 12(2)"}),
    ("S0.26", "COLLPUN", "PRK", "2008", "R26", {"ICCPR 14(2)", "ICCPR 17"}),
    ("S0.39", "DENYFOOD", "PRK", "2008", "R23", {"ICESCR 11"}),
    ("S0.42", "ABDUCT", "PRK", "2002", "R11", {"ICCPR 9"}),
    ("S0.58", "TRAFFMAR", "CHN", "2008", "R18", {"CEDAW 16(1)(b)"}),
    ("S1.8", "TORTURE", "PRK", "2018", "R10", {"ICCPR 7"}),
    ("S1.11", "BODYSRCH", "PRK", "2018", "R16", {"ICCPR 7", "CEDAW 2"}),
    ("S1.12", "FABORT", "PRK", "2018", "R15", {"ICCPR 7", "CEDAW 12"}),
    ("S1.13", "RAPE", "PRK", "2018", "R16", {"ICCPR 7", "CEDAW 1"}),
    ("S1.31", "HARASSHRD", "CHN", "2018", "R21", {"CAT 16"}),
    ("S1.38", "RELIG", "PRK", "2018", "R28", {"ICCPR 18"}),
    ("S2.27", "EXPR", "PRK", "2014", "R36", {"ICCPR 19"}),
    ("S2.42 a woman", "REFOUL", "CHN", "2014", "R05", {"CEDAW 2"}),
    ("S2.42 a family", "FAMSEP", "CHN", "2014", "R33", {"CRC 9"}),
    ("S2.42 a child without papers", "NOREG", "CHN", "2014", "R31", {"CRC 7"}),
    ("S3.12", "NOCONSUL", "CHN", "2012-04", "R20", {"VCCR 36(1)(b)", "VCCR 36(1)(c)"}),
    ("S3.18 trade", "TRAFFMAR", "CHN", "2012", "R17", {"TIP 3", "CEDAW 6"}),
    ("S3.18 marriage", "FMARR", "CHN", "2012", "R18", {"CEDAW 16(1)(b)"}),
    ("S3.18 labour", "TRAFFLAB", "CHN", "2012", "R22", {"ICESCR 7"}),
    ("S4.4", "EXITPUN", "PRK", "2002", "R24", {"ICCPR 12(2)"}),
    ("S4.13", "EXTORT", "CHN", "2002", "R32", {"CAT 16"}),
    ("S4.30", "DENYUNHCR", "CHN", "2002", "R09", {"REFCONV 35", "UNHCR-CN-1995 III(5)"}),
    ("S4.42", "RAIDMISSION", "CHN", "2002-05", "R19", {"VCCR 31"}),
    ("S4.75", "RAIDMISSION", "CHN", "2002-05", "R19", {"VCDR-1961 22", "VCCR 31"}),
    ("S4.48", "DISCSONG", "PRK", "2002", "R27", {"ICCPR 26"}),
    ("S4.58", "DEPORT", "CHN", "2002", "R07", {"REFCONV 32", "REFCONV 16"}),
    ("S4.81", "PUSHBACK", "THA", "2012", "R34", {"CAT 3", "ICCPR 7"}),
    ("S4.140 sent on", "PUSHBACK", "RUS", "1999-12-30", "R34", {"CAT 3", "REFCONV 33"}),
    ("S4.140 sent back", "REFOUL", "CHN", "2000-01", "R01", {"REFCONV 33(1)"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("act", "state", "on", "rule", "bound"), [c[1:] for c in CALLED], ids=[c[0] for c in CALLED]
)
def test_the_rule_is_offered_with_the_articles_in_force_that_day_and_elements_still_open(
    act: str, state: str, on: str, rule: str, bound: set[str]
) -> None:
    finding = held(act, state, on)[rule]
    assert bound <= {f"{c.instrument} {c.article}" for c in finding.in_force}
    assert Shown.NOT_STATED in {e.shown for e in finding.elements}


def test_a_delayed_consular_meeting_is_held_against_a_treaty_of_both_states() -> None:
    for state in ("CHN", "KOR"):
        assert law.bound(state, "VCCR", CASES["C17"].date, PACK).truth is Truth.YES


def test_a_declaration_on_leaving_stands_beside_the_covenant_and_never_counts_alone() -> None:
    finding = held("EXITPUN", "PRK", "2002")["R24"]
    assert ("UDHR", "13(2)") in finding.rule.provisions
    assert "UDHR" not in {c.instrument for c in finding.in_force}


def test_complicity_stands_beside_return_and_chain_return_beside_both() -> None:
    assert {"R01", "R02", "R34"} <= set(KNOWN.rules["R30"].beside)
    assert {"R01", "R02", "R30"} <= set(KNOWN.rules["R34"].beside)


def test_a_small_child_among_the_returned_calls_the_rights_of_the_child() -> None:
    age = Coded(field="age", code="3", most=4)  # sources differ by a year
    child = held("REFOUL", "CHN", CASES["C23"].date.edtf, age)["R04"]
    assert {e.code: e.shown for e in child.elements}["under-18"] is Shown.YES
    assert "R04" in CASES["C23"].rules


def test_that_somebody_agreed_to_be_sold_does_not_count_once_means_were_used() -> None:
    trade = KNOWN.rules["R17"]
    assert "consent is irrelevant" in trade.remark
    assert {"trafficking-means", "exploitation"} <= set(trade.elements)


def test_every_told_return_fell_on_a_day_on_which_its_state_was_bound_not_to() -> None:
    returns = [c for c in CASES.values() if "REFOUL" in c.acts and "CHN" in c.states]
    assert len(returns) >= 5
    for case in returns:
        for instrument in ("REFCONV", "REFPROT", "CAT"):
            assert law.bound("CHN", instrument, case.date, PACK).truth is Truth.YES, case.code


def test_agreements_on_handing_people_over_are_kept_with_parties_and_how_sure_one_is() -> None:
    for code, other in (
        ("RU-PRK-1990", "RUS"),
        ("RU-PRK-2015", "RUS"),
        ("RU-PRK-2016", "RUS"),
        ("CN-PRK-1986", "CHN"),
    ):
        agreement = KNOWN.instruments[code]
        assert agreement.parties == (other, "PRK")
        assert agreement.confidence in {"high", "medium"}
        assert agreement.sources


def test_a_duty_to_hand_over_is_put_beside_the_duty_not_to() -> None:
    protocol = KNOWN.instruments["CN-PRK-1986"]
    assert "Art. 4(1)" in protocol.remark
    assert "read together with the Refugee Convention" in protocol.remark
    (error,) = [e for e in KNOWN.known_errors if e.instrument == "CN-PRK-1986"]
    assert "duties of protection prevail" in error.correct


@pytest.mark.parametrize(
    ("code", "topic"),
    [
        ("EXCOM-22", "large-scale influx"),
        ("EXCOM-81", "mandate"),
        ("EXCOM-85", "mass influx"),
        ("EXCOM-91", "registration"),
    ],
)
def test_a_conclusion_has_a_topic_and_weighs_as_persuasive_only(code: str, topic: str) -> None:
    conclusion = KNOWN.instruments[code]
    assert topic in conclusion.title
    assert conclusion.remark == "Persuasive, not binding."
    assert law.bound("CHN", code, dates.parse("2002"), PACK).basis is law.Basis.SOFT_LAW


def test_both_covenants_bound_the_state_of_origin_whatever_it_declared() -> None:
    for instrument in ("ICCPR", "ICESCR"):
        assert law.bound("PRK", instrument, dates.parse("2002"), PACK).truth is Truth.YES


def test_a_law_that_was_renewed_is_in_force_and_says_by_what() -> None:
    act = {d.law.code: d for d in law.domestic_on("USA", dates.parse("2012-09"), PACK)}["NKHRA-US"]
    assert act.truth is Truth.YES
    assert all(renewal in act.law.about for renewal in ("110-346", "2012", "115-198"))


def test_a_charge_is_a_term_with_its_article_and_the_law_of_the_day_a_version() -> None:
    charges = {t.code: str(t.label("en")) for t in PACK.vocabulary("dprk_charge")}
    for code, article in (("CH-221", "art. 221"), ("CH-63", "art. 63"), ("CH-EXILE99", "art. 47 of 1999")):
        assert article in charges[code]
    versions = {d.law.code: d for d in law.domestic_on("PRK", dates.parse("2002"), PACK)}
    assert versions["PRK-CL-1999"].truth is Truth.YES
    assert "Death penalty in arts 44, 45, 47 (exile" in versions["PRK-CL-1999"].law.about


def questions(*facts: Coded) -> dict[str, law.Line]:
    return {line.question.code: line for _, lines in law.assess(facts, PACK).groups for line in lines}


def test_the_checklist_asks_for_five_grounds_imputed_opinion_and_what_came_after_leaving() -> None:
    asked = {code: line.question.ask for code, line in questions().items()}
    assert {"F16", "F17", "F18", "F19", "F20"} <= set(asked)
    assert "also imputed" in asked["F20"]
    assert "after the person left" in asked["G21"]
    assert "No ground is needed" in asked["M34"]
    assert "humanitarian status" in asked["M37"]


def test_hunger_as_punishment_bears_on_persecution_and_punished_leaving_on_imputed_opinion() -> None:
    assert questions(Coded(field="also", code="DENYFOOD"))["D14"].state == "facts bear on it"
    assert questions(Coded(field="also", code="EXITPUN"))["F20"].state == "facts bear on it"
    assert questions()["D14"].state == questions()["F20"].state == "open"


def test_faith_and_a_way_through_a_mission_are_factors_and_open_what_arose_after_leaving() -> None:
    facts = (Coded(field="also", code="RELIG"), Coded(field="leg", code="LEG-MISSION"))
    factors = {f.code: f.shown for f in law.assess(facts, PACK).factors}
    assert factors["SP-MISS"] is factors["SP-ROK"] is Shown.YES
    assert factors["SP-LONG"] is Shown.NOT_STATED
    found = questions(*facts)
    assert found["G22"].state == "facts bear on it"
    assert found["C7"].state == "open"


def test_a_humanitarian_status_and_that_of_another_nationality_are_terms() -> None:
    known = {t.code for t in PACK.vocabulary("legal_status")}
    assert {"ST-HUMAN", "ST-REFREC", "ST-UNDOC", "ST-ROKCIT"} <= known


def test_two_groups_of_seven_are_two_cases_in_other_years_of_other_states() -> None:
    one, other = CASES["C01"], CASES["C02"]
    assert one.number.text == other.number.text == "7"
    assert one.states == ("RUS", "CHN")
    assert "RUS" not in other.states
    assert dates.overlaps(one.date, other.date) is Truth.NO


def differing(case: str, field: str) -> set[str]:
    return {v.value for c in CASES[case].conflicts if c.field == field for v in c.values}


def test_cases_of_the_documents_keep_every_value_that_sources_differ_on() -> None:
    assert len(differing("C18", "ages")) == 3
    assert len(differing("C18", "place of arrest")) == 2
    assert differing("C19", "number") == {"13", "15"}
    assert differing("C17", "day of the press conference") == {"3 August 2012", "25 July 2012"}
    assert (CASES["C03"].number.text, CASES["C03"].date.edtf) == ("25", "2002-03")
    assert "Philippines" in CASES["C03"].outcome


def test_deaths_after_a_return_lead_to_the_sending_state_s_duty_and_to_torture() -> None:
    assert set(CASES["C36"].rules) >= {"R01", "R02", "R10"}


def test_a_written_statement_has_item_length_by_status_and_a_day_before_the_session() -> None:
    way = law.channel("CHN-HRCWS", PACK)
    assert {"item", "title", "text"} <= {f.name for f in way.fields if f.need == "must"}
    assert set(way.words) == {"general status", "special status", "roster"}
    assert way.before_session_days
    due = {e.code for e in law.calendar_of(2014, 2, PACK)}
    assert "OCC-HRC-SPRING-DUE" in due


def test_seasons_of_ice_and_hunger_and_the_last_day_before_winter_come_round() -> None:
    months = {m: {e.code for e in law.calendar_of(2002, m, PACK)} for m in (1, 5, 10)}
    assert "OCC-RIVER-ICE" in months[1]
    assert "OCC-LEAN" in months[5]
    assert "OCC-BEFORE-WINTER" in months[10]


def test_one_state_under_two_names_is_one_addressee() -> None:
    assert law.find_state("Burma", KNOWN).code == law.find_state("Myanmar", KNOWN).code == "MMR"


def shown(finding: law.Finding) -> dict[str, Shown]:
    return {e.code: e.shown for e in finding.elements}


def test_the_rule_on_camps_is_called_by_a_stay_in_one_and_by_no_other_stay() -> None:
    camp = Coded(field="facility", code="KWANLISO")
    for act in ("ARBDET", "COLLPUN"):
        found = held(act, "PRK", "2002", camp)
        assert shown(found["R29"])["held-in-camp"] is Shown.YES
        assert {"R12", "R26"} & set(found)
        assert "R29" not in held(act, "PRK", "2002", Coded(field="facility", code="KAMOK"))
    assert "R29" not in held("REFOUL", "CHN", "2002", camp)


def test_the_rule_on_entry_is_called_by_the_charge_and_by_what_the_host_calls_somebody() -> None:
    charged = held("ARREST", "CHN", "2002", Coded(field="charge", code="FC-ENTRY"))["R08"]
    assert shown(charged)["penalty-for-entry"] is Shown.YES
    assert {c.instrument for c in charged.in_force} == {"REFCONV"}
    called = held("ARREST", "CHN", "2002", Coded(field="label", code="HL-ILLEGAL", passage="P-1"))["R08"]
    assert shown(called)["penalty-for-entry"] is Shown.NOT_STATED
    assert [(e.bears, e.passages) for e in called.evidence["penalty-for-entry"]] == [(True, ("P-1",))]
    assert "R08" not in held("ARREST", "CHN", "2002")
    assert "R08" not in held("ARREST", "CHN", "2002", Coded(field="charge", code="FC-SEC"))


def test_violence_of_a_husband_meets_a_duty_of_the_state_of_the_place() -> None:
    found = held("BEAT", "CHN", "2014", Coded(field="agency", code="NG-HUSB"))["R37"]
    assert shown(found) == {
        "jurisdiction": Shown.YES, "private-person": Shown.YES, "state-knew": Shown.NOT_STATED,
        "due-diligence": Shown.NOT_STATED,
    }  # fmt: skip
    assert {"CEDAW 2", "CRC 19"} <= {f"{c.instrument} {c.article}" for c in found.in_force}
    assert not found.rule.verified
    assert "R37" not in held("BEAT", "CHN", "2014", Coded(field="agency", code="CN-PSB"))


def test_help_and_redress_are_open_elements_of_trafficking_and_no_status_offers_a_means() -> None:
    found = held("TRAFFMAR", "CHN", "2012", Coded(field="status", code="ST-UNDOC", passage="P-2"))["R17"]
    assert {"TIP 6", "CAT 14"} <= {f"{c.instrument} {c.article}" for c in found.in_force}
    told = shown(found)
    assert told["assistance-withheld"] is told["redress-withheld"] is Shown.NOT_STATED
    assert told["trafficking-means"] is Shown.NOT_STATED
    (asks,) = found.evidence["trafficking-means"]
    assert (asks.bears, asks.passages) == (True, ("P-2",))


def test_a_recognised_refugee_is_one_in_fact_and_a_lack_of_status_is_no_answer() -> None:
    assert shown(held("REFOUL", "CHN", "2002", Coded(field="status", code="ST-REFREC"))["R01"])[
        "refugee-in-fact"
    ] is Shown.YES  # fmt: skip
    without = held("DEPORT", "CHN", "2002", Coded(field="status", code="ST-UNDOC"))["R07"]
    assert shown(without)["lawfully-present"] is Shown.NO


def test_days_until_a_consular_visit_are_counted_from_the_arrest() -> None:
    case = CASES["C17"]
    (visit,) = [n for n, e in enumerate(case.events, start=1) if e.rule == "R20"]
    assert case.days(visit) == (28, 28)
    assert case.days(1) is None
    assert case.as_dict()["events"][visit - 1]["days"] == [28, 28]


def test_a_case_is_a_chain_of_steps_of_which_some_have_only_their_place_in_the_order() -> None:
    steps = CASES["C36"].events
    assert [s.act for s in steps] == ["ARREST", "REFOUL", "BEAT", "", "DEATHTORT"]
    assert steps[4].after == (4, 2)
    assert (steps[1].date.edtf, steps[2].date) == ("2012-07", None)


def test_a_group_keeps_its_earlier_and_later_counts_and_a_case_stands_in_its_series() -> None:
    assert [(c.number.text, c.what) for c in CASES["C23"].counts] == [("10", "detained"), ("10", "returned")]
    assert [(c.number.text, c.date.edtf) for c in CASES["C37"].counts] == [("", "2002-06"), ("21", "2002-09")]
    assert all(c.sources for case in CASES.values() for c in case.counts)
    assert {c.code for c in CASES.values() if c.within == "C05"} == {"C03", "C37", "C38"}


def test_the_five_grounds_stand_in_the_words_of_who_quotes_them_as_refugee_law() -> None:
    (ban,) = [c for c in held("REFOUL", "CHN", "2018")["R01"].in_force if c.article == "33(1)"]
    assert ban.words.startswith("race, religion, nationality, membership of a particular social group")
    assert (ban.words_from, KNOWN.sources[ban.words_from]["publisher"]) == ("CSW-2018", "CSW")
    assert ban.as_dict()["words"] == ban.words
    assert KNOWN.instruments["REFCONV"].law == "refugee"
    row = {"id": "CAT.3(1)", "words": "No State Party …", "words_from": "nobody"}
    with pytest.raises(LawError, match="does not fit together"):
        law.amended(PACK, [law.Amendment(table="articles", row=row, why="read", source="The text")])
