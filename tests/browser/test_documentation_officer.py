"""A documentation officer's morning: documents in, coded beside the text; lists in, mended, undone."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import JOB_MS, Desk, NewVisitor, Visitor

from tumen import names

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
HANGUL = re.compile(r"^[가-힣]{3,4}$")

DROP = """([zone, name, type, content]) => {
  const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name, { type }));
  for (const kind of ["dragenter", "dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
  }
}"""

WHERE = """([text, phrase]) => {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(phrase);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + phrase.length);
    const box = range.getBoundingClientRect();
    return [box.left, box.right, box.top + box.height / 2];
  }
  return null;
}"""


def drop(page: Page, zone: Locator, name: str, content: bytes) -> None:
    """Drop a file from outside onto a part of the page."""
    handle = zone.element_handle()
    page.evaluate(DROP, [handle, name, "application/octet-stream", base64.b64encode(content).decode()])


def somebody_known(visitor: Visitor) -> tuple[str, str, str, set[str]]:
    """A person of the linked record: name in Hangul, year of birth, sex, and the mentions that are this person."""
    page = visitor.go("/link/persons/")
    people = [a.get_attribute("href") or "" for a in page.locator("tbody td:first-child a").all()]
    for address in people:
        page = visitor.go(address)
        mentions = {a.inner_text() for a in page.locator("section").first.locator("td:first-child a").all()}
        said = [cell.inner_text() for cell in page.locator("section").first.locator("td:nth-child(4)").all()]
        hangul = [w for text in said for w in text.split() if HANGUL.match(w)]
        rows = page.locator("#values tbody tr:has(th)").all()
        told = {
            row.locator("th").inner_text().split("\n")[0]: row.locator("td").first.inner_text()
            for row in rows
        }
        born = re.findall(r"(?:19|20)\d\d", told.get("Born", ""))
        sex = re.findall(r"^(?:female|male)", told.get("Sex", ""))
        if hangul and born and sex and page.locator("th.conflict").count() == 0:
            return hangul[0], born[0], sex[0], mentions
    pytest.fail("Nobody in the made-up world has a Hangul name, a year of birth and a sex without conflict.")


def select_with_mouse(page: Page, phrase: str) -> None:
    text = page.locator("#text")
    text.scroll_into_view_if_needed()
    box = page.evaluate(WHERE, [text.element_handle(), phrase])
    assert box is not None, f"{phrase!r} does not stand in the text"
    left, right, middle = box
    page.mouse.move(left + 0.5, middle)
    page.mouse.down()
    page.mouse.move((left + right) / 2, middle, steps=4)
    page.mouse.move(right - 0.5, middle, steps=4)
    page.mouse.up()


def test_a_dropped_pdf_is_read_coded_and_its_victim_recognised_across_scripts(
    demo_desk: Desk, visit: NewVisitor, make_pdf: Callable[[list[str]], bytes]
) -> None:
    visitor = visit(demo_desk, "officer")
    hangul, year, sex, known = somebody_known(visitor)
    latin = names.romanise(hangul)
    telling = f"{latin} was arrested at the river in March 2011"
    pdf = make_pdf(["A made-up report.", f"{telling} and sent back.", "Nobody saw her again for a year."])

    page = visitor.go("/record/imports/documents/")
    drop(page, page.locator("[data-drop]"), "a made-up report.pdf", pdf)
    expect(page.locator("[data-files]")).to_have_text("a made-up report.pdf")
    page.get_by_label("Kind of source").select_option(index=1)
    page.get_by_label("Issued by").fill("Quiet Shore (made up)")
    page.get_by_label("Published: may be used").check()
    page.get_by_role("button", name="Dry run").click()
    row = page.get_by_role("row").filter(has_text="a made-up report.pdf")
    expect(row).to_contain_text("new", timeout=JOB_MS)
    page.get_by_role("button", name="Import now").click()
    visitor.job_done()
    page.get_by_role("link", name="See the import").click()
    expect(page.locator("main")).to_contain_text("1 documents")

    page = visitor.room("Documents")
    visitor.follow(page.locator("tbody tr").filter(has_text="a made-up report").get_by_role("link").first)
    quote = page.locator("[data-quote]")
    expect(quote).to_have_text("Nothing is marked yet.")
    select_with_mouse(page, telling)
    expect(quote).to_have_text(telling)

    page.get_by_label("What was done").select_option(label="arrest")
    page.get_by_label("When", exact=True).fill("March 2011")
    page.get_by_label("Name as given").fill(latin)
    page.get_by_label("Name as given").press("Tab")
    reading = page.locator("#name-reading")
    expect(reading).to_contain_text(names.parse(latin).hangul)
    expect(reading).to_contain_text("in the record bear")
    page.get_by_label("Sex").select_option(label=sex)
    page.get_by_label("Born").fill(year)
    page.get_by_label("What the new account is about").fill("An arrest at the river")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("Coded as")
    expect(page.locator("#text mark")).to_have_text(telling)

    suggestion = page.locator("article.suggestion").filter(
        has=page.get_by_role("link", name=re.compile(f"^({'|'.join(known)})$"))
    )
    expect(suggestion.first).to_be_visible()
    best = suggestion.first
    expect(best).to_contain_text("the same as")
    best.locator("details").evaluate("(details) => { details.open = true; }")
    expect(best.locator("li").first).to_contain_text("bits")
    expect(best).to_contain_text("names")
    other = best.locator("h3 a").inner_text()
    visitor.picture("document")
    best.get_by_role("button", name="Same person").click()
    judged = page.locator("article.suggestion").filter(has=page.get_by_role("link", name=other, exact=True))
    expect(judged).to_contain_text("judged: same")

    page.get_by_role("link", name=re.compile(r"^Act \d+$")).click()
    expect(page.locator("blockquote")).to_have_text(telling)
    expect(page.locator("main")).to_contain_text("Quiet Shore (made up)")


def test_somebody_is_found_by_a_name_in_another_script(demo_desk: Desk, visit: NewVisitor) -> None:
    visitor = visit(demo_desk, "officer")
    hangul, _, _, known = somebody_known(visitor)
    page = visitor.go("/record/mentions/by-name/")
    asked = names.romanise(hangul, "dprk")
    page.get_by_label("Name, in any script").fill(asked)
    page.keyboard.press("Enter")
    # The page writes names as the South begins words: 리 as 이.
    expect(page.locator(".readings")).to_contain_text(names.parse(asked).hangul)
    row = page.locator("tbody tr").filter(
        has=page.get_by_role("link", name=re.compile(f"^({'|'.join(known)})$"))
    )
    expect(row.first).to_contain_text("the same name")
    row.first.locator("summary").click()
    expect(row.first.locator("li").first).to_be_visible()
    assert asked.split()[-1] not in page.url
    visitor.picture("by-name")


def test_words_are_marked_with_the_keyboard_alone(demo_desk: Desk, visit: NewVisitor) -> None:
    visitor = visit(demo_desk, "officer")
    page = visitor.go("/record/documents/")
    visitor.follow(page.locator("tbody a").first)
    text = page.locator("#text")
    text.focus()
    page.keyboard.press("ArrowRight")
    quote = page.locator("[data-quote]")
    expect(quote).not_to_have_text("Nothing is marked yet.")
    first = quote.inner_text()
    page.keyboard.press("Shift+ArrowRight")
    expect(quote).not_to_have_text(first)
    both = quote.inner_text()
    assert both.startswith(first)
    start, end = (int(page.locator(f"input[name={n}]").input_value()) for n in ("start", "end"))
    whole = text.evaluate("(e) => e.textContent")
    assert whole[start:end] == both
    page.keyboard.press("ArrowRight")
    expect(quote).not_to_have_text(both)
    assert int(page.locator("input[name=start]").input_value()) == end


def give_table(visitor: Visitor, path: Path) -> Page:
    page = visitor.go("/record/imports/table/")
    page.get_by_label("Drop a CSV").set_input_files(path)
    page.get_by_role("button", name="Match the columns").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Match the columns")
    return page


def test_a_list_with_faults_is_refused_row_by_row_then_comes_in_and_is_taken_back(
    demo_desk: Desk, visit: NewVisitor, tmp_path: Path
) -> None:
    visitor = visit(demo_desk, "officer")
    good = [
        "No,성명,Gender,Date of birth,Remarks",
        "t-1,가나다,f,1984,x",
        "t-2,라마바,m,March 1990,x",
        "t-3,사아자,,1979?,x",
    ]
    bad = [*good[:2], "t-2,라마바,unknown,March 1990,x", "t-3,사아자,f,the other day,x"]
    wrong, right = tmp_path / "wrong list.csv", tmp_path / "right list.csv"
    wrong.write_text("\n".join(bad) + "\n", "utf-8-sig")
    right.write_text("\n".join(good) + "\n", "utf-8-sig")
    before = visitor.go("/record/mentions/").get_by_text(re.compile("in all$")).inner_text()

    page = give_table(visitor, wrong)
    expect(page.get_by_label("Name", exact=False).first).to_have_value("성명")
    expect(page.get_by_label("Born")).to_have_value("Date of birth")
    page.get_by_label("Person id in this list").select_option("No")
    page.get_by_role("button", name="Dry run").click()
    faults = page.locator("tbody tr")
    expect(faults).to_have_count(2, timeout=JOB_MS)
    expect(faults.nth(0).locator("td")).to_contain_text(["3", "sex", "'unknown' is not a sex"])
    expect(faults.nth(1).locator("td").first).to_have_text("4")
    expect(faults.nth(1)).to_contain_text("birth")
    expect(page.get_by_role("button", name="Import now")).to_have_count(0)

    page = give_table(visitor, right)
    page.get_by_label("Person id in this list").select_option("No")
    page.get_by_label("Call this import").fill("The right list")
    page.get_by_role("button", name="Dry run").click()
    expect(page.get_by_text("3 mentions would come in")).to_be_visible(timeout=JOB_MS)
    page.get_by_role("button", name="Import now").click()
    visitor.job_done()
    page.get_by_role("link", name="See the import").click()
    expect(page.locator("main")).to_contain_text("3 mentions")
    page.get_by_role("button", name="Take this import back").click()
    expect(page.get_by_role("status")).to_contain_text("Taken back, every row of it")
    expect(page.locator("main")).to_contain_text("taken back")
    assert visitor.go("/record/mentions/").get_by_text(re.compile("in all$")).inner_text() == before


def test_an_act_is_coded_by_keys_alone_and_survives_a_killed_browser(
    demo_desk: Desk, visit: NewVisitor
) -> None:
    visitor = visit(demo_desk, "officer")
    page = visitor.room("Documents")
    visitor.follow(page.locator("tbody tr").last.get_by_role("link").first)
    address = page.url.removeprefix(demo_desk.address)
    page.locator("#text").focus()
    page.keyboard.press("ArrowRight")
    for _ in range(8):
        page.keyboard.press("Shift+ArrowRight")
    # The browser tells of a selection a moment after it is made.
    expect(page.locator("[data-quote]")).to_have_text(page.evaluate("getSelection().toString().trim()"))
    marked = page.locator("[data-quote]").inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_label("What was done")).to_be_focused()
    page.keyboard.type("arrest")
    page.keyboard.press("Tab")
    page.keyboard.type("March 2011")
    expect(page.locator("[data-kept]")).to_contain_text("Kept at")
    visitor.context.close()

    page = (again := visit(demo_desk, "officer")).go(address)
    expect(page.locator("[data-kept]")).to_contain_text("is back")
    expect(page.locator("[data-quote]")).to_have_text(marked)
    expect(page.get_by_label("When", exact=True)).to_have_value("March 2011")
    page.get_by_label("What the new account is about").press_sequentially("An arrest")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("Coded as")
    expect(again.go(address).locator("[data-kept]")).to_be_empty()
