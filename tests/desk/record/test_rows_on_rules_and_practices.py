"""What documents of this field say of rules, practices and positions is an entry that shows what each row asks for."""

from __future__ import annotations

import datetime

import pytest

from tumen_desk.record import policies, policy_queries, policy_time, services
from tumen_desk.record.models import Policy
from tumen_desk.record.policies import Told

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])

ORDER, MEASURE, POSITION, PHASE = "PK-ORDER", "PK-MEAS", "PK-POS", "PK-PHASE"
# row: what the entry is called, its kind and topic, whose, towards whom; what one source says; what the page must show.
ROWS = {
    "S0.12": (("Order to shoot", ORDER, "PT-FORCE", "PRK", ""),
              {"date": "2008-06", "stated_motive": "food deficit and rising flight"}, ("June 2008", "food deficit")),
    "S0.23": (("Patrols of the border lands", MEASURE, "PT-BORDER", "CHN", ""), {"date": "2008"}, ("measure", "2008")),
    "S0.24": (("Guards outside missions", MEASURE, "PT-MISSION", "CHN", ""), {"places": ["CN-P-LN"]}, ("missions",)),
    "S0.36": (("Called economic migrants", POSITION, "PT-STATUS", "CHN", ""),
              {"stance": "J-ECON", "speaker": "CN-MFA", "date": "2003"}, ("economic migrants", "Foreign Affairs")),
    "S1.25": (("Returned as routine", POSITION, "PT-HAND", "CHN", ""),
              {"stance": "J-ECON", "rule": "illegal migrants, returned"}, ("illegal migrants, returned",)),
    "S1.33": (("To isolate and silence", "PK-READ", "PT-ACCESS", "CHN", ""),
              {"imputed_motive": "to isolate and silence"}, ("interpretation",)),
    "S1.40": (("Offer of resettlement", "PK-OFFER", "PT-STATUS", "USA", ""), {"date": "2004"}, ("offer", "2004")),
    "S2.4": (("A new head of state", PHASE, "PT-OTH", "PRK", ""), {"date": "2011-12"}, ("December 2011",)),
    "S2.5": (("More surveillance", MEASURE, "PT-BORDER", "CHN", ""), {"date": "2012"}, ("2012",)),
    "S2.10": (("Guards at missions made stronger", MEASURE, "PT-MISSION", "CHN", "KOR"),
              {"date": "2002-05", "places": ["CN-P-LN"]}, ("May 2002", "South Korea|Republic of Korea")),
    "S2.11": (("Spoken of as economic migrants", POSITION, "PT-STATUS", "CHN", ""),
              {"stance": "J-ECON", "spoken_by": "a spokesperson", "date": "2010"}, ("a spokesperson",)),
    "S2.12": (("Told to treat them like criminals", ORDER, "PT-HAND", "CHN", ""),
              {"basis": "PB-NONE", "credibility": "CR-UNK"}, ("nobody is named for it", "unknown")),
    "S2.44": (("Pressed to send back", "PK-PRESS", "PT-HAND", "PRK", "CHN"), {"date": "2010"}, ("China",)),
    "S2.47": (("Army first", PHASE, "PT-FOOD", "PRK", ""), {"date": "1995", "ended": "2011"}, ("1995", "2011")),
    "S3.15": (("Status refused", POSITION, "PT-STATUS", "THA", ""),
              {"stated_motive": "economic reasons", "spoken_by": "a minister", "date": "2009"}, ("a minister",)),
    "S3.41": (("Seoul told to stop helping", "PK-PRESS", "PT-HELPER", "CHN", "KOR"), {"date": "2009"}, ("pressure",)),
    "S4.7": (("Expelled at once", "PK-PRACT", "PT-HAND", "CHN", ""),
             {"stated_motive": "a neighbour", "imputed_motive": "to deter"}, ("motive that the state named|Motive that",
              "to deter", "interpretation")),
    "S4.30": (("Access of aid groups asked for", "PK-ACCESS", "PT-ACCESS", "CHN", ""),
              {"standing": "PS-REFUSED", "date": "1999"}, ("refused", "1999")),
    "S4.36": (("Control loosened", PHASE, "PT-MOVE", "PRK", ""), {"standing": "PS-EASE", "date": "1995~"},
              ("loosened",)),
    "S4.47": (("Aid not monitored", "PK-PRACT", "PT-FOOD", "PRK", ""), {"date": "1996", "ended": "2000"}, ("1996",)),
    "S4.54": (("Fear of millions", POSITION, "PT-STATUS", "CHN", ""),
              {"imputed_motive": "thousands may turn to millions"}, ("interpretation", "millions")),
    "S4.56": (("Support on arrival", "PK-OFFER", "PT-SETTLE", "KOR", ""),
              {"rule": "house, money, training"}, ("house, money, training",)),
    "S4.85": (("No torture", "PK-CLAIM", "PT-TREAT", "PRK", ""),
              {"standing": "PS-DENIED", "basis": "PB-TEXT"}, ("denied", "the text was seen")),
}  # fmt: skip


