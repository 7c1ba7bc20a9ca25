"""How the documents of this field demand, deliver, follow and report: plans with parts, one text in many hands."""

from __future__ import annotations

import csv
import datetime
import io
import re

import docx
import pytest
from django.utils import translation

from tumen import law
from tumen.errors import LawError, PaperRefused
from tumen_desk.act import (
    adapters,
    campaigns,
    deliveries,
    demands,
    fates,
    occasions,
    queries,
    report_printing,
    report_services,
    report_text,
    sending,
    services,
)
from tumen_desk.act.models import Case, Contact, Paper, Recommendation
from tumen_desk.commands import following
from tumen_desk.record import journeys, saying

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


def ask(actor, text, **more) -> Recommendation:
    return services.recommendation_add(actor=actor, addressee="Neighbours", text=text, **more)


def test_a_demand_stands_on_its_sheet_and_in_its_file_with_all_that_belongs_to_it(lawyer):
    first = ask(lawyer, "End returns", states=["CHN"], made_on="2002")
    again = ask(
        lawyer, "End all returns", states=["CHN", "MMR"], made_on="2012", earlier=first, relation="repeats",
        ground="1951 Convention, art. 33", condition="in every talk", source="A made-up report",
    )  # fmt: skip
    services.recommendation_step(
        actor=lawyer, recommendation=again, status="RS-NOTED", kind="reply", state="CHN", on="2014", note="No.",
        source="A/1",
    )  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(demands.as_csv([again]))))
    assert [(r["state"], r["step"]) for r in rows] == [("CHN", "reply"), ("MMR", "")]
    for name in ("addressee", "text", "ground", "condition", "made_on", "source", "relation", "earlier"):
        assert rows[0][name], name
    sheet = docx.Document(io.BytesIO(demands.sheet([again], title="China", state="CHN")))
    told = "\n".join(p.text for p in sheet.paragraphs)
    for words in ("1951 Convention, art. 33", "On condition: in every talk", "Made: 2012", f"recommendation {first.pk}",
                  "2014: answer of the addressee. No. (A/1)"):  # fmt: skip
        assert words in told
    with translation.override("ko"):
        korean = docx.Document(io.BytesIO(demands.sheet([again], title="China", state="CHN")))
    told = "\n".join(p.text for p in korean.paragraphs)
    for words in ("조건: in every talk", "낸 때: 2012년, A made-up report", f"권고 {first.pk}: "):
        assert words in told


def test_a_plan_has_parts_of_which_each_has_its_own_standing_and_one_demand_hangs_on_another(
    lawyer, client_of
):
    plan = ask(lawyer, "Stop punishing those who leave", states=["PRK"])
    parts = [
        ask(lawyer, text, states=["PRK"], earlier=plan, relation="part")
        for text in ("Release them", "Let it be seen")
    ]
    needs = ask(lawyer, "Pass the law", states=["USA"], earlier=plan, relation="needs")
    services.recommendation_step(
        actor=lawyer, recommendation=parts[0], status="RS-PART", state="PRK", on="2014"
    )
    assert demands.thread(needs) == [(0, plan), *((1, one) for one in (*parts, needs))]
    assert [s.status for s in demands.standings(parts)] == ["partly implemented", demands.UNKNOWN]
    page = client_of(lawyer).get(f"/act/recommendations/{parts[1].pk}/").content.decode()
    assert "is part of" in page
    assert "depends on" in page


def test_one_text_is_brought_by_many_in_many_places_each_with_its_proof(
    returned, lawyer, protection, client_of
):
    returned.agree("CP-GOV")
    letter = sending.paper_begin(
        actor=lawyer, channel="CHN-EMB", act=returned.act, persons=[returned.mention], concerns="CHN",
        addressee="CHN-EMB",
    )  # fmt: skip
    Paper.objects.filter(pk=letter.pk).update(state=Paper.State.SENT)
    letter.refresh_from_db()
    services.contacts_take_over(actor=lawyer)
    embassy = next(c for c in Contact.objects.all() if c.pack_office == "CHN-EMB")
    services.contact_may_receive(
        actor=protection, contact=embassy, channel="CHN-EMB", granted=True, why="agreed"
    )
    for day, (city, group) in enumerate({"London": "One group", "Seoul": "Another group"}.items(), start=24):
        deliveries.delivery_add(
            actor=lawyer, contact=embassy, paper=letter, way="by hand", on=datetime.date(2018, 9, day), place=city,
            by_whom=group, proof=f"receipt {day}",
        )  # fmt: skip
    page = client_of(lawyer).get(f"/act/papers/{letter.pk}/").content.decode()
    for words in ("London", "Seoul", "One group", "Another group", "receipt 24", "receipt 25"):
        assert words in page


