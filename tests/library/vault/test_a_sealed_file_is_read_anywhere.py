"""A sealed file read in parts gives what the whole would, opens only what is asked for, and hides no damage."""

import io
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen import vault
from tumen.errors import SealBroken
from tumen.vault import stream

KEY, CHUNK, SEALED, HEAD = bytes(range(32)), 64 * 1024, 64 * 1024 + 16, 15
PLAIN = bytes(i % 251 for i in range(2 * CHUNK + 1000))


def sealed(plain=PLAIN, context=b"file:7"):
    out = io.BytesIO()
    vault.encrypt_stream(KEY, io.BytesIO(plain), out, context=context)
    return out.getvalue()


WHOLE = sealed()


def opened(content=WHOLE, **how):
    return vault.open_anywhere(KEY, io.BytesIO(content), **{"context": b"file:7", **how})


class Counted(io.BytesIO):
    """Remembers where it was read."""

    def __init__(self, content):
        super().__init__(content)
        self.places = []

    def read(self, size=-1):
        self.places.append(self.tell())
        return super().read(size)


@given(
    st.lists(st.tuples(st.integers(0, len(PLAIN) + 50), st.integers(0, CHUNK + 9)), min_size=1, max_size=4)
)
@settings(max_examples=25, deadline=None)
def test_any_part_is_what_the_whole_has_there(parts):
    with opened() as file:
        for at, length in parts:
            assert file.seek(at) == at
            assert file.read(length) == PLAIN[at : at + length]


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_every_length_opens_whole(size):
    with opened(sealed(PLAIN[:size])) as file:
        assert (file.readable(), file.seekable(), file.writable()) == (True, True, False)
        assert file.read() == PLAIN[:size]
        assert file.read(1) == b""


def test_places_are_counted_from_the_beginning_from_here_and_from_the_end():
    with opened() as file:
        assert file.seek(0, os.SEEK_END) == len(PLAIN)
        assert file.seek(-3, os.SEEK_END) == len(PLAIN) - 3
        assert file.read() == PLAIN[-3:]
        file.seek(10)
        assert file.seek(5, os.SEEK_CUR) == 15
        assert file.read(1) == PLAIN[15:16]
        assert file.raw.seek(40) == 40
        assert file.raw.seek(2, os.SEEK_CUR) == 42
        assert file.raw.seek(0) == 0
        with pytest.raises(ValueError, match="before its beginning"):
            file.raw.seek(-1)


def test_only_the_chunks_that_are_asked_for_are_opened_and_none_twice_in_a_row():
    content = Counted(WHOLE)
    file = vault.open_anywhere(KEY, content, context=b"file:7")
    content.places.clear()
    file.seek(CHUNK + 7)
    assert file.raw.readinto(bytearray(3)) == 3
    assert file.raw.readinto(bytearray(3)) == 3
    assert content.places == [HEAD + SEALED]


def test_it_may_lie_within_another_file():
    around = io.BytesIO(b"before" + WHOLE + b"behind")
    around.seek(6)
    with vault.open_anywhere(KEY, around, context=b"file:7", end=6 + len(WHOLE)) as file:
        assert file.read() == PLAIN
    around = io.BytesIO(b"before" + WHOLE)
    around.seek(6)
    with vault.open_anywhere(KEY, around, context=b"file:7") as file:
        assert file.read() == PLAIN


def test_the_sealed_file_is_closed_with_it():
    content = io.BytesIO(WHOLE)
    file = vault.open_anywhere(KEY, content, context=b"file:7")
    file.close()
    assert content.closed
    assert file.raw.closed
    file.raw.close()  # twice does no harm


@pytest.mark.parametrize("cut", [1, 17, 1016, SEALED + 1016, len(WHOLE) - HEAD, len(WHOLE) - HEAD - 5])
def test_a_cut_file_is_noticed_before_anything_is_used(cut):
    with pytest.raises(SealBroken):
        opened(WHOLE[:-cut])


def test_an_end_before_the_beginning_opens_nothing():
    for end in (10, HEAD, HEAD + 15):
        with pytest.raises(SealBroken):
            opened(sealed(b"short"), end=end)


