"""An empty desk says what is missing."""

import pytest

from tumen.errors import LinkageError
from tumen_desk.link.services import link_run, suggestions
from tumen_desk.record import services as record

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


def test_linking_nobody_is_refused_with_what_to_do(analyst):
    with pytest.raises(LinkageError, match="nobody to link") as refused:
        link_run(actor=analyst)
    assert "consent" in refused.value.hint


def test_before_the_first_linkage_there_are_no_suggestions_and_the_page_says_so(officer, client_of):
    source = record.source_create(actor=officer, title="x", kind="", published=True)
    mention = record.mention_create(actor=officer, source=source, names=[{"text": "김영희"}])
    with pytest.raises(LinkageError, match="Nothing is linked"):
        suggestions(mention)
    assert (
        "Nothing is linked yet" in client_of(officer).get(f"/link/suggestions/{mention.pk}/").content.decode()
    )


@pytest.mark.parametrize("address", ["/link/review/", "/link/persons/", "/"])
def test_the_pages_of_an_empty_desk_lead_to_the_first_step(officer, client_of, address):
    assert "Nothing is linked yet" in client_of(officer).get(address).content.decode() or address == "/"
