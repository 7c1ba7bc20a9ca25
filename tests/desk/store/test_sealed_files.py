"""Sealed files: one for equal contents, opened only whole."""

import os

import pytest

from tumen.errors import SealBroken
from tumen_desk.store import files, folder


def _all():
    return sorted(p for p in (folder.root() / "files").rglob("*") if p.is_file())


def _path(sha256):
    return folder.root() / "files" / files.address(sha256)


def test_the_same_content_is_kept_once():
    content = b"told twice" + os.urandom(8)
    before = len(_all())
    first, second = files.put(content), files.put(content)
    assert first == second
    assert len(_all()) == before + 1
    assert files.get(first) == content


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 3_000_000])
def test_every_size_comes_back_as_it_was(size):
    content = os.urandom(size)
    assert files.get(files.put(content)) == content


def test_nothing_of_the_content_or_its_hash_is_in_the_name_or_the_bytes():
    content = "이름을 적은 종이".encode() * 100
    sha256 = files.put(content)
    path = _path(sha256)
    assert sha256[:8] not in str(path)
    assert content[:24] not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0 or os.name == "nt" or path.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("where", [0, 10, -1])
def test_a_flipped_bit_is_noticed(where):
    sha256 = files.put(os.urandom(1000))
    path = _path(sha256)
    sealed = bytearray(path.read_bytes())
    sealed[where] ^= 1
    path.write_bytes(sealed)
    with pytest.raises(SealBroken):
        files.get(sha256)
    path.unlink()


def test_a_cut_a_swapped_and_a_missing_file_are_noticed():
    one, other = files.put(os.urandom(500)), files.put(os.urandom(500))
    whole = _path(one).read_bytes()
    _path(one).write_bytes(whole[:-20])
    with pytest.raises(SealBroken):
        files.get(one)
    _path(one).write_bytes(_path(other).read_bytes())
    with pytest.raises(SealBroken):
        files.get(one)
    _path(one).unlink()
    with pytest.raises(SealBroken, match="missing"):
        files.get(one)


def test_a_write_that_fails_leaves_no_part_behind(monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = _all()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.put(os.urandom(100))
    assert _all() == before
