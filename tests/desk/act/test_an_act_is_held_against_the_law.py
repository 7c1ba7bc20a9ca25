"""The page of a coded act: elements with their passages, answers of persons, channels with closed doors first."""

from __future__ import annotations

import html
import re

import pytest
from django.core.exceptions import PermissionDenied

from tumen.errors import LawError
from tumen_desk.act import adapters, case_queries, queries, services
from tumen_desk.act.models import ElementAnswer
from tumen_desk.record import saying
from tumen_desk.record.models import Said, Stay

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


def text_of(response) -> str:
    assert response.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_what_was_coded_becomes_elements_with_a_link_to_where_it_is_said(returned):
    pages = {
        p.finding.rule.code: p
        for p in case_queries.characterised(returned.act)
        if p.finding.state.code == "CHN"
    }
    torture = {e.code: e for e in pages["R02"].elements}
    assert {e.shown for e in torture.values()} == {"yes"}
    assert torture["torture-danger"].because[0].links[0][1].startswith("/record/acts/")
    child = {e.code: e for e in pages["R04"].elements}["under-18"]
    assert child.shown == "cannot tell"  # born in 1995, the year alone: seventeen or eighteen
    assert child.because[0].links == (
        (f"mention {returned.mention.pk}", f"/record/mentions/{returned.mention.pk}/"),
    )


def test_born_in_a_year_alone_the_age_is_a_range(returned):
    (age,) = [v for v in adapters.coded_act(returned.act, queries.pack()).values if v.field == "age"]
    assert (age.code, age.most) == ("17", 18)


def test_the_page_says_may_amount_to_and_shows_closed_doors_first(returned, lawyer, client_of):
    text = text_of(client_of(lawyer).get(f"/act/acts/{returned.act.pk}/law/"))
    assert "This may amount to refoulement (R02): China was bound by CAT" in text
    assert "violated" in text
    assert text.count("violat") == 1  # the sentence that says it never says so
    assert text.index("Treaty body (individual communication)") < text.index("Working Group on Enforced")


def test_an_answer_stands_above_the_codes_and_is_never_changed(returned, lawyer, officer, analyst):
    services.element_answer(
        actor=lawyer,
        act=returned.act,
        element="refugee-in-fact",
        truth="yes",
        why="leaving is punished as treason",
    )
    page = next(p for p in case_queries.characterised(returned.act) if p.finding.rule.code == "R01")
    line = next(e for e in page.elements if e.code == "refugee-in-fact")
    assert (line.shown, line.because[0].by_person) == ("yes", True)
    assert "treason" in line.because[0].text
    with pytest.raises(TypeError):
        ElementAnswer.objects.get().delete()
    with pytest.raises(LawError):
        services.element_answer(actor=lawyer, act=returned.act, element="tall", truth="yes", why="x")
    with pytest.raises(PermissionDenied):
        services.element_answer(actor=analyst, act=returned.act, element="killed", truth="no", why="x")


def test_the_refugee_checklist_names_what_is_missing_and_gives_no_verdict(returned, lawyer, client_of):
    client = client_of(lawyer)
    address = f"/act/persons/{returned.mention.pk}/checklist/"
    text = text_of(client.get(address))
    assert "never gives a verdict" in text
    assert re.search(r"\d+ questions are open", text)
    assert "Race?" in text
    client.post(address, {"question": "F17", "word": "unknown", "why": "not asked"})
    assert "not asked (the-lawyer" in text_of(client.get(address))


def test_the_page_of_a_person_leads_to_its_acts_checklist_and_case(returned, lawyer, client_of):
    page = client_of(lawyer).get(f"/act/persons/{returned.mention.pk}/part/").content.decode()
    assert f"/act/acts/{returned.act.pk}/law/" in page
    assert "checklist" in page


def elements_of(act, rule, state="CHN") -> dict[str, str]:
    (found,) = [
        p
        for p in case_queries.characterised(act)
        if (p.finding.rule.code, p.finding.state.code) == (rule, state)
    ]
    return {e.code: e.shown for e in found.elements}


def test_a_status_in_law_is_held_against_the_act_when_it_held_on_that_day(
    returned, officer, lawyer, client_of
):
    def status(code, **time) -> Said:
        return saying.value_say(
            actor=officer, thing=returned.mention, field="legal_status", answer=code, **time
        )

    status("ST-ASYLUMSEEKER", until="2012")  # no beginning is told
    status("ST-HUMAN", since="2014")  # after the return
    assert elements_of(returned.act, "R01")["refugee-in-fact"] == "not stated"
    status("ST-REFREC", since="2013-05", decided_by="UN-HCR")
    assert elements_of(returned.act, "R01")["refugee-in-fact"] == "yes"
    told = [(s.said.value, s.sure) for s in case_queries.standings(returned.act)]
    assert told == [("ST-ASYLUMSEEKER", False), ("ST-REFREC", True)]
    text = text_of(client_of(lawyer).get(f"/act/acts/{returned.act.pk}/law/"))
    assert (
        "Status in law then: recognised refugee (state or UNHCR mandate) , since May 2013, decided by UNHCR"
        in text
    )
    assert "humanitarian status" not in text


def test_a_camp_known_by_its_name_calls_the_rule_on_camps(returned, officer):
    act = returned.act.account.acts.get(type="BEAT")
    act.type = "ARBDET"
    act.save()
    assert "R29" not in {p.finding.rule.code for p in case_queries.characterised(act)}
    Stay.objects.create(account=act.account, mention=act.mention, facility="KW15", date="2014")
    assert elements_of(act, "R29", "PRK")["held-in-camp"] == "yes"
