"""Files built to attack whoever reads them: each ends in a named answer, and the desk lives."""

from __future__ import annotations

import ast
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tumen import documents
from tumen.errors import TumenError
from tumen_desk.record.importing.plan import check_table
from tumen_desk.record.importing.rows import read_rows
from tumen_desk.shell.cells import inert

SOURCE = Path(__file__).parents[2] / "src"
MEBIBYTE = 1024 * 1024
MEMORY = 512 * MEBIBYTE
Bombs = dict[str, bytes]


def attempt(read: Callable[[], Any]) -> Any:
    """What reading gives, or the named error in which it ends; anything else is the failure of the test."""
    try:
        return read()
    except TumenError as error:
        return error


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _docx(document: bytes, **more: bytes) -> bytes:
    types = (
        b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        b'<Override PartName="/word/document.xml"'
        b' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    return _zip({"[Content_Types].xml": types, "word/document.xml": document, **more})


def _word(body: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'.encode()


def _entities(levels: int, width: int) -> str:
    lines = [f'<!ENTITY e0 "{"x" * 100}">']
    lines += [f'<!ENTITY e{n} "{f"&e{n - 1};" * width}">' for n in range(1, levels)]
    return f"<!DOCTYPE d [{''.join(lines)}]>"


def _pdf(objects: list[bytes], *, trailer: bytes = b"") -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(
        out
        + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, trailer, start)
    )


def _stream(content: bytes, filters: bytes = b"", more: bytes = b"") -> bytes:
    return b"<< /Length %d %s %s >>\nstream\n%s\nendstream" % (len(content), filters, more, content)


def _pdf_page(
    content: bytes = b"BT ET", filters: bytes = b"", *, page: bytes = b"", catalog: bytes = b""
) -> bytes:
    return _pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R " + page + b" >>",
            _stream(content, filters),
        ]
    )


def _deflated(size: int, times: int) -> bytes:
    content = zlib.compress(bytes(size), 9)
    for _ in range(times - 1):
        content = zlib.compress(content, 9)
    return content


def _flate(times: int) -> bytes:
    return b"/Filter [" + b"/FlateDecode " * times + b"]"


