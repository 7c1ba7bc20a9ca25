"""Public cases: what differs stands side by side, and leads to the law of the day."""

import html
import re
from dataclasses import replace

import pytest

from tumen import law
from tumen.vocab import DEFAULT_PACK

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])

CASES = law.public_cases(DEFAULT_PACK)
DIFFERING = next(c for c in CASES if c.conflicts and any(len(d.values) > 1 for d in c.conflicts) and c.rules)


@pytest.fixture
def get(lawyer, client_of):
    """A page as a lawyer gets it."""
    client = client_of(lawyer)
    return lambda address, **query: client.get(address, query)


def _text(response):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_every_case_is_listed_with_what_sources_differ_on(get):
    text = _text(get("/act/cases/"))
    assert all(c.title in text for c in CASES)
    assert DIFFERING.conflicts[0].field in text


@pytest.mark.parametrize("code", [c.code for c in CASES])
def test_every_case_has_a_page_with_each_conflicting_value(code, get):
    case = next(c for c in CASES if c.code == code)
    response = get(f"/act/cases/{code}/")
    assert response.status_code == 200
    text = _text(response)
    assert case.outcome in text
    for conflict in case.conflicts:
        for value in conflict.values:
            assert value.value in text
            assert value.said_by.lower() in text.lower()


def test_a_case_leads_to_the_law_of_its_state_on_its_day(get):
    page = get(f"/act/cases/{DIFFERING.code}/").content.decode()
    links = [html.unescape(a) for a in re.findall(r'href="(/act/law/\?[^"]+)"', page)]
    assert len(links) >= len(DIFFERING.rules)
    answer = _text(get(links[0]))
    assert "What has to be shown" in answer
    assert f"{DIFFERING.rules[0]}:" in answer


def test_cases_are_narrowed_by_state_time_and_words(get):
    wanted = CASES[0]
    text = _text(get("/act/cases/", state=wanted.states[0], on=wanted.date.edtf, text=wanted.title[:12]))
    assert wanted.title in text
    later = max(CASES, key=lambda c: c.date.edtf)
    assert later.title not in text
    assert "No case fits these filters." in _text(get("/act/cases/", on="1850"))


@pytest.mark.parametrize(
    "query", [{"on": "the day after"}, {"state": "ZZZ"}, {"act": "ZZZ"}, {"text": "x" * 999}]
)
def test_a_filter_that_cannot_be_read_is_met_with_a_reason(query, get):
    response = get("/act/cases/", **query)
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()


def test_a_case_nobody_knows_is_not_found(get):
    assert get("/act/cases/NOTHING/").status_code == 404


@pytest.mark.parametrize("address", ["/act/cases/", f"/act/cases/{DIFFERING.code}/"])
def test_a_role_that_is_not_behind_the_door_is_refused(address, get, monkeypatch):
    from tumen_desk.accounts.access import DOORS, Door

    assert get(address).status_code == 200
    monkeypatch.setitem(DOORS, Door.ACT_READ, frozenset())
    assert get(address).status_code == 403


def test_law_and_cases_stand_in_the_side_bar_and_on_the_first_page(get):
    text = _text(get("/"))
    for words in ("Law on a day", "Who was bound by what", "Public cases", f"{len(CASES)} publicly reported"):
        assert words in text


def test_another_situation_is_served_by_the_same_pages(get, settings):
    settings.CONFIG = replace(settings.CONFIG, pack="example")
    for case in law.public_cases("example"):
        assert case.title in _text(get("/act/cases/"))
        assert "HEARSAY" in get(f"/act/cases/{case.code}/").content.decode()


def test_a_pack_without_cases_says_so(get, bare_pack):
    assert "carries no public cases" in _text(get("/act/cases/"))
    assert get("/act/cases/C01/").status_code == 404


def test_steps_counts_and_the_series_of_a_case_stand_on_its_page(get):
    assert "28 days after step 1 ( R20 )" in _text(get("/act/cases/C17/"))
    chain = _text(get("/act/cases/C36/"))
    assert "no day is told beaten" in chain
    assert "2 months after step 4 death at home" in chain
    counts = _text(get("/act/cases/C37/"))
    assert "June 2002 not stated the first came in" in counts
    assert "September 2002 21 arrived in Seoul" in counts
    assert "Part of C05" in counts
    assert "Sixteen people over the wall of a German school" in _text(get("/act/cases/C05/"))