def test_a_dossier_has_a_jump_list_terms_with_meanings_and_thanks_by_agreement(lawyer):
    report = report_services.report_begin(actor=lawyer, title="A dossier")
    report_services.report_write(
        actor=lawyer, report=report, title=report.title, language="en", house_terms="defector -> escapee",
        authors="A Group | agreed 2026-01-31\nA Writer, interviews | agreed 2026-01-31\nB Writer",
    )  # fmt: skip
    texts = {
        "terms": "- refugee: whoever fears persecution for one of five grounds",
        "thanks": "A Foundation | agreed 2026-02-01\nunnamed: those who told us",
    }
    for section in report.sections.all():
        text = texts.get(section.kind, "Defectors are asked.")
        if section.kind not in ("figures", "tables", "cases"):
            report_services.section_write(actor=lawyer, section=section, title=section.title, text=text)
    made = report_text.set_up(report)
    html = report_printing.as_html(made)
    jumps = re.findall(r'<li><a href="#(s\d+)">', html)
    assert len(jumps) >= 6
    assert all(f'<section id="{jump}">' in html for jump in jumps)
    plain = made.plain()
    for words in (
        "refugee: whoever fears",
        "Escapees are asked.",
        "A Group",
        "A Foundation",
        "those who told us",
    ):
        assert words in plain
    assert "B Writer" not in plain


def test_repeated_crossing_and_a_long_stay_are_computed_from_the_legs(returned, officer):
    for kind, on in (("LEG-CROSS", "2001-03"), ("LEG-REPAT", "2003-05"), ("LEG-CROSS", "2003-09")):
        journeys.leg_add(actor=officer, mention=returned.mention, kind=kind, date=on)
    pack = queries.pack()
    found = law.assess(adapters.coded_person(returned.mention, pack), pack)
    assert {f.code for f in found.factors if f.shown is law.Shown.YES} >= {"SP-REPEAT", "SP-LONG"}


def test_what_a_source_says_makes_a_return_dangerous_stands_on_the_panel(returned, officer):
    saying.value_say(actor=officer, thing=returned.mention, field="risk_on_return", answer="SP-AID")
    found = law.assess(adapters.coded_person(returned.mention, queries.pack()), queries.pack())
    shown = {f.code: f for f in found.factors}
    assert shown["SP-AID"].shown.value == "yes"
    assert shown["SP-MEDIA"].shown.value != "yes"
    assert any(f"mention:{returned.mention.pk}" in e.passages for e in shown["SP-AID"].evidence)


def test_a_last_sign_of_life_has_its_day_and_its_grade_and_closes_no_fate(returned, lawyer, client_of):
    case = services.case_open(actor=lawyer, title="A return", state="CHN", persons=[returned.mention])
    services.case_note(
        actor=lawyer,
        case=case,
        text="Shown on television.",
        date="2013-06-20",
        credibility="CR-CONF",
        life_sign=True,
    )
    services.case_note(actor=lawyer, case=case, text="Said to be dead.", date="2014", credibility="CR-UNL")
    page = client_of(lawyer).get(f"/act/files/{case.pk}/").content.decode()
    told = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    grades = queries.pack().vocabulary("credibility")
    assert f"20 June 2013 Shown on television. {grades['CR-CONF'].label('en')} proof of life" in told
    assert f"Said to be dead. {grades['CR-UNL'].label('en')}" in told
    assert "still missing" in told
    assert Case.objects.get(pk=case.pk).closed_at is None


def test_the_ground_of_a_demand_is_an_article_and_says_whether_it_bound_the_state_then(lawyer, client_of):
    one = ask(
        lawyer,
        "Honour the treaties",
        states=["CHN", "PRK"],
        made_on="2014",
        provisions=["refconv 33(1)", "CAT 3"],
    )
    assert one.provisions == ["REFCONV 33(1)", "CAT 3"]
    told = {(g.state, g.instrument): g.truth.value for g in demands.grounds(one)}
    assert (told["CHN", "REFCONV"], told["PRK", "REFCONV"], told["CHN", "CAT"]) == ("yes", "no", "yes")
    page = client_of(lawyer).get(f"/act/recommendations/{one.pk}/").content.decode()
    assert "Ground in the register" in page
    assert "/act/law/instruments/REFCONV/" in page
    with pytest.raises(LawError, match="REFCON"):
        ask(lawyer, "Honour it", provisions=["REFCON 33"])
    refused = client_of(lawyer).post(
        "/act/recommendations/", {"addressee": "x", "text": "y", "provisions": "REFCONV"}
    )
    assert "Which article of REFCONV?" in refused.content.decode()


def test_goals_stand_by_horizon_and_a_last_day_comes_round_in_the_calendar(lawyer, client_of):
    long_run = ask(lawyer, "End the causes of flight", horizon="long")
    now = ask(
        lawyer, "Let aid into the border area", horizon="now", states=["CHN"], season="OCC-BEFORE-WINTER",
        condition="by formal or informal agreement",
    )  # fmt: skip
    assert [(name, rows) for name, rows in demands.by_horizon(demands.found())] == [
        ("at once", [now]), ("in the long run", [long_run]),
    ]  # fmt: skip
    (due,) = [d for d in occasions.entries(lawyer, 2026, 10) if d.entry.code == f"DEMAND-{now.pk}"]
    assert due.entry.start == datetime.date(2026, 10, 31)
    assert "aid" not in due.entry.title  # only its number leaves the desk
    page = client_of(lawyer).get("/act/recommendations/").content.decode()
    assert page.index("At once") < page.index("In the long run")
    with pytest.raises(LawError, match="no last day"):
        ask(lawyer, "By spring", season="OCC-NONE")


