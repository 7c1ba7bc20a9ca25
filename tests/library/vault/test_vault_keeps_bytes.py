"""The vault gives back exactly what was sealed, and nothing to anyone else."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen import vault
from tumen.errors import SealBroken

KEY = bytes(range(32))


@given(st.binary(max_size=500), st.binary(max_size=20))
def test_a_sealed_value_opens_in_its_place_only(plain: bytes, place: bytes) -> None:
    sealed = vault.seal(KEY, plain, context=place)
    assert vault.open_sealed(KEY, sealed, context=place) == plain
    with pytest.raises(SealBroken):
        vault.open_sealed(KEY, sealed, context=place + b"x")
    with pytest.raises(SealBroken):
        vault.open_sealed(bytes(32), sealed, context=place)


@given(st.integers(0, 3 * 65536), st.data())
@settings(max_examples=30, deadline=None)
def test_a_sealed_file_opens_whole_or_not_at_all(size: int, data: st.DataObject) -> None:
    plain = bytes(i % 251 for i in range(size))
    out = io.BytesIO()
    assert vault.encrypt_stream(KEY, io.BytesIO(plain), out) == size
    sealed = out.getvalue()
    back = io.BytesIO()
    assert vault.decrypt_stream(KEY, io.BytesIO(sealed), back) == size
    assert back.getvalue() == plain
    at = data.draw(st.integers(0, len(sealed) - 1))
    flipped = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
    for damaged in (flipped, sealed[:at], sealed + b"\x00"):
        with pytest.raises(SealBroken):
            vault.decrypt_stream(KEY, io.BytesIO(damaged), io.BytesIO())


def test_a_file_cut_at_a_chunk_border_is_refused() -> None:
    out = io.BytesIO()
    vault.encrypt_stream(KEY, io.BytesIO(b"a" * 65536 * 2), out)
    with pytest.raises(SealBroken):
        vault.decrypt_stream(KEY, io.BytesIO(out.getvalue()[: 15 + 65536 + 16]), io.BytesIO())


def test_keys_for_different_purposes_differ() -> None:
    assert vault.derive_key(KEY, "files") != vault.derive_key(KEY, "database")
    assert vault.derive_key(KEY, "files") == vault.derive_key(KEY, "files")
