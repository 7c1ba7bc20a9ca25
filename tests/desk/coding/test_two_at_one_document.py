"""Beside the text: offers, unfinished work, colleagues at the same document, second coding."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from tumen import documents
from tumen.errors import CodingRefused
from tumen_desk.accounts import circles
from tumen_desk.accounts.models import User
from tumen_desk.coding import agreement, candidates, services
from tumen_desk.coding.models import Coded, Draft, Second
from tumen_desk.record import services as record
from tumen_desk.record.adapters import document_columns
from tumen_desk.record.models import Act, Document

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])

TOLD = "In May 2010 guards beat Kim Young-hee.\n\nNobody saw her again.\n\n그는 고문을 당했다."
ClientOf = Callable[[User], Client]


@pytest.fixture
def document(officer: User) -> Document:
    source = record.source_create(actor=officer, title="Heard", kind="SK-VICT")
    return Document.objects.create(
        source=source, bytes=len(TOLD), **document_columns(documents.read(TOLD.encode()))
    )


def code(client: Client, document: Document, words: str, **given: object) -> int:
    start = document.text.index(words)
    fields = {
        "start": start,
        "end": start + len(words),
        "account_title": "A beating",
        "type": "BEAT",
        **given,
    }
    return client.post(reverse("record:document", args=[document.pk]), fields).status_code


def test_offers_rest_on_the_words(document: Document) -> None:
    def offered(text: str) -> set[tuple[str, str]]:
        return {(c.field, c.value) for c in candidates.candidates(text)}

    assert {("date", "2010-05"), ("type", "BEAT"), ("name", "Kim Young-hee")} <= offered(document.text[:38])
    assert offered("그는 고문을 당했다.") == {("type", "TORTURE")}
    assert offered("Nobody saw her again.") == set()
    reckoned = candidates.candidates("They left two years ago.", reference="2012-03")
    assert [c.value[:4] for c in reckoned if c.field == "date"] == ["2010"]


def test_offers_come_as_buttons_that_fill_the_form(
    document: Document, officer: User, client_of: ClientOf
) -> None:
    page = client_of(officer).post(reverse("coding:offers", args=[document.pk]), {"start": 0, "end": 38})
    assert 'data-fill="type" data-value="BEAT"' in page.content.decode()
    empty = client_of(officer).post(reverse("coding:offers", args=[document.pk]), {"start": 9, "end": 3})
    assert "Nothing in these words" in empty.content.decode()


def test_an_unfinished_form_is_kept_and_gone_once_it_is_coded(
    document: Document, officer: User, protection: User, client_of: ClientOf
) -> None:
    client, address = client_of(officer), reverse("coding:draft", args=[document.pk])
    client.post(address, {"name": "김영희", "type": "BEAT", "note": ""})
    assert client.get(address).json()["fields"] == {"name": "김영희", "type": "BEAT"}
    assert client_of(protection).get(address).json() == {}
    assert code(client, document, "beat Kim Young-hee") == 302
    assert client.get(address).json() == {}
    client.post(address, {"note": "x" * 30_000})
    assert not Draft.objects.exists()


def test_an_unfinished_form_is_sealed_under_the_key_of_its_document(
    document: Document, officer: User
) -> None:
    services.draft_keep(actor=officer, document=document, fields={"name": "김영희"})
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT fields FROM coding_draft")
        assert "김영희".encode() not in bytes(cursor.fetchone()[0])


def test_two_see_each_other_and_what_the_other_coded(
    document: Document, officer: User, protection: User, client_of: ClientOf
) -> None:
    one, other = client_of(officer), client_of(protection)
    address = reverse("coding:beside", args=[document.pk])
    one.get(address, {"seen": 0})
    assert str(officer) in other.get(address, {"seen": 0}).content.decode()
    code(one, document, "beat Kim Young-hee")
    said = other.get(address, {"seen": 0}).content.decode()
    assert "1</strong> act coded here" in said
    assert "coded here" not in one.get(address, {"seen": 0}).content.decode()
    assert "coded here" not in other.get(address, {"seen": Act.objects.get().pk}).content.decode()


def test_nobody_codes_over_what_they_have_not_seen(
    document: Document, officer: User, protection: User, client_of: ClientOf
) -> None:
    one, other = client_of(officer), client_of(protection)
    assert code(one, document, "beat Kim Young-hee", seen=0) == 302
    assert code(other, document, "guards beat Kim", seen=0) == 422
    assert Act.objects.count() == 1
    assert code(other, document, "Nobody saw her", seen=0) == 302
    assert code(other, document, "guards beat Kim", seen=Act.objects.latest("pk").pk) == 302
    assert set(Coded.objects.values_list("user__username", flat=True)) == {str(officer), str(protection)}


def test_parts_of_an_enclosed_document_are_not_there(
    document: Document, officer: User, protection: User, client_of: ClientOf
) -> None:
    circle = circles.circle_make(actor=protection, title="A")
    circles.source_enclose(actor=protection, circle=circle, source=document.source_id)
    for name in ("coding:draft", "coding:beside"):
        assert client_of(officer).get(reverse(name, args=[document.pk])).status_code == 404
    assert client_of(officer).post(reverse("coding:offers", args=[document.pk])).status_code == 404


def test_a_sample_is_coded_again_unseen_and_compared(
    document: Document, officer: User, protection: User, client_of: ClientOf
) -> None:
    code(client_of(officer), document, "beat Kim Young-hee")
    with pytest.raises(CodingRefused):
        services.seconds_draw(actor=officer, coder=officer, number=1, rng=np.random.default_rng(1))
    (second,) = services.seconds_draw(actor=officer, coder=protection, number=5, rng=np.random.default_rng(1))
    client, address = client_of(protection), reverse("coding:second", args=[second.pk])
    assert "beating" not in client.get(address).content.decode().split("<form")[0]
    assert client_of(officer).get(address).status_code == 404
    at = document.text.index("beat")
    assert client.post(address, {"start": at, "end": at + 4, "type": "BEAT"}).status_code == 302
    assert client.post(address, {"start": 0, "end": 0, "type": "BEAT"}).status_code == 422
    last = document.text.index("고문")
    services.second_code(actor=protection, second=second, start=last, end=last + 2, type="TORTURE")
    client.post(reverse("coding:second-finish", args=[second.pk]))
    with pytest.raises(CodingRefused):
        services.second_code(actor=protection, second=second, start=0, end=2, type="BEAT")
    found = agreement.agreement(Second.objects.all())
    assert (found.paragraphs, found.same) == (3, 2)
    assert [(d.first, d.second) for d in found.differences] == [(frozenset(), frozenset({"TORTURE"}))]
    assert "Krippendorff" in client.get(reverse("coding:seconds")).content.decode()


def test_agreement_gives_published_values() -> None:
    # K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section A: binary data, two observers.
    one, other = "0100000000", "1110010010"
    pairs = [(frozenset(a), frozenset(b)) for a, b in zip(one, other, strict=True)]
    assert agreement.alpha(pairs) == pytest.approx(0.095, abs=0.001)
    # By hand, from Cohen (1960), equation 1: they agree on 0.7, chance gives 0.5 × 0.6 + 0.5 × 0.4 = 0.5.
    yes, no = True, False
    table = [(yes, yes)] * 20 + [(yes, no)] * 5 + [(no, yes)] * 10 + [(no, no)] * 15
    assert agreement.kappa(table) == pytest.approx(0.4)
    assert agreement.alpha([(frozenset("a"), frozenset("a"))] * 5) is None
    assert agreement.kappa([(yes, yes)] * 5) is None
