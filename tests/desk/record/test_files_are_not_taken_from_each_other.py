"""A file of a table tells nothing of a few people by what another file of it told before."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from tumen.errors import UnknownField
from tumen_desk.accounts.models import User
from tumen_desk.audit.models import Entry
from tumen_desk.record import interviewing, journeys, services, tables
from tumen_desk.record.models import Mention, Purpose, Release, Source
from tumen_desk.record.tables.leaving import within
from tumen_desk.record.tables.together import together

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


def came(officer: User, year: str, *, number: int, way: str = "CN-YANJI") -> list[Source]:
    """So many people of whom each tells how they went in this year."""
    sources = []
    for n in range(number):
        source = services.source_create(
            actor=officer, title=f"Heard {year} {n}", kind="SK-VICT", date="2005-07"
        )
        person = services.mention_create(actor=officer, source=source, left=year)
        for purpose in Purpose:
            services.consent_record(actor=officer, source=source, purpose=purpose, granted=True)
        journeys.leg_add(actor=officer, mention=person, kind="LEG-CROSS", date=year, to_place=way)
        sources.append(source)
    return sources


def numbers(table: tables.Table) -> list[Any]:
    """What is told of people in each row of the table of who was in which country."""
    return [row[2] for row in table.rows]


def leave(user: User, **narrowing: Any) -> tables.Table:
    made = tables.table("where", tables.Asked(user=user, **narrowing))
    return tables.table_leave(actor=user, name="where", table=made, narrowing=narrowing)


def test_what_changed_by_a_few_since_the_last_file_stays_inside(
    officer: User, client_of: Callable[[User], Client]
) -> None:
    sources = came(officer, "1997", number=8)
    assert numbers(leave(officer)) == [8]
    assert numbers(leave(officer)) == [8], "the same number tells nothing new"
    services.consent_record(actor=officer, source=sources[0], purpose=Purpose.COUNT, granted=False)
    assert numbers(leave(officer)) == ["…"], "7 would tell that one person withdrew"
    with translation.override("ko"):
        assert numbers(leave(officer)) == ["…"], "in every language"
    came(officer, "1997", number=6)
    assert numbers(leave(officer)) == [13], "five more people are no few"
    first = Release.objects.order_by("pk").first()
    assert first is not None
    assert list(first.numbers.values()) == [8]
    assert all(len(key) == 24 for key in first.numbers), "digests, no words"

    # Nothing was told by those that said "…": a void first file lets 9 be told.
    client = client_of(officer)
    page = client.get("/record/tables/where/").content.decode()
    assert page.count("It never left") == 5
    for release in Release.objects.all():
        assert (
            client.post(
                f"/record/tables/files/{release.pk}/void/", {"why": "Deleted before it was sent"}
            ).status_code
            == 302
        )
    assert "It never left" not in client.get("/record/tables/where/").content.decode()
    services.consent_record(actor=officer, source=sources[1], purpose=Purpose.COUNT, granted=False)
    answer = client.get("/record/tables/where/?as=csv")
    assert [row[2] for row in list(csv.reader(io.StringIO(answer.content.decode())))[1:]] == ["12"]
    entry = Entry.objects.filter(action="record.table_export").latest("sequence")
    assert (entry.details["narrowing"], entry.details["close"]) == ({}, 0)


def test_only_whoever_made_a_file_says_with_a_reason_that_it_never_left(officer: User, analyst: User) -> None:
    came(officer, "1997", number=5)
    leave(officer)
    release = Release.objects.get()
    with pytest.raises(UnknownField, match="Only whoever made"):
        tables.release_void(actor=analyst, release=release, why="It was never sent out")
    with pytest.raises(UnknownField, match="in a sentence"):
        tables.release_void(actor=officer, release=release, why="no")
    tables.release_void(actor=officer, release=release, why="It was never sent out")
    assert Entry.objects.filter(action="record.release_void", subject=f"release:{release.pk}").exists()


@pytest.mark.parametrize(
    ("wide", "narrow", "nested"),
    [
        ({}, {}, True),
        ({}, {"since": 2010}, True),
        ({"since": 2010}, {"since": 2011, "until": 2015}, True),
        ({"since": 2010}, {"until": 2015}, False),
        ({"since": 2010, "until": 2012}, {"since": 2011, "until": 2015}, False),
        ({"act_type": "TRAFFSEX"}, {"act_type": "TRAFFCYB"}, True),
        ({"act_type": "TRAFFCYB"}, {"act_type": "TRAFFSEX"}, False),
        ({"act_type": "TRAFFSEX"}, {}, False),
        ({"facility": "KW14"}, {"facility": "KW15"}, False),
        ({"field": "a"}, {"field": "b"}, False),
        ({"field": "a", "by": "sex"}, {"field": "a", "by": "sex", "since": 2010}, True),
    ],
)
def test_a_narrowing_lies_within_another(wide: dict[str, Any], narrow: dict[str, Any], nested: bool) -> None:
    assert within(wide, narrow) is nested


def span(since: int | None, until: int | None, **more: Any) -> dict[str, Any]:
    return {part: value for part, value in {"since": since, "until": until, **more}.items() if value}


@pytest.mark.parametrize(
    ("new", "earlier", "known"),
    [
        # the new file is the whole of two, or of three
        (span(2005, 2010), [(span(2005, 2007), 9), (span(2008, 2009), 8)], [17]),
        (
            span(None, None),
            [(span(None, 2001), 5), (span(2002, 2005), 6), (span(2007, None), 7)],
            [11, 12, 13, 18],
        ),
        # the new file is what the whole leaves beside one, or beside two
        (span(2008, 2009), [(span(2005, 2010), 20), (span(2005, 2007), 9)], [11]),
        (
            span(2010, 2010),
            [(span(2005, 2010), 20), (span(2005, 2007), 9), (span(2008, 2009), 8)],
            [3, 11, 12],
        ),
        # no part of one another: periods that overlap, another kind, one file alone
        (span(2005, 2010), [(span(2005, 2008), 9), (span(2008, 2009), 8)], []),
        (span(2005, 2010), [(span(2005, 2007, facility="A"), 9), (span(2008, 2009, facility="A"), 8)], []),
        (span(2005, 2010), [(span(2005, 2007), 9)], []),
    ],
)
def test_periods_that_make_up_another_are_added_and_taken_away(
    new: dict[str, Any], earlier: list[tuple[dict[str, Any], int]], known: list[int]
) -> None:
    files = [(narrowing, {"k": number, f"only {number}": 1}) for narrowing, number in earlier]
    found = list(together(new, files))
    assert sorted(numbers["k"] for numbers in found) == known
    assert all(set(numbers) == {"k"} for numbers in found), "what one of them leaves out stays open"


def test_a_third_file_tells_no_year_that_two_left_out(officer: User) -> None:
    for year, number in (("2005", 6), ("2006", 7), ("2007", 2)):
        for source in came(officer, "1997", number=number):
            Source.objects.filter(pk=source.pk).update(date=year)
            person = Mention.objects.get(source=source)
            interviewing.interview_open(
                actor=officer, source=source, person=person, adds="nobody else was there"
            )

    def heard(**narrowing: Any) -> list[Any]:
        made = tables.table("interviews", tables.Asked(user=officer, **narrowing))
        return [
            row[3]
            for row in tables.table_leave(
                actor=officer, name="interviews", table=made, narrowing=narrowing
            ).rows
        ]

    assert heard(since=2005, until=2005) == [6]
    assert heard(since=2006, until=2006) == [7]
    assert heard(since=2005, until=2007) == ["…"], "15 would tell of the two of 2007"