def pdf_bombs() -> Bombs:
    """PDFs that unpack, loop, nest, count or claim beyond reason."""
    small = b"BT ET"
    bombs = {
        f"pdf, {size} MiB deflated {times} times": _pdf_page(_deflated(size * MEBIBYTE, times), _flate(times))
        for size, times in ((64, 1), (64, 2), (64, 3), (256, 2))
    }
    bombs |= {
        "pdf, page tree that holds itself": _pdf(
            [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>"]
        ),
        "pdf, two page trees that hold each other": _pdf(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Kids [3 0 R] /Count 9 >>",
                b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>",
            ]
        ),
        "pdf, a billion pages": _pdf(
            [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 1000000000 >>"]
        ),
        "pdf, minus one page": _pdf(
            [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count -1 >>"]
        ),
        "pdf, endless page": _pdf_page(small, page=b"/MediaBox [0 0 1e30 1e30]"),
        "pdf, page of nan": _pdf_page(small, page=b"/MediaBox [0 0 nan inf]"),
        "pdf, dictionaries in dictionaries": _pdf_page(
            small, catalog=b"/X " + b"<< /A " * 20_000 + b"1" + b" >>" * 20_000
        ),
        "pdf, lists in lists": _pdf_page(small, catalog=b"/X " + b"[" * 50_000 + b"]" * 50_000),
        "pdf, text in text": _pdf_page(b"BT " * 50_000 + b"ET " * 50_000),
        "pdf, states never given back": _pdf_page(b"q " * 500_000),
        "pdf, form that draws itself": _pdf_page(b"/F Do", page=b"/Resources << /XObject << /F 4 0 R >> >>"),
        "pdf, object that is itself": _pdf([b"1 0 R", b"2 0 R"]),
        "pdf, length of a stream that lies": _pdf_page(small).replace(b"/Length 5", b"/Length 999999999"),
        "pdf, table of places that lies": _pdf_page(small).replace(b"00000 n", b"65535 n"),
        "pdf, start that points at itself": re.sub(rb"startxref\n\d+", b"startxref\n9", _pdf_page(small)),
        "pdf, earlier tables without end": _pdf([b"<< /Type /Catalog >>"], trailer=b"/Prev 9"),
        "pdf, trailer without end": b"%PDF-1.7\ntrailer\n" + b"<<" * 100_000,
        "pdf, script at opening": _pdf_page(
            small, catalog=b"/OpenAction << /S /JavaScript /JS (while(1){}) >>"
        ),
        "pdf, calls a page of the net": _pdf_page(
            small, catalog=b"/OpenAction << /S /URI /URI (http://192.0.2.1/) >>"
        ),
        "pdf, wants a program": _pdf_page(small, catalog=b"/OpenAction << /S /Launch /F (/bin/sh) >>"),
        "pdf, unknown lock": _pdf([b"<< /Type /Catalog >>"], trailer=b"/Encrypt << /Filter /None /V 99 >>"),
        "pdf, picture of 100,000 by 100,000": _pdf_page(
            b"q 1 0 0 1 0 0 cm BI /W 100000 /H 100000 /BPC 8 /CS /RGB ID x EI Q"
        ),
        "pdf, letters of a table without end": _pdf_page(
            b"BT /F1 12 Tf " + b"(" + b"\\(" * 200_000 + b") Tj ET"
        ),
        "pdf, head alone": b"%PDF-1.7",
        "pdf, head and noise": b"%PDF-1.7\n" + bytes(range(256)) * 400,
    }
    return bombs


def word_bombs() -> Bombs:
    """DOCX files that unpack, nest, refer or lie."""
    many = {f"word/part{n}.xml": b"<x/>" for n in range(20_000)}
    return {
        "docx, 512 MiB of one letter": _docx(
            _word("<w:p><w:r><w:t>" + "x" * (512 * MEBIBYTE // 64) + "</w:t></w:r></w:p>")
        ),
        "docx, a hidden part of 256 MiB": _docx(
            _word(""), **{"word/media/a.bin": bytes(256 * MEBIBYTE // 4)}
        ),
        "docx, 20,000 parts": _docx(_word(""), **many),
        "docx, entities in entities": _docx(_entities(9, 10).encode() + _word("&e8;")),
        "docx, one long entity many times": _docx(_entities(2, 5000).encode() + _word("&e1;" * 5000)),
        "docx, entity that is itself": _docx(
            b'<!DOCTYPE d [<!ENTITY a "&b;"><!ENTITY b "&a;">]>' + _word("&a;")
        ),
        "docx, file of this machine": _docx(
            b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + _word("&a;")
        ),
        "docx, page of the net": _docx(
            b'<!DOCTYPE d [<!ENTITY a SYSTEM "http://192.0.2.1/">]>' + _word("&a;")
        ),
        "docx, parameter entity of the net": _docx(
            b'<!DOCTYPE d [<!ENTITY % a SYSTEM "http://192.0.2.1/"> %a;]>' + _word("")
        ),
        "docx, 100,000 boxes in boxes": _docx(_word("<w:p>" * 100_000 + "</w:p>" * 100_000)),
        "docx, tables in tables": _docx(
            _word("<w:tbl><w:tr><w:tc>" * 5_000 + "</w:tc></w:tr></w:tbl>" * 5_000)
        ),
        "docx, a million attributes": _docx(
            _word("<w:p " + " ".join(f'a{n}="1"' for n in range(200_000)) + "/>")
        ),
        "docx, way out": _docx(_word(""), **{"../../../tmp/out.xml": b"x"}),
        "docx, absolute way": _docx(_word(""), **{"/etc/cron.d/x": b"x"}),
        "docx, way of another system": _docx(_word(""), **{"..\\..\\x": b"x"}),
        "docx, same part twice": _docx(_word("")) + _docx(_word("x")),
        "docx, cut off": _docx(_word("x" * 1000))[:-30],
        "docx, directory alone": _docx(_word(""))[-22:],
        "docx, not XML": _docx(b"\x00\xff" * 1000),
        "docx, UTF-7": _docx(b'<?xml version="1.0" encoding="UTF-7"?>+ADw-x+AD4-'),
        "docx, UTF-32 with entities": _docx(
            ('<?xml version="1.0" encoding="UTF-32"?>' + _entities(9, 10) + "<x>&e8;</x>").encode("utf-32")
        ),
        "docx, sizes that lie": _lying(_docx(_word("x" * 100_000))),
    }


def _lying(content: bytes) -> bytes:
    """Every size in the directory set to one."""
    return re.sub(
        rb"(PK\x01\x02.{20}).{4}", lambda m: m.group(1) + struct.pack("<I", 1), content, flags=re.DOTALL
    )


def text_bombs() -> Bombs:
    """HTML and text that nest, flood or pretend."""
    return {
        "html, 200,000 boxes in boxes": b"<html><body>" + b"<div>" * 200_000 + b"x",
        "html, 100,000 tables": b"<html><body>" + b"<table><tr><td>" * 50_000,
        "html, an attribute of 16 MiB": b"<html><body><p title='" + b"x" * (16 * MEBIBYTE) + b"'>y",
        "html, 500,000 letters by number": b"<html><body>" + b"&#1114112;&#x110000;&#0;" * 100_000,
        "html, comments without end": b"<html><body>" + b"<!--" * 500_000,
        "html, pictures of the net": b"<html><body>" + b"<img src=http://192.0.2.1/a.png>" * 5_000,
        "html, frames of this machine": b"<html><body><iframe src=file:///etc/passwd></iframe>" * 100,
        "html, forwards to the net": b"<html><head><meta http-equiv=refresh "
        b"content='0;url=http://192.0.2.1/'></head><body>x",
        "html, letters of no alphabet": b"<html><head><meta charset=nonsense></head><body>"
        + bytes(range(128, 256)) * 100,
        "svg that is called html": b"<html><svg onload=alert(1)>" + b"<g>" * 20_000,
        "txt, a line of 32 MiB": b"x" * (32 * MEBIBYTE),
        "txt, a million lines": b"\n" * 1_000_000,
        "txt, marks over one letter": b"a" + "\u0301".encode() * 500_000,
        "txt, half letters": "가".encode()[:2] * 100_000,
        "txt, zeros": bytes(MEBIBYTE),
        "rtf": b"{\\rtf1" + b"{" * 100_000,
        "gzip of 64 MiB": zlib.compress(bytes(64 * MEBIBYTE), 9, 31),
        "png of 50,000 by 50,000": b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 50_000, 50_000, 8, 2, 0, 0, 0)
        + bytes(100),
        "json of 100,000 lists": b"[" * 100_000,
        "nothing": b"",
    }


GROUPS: dict[str, Callable[[], Bombs]] = {"pdf": pdf_bombs, "docx": word_bombs, "text": text_bombs}


def _throw(group: str, *, every: int, timeout: float) -> None:
    bombs = list(GROUPS[group]().items())[::every]
    kinds = {"pdf": ".pdf", "docx": ".docx", "text": ".html"}
    with documents.Jail() as jail:
        for name, content in bombs:
            throw = partial(jail.read, content, name=f"a{kinds[group]}", timeout=timeout, memory=MEMORY)
            read = attempt(throw)
            if isinstance(read, TumenError):
                assert read.code.startswith("document."), name
                assert read.hint, name
            else:
                assert "root:" not in read.text, name
                assert len(read.text) < 64 * MEBIBYTE, name
        assert jail.read(b"Still here.", name="a.txt").text.strip() == "Still here."


@pytest.mark.parametrize("group", GROUPS)
def test_bombs_end_in_a_named_answer_and_the_desk_lives(group: str) -> None:
    _throw(group, every=7, timeout=3)


@pytest.mark.slow
@pytest.mark.parametrize("group", GROUPS)
def test_every_bomb_ends_in_a_named_answer_and_the_desk_lives(group: str) -> None:
    _throw(group, every=1, timeout=30)


def test_there_are_more_than_sixty_bombs() -> None:
    assert sum(len(make()) for make in (pdf_bombs, word_bombs, text_bombs)) + len(TABLES) > 60


def _workbook(sheet: bytes, **more: bytes) -> bytes:
    book = Workbook()
    book.active.append(["id"])
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return _zip({**parts, "xl/worksheets/sheet1.xml": sheet, **more})


_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
TABLES: dict[str, Callable[[], bytes]] = {
    "xlsx, entities": lambda: _workbook(
        _entities(9, 10).encode() + _SHEET % b"<row><c><v>&e8;</v></c></row>"
    ),
    "xlsx, a cell at the end of the world": lambda: _workbook(
        _SHEET % b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    ),
    "xlsx, wide rows": lambda: _workbook(
        _SHEET % b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(1, 400))
    ),
    "xlsx, a part of 256 MiB": lambda: _workbook(_SHEET % b"", **{"xl/media/a.bin": bytes(64 * MEBIBYTE)}),
    "xlsx, shared words of 64 MiB": lambda: _workbook(
        _SHEET % b"",
        **{"xl/sharedStrings.xml": b"<sst><si><t>" + b"x" * (64 * MEBIBYTE) + b"</t></si></sst>"},
    ),
    "xlsx, not XML": lambda: _workbook(b"\x00" * 1000),
    "xlsx, cut off": lambda: _workbook(_SHEET % b"")[:-40],
    "zip without a sheet": lambda: _zip({"a": b"b"}),
    "csv, one quote without end": lambda: b'id,name\n1,"' + b"x" * (4 * MEBIBYTE),
    "csv, a million columns": lambda: b"id" + b",x" * 1_000_000,
    "csv, zeros": lambda: b"id\n" + bytes(1000),
    "csv, half letters": lambda: b"id\n\xea\xb0",
    "csv, a number of two million digits": lambda: b"id,birth\n1," + b"9" * 2_000_000,
}


# Those that a workbook process must be killed for take long.
_HEAVY = {
    "xlsx, a cell at the end of the world",
    "xlsx, wide rows",
    "xlsx, shared words of 64 MiB",
    "csv, a million columns",
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name in _HEAVY else name for name in TABLES]
)
def test_hostile_tables_are_refused_or_read_as_text(name: str) -> None:
    read = attempt(lambda: read_rows(TABLES[name](), table="mentions"))
    if isinstance(read, TumenError):
        assert read.code.startswith("record.")
        assert read.hint
    else:
        assert len(read.rows) < 1_100_000


@given(
    junk=st.binary(max_size=300),
    head=st.sampled_from([b"", b"PK\x03\x04", b"id,name\n", b"%PDF-1.7\n", b"\xff\xfe"]),
)
@settings(deadline=None, max_examples=40)
def test_any_bytes_as_a_table_give_rows_or_a_named_error(junk: bytes, head: bytes) -> None:
    # A workbook that is none is refused before a process is started for it.
    content = head + junk
    if head == b"PK\x03\x04":
        return
    read = attempt(lambda: check_table(content, table="mentions"))
    if isinstance(read, TumenError):
        assert read.code.startswith("record.")


@pytest.mark.slow
@given(
    junk=st.binary(max_size=4000),
    at=st.floats(0, 1),
    kind=st.sampled_from(["pdf", "docx", "xlsx", "csv", "html", "txt"]),
)
@settings(deadline=None, max_examples=3000)
def test_thousands_of_damaged_files_never_end_the_desk(junk: bytes, at: float, kind: str) -> None:
    whole = {
        "pdf": _pdf_page(b"BT (Told.) Tj ET"),
        "docx": _docx(_word("<w:p><w:r><w:t>Told.</w:t></w:r></w:p>")),
        "xlsx": _workbook(_SHEET % b"<row><c><v>1</v></c></row>"),
        "csv": b"id,name\n1,x\n",
        "html": b"<html><body><p>Told.</p></body></html>",
        "txt": "말했다.".encode(),
    }[kind]
    cut = int(at * len(whole))
    content = whole[:cut] + junk + whole[cut + len(junk) :]
    if kind in ("xlsx", "csv"):
        attempt(lambda: check_table(content, table="mentions"))
    else:
        attempt(lambda: documents.read_in_jail(content, name=f"a.{kind}", timeout=30, memory=MEMORY))


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1+1",
        " =1",
        "\u00a0=1",
        "|calc",
        "%0A=1",
        "=cmd|' /C x'!A0",
    ],
)
def test_tables_that_leave_hold_no_living_formula(cell: str) -> None:
    assert str(inert(cell)).startswith("'")
    assert str(inert(cell))[1:] == cell


@pytest.mark.parametrize("cell", [-1, -1.5, 0, "", "Told.", "2009-01", "두만강", "a=b", None, True])
def test_what_no_spreadsheet_would_run_leaves_as_it_is(cell: object) -> None:
    assert inert(cell) == cell


@cache
def calls() -> tuple[tuple[str, str, ast.Call], ...]:
    """Every call in the sources: in which file, of what."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        for each in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(each, ast.Call):
                found.append((path.relative_to(SOURCE).as_posix(), ast.unparse(each.func), each))
    return tuple(found)


def test_programs_are_started_as_lists_never_through_a_shell() -> None:
    wrong = [
        path
        for path, called, call in calls()
        if called in ("os.system", "os.popen", "subprocess.getoutput")
        or any(k.arg == "shell" for k in call.keywords)
    ]
    assert wrong == []


def test_nothing_that_runs_code_is_used_to_read() -> None:
    banned = {"eval", "exec", "pickle.loads", "pickle.load", "marshal.loads", "yaml.load", "yaml.unsafe_load"}
    # Both give `load` a safe loader of their own.
    safe = {("tumen/synth/loading.py", "yaml.load"), ("tumen/vocab/strict_yaml.py", "yaml.load")}
    assert {(path, called) for path, called, _ in calls() if called in banned} - safe == set()


def test_secrets_are_drawn_from_the_system() -> None:
    rooms = (
        "tumen/vault/",
        "tumen_desk/accounts/",
        "tumen_desk/store/",
        "tumen_desk/audit/",
        "tumen_desk/keep/",
    )
    drawn = [
        (path, called)
        for path, called, _ in calls()
        if path.startswith(rooms) and re.match(r"(np\.|numpy\.)?random\.", called)
    ]
    assert drawn == []


def test_every_package_is_pinned_with_its_hash() -> None:
    for name in ("desk.txt", "test.txt"):
        lock = (SOURCE.parent / "lock" / name).read_text("utf-8")
        packages = re.findall(r"^([A-Za-z0-9_.\-]+)==\S+", lock, flags=re.MULTILINE)
        assert len(packages) > 20
        assert lock.count("--hash=sha256:") >= len(packages)
    assert json.dumps(packages)
