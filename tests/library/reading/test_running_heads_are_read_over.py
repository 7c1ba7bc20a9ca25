"""Running heads and page numbers state nothing; a sentence that they cut is one sentence."""

from __future__ import annotations

from tumen import reading
from tumen.documents import Document, Page, Paragraph
from tumen.reading.furniture import without_furniture


def paged(*pages: tuple[str, ...]) -> Document:
    """A document of pages, each of paragraphs."""
    text, made, numbers = "", [], []
    for number, paragraphs in enumerate(pages, start=1):
        first = len(text)
        for place, words in enumerate(paragraphs, start=1):
            made.append(Paragraph(number=place, start=len(text), end=len(text) + len(words), page=number))
            text += words + "\n\n"
        numbers.append(Page(number=number, start=first, end=len(text)))
    return Document(
        text=text, media_type="application/pdf", sha256="0" * 64, text_sha256="0" * 64, pages=tuple(numbers),
        paragraphs=tuple(made),
    )  # fmt: skip


REPORT = paged(
    ("Tide Watch, Report 2014", "In May 2011 guards arrested nine", "12"),
    ("Tide Watch, Report 2014", "fishermen near the river.", "They came home.", "13"),
    ("Tide Watch, Report 2014", "In 2012 forty women left.", "14"),
)


def test_what_comes_again_on_each_page_is_no_figure_date_or_source() -> None:
    found = reading.read(REPORT)
    assert [c.quantity.low for c in found.claims or ()] == [9, 40]
    assert [d.edtf for d in found.dates] == ["2011-05", "2012"]
    assert found.citations == ()


def test_a_sentence_goes_on_over_the_page_and_keeps_its_places() -> None:
    plain = without_furniture(REPORT)
    assert len(plain) == len(REPORT.text)
    (told,) = (h for h in reading.read(REPORT).incidents or () if h.date == "2011-05")
    ((start, end),) = told.spans
    assert REPORT.text[start:end].startswith("In May 2011")
    assert REPORT.text[start:end].endswith("near the river.")


def test_a_document_of_one_page_is_left_as_it_is() -> None:
    one = paged(("Report 2014", "In May 2011 guards arrested nine men.", "12"))
    assert without_furniture(one) == one.text
