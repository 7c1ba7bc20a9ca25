"""A made-up world gives the lawyer something to open: nobody in it is told to be alive and well afterwards."""

from __future__ import annotations

import pytest
from django.db.models import Q

from tumen_desk.act import case_queries
from tumen_desk.act.models import Campaign, Case, Task
from tumen_desk.commands.demo_acting import add_acting
from tumen_desk.record.models import Act, ImportBatch, Leg

pytestmark = pytest.mark.django_db


def test_the_cases_are_of_people_of_whom_nothing_later_is_told(returned, lawyer):
    batch = ImportBatch.objects.create(title="A made-up world", content_sha256="0" * 64, created_by=lawyer)
    add_acting(lawyer, batch)
    assert not Case.objects.exists()  # nobody was brought in with this batch

    type(returned.mention).objects.filter(pk=returned.mention.pk).update(batch=batch)
    add_acting(lawyer, batch)
    case = Case.objects.get(title="Sent back, nothing heard since")
    assert [p.mention for p in case.persons.all()] == [returned.mention]
    assert [f.open for f in case_queries.fates(case, case_queries.timeline(case))] == [True]
    assert Task.objects.filter(case=case, due__lt=case.opened_at.date()).count() == 1
    assert Campaign.objects.get().demands.count() == 1
    for person in case.persons.all():
        last = Act.objects.filter(mention=person.mention, type="REFOUL").latest("date_high")
        assert not Leg.objects.filter(Q(date_high__gt=last.date_high), mention=person.mention).exists()


def test_whoever_is_told_of_afterwards_is_in_no_case(returned, lawyer):
    batch = ImportBatch.objects.create(title="A made-up world", content_sha256="0" * 64, created_by=lawyer)
    type(returned.mention).objects.filter(pk=returned.mention.pk).update(batch=batch)
    Leg.objects.create(account=returned.act.account, mention=returned.mention, kind="LEG-SETTLE", date="2015")
    add_acting(lawyer, batch)
    assert not Case.objects.exists()
