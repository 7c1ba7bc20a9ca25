"""The log of positions: who said or did what, when, before whom, in which words; and every table amended alike."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tumen import dates, law, vocab
from tumen.cli.main import build
from tumen.errors import LawError
from tumen.law import Amendment

PACK = vocab.load_pack("dprk")
LOG = law.positions(PACK)
KNOWN = law.register(PACK)
run = CliRunner()


def test_every_topic_case_and_body_of_the_log_is_known() -> None:
    codes = {
        c for name in ("act_type", "return_justification") for c, _ in PACK.vocabulary(name).choices("en")
    }
    cases = {c.code for c in law.public_cases(PACK)}
    for entry in LOG.entries.values():
        assert set(entry.topics) <= codes, entry.code
        assert set(entry.cases) <= cases, entry.code
        assert entry.by in KNOWN.states or entry.by in LOG.bodies or " " in entry.by, entry.code


# Rows of the documents: what the log must be able to say.
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("SUMMIT-2018-USA", {"kind": "summit", "rights_raised": "no", "to": ["USA"]}),
        ("POS-CHN-DENY-C17", {"kind": "denial", "by": "CHN", "cases": ["C17"]}),
        ("STRAIN-2012", {}),
        ("TIER-PRK", {"kind": "rating", "value": "Tier 3", "to": ["PRK"]}),
        ("PRESS-CHN-KOR", {"kind": "pressure", "by": "CHN", "to": ["KOR"]}),
        ("ACC-HANAWON", {"kind": "access", "place": "Hanawon", "outcome": "refused"}),
        ("RES-SUBCOM-2001", {"symbol": "resolution 2001/16", "date": "2001-08-16"}),
        ("RES-US-SENATE-2002", {"outcome": "in committee", "answers": "RES-US-HOUSE-2002"}),
        ("VOTE-CHN-2003", {"outcome": "against", "answers": "RES-CHR-2003", "verified": False}),
        ("OBS-CRC-DEATHS", {"by": "BODY-CRC", "date": "1998-06-05", "topics": ["STARVE"]}),
        ("POS-CHN-ECON", {"topics": ["J-ECON", "REFOUL"], "speaker": ""}),
        ("HEARING-UK-1310", {"kind": "hearing", "date": "2013-10"}),
    ],
)
def test_the_log_has_day_forum_outcome_and_what_it_answers(code: str, said: dict[str, object]) -> None:
    entry = next(e for e in LOG.entries.values() if e.code.endswith(code)).as_dict()
    assert {k: entry[k] for k in said} == said
    assert entry["sources"]


def test_a_report_says_how_late_it_was_and_its_claims_and_observations_follow_it() -> None:
    report = LOG.entries["REP-PRK-CCPR-2"]
    assert report.days_late == (dates.parse("2000-05-04").earliest - dates.parse("1987-12-31").latest).days
    kinds = [e.kind for e in LOG.thread("OBS-CCPR-TORTURE")]
    assert kinds[0] == "report"
    assert kinds.count("claim") == 4
    assert kinds.count("observation") == 5


def test_a_request_is_open_until_something_answers_it() -> None:
    today = dates.parse("2026-01-31")
    open_now = {e.code: days for e, days in LOG.unanswered(today)}
    assert "VISIT-PRK-CAMPS" in open_now
    assert open_now["REQ-KOR-CHN"] is not None
    answer = {"id": "OWN-1", "kind": "reply", "by": "PRK", "what": "No", "answers": "VISIT-PRK-CAMPS"}
    told = law.amended(PACK, [Amendment(table="positions", row=answer, why="a note came")])
    assert "VISIT-PRK-CAMPS" not in {e.code for e, _ in law.positions(told).unanswered(today)}


def test_a_group_of_states_stands_for_its_members_and_for_groups_within_it() -> None:
    assert LOG.states_of("GRP-ASYLUM-SIX", KNOWN.states) == ("RUS", "MNG", "VNM", "MMR", "KHM", "THA")
    row = {
        "id": "GRP-ALL",
        "kind": "group of states",
        "en": "All",
        "members": ["GRP-ASYLUM-SIX", "CHN", "elsewhere"],
    }
    log = law.positions(law.amended(PACK, [Amendment(table="bodies", row=row, why="a plan")]))
    assert set(log.states_of("GRP-ALL", KNOWN.states)) == {"CHN", "RUS", "MNG", "VNM", "MMR", "KHM", "THA"}


def test_an_answer_to_nothing_is_refused() -> None:
    row = {"id": "OWN-2", "kind": "reply", "by": "CHN", "what": "No", "answers": "NOTHING"}
    with pytest.raises(LawError, match="answer what does not stand"):
        law.amended(PACK, [Amendment(table="positions", row=row, why="a try")])


@pytest.mark.parametrize("name", list(law.TABLES))
def test_a_row_of_every_table_goes_into_a_form_and_back(name: str) -> None:
    for row in law.rows_of(PACK, name).values():
        back = law.row_from_text(law.row_as_text(row, name), name)
        told = {k: v for k, v in back.items() if v is not None}
        kept = {k: vocab.thaw(v) for k, v in row.items() if k not in ("id", "sources", "verified")}
        assert told == {k: v for k, v in kept.items() if v not in ("", [], {})}


@pytest.mark.parametrize(
    ("name", "key", "change"),
    [
        ("rules", "R01", {"bearer": "whoever sends"}),
        ("addressees", "CHN-EMB", {"tonight": {"en": "no"}}),
        ("channels", "CHN-WGEID", {"reply_days": 90}),
        ("domestic", "PRK-CL-1999", {"about": "other words"}),
        ("occasions", "OCC-SAVE", {"note": "begin early"}),
        ("instruments", "CN-PRK-1960", {"remark": "an archive was opened"}),
    ],
)
def test_any_row_amended_carries_its_source_and_leaves_the_shipped_pack_alone(
    name: str, key: str, change: dict[str, object]
) -> None:
    told = law.amended(PACK, [Amendment(table=name, row={"id": key, **change}, why="new", source="A letter")])
    row = law.rows_of(told, name)[key]
    assert {k: vocab.thaw(row[k]) for k in change} == change
    source = told.facts(law.TABLES[name].file)["sources"][row["sources"][0]]
    assert (source["title"], source["publisher"]) == ("A letter", law.PUBLISHER)
    assert all(law.rows_of(PACK, name)[key].get(k) != v for k, v in change.items())


def test_what_does_not_fit_a_column_is_named() -> None:
    with pytest.raises(LawError) as refused:
        law.row_from_text({"reply_days": "soon"}, "channels")
    assert refused.value.fields["faults"] == ("reply_days",)


def test_the_command_filters_exports_and_lays_amendments_of_a_desk_over_the_pack(tmp_path: Path) -> None:
    amendments = tmp_path / "amendments.json"
    row = {"id": "OWN-3", "kind": "denial", "by": "LAO", "what": "=Denies it", "date": "2013-06"}
    amendments.write_text(json.dumps([{"table": "positions", "row": row, "why": "a note"}]), "utf-8")
    out = tmp_path / "denials.csv"
    words = ["positions", "--kind", "denial", "--amendments", str(amendments), "--out", str(out), "--json"]
    result = run.invoke(build(), words)
    assert result.exit_code == 0, result.output
    told = {p["code"]: p for p in json.loads(result.stdout)["positions"]}
    assert told["OWN-3"]["verified"] is False
    lines = list(csv.DictReader(io.StringIO(out.read_text("utf-8"))))
    assert next(r["what"] for r in lines if r["code"] == "OWN-3") == "'=Denies it"
    assert "Hanawon" in run.invoke(build(), ["positions", "--state", "KOR"]).stdout
    assert run.invoke(build(), ["positions", "--kind", "gossip"]).exit_code != 0


def test_who_was_bound_is_asked_of_the_amended_register_too(tmp_path: Path) -> None:
    amendments = tmp_path / "amendments.json"
    row = {"id": "CHN-ICCPR", "state": "CHN", "instrument": "ICCPR", "status": "party", "act": "ratification",
           "deposited": "2020-01-01", "in_force": "2020-04-01"}  # fmt: skip
    amendments.write_text(json.dumps([{"table": "status", "row": row, "why": "a notice"}]), "utf-8")
    asked = ["law", "--state", "CHN", "--instrument", "ICCPR", "--on", "2022", "--json"]
    assert json.loads(run.invoke(build(), asked).stdout)["bound"][0]["truth"] != "yes"
    amended = run.invoke(build(), [*asked, "--amendments", str(amendments)])
    assert json.loads(amended.stdout)["bound"][0]["truth"] == "yes"


def test_a_treaty_is_cited_with_its_day_and_its_series() -> None:
    assert KNOWN.instruments["REFCONV"].cite() == (
        "Convention relating to the Status of Refugees, 28 July 1951, 189 UNTS 150, in force 22 April 1954"
    )
    assert "CCPR" not in KNOWN.instruments["CN-PRK-1960"].cite()
    assert KNOWN.instruments["UNHCR-CN-1995"].text == "read"


def test_time_to_prepare_is_a_day_of_its_own_in_the_calendar() -> None:
    codes = {e.code: e.start for e in law.calendar_of(2027, 8, PACK)}
    assert str(codes["OCC-SAVE-PREPARE"]) == "2027-08-13"


def test_organisations_and_dialogues_that_documents_name_stand_in_the_log() -> None:
    named = {b.name("en") for b in LOG.bodies.values()}
    assert {"Good Friends", "Citizens' Alliance for North Korean Human Rights", "NK Net"} <= named
    assert LOG.bodies["ORG-NKFC"].members
    assert set(LOG.bodies["GRP-DIALOGUES"].members) == {
        "USA", "JPN", "European Union", "Canada", "Australia"
    }  # fmt: skip


def test_talks_say_whether_a_demand_was_raised() -> None:
    rows = [
        {"id": f"OWN-{n}", "kind": "talks", "by": "USA", "to": ["CHN"], "date": f"20{n}", "what": "Dialogue on rights",
         "rights_raised": raised}
        for n, raised in ((14, "yes"), (15, "no"))
    ]  # fmt: skip
    told = law.amended(
        PACK, [Amendment(table="positions", row=r, why="heard", source="A note") for r in rows]
    )
    found = law.said(law.positions(told), by="CHN", kind="talks")
    assert [(str(e.date), e.rights_raised) for e in found] == [("2014", "yes"), ("2015", "no")]


def test_talks_stand_in_the_calendar_with_whether_rights_were_raised() -> None:
    row = {"id": "OWN-TALKS", "kind": "talks", "by": "USA", "to": ["CHN"], "date": "2016-05-12", "what": "Dialogue",
           "rights_raised": "no"}  # fmt: skip
    told = law.amended(PACK, [Amendment(table="positions", row=row, why="heard", source="A note")])
    (found,) = [e for e in law.calendar_of(2016, 5, told) if e.kind == "talks"]
    assert (str(found.start), found.title) == ("2016-05-12", "USA, CHN: Dialogue")
    assert found.note == "rights were not raised"
    assert [e.kind for e in law.calendar_of(2013, 10, PACK) if e.code == "HEARING-UK-1310"] == ["hearing"]
