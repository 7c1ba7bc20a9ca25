"""What documents of this field tell is coded with the pack, stands on its page as told, and meets its rule of law."""

from __future__ import annotations

import html
from typing import Any

import pytest

from tumen import documents, law
from tumen.places import gazetteer
from tumen.vocab import load_pack
from tumen_desk.act import case_queries
from tumen_desk.count import ledger_services
from tumen_desk.count.ledger import Entry
from tumen_desk.record import asking, interviewing, journeys, relating, saying, services, values, wholes
from tumen_desk.record.models import Stay, Transfer
from tumen_desk.shell import terms

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])

# What was done, when, where, by whom; the state that answers, the rules that are offered, and an article that bound it.
DONE = [
    ("SHOOT", "2008-06", "KP-ONSONG", "PRK-BG", "PRK", {"R14"}, "ICCPR, art. 6(1)"),
    ("EXECPUB", "2008-02-20", "KP-ONSONG", "PRK-MPS", "PRK", {"R13"}, "ICCPR, art. 6(1)"),
    ("EXECSUM", "2012", "KP-HOERYONG", "PRK-MSS", "PRK", {"R13"}, "ICCPR, art. 6(1)"),
    ("ARBDET", "2009", "KP-HOERYONG", "PRK-MSS", "PRK", {"R12"}, "ICCPR, art. 9"),
    ("COLLPUN", "2009", "KP-HOERYONG", "PRK-MSS", "PRK", {"R26"}, "ICCPR, art. 17"),
    ("TORTURE", "2012", "KP-ONSONG", "PRK-MSS", "PRK", {"R10"}, "ICCPR, art. 7"),
    ("TORTURE", "2012", "CN-TUMEN", "CN-PSB", "CHN", {"R10"}, "CAT, art. 1"),
    ("DENYFOOD", "2012", "KP-ONSONG", "PRK-MSS", "PRK", {"R23"}, "ICESCR, art. 11"),
    ("BODYSRCH", "2012", "KP-ONSONG", "PRK-MSS", "PRK", {"R16"}, "ICCPR, art. 7"),
    ("SEXVIOL", "2012", "KP-ONSONG", "PRK-MSS", "PRK", {"R16"}, "ICCPR, art. 7"),
    ("FABORT", "2012", "KP-ONSONG", "PRK-MSS", "PRK", {"R15"}, "ICCPR, art. 7"),
    ("DISCSONG", "2005", "KP-HOERYONG", "PRK-WPK", "PRK", {"R27"}, "ICCPR, art. 26"),
    ("HARASSHRD", "2012-03", "CN-DALIAN", "CN-MSS", "CHN", {"R21"}, "CAT"),
    ("RAIDMISSION", "2002-05-08", "CN-SHENYANG", "CN-PAP", "CHN", {"R19"}, "VCCR, art. 31"),
    ("EXTORT", "2002", "CN-YANJI", "CN-PSB", "CHN", {"R32"}, "CAT, art. 16"),
    ("TRAFFMAR", "2012", "CN-YANJI", "NG-TRAFF", "CHN", {"R17", "R18"}, "CEDAW, art. 6"),
    ("FLABOUR", "2012", "CN-YANJI", "NG-HUSB", "CHN", {"R22"}, "ICESCR, art. 7"),
    ("REFOUL", "2012", "CN-TUMEN", "CN-PSB", "CHN", {"R01", "R02", "R05"}, "CAT, art. 3(1)"),
    ("FAMSEP", "2012", "CN-TUMEN", "CN-PSB", "CHN", {"R33"}, "CRC, art. 9"),
    ("NOREG", "2012", "CN-YANJI", "CN-PSB", "CHN", {"R31"}, "CRC, art. 7"),
]

