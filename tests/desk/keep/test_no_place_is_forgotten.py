"""A name is written into every column and every sealed file of the store, and the person is erased: nothing is left.

The places are not listed here: every model of every app is walked. Whoever adds a column that can hold words, or a
sealed file, finds it swept, or has to say in `keep.places` why it is not.
"""

import datetime
import io
import json
import zipfile

import pytest
from django.apps import apps
from django.db import connection, models

from tumen.errors import KeyDestroyed
from tumen_desk.accounts import approvals
from tumen_desk.accounts.models import Approval
from tumen_desk.act.models import Paper, Report
from tumen_desk.coding.models import Draft
from tumen_desk.find.models import SavedSearch
from tumen_desk.jobs.models import Job
from tumen_desk.keep import erasing, places
from tumen_desk.keep.spellings import Spellings
from tumen_desk.read.models import Candidate, CheckedDraft
from tumen_desk.record import services
from tumen_desk.store import files, folder, keyring, waiting
from tumen_desk.store.sealed import BlindIndexField, SealedJSONField, SealedTextField

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
NAME, LATIN = "곽누리새", "Kwak Nurisae"
NAMED = Spellings.of([NAME, LATIN])
WORDS = f"about {NAME}, that is {LATIN}"

# Short columns whose values are codes, dates, numbers or digests: nobody writes freely in them.
CODES = frozenset(
    """
    action addressed_to addressee agency answer_kind answered area as_of band basis became birth birthplace
    buyer_role channel check_words code concerns connection content counting_unit covers credibility currency date
    decided_by decided_on deed degree depicts died digest effect element ended event expires facility
    facility_type field from_place handed_by handed_to helper_role interest interpreter journey key kind language left
    likeness list locator manner maps_to method mode name noun number outcome pack pack_office paid_by parent
    person place previous purpose question reason recording referral relation reliability replaced_by response
    retrieved role root run_id script season seen seller_role sender_status position setting since speaker stance
    standing state status table to_place topic toward type unit until value verdict version view viewpoint
    vocabulary
    """.split()  # noqa: SIM905  (a hundred quoted words would hide which ones they are)
)


def _ours():
    return [m for m in apps.get_models() if m.__module__.startswith("tumen_desk.")]


def test_every_column_is_swept_or_somebody_said_why_not():
    swept = {(model, field.name) for model, fields in places.columns() for field in fields}
    forgotten = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            may_hold = isinstance(
                field,
                (models.CharField, models.TextField, models.JSONField, models.BinaryField, SealedTextField),
            )
            told = (model, field.name) in swept or places.why_left(model, field) is not None
            if not may_hold or field.choices or told:
                continue
            if isinstance(field, models.BinaryField) or field.name.endswith("sha256"):
                told = places.leads_to(model, field) is not None
            else:
                told = field.name in CODES or isinstance(field, BlindIndexField)
            forgotten += [] if told else [f"{model._meta.label}.{field.name}"]
    assert forgotten == [], "say in keep.places what becomes of a name in it"


@pytest.mark.parametrize("table", [places.LEFT, places.FILES, dict.fromkeys(places.DROPPED, "x")])
def test_no_place_is_named_that_is_not_there(table):
    labels = {m._meta.label for m in apps.get_models()}
    columns = {f"{m._meta.label}.{f.name}" for m in apps.get_models() for f in m._meta.concrete_fields}
    assert set(table) - labels - columns == set()


@pytest.fixture(autouse=True)
def key_file():
    """Erasing destroys keys: the store of the test process gets a key file for it, and its keys back afterwards."""
    from tumen import vault

    ring = keyring.ring()
    empty = vault.create_capsule("a passphrase for this test", kdf=vault.QUICK)[0]
    folder.write_atomically(folder.capsule_path(), vault.reseal(empty, ring).to_json().encode())
    yield
    folder.capsule_path().unlink()
    keyring.replace(ring)


@pytest.fixture
def person(officer):
    source = services.source_create(actor=officer, title="Heard", kind="SK-VICT", published=True)
    return services.mention_create(
        actor=officer, source=source, names=[{"text": NAME}, {"text": LATIN}], role="interviewee"
    )


