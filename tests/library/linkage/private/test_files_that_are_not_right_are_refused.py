"""Cut, altered, repeated, too old, another's: each is told apart, and the right file still works afterwards."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tumen.errors import (
    ExchangeDamaged,
    ExchangeExpired,
    ExchangeForeign,
    ExchangeSecretError,
    ExchangeUsed,
    PrivateError,
)
from tumen.linkage import private


@pytest.fixture
def begun(table):
    table.steps.append(table.south.begin(table.agreed(), table.secret))
    return table


def snapshot(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_one_bit_altered_anywhere_is_noticed_and_nothing_is_written(begun, where, bit):
    raw = bytearray(begun.steps[0].file.read_bytes())
    raw[int(where * len(raw))] ^= 1 << bit
    bad = begun.south.folder.parent / "bad"
    bad.write_bytes(raw)
    before = snapshot(begun.north.folder)
    with pytest.raises(PrivateError):
        begun.north.answer(bad, begun.secret)
    assert snapshot(begun.north.folder) == before


@pytest.mark.parametrize("kept", [0, 1, 20, 200, 5_000, -1])
def test_a_file_cut_short_is_refused_and_the_whole_one_works_after(begun, kept):
    raw = begun.steps[0].file.read_bytes()
    bad = begun.south.folder.parent / "bad"
    bad.write_bytes(raw[:kept])
    with pytest.raises(ExchangeDamaged):
        begun.north.answer(bad, begun.secret)
    assert begun.north.answer(begun.steps[0].file, begun.secret).file.exists()


def test_an_altered_body_is_told_apart_from_another_secret(begun):
    raw = bytearray(begun.steps[0].file.read_bytes())
    raw[-100] ^= 1
    bad = begun.south.folder.parent / "bad"
    bad.write_bytes(raw)
    with pytest.raises(ExchangeDamaged, match="altered"):
        begun.north.answer(bad, begun.secret)
    with pytest.raises(ExchangeSecretError):
        begun.north.answer(begun.steps[0].file, private.read_secret(private.new_secret()))


def test_a_file_answered_already_is_refused_and_names_the_answer(begun):
    answered = begun.north.answer(begun.steps[0].file, begun.secret)
    with pytest.raises(ExchangeUsed, match=answered.file.name):
        begun.north.answer(begun.steps[0].file, begun.secret)
    assert begun.south.answer(answered.file, begun.secret).overlap is not None


def test_a_file_of_an_exchange_that_is_over_is_refused(begun):
    second = begun.north.answer(begun.steps[0].file, begun.secret)
    third = begun.south.answer(second.file, begun.secret)
    with pytest.raises(ExchangeUsed, match="over"):
        begun.south.answer(second.file, begun.secret)
    begun.north.answer(third.file, begun.secret)
    with pytest.raises(ExchangeUsed):
        begun.north.answer(third.file, begun.secret)


def test_a_file_of_another_exchange_does_not_fit(begun, table):
    other = table.south.begin(table.agreed(), table.secret, reason="a trial")
    second = begun.north.answer(begun.steps[0].file, begun.secret)
    begun.south.answer(second.file, begun.secret)
    # The answer to the first exchange cannot stand for the answer to the other.
    with pytest.raises(ExchangeUsed):
        begun.south.answer(second.file, begun.secret)
    assert other.exchange != begun.steps[0].exchange


def test_a_file_for_somebody_else_is_refused(begun):
    with pytest.raises(ExchangeForeign, match="is for North Archive"):
        begun.south.answer(begun.steps[0].file, begun.secret)


def test_a_file_of_an_exchange_begun_in_another_folder_is_refused(begun, table):
    second = begun.north.answer(begun.steps[0].file, begun.secret)
    stranger = table.organisation("South Archive", table.people(0, 40))
    with pytest.raises(ExchangeForeign, match="knows nothing"):
        stranger.answer(second.file, begun.secret)


def test_after_its_last_day_a_file_is_refused_and_the_keys_are_destroyed(begun):
    late = begun.now + timedelta(days=15)
    with pytest.raises(ExchangeExpired):
        begun.north.answer(begun.steps[0].file, begun.secret, now=late)
    assert list(begun.south.folder.rglob("keys.sealed"))
    with pytest.raises(ExchangeExpired):
        begun.south.answer(begun.steps[0].file, begun.secret, now=late)
    assert not list(begun.south.folder.rglob("keys.sealed"))


def test_a_file_that_is_none_is_refused(begun, tmp_path):
    for content in (b"", b"name,birth\n", b"TUMEN-OVERLAP-1\n{}\n", b"TUMEN-OVERLAP-1\n" + b"x" * 9_000):
        bad = tmp_path / "bad"
        bad.write_bytes(content)
        with pytest.raises(ExchangeDamaged):
            begun.north.answer(bad, begun.secret)
    with pytest.raises(PrivateError):
        begun.north.answer(tmp_path / "not-there", begun.secret)


def test_a_last_day_moved_on_the_outside_does_not_help(begun):
    raw = begun.steps[0].file.read_bytes().replace(b"2030-05-15", b"2031-05-15", 1)
    bad = begun.south.folder.parent / "bad"
    bad.write_bytes(raw)
    with pytest.raises(ExchangeDamaged):
        begun.north.answer(bad, begun.secret, now=begun.now + timedelta(days=20))
