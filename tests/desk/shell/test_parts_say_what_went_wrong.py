"""A part of a page that cannot be shown says why in its place; what cannot be kept is said above the form."""

import pytest

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
PART = {"HTTP_HX_REQUEST": "true"}


def test_an_error_in_a_part_is_no_page_within_the_page(officer, client_of):
    answer = client_of(officer).get("/record/said/mention/999999/", **PART)
    assert answer.status_code == 404
    assert answer.content.decode().startswith('<div class="errors" role="alert">')
    assert "HX-Retarget" not in answer.headers


def test_what_was_sent_and_refused_is_said_above_the_form_which_stays(officer, lawyer, client_of):
    for user, status, words in (
        (officer, 404, "nothing at this address"),
        (lawyer, 403, "Your role may not"),
    ):
        answer = client_of(user).post("/link/judge/1/2/", **PART)
        assert answer.status_code == status
        assert words in answer.content.decode()
        assert answer.headers["HX-Retarget"] == "#fault"


def test_pages_have_a_place_for_it_and_show_it(officer, client_of):
    page = client_of(officer).get("/").content.decode()
    assert '<div id="fault" aria-live="assertive"></div>' in page
    assert '{"code": "[45]..", "swap": true, "error": true}' in page
