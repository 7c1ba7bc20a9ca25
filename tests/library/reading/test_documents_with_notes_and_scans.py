"""Notes of a DOCX and the pages of a scan are read for candidates like any text."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from tumen import checking, documents, reading
from tumen.cli.output import with_letters
from tumen.progress import SILENT

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def words(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def docx() -> bytes:
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = (
        words("The Harbour Office says that 300 people were returned.") + mark.format(2)
        + words(" Of the 112 persons interviewed, 71 had been beaten.") + mark.format(3)
    )  # fmt: skip
    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p>{words(said)}</w:p></w:footnote>'
        for n, said in ((2, " Tide Watch, Annual Report 2016, p. 14."), (3, " Ibid., p. 20."))
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType='
        f'"application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>'
        f'<Override PartName="/word/footnotes.xml" ContentType="{WORD}.footnotes+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/'
        'officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/footnotes" Target="footnotes.xml"/></Relationships>',
        "word/document.xml": f"<w:document {W}><w:body><w:p>{body}</w:p></w:body></w:document>",
        "word/footnotes.xml": f"<w:footnotes {W}>{notes}</w:footnotes>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def test_footnotes_of_a_docx_are_tied_to_their_figures() -> None:
    found = reading.read(documents.read(docx()))
    assert [(c.text, c.setting.footnote) for c in found.claims or ()] == [
        ("300 people", "1"),
        ("112 persons", "2"),
        ("71", "2"),
    ]
    assert (found.claims or ())[2].base is not None
    assert [c.text for c in found.citations or ()] == [
        "Tide Watch, Annual Report 2016, p. 14.",
        "Ibid., p. 20.",
    ]
    checked = checking.check(documents.read(docx()))
    assert not [f for f in checked.findings if f.rule == "figure.no-source"]


@pytest.mark.skipif(not shutil.which("tesseract"), reason="Tesseract is not installed")
def test_a_scan_is_read_where_its_letters_are_asked_for(tmp_path: Path) -> None:
    page = Image.new("L", (1300, 260), 255)
    ImageDraw.Draw(page).text(
        (60, 90), "The Harbour Office says that 300 people died.", font=ImageFont.load_default(44), fill=0
    )
    scan = tmp_path / "scan.pdf"
    page.save(scan, "PDF", resolution=150)
    before = documents.read_in_jail(str(scan))
    assert with_letters(before, str(scan), "", SILENT) is before
    found = reading.read(with_letters(before, str(scan), "eng", SILENT))
    assert [(c.quantity.low, c.setting.attributed_to) for c in found.claims or ()] == [
        (300, "The Harbour Office")
    ]
