"""One person is erased: nothing of the name is left anywhere, counts stay, two people decided."""

import json

import pytest
from django.apps import apps
from django.db import connections

from tumen.errors import EraseRefused, KeyDestroyed, SealBroken, SecondPersonNeeded
from tumen_desk.accounts import approvals, circles
from tumen_desk.accounts.models import Approval
from tumen_desk.act.models import Case, Paper
from tumen_desk.jobs.models import Job
from tumen_desk.keep import beyond, erasing
from tumen_desk.keep.models import Erasure, PlaceDecided
from tumen_desk.keep.spellings import Spellings
from tumen_desk.link import standing
from tumen_desk.link.services import link_run
from tumen_desk.record import services
from tumen_desk.record.models import Act, Document, Mention, Name, NameKey, Purpose, Source
from tumen_desk.store import files, folder, keyring, values

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])

NAME, LATIN, OTHER = "곽누리새", "Kwak Nurisae", "김철수"
TOLD = f"{NAME}는 2010년에 돌아왔다. She is {LATIN}; 곽 누리새 again. {OTHER} saw it."


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    """The store of the test process has keys of its own and no key file; erasing writes one."""
    from tumen import vault

    ring = keyring.ring()
    empty = vault.create_capsule("a passphrase for this test", kdf=vault.QUICK)[0]
    folder.write_atomically(folder.capsule_path(), vault.reseal(empty, ring).to_json().encode())
    yield
    folder.capsule_path().unlink()
    keyring.replace(ring)


def _told(actor, *, role, text, title="Heard"):
    source = services.source_create(actor=actor, title=title, kind="SK-VICT", published=True)
    document = services.document_add(actor=actor, source=source, name="told.txt", content=text.encode())
    mention = services.mention_create(
        actor=actor,
        source=source,
        names=[{"text": NAME}, {"text": LATIN}],
        role=role,
        sex="f",
        birth="1971-03-04",
    )
    other = services.mention_create(actor=actor, source=source, names=[{"text": OTHER}])
    account = services.account_create(actor=actor, source=source, title=f"What {NAME} told", teller=mention)
    passage = services.passage_anchor(actor=actor, document=document, start=0, end=12)
    services.act_create(
        actor=actor, account=account, mention=mention, type="REFOUL", passage=passage, note=f"{LATIN} said so"
    )
    return mention, other, document


@pytest.fixture
def told(officer):
    return _told(officer, role=Mention.Role.INTERVIEWEE, text=TOLD, title=f"Interview with {NAME}")


def _agreed(officer, protection, mentions, **options):
    plan = erasing.plan(actor=officer, mentions=mentions, **options)
    asked = erasing.ask(actor=officer, plan=plan, reason="She asked for it in writing.")
    approvals.decide(actor=protection, approval=asked, granted=True, reason="I called her.")
    return erasing.person_erase(actor=officer, plan=erasing.plan(actor=officer, mentions=mentions, **options))


def _everything_readable():
    """All values of all tables as text, opened with every key that is left."""
    for model in apps.get_models():
        for row in model._default_manager.using(
            "jobs" if model._meta.app_label == "jobs" else "default"
        ).values():
            yield f"{model._meta.label} {json.dumps(row, default=str, ensure_ascii=False)}"


def test_nothing_of_the_name_is_left_in_any_column(officer, protection, told):
    mention, other, _ = told
    erasure = _agreed(officer, protection, [mention])
    spellings = Spellings.of([NAME, LATIN])
    assert [row for row in _everything_readable() if spellings.stands_in(row)] == []
    assert not Name.objects.filter(mention=mention).exists()
    assert not NameKey.objects.filter(name__mention=mention).exists()
    assert erasure.finished_at is not None
    assert Name.objects.get(mention=other).text == OTHER


def test_what_was_done_to_the_person_is_still_counted(officer, protection, told):
    mention, _, _ = told
    before = Act.objects.filter(type="REFOUL").count(), Mention.objects.count()
    _agreed(officer, protection, [mention])
    assert (Act.objects.filter(type="REFOUL").count(), Mention.objects.count()) == before
    mention.refresh_from_db()
    assert (mention.sex, mention.birth) == ("f", "1971")