def _erased(officer, protection, person):
    plan = erasing.plan(actor=officer, mentions=[person])
    asked = erasing.ask(actor=officer, plan=plan, reason="She asked for it in writing.")
    approvals.decide(actor=protection, approval=asked, granted=True, reason=f"I called {LATIN}.")
    return erasing.person_erase(actor=officer, plan=erasing.plan(actor=officer, mentions=[person]))


_DAY = datetime.datetime(2026, 1, 31, tzinfo=datetime.UTC)


def _planted(model, keys):
    """One row with the name in each of its columns that is swept, and something that passes in every other."""
    swept = {f.name for m, fields in places.columns() if m is model for f in fields}
    given = {}
    for field in model._meta.concrete_fields:
        if field.primary_key and isinstance(field, models.AutoField):
            continue
        given[field.attname] = _value(field, keys) if field.name not in swept else _words(field)
    return model(**given)


def _words(field):
    if isinstance(field, (SealedJSONField, models.JSONField)):
        return {LATIN: ["x", {"y": WORDS}]}
    longest = getattr(field, "max_length", None) or 500
    return WORDS if longest > len(WORDS) else NAME


def _value(field, keys):
    if isinstance(field, models.ForeignKey):
        # A nullable key stays empty: of several that exclude each other none is set.
        return keys.get(field.related_model) or (None if field.null else 1)
    if field.name == "file_sha256":
        return "ab" * 32
    if field.has_default() and field.get_default() is not None and not field.choices:
        return field.get_default()
    if field.choices:
        return field.choices[0][0]
    if field.null and not isinstance(field, models.DateTimeField):
        return None
    for kind, value in (
        (models.BooleanField, False), (models.DateTimeField, _DAY), (models.DateField, _DAY.date()),
        (models.BinaryField, b""), (models.DecimalField, 1), (models.FloatField, 1.0), (models.IntegerField, 1),
    ):  # fmt: skip
        if isinstance(field, kind):
            return value
    return "" if not field.unique else "x"


@pytest.fixture
def loose():
    """Rows may refer to nothing and need not agree with themselves, for one test; they are taken out at its end."""
    rows = []
    with connection.cursor() as cursor, connection.constraint_checks_disabled():
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        yield rows
        for row in rows:
            if row._meta.app_label != "jobs":
                cursor.execute(
                    f'DELETE FROM "{row._meta.db_table}" WHERE "{row._meta.pk.column}" = %s', [row.pk]
                )
        cursor.execute("PRAGMA ignore_check_constraints = OFF")


def test_in_no_column_of_any_model_is_anything_left(officer, protection, person, loose):
    other = services.mention_create(actor=officer, source=person.source, names=[{"text": "김철수"}])
    document = services.document_add(
        actor=protection,
        source=services.source_create(actor=protection, title="Another", kind="SK-VICT", published=True),
        name="a.txt",
        content=b"Told in May.",
    )
    keys = {type(other): other.pk, type(document): document.pk, type(officer): officer.pk}
    for model, _ in places.columns():
        if model not in keys:
            model._base_manager.bulk_create([row := _planted(model, keys)])
            loose.append(row)
    type(document).objects.filter(pk=document.pk).update(warnings=[WORDS])
    type(other).objects.filter(pk=other.pk).update(number_words=NAME)
    erasure = _erased(officer, protection, person)
    assert erasure.finished_at is not None
    left = []
    for model in apps.get_models():
        alias = "jobs" if model._meta.app_label == "jobs" else "default"
        for row in model._base_manager.using(alias).values():
            if NAMED.stands_in(json.dumps(row, default=str, ensure_ascii=False)):
                left.append(model._meta.label)
    assert left == []
    assert erasure.counts["texts"] > 100
    assert not SavedSearch.objects.exists()
    still = [type(row)._base_manager.filter(pk=row.pk).exists() for row in loose]
    assert still.count(False) <= 6, "rows stay, their words are covered"


def _docx(text):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("word/document.xml", f"<w:document><w:p><w:t>{text}</w:t></w:p></w:document>")
    return made.getvalue()


def _submissions():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("one.xml", f"<form id='x'><given_name>{NAME}</given_name></form>")
    return made.getvalue()


