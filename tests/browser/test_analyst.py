"""An analyst's morning: a number with its interval, chart, map, the people behind it, and the same number again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import JOB_MS, Desk, NewVisitor, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def first_figure(visitor: Visitor) -> Page:
    """The oldest figure of the demonstration, once the worker has made it."""
    page = visitor.go("/jobs/")
    page.locator("tbody tr").last.get_by_role("link").click()
    visitor.job_done()
    page.get_by_role("link", name="Open the figure").click()
    return page


def numbers(text: str) -> list[int]:
    return [int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", text)]


def test_a_figure_stands_with_interval_caveats_chart_and_map(demo_desk: Desk, visit: NewVisitor) -> None:
    visitor = visit(demo_desk, "analyst")
    page = first_figure(visitor)
    point, low, high = numbers(page.locator(".number").inner_text())
    assert low < point < high
    facts = page.locator("dl.facts").first
    for said in ("Who is meant", "Refers to", "Method", "Lists"):
        expect(facts).to_contain_text(said)
    caveats = page.get_by_role("heading", name="What must stand beside this number").locator("xpath=..")
    expect(caveats.get_by_role("listitem").first).to_be_visible()

    chart = page.get_by_role("img", name="Chart: the size of each list")
    chart.scroll_into_view_if_needed()
    assert chart.evaluate("(i) => i.decode().then(() => i.naturalWidth)") > 300
    place = page.locator("[data-map]")
    expect(place).to_have_attribute("data-ready", "yes")
    drawn = """(e) => [...e.querySelectorAll("canvas")].some((c) => c.getContext("2d")
      .getImageData(0, 0, c.width, c.height).data.some((v) => v > 0))"""
    assert place.evaluate(drawn)
    page.evaluate("window.scrollTo(0, 0)")
    visitor.picture("figure")


def test_a_figure_leads_to_the_people_the_acts_and_the_words_behind_it(
    demo_desk: Desk, visit: NewVisitor
) -> None:
    visitor = visit(demo_desk, "analyst")
    page = first_figure(visitor)
    observed = page.locator("dl.facts a").filter(has_text="persons").first
    count = numbers(observed.inner_text())[0]
    observed.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who stands behind this figure")
    assert numbers(page.get_by_text("whose consent for statistics stands today").inner_text())[0] == count
    page.locator("tbody td:first-child a").first.click()
    told = page.locator("section").filter(has_text=re.compile("What was done to|Where this person went"))
    told.locator("tbody td:first-child a").first.click()
    expect(page.get_by_role("heading", name="Who says so")).to_be_visible()
    # An imported row says that no passage is anchored; its source, with the text of the interview, is one step away.
    expect(page.get_by_text("No passage is anchored").or_(page.locator("blockquote"))).to_be_visible()
    page.locator("section").filter(has_text="Who says so").locator("dl a").first.click()
    page.locator("section").filter(has_text="Documents").locator("p a").first.click()
    expect(page.locator("#text")).to_contain_text("MADE UP")


def test_a_figure_computed_again_gives_the_same_number(demo_desk: Desk, visit: NewVisitor) -> None:
    visitor = visit(demo_desk, "analyst")
    page = first_figure(visitor)
    number = page.locator(".number").inner_text()
    page.get_by_role("button", name="Compute it again").click()
    visitor.job_done()
    page.get_by_role("link", name="Open the figure").click()
    expect(page.locator(".number")).to_have_text(number)
    expect(page.get_by_text("the same number")).to_be_visible()


def test_a_question_without_an_act_is_refused_and_one_with_an_act_is_answered(
    demo_desk: Desk, visit: NewVisitor
) -> None:
    visitor = visit(demo_desk, "analyst")
    page = visitor.go("/count/figures/new/")
    page.get_by_label("What do you ask").fill("Women who were arrested")
    page.get_by_label("Who exactly is meant").fill("Women of the made-up world who were arrested")
    page.get_by_label("The number refers to").fill("2024")
    page.get_by_role("button", name="See the lists").click()
    expect(page.get_by_text("Choose at least one act or one step.")).to_be_visible()
    page.get_by_label("People to whom one of these acts was done").select_option(label="arrest")
    page.get_by_label("Sex").select_option(label="female")
    page.get_by_role("button", name="See the lists").click()
    expect(page.get_by_role("heading", name="Who stands on which lists together")).to_be_visible()
    page.get_by_role("button", name="Compute").click()
    state = page.locator("#job .state")
    expect(state).to_have_text(re.compile("Done|Failed"), timeout=JOB_MS)
    expect(state).to_have_text("Done")
    page.get_by_role("link", name="Open the figure").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Women who were arrested")
    expect(page.locator(".number")).to_be_visible()