def test_without_consent_to_count_nothing_stays(officer, protection, told):
    mention, _, _ = told
    services.consent_record(
        actor=officer, source=mention.source, mention=mention, purpose="CP-STAT", granted=False
    )
    _agreed(officer, protection, [mention])
    assert not Act.objects.filter(mention=mention).exists()


def test_the_file_is_gone_and_its_key_with_it(officer, protection, told):
    mention, _, document = told
    sha256, path = document.file_sha256, files.path_of(document.file_sha256)
    sealed = path.read_bytes()
    _agreed(officer, protection, [mention])
    assert not path.exists()
    path.write_bytes(sealed)  # as a backup would bring it back
    with pytest.raises(KeyDestroyed):
        files.get(sha256)
    path.unlink()
    with pytest.raises(KeyDestroyed):
        files.put(TOLD.encode())


def test_a_row_of_an_old_backup_cannot_be_opened_any_more(officer, protection, told):
    mention, other, document = told
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT text FROM record_name WHERE mention_id = %s", [mention.pk])
        old = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT text FROM record_document WHERE id = %s", [document.pk])
        old += [row[0] for row in cursor.fetchall()]
    assert [values.open_value(v) for v in old][:2] == [NAME, LATIN]
    _agreed(officer, protection, [mention])
    assert [values.open_value(v) for v in old] == ["", "", ""]
    assert Name.objects.get(mention=other).text == OTHER


def test_in_what_others_told_the_name_is_covered_and_the_rest_stays(officer, protection):
    mention, _, document = _told(officer, role=Mention.Role.SPOKEN_OF, text=TOLD)
    original = document.file_sha256
    _agreed(officer, protection, [mention])
    document.refresh_from_db()
    assert NAME not in document.text
    assert LATIN not in document.text
    assert "곽 누리새" not in document.text
    assert f"{OTHER} saw it." in document.text
    assert len(document.text) == len(TOLD)
    assert files.get(document.file_sha256).decode() == document.text
    with pytest.raises((KeyDestroyed, SealBroken)):
        files.get(original)
    passage = document.passages.get()
    assert services.passage_is_whole(passage)


@pytest.fixture
def elsewhere(protection):
    """A document of another source, in which the same name stands twice: once of her, once of a namesake."""
    source = services.source_create(
        actor=protection, title="Another interview", kind="SK-VICT", published=True
    )
    text = f"I met {NAME} in 2011. Another 곽 누리새, a boy of six, lived next door. {OTHER} left."
    return services.document_add(actor=protection, source=source, name="b.txt", content=text.encode())


def _decided(actor, mention, *answers):
    plan = erasing.plan(actor=actor, mentions=[mention])
    chosen = [(place, *answer) for place, answer in zip(plan.beyond.undecided, answers, strict=False)]
    beyond.decide(actor=actor, mention=mention, spellings=plan.spellings, places=chosen)
    return erasing.plan(actor=actor, mentions=[mention])


def test_places_in_documents_of_other_sources_wait_for_a_person_to_look(officer, told, elsewhere):
    mention, _, _ = told
    plan = erasing.plan(actor=officer, mentions=[mention])
    assert [(p.document.pk, p.name) for p in plan.beyond.places] == [
        (elsewhere.pk, NAME), (elsewhere.pk, "곽 누리새")
    ]  # fmt: skip
    assert plan.beyond.places[1].after.startswith(", a boy of six")
    with pytest.raises(EraseRefused, match="2 more places"):
        erasing.ask(actor=officer, plan=plan, reason="She asked.")
    with pytest.raises(EraseRefused, match="needs a reason"):
        _decided(officer, mention, (True, ""), (False, " "))
    with pytest.raises(EraseRefused, match="names the person"):
        _decided(officer, mention, (False, f"not {LATIN}"))
    assert not PlaceDecided.objects.exists()
    half = _decided(officer, mention, (True, ""))
    assert [p.cover for p in half.beyond.places] == [True, None]
    with pytest.raises(EraseRefused, match="1 more place"):
        erasing.ask(actor=officer, plan=half, reason="She asked.")