# Of what it is said, in which field, what was answered, and how the page says it.
SAID = [
    ("act:TORTURE", "frequency", ("every day",), "every day"),
    ("act:TORTURE", "further_methods", ("M-ELEC", "M-SLEEP"), "electric shock / baton"),
    ("act:EXTORT", "value_lost", ("3000 CNY",), "CNY"),
    ("act:TRAFFMAR", "means", ("TM-FORCE", "TM-ABD", "TM-FRAUD", "TM-VULN"), "abuse of a position"),
    ("act:TRAFFMAR", "debt", ("the fare, to be worked off",), "to be worked off"),
    ("act:DEATHTRANS", "body", ("BD-NOT",), "not found"),
    ("act:DEATHTRANS", "cause_of_death", ("drowned at night",), "drowned at night"),
    ("act:ARREST", "charge", ("CH-63",), "treason against the fatherland"),
    ("act:COLLPUN", "relatives_punished", ("4",), ">4<"),
    ("act:COLLPUN", "punished_as", ("RE-SIB",), "sibling"),
    ("act:COLLPUN", "how_punished", ("GP-BANISH", "GP-POST"), "lost post or work"),
    ("act:COLLPUN", "punishment_decided_by", ("PRK-MSS",), "Ministry of State Security"),
    ("mention", "motive", ("MV-HARD", "MV-FEAR", "MV-FREE", "MV-EARN"), "longing for freedom"),
    ("stay", "stay_hours", ("12",), ">12<"),
    ("stay", "stay_grams", ("150",), ">150<"),
    ("leg", "risk_told", ("patrols with dogs on the far bank",), "patrols with dogs"),
    ("transfer", "told_it_was", ("work in a restaurant",), "work in a restaurant"),
    ("transfer", "transfer_means", ("TM-FRAUD", "TM-VULN"), "deception"),
    ("mention", "legal_status", ("ST-OVERSEAS",), "overseas worker"),
    ("mention", "legal_status", ("ST-ECONMIG", "ST-ASYLUMSEEKER"), "(host view)"),
    ("mention", "risk", ("RF-INCHINA", "RF-SECURITY"), "still in China"),
    ("mention", "motive_words", ("one could neither live nor speak there",), "neither live nor speak"),
    ("mention", "children_left", ("2",), ">2<"),
    ("mention", "class_origin", ("SB-HOST",), "hostile class"),
    ("mention", "motive", ("MV-MED",), "no medical care"),
    ("mention", "background", ("once admired those who ruled",), "once admired"),
    ("act:ARREST", "charge_elsewhere", ("FC-SEC", "FC-ORG"), "endangering national security"),
    ("act:DEATHCUST", "learned_on", ("2013",), ">2013<"),
    ("stay", "understood_reason", ("a song that was sung",), "a song that was sung"),
    ("leg", "leg_risk", ("LR-GREAT",), "great danger"),
    ("transfer", "vulnerable_by", ("VU-LANG", "VU-PAPER"), "no papers"),
]


@pytest.fixture
def account(officer: Any) -> Any:
    source = services.source_create(actor=officer, title="Heard", kind="SK-VICT")
    wholes.source_grade(actor=officer, source=source, reliability="RL-3", why="heard once")
    return services.account_create(actor=officer, source=source, title="What happened", connection="IF-EXP")


@pytest.fixture
def person(officer: Any, account: Any) -> Any:
    return services.mention_create(actor=officer, source=account.source, role="interviewee", sex="f")


@pytest.fixture
def shown(officer: Any, client_of: Any) -> Any:
    """An address of the desk as the officer reads it."""
    client = client_of(officer)
    return lambda address: html.unescape(client.get(address).content.decode())


def _act(officer: Any, account: Any, person: Any, kind: str, **given: Any) -> Any:
    return services.act_create(actor=officer, account=account, mention=person, type=kind, **given)


def _thing(officer: Any, account: Any, person: Any, what: str) -> Any:
    inside = {"account": account, "mention": person}
    match what.partition(":"):
        case ("act", _, kind):
            return _act(officer, account, person, kind)
        case ("stay", _, _):
            return Stay.objects.create(facility_type="KYOHWASO", **inside)
        case ("transfer", _, _):
            return Transfer.objects.create(purpose="TP-MARR", **inside)
        case ("leg", _, _):
            return journeys.leg_add(actor=officer, mention=person, kind="LEG-CROSS")
    return person


def test_each_act_meets_its_rule_with_what_bound_that_state_that_day(
    officer: Any, account: Any, person: Any
) -> None:
    for kind, date, place, agency, state, rules, article in DONE:
        victim = services.mention_create(actor=officer, source=account.source, sex="f")
        act = _act(officer, account, victim, kind, date=date, place=place, agency=agency)
        met = [p for p in case_queries.characterised(act) if p.finding.state.code == state]
        asked = [p for p in met if p.finding.rule.code in rules]
        assert {p.finding.rule.code for p in asked} == rules, kind
        held = {c.citation for p in asked for c in p.finding.candidates if c.applies.value == "yes"}
        assert any(citation.startswith(article) for citation in held), (kind, held)
        for element in (e for p in asked for e in p.elements):
            assert (element.shown != "yes") or element.because, f"{kind}: nobody said {element.code}"


