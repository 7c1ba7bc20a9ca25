"""Documents come in once and whole; acts are coded from what stands in them."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tumen.errors import DocumentError, DuplicateDocument, ImportRefused, Stopped, UnknownPassage, VocabError
from tumen.progress import Silent
from tumen_desk.accounts import circles
from tumen_desk.jobs import services as jobs
from tumen_desk.record import services
from tumen_desk.record.importing.folder import apply_folder, read_folder
from tumen_desk.record.models import Account, Act, Consent, Document, ImportBatch, Mention, Passage, Source
from tumen_desk.store import files

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
TOLD = "In May 2010 she was sent back. 그녀는 2010년 5월에 북송되었다.\n\nNobody saw her again."


@pytest.fixture
def document(officer):
    source = services.source_create(actor=officer, title="Heard", kind="SK-VICT", published=True)
    return services.document_add(actor=officer, source=source, name="told.txt", content=TOLD.encode())


def _coding(document, words, **given):
    start = document.text.index(words)
    return {"start": start, "end": start + len(words), "account_title": "A return", "type": "REFOUL", **given}


def _code(client, document, words, **given):
    return client.post(f"/record/documents/{document.pk}/", _coding(document, words, **given))


class TestCoding:
    def test_an_act_is_coded_from_a_marked_passage(self, document, officer, client_of):
        answer = _code(
            client_of(officer), document, "2010년 5월에 북송되었다", connection="IF-SEEN", name="김영희",
            name_kind="given", sex="f", birth="1971?", date="2010년 5월", place="CHN", agency="PRK-MSS",
            outcome="O-MISSING", note="first return",
        )  # fmt: skip
        act = Act.objects.select_related("mention", "account", "passage").get()
        assert answer.headers["Location"] == f"/record/documents/{document.pk}/?coded={act.pk}"
        assert (act.type, act.date, act.place, act.outcome) == ("REFOUL", "2010-05", "CHN", "O-MISSING")
        assert (act.date_low.isoformat(), act.date_high.isoformat()) == ("2010-05-01", "2010-05-31")
        assert (act.mention.sex, act.mention.birth, act.mention.names.get().text) == ("f", "1971?", "김영희")
        assert act.account.connection == "IF-SEEN"
        assert act.involvements.get().agency == "PRK-MSS"
        assert act.passage.text == "2010년 5월에 북송되었다"
        assert act.passage.text_sha256 == hashlib.sha256("2010년 5월에 북송되었다".encode()).hexdigest()

    def test_the_page_leads_from_the_act_to_the_very_words(self, document, officer, client_of):
        client = client_of(officer)
        coded = _code(client, document, "she was sent back")
        act = Act.objects.get()
        assert f"/record/acts/{act.pk}/" in client.get(coded.headers["Location"]).content.decode()
        words = f"/record/documents/{document.pk}/#passage-{act.passage_id}"
        assert words in client.get(f"/record/acts/{act.pk}/").content.decode()
        assert f'id="passage-{act.passage_id}"' in client.get(words.split("#")[0]).content.decode()
        page = client.get(f"/record/passages/{act.passage_id}/").content.decode()
        assert "<blockquote>she was sent back</blockquote>" in page
        assert "unchanged" in page

    def test_a_text_that_was_changed_under_a_passage_is_said_on_its_page(self, document, officer, client_of):
        _code(client_of(officer), document, "she was sent back")
        document.text = TOLD.replace("sent back", "sent home")
        document.save()
        page = client_of(officer).get(f"/record/passages/{Passage.objects.get().pk}/").content.decode()
        assert "is not what was anchored" in page

    def test_the_same_words_make_one_passage_the_same_person_one_mention(self, document, officer, client_of):
        client = client_of(officer)
        _code(client, document, "she was sent back")
        first = Act.objects.get()
        _code(
            client,
            document,
            "she was sent back",
            account_title="",
            account=first.account_id,
            victim=first.mention_id,
            type="DEPORT",
        )
        assert Act.objects.count() == 2
        assert [m.objects.count() for m in (Passage, Mention, Account)] == [1, 1, 1]

    def test_the_person_and_the_account_must_be_of_this_source(self, document, officer, client_of):
        other = services.source_create(actor=officer, title="Another", kind="")
        stranger = services.mention_create(actor=officer, source=other)
        elsewhere = services.account_create(actor=officer, source=other, title="x")
        client = client_of(officer)
        assert _code(client, document, "Nobody", victim=stranger.pk).status_code == 422
        assert _code(client, document, "Nobody", account=elsewhere.pk).status_code == 422
        with pytest.raises(UnknownPassage):
            services.act_create(
                actor=officer,
                account=elsewhere,
                mention=services.mention_create(actor=officer, source=document.source),
                type="REFOUL",
            )
        assert not Act.objects.exists()

    @pytest.mark.parametrize(
        "given",
        [
            {"type": "NO-SUCH"}, {"type": ""}, {"date": "the day after never"}, {"start": 5, "end": 5}, {"start": -1},
            {"end": 10_000}, {"start": "x"}, {"account_title": ""}, {"place": "ATLANTIS"}, {"birth": "1971-13"},
        ],
    )  # fmt: skip
    def test_what_cannot_be_is_said_and_nothing_is_written(self, document, officer, client_of, given):
        answer = _code(client_of(officer), document, "Nobody", **given)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
        assert not any(m.objects.exists() for m in (Act, Mention, Account, Passage))

    def test_the_marked_words_still_stand_beside_a_form_that_was_refused(self, document, officer, client_of):
        page = _code(client_of(officer), document, "she was sent back", type="").content.decode()
        assert '<blockquote data-quote aria-live="polite">she was sent back</blockquote>' in page

    def test_a_reader_without_the_right_to_write_sees_the_text_and_no_form(self, document, lawyer, client_of):
        client = client_of(lawyer)
        page = client.get(f"/record/documents/{document.pk}/").content.decode()
        assert "그녀는" in page
        assert "data-passage-form" not in page
        _code(client, document, "Nobody")
        assert not Act.objects.exists()

    def test_odd_addresses_do_not_fall_over(self, document, officer, client_of):
        client = client_of(officer)
        assert client.get(f"/record/documents/{document.pk}/?coded=x").status_code == 200
        assert client.get("/record/acts/?page=x&type=NONE&since=yesterday").status_code == 200
        assert client.get("/record/acts/99999999999999999999999/").status_code == 404
        assert client.post(f"/record/sources/{document.source_id}/consent/?mention=x", {}).status_code == 404

    def test_codes_must_be_terms_of_the_pack(self, document, officer):
        mention = services.mention_create(actor=officer, source=document.source)
        account = services.account_create(actor=officer, source=document.source, title="x")
        with pytest.raises(VocabError):
            services.act_create(
                actor=officer, account=account, mention=mention, type="REFOUL", agency="NOBODY"
            )
        assert not Act.objects.exists()


class TestDocuments:
    def test_the_original_comes_back_byte_for_byte_under_a_name_that_tells_nothing(
        self, document, officer, client_of
    ):
        answer = client_of(officer).get(f"/record/documents/{document.pk}/file/")
        assert b"".join(answer) == TOLD.encode()
        assert answer.headers["Content-Disposition"] == f'attachment; filename="D-{document.pk}"'
        assert answer.headers["Content-Type"] == "application/octet-stream"

    def test_the_original_with_its_names_is_closed_to_roles_that_may_not_see_names(
        self, document, lawyer, client_of
    ):
        assert client_of(lawyer).get(f"/record/documents/{document.pk}/file/").status_code == 403

    def test_the_same_bytes_are_refused_also_under_another_name_and_source(self, document, officer):
        other = services.source_create(actor=officer, title="Another", kind="")
        with pytest.raises(DuplicateDocument, match=str(document)):
            services.document_add(actor=officer, source=other, name="copy.txt", content=TOLD.encode())
        assert Document.objects.count() == 1

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.pdf", b"%PDF-1.7 cut"), ("a.docx", b"PK\x03\x04 no archive"), ("a.exe", b"MZ\x90\x00" + b"\x00" * 64),
            ("a.txt", b""), ("a.txt", b"\x00\x01\x02\xff\xfe" * 40),
        ],
    )  # fmt: skip
    def test_what_cannot_be_read_is_refused_in_words_and_leaves_nothing(
        self, officer, client_of, name, content
    ):
        source = services.source_create(actor=officer, title="x", kind="")
        with pytest.raises(DocumentError):
            services.document_add(actor=officer, source=source, name=name, content=content)
        upload = SimpleUploadedFile(name, content)
        answer = client_of(officer).post(f"/record/sources/{source.pk}/document/", {"file": upload})
        assert answer.status_code in (302, 400)
        assert not Document.objects.exists()


class StopsAfter(Silent):
    """Somebody who watches a few files go by and then asks to stop."""

    def __init__(self, files):
        self.files, self.done = files, 0

    def advance(self, n=1):
        self.done += n

    @property
    def should_stop(self):
        return self.done >= self.files


class TestFolders:
    def _named(self, **contents):
        return [
            {"name": name.replace("_", "."), "sha256": files.put(content)}
            for name, content in contents.items()
        ]

    def test_a_dry_run_says_what_would_come_in_and_writes_nothing(self, document):
        plan = read_folder(
            self._named(a_txt=b"One.", b_txt=b"Two.", c_txt=b"One.", d_txt=TOLD.encode(), e_pdf=b"%PDF-1.4")
        )
        assert [(o.name, o.state) for o in plan.outcomes] == [
            ("a.txt", "new"), ("b.txt", "new"), ("c.txt", "duplicate"), ("d.txt", "duplicate"), ("e.pdf", "unreadable"),
        ]  # fmt: skip
        assert str(document) in plan.outcomes[3].message
        assert Document.objects.count() == 1
        assert Source.objects.count() == 1

    def test_many_files_come_back_in_the_order_they_were_dropped(self):
        given = {f"{n:02}_{'pdf' if n % 5 == 0 else 'txt'}": f"Told {n}.".encode() for n in range(30)}
        plan = read_folder(self._named(**given))
        assert [o.name for o in plan.outcomes] == [name.replace("_", ".") for name in given]
        assert [plan.read[o.sha256].text for o in plan.outcomes] == [c.decode() for c in given.values()]

    def test_a_person_who_asks_to_stop_does_not_wait_for_the_rest(self):
        progress = StopsAfter(3)
        with pytest.raises(Stopped):
            read_folder(
                self._named(**{f"{n}_txt": f"Told {n}.".encode() for n in range(400)}), progress=progress
            )
        assert progress.done == 3

    def test_one_unreadable_file_stops_all_unless_it_is_left_out_on_purpose(self, officer):
        plan = read_folder(self._named(a_txt=b"One.", e_pdf=b"%PDF-1.4"))
        with pytest.raises(ImportRefused, match="1 files cannot be read"):
            apply_folder(actor=officer, plan=plan, title="F", kind="SK-VICT")
        assert not any(m.objects.exists() for m in (Document, Source, ImportBatch))
        batch = apply_folder(actor=officer, plan=plan, title="F", kind="SK-VICT", leave_out_unreadable=True)
        assert batch.counts == {"documents": 1}
        assert Document.objects.get().text.strip() == "One."

    def test_the_dry_run_offers_to_leave_unreadable_files_out(self, officer, client_of):
        client = client_of(officer)
        files = [SimpleUploadedFile("a.txt", b"One."), SimpleUploadedFile("e.pdf", b"%PDF-1.4")]
        given = {"files": files, "title": "F", "kind": "SK-VICT"}
        report = client.post("/record/imports/documents/", given).headers["Location"]
        jobs.run_next()
        page = client.get(report).content.decode()
        assert "Import the others without them" in page
        assert "Import now" not in page
        assert (
            client.get(report, headers={"accept-language": "ko"})
            .content.decode()
            .count("PDF를 열 수 없습니다")
            == 1
        )
        client.post(report, {"leave_out": "1"})
        assert jobs.run_next().state == "done"
        assert Document.objects.get().text.strip() == "One."

    def test_published_documents_open_analysis_linkage_and_counting_and_no_more(self, officer):
        apply_folder(
            actor=officer, plan=read_folder(self._named(a_txt=b"One.")), title="F", kind="", published=True
        )
        assert set(Consent.objects.values_list("purpose", flat=True)) == {"CP-ANALYSE", "CP-STAT", "CP-LINK"}

    def test_dropped_in_the_browser_looked_at_and_imported(self, officer, protection, client_of):
        client = client_of(officer)
        uploads = [SimpleUploadedFile(f"{n}.txt", f"Told {n}.".encode()) for n in range(3)]
        given = {"files": uploads, "title": "A folder", "kind": "SK-VICT", "issuer": "One", "language": "en"}
        report = client.post("/record/imports/documents/", given).headers["Location"]
        jobs.run_next()
        page = client.get(report).content.decode()
        assert page.count('class="tag yes">new') == 3
        client.post(report)
        job = jobs.run_next()
        assert job.state == "done"
        assert Document.objects.count() == 3
        came_in = client.get(f"/record/imports/{job.result['batch']}/").content.decode()
        assert all(f'href="/record/documents/{d.pk}/"' in came_in for d in Document.objects.all())
        circle = circles.circle_make(actor=protection, title="A case")
        circles.source_enclose(
            actor=protection, circle=circle, source=Document.objects.earliest("pk").source_id
        )
        came_in = client.get(f"/record/imports/{job.result['batch']}/").content.decode()
        assert came_in.count('href="/record/documents/') == 3  # two, and the list of all in the side bar
        client.post(f"/record/imports/{job.result['batch']}/undo/")
        assert not Document.objects.exists()
