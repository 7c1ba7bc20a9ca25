"""Any table of the law is amended on one page, row by row, by version, and taken back; the log of positions is one."""

from __future__ import annotations

import csv
import html
import io
import json
import re

import pytest

from tumen import dates, law
from tumen.errors import LawError
from tumen_desk.act import amending, demands, positions, queries, services
from tumen_desk.act.models import Amended, Recommendation

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


def text_of(response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def told_by(client, address: str) -> dict[str, str]:
    """What the boxes of the form on a page hold."""
    form = client.get(address).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_what_a_state_did_is_amended_by_its_row_with_its_source_and_taken_back(lawyer, client_of):
    client, before = client_of(lawyer), law.register(queries.pack()).version
    address = "/act/law/amendments/status/row/?id=CHN-ICCPR"
    form = told_by(client, address) | {
        "c-status": "party", "c-act": "ratification", "c-deposited": "2020-01-01", "c-in_force": "1 April 2020",
        "why": "a notice", "source": "Depositary notice",
    }  # fmt: skip
    assert client.post(address, form).status_code == 302
    assert law.register(queries.pack()).version != before
    assert law.bound("CHN", "ICCPR", dates.parse("2022"), queries.pack()).truth is dates.Truth.YES
    assert "Depositary notice amended here" in text_of(client.get("/act/law/states/?state=CHN&on=2022"))
    made = Amended.objects.get()
    assert made.by == lawyer
    assert (made.row["id"], made.row["in_force"]) == ("CHN-ICCPR", "2020-04-01")
    assert "amended here" in text_of(client.get("/act/law/amendments/status/?words=CHN-ICCPR"))

    client.post(f"/act/law/amendments/{made.pk}/back/", {"why": "it was a mistake"})
    assert law.register(queries.pack()).version == before
    text = text_of(client.get("/act/law/amendments/"))
    assert "taken back" in text
    assert "it was a mistake" in text
    with pytest.raises(LawError, match="does not stand"):
        amending.register_take_back(actor=lawyer, amendment=made, why="again")


def test_rules_laws_agreements_offices_channels_and_days_are_amended_on_the_same_page(lawyer, client_of):
    client = client_of(lawyer)
    for table, key, column, value in (
        ("rules", "R01", "bearer", "whoever sends"),
        ("domestic", "PRK-CL-1999", "about", "other words"),
        ("instruments", "CN-PRK-1960", "text", "secondary"),
        ("addressees", "CHN-EMB", "tonight", "en: ask the duty officer"),
        ("channels", "CHN-WGEID", "reply_days", "90"),
        ("occasions", "OCC-COI", "prepare_days", "30"),
    ):
        address = f"/act/law/amendments/{table}/row/?id={key}"
        change = {f"c-{column}": value, "why": "a letter"}
        assert client.post(address, told_by(client, address) | change).status_code == 302
        assert Amended.objects.latest("id").row.keys() == {"id", column}
    address = "/act/law/amendments/rules/row/?id=R01"
    assert client.post(address, told_by(client, address) | {"why": "no change"}).status_code == 422
    assert "unverified" in text_of(client.get("/act/law/amendments/rules/?words=R01"))
    pack = queries.pack()
    assert law.register(pack).rules["R01"].bearer == "whoever sends"
    assert law.register(pack).instruments["CN-PRK-1960"].text == "secondary"
    assert "other words" in {d.about for d in law.register(pack).domestic}
    assert law.channels(pack).addressees["CHN-EMB"].tonight == {"en": "ask the duty officer"}
    assert law.channel("CHN-WGEID", pack).reply_days == 90
    assert {o.code: o.prepare_days for o in law.occasions(pack)}["OCC-COI"] == 30


def test_what_does_not_fit_is_said_beside_its_box_and_nothing_is_kept(lawyer, client_of):
    client = client_of(lawyer)
    address = "/act/law/amendments/positions/row/"
    form = {"id": "OWN-1", "c-kind": "denial", "c-by": "LAO", "c-what": "No", "why": "x"}
    refused = client.post(address, form | {"c-date": "someday soon"})
    assert refused.status_code == 422
    assert refused.context["form"].errors["c-date"]
    assert client.post(address, form | {"c-answers": "NOTHING"}).status_code == 422
    assert not Amended.objects.exists()


def test_an_amendment_that_a_later_one_needs_is_not_taken_back(lawyer):
    first = amending.register_amend(
        actor=lawyer, table="positions", why="x",
        row={"id": "OWN-1", "kind": "request", "by": "KOR", "to": ["LAO"], "what": "To let them go"},
    )  # fmt: skip
    amending.register_amend(
        actor=lawyer, table="positions", why="x",
        row={"id": "OWN-2", "kind": "reply", "by": "LAO", "what": "No", "answers": "OWN-1"},
    )  # fmt: skip
    with pytest.raises(LawError, match="answer what does not stand"):
        amending.register_take_back(actor=lawyer, amendment=first, why="x")


def test_amendments_leave_as_a_file_that_the_library_lays_over_the_pack(lawyer, client_of):
    amending.register_amend(
        actor=lawyer, table="occasions", row={"id": "OCC-COI", "prepare_days": 9}, why="x", source="A plan"
    )
    file = client_of(lawyer).get("/act/law/amendments/file.json").content.decode()
    told = law.amended(queries.shipped(), law.amendments_of(file))
    assert told.content_sha256 == queries.pack().content_sha256
    assert json.loads(file)[0]["source"] == "A plan"


def test_what_was_said_is_written_down_filtered_threaded_and_exported(returned, lawyer, client_of):
    client, address = client_of(lawyer), "/act/law/amendments/positions/row/?answers=REQ-KOR-CHN&by=CHN"
    form = told_by(client, address) | {
        "id": "OWN-7", "c-kind": "denial", "c-what": "There was no such request", "c-date": "May 2013",
        "c-speaker": "spokesperson of the ministry", "c-wording": "no such request", "c-quoted": "yes",
        "c-topics": "REFOUL", "c-cases": "C18", "why": "heard", "source": "A press briefing (made up)",
    }  # fmt: skip
    assert client.post(address, form).status_code == 302
    page = text_of(client.get("/act/positions/OWN-7/"))
    assert "spokesperson of the ministry" in page
    assert "To reconsider the policy" in page
    assert "A press briefing (made up)" in page
    assert re.search(r"refoulement[^0-9]+1 1", page)  # the coded return stands beside the denial
    assert "There was no such request" in text_of(client.get("/act/positions/?by=CHN&kind=denial"))
    file = client.get("/act/positions/file.csv?kind=denial").content.decode()
    lines = list(csv.DictReader(io.StringIO(file)))
    assert {r["code"] for r in lines} >= {"OWN-7", "POS-CHN-DENY-C17"}
    assert {r["kind"] for r in lines} == {"denial"}
    assert "To reconsider the policy" not in {d.entry.what for d, _ in positions.waiting(services.today())}
    assert "There was no such request" in text_of(client.get("/act/cases/C18/"))
    assert client.get("/act/positions/NOTHING/").status_code == 404


def test_a_body_shows_its_members_and_meetings_and_a_group_stands_for_its_states(lawyer, client_of):
    client = client_of(lawyer)
    page = text_of(client.get("/act/positions/bodies/BODY-MP-FORUM/"))
    assert "August 2002" in page
    assert "Tokyo" in page
    form = {"addressee": "Neighbours", "group": "GRP-ASYLUM-SIX", "text": "Grant asylum", "states": ["CHN"]}
    client.post("/act/recommendations/", form)
    assert set(Recommendation.objects.get().states) == {"CHN", "RUS", "MNG", "VNM", "MMR", "KHM", "THA"}


def test_an_entry_of_the_log_is_evidence_of_what_became_of_a_demand(lawyer, client_of):
    asked = services.recommendation_add(
        actor=lawyer, addressee="Commission", text="Adopt a resolution", states=["KOR"]
    )
    form = {"status": "", "kind": "vote", "position": "RES-CHR-2003", "note": "", "source": "", "on": ""}
    status = queries.pack().vocabulary("recommendation_status").choices("en")[0][0]
    client_of(lawyer).post(f"/act/recommendations/{asked.pk}/step/", form | {"status": status})
    step = asked.steps.get()
    assert (step.position, step.on) == ("RES-CHR-2003", "2003-04-16")
    assert "resolution 2003/10" in step.source
    assert "resolution 2003/10" in demands.as_csv([asked])
    assert "Adopt a resolution" in text_of(client_of(lawyer).get("/act/positions/RES-CHR-2003/"))


def test_an_analyst_reads_the_log_and_changes_nothing(analyst, client_of):
    client = client_of(analyst)
    assert client.get("/act/positions/").status_code == 200
    assert client.get("/act/law/amendments/positions/row/").status_code == 403
    assert client.post("/act/law/amendments/positions/row/", {}).status_code == 403