def test_a_decided_place_is_covered_or_kept_and_the_decision_goes(officer, protection, told, elsewhere):
    mention, _, _ = told
    original = elsewhere.file_sha256
    _decided(officer, mention, (True, ""), (False, "another person"))
    erasure = _agreed(officer, protection, [mention])
    elsewhere.refresh_from_db()
    assert elsewhere.text.startswith(f"I met {'█' * len(NAME)} in 2011. Another 곽 누리새, a boy")
    with pytest.raises(KeyDestroyed):
        files.get(original)
    assert (erasure.counts["places covered"], erasure.counts["places kept"]) == (1, 1)
    assert not PlaceDecided.objects.exists()


def test_another_choice_of_places_is_another_request(officer, protection, told, elsewhere):
    mention, _, _ = told
    plan = _decided(officer, mention, (True, ""), (True, ""))
    asked = erasing.ask(actor=officer, plan=plan, reason="She asked.")
    approvals.decide(actor=protection, approval=asked, granted=True, reason="I called her.")
    PlaceDecided.objects.filter(start=plan.beyond.places[0].start).update(cover=False, reason="x")
    with pytest.raises(SecondPersonNeeded):
        erasing.person_erase(actor=officer, plan=erasing.plan(actor=officer, mentions=[mention]))


def test_a_decision_about_a_text_that_changed_since_holds_no_more(officer, told, elsewhere):
    mention, _, _ = told
    _decided(officer, mention, (True, ""), (True, ""))
    Document.objects.filter(pk=elsewhere.pk).update(text_sha256="0" * 64)
    assert len(erasing.plan(actor=officer, mentions=[mention]).beyond.undecided) == 2


def test_places_in_a_circle_are_not_shown_to_those_outside_and_nothing_goes_before_they_are_decided(
    officer, protection, told, elsewhere
):
    mention, _, _ = told
    circle = circles.circle_make(actor=protection, title="A case")
    circles.source_enclose(actor=protection, circle=circle, source=elsewhere.source_id)
    circles.seat_give(actor=protection, circle=circle, user=protection, reason="looks after it")
    plan = erasing.plan(actor=officer, mentions=[mention])
    assert (plan.beyond.places, [p.name for p in plan.beyond.hidden]) == ((), ["", ""])
    with pytest.raises(EraseRefused, match="where you may not look"):
        erasing.ask(actor=officer, plan=plan, reason="She asked.")
    _decided(protection, mention, (True, ""), (False, "another person"))
    _agreed(officer, protection, [mention])
    elsewhere.refresh_from_db()
    assert NAME not in elsewhere.text


def test_the_page_shows_each_place_and_keeps_what_was_decided(officer, told, elsewhere, client_of):
    mention, _, _ = told
    client, address = client_of(officer), f"/keep/erase/{mention.pk}/"
    given = {"mentions": [mention.pk], "reason": "Asked in writing."}
    looked = client.post(address, {**given, "then": "look"}).content.decode()
    assert f"<mark>{NAME}</mark> in 2011" in looked
    assert "Ask a second person" not in looked
    first, second = erasing.plan(actor=officer, mentions=[mention]).beyond.places
    chosen = {f"place-{first.key}": "cover", f"place-{second.key}": "keep"}
    assert client.post(address, {**given, **chosen, "then": "decide"}).status_code == 400
    chosen[f"why-{second.key}"] = "another person"
    decided = client.post(address, {**given, **chosen, "then": "decide"}).content.decode()
    assert "2 places decided" in decided
    assert "Ask a second person" in decided


def test_an_imported_table_with_the_name_goes_and_the_rows_of_others_stay(officer, protection, told):
    mention, other, _ = told
    table = files.put(f"id,name\n1,{NAME}\n2,{OTHER}\n".encode())
    without = files.put(f"id,name\n2,{OTHER}\n".encode())
    for sha256 in (table, without):
        parameters = {"tables": {"mentions": {"sha256": sha256}}, "content_sha256": sha256}
        Job.objects.create(
            kind="record.import_table", title="x", parameters=parameters, created_by=officer.pk
        )
    erasure = _agreed(officer, protection, [mention])
    assert erasure.counts["files"] == 1
    with pytest.raises(KeyDestroyed):
        files.get(table)
    assert files.get(without)
    assert Name.objects.get(mention=other).text == OTHER


