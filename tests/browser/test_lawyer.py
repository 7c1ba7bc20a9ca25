"""A lawyer's morning: which articles bound the state on that day, cases whose sources differ, published numbers."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Desk, NewVisitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_an_act_a_state_and_a_day_give_the_articles_and_what_is_open(
    demo_desk: Desk, visit: NewVisitor
) -> None:
    visitor = visit(demo_desk, "lawyer")
    page = visitor.room("Law on a day")
    page.get_by_label("What was done").select_option("REFOUL")
    page.get_by_label("Which state").select_option(label="China")
    page.get_by_label("On what day").fill("November 2013")
    page.get_by_role("button", name="Show the law").click()
    expect(page.locator("main h2").first).to_contain_text("China, November 2013")
    in_force = page.get_by_role("region", name="In force for China on that day", exact=True)
    expect(in_force).to_contain_text("1982")  # accession to the Refugee Convention
    expect(page.get_by_role("heading", name="What has to be shown")).to_be_visible()
    expect(page.get_by_text("Open elements").first).to_be_visible()
    visitor.picture("law")

    page.get_by_label("On what day").fill("November 1975")
    page.get_by_role("button", name="Show the law").click()
    expect(page.get_by_role("heading", name="Not in force for China on that day")).to_be_visible()
    page.locator("tbody th a").first.click()
    expect(page.get_by_role("columnheader", name="Since")).to_be_visible()


def test_a_case_shows_every_value_on_which_its_sources_differ(demo_desk: Desk, visit: NewVisitor) -> None:
    visitor = visit(demo_desk, "lawyer")
    page = visitor.room("Public cases")
    visitor.picture("cases")
    row = page.locator("tbody tr").filter(has=page.locator(".tag.unsure")).first
    field = row.locator("td .tag.unsure").first.inner_text()
    row.get_by_role("link").click()
    conflict = page.locator(".conflict").filter(has_text=field.capitalize()[:1] + field[1:]).first
    expect(conflict).to_be_visible()
    expect(conflict).to_contain_text("Said by")
    page.get_by_role("heading", name="Law of that day").scroll_into_view_if_needed()
    page.locator("main").get_by_role("link").filter(has_text="China").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Law on a day")


def test_published_numbers_are_drawn_and_their_contradictions_said(
    demo_desk: Desk, visit: NewVisitor
) -> None:
    visitor = visit(demo_desk, "lawyer")
    page = visitor.room("Published figures")
    row = page.locator("tbody tr").filter(has=page.locator(".tag.unsure")).first
    row.get_by_role("link").click()
    chart = page.locator("figure img").first
    chart.scroll_into_view_if_needed()
    assert chart.evaluate("(i) => i.decode().then(() => i.naturalWidth)") > 300
    assert len(chart.get_attribute("alt") or "") > 40
    expect(page.locator(".conflict").first).to_contain_text("against")
    page.evaluate("window.scrollTo(0, 0)")
    visitor.picture("claims")
