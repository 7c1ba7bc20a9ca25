"""What a machine read is marked with how sure it was; without the program there is a sentence and no failure."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from tumen import documents
from tumen.errors import NoMachineReader

FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
needs_program = pytest.mark.skipif(
    not shutil.which("tesseract") or not FONT.exists(), reason="Tesseract or a font is not installed"
)


def printed(*lines: str) -> Image.Image:
    image = Image.new("L", (1500, 160 + 90 * len(lines)), 255)
    draw = ImageDraw.Draw(image)
    face = ImageFont.truetype(str(FONT), 48)
    for at, line in enumerate(lines):
        draw.text((80, 80 + 90 * at), line, font=face, fill=0)
    return image


def scanned(*pages: Image.Image) -> bytes:
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return out.getvalue()


@needs_program
def test_a_scanned_page_gets_words_and_says_that_a_machine_read_them() -> None:
    content = scanned(printed("Seven people crossed the river in spring."), Image.new("L", (600, 400), 255))
    before = documents.read_in_jail(content, name="scan.pdf")
    assert documents.pages_to_read(before) == (1, 2)
    after = documents.read_by_machine(before, content, languages=["eng"], dots=150)
    assert after.text == "Seven people crossed the river in spring."
    assert str(after.locate(0, 5)) == "p. 1, ¶ 1"
    marked = {w.code: w.pages for w in after.warnings}
    assert (marked["read-by-machine"], marked["no-text-layer"]) == ((1,), (2,))
    assert after.sha256 == before.sha256
    assert documents.pages_to_read(after) == (2,)


@pytest.mark.slow
@needs_program
@pytest.mark.skipif("kor" not in documents.machine_languages(), reason="Tesseract does not know Korean here")
def test_korean_in_a_picture_is_read() -> None:
    out = io.BytesIO()
    printed("일곱 사람이 봄에 강을 건넜다").save(out, "PNG")
    before = documents.read(out.getvalue())
    after = documents.read_by_machine(before, out.getvalue(), languages=["kor"])
    assert documents.resemblance(after.text, "일곱 사람이 봄에 강을 건") > 0.5
    assert "read-by-machine" in {w.code for w in after.warnings}


def test_without_the_program_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    Image.linear_gradient("L").save(out, "PNG")
    monkeypatch.setenv("PATH", "/nowhere")
    assert documents.machine_languages() == ()
    with pytest.raises(NoMachineReader) as refused:
        documents.read_by_machine(documents.read(out.getvalue()), out.getvalue())
    assert "tesseract-ocr-kor" in refused.value.hint


def test_an_unknown_language_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho List of\necho eng\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    out = io.BytesIO()
    Image.linear_gradient("L").save(out, "PNG")
    with pytest.raises(NoMachineReader, match="does not read kor; it reads eng"):
        documents.read_by_machine(documents.read(out.getvalue()), out.getvalue(), languages=["kor", "eng"])


def test_a_text_with_words_is_left_as_it_is() -> None:
    told = documents.read(b"Seven people crossed.")
    assert documents.read_by_machine(told, b"Seven people crossed.") is told
