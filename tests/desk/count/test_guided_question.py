"""From a question to a verdict, for somebody who is no specialist: each step says what it needs and what it found."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied

from tumen.errors import PublicationRefused, RecipeError, SecondPersonNeeded
from tumen_desk.accounts import approvals
from tumen_desk.audit.models import Entry
from tumen_desk.count import conditions, figure_charts, queries, services
from tumen_desk.count.forms import pair_value
from tumen_desk.count.models import Figure, Publication, Question
from tumen_desk.count.recipes import CountRecipe
from tumen_desk.jobs import services as jobs
from tumen_desk.link.models import LinkRun
from tumen_desk.record.models import Act, Source

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])

ASKED = {
    "title": "How many were sent back", "population": "People of the made-up world", "act_types": ["REFOUL"],
    "as_of": "2020", "counting": "persons", "unit": "persons",
}  # fmt: skip
ANSWERED = {f"answer_{each.code}": "yes" for each in conditions.CONDITIONS}
DECIDED = {"method": "chao-mth", "level": "0.95", "seed": "1"}
REASONS = "The lists are of one population and the bound is what we can defend."


@pytest.fixture(autouse=True)
def _world(linked_world):
    """Every test stands on the linked world."""


@pytest.fixture
def client(linked_world, client_of):
    return client_of(linked_world.analyst)


@pytest.fixture(scope="module")
def recipe():
    return CountRecipe(
        title="How many were sent back", population="People of the made-up world", as_of="2020",
        act_types=("REFOUL",), link_draws=2, method="chao-mth",
    )  # fmt: skip


def text_of(answer):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def ask(client, **changes):
    address = client.post("/count/figures/new/", {**ASKED, **ANSWERED, **changes}).headers["Location"]
    return Question.objects.get(pk=int(re.search(r"\d+", address).group()))


def figure_of(job):
    assert job.state == "done", job.error
    return Figure.objects.get(pk=job.result["figure"])


@pytest.fixture(scope="module")
def appraised(linked_world, recipe):
    """One figure with its checks for all tests of this file; what a test adds to it is rolled back."""
    answers = dict.fromkeys((c.code for c in conditions.CONDITIONS), "yes")
    plain = {**recipe.as_dict(), "answers": answers}
    figure = services.count_run(actor=linked_world.analyst, recipe=CountRecipe.from_dict(plain))
    services.figure_appraise(actor=linked_world.analyst, figure=figure)
    return Figure.objects.get(pk=figure.pk)


@pytest.fixture
def figure(linked_world, recipe):
    """A figure without answers and without checks."""
    return services.count_run(actor=linked_world.analyst, recipe=recipe)


def test_the_whole_way_from_question_to_verdict(client):
    asked = ask(client, answer_closed="no", note_closed="many left within a year")
    page = client.get(f"/count/questions/{asked.pk}/")
    assert "stand on at least one of" in text_of(page)
    assert "many left within a year" in text_of(page)
    assert client.get(f"/count/questions/{asked.pk}/lists.svg").content.startswith(b"<svg")
    waiting = client.post(f"/count/questions/{asked.pk}/", DECIDED | {"compute": ""}).headers["Location"]
    figure = figure_of(jobs.run_next())
    assert figure.run.question == asked
    assert any("Closure: People came, left or died" in words for words in figure.caveats)
    assert "Open the figure" in text_of(client.get(waiting))
    before = text_of(client.get(f"/count/figures/{figure.pk}/"))
    assert "Every other method is being put beside this one" in before
    assert jobs.run_next().state == "done"
    after = text_of(client.get(f"/count/figures/{figure.pk}/"))
    figure.refresh_from_db()
    assert f"The verdict: {figure.appraisal.verdict}" in after
    for words in figure.appraisal.reasons:
        assert words in after
    for title in (
        "Bayesian latent classes",
        "Independent lists",
        "Bayesian average over decomposable graphs",
    ):
        assert title in after
    for name in figure.appraisal.results["charts"]:
        assert client.get(f"/count/figures/{figure.pk}/checks/{name}.svg").content.startswith(b"<svg")
    assert client.get(f"/count/figures/{figure.pk}/checks/nothing.svg").status_code == 404


def test_the_lists_shown_are_those_that_are_counted(client, linked_world, recipe):
    asked = ask(client)
    look = services.question_look(asked)
    figure = services.count_run(actor=linked_world.analyst, recipe=recipe)
    assert look["observed"] == figure.observed
    assert look["overlaps"] == figure_charts.overlaps(figure).as_dict()


def test_merged_lists_are_one_and_nobody_is_lost(client, linked_world):
    asked = ask(client)
    names = services.question_look(asked)["overlaps"]["lists"]
    answer = client.post(
        f"/count/questions/{asked.pk}/", DECIDED | {"merge": [pair_value(names[:2])], "compute": ""}
    )
    # other lists are looked at before anything is computed
    assert answer.headers["Location"] == f"/count/questions/{asked.pk}/"
    asked.refresh_from_db()
    look = services.question_look(asked)
    assert look["overlaps"]["lists"] == sorted([" + ".join(names[:2]), *names[2:]])
    assert look["observed"] == services.question_look(ask(client))["observed"]
    again = client.get(f"/count/questions/{asked.pk}/")
    assert "one list now" in text_of(again)
    figure = services.count_run(actor=linked_world.analyst, recipe=CountRecipe.from_dict(asked.recipe))
    assert f"{names[0]} and {names[1]} are taken as one list." in figure.caveats
    client.post(f"/count/questions/{asked.pk}/", DECIDED)
    asked.refresh_from_db()
    assert asked.recipe["merge"] == []


def test_a_list_merged_twice_makes_one_of_three(client):
    asked = ask(client)
    names = services.question_look(asked)["overlaps"]["lists"]
    pairs = [pair_value([names[0], names[1]]), pair_value([names[1], names[2]])]
    client.post(f"/count/questions/{asked.pk}/", DECIDED | {"merge": pairs})
    asked.refresh_from_db()
    assert asked.recipe["merge"] == [sorted(names[:3])]


def test_a_list_left_out_is_not_counted_and_can_come_back(client):
    asked = ask(client)
    names = services.question_look(asked)["overlaps"]["lists"]
    client.post(f"/count/questions/{asked.pk}/", DECIDED | {"leave_out": names[0]})
    asked.refresh_from_db()
    assert names[0] not in services.question_look(asked)["overlaps"]["lists"]
    assert f'value="{names[0]}" checked' in client.get(f"/count/questions/{asked.pk}/").content.decode()


def test_organisations_that_cite_each_other_are_shown(client, linked_world):
    asked = ask(client)
    look = services.question_look(asked)
    one, other = look["overlaps"]["lists"][:2]
    counted = queries.counted_mentions(
        CountRecipe.from_dict(asked.recipe), LinkRun.objects.get(is_current=True)
    )
    citing = Source.objects.filter(issuer__name=one, pk__in=counted.values("source")).first()
    citing.cites.add(Source.objects.filter(issuer__name=other).first())
    fresh = services.question_look(ask(client))
    before, after = (
        next(p["citations"] for p in seen["pairs"] if p["lists"] == [one, other]) for seen in (look, fresh)
    )
    assert after == before + 1


def test_episodes_of_one_person_in_two_years_are_two(linked_world, recipe):
    episodes = CountRecipe.from_dict({**recipe.as_dict(), "counting": "episodes", "unit": "returns"})
    run = LinkRun.objects.get(is_current=True)
    mentions = queries.counted_mentions(recipe, run)
    act = Act.objects.filter(type="REFOUL", mention__in=mentions, date_low__isnull=False).first()
    before = queries.memberships(mentions, episodes)
    Act.objects.create(
        account=act.account,
        mention=act.mention,
        type="REFOUL",
        date="1990",
        date_low="1990-01-01",
        date_high="1990-12-31",
    )
    after = queries.memberships(mentions, episodes)
    assert {m.episode for m in after} - {m.episode for m in before} == {"1990"}
    assert len(after) == len(before) + 1
    assert len(queries.memberships(mentions, recipe)) == mentions.count()
    figure = services.count_run(actor=linked_world.analyst, recipe=episodes)
    assert figure.unit == "returns"
    assert any("one year is taken for one episode" in words for words in figure.caveats)


def test_a_place_narrows_who_is_counted(recipe):
    run = LinkRun.objects.get(is_current=True)
    everywhere = queries.counted_mentions(recipe, run)
    place = (
        Act.objects.filter(type="REFOUL", mention__in=everywhere)
        .exclude(place="")
        .values_list("place", flat=True)[0]
    )
    there = CountRecipe.from_dict({**recipe.as_dict(), "place": place})
    found = queries.counted_mentions(there, run)
    assert 0 < found.count() < everywhere.count()
    assert all(m.acts.filter(type="REFOUL", place__in=queries._within(place)).exists() for m in found)


def test_small_combinations_are_on_no_page_and_in_no_picture(client, appraised):
    figure = appraised
    table = figure_charts.table_of(figure)
    assert (table.counts < 4).any(), "the world has small combinations, or this test shows nothing"
    shown = figure_charts.overlaps(figure)
    page = client.get(f"/count/figures/{figure.pk}/").content.decode()
    assert f"{shown.hidden} other combinations" in page
    exact = {name: size for name, size in table.sizes.items() if size % 5}
    for name in exact:
        assert f"'{name}': {exact[name]}" not in page
    for row in figure.appraisal.results["charts"].get("replayed", {}).get("spec", {}).get("layer", []):
        for each in row["data"]["values"]:
            assert int(each["who"].rpartition(": ")[2].replace(",", "")) >= 4


def test_a_figure_is_published_with_reasons_and_a_name_or_not_at_all(client, linked_world, appraised):
    analyst, figure = linked_world.analyst, appraised
    with pytest.raises(PublicationRefused, match="needs your reasons"):
        services.figure_publication_ask(actor=analyst, figure=figure, why="fine")
    client.post(f"/count/figures/{figure.pk}/publish/", {"why": REASONS, "allow": ""})
    assert not Publication.objects.exists()
    with pytest.raises(SecondPersonNeeded):
        services.figure_publish(actor=analyst, figure=figure, allowed=True, why=REASONS)
    (asked,) = approvals.waiting_for(linked_world.protection)
    approvals.decide(actor=linked_world.protection, approval=asked, granted=True, reason="I looked at it.")
    client.post(f"/count/figures/{figure.pk}/publish/", {"why": "", "allow": ""})
    decided = Publication.objects.get()
    assert (decided.allowed, decided.why, decided.by) == (True, REASONS, analyst)
    page = text_of(client.get(f"/count/figures/{figure.pk}/"))
    assert "may be published" in page
    assert REASONS in page
    assert Entry.objects.filter(action="count.figure_publish", subject=f"figure:{figure.pk}").count() == 1
    client.post(
        f"/count/figures/{figure.pk}/publish/", {"why": "A list turned out to be a copy.", "refuse": ""}
    )
    assert not figure.publications.first().allowed
    with pytest.raises(TypeError, match="never changed"):
        decided.save()


def test_unanswered_conditions_and_missing_checks_stand_in_the_way_of_publishing(linked_world, figure):
    words = "not been checked.*Nobody has answered for the lists: eligibility, closure"
    with pytest.raises(PublicationRefused, match=words):
        services.figure_publication_ask(actor=linked_world.analyst, figure=figure, why=REASONS)
    services.figure_publish(actor=linked_world.analyst, figure=figure, allowed=False, why=REASONS)


def test_a_refusal_is_told_on_the_page_and_writes_nothing(client, figure):
    answer = client.post(f"/count/figures/{figure.pk}/publish/", {"why": "", "allow": ""}, follow=True)
    assert "needs your reasons" in text_of(answer)
    assert not Publication.objects.exists()


def test_only_those_who_run_estimates_ask_check_and_publish(linked_world, figure, recipe):
    for call in (
        lambda: services.question_create(actor=linked_world.officer, recipe=recipe),
        lambda: services.figure_appraise(actor=linked_world.officer, figure=figure),
        lambda: services.figure_publish(
            actor=linked_world.officer, figure=figure, allowed=False, why=REASONS
        ),
    ):
        with pytest.raises(PermissionDenied):
            call()


def test_a_stopped_check_leaves_the_figure_as_it_was(client, figure):
    client.post(f"/count/figures/{figure.pk}/check/")
    job = queries.check_under_way(figure)
    client.post(f"/jobs/{job.pk}/cancel/")
    assert queries.check_under_way(figure) is None
    page = text_of(client.get(f"/count/figures/{figure.pk}/"))
    assert "Check this figure" in page


def test_nobody_fits_says_what_to_do(client):
    asked = ask(client, until="1900")
    page = text_of(client.get(f"/count/questions/{asked.pk}/"))
    assert "Nobody in the record fits" in page
    assert "Change the question" in page


def test_a_question_can_be_asked_again_with_its_answers(client):
    asked = ask(client, answer_closed="unknown", note_closed="no dates")
    page = client.get(f"/count/figures/new/?like={asked.pk}").content.decode()
    assert 'value="How many were sent back"' in page
    assert "no dates" in page
    assert re.search(r'name="answer_closed" value="unknown"[^>]* checked', page)


def test_writes_are_logged_without_words_of_the_question(client, linked_world):
    asked = ask(client)
    client.post(f"/count/questions/{asked.pk}/", DECIDED | {"seed": "5"})
    entries = Entry.objects.filter(subject=f"question:{asked.pk}")
    assert [e.action for e in entries.order_by("sequence")] == [
        "count.question_create",
        "count.question_change",
    ]
    assert all(e.details == {} for e in entries)


def test_methods_text_holds_number_references_answers_and_caveats(client, appraised):
    figure = appraised
    told = client.get(f"/count/figures/{figure.pk}/methods.txt").content.decode()
    assert f"{figure.point:,.0f} persons" in told
    assert "Chao (1987), Biometrics 43, 783" in told
    assert "Closure: Were the same people there" in told
    for words in figure.caveats:
        assert words in told


def test_a_list_in_two_groups_is_refused(recipe):
    with pytest.raises(RecipeError, match="two groups"):
        CountRecipe.from_dict({**recipe.as_dict(), "merge": [["A", "B"], ["B", "C"]]})


def test_a_figure_says_what_other_thresholds_of_linkage_would_give(client, figure):
    rows = figure.run.manifest["outputs"]["pooled"]["thresholds"]
    assert [row["share"] for row in rows] == [0.25, None, 0.75]
    assert rows[1]["observed"] == figure.observed
    told = text_of(client.get(f"/count/figures/{figure.pk}/"))
    assert "If links were made otherwise" in told
    for words in ("Links made more readily", "Links as reported", "Links made more sparingly"):
        assert words in told


def test_methods_that_cannot_take_these_lists_cannot_be_chosen(client):
    asked = ask(client)
    lists = len(services.question_look(asked)["overlaps"]["lists"])
    shown = client.get(f"/count/questions/{asked.pk}/").content.decode()
    assert lists > 2
    assert re.search(r'value="odds-ratio" disabled', shown)
    assert f"Not for these {lists} lists: it takes 2 lists." in shown
    assert not re.search(r'value="chao-mth" disabled', shown)


def test_other_shapes_and_assumed_values_are_named_in_words(client, appraised):
    told = text_of(client.get(f"/count/figures/{appraised.pk}/"))
    assert "people differ (darroch), lists differ:" in told
    assert "people alike, lists alike:" in told
    assert not re.search(r"\b(M0|Mth|xi|psi) ", told)
