"""Work lists and the review queue look things up: no page walks over a large table to count or to sort it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tumen_desk.accounts.models import User
from tumen_desk.find import hooks
from tumen_desk.find.waiting import unnamed
from tumen_desk.link import waiting
from tumen_desk.link.models import LinkRun, Membership
from tumen_desk.record import services
from tumen_desk.record.models import Mention, Name

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
_LARGE = {
    *("record_act", "record_account", "record_consent", "record_leg", "record_name", "record_stay"),
    *("link_membership", "link_pair"),
}
"""Documents, sources and mentions are walked by key, oldest first, until enough is found; what people judged is few."""


@pytest.fixture
def linked(officer: User) -> list[Mention]:
    """Three people of two mentions each, of whom the first and the last are told in two ways."""
    run = LinkRun.objects.create(manifest={}, mentions=6, persons=3, is_current=True, created_by=officer)
    told = []
    for sex, birth in (("f", ""), ("m", ""), ("f", "1980"), ("f", "1980-05"), ("", "1980"), ("", "1981")):
        source = services.source_create(actor=officer, title="x", kind="SK-VICT", published=True)
        told.append(services.mention_create(actor=officer, source=source, sex=sex, birth=birth))
    for at, mention in enumerate(told):
        Membership.objects.create(run=run, mention=mention, person=f"p-{at // 2}", probability=1.0, company=2)
    return told


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the plan as SQLite says it")
@pytest.mark.parametrize("address", ["/search/waiting/", "/link/review/"])
def test_every_look_into_a_large_table_goes_by_an_index(
    officer: User, linked: list[Mention], client_of: Callable[[User], Client], address: str
) -> None:
    client = client_of(officer)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    asked = [q["sql"] for q in caught.captured_queries if q["sql"].startswith("SELECT")]
    assert len(asked) > 8
    walked = []
    for sql in asked:
        with connection.cursor() as cursor:
            plan = [row[3] for row in cursor.execute("EXPLAIN QUERY PLAN " + sql).fetchall()]
        walked += [f"{step}: {sql}" for step in plan if _walks(step, sql)]
    assert walked == []


def _walks(step: str, sql: str) -> bool:
    """Whether a step of the plan sorts groups, or walks over a large table, under its own name or another."""
    if "TEMP B-TREE FOR GROUP BY" in step:
        return True
    # An index of what waits alone may be walked, and what machines found in reports is another room's.
    if not step.startswith("SCAN ") or "act_undated" in step or "INDEX read_" in step:
        return False
    name = step.split()[1]
    return bool(_LARGE & {name, *re.findall(rf'"(\w+)" "?{re.escape(name)}\b', sql)})


def test_a_long_list_says_that_there_are_more_and_shows_its_beginning(
    officer: User, linked: list[Mention], client_of: Callable[[User], Client], monkeypatch: Any
) -> None:
    monkeypatch.setattr(hooks, "MOST", 4)
    monkeypatch.setattr("tumen_desk.find.quick_views.MOST", 4)
    (nameless,) = (made for made in hooks.work_lists() if made.title == "Without a name")
    assert nameless.count(officer) == 5
    assert nameless.first(officer, 2) == [(f"M-{m.pk}", f"/record/mentions/{m.pk}/") for m in linked[:2]]
    assert "More than 4" in client_of(officer).get("/search/waiting/").content.decode()
    monkeypatch.setattr("tumen_desk.find.quick_views._SHOWN", 1)
    monkeypatch.setattr("tumen_desk.find.quick_views._PAGE", 3)
    first = client_of(officer).get("/search/waiting/").content.decode()
    assert 'The first 1 are shown. <a href="?list=without-a-name">Show all</a>' in first
    rest = client_of(officer).get("/search/waiting/?list=without-a-name&page=2").content.decode()
    assert f'href="/record/mentions/{linked[3].pk}/"' in rest
    assert "Page 2 of 2" in rest
    assert "Nothing coded yet" not in rest
    assert client_of(officer).get("/search/waiting/?list=nothing").status_code == 404
    for mention in linked[2:]:
        Name.objects.create(mention=mention, text="Hana")
    assert nameless.count(officer) == 2
    assert "More than 4" not in client_of(officer).get("/search/waiting/").content.decode()


def test_whether_anybody_waits_for_a_name_is_read_from_an_index_of_them(
    officer: User, linked: list[Mention]
) -> None:
    first, second = linked[:2]
    given = Name.objects.create(mention=first, text="Hana")
    Name.objects.bulk_create([Name(mention=second, text="Hana"), Name(mention=second, text="Sparrow")])
    assert list(unnamed(officer)) == linked[2:]
    given.delete()
    Name.objects.filter(text__icontains="hana").delete()  # the other name of the second is still there
    assert list(unnamed(officer)) == [first, *linked[2:]]
    Name.objects.all().delete()
    assert list(unnamed(officer)) == linked
    if connection.vendor == "sqlite":
        assert "INDEX mention_unnamed" in unnamed(officer).explain()


def test_people_of_whom_sources_differ_are_found_in_steps_and_only_by_what_may_be_linked(
    officer: User, linked: list[Mention], monkeypatch: Any
) -> None:
    assert list(waiting.conflicting(officer)) == ["p-0", "p-2"]
    monkeypatch.setattr(waiting, "_AT_ONCE", 1)
    assert list(waiting.conflicting(officer)) == ["p-0", "p-2"]
    services.consent_record(actor=officer, source=linked[0].source, purpose="CP-LINK", granted=False)
    assert list(waiting.conflicting(officer)) == ["p-2"]
