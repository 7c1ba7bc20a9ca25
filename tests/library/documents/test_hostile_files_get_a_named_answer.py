"""Whatever is thrown at the readers: a document, or a named error. Never a crash, never a hang."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen import documents
from tumen.errors import (
    BrokenDocument,
    DocumentError,
    DocumentTimeout,
    DocumentTooLarge,
    EmptyDocument,
    EncryptedDocument,
    HostileDocument,
    ParserCrashed,
    UndecodableText,
    UnsupportedDocument,
)

Make = Callable[..., bytes]


def codes(document: documents.Document) -> set[str]:
    return {caution.code for caution in document.warnings}


def attempt(reading: Callable[[], documents.Document]) -> documents.Document | DocumentError:
    """The document, or the named error; anything else that is raised fails the test."""
    try:
        return reading()
    except DocumentError as error:
        return error


def test_an_empty_file_is_named() -> None:
    with pytest.raises(EmptyDocument) as caught:
        documents.read(b"")
    assert caught.value.code == "document.empty"
    assert caught.value.hint


def test_binary_junk_named_txt_is_no_text() -> None:
    junk = bytes(range(256)) * 40
    with pytest.raises(UndecodableText):
        documents.read(junk, name="told.txt")
    with pytest.raises(UndecodableText):
        documents.read(b"words\0words\0" * 40, name="told.txt")


def test_one_huge_line_is_read_quickly_and_said() -> None:
    started = time.monotonic()
    document = documents.read(b"word " * 400_000)
    assert time.monotonic() - started < 5
    assert "long-line" in codes(document)


def test_size_and_length_are_limited() -> None:
    with pytest.raises(DocumentTooLarge) as caught:
        documents.read(b"x" * 2000, limits=documents.Limits(max_bytes=1000))
    assert caught.value.fields["limit"] == 1000
    with pytest.raises(DocumentTooLarge, match="characters"):
        documents.read(b"x" * 2000, limits=documents.Limits(max_characters=1000))


def test_a_pdf_beyond_the_page_limit_is_refused(pdf: Make) -> None:
    with pytest.raises(DocumentTooLarge, match="pages"):
        documents.read(pdf([[["one"]], [["two"]], [["three"]]]), limits=documents.Limits(max_pages=2))


def test_a_page_tree_that_holds_itself_ends(pdf: Make) -> None:
    loop = pdf([[["one"]]]).replace(b"/Kids [7 0 R] /Count 1", b"/Kids [2 0 R] /Count 9")
    with pytest.raises(BrokenDocument, match="Not one page"):
        documents.read_in_jail(loop, timeout=20)


def test_a_pdf_cut_off_is_an_error_or_a_warning(pdf: Make) -> None:
    whole = pdf([[["Seven people crossed."]]])
    with pytest.raises(BrokenDocument):
        documents.read(whole[:200])
    document = documents.read(whole[: whole.index(b"startxref")])
    assert document.text == "Seven people crossed."
    assert "truncated" in codes(document)


def test_a_pdf_with_a_password_says_so(pdf: Make) -> None:
    sealed = pdf([[["secret"]]]).replace(
        b"/Info 6 0 R",
        b"/ID [<00000000000000000000000000000000><00000000000000000000000000000000>] /Encrypt << /Filter /Standard"
        b" /V 1 /R 2 /P -4 /O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> >>",
    )
    with pytest.raises(EncryptedDocument):
        documents.read(sealed)


def test_a_pdf_of_pictures_says_that_it_has_no_text(pdf: Make) -> None:
    document = documents.read(pdf([[]], contents=[b"0 0 100 100 re f"]))
    assert document.text == ""
    (caution,) = document.warnings
    assert caution.code == "no-text-layer"
    assert "scanned: no text layer" in caution.message


def test_a_pdf_whose_title_cannot_be_decoded_still_gives_its_text(pdf: Make) -> None:
    document = documents.read(pdf([[["words"]]], stated=b"/Title <FEFF0041DC00> /Author (A. Writer)"))
    assert document.text == "words"
    assert "metadata-unreadable" in codes(document)
    assert document.stated("author")[0].value == "A. Writer"


def test_a_pdf_that_wants_to_run_something_is_read_and_said(pdf: Make) -> None:
    document = documents.read(
        pdf([[["words"]]], extra=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>")
    )
    assert document.text == "words"
    assert "active-content" in codes(document)


def test_a_pdf_bomb_kills_only_its_jail(bomb_pdf: bytes) -> None:
    assert len(bomb_pdf) < 10_000
    with pytest.raises((ParserCrashed, DocumentTooLarge, DocumentTimeout)):
        documents.read_in_jail(bomb_pdf, timeout=30, memory=512 * 1024 * 1024)
    assert documents.read_in_jail(b"Still here.").text == "Still here."


@pytest.mark.parametrize("name", ["../outside.xml", "/etc/x", "word/../../x", "C:/x", "..\\x"])
def test_paths_that_leave_a_docx_are_refused(word: Make, repack: Make, name: str) -> None:
    made = word(lambda document: document.add_paragraph("x"))
    with pytest.raises(HostileDocument, match="path"):
        documents.read(repack(made, "", None, more={name: b"x"}))


def test_a_docx_bomb_is_refused_before_it_is_unpacked(word: Make, repack: Make) -> None:
    made = word(lambda document: document.add_paragraph("x"))
    started = time.monotonic()
    with pytest.raises(HostileDocument, match="bomb"):
        documents.read(repack(made, "word/document.xml", b" " * (64 << 20)))
    assert time.monotonic() - started < 10


def test_a_docx_whose_directory_lies_about_sizes_is_still_counted(word: Make, repack: Make) -> None:
    made = bytearray(
        repack(word(lambda d: d.add_paragraph("x")), "word/document.xml", b"<x>" + b"a" * 300_000 + b"</x>")
    )
    directory = made.index(b"PK\x01\x02", made.rindex(b"word/document.xml") - 60)
    struct.pack_into("<I", made, directory + 24, 300_007 * 4)
    with pytest.raises(DocumentError):
        documents.read(bytes(made), limits=documents.Limits(max_part_bytes=100_000))


def test_a_docx_of_too_many_parts_is_refused(word: Make, repack: Make) -> None:
    made = word(lambda document: document.add_paragraph("x"))
    many = repack(made, "", None, more={f"word/extra{i}.xml": b"" for i in range(60)})
    with pytest.raises(DocumentTooLarge, match="parts"):
        documents.read(many, limits=documents.Limits(max_parts=50))


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&c;</w:t>'
    "</w:r></w:p></w:body></w:document>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_a_docx_are_refused_in_any_encoding(word: Make, repack: Make, encoding: str) -> None:
    made = word(lambda document: document.add_paragraph("x"))
    with pytest.raises(HostileDocument, match="entities"):
        documents.read(repack(made, "word/document.xml", BOMB.encode(encoding)))


def test_outside_entities_are_not_fetched(word: Make, repack: Make) -> None:
    outside = BOMB.replace('"aaaaaaaaaa"', 'SYSTEM "file:///etc/hostname"')
    made = word(lambda document: document.add_paragraph("x"))
    with pytest.raises(HostileDocument):
        documents.read(repack(made, "word/document.xml", outside.encode()))


def test_macros_are_a_warning(word: Make, repack: Make) -> None:
    made = word(lambda document: document.add_paragraph("Words."))
    document = documents.read(repack(made, "", None, more={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}))
    assert document.text == "Words."
    assert "macros" in codes(document)


def test_a_docx_cut_off_is_broken(word: Make) -> None:
    made = word(lambda document: document.add_paragraph("Words."))
    with pytest.raises(BrokenDocument):
        documents.read(made[: len(made) // 2])


def test_other_zip_containers_are_named() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("ppt/presentation.xml", "<x/>")
    with pytest.raises(UnsupportedDocument, match="PPTX"):
        documents.read(out.getvalue(), name="report.docx")


def test_a_docx_nested_beyond_reason_ends(word: Make, repack: Make) -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    deep = f'<w:document xmlns:w="{space}">' + "<w:sdt>" * 50_000 + "</w:sdt>" * 50_000 + "</w:document>"
    made = word(lambda document: document.add_paragraph("x"))
    with pytest.raises(DocumentError):
        documents.read(repack(made, "word/document.xml", deep.encode()))


def test_html_nested_beyond_reason_loses_nothing_silently() -> None:
    deep = (
        "<html><body>" + "<div>" * 20_000 + "Deep words." + "</div>" * 20_000 + "<p>After.</p></body></html>"
    )
    outcome = attempt(lambda: documents.read_in_jail(deep.encode(), timeout=20))
    if isinstance(outcome, documents.Document):
        assert "Deep words." in outcome.text
        assert "After." in outcome.text
    else:
        assert outcome.code in ("document.hostile", "document.too_large")


def test_a_comment_flood_before_html_is_sniffed_at_once() -> None:
    started = time.monotonic()
    documents.read(b"<!---->" * 580 + b"x")
    assert time.monotonic() - started < 2


def test_time_runs_out_between_pages(pdf: Make) -> None:
    with pytest.raises(DocumentTimeout):
        documents.read(pdf([[["one"]], [["two"]]]), limits=documents.Limits(seconds=0.0))


KINDS = st.sampled_from(["pdf", "docx", "html", "txt"])


@given(
    kind=KINDS,
    cuts=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6)), max_size=6),
    keep=st.floats(0.05, 1),
)
@settings(max_examples=80, deadline=None)
def test_a_damaged_file_gives_a_document_or_a_named_error(
    kind: str, cuts: list[tuple[float, bytes]], keep: float
) -> None:
    content = bytearray(_SAMPLES[kind])
    for place, junk in cuts:
        at = int(place * len(content))
        content[at : at + len(junk)] = junk
    outcome = attempt(lambda: documents.read(bytes(content[: max(1, int(keep * len(content)))])))
    if isinstance(outcome, DocumentError):
        assert outcome.code.startswith("document.")
        assert outcome.hint
    else:
        for passage in outcome.passages():
            assert outcome.text[passage.start : passage.end] == passage.text
            assert passage.text.strip()


def _samples() -> dict[str, bytes]:
    from importlib import util
    from pathlib import Path

    found = util.spec_from_file_location("documents_conftest", Path(__file__).with_name("conftest.py"))
    assert found is not None
    assert found.loader is not None
    made = util.module_from_spec(found)
    found.loader.exec_module(made)
    page = "<html><body><p>Seven people</p><table><tr><td>1</td><td>2</td></tr></table><nav>x</nav></body></html>"
    return {
        "pdf": made.write_pdf([[["Seven people crossed."]], [["두만강"]]]),
        "docx": made.word_bytes(lambda document: document.add_paragraph("Seven people crossed.")),
        "html": page.encode(),
        "txt": "두만강을 건넌 사람들\n\n일곱 명".encode(),
    }


_SAMPLES = _samples()