def test_without_a_context_it_opens_where_none_is_said():
    out = io.BytesIO()
    sealing = vault.SealingStream(KEY, out)
    sealing.write(b"told")
    sealing.finish()
    assert not sealing._waiting  # nothing of it stays in memory
    with vault.open_anywhere(KEY, io.BytesIO(out.getvalue())) as file:
        assert file.read() == b"told"
    with opened(out.getvalue(), context=b"") as file:
        assert file.read() == b"told"


def test_wrong_keys_contexts_and_heads_open_nothing():
    with pytest.raises(SealBroken):
        vault.open_anywhere(bytes(32), io.BytesIO(WHOLE), context=b"file:7")
    with pytest.raises(SealBroken):
        opened(context=b"file:8")
    for head in (b"", WHOLE[:14], b"TUMENs2\x00" + WHOLE[8:], b"x" + WHOLE):
        with pytest.raises(SealBroken, match="known version"):
            opened(head)
        with pytest.raises(SealBroken, match="known version"):
            vault.decrypt_stream(KEY, io.BytesIO(head), io.BytesIO())


def test_an_altered_chunk_is_noticed_when_it_is_read_and_the_others_open():
    at = HEAD + SEALED + 100
    altered = WHOLE[:at] + bytes([WHOLE[at] ^ 1]) + WHOLE[at + 1 :]
    with opened(altered) as file:
        assert file.read(9) == PLAIN[:9]
        file.seek(CHUNK)
        with pytest.raises(SealBroken):
            file.read(1)


def test_chunks_that_changed_places_are_noticed():
    first, second = WHOLE[HEAD : HEAD + SEALED], WHOLE[HEAD + SEALED : HEAD + 2 * SEALED]
    with (
        opened(WHOLE[:HEAD] + second + first + WHOLE[HEAD + 2 * SEALED :]) as file,
        pytest.raises(SealBroken),
    ):
        file.read(1)


@given(st.lists(st.integers(0, CHUNK + 5), max_size=6))
@settings(max_examples=20, deadline=None)
def test_what_is_written_in_pieces_is_sealed_as_one(sizes):
    out, plain = io.BytesIO(), b""
    sealing = vault.SealingStream(KEY, out, context=b"a")
    for size in sizes:
        sealing.write(PLAIN[:size])
        plain += PLAIN[:size]
        # No more than a chunk waits in memory; the last always does.
        written = len(out.getvalue()) - HEAD
        assert written % SEALED == 0
        assert len(plain) - written // SEALED * CHUNK <= CHUNK
    assert sealing.finish() == len(plain)
    back = io.BytesIO()
    assert vault.decrypt_stream(KEY, io.BytesIO(out.getvalue()), back, context=b"a") == len(plain)
    assert back.getvalue() == plain
    with pytest.raises(SealBroken):
        vault.decrypt_stream(KEY, io.BytesIO(out.getvalue()), io.BytesIO(), context=b"b")


def test_the_form_on_the_disk_is_the_one_that_every_version_reads():
    # Header, seven random bytes, chunks; each nonce is the random bytes, a counter and the mark of the last.
    assert WHOLE[:8] == b"TUMENs1\x00"
    assert sealed()[8:HEAD] != WHOLE[8:HEAD]
    assert [len(sealed(PLAIN[:size])) for size in (0, 1, CHUNK, CHUNK + 1)] == [
        HEAD + 16, HEAD + 17, HEAD + SEALED, HEAD + SEALED + 17,
    ]  # fmt: skip
    back = io.BytesIO()
    assert vault.decrypt_stream(KEY, io.BytesIO(WHOLE), back, context=b"file:7") == len(PLAIN)
    assert back.getvalue() == PLAIN
    cipher, prefix = stream.AESGCM(KEY), WHOLE[8:HEAD]
    nonces = [prefix + b"\0\0\0\0\0", prefix + b"\0\0\0\1\0", prefix + b"\0\0\0\2\1"]
    parts = [WHOLE[HEAD + n * SEALED : HEAD + (n + 1) * SEALED] for n in range(3)]
    found = [cipher.decrypt(n, part, b"TUMENs1\x00file:7") for n, part in zip(nonces, parts, strict=True)]
    assert b"".join(found) == PLAIN