@pytest.fixture
def sources(officer):
    return [
        services.source_create(actor=officer, title=title, kind="SK-NGO", issuer=title, published=True)
        for title in ("Early Report", "Later Report")
    ]


def _entry(officer, title, kind, topic, state, toward=""):
    return policies.policy_add(actor=officer, title=title, kind=kind, topic=topic, state=state, toward=toward)


def _tell(officer, policy, source, **told):
    return policies.policy_tell(actor=officer, policy=policy, source=source, told=Told(**told))


def _page(client, policy):
    return client.get(f"/record/policies/{policy.pk}/").content.decode()


def _conflicts(user, policy):
    told = list(policy_queries.known_tellings(user).filter(policy=policy))
    return {f.field for f in policy_queries.values(told) if f.in_conflict}


ON_PAGES = ("S0.36", "S2.12", "S4.7", "S4.85")


def _shown(officer, policy):
    """What the page shows of an entry, without drawing it."""
    told = list(policy_queries.known_tellings(officer).filter(policy=policy))
    fields = policy_queries.values(told)
    words = [v.text for f in fields for v in f.values] + [f.label for f in fields]
    marks = ["interpretation" for f in fields if f.interpreted]
    kind = policy_queries.term("policy_kind", policy.kind)
    names = [policies.states().get(code, "") for code in (policy.state, policy.toward)]
    return " ".join([*words, *marks, kind, *names, policy.title])


def test_each_row_is_an_entry_that_shows_what_it_asks_for(officer, sources, client_of):
    client, wrong = client_of(officer), {}
    for row, (entry, told, shows) in ROWS.items():
        made = _entry(officer, *entry)
        _tell(officer, made, sources[0], **told)
        page = _page(client, made) if row in ON_PAGES else _shown(officer, made)
        missing = [s for s in shows if not any(one in page for one in s.split("|"))]
        if missing:
            wrong[row] = missing
    assert wrong == {}
    line = client.get("/record/policies/timeline/").content.decode()
    assert "A new head of state" in line
    assert "That is no cause" in line
    listed = client.get("/record/policies/", {"kind": "PK-PRESS"}).content.decode()
    assert "Seoul told to stop helping" in listed
    assert "Order to shoot" not in listed


