"""Days that come round: spans over the new year, anniversaries, deadlines before sessions, a calendar file."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from tumen import law
from tumen.cli.main import build
from tumen.errors import LawError

PACK = "dprk"
STAMP = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def titles(year: int, month: int) -> dict[str, law.Entry]:
    return {e.code: e for e in law.calendar_of(year, month, PACK)}


def test_a_season_runs_over_the_new_year():
    for month in (12, 1, 2):
        assert "OCC-RIVER-ICE" in titles(2026, month)
    assert "OCC-RIVER-ICE" not in titles(2026, 3)
    assert titles(2027, 1)["OCC-RIVER-ICE"].start == datetime.date(2026, 12, 1)


def test_an_anniversary_counts_from_accession_and_is_not_there_before_it():
    assert titles(2018, 9)["OCC-SAVE"].years == 36
    assert "OCC-SAVE" not in titles(1981, 9)


def test_a_statement_is_due_as_long_before_the_session_as_its_channel_says():
    session, due = titles(2026, 2)["OCC-HRC-SPRING"], titles(2026, 2)["OCC-HRC-SPRING-DUE"]
    ahead = law.channel("CHN-HRCWS", PACK).before_session_days
    assert (session.start - due.start).days == ahead
    assert not due.verified


def test_public_cases_known_to_the_day_come_round_and_vaguer_ones_do_not():
    known = [c for c in law.public_cases(PACK) if c.date.precision.value == "day"]
    assert known
    for case in known:
        assert case.code in titles(2030, case.date.earliest.month)
    vague = {c.code for c in law.public_cases(PACK)} - {c.code for c in known}
    assert not any(vague & set(titles(2030, month)) for month in range(1, 13))


def test_whatever_rests_on_memory_says_so():
    assert not any(o.verified for o in law.occasions(PACK))


def test_a_pack_without_occasions_has_none():
    assert law.occasions("example") == ()


@settings(deadline=None, max_examples=40)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=120))
def test_a_calendar_file_folds_and_escapes_so_that_the_title_comes_back(text):
    day = datetime.date(2026, 3, 4)
    file = law.as_ics(
        [law.Entry(code="X", kind="task", title=text, start=day, end=day)], stamp=STAMP, name="n"
    )
    assert all(len(line.encode()) <= 75 for line in file.split("\r\n"))
    lines = file.replace("\r\n ", "").split("\r\n")
    said = next(line for line in lines if line.startswith("SUMMARY:")).removeprefix("SUMMARY:")
    for written, meant in (("\\\\", "\0"), ("\\;", ";"), ("\\,", ","), ("\\n", "\n"), ("\0", "\\")):
        said = said.replace(written, meant)
    assert said == text
    assert "DTEND;VALUE=DATE:20260305" in lines


def test_the_command_prints_a_month_and_writes_its_file(tmp_path):
    out = tmp_path / "m.ics"
    done = CliRunner().invoke(build(), ["calendar", "2027-02", "--out", str(out), "--json"])
    assert done.exit_code == 0
    assert "OCC-COI" in done.stdout
    assert out.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


@pytest.mark.parametrize("month", [0, 13])
def test_there_is_no_thirteenth_month(month):
    with pytest.raises(LawError):
        law.calendar_of(2026, month, PACK)
