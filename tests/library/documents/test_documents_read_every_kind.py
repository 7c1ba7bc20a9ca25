"""Words come back whole, in order, with places that can be said."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import docx
import docx.document
import pytest

from tumen import documents
from tumen.errors import BrokenDocument, DocumentNotFound, PassageError, UndecodableText, UnsupportedDocument

Make = Callable[..., bytes]

KOREAN = (
    "두만강을 건넌 사람들\n\n2008년 겨울, 회령에서 온 두 가족 일곱 명이 얼어붙은 강을 건넜다. "
    "그들은 중국 쪽 마을에서 이틀을 숨어 지냈고, 사흘째 되던 날 붙잡혔다.\n"
)
CHINESE = (
    "图们江边的证词\n\n二〇〇八年冬天，来自会宁的两家七口人越过了结冰的江面。"
    "他们在村子里躲了两天，第三天被抓住。\n"
)
ENGLISH = "It’s “quoted” text with plain words and a café – nothing else stands in it, line after line.\n"


def words(text: str) -> str:
    return " ".join(text.split())


def codes(document: documents.Document) -> set[str]:
    return {caution.code for caution in document.warnings}


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (KOREAN, "utf-8", "utf-8"),
        (KOREAN, "utf-8-sig", "utf-8-sig"),
        (KOREAN, "utf-16", "utf-16"),
        (KOREAN, "utf-16-le", "utf-16-le"),
        (KOREAN, "utf-16-be", "utf-16-be"),
        (KOREAN, "cp949", "euc-kr"),
        (KOREAN + "똠방각하는 펲시를 마셨다.\n", "cp949", "cp949"),
        (KOREAN, "gb18030", "gb18030"),
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-16", "utf-16"),
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "gbk", "gb18030"),
        (ENGLISH, "cp1252", "cp1252"),
        ("Plain words only.\n", "ascii", "ascii"),
    ],
)
def test_plain_text_equals_its_decoded_content_and_says_its_encoding(
    text: str, encoding: str, told: str
) -> None:
    document = documents.read(text.encode(encoding))
    assert document.text == text
    (stated,) = document.stated("encoding")
    assert stated.value == told
    assert 0.5 <= stated.confidence <= 1


def test_a_guessed_encoding_is_a_warning_and_a_proved_one_is_not() -> None:
    assert "encoding-guessed" in codes(documents.read(KOREAN.encode("cp949")))
    assert codes(documents.read(KOREAN.encode("utf-8"))) == set()


@pytest.mark.parametrize("encoding", ["big5", "shift_jis"])
def test_an_encoding_that_is_not_known_is_refused_and_not_guessed_at(encoding: str) -> None:
    text = {
        "big5": "圖們江邊的證詞，來自會寧的兩家七口人越過了結冰的江面。",
        "shift_jis": "豆満江を渡った人々の証言です。",
    }
    with pytest.raises(UndecodableText):
        documents.read((text[encoding] * 4).encode(encoding))


def test_a_stated_encoding_is_used_or_refused_by_name() -> None:
    assert documents.read(KOREAN.encode("cp949"), encoding="cp949").text == KOREAN
    with pytest.raises(UndecodableText, match="Not utf-8"):
        documents.read(KOREAN.encode("cp949"), encoding="utf-8")
    with pytest.raises(UndecodableText, match="No encoding is called"):
        documents.read(b"words", encoding="klingon")


def test_line_ends_become_one_kind_and_that_is_said() -> None:
    document = documents.read(b"one\r\n\r\ntwo\rthree\n")
    assert document.text == "one\n\ntwo\nthree\n"
    assert "line-ends" in codes(document)


def test_letters_in_pieces_are_kept_as_found_and_said() -> None:
    text = unicodedata.normalize("NFD", "회령\n")  # conjoining jamo, as some systems store Hangul
    document = documents.read(text.encode())
    assert document.text == text
    assert "not-nfc" in codes(document)


def test_a_character_cut_off_at_the_end_is_marked() -> None:
    document = documents.read("두만강을 건넌 사람".encode()[:-1])
    assert document.text == "두만강을 건넌 사\ufffd"
    assert {"truncated", "unreadable-characters"} <= codes(document)


def test_a_spoilt_byte_in_the_middle_costs_one_character_and_is_said() -> None:
    spoilt = KOREAN.encode()[:39] + b"\xff" + KOREAN.encode()[39:]
    document = documents.read(spoilt)
    assert document.text.replace("\ufffd", "")[-20:] == KOREAN[-20:]
    assert {"encoding-guessed", "unreadable-characters"} <= codes(document)


def test_form_feeds_in_plain_text_begin_pages() -> None:
    document = documents.read(b"first\n\nsecond\fthird\n\nfourth")
    assert [str(p.locator) for p in document.passages()] == [
        "p. 1, ¶ 1",
        "p. 1, ¶ 2",
        "p. 2, ¶ 1",
        "p. 2, ¶ 2",
    ]


def test_text_without_empty_lines_counts_each_line() -> None:
    document = documents.read(b"Q: Who crossed?\nA: Two of us.\n")
    assert [document.text[p.start : p.end] for p in document.paragraphs] == [
        "Q: Who crossed?",
        "A: Two of us.",
    ]


def test_pdf_gives_pages_paragraphs_and_what_it_says_of_itself(pdf: Make) -> None:
    content = pdf(
        [
            [["Two families crossed.", "They were seven."], ["One came back."]],
            [["두만강을 건넌 사람들"], ["일곱 명이 붙잡혔다."]],
        ],
        stated=b"/Title (A made-up report) /CreationDate (D:20180924101112+09'00')",
    )
    document = documents.read(content, name="report.pdf")
    assert document.media_type == "application/pdf"
    assert document.text == (
        "Two families crossed.\nThey were seven.\n\nOne came back.\n\n두만강을 건넌 사람들\n\n일곱 명이 붙잡혔다."
    )
    assert [str(p.locator) for p in document.passages()] == [
        "p. 1, ¶ 1",
        "p. 1, ¶ 2",
        "p. 2, ¶ 1",
        "p. 2, ¶ 2",
    ]
    assert [
        (page.number, document.text[page.start : page.end].split("\n")[0]) for page in document.pages
    ] == [
        (1, "Two families crossed."),
        (2, "두만강을 건넌 사람들"),
    ]
    assert {(c.field, c.value) for c in document.metadata} == {
        ("title", "A made-up report"),
        ("date", "2018-09-24"),
    }
    assert document.warnings == ()


def test_docx_keeps_tables_notes_boxes_and_insertions_and_tells_what_was_deleted(
    word: Make, repack: Make
) -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f"""<w:document xmlns:w="{space}"><w:body>
      <w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Findings</w:t></w:r></w:p>
      <w:p><w:r><w:t xml:space="preserve">Seven people </w:t></w:r><w:ins><w:r><w:t>crossed</w:t></w:r></w:ins>
        <w:del><w:r><w:delText>swam</w:delText></w:r></w:del><w:r><w:footnoteReference w:id="2"/></w:r>
        <w:hyperlink><w:r><w:t>.</w:t></w:r></w:hyperlink></w:p>
      <w:sdt><w:sdtContent><w:p><w:r><w:t>Inside a content control.</w:t></w:r></w:p></w:sdtContent></w:sdt>
      <w:p><w:r><w:t>Beside a box.</w:t><w:drawing><w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p>
        </w:txbxContent></w:drawing></w:r></w:p>
      <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Year</w:t></w:r></w:p></w:tc>
        <w:tc><w:p><w:r><w:t>명</w:t></w:r></w:p></w:tc></w:tr>
        <w:tr><w:tc><w:p/></w:tc><w:tc>
        <w:p><w:r><w:t>one</w:t></w:r></w:p><w:p><w:r><w:t>two</w:t></w:r></w:p></w:tc></w:tr>
      </w:tbl></w:body></w:document>"""
    notes = f"""<w:footnotes xmlns:w="{space}"><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>
      <w:footnote w:id="2"><w:p><w:r><w:t>As told in 2019.</w:t></w:r></w:p></w:footnote>
      <w:footnote w:id="3"><w:p><w:r><w:t>Called by nothing.</w:t></w:r></w:p></w:footnote></w:footnotes>"""
    header = f'<w:hdr xmlns:w="{space}"><w:p><w:r><w:t>Draft</w:t></w:r></w:p></w:hdr>'
    made = word(lambda document: document.add_paragraph("x"))
    content = repack(
        made,
        "word/document.xml",
        body.encode(),
        more={"word/footnotes.xml": notes.encode(), "word/header1.xml": header.encode()},
    )
    document = documents.read(content, name="report.docx")
    assert [(p.kind, document.text[p.start : p.end]) for p in document.paragraphs] == [
        ("heading", "Findings"),
        ("text", "Seven people crossed[1]."),
        ("text", "Inside a content control."),
        ("text", "Beside a box."),
        ("text", "In the box."),
        ("row", "Year\t명"),
        ("text", "one"),
        ("text", "two"),
        ("note", "[1] As told in 2019."),
        ("note", "[2] Called by nothing."),
    ]
    assert {(out.text, out.reason) for out in document.left_out} == {
        ("swam", "deleted"),
        ("Draft", "page header"),
    }
    assert "tracked-changes" in codes(document)


def test_docx_as_an_office_library_writes_it_comes_back_whole(word: Make) -> None:
    def fill(made: docx.document.Document) -> None:
        made.core_properties.title = "A made-up report"
        made.add_heading("조사 결과", level=1)
        made.add_paragraph("First paragraph.")
        made.add_paragraph("둘째 문단.")
        table = made.add_table(rows=2, cols=2)
        for cell, value in zip(
            (c for row in table.rows for c in row.cells), ("Year", "People", "2012", "603"), strict=True
        ):
            cell.text = value

    document = documents.read(word(fill))
    assert document.text == "조사 결과\n\nFirst paragraph.\n\n둘째 문단.\n\nYear\tPeople\n\n2012\t603"
    assert document.stated("title")[0].value == "A made-up report"


PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
<meta property="article:published_time" content="2018-09-24T08:00:00+09:00"><meta name="author" content="A. Writer">
<script type="application/ld+json">
{"@graph": [{"datePublished": "2018-09-23", "author": [{"name": "B. Writer"}]}]}</script>
<style>p { color: red }</style></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About</a></li></ul></nav>
<div class="list"><a href="1">One</a><br></div>
<ul><li><a href="2">Two</a></li><li><a href="3">Three</a></li><li><a href="4">Four</a></li></ul>
<article><h1>The crossing</h1><p>Seven   people
crossed<sup>1</sup> the <b>river</b>.<p>One came back.</p>
<div>Words of a bare block<p>and a paragraph in it</p>and a tail.</div>
<blockquote>They said nothing.</blockquote>
<table><tr><th>Year</th><th>People</th></tr><tr><td>2012</td><td>603</td></tr></table>
<pre>kept   as
it stands</pre><footer>By A. Writer</footer></article>
<p style="display: none">Hidden words.</p><script>document.write("never")</script>
<footer>Imprint</footer></body></html>"""


