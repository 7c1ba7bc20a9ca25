"""The ceremony of the recovery sheets, by somebody who reads only the pages; then the passphrase is lost."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Desk, NewVisitor
from tests.browser.test_first_start_and_sealing import create, heading, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
NEW = "another six words drawn by dice"


def _looked_at(page: Page, name: str) -> None:
    """Kept for a person to look at, where one asks for it."""
    if folder := os.environ.get("TUMEN_LOOKS"):
        page.screenshot(path=Path(folder) / f"sheets-{name}.png", full_page=True)


def _printed(page: Page) -> list[str]:
    """The paper as it comes out of the printer: the words of each sheet."""
    page.emulate_media(media="print")
    paper = pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    texts = [sheet.get_textpage().get_text_range() for sheet in paper]
    page.emulate_media(media="screen")
    sheets = [text for text in texts if "Recovery sheet" in text]
    assert len(sheets) == len(texts) == 3, "each sheet on a page of its own, and nothing else is printed"
    return [" ".join(re.findall(r"^(?:\d+\.\s*)?([a-z]{4,})\s*$", text, re.MULTILINE)) for text in sheets]


def test_three_sheets_are_made_and_two_of_them_open_a_desk_whose_passphrase_is_lost(
    new_desk: Desk, visit: NewVisitor
) -> None:
    visitor = visit(new_desk)
    create(visitor)
    page = visitor.room("Keys and backups")
    _looked_at(page, "1-keys")
    page.get_by_role("link", name="Recovery sheets").click()
    _looked_at(page, "2-what-you-need")
    page.get_by_role("button", name="Make three sheets").click()
    heading(page, "Print these three sheets")
    _looked_at(page, "3-print")
    paper = _printed(page)
    assert [len(words.split()) for words in paper] == [20, 20, 20]

    page.get_by_role("link", name="They are printed").click()
    page.get_by_label("Sheet 1").fill(paper[0])
    page.get_by_label("Sheet 2").fill(paper[0])
    page.get_by_label("Sheet 3").fill(paper[2].replace(paper[2].split()[4], "wrong", 1))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("These are the words of another sheet.")).to_be_visible()
    _looked_at(page, "4-mistyped")
    # The first four letters, with numbers and commas, in capitals: as people type from paper.
    short = [", ".join(f"{n} {w[:4].upper()}" for n, w in enumerate(words.split(), 1)) for words in paper]
    for number, typed in enumerate(short, 1):
        page.get_by_label(f"Sheet {number}").fill(typed)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("status")).to_contain_text("Any two of the three sheets open this desk now.")

    page.wait_for_load_state("networkidle")  # its panels are there before the desk goes
    new_desk.restart()
    page = visitor.go("/")
    page.get_by_role("link", name="The passphrase is lost").click()
    _looked_at(page, "5-lost")
    page.get_by_label("One sheet").fill(short[2])
    page.get_by_label("Another sheet").fill(short[2])
    page.get_by_label("A new passphrase", exact=True).fill(NEW)
    page.get_by_label("The new passphrase again").fill(NEW)
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("alert")).to_be_visible()
    _looked_at(page, "6-one-twice")
    page.get_by_label("Another sheet").fill(short[0])
    page.get_by_label("A new passphrase", exact=True).fill(NEW)
    page.get_by_label("The new passphrase again").fill(NEW)
    page.get_by_role("button", name="Unlock").click()
    heading(page, "Sign in")
    sign_in(visitor)
    expect(visitor.room("Keys and backups").locator(".cards")).to_contain_text("Any two of the three sheets")