def test_a_sheet_of_a_state_has_every_topic_and_assessments_side_by_side(officer, sources, client_of):
    """Rows on less and more strict states, an unclear practice, two facts of one state, and one sheet per state."""
    mild = _entry(officer, "Detention is short", "PK-PRACT", "PT-DETAIN", "THA", "CHN")
    _tell(officer, mild, sources[0], date="2013", standing="PS-EASE")
    _tell(officer, mild, sources[1], date="2013", standing="PS-HARD")
    other = _entry(officer, "The same at home", "PK-PRACT", "PT-DETAIN", "CHN")
    link = policies.policy_link(actor=officer, telling=mild.tellings.first(), kind="PX-MILD", other=other)
    assert link.kind == "PX-MILD"
    assert _conflicts(officer, mild) == {"standing"}
    for title, standing in (
        ("Close to its neighbour", "PS-FORCE"),
        ("Lets an embassy take people", "PS-FORCE"),
    ):
        made = _entry(officer, title, "PK-PRACT", "PT-ONWARD", "MNG")
        _tell(officer, made, sources[0], date="2013", standing=standing)
    unclear = _entry(officer, "Hand-over", "PK-PRACT", "PT-HAND", "VNM")
    _tell(officer, unclear, sources[0], date="2013", standing="PS-UNCLEAR")
    client = client_of(officer)
    sheet = {s: client.get(f"/record/policies/of/{s}/").content.decode() for s in ("THA", "MNG", "VNM")}
    assert "loosened" in sheet["THA"]
    assert "made stricter" in sheet["THA"]
    assert "Close to its neighbour" in sheet["MNG"]
    assert "Lets an embassy take people" in sheet["MNG"]
    assert "unclear" in sheet["VNM"]
    for topic in policies.terms.vocabulary("policy_topic"):
        assert str(topic.label("en")) in sheet["VNM"]
    assert "is less strict than" in _page(client, mild)
    assert "is less strict than" in _page(client, other)


def test_a_plan_gets_a_later_status_and_an_early_report_a_later_grade(officer, analyst, sources, client_of):
    plan = _entry(officer, "A stronger border", MEASURE, "PT-BORDER", "PRK")
    _tell(officer, plan, sources[0], date="2010", ended="2010", standing="PS-PLAN")
    _tell(officer, plan, sources[1], date="2012", standing="PS-FORCE")
    assert _conflicts(officer, plan) == {"date"}
    early = _entry(officer, "Harsher on the returned", "PK-PRACT", "PT-AFTER", "PRK")
    _tell(officer, early, sources[0], date="2010", credibility="CR-POSS", standing="PS-HARD")
    later = _tell(officer, early, sources[1], date="2010-11", credibility="CR-CONF", standing="PS-HARD")
    policies.policy_prefer(actor=analyst, telling=later, field="date", reason="It rests on later data.")
    page = _page(client_of(analyst), early)
    for said in ("possible", "confirmed", "It rests on later data."):
        assert said in page


def test_several_dates_of_one_order_are_compared(officer, sources, client_of):
    order = _entry(officer, "Order to shoot crossers", ORDER, "PT-FORCE", "PRK")
    _tell(officer, order, sources[0], date="2008")
    _tell(officer, order, sources[1], date="2012")
    assert _conflicts(officer, order) == {"date"}
    assert "sources differ" in _page(client_of(officer), order)


def test_measures_stand_beside_events_and_prices_with_phases_and_lags(officer, sources, client_of):
    incident = services.account_create(
        actor=officer, source=sources[0], title="An entry into an embassy", date="2002-03-14"
    )
    crackdown = _entry(officer, "Searches of houses", MEASURE, "PT-HAND", "CHN")
    told = _tell(officer, crackdown, sources[0], date="2002-03-20", rule="hundreds returned")
    policies.policy_link(actor=officer, telling=told, kind="PX-AFTER", account=incident)
    assert "<td>6</td>" in _page(client_of(officer), crackdown)
    person = services.mention_create(actor=officer, source=sources[0])
    services.act_create(actor=officer, account=incident, mention=person, type="EXECPUB", date="2002")
    rows = policy_time.years(officer, [told], act_type="EXECPUB", with_prices=True)
    assert [(r.year, r.acts, [t.policy for t in r.begins]) for r in rows] == [(2002, 1, [crackdown])]
    assert policy_queries.policies(officer, until=datetime.date(2002, 1, 1)).count() == 0
    assert Policy.objects.count() == 1