def test_who_works_on_the_soil_of_another_state_is_told_from_where_it_happened(
    officer: Any, account: Any, person: Any, shown: Any
) -> None:
    act = _act(officer, account, person, "ABDUCT", date="2008", place="CN-YANJI", agency="PRK-MSS")
    told = shown(f"/record/acts/{act.pk}/")
    assert "Ministry of State Security" in told
    assert "Yanji" in told
    gone = _act(officer, account, person, "DISAPP", date="2008", place="CN-YANJI", agency="PRK-MSS")
    states = {p.finding.state.code for p in case_queries.characterised(gone) if p.finding.rule.code == "R11"}
    assert {"CHN", "PRK"} <= states


def test_who_did_it_is_not_guessed_and_a_joint_act_names_both_and_how_sure_it_is(
    officer: Any, account: Any, person: Any, shown: Any
) -> None:
    nobody = _act(officer, account, person, "ARREST", place="CN-BEIJING")
    assert "not stated" in shown(f"/record/acts/{nobody.pk}/").split("By whom")[1].split("</dd>")[0]
    both = _act(officer, account, person, "ARREST", place="CN-BEIJING")
    for agency in ("CN-MSS", "PRK-MSS"):
        relating.involvement_add(actor=officer, act=both, degree="PR-SUSP", agency=agency)
    told = shown(f"/record/acts/{both.pk}/")
    by = told.split("By whom")[1].split("</dd>")[0]
    assert "Ministry of State Security (China)" in by
    assert by.count("suspected") == 2
    assert "unsure" in told.split("Grade of the source")[1].split("</dd>")[0]


def test_those_who_are_no_state_have_kinds_of_their_own() -> None:
    agencies = load_pack("dprk").vocabulary("agency")
    assert {agencies[code].group for code in ("NG-BROKER", "NG-TRAFF", "NG-HUSB")} == {"not_state"}
    assert agencies["PRK-MSS"].group != "not_state"


def test_several_acts_and_several_victims_stand_in_one_account(
    officer: Any, account: Any, person: Any, shown: Any
) -> None:
    child = services.mention_create(actor=officer, source=account.source)
    acts = [_act(officer, account, person, kind) for kind in ("BEAT", "FLABOUR", "RAPE")]
    acts.append(_act(officer, account, child, "COLLPUN"))
    told = shown(f"/record/accounts/{account.pk}/")
    assert all(f"/record/acts/{act.pk}/" in told for act in acts)


def test_each_fact_is_asked_for_and_stands_on_its_page_as_told(
    officer: Any, account: Any, shown: Any
) -> None:
    for what, field, answers, words in SAID:
        victim = services.mention_create(actor=officer, source=account.source)
        thing, noun = _thing(officer, account, victim, what), what.partition(":")[0]
        assert field in {f.id for f in asking.asked_of(noun, act_type=what.partition(":")[2])}, what
        for answer in answers:
            saying.value_say(actor=officer, thing=thing, field=field, answer=answer)
        (told,) = [f for f in values.of_thing(officer, noun, thing.pk) if f.field.id == field]
        assert len(told.values) == len(answers), (what, field)
        assert not told.in_conflict, (what, field)
        assert words in shown(f"/record/said/{noun}/{thing.pk}/"), (what, field)


def test_no_leg_is_called_safe_and_guides_and_hearings_have_kinds_of_their_own() -> None:
    said = " ".join(str(t.label("en")) for t in terms.vocabulary("leg_risk"))
    assert "safe" not in said
    assert "NG-CHURCH" in terms.vocabulary("agency")
    assert "SK-HEAR" in terms.vocabulary("source_kind")


def test_where_one_meant_to_go_and_where_one_is_are_two_answers(
    officer: Any, person: Any, shown: Any
) -> None:
    saying.value_say(actor=officer, thing=person, field="intended_destination", answer="KOR")
    saying.value_say(actor=officer, thing=person, field="reached_destination", answer="THA")
    found = {f.field.id: f.values[0].value for f in values.of_thing(officer, "mention", person.pk)}
    assert (found["intended_destination"], found["reached_destination"]) == ("KOR", "THA")


