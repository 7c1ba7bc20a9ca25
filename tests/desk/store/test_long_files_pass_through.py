"""Long files come in, lie sealed, and are read in parts, without being in memory whole or readable on the way."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from waitress.adjustments import Adjustments

from tumen.errors import SealBroken, UploadTooLarge
from tumen_desk.commands import receiving
from tumen_desk.record import services
from tumen_desk.record.models import Document, Media
from tumen_desk.settings.config import DeskConfig
from tumen_desk.store import files, folder, uploads
from tumen_desk.store.spool import Spool

MIB = 1024 * 1024
FILM = b"\0\0\0\x18ftypisom" + bytes(84) + b"\0\0\0\x6cmvhd" + bytes(12) + (10).to_bytes(4, "big")
FILM += (36_000).to_bytes(4, "big") + bytes(80)


def told(**given: Any) -> SimpleNamespace:
    """What the server tells its parser."""
    names = ("max_request_header_size", "inbuf_overflow", "url_scheme")
    return SimpleNamespace(**{n: getattr(Adjustments, n) for n in names}, **given)


class Long(io.RawIOBase):
    """So many bytes of a film, made while they are read."""

    def __init__(self, size: int) -> None:
        self.size, self.at = size, 0

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = offset + (0, self.at, self.size)[whence]
        return self.at

    def tell(self) -> int:
        return self.at

    def read(self, size: int = -1) -> bytes:
        assert 0 <= size <= MIB, "somebody wants more in memory than a piece"
        size = min(size, self.size - self.at)
        piece = FILM[self.at : self.at + size]
        self.at += size
        return piece + bytes(size - len(piece))


@pytest.mark.django_db(databases=["default", "jobs"])
def test_a_long_film_comes_in_and_plays_in_parts_piece_by_piece(officer: Any, client_of: Any) -> None:
    source = services.source_create(actor=officer, title="Heard", kind="SK-VICT")
    size = 32 * MIB
    film = services.document_add(actor=officer, source=source, name="a.mp4", content=Long(size))  # type: ignore[arg-type]
    client = client_of(officer)
    part = client.get(f"/record/documents/{film.pk}/play/", headers={"Range": f"bytes={size - 9}-"})
    assert (part.status_code, part.content) == (206, bytes(9))
    assert part.headers["Content-Range"] == f"bytes {size - 9}-{size - 1}/{size}"
    assert Media.objects.get(document=film).kind == Media.Kind.FILM
    assert Document.objects.get(pk=film.pk).layout["metadata"][0]["value"] == "3600.0"
    files.check(film.file_sha256)


@pytest.mark.django_db(databases=["default", "jobs"])
def test_a_file_above_the_ceiling_is_refused_with_both_sizes(
    officer: Any, client_of: Any, settings: Any
) -> None:
    settings.CONFIG = replace(settings.CONFIG, largest_file=MIB)
    source = services.source_create(actor=officer, title="Heard", kind="SK-VICT")
    given = SimpleUploadedFile("a.mp4", FILM + bytes(MIB * 3 // 2))
    answer = client_of(officer).post(f"/record/sources/{source.pk}/document/", {"file": given})
    said = answer.content.decode()
    assert answer.status_code == 400
    assert "A file of 1.5 MB is too large: this desk takes up to 1 MB for each." in said
    assert "TUMEN_LARGEST_FILE" in said
    assert not Document.objects.filter(source=source).exists()


def test_the_ceiling_is_a_setting_that_is_read_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUMEN_LARGEST_FILE", "8 gb")
    assert DeskConfig.from_environment().largest_file == 8 * 1024**3
    monkeypatch.delenv("TUMEN_LARGEST_FILE")
    assert uploads.said(DeskConfig.from_environment().largest_file) == "2 GB"
    monkeypatch.setenv("TUMEN_LARGEST_FILE", "much")
    from tumen.errors import SettingUnreadable

    with pytest.raises(SettingUnreadable, match="no size"):
        DeskConfig.from_environment()


def test_a_request_is_sealed_as_it_comes_and_handed_on_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    spools: list[Spool] = []
    begun = Spool.__init__
    monkeypatch.setattr(Spool, "__init__", lambda self: (spools.append(self), begun(self))[1])
    body = os.urandom(7) + b"Told in May. " * 90_000
    parser = receiving.Parser(told(max_request_body_size=1 << 30))
    head = f"POST / HTTP/1.1\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    assert parser.received(head) == len(head)
    for start in range(0, len(body), 100_000):
        parser.received(body[start : start + 100_000])
    assert parser.completed
    taken = parser.get_body_stream()
    assert taken.read() == body
    on_disk = os.pread(spools[0]._file.fileno(), 2 * len(body), 0)
    assert len(on_disk) > len(body)
    assert b"Told in May" not in on_disk
    parser.close()


def test_a_request_that_is_too_long_is_refused_in_words() -> None:
    parser = receiving.Parser(told(**receiving.options(MIB)))
    parser.received(b"POST / HTTP/1.1\r\nContent-Length: 5000000\r\n\r\n")
    assert "at most 4 MB come in at once" in parser.error.body


def test_an_altered_chunk_is_noticed_when_it_is_read_and_a_cut_at_once() -> None:
    sha256 = files.put(os.urandom(200_000))
    path = folder.root() / "files" / files.address(sha256)
    whole = bytearray(path.read_bytes())
    whole[-100] ^= 1
    path.write_bytes(whole)
    with pytest.raises(SealBroken):
        files.opened(sha256)
    whole[-100] ^= 1
    whole[70_000] ^= 1
    path.write_bytes(whole)
    with files.opened(sha256) as plain:
        plain.seek(-10, os.SEEK_END)
        assert len(plain.read()) == 10
        plain.seek(66_000)
        with pytest.raises(SealBroken):
            plain.read(10)
    path.unlink()


def test_a_refused_upload_says_so_however_it_is_read() -> None:
    refused = uploads._Refused("a.mp4", 5 * 1024**3)
    for deed in (refused.read, lambda: refused.seek(0)):
        with pytest.raises(UploadTooLarge, match="5 GB"):
            deed()
