"""From a coded return in the made-up world to a communication that passes its check, and a letter to an embassy."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Desk, NewVisitor, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def returned_act(visitor: Visitor) -> str:
    """The address of a coded return whose month and agency are told, with the person's page behind it."""
    page = visitor.go("/record/acts/?type=REFOUL")
    for number in range(min(page.locator("tbody tr").count(), 25)):
        row = page.locator("tbody tr").nth(number).inner_text()
        if re.search(
            r"\b(January|February|March|April|May|June|July|August|September|October|November|December)\b",
            row,
        ):
            page.locator("tbody tr").nth(number).get_by_role("link").first.click()
            if "not stated" not in page.locator("dl.facts").first.inner_text().split("Method")[0]:
                return page.url.removeprefix(visitor.desk.address)
            visitor.go("/record/acts/?type=REFOUL")
    pytest.fail("no return with month, place and agency")


def consent(page: Page, visitor: Visitor, mention: str, *purposes: str) -> None:
    """Record, as an officer would, what the person agreed to."""
    for purpose in purposes:
        visitor.go(mention)
        page.get_by_text("Record a decision").click()
        page.locator("select[name=purpose]").select_option(purpose)
        page.get_by_role("radio", name="Yes, it may be used for this").check()
        page.get_by_role("button", name="Record", exact=True).click()


def test_a_return_becomes_a_communication_and_a_letter(demo_desk: Desk, visit: NewVisitor) -> None:
    officer = visit(demo_desk, "officer")
    act = returned_act(officer)
    mention = officer.page.locator("dl.facts a[href*='/record/mentions/']").first.get_attribute("href") or ""
    consent(officer.page, officer, mention, "CP-UN", "CP-UNGOV", "CP-GOV", "CP-EMERG")

    lawyer = visit(demo_desk, "lawyer")
    page = lawyer.go(mention)
    expect(page.get_by_role("heading", name="Law and action")).to_be_visible()
    lawyer.go(act.replace("/record/", "/act/") + "law/")
    expect(page.locator(".rule").first).to_contain_text("may amount to")
    lawyer.picture("act-and-law")
    page.get_by_role("link", name="Open a case").click()
    page.get_by_label("Title").fill("A return, followed")
    page.get_by_role("button", name="Open the case").click()
    page.get_by_text("Somebody was asked").click()
    page.get_by_label("Who was asked").fill("the ministry of the interior")
    page.locator("#i-asked_on").fill("2024-02-01")
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_text("no answer after")).to_be_visible()
    case = page.url.removeprefix(demo_desk.address)
    lawyer.picture("case-file")

    lawyer.go(act.replace("/record/", "/act/") + "law/")
    page.get_by_role(
        "link", name="Begin a paper to Working Group on Enforced or Involuntary Disappearances"
    ).click()
    page.get_by_role("button", name="Begin").click()
    check = page.get_by_role("region", name=re.compile("omplete$"))
    page.get_by_label("Who submits and how to reach them").fill("")
    page.get_by_role("button", name="Save").click()
    expect(check).to_contain_text("Missing: Who submits")
    expect(page.get_by_text("sealed in the record")).to_be_visible()
    page.get_by_label("Who submits and how to reach them").fill("A made-up group, 1 Road, Seoul")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Complete", exact=True)).to_be_visible()
    lawyer.picture("paper")
    paper = page.url.removeprefix(demo_desk.address)

    # A form with a name: the lead asks, the lawyer agrees, the lead seals it.
    lead = visit(demo_desk, "protection")
    lead.go(paper)
    lead.page.get_by_label("Why it should leave now").fill("The family asked us to.")
    lead.page.get_by_role("button", name="Ask", exact=True).click()
    expect(lead.page.get_by_text("waits for a second person")).to_be_visible()
    lawyer.go(paper)
    page.get_by_role("link", name="waits for a second person").click()
    page.get_by_role("radio", name="I agree").check()
    page.get_by_label("What you looked at, and why").fill("Read it; nobody can be found by it.")
    page.get_by_role("button", name="Answer", exact=True).click()
    lead.go(paper)
    lead.page.get_by_role("button", name="Seal it and send").click()
    expect(lead.page.get_by_role("heading", name="Sent", exact=True)).to_be_visible()
    with lead.page.expect_download() as download:
        lead.page.get_by_role("link", name="PDF").click()
    assert download.value.path().read_bytes()[:5] == b"%PDF-"

    # A letter to an embassy, without a name, complete with the law of that day.
    lawyer.go(f"/act/papers/new/?case={case.strip('/').rsplit('/', 1)[-1]}&channel=CHN-EMB&concerns=CHN")
    page.get_by_label("Office (for a letter)").select_option("CHN-EMB")
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Who writes").fill("A made-up group in Seoul")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Complete", exact=True)).to_be_visible()
    expect(page.get_by_label(re.compile("^Addressee"))).to_have_value(
        "Ambassador of the People's Republic of China"
    )
    page.get_by_label(re.compile("^The case")).fill("To the People's Republic of Korea")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("No state is called")).to_be_visible()
    lawyer.go(case + "alert/")
    expect(page.locator("section[lang=zh]")).to_be_visible()
    lawyer.picture("alert")
