"""Every page of the side bar, for every role: quiet, open to all, whole in a narrow window, led by the keyboard."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.browser.conftest import Desk, NewVisitor, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ROLES = ("officer", "analyst", "lawyer", "protection")
NARROW = 420
# Pages behind the first ones: an address to look for on the first page, and what it is reached from.
BEHIND = (
    ("/record/documents/", "tbody a"),
    ("/record/mentions/", "tbody a"),
    ("/record/acts/", "tbody a"),
    ("/record/sources/", "tbody a"),
    ("/link/review/", "tbody a"),
    ("/link/persons/", "tbody a"),
    ("/count/figures/", "tbody a"),
    ("/count/claims/", "tbody a"),
    ("/act/cases/", "tbody a"),
)
FORMS = (
    "/record/sources/new/", "/record/imports/documents/", "/record/imports/table/", "/record/mentions/by-name/",
    "/count/figures/new/", "/accounts/people/new/",
)  # fmt: skip


def serious(page: Page) -> list[str]:
    """What a person who sees or hears differently cannot use, by axe-core; serious and critical findings."""
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{page.url}: {v['id']} ({v['impact']}) at {v['nodes'][0]['target']}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


def sideways(page: Page) -> list[str]:
    """In a narrow window: what sticks out of the page."""
    page.set_viewport_size({"width": NARROW, "height": 900})
    wide = page.evaluate("document.documentElement.scrollWidth")
    who = page.evaluate(
        """(limit) => [...document.querySelectorAll("main *, nav *")]
          .filter((e) => e.getBoundingClientRect().right > limit + 1 && !e.closest(".scroll, table, .map, .text"))
          .slice(0, 3).map((e) => e.tagName + "." + e.className)""",
        NARROW,
    )
    page.set_viewport_size({"width": 1360, "height": 900})
    return [f"{page.url} is {wide} px wide in a window of {NARROW}: {who}"] if wide > NARROW else []


def build(page: Page) -> set[str]:
    """What a page is built of: its elements with what decides how they look and are read; no words, no addresses."""
    main = re.sub(
        r' (href|value|action|src|datetime|hx-[\w-]+|data-[\w-]+)="[^"]*"',
        "",
        page.locator("main").inner_html(),
    )
    return {page.url + element for element in re.findall(r"<[a-z][^>]*>", main)}


def looked_at(visitor: Visitor, paths: list[str], seen: set[str]) -> list[str]:
    """Faults of these pages. A page that shows another role nothing of another kind was looked at already."""
    faults: list[str] = []
    for path in paths:
        page = visitor.go(path)
        expect(page).to_have_title(re.compile(r".+ · Tumen$"))
        built = build(page)
        if path == "/" or not built <= seen:
            seen |= built
            faults += serious(page) + sideways(page)
    return faults


@pytest.fixture(scope="module")
def seen() -> set[str]:
    """What was looked at."""
    return set()


def rooms(page: Page) -> list[str]:
    links = page.get_by_role("navigation", name="Rooms").locator("li a")
    return [a.get_attribute("href") or "" for a in links.all()]


@pytest.mark.parametrize("role", ROLES)
def test_every_room_is_quiet_accessible_and_fits_a_narrow_window(
    demo_desk: Desk, visit: NewVisitor, seen: set[str], role: str
) -> None:
    visitor = visit(demo_desk, role)
    visitor.picture("home") if role == "officer" else None
    paths = ["/", *rooms(visitor.page)]
    assert len(paths) > 10
    assert looked_at(visitor, paths, seen) == []


def test_pages_behind_the_rooms_and_forms_are_accessible_too(
    demo_desk: Desk, visit: NewVisitor, seen: set[str]
) -> None:
    visitor = visit(demo_desk, "protection")
    behind = []
    for path, link in BEHIND:
        first = visitor.go(path).locator(link).first
        behind.append(first.get_attribute("href") or "")
    assert looked_at(visitor, [*behind, *FORMS], seen) == []


def test_the_gate_is_accessible(demo_desk: Desk, visit: NewVisitor) -> None:
    visitor = visit(demo_desk)
    visitor.unlock()
    assert serious(visitor.page) + sideways(visitor.page) == []


def test_the_keyboard_reaches_the_page_the_rooms_and_the_way_out(demo_desk: Desk, visit: NewVisitor) -> None:
    visitor = visit(demo_desk, "officer")
    page = visitor.go("/record/imports/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Add documents")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Add documents")

    reached: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.innerText || ''"))
    for wanted in ("Sources", "LINK", "Sign out", "Close everything now", "files", "kind", "Dry run"):
        assert any(wanted in text for text in reached), f"Tab does not reach {wanted!r}"
    page.locator("summary", has_text="Link").press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Review pairs")).to_be_focused()


def test_the_way_out_is_seen_without_scrolling(demo_desk: Desk, visit: NewVisitor) -> None:
    visitor = visit(demo_desk, "protection")
    for path in ("/", "/record/acts/", "/act/cases/"):
        page = visitor.go(path)
        page.mouse.wheel(0, 2000)
        expect(page.get_by_role("button", name="Close everything now")).to_be_in_viewport(ratio=1)
