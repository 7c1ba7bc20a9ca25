"""Case files and contacts without a browser: the same services, circles and doors as in the desk."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from tests.desk.act.conftest import NAME, returned  # noqa: F401  (a fixture)

from tumen.errors import PaperRefused, UnknownChannel
from tumen_desk.accounts import circles
from tumen_desk.act.models import Case, Contact
from tumen_desk.commands import cases, contacts

pytestmark = pytest.mark.django_db


def open_one(user, returned):  # noqa: F811  (the fixture)
    return cases.opened(
        user, "Sent back in winter", state="CHN", priority="high", summary="", mentions=[returned.mention.pk]
    )


def test_a_case_is_opened_asked_about_answered_and_closed(returned, lawyer):  # noqa: F811
    case = open_one(lawyer, returned)
    result, lines = cases.go_on(lawyer, case, cases.Step(asked="An embassy", on="2026-01-05"))
    assert [(i["asked"], i["on"], i["answer"]) for i in result["inquiries"]] == [
        ("An embassy", "2026-01-05", "")
    ]
    assert result["tasks"][0]["due"] == "2026-02-04"  # the reminder
    assert NAME not in repr((result, lines))

    number = result["inquiries"][0]["number"]
    result, _ = cases.go_on(lawyer, case, cases.Step(answer=number, told="Not known here.", on="2026-02-01"))
    assert result["inquiries"][0]["answer"] == "Not known here."
    assert result["tasks"][0]["done"]
    cases.go_on(lawyer, case, cases.Step(note="Seen alive.", on="March 2026", life_sign=True))
    assert case.notes.get().date == "2026-03"
    result, _ = cases.go_on(lawyer, case, cases.Step(close="Home."))
    assert result["closed"] == "Home."
    assert cases.all_of(lawyer)[0]["cases"] == []
    assert [c["case"] for c in cases.all_of(lawyer, closed=True)[0]["cases"]] == [str(case)]


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (cases.Step(answer=999, told="x"), "no inquiry 999"),
        (cases.Step(done=999), "no task 999"),
        (cases.Step(asked="An embassy", on="soon"), "'soon' is no day"),
    ],
)
def test_what_is_not_there_is_said_and_nothing_is_written(returned, lawyer, step, says):  # noqa: F811
    case = open_one(lawyer, returned)
    with pytest.raises(PaperRefused, match=says):
        cases.go_on(lawyer, case, step)
    assert not case.inquiries.exists()


def test_a_case_of_a_closed_circle_is_not_there(returned, lawyer, protection):  # noqa: F811
    case = open_one(lawyer, returned)
    circle = circles.circle_make(actor=protection, title="A circle")
    circles.source_enclose(actor=protection, circle=circle, source=returned.source.pk)
    assert cases.all_of(lawyer)[0]["cases"] == []
    with pytest.raises(PaperRefused, match=f"no case file {case}"):
        cases.one(lawyer, str(case))
    with pytest.raises(PaperRefused, match="no mention"):
        open_one(lawyer, returned)
    assert Case.objects.count() == 1


def test_who_may_not_act_opens_nothing(returned, analyst):  # noqa: F811
    with pytest.raises(PermissionDenied):
        open_one(analyst, returned)


def test_a_contact_receives_nothing_until_somebody_decides(lawyer, protection):
    assert contacts.taken_over(lawyer)[0]["taken_over"] > 5
    number = contacts.added(lawyer, "A partner", kind="ngo", state="", reach="")[0]["number"]
    assert contacts.all_of(lawyer, kind="ngo")[0]["contacts"][-1]["may_receive"] == []
    with pytest.raises(PaperRefused, match="reason"):
        contacts.decided(protection, number, "CHN-WGEID", granted=True, why=" ")
    with pytest.raises(UnknownChannel):
        contacts.decided(protection, number, "NOWHERE", granted=True, why="Agreed.")
    contacts.decided(protection, number, "CHN-WGEID", granted=True, why="Agreed.")
    told = {c["number"]: c["may_receive"] for c in contacts.all_of(lawyer)[0]["contacts"]}
    assert told[number] == ["CHN-WGEID"]
    contacts.decided(protection, number, "CHN-WGEID", granted=False, why="It ended.")
    told = {c["number"]: c["may_receive"] for c in contacts.all_of(lawyer)[0]["contacts"]}
    assert told[number] == []
    with pytest.raises(PaperRefused, match="no contact"):
        contacts.decided(protection, Contact.objects.latest("pk").pk + 1, "CHN-WGEID", granted=True, why="x")
    with pytest.raises(PaperRefused, match="No kind"):
        contacts.added(lawyer, "x", kind="friend", state="", reach="")
