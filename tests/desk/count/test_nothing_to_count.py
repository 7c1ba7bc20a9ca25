"""Counting needs a linked record, and says so."""

import pytest

from tumen.errors import StudyError
from tumen_desk.count.models import Figure
from tumen_desk.count.recipes import CountRecipe
from tumen_desk.count.services import count_run
from tumen_desk.jobs import services as jobs

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


def test_counting_before_linking_is_refused_with_what_to_do(analyst, client_of):
    recipe = CountRecipe(title="x", population="y", as_of="2020", act_types=("REFOUL",))
    with pytest.raises(StudyError, match="Nothing is linked"):
        count_run(actor=analyst, recipe=recipe)
    jobs.enqueue(user=analyst, kind="count.run", title="x", parameters={"recipe": recipe.as_dict()})
    job = jobs.run_next()
    assert job.state == "failed"
    page = client_of(analyst).get(f"/jobs/{job.pk}/").content.decode()
    assert "Nothing is linked yet" in page
    assert "Link the record first" in page
    assert not Figure.objects.exists()


def test_an_empty_desk_shows_its_pages(analyst, client_of):
    client = client_of(analyst)
    for address in ("/", "/count/figures/", "/count/figures/new/", "/record/acts/", "/jobs/"):
        assert client.get(address).status_code == 200
