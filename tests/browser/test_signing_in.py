"""Passkeys in a real browser with a device of its own, the second person, alarms: as four people meet them."""

from __future__ import annotations

import copy
import re

import pytest
from playwright.sync_api import CDPSession, expect
from tests.browser.conftest import Desk, NewVisitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def by_name(demo_desk: Desk) -> Desk:
    """The demonstration under this machine's name: browsers give no passkey to a bare number."""
    desk = copy.copy(demo_desk)
    desk.address = demo_desk.address.replace("127.0.0.1", "localhost")
    return desk


def device(session: CDPSession) -> str:
    """A device with a fingerprint reader, inside the browser."""
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return str(session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"])


def test_a_passkey_is_made_and_signs_in_by_itself_at_this_desk_only(by_name: Desk, visit: NewVisitor) -> None:
    visitor = visit(by_name, "lawyer")
    device(visitor.context.new_cdp_session(visitor.page))
    page = visitor.go("/accounts/own/")
    page.get_by_label("What to call it").fill("My machine")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.locator("tbody tr").filter(has_text="My machine")).to_be_visible()

    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Good morning, lawyer")
    expect(page.locator(".me")).to_contain_text("Lawyer")

    # A page at another address asks the same device for the same key, and gets nothing.
    page.goto(by_name.address.replace("localhost", "127.0.0.1") + "/accounts/sign-in/")
    asked = page.evaluate(
        """() => navigator.credentials.get({ publicKey: { challenge: new Uint8Array(32), rpId: "localhost" } })
             .then(() => "answered", (error) => error.name)"""
    )
    assert asked == "SecurityError"
    visitor.faults.clear()


def test_one_asks_another_agrees_and_the_first_goes_on(demo_desk: Desk, visit: NewVisitor) -> None:
    officer = visit(demo_desk, "officer")
    page = officer.room("Identities opened")
    before = page.locator(".number").inner_text()
    page.get_by_label("How many more").fill("3")
    page.get_by_label("Why").fill("A court asks on Monday")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Asked.")

    lawyer = visit(demo_desk, "lawyer").room("Approvals")
    lawyer.locator("table").first.locator("tbody a").last.click()
    expect(lawyer.locator("main")).to_contain_text("A court asks on Monday")
    lawyer.get_by_label("I agree").check()
    lawyer.get_by_label("What you looked at").fill("I rang the court")
    lawyer.get_by_role("button", name="Answer").click()
    expect(lawyer.get_by_role("status")).to_have_text("You agreed.")

    page = officer.go("/accounts/identities/")
    page.get_by_role("button", name="Open 3 more today").click()
    expect(page.locator(".number")).not_to_have_text(before)
    expect(page.locator(".number")).to_have_text(re.compile(r"\d+ of 1003"))


def test_an_alarm_is_on_every_page_of_the_lead_until_it_was_seen(demo_desk: Desk, visit: NewVisitor) -> None:
    lead = visit(demo_desk, "protection")
    page = lead.room("Circles")
    page.get_by_label("What work it is for").fill("A case")
    page.get_by_role("button", name="Make").click()
    page.get_by_label("Who").select_option(label="protection")
    page.get_by_label("Why they need to know").fill("I look after it")
    page.get_by_role("button", name="Let in").click()
    alarm = page.get_by_role("alert").filter(has_text="let themselves into a circle")
    expect(alarm).to_be_visible()
    lead.room("Sources")
    expect(alarm).to_be_visible()
    alarm.get_by_role("link").click()
    page.get_by_role("button", name="I have seen it").first.click()
    lead.room("Sources")
    expect(page.locator("h1")).to_have_text("Sources")
    page.wait_for_load_state("networkidle")
    expect(alarm).to_have_count(0)
