"""More than two organisations: a third without a key counts by pattern, with noise, and nobody sees complete lists."""

import shutil
from dataclasses import replace

import numpy as np
import pytest

from tumen.errors import ExchangeDamaged, ExchangeForeign, ExchangeTermsError, ExchangeUsed
from tumen.linkage import private


@pytest.fixture(scope="module")
def gone_round(make_table, tmp_path_factory):
    """A file that went round three organisations, once for all tests: the folder, and the steps in it."""
    folder = tmp_path_factory.mktemp("round")
    table = make_table(folder)
    invitation, words = private.become_third(folder / "third", "Example University")
    third = private.invited(invitation)
    assert private.words_of(third) == words
    names = ("South Archive", "North Archive", "East Archive")
    east = table.organisation("East Archive", table.people(10, 50))
    terms = table.agreed(organisations=names, third=third, noise=50.0)
    steps = [table.south.begin(terms, table.secret)]
    for side in (table.north, east, table.south, table.north):
        steps.append(side.answer(steps[-1].file, table.secret))
    return folder, steps


@pytest.fixture
def around(gone_round, make_table, tmp_path):
    """Three organisations and the file for the third; persons 0-39, 15-54 and 10-49. A copy for each test."""
    folder, steps = gone_round
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    table = make_table(tmp_path)
    east = table.organisation("East Archive", table.people(10, 50))
    return table, east, [replace(step, file=tmp_path / step.file.relative_to(folder)) for step in steps]


def count(table, steps, **options):
    folder = table.south.folder.parent / "third"
    return private.count(folder, steps[-1].file, rng=np.random.default_rng(1), now=table.now, **options)


def test_three_lists_are_counted_by_pattern(around):
    table, _, steps = around
    assert steps[-1].receiver == "Example University"
    done = count(table, steps)
    assert done.overlap.counts == {
        "111": 25, "110": None, "101": 5, "100": None, "011": 10, "010": None, "001": None,
    }  # fmt: skip
    assert "withheld" in done.overlap.notes[0]


def test_every_organisation_takes_in_the_same_outcome(around):
    table, east, steps = around
    done = count(table, steps)
    for side in (table.south, table.north, east):
        step = side.answer(done.file, table.secret)
        assert step.overlap.counts == done.overlap.counts
        assert not list(side.folder.rglob("keys.sealed"))
        with pytest.raises(ExchangeUsed):
            side.answer(done.file, table.secret)


def test_no_organisation_holds_two_complete_lists_in_the_open(around):
    table, east, _ = around
    from tumen.linkage.private.envelope import Lock, read_header, unpack

    for side in (table.south, table.north, east):
        for path in side.folder.rglob(f"*{private.SUFFIX}"):
            if "University" not in path.name:
                raw = path.read_bytes()
                header = read_header(raw, now=table.now)
                lock = Lock(table.secret, header.exchange)
                entries = unpack(raw, header, lock.open, check=lock.check).meta["entries"]
                assert all(entry["sealed"] for entry in entries if len(entry["masks"]) == 3)


def test_a_second_count_of_one_exchange_is_refused(around):
    table, _, steps = around
    count(table, steps)
    with pytest.raises(ExchangeUsed, match="noise"):
        count(table, steps)


def test_another_third_cannot_open_the_lists(around, tmp_path):
    table, _, steps = around
    private.become_third(tmp_path / "other", "Someone Else")
    with pytest.raises(ExchangeForeign):
        private.count(tmp_path / "other", steps[-1].file, rng=np.random.default_rng(1), now=table.now)
    with pytest.raises(ExchangeForeign):
        private.count(tmp_path / "nobody", steps[-1].file, rng=np.random.default_rng(1), now=table.now)


def test_an_altered_file_is_not_counted_and_an_altered_outcome_not_taken_in(around, tmp_path):
    table, _, steps = around
    raw = bytearray(steps[-1].file.read_bytes())
    raw[len(raw) // 2] ^= 4
    bad = tmp_path / "bad"
    bad.write_bytes(raw)
    with pytest.raises(ExchangeDamaged):
        private.count(tmp_path / "third", bad, rng=np.random.default_rng(1), now=table.now)
    done = count(table, steps)
    bad.write_bytes(done.file.read_bytes().replace(b'"111": 25', b'"111": 26'))
    with pytest.raises(ExchangeDamaged):
        table.south.answer(bad, table.secret)
    assert table.south.answer(done.file, table.secret).overlap is not None


def test_two_organisations_can_leave_the_comparing_to_a_third(table, tmp_path):
    invitation, _ = private.become_third(tmp_path / "third", "Example University")
    terms = table.agreed(third=private.invited(invitation))
    first = table.south.begin(terms, table.secret)
    second = table.north.answer(first.file, table.secret)
    third = table.south.answer(second.file, table.secret)
    assert (third.overlap, third.receiver) == (None, "Example University")
    done = count(table, [third])
    assert abs(done.overlap.counts["11"] - 25) < 15
    assert done.overlap.noise == 1.0


def test_the_noise_has_the_spread_it_says():
    from tumen.linkage.private.comparing import Match
    from tumen.linkage.private.overlap import overlap

    terms = private.Terms(organisations=("A", "B"), noise=0.5)
    found = [Match(rows=(n, n), probability=1.0) for n in range(100)]
    rng = np.random.default_rng(3)
    drawn = np.array([overlap(found, [200, 200], terms, rng=rng).counts["11"] for _ in range(4_000)], float)
    assert abs(drawn.mean() - 100) < 0.2
    # Variance of two-sided geometric noise: 2a / (1 - a)^2 with a = exp(-epsilon).
    a = np.exp(-0.5)
    assert drawn.var() == pytest.approx(2 * a / (1 - a) ** 2, rel=0.15)


def test_a_third_keeps_its_keys_and_its_invitation_is_checked(tmp_path):
    private.become_third(tmp_path / "t", "T")
    with pytest.raises(ExchangeTermsError):
        private.become_third(tmp_path / "t", "T")
    bad = tmp_path / "bad.json"
    bad.write_text('{"name": "T", "box": "00", "sign": "11"}', "utf-8")
    with pytest.raises(ExchangeDamaged):
        private.invited(bad)
