"""A documentation officer's morning: a Korean interview and an English report come in, are coded and found again; a
photograph and the transcript of a recording beside them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect
from tests.browser.conftest import JOB_MS, Desk, NewVisitor, Visitor

KOREAN = (
    "면담 기록 (가상)",
    "저는 2009년 봄에 두만강을 건넜습니다.",
    "그해 가을에 중국에서 체포되어 송환되었습니다.",
)
HEAD = 'xmlns:hp="http://www.hancom.co.kr/hwpml/2011/paragraph" xmlns:hs="http://www.hancom.co.kr/hwpml/2011/section"'
VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:03.500\nSeven crossed.\n\n00:01:02.000 --> 00:01:05.000\nOne came back.\n"


def hwpx() -> bytes:
    """An interview as a Korean word processor saves it."""
    told = "".join(f"<hp:p><hp:run><hp:t>{line}</hp:t></hp:run></hp:p>" for line in KOREAN)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("mimetype", "application/hwp+zip")
        parts.writestr("Contents/content.hpf", _PACKAGE)
        parts.writestr("Contents/section0.xml", f"<hs:sec {HEAD}>{told}</hs:sec>")
    return out.getvalue()


_PACKAGE = (
    '<opf:package xmlns:opf="http://www.idpf.org/2007/opf/"><opf:manifest><opf:item id="section0" '
    'href="Contents/section0.xml" media-type="application/xml"/></opf:manifest>'
    '<opf:spine><opf:itemref idref="section0"/></opf:spine></opf:package>'
)


def photograph() -> bytes:
    image = Image.new("RGB", (640, 420), (190, 205, 230))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 260, 640, 420), fill=(70, 95, 65))
    draw.rectangle((90, 130, 260, 270), fill=(125, 70, 50))
    draw.polygon([(90, 130), (260, 130), (175, 70)], fill=(80, 50, 45))
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


def mark(page: Page, phrase: str) -> None:
    """Mark a phrase by its words, as a mouse would; how marking by keys works is shown elsewhere."""
    page.locator("#text").evaluate(
        """(text, phrase) => {
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(phrase);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at); range.setEnd(node, at + phrase.length);
            getSelection().removeAllRanges(); getSelection().addRange(range);
          }
        }""",
        phrase,
    )
    expect(page.locator("[data-quote]")).to_have_text(phrase)


def code(page: Page, phrase: str, act: str, when: str, about: str) -> None:
    mark(page, phrase)
    page.get_by_label("What was done").select_option(label=act)
    page.get_by_label("When", exact=True).fill(when)
    page.get_by_label("What the new account is about").fill(about)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("Coded as")


def bring_in(visitor: Visitor, files: list[tuple[str, bytes]]) -> None:
    page = visitor.go("/record/imports/documents/")
    payloads = [{"name": n, "mimeType": "application/octet-stream", "buffer": c} for n, c in files]
    page.locator("input[type=file]").set_input_files(payloads)  # type: ignore[arg-type]  # dicts as playwright documents them
    page.get_by_label("Call this import").fill("A morning")
    page.get_by_label("Kind of source").select_option(index=1)
    page.get_by_label("Published: may be used").check()
    page.get_by_role("button", name="Dry run").click()
    for name, _ in files:
        expect(page.get_by_role("row").filter(has_text=name)).to_contain_text("new", timeout=JOB_MS)
    page.get_by_role("button", name="Import now").click()
    visitor.job_done()


def test_a_korean_interview_and_an_english_report_come_in_are_coded_and_found(
    demo_desk: Desk, visit: NewVisitor, make_pdf: Callable[[list[str]], bytes]
) -> None:
    visitor = visit(demo_desk, "officer")
    report = make_pdf(["A morning report.", "Two women were arrested at the ferry in May 2010.", "Made up."])
    bring_in(visitor, [("a morning interview.hwpx", hwpx()), ("a morning report.pdf", report)])
    for words, phrase, act, when in (
        ("a morning interview", "그해 가을에 중국에서 체포되어", "arrest", "2009년 가을"),
        ("a morning report", "Two women were arrested at the ferry", "arrest", "May 2010"),
    ):
        page = visitor.go("/record/documents/")
        visitor.follow(page.locator("tbody tr").filter(has_text=words).get_by_role("link").first)
        code(page, phrase, act, when, f"An arrest ({words})")
        visitor.picture(f"morning-{words.rpartition(' ')[2]}")
    # The index follows the record within moments; another inflection of the word finds it.
    for _ in range(30):
        page = visitor.go("/search/")
        page.get_by_label("Words or a name").fill("체포하다")
        page.get_by_role("button", name="Search", exact=True).click()
        page.wait_for_load_state()
        if "가을에" in page.locator("main").inner_text():
            break
        page.wait_for_timeout(1000)
    expect(page.locator("main")).to_contain_text("가을에")


def test_a_photograph_and_a_transcript_are_looked_at_and_described(
    demo_desk: Desk, visit: NewVisitor
) -> None:
    visitor = visit(demo_desk, "officer")
    bring_in(visitor, [("a bank.jpg", photograph()), ("a talk.vtt", VTT.encode())])
    page = visitor.go("/record/media/")
    figure = page.locator("figure").first
    expect(figure.locator("img")).to_be_visible()
    assert figure.locator("img").evaluate("(i) => i.decode().then(() => i.naturalWidth)") == 320
    visitor.picture("pictures-and-films")
    figure.locator("figcaption").get_by_role("link", name=re.compile(r"^D-\d+$")).click()
    page.get_by_text("Say what is known of it").click()
    page.get_by_label("What it is").select_option(label="photograph")
    page.get_by_label("Credit, as printed").fill("Made up, 2011")
    page.locator("form.narrow").get_by_role("button", name="Keep it").first.click()
    expect(page.locator("#media")).to_contain_text("Made up, 2011")
    visitor.picture("a-photograph")
