"""The search page: what fits is found in every form and script, and only by those who may read and use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tumen import documents
from tumen_desk.accounts import circles
from tumen_desk.accounts.models import User
from tumen_desk.find import indexing, queries, services
from tumen_desk.find.models import SavedSearch
from tumen_desk.jobs.services import run_idle
from tumen_desk.record import policies
from tumen_desk.record import services as record
from tumen_desk.record.adapters import document_columns
from tumen_desk.record.models import Document, Purpose, Source, Telling

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])

KOREAN = "그는 2009년 3월에 강을 건넜다가 국경에서 붙잡혔다.\n\n김영희라는 여성은 북송되었다."
CHINESE = "她的名字是金英姬，被强制遣返回国。"
ENGLISH = "Kim Young-hee was repatriated that winter.\n\nThe guards were beating her daily."


@pytest.fixture(autouse=True)
def _no_index_of_another_test() -> Iterator[None]:
    indexing.forget()
    yield
    indexing.forget()


def add(source: Source, text: str) -> Document:
    """A text, read in this process: the jail is proved elsewhere."""
    read = documents.read(text.encode(), name="a.txt")
    return Document.objects.create(source=source, bytes=len(text), **document_columns(read))


@pytest.fixture
def told(officer: User) -> dict[str, Document]:
    """One text in each language; the English one was published."""
    made = {}
    for language, text in (("ko", KOREAN), ("zh", CHINESE), ("en", ENGLISH)):
        source = record.source_create(
            actor=officer, title=f"Told {language}", kind="SK-VICT", language=language, date="2010-05",
            published=language == "en",
        )  # fmt: skip
        made[language] = record.document_add(
            actor=officer, source=source, name="a.txt", content=text.encode()
        )
    indexing.catch_up()
    return made


def found(user: User, words: str, **narrowed: Any) -> set[str]:
    answer = queries.look(user, queries.Asked(words=words, **narrowed))
    return {hit.source.language for hit in answer.hits}


def test_words_are_found_in_every_form_and_names_in_every_script(officer: User, told: object) -> None:
    assert found(officer, "건너다") == {"ko"}
    assert found(officer, "遣返") == {"zh"}
    assert found(officer, "beat") == {"en"}
    assert found(officer, "Kim Yong Hui") == found(officer, "金英姬") == {"ko", "zh", "en"}
    assert found(officer, "Kim Yong Hui", language="zh") == {"zh"}
    assert found(officer, "Kim Yong Hui", kind="SK-VIDEO") == set()


def test_who_uses_the_record_finds_only_what_consent_opened(
    officer: User, analyst: User, told: dict[str, Document]
) -> None:
    assert found(analyst, "Kim Yong Hui") == {"en"}
    source = told["zh"].source
    record.consent_record(actor=officer, source=source, purpose=Purpose.ANALYSE, granted=True)
    assert found(analyst, "Kim Yong Hui") == {"zh", "en"}
    record.consent_record(actor=officer, source=source, purpose=Purpose.ANALYSE, granted=False)
    assert found(analyst, "Kim Yong Hui") == {"en"}
    record.consent_record(actor=officer, source=source, purpose=Purpose.ANALYSE, granted=True, expires="2020")
    assert found(analyst, "Kim Yong Hui") == {"en"}


def test_who_tells_opens_their_own_words_and_nobody_else_does(
    officer: User, analyst: User, told: dict[str, Document]
) -> None:
    source = told["ko"].source
    spoken_of = record.mention_create(actor=officer, source=source, role="spoken_of")
    teller = record.mention_create(actor=officer, source=source, role="interviewee")
    record.consent_record(
        actor=officer, source=source, mention=spoken_of, purpose=Purpose.ANALYSE, granted=True
    )
    assert found(analyst, "Kim Yong Hui") == {"en"}
    record.consent_record(actor=officer, source=source, mention=teller, purpose=Purpose.ANALYSE, granted=True)
    assert found(analyst, "Kim Yong Hui") == {"ko", "en"}
    record.consent_record(
        actor=officer, source=source, mention=teller, purpose=Purpose.ANALYSE, granted=False
    )
    assert found(analyst, "Kim Yong Hui") == {"en"}


def test_a_passage_that_was_closed_is_not_found_by_who_uses_the_record(
    officer: User, analyst: User, told: dict[str, Document]
) -> None:
    document = told["en"]
    passage = record.passage_anchor(actor=officer, document=document, start=0, end=20)
    record.consent_record(
        actor=officer, source=document.source, passage=passage, purpose=Purpose.ANALYSE, granted=False
    )
    assert found(analyst, "repatriated") == set()
    assert found(analyst, "beating") == {"en"}
    assert found(officer, "repatriated") == {"en"}


def test_what_lies_in_a_circle_is_found_by_those_in_it(
    officer: User, protection: User, told: dict[str, Document]
) -> None:
    circle = circles.circle_make(actor=protection, title="A")
    circles.source_enclose(actor=protection, circle=circle, source=told["ko"].source_id)
    assert found(officer, "Kim Yong Hui") == {"zh", "en"}
    circles.seat_give(actor=protection, circle=circle, user=officer, reason="codes it")
    assert found(officer, "Kim Yong Hui") == {"ko", "zh", "en"}


def test_a_document_that_leaves_is_found_no_more(officer: User, told: dict[str, Document]) -> None:
    told["zh"].delete()
    assert found(officer, "遣返") == set()
    indexing.catch_up()
    with indexing.opened() as index:
        assert index.documents() == {told["ko"].pk, told["en"].pk}


def test_the_index_is_encrypted_and_one_that_does_not_open_is_made_anew(officer: User, told: object) -> None:
    assert not indexing.path().read_bytes().startswith(b"SQLite format 3")
    assert KOREAN[:5].encode() not in indexing.path().read_bytes()
    indexing.forget()
    indexing.path().write_bytes(b"made under keys that are no more" * 500)
    assert indexing.behind() == 3
    indexing.catch_up()
    assert found(officer, "beat") == {"en"}


def test_idle_work_brings_the_index_in_step_and_counts_what_is_new(officer: User, told: object) -> None:
    saved = services.search_save(actor=officer, title="Returns", asked=queries.Asked(words="returned"))
    source = Source.objects.get(title="Told en")
    add(source, "Five were returned in May.")
    assert run_idle()
    saved.refresh_from_db()
    assert saved.fresh == 1
    assert not run_idle()


def test_the_page_shows_snippets_narrows_and_keeps_no_word_in_an_address(
    officer: User, told: dict[str, Document], client_of: Callable[[User], Client]
) -> None:
    client = client_of(officer)
    shown = client.post(reverse("find:search"), {"words": "건너다"}).content.decode()
    assert "<mark>건넜</mark>" in shown
    assert f"{reverse('record:document', args=[told['ko'].pk])}?found=0-" in shown
    assert "no consent for analysis" in shown
    assert client.get(reverse("find:search"), {"words": "건너다"}).content.decode().count("<mark>") == 0
    narrowed = client.post(reverse("find:search"), {"words": "Kim Yong Hui", "year": "2010"}).content.decode()
    assert "<strong>3</strong> passages" in narrowed
    assert (
        "<strong>0</strong> passages"
        in client.post(reverse("find:search"), {"words": "Kim Yong Hui", "year": "2011"}).content.decode()
    )
    assert client.post(reverse("find:search"), {"words": "-"}).status_code == 422


def test_a_word_for_the_people_finds_every_other_one_if_asked(
    officer: User, told: dict[str, Document]
) -> None:
    source = record.source_create(actor=officer, title="One more", kind="SK-VICT", language="fr")
    add(source, "An escapee spoke of winter. Nobody else did.")
    indexing.catch_up()
    assert "fr" not in found(officer, "defectors winter")
    assert "fr" in found(officer, "defectors winter", others=True)
    assert "fr" in found(officer, "탈북자 winter", others=True)
    assert "fr" not in found(officer, "defectors summer", others=True)
    saved = services.search_save(
        actor=officer, title="People", asked=queries.Asked(words="defectors winter", others=True)
    )
    assert services.asked_of(saved).others


def test_a_search_is_kept_told_of_and_forgotten(
    officer: User, analyst: User, told: object, client_of: Callable[[User], Client]
) -> None:
    client = client_of(officer)
    client.post(reverse("find:save"), {"words": "beaten", "title": "Beatings", "language": "en"})
    saved = SavedSearch.objects.get(user=officer)
    assert (saved.title, saved.asked["language"]) == ("Beatings", "en")
    client.post(reverse("find:save"), {"words": "returned"})
    assert SavedSearch.objects.exclude(pk=saved.pk).get().title == "returned"
    SavedSearch.objects.exclude(pk=saved.pk).delete()
    SavedSearch.objects.update(fresh=4)
    assert "New for your searches" in client.get(reverse("shell:home")).content.decode()
    address = reverse("find:saved", args=[saved.pk])
    assert client.get(address).status_code == 200
    saved.refresh_from_db()
    assert saved.fresh == 0
    assert client_of(analyst).get(address).status_code == 404
    client.post(reverse("find:forget", args=[saved.pk]))
    assert not SavedSearch.objects.exists()


def test_a_great_number_is_said_to_be_more_than_was_counted(
    officer: User, client_of: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = record.source_create(actor=officer, title="Many", kind="SK-NGO", published=True)
    add(source, "\n\n".join(f"The {n}th crossing of the river." for n in range(6)))
    indexing.catch_up()
    for counted, more in ((3, True), (10, False)):
        monkeypatch.setattr(queries, "COUNTED", counted)
        page = client_of(officer).post(reverse("find:search"), {"words": "crossing"}).content.decode()
        assert ("More than 3 passages" in page) is more


def test_what_is_told_of_rules_and_practices_is_found_by_those_who_may_know_of_its_source(
    officer: User, analyst: User, protection: User, client_of: Callable[[User], Client]
) -> None:
    entry = policies.policy_add(
        actor=officer, title="Order to shoot", kind="PK-ORDER", topic="PT-FORCE", state="PRK"
    )
    shut, open_one = (
        record.source_create(actor=officer, title=title, kind="SK-UN", published=title == "Report")
        for title in ("Heard", "Report")
    )
    for source, rule in (
        (shut, "Guards were told to fire at crossings."),
        (open_one, "국경을 건너는 사람은 사격한다."),
    ):
        policies.policy_tell(actor=officer, policy=entry, source=source, told=policies.Told(rule=rule))
    indexing.catch_up()

    def told(user: User, words: str) -> list[str]:
        return [hit.source.title for hit in queries.look(user, queries.Asked(words=words)).hits]

    assert told(officer, "fired") == ["Heard"]
    assert sorted(told(officer, "shooting order")) == ["Heard", "Report"]
    assert (told(analyst, "fired"), told(analyst, "사격하다")) == ([], ["Report"])
    page = client_of(officer).post(reverse("find:search"), {"words": "사격하다"}).content.decode()
    assert f'<a href="/record/policies/{entry.pk}/">Order to shoot</a>' in page
    circle = circles.circle_make(actor=protection, title="A case")
    circles.source_enclose(actor=protection, circle=circle, source=shut.pk)
    assert told(officer, "fired") == []
    Telling.objects.filter(source=open_one).update(rule="Nobody may cross.")
    assert indexing.behind() == 1
    indexing.catch_up()
    assert (told(officer, "사격하다"), told(officer, "cross")) == ([], ["Report"])
