"""A data-protection lead's morning: the log and its chain, a new colleague, a withdrawal that reaches the persons."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import PASSWORD, Desk, NewVisitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_the_log_is_read_and_its_chain_checked(demo_desk: Desk, visit: NewVisitor) -> None:
    visitor = visit(demo_desk, "protection")
    page = visitor.room("Audit log")
    expect(page.locator("tbody tr").first).to_be_visible()
    page.get_by_role("button", name="Check the chain").click()
    expect(page.get_by_role("status").first).to_have_text(
        re.compile(r"The chain holds over all \d+ entries\.")
    )


def test_a_colleague_is_added_and_the_log_says_so(demo_desk: Desk, visit: NewVisitor) -> None:
    visitor = visit(demo_desk, "protection")
    page = visitor.room("People at this desk")
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("User name").fill("ondol")
    page.get_by_label("Analyst").check()
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("too short")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("status")).to_have_text("ondol can sign in now.")
    expect(page.locator("tbody tr").filter(has_text="ondol")).to_contain_text("Analyst")
    page = visitor.room("Audit log")
    expect(page.locator("tbody")).to_contain_text("accounts.user_create")
    expect(page.locator("tbody")).not_to_contain_text("ondol")


def test_a_withdrawn_consent_leaves_the_persons_at_once(demo_desk: Desk, visit: NewVisitor) -> None:
    visitor = visit(demo_desk, "protection")
    page = visitor.room("Persons")
    page.locator("tbody td:first-child a").last.click()
    person = page.url
    mentions = page.locator("section").first.locator("tbody td:first-child a")
    before = mentions.count()
    assert before > 1
    withdrawn = mentions.first.inner_text()
    mentions.first.click()
    mention = page.url

    page.get_by_text("Record a decision").click()
    page.locator("input[name=purpose][value=CP-LINK]").check()
    page.get_by_label("No, or withdrawn").check()
    page.get_by_label("Decided on").fill("2024-05-01")
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("it holds from now on")

    page.goto(person)
    expect(mentions).to_have_count(before - 1)
    expect(page.locator("main")).not_to_contain_text(re.compile(rf"\b{withdrawn}\b(?! ~)"))
    page.goto(mention)
    expect(page.get_by_text("There is no consent to link this person")).to_be_visible()
