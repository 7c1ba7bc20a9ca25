"""A question part by part, and a rate year by year: from the form to a page on which nobody can be recognised."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied

from tumen.errors import RecipeError, StudyError
from tumen.estimation import OverlapTable, RateTrend, ToldEvents, trend
from tumen_desk.audit.models import Entry
from tumen_desk.count import series_services, services
from tumen_desk.count.looks import LEAST
from tumen_desk.count.models import Series
from tumen_desk.count.recipes import CountRecipe
from tumen_desk.count.series_queries import NOT_KNOWN, told_tables
from tumen_desk.count.series_recipes import StrataRecipe, TrendRecipe
from tumen_desk.count.series_rows import OTHERS, folded, trend_rows
from tumen_desk.jobs import services as jobs
from tumen_desk.link.models import LinkRun
from tumen_desk.record.models import Act, Consent, Mention

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])

ASKED = TrendRecipe(
    title="Returned by force, year by year", act_types=("REFOUL", "ARREST"), first=2000, last=2019, width=5,
    risk="since", leaving=False,
)  # fmt: skip


@pytest.fixture
def client(linked_world, client_of):
    return client_of(linked_world.analyst)


@pytest.fixture
def question(linked_world):
    recipe = CountRecipe(
        title="How many were sent back", population="People of the made-up world", as_of="2020",
        act_types=("REFOUL",), method="independence",
    )  # fmt: skip
    return services.question_create(actor=linked_world.analyst, recipe=recipe)


def text_of(answer):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def rows_of(client, series):
    found = client.get(f"/count/series/{series.pk}/rows.csv").content.decode()
    return list(csv.DictReader(io.StringIO(found)))


def test_a_question_is_estimated_part_by_part_and_draws_are_added(client, question):
    asked = client.post(f"/count/questions/{question.pk}/strata/", {"by": ["sex", "period"], "years": "10"})
    assert asked.headers["Location"].startswith("/jobs/")
    job = jobs.run_next()
    assert job.state == "done", job.error
    series = Series.objects.get(pk=job.result["series"])
    shown = text_of(client.get(f"/count/series/{series.pk}/"))
    assert "In all:" in shown
    assert "Draws added" in shown
    rows = rows_of(client, series)
    assert {"sex", "period", "seen", "point"} <= set(rows[0])
    look = services.question_look(question)
    assert sum(int(row["seen"]) for row in rows) == look["observed"] == series.result["total"]["observed"]
    assert min(int(row["seen"]) for row in rows) >= LEAST
    picture = client.get(f"/count/series/{series.pk}/chart.svg").content.decode()
    assert picture.startswith("<svg")
    assert "Part by part" in text_of(client.get(f"/count/questions/{question.pk}/"))
    assert f"/count/series/{series.pk}/" in client.get("/count/figures/").content.decode()
    assert Entry.objects.filter(action="count.series_run", subject=f"series:{series.pk}").count() == 1


def test_parts_by_sex_are_those_of_the_whole_and_come_out_alike_again(linked_world, question):
    made = [
        series_services.strata_run(
            actor=linked_world.analyst, question=question, parts=StrataRecipe(by=("sex",))
        )
        for _ in range(2)
    ]
    assert made[0].result == made[1].result
    assert made[0].manifest["outputs"] == made[1].manifest["outputs"]
    assert {row["key"][0] for row in made[0].result["rows"]} <= {"female", "male", NOT_KNOWN, OTHERS}


def test_small_parts_stand_together_so_that_no_difference_shows_one():
    def table(people: int) -> OverlapTable:
        return OverlapTable.from_patterns(["A", "B"], {"10": people})

    tables = {("a",): table(2), ("b",): table(1), ("c",): table(9), ("d",): table(40)}
    strata, together = folded(tables, ["place"])
    assert together == 3  # three people would still be few, so that the next smallest joins them
    assert {part.key: part.table.observed for part in strata.parts} == {(OTHERS,): 12, ("d",): 40}
    assert folded({("a",): table(5)}, ["place"])[1] == 0


def test_a_rate_year_by_year_goes_from_the_form_to_a_page_with_the_naive_trend_beside_it(client):
    form = client.get("/count/trends/new/")
    assert "fall towards the present" in text_of(form)
    given = {
        **ASKED.as_dict(), "windows": "2010", "alike": ["sex"], "act_types": ["REFOUL", "ARREST"],
    }  # fmt: skip
    del given["leaving"]
    client.post("/count/trends/new/", given)
    job = jobs.run_next()
    assert job.state == "done", job.error
    series = Series.objects.get(pk=job.result["series"])
    shown = text_of(client.get(f"/count/series/{series.pk}/"))
    assert ASKED.title in shown
    assert "Told a year" in shown
    assert "It holds if" in shown
    assert "Time after reaching safety counts" in shown
    assert client.get(f"/count/series/{series.pk}/chart.svg").content.startswith(b"<svg")
    assert [row["period"] for row in rows_of(client, series)] == [
        "2000–2004",
        "2005–2009",
        "2010–2014",
        "2015–2019",
    ]
    people, events = told_tables(ASKED, LinkRun.objects.get(is_current=True))
    again = trend(
        ToldEvents.from_csv(people, events, keep=("sex",)),
        method=RateTrend(years=(2000, 2019), width=5, standardise=("sex",)),
    )
    assert [row["rate"] for row in series.result["rows"]] == [row["rate"] for row in trend_rows(again)]


def test_nobody_whose_consent_for_counting_does_not_stand_tells_of_a_year(linked_world):
    link_run = LinkRun.objects.get(is_current=True)
    people, events = told_tables(ASKED, link_run)
    assert people.count("\n") > 50
    Consent.objects.all().delete()
    fewer, none = told_tables(ASKED, link_run)
    assert fewer.count("\n") == none.count("\n") == 1
    assert events.count("\n") > 10
    with pytest.raises(StudyError, match="Fewer than 30"):
        series_services.trend_run(actor=linked_world.analyst, recipe=ASKED)


def test_somebody_heard_twice_stands_once_and_hearsay_has_no_time_at_risk(linked_world):
    link_run = LinkRun.objects.get(is_current=True)
    people, events = told_tables(ASKED, link_run)
    named = [row["person"] for row in csv.DictReader(io.StringIO(people))]
    assert len(named) == len(set(named))
    assert len(named) < Mention.objects.filter(role="interviewee").count()
    told = {row["person"] for row in csv.DictReader(io.StringIO(events))}
    assert told <= set(named)
    assert events.count("\n") - 1 < Act.objects.filter(type__in=ASKED.act_types).count()


def test_periods_of_which_few_tell_show_nothing_but_that():
    people = "person,from,until\n" + "".join(f"p{n},2000-01-01,2009-12-31\n" for n in range(40))
    events = "person,date\np1,2001-05\np2,2001-06\n" + "".join(f"p{n},2007-05\n" for n in range(9))
    found = trend(ToldEvents.from_csv(people, events), method=RateTrend(years=(2000, 2009), width=5))
    first, second = trend_rows(found)
    assert first["few"]
    assert {first[name] for name in ("told", "rate", "low", "high", "crude", "person_years")} == {None}
    assert second["few"]  # else the total, less what is shown, would be the two
    more = events + "".join(f"p{n},2005-05\n" for n in range(7))
    third = trend(
        ToldEvents.from_csv(people, more), method=RateTrend(years=(2000, 2009), width=3, standardise=())
    )
    assert [row["few"] for row in trend_rows(third)] == [True, True, False, False]
    assert trend_rows(third)[2]["rate"] is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"windows": "soon"},
        {"arrivals": "x,count\n1,2\n"},
        {"arrivals": "sex\nf\n"},
        {"last": "1999"},
        {"act_types": []},
    ],
)
def test_a_question_that_cannot_be_asked_is_said_so_on_the_form(client, wrong):
    given = {**ASKED.as_dict(), "windows": "", "alike": ["sex"], "act_types": ["REFOUL"], **wrong}
    answer = client.post("/count/trends/new/", given)
    assert answer.status_code == 422
    assert "need another look" in text_of(answer)


def test_parts_need_something_that_tells_them_apart(client, question):
    answer = client.post(f"/count/questions/{question.pk}/strata/", {"years": "5"}, follow=True)
    assert "Say what tells the parts apart" in text_of(answer)
    for wrong in ({"by": ()}, {"by": ("colour",)}, {"by": ("sex",), "years": 0}):
        with pytest.raises(RecipeError):
            StrataRecipe(**wrong)
    for wrong in ({"act_types": ()}, {"risk": "never"}, {"alike": ("colour",)}):
        with pytest.raises(RecipeError):
            TrendRecipe(**{**ASKED.as_dict(), **wrong})


def test_who_may_not_count_may_not_ask(linked_world, client_of, question):
    officer = client_of(linked_world.officer)
    assert officer.get("/count/trends/new/").status_code == 403
    assert officer.post(f"/count/questions/{question.pk}/strata/", {"by": ["sex"]}).status_code == 403
    with pytest.raises(PermissionDenied):
        series_services.trend_run(actor=linked_world.officer, recipe=ASKED)
