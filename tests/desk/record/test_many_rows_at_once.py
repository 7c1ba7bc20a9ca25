"""A change of many rows is shown first, logged row by row, and taken back while nothing came after."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tumen.errors import BulkEditRefused
from tumen_desk.accounts import circles
from tumen_desk.audit import states
from tumen_desk.audit.models import Entry
from tumen_desk.find.hooks import work_lists
from tumen_desk.link.models import LinkRun, Membership
from tumen_desk.record import bulk, services
from tumen_desk.record.models import BulkEdit, Mention, Source

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


@pytest.fixture
def mentions(officer: Any) -> list[Mention]:
    source = services.source_create(actor=officer, title="Heard", kind="SK-VICT", published=True)
    return [services.mention_create(actor=officer, source=source, sex=sex) for sex in ("", "", "f")]


def test_before_and_after_are_shown_and_then_done_and_taken_back(
    officer: Any, client_of: Any, mentions: list[Mention]
) -> None:
    client, ids = client_of(officer), [m.pk for m in mentions]
    assert "Change the ticked rows" in client.get("/record/mentions/").content.decode()
    chosen = "&".join(f"row={pk}" for pk in ids)
    shown = client.get(f"/record/change/mentions/?{chosen}&field=sex&value=f").content.decode()
    assert "Change 2" in shown
    assert [m.sex for m in Mention.objects.order_by("pk")] == ["", "", "f"]
    client.post("/record/change/mentions/do/", {"row": ids, "field": "sex", "value": "f"})
    assert [m.sex for m in Mention.objects.order_by("pk")] == ["f", "f", "f"]
    assert Entry.objects.filter(action="record.bulk_edit").count() == 2
    edit = BulkEdit.objects.get()
    client.post(f"/record/change-undo/{edit.pk}/")
    assert [m.sex for m in Mention.objects.order_by("pk")] == ["", "", "f"]
    assert "taken back" in client.get("/record/change/mentions/").content.decode()
    assert states.compare().altered == ()


def test_it_is_not_taken_back_over_later_work_or_too_late(officer: Any, mentions: list[Mention]) -> None:
    ids = [m.pk for m in mentions]
    edit = bulk.bulk_edit(actor=officer, noun="mentions", ids=ids, field="left", value="2009")
    bulk.bulk_edit(actor=officer, noun="mentions", ids=ids[:1], field="left", value="2010")
    with pytest.raises(BulkEditRefused, match="1 of these rows"):
        bulk.bulk_undo(actor=officer, edit=edit)
    BulkEdit.objects.filter(pk=edit.pk).update(created_at=edit.created_at - timedelta(days=8))
    with pytest.raises(BulkEditRefused, match="too long ago"):
        bulk.bulk_undo(actor=officer, edit=BulkEdit.objects.get(pk=edit.pk))


def test_a_date_keeps_the_days_it_can_mean(officer: Any) -> None:
    source = services.source_create(actor=officer, title="x", kind="SK-VICT", date="2001")
    edit = bulk.bulk_edit(actor=officer, noun="sources", ids=[source.pk], field="date", value="May 2011")
    changed = Source.objects.get()
    assert (changed.date, str(changed.date_low), str(changed.date_high)) == (
        "2011-05",
        "2011-05-01",
        "2011-05-31",
    )
    bulk.bulk_undo(actor=officer, edit=edit)
    assert str(Source.objects.get().date_high) == "2001-12-31"


def test_names_and_consent_are_never_changed_so_and_nonsense_is_refused(
    officer: Any, mentions: list[Mention]
) -> None:
    ids = [m.pk for m in mentions]
    for field, value in (("role", "x"), ("names", "x"), ("sex", "q"), ("birthplace", "NO-SUCH-PLACE")):
        with pytest.raises(Exception, match=r"not changed|choose one|no term"):
            bulk.bulk_edit(actor=officer, noun="mentions", ids=ids, field=field, value=value)
    with pytest.raises(BulkEditRefused, match="No row"):
        bulk.preview(actor=officer, noun="mentions", ids=[], field="sex", value="f")


def test_rows_in_a_circle_are_left_alone(officer: Any, protection: Any, mentions: list[Mention]) -> None:
    circle = circles.circle_make(actor=protection, title="A case")
    circles.source_enclose(actor=protection, circle=circle, source=mentions[0].source_id)
    with pytest.raises(BulkEditRefused, match="already"):
        bulk.bulk_edit(actor=officer, noun="mentions", ids=[m.pk for m in mentions], field="sex", value="m")


def test_people_of_one_source_and_people_in_conflict_are_on_work_lists(officer: Any) -> None:
    lists = {made.title: made for made in work_lists()}
    assert lists["One source only"].count(officer) == lists["Sources disagree"].count(officer) == 0
    run = LinkRun.objects.create(manifest={}, mentions=5, persons=3, is_current=True, created_by=officer)
    told = []
    for sex, birth in (("f", "1971"), ("m", "1971"), ("f", "1980"), ("f", "1980-05"), ("f", "")):
        source = services.source_create(actor=officer, title="x", kind="SK-VICT", published=True)
        told.append(services.mention_create(actor=officer, source=source, sex=sex, birth=birth))
    for mention, person, company in zip(told, ("P1", "P1", "P2", "P2", "P3"), (2, 2, 2, 2, 1), strict=True):
        Membership.objects.create(run=run, mention=mention, person=person, probability=1, company=company)
    account = services.account_create(actor=officer, source=told[4].source, title="x")
    services.act_create(actor=officer, account=account, mention=told[4], type="REFOUL")
    assert [label for label, _ in lists["Sources disagree"].first(officer, 9)] == ["P1"]
    assert [label for label, _ in lists["One source only"].first(officer, 9)] == [f"M-{told[4].pk}"]


def test_documents_lead_to_their_sources_whose_issuer_is_changed_and_put_back(
    officer: Any, client_of: Any
) -> None:
    told = [
        services.source_create(actor=officer, title=f"Told {n}", kind="SK-VICT", issuer=f"Desk {n}")
        for n in (1, 2)
    ]
    rows = [
        services.document_add(actor=officer, source=s, name="a.txt", content=s.title.encode()).pk
        for s in told
    ]
    client = client_of(officer)
    assert "Change the ticked rows" in client.get("/record/documents/").content.decode()
    chosen = client.get("/record/change/documents/", {"row": rows}, follow=True)
    assert "2 rows are chosen" in chosen.content.decode()
    first, second = (s.issuer_id for s in told)
    given = {"row": [s.pk for s in told], "field": "issuer_id", "value": first}
    shown = client.get("/record/change/sources/", given).content.decode()
    assert "<td>Desk 2</td><td><strong>Desk 1</strong></td>" in shown
    client.post("/record/change/sources/do/", given)
    assert set(Source.objects.values_list("issuer", flat=True)) == {first}
    bulk.bulk_undo(actor=officer, edit=BulkEdit.objects.get())
    assert set(Source.objects.values_list("issuer", flat=True)) == {first, second}
    assert states.compare().altered == ()
    with pytest.raises(BulkEditRefused, match="no such organisation"):
        bulk.preview(actor=officer, noun="sources", ids=[told[0].pk], field="issuer_id", value="999999")
    with pytest.raises(BulkEditRefused, match="never empty"):
        bulk.preview(actor=officer, noun="sources", ids=[told[0].pk], field="kind", value="")


def test_accounts_stays_and_legs_are_changed_so_as_well(officer: Any) -> None:
    source = services.source_create(actor=officer, title="Heard", kind="SK-VICT")
    account = services.account_create(actor=officer, source=source, title="x")
    bulk.bulk_edit(actor=officer, noun="accounts", ids=[account.pk], field="date", value="2011")
    account.refresh_from_db()
    assert (account.date, str(account.date_low)) == ("2011", "2011-01-01")
    for noun in ("stays", "legs"):
        for field in bulk.NOUNS[noun].fields:
            assert field.needed or bulk.clean(field, "") == ""