def test_what_was_sent_about_the_person_and_what_cases_say_of_them_goes(officer, protection, told):
    mention, _, _ = told
    case = Case.objects.create(
        title=f"The case of {LATIN}", summary=f"{NAME} was sent back.", opened_by=officer
    )
    printed = files.put(b"%PDF with a name in it")
    paper = Paper.objects.create(channel="x", title="An appeal", made_by=officer, pdf_sha256=printed)
    paper.persons.add(mention)
    _agreed(officer, protection, [mention])
    case.refresh_from_db()
    assert LATIN not in case.title
    assert NAME not in case.summary
    with pytest.raises(KeyDestroyed):
        files.get(printed)


def test_the_index_of_the_linkage_goes_with_the_person(
    officer, analyst, protection, told, django_capture_on_commit_callbacks
):
    mention, _, _ = told
    services.consent_record(actor=officer, source=mention.source, purpose=Purpose.LINK, granted=True)
    link_run(actor=analyst)
    assert standing.lies_ready(standing.whole_run())
    with django_capture_on_commit_callbacks(execute=True):
        _agreed(officer, protection, [mention])
    assert not standing.whole_run().index_secret
    assert not list(folder.root().glob("linkage-index*"))


def test_nobody_erases_alone(officer, protection, told):
    mention, _, _ = told
    plan = erasing.plan(actor=officer, mentions=[mention])
    with pytest.raises(SecondPersonNeeded):
        erasing.person_erase(actor=officer, plan=plan)
    asked = erasing.ask(actor=officer, plan=plan, reason="She asked.")
    approvals.decide(actor=protection, approval=asked, granted=True, reason="I called her.")
    # What was agreed to is this plan; another one, with more in it, needs another answer.
    wider = erasing.plan(actor=officer, mentions=[mention], close_backups=True)
    with pytest.raises(SecondPersonNeeded):
        erasing.person_erase(actor=officer, plan=wider)
    assert Name.objects.filter(mention=mention).count() == 2
    assert Erasure.objects.count() == 0


def test_a_reason_that_names_the_person_is_refused(officer, told):
    plan = erasing.plan(actor=officer, mentions=[told[0]])
    with pytest.raises(EraseRefused):
        erasing.ask(actor=officer, plan=plan, reason=f"{NAME} asked for it")
    assert not Approval.objects.exists()


def test_an_erasure_that_was_killed_before_the_keys_went_is_finished_at_the_next_opening(
    officer, protection, told, monkeypatch
):
    mention, _, document = told

    class Killed(BaseException):
        pass

    def die(ring):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(folder, "replace_ring", die)
        with pytest.raises(Killed):
            _agreed(officer, protection, [mention])
    assert Erasure.objects.get().finished_at is None
    assert keyring.ring().persons.holds(mention.pk)
    assert erasing.finish() == 1
    assert not keyring.ring().persons.holds(mention.pk)
    assert not keyring.ring().files.holds(keyring.file_leaf(document.file_sha256))
    assert erasing.finish() == 0


def test_the_pages_lead_from_the_mention_to_the_receipt(officer, protection, told, client_of):
    mention, _, _ = told
    client = client_of(officer)
    panel = client.get(
        f"/keep/erase/{mention.pk}/panel/",
        headers={"HX-Current-URL": f"http://x/record/mentions/{mention.pk}/"},
    )
    assert f"/keep/erase/{mention.pk}/" in panel.content.decode()
    address, given = f"/keep/erase/{mention.pk}/", {"mentions": [mention.pk], "reason": "Asked in writing."}
    assert client.get(address).status_code == 200
    looked = client.post(address, {**given, "then": "look"}).content.decode()
    assert "Ask a second person" in looked
    assert NAME not in looked
    assert client.post(address, {**given, "then": "ask"}).status_code == 302
    approvals.decide(actor=protection, approval=Approval.objects.get(), granted=True, reason="I called her.")
    assert "Erase now" in client.post(address, {**given, "then": "look"}).content.decode()
    receipt = client.post(address, {**given, "then": "erase"}, follow=True).content.decode()
    assert "The keys were destroyed" in receipt
    assert not Source.objects.filter(title__contains=NAME).exists()
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("text", "found"),
    [("곽누리새가", True), ("곽 누리새", True), ("KWAK NURI-SAE", True), ("Kwak  Nurisae’s", True),
     ("곽누리", False), ("Kwakx Nurisae", False), ("", False)],
)  # fmt: skip
def test_a_name_is_found_in_each_of_its_spellings(text, found):
    assert Spellings.of([NAME, LATIN]).stands_in(text) is found
