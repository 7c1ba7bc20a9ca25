"""From a coded return in Jilin in 2013 to a communication and a letter that pass their checks; from a call to an alert.

Each way is walked as its users walk it, and its steps are counted: every field filled, every choice and every press is
one. The guide says how many; a way that grows longer has to be told there.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import JOB_MS, Desk, NewVisitor, Visitor

from tumen import names

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "from-a-return-to-a-paper.md"
RETURNED = "was taken at Longjing and sent back over the bridge at Tumen in November 2013"
CALLED = "was taken by the police at Yanji this morning and may be sent back tonight"
WGEID = "Working Group on Enforced or Involuntary Disappearances"


class Hands:
    """What somebody does on a page, counted."""

    def __init__(self) -> None:
        self.steps = 0
        self.began = time.monotonic()

    def fill(self, page: Page, label: str | re.Pattern[str], text: str) -> None:
        self.steps += 1
        page.get_by_label(label, exact=isinstance(label, str)).fill(text)

    def choose(self, page: Page, label: str, code: str) -> None:
        self.steps += 1
        page.get_by_label(re.compile(f"^{re.escape(label)}")).select_option(code)

    def press(self, page: Page, name: str | re.Pattern[str], role: str = "button") -> None:
        self.steps += 1
        page.get_by_role(role, name=name, exact=isinstance(name, str)).first.click()  # type: ignore[arg-type]  # a role

    def open(self, page: Page, summary: str) -> None:
        self.steps += 1
        page.locator("summary", has_text=summary).first.click()

    def told(self, way: str) -> None:
        """The guide names this way with as many steps."""
        print(f"{way}: {self.steps} steps, {time.monotonic() - self.began:.0f} s of waiting")  # noqa: T201  (for the guide)
        assert f"| {way} | {self.steps} |" in GUIDE.read_text("utf-8"), f"{way} took {self.steps} steps"


def somebody(officer: Visitor) -> str:
    """A Latin name of a person of the made-up world."""
    links = officer.go("/record/mentions/").locator("tbody a[href^='/record/mentions/']")
    for address in [links.nth(n).get_attribute("href") or "" for n in range(min(links.count(), 20))]:
        found = re.search(r"[가-힣]{3}(?= as given)", officer.go(address).locator("main").inner_text())
        if found:
            return names.romanise(found[0])
    pytest.fail("None of the latest people has a name in Hangul.")


def coded(officer: Visitor, hands: Hands, telling: str, act: str, when: str, where: str) -> tuple[str, str]:
    """Code what a document says, mark by mark, as an officer does; addresses of the act and of the person."""
    page = officer.page
    name = telling.partition(" was ")[0]
    hands.steps += 1
    page.locator("#text").evaluate(MARK, telling)
    expect(page.locator("[data-quote]")).to_have_text(telling)
    hands.choose(page, "What was done", act)
    hands.fill(page, "When", when)
    hands.choose(page, "Where", where)
    hands.choose(page, "By whom", "CN-PSB")
    hands.fill(page, "Name as given", name)
    hands.choose(page, "Sex", "f")
    hands.fill(page, "Born", "1995")
    hands.fill(page, "What the new account is about", "What was told of her")
    hands.steps += 1
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("Coded as")
    hands.steps += 1
    # By its address: what was coded is drawn anew beside it, and a press may fall on what is being replaced.
    officer.go(page.get_by_role("link", name=re.compile(r"^Act \d+$")).first.get_attribute("href") or "")
    address = page.url.removeprefix(officer.desk.address)
    return address, page.locator("dl.facts a[href*='/record/mentions/']").first.get_attribute("href") or ""


MARK = """(text, phrase) => {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(phrase);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at); range.setEnd(node, at + phrase.length);
    getSelection().removeAllRanges(); getSelection().addRange(range);
  }
}"""


def bring_in(officer: Visitor, hands: Hands, name: str, content: bytes) -> None:
    """A document in by a dry run and the import, and its page."""
    page = officer.go("/record/imports/documents/")
    page.locator("input[type=file]").set_input_files(
        [{"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": content}]
    )
    hands.steps += 1
    page.get_by_label("Kind of source").select_option("SK-REL")
    hands.steps += 1
    hands.press(page, "Dry run")
    expect(page.get_by_role("row").filter(has_text=name)).to_contain_text("new", timeout=JOB_MS)
    hands.press(page, "Import now")
    officer.job_done()
    officer.go("/record/documents/")
    hands.steps += 1
    officer.follow(page.locator("tbody tr").filter(has_text=name).get_by_role("link").first)


def consent(officer: Visitor, hands: Hands, mention: str, *purposes: str) -> None:
    """Record, as an officer would, what the person or her family agreed to."""
    page = officer.page
    for purpose in purposes:
        officer.go(mention)
        hands.open(page, "Record a decision")
        hands.steps += 2
        page.locator(f"input[name=purpose][value={purpose}]").check()
        page.get_by_role("radio", name="Yes, it may be used for this").check()
        hands.press(page, "Record")


def agreed_and_sealed(lead: Visitor, lawyer: Visitor, hands: Hands, paper: str) -> None:
    """The lead asks, the lawyer agrees, the lead seals."""
    page, second = lead.go(paper), lawyer.page
    hands.fill(page, "Why it should leave now", "The family asked us to.")
    hands.press(page, "Ask")
    expect(page.get_by_text("waits for a second person")).to_be_visible()
    lawyer.go(paper)
    hands.press(second, "waits for a second person", "link")
    hands.steps += 1
    second.get_by_role("radio", name="I agree").check()
    hands.fill(second, "What you looked at, and why", "Read it; nobody can be found by it.")
    hands.press(second, "Answer")
    lead.go(paper)
    hands.press(page, "Seal it and send")
    expect(page.get_by_role("heading", name="Sent", exact=True)).to_be_visible()


def test_a_return_in_jilin_in_2013_becomes_a_communication_and_a_letter(
    demo_desk: Desk, visit: NewVisitor, make_pdf: Callable[[list[str]], bytes]
) -> None:
    officer = visit(demo_desk, "officer")
    telling = f"{somebody(officer)} {RETURNED}"
    bring_in(officer, Hands(), "a sister tells", make_pdf(["A sister tells. Made up.", f"{telling}."]))
    act, mention = coded(officer, Hands(), telling, "REFOUL", "November 2013", "CN-TUMEN")

    # From the coded return on, the steps count.
    hands = Hands()
    consent(officer, hands, mention, "CP-UN", "CP-UNGOV")
    lawyer = visit(demo_desk, "lawyer")
    page = lawyer.go(mention)
    expect(page.get_by_role("heading", name="Law and action")).to_be_visible()
    lawyer.go(act.replace("/record/", "/act/") + "law/")
    expect(page.locator("main")).to_contain_text("1951 Convention, art. 33(1)")
    expect(page.locator(".rule").first).to_contain_text("may amount to")
    lawyer.picture("act-and-law")
    hands.press(page, "Open a case", "link")
    hands.fill(page, "Title", "A return from Jilin, followed")
    hands.press(page, "Open the case")
    hands.open(page, "Somebody was asked")
    hands.fill(page, "Who was asked", "the ministry of foreign affairs in Beijing")
    hands.steps += 1
    page.locator("#i-asked_on").fill("2024-02-01")
    hands.press(page, "Note it")
    expect(page.get_by_text("no answer after")).to_be_visible()
    case = page.url.removeprefix(demo_desk.address)
    lawyer.picture("case-file")
    lawyer.go(act.replace("/record/", "/act/") + "law/")
    hands.press(page, f"Begin: {WGEID}", "link")
    hands.press(page, "Begin")
    check = page.get_by_role("region", name=re.compile("omplete$"))
    page.get_by_label("Who submits and how to reach them").fill("")
    page.get_by_role("button", name="Save").click()
    expect(check).to_contain_text("Missing: Who submits")
    expect(page.get_by_text("sealed in the record")).to_be_visible()
    hands.fill(page, re.compile("^Who submits and how to reach them"), "A made-up group, 1 Road, Seoul")
    hands.press(page, "Save")
    expect(page.get_by_role("heading", name="Complete", exact=True)).to_be_visible()
    lawyer.picture("paper")
    hands.told("Coded return to a complete communication")
    paper = page.url.removeprefix(demo_desk.address)
    lead = visit(demo_desk, "protection")
    agreed_and_sealed(lead, lawyer, hands, paper)
    with lead.page.expect_download() as download:
        lead.page.get_by_role("link", name="PDF").click()
    assert download.value.path().read_bytes()[:5] == b"%PDF-"
    hands.told("the same, agreed to and sealed")

    # A letter to an embassy, without a name, complete with the law of that day.
    hands = Hands()
    consent(officer, hands, mention, "CP-GOV")
    lawyer.go(f"/act/papers/new/?case={case.strip('/').rsplit('/', 1)[-1]}&channel=CHN-EMB&concerns=CHN")
    hands.choose(page, "Office (for a letter)", "CHN-EMB")
    hands.press(page, "Begin")
    hands.fill(page, re.compile("^Who writes"), "A made-up group in Seoul")
    hands.press(page, "Save")
    expect(page.get_by_role("heading", name="Complete", exact=True)).to_be_visible()
    expect(page.get_by_label(re.compile("^Addressee"))).to_have_value(
        "Ambassador of the People's Republic of China"
    )
    lawyer.picture("letter")
    hands.told("Coded return to a complete letter to an embassy")
    page.get_by_label(re.compile("^The case")).fill("To the People's Republic of Korea")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("No state is called")).to_be_visible()


def test_a_call_becomes_an_alert_that_is_sent(
    demo_desk: Desk, visit: NewVisitor, make_pdf: Callable[[list[str]], bytes]
) -> None:
    officer, lawyer, lead = (visit(demo_desk, role) for role in ("officer", "lawyer", "protection"))
    telling = f"{somebody(officer)} {CALLED}"
    content = make_pdf(["Notes of a call. Made up.", f"{telling}."])
    # The telephone rings.
    hands = Hands()
    bring_in(officer, hands, "notes of a call", content)
    today = time.strftime("%Y-%m-%d", time.gmtime())
    act, mention = coded(officer, hands, telling, "ARREST", today, "CN-YANJI")
    consent(officer, hands, mention, "CP-EMERG")
    page = lawyer.go(act.replace("/record/", "/act/") + "law/")
    hands.press(page, "Open a case", "link")
    hands.fill(page, "Title", "Taken this morning")
    hands.press(page, "Open the case")
    hands.press(page, "Urgent alert", "link")
    for language in ("en", "ko", "zh"):
        section = page.locator(f"section[lang={language}]")
        expect(section).to_be_visible()
        assert telling.partition(" was ")[0] not in section.inner_text()
    lawyer.picture("alert")
    hands.press(page, "Make the paper", "link")
    hands.press(page, "Begin")
    expect(page.get_by_role("heading", name="Complete", exact=True)).to_be_visible()
    paper = page.url.removeprefix(demo_desk.address)
    agreed_and_sealed(lead, lawyer, hands, paper)
    hands.told("First call to an alert that is sealed")
