"""A report by keyboard: a number typed by hand stops it, a reference does not; two people publish; it is downloaded."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Desk, NewVisitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_report_is_written_by_keyboard_and_published_by_two(demo_desk: Desk, visit: NewVisitor) -> None:
    lawyer = visit(demo_desk, "lawyer")
    page = lawyer.go("/act/reports/new/")
    page.get_by_label("Title").focus()
    page.keyboard.type("What was published before")
    page.keyboard.press("Enter")
    check = page.get_by_role("region", name=re.compile("omplete$"))
    summary = page.get_by_role("region", name=re.compile("^Summary"))
    summary.get_by_label("Text").focus()
    page.keyboard.type("At least 300 people were returned.")
    summary.get_by_role("button", name="Save").press("Enter")
    expect(check).to_contain_text("is typed by hand")
    lawyer.picture("report-stopped")

    summary.get_by_label("Text").fill("Published before: {claim:N01}. See ")
    page.get_by_text(re.compile(r"^Sources \(")).press("Enter")
    summary.get_by_label("Text").focus()
    page.keyboard.press("Control+End")
    page.locator("[data-reference^='{source:']").first.press("Enter")
    expect(summary.get_by_label("Text")).to_have_value(re.compile(r"See \{source:\d+\}$"))
    summary.get_by_role("button", name="Save").press("Enter")
    expect(check).not_to_contain_text("stops it")
    expect(page.locator(".reads ol li")).to_have_count(2)
    page.get_by_label("Why it should leave now").fill("It is ready.")
    page.get_by_role("button", name="Ask", exact=True).press("Enter")
    report = page.url.removeprefix(demo_desk.address).partition("#")[0]

    lead = visit(demo_desk, "protection")
    lead.go(report)
    lead.page.get_by_role("link", name="waits for a second person").press("Enter")
    lead.page.get_by_role("radio", name="I agree").check()
    lead.page.get_by_label("What you looked at, and why").fill("Read it; nobody can be found by it.")
    lead.page.get_by_role("button", name="Answer", exact=True).press("Enter")
    lead.page.wait_for_load_state()

    lawyer.go(report)
    page.get_by_role("button", name="Seal and publish").press("Enter")
    expect(page.get_by_role("heading", name="Sealed copies")).to_be_visible()
    lawyer.picture("report-published")
    for kind, begins in (("PDF", b"%PDF-"), ("DOCX", b"PK"), ("HTML", b"<!doctype html>")):
        with page.expect_download() as download:
            page.get_by_role("link", name=kind, exact=True).press("Enter")
        assert download.value.path().read_bytes().startswith(begins)
    lawyer.go("/act/calendar/")
    lawyer.picture("calendar")