def test_a_status_has_its_time_and_a_group_grows_without_contradiction(officer: Any, person: Any) -> None:
    say = {"actor": officer, "thing": person}
    saying.value_say(field="legal_status", answer="ST-UNDOC", since="2009-11", until="2012", **say)
    saying.value_say(field="legal_status", answer="ST-ROKCIT", since="2013", **say)
    saying.value_say(field="group_number", answer="16", since="2002-06", until="2002-06", **say)
    saying.value_say(field="group_number", answer="21", since="2002-09", until="2002-09", **say)
    found = {f.field.id: f for f in values.of_thing(officer, "mention", person.pk)}
    assert [(v.value, v.since) for v in found["legal_status"].values] == [
        ("ST-UNDOC", "2009-11"),
        ("ST-ROKCIT", "2013"),
    ]
    assert not found["legal_status"].in_conflict
    assert not found["group_number"].in_conflict


def test_the_last_sign_of_life_and_a_rumour_of_death_leave_nobody_dead(
    officer: Any, person: Any, shown: Any
) -> None:
    saying.value_say(
        actor=officer, thing=person, field="last_sign_of_life", answer="2013-06-20",
        connection="IF-RUMOUR", credibility="CR-LIKELY",
    )  # fmt: skip
    told = shown(f"/record/said/mention/{person.pk}/")
    assert "20 June 2013" in told
    assert "rumour" in told
    died = shown(f"/record/mentions/{person.pk}/").split("Died</dt>")[1].split("</dd>")[0]
    assert "not stated" in died


def test_each_sale_has_its_price_place_and_purpose_in_the_money_it_was_told_in(
    officer: Any, account: Any, person: Any, shown: Any
) -> None:
    sales = (
        ("2010-03", "KP-HOERYONG", 500, "USD", "TP-MARR"),
        ("2011", "CN-QINGDAO", 15000, "CNY", "TP-SEX"),
    )
    made = [
        Transfer.objects.create(
            account=account, mention=person, date=date, place=place, price=price, currency=money,
            purpose=purpose, seller_role="trafficker", buyer_role="farmer",
        )
        for date, place, price, money, purpose in sales
    ]  # fmt: skip
    told = shown(f"/record/mentions/{person.pk}/").split("Trafficking transfers")[1]
    for words in (
        "March 2010",
        "Hoeryong",
        "500",
        "USD",
        "purpose: marriage",
        "15000",
        "CNY",
        "prostitution",
    ):
        assert words in told
    one = shown(f"/record/transfers/{made[0].pk}/")
    assert "trafficker" in one
    assert "farmer" in one


def test_who_flees_and_is_sold_again_shows_as_a_round_on_the_line_of_time(
    officer: Any, person: Any, shown: Any
) -> None:
    for kind, date in (("LEG-SOLD", "2010-03"), ("LEG-REESCAPE", "2011-01"), ("LEG-SOLD", "2011-02")):
        journeys.leg_add(actor=officer, mention=person, kind=kind, date=date, to_place="CN-YANJI")
    drawn = shown(f"/record/mentions/{person.pk}/journey/").split("The legs and stays in time")[1]
    assert drawn.split("</svg>")[0].count("sold / transferred") == 2


def test_knowing_of_the_sale_takes_no_rule_away(officer: Any, account: Any, person: Any) -> None:
    act = _act(officer, account, person, "TRAFFMAR", date="2012", place="CN-YANJI", agency="NG-TRAFF")
    sale = _thing(officer, account, person, "transfer")

    def of_trafficking() -> list[tuple[str, str]]:
        return [
            (e.code, e.shown)
            for p in case_queries.characterised(act)
            if p.finding.rule.code == "R17"
            for e in p.elements
        ]

    before = of_trafficking()
    saying.value_say(actor=officer, thing=sale, field="transfer_means", answer="TM-VULN")
    saying.value_say(actor=officer, thing=sale, field="knew_of_sale", answer="yes")
    assert before
    assert of_trafficking() == before


