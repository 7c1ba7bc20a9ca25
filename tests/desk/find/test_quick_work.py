"""Work lists, what one looked at last, and the palette."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tumen import documents
from tumen_desk.accounts import circles
from tumen_desk.accounts.models import User
from tumen_desk.find import recent, waiting
from tumen_desk.find.models import Recent
from tumen_desk.record import services as record
from tumen_desk.record.adapters import document_columns
from tumen_desk.record.models import Act, Document, Purpose, Source

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
ClientOf = Callable[[User], Client]


@pytest.fixture
def source(officer: User) -> Source:
    return record.source_create(actor=officer, title="Heard", kind="SK-VICT")


@pytest.fixture
def document(source: Source) -> Document:
    read = documents.read(b"They beat her in 2010.")
    return Document.objects.create(source=source, bytes=1, **document_columns(read))


def coded(officer: User, document: Document, **given: str) -> Act:
    source = document.source
    return record.act_create(
        actor=officer,
        account=record.account_create(actor=officer, source=source, title="A beating"),
        mention=record.mention_create(actor=officer, source=source),
        passage=record.passage_anchor(actor=officer, document=document, start=0, end=4),
        type="BEAT",
        **given,
    )


def test_a_document_waits_until_something_is_coded_from_it(officer: User, document: Document) -> None:
    assert list(waiting.uncoded(officer)) == [document]
    coded(officer, document, date="2010", place="CHN")
    assert not waiting.uncoded(officer).exists()
    assert not waiting.undated(officer).exists()
    act = coded(officer, document, date="2010")
    assert list(waiting.undated(officer)) == [act]
    assert waiting.unnamed(officer).count() == 2


def test_a_source_waits_until_somebody_decided(officer: User, source: Source) -> None:
    assert list(waiting.without_consent(officer)) == [source]
    record.consent_record(actor=officer, source=source, purpose=Purpose.ANALYSE, granted=False)
    assert not waiting.without_consent(officer).exists()


def test_lists_hold_nothing_that_one_need_not_know(
    officer: User, protection: User, document: Document, client_of: ClientOf
) -> None:
    circle = circles.circle_make(actor=protection, title="A")
    circles.source_enclose(actor=protection, circle=circle, source=document.source_id)
    assert not waiting.uncoded(officer).exists()
    assert not waiting.without_consent(officer).exists()
    assert "Heard" not in client_of(officer).get(reverse("find:waiting")).content.decode()


def test_the_page_lists_what_waits_and_what_was_looked_at(
    officer: User, document: Document, client_of: ClientOf
) -> None:
    client = client_of(officer)
    client.get(reverse("record:source", args=[document.source_id]))
    client.get(reverse("record:document", args=[document.pk]))
    client.get(reverse("record:document", args=[document.pk]))
    client.get(reverse("record:document", args=[10**9]))
    assert [label for label, _ in recent.recent(officer)] == [f"D-{document.pk}", f"S-{document.source_id}"]
    page = client.get(reverse("find:waiting")).content.decode()
    assert f"{document}: Heard" in page
    assert f'href="{reverse("record:source", args=[document.source_id])}">S-{document.source_id}</a>' in page


def test_only_the_last_thirty_looks_are_kept(officer: User) -> None:
    for number in range(35):
        recent.remember(officer, "record:mention", number)
    recent.remember(officer, "record:mention", 20)
    assert Recent.objects.count() == 30
    assert recent.recent(officer)[:2] == [("M-20", "/record/mentions/20/"), ("M-34", "/record/mentions/34/")]


def test_the_palette_offers_what_one_may_open(officer: User, analyst: User, client_of: ClientOf) -> None:
    mine = client_of(officer).get(reverse("find:palette")).content.decode()
    assert "Second coding" in mine
    assert 'data-number="M" data-address="/record/mentions/0/"' in mine
    assert "Second coding" not in client_of(analyst).get(reverse("find:palette")).content.decode()
    assert 'data-palette="/search/palette/"' in client_of(officer).get(reverse("shell:home")).content.decode()
