"""HWP 5, HWPX, ODT, XLSX and mail: the words, in order, with notes tied to their marks and nothing lost silently."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from email.message import EmailMessage

import openpyxl
import pytest
from tests.library.documents import office

from tumen import documents
from tumen.errors import BrokenDocument, DocumentTooLarge, EncryptedDocument, HostileDocument

OUTLINE = 1 << 23
HP = 'xmlns:hp="http://www.hancom.co.kr/hwpml/2011/paragraph" xmlns:hs="http://www.hancom.co.kr/hwpml/2011/section"'
HH = 'xmlns:hh="http://www.hancom.co.kr/hwpml/2011/head"'
ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "meta")
)
TOLD = "면담 기록\n\n그는 2009년 3월[1]\t강을 건넜다.\n\n이름\t나이\n\n가명\t34\n\n끝.\n\n[1] 본인 진술"
KINDS = ["heading", "text", "row", "row", "text", "note"]


@pytest.fixture(scope="module")
def jail() -> Iterator[documents.Jail]:
    """One jail for the whole file: what starts it is proved elsewhere."""
    with documents.Jail() as made:
        yield made


def codes(document: documents.Document) -> set[str]:
    return {caution.code for caution in document.warnings}


def an_hwp(*, flags: int = 1) -> bytes:
    note = office.listed(2, office.paragraph(2, "본인 진술"))
    table = office.record(77, 2, b"\0" * 22) + b"".join(
        office.listed(2, office.paragraph(2, text), row=row)
        for row, text in ((0, "이름"), (0, "나이"), (1, "가명"), (1, "34"))
    )
    header = office.listed(2, office.paragraph(2, "대외비"))
    return office.hwp(
        [
            office.paragraph(0, "\1면담 기록", [("head", header)], shape=1)
            + office.paragraph(0, "그는 2009년 3월\1\t강을 건넜다.", [("fn  ", note)])
            + office.paragraph(0, "\1", [("tbl ", table)]),
            office.paragraph(0, "끝."),
        ],
        flags=flags,
        shapes=(0, OUTLINE),
    )


def run(inside: str) -> str:
    return f"<hp:run>{inside}</hp:run>"


def p(inside: str, shape: str = "0") -> str:
    return f'<hp:p paraPrIDRef="{shape}">{inside}</hp:p>'


def sub(text: str) -> str:
    return f"<hp:subList>{p(run(f'<hp:t>{text}</hp:t>'))}</hp:subList>"


def an_hwpx(*, manifest: str = "<manifest/>", body: str = "") -> bytes:
    rows = "".join(
        f"<hp:tr><hp:tc>{sub(a)}</hp:tc><hp:tc>{sub(b)}</hp:tc></hp:tr>"
        for a, b in (("이름", "나이"), ("가명", "34"))
    )
    header = f"<hp:ctrl><hp:header>{sub('대외비')}</hp:header></hp:ctrl>"
    note = f"<hp:ctrl><hp:footNote>{sub('본인 진술')}</hp:footNote></hp:ctrl>"
    told = (
        p(run(header + "<hp:t>면담 기록</hp:t>"), "1")
        + p(run("<hp:t>그는 2009년 3월</hp:t>" + note) + run("<hp:t><hp:tab/>강을 <hp:deleteBegin/>못 </hp:t>")
            + run("<hp:t><hp:deleteEnd/>건넜다.</hp:t>"))
        + p(run(f"<hp:tbl>{rows}</hp:tbl>"))
    )  # fmt: skip
    return office.container(
        {
            "mimetype": "application/hwp+zip",
            "META-INF/manifest.xml": manifest,
            "Contents/content.hpf": '<opf:package xmlns:opf="http://www.idpf.org/2007/opf/"><opf:metadata>'
            '<opf:title>기록</opf:title><opf:meta name="CreatedDate">2019-05-02T00:00:00Z</opf:meta>'
            "</opf:metadata></opf:package>",
            "Contents/header.xml": f'<hh:head {HH}><hh:paraPr id="0"/><hh:paraPr id="1">'
            '<hh:heading type="OUTLINE"/></hh:paraPr></hh:head>',
            "Contents/section0.xml": f"<hs:sec {HP}>{told}{body}</hs:sec>",
            "Contents/section1.xml": f"<hs:sec {HP}>{p(run('<hp:t>끝.</hp:t>'))}</hs:sec>",
        }
    )


def an_odt(*, manifest: str = "<manifest/>") -> bytes:
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{t}</text:p></table:table-cell>" for t in cells)
        + "</table:table-row>"
        for cells in (("이름", "나이"), ("가명", "34"))
    )
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>본인 진술</text:p>"
    note += "</text:note-body></text:note>"
    deleted = "<text:tracked-changes><text:changed-region><text:deletion><text:p>못</text:p>"
    deleted += "</text:deletion></text:changed-region></text:tracked-changes>"
    body = (
        f"{deleted}<text:h>면담 기록</text:h><text:p>그는 <text:span>2009년</text:span> 3월{note}"
        "<text:tab/>강을<text:s/>건넜다."
        f"</text:p><table:table>{rows}</table:table><text:section><text:p>끝.</text:p></text:section>"
    )
    content = f"<office:document-content {ODF}><office:body><office:text>{body}</office:text>"
    content += "</office:body></office:document-content>"
    return office.container(
        {"content.xml": content, "META-INF/manifest.xml": manifest},
        first=("mimetype", "application/vnd.oasis.opendocument.text"),
    )


@pytest.mark.parametrize("make", [an_hwp, an_hwpx, an_odt], ids=["hwp", "hwpx", "odt"])
def test_the_same_record_reads_the_same_from_every_office_format(make: object, jail: documents.Jail) -> None:
    document = jail.read(make(), name="record")  # type: ignore[operator]
    assert document.text == TOLD
    assert [paragraph.kind for paragraph in document.paragraphs] == KINDS


def test_an_hwp_that_is_not_compressed_is_read() -> None:
    assert documents.read(an_hwp(flags=0), name="a.hwp").text == TOLD


def test_what_does_not_run_with_the_text_is_left_out_with_its_reason() -> None:
    assert ("대외비", "page header") in {(o.text, o.reason) for o in documents.read(an_hwp()).left_out}
    hwpx = documents.read(an_hwpx())
    assert {(o.text, o.reason) for o in hwpx.left_out} == {("대외비", "page header"), ("못", "deleted")}
    assert "tracked-changes" in codes(hwpx) & codes(documents.read(an_odt()))


def test_a_file_says_its_title_and_date_and_nothing_is_chosen() -> None:
    stated = {(c.field, c.value) for c in documents.read(an_hwpx()).metadata}
    assert stated == {("title", "기록"), ("date", "2019-05-02")}


def test_a_name_that_promises_another_office_format_is_a_warning() -> None:
    assert documents.read(an_hwpx(), name="a.hwp").media_type == "application/hwp+zip"
    assert "type-mismatch" in codes(documents.read(an_hwpx(), name="a.hwp"))
    assert "type-mismatch" not in codes(documents.read(an_hwpx(), name="a.hwpx"))


def test_a_cell_of_several_paragraphs_comes_out_paragraph_by_paragraph() -> None:
    cell = f"<hp:tc><hp:subList>{p(run('<hp:t>하나</hp:t>'))}{p(run('<hp:t>둘</hp:t>'))}</hp:subList></hp:tc>"
    table = p(run(f"<hp:tbl><hp:tr>{cell}</hp:tr></hp:tbl>"))
    assert "하나\n\n둘" in documents.read(an_hwpx(body=table)).text


def test_sealed_files_say_so(jail: documents.Jail) -> None:
    sealed = "<manifest><encryption-data/></manifest>"
    for content in (an_hwp(flags=3), an_hwp(flags=5), an_hwpx(manifest=sealed), an_odt(manifest=sealed)):
        with pytest.raises(EncryptedDocument):
            jail.read(content)


def test_damaged_hwp_files_get_a_named_answer(jail: documents.Jail) -> None:
    whole = an_hwp()
    for cut in (600, len(whole) // 2, len(whole) - 700):
        with pytest.raises(BrokenDocument):
            jail.read(whole[:cut] + b"HWP Document File", name="a.hwp")
    with pytest.raises(BrokenDocument):
        documents.read(office.hwp([struct.pack("<II", 66 | 0xFFF << 20, 1 << 30)], flags=0))


def test_a_section_that_unpacks_to_too_much_is_refused() -> None:
    bomb = office.hwp([office.paragraph(0, "가") + b"\0" * 3_000_000])
    with pytest.raises(DocumentTooLarge):
        documents.read(bomb, limits=documents.Limits(max_part_bytes=1_000_000))


def test_entities_in_an_hwpx_are_hostile() -> None:
    hostile = '<!DOCTYPE a [<!ENTITY b "c">]><a/>'
    made = office.container({"Contents/content.hpf": "<a/>", "Contents/section0.xml": hostile})
    with pytest.raises(HostileDocument):
        documents.read(made)


def a_workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "명단"
    sheet.append(["이름", "날짜", "수"])
    sheet.append(["가명 가", None, 3])
    sheet["B2"].value, sheet["B2"].number_format = 39873, "yyyy-mm-dd"
    hidden = book.create_sheet("Old")
    hidden.append(["2009-03", True])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_read_sheet_by_sheet_with_its_dates(jail: documents.Jail) -> None:
    document = jail.read(a_workbook(), name="list.xlsx")
    assert document.text == "명단\n\n이름\t날짜\t수\n\n가명 가\t2009-03-01\t3\n\nOld\n\n2009-03\tTRUE"
    assert "hidden-sheets" in codes(document)


def a_letter(*, html: bool = False) -> bytes:
    letter = EmailMessage()
    letter["From"], letter["To"] = "desk@example.org", "field@example.org"
    letter["Subject"], letter["Date"] = "다섯 사람", "Mon, 03 May 2010 10:00:00 +0900"
    letter["Message-ID"] = "<1@example.org>"
    words = "다섯 사람이 회수되었다.\n\nThey were seen in May."
    letter.set_content(
        "".join(f"<p>{w}</p>" for w in words.split("\n\n")) if html else words,
        subtype="html" if html else "plain",
    )
    letter.add_attachment(b"x", maintype="image", subtype="png", filename="map.png")
    return letter.as_bytes()


@pytest.mark.parametrize("html", [False, True])
def test_a_letter_shows_its_head_and_words_and_names_its_attachments(
    html: object, jail: documents.Jail
) -> None:
    document = jail.read(a_letter(html=bool(html)), name="told.eml")
    assert document.media_type == "message/rfc822"
    assert "Subject: 다섯 사람" in document.text
    assert document.text.endswith("다섯 사람이 회수되었다.\n\nThey were seen in May.")
    assert [(o.text, o.reason) for o in document.left_out] == [("map.png", "attachment")]
    assert ("date", "2010-05-03") in {(c.field, c.value) for c in document.metadata}


def test_a_memo_that_begins_like_a_letter_stays_plain_text() -> None:
    assert documents.read(b"From: the desk\nTo: the field\n\nFive came.\n").media_type == "text/plain"


def test_a_page_saved_with_its_pictures_is_read(jail: documents.Jail) -> None:
    saved = (
        b"From: <Saved by a browser>\nSubject: Five returned\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="b"\n\n'
        b"--b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        b"<html><body><p>Five people were returned in May.</p></body></html>\n--b--\n"
    )
    assert "Five people were returned in May." in jail.read(saved, name="page.mhtml").text