def test_html_keeps_every_paragraph_and_keeps_the_rest_beside_it() -> None:
    document = documents.read(PAGE.encode(), name="page.html")
    assert [(p.kind, document.text[p.start : p.end]) for p in document.paragraphs] == [
        ("heading", "The crossing"),
        ("text", "Seven people crossed1 the river."),
        ("text", "One came back."),
        ("text", "Words of a bare block"),
        ("text", "and a paragraph in it"),
        ("text", "and a tail."),
        ("text", "They said nothing."),
        ("row", "Year\tPeople"),
        ("row", "2012\t603"),
        ("text", "kept   as\nit stands"),
        ("text", "By A. Writer"),
    ]
    left = {(out.text, out.reason) for out in document.left_out}
    assert {
        ("Home", "menu"),
        ("Two", "menu"),
        ("Hidden words.", "hidden"),
        ("Imprint", "page footer"),
    } <= left
    assert {"active-content", "left-out"} <= codes(document)
    assert "never" not in document.text


def test_html_states_candidates_for_date_and_author_with_their_place_and_chooses_none() -> None:
    document = documents.read(PAGE.encode())
    assert {(c.value, c.source) for c in document.stated("date")} == {
        ("2018-09-24", "meta article:published_time"),
        ("2018-09-23", "JSON-LD datePublished"),
    }
    assert {c.value for c in document.stated("author")} == {"A. Writer", "B. Writer"}
    assert {c.value for c in document.stated("title")} == {"A page", "The crossing"}


