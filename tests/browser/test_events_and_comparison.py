"""Events told by many, from the linkage to the review; and two desks that compare their lists, both sides played."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Desk, NewVisitor, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def other_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The desk of the other organisation: fewer of the same made-up people."""
    desk = Desk(tmp_path_factory.mktemp("another house") / "desk", "--demo", "--people", "200")
    desk.start()
    yield desk
    desk.stop()


def test_tellings_are_linked_into_events_looked_at_and_judged(demo_desk: Desk, visit: NewVisitor) -> None:
    visitor = visit(demo_desk, "officer")
    page = visitor.room("Events")
    expect(page.locator(".empty")).to_contain_text("Nothing is linked yet")
    page.get_by_role("link", name="Link events").first.click()
    for box in page.locator("input[name=kind]").all()[1:]:
        box.uncheck()
    page.get_by_role("button", name="Link events").click()
    visitor.job_done()
    page.get_by_role("link", name="See the events").click()
    expect(page.get_by_role("columnheader", name="Independent first-hand sources")).to_be_visible()
    page.locator("tbody td:first-child a").first.click()
    for heading in ("Who says so", "Account beside account", "Who depends on whom"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.get_by_role("heading", name="Why these tellings are one event").scroll_into_view_if_needed()
    visitor.follow(page.locator("a", has_text=re.compile(r"^T-\d+ ~ T-\d+$")).first)
    expect(page.get_by_role("heading", level=1)).to_have_text("One event, or two?")
    here = page.url
    page.keyboard.press("u")
    expect(page.get_by_role("status").first).to_contain_text("Kept: cannot tell")
    visitor.page.goto(here)
    expect(page.get_by_text("You said: unsure")).to_be_visible()
    page.keyboard.press("z")
    expect(page.get_by_role("status").first).to_contain_text("Taken back")
    assert page.url == here


# Starts a second desk; both sides are played always, without a browser, in tests/desk/link/test_exchange.py.
@pytest.mark.slow
def test_two_organisations_compare_their_lists_and_see_the_same_counts(
    demo_desk: Desk, other_desk: Desk, visit: NewVisitor, tmp_path: Path
) -> None:
    south, north = visit(demo_desk, "protection"), visit(other_desk, "protection")
    page = south.room("Compare lists")
    page.get_by_role("link", name="Begin a comparison").click()
    words = page.locator(".number").first.inner_text()
    page.get_by_label("Our name").fill("South Archive")
    page.get_by_label("With whom").fill("North Archive")
    page.get_by_label("Why, and what happens").fill("To estimate how many there are.")
    page.get_by_label("Fewest people").fill("20")
    page.get_by_label("Of a hundred of our people").fill("100")
    page.get_by_role("button", name="Mask our list").click()
    first = handed_out(south, tmp_path / "first")
    check = page.locator("section", has_text="Read these three words").locator(".number").inner_text()

    page = take_in(north, first, words)
    expect(page.locator("section", has_text="Read these three words").locator(".number")).to_have_text(check)
    page.get_by_label("Why, and what happens").fill("To estimate how many there are.")
    page.get_by_role("button", name="Mask our list and answer").click()
    second = handed_out(north, tmp_path / "second")

    page = take_in(south, second, words)
    third = handed_out(south, tmp_path / "third")
    seen = counts(page)
    take_in(north, third, words)
    north.job_done()
    north.page.get_by_role("link", name="Go on with the comparison").click()
    assert counts(north.page) == seen
    assert len(seen) == 3
    log = south.go("/log/")
    expect(log.locator("tbody")).to_contain_text("exchange_finished")


def handed_out(visitor: Visitor, target: Path) -> Path:
    """Wait for the work of a step, and take the file that it made."""
    visitor.job_done()
    visitor.page.get_by_role("link", name="Go on with the comparison").click()
    with visitor.page.expect_download() as fetched:
        visitor.page.locator("section", has_text="Give this file to").get_by_role("link").first.click()
    fetched.value.save_as(target)
    return target


def take_in(visitor: Visitor, file: Path, words: str) -> Page:
    """Give a file that came, with the words."""
    page = visitor.room("Compare lists")
    page.get_by_label("The file you received").set_input_files(file)
    page.get_by_label("The seven words").fill(words)
    page.get_by_role("button", name="Look at it").click()
    return page


def counts(page: Page) -> list[tuple[str, str]]:
    """The table of counts."""
    rows = page.locator("section", has_text="How many").locator("tbody tr").all()
    return [(row.locator("td").nth(0).inner_text(), row.locator("td").nth(1).inner_text()) for row in rows]
