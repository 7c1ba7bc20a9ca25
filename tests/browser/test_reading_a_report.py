"""A report never seen before becomes twenty accepted figures by keys alone, and the quantity explains them."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Desk, NewVisitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TWENTY = 20
YEARS = range(1995, 2019)
REPORT = "A made-up survey of estimates\n\n" + "\n\n".join(
    f"In {year} the Harbour Office estimated that about {7_000 + 4_000 * (year % 13):,} people were in hiding in China."
    for year in YEARS
)


def test_twenty_figures_are_accepted_by_keys_alone_and_the_quantity_shows_them(
    demo_desk: Desk, visit: NewVisitor
) -> None:
    visitor = visit(demo_desk, "officer")
    page = visitor.go("/read/")
    began = time.monotonic()
    page.set_input_files(
        "input[type=file]", {"name": "survey.txt", "mimeType": "text/plain", "buffer": REPORT.encode()}
    )
    visitor.follow(page.get_by_role("button", name="Read it").first)
    rows = page.locator("[data-row]")
    expect(rows).to_have_count(len(YEARS))
    page.wait_for_load_state()
    expect(page.locator("#text mark.here")).to_contain_text("people")
    visitor.picture("candidates")
    for _ in range(TWENTY):
        page.keyboard.press("a")
    expect(page.locator(".row.accepted")).to_have_count(TWENTY)
    assert time.monotonic() - began < 120
    page.keyboard.press("x")
    page.keyboard.press("4")
    expect(page.locator(".row.dismissed")).to_contain_text("Too uncertain")
    page.keyboard.press("u")
    expect(page.locator(".row.dismissed")).to_have_count(0)
    page.keyboard.press("e")
    field = page.get_by_label("Who says it")
    field.fill("Harbour Office of the Coast")
    field.press("Control+Enter")
    expect(page.locator(".row.accepted")).to_have_count(TWENTY + 1)
    page.keyboard.press("2")
    expect(page.locator(".lists [aria-current]")).to_contain_text("Dates")
    page.locator(".lists a", has_text="Figures").click()
    expect(page.locator(".row.accepted")).to_have_count(TWENTY + 1)

    page = visitor.go("/count/claims/of/HIDING/")
    expect(page.locator("tbody th a", has_text=re.compile(r"^C-\d+$"))).to_have_count(TWENTY + 1)
    expect(page.get_by_role("heading", name="In short")).to_be_visible()
    visitor.picture("conflicting-figures")