def test_a_long_paragraph_in_a_marked_footer_is_brought_back_or_kept_beside() -> None:
    told = "Seven people crossed the river that night, and the one who came back told what had happened to the others."
    page = f"<html><body><p>{told}</p><footer><p>{told.replace('Seven', 'Nine')}</p></footer></body></html>"
    document = documents.read(page.encode())
    everything = document.text + "".join(out.text for out in document.left_out)
    assert "Seven people" in document.text
    assert "Nine people" in everything


def test_html_in_a_national_encoding_follows_its_bytes_when_the_statement_is_wrong() -> None:
    page = f"<html><head><meta charset='utf-8'></head><body><p>{KOREAN}</p></body></html>"
    assert words(documents.read(page.encode("cp949")).text) == words(KOREAN)
    honest = page.replace("utf-8", "euc-kr")
    assert words(documents.read(honest.encode("cp949")).text) == words(KOREAN)


@pytest.mark.parametrize("name", ["report.pdf", "report.docx", "report.html"])
def test_the_bytes_decide_and_a_wrong_name_is_a_warning(name: str) -> None:
    document = documents.read(b"Plain words.", name=name)
    assert document.media_type == "text/plain"
    assert "type-mismatch" in codes(document)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"{\\rtf1 words}", "RTF"),
        (b"\x7fELF" + b"\0" * 64, "Linux program"),
    ],
)
def test_other_kinds_are_refused_by_name(content: bytes, kind: str) -> None:
    with pytest.raises(UnsupportedDocument, match=kind):
        documents.read(content, name="report.txt")