def test_a_way_leads_through_hiding_mission_transit_and_what_followed_a_return(
    officer: Any, account: Any, person: Any, shown: Any
) -> None:
    way: list[dict[str, Any]] = [
        {"kind": "LEG-MARR", "date": "2010", "to_place": "CN-YANJI"},
        {"kind": "LEG-ARREST", "date": "2011-03", "to_place": "CN-TUMEN"},
        {"kind": "LEG-REPAT", "date": "2011-04", "from_place": "CN-TUMEN", "to_place": "KP-ONSONG"},
        {"kind": "LEG-KPINT", "date": "2011-05", "to_place": "KP-ONSONG"},
        {"kind": "LEG-REESCAPE", "date": "2012-01", "to_place": "CN-TUMEN"},
        {"kind": "LEG-HIDE", "date": "2012-02", "to_place": "CN-YANJI", "helper_role": "NG-BROKER"},
        {"kind": "LEG-TRANSIT", "date": "2012-03", "to_place": "LAO", "mode": "X-LAND3"},
        {"kind": "LEG-MISSION", "date": "2012-04", "to_place": "THA-BANGKOK", "helper_role": "KR-MOFA"},
        {"kind": "LEG-ARRIVE", "date": "2012-06", "to_place": "KOR-INCHEON"},
        {"kind": "LEG-HANAWON", "date": "2012-07", "to_place": "KOR-ANSEONG"},
    ]
    for step in way:
        journeys.leg_add(actor=officer, mention=person, **step)
    Stay.objects.create(
        account=account, mention=person, facility_type="JIPKYUL", date="2011-05",
        date_low="2011-05-01", date_high="2011-05-31",
    )  # fmt: skip
    (journey,) = journeys.journeys_of(person)
    assert [leg.kind for leg in journey.legs] == [step["kind"] for step in way]
    assert journey.returned == 1
    assert [stay.facility_type for stay in journey.stays] == ["JIPKYUL"]
    told = shown(f"/record/mentions/{person.pk}/journey/")
    for words in (
        "hiding",
        "broker",
        "transit of a third country",
        "land border",
        "embassy or consulate",
        "Hanawon",
    ):
        assert words in told


def test_a_death_ends_the_way_with_its_place(officer: Any, person: Any) -> None:
    journeys.leg_add(actor=officer, mention=person, kind="LEG-CROSS", to_place="RIV-TUMEN")
    last = journeys.leg_add(actor=officer, mention=person, kind="LEG-DIED", to_place="RIV-TUMEN")
    assert (journeys.phase(last), journeys.journeys_of(person)[0].legs[-1]) == ("ends", last)


def test_a_stay_may_be_open_and_lies_in_a_kind_of_place_with_its_own_word(
    officer: Any, account: Any, person: Any, shown: Any
) -> None:
    stay = Stay.objects.create(account=account, mention=person, facility_type="KWANLISO", date="2009")
    told = shown(f"/record/stays/{stay.pk}/")
    assert "not stated" in told.split("To</dt>")[1].split("</dd>")[0]
    kinds = load_pack("dprk").vocabulary("facility_type")
    held = [kinds[code] for code in ("KWANLISO", "KYOHWASO", "DANRYEON", "JIPKYUL", "KURYU")]
    assert all(kind.labels.get("ko") for kind in held)
    assert "CN-KSS" in kinds


def test_a_drawing_has_its_own_date_and_the_event_another(officer: Any, shown: Any) -> None:
    drawing = services.source_create(actor=officer, title="A drawing", kind="SK-DRAW", date="1999")
    child = services.mention_create(actor=officer, source=drawing, role="interviewee")
    seen = services.account_create(
        actor=officer,
        source=drawing,
        title="What the child saw",
        connection="IF-SEEN",
        teller=child,
        date="1997",
    )
    act = _act(officer, seen, child, "EXECPUB", date="1997")
    saying.value_say(actor=officer, thing=act, field="age_then", answer="9")
    assert "1999" in shown(f"/record/sources/{drawing.pk}/")
    assert "1997" in shown(f"/record/accounts/{seen.pk}/")
    assert ">9<" in shown(f"/record/said/act/{act.pk}/")


def test_relatives_lead_to_where_each_of_them_is(officer: Any, account: Any, person: Any, shown: Any) -> None:
    brother = services.mention_create(actor=officer, source=account.source)
    relating.tie_add(actor=officer, mention=person, other=brother, relation="RE-SIB")
    saying.value_say(actor=officer, thing=brother, field="reached_destination", answer="PRK")
    saying.value_say(actor=officer, thing=person, field="reached_destination", answer="KOR")
    family = shown(f"/record/mentions/{person.pk}/").split("Family</dt>")[1].split("</dd>")[0]
    assert "sibling" in family
    assert f"/record/mentions/{brother.pk}/" in family
    assert "North Korea" in shown(f"/record/said/mention/{brother.pk}/")


