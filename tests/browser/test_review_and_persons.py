"""Reviewing who is who: judged with the keyboard alone, taken back, explained, conflicting values side by side."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Desk, NewVisitor, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def shown_pair(page: Page) -> tuple[str, str]:
    """The two mentions that are compared."""
    one, other = (h.inner_text() for h in page.locator(".pair h2 a").all())
    return one, other


def kept(page: Page) -> None:
    """Wait until the desk says that the latest verdict is kept."""
    expect(page.locator("[data-said]")).to_contain_text(re.compile("^Kept"))


def pair_shown(page: Page) -> str:
    """The number of the pair that is looked at."""
    return page.locator("#pair").get_attribute("data-pk") or ""


def begun(visitor: Visitor) -> Page:
    """The first pair of the queue, opened with the keyboard."""
    page = visitor.room("Review pairs")
    expect(page.locator("tbody tr").first).to_contain_text("after your verdict")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("One person, or two?")
    page.wait_for_load_state("networkidle")
    return page


def test_pairs_are_judged_with_one_key_each_and_no_page_is_loaded(demo_desk: Desk, visit: NewVisitor) -> None:
    visitor = visit(demo_desk, "officer")
    page = begun(visitor)
    page.evaluate("window.stillHere = true")
    judged: dict[str, tuple[str, str]] = {}
    # The key counts, not what the keyboard is set to write: S on a Korean one gives ㄴ.
    for key, verdict in (("s", "same"), ("KeyD", "different"), ("u", "unsure")):
        before = pair_shown(page)
        judged[verdict] = shown_pair(page)
        page.keyboard.press(key)
        expect(page.locator("#pair")).not_to_have_attribute("data-pk", before)
        kept(page)
    assert page.evaluate("window.stillHere")
    for verdict, (one, other) in judged.items():
        listed = visitor.go(f"/link/review/?verdict={verdict}")
        expect(listed.get_by_role("link", name=f"{one} ~ {other}", exact=True)).to_be_visible()


def test_a_verdict_is_taken_back_skipped_pairs_wait_and_the_one_before_comes_again(
    demo_desk: Desk, visit: NewVisitor
) -> None:
    visitor = visit(demo_desk, "protection")
    page = begun(visitor)
    first = pair_shown(page)
    expect(page.get_by_text("that they are one person")).to_have_count(0)
    page.keyboard.press("u")
    kept(page)
    expect(page.locator("[data-said]")).to_contain_text("The machine said")
    page.keyboard.press("z")
    expect(page.locator("#pair")).to_have_attribute("data-pk", first)
    expect(page.locator("[data-said]")).to_contain_text("Taken back")
    expect(page.locator("#pair")).to_contain_text("took it back")
    page.keyboard.press("n")
    expect(page.locator("#pair")).not_to_have_attribute("data-pk", first)
    second = pair_shown(page)
    page.keyboard.press("ArrowRight")
    expect(page.locator("#pair")).not_to_have_attribute("data-pk", second)
    page.keyboard.press("p")
    expect(page.locator("#pair")).to_have_attribute("data-pk", second)
    # A reload shows the same pair: nothing is held by the window alone.
    page.reload()
    assert pair_shown(page) == second


def test_the_sheet_of_keys_lies_over_the_pair_and_judges_nothing(demo_desk: Desk, visit: NewVisitor) -> None:
    page = begun(visit(demo_desk, "protection"))
    before = pair_shown(page)
    page.keyboard.press("Shift+?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("s")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert pair_shown(page) == before
    page.keyboard.press("r")
    page.keyboard.type("a typing s does not judge")
    page.keyboard.press("Enter")
    assert pair_shown(page) == before
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    expect(page.locator("figure.waterfall svg")).to_be_visible()
    page.keyboard.press("u")
    kept(page)
    page = visit(demo_desk, "protection").go(f"/link/pairs/{before}/")
    expect(page.locator("#pair")).to_contain_text("a typing s does not judge")
    row = page.locator("#pair tbody tr").filter(has_text="a typing s")
    expect(row).not_to_contain_text("blind")


def test_names_stand_syllable_by_syllable_for_those_who_may_see_them(
    demo_desk: Desk, visit: NewVisitor
) -> None:
    officer, analyst = visit(demo_desk, "officer"), visit(demo_desk, "analyst")
    page = officer.go("/link/review/?verdict=all&order=likely")
    addresses = [a.get_attribute("href") or "" for a in page.locator("tbody a").all()][:20]
    named = next(a for a in addresses if officer.go(a).locator("td.syllable").count() >= 6)
    page = officer.go(named)
    syllable = page.locator("td.syllable").first.inner_text()
    name = page.locator(".names strong").first.inner_text()
    expect(page.locator("#pair")).to_contain_text("names of other people would fit this well")
    officer.picture("review")
    page.get_by_role("button", name="Show it now").click()
    expect(page.locator("figure.waterfall svg")).to_be_visible()
    closed = analyst.go(named).locator("main")
    expect(closed.get_by_text("closed to your role").first).to_be_visible()
    expect(closed).to_contain_text("Family name")
    assert name not in closed.inner_text()
    assert closed.locator("td.syllable").count() == 0
    assert syllable


def test_a_person_is_explained_and_parting_it_is_looked_at_first(demo_desk: Desk, visit: NewVisitor) -> None:
    page = visit(demo_desk, "officer").room("Persons")
    page.locator("tbody td:first-child a").first.click()
    why = page.locator("#why-one")
    expect(why.get_by_role("heading", level=2)).to_contain_text("are one person")
    expect(why.locator("svg")).to_be_visible()
    expect(why).to_contain_text("the weakest bridge")
    expect(why).to_contain_text("What would change my mind")
    here = page.url
    why.get_by_role("link", name="cut here: what would change").last.click()
    expect(page.get_by_role("heading", name="Then")).to_be_visible()
    expect(page.get_by_text("Persons here")).to_be_visible()
    page.get_by_role("button", name=re.compile("Say so of")).click()
    expect(page.get_by_role("status").first).to_contain_text("different people on the two sides")
    assert page.url == here


def test_what_sources_say_differently_of_one_person_stands_side_by_side(
    demo_desk: Desk, visit: NewVisitor
) -> None:
    visitor = visit(demo_desk, "analyst")
    page = visitor.room("Persons")
    addresses = [a.get_attribute("href") or "" for a in page.locator("tbody td:first-child a").all()]
    assert addresses
    for address in addresses:
        page = visitor.go(address)
        if page.locator("th.conflict").count():
            break
    conflict = page.locator("th.conflict").first
    expect(conflict).to_contain_text("sources differ")
    several = int(conflict.get_attribute("rowspan") or "")
    assert several > 1
    saying = page.locator("#values tbody tr:has(th.conflict) a[href*='/record/mentions/']")
    expect(page.get_by_text("closed to your role").first).to_be_visible()
    saying.first.click()
    expect(page.get_by_role("heading", name="What the source says of this person")).to_be_visible()
