"""Who was bound by what on a day, and what an act may engage, as JSON behind the sign-in of the desk."""

from __future__ import annotations

import pytest

from tumen import dates, law
from tumen_desk.accounts import circles

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


@pytest.fixture
def get(lawyer, client_of):
    """The answer to a question, as plain data."""
    client = client_of(lawyer)
    return lambda address, **asked: client.get(f"/act/api/{address}", asked)


def test_it_says_what_the_library_says_of_every_instrument(get):
    answer = get("bound/", state="CHN", on="2013-11").json()
    found = law.bound_by("CHN", dates.parse("2013-11"), "dprk")
    assert [(a["instrument"], a["bound"]) for a in answer["answers"]] == [
        (b.instrument, b.truth.value) for b in found
    ]
    assert answer["register"]["version"] == law.register("dprk").version
    convention = next(a for a in answer["answers"] if a["instrument"] == "REFCONV")
    assert (convention["bound"], convention["since"]) == ("yes", "1982-12-23")
    assert all(a["sources"] or not a["verified"] for a in answer["answers"])


def test_one_instrument_is_asked_of_every_state_or_of_one(get):
    assert len(get("bound/", instrument="CAT", on="1990").json()["answers"]) == len(
        law.register("dprk").states
    )
    assert len(get("bound/", instrument="CAT", state="CHN", on="1990").json()["answers"]) == 1


def test_an_act_gives_articles_with_elements_that_are_open(get):
    answer = get("characterise/", act="R04", state="CHN", on="2017-11", fact="under-18=yes").json()
    first = answer["candidates"][0]
    assert first["applies"] == "yes"
    assert {e["code"]: e["shown"] for e in first["elements"]}["under-18"] == "yes"
    assert "violat" not in str(answer).replace("violation(s)", "")


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("bound/", {"state": "CHN"}), ("bound/", {"on": "2013"}), ("bound/", {"state": "ZZZ", "on": "2013"}),
        ("characterise/", {"state": "CHN", "on": "2013"}), ("bound/", {"state": "CHN", "on": "the day before"}),
        ("characterise/", {"act": "R04", "state": "CHN", "on": "2013", "fact": "x=maybe"}),
    ],
)  # fmt: skip
def test_a_wrong_question_is_answered_with_what_to_do(get, address, asked):
    answer = get(address, **asked)
    assert answer.status_code == 422
    assert set(answer.json()["error"]) == {"code", "message", "hint"}


def test_a_coded_act_is_held_against_the_law_for_those_who_may_know_of_it(get, returned, protection):
    answer = get(f"acts/{returned.act.pk}/characterise/").json()
    found = {f["rule"]: f for f in answer["findings"]}
    assert found["R01"]["state"] == "CHN"
    assert {"code": "attribution", "shown": "yes", "passages": [f"act:{returned.act.pk}"]} in found["R01"][
        "elements"
    ]
    made = circles.circle_make(actor=protection, title="A case")
    circles.source_enclose(actor=protection, circle=made, source=returned.source.pk)
    assert get(f"acts/{returned.act.pk}/characterise/").status_code == 404