def test_a_campaign_has_its_day_its_texts_and_its_demands(returned, lawyer, client_of, tmp_path):
    demand = ask(lawyer, "Save those who fled", states=["CHN"])
    report = report_services.report_begin(actor=lawyer, title="Save them")
    client = client_of(lawyer)
    client.post("/act/campaigns/", {"title": "A day of action", "day": "2026-09-24", "begins": "2026-08-01"})
    (told,) = following.all_campaigns(lawyer)[0]["campaigns"]
    for kind, row in (("reports", report), ("demands", demand)):
        client.post(f"/act/campaigns/{told['number']}/{kind}/", {"number": row.pk})
    page = client.get(f"/act/campaigns/{told['number']}/").content.decode()
    assert "Save them" in page
    assert "Save those who fled" in page
    (told,) = following.all_campaigns(lawyer)[0]["campaigns"]
    assert (told["day"], told["texts"]) == ("2026-09-24", [f"{report}: Save them (draft)"])
    assert told["demands"] == [f"Save those who fled (CHN: {demands.UNKNOWN})"]
    due = [
        d for month in (8, 9) for d in occasions.entries(lawyer, 2026, month) if d.entry.kind == "campaign"
    ]
    assert [(d.entry.start.isoformat(), d.said) for d in due] == [
        ("2026-08-01", "Begin with: A day of action"), ("2026-09-24", "A day of action"),
    ]  # fmt: skip
    client.post(f"/act/campaigns/{told['number']}/demands/", {"number": demand.pk, "out": "1"})
    assert following.all_campaigns(lawyer)[0]["campaigns"][0]["demands"] == []
    with pytest.raises(PaperRefused, match="before its day"):
        campaigns.campaign_add(
            actor=lawyer, title="x", day=datetime.date(2026, 1, 1), begins=datetime.date(2026, 2, 1)
        )


def test_open_fates_and_helpers_held_are_lists_to_annex(returned, officer, lawyer, client_of, tmp_path):
    case = services.case_open(actor=lawyer, title="A return", state="CHN", persons=[returned.mention])
    services.inquiry_add(
        actor=lawyer,
        case=case,
        asked="the ministry",
        asked_on=datetime.date(2014, 1, 10),
        asked_by="the family",
    )
    (line,) = fates.open_fates(lawyer)
    assert (line.person, line.answer) == (f"{case}/1", "")
    assert "the ministry, 10 January 2014" in line.asked
    assert fates.open_fates(lawyer, rule="R21") == []
    returned.act.type = "HARASSHRD"
    returned.act.save()
    found, _ = following.open_fates(lawyer, rule="R21", out=tmp_path / "helpers.csv")
    assert [f["person"] for f in found["fates"]] == [f"{case}/1"]
    assert found["agreed"] == []  # nobody leaves who did not agree
    assert len((tmp_path / "helpers.csv").read_text("utf-8").splitlines()) == 1
    assert f"{case}/1" not in client_of(lawyer).get("/act/fates/?csv").content.decode()
    returned.agree("CP-REPORT")
    following.open_fates(lawyer, rule="R21", out=tmp_path / "helpers.csv")
    kept = list(csv.DictReader(io.StringIO((tmp_path / "helpers.csv").read_text("utf-8"))))
    assert kept[0]["person"] == f"{case}/1"
    page = client_of(lawyer).get("/act/fates/?rule=R21").content.decode()
    assert f"{case}/1" in page
    report = report_services.report_begin(actor=lawyer, title="Free them")
    section = report_services.section_add(actor=lawyer, report=report, kind="cases", title="Annex")
    report_services.section_write(actor=lawyer, section=section, title="Annex", text=f"fate {case.pk}")
    assert list(report.cases.all()) == [case]
    returned.agree("CP-REPORT", granted=False)
    assert "Nobody of" in report_text.set_up(report, draw=False).plain()
    returned.agree("CP-REPORT")
    assert f"{case}/1 | " in report_text.set_up(report, draw=False).plain()
    services.inquiry_answer(
        actor=lawyer, inquiry=case.inquiries.get(), answer="Free.", answered_on=datetime.date(2015, 1, 1)
    )
    assert fates.open_fates(lawyer) == []


def test_recommendations_are_fetched_from_the_command_line(lawyer, tmp_path):
    ask(lawyer, "Honour the treaties", states=["CHN"], provisions=["CAT 3"])
    found, _ = following.recommendations(lawyer, addressee="", state="CHN", out=tmp_path / "a.csv")
    assert found["recommendations"][0]["provisions"] == ["CAT 3"]
    assert next(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text("utf-8"))))["provisions"] == "CAT 3"
    with pytest.raises(PaperRefused, match="Not written"):
        following.recommendations(lawyer, addressee="", state="", out=tmp_path / "a.odt")