def _given_to_work(officer, content, **more):
    sha256 = files.put(content)
    Job.objects.create(
        kind="record.import", title="x", parameters={"sha256": sha256, **more}, created_by=officer.pk
    )
    return sha256


@pytest.fixture
def sealed(officer):
    """One file of each kind with the name in it, and one without."""
    found, without = {}, {}
    for kept, text in ((found, f"{NAME} 씨 was sent back"), (without, "Somebody was sent back")):
        sent = Paper.objects.create(
            channel="x", title="An appeal", made_by=officer, state="sent",
            docx_sha256=files.put(_docx(text)), pdf_sha256=files.put(b"%PDF " + text[:3].encode()),
        )  # fmt: skip
        kept["paper"], kept["paper as PDF"] = sent.docx_sha256, sent.pdf_sha256
        report = Report.objects.create(
            title="A year", made_by=officer, state="published",
            html_sha256=files.put(f"<p>{text[:1]}<i>{text[1:]}</i></p>".encode()),
            docx_sha256=files.put(b"docx " + text.encode()), pdf_sha256=files.put(b"pdf " + text.encode()),
        )  # fmt: skip
        kept["report"], kept["report as PDF"] = report.html_sha256, report.pdf_sha256
        draft = CheckedDraft.objects.create(
            file_sha256=files.put(b"0123456789abcdef" + f"In a draft {text}.".encode()),
            kind="txt",
            by=officer,
        )
        kept["draft"] = draft.file_sha256
        kept["table in an older encoding"] = _given_to_work(officer, f"id,name\n1,{text}\n".encode("cp949"))
        kept["form in JSON"] = _given_to_work(
            officer, json.dumps([{"given_name": text, "instanceID": "a"}]).encode()
        )
    found["forms in a zip"] = _given_to_work(officer, _submissions())
    found["upload nobody brought in"] = waiting.take_in(f"id,name\n1,{NAME}\n".encode())
    return found, without


def test_in_no_sealed_file_is_anything_left_and_those_without_the_name_stay(
    officer, protection, person, sealed
):
    found, without = sealed
    remarks = CheckedDraft.objects.get(file_sha256=found["draft"])
    erasure = _erased(officer, protection, person)
    assert {kind for kind, sha256 in found.items() if files.path_of(sha256).exists()} == set()
    for kind, sha256 in found.items():
        if kind != "upload nobody brought in":
            with pytest.raises(KeyDestroyed):
                files.get(sha256)
    assert {kind: bool(files.get(sha256)) for kind, sha256 in without.items()} == dict.fromkeys(without, True)
    assert not CheckedDraft.objects.filter(pk=remarks.pk).exists()
    assert CheckedDraft.objects.count() == 1
    assert (erasure.counts["drafts"], Report.objects.count(), Paper.objects.count()) == (1, 2, 2)


def test_what_was_taken_from_a_document_is_covered_with_it(officer, protection, person):
    text = f"On 3 May {NAME} was sent back."
    source = services.source_create(actor=protection, title="Another", kind="SK-VICT", published=True)
    document = services.document_add(actor=protection, source=source, name="a.txt", content=text.encode())
    of = {"document": document, "file_sha256": document.file_sha256}
    found = Candidate.objects.create(
        **of, list="incidents", key="k", start=0, end=9, confidence=1, content={"w": text}
    )
    form = Draft.objects.create(**of, user=protection, fields={"note": [LATIN]})
    from tumen_desk.keep import beyond

    plan = erasing.plan(actor=officer, mentions=[person])
    chosen = [(place, True, "") for place in plan.beyond.undecided]
    beyond.decide(actor=officer, mention=person, spellings=plan.spellings, places=chosen)
    _erased(officer, protection, person)
    found.refresh_from_db()
    form.refresh_from_db()
    assert found.content == {"w": "On 3 May ████ was sent back."}
    assert form.fields == {"note": ["█" * len(LATIN)]}


def test_an_answer_that_names_the_person_is_covered_and_still_holds(officer, protection, person):
    _erased(officer, protection, person)
    assert Approval.objects.get().decided_reason == f"I called {'█' * len(LATIN)}."
