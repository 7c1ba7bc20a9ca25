"""A figure: asked for, computed, traced back to the act and its source, and computed again to the same number."""

from __future__ import annotations

import re

import pytest

from tumen import places, vocab
from tumen.errors import StudyError
from tumen_desk.audit.models import Entry
from tumen_desk.count import maps, queries, services
from tumen_desk.count.models import Figure
from tumen_desk.count.recipes import CountRecipe
from tumen_desk.jobs import services as jobs
from tumen_desk.record import services as record
from tumen_desk.record.models import Mention, Purpose

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])

RECIPE = CountRecipe(
    title="How many were sent back", population="People of the made-up world", as_of="2020",
    act_types=("REFOUL",), link_draws=2,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _world(linked_world):
    """Every test stands on the linked world."""


@pytest.fixture(scope="module")
def figure(linked_world):
    """One figure for all tests of this file; it goes with the world."""
    return services.count_run(actor=linked_world.analyst, recipe=RECIPE)


def test_a_figure_carries_all_that_must_stand_beside_a_number(figure, linked_world, client_of):
    assert figure.status == "ok"
    assert figure.low <= figure.point <= figure.high
    assert figure.observed <= figure.high
    assert (figure.unit, figure.population, figure.as_of, figure.level) == (
        "persons",
        RECIPE.population,
        "2020",
        0.95,
    )
    assert len(figure.sources) >= 2
    assert figure.caveats
    page = client_of(linked_world.analyst).get(f"/count/figures/{figure.pk}/").content.decode()
    for words in (
        f"{figure.point:,.0f}",
        f"{figure.low:,.0f}",
        f"{figure.high:,.0f}",
        RECIPE.population,
        "persons",
        "95",
    ):
        assert words in page
    for source in figure.sources:
        assert source in page
    assert Entry.objects.filter(action="count.run", subject=f"figure:{figure.pk}").count() == 1


def test_the_interval_holds_the_truth_of_the_made_up_world(figure, linked_world):
    # The world writes down how many people its organisations could have heard of at all.
    truth = next(
        d for d in linked_world.truth["definitions"].values()
        if d["seen_in"]["table"] == "acts" and d["seen_in"]["codes"] == list(RECIPE.act_types)
    )  # fmt: skip
    assert figure.observed < truth["size"]
    assert 0.6 * truth["size"] < figure.high
    assert figure.low < 1.4 * truth["size"]


def test_computed_again_it_is_the_same_number(figure, linked_world, client_of):
    client = client_of(linked_world.analyst)
    client.post(f"/count/figures/{figure.pk}/again/")
    job = jobs.run_next()
    assert job.state == "done", job.error
    again = Figure.objects.get(pk=job.result["figure"])
    assert again.pk != figure.pk
    assert services.same_number(figure, again)
    assert again.run.run_id == figure.run.run_id
    assert again.run.again_of == figure.run
    page = client.get(f"/count/figures/{again.pk}/").content.decode()
    assert "same" in page


def test_from_the_figure_to_persons_to_the_act_to_its_source(figure, linked_world, client_of):
    client = client_of(linked_world.analyst)

    def follow(address, pattern):
        found = re.search(f'href="({pattern})"', client.get(address).content.decode())
        assert found, (address, pattern)
        return found.group(1)

    persons = follow(f"/count/figures/{figure.pk}/", f"/count/figures/{figure.pk}/persons/")
    person = follow(persons, r"/link/persons/[^/]+/")
    act = follow(person, r"/record/acts/\d+/")
    account = follow(act, r"/record/accounts/\d+/")
    source = follow(account, r"/record/sources/\d+/")
    assert client.get(source).status_code == 200


def test_the_persons_behind_a_figure_are_as_many_as_it_says_were_seen(figure):
    assert queries.counted_persons(figure).count() == figure.observed


def test_a_withdrawal_reaches_the_persons_and_the_next_figure_but_not_the_one_that_was_published(
    figure, linked_world
):
    persons = queries.counted_persons(figure)
    once = next(p["person"] for p in persons if p["mentions"] == 1)
    before = persons.count()
    counted = queries.counted_mentions(RECIPE, figure.run.link_run)
    mention = counted.get(memberships__person=once, memberships__run=figure.run.link_run)
    record.consent_record(
        actor=linked_world.officer,
        source=mention.source,
        mention=mention,
        purpose=Purpose.COUNT,
        granted=False,
    )
    assert queries.counted_persons(figure).count() == before - 1
    again = services.count_again(actor=linked_world.analyst, figure=figure)
    assert again.observed == figure.observed - 1
    assert not services.same_number(figure, again)
    figure.refresh_from_db()
    assert figure.observed == before


def test_withdrawn_linkage_is_withdrawn_counting_too(figure, linked_world):
    mention = queries.counted_mentions(RECIPE, figure.run.link_run).first()
    record.consent_record(
        actor=linked_world.officer,
        source=mention.source,
        mention=mention,
        purpose=Purpose.LINK,
        granted=False,
    )
    assert mention not in queries.counted_mentions(RECIPE, figure.run.link_run)


def test_the_map_shows_places_of_the_pack_only_and_no_single_person(figure, linked_world, client_of):
    answer = client_of(linked_world.analyst).get(f"/count/figures/{figure.pk}/routes.json").json()
    gazetteer = {
        (p.longitude, p.latitude): str(p.label("en")) for p in places.gazetteer(vocab.load_pack("dprk"))
    }
    lines = [f for f in answer["features"] if f["geometry"]["type"] == "LineString"]
    points = [f for f in answer["features"] if f["geometry"]["type"] == "Point"]
    assert lines
    assert points
    ends = [tuple(end) for f in lines for end in f["geometry"]["coordinates"]]
    spots = [tuple(f["geometry"]["coordinates"]) for f in points]
    assert set(ends) == set(spots)
    assert {spot in gazetteer for spot in spots} == {True}
    labels = set(gazetteer.values())
    assert all({f["properties"]["from"], f["properties"]["to"]} <= labels for f in lines)
    assert {key for f in answer["features"] for key in f["properties"]} == {
        "people",
        "steps",
        "from",
        "to",
        "place",
    }


def test_the_backdrop_lies_around_the_places_of_the_pack(linked_world, client_of):
    answer = client_of(linked_world.analyst).get("/count/basemap.json").json()
    west, south, east, north = maps._frame("dprk")
    assert {f["properties"]["layer"] for f in answer["features"]} >= {"coast", "river"}
    for feature in answer["features"][:2000]:
        for longitude, latitude in feature["geometry"]["coordinates"]:
            assert west - 0.01 <= longitude <= east + 0.01
            assert south - 0.01 <= latitude <= north + 0.01


def test_the_chart_is_a_picture_with_words_for_those_who_hear_it(figure, linked_world, client_of):
    answer = client_of(linked_world.analyst).get(f"/count/figures/{figure.pk}/chart.svg")
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    text = answer.content.decode()
    assert "<title" in text
    assert "<script" not in text


def test_asked_for_in_the_browser(linked_world, client_of):
    client = client_of(linked_world.analyst)
    given = {
        "title": "Women sent back", "population": "Women", "act_types": ["REFOUL"], "sex": "f", "as_of": "2020",
        "since": "1995", "until": "2020",
    }  # fmt: skip
    assert client.post("/count/figures/new/", given | {"act_types": []}).status_code == 422
    question = client.post("/count/figures/new/", given).headers["Location"]
    assert re.fullmatch(r"/count/questions/\d+/", question)
    decided = {"method": "latent-class", "level": "0.9", "seed": "7", "compute": ""}
    assert client.post(question, decided | {"method": "magic"}).status_code == 422
    page = client.post(question, decided).headers["Location"]
    assert re.fullmatch(r"/jobs/\d+/", page)
    job = jobs.run_next()
    assert job.state == "done", job.error
    figure = Figure.objects.get(pk=job.result["figure"])
    assert (figure.level, figure.run.recipe["sex"], figure.run.manifest["seed"]) == (0.9, "f", 7)
    counted = queries.counted_mentions(CountRecipe.from_dict(figure.run.recipe), figure.run.link_run)
    assert set(counted.values_list("sex", flat=True)) == {"f"}
    assert "Open the figure" in client.get(page).content.decode()


def test_nobody_fits_is_said_and_no_figure_is_made(linked_world):
    before = Figure.objects.count()
    with pytest.raises(StudyError, match="Nobody"):
        services.count_run(
            actor=linked_world.analyst,
            recipe=CountRecipe(title="x", population="y", as_of="1900", act_types=("REFOUL",), until="1900"),
        )
    assert Figure.objects.count() == before


def test_who_may_not_run_estimates_cannot(linked_world):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        services.count_run(actor=linked_world.officer, recipe=RECIPE)


def test_everybody_counted_has_consent_for_both(figure):
    from tumen_desk.record.queries import allowed_mentions

    counted = queries.counted_mentions(RECIPE, figure.run.link_run)
    for purpose in (Purpose.COUNT, Purpose.LINK):
        assert not counted.exclude(pk__in=allowed_mentions(purpose).values("pk")).exists()
    assert counted.count() < Mention.objects.filter(acts__type="REFOUL").distinct().count()