def test_a_path_is_read_and_hashed(tmp_path: Path) -> None:
    path = tmp_path / "told.txt"
    path.write_bytes("회령\n".encode())
    document = documents.read(path)
    assert document.sha256 == hashlib.sha256("회령\n".encode()).hexdigest()
    assert document.text_sha256 == hashlib.sha256(document.text.encode()).hexdigest()
    with pytest.raises(DocumentNotFound):
        documents.read(tmp_path / "other.txt")
    with pytest.raises(DocumentNotFound):
        documents.read(tmp_path)


def test_offsets_outside_the_text_are_refused() -> None:
    document = documents.read(b"words")
    for start, end in ((-1, 2), (3, 2), (0, 6)):
        with pytest.raises(PassageError):
            document.passage(start, end)


def test_no_words_of_a_document_show_in_its_repr() -> None:
    document = documents.read(b"Canary words that nobody may log.")
    assert "Canary" not in repr(document)
    assert "Canary" not in repr(document.passage(0, 6))


def test_a_document_survives_json_and_a_forged_one_does_not() -> None:
    document = documents.read(PAGE.encode())
    written = json.dumps(document.as_dict())
    assert documents.Document.from_json(written) == document
    forged = json.loads(written) | {"text": document.text + "!"}
    with pytest.raises(BrokenDocument, match="hash"):
        documents.Document.from_json(json.dumps(forged))


def test_a_pull_quote_is_left_out_of_a_page_and_its_sentence_stays_once() -> None:
    said = "They would rather die on the way than be handed over once more."
    page = f"<html><body><article><p>She spoke slowly. {said} Then she left.</p><blockquote>“{said}”</blockquote>"
    page += "<p>Another paragraph that stands here only once, and long enough to be one.</p></article></body></html>"
    read = documents.read(page.encode(), name="a.html")
    assert read.text.count(said) == 1
    assert [(out.reason, out.text) for out in read.left_out] == [("pull quote", f"“{said}”")]


def test_a_doubled_caption_stands_once_and_what_is_said_again_later_stays() -> None:
    caption = "Guards stand at the bridge in March while a truck crosses."
    other = "<p>A paragraph of its own, long enough, number {}.</p>"
    page = f"<figure><figcaption>{caption}</figcaption></figure><p>{caption}</p>"
    page += "".join(other.format(n) for n in range(4)) + f"<p>{caption}</p>"
    read = documents.read(f"<html><body><article>{page}</article></body></html>".encode(), name="a.html")
    assert read.text.count(caption) == 2
    assert [(out.reason, out.text) for out in read.left_out] == [("said twice", caption)]


def test_a_doubled_caption_of_a_printed_page_stays_and_is_marked(pdf: Make, word: Make) -> None:
    caption = "Guards stand at the bridge in March while a truck crosses."
    other = "A paragraph of its own, long enough, and said here alone."
    doubled, apart = [[caption], [other], [caption]], [[caption], [other]]

    def fill(made: docx.document.Document) -> None:
        for words in (caption, other, caption):
            made.add_paragraph(words)

    for content, pages in ((pdf([doubled, apart]), (1,)), (word(fill), ())):
        read = documents.read(content)
        (marked,) = [w for w in read.warnings if w.code == "said-twice"]
        assert caption.strip(".") in marked.message
        assert marked.pages == pages
        assert read.text.count(caption) >= 2
    assert "said-twice" not in codes(documents.read(pdf([apart, apart, apart])))  # a running head


def test_a_sentence_that_breaks_off_is_marked_and_nothing_is_filled_in() -> None:
    broken = "The Commission that looked into these crimes in the country found that the"
    read = documents.read(f"{broken}\n\nAnother paragraph stands here and is whole.\n".encode(), name="a.txt")
    assert [w.message.count("found that the") for w in read.warnings if w.code == "broken-off"] == [1]
    assert read.text.startswith(f"{broken}\n")
    lines = "\n\n".join(f"{broken} {n} words that end on the" for n in range(5))
    assert "broken-off" not in {w.code for w in documents.read(lines.encode(), name="a.txt").warnings}