def test_fears_and_risks_are_for_those_who_may_see_names(
    officer: Any, analyst: Any, person: Any, client_of: Any
) -> None:
    saying.value_say(actor=officer, thing=person, field="risk", answer="RF-SECURITY")
    saying.value_say(actor=officer, thing=person, field="risk", answer="RF-FAMDPRK")
    address = f"/record/said/mention/{person.pk}/"
    assert "threat from agents" in client_of(officer).get(address).content.decode()
    assert "threat from agents" not in client_of(analyst).get(address).content.decode()


def test_rounds_of_interviews_ask_the_same_and_are_told_apart(officer: Any, shown: Any) -> None:
    told = []
    for wave, answer in (("2007", "MV-HARD"), ("2018", "MV-FREE")):
        source = services.source_create(actor=officer, title=f"Heard {wave}", kind="SK-VICT")
        made = interviewing.interview_open(actor=officer, source=source, adds="another year", wave=wave)
        saying.value_say(actor=officer, thing=made.person, field="motive", answer=answer)
        told.append(made.person)
        assert "How did it come that you left?" in shown(
            f"/record/interviews/{made.pk}/guide/?topic=leaving&in=en"
        )
    listed = shown("/record/interviews/")
    assert "<td>2007</td>" in listed
    assert "<td>2018</td>" in listed
    motives = [
        v.value for person in told for f in values.of_thing(officer, "mention", person.pk) for v in f.values
    ]
    assert motives == ["MV-HARD", "MV-FREE"]


def test_a_book_is_kept_with_publisher_and_year_and_what_its_numbers_rest_on(
    officer: Any, shown: Any
) -> None:
    book = services.source_create(
        actor=officer, title="A Study of the Famine", kind="SK-SCHOL", issuer="A University Press", date="2001",
        published=True,
    )  # fmt: skip
    told = shown(f"/record/sources/{book.pk}/")
    for words in ("A Study of the Famine", "A University Press", "2001"):
        assert words in told
    says = Entry(
        quantity="Women heard", value=53.0, population="women met in one town", method="long interviews"
    )
    number = ledger_services.published_add(actor=officer, entry=says, why="its second chapter", source=book)
    base = shown(f"/count/claims/{number.pk}/")
    for words in ("A Study of the Famine", "women met in one town", "long interviews"):
        assert words in base


def test_what_a_site_puts_around_a_text_is_kept_out_of_it() -> None:
    site = (
        "<!doctype html><html><body><nav><a href='/'>Home</a></nav><main><p>Seven crossed.</p></main>"
        "<form><label>Leave a reply</label><textarea>Your name</textarea></form><footer>All rights</footer>"
    )
    read = documents.read(site.encode(), name="site.html")
    assert read.text == "Seven crossed."
    assert {"menu", "form", "page footer"} == {out.reason for out in read.left_out}


def test_places_in_captions_are_put_right_beside_what_the_caption_says() -> None:
    found = gazetteer(load_pack("dprk")).find
    old = found("Dalien, Liaoning")
    assert old.place is not None
    assert (old.place.code, [trap.code for trap in old.traps]) == ("CN-DALIAN", ["TRAP-DALIEN"])
    assert "lies in Liaoning Province" in old.matches[0].reasons
    assert "the text says village; this is a city/town" in found("village of Yanji").matches[0].reasons
    assert found("Dandong, North Korea").place is None


def test_public_cases_have_their_day_and_number_and_those_alike_stay_two() -> None:
    cases = {case.code: case for case in law.public_cases("dprk")}
    shot = cases["C35"]
    assert (shot.date.edtf, shot.date.precision.value, shot.number.text) == ("2008-02-20", "day", "15")
    assert {"ages", "place of arrest"} <= {c.field for c in cases["C18"].conflicts}
    assert "day of the press conference" in {c.field for c in cases["C17"].conflicts}
    one, other = cases["C01"], cases["C02"]
    assert one.number.text == other.number.text == "7"
    assert one.date.latest < other.date.earliest
