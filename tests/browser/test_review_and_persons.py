"""Reviewing who is who: judged with the keyboard, taken back by a later verdict, conflicting values side by side."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Desk, NewVisitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def shown_pair(page: Page) -> tuple[str, str]:
    """The two mentions that are compared."""
    one, other = (h.inner_text() for h in page.locator(".pair h2").all())
    return one, other


def test_pairs_are_judged_with_one_key_each(demo_desk: Desk, visit: NewVisitor) -> None:
    visitor = visit(demo_desk, "officer")
    page = visitor.room("Review pairs")
    expect(page.locator("tbody tr").first).to_contain_text("bits")
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One person, or two?")
    visitor.picture("review")

    judged: dict[str, tuple[str, str]] = {}
    for key, verdict in (("s", "same"), ("d", "different"), ("u", "unsure")):
        before = page.url
        judged[verdict] = shown_pair(page)
        page.keyboard.press(key)
        page.wait_for_url(lambda url, before=before: url != before)
        expect(page.get_by_role("status").first).to_contain_text("Kept.")
    for verdict, (one, other) in judged.items():
        page = visitor.go(f"/link/review/?verdict={verdict}")
        expect(page.get_by_role("link", name=f"{one} ~ {other}", exact=True)).to_be_visible()

    one, other = judged["different"]
    page.goto(f"{demo_desk.address}/link/review/?verdict=different")
    page.get_by_role("link", name=f"{one} ~ {other}", exact=True).click()
    here = page.url
    page.get_by_label("Why").fill("a typing s does not judge")
    assert page.url == here
    page.get_by_role("button", name="Cannot tell").click()
    page.goto(here)
    verdicts = page.locator("table").last.locator("tbody tr")
    expect(verdicts).to_have_count(2)
    expect(verdicts.first).to_contain_text("holds")
    expect(verdicts.first).to_contain_text("a typing s does not judge")


def test_what_sources_say_differently_of_one_person_stands_side_by_side(
    demo_desk: Desk, visit: NewVisitor
) -> None:
    visitor = visit(demo_desk, "analyst")
    page = visitor.room("Persons")
    addresses = [a.get_attribute("href") or "" for a in page.locator("tbody td:first-child a").all()]
    assert addresses
    for address in addresses:
        page = visitor.go(address)
        if page.locator("dd.conflict").count():
            break
    conflict = page.locator("dd.conflict").first
    expect(conflict).to_contain_text("sources differ")
    assert len(re.findall(r"\bsays?\b", conflict.inner_text())) > 1
    assert conflict.get_by_role("link").count() > 1
    expect(page.get_by_text("closed to your role").first).to_be_visible()
    conflict.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="What the source says of this person")).to_be_visible()
