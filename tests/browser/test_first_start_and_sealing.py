"""The first morning of a desk: sealed or new, unlocked, closed at once, killed in the middle of work."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import PASSPHRASE, PASSWORD, Desk, NewVisitor, Visitor

from tumen_desk.accounts import totp

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SEALED = "This desk is sealed"
DOCUMENTS = 250


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def create(visitor: Visitor) -> None:
    """Make a new desk and sign in with its first account."""
    page = visitor.go("/")
    heading(page, "A new desk")
    page.get_by_label("Passphrase of this store").fill(PASSPHRASE)
    page.get_by_label("The passphrase again").fill(PASSPHRASE)
    page.get_by_label("Your user name").fill("haneul")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Create the desk").click()
    give_password(page)
    set_up_an_app(visitor)


def give_password(page: Page) -> None:
    page.get_by_label("Username").fill("haneul")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def set_up_an_app(visitor: Visitor) -> None:
    """What the first sign-in asks for; the codes on paper serve at the next ones."""
    page = visitor.page
    heading(page, "Your sign-in")
    # What a page asks for by itself comes back empty, not as another whole page inside this one.
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Set up an app").click()
    page.get_by_text("It cannot be scanned").click()
    secret = base64.b32decode(page.locator("kbd").inner_text().replace(" ", ""))
    page.get_by_label("Code", exact=True).fill(totp.code_at(secret, totp.step_at(time.time())))
    page.get_by_role("button", name="Turn it on").click()
    heading(page, "Codes on paper")
    visitor.codes = page.locator("kbd").all_inner_texts()
    visitor.go("/")
    heading(page, "Good morning, haneul")


def sign_in(visitor: Visitor) -> None:
    page = visitor.page
    give_password(page)
    heading(page, "Second step")
    page.get_by_label("Code", exact=True).fill(visitor.codes.pop())
    page.get_by_role("button", name="Sign in").click()
    heading(page, "Good morning, haneul")


def test_a_sealed_desk_serves_its_unlocking_page_and_nothing_else(demo_desk: Desk, visit: NewVisitor) -> None:
    demo_desk.restart()
    visitor = visit(demo_desk)
    for path in ("/", "/record/mentions/", "/log/", "/count/figures/1/chart.svg", "/no/such/page/"):
        page = visitor.go(path)
        expect(page).to_have_url(re.compile("/unlock/$"))
        heading(page, SEALED)
    expect(page.get_by_role("navigation")).to_have_count(0)
    visitor.picture("unlock")

    page.get_by_label("Passphrase").fill("not this one")
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("alert")).to_contain_text("passphrase does not")
    heading(page, SEALED)

    page.get_by_label("Passphrase").fill("demo")
    page.keyboard.press("Enter")
    heading(page, "Sign in")
    page.get_by_role("button", name="Documentation officer").click()
    heading(page, "Good morning, officer")
    expect(page.get_by_role("note")).to_contain_text("made up")


def test_a_demonstration_of_an_earlier_version_is_kept_aside(demo_desk: Desk) -> None:
    aside = demo_desk.folder.with_name(demo_desk.folder.name + "-earlier-1")
    assert [path.name for path in aside.iterdir()] == ["keys.json"]
    demo_desk.restart()
    assert not demo_desk.folder.with_name(demo_desk.folder.name + "-earlier-2").exists()


def test_a_new_desk_is_created_used_and_closed_at_once(new_desk: Desk, visit: NewVisitor) -> None:
    visitor = visit(new_desk)
    page = visitor.go("/")
    page.get_by_label("Passphrase of this store").fill(PASSPHRASE)
    page.get_by_label("The passphrase again").fill(PASSPHRASE + "s")
    page.get_by_label("Your user name").fill("haneul")
    page.get_by_label("Your password").fill(PASSPHRASE)
    page.get_by_role("button", name="Create the desk").click()
    expect(page.get_by_text("The two passphrases differ.")).to_be_visible()
    expect(page.get_by_text("Use another password than the passphrase.")).to_be_visible()
    assert not (new_desk.folder / "keys.json").exists()

    create(visitor)
    expect(page.get_by_role("link", name="Begin here")).to_contain_text("Drop documents in")
    for room, said in (
        ("Sources", "No source yet. Register one"),
        ("Acts", "Open a document, mark a passage"),
        ("Review pairs", "Linking compares every two mentions"),
        ("Figures", "When the record is linked, ask"),
        ("Imports", "Documents and tables come in here"),
    ):
        expect(visitor.room(room).locator("main")).to_contain_text(said)

    page.get_by_role("button", name="Close everything now").click()
    heading(page, SEALED)
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Unlock").click()
    sign_in(visitor)
    page.keyboard.press("Control+Shift+L")
    heading(page, SEALED)
    page.go_back()
    expect(page.locator("body")).not_to_contain_text("Good morning")


def start_import(visitor: Visitor, folder: Path) -> str:
    """Ask for an import of several documents; returns the address of its work."""
    folder.mkdir()
    for number in range(DOCUMENTS):
        told = f"Told by somebody made up, {folder.name}, number {number}.\n" * 400
        (folder / f"told {number}.txt").write_text(told, "utf-8")
    page = visitor.go("/record/imports/documents/")
    page.get_by_label("Drop texts").set_input_files(sorted(folder.iterdir()))
    page.get_by_label("Kind of source").select_option(index=1)
    page.get_by_role("button", name="Dry run").click()
    page.get_by_role("button", name="Import now").click(timeout=120_000)
    expect(page).to_have_url(re.compile(r"/jobs/\d+/"))
    return page.url.removeprefix(visitor.desk.address)


def documents_here(visitor: Visitor) -> int:
    shown = visitor.go("/record/documents/").get_by_text(re.compile(r"^[\d,]+ in all$")).inner_text()
    return int(shown.split()[0].replace(",", ""))


def killed_and_finished(
    desk: Desk, visitor: Visitor, folder: Path, eventually: Callable[..., None], *, after: int
) -> bool:
    """Kill the desk when `after` documents are read; open it again: the work is finished, once.

    Returns whether the work was still running when the desk was killed.
    """
    before = documents_here(visitor)
    work = start_import(visitor, folder)
    done = re.compile(r"(\d+) of \d+")

    def far_enough() -> bool:
        shown = visitor.page.locator("#job").inner_text()
        found = done.search(shown)
        return "Done" in shown or bool(found and int(found.group(1)) >= after)

    eventually(far_enough, f"{after} documents are read")
    in_the_middle = "Done" not in visitor.page.locator("#job").inner_text()
    visitor.page.goto("about:blank")
    desk.kill()

    desk.start()
    page = visitor.go("/")
    heading(page, SEALED)
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Unlock").click()
    sign_in(visitor)
    assert documents_here(visitor) in (before, before + DOCUMENTS)
    visitor.go(work)
    visitor.job_done()
    assert documents_here(visitor) == before + DOCUMENTS
    return in_the_middle


def test_a_desk_killed_in_the_middle_of_an_import_finishes_it_once(
    new_desk: Desk, visit: NewVisitor, tmp_path: Path, eventually: Callable[..., None]
) -> None:
    visitor = visit(new_desk)
    create(visitor)
    # On a quick machine one may be done before it is seen to have begun.
    for imports in (1, 2, 3):
        if killed_and_finished(new_desk, visitor, tmp_path / f"told {imports}", eventually, after=2):
            break
    else:
        pytest.fail("No import was still running when the desk was killed.")
    page = visitor.room("Imports")
    expect(page.get_by_text("in the record")).to_have_count(imports)
    assert not [
        line for line in new_desk.said if "Traceback" in line or "made up" in line or "corrupted" in line
    ]


@pytest.mark.slow
def test_a_desk_killed_again_and_again_loses_and_doubles_nothing(
    new_desk: Desk, visit: NewVisitor, tmp_path: Path, eventually: Callable[..., None]
) -> None:
    visitor = visit(new_desk)
    create(visitor)
    for after in range(0, DOCUMENTS, DOCUMENTS // 10):
        killed_and_finished(new_desk, visitor, tmp_path / f"told {after}", eventually, after=after)
