"""What the pages of law say about facts of the shipped register."""

import html
import re
from dataclasses import replace

import pytest

from tumen import law

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])

PAGES = [
    "/act/law/",
    "/act/law/?act=REFOUL&state=CHN&on=2013-11",
    "/act/law/states/",
    "/act/law/states/?state=CHN&on=2013-11",
    "/act/law/instruments/REFCONV/",
    "/act/law/instruments/REFCONV/?on=1982",
]


@pytest.fixture
def read(lawyer, client_of):
    """The text of a page, as a lawyer sees it, without markup and with single spaces."""
    client = client_of(lawyer)

    def text_of(address, **query):
        response = client.get(address, query)
        assert response.status_code == 200
        return _text(response)

    return text_of


def _text(response):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def _row(text, start):
    """What stands in the row that begins with these words."""
    return text[text.index(start) :][:400]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("who", ["officer", "analyst", "lawyer", "protection"])
def test_everybody_at_the_desk_may_read_the_law(address, who, request, client_of):
    assert client_of(request.getfixturevalue(who)).get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_nobody_reads_without_signing_in(address, client):
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/")


@pytest.mark.parametrize("address", PAGES)
def test_a_role_that_is_not_behind_the_door_is_refused(address, lawyer, client_of, monkeypatch):
    from tumen_desk.accounts.access import DOORS, Door

    monkeypatch.setitem(DOORS, Door.ACT_READ, frozenset())
    assert client_of(lawyer).get(address).status_code == 403


@pytest.mark.parametrize(
    ("on", "group", "answer"),
    [
        (
            "2013-11",
            "In force for China on that day",
            "acceded 1982-09-24; in force for China since 1982-12-23",
        ),
        ("1981", "Not in force for China on that day", "in force for China only since 1982-12-23"),
        ("1982", "Cannot tell", "may lie before or after the day on which that changed (1982-12-23)"),
    ],
)
def test_the_refugee_convention_binds_china_from_its_day_on(read, on, group, answer):
    text = read("/act/law/", act="REFOUL", state="CHN", on=on)
    row = _row(text, "1951 Convention, art. 33(1)")
    assert answer in row
    before = text[: text.index("1951 Convention, art. 33(1)")]
    headings = [
        h for h in ("In force for China", "Cannot tell Article", "Not in force for China") if h in before
    ]
    assert headings[-1].startswith(group[:11])


def test_open_elements_are_listed_and_none_is_taken_as_shown(read):
    text = read("/act/law/", act="REFOUL", state="CHN", on="2013-11")
    assert "the person was a refugee in fact, recognised or not" in text
    assert "not stated" in text
    assert "Whose duty sending or transit state" in text


def test_what_no_source_carries_is_marked_unverified(read):
    text = read("/act/law/", act="R03", state="CHN", on="2013-11")
    assert text.rindex("unverified") > text.index("R03: refoulement")
    assert "unverified" not in read("/act/law/", act="R02", state="CHN", on="2013-11")


def test_a_date_may_be_written_in_words_and_in_korean(read):
    assert "China, early March 1998" in read("/act/law/", act="REFOUL", state="CHN", on="1998년 3월 초")


def test_a_rule_without_an_act_of_its_own_can_be_asked(read):
    assert "penalty on a refugee for illegal entry" in read("/act/law/", act="R08", state="CHN", on="2005")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"act": "REFOUL", "state": "CHN", "on": "2013-13"}, "There is no month 13."),
        ({"act": "REFOUL", "state": "CHN", "on": ""}, "Say when; a year will do."),
        ({"act": "REFOUL", "state": "CHN", "on": "x" * 500}, "at most 80 characters"),
        ({"act": "REFOUL", "state": "ZZZ", "on": "2013"}, "The register of this pack has no such state."),
        ({"act": "NOTHING", "state": "CHN", "on": "2013"}, "No rule of this pack covers that act."),
        ({"state": "CHN"}, "Choose what was done."),
    ],
)
def test_a_question_that_cannot_be_answered_is_met_with_a_reason(read, query, message):
    assert message in read("/act/law/", **query)


def test_the_instruments_that_bound_a_state_come_first_with_the_bodies_that_could_be_seized(read):
    text = read("/act/law/states/", state="CHN", on="2013-11")
    assert "yes" in _row(text, "1951 Convention")[:40]
    assert text.index("1951 Convention") < text.index("signed 1998-10-05, no ratification known")
    assert "Bodies that could be seized" in text


def test_an_instrument_lists_its_parties_with_dates_and_reservations(read):
    text = read("/act/law/instruments/REFCONV/")
    assert "China accession 24 September 1982 23 December 1982" in text
    assert "14 only as to artistic and industrial property" in text
    assert "Known errors in sources" in text


def test_an_instrument_says_who_was_bound_on_a_day(read):
    text = read("/act/law/instruments/REFCONV/", on="1982")
    assert "cannot tell" in _row(text, "China cannot tell")
    assert "Japan yes" in text


def test_an_instrument_nobody_knows_is_not_found(lawyer, client_of):
    assert client_of(lawyer).get("/act/law/instruments/NOTHING/").status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_pages_keep_the_strict_policy(address, lawyer, client_of):
    body = client_of(lawyer).get(address).content.decode()
    assert not re.search(r'\sstyle="|<style|\son[a-z]+="|<script(?![^>]*src=)', body)


def test_another_situation_is_served_by_the_same_pages(read, settings):
    settings.CONFIG = replace(settings.CONFIG, pack="example")
    known = law.register("example")
    rule, state = next(iter(known.rules)), next(iter(known.states.values()))
    text = read("/act/law/", act=rule, state=state.code, on="2004")
    assert known.rules[rule].label in text
    assert state.name() in text
    assert all(
        i.short in read("/act/law/states/", state=state.code, on="2004") for i in known.instruments.values()
    )


def test_a_pack_without_law_says_so(read, bare_pack):
    assert "carries no law" in read("/act/law/")
    assert "carries no law" in read("/act/law/", act="R01", state="CHN", on="2004")
    assert "carries no law" in read("/act/law/states/")
